//! The text of a data file while changes are worked into it.

use super::Refused;
use super::pieces::Pieces;
use super::written::Written;
use crate::format::Form;
use crate::source::{Edit, Source, Span, apply};

/// A text into which changes are worked one after the other.
pub(super) struct Draft<'f> {
    /// The text as it is by now.
    pub source: Source,
    /// How it is written.
    pub written: Written,
    /// The form that the file follows.
    pub form: Option<&'f Form>,
    /// Comments that went with what was taken away.
    pub removed: Vec<String>,
    pieces: Pieces,
    line_end: &'static str,
}

impl<'f> Draft<'f> {
    /// A draft in which nothing is changed yet.
    pub fn new(source: &Source, form: Option<&'f Form>) -> Self {
        let has_returns = memchr::memmem::find(source.text().as_bytes(), b"\r\n").is_some();
        Self {
            source: source.clone(),
            written: Written::of(source.text()),
            form,
            removed: Vec::new(),
            pieces: Pieces::new(source.text().len()),
            line_end: if has_returns { "\r\n" } else { "\n" },
        }
    }

    /// Makes edits that do not touch each other; new lines end as those of the file do.
    ///
    /// # Errors
    /// They do touch each other: two values cannot stand in one place.
    pub fn apply(&mut self, mut edits: Vec<Edit>) -> Result<(), Refused> {
        edits.sort();
        let touch = |pair: &[Edit]| matches!(pair, [one, next] if one.span.end > next.span.start);
        if edits.windows(2).any(touch) {
            return Err(Refused::Odd("有两处写在一起"));
        }
        for edit in &mut edits {
            if self.line_end != "\n" && edit.text.contains('\n') {
                edit.text = edit.text.replace('\n', self.line_end);
            }
        }
        for edit in edits.iter().rev() {
            self.pieces.apply(edit);
        }
        let text = apply(self.source.text().as_bytes(), &edits);
        let text = String::from_utf8(text).map_err(|_| Refused::Odd("有一处断在字的中间"))?;
        self.source = Source::new(self.source.name(), text);
        self.written = Written::of(self.source.text());
        Ok(())
    }

    /// All edits, of the first text.
    pub fn edits(&self, first: &Source) -> Vec<Edit> {
        self.pieces.edits(first)
    }

    /// The lines that a stretch of the text stands on, with their line ends.
    pub fn lines(&self, span: Span) -> Span {
        Span::new(self.source.line_span(span.start).start, self.line_end_of(span.end))
    }

    /// Behind the line end of the line that holds a place.
    pub fn line_end_of(&self, at: usize) -> usize {
        let rest = self.source.text().get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest.as_bytes()).map_or(self.source.text().len(), |end| at + end + 1)
    }

    /// The comments within a stretch, which go with it.
    pub fn forget_comments(&mut self, span: Span) {
        let gone = self.written.comments.iter().filter(|comment| span.holds(**comment));
        self.removed.extend(gone.map(|comment| self.source.slice(*comment).to_owned()));
    }
}
