//! `nianbao check`: finds what is wrong.

use std::path::PathBuf;

use clap::Args;

use super::terminal::Terminal;
use super::{OutputFormat, Status, files};
use crate::diagnostic::human::{self, Look};
use crate::diagnostic::json::{About, File, Output};
use crate::diagnostic::{Diagnostic, Severity};
use crate::format::Forms;
use crate::rules::{Checked, check};
use crate::source::Source;

#[derive(Args)]
pub(super) struct Arguments {
    /// 要检查的数据文件，可以写多个
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 结果的样式：human 供人阅读（默认），json 供其他程序读取
    #[arg(
        long,
        value_name = "样式",
        value_enum,
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: OutputFormat,
    /// 把结果写入文件（UTF-8 编码），不显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    let forms = Forms::built_in();
    let look = match arguments.output {
        Some(_) => Look { colour: false, unicode: true },
        None => Terminal::result_look(),
    };
    let (mut status, mut texts, mut entries) = (Status::Clean, Vec::new(), Vec::new());
    for path in &arguments.files {
        match files::read(path) {
            Err(problem) => {
                terminal.problem(&problem);
                entries.push(File::unreadable(path.display().to_string(), problem));
                status = Status::Failed;
            }
            Ok(source) => {
                let checked = check(&source, &forms);
                if checked.has_errors() {
                    status = status.max(Status::Findings);
                }
                match arguments.format {
                    OutputFormat::Human => texts.push(human_text(&source, &checked.findings, look)),
                    OutputFormat::Json => {
                        entries.push(File::new(&source, about(&checked), &checked.findings))
                    }
                }
            }
        }
    }
    let text = match arguments.format {
        OutputFormat::Human => texts.join("\n\n"),
        OutputFormat::Json => match Output::new(entries).to_text() {
            Ok(text) => text.trim_end().to_owned(),
            Err(error) => {
                terminal.problem(&format!("无法写出结果：{error}"));
                return Status::Failed;
            }
        },
    };
    show(arguments, &text, terminal).unwrap_or(status)
}

/// Prints the result or writes it to the file that was asked for; a status only if that failed.
fn show(arguments: &Arguments, text: &str, terminal: &mut Terminal) -> Option<Status> {
    let Some(path) = &arguments.output else {
        if !text.is_empty() {
            terminal.result(text);
        }
        return None;
    };
    let is_input = arguments.files.iter().any(|input| files::identity(input) == files::identity(path));
    let written = if is_input {
        Err(format!("“{}”是要检查的数据文件，不能把结果写进去", path.display()))
    } else {
        files::replace_all(&[(path.clone(), format!("{text}\n").into_bytes())])
    };
    match written {
        Ok(()) => {
            terminal.say(&format!("检查结果已写入：{}", path.display()));
            None
        }
        Err(problem) => {
            terminal.problem(&problem);
            Some(Status::Failed)
        }
    }
}

/// All findings of one file, and a summary.
pub(super) fn human_text(source: &Source, findings: &[Diagnostic], look: Look) -> String {
    let mut parts: Vec<String> = findings.iter().map(|finding| human::draw(source, finding, look)).collect();
    parts.push(summary(source, findings));
    parts.join("\n\n")
}

fn summary(source: &Source, findings: &[Diagnostic]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity && f.accepted.is_none()).count();
    let counts = [
        (count(Severity::Error), "处错误（必须改正）"),
        (count(Severity::Warning), "处提醒（请核对）"),
        (count(Severity::Note), "处提示"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if words.is_empty() {
        format!("{}：检查通过，没有发现问题", source.name())
    } else {
        format!("{}：{}", source.name(), words.join("，"))
    }
}

fn about(checked: &Checked) -> About {
    let report = checked.report.as_ref();
    About {
        format: report.map(|report| report.form.id.clone()),
        year: report.and_then(|report| report.year.as_ref()).map(|year| year.value),
        agency: report.and_then(|report| report.agency.name.as_ref()).map(|name| name.value.clone()),
    }
}
