//! Tables of HTML within Markdown.

use std::ops::Range;

use super::TextError;
use crate::published::{Page, PageBlock, html};

/// Longest table that is looked through for its end.
const MAX_TABLE: usize = 512 << 10;

/// The bytes of the table that begins here, up to the end of its last tag.
pub(super) fn table_range(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let rest = html::first_bytes(rest, MAX_TABLE);
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
        let tag = rest.get(at..).unwrap_or_default();
        if begins_with(tag, "<table") {
            depth += 1;
        } else if begins_with(tag, "</table") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let end = tag.find('>').map_or(rest.len(), |end| at + end + 1);
                return start..start + end;
            }
        }
    }
    // A table that does not end goes as far as the next blank line.
    let end = rest.find("\n\n").unwrap_or(rest.len());
    start..start + end
}

/// True for the beginning of a tag, whatever its case.
fn begins_with(text: &str, tag: &str) -> bool {
    text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

/// Where a table begins.
pub(super) fn find_table(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes())
        .find(|at| text.get(*at..).is_some_and(|tag| begins_with(tag, "<table")))
}

/// Reads a table and adds its blocks: `line` is where it begins, `tables` how many came before it.
pub(super) fn add(html: &str, line: usize, tables: &mut usize, page: &mut Page) -> Result<(), TextError> {
    let inner = html::read_page(html)?;
    let mut count = 0;
    let lines = row_lines(html, line);
    for mut block in inner.blocks {
        match &mut block {
            PageBlock::Grid(grid) => {
                let number = grid.place.table.unwrap_or(1);
                count = count.max(number);
                grid.place.table = Some(*tables + number);
                grid.place.line = Some(line);
                for cell in grid.rows.iter_mut().flatten() {
                    cell.place.table = Some(*tables + number);
                    // Only where the rows of the source are those of the table.
                    let row = cell.place.row.and_then(|row| lines.get(row - 1)).filter(|_| number == 1);
                    cell.place.line = row.copied();
                }
            }
            PageBlock::Paragraph(paragraph) => {
                paragraph.place.line = Some(line);
                paragraph.place.table = None;
                paragraph.place.row = None;
                paragraph.place.column = None;
            }
        }
        page.blocks.push(block);
    }
    page.pictures.extend(inner.pictures.iter().map(|_| super::at_line(line)));
    *tables += count;
    Ok(())
}

/// The line of each row of a table that holds no other.
fn row_lines(html: &str, first: usize) -> Vec<usize> {
    let mut line = first;
    let mut lines = Vec::new();
    let mut tables = 0;
    for at in memchr::memchr2_iter(b'<', b'\n', html.as_bytes()) {
        let tag = html.get(at..).unwrap_or_default();
        if tag.starts_with('\n') {
            line += 1;
        } else if begins_with(tag, "<tr") {
            lines.push(line);
        } else if begins_with(tag, "<table") {
            tables += 1;
        }
    }
    if tables > 1 { Vec::new() } else { lines }
}
