//! A table of the form on its sheet: merged cells, figures and the sums of them.

use std::collections::HashMap;

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Formula, XlsxError};

use super::figure::Written;
use super::look::Kind;
use super::sheet::Sheet;
use crate::document::{Cell, CellKind, FlatCell, Table};

/// Where a cell stands on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    row: u32,
    column: u16,
    /// Rows and columns that it covers.
    rows: u32,
    columns: u16,
}

/// A figure of the table.
struct Figure<'t> {
    cell: &'t FlatCell,
    place: Place,
    written: Written,
}

/// Writes a table, apart from what stands above and below it.
pub(super) fn write(sheet: &mut Sheet<'_>, table: &Table) -> Result<(), XlsxError> {
    sheet.part();
    let start = sheet.row;
    let figures = figures(sheet, table);
    for (row, line) in (start..).zip(&table.rows) {
        for cell in &line.cells {
            let place = place(row, cell);
            match &cell.kind {
                CellKind::Figure { path, .. } => match figures.get(path.as_str()) {
                    Some(figure) => write_figure(sheet, figure, &figures)?,
                    None => write_text(sheet, place, &cell.text, Kind::Figure)?,
                },
                kind => write_text(sheet, place, &cell.text, look(kind, cell))?,
            }
        }
    }
    for (row, height) in (start..).zip(heights(sheet, table)) {
        sheet.sheet.set_row_height_pixels(row, height)?;
    }
    if let Some(last) = u32::try_from(table.repeated_rows).ok().and_then(|rows| rows.checked_sub(1)) {
        sheet.sheet.set_repeat_rows(start, start + last)?;
    }
    sheet.row = start + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - start);
    sheet.part_below();
    Ok(())
}

fn place(row: u32, cell: &Cell) -> Place {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    Place {
        row,
        column: short(cell.column),
        rows: short(cell.row_span).into(),
        columns: short(cell.column_span),
    }
}

fn look(kind: &CellKind, cell: &Cell) -> Kind {
    match kind {
        CellKind::Band => Kind::Band,
        // The label of several rows stands in a narrow column.
        CellKind::RowHeading if cell.row_span == 1 => Kind::RowLabel,
        CellKind::RowHeading | CellKind::ColumnHeading | CellKind::Note => Kind::Label,
        CellKind::Figure { .. } => Kind::Figure,
    }
}

/// The figures by their paths, each with its place and how it is written.
fn figures<'t>(sheet: &mut Sheet<'_>, table: &'t Table) -> HashMap<&'t str, Figure<'t>> {
    let cells = table.flat.iter().flat_map(|part| &part.rows).flat_map(|row| &row.cells);
    let cells: HashMap<&str, &FlatCell> = cells.map(|cell| (cell.path.as_str(), cell)).collect();
    let mut figures = HashMap::new();
    for (row, line) in (sheet.row..).zip(&table.rows) {
        for cell in &line.cells {
            let CellKind::Figure { path, .. } = &cell.kind else { continue };
            let Some(&own) = cells.get(path.as_str()) else { continue };
            let written = sheet.patterns.written(own, sheet.draft);
            figures.insert(path.as_str(), Figure { cell: own, place: place(row, cell), written });
        }
    }
    figures
}

fn write_text(sheet: &mut Sheet<'_>, place: Place, text: &str, kind: Kind) -> Result<(), XlsxError> {
    let format = sheet.look(kind);
    let Place { row, column, rows, columns } = place;
    if rows * u32::from(columns) > 1 {
        sheet.sheet.merge_range(row, column, row + rows - 1, column + columns - 1, text, &format)?;
    } else {
        sheet.sheet.write_string_with_format(row, column, text, &format)?;
    }
    Ok(())
}

fn write_figure(
    sheet: &mut Sheet<'_>,
    figure: &Figure<'_>,
    all: &HashMap<&str, Figure<'_>>,
) -> Result<(), XlsxError> {
    let Place { row, column, rows, columns } = figure.place;
    let (number, pattern) = match &figure.written {
        Written::Text(text) => return write_text(sheet, figure.place, text, Kind::Figure),
        Written::Number(number, pattern) => (*number, pattern),
    };
    let format = sheet.look(Kind::Figure).set_num_format(pattern);
    if rows * u32::from(columns) > 1 {
        // The first cell is written anew below.
        sheet.sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", &format)?;
    }
    match sum(figure, all) {
        Some(sum) => {
            let formula = Formula::new(sum).set_result(&figure.cell.text);
            sheet.sheet.write_formula_with_format(row, column, formula, &format)?;
        }
        None => {
            sheet.sheet.write_number_with_format(row, column, number, &format)?;
        }
    }
    Ok(())
}

/// The formula of a figure that is the sum of others, if all of them stand as numbers.
fn sum(figure: &Figure<'_>, all: &HashMap<&str, Figure<'_>>) -> Option<String> {
    let addends = figure.cell.sum_of.iter().map(|path| all.get(path.as_str()));
    let number = |addend: Option<&Figure<'_>>| {
        let addend = addend?;
        matches!(addend.written, Written::Number(..)).then_some(addend.place)
    };
    let places = addends.map(number).collect::<Option<Vec<Place>>>()?;
    (!places.is_empty()).then(|| format!("=SUM({})", ranges(&places).join(",")))
}

/// Places as the ranges of a formula: those that follow each other in a row or in a column are one.
fn ranges(places: &[Place]) -> Vec<String> {
    let mut runs: Vec<(Place, Place)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((first, last)) if goes_on(first, last, place) => *last = *place,
            _ => runs.push((*place, *place)),
        }
    }
    let name = |place: &Place| row_col_to_cell(place.row, place.column);
    let runs = runs.iter().map(|(first, last)| match first == last {
        true => name(first),
        false => format!("{}:{}", name(first), name(last)),
    });
    runs.collect()
}

fn goes_on(first: &Place, last: &Place, next: &Place) -> bool {
    let beside = next.row == first.row && next.row == last.row && next.column == last.column + last.columns;
    let below = next.column == first.column && next.column == last.column && next.row == last.row + last.rows;
    beside || below
}

/// Height of each row in pixels, so that every label is seen whole.
fn heights(sheet: &Sheet<'_>, table: &Table) -> Vec<u32> {
    let least = sheet.height("", 0, Kind::Figure);
    let mut heights = vec![least; table.rows.len()];
    let needed = |cell: &Cell| {
        let kind = look(&cell.kind, cell);
        let width = sheet.width(cell.column, cell.column_span);
        if kind == Kind::Figure { least } else { sheet.height(&cell.text, width, kind) }
    };
    let cells = || {
        table.rows.iter().enumerate().flat_map(|(row, line)| line.cells.iter().map(move |cell| (row, cell)))
    };
    // What goes over several rows comes last, and needs more of the last of them if they are not enough.
    for is_tall in [false, true] {
        for (row, cell) in cells().filter(|(_, cell)| (cell.row_span > 1) == is_tall) {
            let Some(own) = heights.get_mut(row..row + cell.row_span) else { continue };
            let lacking = needed(cell).saturating_sub(own.iter().sum());
            if let Some(last) = own.last_mut() {
                *last += lacking;
            }
        }
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_a_row_or_a_column_are_one_range() {
        let at = |row, column| Place { row, column, rows: 1, columns: 1 };
        let wide = |row, column| Place { row, column, rows: 1, columns: 3 };
        assert_eq!(ranges(&[at(4, 3), at(4, 4), at(4, 5)]), ["D5:F5"]);
        assert_eq!(ranges(&[at(6, 3), at(7, 3), at(9, 3), at(10, 3)]), ["D7:D8", "D10:D11"]);
        assert_eq!(ranges(&[at(4, 3), at(4, 4), at(5, 4)]), ["D5:E5", "E6"]);
        assert_eq!(ranges(&[at(4, 3), at(5, 3), at(5, 4)]), ["D5:D6", "E6"]);
        assert_eq!(ranges(&[wide(4, 0), wide(4, 3)]), ["A5:D5"]);
        assert_eq!(ranges(&[at(4, 3), at(4, 5)]), ["D5", "F5"]);
    }
}
