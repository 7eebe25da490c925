//! The rows of figures of a data file, with keys, columns and comments lined up.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::figures::Carried;
use crate::format::{CellId, Column, ColumnSet, Row, Table};

/// A row of figures, perhaps under a line that names its columns.
#[derive(Serialize)]
pub(crate) struct Line {
    /// Comment over the row; empty if the row above has the same columns.
    pub head: String,
    pub text: String,
}

/// A row of figures that is to be drawn.
pub(crate) struct Entry<'f> {
    pub key: &'f str,
    /// Index of its column set.
    pub set: usize,
    /// What stands in its cells; computed ones may be left out.
    pub cells: Vec<String>,
    /// True if it is only offered, behind a `#`.
    pub is_offered: bool,
    /// What stands behind the row, as a comment.
    pub comment: String,
}

/// The rows of the table of a section; what last year's report leads on to is filled in.
pub(super) fn lines(section: usize, table: &Table, zeros: bool, carried: &Carried) -> Vec<Line> {
    let blank = if zeros { "0" } else { "\"\"" };
    let entry = |(index, row): (usize, &'_ Row)| {
        let set = table.column_sets.get(row.set)?;
        let cell = |column: usize| {
            // The row of totals is offered blank: zeros there would be figures.
            carried.figure(CellId { section, row: index, column }).unwrap_or(blank).to_owned()
        };
        let stated = set.columns.iter().enumerate().filter(|(_, column)| column.sum.is_none());
        let computed =
            if row.sum.is_some() { "（由程序计算；如填写，则核对是否一致）" } else { "" };
        let note = carried.note(section, index);
        Some(Entry {
            key: &table.rows.get(index)?.key,
            set: row.set,
            cells: stated.map(|(column, _)| cell(column)).collect(),
            // A row of totals is computed: it is offered, and needs no filling in.
            is_offered: row.sum.is_some(),
            comment: format!("{}{computed}{note}", comment(table, row)),
        })
    };
    let entries: Vec<Entry<'_>> = table.rows.iter().enumerate().filter_map(entry).collect();
    draw(table, &entries)
}

/// Rows with their keys, columns and comments lined up.
pub(crate) fn draw(table: &Table, entries: &[Entry<'_>]) -> Vec<Line> {
    let keys = table.rows.iter().map(|row| row.key.len()).chain(entries.iter().map(|entry| entry.key.len()));
    let key_width = keys.max().unwrap_or(0);
    let columns = table.column_sets.iter().enumerate().map(|(index, set)| {
        let columns = columns(set, index, entries);
        let widths = widths(&columns, index, entries);
        (set, columns, widths)
    });
    let columns: Vec<_> = columns.collect();
    let mut last_set = None;
    let drawn: Vec<(String, String, &Entry<'_>)> = entries
        .iter()
        .filter_map(|entry| {
            let (set, columns, widths) = columns.get(entry.set)?;
            let head = if last_set == Some(entry.set) {
                String::new()
            } else {
                head(set, columns, key_width, widths)
            };
            last_set = Some(entry.set);
            let key = entry.key;
            Some((head, format!("{key:key_width$} = {}", cells(set, entry, widths)), entry))
        })
        .collect();
    let text_width = drawn.iter().map(|(_, text, _)| text.width()).max().unwrap_or(0);
    let line = |(head, text, entry): (String, String, &Entry<'_>)| {
        let pad = " ".repeat(text_width - text.width());
        let offer = if entry.is_offered { "# " } else { "" };
        Line { head, text: format!("{offer}{text}{pad}  # {}", entry.comment) }
    };
    drawn.into_iter().map(line).collect()
}

/// One row that is the first of its kind: the comment over it, its figures, and the width of the keys under that.
pub(crate) fn first(table: &Table, entry: &Entry<'_>) -> Option<(String, String, usize)> {
    let set = table.column_sets.get(entry.set)?;
    let key_width = table.rows.iter().map(|row| row.key.len()).max().unwrap_or(0);
    let entries = std::slice::from_ref(entry);
    let columns = columns(set, entry.set, entries);
    let widths = widths(&columns, entry.set, entries);
    Some((head(set, &columns, key_width, &widths), cells(set, entry, &widths), key_width))
}

/// The columns of a set that its rows have cells for.
fn columns<'t>(set: &'t ColumnSet, index: usize, entries: &[Entry<'_>]) -> Vec<&'t Column> {
    let longest = entries.iter().filter(|entry| entry.set == index).map(|entry| entry.cells.len()).max();
    set.columns.iter().take(longest.unwrap_or(0)).collect()
}

/// The width of each column of a set: that of its heading, or of a figure that is wider.
fn widths(columns: &[&Column], set: usize, entries: &[Entry<'_>]) -> Vec<usize> {
    let of_set = || entries.iter().filter(|entry| entry.set == set);
    let widest = |column: usize| of_set().filter_map(|entry| Some(width_of(entry.cells.get(column)?))).max();
    let width = |(index, column): (usize, &&Column)| widest(index).unwrap_or(0).max(column.short.width());
    columns.iter().enumerate().map(width).collect()
}

/// The columns that a cell takes: nearly every one holds digits alone.
fn width_of(cell: &str) -> usize {
    if cell.is_ascii() { cell.len() } else { cell.width() }
}

/// `[ "", "" ]`, each cell under the heading of its column.
fn cells(set: &ColumnSet, entry: &Entry<'_>, widths: &[usize]) -> String {
    if set.is_single() {
        return entry.cells.first().cloned().unwrap_or_default();
    }
    let mut out = String::from("[ ");
    for (at, (cell, width)) in entry.cells.iter().zip(widths).enumerate() {
        out.push_str(if at == 0 { "" } else { ", " });
        out.extend(std::iter::repeat_n(' ', width.saturating_sub(width_of(cell))));
        out.push_str(cell);
    }
    out + " ]"
}

/// The comment over rows: the headings of the columns, each over its cell.
fn head(set: &ColumnSet, columns: &[&Column], key_width: usize, widths: &[usize]) -> String {
    let mut out = format!("#{}", " ".repeat(key_width + 2));
    if set.is_single() {
        return format!("# 以下各行填：{}", set.columns.iter().map(|c| c.label.as_str()).collect::<String>());
    }
    for (column, width) in columns.iter().zip(widths) {
        out.push_str(&" ".repeat(2 + width.saturating_sub(column.short.width())));
        out.push_str(&column.short);
    }
    out
}

/// The full label where a row opens a group, its own label below.
pub(crate) fn comment(table: &Table, row: &Row) -> String {
    let group = table.groups.iter().find(|group| {
        group.rows.first().and_then(|&first| table.rows.get(first)).is_some_and(|first| first.key == row.key)
    });
    match group {
        Some(group) => format!("{}：{}", group.label, row.label),
        None => row.label.clone(),
    }
}
