//! Pieces → pages: lines stand on the lines of the page, tables where there is room, and what belongs together stays
//! together.

use super::set::Line;
use super::table::SetTable;
use super::{Length, Page, Rect};

/// A piece of the text that goes down the pages.
pub(super) struct Piece {
    pub content: Content,
    /// Room before it, except at the head of a page.
    pub before: Length,
    /// It stays on the page of what follows.
    pub keep_next: bool,
}

/// What a piece is.
pub(super) enum Content {
    Line(Line),
    Table(Box<SetTable>),
}

impl Piece {
    /// A line.
    pub fn line(line: Line, keep_next: bool) -> Self {
        Self { content: Content::Line(line), before: 0, keep_next }
    }
}

/// The lines of a page, and how far it is filled.
struct Sheet {
    area: Rect,
    lines: Length,
    /// Lower edge of what stands there, from the upper edge of the area.
    filled: Length,
}

impl Sheet {
    fn height(&self) -> Length {
        self.area.height()
    }

    /// Upper edge of a line of the page.
    fn line(&self, number: Length) -> Length {
        self.height() * number / self.lines
    }

    /// The first line of the page that begins at a height or below.
    fn next_line(&self, height: Length) -> Length {
        (height * self.lines + self.height() - 1) / self.height().max(1)
    }

    /// Where a piece of a height would stand behind what fills a page up to `filled`, and up to where it would fill it.
    /// A line no higher than those of the page stands on one of them.
    fn stand(&self, piece: &Piece, height: Length, filled: Length) -> (Length, Length) {
        let top = if filled > 0 { filled + piece.before } else { 0 };
        let pitch = self.height() / self.lines;
        match &piece.content {
            Content::Line(line) if line.height <= pitch => {
                let number = self.next_line(top);
                (self.line(number), self.line(number + 1))
            }
            _ => (top, top + height),
        }
    }

    /// Up to where a page would be filled by pieces that stay together: of the last no more counts than must.
    fn stand_together(&self, pieces: &[Piece], filled: Length) -> Length {
        let last = pieces.len().saturating_sub(1);
        pieces.iter().enumerate().fold(filled, |filled, (at, piece)| {
            let height = match &piece.content {
                Content::Line(line) => line.height,
                Content::Table(table) if at == last => table.least(),
                Content::Table(table) => table.height(),
            };
            self.stand(piece, height, filled).1
        })
    }
}

/// Puts pieces on pages with an area for text and so many lines in it. There is at least one page.
pub(super) fn pages(pieces: Vec<Piece>, area: Rect, lines: u32) -> Vec<Page> {
    let sheet = Sheet { area, lines: Length::from(lines.max(1)), filled: 0 };
    let mut press = Press { sheet, pages: vec![Page::default()] };
    let mut together: Vec<Piece> = Vec::new();
    for piece in pieces {
        let ends = !piece.keep_next;
        together.push(piece);
        if ends {
            press.put_together(std::mem::take(&mut together));
        }
    }
    press.put_together(together);
    press.pages
}

struct Press {
    sheet: Sheet,
    pages: Vec<Page>,
}

impl Press {
    /// Pieces that stay together: on this page if they have room, on the next if they have room there, and else from
    /// here on, since no page holds them.
    fn put_together(&mut self, pieces: Vec<Piece>) {
        let height = self.sheet.height();
        let has_room = |filled| self.sheet.stand_together(&pieces, filled) <= height;
        if self.sheet.filled > 0 && !has_room(self.sheet.filled) && has_room(0) {
            self.turn();
        }
        pieces.into_iter().for_each(|piece| self.put(piece));
    }

    fn put(&mut self, piece: Piece) {
        let least = match &piece.content {
            Content::Line(line) => line.height,
            Content::Table(table) => table.least(),
        };
        if self.sheet.filled > 0 && self.sheet.stand(&piece, least, self.sheet.filled).1 > self.sheet.height()
        {
            self.turn();
        }
        let (top, bottom) = self.sheet.stand(&piece, least, self.sheet.filled);
        match piece.content {
            Content::Line(line) => {
                self.sheet.filled = bottom;
                let Rect { left, top: head, .. } = self.sheet.area;
                if let Some(page) = self.pages.last_mut() {
                    line.place(left, head + top, &mut page.runs, &mut page.rules);
                }
            }
            Content::Table(table) => self.put_table(&table, top),
        }
    }

    /// A table from a height on, over as many pages as it takes.
    fn put_table(&mut self, table: &SetTable, top: Length) {
        let (mut row, mut top) = (0, top);
        while row < table.rows.len() {
            let room = self.sheet.height() - top;
            let end = table.fitting(row, room);
            let Rect { left, top: head, .. } = self.sheet.area;
            if let Some(page) = self.pages.last_mut() {
                self.sheet.filled = top + table.draw(row..end, (left, head + top), page);
            }
            row = end;
            if row < table.rows.len() {
                self.turn();
                top = 0;
            }
        }
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.sheet.filled = 0;
    }
}
