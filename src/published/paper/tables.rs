//! Tables of a page: which characters stand in which cell.

use super::super::{Grid, GridCell, Place};
use super::lattice::{Lattice, Square, lattices};
use super::lines::cell_text;
use super::shape::{Frame, Mark, Rule};

/// A table at its place on the page.
#[derive(Debug)]
pub(super) struct Table {
    pub frame: Frame,
    pub grid: Grid,
}

/// A table while its characters are handed to its cells.
struct Filling {
    lattice: Lattice,
    squares: Vec<Square>,
    /// For each square of the lattice, the cell it is part of.
    cell_at: Vec<Vec<usize>>,
    marks: Vec<Vec<Mark>>,
}

/// The tables of a page from top to bottom, and the characters that stand in none of them.
pub(super) fn tables(rules: &[Rule], marks: Vec<Mark>) -> (Vec<Table>, Vec<Mark>) {
    let mut fillings: Vec<Filling> = lattices(rules).into_iter().map(Filling::new).collect();
    fillings.retain(|filling| filling.squares.len() > 1);
    // A table within a cell of another is the smaller one: what stands in it is its own.
    fillings.sort_by_key(|filling| filling.lattice.frame().area());
    let mut outside = Vec::new();
    for mark in marks {
        let place = mark.frame.center();
        match fillings.iter_mut().find(|filling| filling.lattice.frame().contains(place)) {
            Some(filling) => filling.put(mark, place),
            None => outside.push(mark),
        }
    }
    fillings.sort_by_key(|filling| (filling.lattice.frame().top, filling.lattice.frame().left));
    let tables = fillings.into_iter().filter_map(Filling::table).collect();
    (tables, outside)
}

impl Filling {
    fn new(lattice: Lattice) -> Self {
        let squares = lattice.squares();
        let mut cell_at = vec![vec![0; lattice.xs.len()]; lattice.ys.len()];
        for (cell, square) in squares.iter().enumerate() {
            for line in cell_at.iter_mut().skip(square.row).take(square.rows) {
                line.iter_mut().skip(square.column).take(square.cols).for_each(|at| *at = cell);
            }
        }
        let marks = vec![Vec::new(); squares.len()];
        Self { lattice, squares, cell_at, marks }
    }

    fn put(&mut self, mark: Mark, place: (i64, i64)) {
        let (row, column) = self.lattice.at(place);
        let cell = self.cell_at.get(row).and_then(|line| line.get(column)).copied();
        if let Some(marks) = cell.and_then(|cell| self.marks.get_mut(cell)) {
            marks.push(mark);
        }
    }

    /// The table; none if nothing is written in it.
    fn table(self) -> Option<Table> {
        let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); self.lattice.ys.len() - 1];
        for (square, marks) in self.squares.iter().zip(self.marks) {
            let text = cell_text(marks);
            // What is open on two sides lies beside the table, unless something is written there.
            if let Some(row) = rows.get_mut(square.row).filter(|_| square.closed || !text.is_empty()) {
                let place = Place::default();
                row.push(GridCell {
                    column: square.column,
                    cols: square.cols,
                    rows: square.rows,
                    text,
                    place,
                });
            }
        }
        let written = rows.iter().flatten().any(|cell| !cell.text.is_empty());
        let grid = Grid { rows, has_spans: true, place: Place::default() };
        written.then_some(Table { frame: self.lattice.frame(), grid })
    }
}
