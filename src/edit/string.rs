//! A text as a string of TOML, of the kind that stands there if that can hold it.

use toml::de::DeValue;
use toml_writer::{ToTomlValue, TomlStringBuilder};

/// How a string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// True for one of three quotes, which may have several lines.
    pub is_long: bool,
    /// True for single quotes, in which every sign means itself.
    pub is_literal: bool,
    /// True if the text stands on lines of its own, between lines of quotes.
    pub is_block: bool,
}

impl Style {
    /// Of a text that may have several lines.
    pub const NARRATIVE: Self = Self { is_long: true, is_literal: true, is_block: true };
    /// Of a text on one line.
    pub const LINE: Self = Self { is_long: false, is_literal: false, is_block: false };

    /// The style of a string as it stands in a file; `None` for what is no string.
    pub fn of(written: &str) -> Option<Self> {
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let long = if quote == '"' { "\"\"\"" } else { "'''" };
        let inner = written.strip_prefix(long).and_then(|rest| rest.strip_suffix(long));
        let opens = |inner: &str| inner.starts_with(['\n', '\r']);
        let is_block = inner.is_some_and(|inner| opens(inner) && inner.ends_with('\n'));
        Some(Self { is_long: inner.is_some(), is_literal: quote == '\'', is_block })
    }
}

/// A figure or a date as it stands; what is none, in quotes.
pub(super) fn bare(text: &str) -> String {
    let is_bare = DeValue::parse(text).is_ok_and(|value| {
        matches!(value.get_ref(), DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_))
    });
    if is_bare { text.to_owned() } else { write(text, Style::LINE) }
}

/// A text as a string of that style, or of the nearest one that can hold it.
pub(super) fn write(text: &str, style: Style) -> String {
    // Without a line of their own for its last quotes, a text would be taken for one that ends without a line break.
    let style = Style { is_block: style.is_block || text.contains('\n'), ..style };
    if style.is_block && text.is_empty() {
        let quotes = if style.is_literal { "'''" } else { "\"\"\"" };
        return format!("{quotes}\n{quotes}");
    }
    let decoded = if style.is_block { format!("{text}\n") } else { text.to_owned() };
    let builder = TomlStringBuilder::new(&decoded);
    let is_long = style.is_long || decoded.contains('\n');
    // Quotes before the closing ones are easily taken for them.
    let closes_early = decoded.ends_with('\'');
    let literal = match is_long {
        // Tabs and the like stand as they are only between three quotes.
        true => builder.as_ml_literal().filter(|_| !closes_early),
        false => builder.as_literal(),
    };
    let wants_literal = style.is_literal || !is_long && decoded.contains('\\');
    match literal.filter(|_| wants_literal || !style.is_long && is_long) {
        Some(literal) => literal.to_toml_value(),
        None if is_long => long_basic(&decoded),
        None => builder.as_basic().to_toml_value(),
    }
}

/// Between three double quotes: lines, tabs and quotes stand as they are.
fn long_basic(decoded: &str) -> String {
    let written = TomlStringBuilder::new(decoded).as_ml_basic().to_toml_value();
    // Two backslashes are one that means itself.
    let parts: Vec<String> = written.split("\\\\").map(|part| part.replace("\\t", "\t")).collect();
    let written = parts.join("\\\\");
    // A quote before the closing ones.
    let is_escaped = |rest: &str| rest.bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1;
    match written.strip_suffix("\"\"\"\"").filter(|rest| !decoded.is_empty() && !is_escaped(rest)) {
        Some(rest) => format!("{rest}\\\"\"\"\""),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> String {
        DeValue::parse(written).unwrap().get_ref().as_str().unwrap().to_owned()
    }

    #[test]
    fn the_kind_that_stands_there_is_kept_where_it_can_hold_the_text() {
        let kept = |stands: &str, text: &str| write(text, Style::of(stands).unwrap());
        assert_eq!(kept("'''\n甲\n'''", "乙\n\n丙"), "'''\n乙\n\n丙\n'''");
        assert_eq!(kept("'''甲'''", "乙"), "'''乙'''");
        assert_eq!(kept("'''甲'''", "乙\n丙"), "'''\n乙\n丙\n'''");
        assert_eq!(kept("\"\"\"\n甲\n\"\"\"", "乙\\\t丙"), "\"\"\"\n乙\\\\\t丙\n\"\"\"");
        assert_eq!(kept("'''\n甲\n'''", "乙'''丙"), "\"\"\"\n乙'''丙\n\"\"\"");
        assert_eq!(kept("'''\n'''", ""), "'''\n'''");
        assert_eq!(kept("'甲'", "乙"), "'乙'");
        assert_eq!(kept("'甲'", "'乙"), "\"'乙\"");
        assert_eq!(kept("\"甲\"", "乙\"丙"), "\"乙\\\"丙\"");
        assert_eq!(kept("\"甲\"", "..\\2023\\年报.toml"), "'..\\2023\\年报.toml'");
        assert_eq!(kept("\"甲\"", "乙\n丙"), "'''\n乙\n丙\n'''");
    }

    #[test]
    fn every_text_reads_back() {
        let texts = [
            "",
            "'",
            "''",
            "甲'",
            "甲''",
            "甲\"",
            "甲\"\"\"",
            "\"\"\"\"",
            "甲'''\"\"\"\"乙\"\"\"",
            "\\",
            "甲\\\n乙",
            "甲  \n\t乙\t",
            "\n甲",
            "甲\n\n",
            "甲\u{7}乙\u{7f}",
            "'''甲\\t\"\"\"\t",
            "\\\\t\t",
            "abc",
            "abc\n",
        ];
        for stands in ["''", "\"\"", "''''''", "'''\n'''", "\"\"\"\n\"\"\"", "\"\"\"甲\"\"\"", "'''\n甲'''"]
        {
            let style = Style::of(stands).unwrap();
            for text in texts {
                let written = write(text, style);
                let is_block = style.is_block && !text.is_empty() || text.contains('\n');
                let end = if is_block { "\n" } else { "" };
                assert_eq!(read(&written), format!("{text}{end}"), "{stands} {written}");
            }
        }
    }
}
