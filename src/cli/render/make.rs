//! Makes the report of one data file.

use super::With;
use super::changes::{self, Before};
use super::plan::Job;
use crate::cli::check::human_text;
use crate::cli::load::{Loaded, load};
use crate::cli::outputs::{self, Output};
use crate::cli::terminal::Terminal;
use crate::cli::{Status, files};
use crate::document::{self, build};
use crate::edition::Edition;
use crate::report::Report;
use crate::rules::Checked;

/// Larger data files are made one at a time; real ones are under 200 KB.
const LARGE: u64 = 256 * 1024;

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
    // A thread that has failed holds nothing that this one could find broken.
    let _alone = (files::size(job.input) > LARGE).then(|| with.large.lock());
    let Loaded { source, checked, published } = match load(job.input, with.prev, &with.forms) {
        Ok(loaded) => loaded,
        Err(problem) => return made.fail(problem),
    };
    if published.is_some() {
        let (shown, argument) = (files::shown(job.input), files::argument(job.input));
        return made.fail(format!(
            "“{shown}”是已发布的报告，不是数据文件；请先运行 nianbao import {argument}，读成数据文件"
        ));
    }
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
        left_as_they_are(job, with).into_iter().for_each(|words| made.say(words));
        made.summary = format!("没有生成（{}）", counts(&checked));
        return made;
    };
    match write(job, with, report) {
        Ok((put, changes)) => {
            // Of many files each has its summary.
            let names = if with.is_alone { put.words() } else { Vec::new() };
            made.remarks.extend(names.into_iter().chain(put.notices()).chain(changes).map(Remark::Plain));
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
    let counts = checked.counts();
    let counts = [("错误", counts.errors), ("提醒", counts.warnings)];
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
    let (mut drawn, mut changed, mut is_other) = (Vec::new(), Vec::new(), false);
    for renderer in &with.renderers {
        let bytes = (renderer.render)(&document, &with.options).map_err(|error| error.to_string())?;
        let is_whole = changes::is_whole(&bytes);
        let written = with.written.filter(|_| !renderer.has_digest);
        if let Some(written) = written {
            written.add(&bytes);
        }
        let mut output = Output::new(job.output(renderer), bytes, renderer, with.backup);
        let before = output.before.take();
        if written.zip(before.as_ref()).is_some_and(|(written, before)| written.has(before)) {
            output.was_written_by_this_run();
        }
        // Only the page tells which figure stands where.
        let before = before.filter(|_| renderer.is_page);
        if let Some(before) = before.and_then(|page| Before::read(&page, &with.forms)) {
            let now = Edition::of(&document);
            is_other = before.is_other(&now);
            changed = before.words(&now, is_whole, &report.form, Terminal::remark_look());
        }
        drawn.push(output);
    }
    if is_other {
        drawn.iter_mut().for_each(Output::keep_other);
    }
    Ok((outputs::put(drawn)?, changed))
}

/// The outputs of before, where no new ones are made.
fn left_as_they_are(job: &Job<'_>, with: &With<'_>) -> Option<String> {
    let paths = with.renderers.iter().map(|renderer| job.output(renderer)).filter(|path| files::exists(path));
    let names: Vec<String> = paths.map(|path| format!("“{}”", files::shown(&path))).collect();
    (!names.is_empty()).then(|| format!("原有的{}仍是以前生成的，没有改动", names.join("、")))
}
