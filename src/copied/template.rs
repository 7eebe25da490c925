//! Narratives that most reports have copied from one template.
//!
//! A mark that most reports have tells nothing: it is of a standard sentence. Many of them in a row do: no standard
//! sentence is that long. Each report with such a row is compared with the last one before it that has the same marks,
//! so that all who have it hang together and no pair more is compared than there are reports.

use std::collections::{BTreeMap, HashMap};

use super::ALIKE;
use super::candidates::REASON;
use super::compare::{LONG_PASSAGE, PASSAGE};
use super::likely::{FAR, marks_of, reach_of};
use super::marks::{Mark, Marks, SHINGLE};
use super::standard::{Standard, Usual};

/// Pairs of reports that may share a passage that most reports have, by their places, the smaller first.
pub(super) fn pairs(all: &[&Marks], standard: &Standard) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    // The last report with each mark: these are no more than the marks that most have.
    let mut last: HashMap<u64, usize> = HashMap::new();
    for (report, marks) in all.iter().enumerate() {
        let mut before: BTreeMap<usize, usize> = BTreeMap::new();
        for mark in telling(marks, standard) {
            if let Some(other) = last.insert(mark.hash(), report).filter(|other| *other != report) {
                *before.entry(other).or_default() += 1;
            }
        }
        pairs.extend(
            before.into_iter().filter(|(_, shared)| *shared >= REASON).map(|(other, _)| (other, report)),
        );
    }
    pairs
}

/// The marks that most reports have and that stand in a row too long for a standard sentence, or make up a text.
fn telling(marks: &Marks, standard: &Standard) -> Vec<Mark> {
    let of_most: Vec<Mark> = marks.iter().filter(|mark| standard.usual(mark.hash()) == Usual::Most).collect();
    let goes_on = |one: &Mark, other: &Mark| other.place().saturating_sub(one.place()) <= FAR;
    let is_long = |row: &&[Mark]| {
        let ends = row.first().zip(row.last());
        let reach = ends.map_or(0, |(first, last)| last.place() + SHINGLE - first.place());
        row.len() >= marks_of(LONG_PASSAGE) && reach >= reach_of(LONG_PASSAGE)
    };
    let mut telling: Vec<Mark> = of_most.chunk_by(goes_on).filter(is_long).flatten().copied().collect();
    for part in marks.parts().iter().filter(|part| part.is_fresh && part.letters >= PASSAGE) {
        let is_in = |mark: &Mark| (part.start..part.start + part.letters).contains(&mark.place());
        let own: Vec<Mark> = of_most.iter().copied().filter(is_in).collect();
        let count = marks.iter().filter(is_in).count();
        if own.len() >= REASON && own.len() * 100 >= count * ALIKE {
            telling.extend(own);
        }
    }
    telling
}
