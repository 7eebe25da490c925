//! The marks inside a line: bold, emphasis, links.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::asterisks::protect;
use super::origins::Origins;
use super::{Run, is_unprintable};
use crate::reference::Expression;

/// What a token stands for.
pub(super) struct Reference {
    /// How it is written.
    pub written: String,
    /// The reference, if it is one.
    pub expression: Option<Expression>,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

// Noncharacters: no text may hold them, and what is read is cleared of them.
const TOKEN_OPEN: char = '\u{FDD0}';
const TOKEN_CLOSE: char = '\u{FDD1}';
// As long as the asterisks in whose place they are put: `\*\*`.
pub(super) const BOLD_OPEN: char = '\u{1FFFE}';
pub(super) const BOLD_CLOSE: char = '\u{1FFFF}';
/// Stands before every line that is parsed, so that nothing in it can open a block. A comma, because
/// marks at the beginning of a line must still count as standing after punctuation.
const GUARD: char = ',';

/// A line longer than this, in bytes, is no paragraph that a person wrote: it prints as it is, since
/// to look for marks in it takes a hundredfold of its size.
const LONGEST_READ: usize = 200_000;
/// Marks of more worth than this nobody has written in one report: the lines from there on print as
/// they are, since a stretch of text takes a hundredfold of its size, and in a DOCX a thousandfold.
const MOST_MARKED: usize = 20_000;
/// Bytes of a link's target that count as much as a mark: each stretch of a link holds the target.
const TARGET_COST: usize = 64;

/// The token for the reference of that index.
pub(super) fn token(index: usize) -> String {
    format!("{TOKEN_OPEN}{index}{TOKEN_CLOSE}")
}

/// The tokens and marks for bold in a text, each with its place; most texts have none.
fn noncharacters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    // The second byte of a token and the first of a mark, which few other characters have.
    memchr::memchr2_iter(0xB7, 0xF0, text.as_bytes()).filter_map(|at| {
        let start = if text.is_char_boundary(at) { at } else { at.checked_sub(1)? };
        let c = text.get(start..)?.chars().next()?;
        matches!(c, TOKEN_OPEN | BOLD_OPEN | BOLD_CLOSE).then_some((start, c))
    })
}

/// True for the signs of a token.
pub(super) fn is_token(c: char) -> bool {
    matches!(c, TOKEN_OPEN | TOKEN_CLOSE)
}

/// What the marks that are still to come in a report may be worth.
#[derive(Debug)]
pub struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_MARKED)
    }
}

/// True for a target that a report may link to. One that begins with a reference is known only when
/// the figure is.
pub(crate) fn is_harmless(target: &str) -> bool {
    let lower = target.trim_start().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// A text with tokens, from which lines are read.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub text: &'s str,
    pub origins: &'s Origins,
    pub references: &'s [Reference],
}

impl Source<'_> {
    /// Reads a line, or a cell.
    pub fn runs(&self, range: Range<usize>, room: &mut Room) -> Vec<Run> {
        let is_long = range.len() > LONGEST_READ;
        let words = self.text.get(range.clone()).unwrap_or_default();
        let is_plain = !may_be_marked(words);
        if !is_plain
            && !is_long
            && let Some(runs) = self.marked(range.clone(), room)
        {
            return runs;
        }
        let mut reader = Reader::new(self.references, self.origins);
        reader.push(words, range);
        if is_plain && !is_long && reader.worth <= room.0 {
            room.0 -= reader.worth;
            reader.runs.retain(|run| !run.text.is_empty());
        }
        reader.runs
    }

    /// Reads a line with its marks, if there is room for them.
    fn marked(&self, range: Range<usize>, room: &mut Room) -> Option<Vec<Run>> {
        let (line, origins) = protect(self.text, range, self.origins);
        let text = format!("{GUARD}{line}");
        let mut reader = Reader::new(self.references, &origins);
        let mut guarded = true;
        for (event, place) in Parser::new(&text).into_offset_iter() {
            // Without the guard, as the origins are.
            let place = place.start.saturating_sub(GUARD.len_utf8())..place.end - GUARD.len_utf8();
            match event {
                Event::Text(words) if std::mem::take(&mut guarded) => {
                    reader.push(words.strip_prefix(GUARD).unwrap_or(&words), place);
                }
                Event::Text(words) => reader.push(&words, place),
                other => reader.event(other, place, &line),
            }
            if reader.worth > room.0 {
                return None;
            }
        }
        room.0 -= reader.worth;
        reader.runs.retain(|run| !run.text.is_empty());
        Some(reader.runs)
    }
}

/// True for a line with a byte of which marks are made; most have none.
fn may_be_marked(line: &str) -> bool {
    let marks = [(b'*', b'_', b'`'), (b'[', b']', b'!'), (b'<', b'&', b'\\')];
    marks.iter().any(|(one, two, three)| memchr::memchr3(*one, *two, *three, line.as_bytes()).is_some())
}

struct Reader<'r> {
    references: &'r [Reference],
    /// Where the line that is read comes from.
    origins: &'r Origins,
    runs: Vec<Run>,
    /// Marks that are open.
    style: Run,
    /// What closes each open link or image that is shown as it is written.
    literal_links: Vec<Option<String>>,
    /// What the marks have been worth so far: a line without any, nothing.
    worth: usize,
}

impl<'r> Reader<'r> {
    fn new(references: &'r [Reference], origins: &'r Origins) -> Self {
        let (runs, literal_links) = (Vec::new(), Vec::new());
        Self { references, origins, runs, style: Run::default(), literal_links, worth: 0 }
    }

    /// Opens a stretch of text in the style that is open.
    fn add(&mut self, text: String, reference: Option<Expression>, origins: Origins) {
        if !self.runs.is_empty() {
            self.worth += 1 + self.style.link.as_ref().map_or(0, |link| link.len() / TARGET_COST);
        }
        self.runs.push(Run { text, reference, origins, ..self.style.clone() });
    }

    fn event(&mut self, event: Event<'_>, place: Range<usize>, line: &str) {
        match event {
            Event::Start(Tag::Strong) => self.style.strong = true,
            Event::End(TagEnd::Strong) => self.style.strong = false,
            Event::Start(Tag::Emphasis) => self.style.emphasis = true,
            Event::End(TagEnd::Emphasis) => self.style.emphasis = false,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.open_link(link_type, &dest_url, place)
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.push("![", place.start..place.start + 2);
                self.literal_links.push(Some(format!("]({dest_url})")));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => match self.literal_links.pop().flatten() {
                Some(close) => {
                    // Where the target is written as it reads, each of its letters has its place.
                    let written = line.get(place.clone()).is_some_and(|link| link.ends_with(&close));
                    let start = place.end - if written { close.len() } else { 1 };
                    self.push(&close, start..place.end);
                }
                None => self.style.link = None,
            },
            Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => self.push(&words, place),
            Event::SoftBreak | Event::HardBreak => self.push(" ", place),
            _ => {}
        }
    }

    /// A link with a harmless target is a link; any other is shown as it is written.
    fn open_link(&mut self, link_type: LinkType, target: &str, place: Range<usize>) {
        let target = self.written(target);
        let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target };
        let open = place.start..place.start + 1;
        if is_harmless(&target) || target.starts_with("{{") {
            self.style.link = Some(Arc::from(target));
            self.literal_links.push(None);
        } else if link_type == LinkType::Autolink {
            self.push("<", open);
            self.literal_links.push(Some(">".to_owned()));
        } else {
            self.push("[", open);
            self.literal_links.push(Some(format!("]({target})")));
        }
    }

    /// Adds text in the style that is open, with tokens resolved.
    fn push(&mut self, text: &str, place: Range<usize>) {
        let is_verbatim = text.len() == place.len();
        let part = |from: usize, to: usize| match is_verbatim {
            true => place.start + from..place.start + to,
            false => place.clone(),
        };
        let mut at = 0;
        for (mark, c) in noncharacters(text) {
            if mark < at {
                continue;
            }
            self.plain(text.get(at..mark).unwrap_or_default(), part(at, mark));
            at = mark + c.len_utf8();
            if c == TOKEN_OPEN {
                let (index, _) =
                    text.get(at..).and_then(|rest| rest.split_once(TOKEN_CLOSE)).unwrap_or_default();
                at += index.len() + TOKEN_CLOSE.len_utf8();
                self.token(index);
            } else {
                self.style.strong = c == BOLD_OPEN;
            }
        }
        self.plain(text.get(at..).unwrap_or_default(), part(at, text.len()));
    }

    fn token(&mut self, index: &str) {
        let reference = index.parse::<usize>().ok().and_then(|index| self.references.get(index));
        if let Some(Reference { written, expression, range }) = reference {
            let text = if written == "\\{{" { "{{" } else { written };
            let mut origins = Origins::default();
            origins.push(0, text.len(), range.clone());
            self.add(text.to_owned(), expression.clone(), origins);
        }
    }

    fn plain(&mut self, text: &str, place: Range<usize>) {
        let is_same = |last: &Run, style: &Run| {
            last.reference.is_none()
                && (last.strong, last.emphasis, &last.link) == (style.strong, style.emphasis, &style.link)
        };
        if !self.runs.last().is_some_and(|last| is_same(last, &self.style)) {
            self.add(String::new(), None, Origins::default());
        }
        let Some(run) = self.runs.last_mut() else { return };
        if text.len() == place.len() {
            let start = run.text.len();
            for (part, from) in self.origins.parts(place.clone()) {
                run.origins.push(start + part.start - place.start, part.len(), from);
            }
            run.text.push_str(text);
        } else {
            // An entity such as `&#8238;` may have brought in what no document can hold.
            let kept = text.chars().filter(|&c| c != '\r' && !is_unprintable(c));
            let text: String = kept.map(|c| if c == '\n' { ' ' } else { c }).collect();
            run.origins.push(run.text.len(), text.len(), self.origins.find(place));
            run.text.push_str(&text);
        }
    }

    /// A link's target with its references as they are written.
    fn written(&self, target: &str) -> String {
        let mut out = String::new();
        let mut rest = target;
        while let Some((before, after)) = rest.split_once(TOKEN_OPEN) {
            out.push_str(before);
            let (index, tail) = after.split_once(TOKEN_CLOSE).unwrap_or_default();
            let reference = index.parse::<usize>().ok().and_then(|index| self.references.get(index));
            out.push_str(reference.map_or("", |reference| reference.written.as_str()));
            rest = tail;
        }
        out.push_str(rest);
        out.retain(|c| !matches!(c, BOLD_OPEN | BOLD_CLOSE));
        out
    }
}
