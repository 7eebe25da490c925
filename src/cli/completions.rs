//! `nianbao completions`: what a shell needs to complete commands and options.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use clap_complete::{Shell, generate};

use super::terminal::Terminal;
use super::usage::AnyOf;
use super::{Done, Status, usage};

#[derive(Args)]
pub(super) struct Arguments {
    /// 命令行程序的名称：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "SHELL", required = true, value_parser = AnyOf(names))]
    shell: String,
}

/// The shells, for completion.
fn names() -> Vec<PossibleValue> {
    Shell::value_variants().iter().filter_map(Shell::to_possible_value).collect()
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let Ok(shell) = Shell::from_str(&arguments.shell, true) else {
        let known: Vec<String> = Shell::value_variants().iter().map(Shell::to_string).collect();
        let asked = &arguments.shell;
        return Err(format!("没有“{asked}”的补全脚本，可以写：{}", known.join("、")));
    };
    let mut script = Vec::new();
    generate(shell, &mut usage::command::<super::Arguments>(), "nianbao", &mut script);
    terminal.result(String::from_utf8_lossy(&script).trim_end());
    Ok(Status::Clean)
}
