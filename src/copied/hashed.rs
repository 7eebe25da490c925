//! Rolling hashes: what any stretch of letters hashes to, in one step.

use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// What a hash grows by with each letter, by rests of 2^64: odd, so that no letter is ever lost.
const BASE: u64 = 0x2545_F491_4F6C_DD1D;
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
        // The lower bits of a hash know only those of its letters.
        self.0 = spread(number).rotate_left(u64::BITS / 2);
    }
}

/// Letters with the hash of each of their beginnings, the empty one first.
pub(super) struct Hashed<'l> {
    pub letters: &'l [char],
    beginnings: Vec<u64>,
}

impl<'l> Hashed<'l> {
    pub fn new(letters: &'l [char]) -> Self {
        let mut hash = 0_u64;
        let beginnings = letters.iter().map(|&c| {
            hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(c)) + 1);
            hash
        });
        let beginnings = std::iter::once(0).chain(beginnings).collect();
        Self { letters, beginnings }
    }

    /// The hash of every stretch of that length within a part, with its start.
    pub fn stretches(&self, length: usize, part: Range<usize>) -> impl Iterator<Item = (u64, usize)> + '_ {
        let power = (0..length).fold(1, |power: u64, _| power.wrapping_mul(BASE));
        let beginnings = self.beginnings.get(part.start..=part.end).unwrap_or_default();
        let ends = beginnings.iter().skip(length);
        beginnings
            .iter()
            .zip(ends)
            .zip(part.start..)
            .map(move |((&start, &end), at)| (end.wrapping_sub(start.wrapping_mul(power)), at))
    }
}
