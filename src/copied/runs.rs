//! Where two texts agree letter by letter, and which of these stretches follow each other as one passage.

use std::ops::Range;

use super::WINDOW;
use super::hashed::Hashed;

/// Letters that may have been changed between two stretches of one passage, in either text: a name, a word.
const CHANGED: usize = 12;
/// Passages that a stretch may go on with: one beside it may have broken in.
const OPEN: usize = 4;
/// Places of the same window that are tried.
const TRIED: usize = 8;

/// Letters that agree in both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub here: usize,
    pub there: usize,
    pub length: usize,
}

/// Stretches that follow each other in both texts, with little changed between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub runs: Vec<Run>,
    /// From its first to its last letter in each text.
    pub here: Range<usize>,
    pub there: Range<usize>,
}

impl Passage {
    fn begin(run: Run) -> Self {
        let here = run.here..run.here + run.length;
        Self { runs: vec![run], here, there: run.there..run.there + run.length }
    }

    fn go_on(&mut self, run: Run) {
        self.here.end = run.here + run.length;
        self.there.end = run.there + run.length;
        self.runs.push(run);
    }

    /// True if little stands between it and a stretch.
    fn is_near(&self, here: usize, there: usize) -> bool {
        let is_near = |end: usize, at: usize| at.checked_sub(end).is_some_and(|between| between <= CHANGED);
        is_near(self.here.end, here) && is_near(self.there.end, there)
    }
}

/// Every stretch of [`WINDOW`] letters or more of `a` that stands in `b`, each letter of `a` once, as passages in the
/// order of `a`.
pub(super) fn passages(a: &[char], b: &[char]) -> Vec<Passage> {
    let windows: Vec<u64> = Hashed::new(a).stretches(WINDOW, 0..a.len()).map(|(hash, _)| hash).collect();
    let mut known: Vec<(u64, usize)> = Hashed::new(b).stretches(WINDOW, 0..b.len()).collect();
    known.sort_unstable();
    let run = |here: usize, there: usize| {
        let both = a.iter().skip(here).zip(b.iter().skip(there));
        Run { here, there, length: both.take_while(|(one, other)| one == other).count() }
    };
    // The places of a window from a letter of `b` on.
    let places = |hash: u64, from: usize| {
        let first = known.partition_point(|known| *known < (hash, from));
        let same = known.iter().skip(first).take_while(move |(other, _)| *other == hash);
        same.map(|(_, there)| *there).take(TRIED)
    };
    let mut found: Vec<Passage> = Vec::new();
    let mut here = 0;
    while let Some(&hash) = windows.get(here) {
        let open = found.iter_mut().rev().take(OPEN);
        let next = open.filter_map(|passage| {
            let there = places(hash, passage.there.end).next()?;
            let run = passage.is_near(here, there).then(|| run(here, there))?;
            (run.length >= WINDOW).then_some((passage, run))
        });
        if let Some((passage, run)) = next.max_by_key(|(_, run)| run.length) {
            passage.go_on(run);
            here += run.length;
            continue;
        }
        let longest = places(hash, 0).map(|there| run(here, there)).max_by_key(|run| run.length);
        match longest.filter(|run| run.length >= WINDOW) {
            Some(run) => {
                found.push(Passage::begin(run));
                here += run.length;
            }
            None => here += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that the passages of one text cover.
    fn covered(a: &str, b: &str) -> Vec<String> {
        let letters: Vec<char> = a.chars().collect();
        let other: Vec<char> = b.chars().collect();
        let found = passages(&letters, &other);
        found.into_iter().map(|passage| letters[passage.here].iter().collect()).collect()
    }

    #[test]
    fn a_changed_word_does_not_end_a_passage() {
        let text = "成立以主要负责同志张某为组长的领导小组，每季度听取公开工作汇报并研究解决问题";
        let other = text.replace("张某", "欧阳某某").replace("每季度", "每半年");
        assert_eq!(covered(text, &other), [text]);
        // A sentence that was moved away does.
        let moved = "每季度听取公开工作汇报并研究解决问题。另有一句是自己写的没有人写过。成立以主要负责同志张某为组长的领导小组，";
        assert_eq!(covered(text, moved).len(), 2);
    }

    #[test]
    fn one_letter_over_and_over_costs_little() {
        let same = "的".repeat(20_000);
        assert_eq!(covered(&same, &same), std::slice::from_ref(&same));
        let pair = "的一".repeat(10_000);
        assert_eq!(covered(&pair, &format!("{same}{pair}")), std::slice::from_ref(&pair));
    }
}
