//! The tables of the form as HTML.

use super::{escape, push};
use crate::document::{Cell, CellKind, Table, TableRow};

/// A table for the page: caption, headings with identifiers, and each figure with its cell path and
/// the headings that name it.
pub(super) fn full_table(table: &Table) -> String {
    let mut out = format!("<table class=\"form\" data-table=\"{}\">\n", escape(&table.key));
    push(&mut out, format_args!("<caption>{}</caption>\n<colgroup>", escape(&table.caption)));
    let total: u32 = table.column_weights.iter().map(|&weight| u32::from(weight)).sum();
    for &weight in &table.column_weights {
        // In tenths of a percent.
        let share = u32::from(weight) * 1000 / total.max(1);
        push(&mut out, format_args!("<col style=\"width:{}.{}%\">", share / 10, share % 10));
    }
    out.push_str("</colgroup>\n");
    let (head, body) = table.rows.split_at_checked(table.repeated_rows).unwrap_or((&table.rows, &[]));
    if !head.is_empty() {
        push(&mut out, format_args!("<thead>\n{}</thead>\n", rows(head, full_cell)));
    }
    for part in parts(body) {
        push(&mut out, format_args!("<tbody>\n{}</tbody>\n", rows(part, full_cell)));
    }
    out + "</table>\n"
}

/// A table for Markdown: nothing but the merges and the text, and no blank line, which would end it.
pub(in crate::render) fn plain_table(table: &Table) -> String {
    let (head, body) = table.rows.split_at_checked(table.repeated_rows).unwrap_or((&table.rows, &[]));
    let mut out = String::from("<table>\n");
    if !head.is_empty() {
        push(&mut out, format_args!("<thead>\n{}</thead>\n", rows(head, plain_cell)));
    }
    push(&mut out, format_args!("<tbody>\n{}</tbody>\n</table>\n", rows(body, plain_cell)));
    out
}

/// The body cut where a new head begins.
fn parts(body: &[TableRow]) -> impl Iterator<Item = &[TableRow]> {
    body.chunk_by(|above, below| above.head || !below.head)
}

fn rows(rows: &[TableRow], cell: fn(&Cell) -> String) -> String {
    let mut out = String::new();
    for row in rows {
        let cells: String = row.cells.iter().map(cell).collect();
        push(&mut out, format_args!("<tr>{cells}</tr>\n"));
    }
    out
}

fn spans(cell: &Cell) -> String {
    let span =
        |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
    span("colspan", cell.column_span) + &span("rowspan", cell.row_span)
}

fn plain_cell(cell: &Cell) -> String {
    let tag = match cell.kind {
        CellKind::Band | CellKind::ColumnHeading | CellKind::RowHeading => "th",
        CellKind::Note | CellKind::Figure { .. } => "td",
    };
    format!("<{tag}{}>{}</{tag}>", spans(cell), text(cell))
}

fn full_cell(cell: &Cell) -> String {
    let (spans, id, text) = (spans(cell), escape(&cell.id), text(cell));
    let heading =
        |class: &str, scope: &str| format!("<th id=\"{id}\" scope=\"{scope}\"{class}{spans}>{text}</th>");
    match &cell.kind {
        CellKind::Band => heading(" class=\"band\"", "colgroup"),
        CellKind::ColumnHeading => heading("", if cell.column_span > 1 { "colgroup" } else { "col" }),
        CellKind::RowHeading => heading("", if cell.row_span > 1 { "rowgroup" } else { "row" }),
        CellKind::Note => format!("<td class=\"note\"{spans}>{text}</td>"),
        CellKind::Figure { path, headers, computed } => {
            let class = if computed.is_some() { " class=\"differs\"" } else { "" };
            let headers = escape(&headers.join(" "));
            format!("<td data-cell=\"{}\" headers=\"{headers}\"{class}{spans}>{text}</td>", escape(path))
        }
    }
}

/// The text of a cell; a stated total that is not the computed one says so.
fn text(cell: &Cell) -> String {
    match &cell.kind {
        CellKind::Figure { computed: Some(computed), .. } => {
            format!("{}<small>（应为{}）</small>", escape(&cell.text), escape(computed))
        }
        _ => escape(&cell.text),
    }
}
