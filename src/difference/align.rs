//! Which items two lists have in common, in time that grows with their length and not with its square.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Lists up to this length together are compared item by item. A report has far fewer sentences in a
/// section; in longer ones only what is unique holds the two together.
const EXACT: usize = 200;

/// A stretch of the old list that another one of the new list stands for; one of the two may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// The stretches in which two lists differ, in order.
pub(super) fn hunks<T: std::hash::Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<Hunk> {
    let mut found = Vec::new();
    let whole = Hunk { old: 0..old.len(), new: 0..new.len() };
    let mut last = Hunk { old: 0..0, new: 0..0 };
    for (o, n) in anchors(old, new, &whole).into_iter().chain([(old.len(), new.len())]) {
        gap(old, new, &Hunk { old: last.old.end..o, new: last.new.end..n }, &mut found);
        last = Hunk { old: o..o + 1, new: n..n + 1 };
    }
    found
}

/// Between two anchors.
fn gap<T: std::hash::Hash + Eq + Ord>(old: &[T], new: &[T], gap: &Hunk, found: &mut Vec<Hunk>) {
    let gap = trimmed(old, new, gap);
    if gap.old.is_empty() && gap.new.is_empty() {
        return;
    }
    if gap.old.len() + gap.new.len() > EXACT || gap.old.is_empty() || gap.new.is_empty() {
        found.push(gap);
        return;
    }
    let (a, b) = (old.get(gap.old.clone()).unwrap_or_default(), new.get(gap.new.clone()).unwrap_or_default());
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            let hunk =
                Hunk { old: shift(op.old_range(), gap.old.start), new: shift(op.new_range(), gap.new.start) };
            match found.last_mut() {
                Some(last) if last.old.end == hunk.old.start && last.new.end == hunk.new.start => {
                    last.old.end = hunk.old.end;
                    last.new.end = hunk.new.end;
                }
                _ => found.push(hunk),
            }
        }
    }
}

/// A gap without what its two sides have in common at the ends.
fn trimmed<T: Eq>(old: &[T], new: &[T], gap: &Hunk) -> Hunk {
    let (mut a, mut b) = (gap.old.clone(), gap.new.clone());
    while !a.is_empty() && !b.is_empty() && old.get(a.start) == new.get(b.start) {
        a.start += 1;
        b.start += 1;
    }
    while !a.is_empty() && !b.is_empty() && old.get(a.end - 1) == new.get(b.end - 1) {
        a.end -= 1;
        b.end -= 1;
    }
    Hunk { old: a, new: b }
}

/// Items that stand once in each of two long lists, as far as they come in the same order.
fn anchors<T: std::hash::Hash + Eq>(old: &[T], new: &[T], whole: &Hunk) -> Vec<(usize, usize)> {
    let middle = trimmed(old, new, whole);
    if middle.old.len() + middle.new.len() <= EXACT {
        return Vec::new();
    }
    let unique = |list: &'_ [T], range: &Range<usize>| -> HashMap<u64, Option<usize>> {
        let mut places = HashMap::new();
        for place in range.clone() {
            let hash = hash(list.get(place));
            places.entry(hash).and_modify(|known| *known = None).or_insert(Some(place));
        }
        places
    };
    let (old_places, new_places) = (unique(old, &middle.old), unique(new, &middle.new));
    let mut pairs: Vec<(usize, usize)> = old_places
        .iter()
        .filter_map(|(hash, o)| Some(((*o)?, (*new_places.get(hash)?)?)))
        .filter(|(o, n)| old.get(*o) == new.get(*n))
        .collect();
    pairs.sort_unstable();
    rising(&pairs)
}

fn hash<T: std::hash::Hash>(item: Option<&T>) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    item.hash(&mut hasher);
    hasher.finish()
}

/// The longest part of the pairs whose second numbers rise.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends such a part with the smallest number, and the pair before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let second = |index: usize| pairs.get(index).map_or(0, |pair| pair.1);
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| second(end) < pair.1);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut found = Vec::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        found.extend(pairs.get(index).copied());
        at = before.get(index).copied().flatten();
    }
    found.reverse();
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
    fn long_lists_are_held_together_by_what_is_unique() {
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
    fn long_lists_without_anything_in_common_take_no_square_of_time() {
        let (old, new): (Vec<u32>, Vec<u32>) = ((0..300_000).collect(), (300_000..600_000).collect());
        assert_eq!(hunks(&old, &new), [Hunk { old: 0..300_000, new: 0..300_000 }]);
        let (old, new) = ([1, 2].repeat(150_000), [2, 2, 1].repeat(100_000));
        assert!(!hunks(&old, &new).is_empty());
        let reversed: Vec<u32> = (0..300_000).rev().collect();
        assert!(hunks(&(0..300_000).collect::<Vec<_>>(), &reversed).len() <= 2);
    }
}
