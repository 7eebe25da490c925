//! Whether two reports share marks of a passage that is long enough, judged by the marks alone.

use super::SHORTEST;
use super::compare::{LONG_PASSAGE, PASSAGE};
use super::marks::{Marks, Part, REACH, SHINGLE};
use super::standard::{Standard, Usual};

/// A text of fewer letters leaves few marks: one of them is reason enough to look closer.
const SHORT: usize = 150;
/// Marks of one passage stand no farther apart than this.
pub(super) const FAR: usize = 100;
/// What was changed between two marks is no longer in one text than in the other by more than this.
const SHIFT: usize = 16;
/// So many of a text's marks, one of that number, tell that the text was copied in whatever order.
const SHARE: usize = 4;

/// Marks in a row that a passage leaves at least.
pub(super) const fn marks_of(letters: usize) -> usize {
    (letters - SHINGLE + 1) / REACH
}

impl Part {
    /// True for a text that has to tell of the year in few words.
    pub(super) fn is_short(&self) -> bool {
        self.is_fresh && (SHORTEST..SHORT).contains(&self.letters)
    }
}

/// The marks of a report by their hashes, standard ones apart.
pub(super) struct Known<'m> {
    marks: &'m Marks,
    standard: &'m Standard,
    /// Hash, place and whether many have it.
    by_hash: Vec<(u64, usize, bool)>,
}

/// Letters from the first to the last mark that a passage leaves, at least.
pub(super) const fn reach_of(letters: usize) -> usize {
    letters - 2 * (REACH - 1)
}

/// Marks in a row that stand in both reports in like distances.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    /// Where the first stands.
    from: usize,
    /// Where the last stands in each.
    here: usize,
    there: usize,
    marks: usize,
    of_many: usize,
}

impl Row {
    /// The row with one more mark, or a new one if the mark does not go on with it.
    fn with(self, here: usize, there: usize, is_of_many: bool) -> Self {
        let goes_on = here
            .checked_sub(self.here)
            .zip(there.checked_sub(self.there))
            .is_some_and(|(own, other)| (1..=FAR).contains(&own) && own.abs_diff(other) <= SHIFT);
        let row = if goes_on { self } else { Self { from: here, ..Self::default() } };
        Self {
            from: row.from,
            here,
            there,
            marks: row.marks + 1,
            of_many: row.of_many + usize::from(is_of_many),
        }
    }

    fn is_long(&self) -> bool {
        let is_usual = self.of_many * 2 > self.marks;
        let passage = if is_usual { LONG_PASSAGE } else { PASSAGE };
        self.marks >= marks_of(passage) && self.here + SHINGLE - self.from >= reach_of(passage)
    }
}

impl<'m> Known<'m> {
    pub fn of(marks: &'m Marks, standard: &'m Standard) -> Self {
        let marked = marks.iter().filter_map(|mark| {
            let usual = standard.usual(mark.hash());
            (usual < Usual::Most).then(|| (mark.hash(), mark.place(), usual == Usual::Many))
        });
        let mut by_hash: Vec<_> = marked.collect();
        by_hash.sort_unstable();
        Self { marks, standard, by_hash }
    }

    /// True if both may have a passage in common that is worth a look at the words.
    pub fn may_share_with(&self, other: &Marks) -> bool {
        let (mut row, mut own, mut others) = (Row::default(), Vec::new(), Vec::new());
        for mark in other.iter() {
            let at = self.by_hash.partition_point(|(hash, ..)| *hash < mark.hash());
            let Some(&(hash, here, is_of_many)) = self.by_hash.get(at) else { continue };
            if hash != mark.hash() {
                continue;
            }
            row = row.with(here, mark.place(), is_of_many);
            if row.is_long() {
                return true;
            }
            if !is_of_many {
                own.push(here);
                others.push(mark.place());
            }
        }
        self.has_copied_part(self.marks, own) || self.has_copied_part(other, others)
    }

    /// True if the shared marks are enough of one of the texts, in whatever order.
    fn has_copied_part(&self, marks: &Marks, mut shared: Vec<usize>) -> bool {
        shared.sort_unstable();
        shared.dedup();
        let is_in = |part: &Part, place: usize| (part.start..part.start + part.letters).contains(&place);
        let fresh = marks.parts().iter().filter(|part| part.is_fresh && part.letters >= SHORTEST);
        fresh.into_iter().any(|part| {
            let shared = shared.iter().filter(|place| is_in(part, **place)).count();
            if shared == 0 {
                return false;
            }
            let own = |mark: &super::marks::Mark| self.standard.usual(mark.hash()) == Usual::Own;
            let all = marks.iter().filter(own).filter(|mark| is_in(part, mark.place())).count();
            shared * SHARE >= all && shared >= all.div_ceil(2).min(marks_of(PASSAGE))
        })
    }
}
