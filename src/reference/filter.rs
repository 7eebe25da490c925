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
    pub(super) make: fn(Decimal, Decimal) -> Option<String>,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Filter {}

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
fn percent(value: Decimal, whole: Decimal) -> Option<String> {
    let share = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(format!("{}%", one_decimal(share)))
}

/// In units of ten thousand: `44.7万`.
fn wan(value: Decimal, _: Decimal) -> Option<String> {
    Some(format!("{}万", one_decimal(value.checked_div(Decimal::from(10_000))?)))
}

/// The change against the other: `增长12.3%`.
fn change(value: Decimal, before: Decimal) -> Option<String> {
    let change = value.checked_sub(before)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)?;
    let rounded = one_decimal(change.abs());
    Some(match rounded.as_str() {
        "0" => "持平".to_owned(),
        _ if change.is_sign_negative() => format!("下降{rounded}%"),
        _ => format!("增长{rounded}%"),
    })
}

/// Rounds half up to one decimal, and drops `.0`.
fn one_decimal(value: Decimal) -> String {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(filter: fn(Decimal, Decimal) -> Option<String>, value: i64, other: i64) -> String {
        filter(Decimal::from(value), Decimal::from(other)).unwrap()
    }

    #[test]
    fn shares_are_rounded_half_up_to_one_decimal() {
        assert_eq!(made(percent, 38, 85), "44.7%");
        assert_eq!(made(percent, 1, 8), "12.5%");
        assert_eq!(made(percent, 1, 16), "6.3%");
        assert_eq!(made(percent, 1, 2000), "0.1%");
        assert_eq!(made(percent, 5, 5), "100%");
        assert_eq!(made(percent, 0, 5), "0%");
        assert_eq!(percent(Decimal::MAX, Decimal::ONE), None);
    }

    #[test]
    fn ten_thousands_are_rounded_half_up() {
        assert_eq!(made(wan, 447_000, 1), "44.7万");
        assert_eq!(made(wan, 15_286, 1), "1.5万");
        assert_eq!(made(wan, 20_000, 1), "2万");
        assert_eq!(made(wan, 500, 1), "0.1万");
    }

    #[test]
    fn changes_name_their_direction() {
        assert_eq!(made(change, 1123, 1000), "增长12.3%");
        assert_eq!(made(change, 500, 1000), "下降50%");
        assert_eq!(made(change, 7, 7), "持平");
    }
}
