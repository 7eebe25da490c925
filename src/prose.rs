//! The narrative as a reader sees it: references replaced by their figures, bold marks gone, each
//! character with a way back into the file. The rules on the narrative read this.

mod all;
mod bind;
pub mod breakdown;
pub mod item;
mod join;
mod lexicon;
pub mod meaning;
pub mod narrative;
mod none;
pub mod number;
pub mod percent;
mod phrase;
mod rate;
pub mod reading;
mod scope;
mod token;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::reference::{Expression, Part, evaluate, scan};
use crate::report::{Report, Text};
use crate::source::Span;

/// One narrative text of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Index of the section; `None` for the preamble.
    pub section: Option<usize>,
    /// The words. Line breaks are kept; a figure that cannot be had leaves nothing.
    pub text: String,
    /// Stretches of the words with where they come from, ascending and without gaps.
    pieces: Vec<Piece>,
    /// The sentences, once they have been asked for: many rules do.
    sentences: OnceLock<Vec<Range<usize>>>,
}

/// A stretch of words from one stretch of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// First byte in the words.
    start: usize,
    /// Where it comes from.
    origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// Written so: place of each byte in the text of the data file.
    Written(usize),
    /// The figure of a reference, and the place of the reference in the text.
    Reference(Expression, Range<usize>),
}

/// The preamble, if there is one, and every narrative section.
pub fn all(report: &Report) -> Vec<(Prose, &Text)> {
    let preamble = report.publication.preamble.iter().map(|text| (None, text));
    let sections =
        report.texts.iter().enumerate().filter_map(|(index, text)| Some((Some(index), text.as_ref()?)));
    let mut figures = HashMap::new();
    let prose = |(section, text)| (Prose::with(section, text, report, &mut figures), text);
    preamble.chain(sections).map(prose).collect()
}

impl Prose {
    /// The words of one text.
    pub fn new(section: Option<usize>, text: &Text, report: &Report) -> Self {
        Self::with(section, text, report, &mut HashMap::new())
    }

    /// The words of one text; each reference is evaluated once, however often it stands there.
    fn with<'a>(
        section: Option<usize>,
        text: &'a Text,
        report: &Report,
        figures: &mut HashMap<&'a str, String>,
    ) -> Self {
        let mut prose = Prose {
            section,
            text: String::with_capacity(text.value.len()),
            pieces: Vec::new(),
            sentences: OnceLock::new(),
        };
        let mut at = 0;
        for found in scan(&text.value) {
            prose.written(&text.value, at..found.start);
            at = found.end;
            match found.part {
                Part::Reference(expression) => {
                    let written = text.value.get(found.start..found.end).unwrap_or_default();
                    let figure = figures
                        .entry(written)
                        .or_insert_with(|| evaluate(&expression, report).unwrap_or_default());
                    prose.pieces.push(Piece {
                        start: prose.text.len(),
                        origin: Origin::Reference(expression, found.start..found.end),
                    });
                    prose.text.push_str(figure);
                }
                Part::Braces => prose.written(&text.value, found.start + 1..found.end),
                Part::Malformed(_) => prose.written(&text.value, found.start..found.end),
            }
        }
        prose.written(&text.value, at..text.value.len());
        prose
    }

    /// Adds words that stand in the file, without bold marks and carriage returns.
    fn written(&mut self, text: &str, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = text.get(at..range.end).unwrap_or_default();
            let skipped = if rest.starts_with("**") { 2 } else { usize::from(rest.starts_with('\r')) };
            if skipped > 0 {
                at += skipped;
                continue;
            }
            // One pass: a search for each mark to the end of the text would be quadratic.
            let bytes = rest.as_bytes();
            let is_mark = |at: &usize| match bytes.get(*at) {
                Some(b'\r') => true,
                Some(b'*') => bytes.get(at + 1) == Some(&b'*'),
                _ => false,
            };
            let length = (0..rest.len()).find(is_mark).unwrap_or(rest.len());
            self.pieces.push(Piece { start: self.text.len(), origin: Origin::Written(at) });
            self.text.push_str(rest.get(..length).unwrap_or_default());
            at += length;
        }
    }

    /// The place in the data file of a stretch of the words.
    pub fn locate(&self, text: &Text, range: Range<usize>) -> Span {
        let start = self.origin(range.start, false);
        let end = self.origin(range.end, true);
        text.locate(start, end.max(start))
    }

    /// The reference that a byte of the words comes from, if it comes from one.
    pub fn reference_at(&self, at: usize) -> Option<&Expression> {
        match &self.piece_at(at)?.origin {
            Origin::Reference(expression, _) => Some(expression),
            Origin::Written(_) => None,
        }
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(index.checked_sub(1)?)
    }

    /// The offset in the data file's text; of an end that closes a piece, the end of that piece.
    fn origin(&self, at: usize, is_end: bool) -> usize {
        let inside = if is_end { at.saturating_sub(1) } else { at };
        match self.piece_at(inside) {
            Some(Piece { start, origin: Origin::Written(origin) }) => origin + (at - start),
            Some(Piece { origin: Origin::Reference(_, range), .. }) => {
                if is_end {
                    range.end
                } else {
                    range.start
                }
            }
            None => 0,
        }
    }

    /// The sentences: stretches between `。！？；` and line breaks, blanks at their ends left out.
    /// A `；` ends one too, since each of its sides says something whole.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sentences.get_or_init(|| self.cut()).iter().cloned()
    }

    fn cut(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for (at, c) in self.text.char_indices() {
            let end = at + c.len_utf8();
            if matches!(c, '。' | '！' | '？' | '；' | '\n') {
                found.push(start..end);
                start = end;
            }
        }
        found.push(start..self.text.len());
        found.into_iter().filter_map(|range| self.trimmed(range)).collect()
    }

    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let words = self.text.get(range.clone())?;
        let start = range.start + (words.len() - words.trim_start().len());
        let trimmed = words.trim();
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    const SOUND: &str = include_str!("../examples/qinghe-2024.toml");

    #[test]
    fn words_lead_back_to_their_place_in_the_file() {
        let file = SOUND.replacen(
            "text = '''\n",
            "text = '''\r\n**共{{ requests.received.total }}件**，\\{{甲。乙；丙\r\n",
            1,
        );
        let source = Source::new("a", file);
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let all = all(&report);
        let (prose, text) = all.iter().find(|(prose, _)| prose.section == Some(0)).unwrap();
        assert!(prose.text.starts_with("共75件，{{甲。乙；丙\n"));
        let place = |words: &str| {
            let at = prose.text.find(words).unwrap();
            source.slice(prose.locate(text, at..at + words.len())).to_owned()
        };
        assert_eq!(place("共75"), "共{{ requests.received.total }}");
        assert_eq!(place("75"), "{{ requests.received.total }}");
        assert_eq!(place("75件，"), "{{ requests.received.total }}件**，");
        assert_eq!(place("甲。"), "甲。");
        assert!(prose.reference_at(prose.text.find("75").unwrap()).is_some());
        assert!(prose.reference_at(0).is_none());
        let sentences: Vec<&str> = prose.sentences().take(3).map(|r| &prose.text[r]).collect();
        assert_eq!(sentences, ["共75件，{{甲。", "乙；", "丙"]);
    }
}
