//! How much of a text stands in another, and the longest passage that does.
//!
//! Windows are compared by rolling hashes, so that 20,000 characters take milliseconds; a passage
//! is compared letter by letter before it is shown.

use std::collections::HashMap;
use std::ops::Range;

use super::WINDOW;
use super::hashed::{Hashed, Known};
use super::mask::Masked;

/// How much of a text stands in another.
pub(crate) struct Comparison {
    /// Characters of the text, masked.
    pub length: usize,
    /// How many of them are copied.
    pub alike: usize,
    /// The longest copied passage, in bytes of the text.
    pub longest: Range<usize>,
}

impl Comparison {
    /// Compares the two letter by letter, without marks and with each number as one letter.
    pub fn new(text: &str, other: &str) -> Self {
        let (text, other) = (Masked::of(text), Masked::of(other));
        let (a, b) = (Hashed::new(&text.letters), Hashed::new(&other.letters));
        let copies = found_in(&a, &b, WINDOW, std::slice::from_ref(&(0..a.letters.len())));
        let (mut alike, mut counted_to) = (0, 0);
        for &(start, _) in &copies {
            alike += start + WINDOW - counted_to.max(start);
            counted_to = start + WINDOW;
        }
        let (start, length) = longest_common(&a, &b, &copies);
        Self { length: a.letters.len(), alike, longest: text.bytes(start..start + length) }
    }
}

/// Every stretch of that length within parts of a text that stands in another, too: where it starts here and
/// there.
fn found_in(a: &Hashed<'_>, b: &Hashed<'_>, length: usize, parts: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut known = HashMap::with_capacity_and_hasher(b.letters.len(), Known::default());
    known.extend(b.stretches(length, 0..b.letters.len()));
    let stretches = parts.iter().flat_map(|part| a.stretches(length, part.clone()));
    stretches
        .filter_map(|(hash, start)| Some((start, *known.get(&hash)?)))
        .filter(|&(here, there)| a.letters.get(here..here + length) == b.letters.get(there..there + length))
        .collect()
}

/// Start in `a` and length of the longest passage that `b` has too; `copies` are the stretches of
/// [`WINDOW`] letters that it has.
fn longest_common(a: &Hashed<'_>, b: &Hashed<'_>, copies: &[(usize, usize)]) -> (usize, usize) {
    // The passage lies within stretches that follow each other closely.
    let mut parts: Vec<Range<usize>> = Vec::new();
    for &(start, _) in copies {
        match parts.last_mut() {
            Some(part) if part.end == start + WINDOW - 1 => part.end += 1,
            _ => parts.push(start..start + WINDOW),
        }
    }
    let mut best = widest(a, b, copies);
    let (mut low, mut high) = (best.1, parts.iter().map(Range::len).max().unwrap_or(0));
    while low < high {
        let length = low + (high - low).div_ceil(2);
        parts.retain(|part| part.len() > low);
        match found_in(a, b, length, &parts).first() {
            Some(&(start, _)) => {
                best = (start, length);
                low = length;
            }
            None => high = length - 1,
        }
    }
    best
}

/// The longest of the copies when each is drawn out to the right as far as both texts agree. That is
/// the longest passage of all unless passages occur several times.
fn widest(a: &Hashed<'_>, b: &Hashed<'_>, copies: &[(usize, usize)]) -> (usize, usize) {
    let (mut best, mut covered) = ((0, 0), 0);
    for &(here, there) in copies {
        if here + WINDOW <= covered {
            continue;
        }
        let rest = a.letters.iter().skip(here).zip(b.letters.iter().skip(there));
        let length = rest.take_while(|(one, other)| one == other).count();
        covered = here + length;
        if length > best.1 {
            best = (here, length);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_passage_is_shown_as_it_is_written() {
        let now = "甲乙丙丁。2024年，共办理12件申请，均按期答复。戊己";
        let last = "子丑寅卯。2023年共办理 7 件申请均按期答复；辰巳";
        let found = Comparison::new(now, last);
        assert_eq!(&now[found.longest.clone()], "2024年，共办理12件申请，均按期答复");
        assert_eq!((found.length, found.alike), (20, 14));
        let none = Comparison::new("甲乙", "");
        assert_eq!((none.alike, none.longest), (0, 0..0));
    }

    /// The longest passage, by comparing every place with every other.
    fn plainly(a: &[char], b: &[char]) -> usize {
        let mut longest = 0;
        let mut above = vec![0; b.len() + 1];
        for one in a {
            let mut row = vec![0; b.len() + 1];
            for (at, other) in b.iter().enumerate() {
                row[at + 1] = if one == other { above[at] + 1 } else { 0 };
                longest = longest.max(row[at + 1]);
            }
            above = row;
        }
        longest
    }

    proptest::proptest! {
        #[test]
        fn no_longer_passage_is_overlooked(a in "[甲乙]{0,60}", b in "[甲乙]{0,60}") {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let found = Comparison::new(&a, &b).longest;
            let length = a[found.clone()].chars().count();
            let expected = plainly(&letters(&a), &letters(&b));
            proptest::prop_assert_eq!(length, if expected < WINDOW { 0 } else { expected });
            proptest::prop_assert!(b.contains(&a[found]));
        }
    }

    #[test]
    fn a_text_of_one_letter_is_its_own_copy() {
        let same = "的".repeat(20_000);
        assert_eq!(Comparison::new(&same, &same).alike, 20_000);
    }
}
