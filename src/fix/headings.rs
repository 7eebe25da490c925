//! Which headings get which numbers.

use super::Change;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::rules::n311::renumber;
use crate::source::Source;

/// The numbers to be written.
pub(super) struct Headings {
    /// The changes.
    pub changes: Vec<Change>,
    /// What was left, and why.
    pub left: Vec<String>,
}

/// Works out the numbers. A list of which the agency has accepted a number stays as it is.
pub(super) fn plan(report: &Report, source: &Source, accepted: &[Diagnostic]) -> Headings {
    let mut headings = Headings { changes: Vec::new(), left: Vec::new() };
    for list in renumber::lists(report, source) {
        if accepted.iter().any(|finding| finding.code.0 == "N311" && list.faults.contains(&finding.span)) {
            continue;
        }
        let place = format!("{}的小标题序号", list.place);
        let Some(changes) = list.changes else {
            let line = list.faults.first().map_or(0, |fault| source.position(fault.start).line);
            headings.left.push(format!("{place}（第 {line} 行）不能断定应当怎样编，没有改动，请核对"));
            continue;
        };
        headings.changes.extend(changes.into_iter().map(|(span, new)| Change {
            span,
            line: source.position(span.start).line,
            place: place.clone(),
            path: None,
            old: source.slice(span).to_owned(),
            new,
        }));
    }
    headings
}
