//! The tables of the form as HTML.

use std::borrow::Cow;

use super::{escape, push};
use crate::document::{Cell, CellKind, Table, TableRow, UNFILLED};

/// Columns up to which each is wide enough for any figure on paper.
const MOST_WIDE_COLUMNS: usize = 6;
/// Digits up to which a figure has room in a narrow column on paper.
const LONGEST_USUAL_FIGURE: usize = 5;

/// A table for the page: caption, headings with identifiers, and each figure with its cell path and
/// the headings that name it.
pub(super) fn full_table(out: &mut String, table: &Table, draft: bool) {
    // The style sheet prints the long figures of narrow columns smaller: paper does not scroll.
    let class = if table.column_weights.len() > MOST_WIDE_COLUMNS { "form narrow" } else { "form" };
    // On a telephone the labels stay in sight beside the figures.
    let labels = label_columns(table);
    out.extend(["<table class=\"", class]);
    if labels > 1 {
        push(out, format_args!(" labels-{labels}"));
    }
    out.extend(["\" data-table=\"", &escape(&table.key), "\">\n"]);
    out.extend(["<caption>", &escape(&table.caption), "</caption>\n<colgroup>"]);
    let total: u32 = table.column_weights.iter().map(|&weight| u32::from(weight)).sum();
    for &weight in &table.column_weights {
        // In tenths of a percent.
        let share = u32::from(weight) * 1000 / total.max(1);
        push(out, format_args!("<col style=\"width:{}.{}%\">", share / 10, share % 10));
    }
    out.push_str("</colgroup>\n");
    let (head, body) = table.rows.split_at_checked(table.repeated_rows).unwrap_or((&table.rows, &[]));
    if !head.is_empty() {
        rows(out, "thead", head, |out, cell| full_cell(out, cell, labels, draft));
    }
    for part in parts(body) {
        rows(out, "tbody", part, |out, cell| full_cell(out, cell, labels, draft));
    }
    out.push_str("</table>\n");
}

/// A table for Markdown: nothing but the merges and the text, and no blank line, which would end it.
pub(in crate::render) fn plain_table(table: &Table, draft: bool) -> String {
    let (head, body) = table.rows.split_at_checked(table.repeated_rows).unwrap_or((&table.rows, &[]));
    let mut out = String::from("<table>\n");
    if !head.is_empty() {
        rows(&mut out, "thead", head, |out, cell| plain_cell(out, cell, draft));
    }
    rows(&mut out, "tbody", body, |out, cell| plain_cell(out, cell, draft));
    out + "</table>\n"
}

/// The body cut where a new head begins.
fn parts(body: &[TableRow]) -> impl Iterator<Item = &[TableRow]> {
    body.chunk_by(|above, below| above.head || !below.head)
}

fn rows(out: &mut String, group: &str, rows: &[TableRow], cell: impl Fn(&mut String, &Cell)) {
    out.extend(["<", group, ">\n"]);
    for row in rows {
        out.push_str("<tr>");
        row.cells.iter().for_each(|each| cell(out, each));
        out.push_str("</tr>\n");
    }
    out.extend(["</", group, ">\n"]);
}

fn plain_cell(out: &mut String, cell: &Cell, draft: bool) {
    let tag = match cell.kind {
        CellKind::Band | CellKind::ColumnHeading | CellKind::RowHeading => "th",
        CellKind::Note | CellKind::Figure { .. } => "td",
    };
    let mut content = if is_blank(cell) && draft { UNFILLED.into() } else { text(cell) };
    if let Some(note) = cell.printed_note() {
        content.to_mut().push_str(&escape(&note));
    }
    out.extend(["<", tag]);
    finish(out, cell, &content, tag);
}

/// Grid columns to the left of the first figure.
fn label_columns(table: &Table) -> usize {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let figures = cells.filter(|cell| matches!(cell.kind, CellKind::Figure { .. }));
    figures.map(|cell| cell.column).min().unwrap_or(0)
}

fn full_cell(out: &mut String, cell: &Cell, labels: usize, draft: bool) {
    // The column of a label, from 1; a band goes over the figures, too.
    let is_label = cell.kind != CellKind::Band && cell.column + cell.column_span <= labels;
    let label = if is_label { format!("label-{}", cell.column + 1) } else { String::new() };
    let (class, scope) = match &cell.kind {
        CellKind::Band => ("band", "colgroup"),
        CellKind::ColumnHeading => (label.as_str(), if cell.column_span > 1 { "colgroup" } else { "col" }),
        CellKind::RowHeading => (label.as_str(), if cell.row_span > 1 { "rowgroup" } else { "row" }),
        CellKind::Note => {
            out.extend(["<td class=\"note", if is_label { " " } else { "" }, &label, "\""]);
            return finish(out, cell, &text(cell), "td");
        }
        CellKind::Figure { path, headers, computed, .. } => {
            figure(out, path, headers);
            out.push_str(match computed {
                Some(_) => " class=\"differs\"",
                None if cell.text.len() > LONGEST_USUAL_FIGURE => " class=\"many\"",
                None => "",
            });
            let mut content = match draft && is_blank(cell) {
                true => format!("<small class=\"blank\">{UNFILLED}</small>").into(),
                false => text(cell),
            };
            if let Some(note) = cell.printed_note() {
                push(content.to_mut(), format_args!("<small class=\"cell-note\">{}</small>", escape(&note)));
            }
            return finish(out, cell, &content, "td");
        }
    };
    out.extend(["<th id=\"", &escape(&cell.id), "\" scope=\"", scope, "\""]);
    if !class.is_empty() {
        out.extend([" class=\"", class, "\""]);
    }
    finish(out, cell, &text(cell), "th");
}

/// The beginning of a figure: its cell path, and the identifiers of the headings that name it.
fn figure(out: &mut String, path: &str, headers: &[String]) {
    out.extend(["<td data-cell=\"", &escape(path), "\" headers=\""]);
    for (index, id) in headers.iter().enumerate() {
        out.push_str(if index > 0 { " " } else { "" });
        out.push_str(&escape(id));
    }
    out.push('"');
}

/// The rest of a cell: over how many columns and rows it goes, and what stands in it.
fn finish(out: &mut String, cell: &Cell, content: &str, tag: &str) {
    for (name, count) in [("colspan", cell.column_span), ("rowspan", cell.row_span)] {
        if count > 1 {
            push(out, format_args!(" {name}=\"{count}\""));
        }
    }
    out.extend([">", content, "</", tag, ">"]);
}

/// True for a figure that is not filled in.
fn is_blank(cell: &Cell) -> bool {
    matches!(cell.kind, CellKind::Figure { .. }) && cell.text.is_empty()
}

/// The text of a cell; a stated total that is not the computed one says so.
fn text(cell: &Cell) -> Cow<'_, str> {
    match &cell.kind {
        CellKind::Figure { computed: Some(computed), .. } => {
            format!("{}<small>（应为{}）</small>", escape(&cell.text), escape(computed)).into()
        }
        _ => escape(&cell.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_draft_marks_blank_figures() {
        let kind =
            CellKind::Figure { path: "a.b".to_owned(), headers: Vec::new(), computed: None, note: None };
        let mut cell =
            Cell { column: 0, column_span: 1, row_span: 1, id: String::new(), kind, text: String::new() };
        type Draw = fn(&mut String, &Cell, bool);
        let drawn = |draw: Draw, cell: &Cell, draft| {
            let mut out = String::new();
            draw(&mut out, cell, draft);
            out
        };
        let full_cell: Draw = |out, cell, draft| full_cell(out, cell, 0, draft);
        assert!(drawn(full_cell, &cell, true).contains("待填"));
        assert!(drawn(plain_cell, &cell, true).contains("待填"));
        assert!(drawn(full_cell, &cell, false).ends_with("></td>"));
        assert_eq!(drawn(plain_cell, &cell, false), "<td></td>");
        cell.text = "0".to_owned();
        assert!(drawn(full_cell, &cell, true).ends_with(">0</td>"));
        cell.kind = CellKind::Note;
        cell.text.clear();
        assert_eq!(drawn(plain_cell, &cell, true), "<td></td>");
    }
}
