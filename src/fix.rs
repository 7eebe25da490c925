//! Sets right in the text of a data file what the check is certain of (`nianbao check --fix`).
//!
//! Text in, edits out: [`plan`] says what is to be changed and what it leaves to a person, [`apply`] puts
//! it into the bytes of the file. Every byte outside the edits stays. The rules know nothing of this.

mod cells;
mod headings;
mod radicals;
mod spacing;
#[cfg(test)]
mod tests;

use crate::format::Forms;
use crate::report::{LastYear, Report, read};
use crate::rules::check_reading;
use crate::source::{Source, Span};

/// What may be set right besides totals, numbers of headings and radicals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Blank cells become 0.
    pub blanks: bool,
}

/// A stretch of the source's text and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The stretch.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// A change as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Where it stands in the source.
    pub span: Span,
    /// The line of the source, from 1; the edits move no line.
    pub line: usize,
    /// The place in official words.
    pub place: String,
    /// Path of the cell; `None` for what stands in a text.
    pub path: Option<String>,
    /// What stood there; empty for a blank cell.
    pub old: String,
    /// What stands there now.
    pub new: String,
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
    let reading = read(source, forms);
    let faults = reading.faults.clone();
    let checked = check_reading(reading, source, forms, LastYear::None);
    let Some(report) = checked.report.filter(|_| source.problem().is_none()) else { return Plan::default() };
    let accepted: Vec<_> = checked.findings.into_iter().filter(|f| f.accepted.is_some()).collect();
    let cells = cells::plan(&report, options);
    let headings = headings::plan(&report, source, &accepted);
    let (characters, replaced) = radicals::plan(&report, &faults, source, &accepted);
    let mut plan = Plan {
        edits: spacing::edits(source, &report, &cells.figures),
        changes: cells.changes(&report, source),
        left: [cells.left, headings.left].concat(),
        blanks: cells.blanks,
    };
    for change in headings.changes {
        plan.edits.push(Edit { span: change.span, text: change.new.clone() });
        plan.changes.push(change);
    }
    plan.edits.extend(characters);
    plan.changes.extend(replaced);
    plan.edits.sort();
    plan.changes.sort();
    if !reads_back(source, forms, &plan.edits, &cells.planned) {
        return Plan {
            left: vec!["这个文件的写法特殊，程序没有把握只改这几处，因此没有改动".to_owned()],
            ..Plan::default()
        };
    }
    plan
}

/// Puts edits into the bytes of the file that the source was made from.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    // A source counts from behind the byte-order mark.
    let mark = if bytes.starts_with("\u{FEFF}".as_bytes()) { "\u{FEFF}".len() } else { 0 };
    let mut out = Vec::with_capacity(bytes.len() + edits.len());
    let mut at = 0;
    for Edit { span, text } in edits {
        out.extend_from_slice(bytes.get(at..span.start + mark).unwrap_or_default());
        out.extend_from_slice(text.as_bytes());
        at = span.end + mark;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

/// True if the edited text says in every cell what it should, and nothing else has become of its rows.
fn reads_back(source: &Source, forms: &Forms, edits: &[Edit], planned: &Report) -> bool {
    let text = String::from_utf8(apply(source.text().as_bytes(), edits));
    let Ok(text) = text else { return false };
    let Some(report) = read(&Source::new(source.name(), text), forms).report else { return false };
    let states = |report: &Report, id| report.cell(id).map(|cell| cell.state.clone());
    report.form.id == planned.form.id
        && report.texts.len() == planned.texts.len()
        && report.form.cells().all(|id| states(&report, id) == states(planned, id))
}
