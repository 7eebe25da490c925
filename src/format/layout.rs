//! The printed grid of a table.

use serde::{Deserialize, Serialize};

use super::grid::Area;

/// One printed row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutRow {
    /// True for a row of headings.
    pub head: bool,
    /// Cells that start in this row.
    pub cells: Vec<LayoutCell>,
}

/// One printed cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutCell {
    /// Where it stands.
    pub area: Area,
    /// What it holds.
    pub item: Item,
}

/// What a printed cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// A heading that names no single row or column.
    Text(String),
    /// Explanatory words.
    Note(String),
    /// A heading over the whole width.
    Band(String),
    /// The label of a row, by index.
    Row(usize),
    /// The label of a group, by index.
    Group(usize),
    /// The heading of a column: set and column, by index.
    Column(usize, usize),
    /// A figure: row and column of its set, by index.
    Figure(usize, usize),
}
