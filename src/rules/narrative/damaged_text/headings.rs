//! Headings that every report has, with a character lost: `（四）开平台建设`.

use super::{Damage, Kind};
use crate::prose::{Prose, Words};
use crate::report::{Report, Text};
use crate::rules::headings::headings;

/// What headings are called, besides the topics of the form.
static STANDING: Words = Words::under("rule standing-heading");
/// What may follow that.
static TAIL: Words = Words::under("rule heading-tail");

/// Adds the headings that are one without a character. What has been found there stands.
pub(super) fn find(report: &Report, prose: &Prose, text: &Text, damages: &mut Vec<Damage>) {
    let topics = || report.form.sections.iter().flat_map(|section| &section.topics).map(String::as_str);
    let standing = || topics().chain(STANDING.iter().copied());
    for heading in headings(prose, text) {
        let tail = TAIL.iter().find_map(|tail| heading.title.strip_suffix(tail));
        let name = tail.unwrap_or(heading.title);
        if standing().any(|full| full == name || full == heading.title) {
            continue;
        }
        let Some(lost) = standing().find_map(|full| lost(name, full)) else { continue };
        // Its words follow the signs of its number.
        let from = if heading.number.is_some() { heading.sign.end } else { heading.sign.start };
        let behind = prose.text.get(from..).unwrap_or_default();
        let Some(start) = behind.find(heading.title).map(|at| from + at) else { continue };
        let range = start..start + name.len();
        let is_known = |damage: &Damage| damage.range.start < range.end && range.start < damage.range.end;
        if !damages.iter().any(is_known) {
            damages.push(Damage { kind: Kind::Lost(Some(lost)), range });
        }
    }
}

/// The one character that a name has less than another.
fn lost(name: &str, full: &str) -> Option<char> {
    let missing = full.len().checked_sub(name.len()).filter(|missing| *missing > 0)?;
    let same = name.char_indices().zip(full.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let at = same.unwrap_or(name.len());
    let lost = full.get(at..)?.chars().next().filter(|lost| lost.len_utf8() == missing)?;
    (full.get(at + missing..) == name.get(at..)).then_some(lost)
}
