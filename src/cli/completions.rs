//! `nianbao completions`: what a shell needs to complete commands and options.

use clap::{Args, ValueEnum};
use clap_complete::{Shell, generate};

use super::terminal::Terminal;
use super::{Done, Status, usage};

#[derive(Args)]
pub(super) struct Arguments {
    /// 命令行程序的名称：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "SHELL", required = true)]
    shell: String,
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
