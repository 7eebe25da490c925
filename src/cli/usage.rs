//! Mistakes on the command line, in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::Status;
use super::terminal::Terminal;

/// How the help of each command is laid out.
const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";

/// The command with every heading in Chinese.
pub(super) fn command<T: CommandFactory>() -> Command {
    translate(T::command())
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
            terminal.result(error.render().to_string().trim_end());
            return Status::Clean;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal.say(error.render().to_string().trim_end());
            return Status::Failed;
        }
        _ => {}
    }
    let called = command.and_then(|name| root.find_subcommand(name)).unwrap_or(root);
    terminal.problem(&words(error, root, called));
    let of_command = command.map(|name| format!("{name} ")).unwrap_or_default();
    terminal.say(&format!("查看用法：nianbao {of_command}--help"));
    Status::Failed
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
