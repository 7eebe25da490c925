//! Characters and words that stand twice.
//!
//! In Chinese a character rightly stands twice in reduplications (人人) and where a word ends with the
//! character that the next begins with (公开开展). The lexicon lists both.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Damage, Kind, is_row};
use crate::prose::{Prose, words_for};
use crate::rules::passages::{is_han, lines};

/// Characters of the longest word that is looked for.
const LONGEST: usize = 8;

/// What is written twice and right, alone or with the words around it.
static TWICE: LazyLock<String> = LazyLock::new(|| words_for("twice").join(" "));
/// Words that follow a word which ends with their first character.
const AFTER_ITSELF: &str = "after-itself";
/// Characters with which so many words end and begin that nothing can be said.
const AFTER_ANY: &str = "after-any";

/// A character and the byte at which it stands.
type Place = (usize, char);

/// Places for the characters that were met last.
const PLACES: usize = 1024;

/// Adds what stands twice. Numbers and Latin letters are not judged.
pub(super) fn find(prose: &Prose, damages: &mut Vec<Damage>) {
    let text = prose.text.as_str();
    let chars: Vec<Place> = lines(prose)
        .filter(|(_, line)| !is_row(line))
        .flat_map(|(start, line)| {
            let chars = line.char_indices().map(move |(at, c)| (start + at, c));
            chars.chain(std::iter::once((start + line.len(), '\n')))
        })
        .collect();
    // Behind the place where each character stood last; one place serves many, since it is only a hint.
    let mut last = [0; PLACES];
    let mut end = 0;
    // A text of one sentence over and over asks the same of the lexicon each time.
    let mut verdicts = HashMap::new();
    for (at, &(_, c)) in chars.iter().enumerate() {
        let Some(behind) = last.get_mut(c as usize % PLACES) else { continue };
        let length = at + 1 - *behind;
        let is_first = *behind == 0;
        *behind = at + 1;
        if is_first || length > LONGEST || !is_doubled(&chars, at, length) {
            continue;
        }
        let from = at - length;
        let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
        let range = byte(from)..byte(at + length);
        if from < end {
            // The third of a row, or a longer stretch.
            if let Some(damage) = damages.last_mut() {
                damage.range.end = damage.range.end.max(range.end);
            }
        } else {
            let around = byte(from.saturating_sub(AROUND))..byte(from + 2 * length + AROUND);
            let words = text.get(around).unwrap_or_default();
            let is_damage = *verdicts
                .entry((words, from.min(AROUND), length))
                .or_insert_with(|| is_judged(&chars, from, length) && !is_fine(text, &chars, from, length));
            if !is_damage {
                continue;
            }
            damages.push(Damage { kind: Kind::Doubled, range });
        }
        end = at + length;
    }
}

/// Characters on either side that a verdict depends on: no entry of the lexicon is longer.
pub(super) const AROUND: usize = 8;

fn is_doubled(chars: &[Place], at: usize, length: usize) -> bool {
    let before = chars.get(at - length..at).unwrap_or_default();
    let after = chars.get(at..at + length).unwrap_or_default();
    before.len() == after.len() && before.iter().zip(after).all(|((_, a), (_, b))| a == b)
}

/// True for words, and for signs that never stand twice.
fn is_judged(chars: &[Place], from: usize, length: usize) -> bool {
    let word = chars.get(from..from + length).unwrap_or_default();
    let is_word = |c: char| is_han(c) && !"〇零一二两三四五六七八九十百千万亿几".contains(c);
    let first = word.first().map_or(' ', |(_, c)| *c);
    // 逐条逐条, 一件一件
    let is_each = length > 1 && matches!(first, '逐' | '每');
    word.iter().all(|(_, c)| is_word(*c)) && !is_each || length == 1 && "，、；：".contains(first)
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
    entries_with(&TWICE, doubled).any(|(entry, at)| {
        let opening = start.checked_sub(at).and_then(|start| text.get(start..));
        opening.is_some_and(|rest| rest.starts_with(entry))
    })
}

/// True where one word may end and another begin.
fn is_border(next: &str) -> bool {
    let first = next.chars().next();
    words_for(AFTER_ITSELF).contains(&next)
        || words_for(AFTER_ANY).iter().any(|known| known.chars().next() == first)
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
    list.match_indices(words).filter(|(_, found)| !found.is_empty()).map(move |(at, _)| {
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
