//! What the ending of a file's name says of what is to be written into it.

use std::path::Path;

use super::files;
use crate::render::{self, RENDERERS};

/// A style in which a command writes its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Its name behind `--format`.
    pub name: &'static str,
    /// What such a file is called: `Word 文件`.
    pub called: String,
    /// The ending of such files.
    pub ending: &'static str,
    /// Other endings of such files.
    pub other_endings: &'static [&'static str],
    /// True for text, which a file with an ending of no other kind, or without one, holds as well.
    pub is_text: bool,
}

impl Written {
    fn has(&self, ending: &str) -> bool {
        self.ending == ending || self.other_endings.contains(&ending)
    }
}

/// Endings of the files that people know, besides those of the outputs and of data files, and what such a file
/// is called.
const KNOWN: &[(&str, &str)] = &[
    ("xls", "电子表格"),
    ("xlsx", "电子表格"),
    ("et", "电子表格"),
    ("csv", "电子表格"),
    ("rtf", "Word 文件"),
    ("json", "JSON 文件"),
    ("sarif", "SARIF 文件"),
    ("toml", "数据文件"),
    ("zip", "压缩文件"),
];

/// What people call text for the screen.
pub(super) const TEXT: [&str; 6] = ["文字", "文本", "纯文本", "普通文本", "txt", "text"];

/// What a file with that ending (in small letters) is called; `None` for text and for what nobody knows.
pub(super) fn called(ending: &str) -> Option<String> {
    let output = render::with_extension(ending).map(|renderer| match renderer.is_page {
        true => renderer.name.to_owned(),
        false => format!("{} 文件", renderer.name),
    });
    output
        .or_else(|| KNOWN.iter().find(|(known, _)| *known == ending).map(|(_, called)| (*called).to_owned()))
}

/// The style in which a result goes into a file of that name: the one that was asked for if the ending fits it,
/// or else that of the ending. The first of the styles is the usual one.
///
/// `command` begins the command that would work: the program, the command and its files.
///
/// # Errors
/// The ending is that of other files: why, in plain words, with what to write instead.
pub(super) fn style(
    path: &Path,
    wanted: Option<&Written>,
    styles: &[Written],
    command: &str,
) -> Result<Written, String> {
    let ending = files::extension(path);
    let of_ending = styles.iter().find(|style| style.has(&ending));
    let is_open = called(&ending).is_none();
    match (wanted, of_ending.or(styles.first())) {
        (Some(wanted), _) if wanted.has(&ending) || wanted.is_text && is_open => Ok(wanted.clone()),
        (None, Some(style)) if is_open || style.has(&ending) => Ok(style.clone()),
        (None, None) => Err(format!("没有可以写成“{}”的样式", files::shown(path))),
        (None, Some(usual)) => {
            // A file of another program that people make of such an output.
            let made_of = render::with_extension(&ending).map(|renderer| renderer.extension);
            let near = styles.iter().find(|style| Some(style.ending) == made_of);
            // Who wants a document takes another one rather than a list.
            let near = near.or_else(|| styles.iter().rfind(|style| !style.is_text)).unwrap_or(usual);
            Err(format!(
                "{}，这里写不出。可以写成 {}，例如：{}",
                of_name(path, &ending),
                endings(styles),
                example(command, path, near, None)
            ))
        }
        (Some(wanted), _) => {
            let what = match ending.as_str() {
                "" => format!("“{}”没有扩展名", files::shown(path)),
                _ => of_name(path, &ending),
            };
            let own = example(command, path, wanted, Some(wanted));
            let other = of_ending.map(|other| {
                format!("；要写成{}，请运行：{}", spaced(&other.called), example(command, path, other, None))
            });
            Err(format!(
                "{what}，而 --format {} 写的是{}。要写成{}，请运行：{own}{}",
                wanted.name,
                spaced(&wanted.called),
                spaced(&wanted.called),
                other.unwrap_or_default()
            ))
        }
    }
}

/// `“送审.docx”的扩展名 .docx 是 Word 文件的`.
fn of_name(path: &Path, ending: &str) -> String {
    let of = called(ending).map_or_else(|| "不合适".to_owned(), |called| format!("是{}的", spaced(&called)));
    format!("“{}”的扩展名 .{ending} {of}", files::shown(path))
}

/// Words behind Chinese ones: Latin letters keep a distance.
pub(super) fn spaced(words: &str) -> String {
    let is_latin = words.starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_latin { format!(" {words}") } else { words.to_owned() }
}

/// All endings that can be written: `.txt、.docx`.
fn endings(styles: &[Written]) -> String {
    styles.iter().map(|style| format!(".{}", style.ending)).collect::<Vec<_>>().join("、")
}

/// A command that writes that style.
fn example(command: &str, path: &Path, style: &Written, format: Option<&Written>) -> String {
    let format = format.filter(|format| format.is_text).map(|format| format!(" --format {}", format.name));
    let file = files::argument(&path.with_extension(style.ending));
    format!("{command}{} -o {file}", format.unwrap_or_default())
}

/// Refuses the name of a file where a folder is asked for, unless there is such a folder.
pub(super) fn refuse_as_folder(path: &Path, command: &str) -> Result<(), String> {
    if files::exists(path) && !files::is_file(path) {
        return Ok(());
    }
    let ending = files::extension(path);
    let is_text = ending == "txt";
    let Some(called) = called(&ending).or_else(|| is_text.then(|| "文本文件".to_owned())) else {
        return Ok(());
    };
    let to = RENDERERS.iter().find(|renderer| renderer.has_extension(&ending));
    let to = to.map(|renderer| format!(" --to {}", renderer.id)).unwrap_or_default();
    let shown = files::shown(path);
    let seen = match files::is_file(path) {
        true => format!("“{shown}”这是文件，不是文件夹"),
        false => format!("“{shown}”是{}的名称", spaced(&called)),
    };
    Err(format!(
        "{seen}。-o 后面要写放报告的文件夹，报告的文件名与数据文件相同，例如：{command}{to} -o {}",
        files::argument(&path.with_extension(""))
    ))
}
