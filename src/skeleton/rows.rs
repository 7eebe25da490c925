//! The rows of figures of a new data file, with keys, columns and comments lined up.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::figures::Carried;
use crate::format::{CellId, ColumnSet, Row, Table};

/// A row of figures, perhaps under a line that names its columns.
#[derive(Serialize)]
pub(super) struct Line {
    /// Comment over the row; empty if the row above has the same columns.
    head: String,
    text: String,
}

/// The rows of the table of a section; what last year's report leads on to is filled in.
pub(super) fn lines(section: usize, table: &Table, zeros: bool, carried: &Carried) -> Vec<Line> {
    let key_width = table.rows.iter().map(|row| row.key.len()).max().unwrap_or(0);
    let sheet = Sheet { section, table, blank: if zeros { "0" } else { "\"\"" }, carried };
    let mut last_set = None;
    let drawn: Vec<(String, String, usize, &Row)> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let set = table.column_sets.get(row.set)?;
            let widths = sheet.widths(row.set, set);
            let head = if last_set == Some(row.set) { String::new() } else { head(set, key_width, &widths) };
            last_set = Some(row.set);
            let (key, cells) = (&row.key, sheet.cells(index, set, &widths));
            Some((head, format!("{key:key_width$} = {cells}"), index, row))
        })
        .collect();
    let text_width = drawn.iter().map(|(_, text, _, _)| text.width()).max().unwrap_or(0);
    drawn
        .into_iter()
        .map(|(head, text, index, row)| {
            let pad = " ".repeat(text_width - text.width());
            let computed = if row.sum.is_some() {
                "（由程序计算；如填写，则核对是否一致）"
            } else {
                ""
            };
            // A row of totals is computed: it is offered, and needs no filling in.
            let offer = if row.sum.is_some() { "# " } else { "" };
            let note = carried.note(section, index);
            Line { head, text: format!("{offer}{text}{pad}  # {}{computed}{note}", comment(table, row)) }
        })
        .collect()
}

struct Sheet<'a> {
    section: usize,
    table: &'a Table,
    /// What stands in a cell that nothing is known of.
    blank: &'static str,
    carried: &'a Carried,
}

impl Sheet<'_> {
    fn cell(&self, row: usize, column: usize) -> &str {
        // The row of totals is offered blank: zeros there would be figures.
        self.carried.figure(CellId { section: self.section, row, column }).unwrap_or(self.blank)
    }

    /// The width of each column of a set: that of its heading, or of a figure that is wider.
    fn widths(&self, set_index: usize, set: &ColumnSet) -> Vec<usize> {
        let rows = || self.table.rows.iter().enumerate().filter(|(_, row)| row.set == set_index);
        let width = |column: usize, short: &str| {
            let widest = rows().map(|(row, _)| self.cell(row, column).len()).max().unwrap_or(0);
            widest.max(short.width())
        };
        set.columns.iter().enumerate().map(|(index, column)| width(index, &column.short)).collect()
    }

    /// `[ "", "" ]`, each cell under the heading of its column.
    fn cells(&self, row: usize, set: &ColumnSet, widths: &[usize]) -> String {
        if set.is_single() {
            return self.cell(row, 0).to_owned();
        }
        let stated = set.columns.iter().zip(widths).enumerate().filter(|(_, (c, _))| c.sum.is_none());
        let padded: Vec<String> =
            stated.map(|(index, (_, &width))| format!("{:>width$}", self.cell(row, index))).collect();
        format!("[ {} ]", padded.join(", "))
    }
}

/// The comment over rows: the headings of the columns, each over its cell.
fn head(set: &ColumnSet, key_width: usize, widths: &[usize]) -> String {
    let mut out = format!("#{}", " ".repeat(key_width + 2));
    if set.is_single() {
        return format!("# 以下各行填：{}", set.columns.iter().map(|c| c.label.as_str()).collect::<String>());
    }
    for (column, width) in set.columns.iter().zip(widths).filter(|(column, _)| column.sum.is_none()) {
        out.push_str(&" ".repeat(2 + width.saturating_sub(column.short.width())));
        out.push_str(&column.short);
    }
    out
}

/// The full label where a row opens a group, its own label below.
fn comment(table: &Table, row: &Row) -> String {
    let group = table.groups.iter().find(|group| {
        group.rows.first().and_then(|&first| table.rows.get(first)).is_some_and(|first| first.key == row.key)
    });
    match group {
        Some(group) => format!("{}：{}", group.label, row.label),
        None => row.label.clone(),
    }
}
