//! The sound form of a statement that does not read, where nothing else can be meant.
//!
//! What is written anew is only what the mistake is: every other character stays where it is, and the whole
//! must read. A statement with something in it that may mean two things is left as it is.

mod figures;
mod words;

use toml::de::DeTable;
use words::is_lone;

use super::character::ascii;
use super::stated::Place;
use super::value::{Kind, Value};
use super::{behind, date, structure};
use crate::diagnostic::{Change, Fix};
use crate::report::statements::{Open, QUOTES, Statement, closing_line, is_heading};
use crate::report::{keys, to_half_width};
use crate::rules::words::{shorten, shorten_middle};
use crate::source::{Edit, Source, Span, apply, is_unseen};

/// Signs that people put behind what is complete.
const ENDS: [char; 9] = [',', '，', ';', '；', '。', '、', '.', '．', '：'];

/// How a statement is mended, if that is certain; `prose` is what stands behind it, if that is no statement.
pub(super) fn fix(
    source: &Source,
    statement: &Statement,
    prose: Option<&str>,
    place: &Place<'_>,
) -> Option<Fix> {
    let (text, base) = (source.slice(statement.span), statement.span.start);
    // One quote opens a text only where one closes it.
    let is_text = |by_one: bool| {
        let closing = source.text().get(statement.span.end..).and_then(closing_line);
        if by_one {
            closing.is_some_and(|line| is_lone(line.trim()))
        } else {
            prose.is_some() || closing.is_some()
        }
    };
    let edits = edits(text, statement, prose.is_some(), is_text, place)?;
    let span = |edit: &Edit| behind(base, edit.span);
    let written: Vec<&str> =
        edits.iter().map(|edit| text.get(edit.span.start..edit.span.end).unwrap_or("")).collect();
    let is_exchange =
        edits.iter().zip(&written).all(|(edit, old)| !edit.text.trim().is_empty() && !old.trim().is_empty());
    let after = String::from_utf8(apply(text.as_bytes(), &edits)).ok()?;
    let (old, new) = match (is_exchange, edits.first(), edits.last()) {
        (true, Some(first), Some(last)) => {
            let rest = text.len() - last.span.end;
            let stretch = |text: &str| {
                let words = text.get(first.span.start..text.len() - rest).unwrap_or_default();
                words.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            (shorten_middle(&stretch(text)), shorten_middle(&stretch(&after)))
        }
        _ => (shown(text), shown(&after)),
    };
    let first = edits.first().map(span)?;
    let change = Change::in_text(source, first, format!("{}的写法", name(text)), old, new);
    let edits = edits.iter().map(|edit| Edit { span: span(edit), text: edit.text.clone() }).collect();
    Some(Fix { edits, changes: vec![change], also: Vec::new() })
}

/// The first line of a statement without its note, as a change shows it.
fn shown(statement: &str) -> String {
    let line = statement.trim_start().split(['\n', '#', '＃']).next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    shorten(&words.join(" "))
}

/// What a statement is called: its key, or its heading.
fn name(statement: &str) -> String {
    let line = statement.trim_start().split(['=', '＝', '\n', '#', ':', '：']).next().unwrap_or_default();
    format!("“{}”", shorten(line.trim()))
}

/// The edits of a statement; prose may go on behind it, and it may open a text.
fn edits(
    text: &str,
    statement: &Statement,
    goes_on: bool,
    is_text: impl Fn(bool) -> bool,
    place: &Place<'_>,
) -> Option<Vec<Edit>> {
    let mut mender = Mender { text, edits: Vec::new(), opens: false, opens_by_one: false };
    match statement.open {
        Some((at, Open::Mistyped)) => {
            let base = statement.span.start;
            mender.closing(Span::new(at.start - base, at.end - base))?;
        }
        Some((_, Open::Narrative(_))) => return None,
        _ if is_heading(text) => mender.heading(place)?,
        _ => mender.entry(place)?,
    }
    let Mender { mut edits, opens, opens_by_one, .. } = mender;
    edits.sort();
    let after = String::from_utf8(apply(text.as_bytes(), &edits)).ok()?;
    let reads = if opens { is_text(opens_by_one) } else { !goes_on && DeTable::parse(&after).is_ok() };
    (!edits.is_empty() && reads).then_some(edits)
}

/// Collects what is to be written anew in a statement.
struct Mender<'t> {
    text: &'t str,
    edits: Vec<Edit>,
    /// True if a narrative is opened whose end is another statement so far.
    opens: bool,
    /// True if that was done by one quote only.
    opens_by_one: bool,
}

impl<'t> Mender<'t> {
    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Has something written in the place of a stretch.
    fn put(&mut self, from: usize, to: usize, text: &str) {
        if self.slice(from, to) != text {
            self.edits.push(Edit { span: Span::new(from, to), text: text.to_owned() });
        }
    }

    /// Has ASCII characters written for what stands for them, and nothing for what nobody sees.
    fn plain(&mut self, from: usize, to: usize) {
        for (at, c) in self.slice(from, to).char_indices() {
            let (start, end) = (from + at, from + at + c.len_utf8());
            match ascii(c) {
                Some(meant) => self.put(start, end, meant.encode_utf8(&mut [0; 4])),
                None if is_unseen(c) => self.put(start, end, ""),
                None => {}
            }
        }
    }

    /// The end of the line that a place is on.
    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |end| at + end)
    }

    /// Passes over blanks of any kind, which become ordinary ones.
    fn skip_blanks(&mut self, mut at: usize, end: usize) -> usize {
        while let Some(c) = self.slice(at, end).chars().next().filter(|&c| is_blank(c)) {
            let next = at + c.len_utf8();
            match c {
                ' ' | '\t' | '\r' => {}
                c if is_unseen(c) => self.put(at, next, ""),
                _ => self.put(at, next, " "),
            }
            at = next;
        }
        at
    }

    /// What stands between a value and the end of its line: blanks, signs that end something, a note.
    fn tail(&mut self, mut at: usize) -> Option<()> {
        let end = self.line_end(at);
        loop {
            at = self.skip_blanks(at, end);
            let Some(c) = self.slice(at, end).chars().next() else { return Some(()) };
            let next = at + c.len_utf8();
            match c {
                '#' => return Some(()),
                '＃' => {
                    self.put(at, next, "#");
                    return Some(());
                }
                c if ENDS.contains(&c) => self.put(at, next, ""),
                _ => return None,
            }
            at = next;
        }
    }

    /// `【agency】`, `[requests］`, `[存在的主要问题]`
    fn heading(&mut self, place: &Place<'_>) -> Option<()> {
        let end = self.line_end(0);
        let start = self.skip_blanks(0, end);
        let is_open = |c: char| ascii(c) == Some('[') || c == '[';
        let is_close = |c: char| ascii(c) == Some(']') || c == ']';
        let line = self.slice(start, end);
        let inner = start + line.len() - line.trim_start_matches(is_open).len();
        let length = self.slice(inner, end).find(|c| is_close(c) || matches!(c, '#' | '＃'));
        let close = inner + length?;
        let marks = self.slice(close, end);
        let after = end - marks.trim_start_matches(is_close).len();
        if after == close {
            return None;
        }
        let name = self.slice(inner, close).trim();
        match place.section_meant(name) {
            Some(key) if keys::is_repeated(key) => self.put(start, after, &structure::heading_of(key)),
            Some(key) => {
                self.plain(start, inner);
                self.put(inner, close, key);
                self.plain(close, after);
            }
            None => self.plain(start, after),
        }
        self.tail(after)
    }

    /// `key = value`
    fn entry(&mut self, place: &Place<'_>) -> Option<()> {
        let end = self.line_end(0);
        let start = self.skip_blanks(0, end);
        let is_equals = |c: char| matches!(c, '=' | '＝' | ':' | '：');
        let equals = start + self.slice(start, end).find(is_equals)?;
        let sign = self.slice(equals, end).chars().next()?;
        let written = self.slice(start, equals).trim_end_matches(is_blank);
        let key = self.key(start, written, place)?;
        self.skip_blanks(start + written.len(), equals);
        let behind = equals + sign.len_utf8();
        self.put(equals, behind, "=");
        let at = self.skip_blanks(behind, end);
        let head = format!("{key} =");
        // The text of a note is on one line.
        let is_line = |fixed: &keys::Key| fixed.name == key && fixed.holds == keys::Holds::Text;
        match Value::of(&head)?.kind() {
            _ if keys::within(place.section).any(is_line) => self.words(at, has_ascii_value(&key)),
            Kind::Figures => self.figures(at, place.row(&key).map(|(_, set)| set)),
            Kind::Date => self.known(at, date::exact_day),
            Kind::Year => self.known(at, date::exact_year),
            Kind::Text => self.words(at, has_ascii_value(&key)),
            Kind::Narrative => self.narrative(at),
        }
    }

    /// The key, in ASCII. A label of the form is the key of the row that it means, if that is one.
    fn key(&mut self, at: usize, written: &str, place: &Place<'_>) -> Option<String> {
        let half: String = written.chars().filter(|&c| !is_unseen(c)).map(to_half_width).collect();
        let is_key = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        let key =
            if is_key(&half) { half } else { place.key_meant(written.trim_matches(QUOTES))?.to_owned() };
        self.put(at, at + written.len(), &key);
        (!key.is_empty()).then_some(key)
    }

    /// A value on one line that reads as one thing and nothing else.
    fn known(&mut self, at: usize, read: fn(&str) -> Option<String>) -> Option<()> {
        let end = self.line_end(at);
        let line = self.slice(at, end);
        let value = line.get(..line.find(['#', '＃']).unwrap_or(line.len()))?;
        let value = value.trim_end_matches(|c| is_blank(c) || ENDS.contains(&c));
        let value_end = at + value.len();
        self.put(at, value_end, &read(value)?);
        self.tail(value_end)
    }
}

/// A blank of any width, or a sign that nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ascii(c) == Some(' ') || is_unseen(c)
}

/// True for a key whose value is a name of the program's own, such as that of a form.
fn has_ascii_value(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or_default();
    let of_key = keys::FIXED.iter().find(|key| key.name == last);
    of_key.is_some_and(|key| matches!(key.holds, keys::Holds::Form | keys::Holds::Level))
}
