//! What a text holds, seen in one pass. Rules mostly seek what is hardly ever there: with this they know so
//! without a walk of their own.

use std::ops::Range;

/// How many characters the bits tell apart: they go by the low bits of a character.
const CHARS: usize = 4096;
/// How many pairs of characters they tell apart.
const PAIRS: usize = 16_384;

/// The characters of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glance {
    /// Those that are no Chinese ones, each with its place, ascending.
    marks: Vec<(u32, char)>,
    /// A bit for each character that stands there; a few share one.
    chars: Bits<{ CHARS / 64 }>,
    /// A bit for each two that stand side by side; a few share one.
    pairs: Bits<{ PAIRS / 64 }>,
}

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bits<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Bits<WORDS> {
    fn new() -> Self {
        Self(Box::new([0; WORDS]))
    }

    #[inline]
    fn add(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64 % WORDS) {
            *word |= 1 << (number % 64);
        }
    }

    #[inline]
    fn has(&self, number: usize) -> bool {
        self.0.get(number / 64 % WORDS).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// The number of a pair by the numbers of its characters.
#[inline]
fn pair(first: usize, second: usize) -> usize {
    first.wrapping_mul(37) ^ second
}

/// The low bits of a character of three bytes, by the last two.
#[inline]
fn number_of(second: u8, third: u8) -> usize {
    (usize::from(second & 0x3F) << 6) | usize::from(third & 0x3F)
}

/// The characters of a text, each by its place and its low bits.
#[inline]
pub(crate) fn characters(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        if let [0xE4..=0xE9, second, third, ..] = text.as_bytes().get(at..)? {
            at += 3;
            return Some((start, number_of(*second, *third)));
        }
        let c = text.get(at..)?.chars().next()?;
        at += c.len_utf8();
        Some((start, c as usize % CHARS))
    })
}

impl Glance {
    /// Looks at a text.
    pub(super) fn of(text: &str) -> Self {
        // One character in ten or so is a mark.
        let mut marks = Vec::with_capacity(text.len() / 24);
        let (mut chars, mut pairs) = (Bits::new(), Bits::new());
        let mut before = 0;
        let mut add = |number: usize| {
            chars.add(number);
            pairs.add(pair(before, number));
            before = number;
        };
        let mut rest = text.as_bytes();
        loop {
            // Nearly all Chinese characters, without decoding them in full.
            while let [0xE4..=0xE9, second, third, after @ ..] = rest {
                add(number_of(*second, *third));
                rest = after;
            }
            let at = text.len() - rest.len();
            let Some(mark) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            add(mark as usize % CHARS);
            rest = rest.get(mark.len_utf8()..).unwrap_or_default();
            if let Ok(at) = u32::try_from(at) {
                marks.push((at, mark));
            }
        }
        Self { marks, chars, pairs }
    }

    /// The characters within a stretch that are no Chinese ones.
    pub(super) fn marks(&self, range: Range<usize>) -> impl Iterator<Item = (usize, char)> + '_ {
        let before = |place: usize| self.marks.partition_point(|(at, _)| (*at as usize) < place);
        let marks = self.marks.get(before(range.start)..before(range.end)).unwrap_or_default();
        marks.iter().map(|&(at, c)| (at as usize, c))
    }

    /// False if the word cannot stand in the text.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        let mut before = None;
        for number in word.chars().map(|c| c as usize % CHARS) {
            let is_there = match before.replace(number) {
                None => self.chars.has(number),
                Some(before) => self.pairs.has(pair(before, number)),
            };
            if !is_there {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "2024年，我局公开（é😀）";

    #[test]
    fn marks_are_all_but_chinese_characters() {
        let glance = Glance::of(TEXT);
        let marks: String = glance.marks(0..TEXT.len()).map(|(_, c)| c).collect();
        assert_eq!(marks, "2024，（é😀）");
        let open = TEXT.find('（').unwrap();
        assert_eq!(glance.marks(open..open + 5).collect::<Vec<_>>(), [(open, '（'), (open + 3, 'é')]);
        assert!(glance.marks(0..TEXT.len()).all(|(at, c)| TEXT[at..].starts_with(c)));
    }

    #[test]
    fn what_stands_there_may_be_held_and_most_of_the_rest_not() {
        let glance = Glance::of(TEXT);
        for (start, _) in TEXT.char_indices() {
            for (end, _) in TEXT.char_indices().filter(|(end, _)| *end >= start) {
                assert!(glance.may_hold(&TEXT[start..end]), "{start}..{end}");
            }
        }
        for word in ["县", "局我", "公示", "公开局", "x", "éé"] {
            assert!(!glance.may_hold(word), "{word}");
        }
    }
}
