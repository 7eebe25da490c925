//! Changes of the narrative, sentence by sentence.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::align::{Hunk, hunks};
use super::solid;
use crate::edition::{Edition, Heading, Passage};
use crate::narrative::ordinal;

/// Runs of more sentences than this are not searched for sentences that resemble each other.
const LONGEST_PAIRED: usize = 30;
/// A longer sentence resembles another only by its beginning, in characters.
const LONGEST_COMPARED: usize = 400;
/// Sentences with less in common (in percent) do not resemble each other.
const LEAST_LIKENESS: usize = 50;

/// A stretch of narrative that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NarrativeChange {
    /// Key of the section, or that of the preamble.
    pub section: String,
    /// Title of the section.
    pub title: String,
    /// The sentences before, a line for each paragraph; `None` if there were none.
    pub old: Option<String>,
    /// The sentences after; `None` if there are none.
    pub new: Option<String>,
    /// The heading under which they stand; `None` if there is none but that of the section.
    pub heading: Option<String>,
    /// The headings above that one, the highest first.
    #[serde(skip)]
    pub above: Vec<String>,
    /// For sentences that only stand at another place: what they stand behind now, empty at the beginning of the
    /// section; `None` for all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_behind: Option<String>,
}

/// Where one piece of text ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// After each clause that ; closes too: the least that a change can be told by.
    Clauses,
    /// After whole sentences only, as readers need them.
    Sentences,
}

impl Cut {
    fn marks(self) -> &'static [char] {
        match self {
            Self::Clauses => &['。', '！', '？', '；'],
            Self::Sentences => &['。', '！', '？'],
        }
    }
}

/// A sentence and the paragraph that it stands in.
#[derive(Debug, Clone)]
struct Sentence<'p> {
    text: &'p str,
    /// The text without blanks, by which it is compared.
    solid: String,
    paragraph: usize,
    /// Its place among the sentences of the passage.
    place: usize,
    /// The heading under which it stands, by its place in the list.
    heading: Option<usize>,
}

/// All changes, in the order of the new edition. Passages that only one edition carries are left out.
pub(super) fn changes(old: &Edition, new: &Edition, cut: Cut) -> Vec<NarrativeChange> {
    let both = new.passages.iter().filter_map(|passage| Some((old.passage(&passage.key)?, passage)));
    both.flat_map(|(old, new)| passage(old, new, cut)).collect()
}

fn passage(old: &Passage, new: &Passage, cut: Cut) -> Vec<NarrativeChange> {
    let (outline_before, outline_after) = (Outline::of(old), Outline::of(new));
    let (before, after) = (sentences(old, &outline_before, cut), sentences(new, &outline_after, cut));
    let solid = |list: &[Sentence<'_>]| list.iter().map(|one| one.solid.clone()).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for hunk in hunks(&solid(&before), &solid(&after)) {
        let Hunk { old, new } = hunk;
        pair(before.get(old).unwrap_or_default(), after.get(new).unwrap_or_default(), &mut pairs);
    }
    let moved = moved(&pairs);
    let change = |(place, (removed, added)): (usize, Pair<'_, '_>)| {
        let from = moved.get(&place);
        let (removed, added) = match from {
            Some(Moved::Away) => return None,
            Some(Moved::From(place)) => (pairs.get(*place).map_or(removed, |(removed, _)| removed), added),
            None => (removed, added),
        };
        let before = || added.first().and_then(|first| after.get(first.place.checked_sub(1)?));
        // What is new stands under the headings of the new edition, what is gone under those of the old one.
        let mut headings = match added.first().or(removed.first()) {
            Some(first) if added.is_empty() => outline_before.path(first.heading),
            Some(first) => outline_after.path(first.heading),
            None => Vec::new(),
        };
        Some(NarrativeChange {
            section: new.key.clone(),
            title: new.title.clone(),
            old: joined(removed),
            new: joined(added),
            heading: headings.pop(),
            above: headings,
            moved_behind: from.map(|_| before().map_or_else(String::new, |before| before.text.to_owned())),
        })
    };
    pairs.iter().copied().enumerate().filter_map(change).collect()
}

/// What became of a change that is one half of a move.
enum Moved {
    /// The sentences stand elsewhere now.
    Away,
    /// They stood at the place of that change.
    From(usize),
}

/// Shorter stretches (in characters) may be the same by chance.
const LEAST_MOVED: usize = 5;

/// The changes that together are no more than a move: what is gone at one place stands at another.
fn moved(pairs: &[Pair<'_, '_>]) -> HashMap<usize, Moved> {
    // The number of an item follows from its place.
    let is_number = |c: char| c.is_ascii_digit() || "•.．、（）()".contains(c);
    let said = |sentences: &[Sentence<'_>]| {
        let words = sentences.iter().map(|one| one.solid.as_str()).collect::<String>();
        words.trim_start_matches(is_number).to_owned()
    };
    let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, (removed, _)) in pairs.iter().enumerate().rev().filter(|(_, (_, added))| added.is_empty()) {
        gone.entry(said(removed)).or_default().push(place);
    }
    let mut found = HashMap::new();
    for (place, (_, added)) in pairs.iter().enumerate().filter(|(_, (removed, _))| removed.is_empty()) {
        let words = said(added);
        let from = gone.get_mut(&words).filter(|_| words.chars().count() >= LEAST_MOVED).and_then(Vec::pop);
        if let Some(from) = from {
            found.insert(from, Moved::Away);
            found.insert(place, Moved::From(from));
        }
    }
    found
}

/// A heading without a number stands where those of the section begin.
const RANK_WITHOUT_NUMBER: u8 = 2;

/// The headings of a passage, each with the one above it.
struct Outline<'p> {
    headings: &'p [Heading],
    above: Vec<Option<usize>>,
}

impl<'p> Outline<'p> {
    fn of(passage: &'p Passage) -> Self {
        let mut open: Vec<(usize, u8)> = Vec::new();
        let above = passage.headings.iter().enumerate().map(|(place, heading)| {
            // A page does not tell the level of its headings, but their numbers do.
            let rank = ordinal(&heading.text).map_or(RANK_WITHOUT_NUMBER, |ordinal| ordinal.rank);
            while open.last().is_some_and(|(_, above)| *above >= rank) {
                open.pop();
            }
            let above = open.last().map(|(place, _)| *place);
            open.push((place, rank));
            above
        });
        Self { above: above.collect(), headings: &passage.headings }
    }

    /// The words of a heading behind those above it.
    fn path(&self, heading: Option<usize>) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = heading;
        while let Some(place) = next {
            path.extend(self.headings.get(place).map(|heading| heading.text.clone()));
            next = self.above.get(place).copied().flatten();
        }
        path.reverse();
        path
    }
}

/// Sentences end at their marks, with the quotes and brackets that close behind them, or with their paragraph.
fn sentences<'p>(passage: &'p Passage, outline: &Outline<'p>, cut: Cut) -> Vec<Sentence<'p>> {
    let mut found = Vec::new();
    let mut headings = outline.headings.iter().enumerate().peekable();
    let mut under = None;
    for (paragraph, text) in passage.paragraphs.iter().enumerate() {
        // A heading stands under the one above it, the text that follows under the heading.
        let own = headings.next_if(|(_, heading)| heading.paragraph == paragraph);
        let mut heading = match own {
            Some((place, _)) => outline.above.get(place).copied().flatten(),
            None => under,
        };
        under = own.map_or(under, |(place, _)| Some(place));
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (sentence, after) = rest.split_at_checked(end_of_sentence(rest, cut)).unwrap_or((rest, ""));
            let text = sentence.trim();
            if !text.is_empty() {
                found.push(Sentence { text, solid: solid(text), paragraph, place: found.len(), heading });
            }
            rest = after;
            if own.is_some_and(|(_, own)| own.runs_in) {
                heading = under;
            }
        }
    }
    found
}

fn end_of_sentence(text: &str, cut: Cut) -> usize {
    let Some((at, mark)) = text.match_indices(cut.marks()).next() else { return text.len() };
    let end = at + mark.len();
    let rest = text.get(end..).unwrap_or_default();
    let closing = rest.trim_start_matches(['”', '’', '）', '」', '』', '】', '》', '。', '！', '？']);
    end + (rest.len() - closing.len())
}

type Pair<'s, 'p> = (&'s [Sentence<'p>], &'s [Sentence<'p>]);

/// Pairs what was removed with what was added at its place: sentences that resemble each other first, and
/// what is left between them as it stands.
fn pair<'s, 'p>(old: &'s [Sentence<'p>], new: &'s [Sentence<'p>], out: &mut Vec<Pair<'s, 'p>>) {
    let is_short = old.len().max(new.len()) <= LONGEST_PAIRED;
    let is_one = old.len() == 1 && new.len() == 1;
    let (mut left_old, mut left_new) = (old, new);
    if is_short && !is_one {
        for (at_old, at_new) in resembling(old, new) {
            let skip_old = at_old - (old.len() - left_old.len());
            let skip_new = at_new - (new.len() - left_new.len());
            let (before_old, rest_old) = left_old.split_at_checked(skip_old).unwrap_or((left_old, &[]));
            let (before_new, rest_new) = left_new.split_at_checked(skip_new).unwrap_or((left_new, &[]));
            rest(before_old, before_new, out);
            let (one_old, after_old) = rest_old.split_at_checked(1).unwrap_or((rest_old, &[]));
            let (one_new, after_new) = rest_new.split_at_checked(1).unwrap_or((rest_new, &[]));
            out.push((one_old, one_new));
            (left_old, left_new) = (after_old, after_new);
        }
    }
    rest(left_old, left_new, out);
}

/// What has no counterpart is a change by itself, paragraph by paragraph.
fn rest<'s, 'p>(old: &'s [Sentence<'p>], new: &'s [Sentence<'p>], out: &mut Vec<Pair<'s, 'p>>) {
    let by_paragraph = |a: &Sentence<'_>, b: &Sentence<'_>| a.paragraph == b.paragraph;
    match (old.is_empty(), new.is_empty()) {
        (true, true) => {}
        (false, true) => out.extend(old.chunk_by(by_paragraph).map(|part| (part, &[][..]))),
        (true, false) => out.extend(new.chunk_by(by_paragraph).map(|part| (&[][..], part))),
        (false, false) => out.push((old, new)),
    }
}

/// Pairs of sentences that say nearly the same, in rising order on both sides: of all such pairings the one
/// with the greatest likeness.
fn resembling(old: &[Sentence<'_>], new: &[Sentence<'_>]) -> Vec<(usize, usize)> {
    let pairs = |list: &[Sentence<'_>]| list.iter().map(letter_pairs).collect::<Vec<_>>();
    let (old, new) = (pairs(old), pairs(new));
    // For each number of old sentences taken from the end, and each number of new ones skipped: the
    // greatest likeness of what is left, and the pair with which it begins.
    let mut best: Vec<Vec<(usize, Option<usize>)>> = vec![vec![(0, None); new.len() + 1]];
    for one in old.iter().rev() {
        let below = best.last().map(Vec::as_slice).unwrap_or_default();
        let mut line = vec![(0, None)];
        for (place, other) in new.iter().enumerate().rev() {
            let without = |cell: Option<&(usize, Option<usize>)>| cell.map_or(0, |(score, _)| *score);
            let like = likeness(one, other);
            let paired = if like >= LEAST_LIKENESS { like + without(below.get(place + 1)) } else { 0 };
            let (later, partner) = line.last().copied().unwrap_or_default();
            let left = without(below.get(place));
            // Of several equal ones the first: later sentences need theirs, too.
            line.push(match paired {
                paired if paired > 0 && paired >= later.max(left) => (paired, Some(place)),
                _ if later >= left => (later, partner),
                _ => (left, None),
            });
        }
        line.reverse();
        best.push(line);
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (at, line) in best.iter().skip(1).rev().enumerate() {
        if let Some((_, Some(place))) = line.get(from) {
            found.push((at, *place));
            from = place + 1;
        }
    }
    found
}

fn letter_pairs(sentence: &Sentence<'_>) -> HashSet<(char, char)> {
    let letters = || sentence.solid.chars().take(LONGEST_COMPARED);
    letters().zip(letters().skip(1)).collect()
}

/// How much of two sets is common, in percent.
fn likeness(a: &HashSet<(char, char)>, b: &HashSet<(char, char)>) -> usize {
    let common = a.intersection(b).count();
    (200 * common).checked_div(a.len() + b.len()).unwrap_or(0)
}

/// Sentences as they stand, a line for each paragraph.
fn joined(sentences: &[Sentence<'_>]) -> Option<String> {
    let by_paragraph = |a: &Sentence<'_>, b: &Sentence<'_>| a.paragraph == b.paragraph;
    let lines =
        sentences.chunk_by(by_paragraph).map(|part| part.iter().map(|one| one.text).collect::<String>());
    let text = lines.collect::<Vec<_>>().join("\n");
    Some(text).filter(|text| !text.is_empty())
}
