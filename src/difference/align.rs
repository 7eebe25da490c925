//! Which items two lists have in common.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of the old list that another one of the new list stands for; one of the two may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Lists that are longer together differ as a whole, so that none takes a square of time. No report has a
/// hundredth of so many sentences.
const MOST: usize = 50_000;

/// The stretches in which two lists differ, in order.
pub(super) fn hunks<T: std::hash::Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<Hunk> {
    if old == new {
        return Vec::new();
    }
    if old.len() + new.len() > MOST {
        return vec![Hunk { old: 0..old.len(), new: 0..new.len() }];
    }
    let mut found: Vec<Hunk> = Vec::new();
    let changes = capture_diff_slices(Algorithm::Myers, old, new);
    for op in changes.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        match found.last_mut() {
            Some(last) if last.old.end == op.old_range().start && last.new.end == op.new_range().start => {
                (last.old.end, last.new.end) = (op.old_range().end, op.new_range().end);
            }
            _ => found.push(Hunk { old: op.old_range(), new: op.new_range() }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let text = |list: &[char], range: Range<usize>| list[range].iter().collect::<String>();
        let hunks = hunks(&old, &new);
        let words =
            hunks.iter().map(|h| format!("{}>{}", text(&old, h.old.clone()), text(&new, h.new.clone())));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hunks_are_what_two_lists_do_not_share() {
        assert_eq!(shown("abcd", "abcd"), "");
        assert_eq!(shown("abcd", "axcd"), "b>x");
        assert_eq!(shown("abcd", "abxycd"), ">xy");
        assert_eq!(shown("abcd", "bcde"), "a> >e");
        assert_eq!(shown("", "ab"), ">ab");
        assert_eq!(shown("abc", ""), "abc>");
    }

    #[test]
    fn what_differs_in_long_lists_is_found() {
        let old: Vec<u32> = (0..5_000).collect();
        let mut new = old.clone();
        new[1_000] = 9_999;
        new.remove(3_000);
        new.insert(4_000, 8_888);
        let found: Vec<_> = hunks(&old, &new).into_iter().map(|h| (h.old, h.new)).collect();
        assert_eq!(
            found,
            [(1_000..1_001, 1_000..1_001), (3_000..3_001, 3_000..3_000), (4_001..4_001, 4_000..4_001)]
        );
    }

    #[test]
    fn long_lists_with_little_in_common_take_no_square_of_time() {
        let (old, new): (Vec<u32>, Vec<u32>) = ((0..300_000).collect(), (300_000..600_000).collect());
        assert_eq!(hunks(&old, &new), [Hunk { old: 0..300_000, new: 0..300_000 }]);
        let reversed: Vec<u32> = (0..24_000).rev().collect();
        assert!(hunks(&(0..24_000).collect::<Vec<_>>(), &reversed).len() <= 2);
        let with_others = |other: u32| -> Vec<u32> { (0..150_000).flat_map(|n| [n, n + other]).collect() };
        assert_eq!(hunks(&with_others(1_000_000), &with_others(2_000_000)).len(), 1);
        let (old, new) = ([1, 2].repeat(MOST / 4), [2, 2, 1].repeat(MOST / 6));
        assert!(!hunks(&old, &new).is_empty());
        assert_eq!(hunks(&old, &old), []);
    }
}
