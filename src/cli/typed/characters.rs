//! What a Chinese keyboard or a word processor makes of the signs of a command line.

use crate::report::to_half_width;

/// True for what is meant as the dash before an option.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// True for what separates the entries of a list.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | ';' | '；') || c.is_whitespace()
}

/// True for words between two things.
pub(super) fn is_and(c: char) -> bool {
    matches!(c, '和' | '与' | '及')
}

/// True for what stands between an option and its value.
pub(super) fn is_equals(c: char) -> bool {
    matches!(c, '=' | '＝' | ':' | '：')
}

/// True for a blank at which no shell cuts.
pub(super) fn is_wide_blank(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{A0}')
}

/// Quotes that shells leave in place, or that belong to another shell.
const QUOTES: [&[char]; 3] =
    [&['“', '”', '„', '"', '＂', '〝', '〞'], &['‘', '’', '\'', '＇'], &['「', '」', '『', '』']];

/// Without the quotes around it, if there are any.
pub(super) fn unquoted(text: &str) -> Option<&str> {
    let kind = QUOTES.iter().find(|kind| text.starts_with(**kind))?;
    let inner = text.strip_prefix(*kind)?.strip_suffix(*kind)?.trim();
    (!inner.is_empty()).then_some(inner)
}

/// True if a quote opens at the start and does not close within.
pub(super) fn opens_quote(text: &str) -> bool {
    let kind = QUOTES.iter().find(|kind| text.starts_with(**kind));
    kind.is_some_and(|kind| text.matches(*kind).count() == 1)
}

/// True if a quote closes at the end that did not open within.
pub(super) fn closes_quote(text: &str) -> bool {
    let kind = QUOTES.iter().find(|kind| text.ends_with(**kind));
    kind.is_some_and(|kind| text.matches(*kind).count() == 1)
}

/// In half-width characters and small letters, without blanks around.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(to_half_width).collect::<String>().trim().to_lowercase()
}

/// The digits of a number as a person writes it: `２０２５`, `2025年`, `二〇二五年度`.
pub(super) fn digits(text: &str) -> Option<String> {
    const CHINESE: &str = "〇一二三四五六七八九";
    let text = plain(text);
    let bare = text.trim_end_matches(['度', '年', '号']).trim();
    let digit = |c: char| match CHINESE.chars().position(|one| one == c) {
        Some(value) => char::from_digit(u32::try_from(value).ok()?, 10),
        None if c == '零' => Some('0'),
        None => Some(c).filter(char::is_ascii_digit),
    };
    let digits: String = bare.chars().map(digit).collect::<Option<_>>()?;
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["2025", "２０２５", "2025年", "２０２５年度", "2025 年", "二〇二五年", "二零二五"]
        {
            assert_eq!(digits(text).as_deref(), Some("2025"), "{text}");
        }
        for text in ["", "年", "abc", "20x5", "-1", "二十五"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }

    #[test]
    fn quotes_around_a_word_fall_away_also_where_they_are_the_wrong_ones() {
        for text in ["“年报”", "”年报“", "‘年报’", "'年报'", "\"年报\"", "「年报」", "“ 年报 ”"]
        {
            assert_eq!(unquoted(text), Some("年报"), "{text}");
        }
        for text in ["年报", "“年报", "年报”", "“年报'", "“”", "“"] {
            assert_eq!(unquoted(text), None, "{text}");
        }
        assert!(opens_quote("“2025") && !opens_quote("“2025”") && !opens_quote("2025"));
        assert!(closes_quote("年报”") && !closes_quote("“年报”") && !closes_quote("年报"));
    }
}
