//! What two reports share, letter by letter.
//!
//! A passage counts from [`PASSAGE`] letters on. The real reports of independent agencies that this was tried with
//! shared fewer than 35 in a passage. Where more than a tenth of the reports have it, or where both have it in a section
//! that does not tell of the year, it has to be [`LONG_PASSAGE`] letters long: usual sentences of a place are shorter.
//! A section is copied by the bounds of Y204, in whatever order its sentences stand. What most reports have is a standard
//! sentence, unless it is as long as that, or makes up a section.

use std::ops::Range;

use super::marks::{self, REACH, SHINGLE};
use super::runs::{Passage, passages};
use super::standard::{Standard, Usual};
use super::texts::{Text, Texts};
use super::{ALIKE, SHORTEST, shortened};

/// A passage of so many letters counts as copied.
pub(super) const PASSAGE: usize = 100;
/// The same where many have it, or in sections that may read alike.
pub(super) const LONG_PASSAGE: usize = 200;
/// Per cent of a passage, from its first to its last letter, that must agree.
const DENSE: usize = 70;
/// Per cent of a passage that most reports have so that it is one of most.
const OF_MOST: usize = 75;
/// Stand between texts of either report, and are never alike.
const BETWEEN: [char; 2] = ['\u{E010}', '\u{E011}'];

/// What two reports share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Letters that agree, standard sentences apart.
    pub letters: usize,
    /// Where it stands in each.
    pub stretches: [Stretch; 2],
}

/// A passage in one of two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Official title of the section.
    pub section: String,
    /// The words as they are written there; of a very long passage its two ends.
    pub words: String,
    /// Per cent of the section that stands in the other report, standard sentences apart.
    pub share: usize,
    /// Its letters among those of all texts of the report.
    pub(super) letters: Range<usize>,
}

/// One of two reports that are compared.
struct Side<'t> {
    texts: &'t Texts,
    letters: Vec<char>,
    /// How usual the words of each letter are.
    usual: Vec<Usual>,
    /// Whether each letter stands in the other report.
    alike: Vec<bool>,
}

/// What two reports share; empty if it is no more than any two reports may.
pub fn compare(one: &Texts, other: &Texts, standard: &Standard) -> Vec<Shared> {
    let [between, other_between] = BETWEEN;
    let mut sides = [Side::new(one, between, standard), Side::new(other, other_between, standard)];
    let [here, there] = &mut sides;
    let passages = passages(&here.letters, &there.letters);
    for run in passages.iter().flat_map(|passage| &passage.runs) {
        here.found(run.here..run.here + run.length);
        there.found(run.there..run.there + run.length);
    }
    let [here, there] = &sides;
    let mut shared: Vec<Shared> =
        passages.iter().filter_map(|passage| long_passage(here, there, passage)).collect();
    shared.extend(copied_texts(here, there, &passages, 0, &shared));
    shared.extend(copied_texts(there, here, &passages, 1, &shared));
    shared
}

impl<'t> Side<'t> {
    fn new(texts: &'t Texts, between: char, standard: &Standard) -> Self {
        let letters = texts.letters(between);
        let mut usual = vec![Usual::Own; letters.len()];
        // Only some stretches of a standard sentence are marks: what lies between two of them belongs to it.
        let mut last: Option<(usize, Usual)> = None;
        for (hash, at) in marks::stretches(&letters) {
            let found = standard.usual(hash);
            if found == Usual::Own {
                continue;
            }
            let from = last.filter(|(before, _)| at - before <= REACH).map_or(at, |(before, _)| before);
            let weaker = last.filter(|_| from < at).map_or(found, |(_, before)| before.min(found));
            for letter in usual.get_mut(from..at).unwrap_or_default() {
                *letter = weaker.max(*letter);
            }
            for letter in usual.get_mut(at..at + SHINGLE).unwrap_or_default() {
                *letter = found.max(*letter);
            }
            last = Some((at, found));
        }
        Self { texts, alike: vec![false; letters.len()], letters, usual }
    }

    fn found(&mut self, letters: Range<usize>) {
        self.alike.get_mut(letters).unwrap_or_default().fill(true);
    }

    /// How many letters a stretch has, how many of them agree, and how many of these most reports have.
    fn all(&self, letters: Range<usize>) -> (usize, usize, usize) {
        let usual = self.usual.get(letters.clone()).unwrap_or_default();
        let alike = self.alike.get(letters).unwrap_or_default();
        let alike = usual.iter().zip(alike).filter(|(_, is_alike)| **is_alike);
        let of_most = alike.clone().filter(|(usual, _)| **usual == Usual::Most);
        (usual.len(), alike.count(), of_most.count())
    }

    /// How many letters of a stretch are no standard sentence's: all of them, and those that agree.
    fn own(&self, letters: Range<usize>) -> (usize, usize) {
        let usual = self.usual.get(letters.clone()).unwrap_or_default();
        let alike = self.alike.get(letters).unwrap_or_default();
        let own = usual.iter().zip(alike).filter(|(usual, _)| **usual < Usual::Most);
        own.fold((0, 0), |(all, alike), (_, is_alike)| (all + 1, alike + usize::from(*is_alike)))
    }

    /// A stretch as it is told; `is_of_most` is true for one that most reports have.
    fn stretch(&self, letters: Range<usize>, is_of_most: bool) -> Option<Stretch> {
        let text = self.texts.at(letters.start)?;
        let range = text.start..text.end();
        let (all, alike) = match is_of_most {
            true => {
                let (all, alike, _) = self.all(range);
                (all, alike)
            }
            false => self.own(range),
        };
        Some(Stretch {
            section: text.title.clone(),
            words: shortened(&words(text, letters.clone())),
            share: (alike * 100).checked_div(all).unwrap_or_default(),
            letters,
        })
    }
}

/// The words of letters of a text, with the mark that ends them.
fn words(text: &Text, letters: Range<usize>) -> String {
    let bytes = text.masked.bytes(letters.start - text.start..letters.end.min(text.end()) - text.start);
    // Marks are not compared; those beside the passage belong to it.
    let before = text.words.get(..bytes.start).unwrap_or_default();
    let start = before.trim_end_matches(['（', '(', '“', '《', '【']).len();
    let after = text.words.get(bytes.end..).unwrap_or_default();
    let is_end = |c: char| matches!(c, '。' | '！' | '？' | '；' | '”' | '）');
    let end = bytes.end + (after.len() - after.trim_start_matches(is_end).len());
    text.words.get(start..end).unwrap_or_default().replace(['\n', '\r'], " ")
}

/// A passage that is long enough to have been copied.
fn long_passage(here: &Side<'_>, there: &Side<'_>, passage: &Passage) -> Option<Shared> {
    let usual = passage.runs.iter().flat_map(|run| here.usual.get(run.here..run.here + run.length)).flatten();
    let (mut own, mut of_many, mut of_most) = (0, 0, 0);
    for usual in usual {
        match usual {
            Usual::Own => own += 1,
            Usual::Many => of_many += 1,
            Usual::Most => of_most += 1,
        }
    }
    let is_fresh = |side: &Side<'_>, at| side.texts.at(at).is_some_and(|text| text.is_fresh);
    let is_telling = is_fresh(here, passage.here.start) || is_fresh(there, passage.there.start);
    let bound = if is_telling && own >= of_many { PASSAGE } else { LONG_PASSAGE };
    let matched: usize = passage.runs.iter().map(|run| run.length).sum();
    let is_dense = |range: &Range<usize>| matched * 100 >= range.len() * DENSE;
    if !is_dense(&passage.here) || !is_dense(&passage.there) {
        return None;
    }
    let is_of_most = is_telling && matched >= LONG_PASSAGE && of_most * 100 >= matched * OF_MOST;
    if own + of_many < bound && !is_of_most {
        return None;
    }
    let stretch = |side: &Side<'_>, letters: &Range<usize>| side.stretch(letters.clone(), is_of_most);
    let stretches = [stretch(here, &passage.here)?, stretch(there, &passage.there)?];
    Some(Shared { letters: if is_of_most { matched } else { own + of_many }, stretches })
}

/// The texts of one side that stand in the other nearly whole, if no passage shows it. `own` says which side of the
/// passages it is.
fn copied_texts(
    side: &Side<'_>,
    other: &Side<'_>,
    passages: &[Passage],
    own: usize,
    shown: &[Shared],
) -> Vec<Shared> {
    let ranges = |passage: &Passage| {
        let ranges = [passage.here.clone(), passage.there.clone()];
        if own == 0 {
            ranges
        } else {
            let [here, there] = ranges;
            [there, here]
        }
    };
    // A section that most have, and that is longer than a standard sentence.
    let is_of_most = |text: &Text| {
        let (all, alike, of_most) = side.all(text.start..text.end());
        all >= PASSAGE && alike * 100 >= all * ALIKE && of_most * 2 > all
    };
    let copied = |text: &&Text| {
        let range = text.start..text.end();
        let (all, alike) = side.own(range.clone());
        let is_own = all >= SHORTEST && alike * 100 >= all * ALIKE;
        let is_copied = text.is_fresh && (is_own || is_of_most(text));
        let is_shown = shown.iter().filter_map(|shared| shared.stretches.get(own));
        let is_shown =
            is_shown.map(|stretch| overlap(&stretch.letters, &range)).sum::<usize>() * 2 > range.len();
        is_copied && !is_shown
    };
    let shared = |text: &Text| {
        let range = text.start..text.end();
        let is_of_most = is_of_most(text);
        let letters = if is_of_most { side.all(range.clone()).1 } else { side.own(range.clone()).1 };
        // Where most of it stands in the other.
        let inner = passages.iter().map(ranges).filter(|[mine, _]| overlap(mine, &range) > 0);
        let inner: Vec<Range<usize>> = inner.map(|[_, theirs]| theirs).collect();
        let within = |text: &&Text| {
            inner.iter().map(|theirs| overlap(theirs, &(text.start..text.end()))).sum::<usize>()
        };
        let there = other.texts.all.iter().max_by_key(within)?;
        let is_there = |theirs: &&Range<usize>| (there.start..there.end()).contains(&theirs.start);
        let start = inner.iter().filter(is_there).map(|theirs| theirs.start).min()?;
        let end = inner.iter().filter(is_there).map(|theirs| theirs.end).max()?;
        let (mine, theirs) = (side.stretch(range, is_of_most)?, other.stretch(start..end, is_of_most)?);
        let stretches = if own == 0 { [mine, theirs] } else { [theirs, mine] };
        Some(Shared { letters, stretches })
    };
    side.texts.all.iter().filter(copied).filter_map(shared).collect()
}

/// How much two stretches have in common.
pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}
