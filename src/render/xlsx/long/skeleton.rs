//! The workbook without its rows, and what of it the rows need: the numbers of the styles.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Look, MOST_ROWS, Table};
use crate::render::archive::Part;
use crate::render::seal::between;
use crate::render::xlsx::NO_DATE;
use crate::render::xlsx::figure::pattern;
use crate::render::xlsx::look::{Kind, Looks};
use crate::render::xlsx::sheet::PAPER;

/// Decimals of a figure at most: those of an exact one.
const MOST_DECIMALS: usize = 28;
/// The sheet on which the library writes a cell in each style.
const SAMPLES: &str = "xl/worksheets/sheet1.xml";
/// What the rows stand between.
const OPEN: &str = "<sheetData>";
const CLOSE: &str = "</sheetData>";
/// The same where there are none.
const EMPTY: &str = "<sheetData/>";

/// How a cell is seen, and its decimals if it is a number.
pub(super) type Seen = (Look, Option<usize>);
/// The number of each style, as a cell states it. Most cells have one of the first: they are looked for one by one.
pub(super) type Styles = Vec<(Seen, String)>;

/// All styles there are.
fn all() -> Vec<Seen> {
    let words = [Look::Head, Look::Plain, Look::Total, Look::Grave, Look::Slight, Look::Good];
    let figures = [Look::Plain, Look::Total].into_iter();
    let figures = figures.flat_map(|look| (0..=MOST_DECIMALS).map(move |decimals| (look, Some(decimals))));
    words.into_iter().map(|look| (look, None)).chain(figures).collect()
}

/// The workbook with its sheets, all without rows; the first has a cell in each style.
pub(super) fn make(title: &str, tables: &[Table<'_>], looks: &Looks<'_>) -> Result<Vec<u8>, XlsxError> {
    let (year, month, day) = NO_DATE;
    let day = ExcelDateTime::from_ymd(year, month, day)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    for (number, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        set_up(sheet, table, looks)?;
        let samples = if number == 0 { all() } else { Vec::new() };
        for (column, seen) in (0..).zip(samples) {
            sheet.write_blank(0, column, &format(seen, looks))?;
        }
    }
    book.save_to_buffer()
}

/// All of a sheet but its cells.
fn set_up(sheet: &mut Worksheet, table: &Table<'_>, looks: &Looks<'_>) -> Result<(), XlsxError> {
    let [left, right, top, bottom, header, footer] = looks.margins();
    let (head, last_row, last_column) = extent(table);
    sheet
        .set_name(table.name)?
        .set_paper_size(PAPER)
        .set_landscape()
        .set_margins(left, right, top, bottom, header, footer)
        .set_footer("&C— &P —")
        .set_freeze_panes(head, table.fixed_columns)?;
    if let Some(last) = head.checked_sub(1) {
        sheet.set_repeat_rows(0, last)?;
        if table.has_filter {
            sheet.autofilter(last, 0, last_row, last_column)?;
        }
    }
    match table.fixed_columns.checked_sub(1) {
        Some(last) => sheet.set_repeat_columns(0, last)?,
        None => sheet.set_print_fit_to_pages(1, 0),
    };
    for (column, width) in (0..).zip(&table.widths) {
        sheet.set_column_width_pixels(column, *width)?;
    }
    Ok(())
}

/// How many rows the head has, the last row and the last column.
fn extent(table: &Table<'_>) -> (u32, u32, u16) {
    let row = |number: usize| u32::try_from(number.min(MOST_ROWS)).unwrap_or(u32::MAX);
    let rows = table.head.len() + table.count;
    let last_column = u16::try_from(table.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    (row(table.head.len()), row(rows.saturating_sub(1)), last_column)
}

fn format((look, decimals): Seen, looks: &Looks<'_>) -> Format {
    if let Some(decimals) = decimals {
        let figure = looks.of(Kind::Figure).set_align(FormatAlign::Right);
        let figure = figure.set_num_format(pattern(decimals, ""));
        return if look == Look::Total { figure.set_bold() } else { figure };
    }
    let words = looks.of(Kind::RowLabel);
    // Pale enough for the words on it to be read, and only beside words that say the same.
    match look {
        Look::Head => looks.of(Kind::Band).set_bold(),
        Look::Plain => words.set_align(FormatAlign::Top),
        Look::Total => words.set_bold(),
        Look::Grave => words.set_align(FormatAlign::Top).set_background_color("#F8CBAD"),
        Look::Slight => words.set_align(FormatAlign::Top).set_background_color("#FFE699"),
        Look::Good => words.set_align(FormatAlign::Top).set_background_color("#E2EFDA"),
    }
}

/// The numbers of the styles, from the cells that the library has written.
pub(super) fn styles(parts: &[Part]) -> Option<Styles> {
    let (_, sheet) = parts.iter().find(|(path, _)| path == SAMPLES)?;
    let cells = between(str::from_utf8(sheet).ok()?, OPEN, CLOSE)?;
    let numbers = cells.split("<c ").skip(1).map(|cell| Some(between(cell, " s=\"", "\"")?.to_owned()));
    let numbers: Vec<String> = numbers.collect::<Option<_>>()?;
    let all = all();
    (numbers.len() == all.len()).then(|| all.into_iter().zip(numbers).collect())
}

/// What stands before and after the rows of a sheet.
pub(super) fn frame(sheet: &[u8], table: &Table<'_>) -> Option<[String; 2]> {
    let sheet = str::from_utf8(sheet).ok()?;
    let (before, after) = match sheet.split_once(EMPTY) {
        Some(around) => around,
        None => (sheet.split_once(OPEN)?.0, sheet.split_once(CLOSE)?.1),
    };
    let (_, row, column) = extent(table);
    let (start, rest) = before.split_once("<dimension ref=\"")?;
    let (_, rest) = rest.split_once('"')?;
    let dimension = format!("A1:{}", row_col_to_cell(row, column));
    Some([format!("{start}<dimension ref=\"{dimension}\"{rest}{OPEN}"), format!("{CLOSE}{after}")])
}
