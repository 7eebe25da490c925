//! What stands in a cell of a table of figures.

use crate::document::UNFILLED;
use crate::narrative::radicals;
use crate::source::is_unseen;

/// With this begins what a draft says behind a total that is not the sum.
const COMPUTED: &str = "应为";

/// A unit behind a figure has no more characters.
const LONGEST_UNIT: usize = 4;

/// What a cell says, as the data file keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// The figure in ASCII digits without thousands commas; empty for a blank cell; other words as they stand.
    pub text: String,
    /// What stands in brackets behind it.
    pub note: Option<String>,
}

/// Reads a cell.
pub(crate) fn figure(text: &str) -> Figure {
    let plain: String = text.chars().filter(|&c| !c.is_whitespace() && !is_unseen(c)).map(narrow).collect();
    if let Some(number) = number(&plain) {
        return Figure { text: number, note: None };
    }
    // Drafts of Word set it below, without brackets.
    if let Some(number) = plain.split_once(COMPUTED).and_then(|(figure, _)| number(figure)) {
        return Figure { text: number, note: None };
    }
    // 22（其中修订16件）
    let noted = plain.split_once('(').and_then(|(figure, rest)| {
        let inner =
            rest.strip_suffix(')').filter(|inner| !inner.is_empty() && !inner.contains(['(', ')']))?;
        Some((number(figure)?, inner))
    });
    if let Some((number, _)) = noted {
        let open = text.find(['（', '(']).map_or(text.len(), |at| at);
        let inner = text.get(open..).unwrap_or_default().trim().trim_start_matches(['（', '(']);
        let inner = inner.trim_end_matches(['）', ')']);
        // A cell breaks its words anywhere; a blank within a line is one.
        let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = inner.lines().map(line).collect::<String>();
        // What only a draft says beside a figure.
        let note = Some(inner).filter(|inner| !inner.starts_with(COMPUTED));
        return Figure { text: number, note };
    }
    let text = plainly(text);
    Figure { text: if text == UNFILLED { String::new() } else { text }, note: None }
}

/// True if a cell holds a figure or nothing, or what people write for nothing.
pub(crate) fn may_be_figure(text: &str) -> bool {
    let plain: String = text.chars().filter(|&c| !c.is_whitespace() && !is_unseen(c)).map(narrow).collect();
    let mut rest = plain.trim_start_matches(['+', '-']).chars();
    rest.next().is_none_or(|c| c.is_ascii_digit() || matches!(c, '/' | '\\' | '—' | '*' | '–'))
        && number_leads(&plain)
}

/// `1.属于国家秘密` begins with a digit and is a label.
fn number_leads(plain: &str) -> bool {
    let rest = plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'));
    let number = plain.strip_suffix(rest).unwrap_or_default();
    let is_whole = !number.ends_with(['.', ',']);
    rest.is_empty() && is_whole || rest.starts_with('(') || rest.chars().count() <= LONGEST_UNIT && is_whole
}

/// True for a figure that sums can be made of.
pub(super) fn decimal(text: &str) -> Option<rust_decimal::Decimal> {
    // Decimals take `3.` and `1_`, too.
    let is_plain = number(text).is_some_and(|number| number == text);
    is_plain.then(|| rust_decimal::Decimal::from_str_exact(text).ok()).flatten()
}

/// A number as a data file has it.
fn number(plain: &str) -> Option<String> {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(plain)),
    };
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if part.is_some_and(|part| !is_digits(part)) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let has_commas = !rest.is_empty();
    let is_grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    if !is_digits(first) || has_commas && !is_grouped {
        return None;
    }
    let part = part.map(|part| format!(".{part}")).unwrap_or_default();
    Some(format!("{sign}{first}{}{part}", rest.concat()))
}

/// ASCII for what people type in full width.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' | '﹣' => '-',
        c => c,
    }
}

/// Words of a cell as they stand, on one line.
pub(super) fn plainly(text: &str) -> String {
    let text: String =
        text.chars().filter(|&c| !is_unseen(c)).map(|c| radicals::ordinary(c).unwrap_or(c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_cell_is_kept() {
        for (cell, text, note) in [
            ("15", "15", None),
            (" １，２３４ ", "1234", None),
            ("+2", "2", None),
            ("－417", "-417", None),
            ("343.78万元", "343.78万元", None),
            ("22（其中修订16件）", "22", Some("其中修订16件")),
            ("0.00", "0.00", None),
            ("／", "／", None),
            ("\u{a0}\u{3000}", "", None),
            ("1,23", "1,23", None),
            ("不适用", "不适用", None),
            ("76\n应为75", "76", None),
            ("76（应为75）", "76", None),
            ("22（其中\n修订 16件）", "22", Some("其中修订 16件")),
        ] {
            let read = figure(cell);
            assert_eq!((read.text.as_str(), read.note.as_deref()), (text, note), "{cell}");
        }
    }

    #[test]
    fn sums_are_made_of_whole_figures_only() {
        for figure in ["0", "-7", "343.78", "007"] {
            assert!(decimal(figure).is_some(), "{figure}");
        }
        for words in ["", "3.", ".5", "1e3", "1_0", "--1", "12件"] {
            assert_eq!(decimal(words), None, "{words}");
        }
    }

    #[test]
    fn labels_that_begin_with_a_digit_are_no_figures() {
        for cell in ["", "0", "251000元", "/", "22（其中修订16件）", "－7"] {
            assert!(may_be_figure(cell), "{cell}");
        }
        for cell in ["1.属于国家秘密", "8.", "一、", "总计", "2.重复申请"] {
            assert!(!may_be_figure(cell), "{cell}");
        }
    }
}
