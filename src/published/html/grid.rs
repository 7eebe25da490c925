//! Builds a grid from the rows and cells of a table, as browsers place them.

use super::HtmlError;
use super::look::{GroupKind, MAX_SPAN};
use crate::published::{Grid, GridCell, Place};

/// Most columns of a grid; the forms have at most fifteen.
const MAX_COLUMNS: usize = 2 * MAX_SPAN as usize;
/// A cell that says to cover more columns means the whole row.
const SANE_SPAN: usize = 50;

/// A grid while its rows are read.
pub(super) struct GridBuilder {
    place: Place,
    rows: Vec<Vec<GridCell>>,
    /// For each column how many rows, this one included, a cell from above still covers.
    covered: Vec<usize>,
    /// Column at which to look for room for the next cell.
    column: usize,
    /// First row of the group of rows.
    group: usize,
    /// Rows of the foot, which show last.
    foot: Vec<Vec<GridCell>>,
}

impl GridBuilder {
    pub(super) fn new(place: Place) -> Self {
        Self { place, rows: Vec::new(), covered: Vec::new(), column: 0, group: 0, foot: Vec::new() }
    }

    /// A row begins.
    pub(super) fn row(&mut self) {
        if self.rows.len() > self.group {
            for covered in &mut self.covered {
                *covered = covered.saturating_sub(1);
            }
        }
        self.rows.push(Vec::new());
        self.column = 0;
    }

    /// A cell of this row, with what it says to cover; no rows means all that are left of its group.
    pub(super) fn cell(
        &mut self,
        cols: usize,
        rows: usize,
        text: String,
        place: Place,
    ) -> Result<(), HtmlError> {
        if self.rows.len() <= self.group {
            self.row();
        }
        while self.covered.get(self.column).is_some_and(|covered| *covered > 0) {
            self.column += 1;
        }
        let end = self.column + cols;
        if end > MAX_COLUMNS {
            return Err(HtmlError::TooManyColumns { limit: MAX_COLUMNS });
        }
        let rows = if rows == 0 { usize::MAX } else { rows };
        if self.covered.len() < end {
            self.covered.resize(end, 0);
        }
        for covered in self.covered.iter_mut().take(end).skip(self.column) {
            *covered = rows.max(*covered);
        }
        let cell = GridCell { column: self.column, cols, rows, text, place };
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
        self.column = end;
        Ok(())
    }

    /// A group of rows ends: no cell reaches beyond it.
    pub(super) fn end_group(&mut self, kind: GroupKind) {
        let count = self.rows.len();
        for (at, row) in self.rows.iter_mut().enumerate().skip(self.group) {
            for cell in row {
                cell.rows = cell.rows.min(count - at).max(1);
            }
        }
        if kind == GroupKind::Foot {
            self.foot.extend(self.rows.drain(self.group..));
        }
        self.group = self.rows.len();
        self.covered.clear();
        self.column = 0;
    }

    /// The grid; none if no cell has words.
    pub(super) fn finish(mut self) -> Option<Grid> {
        self.end_group(GroupKind::Body);
        self.rows.append(&mut self.foot);
        let cells = || self.rows.iter().flatten();
        if cells().all(|cell| cell.text.is_empty()) {
            return None;
        }
        let width = cells()
            .map(|cell| cell.column + if cell.cols > SANE_SPAN { 1 } else { cell.cols })
            .max()
            .unwrap_or_default();
        for cell in self.rows.iter_mut().flatten() {
            cell.cols = cell.cols.min(width.saturating_sub(cell.column)).max(1);
        }
        Some(Grid { rows: self.rows, has_spans: true, place: self.place })
    }
}
