//! One cell of a table as the data file states it.

use rust_decimal::Decimal;
use toml::de::DeValue;

use crate::format::Kind;
use crate::source::{Span, Spanned, is_unseen};

/// The largest figure that a cell takes.
pub const LARGEST: u64 = 999_999_999;
/// Decimals that an amount may have; with them every sum of amounts is still exact.
const MOST_DECIMALS: u32 = 15;

/// A cell and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub state: State,
    /// Where it stands; for a cell that is not stated, the whole row.
    pub span: Span,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A number in the unit of its column, with every digit as written.
    Number(Decimal),
    /// `""`: left blank.
    Blank,
    /// Not stated: a total that the program computes.
    Absent,
    /// Something that is no figure.
    Invalid(Invalid),
}

impl State {
    /// The number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            State::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Why a value is no figure for its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invalid {
    /// Text in quotes.
    Text(String),
    /// True or false.
    Boolean,
    /// A date.
    Date,
    /// A list or a table.
    Nested,
    /// Hexadecimal, octal or binary.
    Radix,
    /// An exponent, `inf` or `nan`.
    Exponent,
    /// Below zero.
    Negative,
    /// Beyond 999,999,999.
    TooLarge,
    /// Decimals in a column that counts.
    Decimals,
    /// More decimals than an amount may have.
    TooManyDecimals,
    /// The row has the wrong number of cells, so nobody knows what the cell stands for.
    Misplaced,
}

/// Reads one value as a cell of a column of that kind.
pub(crate) fn read(value: &toml::Spanned<DeValue<'_>>, kind: Kind) -> Cell {
    let span = value.span().into();
    let state = match value.get_ref() {
        DeValue::Integer(integer) if integer.radix() != 10 => State::Invalid(Invalid::Radix),
        DeValue::Integer(integer) => number(integer.as_str(), kind),
        DeValue::Float(float) => number(float.as_str(), kind),
        DeValue::String(text) if text.chars().all(|c| c.is_whitespace() || is_unseen(c)) => State::Blank,
        DeValue::String(text) => State::Invalid(Invalid::Text(text.to_string())),
        DeValue::Boolean(_) => State::Invalid(Invalid::Boolean),
        DeValue::Datetime(_) => State::Invalid(Invalid::Date),
        DeValue::Array(_) | DeValue::Table(_) => State::Invalid(Invalid::Nested),
    };
    Cell { state, span }
}

fn number(text: &str, kind: Kind) -> State {
    match parse(text, kind) {
        Ok(number) => State::Number(number),
        Err(invalid) => State::Invalid(invalid),
    }
}

/// Reads digits as a figure of that kind. The reader of TOML has already taken underscores out.
pub(crate) fn parse(text: &str, kind: Kind) -> Result<Decimal, Invalid> {
    // Nearly every figure is a whole number below the largest.
    if text.len() < 9
        && text.bytes().all(|b| b.is_ascii_digit())
        && let Ok(number) = text.parse::<u32>()
    {
        return Ok(number.into());
    }
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return Err(Invalid::Exponent);
    }
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if !decimals.is_empty() && kind != Kind::Amount {
        return Err(Invalid::Decimals);
    }
    if decimals.len() > MOST_DECIMALS as usize {
        return Err(Invalid::TooManyDecimals);
    }
    let size: u64 = whole.parse().map_err(|_| Invalid::TooLarge)?;
    if size > LARGEST || size == LARGEST && decimals.bytes().any(|b| b != b'0') {
        return Err(Invalid::TooLarge);
    }
    let mut number = Decimal::from_str_exact(digits).map_err(|_| Invalid::TooLarge)?;
    if text.starts_with('-') && !number.is_zero() {
        if kind != Kind::Change {
            return Err(Invalid::Negative);
        }
        number.set_sign_negative(true);
    }
    Ok(number)
}

/// The ASCII character that a full-width one stands for.
pub(crate) fn to_half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

impl Cell {
    /// The value with its place.
    pub fn spanned(&self) -> Option<Spanned<Decimal>> {
        self.state.number().map(|value| Spanned { value, span: self.span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, kind: Kind) -> Result<String, Invalid> {
        parse(text, kind).map(|n| n.to_string())
    }

    #[test]
    fn every_digit_is_kept() {
        assert_eq!(printed("343.780", Kind::Amount).unwrap(), "343.780");
        assert_eq!(printed("11.640828", Kind::Amount).unwrap(), "11.640828");
        assert_eq!(printed("0.100000000000001", Kind::Amount).unwrap(), "0.100000000000001");
        assert_eq!(printed("+208", Kind::Change).unwrap(), "208");
        assert_eq!(printed("-417", Kind::Change).unwrap(), "-417");
        assert_eq!(printed("-0", Kind::Count).unwrap(), "0");
        assert_eq!(printed("999999999", Kind::Count).unwrap(), "999999999");
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        assert_eq!(printed("1000000000", Kind::Count), Err(Invalid::TooLarge));
        assert_eq!(printed("999999999.1", Kind::Amount), Err(Invalid::TooLarge));
        assert_eq!(printed("99999999999999999999999999999999", Kind::Count), Err(Invalid::TooLarge));
        assert_eq!(printed("-1", Kind::Count), Err(Invalid::Negative));
        assert_eq!(printed("-0.5", Kind::Amount), Err(Invalid::Negative));
        assert_eq!(printed("1.0", Kind::Count), Err(Invalid::Decimals));
        assert_eq!(printed("1e5", Kind::Amount), Err(Invalid::Exponent));
        assert_eq!(printed("inf", Kind::Amount), Err(Invalid::Exponent));
        assert_eq!(printed("-nan", Kind::Amount), Err(Invalid::Exponent));
        assert_eq!(printed("1.0123456789012345", Kind::Amount), Err(Invalid::TooManyDecimals));
    }
}
