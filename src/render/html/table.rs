//! The tables of the form as HTML.

use super::{escape, push};
use crate::document::{Cell, CellKind, Table, TableRow, UNFILLED};

/// Columns up to which each is wide enough for any figure on paper.
const MOST_WIDE_COLUMNS: usize = 6;
/// Digits up to which a figure has room in a narrow column on paper.
const LONGEST_USUAL_FIGURE: usize = 5;

/// A table for the page: caption, headings with identifiers, and each figure with its cell path and
/// the headings that name it.
pub(super) fn full_table(table: &Table, draft: bool) -> String {
    // The style sheet prints the long figures of narrow columns smaller: paper does not scroll.
    let class = if table.column_weights.len() > MOST_WIDE_COLUMNS { "form narrow" } else { "form" };
    let mut out = format!("<table class=\"{class}\" data-table=\"{}\">\n", escape(&table.key));
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
        push(&mut out, format_args!("<thead>\n{}</thead>\n", rows(head, |cell| full_cell(cell, draft))));
    }
    for part in parts(body) {
        push(&mut out, format_args!("<tbody>\n{}</tbody>\n", rows(part, |cell| full_cell(cell, draft))));
    }
    out + "</table>\n"
}

/// A table for Markdown: nothing but the merges and the text, and no blank line, which would end it.
pub(in crate::render) fn plain_table(table: &Table, draft: bool) -> String {
    let (head, body) = table.rows.split_at_checked(table.repeated_rows).unwrap_or((&table.rows, &[]));
    let mut out = String::from("<table>\n");
    if !head.is_empty() {
        push(&mut out, format_args!("<thead>\n{}</thead>\n", rows(head, |cell| plain_cell(cell, draft))));
    }
    push(
        &mut out,
        format_args!("<tbody>\n{}</tbody>\n</table>\n", rows(body, |cell| plain_cell(cell, draft))),
    );
    out
}

/// The body cut where a new head begins.
fn parts(body: &[TableRow]) -> impl Iterator<Item = &[TableRow]> {
    body.chunk_by(|above, below| above.head || !below.head)
}

fn rows(rows: &[TableRow], cell: impl Fn(&Cell) -> String) -> String {
    let mut out = String::new();
    for row in rows {
        let cells: String = row.cells.iter().map(&cell).collect();
        push(&mut out, format_args!("<tr>{cells}</tr>\n"));
    }
    out
}

fn spans(cell: &Cell) -> String {
    let span =
        |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
    span("colspan", cell.column_span) + &span("rowspan", cell.row_span)
}

fn plain_cell(cell: &Cell, draft: bool) -> String {
    let tag = match cell.kind {
        CellKind::Band | CellKind::ColumnHeading | CellKind::RowHeading => "th",
        CellKind::Note | CellKind::Figure { .. } => "td",
    };
    let content = if is_blank(cell) && draft { UNFILLED.to_owned() } else { text(cell) };
    format!("<{tag}{}>{content}</{tag}>", spans(cell))
}

fn full_cell(cell: &Cell, draft: bool) -> String {
    let (spans, id, text) = (spans(cell), escape(&cell.id), text(cell));
    let heading =
        |class: &str, scope: &str| format!("<th id=\"{id}\" scope=\"{scope}\"{class}{spans}>{text}</th>");
    match &cell.kind {
        CellKind::Band => heading(" class=\"band\"", "colgroup"),
        CellKind::ColumnHeading => heading("", if cell.column_span > 1 { "colgroup" } else { "col" }),
        CellKind::RowHeading => heading("", if cell.row_span > 1 { "rowgroup" } else { "row" }),
        CellKind::Note => format!("<td class=\"note\"{spans}>{text}</td>"),
        CellKind::Figure { path, headers, computed } => {
            let class = match computed {
                Some(_) => " class=\"differs\"",
                None if cell.text.len() > LONGEST_USUAL_FIGURE => " class=\"many\"",
                None => "",
            };
            let text = match draft && is_blank(cell) {
                true => format!("<small class=\"blank\">{UNFILLED}</small>"),
                false => text,
            };
            let headers = escape(&headers.join(" "));
            format!("<td data-cell=\"{}\" headers=\"{headers}\"{class}{spans}>{text}</td>", escape(path))
        }
    }
}

/// True for a figure that is not filled in.
fn is_blank(cell: &Cell) -> bool {
    matches!(cell.kind, CellKind::Figure { .. }) && cell.text.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_draft_marks_blank_figures() {
        let kind = CellKind::Figure { path: "a.b".to_owned(), headers: Vec::new(), computed: None };
        let mut cell =
            Cell { column: 0, column_span: 1, row_span: 1, id: String::new(), kind, text: String::new() };
        assert!(full_cell(&cell, true).contains("待填") && plain_cell(&cell, true).contains("待填"));
        assert!(full_cell(&cell, false).ends_with("></td>") && plain_cell(&cell, false) == "<td></td>");
        cell.text = "0".to_owned();
        assert!(full_cell(&cell, true).ends_with(">0</td>"));
        cell.kind = CellKind::Note;
        cell.text.clear();
        assert_eq!(plain_cell(&cell, true), "<td></td>");
    }
}
