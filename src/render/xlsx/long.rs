//! Workbooks of tables with any number of rows, such as one row for each of some thousand units.
//!
//! The library that writes workbooks keeps every cell until the end: two million of them would take more memory than
//! all else. So `skeleton` has it make a book without rows, and `rows` writes these into the archive, one by one, as
//! they come.

mod rows;
mod skeleton;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::Write;

use rust_decimal::Decimal;
use rust_xlsxwriter::utility::column_number_to_name;

use self::rows::Rows;
use self::skeleton::Styles;
use super::WorkbookError;
use super::figure::{self, MOST_DIGITS};
use super::look::{Kind, Looks};
use super::text::{LONGEST_CELL, beginning};
use crate::layout::Style;
use crate::render::RenderError;
use crate::render::archive::{Packer, unpack};

/// Rows of a sheet.
pub(crate) const MOST_ROWS: usize = 1_048_576;

/// A table, a sheet of its own.
pub(crate) struct Table<'t> {
    /// What the sheet is called.
    pub name: &'static str,
    /// Widths of its columns in pixels.
    pub widths: Vec<u32>,
    /// The rows that stay in sight.
    pub head: Vec<Row>,
    /// How many columns on the left stay in sight.
    pub fixed_columns: u16,
    /// True if the last row of the head offers to choose among the rows below.
    pub has_filter: bool,
    /// How many rows there are below the head.
    pub count: usize,
    /// The rows below the head, made when they are written.
    pub rows: Box<dyn Iterator<Item = Row> + 't>,
}

/// A row.
pub(crate) struct Row {
    /// Its cells, from the first column on.
    pub cells: Vec<Cell>,
    /// Its height in points; `None` for one that is as high as its words need.
    pub height: Option<u32>,
}

impl Row {
    /// A row that is as high as its words need.
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells, height: None }
    }
}

/// A cell.
pub(crate) struct Cell {
    value: Value,
    look: Look,
}

/// What a cell holds.
enum Value {
    Text(String),
    /// A number, in digits.
    Number(String),
    /// A formula without its sign, and what it comes to.
    Formula(String, String),
}

/// How a cell is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Look {
    /// A heading of columns.
    Head,
    /// A cell like most.
    Plain,
    /// A sum.
    Total,
    /// What must be mended.
    Grave,
    /// What a person must look at.
    Slight,
    /// What is as it should be.
    Good,
}

impl Cell {
    /// Words, whatever they begin with. What is longer than a cell may be is cut, and says so.
    pub fn text(words: &str, look: Look) -> Self {
        const CUT: &str = "……（太长，没有写完）";
        let text = match beginning(words, LONGEST_CELL) {
            (whole, "") => whole.to_owned(),
            _ => format!("{}{CUT}", beginning(words, LONGEST_CELL - CUT.chars().count()).0),
        };
        Self { value: Value::Text(text), look }
    }

    /// A figure: a number that shows as it is written; words if a number would not keep its digits.
    pub fn figure(figure: String, look: Look) -> Self {
        match keeps_digits(&figure) {
            true => Self { value: Value::Number(figure), look },
            false => Self::text(&figure, look),
        }
    }

    /// The same of a number.
    pub fn number(number: Decimal, look: Look) -> Self {
        let figure = number.to_string();
        match is_number(number) {
            true => Self { value: Value::Number(figure), look },
            false => Self::text(&figure, look),
        }
    }

    /// A formula, and the figure that it comes to; that alone if a number would not keep its digits.
    pub fn formula(formula: String, figure: String, look: Look) -> Self {
        match keeps_digits(&figure) {
            true => Self { value: Value::Formula(formula, figure), look },
            false => Self::text(&figure, look),
        }
    }
}

/// True for a figure of which a number of a workbook keeps all digits.
fn keeps_digits(figure: &str) -> bool {
    figure::number(figure).is_some()
}

/// The same of a number.
pub(crate) fn is_number(number: Decimal) -> bool {
    number.mantissa().unsigned_abs() < 10_u128.pow(MOST_DIGITS)
}

/// The name of a cell, by its row and column from 0: `B4`.
pub(crate) fn place(row: usize, column: usize) -> String {
    let letters = column_number_to_name(u16::try_from(column).unwrap_or(u16::MAX));
    format!("{letters}{}", row + 1)
}

/// A workbook of tables. The same tables give the same bytes on any day and machine.
///
/// # Errors
/// None that is known, as long as no table has more than [`MOST_ROWS`] rows.
pub(crate) fn render(title: &str, tables: Vec<Table<'_>>) -> Result<Vec<u8>, RenderError> {
    let style = Style::built_in()?;
    let looks = Looks::new(&style);
    let skeleton = skeleton::make(title, &tables, &looks).map_err(WorkbookError::Write)?;
    let parts = unpack(&skeleton).ok_or(WorkbookError::Unreadable)?;
    let paths = (1..).map(|number| format!("xl/worksheets/sheet{number}.xml"));
    let mut tables: HashMap<String, Table<'_>> = paths.zip(tables).collect();
    let styles = skeleton::styles(&parts).ok_or(WorkbookError::Unreadable)?;
    let size = looks.size(Kind::RowLabel);
    let mut archive = Packer::new();
    for (path, content) in &parts {
        match tables.remove(path) {
            Some(table) => {
                let frame = skeleton::frame(content, &table).ok_or(WorkbookError::Unreadable)?;
                let part = archive.long_part(path).map_err(WorkbookError::Pack)?;
                write(part, &frame, table, (&styles, size))
                    .map_err(|error| WorkbookError::Pack(error.into()))?;
            }
            None => archive.part(path, content).map_err(WorkbookError::Pack)?,
        }
    }
    Ok(archive.finish().map_err(WorkbookError::Pack)?)
}

/// Writes a sheet: what stands around its rows, and these.
fn write(
    part: &mut impl Write,
    [before, after]: &[String; 2],
    table: Table<'_>,
    (styles, size): (&Styles, u32),
) -> std::io::Result<()> {
    part.write_all(before.as_bytes())?;
    let mut rows = Rows::new(styles, size, table.widths);
    for row in table.head.into_iter().chain(table.rows) {
        part.write_all(rows.xml(&row).as_bytes())?;
    }
    part.write_all(after.as_bytes())
}
