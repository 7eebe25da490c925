//! A printed table as a reader sees it: cells on a grid, and what names each figure by its place.

/// A cell as an output states it, before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
    /// The cell path that the output itself gives, if it does.
    pub path: Option<String>,
}

/// A cell with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub row: usize,
    pub column: usize,
    pub cell: Written,
}

/// A table that covers its grid exactly once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub width: usize,
    pub cells: Vec<Placed>,
    /// For each position the index of the cell that covers it.
    owners: Vec<Vec<usize>>,
}

/// A figure with the labels that name it, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub text: String,
    pub path: Option<String>,
}

impl Grid {
    /// Places cells as a browser does: each in the first free position of its row.
    pub fn flow(rows: Vec<Vec<Written>>) -> Result<Self, String> {
        let height = rows.len();
        let mut taken: Vec<Vec<bool>> = vec![Vec::new(); height];
        let mut cells = Vec::new();
        for (row, line) in rows.into_iter().enumerate() {
            for cell in line {
                let column = taken[row].iter().position(|taken| !taken).unwrap_or(taken[row].len());
                for line in taken.iter_mut().skip(row).take(cell.rows) {
                    line.resize(line.len().max(column + cell.columns), false);
                    line[column..column + cell.columns].fill(true);
                }
                cells.push(Placed { row, column, cell });
            }
        }
        let width = taken.iter().map(Vec::len).max().unwrap_or(0);
        Self::of(height, width, cells)
    }

    /// Cells with their places; an error names the first position that is covered never or twice.
    pub fn of(height: usize, width: usize, cells: Vec<Placed>) -> Result<Self, String> {
        let mut owners = vec![vec![usize::MAX; width]; height];
        for (index, Placed { row, column, cell }) in cells.iter().enumerate() {
            if cell.rows == 0 || cell.columns == 0 {
                return Err(format!("“{}” covers nothing", cell.text));
            }
            for (down, across) in positions(cell) {
                let owner = owners.get_mut(row + down).and_then(|line| line.get_mut(column + across));
                let owner = owner.ok_or_else(|| format!("“{}” leaves the grid", cell.text))?;
                if *owner != usize::MAX {
                    return Err(format!("row {}, column {} is covered twice", row + down, column + across));
                }
                *owner = index;
            }
        }
        for (row, line) in owners.iter().enumerate() {
            if let Some(column) = line.iter().position(|&owner| owner == usize::MAX) {
                return Err(format!("row {row}, column {column} is covered by nothing"));
            }
        }
        Ok(Self { width, cells, owners })
    }

    pub fn height(&self) -> usize {
        self.owners.len()
    }

    /// The figures in reading order.
    pub fn figures(&self) -> Vec<Figure> {
        let figures = self.cells.iter().filter(|placed| is_figure(&placed.cell.text));
        figures.map(|placed| self.figure(placed)).collect()
    }

    fn figure(&self, placed: &Placed) -> Figure {
        let left = (0..placed.column).map(|column| self.owners[placed.row][column]);
        // Above: past the figures of the same column, the nearest run of headings.
        let above = (0..placed.row).rev().map(|row| self.owners[row][placed.column]);
        let heading = |&owner: &usize| !is_figure(&self.cells[owner].cell.text);
        let mut above: Vec<usize> =
            above.skip_while(|owner| !heading(owner)).take_while(|owner| heading(owner)).collect();
        above.reverse();
        Figure {
            rows: self.texts(left.filter(|owner| heading(owner))),
            columns: self.texts(above.into_iter()),
            text: placed.cell.text.clone(),
            path: placed.cell.path.clone(),
        }
    }

    /// The texts of cells; a cell that is met several times in a row counts once.
    fn texts(&self, owners: impl Iterator<Item = usize>) -> Vec<String> {
        let mut owners: Vec<usize> = owners.collect();
        owners.dedup();
        owners.into_iter().map(|owner| self.cells[owner].cell.text.clone()).collect()
    }
}

fn positions(cell: &Written) -> impl Iterator<Item = (usize, usize)> {
    let columns = cell.columns;
    (0..cell.rows).flat_map(move |down| (0..columns).map(move |across| (down, across)))
}

/// True for what can only be a figure: digits, perhaps with a sign before or decimals behind, and with a
/// note in brackets.
pub fn is_figure(text: &str) -> bool {
    let text = text.split_once('（').map_or(text, |(figure, _)| figure);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let parts: Vec<&str> = digits.split('.').collect();
    parts.len() <= 2 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
