//! `nianbao check`: finds what is wrong.

mod overview;
mod results;
mod style;
mod total;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::Seen;
use super::fix::{self, Fixed};
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, OutputFormat, Status, files, inputs, parallel};
use crate::diagnostic::human::{self, Look};
use crate::diagnostic::json::About;
use crate::diagnostic::{Counts, Diagnostic};
use crate::fix::Options;
use crate::format::Forms;
use crate::rules::Checked;
use crate::source::Source;
use results::{Results, Style};
pub(super) use total::{column, padded};

#[derive(Args)]
pub(super) struct Arguments {
    /// 要检查的数据文件，可以写多个，也可以写文件夹或 *.toml；本文件夹里只有一个的，可以不写
    #[arg(value_name = "文件")]
    files: Vec<PathBuf>,
    /// 上年的报告：数据文件，或者已公布的 Word、网页、PDF 等，用来核对结转和变化；只检查一个文件时可用
    #[arg(long, value_name = "上年文件")]
    prev: Option<PathBuf>,
    #[command(flatten)]
    forms: OwnForms,
    /// 写 warnings 时，有提醒也算不通过；写 notes 时，有提示也算
    #[arg(long, value_name = "级别", value_enum)]
    deny: Option<Deny>,
    /// 每个文件只列一行：结果、错误和提醒的处数、机关
    #[arg(long)]
    summary: bool,
    /// 结果的样式：human 供人阅读（默认），csv 可以用 Excel、WPS 表格打开，json 和 sarif 供其他程序读取；不写则由 -o 的扩展名决定
    #[arg(long, value_name = "样式", value_enum)]
    format: Option<OutputFormat>,
    /// 把结果写入文件（UTF-8 编码），不显示在屏幕上；扩展名决定样式：.txt、.csv、.json、.sarif
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 改正数据文件中有把握的地方，然后再检查：误用的全角标点和数字、加了引号的数字、日期的写法、算错和空白的总计、小标题序号、部首字符、文字编码；分不清原意的不改动。
    /// 写 --fix=blank 时，同时把空白的格填 0
    #[arg(
        long,
        value_name = "blank",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "totals"
    )]
    fix: Option<Fix>,
}

/// What `--fix` sets right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fix {
    #[value(hide = true)]
    Totals,
    #[value(aliases = ["空白", "空格", "填0", "补0"])]
    Blank,
}

/// From which findings on a file has not passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Deny {
    // As without the option.
    #[value(aliases = ["error", "错误"], hide = true)]
    Errors,
    #[value(aliases = ["warning", "提醒", "警告"])]
    Warnings,
    #[value(aliases = ["note", "提示"])]
    Notes,
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    arguments.files = inputs::several(&arguments.files, "check", terminal)?;
    arguments.prev = arguments.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let arguments = &arguments;
    if arguments.prev.is_some() && arguments.files.len() > 1 {
        return Err("--prev 只能与一个数据文件同用；检查多个文件时，请在各文件的 [previous] 中写明上年文件"
            .to_owned());
    }
    if let Some(output) = &arguments.output {
        if is_input(arguments, output) {
            return Err(format!("“{}”是要检查的数据文件，不能把结果写进去", files::shown(output)));
        }
        files::refuse_over_work(output)?;
    }
    let format = style::choose(arguments)?;
    if arguments.summary && format != OutputFormat::Human {
        return Err("--summary 是供人阅读的一览，只能写成文字，不能写成其他样式；要用表格软件打开的，请不写 --summary，写 --format csv".to_owned());
    }
    let forms = arguments.forms.load()?;
    let fixed = arguments.fix.map(|what| {
        let options = Options { blanks: what == Fix::Blank };
        arguments.files.iter().map(|path| fix::run(path, options, &forms, terminal)).collect::<Vec<_>>()
    });
    let is_written = fixed.iter().flatten().all(|one| one.written);
    let status = if is_written { Status::Clean } else { Status::Failed };
    Ok(status.max(tell(arguments, format, &forms, fixed.as_deref(), terminal)?))
}

/// Checks all files, as many at a time as the machine has processors, and tells what was found.
fn tell(
    arguments: &Arguments,
    format: OutputFormat,
    forms: &Forms,
    fixed: Option<&[Fixed]>,
    terminal: &mut Terminal,
) -> Done {
    let look = match arguments.output {
        Some(_) => Look { colour: false, unicode: true, width: None },
        None => Terminal::result_look(),
    };
    let style = Style::new(format, look, arguments);
    let mut results = Results::new(&style);
    let (mut status, mut kept, mut failed) = (Status::Clean, String::new(), None);
    let mut show = |words: String, terminal: &mut Terminal| match arguments.output {
        Some(_) => kept.push_str(&words),
        None => terminal.part(&words),
    };
    let files: Vec<(usize, &PathBuf)> = arguments.files.iter().enumerate().collect();
    let check = |&(index, path): &(usize, &PathBuf)| {
        let fixed = fixed.and_then(|fixed| fixed.get(index));
        style.told(path, arguments.prev.as_deref(), forms, fixed)
    };
    parallel::in_order(&files, check, |told| {
        let words = told.and_then(|told| {
            if !style.passes(told.counts) {
                status = status.max(Status::Findings);
            }
            if let Some(problem) = &told.problem {
                // An overview on the screen tells it under its columns.
                if !arguments.summary || arguments.output.is_some() {
                    terminal.problem(problem);
                }
                status = Status::Failed;
            }
            results.add(told)
        });
        match words {
            Ok(words) => show(words, terminal),
            Err(error) => failed = Some(error),
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let last = results.close()?;
    let is_empty = last.is_none();
    show(last.unwrap_or_default(), terminal);
    if let Some(path) = &arguments.output {
        // An empty result is a file with an empty line.
        if is_empty {
            kept.push('\n');
        }
        files::replace_one(path, kept.into_bytes(), Seen::Anything)?;
        results.total.words().iter().for_each(|words| terminal.say(words));
        terminal.say(&format!("检查结果已写入：{}", files::shown(path)));
    }
    Ok(status)
}

fn is_input(arguments: &Arguments, path: &Path) -> bool {
    arguments.files.iter().any(|input| files::identity(input) == files::identity(path))
}

/// All findings of one file, and a summary.
pub(super) fn human_text(source: &Source, findings: &[Diagnostic], look: Look) -> String {
    let mut parts: Vec<String> = findings.iter().map(|finding| human::draw(source, finding, look)).collect();
    parts.push(summary(source, findings));
    parts.join("\n\n")
}

fn summary(source: &Source, findings: &[Diagnostic]) -> String {
    format!("{}：{}", source.shown_name(), verdict(Counts::of(findings)))
}

/// What the findings of a file come to.
fn verdict(counts: Counts) -> String {
    let Counts { errors, warnings, notes, accepted } = counts;
    let counts = [(errors, "处错误（必须改正）"), (warnings, "处提醒（请核对）"), (notes, "处提示")];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let verdict = match (words.as_slice(), accepted) {
        ([], 0) => "检查通过，没有发现问题".to_owned(),
        ([], _) => "检查通过".to_owned(),
        (words, _) => words.join("，"),
    };
    format!("{verdict}{}", accepted_words(accepted))
}

/// How many findings do not count because of a written reason.
fn accepted_words(count: usize) -> String {
    if count == 0 { String::new() } else { format!("；另有 {count} 处已书面说明，不计入") }
}

fn about(checked: &Checked) -> About {
    let report = checked.report.as_ref();
    About {
        format: report.map(|report| report.form.id.clone()),
        year: report.and_then(|report| report.year.as_ref()).map(|year| year.value),
        agency: report.and_then(|report| report.agency.name.as_ref()).map(|name| name.value.clone()),
    }
}
