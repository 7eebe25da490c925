//! Sets right in the text of a data file what the check is certain of (`nianbao check --fix`).
//!
//! Text in, edits out: [`plan`] collects the fixes of the findings, keeps the columns lined up, and makes
//! sure that what is read back is what was meant. What may be mended is for the rules to say.

mod left;
mod spacing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::diagnostic::{Change, Code, Diagnostic};
use crate::format::{CellId, Forms};
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
    /// Edits that follow each other: each lot is of the text that the one before has made, in its order and apart
    /// from each other. What does not read hides what else is wrong, so that one lot may lead to the next.
    pub edits: Vec<Vec<Edit>>,
    /// The changes that they make, in the order of the text.
    pub changes: Vec<Change>,
    /// What was left as it is although it is wrong, and why: one sentence each, without its full stop.
    pub left: Vec<String>,
    /// Blank cells that could have been filled with 0 had it been asked for.
    pub blanks: usize,
}

/// More lots of edits than this no file of a person needs: one that goes on is left as it is.
const MOST_LOTS: usize = 16;

/// Works out what can be set right in a data file.
pub fn plan(source: &Source, forms: &Forms, options: Options) -> Plan {
    let plan = Plan::default();
    if source.problem().is_some() {
        return plan;
    }
    let sure = work_out(source, forms, options, false);
    if sure.unread_after == 0 {
        return sure.plan;
    }
    // What still does not read may be meant otherwise than its mends take it.
    let careful = work_out(source, forms, options, true);
    if careful.unread_after > careful.unread_before { left_alone() } else { careful.plan }
}

/// A plan, and how many places of the text do not read before and after it.
struct Worked {
    plan: Plan,
    unread_before: usize,
    unread_after: usize,
}

/// Works out the lots one after the other; a careful one takes no sign of structure away.
fn work_out(source: &Source, forms: &Forms, options: Options, careful: bool) -> Worked {
    let mut plan = Plan::default();
    let mut now = Cow::Borrowed(source);
    let mut before = None;
    for _ in 0..MOST_LOTS {
        let lot = Lot::of(&now, forms, options, careful);
        let unread_before = *before.get_or_insert(lot.unread);
        plan.blanks = lot.blanks;
        if lot.edits.is_empty() {
            plan.left = lot.left;
            return Worked { plan, unread_before, unread_after: lot.unread };
        }
        let Ok(text) = String::from_utf8(apply(now.text().as_bytes(), &lot.edits)) else { break };
        plan.add(lot, &now);
        now = Cow::Owned(Source::new(source.name(), text));
    }
    let unread = before.unwrap_or_default();
    Worked { plan: left_alone(), unread_before: unread, unread_after: unread }
}

/// The plan to change nothing.
fn left_alone() -> Plan {
    Plan { left: vec![TOO_ODD.to_owned()], ..Plan::default() }
}

/// The code of what does not read as TOML.
const NO_TOML: Code = Code("D001");

const TOO_ODD: &str = "这个文件的写法特殊，程序没有把握只改这几处，因此没有改动";

impl Plan {
    /// The file with all that is to be done.
    pub fn apply(&self, bytes: &[u8]) -> Vec<u8> {
        self.edits.iter().fold(bytes.to_owned(), |bytes, lot| apply(&bytes, lot))
    }

    /// Adds a lot, which is of this text.
    fn add(&mut self, lot: Lot, source: &Source) {
        self.changes.extend(lot.changes);
        let breaks = |text: &str| text.matches('\n').count();
        for edit in lot.edits.iter().rev() {
            let gone = breaks(source.slice(edit.span)).saturating_sub(breaks(&edit.text));
            let line = source.line(edit.span.start);
            for change in self.changes.iter_mut().filter(|change| gone > 0 && change.line > line) {
                change.line = change.line.saturating_sub(gone).max(line);
            }
        }
        self.edits.push(lot.edits);
        self.changes.sort_by_key(|change| change.line);
    }
}

/// Edits of one text.
#[derive(Default)]
struct Lot {
    edits: Vec<Edit>,
    changes: Vec<Change>,
    left: Vec<String>,
    blanks: usize,
    /// Places of the text that do not read.
    unread: usize,
}

impl Lot {
    fn of(source: &Source, forms: &Forms, options: Options, careful: bool) -> Self {
        let checked = check(source, forms);
        let mut findings = checked.findings;
        let unread = findings.iter().filter(|finding| finding.code == NO_TOML).count();
        for finding in findings.iter_mut().filter(|finding| careful && finding.code == NO_TOML) {
            finding.fix = finding.fix.take().filter(|fix| keeps_structure(source, &fix.edits));
        }
        let mut lot = Self { unread, ..Self::default() };
        if let Some(report) = &checked.report {
            if options.blanks {
                mend::attach(report, source, true, &mut findings);
            } else {
                lot.blanks = mend::blanks(report).len();
            }
        }
        // First what is said of figures, then of texts.
        findings.sort_by_key(|finding| finding.cells.is_empty());
        lot.collect(findings);
        let Some(report) = checked.report else { return lot };
        lot.edits.extend(spacing::edits(source, &report, &lot.edits));
        lot.edits.sort();
        if !reads_back(source, forms, &lot.edits, &report) {
            return Self { left: vec![TOO_ODD.to_owned()], unread, ..Self::default() };
        }
        lot
    }

    fn collect(&mut self, findings: Vec<Diagnostic>) {
        let mut said = HashSet::new();
        let unmended = left::counted(&findings);
        for finding in findings {
            if let Some(fix) = finding.fix {
                self.edits.extend(fix.edits);
                self.changes.extend(fix.changes);
            }
            let left = finding.left.into_iter();
            self.left.extend(left.filter(|words| said.insert(words.clone())));
        }
        self.left.extend(unmended);
        self.edits.sort();
        self.changes.sort();
    }
}

/// True if the edits leave as many commas, brackets and quotes as they find.
fn keeps_structure(source: &Source, edits: &[Edit]) -> bool {
    let count = |text: &str| text.matches([',', '[', ']', '{', '}', '"', '\'']).count();
    edits.iter().all(|edit| count(&edit.text) >= count(source.slice(edit.span)))
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
    // A row that could not be read, or whose key was not known, says now what it says.
    let is_same = |id: CellId| match planned.row(id.section, id.row) {
        None => true,
        Some(row) if row.fault.is_some() && after.row(id.section, id.row) != Some(row) => true,
        Some(row) => {
            row.cells.get(id.column).map(|cell| &cell.state) == after.cell(id).map(|cell| &cell.state)
        }
    };
    after.form.id == planned.form.id
        && after.narrative().count() == planned.narrative().count()
        && after.notes.len() == planned.notes.len()
        && after.form.cells().all(is_same)
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
