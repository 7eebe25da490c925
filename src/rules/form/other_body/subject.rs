//! Another body as the subject of a clause that reports: `云溪县林业局认真贯彻……`.

use std::cell::LazyCell;
use std::ops::Range;

use super::is_other;
use crate::prose::{Prose, Words};
use crate::report::body::{Body, PLACE_ENDS};
use crate::rules::passages::is_han;

/// What opens the predicate of a clause on the own work.
static OWN_WORK: Words = Words::under("rule own-work");

/// The same, at the head of a paragraph.
static OWN_OPENING: Words = Words::under("rule own-opening");

/// What a name cannot begin with: 本街道, 会同区司法局.
static NO_NAME: Words = Words::under("rule no-name");

/// What no name holds: 各单位, 区政府办公室代表区政府.
static NOT_IN_NAME: Words = Words::under("rule not-in-name");

/// Words for a time, which stand before a subject or behind it.
static TIMES: Words = Words::under("rule own-time");

/// What a name on which anything could be said ends with.
fn is_last(c: char) -> bool {
    matches!(
        c,
        '府' | '局'
            | '会'
            | '委'
            | '厅'
            | '处'
            | '道'
            | '省'
            | '市'
            | '县'
            | '区'
            | '旗'
            | '州'
            | '盟'
            | '镇'
            | '乡'
    )
}

/// More characters than this are no name.
const LONGEST: usize = 30;

/// Where a clause begins with another body and reports, in the order of the text.
pub(super) fn others(prose: &Prose, own: &Body<'_>) -> Vec<Range<usize>> {
    if own.seat().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut start, mut opens) = (0, true);
    let marks = prose.marks().filter(|(_, c)| matches!(c, '，' | '。' | '；' | '：' | '！' | '\n'));
    let ends = marks.map(|(at, mark)| (at + mark.len_utf8(), mark));
    let mut places = ends_of_places(prose).into_iter().peekable();
    for (end, mark) in ends.chain([(prose.text.len(), ' ')]) {
        let clause = prose.text.get(start..end).unwrap_or_default();
        let body = LazyCell::new(|| without_lead_in(clause));
        let mut names_place = false;
        while places.next_if(|at| *at < end).is_some() {
            names_place = true;
        }
        if names_place
            && let Some(name) = reporting(&body, opens).filter(|name| is_other(&Body::of(name), own))
        {
            found.push(end - body.len()..end - body.len() + name.len());
        }
        start = end;
        // 2025年，白石县林业局在……: behind its time a paragraph still opens.
        opens = mark == '\n' || opens && matches!(mark, '，' | ' ') && !body.contains(is_han);
    }
    found
}

/// Where the names of places may end: few clauses have one.
fn ends_of_places(prose: &Prose) -> Vec<usize> {
    let mut found = Vec::new();
    for end in PLACE_ENDS {
        found.extend(prose.places(end.encode_utf8(&mut [0; 4])));
    }
    found.sort_unstable();
    found
}

/// A clause without what stands before its subject: marks, a number, a time.
fn without_lead_in(clause: &str) -> &str {
    let mut rest = clause.trim_start_matches(['#', ' ', '\u{3000}', '-', '*', '+', '\u{A0}']);
    if let Some((number, after)) = rest.strip_prefix('（').and_then(|inner| inner.split_once('）'))
        && number.chars().all(|c| "一二三四五六七八九十0123456789".contains(c))
    {
        rest = after;
    }
    after_time(rest)
}

/// A text without the time that it begins with: `2024年`, `2024年度`, 全年.
fn after_time(text: &str) -> &str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() {
        return digits.strip_prefix("年度").or(digits.strip_prefix('年')).unwrap_or(text);
    }
    TIMES.after_start(text).unwrap_or(text)
}

/// The body that a clause begins with, if what follows is work that it reports. At the head of a paragraph
/// more is work of the body that reports: 在县委领导下, 以……为遵循.
fn reporting(clause: &str, opens: bool) -> Option<&str> {
    let han = clause.char_indices().take_while(|&(_, c)| is_han(c)).take(LONGEST);
    let ends = han.skip(2).filter(|(_, c)| is_last(*c)).map(|(at, c)| at + c.len_utf8());
    let mut splits = ends.filter_map(|end| clause.split_at_checked(end));
    splits.find_map(|(name, rest)| {
        let reports = |rest: &str| OWN_WORK.opens(rest) || opens && OWN_OPENING.opens(rest);
        (reports(rest) || reports(after_time(rest))).then_some(()).filter(|()| is_body(name, clause))?;
        Some(name)
    })
}

/// True for the whole name of a body with its place, or for a place alone; a clause that speaks of the
/// own body too says what the other did for it.
fn is_body(name: &str, clause: &str) -> bool {
    let body = Body::of(name);
    // 云溪县委 is the committee of the party.
    let is_whole = body.core.is_empty() || body.kind.is_some() && body.core != "委";
    let is_name = !NO_NAME.opens(name) && !NOT_IN_NAME.is_in(name);
    body.seat().is_some() && is_whole && is_name && !clause.contains('我')
}
