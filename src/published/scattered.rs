//! Tables of a text with one cell to a line: a label, and below it exactly its figures.

use super::expected::{Line, LineKind};
use super::figure::may_be_figure;
use super::known::Known;
use super::page::{Grid, GridCell, PageBlock, PageParagraph};
use super::solid;

/// Fewer rows are no table, but lines of the words.
const FEWEST_ROWS: usize = 10;

/// A row of a table that stands in a run of lines.
struct Row {
    /// Its first line, the label if it has one, and the line behind its last figure.
    start: usize,
    end: usize,
    /// True if its sum can tell whether a figure is there that is none of it.
    has_total: bool,
}

/// The blocks of a page, with a grid for each row whose cells stand in lines of their own. Where a row has more
/// lines or fewer, blank cells were left out, or the numbers of pages stand among them: then only rows whose sums
/// can tell are taken.
pub(super) fn gathered(blocks: Vec<PageBlock>, known: &Known<'_>) -> Vec<PageBlock> {
    let (mut rows, mut is_even) = (Vec::new(), true);
    let mut at = 0;
    while at < blocks.len() {
        let end = figures_end(&blocks, at + 1);
        let label = text(&blocks, at).filter(|label| !may_be_figure(label));
        if let Some(label) = label.filter(|_| end > at + 1) {
            let row = row(&label, at, end, known);
            let is_name = || known.iter().any(|own| own.find(&label).is_some_and(|found| !found.differs));
            is_even &= row.is_some() || !is_name();
            rows.extend(row);
        }
        at = end;
    }
    if rows.len() < FEWEST_ROWS {
        return blocks;
    }
    rows.retain(|row| is_even || row.has_total);
    let mut out = Vec::with_capacity(blocks.len());
    let mut rows = rows.into_iter().peekable();
    let mut rest = blocks.into_iter().enumerate();
    while let Some((at, block)) = rest.next() {
        match rows.next_if(|row| row.start == at) {
            Some(row) => {
                let others = rest.by_ref().take(row.end - row.start - 1).map(|(_, block)| block);
                out.extend(grid(std::iter::once(block).chain(others)));
            }
            None => out.push(block),
        }
    }
    out
}

/// The line behind the figures that stand from here on, each in a line of its own.
fn figures_end(blocks: &[PageBlock], from: usize) -> usize {
    let is_figure = |at: &usize| text(blocks, *at).is_some_and(|text| may_be_figure(&text));
    (from..blocks.len()).find(|at| !is_figure(at)).unwrap_or(blocks.len())
}

fn text(blocks: &[PageBlock], at: usize) -> Option<String> {
    match blocks.get(at)? {
        PageBlock::Paragraph(paragraph) => Some(solid(&paragraph.text())),
        PageBlock::Grid(_) => None,
    }
}

/// The row with that label, or under that heading, if the figures are as many as its own.
fn row(label: &str, at: usize, end: usize, known: &Known<'_>) -> Option<Row> {
    let count = end - at - 1;
    let fits = |line: &&Line| line.kind != LineKind::Alone && line.slots.len() == count;
    known.iter().find_map(|expected| {
        let found = expected.find(label).filter(|found| !found.differs)?;
        let own = found.line().and_then(|line| expected.lines.get(line)).filter(fits);
        let is_head = found.is_head() && !found.is_note();
        let unlabelled = || expected.lines.iter().filter(|line| line.label.is_none()).find(fits);
        let line = own.or_else(|| unlabelled().filter(|_| is_head))?;
        let start = if line.label.is_some() { at } else { at + 1 };
        Some(Row { start, end, has_total: line.slots.iter().any(|slot| slot.is_total) })
    })
}

/// The row as a grid of its own.
fn grid(blocks: impl Iterator<Item = PageBlock>) -> Option<PageBlock> {
    let paragraphs = blocks.filter_map(|block| match block {
        PageBlock::Paragraph(paragraph) => Some(paragraph),
        PageBlock::Grid(_) => None,
    });
    let cell = |(column, paragraph): (usize, PageParagraph)| {
        let text = paragraph.text();
        GridCell { column, cols: 1, rows: 1, text, place: paragraph.place }
    };
    let cells: Vec<GridCell> = paragraphs.enumerate().map(cell).collect();
    let place = cells.first()?.place.clone();
    Some(PageBlock::Grid(Grid { rows: vec![cells], has_spans: false, place }))
}
