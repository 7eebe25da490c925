//! Lengths of `layout` as millimetres, in decimals.

use crate::layout::{Length, MILLIMETRE, Rect};

/// A whole number of micrometres: what is written has three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Micrometres(i64);

impl Micrometres {
    /// The nearest one. Distances are taken between places that have been rounded, so no error adds up.
    pub fn of(length: Length) -> Self {
        Self((length * 1000 + MILLIMETRE / 2).div_euclid(MILLIMETRE))
    }

    pub fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// Half of it, the odd micrometre left out.
    pub fn half(self) -> Self {
        Self(self.0 / 2)
    }
}

impl std::fmt::Display for Micrometres {
    /// In millimetres, with as many decimals as are needed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 1000, self.0.abs() % 1000);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest => write!(f, "{sign}{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
        }
    }
}

/// An area as the standard writes it: left, top, width and height.
pub(super) struct Boundary {
    pub left: Micrometres,
    pub top: Micrometres,
    pub width: Micrometres,
    pub height: Micrometres,
}

impl Boundary {
    pub fn of(area: Rect) -> Self {
        let (left, top) = (Micrometres::of(area.left), Micrometres::of(area.top));
        let (right, bottom) = (Micrometres::of(area.right), Micrometres::of(area.bottom));
        Self { left, top, width: right.minus(left), height: bottom.minus(top) }
    }
}

impl std::fmt::Display for Boundary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {} {}", self.left, self.top, self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_in_millimetres_without_needless_noughts() {
        let text = |length| Micrometres::of(length).to_string();
        assert_eq!(text(210 * MILLIMETRE), "210");
        assert_eq!(text(MILLIMETRE / 2), "0.5");
        assert_eq!(text(MILLIMETRE / 8), "0.125");
        assert_eq!(text(-MILLIMETRE / 1000), "-0.001");
        assert_eq!(text(-3 * MILLIMETRE / 2), "-1.5");
        // A third of a millimetre, and the nearest micrometre on either side of nought.
        assert_eq!(text(MILLIMETRE / 3), "0.333");
        assert_eq!([text(17), text(18), text(-18), text(-19)], ["0", "0.001", "0", "-0.001"]);
    }

    #[test]
    fn errors_of_rounding_do_not_add_up() {
        // 28 characters over 156 mm.
        let place = |at: i64| Micrometres::of(156 * MILLIMETRE * at / 28);
        let sum = (0..28).map(|at| place(at + 1).minus(place(at)).0).sum::<i64>();
        assert_eq!(sum, 156_000);
    }
}
