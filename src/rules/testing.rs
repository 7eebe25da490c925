//! A sound data file for the tests of the rules, and edits of it.

use super::{Checked, check};
use crate::diagnostic::Diagnostic;
use crate::format::Forms;
use crate::source::Source;

/// A sound report of form 2021 with all kinds of figures.
pub(super) const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// Checks [`SOUND`] with the first place of each `from` replaced by its `to`.
pub(super) fn edited(edits: &[(&str, &str)]) -> Checked {
    let mut text = SOUND.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    check(&Source::new("年报.toml", text), &Forms::built_in())
}

/// Codes and messages of all findings after an edit.
pub(super) fn found(edits: &[(&str, &str)]) -> Vec<(String, String)> {
    edited(edits).findings.iter().map(|f| (f.code.0.to_owned(), f.message())).collect()
}

/// The one finding after an edit.
pub(super) fn only(edits: &[(&str, &str)]) -> Diagnostic {
    let mut findings = edited(edits).findings;
    assert_eq!(findings.len(), 1, "{:#?}", findings.iter().map(Diagnostic::message).collect::<Vec<_>>());
    findings.remove(0)
}

#[test]
fn the_sound_report_has_no_finding() {
    assert_eq!(found(&[]), []);
}
