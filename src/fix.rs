//! Sets right in the text of a data file what the check is certain of (`nianbao check --fix`).
//!
//! Text in, edits out: [`plan`] collects the fixes of the findings, keeps the columns lined up, and makes
//! sure that what is read back is what was meant. What may be mended is for the rules to say.

mod spacing;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::diagnostic::{Change, Diagnostic};
use crate::format::Forms;
use crate::report::{Report, State, read};
use crate::rules::check;
use crate::rules::totals::mend;
use crate::source::{Edit, Source, apply};

/// What may be set right besides what is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Blank cells become 0.
    pub blanks: bool,
}

/// What is to be done with a data file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The edits, in the order of the text and apart from each other.
    pub edits: Vec<Edit>,
    /// The changes that they make, in the order of the text.
    pub changes: Vec<Change>,
    /// What was left as it is although it is wrong, and why: one sentence each, without its full stop.
    pub left: Vec<String>,
    /// Blank cells that could have been filled with 0 had it been asked for.
    pub blanks: usize,
}

/// Works out what can be set right in a data file; nothing in one that does not read.
pub fn plan(source: &Source, forms: &Forms, options: Options) -> Plan {
    let checked = check(source, forms);
    let Some(report) = checked.report.filter(|_| source.problem().is_none()) else { return Plan::default() };
    let mut findings = checked.findings;
    let mut plan = Plan::default();
    if options.blanks {
        mend::attach(&report, source, true, &mut findings);
    } else {
        plan.blanks = mend::blanks(&report).len();
    }
    // First what is said of figures, then of texts.
    findings.sort_by_key(|finding| finding.cells.is_empty());
    plan.collect(findings);
    plan.edits.extend(spacing::edits(source, &report, &plan.edits));
    plan.edits.sort();
    if !reads_back(source, forms, &plan.edits, &report) {
        return Plan {
            left: vec!["这个文件的写法特殊，程序没有把握只改这几处，因此没有改动".to_owned()],
            ..Plan::default()
        };
    }
    plan
}

impl Plan {
    fn collect(&mut self, findings: Vec<Diagnostic>) {
        let mut said = HashSet::new();
        for finding in findings {
            if let Some(fix) = finding.fix {
                self.edits.extend(fix.edits);
                self.changes.extend(fix.changes);
            }
            let left = finding.left.into_iter();
            self.left.extend(left.filter(|words| said.insert(words.clone())));
        }
        self.edits.sort();
        self.changes.sort();
    }
}

/// True if the edited text says in every cell what it should, and nothing else has become of its rows.
fn reads_back(source: &Source, forms: &Forms, edits: &[Edit], report: &Report) -> bool {
    let are_apart = edits.windows(2).all(|pair| match pair {
        [one, next] => one.span.end <= next.span.start,
        _ => true,
    });
    let text = String::from_utf8(apply(source.text().as_bytes(), edits));
    let (true, Ok(text)) = (are_apart, text) else { return false };
    let Some(after) = read(&Source::new(source.name(), text), forms).report else { return false };
    let planned = planned(report, edits);
    let states = |report: &Report, id| report.cell(id).map(|cell| cell.state.clone());
    after.form.id == planned.form.id
        && after.narrative().count() == planned.narrative().count()
        && after.notes.len() == planned.notes.len()
        && after.form.cells().all(|id| states(&after, id) == states(&planned, id))
}

/// The report as it should be after the edits: every cell that one of them writes has that figure.
fn planned(report: &Report, edits: &[Edit]) -> Report {
    let mut planned = report.clone();
    for id in report.form.cells() {
        let Some(cell) = report.cell(id).filter(|cell| cell.state != State::Absent) else { continue };
        let edit = edits.binary_search_by_key(&cell.span, |edit| edit.span);
        let figure = edit.ok().and_then(|index| edits.get(index)).and_then(|edit| edit.text.parse().ok());
        if let Some(figure) = figure {
            mend::set(&mut planned, id, State::Number(figure));
        }
    }
    planned
}
