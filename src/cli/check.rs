//! `nianbao check`: finds what is wrong.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::Seen;
use super::fix::{self, Fixed};
use super::forms::OwnForms;
use super::load::{Loaded, load};
use super::terminal::Terminal;
use super::{OutputFormat, Status, files, parallel};
use crate::diagnostic::human::{self, Look};
use crate::diagnostic::json::{About, File, Output};
use crate::diagnostic::sarif::{self, RuleText};
use crate::diagnostic::{Counts, Diagnostic};
use crate::fix::Options;
use crate::format::Forms;
use crate::rules::{Checked, Rule, bindings, rules};
use crate::source::Source;

#[derive(Args)]
pub(super) struct Arguments {
    /// 要检查的数据文件，可以写多个
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 上年的数据文件，用来核对结转和变化；只检查一个文件时可用
    #[arg(long, value_name = "上年文件")]
    prev: Option<PathBuf>,
    #[command(flatten)]
    forms: OwnForms,
    /// 写 warnings 时，有提醒也算不通过
    #[arg(long, value_name = "级别", value_enum, hide_possible_values = true)]
    deny: Option<Deny>,
    /// 结果的样式：human 供人阅读（默认），json 和 sarif 供其他程序读取
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
    /// 改正数据文件中确定算错的总计、补上空白的总计、理顺小标题序号、把部首字符换成普通汉字，然后再检查；可能是数据格填错的不改动。
    /// 写 --fix=blank 时，同时把空白的格填 0
    #[arg(
        long,
        value_name = "blank",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "totals",
        hide_possible_values = true
    )]
    fix: Option<Fix>,
}

/// What `--fix` sets right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fix {
    #[value(hide = true)]
    Totals,
    #[value(alias = "空白")]
    Blank,
}

/// What counts as not passed besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    #[value(alias = "warning", alias = "提醒")]
    Warnings,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    if arguments.prev.is_some() && arguments.files.len() > 1 {
        terminal
            .problem("--prev 只能与一个数据文件同用；检查多个文件时，请在各文件的 [previous] 中写明上年文件");
        return Status::Failed;
    }
    if let Some(output) = arguments.output.as_ref().filter(|output| is_input(arguments, output)) {
        terminal.problem(&format!("“{}”是要检查的数据文件，不能把结果写进去", files::shown(output)));
        return Status::Failed;
    }
    if let Some(problem) = arguments.output.as_deref().and_then(|path| files::refuse_over_work(path).err()) {
        terminal.problem(&problem);
        return Status::Failed;
    }
    let forms = match arguments.forms.load() {
        Ok(forms) => forms,
        Err(problem) => {
            terminal.problem(&problem);
            return Status::Failed;
        }
    };
    let fixed = arguments.fix.map(|what| {
        let options = Options { blanks: what == Fix::Blank };
        arguments.files.iter().map(|path| fix::run(path, options, &forms, terminal)).collect::<Vec<_>>()
    });
    let loaded = load_all(&arguments.files, arguments.prev.as_deref(), &forms);
    let is_written = fixed.iter().flatten().all(|one| one.written);
    let mut status = if is_written { Status::Clean } else { Status::Failed };
    for loaded in &loaded {
        match loaded {
            Ok(Loaded { checked, .. }) => {
                let counts = checked.counts();
                if counts.errors > 0 || arguments.deny.is_some() && counts.warnings > 0 {
                    status = status.max(Status::Findings);
                }
            }
            Err(problem) => {
                terminal.problem(problem);
                status = Status::Failed;
            }
        }
    }
    match result(arguments, &loaded, fixed.as_deref()) {
        Ok(text) => show(arguments, &text, terminal).unwrap_or(status),
        Err(error) => {
            terminal.problem(&format!("无法写出结果：{error}"));
            Status::Failed
        }
    }
}

/// Checks all files, as many at a time as the machine has processors.
fn load_all(paths: &[PathBuf], prev: Option<&Path>, forms: &Forms) -> Vec<Result<Loaded, String>> {
    let mut all = Vec::with_capacity(paths.len());
    parallel::in_order(paths, |path| load(path, prev, forms), |loaded| all.push(loaded));
    all
}

/// The findings of all files in the wanted form.
fn result(
    arguments: &Arguments,
    loaded: &[Result<Loaded, String>],
    fixed: Option<&[Fixed]>,
) -> Result<String, serde_json::Error> {
    match arguments.format {
        OutputFormat::Human => {
            let look = match arguments.output {
                Some(_) => Look { colour: false, unicode: true, width: None },
                None => Terminal::result_look(),
            };
            let mut texts: Vec<String> = loaded
                .iter()
                .flatten()
                .map(|one| human_text(&one.source, &one.checked.findings, look))
                .collect();
            if loaded.len() > 1 {
                texts.push(total(loaded));
            }
            Ok(texts.join("\n\n"))
        }
        OutputFormat::Json => {
            let fixed = (0..).map(|index| fixed.and_then(|fixed| fixed.get(index)));
            let files = arguments.files.iter().zip(loaded).zip(fixed);
            let entries = files.map(|((path, loaded), fixed)| entry(path, loaded, fixed)).collect();
            Output::new(entries).to_text().map(|mut text| {
                text.truncate(text.trim_end().len());
                text
            })
        }
        OutputFormat::Sarif => {
            let files: Vec<_> =
                loaded.iter().flatten().map(|one| (&one.source, one.checked.findings.as_slice())).collect();
            let problems: Vec<&str> =
                loaded.iter().filter_map(|one| one.as_ref().err()).map(String::as_str).collect();
            let rules: Vec<RuleText> = rules().map(rule_text).collect();
            serde_json::to_string_pretty(&sarif::log(&files, &problems, &rules))
        }
    }
}

/// What `--format json` says of one file.
fn entry(path: &Path, loaded: &Result<Loaded, String>, fixed: Option<&Fixed>) -> File {
    let one = match loaded {
        Ok(one) => one,
        Err(problem) => return File::unreadable(path.display().to_string(), problem.clone()),
    };
    let bound = one.checked.report.as_ref().map(|report| bindings(report, &one.source));
    let file = File::new(&one.source, about(&one.checked), &one.checked.findings)
        .with_bindings(bound.unwrap_or_default());
    match fixed {
        Some(fixed) => file.with_fixed(&fixed.changes),
        None => file,
    }
}

/// What SARIF says of a rule: the same words as `nianbao explain`.
fn rule_text(rule: &Rule) -> RuleText {
    let help = format!(
        "为什么：{}\n不通过的例子：{}\n通过的例子：{}\n依据：{}",
        rule.why, rule.fails.text, rule.passes.text, rule.source
    );
    RuleText { code: rule.code.0, title: rule.title, what: rule.what, help }
}

/// One line over several files.
fn total(loaded: &[Result<Loaded, String>]) -> String {
    let counts = Counts::of(loaded.iter().flatten().flat_map(|one| &one.checked.findings));
    let unread = loaded.iter().filter(|one| one.is_err()).count();
    let mut words = format!(
        "共 {} 个文件：{} 处错误，{} 处提醒{}",
        loaded.len(),
        counts.errors,
        counts.warnings,
        accepted_words(counts.accepted)
    );
    if unread > 0 {
        words.push_str(&format!("；{unread} 个文件无法读取"));
    }
    words
}

/// Prints the result or writes it to the file that was asked for; a status only if that failed.
fn show(arguments: &Arguments, text: &str, terminal: &mut Terminal) -> Option<Status> {
    let Some(path) = &arguments.output else {
        if !text.is_empty() {
            terminal.result(text);
        }
        return None;
    };
    let written = files::replace_one(path, format!("{text}\n").into_bytes(), Seen::Anything);
    match written {
        Ok(()) => {
            terminal.say(&format!("检查结果已写入：{}", files::shown(path)));
            None
        }
        Err(problem) => {
            terminal.problem(&problem);
            Some(Status::Failed)
        }
    }
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
    let Counts { errors, warnings, notes, accepted } = Counts::of(findings);
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
    format!("{}：{verdict}{}", source.shown_name(), accepted_words(accepted))
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
