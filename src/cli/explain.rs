//! `nianbao explain`: what a rule looks for and why.

use clap::Args;
use clap::builder::PossibleValue;

use super::terminal::Terminal;
use super::usage::{AnyOf, narrow};
use super::{Done, Status};
use crate::diagnostic::human::Look;
use crate::report::to_half_width;
use crate::rules::{Rule, rules};

const INDENT: &str = "  ";
/// Rules that are offered for a code that there is not.
const MOST_OFFERED: usize = 10;

#[derive(Args)]
pub(super) struct Arguments {
    /// 检查规则的代码，例如 T103，可以写多个；不写则列出全部规则
    #[arg(value_name = "代码", value_parser = AnyOf(names))]
    codes: Vec<String>,
}

/// The codes, for completion.
fn names() -> Vec<PossibleValue> {
    rules().map(|rule| PossibleValue::new(rule.code.0).help(rule.title)).collect()
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    if arguments.codes.is_empty() {
        let lines: Vec<String> = rules().map(line).collect();
        terminal.result(&lines.join("\n"));
        terminal.say("\n某一条的说明：nianbao explain 代码");
        return Ok(Status::Clean);
    }
    // A whole line of a check may have been pasted, in as many arguments as it has words.
    let typed = arguments.codes.join(" ");
    let codes = codes(&typed);
    let known: Vec<&Rule> = codes.iter().filter_map(|code| rule(code)).collect();
    let unknown = codes.iter().filter(|code| rule(code).is_none());
    let unknown: Vec<&str> = match codes.is_empty() {
        true => vec![typed.trim()],
        false => unknown.map(String::as_str).collect(),
    };
    let look = narrow(Terminal::result_look());
    let texts: Vec<String> = known.iter().map(|rule| text(rule, look)).collect();
    if !texts.is_empty() {
        terminal.result(&texts.join("\n\n\n"));
    }
    unknown.iter().for_each(|code| terminal.problem(&none(code)));
    Ok(if unknown.is_empty() { Status::Clean } else { Status::Failed })
}

/// The codes in a text, each once: a letter and three digits.
fn codes(text: &str) -> Vec<String> {
    let text: String = text.chars().map(to_half_width).collect::<String>().to_ascii_uppercase();
    let mut codes: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        let is_code = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && word.len() == 4
            && letters.all(|c| c.is_ascii_digit());
        if is_code && !codes.iter().any(|code| code == word) {
            codes.push(word.to_owned());
        }
    }
    codes
}

fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code.0 == code)
}

fn line(rule: &Rule) -> String {
    format!("{}  {}", rule.code.0, rule.title)
}

/// What is said of what is no code: the rules that may be meant.
fn none(typed: &str) -> String {
    let plain = typed.chars().map(to_half_width).collect::<String>().trim().to_ascii_uppercase();
    let is_like = |rule: &&Rule| {
        let (code, texts) = (rule.code.0, [rule.title, rule.what, rule.why]);
        match plain.is_ascii() {
            true => code.contains(&plain) || strsim::damerau_levenshtein(code, &plain) == 1,
            false => texts.iter().any(|text| text.contains(&plain)),
        }
    };
    let like: Vec<&Rule> = rules().filter(is_like).collect();
    if plain.is_empty() || like.is_empty() {
        return format!("没有“{typed}”这条检查规则；全部规则见：nianbao explain");
    }
    let lines: Vec<String> =
        like.iter().take(MOST_OFFERED).map(|rule| format!("\n{INDENT}{}", line(rule))).collect();
    let more = if like.len() > MOST_OFFERED { format!("等 {} 条", like.len()) } else { String::new() };
    format!("没有“{typed}”这条检查规则，相近的有{more}：{}\n全部规则见：nianbao explain", lines.concat())
}

/// The explanation of one rule, broken as help is.
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
