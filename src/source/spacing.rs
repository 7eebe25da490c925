//! New words in a row of values, with the columns kept where they were as far as there are blanks to spare.

use unicode_width::UnicodeWidthStr;

use super::{Edit, Source, Span};

/// A row of values and what is to become of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    /// The values in their order.
    pub cells: &'r [Span],
    /// True if the blanks before its values may be changed.
    pub cells_move: bool,
    /// True if the blanks before the comment behind it may be changed.
    pub comment_moves: bool,
}

/// The edits of blanks that go with edits of cells, which come in the order of the text.
///
/// A cell grows to the left, into the blanks before it. What finds no room there moves the next cell;
/// blanks before it, and at last those before the comment, make up for it.
pub(crate) fn keep_columns(source: &Source, row: Row<'_>, of_cells: &[Edit]) -> Vec<Edit> {
    let mut edits = Vec::new();
    // How much wider the line has become so far; less than 0 if it has become narrower.
    let mut wider = 0;
    let mut line = None;
    for cell in row.cells {
        let this_line = source.line(cell.start);
        if line.replace(this_line).is_some_and(|line| line != this_line) {
            wider = 0;
        }
        let edit = of_cells.binary_search_by_key(cell, |edit| edit.span);
        if let Some(edit) = edit.ok().and_then(|index| of_cells.get(index)) {
            wider += width(&edit.text) - width(source.slice(*cell));
        }
        if wider != 0 && row.cells_move {
            edits.extend(spare(source, gap_before(source, *cell), &mut wider));
        }
    }
    let gap = row.cells.last().and_then(|cell| gap_before_comment(source, *cell));
    if let Some(gap) = gap.filter(|_| wider != 0 && row.comment_moves) {
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
pub(crate) fn gap_before(source: &Source, cell: Span) -> Span {
    let before = source.text().get(..cell.start).unwrap_or_default();
    Span::new(before.trim_end_matches(' ').len(), cell.start)
}

/// The blanks before the comment that ends a line, if nothing but the end of the row stands between
/// it and the row's last cell.
pub(crate) fn gap_before_comment(source: &Source, last: Span) -> Option<Span> {
    let end = source.line_span(last.end).end;
    let rest = source.text().get(last.end..end)?;
    let (before, _) = rest.split_once('#')?;
    let is_end = before.chars().all(|c| matches!(c, ' ' | '\t' | ',' | ']'));
    let start = before.trim_end_matches(' ').len();
    is_end.then(|| Span::new(last.end + start, last.end + before.len()))
}

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> isize {
    isize::try_from(text.width()).unwrap_or_default()
}
