//! The overview as a workbook (情况表.xlsx): the units, all findings, all figures with their sums as formulas, and what a
//! report of the sum states otherwise.

mod figures;
mod findings;
mod overview;
#[cfg(test)]
mod tests;
mod tie;

use super::{Overview, page};
use crate::render::RenderError;
use crate::render::xlsx::long::{self, Cell, Look, MOST_ROWS, Row};
use crate::source::visible;

/// What the workbook is called.
pub const NAME: &str = "情况表.xlsx";
/// The sheet with the units.
const OVERVIEW: &str = "情况";
/// The sheet with the findings.
const FINDINGS: &str = "问题";
/// The sheet with the figures.
const FIGURES: &str = "数据";
/// The sheet with what a report of the sum states otherwise.
pub const TIE: &str = "核对";

/// How much a workbook takes. Beyond that office programs open it slowly or not at all.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Lines of the overview.
    units: usize,
    /// Findings.
    findings: usize,
    /// Units whose figures are shown.
    figures: usize,
}

/// Those of a workbook. One row is for the head, another says what was left out.
const LIMITS: Limits = Limits { units: MOST_ROWS - 2, findings: 200_000, figures: 20_000 };

/// The workbook.
pub struct Book {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it has no room for, a sentence each.
    pub left_out: Vec<String>,
}

/// The workbook of a collection. The same collection gives the same bytes on any day and machine.
///
/// # Errors
/// None that is known.
pub fn make(overview: &Overview<'_>) -> Result<Book, RenderError> {
    within(overview, LIMITS)
}

fn within(overview: &Overview<'_>, limits: Limits) -> Result<Book, RenderError> {
    let collection = overview.collection;
    let mut sheets =
        vec![overview::sheet(overview, limits.units), findings::sheet(collection, limits.findings)];
    if let Some(sum) = &collection.sum {
        sheets.push(figures::sheet(collection, sum, limits.figures));
    }
    sheets.extend(tie::sheet(collection).map(|table| Sheet { table, left_out: None }));
    let left_out = sheets.iter().filter_map(|sheet| sheet.left_out.clone()).collect();
    let tables = sheets.into_iter().map(|sheet| sheet.table).collect();
    let bytes = long::render(&page::title(collection, page::TITLE_END), tables)?;
    Ok(Book { bytes, left_out })
}

/// A sheet, and what it has no room for, in a sentence.
struct Sheet<'c> {
    table: long::Table<'c>,
    left_out: Option<String>,
}

/// A table with one row for each thing, as many as there is room for, and behind them a row that says how many more
/// there are. `left_out` says so of a number.
fn list<'c>(
    name: &'static str,
    columns: &[(&str, u32)],
    (count, most): (usize, usize),
    rows: impl Iterator<Item = Row> + 'c,
    left_out: impl Fn(usize) -> String,
) -> Sheet<'c> {
    let left_out = count.checked_sub(most).filter(|more| *more > 0).map(left_out);
    let last = left_out.iter().map(|words| Row::of(vec![Cell::text(words, Look::Grave)]));
    let last: Vec<Row> = last.collect();
    let count = count.min(most) + last.len();
    let table = table(name, columns, count, rows.take(most).chain(last));
    Sheet { table, left_out }
}

/// A table with one row for each thing, and a head by which to choose among them.
fn table<'c>(
    name: &'static str,
    columns: &[(&str, u32)],
    count: usize,
    rows: impl Iterator<Item = Row> + 'c,
) -> long::Table<'c> {
    long::Table {
        name,
        widths: columns.iter().map(|(_, width)| *width).collect(),
        head: vec![Row::of(columns.iter().map(|(words, _)| Cell::text(words, Look::Head)).collect())],
        fixed_columns: 0,
        has_filter: true,
        count,
        rows: Box::new(rows),
    }
}

/// Words of others on as many lines as they have, with marks for what cannot be shown.
fn words(text: &str) -> Cell {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    Cell::text(&lines.join("\n"), Look::Plain)
}
