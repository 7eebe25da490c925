//! Sentences that only say how many parts the report has: 全文分为三个方面.

use std::ops::Range;

use super::{COUNTERS, Fault, Kind, REPORT_ITSELF, is_numeral, number};
use crate::prose::Words;
use crate::rules::passages;

/// The fault of a sentence on the report that only says how many there are: 全文分为三个方面.
pub(super) fn miscounted<'t>(sentence: &str, all: usize) -> Option<Fault<'t>> {
    let mut start = 0;
    for clause in sentence.split_inclusive(['，', ',', '；', '：', ':', '。']) {
        if let Some((number, range)) = counted(clause).filter(|(number, _)| *number != all) {
            let range = start + range.start..start + range.end;
            return Some(Fault { kind: Kind::Count { number, all }, range });
        }
        start += clause.len();
    }
    None
}

/// What the report has.
static CONTENTS: Words = Words::under("rule its-contents");
/// Before a sum.
static IN_ALL: Words = Words::under("rule in-all");
/// The report is divided into.
static DIVIDED: Words = Words::under("rule divided");
/// The report has.
static CONSISTS: Words = Words::under("rule consists");
/// What announces a list.
static FOLLOWING: Words = Words::under("rule following");

/// The number of parts that a clause gives its subject, and where it stands.
fn counted(clause: &str) -> Option<(usize, Range<usize>)> {
    let words = clause.trim_start_matches(|c| !passages::is_han(c));
    let strip = |text, words: &Words| words.iter().find_map(|word| str::strip_prefix(text, word));
    let contents = |text| strip(text, &CONTENTS);
    let subject = strip(words, &REPORT_ITSELF).map(|rest| contents(rest).unwrap_or(rest)).or(contents(words));
    let rest = subject.unwrap_or(words);
    let rest = strip(rest, &IN_ALL).unwrap_or(rest);
    let divided = strip(rest, &DIVIDED);
    let rest = divided.or_else(|| subject.and_then(|_| strip(rest, &CONSISTS)))?;
    let rest = strip(rest, &FOLLOWING).unwrap_or(rest);
    let after = rest.trim_start_matches(is_numeral);
    let number = number(rest.get(..rest.len() - after.len())?)?;
    let unit = after.trim_start_matches(['个', '大', ' ', '项']);
    let counter = COUNTERS.iter().find(|counter| unit.starts_with(**counter))?;
    let start = clause.len() - rest.len();
    Some((number, start..clause.len() - unit.len() + counter.len()))
}
