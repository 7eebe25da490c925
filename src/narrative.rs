//! The narrative: Markdown as a person writes it who pastes from Word, cut into blocks and runs.
//!
//! This room alone knows what a line, a mark and a heading are; all else takes blocks. Every line outside
//! a list or table is a paragraph of its own. Inline marks are read by pulldown-cmark, after the marks
//! that would lose text or surprise are made plain. Each run leads back to where it stands.

mod asterisks;
mod escape;
mod inline;
mod lines;
mod notes;
mod ordinal;
mod origins;
pub(crate) mod radicals;
mod text;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::reference::{Expression, Part, scan};
pub(crate) use crate::source::is_unprintable;
pub(crate) use escape::escape;
pub use inline::Room;
pub(crate) use inline::is_harmless;
use inline::{Reference, token};
use lines::{Line, Placed};
pub use notes::{Note, Visible};
pub(crate) use ordinal::{Ordinal, numeral, ordinal, value};
pub(crate) use origins::Origins;
pub use text::Text;

/// A run-in heading is a short sentence; a longer one that opens with `（一）` is a paragraph.
const LONGEST_HEADING: usize = 60;
/// A line that opens with `一、`, `1.` or `（1）` is a heading only if it is shorter, and no sentence.
const LONGEST_PLAIN_HEADING: usize = 24;

/// A heading, a paragraph, an entry of a list or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The number that opens it.
    pub ordinal: Option<Ordinal>,
    /// A heading that is run in before the words: `（一）主动公开情况。`; empty if there is none.
    pub lead: Vec<Run>,
    /// Its words; of a row, those of its cells.
    pub runs: Vec<Run>,
    /// Its lines in the text, marks included.
    pub range: Range<usize>,
    /// True if an empty line stands before it.
    pub after_blank: bool,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading.
    Heading {
        /// 1 for `一、`, 2 for `###` and `（一）`, 3 for `1.`, 4 for `（1）`.
        rank: u8,
        /// True if `#` makes it one.
        marked: bool,
    },
    /// A paragraph.
    Paragraph,
    /// An entry of a list.
    Entry {
        /// Depth of nesting.
        depth: u8,
        /// Marker as it prints.
        marker: String,
    },
    /// A row of a table.
    Row {
        /// How many runs each of its cells has.
        cells: Vec<usize>,
        /// What the row of rules says of each column, if it is the head of a table.
        head: Option<Vec<Alignment>>,
    },
}

/// On which side the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Alignment {
    /// The author does not say; each output does as it usually does.
    #[default]
    Default,
    /// `:---`
    Left,
    /// `:---:`
    Center,
    /// `---:`
    Right,
}

/// A stretch of words in one style, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The words as they print; of a reference, as it is written.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Emphasised.
    pub emphasis: bool,
    /// Target of a link, in which references are still as they are written.
    pub link: Option<Arc<str>>,
    /// The reference whose figure prints.
    pub reference: Option<Expression>,
    /// Where the words stand in the text.
    pub origins: Origins,
}

impl Block {
    /// The rank of the heading that the block is or that is run in before its words.
    pub fn rank(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading { rank, .. } => Some(rank),
            _ => (!self.lead.is_empty()).then_some(2),
        }
    }

    /// The runs of each cell of a row; of any other block, all its runs.
    pub fn cells(&self) -> impl Iterator<Item = &[Run]> {
        let (cells, whole): (&[usize], _) = match &self.kind {
            Kind::Row { cells, .. } => (cells, None),
            _ => (&[], Some(self.runs.len())),
        };
        let mut at = 0;
        cells.iter().copied().chain(whole).map(move |length| {
            at += length;
            self.runs.get(at - length..at).unwrap_or_default()
        })
    }
}

/// A Chinese character (no sign).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// The characters of a text that are no Chinese ones, each with its place. Nearly all of those are passed
/// over by their first byte: most of a text need not be decoded by who looks for marks and digits.
pub(crate) fn outside_han(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(0xE4..=0xE9) = text.as_bytes().get(at) {
            at += '一'.len_utf8();
        }
        let found = match text.as_bytes().get(at)? {
            ascii @ ..0x80 => (at, char::from(*ascii)),
            _ => (at, text.get(at..)?.chars().next()?),
        };
        at += found.1.len_utf8();
        Some(found)
    })
}

/// A text as it is read.
struct Read {
    blocks: Vec<Block>,
    notes: Vec<Note>,
    references: usize,
    has_unprintable: bool,
}

/// Reads a text.
fn read(text: &str, room: &mut Room) -> Read {
    let Clean { text: clean, origins, references, has_unprintable } = insert_tokens(text);
    let reader = inline::Source { text: &clean, origins: &origins, references: &references };
    let (mut blocks, mut notes): (Vec<Block>, _) = (Vec::new(), Vec::new());
    for Placed { line, range, after_blank } in lines::lines(&clean) {
        let place = origins.find(range.clone());
        notes.extend(notes::note(&clean, &line, range).map(|note| note.at(&origins)));
        let mut runs = |words| reader.runs(words, room);
        let (kind, lead, runs) = match line {
            Line::Heading { level, words, .. } => {
                (Kind::Heading { rank: level, marked: true }, Vec::new(), runs(words))
            }
            Line::Item { depth, marker, words } => (Kind::Entry { depth, marker }, Vec::new(), runs(words)),
            Line::Continuation(words) => {
                if let Some(entry) = blocks.last_mut() {
                    entry.runs.extend(runs(words));
                    entry.range.end = place.end;
                }
                continue;
            }
            Line::Row { cells, head } => {
                let cells: Vec<Vec<Run>> = cells.into_iter().map(runs).collect();
                let lengths = cells.iter().map(Vec::len).collect();
                (Kind::Row { cells: lengths, head }, Vec::new(), cells.concat())
            }
            Line::Paragraph(words) => match paragraph(runs(words)) {
                Some(paragraph) => paragraph,
                None => continue,
            },
        };
        let is_row = matches!(kind, Kind::Row { .. });
        let first = if lead.is_empty() { &runs } else { &lead };
        let ordinal = numbered(&opening(first)).filter(|_| !is_row);
        blocks.push(Block { kind, ordinal, lead, runs, range: place, after_blank });
    }
    Read { blocks, notes, references: references.len(), has_unprintable }
}

/// A text without what no document can hold or show, each reference a token.
struct Clean {
    text: String,
    origins: Origins,
    references: Vec<Reference>,
    has_unprintable: bool,
}

/// Drops what no document can hold or show (N316 says so), among it the characters that stand for
/// references further on, and puts a token that Markdown leaves alone for each reference.
fn insert_tokens(text: &str) -> Clean {
    let (mut out, mut origins) = (String::with_capacity(text.len()), Origins::default());
    let (mut references, mut has_unprintable) = (Vec::new(), false);
    let mut plain = |out: &mut String, origins: &mut Origins, range: Range<usize>| {
        let stretch = text.get(range.clone()).unwrap_or_default();
        let mut is_dropped = |c: char| {
            let is_hidden = is_unprintable(c);
            has_unprintable |= is_hidden;
            is_hidden || c == '\r'
        };
        let dropped = outside_han(stretch).filter(|(_, c)| is_dropped(*c));
        let dropped = dropped.map(|(at, c)| (at, at + c.len_utf8()));
        let mut from = 0;
        for (to, next) in dropped.chain([(stretch.len(), stretch.len())]) {
            origins.push(out.len(), to - from, range.start + from..range.start + to);
            out.push_str(stretch.get(from..to).unwrap_or_default());
            from = next;
        }
    };
    let mut at = 0;
    for found in scan(text) {
        plain(&mut out, &mut origins, at..found.start);
        at = found.end;
        let written = text.get(found.start..found.end).unwrap_or_default();
        let expression = match found.part {
            Part::Reference(expression) => Some(expression),
            // A malformed reference is D011; a draft shows it as it is written.
            Part::Braces | Part::Malformed(_) => None,
        };
        let token = token(references.len());
        origins.push(out.len(), token.len(), found.start..found.end);
        out.push_str(&token);
        references.push(Reference { written: written.to_owned(), expression, range: found.start..found.end });
    }
    plain(&mut out, &mut origins, at..text.len());
    has_unprintable |= references.iter().any(|reference| reference.written.contains(is_unprintable));
    Clean { text: out, origins, references, has_unprintable }
}

/// The number of a block; bold that was opened and never closed prints before it.
fn numbered(opening: &str) -> Option<Ordinal> {
    let words = opening.trim_start_matches('*');
    Some(Ordinal { start: opening.len() - words.len(), ..ordinal(words)? })
}

/// The first words of a block, up to a reference or as long as a heading can be.
fn opening(runs: &[Run]) -> Cow<'_, str> {
    let longest = 2 * LONGEST_PLAIN_HEADING;
    let end_of = |text: &str| text.char_indices().nth(longest).map_or(text.len(), |(end, _)| end);
    let mut typed = runs.iter().take_while(|run| run.reference.is_none()).map(|run| run.text.as_str());
    let Some(first) = typed.next() else { return Cow::Borrowed("") };
    let mut words = Cow::Borrowed(first);
    while words.len() < longest * '\u{10FFFF}'.len_utf8()
        && let Some(next) = typed.next()
    {
        words.to_mut().push_str(next);
    }
    let end = end_of(&words);
    match words {
        Cow::Borrowed(words) => Cow::Borrowed(words.get(..end).unwrap_or_default()),
        Cow::Owned(mut words) => {
            words.truncate(end);
            Cow::Owned(words)
        }
    }
}

/// A paragraph that is only `（一）…` is a heading; one that opens with such a sentence has it run in.
fn paragraph(runs: Vec<Run>) -> Option<(Kind, Vec<Run>, Vec<Run>)> {
    if runs.iter().all(|run| run.text.trim().is_empty()) {
        return None;
    }
    let opening = opening(&runs);
    let Some(rank) = ordinal(&opening).map(|ordinal| ordinal.rank) else {
        return Some((Kind::Paragraph, Vec::new(), runs));
    };
    let heading = Kind::Heading { rank, marked: false };
    if rank != 2 {
        let is_heading =
            length(&runs) <= LONGEST_PLAIN_HEADING && !opening.contains(['，', '。', '；', '件']);
        return Some((if is_heading { heading } else { Kind::Paragraph }, Vec::new(), runs));
    }
    let is_long = |lead: &[Run]| length(lead) > LONGEST_HEADING;
    let end_of = |run: &Run| run.text.find('。').filter(|_| run.reference.is_none());
    let end = runs.iter().enumerate().find_map(|(index, run)| Some((index, end_of(run)? + '。'.len_utf8())));
    let (lead, rest) = match end {
        Some((index, end)) => split(runs.clone(), index, end),
        None => (runs.clone(), Vec::new()),
    };
    Some(match rest.iter().all(|run| run.text.trim().is_empty()) {
        _ if is_long(&lead) => (Kind::Paragraph, Vec::new(), runs),
        true => (heading, Vec::new(), runs),
        false => (Kind::Paragraph, lead, rest),
    })
}

/// Typed characters: whether a line is a heading does not depend on the figures in it.
fn length(runs: &[Run]) -> usize {
    let typed = runs.iter().filter(|run| run.reference.is_none());
    typed.map(|run| run.text.chars().count()).sum()
}

/// Divides runs within one of them.
fn split(mut runs: Vec<Run>, index: usize, at: usize) -> (Vec<Run>, Vec<Run>) {
    let mut rest = runs.split_off(index + 1);
    if let Some(last) = runs.last_mut().filter(|last| at < last.text.len()) {
        let (text, origins) = (last.text.split_off(at), last.origins.split_off(at));
        rest.insert(0, Run { text, origins, ..last.clone() });
    }
    (runs, rest)
}

#[cfg(test)]
mod tests;
