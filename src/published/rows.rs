//! Rows of figures and headings of tables that stand in a page as lines of words: `行政许可 97`.

use std::borrow::Cow;

use super::expected::{Expected, Line, LineKind};
use super::figure::may_be_figure;
use super::known::Known;
use super::page::{Grid, GridCell, Page, PageBlock, PageParagraph};
use super::solid;

/// The paragraphs of a page that are a label and its figures, as grids, with the blocks that they are.
pub(super) fn of_lines(page: &Page, known: &Known<'_>) -> Vec<(usize, Grid)> {
    let rows = page.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        PageBlock::Paragraph(paragraph) => Some((at, row(paragraph, known)?)),
        PageBlock::Grid(_) => None,
    });
    rows.collect()
}

/// The grids of a page, with its heading in each that has it in the line above.
pub(super) fn with_headings<'p>(page: &'p Page, expected: &Expected) -> Vec<Cow<'p, Grid>> {
    let grids = page.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        PageBlock::Grid(grid) => {
            let above = at.checked_sub(1).and_then(|above| page.blocks.get(above));
            Some(under_heading(above, grid, expected).map_or(Cow::Borrowed(grid), Cow::Owned))
        }
        PageBlock::Paragraph(_) => None,
    });
    grids.collect()
}

/// A table of one kind of applicants, or of one procedure, whose name stands over it, with that name as its first
/// row.
fn under_heading(above: Option<&PageBlock>, grid: &Grid, expected: &Expected) -> Option<Grid> {
    let Some(PageBlock::Paragraph(paragraph)) = above else { return None };
    let text = solid(&paragraph.text());
    let found = expected.find(text.trim_end_matches(['：', ':'])).filter(|found| !found.differs)?;
    let own = found.line().and_then(|line| expected.lines.get(line));
    let is_over =
        |line: &Line| line.slots.iter().any(|slot| slot.heads.last().is_some_and(|head| head == found.name));
    let is_heading =
        own.is_some_and(|line| line.kind == LineKind::Alone) || expected.lines.iter().any(is_over);
    let is_there = grid.rows.iter().flatten().any(|cell| solid(&cell.text) == found.name);
    if !is_heading || is_there || !grid.has_spans {
        return None;
    }
    let cols = grid.rows.iter().flatten().map(|cell| cell.column + cell.cols).max()?;
    let (text, place) = (found.name.to_owned(), paragraph.place.clone());
    let heading = GridCell { column: 0, cols, rows: 1, text, place };
    let rows = std::iter::once(vec![heading]).chain(grid.rows.iter().cloned()).collect();
    Some(Grid { rows, ..grid.clone() })
}

/// A line whose words are the label of a row and exactly its figures, apart by blanks.
fn row(paragraph: &PageParagraph, known: &Known<'_>) -> Option<Grid> {
    let text = paragraph.text();
    // Nearly every paragraph ends with words.
    text.split_whitespace().next_back().filter(|part| may_be_figure(part))?;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let figures = parts.iter().rev().take_while(|part| may_be_figure(part)).count();
    let label: String = parts.iter().take(parts.len() - figures).map(|part| solid(part)).collect();
    if figures == 0 || label.is_empty() {
        return None;
    }
    let fits = known.iter().any(|expected| {
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
