//! The sheet with all figures: one row for each unit that is in the sum, one column for each cell of the form, and above
//! them the sums as formulas, so that each opens to what it was added up from.

use super::{FIGURES, Sheet, words};
use crate::collect::{Collection, Figure, Filed, Parts, Sum, SumCell, Why};
use crate::render::xlsx::long::{self, Cell, Look, Row, is_number, place};

/// The columns before the figures, with their widths in pixels.
const BEFORE: [(&str, u32); 2] = [("单位", 180), ("文件", 150)];
/// Width of a column of figures in pixels.
const WIDTH: u32 = 104;
/// Heights of the rows of the head in points: labels of rows, labels of columns, paths, sums.
const HEIGHTS: [u32; 4] = [72, 32, 40, 22];
/// The row of the sums, from 0.
const SUMS: usize = 3;
/// The first row of a unit: between them stands why there is no sum.
const UNITS: usize = SUMS + 2;
/// What stands in the place of a sum that there is none.
const NO_SUM: &str = "没有加总";

/// The place of a cell's sum on the sheet, by its number among the cells of the sum.
pub(super) fn place_of(cell: usize) -> String {
    place(SUMS, BEFORE.len() + cell)
}

pub(super) fn sheet<'c>(collection: &'c Collection, sum: &'c Sum, most: usize) -> Sheet<'c> {
    let units = sum.summed.len();
    let are_shown = units <= most;
    let left_out = (!are_shown).then(|| {
        format!(
            "计入汇总的有 {units} 个单位，超过 {most} 个，工作表“{FIGURES}”里只有合计，没有各单位的数字。"
        )
    });
    let shown = if are_shown { units } else { 0 };
    let is_long = are_long(collection, sum);
    let parts = collection.parts();
    let why = remarks(sum, &is_long, &parts, left_out.as_deref());
    let rows = collection
        .summed()
        .take(shown)
        .map(move |(place, filed)| row(sum, parts.names.get(place).copied().unwrap_or_default(), filed));
    let widths = BEFORE.iter().map(|(_, width)| *width).chain(sum.cells.iter().map(|_| WIDTH));
    let table = long::Table {
        name: FIGURES,
        widths: widths.collect(),
        head: head(sum, shown, &is_long),
        fixed_columns: 1,
        has_filter: false,
        count: shown + 1,
        rows: Box::new(std::iter::once(why).chain(rows)),
    };
    Sheet { table, left_out }
}

/// The labels and the sums, which stay in sight.
fn head(sum: &Sum, shown: usize, is_long: &[bool]) -> Vec<Row> {
    let labels = |cell: &SumCell| match sum.form.place(cell.id) {
        Some(place) => [place.row.full_label(), place.column.label.clone(), cell.path.clone()],
        None => [String::new(), String::new(), cell.path.clone()],
    };
    let labels: Vec<[String; 3]> = sum.cells.iter().map(labels).collect();
    let [of_rows, of_columns, paths] = [0, 1, 2].map(|at| {
        let labels = labels.iter().map(move |labels| labels.get(at).map_or("", String::as_str));
        labels.map(|label| Cell::text(label, Look::Head))
    });
    let corner = |names: [&str; BEFORE.len()]| names.map(|name| Cell::text(name, Look::Head)).into_iter();
    let cells = sum.cells.iter().zip(is_long).enumerate();
    let sums = cells.map(|(at, (cell, is_long))| of_sum(at, cell, if *is_long { 0 } else { shown }));
    let total = [Cell::text("合计", Look::Total), Cell::text("", Look::Total)];
    let rows: [Vec<Cell>; 4] = [
        corner(BEFORE.map(|(name, _)| name)).chain(of_rows).collect(),
        corner(["", ""]).chain(of_columns).collect(),
        corner(["", ""]).chain(paths).collect(),
        total.into_iter().chain(sums).collect(),
    ];
    rows.into_iter().zip(HEIGHTS).map(|(cells, height)| Row { cells, height: Some(height) }).collect()
}

/// The sum of a cell: over the units that are shown, if they are.
fn of_sum(at: usize, cell: &SumCell, shown: usize) -> Cell {
    let Some(value) = cell.value else { return Cell::text(NO_SUM, Look::Total) };
    let (figure, column) = (value.to_string(), BEFORE.len() + at);
    if shown == 0 {
        return Cell::figure(figure, Look::Total);
    }
    let formula = format!("SUM({}:{})", place(UNITS, column), place(UNITS + shown - 1, column));
    Cell::formula(formula, figure, Look::Total)
}

/// For each cell whether a unit has a figure for it that no number of a workbook holds.
fn are_long(collection: &Collection, sum: &Sum) -> Vec<bool> {
    let mut are_long = vec![false; sum.cells.len()];
    for (_, filed) in collection.summed() {
        for (is_long, figure) in are_long.iter_mut().zip(sum.figures(filed)) {
            let number = figure.and_then(Figure::number);
            *is_long |= number.is_some_and(|number| !is_number(number));
        }
    }
    are_long
}

/// Why there is no sum, or no formula; and what there was no room for.
fn remarks(sum: &Sum, is_long: &[bool], parts: &Parts<'_>, left_out: Option<&str>) -> Row {
    const LONG: &str = "有的数字超过 15 位，按文字列出，合计不是公式";
    let remark = |(cell, is_long): (&SumCell, &bool)| match cell.value {
        None => words(&cell.why_blank(parts)),
        Some(value) if *is_long || !is_number(value) => words(LONG),
        Some(_) => words(""),
    };
    let first = [Cell::text("说明", Look::Total), words(left_out.unwrap_or_default())];
    Row::of(first.into_iter().chain(sum.cells.iter().zip(is_long).map(remark)).collect())
}

fn row(sum: &Sum, name: &str, filed: &Filed) -> Row {
    let cell = |figure: Option<Figure>| match figure {
        Some(Figure::Number(number)) => Cell::number(number, Look::Plain),
        Some(Figure::Blank) => words(""),
        Some(Figure::Unread) => words(Why::Unread.words()),
        None => words(Why::OtherForm.words()),
    };
    let before = [words(name), words(&filed.path)].into_iter();
    Row::of(before.chain(sum.figures(filed).into_iter().map(cell)).collect())
}
