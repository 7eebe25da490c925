//! Help, and mistakes on the command line, in Chinese and in lines that fit a terminal.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use unicode_width::UnicodeWidthStr;

use super::Status;
use super::terminal::Terminal;
use crate::diagnostic::human::Look;
use crate::render::offered;

/// How the help of each command is laid out.
const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";

/// Columns of the help and of what is wrong with a command line; the lines of a narrower terminal are shorter.
const COLUMNS: usize = 80;

/// What is done every year, in the order in which it is done.
pub(super) fn steps() -> String {
    format!(
        "在浏览器里做：只输入 nianbao，后面什么也不写，或者双击本程序，就打开开始页。\n\
         从去年的报告起草、填写、检查、下载报告，都在网页上。\n\n\
         用命令做，每年的步骤：\n  \
         1. nianbao new --from 2023年报.toml    从上年的报告起草\n{blanks}（第一次用：nianbao new）\n  \
         2. nianbao edit 2024年报.toml          在浏览器里填写\n\
         {blanks}（或者用文本编辑器填写）\n  \
         3. nianbao check 2024年报.toml         检查填得对不对，改到没有错误\n  \
         4. nianbao render 2024年报.toml        生成报告：{outputs}\n\
         发布以后要更正的：改好数据文件、检查，重新生成以前先列出改动，再重新生成：\n  \
         nianbao diff 2024年报.html 2024年报.toml\n\n\
         每个命令的详细用法和示例：nianbao <命令> --help",
        blanks = " ".repeat(41),
        outputs = offered(|output| output.name)
    )
}

/// The command with every heading in Chinese.
pub(super) fn command<T: CommandFactory>() -> Command {
    // Chinese has no blanks at which the parser of arguments could break a line: [`fitted`] does it.
    translate(T::command().term_width(0))
}

/// Positional arguments have a heading of their own. What an option may be is told by its own words.
fn translate(command: Command) -> Command {
    let described = |argument: Arg| match argument.get_action().takes_values() {
        true => argument.hide_possible_values(true).hide_default_value(true),
        false => argument,
    };
    let translated = |argument: Arg| {
        let heading = if argument.is_positional() { "参数" } else { "选项" };
        described(argument).help_heading(heading)
    };
    command.help_template(HELP).mut_args(translated).mut_subcommands(translate)
}

/// Says what is wrong with a command line, or prints the help that was asked for.
///
/// `command` is the one that was called, if there is one of that name: its help tells the options.
pub(super) fn explain(
    error: &clap::Error,
    root: &Command,
    command: Option<&str>,
    terminal: &mut Terminal,
) -> Status {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal.result(&fitted(error.render().to_string().trim_end(), Terminal::result_look()));
            return Status::Clean;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.say(&fitted(error.render().to_string().trim_end(), Terminal::remark_look()));
            return Status::Failed;
        }
        _ => {}
    }
    let called = command.and_then(|name| root.find_subcommand(name)).unwrap_or(root);
    terminal
        .problem(&narrow(Terminal::remark_look()).sentence(&words(error, root, called), "错误：".width()));
    let of_command = command.map(|name| format!("{name} ")).unwrap_or_default();
    terminal.say(&format!("查看用法：nianbao {of_command}--help"));
    Status::Failed
}

/// Takes any text, and names for completion what there is.
#[derive(Clone)]
pub(super) struct AnyOf(pub fn() -> Vec<PossibleValue>);

impl TypedValueParser for AnyOf {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

/// A look that is no wider than the help.
pub(super) fn narrow(look: Look) -> Look {
    Look { width: Some(look.width.unwrap_or(COLUMNS).min(COLUMNS)), ..look }
}

/// The lines of a help, broken to fit: what goes on stands under the column in which it began.
fn fitted(help: &str, look: Look) -> String {
    let look = narrow(look);
    let columns = look.width.unwrap_or(COLUMNS);
    let lines = help.lines().map(|line| match line.width() > columns {
        true => broken(line, look),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn broken(line: &str, look: Look) -> String {
    const USAGE: &str = "用法：";
    let indent = line.len() - line.trim_start().len();
    // Behind the last gap of two blanks stands what is said of the words before it.
    let gap = line.get(indent..).and_then(|words| words.rfind("  ")).map(|at| indent + at + 2);
    let column = if line.starts_with(USAGE) { USAGE.len() } else { gap.unwrap_or(indent) };
    let (before, words) = line.split_at(column);
    let next = format!("\n{}", " ".repeat(before.width()));
    if !line.starts_with(USAGE) {
        return format!("{before}{}", look.sentence(words, before.width()).replace('\n', &next));
    }
    // An option and its value stay together.
    let (mut out, mut used) = (before.to_owned(), before.width());
    for (number, part) in words.split(" [").enumerate() {
        let part = if number > 0 { format!(" [{part}") } else { part.to_owned() };
        if used + part.width() > look.width.unwrap_or(COLUMNS) {
            out.push_str(&next);
            used = before.width();
        }
        let part = if out.ends_with(' ') { part.trim_start() } else { &part };
        out.push_str(part);
        used += part.width();
    }
    out
}

fn words(error: &clap::Error, root: &Command, called: &Command) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let hint = |kind| match context(kind) {
        suggested if suggested.is_empty() => suggested,
        suggested => format!("，是不是要写 {suggested}？"),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = context(ContextKind::InvalidSubcommand);
            let hint = match hint(ContextKind::SuggestedSubcommand) {
                none if none.is_empty() => chinese_hint(&typed, root),
                hint => hint,
            };
            format!("没有“{typed}”这个命令{hint}")
        }
        ErrorKind::UnknownArgument => {
            let hint = match hint(ContextKind::SuggestedArg) {
                none if none.is_empty() => near_option(&argument, called),
                hint => hint,
            };
            format!("不认识的选项或多余的内容：{argument}{hint}")
        }
        ErrorKind::MissingRequiredArgument => {
            let names = argument.replace(['<', '>'], "").replace("...", "");
            format!("命令后面还要写：{names}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 {argument} 后面没有写内容"),
        ErrorKind::InvalidValue => {
            let allowed = context(ContextKind::ValidValue);
            let allowed =
                if allowed.is_empty() { String::new() } else { format!("，可以写：{allowed}") };
            format!("选项 {argument} 的内容不对：{value}{allowed}")
        }
        ErrorKind::ValueValidation if argument.starts_with("--to") => {
            let known = super::render::ids("、");
            format!("选项 {argument} 的内容不对：{value}，可以写：{known}，用逗号隔开")
        }
        ErrorKind::ValueValidation if argument.starts_with("--date") => {
            format!("选项 {argument} 的内容不对：{value}，例如 2025-03-05、2025年3月5日")
        }
        ErrorKind::ValueValidation => format!("选项 {argument} 的内容不对：{value}"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("选项 {argument} 后面没有写内容")
        }
        ErrorKind::TooManyValues => format!("选项 {argument} 后面的内容太多"),
        ErrorKind::ArgumentConflict => format!("选项 {argument} 重复，或与其他选项不能同时使用"),
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::InvalidUtf8 => "命令中有无法识别的文字".to_owned(),
        _ => "命令写得不对".to_owned(),
    }
}

/// The option of a command whose name differs in one letter, or in two that have changed places.
fn near_option(typed: &str, called: &Command) -> String {
    let name = typed.trim_start_matches('-').split('=').next().unwrap_or_default();
    let mut names = called.get_arguments().filter_map(Arg::get_long);
    match names.find(|known| strsim::damerau_levenshtein(known, name) == 1) {
        Some(known) => format!("，是不是要写 --{known}？"),
        None => String::new(),
    }
}

/// The command whose Chinese name has characters of a word that is no command.
fn chinese_hint(typed: &str, root: &Command) -> String {
    let shared = |name: &str| name.chars().filter(|&c| !c.is_ascii() && typed.contains(c)).count();
    let names = root.get_subcommands().flat_map(|one| one.get_all_aliases().map(move |name| (one, name)));
    match names.max_by_key(|(_, name)| shared(name)).filter(|(_, name)| shared(name) > 0) {
        Some((command, name)) => format!("，是不是要写 {}（{name}）？", command.get_name()),
        None => String::new(),
    }
}
