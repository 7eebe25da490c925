//! The comment behind a value, kept in line with those above and below it.

use super::draft::Draft;
use crate::source::spacing::{gap_before_comment, width};
use crate::source::{Edit, Span};

/// Comments on more lines away are not beside it.
const FARTHEST: usize = 4;

/// The edit of the blanks before the comment behind a value, whose line other edits change. A comment that stands in
/// line with one beside it stays there as long as there is room, and comes back when there is room again; another one
/// moves with the value.
pub(super) fn keep(draft: &Draft<'_>, value: Span, edits: &[Edit]) -> Option<Edit> {
    let source = &draft.source;
    let gap = gap_before_comment(source, value)?;
    let blanks = width(source.slice(gap));
    let line = source.line(gap.start);
    let on_line = edits.iter().filter(|edit| source.line(edit.span.start) == line);
    let wider: isize = on_line.map(|edit| width(&edit.text) - width(source.slice(edit.span))).sum();
    let start = source.line_span(gap.start).start;
    let end = width(source.slice(Span::new(start, gap.start)));
    let beside: Vec<isize> = beside(draft, line).collect();
    let least = blanks.min(2);
    // Where there was no room for it, it has been pushed out of line.
    let in_line = beside.iter().find(|&&other| other == end + blanks);
    let target = in_line.or(beside.iter().find(|&&other| other < end + least))?;
    let left = (target - end - wider).max(least);
    let text = " ".repeat(usize::try_from(left).ok()?);
    (left != blanks && blanks > 0).then_some(Edit { span: gap, text })
}

/// The columns of the nearest comments behind values above and below a line.
fn beside<'d>(draft: &'d Draft<'_>, line: usize) -> impl Iterator<Item = isize> + 'd {
    let source = &draft.source;
    let own = source.span_of_line(line);
    let comments = &draft.written.comments;
    let at = comments.partition_point(|comment| comment.start < own.start);
    let behind = comments.partition_point(|comment| comment.start <= own.end);
    let above = comments.get(..at).unwrap_or_default().iter().rev().take(FARTHEST);
    let below = comments.get(behind..).unwrap_or_default().iter().take(FARTHEST);
    let column = move |comment: &Span| {
        let other = source.line(comment.start);
        let before = source.slice(Span::new(source.span_of_line(other).start, comment.start));
        let is_beside = other.abs_diff(line) <= FARTHEST && !before.trim().is_empty();
        is_beside.then(|| width(before))
    };
    let (above, below) = (above.filter_map(column).take(1), below.filter_map(column).take(1));
    above.chain(below)
}
