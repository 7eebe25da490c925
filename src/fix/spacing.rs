//! New figures in a row, with the columns kept where they were as far as there are blanks to spare.

use unicode_width::UnicodeWidthStr;

use crate::report::{Cell, Report, Row, State};
use crate::source::{Edit, Source, Span};

/// The edits of blanks that go with edits of cells, which come in the order of the text.
pub(super) fn edits(source: &Source, report: &Report, of_cells: &[Edit]) -> Vec<Edit> {
    if of_cells.is_empty() {
        return Vec::new();
    }
    let rows = report.tables.iter().flatten().flat_map(|table| table.rows.iter().flatten());
    rows.flat_map(|row| of_row(source, row, of_cells)).collect()
}

/// A cell grows to the left, into the blanks before it. What finds no room there moves the next cell;
/// blanks before it, and at last those before the comment, make up for it.
fn of_row(source: &Source, row: &Row, of_cells: &[Edit]) -> Vec<Edit> {
    let is_list = source.slice(row.span).starts_with('[');
    let mut edits = Vec::new();
    // How much wider the line has become so far; less than 0 if it has become narrower.
    let mut wider = 0;
    let mut line = None;
    let mut last = None;
    for cell in row.cells.iter().filter(|cell| cell.state != State::Absent) {
        let this_line = source.position(cell.span.start).line;
        if line.replace(this_line).is_some_and(|line| line != this_line) {
            wider = 0;
        }
        let edit = of_cells.binary_search_by_key(&cell.span, |edit| edit.span);
        if let Some(edit) = edit.ok().and_then(|index| of_cells.get(index)) {
            wider += width(&edit.text) - width(source.slice(cell.span));
        }
        if wider != 0 && is_list {
            edits.extend(spare(source, gap_before(source, cell), &mut wider));
        }
        last = Some(cell);
    }
    if let Some(gap) = last.filter(|_| wider != 0).and_then(|cell| gap_before_comment(source, cell)) {
        edits.extend(spare(source, gap, &mut wider));
    }
    edits
}

/// Takes what the line has become wider from blanks, or adds what it has become narrower. One blank
/// stays where there was one, and where there was none there comes none.
fn spare(source: &Source, gap: Span, wider: &mut isize) -> Option<Edit> {
    let blanks = width(source.slice(gap));
    let left = if blanks == 0 { 0 } else { (blanks - *wider).max(1) };
    *wider -= blanks - left;
    let text = " ".repeat(usize::try_from(left).ok()?);
    (left != blanks).then_some(Edit { span: gap, text })
}

/// The blanks before a cell on its line.
fn gap_before(source: &Source, cell: &Cell) -> Span {
    let before = source.text().get(..cell.span.start).unwrap_or_default();
    Span::new(before.trim_end_matches(' ').len(), cell.span.start)
}

/// The blanks before the comment that ends a line, if nothing but the end of the row stands between
/// it and the row's last cell.
fn gap_before_comment(source: &Source, last: &Cell) -> Option<Span> {
    let end = source.line_span(last.span.start).end;
    let rest = source.text().get(last.span.end..end)?;
    let (before, _) = rest.split_once('#')?;
    let is_end = before.chars().all(|c| matches!(c, ' ' | '\t' | ',' | ']'));
    let start = before.trim_end_matches(' ').len();
    is_end.then(|| Span::new(last.span.end + start, last.span.end + before.len()))
}

fn width(text: &str) -> isize {
    isize::try_from(text.width()).unwrap_or_default()
}
