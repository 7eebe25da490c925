//! New figures in the rows of a report, with the columns kept where they were.

use crate::report::{Report, Row, State};
use crate::source::{Edit, Source, Span, spacing};

/// The edits of blanks that go with edits of cells, which come in the order of the text.
pub(super) fn edits(source: &Source, report: &Report, of_cells: &[Edit]) -> Vec<Edit> {
    if of_cells.is_empty() {
        return Vec::new();
    }
    let rows = report.tables.iter().flatten().flat_map(|table| table.rows.iter().flatten());
    rows.flat_map(|row| of_row(source, row, of_cells)).collect()
}

fn of_row(source: &Source, row: &Row, of_cells: &[Edit]) -> Vec<Edit> {
    let stated = row.cells.iter().filter(|cell| cell.state != State::Absent);
    let cells: Vec<Span> = stated.map(|cell| cell.span).collect();
    let cells_move = source.slice(row.span).starts_with('[');
    let row = spacing::Row { cells: &cells, cells_move, comment_moves: true };
    spacing::keep_columns(source, row, of_cells)
}
