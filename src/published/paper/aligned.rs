//! Tables without rules: lines whose words stand in the same columns, far apart.

use super::super::{Grid, GridCell, Place};
use super::lines::Line;
use super::shape::{Frame, Mark};
use super::tables::Table;

/// Fewest columns that make a table of two lines; with two columns it takes three.
const COLUMNS: usize = 3;

/// Words of a line with no wide gap between them.
struct Cell {
    frame: Frame,
    text: String,
}

/// Takes the lines of tables without rules out of the lines of a page.
pub(super) fn tables(lines: Vec<Line>) -> (Vec<Table>, Vec<Line>) {
    let (mut tables, mut others) = (Vec::new(), Vec::new());
    let mut block: Vec<(Line, Vec<Cell>)> = Vec::new();
    for line in lines {
        let cells = cells(&line);
        let fits = block.last().is_none_or(|(above, row)| {
            line.base - above.base <= 3 * line.size.max(above.size) && same_columns(row, &cells)
        });
        if cells.len() < 2 || !fits {
            settle(std::mem::take(&mut block), &mut tables, &mut others);
        }
        if cells.len() < 2 {
            others.push(line);
        } else {
            block.push((line, cells));
        }
    }
    settle(block, &mut tables, &mut others);
    others.sort_by_key(|line| line.base);
    (tables, others)
}

/// Makes a table of a block of lines if they are enough.
fn settle(block: Vec<(Line, Vec<Cell>)>, tables: &mut Vec<Table>, others: &mut Vec<Line>) {
    let columns = block.first().map_or(0, |(_, cells)| cells.len());
    let frame = block.iter().map(|(line, _)| line.frame).reduce(Frame::union);
    let enough = block.len() >= if columns >= COLUMNS { 2 } else { 3 };
    match frame {
        Some(frame) if enough => {
            let rows = block.into_iter().map(|(_, cells)| row(cells)).collect();
            tables.push(Table { frame, grid: Grid { rows, has_spans: false, place: Place::default() } });
        }
        _ => others.extend(block.into_iter().map(|(line, _)| line)),
    }
}

fn row(cells: Vec<Cell>) -> Vec<GridCell> {
    let cell = |(column, cell): (usize, Cell)| GridCell {
        column,
        cols: 1,
        rows: 1,
        text: cell.text,
        place: Place::default(),
    };
    cells.into_iter().enumerate().map(cell).collect()
}

/// True if both lines have as many words, and each stands under that of the line above.
fn same_columns(above: &[Cell], below: &[Cell]) -> bool {
    let under = |(a, b): (&Cell, &Cell)| a.frame.left < b.frame.right && b.frame.left < a.frame.right;
    above.len() == below.len() && above.iter().zip(below).all(under)
}

/// The words of a line that wide gaps part: two of its characters, which no justified line has.
fn cells(line: &Line) -> Vec<Cell> {
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    let mut end = None;
    for mark in line.marks.iter().filter(|mark| !mark.c.is_whitespace()) {
        let wide = end.is_none_or(|end| mark.frame.left - end > 2 * line.size);
        end = Some(mark.frame.right.max(end.unwrap_or(mark.frame.right)));
        match groups.last_mut() {
            Some(group) if !wide => group.push(*mark),
            _ => groups.push(vec![*mark]),
        }
    }
    groups.into_iter().filter_map(|marks| cell(marks, line)).collect()
}

fn cell(marks: Vec<Mark>, line: &Line) -> Option<Cell> {
    let frame = marks.iter().map(|mark| mark.frame).reduce(Frame::union)?;
    let within = |mark: &&Mark| frame.contains(mark.frame.center());
    let marks = line.marks.iter().filter(within).copied().collect();
    let text = Line { marks, frame, ..line.clone() }.text().trim().to_owned();
    Some(Cell { frame, text })
}
