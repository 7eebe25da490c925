//! Characters and words that stand twice.
//!
//! In Chinese a character rightly stands twice in reduplications (人人) and where a word ends with the
//! character that the next begins with (公开开展). The lexicon lists both.

use std::collections::HashMap;
use std::ops::Range;

use super::{Damage, Kind, is_row};
use crate::prose::{Prose, Words, characters};
use crate::rules::passages::{is_han, lines};

/// Characters of the longest word that is looked for.
const LONGEST: usize = 8;

/// What is written twice and right, alone or with the words around it.
pub(super) static TWICE: Words = Words::under("rule twice");
/// Words that follow a word which ends with their first character.
pub(super) static AFTER_ITSELF: Words = Words::under("rule after-itself");
/// Characters with which so many words end and begin that nothing can be said.
static AFTER_ANY: Words = Words::under("rule after-any");

/// A character and the byte at which it stands.
type Place = (usize, char);

/// Places for the characters that were met last.
const PLACES: usize = 1024;

/// What is known of the texts so far.
pub(super) struct Known<'a> {
    /// Name of the body that reports: what stands twice in it is right.
    name: &'a str,
    /// Behind the place where each character stood last; one place serves many, since it is only a hint.
    last: Vec<usize>,
    /// What is added to the places of a text: the texts before it take those below.
    base: usize,
    /// A text of one sentence over and over asks the same of the lexicon each time.
    verdicts: HashMap<(&'a str, usize, usize), bool>,
}

impl<'a> Known<'a> {
    pub(super) fn of(name: &'a str) -> Self {
        Self { name, last: vec![0; PLACES], base: 0, verdicts: HashMap::new() }
    }
}

/// Adds what stands twice. Numbers and Latin letters are not judged.
pub(super) fn find<'a>(prose: &'a Prose, known: &mut Known<'a>, damages: &mut Vec<Damage>) {
    let Known { name, last, base, verdicts } = known;
    let mut end = 0;
    for (start, line) in lines(prose).filter(|(_, line)| !is_row(line)) {
        for (at, number) in characters(line) {
            let Some(last) = last.get_mut(number % PLACES) else { continue };
            let behind = *base + start + at + 1;
            let length = behind - std::mem::replace(last, behind);
            if length > at.min(4 * LONGEST) {
                continue;
            }
            let Some(range) = doubled(line, at - length, at) else { continue };
            let whole = start + range.start..start + range.end;
            if whole.start < end {
                // The third of a row, or a longer stretch.
                if let Some(damage) = damages.last_mut() {
                    damage.range.end = damage.range.end.max(whole.end);
                }
            } else {
                let word = line.get(at..range.end).unwrap_or_default();
                if !is_judged(word) || line.get(range.clone()).is_some_and(|twice| name.contains(twice)) {
                    continue;
                }
                let (words, chars, from) = around(line, &range);
                let length = word.chars().count();
                let is_damage = *verdicts
                    .entry((words, from, length))
                    .or_insert_with(|| !is_fine(line, &chars, from, length));
                if !is_damage {
                    continue;
                }
                damages.push(Damage { kind: Kind::Doubled, range: whole.clone() });
            }
            end = whole.end;
        }
    }
    *base += prose.text.len();
}

/// The stretch from one place of a line to another and the same once more, if it is of few characters.
fn doubled(line: &str, from: usize, middle: usize) -> Option<Range<usize>> {
    let length = middle - from;
    let (bytes, end) = (line.as_bytes(), middle + length);
    let is_same = bytes.get(from..middle) == bytes.get(middle..end);
    (is_same && line.get(from..middle)?.chars().count() <= LONGEST).then_some(from..end)
}

/// The words that a verdict on a stretch depends on, their characters, and which of them it begins with.
fn around<'l>(line: &'l str, range: &Range<usize>) -> (&'l str, Vec<Place>, usize) {
    let (before, rest) = line.split_at_checked(range.start).unwrap_or_default();
    let start = before.char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let length = range.end - range.start;
    let after = rest.get(length..).unwrap_or_default();
    let end = after.char_indices().nth(AROUND).map_or(line.len(), |(at, _)| range.end + at);
    let words = line.get(start..end).unwrap_or_default();
    let chars: Vec<Place> = words.char_indices().map(|(at, c)| (start + at, c)).collect();
    let from = chars.iter().take_while(|(at, _)| *at < range.start).count();
    (words, chars, from)
}

/// Characters on either side that a verdict depends on: no entry of the lexicon is longer.
pub(super) const AROUND: usize = 8;

/// True for words, and for signs that never stand twice.
fn is_judged(word: &str) -> bool {
    let is_word = |c: char| is_han(c) && !"〇零一二两三四五六七八九十百千万亿几".contains(c);
    // 逐条逐条, 一件一件
    let is_each = word.starts_with(['逐', '每']) && word.chars().nth(1).is_some();
    word.chars().all(is_word) && !is_each || matches!(word, "，" | "、" | "；" | "：")
}

fn is_fine(text: &str, chars: &[Place], from: usize, length: usize) -> bool {
    let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    let start = byte(from);
    if length == 1 && is_name(chars, from) {
        return true;
    }
    // The second of the two with what follows it.
    let next = text.get(byte(from + 1)..byte(from + 3)).unwrap_or_default();
    if length == 1 && (is_border(next) || is_pair_of_pairs(chars, from)) {
        return true;
    }
    let doubled = text.get(start..byte(from + 2 * length)).unwrap_or_default();
    entries_with(TWICE.text(), doubled).any(|(entry, at)| {
        let opening = start.checked_sub(at).and_then(|start| text.get(start..));
        opening.is_some_and(|rest| rest.starts_with(entry))
    })
}

/// True where one word may end and another begin.
fn is_border(next: &str) -> bool {
    let first = next.chars().next();
    AFTER_ITSELF.contains(&next) || AFTER_ANY.iter().any(|known| known.chars().next() == first)
}

/// 反反复复: beside another character that stands twice.
fn is_pair_of_pairs(chars: &[Place], from: usize) -> bool {
    let is_pair = |at: Option<usize>| {
        let pair = at.and_then(|at| chars.get(at..at + 2));
        matches!(pair, Some([(_, a), (_, b)]) if a == b && is_han(*a))
    };
    is_pair(from.checked_sub(2)) || is_pair(Some(from + 2))
}

/// The entries of a list that have some words in them, each with their place in the entry.
fn entries_with<'l>(list: &'l str, words: &'l str) -> impl Iterator<Item = (&'l str, usize)> {
    let is_blank = |c: char| c.is_ascii_whitespace();
    let places = memchr::memmem::find_iter(list.as_bytes(), words).filter(|_| !words.is_empty());
    places.map(move |at| {
        let (before, after) = list.split_at_checked(at).unwrap_or_default();
        let start = before.rfind(is_blank).map_or(0, |blank| blank + 1);
        let end = after.find(is_blank).map_or(list.len(), |length| at + length);
        (list.get(start..end).unwrap_or_default(), at - start)
    })
}

/// 王婷婷: three characters by themselves, or behind 联系人.
fn is_name(chars: &[Place], from: usize) -> bool {
    let char_at = |at: Option<usize>| at.and_then(|at| chars.get(at)).map(|(_, c)| *c);
    let is_word = |at: Option<usize>| char_at(at).is_some_and(is_han);
    let back = |count: usize| from.checked_sub(count);
    let is_contact =
        (3..=5).any(|count| char_at(back(count)) == Some('系') && char_at(back(count - 1)) == Some('人'));
    is_contact || is_word(back(1)) && !is_word(back(2)) && !is_word(Some(from + 2))
}
