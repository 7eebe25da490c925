//! Whether rectangles cover a grid exactly once.

use serde::{Deserialize, Serialize};

/// A rectangle of grid positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
}

/// Why rectangles do not cover a grid exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GridFault {
    /// No rectangle covers this position.
    #[error("印出来的表第 {row} 行第 {column} 列没有格")]
    Hole {
        /// Row, from 1.
        row: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Two rectangles cover this position.
    #[error("印出来的表第 {row} 行第 {column} 列有两格重叠")]
    Overlap {
        /// Row, from 1.
        row: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A rectangle is empty or reaches beyond the grid.
    #[error("印出来的表从第 {row} 行第 {column} 列起的一格超出了表，或者大小为 0")]
    Outside {
        /// Row where it starts, from 1.
        row: usize,
        /// Column where it starts, from 1.
        column: usize,
    },
}

/// Checks that `areas` cover a grid of `rows` × `columns` exactly once.
///
/// # Errors
/// The first position that is covered never or twice, or the first area that leaves the grid.
pub(crate) fn cover(
    rows: usize,
    columns: usize,
    areas: impl IntoIterator<Item = Area>,
) -> Result<(), GridFault> {
    let mut taken = vec![vec![false; columns]; rows];
    for area in areas {
        let outside = GridFault::Outside { row: area.row + 1, column: area.column + 1 };
        if area.rows == 0 || area.columns == 0 {
            return Err(outside);
        }
        let covered = taken.get_mut(area.row..area.row.saturating_add(area.rows)).ok_or(outside)?;
        for (down, line) in covered.iter_mut().enumerate() {
            let line = line.get_mut(area.column..area.column.saturating_add(area.columns)).ok_or(outside)?;
            for (across, position) in line.iter_mut().enumerate() {
                if std::mem::replace(position, true) {
                    return Err(GridFault::Overlap {
                        row: area.row + down + 1,
                        column: area.column + across + 1,
                    });
                }
            }
        }
    }
    for (row, line) in taken.iter().enumerate() {
        if let Some(column) = line.iter().position(|taken| !taken) {
            return Err(GridFault::Hole { row: row + 1, column: column + 1 });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(row: usize, column: usize, rows: usize, columns: usize) -> Area {
        Area { row, column, rows, columns }
    }

    #[test]
    fn exact_cover_is_accepted() {
        assert_eq!(cover(2, 2, [area(0, 0, 2, 1), area(0, 1, 1, 1), area(1, 1, 1, 1)]), Ok(()));
    }

    #[test]
    fn hole_overlap_and_outside_are_told_apart() {
        assert_eq!(cover(1, 2, [area(0, 0, 1, 1)]), Err(GridFault::Hole { row: 1, column: 2 }));
        assert_eq!(
            cover(1, 2, [area(0, 0, 1, 2), area(0, 1, 1, 1)]),
            Err(GridFault::Overlap { row: 1, column: 2 })
        );
        assert_eq!(cover(1, 2, [area(0, 0, 1, 3)]), Err(GridFault::Outside { row: 1, column: 1 }));
        assert_eq!(cover(1, 2, [area(0, 0, 0, 2)]), Err(GridFault::Outside { row: 1, column: 1 }));
        assert_eq!(cover(1, 1, [area(0, 0, 1, usize::MAX)]), Err(GridFault::Outside { row: 1, column: 1 }));
    }
}
