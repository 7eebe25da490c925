//! The program `nianbao`: parses its arguments, runs, and ends with the status of the run.

use std::process::ExitCode;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os())
}
