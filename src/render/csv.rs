//! The CSV: a line for each figure, for those who go on working in spreadsheet programs.

use super::{RenderError, Renderer};
use crate::document::{Block, Document, FlatCell, FlatRow, FlatTable, Section};
use crate::exchange::lines::{BYTE_ORDER_MARK, HEAD, harmless, lines};

/// The CSV as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "csv",
    extension: "csv",
    other_extensions: &[],
    name: "CSV",
    other_names: &[],
    help: "CSV",
    media_type: "text/csv; charset=utf-8",
    changed_in: "Excel",
    is_page: false,
    needs_fonts: false,
    is_data: true,
    has_digest: false,
    render: |document, _| Ok(render(document)?.into()),
    is_sealed: |bytes| head().is_ok_and(|head| bytes.starts_with(head.as_bytes())),
    is_intact: |_| false,
    title: |_| None,
};

/// Writes the figures of a report. One left blank has no value.
///
/// # Errors
/// None that is known: a line in memory can always be written.
pub fn render(document: &Document) -> Result<String, RenderError> {
    let records = figures(document).map(|Figure { section, row, column, cell, unit }| {
        let text = |words: &str| harmless(words.to_owned());
        [
            text(&cell.path),
            text(&section.title),
            text(&row.label),
            text(column),
            // A figure below zero begins with a sign, and is one.
            cell.text.clone(),
            text(unit),
            text(cell.note.as_deref().unwrap_or_default()),
        ]
    });
    Ok(head()? + &lines(records)?)
}

/// The first line, by which such a file is known.
fn head() -> Result<String, ::csv::Error> {
    Ok(format!("{BYTE_ORDER_MARK}{}", lines([HEAD.map(str::to_owned)])?))
}

/// A figure with all that names it.
struct Figure<'d> {
    section: &'d Section,
    row: &'d FlatRow,
    column: &'d str,
    unit: &'d str,
    cell: &'d FlatCell,
}

/// Every figure in the order of the form.
fn figures(document: &Document) -> impl Iterator<Item = Figure<'_>> {
    let tables = document.sections.iter().flat_map(|section| {
        let flat = section.blocks.iter().filter_map(|block| match block {
            Block::FormTable(table) => Some(&table.flat),
            _ => None,
        });
        flat.flatten().map(move |part| (section, part))
    });
    tables.flat_map(|(section, part)| part.rows.iter().flat_map(move |row| of_row(section, part, row)))
}

fn of_row<'d>(
    section: &'d Section,
    part: &'d FlatTable,
    row: &'d FlatRow,
) -> impl Iterator<Item = Figure<'d>> {
    let columns = part.columns.iter().skip(1).zip(&part.figures);
    columns.zip(&row.cells).map(move |((column, figures), cell)| Figure {
        section,
        row,
        column,
        unit: &figures.unit,
        cell,
    })
}
