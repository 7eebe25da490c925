//! `nianbao explain`: what a rule looks for and why.

use clap::Args;

use super::terminal::Terminal;
use super::{Done, Status};
use crate::diagnostic::human::Look;
use crate::rules::{Rule, rules};

const INDENT: &str = "  ";

#[derive(Args)]
pub(super) struct Arguments {
    /// 检查规则的代码，例如 T103；不写则列出全部规则
    #[arg(value_name = "代码")]
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let Some(code) = &arguments.code else {
        let lines: Vec<String> = rules().map(|rule| format!("{}  {}", rule.code.0, rule.title)).collect();
        terminal.result(&lines.join("\n"));
        terminal.say("\n某一条的说明：nianbao explain 代码");
        return Ok(Status::Clean);
    };
    let rule = rules().find(|rule| rule.code.0.eq_ignore_ascii_case(code.trim()));
    let rule = rule.ok_or_else(|| format!("没有“{code}”这条检查规则；全部规则见：nianbao explain"))?;
    terminal.result(&text(rule, Terminal::result_look()));
    Ok(Status::Clean)
}

/// The explanation of one rule, broken to the width of the terminal.
fn text(rule: &Rule, look: Look) -> String {
    let paragraph = |words: &str| look.sentence(words, INDENT.len()).replace('\n', &format!("\n{INDENT}"));
    let examples = [("不通过", rule.fails.text), ("通过", rule.passes.text)];
    let examples = examples.map(|(name, words)| paragraph(&format!("{name}：{words}"))).join("\n  ");
    let parts = [
        ("检查什么", paragraph(rule.what)),
        ("为什么", paragraph(rule.why)),
        ("示例", examples),
        ("依据", paragraph(rule.source)),
    ];
    let parts = parts.map(|(name, words)| format!("{name}\n{INDENT}{words}")).join("\n\n");
    format!("{} {}\n\n{parts}", rule.code.0, rule.title)
}
