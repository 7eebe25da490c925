//! How much of a text stands in another, and the longest passage that does.
//!
//! Windows are compared by rolling hashes, so that 20,000 characters take milliseconds; a passage
//! is compared letter by letter before it is shown.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Characters that must agree in a row to count as copied.
const WINDOW: usize = 8;
/// Letters of a text that are compared.
const MOST: usize = 100_000;
/// A Mersenne prime, 2^61 − 1, and a base below it.
const PRIME: u128 = (1 << 61) - 1;
const BASE: u128 = 1_000_003;

pub(super) struct Comparison {
    /// Characters of the text, masked.
    pub length: usize,
    /// How many of them are copied.
    pub alike: usize,
    text: Vec<(char, Range<usize>)>,
    other: Vec<char>,
    /// The longest run of windows that the other text has too, in characters: no passage is longer.
    most: usize,
}

impl Comparison {
    pub fn new(text: &str, other: &str) -> Self {
        let (text, other) = (masked(text), letters(&masked(other)));
        let a = letters(&text);
        let known: HashSet<&[char]> = other.windows(WINDOW).collect();
        let (mut alike, mut counted_to, mut run_from, mut most) = (0, 0, 0, 0);
        for (start, _) in a.windows(WINDOW).enumerate().filter(|(_, window)| known.contains(window)) {
            alike += start + WINDOW - counted_to.max(start);
            // Windows that do not overlap by all but one letter belong to two runs.
            if counted_to != start + WINDOW - 1 {
                run_from = start;
            }
            counted_to = start + WINDOW;
            most = most.max(counted_to - run_from);
        }
        Self { length: a.len(), alike, text, other, most }
    }

    /// The longest copied passage, in bytes of the text.
    pub fn longest(&self) -> Range<usize> {
        let (start, length) = longest_common(&letters(&self.text), &self.other, self.most);
        let passage = self.text.get(start..start + length).unwrap_or_default();
        match (passage.first(), passage.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }
}

fn letters(masked: &[(char, Range<usize>)]) -> Vec<char> {
    masked.iter().map(|(c, _)| *c).collect()
}

/// Letters only, each number as one mark, each with its bytes in the text. Of a text that is longer
/// than any report only the head is compared.
fn masked(text: &str) -> Vec<(char, Range<usize>)> {
    let mut masked: Vec<(char, Range<usize>)> = Vec::new();
    for (start, c) in text.char_indices() {
        if masked.len() >= MOST {
            break;
        }
        let end = start + c.len_utf8();
        let half = crate::report::to_half_width(c);
        let is_number = half.is_ascii_digit() || "〇零一二三四五六七八九十百千万亿".contains(c);
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

/// Start in `a` and length of the longest passage that `b` has too, of at most `most` letters. It is
/// mostly that long, so this is tried first; else its length is found by halving.
fn longest_common(a: &[char], b: &[char], most: usize) -> (usize, usize) {
    let (hashes_a, hashes_b) = (hashes(a), hashes(b));
    let (mut best, mut low, mut high) = ((0, 0), 0, most.min(a.len()).min(b.len()));
    let mut length = high;
    while low < high {
        let windows_b: HashMap<u128, usize> =
            rolling(&hashes_b, length).enumerate().map(|(start, hash)| (hash, start)).collect();
        let common = rolling(&hashes_a, length).enumerate().find_map(|(start, hash)| {
            let other = *windows_b.get(&hash)?;
            (a.get(start..start + length) == b.get(other..other + length)).then_some(start)
        });
        match common {
            Some(start) => {
                best = (start, length);
                low = length;
            }
            None => high = length - 1,
        }
        length = low + (high - low).div_ceil(2);
    }
    best
}

/// The hash of each beginning of the text, the empty one first.
fn hashes(text: &[char]) -> Vec<u128> {
    let mut hash = 0;
    std::iter::once(0)
        .chain(text.iter().map(|&c| {
            hash = (hash * BASE + u128::from(u32::from(c)) + 1) % PRIME;
            hash
        }))
        .collect()
}

/// The hash of every stretch of that length.
fn rolling(hashes: &[u128], length: usize) -> impl Iterator<Item = u128> + '_ {
    let power = (0..length).fold(1, |power, _| power * BASE % PRIME);
    let ends = hashes.iter().skip(length);
    hashes.iter().zip(ends).map(move |(start, end)| (end + PRIME * PRIME - start * power) % PRIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_passage_is_shown_as_it_is_written() {
        let now = "甲乙丙丁。2024年，共办理12件申请，均按期答复。戊己";
        let last = "子丑寅卯。2023年共办理 7 件申请均按期答复；辰巳";
        let found = Comparison::new(now, last);
        assert_eq!(&now[found.longest()], "2024年，共办理12件申请，均按期答复");
        assert_eq!((found.length, found.alike), (20, 14));
        let none = Comparison::new("甲乙", "");
        assert_eq!((none.alike, none.longest()), (0, 0..0));
        // Two passages that follow each other here but not there are no passage of both lengths.
        let now = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸";
        let apart = "甲乙丙丁戊己庚辛壬癸。东西南北。子丑寅卯辰巳午未申酉戌亥";
        let found = Comparison::new(now, apart);
        assert_eq!((found.alike, &now[found.longest()]), (22, "子丑寅卯辰巳午未申酉戌亥"));
        let bridged = Comparison::new(now, &format!("{apart}。{}", "午未申酉戌亥甲乙丙丁。戌亥甲乙丙丁戊己"));
        assert_eq!(&now[bridged.longest()], "子丑寅卯辰巳午未申酉戌亥");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures the time")]
    fn long_texts_take_no_time() {
        let text = |step: u32| -> String {
            (0..20_000_u32).filter_map(|i| char::from_u32(0x4E01 + i * i / 7 * step % 5000)).collect()
        };
        let start = std::time::Instant::now();
        let same = "的".repeat(20_000);
        assert_eq!(Comparison::new(&same, &same).alike, 20_000);
        Comparison::new(&text(1), &text(3));
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }
}
