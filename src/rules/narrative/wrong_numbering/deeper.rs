//! Numbers below the （一）: `1.` and `（1）`, at the head of a line or run on in a paragraph.
//!
//! Such lists start anew all over a report, and the first of them may be run in behind a heading. So only a
//! number that is skipped or written twice is a fault, and only where the missing one stands nowhere between.

use std::ops::Range;

use super::{Wrong, fault};
use crate::narrative::{Block, Kind, ordinal};
use crate::prose::{Line, Prose};
use crate::report::Text;

/// A number that is not the next of its list.
pub(super) struct Fault {
    /// 3 for `1.`, 4 for `（1）`.
    pub rank: u8,
    pub number: u32,
    pub previous: u32,
    /// Its signs in the text.
    pub range: Range<usize>,
    pub wrong: Wrong,
}

/// A number that was met.
#[derive(Debug, Clone)]
struct Met {
    rank: u8,
    number: u32,
    range: Range<usize>,
    /// `#` marks its line.
    is_marked: bool,
    /// Lines without a number have come since.
    after_others: bool,
    /// What it should have been, if it is wrong: the next may go on from either.
    due: Option<u32>,
}

/// Higher numbers count something else.
const HIGHEST: u32 = 50;
/// So many must stand in order in a paragraph before the next is expected.
const LEAST_INLINE: u32 = 2;

/// The faults of a text.
pub(super) fn find(prose: &Prose, text: &Text) -> Vec<Fault> {
    let mut faults = Vec::new();
    // The last number of each of the two ranks.
    let mut last: [Option<Met>; 2] = [None, None];
    for line in prose.lines() {
        let Some(block) = text.blocks.get(line.block) else { continue };
        if matches!(block.kind, Kind::Row { .. }) {
            continue;
        }
        inline(prose, line, &mut faults);
        let Some(met) = at_head(prose, line, block) else {
            // A heading without such a number opens another list; other lines only part the entries.
            let is_heading = block.ordinal.is_some_and(|ordinal| ordinal.rank <= 2)
                || matches!(block.kind, Kind::Heading { rank, marked: true } if rank <= 3);
            if is_heading {
                last = [None, None];
            }
            last.iter_mut().flatten().for_each(|met| met.after_others = true);
            continue;
        };
        let [outer, inner] = &mut last;
        let place = if met.rank == 3 { outer } else { &mut *inner };
        let fault = place.as_ref().and_then(|before| judge(prose, before, &met));
        let due = place.as_ref().filter(|_| fault.is_some()).map(|before| before.number + 1);
        *place = Some(Met { due, ..met.clone() });
        if met.rank == 3 {
            *inner = None;
        }
        faults.extend(fault);
    }
    faults.sort_by_key(|fault| fault.range.start);
    faults
}

/// The number at the head of a line; that of an entry stands in its marker.
fn at_head(prose: &Prose, line: &Line, block: &Block) -> Option<Met> {
    let start = line.range.start;
    let (ordinal, range) = match &block.kind {
        Kind::Entry { marker, .. } => {
            let first = prose.words(line).chars().next().map_or(0, char::len_utf8);
            (ordinal(marker)?, start..start + first)
        }
        _ => {
            let ordinal = block.ordinal?;
            (ordinal, start + ordinal.start..start + ordinal.start + ordinal.length)
        }
    };
    let number = ordinal.number.filter(|&number| ordinal.rank > 2 && number <= HIGHEST)?;
    let is_marked = matches!(block.kind, Kind::Heading { marked: true, .. });
    Some(Met { rank: ordinal.rank, number, range, is_marked, after_others: false, due: None })
}

/// What is wrong with a number behind another of its rank.
fn judge(prose: &Prose, before: &Met, met: &Met) -> Option<Fault> {
    if before.due.is_some_and(|due| due + 1 == met.number) {
        return None;
    }
    let wrong = fault(Some((before.number, before.after_others)), met.number)?;
    let are_headings = before.is_marked && met.is_marked;
    // A list may start anew, and one that goes back may be another; among headings neither can be.
    let is_list = met.number > before.number + 1 || are_headings || !before.after_others && met.number > 1;
    let between = prose.text.get(before.range.end..met.range.start).unwrap_or_default();
    let is_missing = met.number <= before.number || !has(between, met.number - 1);
    (is_list && is_missing).then_some(Fault {
        rank: met.rank,
        number: met.number,
        previous: before.number,
        range: met.range.clone(),
        wrong,
    })
}

/// True if a text has a number with the signs of an entry.
fn has(text: &str, number: u32) -> bool {
    let digits = number.to_string();
    memchr::memmem::find_iter(text.as_bytes(), &digits).any(|at| {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let after = rest.get(digits.len()..).unwrap_or_default();
        after.starts_with(['.', '．', '、', '）', ')', '是'])
            && !before.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Adds the faults of the numbers that a paragraph runs on: 1.……；2.……；4.…….
fn inline(prose: &Prose, line: &Line, faults: &mut Vec<Fault>) {
    let start = line.range.start;
    let words = prose.words(line);
    let mut last: Option<Met> = None;
    let (mut may_open, mut end) = (true, 0);
    for (at, c) in prose.marks_in(line.range.clone()).map(|(at, c)| (at - start, c)) {
        may_open &= at == end;
        end = at + c.len_utf8();
        let opens = may_open && (c.is_ascii_digit() || matches!(c, '（' | '('));
        may_open = matches!(c, '。' | '；' | ';' | '：' | ':') || may_open && c == ' ';
        let Some(found) = opens.then(|| ordinal(words.get(at..).unwrap_or_default())).flatten() else {
            continue;
        };
        let Some(number) = found.number.filter(|&number| found.rank > 2 && number <= HIGHEST) else {
            continue;
        };
        let (rank, range) = (found.rank, start + at..start + at + found.length);
        let met = Met { rank, number, range, is_marked: false, after_others: true, due: None };
        let before = last.take().filter(|before| before.rank == rank);
        let goes_on = before.as_ref().is_some_and(|before| before.number + 1 == number);
        if number == 1 || goes_on {
            last = Some(met);
        } else if let Some(before) = before.filter(|before| before.number >= LEAST_INLINE) {
            // One to a paragraph: what follows may go on from the wrong one.
            if let Some(fault) = judge(prose, &before, &met) {
                return faults.push(fault);
            }
        }
    }
}
