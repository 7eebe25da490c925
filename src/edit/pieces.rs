//! Edits that follow each other, as edits of the first text.

use crate::source::{Edit, Source, Span};

/// A text that has been edited: stretches of the first text, and what came between them.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    length: usize,
}

#[derive(Debug, Clone)]
enum Piece {
    Kept(Span),
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.end - span.start,
            Self::New(text) => text.len(),
        }
    }

    /// The piece in two; a text is cut between two characters, since edits are.
    fn cut(self, at: usize) -> (Self, Self) {
        match self {
            Self::Kept(span) => {
                let middle = span.start + at;
                (Self::Kept(Span::new(span.start, middle)), Self::Kept(Span::new(middle, span.end)))
            }
            Self::New(text) => {
                let (before, behind) = text.split_at_checked(at).unwrap_or((&text, ""));
                (Self::New(before.to_owned()), Self::New(behind.to_owned()))
            }
        }
    }
}

impl Pieces {
    /// A text of that length, not edited yet.
    pub fn new(length: usize) -> Self {
        Self { pieces: vec![Piece::Kept(Span::new(0, length))], length }
    }

    /// Makes an edit of the text as it is by now.
    pub fn apply(&mut self, edit: &Edit) {
        let mut at = 0;
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2);
        let mut is_in = false;
        for piece in std::mem::take(&mut self.pieces) {
            let (start, end) = (at, at + piece.len());
            at = end;
            let mut rest = piece;
            if !is_in && edit.span.start <= end {
                let (before, behind) = rest.cut(edit.span.start - start);
                pieces.extend([before, Piece::New(edit.text.clone())]);
                rest = behind;
                is_in = true;
            }
            if is_in {
                // What is left of the piece ends where the piece did.
                let gone = edit.span.end.saturating_sub(end - rest.len()).min(rest.len());
                rest = rest.cut(gone).1;
            }
            pieces.push(rest);
        }
        if !is_in {
            pieces.push(Piece::New(edit.text.clone()));
        }
        pieces.retain(|piece| piece.len() > 0);
        self.pieces = pieces;
    }

    /// The edits that lead from the first text to this one, none longer than it must be.
    pub fn edits(&self, first: &Source) -> Vec<Edit> {
        let mut edits = Vec::new();
        let (mut at, mut text) = (0, String::new());
        let end = Piece::Kept(Span::new(self.length, self.length));
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::New(new) => text.push_str(new),
                Piece::Kept(span) => {
                    let edit = Edit { span: Span::new(at, span.start), text: std::mem::take(&mut text) };
                    edits.extend(shortened(edit, first));
                    at = span.end;
                }
            }
        }
        edits
    }
}

/// An edit without what it leaves as it is at its start and its end; `None` if that is all of it.
fn shortened(edit: Edit, source: &Source) -> Option<Edit> {
    let old = source.slice(edit.span);
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = old.chars().zip(edit.text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (old.get(start..)?, edit.text.get(start..)?);
    let end: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let text = new.get(..new.len() - end)?.to_owned();
    let span = Span::new(edit.span.start + start, edit.span.end - end);
    (span.start != span.end || !text.is_empty()).then_some(Edit { span, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::apply;

    #[test]
    fn edits_in_turn_are_edits_of_the_first_text() {
        let first = Source::new("a", "甲乙丙丁戊");
        let mut pieces = Pieces::new(first.text().len());
        let mut text = first.text().to_owned();
        for (start, end, new) in
            [(3, 6, "xyz"), (4, 9, ""), (0, 0, "始"), (7, 10, "丁戊"), (7, 7, "q"), (0, 3, "")]
        {
            let edit = Edit { span: Span::new(start, end), text: new.to_owned() };
            pieces.apply(&edit);
            text = String::from_utf8(apply(text.as_bytes(), &[edit])).unwrap();
            let all = pieces.edits(&first);
            assert_eq!(String::from_utf8(apply(first.text().as_bytes(), &all)).unwrap(), text, "{all:?}");
        }
    }

    #[test]
    fn what_stays_is_not_written_again() {
        let first = Source::new("a", "text = '''\n很长的一段\n'''");
        let mut pieces = Pieces::new(first.text().len());
        let text = "'''\n很短的一段\n'''".to_owned();
        pieces.apply(&Edit { span: Span::new(7, first.text().len()), text });
        let at = first.text().find('长').unwrap();
        assert_eq!(pieces.edits(&first), [Edit { span: Span::new(at, at + 3), text: "短".to_owned() }]);
    }
}
