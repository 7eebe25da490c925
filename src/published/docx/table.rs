//! A table while it is read, and the grid that it comes to.

use super::super::{Grid, GridCell, PageBlock, Place};

/// How a cell goes on from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// It stands alone.
    None,
    /// Others go on from it.
    First,
    /// It goes on from the one above, or to the left; what is in it does not show.
    GoesOn,
}

/// A cell as far as it is read.
#[derive(Debug)]
pub struct Cell {
    pub place: Place,
    pub cols: usize,
    pub down: Merge,
    pub right: Merge,
    pub deleted: bool,
    /// Paragraphs, and the grids of tables in it.
    pub blocks: Vec<PageBlock>,
}

impl Cell {
    /// An empty cell there.
    pub fn new(place: Place) -> Self {
        Self { place, cols: 1, down: Merge::None, right: Merge::None, deleted: false, blocks: Vec::new() }
    }

    fn text(&self) -> String {
        let paragraphs = self.blocks.iter().filter_map(|block| match block {
            PageBlock::Paragraph(paragraph) => Some(super::flow::shown(paragraph)),
            PageBlock::Grid(_) => None,
        });
        paragraphs.collect::<Vec<_>>().join("\n")
    }
}

/// A row as far as it is read.
#[derive(Debug, Default)]
pub struct Row {
    /// Columns of the grid before its first cell.
    pub before: usize,
    /// True if it is deleted or hidden.
    pub gone: bool,
    /// Cells that have begun.
    pub begun: usize,
    pub cells: Vec<Cell>,
}

/// A table as far as it is read.
#[derive(Debug, Default)]
pub struct Table {
    /// Which table of the file it is.
    pub number: usize,
    /// Rows that have begun.
    pub begun: usize,
    /// The row that is read.
    pub row: Option<Row>,
    pub rows: Vec<Row>,
    /// What stands in it outside of all cells, against the rules of the format.
    pub loose: Vec<PageBlock>,
}

impl Table {
    /// The row that is read is complete.
    pub fn end_row(&mut self) {
        self.rows.extend(self.row.take().filter(|row| !row.gone));
    }

    /// What it shows. A table of one column in which others lie, or of one cell, only arranges the page: what is in
    /// it counts, one thing after another. Of any other table the tables within follow it.
    pub fn finish(mut self) -> Vec<PageBlock> {
        for row in &mut self.rows {
            row.cells.retain(|cell| !cell.deleted);
        }
        let one_column = self.rows.iter().all(|row| row.cells.len() <= 1);
        let one_cell = one_column && self.rows.len() == 1;
        let has_tables = || self.rows.iter().flat_map(|row| &row.cells).any(Cell::has_tables);
        let mut blocks = Vec::new();
        if one_cell || (one_column && has_tables()) {
            let cells = self.rows.into_iter().flat_map(|row| row.cells);
            blocks.extend(cells.filter(|cell| cell.down != Merge::GoesOn).flat_map(|cell| cell.blocks));
        } else {
            blocks.extend(self.grid().map(PageBlock::Grid));
            let cells = self.rows.into_iter().flat_map(|row| row.cells);
            let within = cells.filter(Cell::is_shown).flat_map(|cell| cell.blocks);
            blocks.extend(within.filter(|block| matches!(block, PageBlock::Grid(_))));
        }
        blocks.append(&mut self.loose);
        blocks
    }

    fn grid(&self) -> Option<Grid> {
        let place = Place { table: Some(self.number), ..Place::default() };
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        // For each column of the grid, the cell of an earlier row that goes on in it.
        let mut above: Vec<Option<(usize, usize)>> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let mut shown: Vec<GridCell> = Vec::new();
            let mut column = row.before;
            let mut now = Vec::new();
            for cell in &row.cells {
                now.resize(column, None);
                let origin = above.get(column).copied().flatten().filter(|_| cell.down == Merge::GoesOn);
                let joined = cell.right == Merge::GoesOn;
                if let Some((row, index)) = origin {
                    if let Some(origin) = rows.get_mut(row).and_then(|row| row.get_mut(index)) {
                        origin.rows = at + 1 - row;
                    }
                    now.push(Some((row, index)));
                } else if let Some(left) = shown.last_mut().filter(|_| joined) {
                    left.cols += cell.cols;
                } else {
                    let place = cell.place.clone();
                    now.push((cell.down != Merge::None).then_some((at, shown.len())));
                    shown.push(GridCell { column, cols: cell.cols, rows: 1, text: cell.text(), place });
                }
                column += cell.cols;
            }
            rows.push(shown);
            above = now;
        }
        rows.iter().any(|row| !row.is_empty()).then_some(Grid { rows, has_spans: true, place })
    }
}

impl Cell {
    fn has_tables(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, PageBlock::Grid(_)))
    }

    fn is_shown(&self) -> bool {
        self.down != Merge::GoesOn && self.right != Merge::GoesOn
    }
}
