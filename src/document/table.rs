//! The table of a form as a grid of cells with spans.

use crate::format::{Area, cover};
pub use crate::format::{GridFault, Kind as FigureKind};

/// A table that the form prescribes, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Key of the table in the data file, e.g. `requests`; unique in the document.
    pub key: String,
    /// What the table shows, for readers who cannot see it.
    pub caption: String,
    /// Relative width of each grid column.
    pub column_weights: Vec<u16>,
    /// Number of leading rows that repeat on each page; 0 if the table has several heads.
    pub repeated_rows: usize,
    /// The grid, row by row.
    pub rows: Vec<TableRow>,
    /// The same figures without merged cells.
    pub flat: Vec<FlatTable>,
}

/// One grid row: the cells that start in it, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// True for a row of column headings.
    pub head: bool,
    /// Cells whose upper left corner is in this row.
    pub cells: Vec<Cell>,
}

/// One cell, perhaps spanning several grid rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// First grid column, from 0.
    pub column: usize,
    /// Number of grid columns covered, at least 1.
    pub column_span: usize,
    /// Number of grid rows covered, at least 1.
    pub row_span: usize,
    /// Identifier of a heading, unique in the document; empty for other cells.
    pub id: String,
    /// What the cell is.
    pub kind: CellKind,
    /// The printed text; empty for a figure left blank.
    pub text: String,
}

/// What a cell is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellKind {
    /// A heading over the whole width that opens a part of the table.
    Band,
    /// Heading of one column or of a group of columns.
    ColumnHeading,
    /// Label of one row or of a group of rows.
    RowHeading,
    /// Explanatory words, such as the 勾稽关系 note in the corner.
    Note,
    /// A figure.
    Figure {
        /// Cell path, e.g. `requests.received.enterprise`.
        path: String,
        /// Identifiers of the headings that name the figure, outermost first, rows before columns.
        headers: Vec<String>,
        /// The computed value, if the printed one was stated and differs from it; in drafts only.
        computed: Option<String>,
        /// The note that prints in brackets behind the figure.
        note: Option<String>,
    },
}

/// A part of the table as a plain grid with full row labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatTable {
    /// Heading of this part, e.g. `第二十条第（一）项`; `None` if the table has one part.
    pub heading: Option<String>,
    /// Column headings, the one over the row labels first.
    pub columns: Vec<String>,
    /// What the figures of each column are, without the one of the row labels.
    pub figures: Vec<Figures>,
    /// Rows in order.
    pub rows: Vec<FlatRow>,
}

/// What the figures of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Whether they count or are money.
    pub kind: FigureKind,
    /// What they count, e.g. `件`.
    pub unit: String,
}

/// One row of a [`FlatTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatRow {
    /// Full label, e.g. `三、（三）1.属于国家秘密`.
    pub label: String,
    /// The figures.
    pub cells: Vec<FlatCell>,
}

/// One figure of a [`FlatTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatCell {
    /// Cell path.
    pub path: String,
    /// The printed text; empty for a figure left blank.
    pub text: String,
    /// The paths of the cells of which it is the sum; empty if it is none, or if it was stated and is not what
    /// they come to.
    pub sum_of: Vec<String>,
    /// The computed value, if the printed one was stated and differs from it; in drafts only.
    pub computed: Option<String>,
    /// The note that prints in brackets behind the figure.
    pub note: Option<String>,
}

impl FlatCell {
    /// The note as it prints.
    pub fn printed_note(&self) -> Option<String> {
        self.note.as_deref().map(printed_note)
    }
}

impl Cell {
    /// The note of a figure, as it prints.
    pub fn printed_note(&self) -> Option<String> {
        match &self.kind {
            CellKind::Figure { note, .. } => note.as_deref().map(printed_note),
            _ => None,
        }
    }
}

/// A note as it prints behind its figure.
pub(crate) fn printed_note(note: &str) -> String {
    format!("（{note}）")
}

impl Table {
    /// Leaves the stated values alone: a report that is published states what the agency stands for.
    pub(super) fn forget_computed(&mut self) {
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if let CellKind::Figure { computed, .. } = &mut cell.kind {
                *computed = None;
            }
        }
        for cell in self.flat.iter_mut().flat_map(|part| &mut part.rows).flat_map(|row| &mut row.cells) {
            cell.computed = None;
        }
    }

    /// Checks that the cells cover the grid exactly once.
    ///
    /// # Errors
    /// The first position that is covered never or twice.
    pub fn check_grid(&self) -> Result<(), GridFault> {
        let areas = self.rows.iter().enumerate().flat_map(|(row, line)| {
            line.cells.iter().map(move |cell| Area {
                row,
                column: cell.column,
                rows: cell.row_span,
                columns: cell.column_span,
            })
        });
        cover(self.rows.len(), self.column_weights.len(), areas)
    }
}
