//! `nianbao check --fix`: sets right what is certain, and says what it changed.

use std::path::{Path, PathBuf};

use super::files::{self, OTHER_ENCODING, Replacement, Seen};
use super::load::is_data;
use super::outputs;
use super::terminal::Terminal;
use crate::diagnostic::Change;
use crate::fix::{Options, Plan, plan};
use crate::format::Forms;
use crate::source::{Source, Unreadable, decode};

/// What became of a data file.
pub(super) struct Fixed {
    /// What was changed in it.
    pub changes: Vec<Change>,
    /// False if it could not be written.
    pub written: bool,
}

/// Sets a data file right and says so. One that cannot be read is left to the check that follows.
pub(super) fn run(path: &Path, options: Options, forms: &Forms, terminal: &mut Terminal) -> Fixed {
    let unchanged = |written| Fixed { changes: Vec::new(), written };
    if let Err(problem) = files::refuse_stream(path) {
        terminal.problem(&problem);
        return unchanged(false);
    }
    files::clear_beside(path);
    let Ok(bytes) = files::read_bytes(path) else { return unchanged(true) };
    if !is_data(path, &bytes) {
        let (shown, argument) = (files::shown(path), files::argument(path));
        terminal.say(&format!("“{shown}”：没有改动。这是已发布的报告，不能直接改正；请先运行 nianbao import {argument}，读成数据文件"));
        return unchanged(true);
    }
    let converted = converted(path, &bytes);
    let text = converted.as_ref().map_or(&*bytes, |converted| converted.text.as_bytes());
    let source = files::source(path, text);
    let plan = plan(&source, forms, options);
    if !plan.edits.is_empty() || converted.is_some() {
        let keep_as = converted.as_ref().map(|converted| converted.original.clone());
        let replacement =
            Replacement { path: path.to_owned(), bytes: plan.apply(text), keep_as, seen: Seen::file(&bytes) };
        if let Err(problem) = files::replace_all(&[replacement]) {
            terminal.problem(&problem);
            return unchanged(false);
        }
    }
    terminal.say(&words(&source, &plan, converted.as_ref()));
    Fixed { changes: plan.changes, written: true }
}

/// A file in another encoding, as UTF-8.
pub(super) struct Converted {
    pub text: String,
    /// What the encoding is called.
    pub encoding: &'static str,
    /// Where the file as it was is kept.
    pub original: PathBuf,
}

/// Reads the text of a file that is in another encoding than UTF-8, if all of it can be.
pub(super) fn converted(path: &Path, bytes: &[u8]) -> Option<Converted> {
    let problem = files::source(path, bytes).problem()?;
    let text = decode(bytes, problem)?;
    let encoding = if problem == Unreadable::Gbk { "GBK" } else { "UTF-16" };
    let stem = format!("{}-{OTHER_ENCODING}", files::stem(path));
    Some(Converted { text, encoding, original: outputs::free(path, &stem, "toml", Some(bytes)) })
}

/// Why a file in another encoding was left as it is.
fn unconverted(source: &Source) -> Option<String> {
    match source.problem()? {
        Unreadable::Mixed | Unreadable::MixedGbk => {
            let line = source.line(source.text().find('\u{FFFD}').unwrap_or_default());
            Some(format!("没有转换：第 {line} 行等处有无法识别的文字，要先由您改正"))
        }
        Unreadable::Misread => Some("没有转换：乱码里往往有字已经丢失，要先找回原来的文件".to_owned()),
        Unreadable::Unknown => Some("没有转换：不能断定是哪一种文字编码，转换会出现乱码".to_owned()),
        Unreadable::NotText => Some("没有转换：不是文本，或者含有文本里不会有的字符".to_owned()),
        _ => None,
    }
}

/// What was changed and what was not, a line each.
fn words(source: &Source, plan: &Plan, converted: Option<&Converted>) -> String {
    let name = source.shown_name();
    let mut lines = vec![match (plan.changes.len(), converted) {
        (0, None) => format!("{name}：没有改动"),
        (0, Some(_)) => format!("{name}：文字没有改动"),
        (count, _) => format!("{name}：已改动 {count} 处"),
    }];
    lines.extend(converted.map(|Converted { encoding, original, .. }| {
        format!("  文字编码由 {encoding} 转成 UTF-8，原来的文件另存为“{}”", files::shown(original))
    }));
    if converted.is_none() {
        lines.extend(unconverted(source).map(|why| format!("  {why}")));
    }
    lines.extend(plan.changes.iter().map(|change| format!("  第 {} 行 {}", change.line, change.words())));
    lines.extend(plan.left.iter().map(|left| format!("  {left}")));
    if plan.blanks > 0 {
        lines.push(format!("  还有 {} 格没有填写；确实没有发生的，可以用 --fix=blank 填 0", plan.blanks));
    }
    lines.join("\n")
}
