//! Rows of figures that stand in a page as lines of words: `行政许可 97`.

use std::cell::LazyCell;

use super::expected::Expected;
use super::figure::may_be_figure;
use super::page::{Grid, GridCell, Page, PageBlock, PageParagraph};
use super::solid;

/// The paragraphs of a page that are a label and its figures, as grids, with the blocks that they are.
pub(super) fn of_lines<'f, F: FnOnce() -> Expected<'f>>(
    page: &Page,
    expected: &[LazyCell<Expected<'f>, F>],
) -> Vec<(usize, Grid)> {
    let rows = page.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        PageBlock::Paragraph(paragraph) => Some((at, row(paragraph, expected)?)),
        PageBlock::Grid(_) => None,
    });
    rows.collect()
}

/// A line whose words are the label of a row and exactly its figures, apart by blanks.
fn row<'f, F: FnOnce() -> Expected<'f>>(
    paragraph: &PageParagraph,
    expected: &[LazyCell<Expected<'f>, F>],
) -> Option<Grid> {
    let text = paragraph.text();
    // Nearly every paragraph ends with words.
    text.split_whitespace().next_back().filter(|part| may_be_figure(part))?;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let figures = parts.iter().rev().take_while(|part| may_be_figure(part)).count();
    let label: String = parts.iter().take(parts.len() - figures).map(|part| solid(part)).collect();
    if figures == 0 || label.is_empty() {
        return None;
    }
    let fits = expected.iter().any(|expected| {
        let line = expected
            .find(&label)
            .filter(|found| !found.differs)
            .and_then(|found| expected.lines.get(found.line()?));
        line.is_some_and(|line| line.slots.len() == figures)
    });
    let texts =
        std::iter::once(label).chain(parts.iter().skip(parts.len() - figures).map(|part| (*part).to_owned()));
    let cells = texts.enumerate().map(|(column, text)| {
        let place = super::Place { column: Some(column + 1), ..paragraph.place.clone() };
        GridCell { column, cols: 1, rows: 1, text, place }
    });
    fits.then(|| Grid { rows: vec![cells.collect()], has_spans: false, place: paragraph.place.clone() })
}
