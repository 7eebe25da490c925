//! The grid of a form's table: where each cell stands and how wide it is.

use crate::document::{Cell, CellKind, Table};

/// A table laid out row by row.
#[derive(Debug)]
pub(crate) struct Grid<'t> {
    /// Left edges of the columns in twips, and the right edge of the last.
    edges: Vec<u32>,
    /// Rows; each covers all columns exactly once.
    pub rows: Vec<Vec<Stretch<'t>>>,
}

/// A stretch of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch<'t> {
    pub column: usize,
    pub span: usize,
    /// Number of rows below into which the cell reaches.
    below: usize,
    pub content: Content<'t>,
}

/// What stands in a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content<'t> {
    /// A cell begins here.
    Start(&'t Cell),
    /// A cell from above goes on.
    Continued,
    /// The model leaves the place uncovered.
    Nothing,
}

impl<'t> Grid<'t> {
    /// Lays a table out in a width in twips. Every row covers all columns, whatever the model says:
    /// a row that does not makes Word shift its cells or refuse the file.
    pub fn new(table: &'t Table, width: u32) -> Self {
        let mut weights: Vec<u32> = table.column_weights.iter().copied().map(u32::from).collect();
        // Without weights there is still one column: a row must have a cell.
        weights.resize(weights.len().max(1), 1);
        Self { edges: edges(&weights, width), rows: lay_out(table, weights.len()) }
    }

    /// A grid of columns alone.
    pub fn of_columns(weights: &[u32], width: u32) -> Self {
        Self { edges: edges(weights, width), rows: Vec::new() }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// Width of neighbouring columns in twips.
    pub fn width(&self, column: usize, span: usize) -> u32 {
        let edge = |index| self.edges.get(index).or(self.edges.last());
        let (left, right) = (edge(column), edge(column + span));
        right.zip(left).map_or(0, |(right, left)| right - left)
    }

    /// The end of the rows that the cell of a stretch covers which begins in a row.
    pub fn end(&self, row: usize, at: &Stretch<'_>) -> usize {
        let goes_on = |stretches: &&Vec<Stretch<'_>>| {
            let is_same = |one: &Stretch<'_>| one.column == at.column && one.content == Content::Continued;
            at.below > 0 && stretches.iter().any(is_same)
        };
        let below = self.rows.iter().skip(row + 1).take(at.below).take_while(goes_on).count();
        row + 1 + below
    }

    /// The stretches in which a figure stands, and its text.
    pub fn figures(&self) -> impl Iterator<Item = (&Stretch<'t>, &'t str)> {
        let stretches = self.rows.iter().flatten();
        stretches.filter_map(|stretch| match stretch.content {
            Content::Start(cell) if matches!(cell.kind, CellKind::Figure { .. }) => {
                Some((stretch, cell.text.as_str()))
            }
            _ => None,
        })
    }
}

/// Edges of columns with these weights in a table of this width; the widths add up exactly.
fn edges(weights: &[u32], width: u32) -> Vec<u32> {
    let total: u64 = weights.iter().copied().map(u64::from).sum();
    let mut sum = 0;
    let mut edges = vec![0];
    edges.extend(weights.iter().map(|weight| {
        sum += u64::from(*weight);
        let edge = (u64::from(width) * sum).checked_div(total);
        edge.and_then(|edge| u32::try_from(edge).ok()).unwrap_or(0)
    }));
    edges
}

fn lay_out(table: &Table, columns: usize) -> Vec<Vec<Stretch<'_>>> {
    let mut rows: Vec<Vec<Stretch<'_>>> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let above = rows.last().map_or(&[][..], Vec::as_slice);
        let continued = above.iter().filter(|above| above.below > 0);
        let mut wanted: Vec<_> = continued
            .map(|above| Stretch { below: above.below - 1, content: Content::Continued, ..*above })
            .collect();
        wanted.extend(row.cells.iter().map(|cell| Stretch {
            column: cell.column,
            span: cell.column_span,
            below: cell.row_span.saturating_sub(1),
            content: Content::Start(cell),
        }));
        wanted.sort_by_key(|stretch| stretch.column);
        rows.push(fill(wanted, columns));
    }
    rows
}

/// Fills the gaps between stretches and leaves out those that overlap an earlier one.
fn fill(wanted: Vec<Stretch<'_>>, columns: usize) -> Vec<Stretch<'_>> {
    let gap =
        |column, end: usize| Stretch { column, span: end - column, below: 0, content: Content::Nothing };
    let mut placed = Vec::with_capacity(wanted.len());
    let mut next = 0;
    for stretch in wanted {
        if stretch.column < next || stretch.column >= columns {
            continue;
        }
        if stretch.column > next {
            placed.push(gap(next, stretch.column));
        }
        let span = stretch.span.clamp(1, columns - stretch.column);
        placed.push(Stretch { span, ..stretch });
        next = stretch.column + span;
    }
    if next < columns {
        placed.push(gap(next, columns));
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::TableRow;

    fn cell(column: usize, column_span: usize, row_span: usize, text: &str) -> Cell {
        Cell {
            column,
            column_span,
            row_span,
            id: String::new(),
            kind: CellKind::RowHeading,
            text: text.to_owned(),
        }
    }

    fn table(weights: &[u16], rows: Vec<Vec<Cell>>) -> Table {
        let rows = rows.into_iter().map(|cells| TableRow { head: false, cells });
        Table {
            key: String::new(),
            caption: String::new(),
            column_weights: weights.to_vec(),
            repeated_rows: 0,
            rows: rows.collect(),
            flat: Vec::new(),
        }
    }

    /// Each row as `column+span` and what stands there.
    fn picture(grid: &Grid<'_>) -> Vec<Vec<(usize, usize, String)>> {
        let content = |content: &Content<'_>| match content {
            Content::Start(cell) => cell.text.clone(),
            Content::Continued => "^".to_owned(),
            Content::Nothing => "?".to_owned(),
        };
        let row = |row: &Vec<Stretch<'_>>| {
            let places = row.iter();
            places.map(|at| (at.column, at.span, content(&at.content))).collect()
        };
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn widths_add_up_to_the_width_of_the_table() {
        for weights in [&[1; 4][..], &[1; 15], &[6, 8, 20, 6, 6, 6, 8, 8, 6, 6], &[0, 3]] {
            let grid = Grid::of_columns(weights, 8845);
            let widths: u32 = (0..grid.columns()).map(|column| grid.width(column, 1)).sum();
            assert_eq!(widths, 8845);
            assert_eq!(grid.width(0, grid.columns()), 8845);
        }
    }

    #[test]
    fn a_cell_over_several_rows_continues_in_each() {
        let rows = vec![
            vec![cell(0, 2, 3, "a"), cell(2, 1, 1, "b")],
            vec![cell(2, 1, 2, "c")],
            vec![],
            vec![cell(0, 3, 1, "d")],
        ];
        let table = table(&[1, 1, 1], rows);
        let grid = Grid::new(&table, 900);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            picture(&grid),
            [
                vec![(0, 2, text("a")), (2, 1, text("b"))],
                vec![(0, 2, text("^")), (2, 1, text("c"))],
                vec![(0, 2, text("^")), (2, 1, text("^"))],
                vec![(0, 3, text("d"))],
            ]
        );
    }

    #[test]
    fn every_row_covers_all_columns_whatever_the_model_says() {
        let rows = vec![
            vec![cell(1, 1, 9, "a"), cell(1, 1, 1, "lost")],
            vec![cell(0, 2, 1, "over"), cell(3, 9, 1, "wide"), cell(7, 1, 1, "out")],
            vec![],
            vec![],
        ];
        let table = table(&[1, 1, 1, 1], rows);
        // The cell that was overlapped does not come back.
        let last = picture(&Grid::new(&table, 900)).pop();
        assert_eq!(last, Some(vec![(0, 4, "?".to_owned())]));
        for row in Grid::new(&table, 900).rows {
            let mut next = 0;
            for stretch in row {
                assert_eq!(stretch.column, next);
                next += stretch.span;
            }
            assert_eq!(next, 4);
        }
    }
}
