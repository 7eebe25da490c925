//! Where the stretches of a text come from.

use std::ops::Range;

/// The stretches of a text, each with the stretch of another that it comes from: the way back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Ascending and without gaps.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    at: usize,
    length: usize,
    from: Range<usize>,
}

impl Piece {
    /// True if each byte has its own origin; else the whole piece comes from the whole stretch.
    fn is_alike(&self) -> bool {
        self.length == self.from.len()
    }

    /// The origin of a part of the piece, given by its place in the text.
    fn part(&self, start: usize, end: usize) -> Range<usize> {
        if !self.is_alike() {
            return self.from.clone();
        }
        self.from.start + (start - self.at)..self.from.start + (end - self.at)
    }
}

impl Origins {
    /// Adds the next stretch of the text.
    pub fn push(&mut self, at: usize, length: usize, from: Range<usize>) {
        match self.pieces.last_mut() {
            Some(last) if last.is_alike() && length == from.len() && last.from.end == from.start => {
                last.length += length;
                last.from.end = from.end;
            }
            _ if length > 0 => self.pieces.push(Piece { at, length, from }),
            _ => {}
        }
    }

    /// Where the last stretch comes from ends.
    pub fn end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.from.end)
    }

    /// The origin of a stretch of the text.
    pub fn find(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin(range.start, false);
        let end = if range.is_empty() { start } else { self.origin(range.end, true) };
        start..end.max(start)
    }

    /// The parts of a stretch of the text, each with its origin.
    pub fn parts(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        let first = self.pieces.partition_point(|piece| piece.at + piece.length <= range.start);
        let pieces = self.pieces.get(first..).unwrap_or_default().iter();
        pieces.take_while(move |piece| piece.at < range.end).map(move |piece| {
            let (start, end) = (piece.at.max(range.start), (piece.at + piece.length).min(range.end));
            (start..end, piece.part(start, end))
        })
    }

    /// Keeps what comes before that place of the text; the rest, counted from there.
    pub fn split_off(&mut self, at: usize) -> Self {
        let mut rest = Self::default();
        for (part, from) in self.parts(at..usize::MAX) {
            rest.push(part.start - at, part.len(), from);
        }
        self.pieces.retain(|piece| piece.at < at);
        if let Some(last) = self.pieces.last_mut().filter(|last| last.at + last.length > at) {
            last.from = last.part(last.at, at);
            last.length = at - last.at;
        }
        rest
    }

    fn origin(&self, at: usize, is_end: bool) -> usize {
        let inside = if is_end { at.saturating_sub(1) } else { at };
        let index = self.pieces.partition_point(|piece| piece.at <= inside);
        let Some(piece) = index.checked_sub(1).and_then(|index| self.pieces.get(index)) else { return 0 };
        match (piece.is_alike(), is_end) {
            // Behind the last piece, its end.
            (true, _) => piece.from.start + (at - piece.at).min(piece.length),
            (false, true) => piece.from.end,
            (false, false) if inside >= piece.at + piece.length => piece.from.end,
            (false, false) => piece.from.start,
        }
    }
}
