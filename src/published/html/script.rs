//! HTML within the strings of a script or of JSON.

use memchr::{memchr, memchr2, memchr3, memmem};

/// Tags that paragraphs and tables are made of.
const TAGS: [&str; 16] = [
    "p", "div", "table", "tr", "td", "span", "font", "br", "h1", "h2", "h3", "section", "ul", "ol", "html",
    "body",
];

/// The HTML in the strings of a script, joined in the order of the file; none if no string has any.
pub(super) fn markup(script: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = script;
    while let Some((literal, after)) = next_literal(rest) {
        rest = after;
        if may_be_markup(literal) {
            let text = unescape(literal);
            if is_markup(&text) {
                out.push_str(&text);
                out.push('\n');
            }
        }
    }
    Some(out).filter(|out| !out.is_empty())
}

/// The value of the first string under a key that names a title.
pub(super) fn title(script: &str) -> Option<String> {
    let mut rest = script;
    let mut is_title = false;
    while let Some((literal, after)) = next_literal(rest) {
        rest = after;
        let is_key = after.trim_start_matches(['"', '\'', '`']).trim_start().starts_with(':');
        if is_title && !is_key {
            let title = unescape(literal);
            if !title.trim().is_empty() && !title.contains('<') {
                return Some(title.trim().to_owned());
            }
        }
        is_title = is_key && literal.len() < 40 && literal.to_ascii_lowercase().ends_with("title");
    }
    None
}

/// Has a sign that could begin a tag, perhaps escaped.
fn may_be_markup(literal: &str) -> bool {
    let bytes = literal.as_bytes();
    memchr(b'<', bytes).is_some() || (memchr(b'\\', bytes).is_some() && has_escaped_angle(bytes))
}

fn has_escaped_angle(bytes: &[u8]) -> bool {
    [&b"\\u003c"[..], b"\\u003C", b"\\x3c", b"\\x3C"]
        .iter()
        .any(|escape| memmem::find(bytes, escape).is_some())
}

/// Has a tag that paragraphs or tables are made of.
pub(super) fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = bytes.get(at + 1..).unwrap_or_default();
        TAGS.iter().any(|tag| {
            let (start, end) = (name.get(..tag.len()), name.get(tag.len()));
            start.is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
                && end.is_some_and(|end| matches!(end, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'))
        })
    })
}

/// The next string of a script as it is written, and what comes after it. A string in single or double
/// quotes ends with its line at the latest, so that a quote elsewhere does no harm beyond it.
fn next_literal(script: &str) -> Option<(&str, &str)> {
    let mut rest = script;
    loop {
        let bytes = rest.as_bytes();
        let quote = memchr3(b'"', b'\'', b'`', bytes)?;
        // A comment may stand before it.
        let before = bytes.get(..quote)?;
        if let Some(comment) = memchr::memchr_iter(b'/', before)
            .find(|at| matches!(before.get(at + 1), Some(b'/' | b'*')))
            .filter(|at| at.checked_sub(1).and_then(|at| before.get(at)) != Some(&b':'))
        {
            let inside = rest.get(comment + 2..)?;
            let is_line = bytes.get(comment + 1) == Some(&b'/');
            let end = if is_line { memchr(b'\n', inside.as_bytes()) } else { inside.find("*/") };
            rest = inside.get(end?..)?.trim_start_matches("*/");
            continue;
        }
        let mark = *bytes.get(quote)?;
        let inside = rest.get(quote + 1..)?;
        let end = literal_end(inside.as_bytes(), mark);
        let (literal, after) = inside.split_at_checked(end)?;
        return Some((literal, after.strip_prefix(char::from(mark)).unwrap_or(after)));
    }
}

/// Where a string ends.
fn literal_end(bytes: &[u8], mark: u8) -> usize {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = if mark == b'`' { memchr2(mark, b'\\', rest) } else { memchr3(mark, b'\\', b'\n', rest) };
        let Some(found) = found else { return bytes.len() };
        at += found;
        if bytes.get(at) != Some(&b'\\') {
            return at;
        }
        // What is escaped ends nothing; a line end may be of two bytes.
        at += if bytes.get(at + 1..at + 3) == Some(b"\r\n") { 3 } else { 2 };
        at = at.min(bytes.len());
    }
}

/// A string's text without its escapes.
fn unescape(literal: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    let mut rest = literal;
    // The first half of a character that is written as two.
    let mut high: Option<u32> = None;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = escape.chars();
        chars.next();
        let sign = chars.next();
        rest = chars.as_str();
        let code = match sign {
            Some('u') => hex(&mut rest, 4),
            Some('x') => hex(&mut rest, 2),
            _ => None,
        };
        match (sign, code) {
            (_, Some(code @ 0xd800..0xdc00)) => high = Some(code),
            (_, Some(code)) => {
                let code = match high.take() {
                    Some(high) if (0xdc00..0xe000).contains(&code) => {
                        0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00)
                    }
                    _ => code,
                };
                out.extend(char::from_u32(code));
            }
            (Some('n' | 'r' | 'b' | 'f' | 'v' | '0'), None) => out.push('\n'),
            (Some('t'), None) => out.push('\t'),
            // A string that goes on in the next line.
            (Some('\n' | '\r') | None, None) => {}
            (Some(other), None) => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// The number written in so many hexadecimal digits, or in braces.
fn hex(rest: &mut &str, digits: usize) -> Option<u32> {
    let (number, after) = match rest.strip_prefix('{') {
        Some(inside) if digits == 4 => inside.split_once('}').filter(|(number, _)| number.len() <= 6)?,
        _ => rest.split_at_checked(digits)?,
    };
    let code = u32::from_str_radix(number, 16).ok()?;
    *rest = after;
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_with_markup_are_found_among_others() {
        let script = "// don't\nlet a = \"x < y\", b = 'it';\nlet c = \"<p id=\\\"z\\\">甲\\/<\\/p>\\n\" + '<td>1</td>';";
        assert_eq!(markup(script).unwrap(), "<p id=\"z\">甲/</p>\n\n<td>1</td>\n");
        assert_eq!(markup("let a = 'plain';"), None);
    }

    #[test]
    fn escapes_of_json_are_undone() {
        let json = r#"{"title": "甲报告", "content": "\u003cp class=\u0022a\u0022\u003e\u516c\ud840\udc0b\u003C/p\u003e"}"#;
        assert_eq!(markup(json).unwrap(), "<p class=\"a\">公\u{2000b}</p>\n");
        assert_eq!(title(json).unwrap(), "甲报告");
    }

    #[test]
    fn a_lone_quote_does_harm_in_its_line_only() {
        assert_eq!(markup("a = /'/;\nb = '<p>乙</p>'").unwrap(), "<p>乙</p>\n");
        assert_eq!(markup("a = \"http://x\"; b = `<p>\n乙</p>`").unwrap(), "<p>\n乙</p>\n");
    }
}
