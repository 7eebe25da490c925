//! From the text to TOML, within the bounds of what a data file may cost.
//!
//! Why a text does not read is for the rule on it (D001) to say.

pub(crate) mod statements;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::{Source, Span, Unreadable};

/// A data file nested deeper than this is refused unread.
pub const MAX_DEPTH: usize = 32;
/// A data file with more lines, or more bars and tabs of narrative tables, is refused unread.
pub const MAX_LINES: usize = 20_000;
/// A data file with more commas is refused unread.
pub(crate) const MAX_VALUES: usize = 1_100_000;
/// Commas that a list or table in a list counts for.
const LIST_COST: usize = 10;

/// Why a text gives no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// There is no text to be had.
    NoText(Unreadable),
    /// It has more lines or values than the limit, from here on.
    TooMuch(Span),
    /// It is nested deeper than the limit, from here on.
    TooDeep(Span),
    /// It is not TOML.
    Syntax,
}

/// Reads the text as TOML.
pub(crate) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Unread> {
    if let Some(problem) = source.problem() {
        return Err(Unread::NoText(problem));
    }
    let text = source.text();
    if let Some(at) = beyond_limits(text) {
        return Err(Unread::TooMuch(Span::new(at, at + 1)));
    }
    // What is sound and not too deep need not be cut into statements.
    if !may_be_too_deep(text)
        && let Ok(table) = DeTable::parse(text)
        && table.get_ref().values().all(|value| is_within(value.get_ref(), MAX_DEPTH))
    {
        return Ok(table);
    }
    if let Some(at) = statements::statements(text).find_map(Result::err) {
        return Err(Unread::TooDeep(Span::new(at, at + 1)));
    }
    DeTable::parse(text).map_err(|_| Unread::Syntax)
}

/// True if a line has enough of the signs that lead deeper: brackets, and the dots of keys.
fn may_be_too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut signs, mut last) = (0, 0);
    memchr::memchr3_iter(b'[', b'{', b'.', bytes).any(|at| {
        if bytes.get(last..at).is_some_and(|between| memchr::memchr(b'\n', between).is_some()) {
            signs = 0;
        }
        (signs, last) = (signs + 1, at);
        signs > MAX_DEPTH
    })
}

/// True if lists and tables are nested no deeper than this in each other.
fn is_within(value: &DeValue<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return !matches!(value, DeValue::Array(_) | DeValue::Table(_));
    };
    match value {
        DeValue::Array(values) => values.iter().all(|value| is_within(value.get_ref(), depth)),
        DeValue::Table(values) => values.values().all(|value| is_within(value.get_ref(), depth)),
        _ => true,
    }
}

/// Where a text has more lines, table cells or values than any report: each of them takes a
/// hundredfold of its bytes in memory or in an output, so the limit on bytes alone does not bound
/// what a file costs.
pub(crate) fn beyond_limits(text: &str) -> Option<usize> {
    let count = |wanted: u8| memchr::memchr_iter(wanted, text.as_bytes()).count();
    let values = count(b',') + LIST_COST * (count(b'[') + count(b'{'));
    if count(b'\n').max(count(b'|') + count(b'\t')) < MAX_LINES && values < MAX_VALUES {
        return None;
    }
    let (mut lines, mut bars, mut commas) = (MAX_LINES, MAX_LINES, MAX_VALUES);
    let mut is_after_comma = false;
    text.bytes().position(|byte| {
        let after_comma = is_after_comma;
        is_after_comma = byte == b',' || after_comma && matches!(byte, b' ' | b'\t');
        let (left, cost) = match byte {
            b'\n' => (&mut lines, 1),
            b'|' | b'\t' => (&mut bars, 1),
            b',' => (&mut commas, 1),
            // A list or table in a list takes many times the memory of a number.
            b'[' | b'{' if after_comma => (&mut commas, LIST_COST),
            _ => return false,
        };
        *left = left.saturating_sub(cost);
        *left == 0
    })
}
