//! How a figure is written: so that it shows as the report prints it, and counts as a number wherever it can.
#![expect(
    clippy::disallowed_types,
    reason = "workbooks have their numbers in floating point: read from digits once"
)]

use std::collections::BTreeSet;

use crate::document::{FlatCell, UNFILLED};

/// Digits that a number of a workbook keeps.
pub(super) const MOST_DIGITS: u32 = 15;
/// Characters of the pattern by which a number shows.
const LONGEST_PATTERN: usize = 255;
/// Patterns of a workbook: Excel takes some two hundred.
const MOST_PATTERNS: usize = 150;

/// A figure on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    /// A number, and the pattern by which it shows its decimals and its note.
    Number(f64, String),
    /// What a number would not show: one of more digits, or a note too long. Nothing at all for a blank one.
    Text(String),
}

/// The patterns that a workbook has so far.
#[derive(Debug, Default)]
pub(super) struct Patterns(BTreeSet<String>);

impl Patterns {
    /// How a figure is written; in a draft one that is blank is marked.
    pub fn written(&mut self, cell: &FlatCell, draft: bool) -> Written {
        let computed = cell.computed.as_ref().map(|computed| format!("（应为{computed}）"));
        let behind = format!("{}{}", computed.unwrap_or_default(), cell.printed_note().unwrap_or_default());
        let text = || {
            let figure = if draft && cell.text.is_empty() { UNFILLED } else { cell.text.as_str() };
            Written::Text(format!("{figure}{behind}"))
        };
        let Some(number) = number(&cell.text) else { return text() };
        let decimals = decimals(&cell.text);
        let pattern = pattern(decimals, &behind);
        let is_short = pattern.encode_utf16().count() <= LONGEST_PATTERN;
        if !is_short || self.0.len() >= MOST_PATTERNS && !self.0.contains(&pattern) {
            return text();
        }
        self.0.insert(pattern.clone());
        Written::Number(number, pattern)
    }
}

/// A figure as a number, if a number keeps all of its digits.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0');
    let is_short = u32::try_from(digits.count()).is_ok_and(|digits| digits <= MOST_DIGITS);
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    text.parse().ok().filter(|_| is_plain && is_short)
}

/// How many decimals a figure has.
pub(super) fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// The pattern with so many decimals and words behind them: `0.00"（其中修订16件）"`.
pub(super) fn pattern(decimals: usize, behind: &str) -> String {
    let point = if decimals > 0 { "." } else { "" };
    let words =
        behind.split('"').map(|part| if part.is_empty() { String::new() } else { format!("\"{part}\"") });
    format!("0{point}{}{}", "0".repeat(decimals), words.collect::<Vec<_>>().join("\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, note: Option<&str>) -> Written {
        let cell = FlatCell {
            path: "a.b".to_owned(),
            text: text.to_owned(),
            sum_of: Vec::new(),
            computed: None,
            note: note.map(str::to_owned),
        };
        Patterns::default().written(&cell, false)
    }

    #[test]
    fn a_number_shows_as_the_report_prints_it() {
        let number = |number, pattern: &str| Written::Number(number, pattern.to_owned());
        assert_eq!(written("1037", None), number(1037.0, "0"));
        assert_eq!(written("-417", None), number(-417.0, "0"));
        assert_eq!(written("328.6150", None), number(328.615, "0.0000"));
        assert_eq!(
            written("22", Some("其中\"修订\"16件")),
            number(22.0, "0\"（其中\"\\\"\"修订\"\\\"\"16件）\"")
        );
        assert_eq!(written("0.000000000000001", None), number(1e-15, "0.000000000000000"));
        assert_eq!(written("123456789.123456", None), number(123_456_789.123_456, "0.000000"));
    }

    #[test]
    fn what_no_number_would_show_is_text() {
        let text = |text: &str| Written::Text(text.to_owned());
        assert_eq!(written("123456789.1234567", None), text("123456789.1234567"));
        assert_eq!(written("", None), text(""));
        assert_eq!(written("", Some("待核")), text("（待核）"));
        let long = "长".repeat(260);
        assert_eq!(written("22", Some(&long)), text(&format!("22（{long}）")));
    }

    #[test]
    fn a_draft_marks_what_is_blank_and_what_is_no_sum() {
        let mut cell = FlatCell {
            path: "a.b".to_owned(),
            text: String::new(),
            sum_of: Vec::new(),
            computed: None,
            note: None,
        };
        assert_eq!(Patterns::default().written(&cell, true), Written::Text(UNFILLED.to_owned()));
        (cell.text, cell.computed) = ("76".to_owned(), Some("75".to_owned()));
        let marked = Written::Number(76.0, "0\"（应为75）\"".to_owned());
        assert_eq!(Patterns::default().written(&cell, true), marked);
    }

    #[test]
    fn of_too_many_patterns_the_last_are_text() {
        let mut patterns = Patterns::default();
        let mut of = |number: usize| {
            let note = Some(format!("第{number}"));
            let cell = FlatCell {
                path: String::new(),
                text: "1".to_owned(),
                sum_of: Vec::new(),
                computed: None,
                note,
            };
            matches!(patterns.written(&cell, false), Written::Number(..))
        };
        assert!((0..MOST_PATTERNS).all(&mut of) && !of(MOST_PATTERNS) && of(0));
    }
}
