//! Cells that stand one by one, put together to rows and grids.

use std::collections::HashMap;

use super::{ListError, MAX_CELLS};
use crate::published::{Grid, GridCell, Place};

/// A cell with the words that name it.
pub(super) struct Cell {
    /// What names its section.
    pub section: String,
    pub row: String,
    pub column: String,
    /// What stands in it.
    pub text: String,
    pub place: Place,
}

/// The cells of a row.
struct Row {
    place: Place,
    columns: Vec<String>,
    cells: Vec<GridCell>,
}

/// The grids of each section, in the order in which the sections come.
#[derive(Default)]
pub(super) struct Rows {
    sections: Vec<(String, Vec<Row>)>,
    /// Where the last row of a section with a label stands.
    known: HashMap<(String, String), (usize, usize)>,
    cells: usize,
}

impl Rows {
    /// Puts a cell into its row. One that comes twice stands in a second row of the same name.
    pub fn add(&mut self, cell: Cell) -> Result<(), ListError> {
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(ListError::TooLarge);
        }
        let Cell { section, row, column, text, place } = cell;
        let name = (section, row);
        let known = self.known.get(&name).copied();
        let known = known.and_then(|(section, row)| self.sections.get_mut(section)?.1.get_mut(row));
        if let Some(row) = known.filter(|row| !row.columns.contains(&column)) {
            row.add(column, text, place);
            return Ok(());
        }
        let section = self.sections.iter().position(|(section, _)| *section == name.0);
        let section = section.unwrap_or_else(|| {
            self.sections.push((name.0.clone(), Vec::new()));
            self.sections.len() - 1
        });
        if let Some((_, rows)) = self.sections.get_mut(section) {
            let mut row = Row {
                place: place.clone(),
                columns: Vec::new(),
                cells: vec![grid_cell(0, name.1.clone(), place.clone())],
            };
            row.add(column, text, place);
            self.known.insert(name, (section, rows.len()));
            rows.push(row);
        }
        Ok(())
    }

    /// The grids of each section.
    pub fn grids(self) -> Vec<(String, Vec<Grid>)> {
        self.sections.into_iter().map(|(section, rows)| (section, grids(rows))).collect()
    }
}

impl Row {
    fn add(&mut self, column: String, text: String, place: Place) {
        self.cells.push(grid_cell(self.cells.len(), text, place));
        self.columns.push(column);
    }
}

/// Rows as grids: those that follow each other with the same columns stand in one, under their headings.
fn grids(rows: Vec<Row>) -> Vec<Grid> {
    let mut grids: Vec<(Vec<String>, Grid)> = Vec::new();
    for row in rows {
        if let Some((columns, grid)) = grids.last_mut()
            && *columns == row.columns
        {
            grid.rows.push(row.cells);
            continue;
        }
        let labels = std::iter::once("").chain(row.columns.iter().map(String::as_str)).enumerate();
        let head = labels.map(|(at, label)| grid_cell(at, label.to_owned(), row.place.clone())).collect();
        let grid = Grid { rows: vec![head, row.cells], has_spans: true, place: row.place };
        grids.push((row.columns, grid));
    }
    grids.into_iter().map(|(_, grid)| grid).collect()
}

/// A cell of one place.
pub(super) fn grid_cell(column: usize, text: String, place: Place) -> GridCell {
    GridCell { column, cols: 1, rows: 1, text, place }
}
