//! How much of a text stands in another, and the longest passage that does.
//!
//! Windows are compared by rolling hashes, so that 20,000 characters take milliseconds; a passage
//! is compared letter by letter before it is shown.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Characters that must agree in a row to count as copied.
const WINDOW: usize = 8;
/// Letters of a text that are compared.
const MOST: usize = 100_000;
/// What numbers are written with besides digits.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿";
/// A Mersenne prime, 2^61 − 1, and a base below it.
const PRIME: u64 = (1 << 61) - 1;
const BASE: u64 = 1_000_003;

pub(super) struct Comparison {
    /// Characters of the text, masked.
    pub length: usize,
    /// How many of them are copied.
    pub alike: usize,
    /// The longest copied passage, in bytes of the text.
    pub longest: Range<usize>,
}

impl Comparison {
    pub fn new(text: &str, other: &str) -> Self {
        let (text, other) = (masked(text), masked(other));
        let letters = |masked: &[(char, Range<usize>)]| masked.iter().map(|(c, _)| *c).collect::<Vec<_>>();
        let (a, b) = (Hashed::new(letters(&text)), Hashed::new(letters(&other)));
        let copies = a.found_in(&b, WINDOW, std::slice::from_ref(&(0..a.letters.len())));
        let (mut alike, mut counted_to) = (0, 0);
        for &(start, _) in &copies {
            alike += start + WINDOW - counted_to.max(start);
            counted_to = start + WINDOW;
        }
        let (start, length) = longest_common(&a, &b, &copies);
        let passage = text.get(start..start + length).unwrap_or_default();
        let longest = match (passage.first(), passage.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        };
        Self { length: a.letters.len(), alike, longest }
    }
}

/// Letters only, each number as one mark, each with its bytes in the text.
fn masked(text: &str) -> Vec<(char, Range<usize>)> {
    let mut masked: Vec<(char, Range<usize>)> = Vec::new();
    for (start, c) in text.char_indices() {
        if masked.len() >= MOST {
            break;
        }
        let end = start + c.len_utf8();
        let half = crate::report::to_half_width(c);
        let is_number = half.is_ascii_digit() || NUMERALS.contains(c);
        match masked.last_mut() {
            // Signs within a number, such as `1,234.5`, go with it.
            Some((before, bytes)) if is_number && *before == '0' => bytes.end = end,
            _ if is_number => masked.push(('0', start..end)),
            _ if c.is_alphanumeric() => masked.push((c, start..end)),
            _ => {}
        }
    }
    masked
}

/// Finds the place of a number that is a hash already.
#[derive(Debug, Default)]
struct Spread(u64);

type Known = BuildHasherDefault<Spread>;

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(self.0 << 8 | u64::from(byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // The table takes the upper bits, too, and those of a rest by PRIME are zero.
        self.0 = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// Letters with the hash of each of their beginnings, the empty one first.
struct Hashed {
    letters: Vec<char>,
    beginnings: Vec<u64>,
}

impl Hashed {
    fn new(letters: Vec<char>) -> Self {
        let mut hash = 0;
        let beginnings = letters.iter().map(|&c| {
            hash = reduced(u128::from(hash) * u128::from(BASE) + u128::from(u32::from(c)) + 1);
            hash
        });
        let beginnings = std::iter::once(0).chain(beginnings).collect();
        Self { letters, beginnings }
    }

    /// The hash of every stretch of that length within a part, with its start.
    fn stretches(&self, length: usize, part: Range<usize>) -> impl Iterator<Item = (u64, usize)> + '_ {
        let power = (0..length).fold(1, |power, _| reduced(u128::from(power) * u128::from(BASE)));
        let beginnings = self.beginnings.get(part.start..=part.end).unwrap_or_default();
        let ends = beginnings.iter().skip(length);
        beginnings.iter().zip(ends).zip(part.start..).map(move |((&start, &end), at)| {
            let before = reduced(u128::from(start) * u128::from(power));
            (reduced(u128::from(end) + u128::from(PRIME - before)), at)
        })
    }

    /// Every stretch of that length within the parts that stands in another text, too: where it starts
    /// here and there.
    fn found_in(&self, other: &Hashed, length: usize, parts: &[Range<usize>]) -> Vec<(usize, usize)> {
        let mut known = HashMap::with_capacity_and_hasher(other.letters.len(), Known::default());
        known.extend(other.stretches(length, 0..other.letters.len()));
        let stretches = parts.iter().flat_map(|part| self.stretches(length, part.clone()));
        stretches
            .filter_map(|(hash, start)| Some((start, *known.get(&hash)?)))
            .filter(|&(here, there)| {
                self.letters.get(here..here + length) == other.letters.get(there..there + length)
            })
            .collect()
    }
}

/// The rest of a number below 2^122 by [`PRIME`].
fn reduced(number: u128) -> u64 {
    let low = number & u128::from(PRIME);
    let sum = u64::try_from(low + (number >> 61)).unwrap_or_default();
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// Start in `a` and length of the longest passage that `b` has too; `copies` are the stretches of
/// [`WINDOW`] letters that it has.
fn longest_common(a: &Hashed, b: &Hashed, copies: &[(usize, usize)]) -> (usize, usize) {
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
        match a.found_in(b, length, &parts).first() {
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
fn widest(a: &Hashed, b: &Hashed, copies: &[(usize, usize)]) -> (usize, usize) {
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
