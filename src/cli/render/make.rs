//! Makes the report of one data file.

use super::plan::Job;
use super::{With, changes};
use crate::cli::Status;
use crate::cli::check::human_text;
use crate::cli::load::{Loaded, load};
use crate::cli::outputs::{self, Output};
use crate::cli::terminal::Terminal;
use crate::document::{self, build};
use crate::render::html;
use crate::report::Report;
use crate::rules::Checked;

/// Larger data files are made one at a time; real ones are under 200 KB.
const LARGE: usize = 256 * 1024;

/// What became of one data file.
pub(super) struct Made {
    /// What is to be said, in order.
    pub remarks: Vec<Remark>,
    pub status: Status,
    /// True if its outputs stand as they should.
    pub is_written: bool,
    /// The same in one line, where many files are made.
    pub summary: String,
}

/// Something to be said.
pub(super) enum Remark {
    Plain(String),
    Problem(String),
}

impl Remark {
    /// Says it.
    pub fn say(&self, terminal: &mut Terminal) {
        match self {
            Remark::Plain(text) => terminal.say(text),
            Remark::Problem(text) => terminal.problem(text),
        }
    }
}

/// Reads, checks, draws and writes.
pub(super) fn make(job: &Job<'_>, with: &With<'_>) -> Made {
    let mut made =
        Made { remarks: Vec::new(), status: Status::Clean, is_written: false, summary: String::new() };
    let Loaded { source, checked } = match load(job.input, with.prev, &with.forms) {
        Ok(loaded) => loaded,
        Err(problem) => return made.fail(problem),
    };
    // A thread that has failed holds nothing that this one could find broken.
    let _alone = (source.text().len() > LARGE).then(|| with.large.lock());
    if !checked.findings.is_empty() {
        made.say(human_text(&source, &checked.findings, Terminal::remark_look()));
        made.say(String::new());
    }
    let failed = checked.has_errors();
    if failed {
        made.status = Status::Findings;
    }
    let Some(report) = checked.report.as_ref().filter(|_| !failed || with.draft) else {
        let hint = if checked.report.is_some() { "；要先看草稿，请加 --draft" } else { "" };
        made.say(format!("没有生成报告：请先改正以上错误{hint}"));
        made.summary = format!("没有生成（{}）", counts(&checked));
        return made;
    };
    match write(job, with, report) {
        Ok((put, changes)) => {
            made.remarks.extend(put.words().into_iter().chain(changes).map(Remark::Plain));
            made.is_written = true;
            made.summary = format!("{}（{}）", put.summary(), counts(&checked));
            made
        }
        Err(problem) => made.fail(problem),
    }
}

impl Made {
    fn say(&mut self, text: String) {
        self.remarks.push(Remark::Plain(text));
    }

    fn fail(mut self, problem: String) -> Self {
        self.remarks.push(Remark::Problem(problem));
        self.status = Status::Failed;
        self.summary = "没有生成".to_owned();
        self
    }
}

/// `错误 2 处，提醒 1 处`.
fn counts(checked: &Checked) -> String {
    use crate::diagnostic::Severity::{Error, Warning};
    let open = |severity| {
        let findings = checked.findings.iter();
        findings.filter(|finding| finding.severity == severity && finding.accepted.is_none()).count()
    };
    let counts = [("错误", open(Error)), ("提醒", open(Warning))];
    let words: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(words, count)| format!("{words} {count} 处"))
        .collect();
    if words.is_empty() { "没有发现问题".to_owned() } else { words.join("，") }
}

/// Draws all outputs before any is put in place; with what the report says anew.
fn write(job: &Job<'_>, with: &With<'_>, report: &Report) -> Result<(outputs::Put, Vec<String>), String> {
    let document = build(report, document::Options { draft: with.draft });
    let (mut drawn, mut changes) = (Vec::new(), Vec::new());
    for renderer in &with.renderers {
        let bytes = (renderer.render)(&document, &with.options).map_err(|error| error.to_string())?;
        let output = Output::new(job.output(renderer), bytes, renderer, with.backup);
        // Only the page tells which figure stands where.
        if let Some(page) = output.before.as_deref().filter(|_| renderer.id == html::ID) {
            changes = changes::since(page, &document, &report.form, &with.forms, Terminal::remark_look());
        }
        drawn.push(output);
    }
    Ok((outputs::put(drawn)?, changes))
}
