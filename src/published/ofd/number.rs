//! Decimals as whole numbers, and what is reckoned with them.

use crate::published::paper::FAR;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Decimals are held in millionths; those of lengths are of millimetres.
pub(super) const ONE: i64 = 1_000_000;

/// What is larger is brought in: no page and no distance has a kilometre.
const MOST: i64 = 1_000_000 * ONE;

/// A number as it is written.
pub(super) fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let number = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text)).ok()?;
    let limit = Decimal::from(MOST / ONE);
    let millionths = number.clamp(-limit, limit).checked_mul(Decimal::from(ONE))?;
    millionths.round().to_i64()
}

/// Numbers with blanks between them.
pub(super) fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let all: Option<Vec<i64>> = text.split_ascii_whitespace().take(N).map(number).collect();
    all?.try_into().ok()
}

/// Distances between characters: a list, in which `g 3 1.5` stands for `1.5 1.5 1.5`; no more than so many.
pub(super) fn distances(text: &str, most: usize) -> Vec<i64> {
    let mut words = text.split_ascii_whitespace();
    let mut all = Vec::new();
    while let Some(word) = words.next().filter(|_| all.len() < most) {
        let (count, word) = match word {
            "g" => (
                words.next().and_then(|count| count.parse().ok()).unwrap_or(0),
                words.next().unwrap_or_default(),
            ),
            word => (1_usize, word),
        };
        let value = number(word).unwrap_or(0);
        all.extend(std::iter::repeat_n(value, count.min(most - all.len())));
    }
    all
}

/// A length in hundredths of a point, in which the places on a page are counted.
pub(super) fn hundredths(length: i64) -> i64 {
    let length = length.clamp(-MOST, MOST);
    ((length * 9 + 31_750 / 2).div_euclid(31_750)).clamp(-FAR, FAR)
}

/// How the places of an object lie on the page: four factors and a shift.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([i64; 6]);

impl Matrix {
    /// Everything stays where it is.
    pub const NONE: Self = Self([ONE, 0, 0, ONE, 0, 0]);

    /// As it is written.
    pub fn read(text: &str) -> Option<Self> {
        numbers(text).map(Self)
    }

    pub fn apply(self, (x, y): (i64, i64)) -> (i64, i64) {
        let [a, b, c, d, e, f] = self.0;
        let sum = |p: i64, q: i64, shift: i64| {
            let sum = (i128::from(p) * i128::from(x) + i128::from(q) * i128::from(y)) / i128::from(ONE);
            let sum = (sum + i128::from(shift)).clamp(i128::from(-MOST), i128::from(MOST));
            i64::try_from(sum).unwrap_or(0)
        };
        (sum(a, c, e), sum(b, d, f))
    }
}
