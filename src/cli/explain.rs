//! `nianbao explain`: what a rule looks for and why.

use clap::Args;

use super::Status;
use super::terminal::Terminal;
use crate::rules::{RULES, Rule};

#[derive(Args)]
pub(super) struct Arguments {
    /// 检查规则的代码，例如 T103；不写则列出全部规则
    #[arg(value_name = "代码")]
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    let Some(code) = &arguments.code else {
        let lines: Vec<String> =
            RULES.iter().map(|rule| format!("{}  {}", rule.code.0, rule.title)).collect();
        terminal.result(&lines.join("\n"));
        terminal.say("\n某一条的说明：nianbao explain 代码");
        return Status::Clean;
    };
    match RULES.iter().find(|rule| rule.code.0.eq_ignore_ascii_case(code.trim())) {
        Some(rule) => {
            terminal.result(&text(rule));
            Status::Clean
        }
        None => {
            terminal.problem(&format!("没有“{code}”这条检查规则；全部规则见：nianbao explain"));
            Status::Failed
        }
    }
}

/// The explanation of one rule.
fn text(rule: &Rule) -> String {
    format!(
        "{} {}\n\n检查什么\n  {}\n\n为什么\n  {}\n\n示例\n  不通过：{}\n  通过：{}\n\n依据\n  {}",
        rule.code.0, rule.title, rule.what, rule.why, rule.fails.text, rule.passes.text, rule.source
    )
}
