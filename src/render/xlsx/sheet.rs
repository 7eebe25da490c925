//! A sheet: paragraphs over its whole width, and the plain tables of the narrative.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::figure::Patterns;
use super::look::{Kind, Looks};
use super::name::Names;
use super::text::pieces;
use crate::document::{Block, Paragraph, Run, TextTable};
use crate::layout::width::halves;

/// A4.
pub(super) const PAPER: u8 = 9;
/// Width of a sheet in pixels: with it a page is printed at some three quarters of the size.
const WIDTH: u32 = 760;
/// Highest row in pixels.
const HIGHEST_ROW: u32 = 545;
/// Room to the left and right of the text in a cell, in pixels.
const BESIDE: u32 = 10;
/// Room above and below it.
const ABOVE: u32 = 8;

/// A workbook while it is written.
#[derive(Default)]
pub(super) struct Book {
    pub book: Workbook,
    names: Names,
    patterns: Patterns,
}

/// A sheet of a workbook while it is written.
pub(super) struct Sheet<'b> {
    pub sheet: &'b mut Worksheet,
    looks: &'b Looks<'b>,
    /// Widths of the columns in pixels.
    columns: Vec<u32>,
    /// The row that comes next.
    pub row: u32,
    /// True if something stands in the row above that is no table.
    has_text_above: bool,
    /// True if the report is a draft.
    pub draft: bool,
    /// The patterns of the whole workbook.
    pub patterns: &'b mut Patterns,
}

impl<'b> Sheet<'b> {
    /// A new sheet, ready for A4 paper, that is called by such words. `weights` are the relative widths of its columns.
    pub fn new(
        book: &'b mut Book,
        words: &str,
        weights: &[u16],
        looks: &'b Looks<'b>,
        draft: bool,
    ) -> Result<Self, XlsxError> {
        let Book { book, names, patterns } = book;
        let sheet = book.add_worksheet();
        let [left, right, top, bottom, header, footer] = looks.margins();
        sheet
            .set_name(names.free(words))?
            .set_paper_size(PAPER)
            .set_margins(left, right, top, bottom, header, footer)
            .set_print_fit_to_pages(1, 0)
            .set_footer("&C— &P —");
        if draft {
            // With this sign Excel begins a code.
            sheet.set_header(format!("&C{}", looks.draft().replace('&', "&&")));
        }
        let columns = widths(weights);
        for (column, width) in (0..).zip(&columns) {
            sheet.set_column_width_pixels(column, *width)?;
        }
        Ok(Self { sheet, looks, columns, row: 0, has_text_above: false, draft, patterns })
    }

    /// How something is written.
    pub fn look(&self, kind: Kind) -> Format {
        self.looks.of(kind)
    }

    /// Blocks of narrative.
    pub fn blocks(&mut self, blocks: &[Block]) -> Result<(), XlsxError> {
        for block in blocks {
            match block {
                Block::Heading { runs, .. } => self.paragraph(&words(runs), Kind::Heading)?,
                Block::Paragraph(Paragraph { lead, runs }) => {
                    self.paragraph(&format!("{}{}", words(lead), words(runs)), Kind::Text)?;
                }
                Block::List(items) => {
                    for item in items {
                        self.paragraph(&format!("{} {}", item.marker, words(&item.runs)), Kind::Text)?;
                    }
                }
                Block::TextTable(table) => self.text_table(table)?,
                // `table` writes these.
                Block::FormTable(_) => {}
            }
        }
        Ok(())
    }

    /// A paragraph over the whole width. What is longer than a cell may be goes on in the next rows.
    pub fn paragraph(&mut self, text: &str, kind: Kind) -> Result<(), XlsxError> {
        let format = self.look(kind);
        let last = self.last_column();
        for piece in pieces(text) {
            if last > 0 {
                self.sheet.merge_range(self.row, 0, self.row, last, piece, &format)?;
                // Excel works out the height of a row by itself, but not where cells are merged.
                let height = self.height(piece, WIDTH, kind);
                self.sheet.set_row_height_pixels(self.row, height)?;
            } else {
                self.sheet.write_string_with_format(self.row, 0, piece, &format)?;
            }
            self.row += 1;
            self.has_text_above = true;
        }
        Ok(())
    }

    fn text_table(&mut self, table: &TextTable) -> Result<(), XlsxError> {
        self.part();
        let format = self.look(Kind::Label);
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let mut height = 0;
            for (column, cell) in (0..).zip(row) {
                let text = words(cell);
                height = height.max(self.height(&text, self.width(usize::from(column), 1), Kind::Label));
                self.sheet.write_string_with_format(self.row, column, &text, &format)?;
            }
            self.sheet.set_row_height_pixels(self.row, height)?;
            self.row += 1;
        }
        self.has_text_above = true;
        self.part();
        Ok(())
    }

    /// Leaves a row blank, by which a table stands apart from what is above it.
    pub fn part(&mut self) {
        self.row += u32::from(std::mem::take(&mut self.has_text_above));
    }

    /// The same behind a table.
    pub fn part_below(&mut self) {
        self.has_text_above = true;
        self.part();
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Width of neighbouring columns in pixels.
    pub fn width(&self, column: usize, span: usize) -> u32 {
        self.columns.iter().skip(column).take(span).sum()
    }

    /// How high a row must be for a text in a cell of that width, in pixels.
    pub fn height(&self, text: &str, width: u32, kind: Kind) -> u32 {
        height(text, width, self.looks.size(kind))
    }
}

/// How high a row must be for a text of that size in twips in a cell of that width, in pixels.
pub(super) fn height(text: &str, width: u32, size: u32) -> u32 {
    // A point is four thirds of a pixel, and a character is as wide as it is high.
    let character = size * 4 / 60;
    let width = width.saturating_sub(BESIDE).max(character);
    let lines: u32 = text.lines().map(|line| (halves(line) * character).div_ceil(2 * width).max(1)).sum();
    (lines.max(1) * character * 4 / 3 + ABOVE).min(HIGHEST_ROW)
}

/// Widths in pixels that come to the width of a sheet.
fn widths(weights: &[u16]) -> Vec<u32> {
    let all: u32 = weights.iter().copied().map(u32::from).sum::<u32>().max(1);
    let mut before = 0;
    let widths = weights.iter().map(|weight| {
        let left = WIDTH * before / all;
        before += u32::from(*weight);
        (WIDTH * before / all - left).max(1)
    });
    widths.collect()
}

pub(super) fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width_whatever_their_weights() {
        for weights in [&[1][..], &[1, 2, 3], &[1; 15], &[100, 1, 1], &[7; 63]] {
            let widths = widths(weights);
            assert_eq!((widths.len(), widths.iter().sum::<u32>()), (weights.len(), WIDTH), "{weights:?}");
        }
    }
}
