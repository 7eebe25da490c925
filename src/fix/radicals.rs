//! Ordinary characters for the radicals that text copied from a PDF has.

use super::{Change, Edit};
use crate::diagnostic::Diagnostic;
use crate::narrative::radicals::ordinary;
use crate::report::{Fault, Report};
use crate::rules::narrative::radicals::{self, RULE};
use crate::source::{Source, Span};

/// The edits, one for each character, and the changes, one for each text. A text whose radicals the
/// agency has accepted stays.
pub(super) fn plan(
    report: &Report,
    faults: &[Fault],
    source: &Source,
    accepted: &[Diagnostic],
) -> (Vec<Edit>, Vec<Change>) {
    let (mut edits, mut changes) = (Vec::new(), Vec::new());
    for found in radicals::find(report, faults, source) {
        if accepted.iter().any(|finding| finding.code == RULE.code && finding.span == found.first) {
            continue;
        }
        // One written as an escape is left: it stands nowhere in the file.
        let before = edits.len();
        for (at, c) in source.slice(found.text).char_indices() {
            let start = found.text.start + at;
            let span = Span::new(start, start + c.len_utf8());
            edits.extend(ordinary(c).map(|new| Edit { span, text: new.to_string() }));
        }
        let count = edits.len() - before;
        if count == 0 {
            continue;
        }
        changes.push(Change {
            span: found.first,
            line: source.position(found.first.start).line,
            place: format!("{}的部首字符 {count} 处", found.place),
            path: None,
            old: found.pairs.iter().map(|(old, _)| old).collect(),
            new: found.pairs.iter().map(|(_, new)| new).collect(),
        });
    }
    (edits, changes)
}
