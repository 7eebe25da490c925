//! Which headings get which numbers.

use std::collections::BTreeSet;

use super::Change;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::rules::narrative::wrong_numbering::{self, renumber};
use crate::source::{Source, Span};

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
    let is_numbering = |finding: &&Diagnostic| finding.code == wrong_numbering::RULE.code;
    let accepted: BTreeSet<Span> = accepted.iter().filter(is_numbering).map(|finding| finding.span).collect();
    // For each place the first number of which nothing is certain, and how many more there are.
    let mut unclear: Vec<(String, usize, usize)> = Vec::new();
    for list in renumber::lists(report, source) {
        if list.faults.iter().any(|fault| accepted.contains(fault)) {
            continue;
        }
        let place = format!("{}的小标题序号", list.place);
        let Some(changes) = list.changes else {
            let line = list.faults.first().map_or(0, |fault| source.position(fault.start).line);
            match unclear.last_mut().filter(|(before, ..)| *before == place) {
                Some((_, _, more)) => *more += 1,
                None => unclear.push((place, line, 0)),
            }
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
    headings.left.extend(unclear.into_iter().map(|(place, line, more)| {
        let others = if more > 0 { format!("等 {} 处", more + 1) } else { String::new() };
        format!("{place}（第 {line} 行{others}）不能断定应当怎样编，没有改动，请核对")
    }));
    headings
}
