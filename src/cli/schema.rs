//! `nianbao schema`: the JSON Schema of the data file, for editors, and that of the JSON output, for other programs.

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::Seen;
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, files};
use crate::render::json;
use crate::schema;

/// What the schema of the JSON output is asked for by, unless a form has that name.
const OF_OUTPUT: &str = "json";

#[derive(Args)]
pub(super) struct Arguments {
    /// 格式的名称，例如 2021；不写则为最新的格式，有 --forms 的为其中最后的一个；写 json 则为 render --to json 所生成的文件的
    #[arg(value_name = "格式")]
    form: Option<String>,
    #[command(flatten)]
    forms: OwnForms,
    /// 写入文件（UTF-8 编码），不显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let text = text(arguments)?;
    match &arguments.output {
        None => terminal.result(text.trim_end()),
        Some(path) => {
            place(path, &text)?;
            terminal.say(&format!("已写入：{}", files::shown(path)));
        }
    }
    Ok(Status::Clean)
}

/// Writes a schema to a file, over an older one; a file that is not the program's own is left alone.
pub(super) fn place(path: &Path, text: &str) -> Result<(), String> {
    files::clear_beside(path);
    if !files::exists(path) {
        return files::create(path, text);
    }
    let there = files::read_bytes(path)?;
    match files::source(path, &there) {
        _ if there == text.as_bytes() => Ok(()),
        source if schema::is_own(source.text()) => files::replace_one(path, text.into(), Seen::file(&there)),
        _ => Err(format!("“{}”已经存在，不是本程序生成的，没有改动", files::shown(path))),
    }
}

fn text(arguments: &Arguments) -> Result<String, String> {
    let forms = arguments.forms.load()?;
    let newest = forms.newest().unwrap_or_default();
    let usual = if arguments.forms.are_named() { forms.ids().last() } else { None };
    let asked = arguments.form.as_deref().or(usual).unwrap_or(&newest);
    let is_form = forms.ids().any(|id| id == asked);
    if asked == OF_OUTPUT && !is_form {
        return Ok(json::SCHEMA.to_owned());
    }
    let form = forms.get(asked).map_err(|_| {
        let known: Vec<&str> = forms.ids().chain([OF_OUTPUT]).collect();
        format!("没有“{asked}”这个格式，可以写：{}（{}）", known.join("、"), forms.by_years(""))
    })?;
    schema::write(&form).map_err(|error| format!("无法生成：{error}"))
}
