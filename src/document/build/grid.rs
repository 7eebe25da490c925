//! Fills the printed grid of a table with labels and figures.

use rust_decimal::Decimal;

use crate::document::narrative::words;
use crate::document::{Cell, CellKind, Figures, FlatCell, FlatRow, FlatTable, Table, TableRow};
use crate::format::{self, Area, CellId, Item, LayoutCell};
use crate::report::{Report, State, bare_note};

/// The table of section `section`.
pub(super) fn table(report: &Report, section: usize, key: &str, form: &format::Table) -> Table {
    let headings = Headings::new(key, form);
    let rows = form.layout.iter().map(|row| TableRow {
        head: row.head,
        cells: row.cells.iter().map(|cell| fill(report, section, form, &headings, row.head, cell)).collect(),
    });
    let heads = form.layout.iter().take_while(|row| row.head).count();
    let one_head = form.layout.iter().skip(heads).all(|row| !row.head);
    Table {
        key: key.to_owned(),
        caption: form.caption.clone(),
        column_weights: form.weights.clone(),
        repeated_rows: if one_head { heads } else { 0 },
        rows: rows.collect(),
        flat: flat(report, section, form),
    }
}

fn fill(
    report: &Report,
    section: usize,
    form: &format::Table,
    headings: &Headings<'_>,
    head: bool,
    cell: &LayoutCell,
) -> Cell {
    let (kind, text) = match &cell.item {
        Item::Figure(row, column) => {
            let id = CellId { section, row: *row, column: *column };
            let (text, computed) = printed(report, id);
            let headers = headings.of(cell.area);
            (CellKind::Figure { path: report.form.path(id), headers, computed, note: note(report, id) }, text)
        }
        Item::Note(text) => (CellKind::Note, text.clone()),
        Item::Band(text) => (CellKind::Band, text.clone()),
        item if head => (CellKind::ColumnHeading, form.words(item)),
        item => (CellKind::RowHeading, form.words(item)),
    };
    let is_heading = matches!(kind, CellKind::Band | CellKind::ColumnHeading | CellKind::RowHeading);
    Cell {
        column: cell.area.column,
        column_span: cell.area.columns,
        row_span: cell.area.rows,
        id: if is_heading { heading_id(headings.key, cell.area) } else { String::new() },
        kind,
        text,
    }
}

fn heading_id(key: &str, area: Area) -> String {
    format!("{key}-{}-{}", area.row + 1, area.column + 1)
}

/// The headings of a table, with what it takes to tell which of them name a figure.
struct Headings<'f> {
    key: &'f str,
    form: &'f format::Table,
    /// In the order in which they are printed, each with its identifier.
    all: Vec<(Area, String)>,
}

impl<'f> Headings<'f> {
    fn new(key: &'f str, form: &'f format::Table) -> Self {
        let cells = form.layout.iter().flat_map(|row| &row.cells);
        let headings = cells.filter(|cell| !matches!(cell.item, Item::Note(_) | Item::Figure(..)));
        let all = headings.map(|cell| (cell.area, heading_id(key, cell.area))).collect();
        Self { key, form, all }
    }

    /// The headings that name a figure: the labels to its left, and the headings above it in the
    /// nearest head of the table.
    fn of(&self, place: Area) -> Vec<String> {
        let is_head = |&row: &usize| self.form.layout.get(row).is_some_and(|row| row.head);
        let head_end = (0..place.row).rev().find(is_head).map_or(0, |row| row + 1);
        let head_start = (0..head_end).rev().take_while(is_head).last().unwrap_or(head_end);
        let left = self.all.iter().filter(|(area, _)| {
            let beside = area.row <= place.row && place.row < area.row + area.rows;
            area.row >= head_end && beside && area.column < place.column
        });
        let above = self.all.iter().filter(|(area, _)| {
            let over =
                area.column < place.column + place.columns && place.column < area.column + area.columns;
            (head_start..head_end).contains(&area.row) && over
        });
        left.chain(above).map(|(_, id)| id.clone()).collect()
    }
}

/// What prints in a cell, and the computed value where the stated one differs from it.
fn printed(report: &Report, id: CellId) -> (String, Option<String>) {
    let value = report.value(id);
    let stated = report.cell(id).is_some_and(|cell| matches!(cell.state, State::Number(_)));
    let computed = report.computed(id).filter(|computed| stated && Some(*computed) != value);
    let text = |number: Decimal| number.to_string();
    (value.map_or_else(String::new, text), computed.map(text))
}

/// The cells of which a figure is the sum, by their paths.
fn sum_of(report: &Report, id: CellId) -> Vec<String> {
    report.addends(id).into_iter().flatten().map(|addend| report.form.path(addend)).collect()
}

/// The words that print behind a figure.
fn note(report: &Report, id: CellId) -> Option<String> {
    report.note(id).map(|note| bare_note(&words(&note.text, report)).to_owned())
}

/// The table without merged cells: one part for each band and kind of row.
fn flat(report: &Report, section: usize, form: &format::Table) -> Vec<FlatTable> {
    let mut parts: Vec<(usize, FlatTable)> = Vec::new();
    for (index, row) in form.rows.iter().enumerate() {
        let Some(set) = form.column_sets.get(row.set) else { continue };
        let heading = band_above(form, index);
        let cells = (0..set.columns.len()).map(|column| {
            let id = CellId { section, row: index, column };
            let (text, computed) = printed(report, id);
            let (path, sum_of) = (report.form.path(id), sum_of(report, id));
            FlatCell { path, text, sum_of, computed, note: note(report, id) }
        });
        let line = FlatRow { label: row.full_label(), cells: cells.collect() };
        match parts.last_mut() {
            Some((kind, part)) if *kind == row.set && part.heading == heading => part.rows.push(line),
            _ => {
                let labels = set.columns.iter().map(|column| column.label.clone());
                let columns = std::iter::once(form.corner.clone()).chain(labels).collect();
                let figures = set.columns.iter();
                let figures =
                    figures.map(|column| Figures { kind: column.kind, unit: column.unit.clone() }).collect();
                parts.push((row.set, FlatTable { heading, columns, figures, rows: vec![line] }));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The band under which a row is printed.
fn band_above(form: &format::Table, row: usize) -> Option<String> {
    let prints = |cell: &LayoutCell| matches!(cell.item, Item::Figure(r, _) if r == row);
    let at = form.layout.iter().position(|line| line.cells.iter().any(prints))?;
    form.layout.iter().take(at).rev().flat_map(|line| &line.cells).find_map(|cell| match &cell.item {
        Item::Band(text) => Some(text.clone()),
        _ => None,
    })
}
