//! What can be made of a figure: adding one is one entry in [`FILTERS`].

use rust_decimal::{Decimal, RoundingStrategy};

/// Makes words of a figure.
#[derive(Debug)]
pub struct Filter {
    /// Its name behind the `|`.
    pub name: &'static str,
    /// The name of its argument, the path of another figure that is not zero.
    pub argument: Option<&'static str>,
    /// What it is for, as a message says it.
    pub purpose: &'static str,
    /// The words for a figure and the other one; `None` if they are beyond what can be computed.
    pub(super) make: fn(Decimal, Decimal, Digits) -> Option<String>,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Filter {}

/// How many decimals are printed; without a number one, and none where it is a zero.
pub type Digits = Option<u8>;

/// What the number of decimals is called behind a filter.
pub const DIGITS: &str = "digits";
/// More decimals no report prints.
pub const MOST_DIGITS: u8 = 4;

/// Every filter.
pub static FILTERS: [Filter; 3] = [
    Filter { name: "percent", argument: Some("of"), purpose: "求占比", make: percent },
    Filter { name: "wan", argument: None, purpose: "以万为单位", make: wan },
    Filter { name: "change", argument: Some("from"), purpose: "求增减", make: change },
];

impl Filter {
    /// How it is written: `percent(of=…)`.
    pub fn usage(&self) -> String {
        self.argument.map_or_else(|| self.name.to_owned(), |argument| format!("{}({argument}=…)", self.name))
    }
}

/// Its share of the other: `44.7%`.
fn percent(value: Decimal, whole: Decimal, digits: Digits) -> Option<String> {
    let share = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(format!("{}%", rounded(share, digits)))
}

/// In units of ten thousand: `44.7万`.
fn wan(value: Decimal, _: Decimal, digits: Digits) -> Option<String> {
    Some(format!("{}万", rounded(value.checked_div(Decimal::from(10_000))?, digits)))
}

/// The change against the other: `增长12.3%`.
fn change(value: Decimal, before: Decimal, digits: Digits) -> Option<String> {
    let change = value.checked_sub(before)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)?;
    // What changed is not the same, however little it was: as many decimals as it takes to see it.
    let usual = rounded(change.abs(), digits);
    let more = (digits.unwrap_or(1)..=MOST_DIGITS).map(|digits| rounded(change.abs(), Some(digits)));
    let shown = std::iter::once(usual).chain(more).find(|rounded| !rounded.is_zero()).unwrap_or(usual);
    Some(match change.is_sign_negative() {
        _ if change.is_zero() => "持平".to_owned(),
        true => format!("下降{shown}%"),
        false => format!("增长{shown}%"),
    })
}

/// Rounds half up. A number of decimals that was asked for is kept, zeros at the end included.
fn rounded(value: Decimal, digits: Digits) -> Decimal {
    let places = u32::from(digits.unwrap_or(1));
    let mut rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    match digits {
        Some(_) => rounded.rescale(places),
        None => rounded.normalize_assign(),
    }
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    type Make = fn(Decimal, Decimal, Digits) -> Option<String>;

    fn made(filter: Make, value: i64, other: i64) -> String {
        filter(Decimal::from(value), Decimal::from(other), None).unwrap()
    }

    #[test]
    fn shares_are_rounded_half_up_to_one_decimal() {
        assert_eq!(made(percent, 38, 85), "44.7%");
        assert_eq!(made(percent, 1, 8), "12.5%");
        assert_eq!(made(percent, 1, 16), "6.3%");
        assert_eq!(made(percent, 1, 2000), "0.1%");
        assert_eq!(made(percent, 5, 5), "100%");
        assert_eq!(made(percent, 0, 5), "0%");
        assert_eq!(percent(Decimal::MAX, Decimal::ONE, None), None);
    }

    #[test]
    fn ten_thousands_are_rounded_half_up() {
        assert_eq!(made(wan, 447_000, 1), "44.7万");
        assert_eq!(made(wan, 15_286, 1), "1.5万");
        assert_eq!(made(wan, 20_000, 1), "2万");
        assert_eq!(made(wan, 500, 1), "0.1万");
    }

    #[test]
    fn a_number_of_decimals_that_is_asked_for_is_kept() {
        let made = |filter: Make, value: i64, other: i64, digits| {
            filter(Decimal::from(value), Decimal::from(other), Some(digits)).unwrap()
        };
        assert_eq!(made(percent, 11, 63, 2), "17.46%");
        assert_eq!(made(percent, 1, 2, 2), "50.00%");
        assert_eq!(made(percent, 1, 3, 4), "33.3333%");
        assert_eq!(made(percent, 1, 8, 0), "13%");
        assert_eq!(made(wan, 28_549, 1, 2), "2.85万");
        assert_eq!(made(change, 1004, 1000, 0), "增长0.4%");
        assert_eq!(made(change, 14_122, 14_120, 1), "增长0.01%");
        assert_eq!(made(change, 7, 7, 2), "持平");
        assert_eq!(made(change, 996, 1000, 2), "下降0.40%");
    }

    #[test]
    fn changes_name_their_direction() {
        assert_eq!(made(change, 1123, 1000), "增长12.3%");
        assert_eq!(made(change, 500, 1000), "下降50%");
        assert_eq!(made(change, 7, 7), "持平");
    }
}
