//! What is kept of a report's narratives to find out, without reading them again, who may have copied them.
//!
//! The hashes of all stretches of [`SHINGLE`] letters are thinned out by winnowing: of every [`REACH`] in a row the
//! smallest is kept. Two texts with a passage of 40 letters in common so keep one mark of it at least, wherever it
//! stands in each, and one more for each further [`REACH`] letters.

use std::collections::{BTreeSet, VecDeque};

use super::hashed::{Hashed, spread};
use super::texts::Texts;
use crate::prose::Prose;
use crate::report::Report;

/// Letters of a stretch that has a hash.
pub(super) const SHINGLE: usize = 16;
/// Of so many stretches in a row one is kept.
pub(super) const REACH: usize = 25;
/// Marks of one report: 4 KB. A longer report, of some 6,600 letters, keeps one of twice as many stretches, or of more
/// still; these are among those that it would have kept else, so that it is compared with shorter ones as well.
const MOST: usize = 512;

/// Share of marks that two files of one report have in common, in percent.
const ALIKE: usize = 60;

/// Bits of a mark that tell its place.
const PLACE_BITS: u32 = 16;
/// Bits of a mark that are its hash.
pub(super) const HASH_BITS: u32 = u64::BITS - PLACE_BITS;

/// The marks of a report's narratives: some 2 KB of a report of 3,500 letters.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// In the order of the text.
    all: Box<[Mark]>,
    parts: Box<[Part]>,
}

/// The hash of a stretch, and the letter where it begins; letters beyond 65,535 leave no marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u64);

/// One text of the report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Where its letters begin among those of all texts.
    pub start: usize,
    /// How many they are.
    pub letters: usize,
    /// True if it has to tell of the year.
    pub is_fresh: bool,
}

impl Mark {
    fn new(hash: u64, letter: usize) -> Option<Self> {
        let place = u16::try_from(letter).ok()?;
        Some(Self(hash << PLACE_BITS | u64::from(place)))
    }

    /// Its hash, of [`HASH_BITS`] bits.
    pub fn hash(self) -> u64 {
        self.0 >> PLACE_BITS
    }

    /// The letter where it begins, among those of all texts.
    pub fn place(self) -> usize {
        usize::try_from(self.0 & u64::from(u16::MAX)).unwrap_or_default()
    }
}

impl Marks {
    /// The marks of a report.
    pub fn of(report: &Report) -> Self {
        Self::of_texts(&Texts::of(report))
    }

    /// The marks of a report whose narratives have been read.
    pub(crate) fn of_narratives<'p>(report: &Report, narratives: impl Iterator<Item = &'p Prose>) -> Self {
        Self::of_texts(&Texts::of_narratives(report, narratives))
    }

    /// The marks of texts that are at hand.
    pub fn of_texts(texts: &Texts) -> Self {
        let part = |text: &super::texts::Text| Part {
            start: text.start,
            letters: text.masked.letters.len(),
            is_fresh: text.is_fresh,
        };
        let mut reach = REACH;
        loop {
            let mut all = Vec::new();
            for text in &texts.all {
                let kept = winnowed(&text.masked.letters, reach);
                all.extend(kept.into_iter().filter_map(|(hash, at)| Mark::new(hash, text.start + at)));
            }
            if all.len() <= MOST {
                return Self { all: all.into(), parts: texts.all.iter().map(part).collect() };
            }
            reach *= 2;
        }
    }

    /// True if the narratives of two files are those of one report, as far as the marks tell: what was printed and read
    /// again may lack the number of an item, or have a heading among the words. A list of figures has no narratives, and
    /// says nothing else.
    pub fn are_of_one_text(&self, other: &Self) -> bool {
        let hashes = |marks: &Self| -> BTreeSet<u64> { marks.iter().map(Mark::hash).collect() };
        let (own, theirs) = (hashes(self), hashes(other));
        let most = own.len().max(theirs.len());
        own.is_empty() || theirs.is_empty() || own.intersection(&theirs).count() * 100 >= most * ALIKE
    }

    /// True if there are no narratives.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The marks in the order of the text.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Mark> + '_ {
        self.all.iter().copied()
    }

    /// The texts.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The place among the texts of the one that a letter stands in.
    pub(super) fn part_at(&self, letter: usize) -> Option<usize> {
        self.parts.partition_point(|part| part.start <= letter).checked_sub(1)
    }
}

/// The hash of every stretch that can be a mark, with its first letter.
pub(super) fn stretches(letters: &[char]) -> Vec<(u64, usize)> {
    let hashed = Hashed::new(letters);
    hashed.stretches(SHINGLE, 0..letters.len()).map(|(hash, at)| (spread(hash) >> PLACE_BITS, at)).collect()
}

/// The stretches that are kept: the smallest of any `reach` in a row, the last of equal ones, but the one before as
/// long as it is as small.
fn winnowed(letters: &[char], reach: usize) -> Vec<(u64, usize)> {
    let mut kept: Vec<(u64, usize)> = Vec::new();
    // Those that may still be the smallest, ascending.
    let mut waiting: VecDeque<(u64, usize)> = VecDeque::new();
    let all = stretches(letters);
    for &(hash, at) in &all {
        while waiting.back().is_some_and(|&(larger, _)| larger >= hash) {
            waiting.pop_back();
        }
        waiting.push_back((hash, at));
        while waiting.front().is_some_and(|&(_, first)| first + reach <= at) {
            waiting.pop_front();
        }
        // A text with fewer stretches keeps the smallest of all.
        if at + 1 < reach.min(all.len()) {
            continue;
        }
        let Some(&smallest) = waiting.front() else { continue };
        let is_still = kept.last().is_some_and(|&(last, place)| last == smallest.0 && place + reach > at);
        if !is_still {
            kept.push(smallest);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(letters: &str, reach: usize) -> Vec<u64> {
        let letters: Vec<char> = letters.chars().collect();
        winnowed(&letters, reach).into_iter().map(|(hash, _)| hash).collect()
    }

    proptest::proptest! {
        #[test]
        fn a_common_passage_leaves_a_common_mark(
            passage in "[一-龥]{40}|[甲乙]{40}",
            ends in proptest::array::uniform4("[一-龥]{0,80}|[甲乙]{0,80}"),
            doublings in 0_u32..3,
        ) {
            proptest::prop_assert_eq!(passage.chars().count(), SHINGLE + REACH - 1);
            let [before, after, other_before, other_after] = ends;
            // What a longer text keeps is kept by a shorter one, too.
            let reach = REACH << doublings;
            let long: String = passage.chars().cycle().take(SHINGLE + reach - 1).collect();
            let one = hashes(&format!("{before}{long}{after}"), reach);
            let other = hashes(&format!("{other_before}{long}{other_after}"), REACH);
            proptest::prop_assert!(one.iter().any(|hash| other.contains(hash)));
        }
    }

    #[test]
    fn marks_are_few() {
        let letters: String =
            (0..5_000_u32).filter_map(|n| char::from_u32(0x4E00 + n * 7 % 20_011)).collect();
        let count = hashes(&letters, REACH).len();
        assert!((300..470).contains(&count), "{count}");
        // One letter over and over is one mark in each reach.
        assert_eq!(hashes(&"的".repeat(5_000), REACH).len(), 199);
        assert_eq!((hashes(&"的".repeat(SHINGLE), REACH).len(), hashes("的", REACH).len()), (1, 0));
    }
}
