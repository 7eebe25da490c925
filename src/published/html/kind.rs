//! Tells by content whether a file holds HTML.

use memchr::memmem;

use super::{decode, mhtml, script};

/// Bytes that are looked at.
const HEAD: usize = 256 << 10;
/// Words with which a script begins.
const SCRIPT_WORDS: [&str; 14] = [
    "//",
    "/*",
    "{",
    "[",
    "(",
    "let ",
    "var ",
    "const ",
    "function",
    "window.",
    "document.",
    "export ",
    "\"use strict\"",
    "module.",
];

/// True if the file is a page, a fragment of one, MHTML, or a script or JSON with HTML in its strings.
pub fn looks_like(bytes: &[u8]) -> bool {
    if begins_as_page(bytes.trim_ascii_start()) || mhtml::looks_like(bytes) {
        return true;
    }
    // A page of UTF-8 need not be looked at whole.
    let head = match bytes.get(..HEAD) {
        Some(head) => head.rsplit_once_line(),
        None => bytes,
    };
    match decode(head) {
        Ok(text) => is_page(&text) || (is_script(&text) && has_markup(bytes)),
        // Garbled pages are refused by the reader, in its words.
        Err(_) => head.trim_ascii_start().starts_with(b"<"),
    }
}

/// Cuts at a line end or tag end, so that no character is torn.
trait CutAtLine {
    fn rsplit_once_line(&self) -> &Self;
}

impl CutAtLine for [u8] {
    fn rsplit_once_line(&self) -> &Self {
        let end = memchr::memrchr2(b'\n', b'>', self);
        end.and_then(|end| self.get(..=end)).unwrap_or(self)
    }
}

fn has_markup(bytes: &[u8]) -> bool {
    decode(bytes).is_ok_and(|text| script::markup(&text).is_some())
}

/// True if a text begins like a script or JSON.
pub(super) fn is_script(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    SCRIPT_WORDS.iter().any(|word| start.starts_with(word)) || is_call(start)
}

/// `callback({…})` or `name = …`.
fn is_call(start: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let name = start.find(|c| !is_name(c)).unwrap_or(0);
    let after = start.get(name..).unwrap_or_default().trim_start();
    name > 0
        && (after
            .strip_prefix('(')
            .is_some_and(|inside| inside.trim_start().starts_with(['{', '[', '"', '\'']))
            || after
                .strip_prefix('=')
                .is_some_and(|value| value.trim_start().starts_with(['{', '[', '"', '\'', '`'])))
}

fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if begins_as_page(start.as_bytes()) {
        return true;
    }
    if is_script(text) {
        return false;
    }
    // Markdown may hold tables of HTML and marks such as `<b>`, but no paragraphs of HTML around them.
    let begins = start
        .strip_prefix('<')
        .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')));
    let has_headings = text.lines().filter(|line| is_heading(line)).count() > 1;
    if begins && !has_headings && script::is_markup(text) {
        return true;
    }
    let outside = without_tables(text);
    let breaks = || outside.matches("<br").count() + outside.matches("<BR").count();
    ["</p>", "</P>", "</div>", "</DIV>", "<body", "<BODY"].iter().any(|tag| outside.contains(tag))
        || (!has_headings && !outside.contains("\n|") && breaks() > 2)
}

/// True for the first tags of a page.
fn begins_as_page(bytes: &[u8]) -> bool {
    let begins = |tag: &[u8]| bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html") || begins(b"<head")
}

fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    words.len() < line.len() && words.starts_with(' ')
}

/// The text without its `<table>…</table>`.
fn without_tables(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for start in memmem::find_iter(lower.as_bytes(), b"<table") {
        if start < at {
            continue;
        }
        out.push_str(text.get(at..start).unwrap_or_default());
        let rest = lower.get(start..).unwrap_or_default();
        let Some(end) = rest.find("</table>") else { return out };
        at = start + end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fragments_and_scripts_are_html() {
        for text in [
            "\u{feff}\n<!DOCTYPE HTML><title>a</title>",
            "<HTML><BODY>a",
            "<div id=a>甲</div>",
            "<!-- a --><table><tr><td>1</table>",
            "<?xml version=\"1.0\"?><html>",
            "一、总体情况<p>甲</p>",
            "一、甲<br>乙<br/>丙<BR>二、丁<table><tr><td>1</table>",
            "{\"a\": \"<p>甲<\\/p>\"}",
            "cb({\"a\": \"\\u003cp\\u003e甲\"})",
            "data = '<table><tr><td>1</td></tr></table>'",
        ] {
            assert!(looks_like(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn text_and_markdown_are_not() {
        for text in [
            "一、总体情况\n甲",
            "# 报告\n\n## 一、总体情况\n\n<table>\n<tr><td><p>1</p></td></tr>\n</table>\n\n<strong>甲</strong>乙",
            "<table><tr><td>1</td></tr></table>\n\n## 一、甲\n\n## 二、乙",
            "[甲](<https://example.org>)",
            "（甲）\n{\"a\": 1}",
            "",
        ] {
            assert!(!looks_like(text.as_bytes()), "{text}");
        }
    }
}
