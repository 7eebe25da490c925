//! Rolling hashes: what any stretch of letters hashes to, in one step.

use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A Mersenne prime, 2^61 − 1, and a base below it.
const PRIME: u64 = (1 << 61) - 1;
const BASE: u64 = 1_000_003;
/// Spreads a hash over all bits of a number.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash with its upper bits as good as its lower ones.
pub(super) fn spread(hash: u64) -> u64 {
    hash.wrapping_mul(SPREAD)
}

/// Finds the place of a number that is a hash already.
#[derive(Debug, Default)]
pub(super) struct Spread(u64);

/// For maps whose keys are hashes.
pub(super) type Known = BuildHasherDefault<Spread>;

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(self.0 << 8 | u64::from(byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // The table takes the upper bits, too, and those of a rest by PRIME are zero.
        self.0 = spread(number);
    }
}

/// Letters with the hash of each of their beginnings, the empty one first.
pub(super) struct Hashed<'l> {
    pub letters: &'l [char],
    beginnings: Vec<u64>,
}

impl<'l> Hashed<'l> {
    pub fn new(letters: &'l [char]) -> Self {
        let mut hash = 0;
        let beginnings = letters.iter().map(|&c| {
            hash = reduced(u128::from(hash) * u128::from(BASE) + u128::from(u32::from(c)) + 1);
            hash
        });
        let beginnings = std::iter::once(0).chain(beginnings).collect();
        Self { letters, beginnings }
    }

    /// The hash of every stretch of that length within a part, with its start.
    pub fn stretches(&self, length: usize, part: Range<usize>) -> impl Iterator<Item = (u64, usize)> + '_ {
        let power = (0..length).fold(1, |power, _| reduced(u128::from(power) * u128::from(BASE)));
        let beginnings = self.beginnings.get(part.start..=part.end).unwrap_or_default();
        let ends = beginnings.iter().skip(length);
        beginnings.iter().zip(ends).zip(part.start..).map(move |((&start, &end), at)| {
            let before = reduced(u128::from(start) * u128::from(power));
            (reduced(u128::from(end) + u128::from(PRIME - before)), at)
        })
    }
}

/// The rest of a number below 2^122 by [`PRIME`].
fn reduced(number: u128) -> u64 {
    let low = number & u128::from(PRIME);
    let sum = u64::try_from(low + (number >> 61)).unwrap_or_default();
    if sum >= PRIME { sum - PRIME } else { sum }
}
