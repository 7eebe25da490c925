//! The marks of sentences that many reports have.

/// In so few reports of a small collection nothing counts as a standard sentence.
const FEW: usize = 8;
/// Beyond so many reports, and a tenth of all, a sentence may be a usual one of the place.
pub(super) const SOME: usize = 12;

/// How usual words are among the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Usual {
    /// Few reports have them.
    #[default]
    Own,
    /// More than a tenth have them: a usual sentence of the place, or a passage that many copied. Its length tells.
    Many,
    /// More than half have them: a standard sentence, which is nobody's, or a narrative that most copied.
    Most,
}

impl Usual {
    /// How usual it is that so many of all reports have a mark.
    pub fn of(having: usize, all: usize) -> Self {
        if having > FEW && having * 2 > all {
            Self::Most
        } else if having > SOME && having * 10 > all {
            Self::Many
        } else {
            Self::Own
        }
    }
}

/// The marks of words that many reports of a collection have: sentences of the notice that everybody repeats.
#[derive(Debug, Clone, Default)]
pub struct Standard {
    /// Hashes, ascending.
    marks: Vec<(u64, Usual)>,
}

impl Standard {
    /// Adds a mark with a higher hash than those before.
    pub(super) fn push(&mut self, hash: u64, usual: Usual) {
        self.marks.push((hash, usual));
    }

    /// How usual a mark is.
    pub(super) fn usual(&self, hash: u64) -> Usual {
        let found = self.marks.binary_search_by_key(&hash, |(known, _)| *known).ok();
        found.and_then(|at| self.marks.get(at)).map_or(Usual::Own, |(_, usual)| *usual)
    }
}
