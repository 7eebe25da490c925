//! A text of the data file, and where each of its characters stands.

use super::origins::Origins;
use super::{Block, Note, Read, Room, read};
use crate::source::{Source, Span};

/// A narrative text with a way back into the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text as TOML means it.
    pub value: String,
    /// Where the string stands, quotes included.
    pub span: Span,
    /// What it is made of, in order.
    pub blocks: Vec<Block>,
    /// Marks that do not do what they look like.
    pub notes: Vec<Note>,
    /// How many references it has, with what was meant as one.
    pub references: usize,
    /// True if it has characters that no document can hold or show.
    pub has_unprintable: bool,
    origins: Origins,
}

impl Text {
    /// A text that stands at `span` of the source. All texts of a report share the room for their marks.
    pub fn new(value: &str, span: Span, source: &Source, room: &mut Room) -> Self {
        let (decoded, origins) = decode(source.slice(span), span.start);
        // Should the two readings of a string ever differ, places fall back to its start.
        let origins = if decoded == value { origins } else { Origins::default() };
        let Read { blocks, notes, references, has_unprintable } = read(value, room);
        Self { value: value.to_owned(), span, blocks, notes, references, has_unprintable, origins }
    }

    /// The place in the file of a stretch of the text.
    pub fn locate(&self, start: usize, end: usize) -> Span {
        if self.origins == Origins::default() {
            return self.span;
        }
        let within = |at: usize| at.clamp(self.span.start, self.span.end);
        let place = self.origins.find(start..end);
        Span::new(within(place.start), within(place.end))
    }
}

/// Decodes a TOML string as it is written, and notes where its parts come from.
fn decode(raw: &str, base: usize) -> (String, Origins) {
    let (open, literal) = match raw {
        _ if raw.starts_with("'''") => (3, true),
        _ if raw.starts_with("\"\"\"") => (3, false),
        _ => (1, raw.starts_with('\'')),
    };
    let body = raw.get(open..raw.len().saturating_sub(open)).unwrap_or_default();
    let trimmed =
        if open == 3 { body.strip_prefix("\r\n").or(body.strip_prefix('\n')).unwrap_or(body) } else { body };
    let start = base + open + (body.len() - trimmed.len());
    let (mut value, mut origins) = (String::with_capacity(trimmed.len()), Origins::default());
    let mut rest = trimmed;
    while !rest.is_empty() {
        let at = start + trimmed.len() - rest.len();
        let plain = if literal { rest.len() } else { rest.find('\\').unwrap_or(rest.len()) };
        let (before, escape) = rest.split_at(plain);
        origins.push(value.len(), plain, at..at + plain);
        value.push_str(before);
        let (decoded, length) = decode_escape(escape);
        let end = at + plain + length;
        origins.push(value.len(), decoded.map_or(0, char::len_utf8), at + plain..end);
        value.extend(decoded);
        rest = escape.get(length..).unwrap_or_default();
    }
    (value, origins)
}

/// The character that an escape stands for, and the bytes that the escape takes.
fn decode_escape(escape: &str) -> (Option<char>, usize) {
    let code = |digits: usize| {
        let hex = escape.get(2..2 + digits).unwrap_or_default();
        (u32::from_str_radix(hex, 16).ok().and_then(char::from_u32), 2 + digits)
    };
    match escape.chars().nth(1) {
        Some('b') => (Some('\u{8}'), 2),
        Some('t') => (Some('\t'), 2),
        Some('n') => (Some('\n'), 2),
        Some('f') => (Some('\u{c}'), 2),
        Some('r') => (Some('\r'), 2),
        Some('e') => (Some('\u{1b}'), 2),
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        Some(c @ ('"' | '\\')) => (Some(c), 2),
        // A backslash at the end of a line swallows the blanks that follow.
        Some(' ' | '\t' | '\r' | '\n') => {
            let tail = escape.get(1..).unwrap_or_default();
            (None, 1 + tail.len() - tail.trim_start_matches([' ', '\t', '\r', '\n']).len())
        }
        Some(_) => (None, 1),
        None => (None, escape.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `t` of a data file and returns what stands in the file where `needle` is in the text.
    fn found(file: &str, needle: &str) -> String {
        let source = Source::new("a", file);
        let table = toml::de::DeTable::parse(source.text()).unwrap();
        let value = table.get_ref().get("t").unwrap();
        let text =
            Text::new(value.get_ref().as_str().unwrap(), value.span().into(), &source, &mut Room::default());
        let at = text.value.find(needle).unwrap();
        source.slice(text.locate(at, at + needle.len())).to_owned()
    }

    #[test]
    fn places_are_found_in_every_kind_of_string() {
        assert_eq!(found("t = '''\n甲{{ x }}'''", "{{ x }}"), "{{ x }}");
        assert_eq!(found("t = '''\r\n甲\r\n{{ x }}'''", "{{ x }}"), "{{ x }}");
        assert_eq!(found("t = '甲{{ x }}'", "{{ x }}"), "{{ x }}");
        assert_eq!(found(r#"t = "甲\n\u7532\t{{ x }}\\""#, "{{ x }}"), "{{ x }}");
        assert_eq!(found("t = \"\"\"\n甲 \\\n   乙{{ x }}\"\"\"", "{{ x }}"), "{{ x }}");
        assert_eq!(found(r#"t = "甲\x41\U00007532{{ x }}""#, "{{ x }}"), "{{ x }}");
    }
}
