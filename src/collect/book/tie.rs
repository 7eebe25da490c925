//! The sheet with what a report of the sum states otherwise. The sums are those of the sheet with the figures.

use super::{FIGURES, TIE, figures, table, words};
use crate::collect::{Collection, Differs, Sum};
use crate::render::xlsx::long::{self, Cell, Look, Row, place};

/// Its columns, with their widths in pixels.
const COLUMNS: [(&str, u32); 6] =
    [("格", 380), ("路径", 300), ("汇总年报", 110), ("各单位之和", 110), ("相差", 110), ("说明", 300)];
/// The columns of what is stated and of the sum.
const STATED: usize = 2;
const SUMMED: usize = 3;

/// The sheet; `None` without such a report.
pub(super) fn sheet(collection: &Collection) -> Option<long::Table<'_>> {
    let (sum, against) = collection.sum.as_ref().zip(collection.against.as_ref())?;
    let tie = collection.tie()?;
    let differing = (1..).zip(against.differences.iter().zip(tie.rows));
    let differing = differing.map(|(at, (cell, row))| differs(sum, at, cell, [row.cell, row.explanation]));
    let uncompared = against.uncompared.iter().zip(tie.uncompared);
    let uncompared = uncompared.map(|(path, cell)| {
        let nothing = || words("");
        let why = words("一方没有数字，没有核对");
        Row::of(vec![words(&cell), words(path), nothing(), nothing(), nothing(), why])
    });
    let mut rows: Vec<Row> = differing.chain(uncompared).collect();
    if against.differences.is_empty() {
        rows.extend(tie.sentences.iter().map(|sentence| Row::of(vec![words(sentence)])));
    }
    Some(table(TIE, &COLUMNS, rows.len(), rows.into_iter()))
}

/// A cell that differs, in the row of that number.
fn differs(sum: &Sum, row: usize, cell: &Differs, [name, explanation]: [String; 2]) -> Row {
    let summed = cell.summed.to_string();
    let summed = match sum.cells.iter().position(|own| own.path == cell.path) {
        Some(at) => Cell::formula(format!("{FIGURES}!{}", figures::place_of(at)), summed, Look::Plain),
        None => Cell::figure(summed, Look::Plain),
    };
    let excess = format!("{}-{}", place(row, STATED), place(row, SUMMED));
    Row::of(vec![
        words(&name),
        words(&cell.path),
        Cell::number(cell.stated, Look::Plain),
        summed,
        Cell::formula(excess, cell.excess().to_string(), Look::Plain),
        words(&explanation),
    ])
}
