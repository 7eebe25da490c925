//! New figures in a row, with the columns kept where they were as far as there are blanks to spare.

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::Edit;
use crate::format::CellId;
use crate::report::{Cell, Report, Row, State};
use crate::source::{Source, Span};

/// The edits that write figures into cells, which come in the order of the form.
pub(super) fn edits(source: &Source, report: &Report, figures: &[(CellId, Decimal)]) -> Vec<Edit> {
    let mut sorted = figures.to_vec();
    sorted.sort();
    let same_row = |a: &(CellId, _), b: &(CellId, _)| (a.0.section, a.0.row) == (b.0.section, b.0.row);
    let rows = sorted.chunk_by(same_row);
    rows.flat_map(|figures| {
        let row = figures.first().and_then(|(id, _)| report.row(id.section, id.row));
        row.map_or_else(Vec::new, |row| of_row(source, row, figures))
    })
    .collect()
}

/// A cell grows to the left, into the blanks before it. What finds no room there moves the next cell;
/// blanks before it, and at last those before the comment, make up for it.
fn of_row(source: &Source, row: &Row, figures: &[(CellId, Decimal)]) -> Vec<Edit> {
    let is_list = source.slice(row.span).starts_with('[');
    let mut edits = Vec::new();
    // How much wider the line has become so far; less than 0 if it has become narrower.
    let mut wider = 0;
    let mut line = None;
    let stated = row.cells.iter().enumerate().filter(|(_, cell)| cell.state != State::Absent);
    let mut last = None;
    for (column, cell) in stated {
        let this_line = source.position(cell.span.start).line;
        if line.replace(this_line).is_some_and(|line| line != this_line) {
            wider = 0;
        }
        let new = figures.iter().find(|(id, _)| id.column == column).map(|(_, figure)| figure.to_string());
        wider += new.as_deref().map_or(0, |new| width(new) - width(source.slice(cell.span)));
        if wider != 0 && is_list {
            edits.extend(spare(source, gap_before(source, cell), &mut wider));
        }
        edits.extend(new.map(|text| Edit { span: cell.span, text }));
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
