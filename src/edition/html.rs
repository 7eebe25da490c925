//! The tags and words of a web page, one after the other.
//!
//! No tree is built: the trees that browsers build take quadratic time on elements that are never
//! closed or have thousands of attributes, and here nothing but the order of tags counts.

use std::borrow::Cow;

/// The longest name of a character reference.
const LONGEST_REFERENCE: usize = 12;

/// The names of characters that editors of web sites write in Chinese text, each with its code.
const NAMED: &str = include_str!("entities.txt");

/// A piece of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// Words between tags.
    Text(Cow<'p, str>),
    /// The tag that opens an element.
    Open(Tag<'p>),
    /// The tag that closes an element: its name in small letters.
    Close(String),
}

/// The tag that opens an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'p> {
    /// Name in small letters.
    pub name: String,
    attributes: &'p str,
}

impl<'p> Tag<'p> {
    /// The value of an attribute; empty for one that is there without a value.
    pub fn attribute(&self, wanted: &str) -> Option<Cow<'p, str>> {
        let mut rest = self.attributes;
        while let Some(attribute) = next_attribute(rest) {
            if attribute.name.eq_ignore_ascii_case(wanted) {
                return Some(decode(attribute.value));
            }
            rest = attribute.after;
        }
        None
    }

    /// True if the element has that class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|names| names.split_ascii_whitespace().any(|name| name == class))
    }
}

/// Cuts a page into tags and words; comments, scripts and style sheets are left out.
pub(super) fn tokens(page: &str) -> Tokens<'_> {
    Tokens { rest: page, raw: None }
}

/// See [`tokens`].
pub(super) struct Tokens<'p> {
    rest: &'p str,
    /// The element whose content is no HTML.
    raw: Option<String>,
}

impl<'p> Iterator for Tokens<'p> {
    type Item = Token<'p>;

    fn next(&mut self) -> Option<Token<'p>> {
        if let Some(name) = self.raw.take() {
            self.rest = after_raw(self.rest, &name);
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(inner) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(decode(self.take(end))));
            };
            if let Some(comment) = inner.strip_prefix("!--") {
                self.rest = after_comment(comment);
            } else if let Some(closing) = inner.strip_prefix('/').filter(|name| begins_name(name)) {
                let (name, _, after) = tag(closing);
                self.rest = after;
                return Some(Token::Close(name));
            } else if begins_name(inner) {
                let (name, attributes, after) = tag(inner);
                self.rest = after;
                if is_raw(&name) {
                    self.raw = Some(name.clone());
                }
                return Some(Token::Open(Tag { name, attributes }));
            } else if inner.starts_with(['!', '?', '/']) {
                self.rest = inner.split_once('>').map_or("", |(_, after)| after);
            } else {
                return Some(Token::Text(Cow::Borrowed(self.take(1))));
            }
        }
    }
}

impl<'p> Tokens<'p> {
    fn take(&mut self, length: usize) -> &'p str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Elements whose content is text of another kind, up to their closing tag.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes")
}

/// What follows the content of such an element: its closing tag, or nothing if it has none.
fn after_raw<'p>(text: &'p str, name: &str) -> &'p str {
    let closes = |at: &usize| {
        let after = text.get(at + 2..).unwrap_or_default();
        let found = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        found && after.get(name.len()..).is_some_and(|end| end.starts_with([' ', '\t', '\n', '\r', '/', '>']))
    };
    let at = text.match_indices("</").map(|(at, _)| at).find(closes);
    at.and_then(|at| text.get(at..)).unwrap_or_default()
}

fn after_comment(comment: &str) -> &str {
    // `<!-->` and `<!--->` are comments, too.
    let short = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->"));
    short.or_else(|| comment.split_once("-->").map(|(_, after)| after)).unwrap_or_default()
}

/// Name, attributes, and what follows the tag; of a tag that never ends, nothing follows.
fn tag(text: &str) -> (String, &str, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let (name, attributes) =
        text.split_at_checked(text.find(is_end).unwrap_or(text.len())).unwrap_or((text, ""));
    let mut rest = attributes;
    while let Some(attribute) = next_attribute(rest) {
        rest = attribute.after;
    }
    let rest = skip_blanks(rest);
    let used = attributes.len() - rest.len();
    (
        name.to_ascii_lowercase(),
        attributes.get(..used).unwrap_or_default(),
        rest.strip_prefix('>').unwrap_or(rest),
    )
}

/// One attribute as it is written.
struct Attribute<'p> {
    name: &'p str,
    value: &'p str,
    after: &'p str,
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/')
}

/// The next attribute of a tag; `None` at its end.
fn next_attribute(text: &str) -> Option<Attribute<'_>> {
    let text = skip_blanks(text);
    if text.is_empty() || text.starts_with('>') {
        return None;
    }
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
    // An equals sign at the beginning belongs to the name.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let length = text.get(first..)?.find(is_end).map_or(text.len(), |at| at + first);
    let (name, rest) = text.split_at_checked(length)?;
    let Some(value) = rest.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
        return Some(Attribute { name, value: "", after: rest });
    };
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some(Attribute { name, value, after });
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
    let (value, after) = value.split_at_checked(end)?;
    Some(Attribute { name, value, after })
}

/// Text with its character references resolved.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (meant, left) = reference(after).unwrap_or(('&', after));
        out.push(meant);
        rest = left;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference stands for, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '#';
    let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| is_end(char::from(byte)))?;
    let (name, rest) = text.split_at_checked(end)?;
    let after = rest.strip_prefix(';').unwrap_or(rest);
    let code = match name.strip_prefix('#').map(|number| (number, number.strip_prefix(['x', 'X']))) {
        Some((_, Some(hex))) => u32::from_str_radix(hex, 16),
        Some((number, None)) => number.parse(),
        None => {
            // Old pages leave the semicolon away, which only the oldest names allow.
            let is_closed = rest.starts_with(';') || matches!(name, "nbsp" | "amp" | "lt" | "gt" | "quot");
            let mut named = NAMED.lines().filter_map(|line| line.split_once(' ')).filter(|_| is_closed);
            u32::from_str_radix(named.find(|(known, _)| *known == name)?.1, 16)
        }
    };
    Some((char::from_u32(code.ok()?)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page in a short form: `<p>`, `</p>` and words.
    fn short(page: &str) -> String {
        let show = |token| match token {
            Token::Text(text) => text.into_owned(),
            Token::Open(tag) => format!("<{}>", tag.name),
            Token::Close(name) => format!("</{name}>"),
        };
        tokens(page).map(show).collect()
    }

    #[test]
    fn tags_words_and_references_are_told_apart() {
        assert_eq!(short("<P class=a>甲&amp;乙&nbsp;丙</P>"), "<p>甲&乙\u{a0}丙</p>");
        assert_eq!(short("a < b &lt;p&gt; &#30002;&#x7532; &nosuch; &"), "a < b <p> 甲甲 &nosuch; &");
        assert_eq!(short("甲<!-- <p> --><!-->乙<?x ?><!doctype html>丙</>丁"), "甲乙丙丁");
        assert_eq!(short("<script>if (a</b>c) {}</SCRIPT ><p>甲"), "<script></script><p>甲");
        assert_eq!(short("<br/>甲<td\n>乙"), "<br>甲<td>乙");
        assert_eq!(short("<style><p>"), "<style>");
        assert_eq!(short("<p title='a>b' x=\">\">甲<p"), "<p>甲<p>");
    }

    #[test]
    fn attributes_are_read_as_a_browser_reads_them() {
        let value = |page: &str, name: &str| {
            let Some(Token::Open(tag)) = tokens(page).next() else { panic!("{page}") };
            tag.attribute(name).map(Cow::into_owned)
        };
        assert_eq!(value("<td data-cell=\"a.b\" x>", "data-cell").as_deref(), Some("a.b"));
        assert_eq!(value("<td x data-cell = 'a.b'>", "data-cell").as_deref(), Some("a.b"));
        assert_eq!(value("<td DATA-CELL=a.b/>", "data-cell").as_deref(), Some("a.b/"));
        assert_eq!(value("<td x/data-cell=a.b>", "data-cell").as_deref(), Some("a.b"));
        assert_eq!(value("<td data-cell>", "data-cell").as_deref(), Some(""));
        assert_eq!(value("<td title='data-cell=1'>", "data-cell"), None);
        assert_eq!(value("<td a=1 a=2 =b>", "a").as_deref(), Some("1"));
        assert_eq!(value("<meta content=\"甲&quot;乙\">", "content").as_deref(), Some("甲\"乙"));
        let Some(Token::Open(tag)) = tokens("<p class=' signature  issuer '>").next() else { panic!() };
        assert!(tag.has_class("issuer") && tag.has_class("signature") && !tag.has_class("sign"));
    }
}
