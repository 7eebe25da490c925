//! Paragraphs that stand twice, and paragraphs that break off.

use std::collections::BTreeSet;

use super::{Damage, Kind};
use crate::narrative;
use crate::prose::{Line, Prose};
use crate::report::Text;
use crate::rules::passages::is_han;

/// The paragraphs that the report has had.
pub(super) type Seen<'a> = BTreeSet<&'a str>;

/// Bytes of the shortest paragraph that is not written twice by chance.
const SHORTEST_PARAGRAPH: usize = 90;
/// Bytes of the shortest sentence of that kind.
const SHORTEST_SENTENCE: usize = 45;
/// Bytes of the shortest paragraph that must have an end.
const SHORTEST_TEXT: usize = 120;
const BLANKS: [char; 4] = [' ', '\u{3000}', '\u{A0}', '\t'];

/// Adds the paragraphs that have been there before, and those that break off.
pub(super) fn find<'a>(prose: &'a Prose, text: &Text, seen: &mut Seen<'a>, damages: &mut Vec<Damage>) {
    let kind = |line: &Line| text.blocks.get(line.block).map(|block| &block.kind);
    let is_row = |line: &Line| matches!(kind(line), Some(narrative::Kind::Row { .. }));
    let is_listed = |line: &Line| {
        let is_entry =
            matches!(kind(line), Some(narrative::Kind::Row { .. } | narrative::Kind::Entry { .. }));
        // A row that no head makes one of a table is meant as one.
        is_entry || opens_entry(prose.words(line)) || prose.words(line).starts_with('|')
    };
    let mut rest = prose.lines().iter().peekable();
    while let Some(line) = rest.next() {
        let written = prose.words(line);
        let words = written.trim_matches(BLANKS);
        if words.is_empty() || is_row(line) {
            continue;
        }
        let at = line.range.start + written.len() - written.trim_start_matches(BLANKS).len();
        let range = at..at + words.len();
        if words.len() >= SHORTEST_PARAGRAPH && !seen.insert(words) {
            damages.push(Damage { kind: Kind::Repeated, range });
        } else if breaks_off(words, || is_listed(line)) && !rest.peek().is_some_and(|next| is_listed(next)) {
            let shown = words.char_indices().rev().nth(SHOWN).map_or(0, |(at, _)| at);
            damages.push(Damage { kind: Kind::Unfinished, range: range.start + shown..range.end });
        }
    }
    sentences(prose, damages);
    clauses(prose, damages);
}

/// Characters of the end of a paragraph that are shown.
const SHOWN: usize = 11;

/// Adds sentences that stand twice in a row in one paragraph.
fn sentences(prose: &Prose, damages: &mut Vec<Damage>) {
    let mut previous = 0..0;
    for sentence in prose.sentences() {
        let words = |range: std::ops::Range<usize>| prose.text.get(range).unwrap_or_default();
        let is_next = || words(previous.end..sentence.start).trim_matches(BLANKS).is_empty();
        if sentence.len() >= SHORTEST_SENTENCE
            && sentence.len() == previous.len()
            && words(sentence.clone()) == words(previous.clone())
            && is_next()
        {
            damages.push(Damage { kind: Kind::Repeated, range: sentence.clone() });
        }
        previous = sentence;
    }
}

/// Adds clauses that stand twice in a row: 坚持问题导向，坚持问题导向，.
fn clauses(prose: &Prose, damages: &mut Vec<Damage>) {
    let text = prose.text.as_str();
    let first = damages.len();
    let mut before: Option<(usize, char)> = None;
    let signs = prose.marks().filter(|(_, c)| matches!(c, '，' | '；' | '、' | '。'));
    for (at, sign) in signs {
        let Some((from, open)) = before.replace((at, sign)) else { continue };
        let clause = text.get(from + open.len_utf8()..at).unwrap_or_default();
        let said = text.get(..from).unwrap_or_default();
        if open == '。' || clause.is_empty() || !said.ends_with(clause) || !may_double(said, clause) {
            continue;
        }
        let start = from - clause.len();
        // The third of a row.
        match damages.get_mut(first..).and_then(<[Damage]>::last_mut) {
            Some(last) if last.range.end >= start => last.range.end = at,
            _ => damages.push(Damage { kind: Kind::Doubled, range: start..at }),
        }
    }
}

/// True if the clause that a text ends with is a whole one, of some length and in one line.
fn may_double(said: &str, clause: &str) -> bool {
    let opens = said.strip_suffix(clause).and_then(|before| before.chars().next_back());
    opens.is_none_or(|c| !c.is_alphanumeric())
        && !clause.contains(['\n', '|'])
        && clause.chars().filter(|c| is_han(*c)).nth(SHORTEST_CLAUSE - 1).is_some()
}

/// Chinese characters of the shortest clause that is not said twice by chance.
const SHORTEST_CLAUSE: usize = 4;

/// True for running text of some length without an end: more sentences than one, or one with clauses.
/// Headings, entries of lists and what announces something have none.
fn breaks_off(words: &str, is_listed: impl Fn() -> bool) -> bool {
    let Some(last) = words.chars().next_back() else { return false };
    if words.len() < SHORTEST_TEXT
        || !(is_han(last) || matches!(last, '，' | '、'))
        || words.ends_with("如下")
    {
        return false;
    }
    words.contains('。') || !is_listed() && !words.starts_with(['（', '(']) && words.contains('，')
}

/// A numbered heading, or an entry of a list with a mark that Markdown has not.
fn opens_entry(line: &str) -> bool {
    let words = line.trim_start_matches(BLANKS);
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_numbered = rest.len() < words.len() && rest.starts_with(['.', '．', '、', ')', '）', '是']);
    is_numbered || words.starts_with(['•', '·', '●', '①', '②', '③'])
}
