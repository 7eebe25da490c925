//! A figure, or a row of figures.

use super::{ENDS, Mender, is_blank};
use crate::format::ColumnSet;
use crate::report::statements::QUOTES;
use crate::rules::meant::{figure, is_second_half};
use crate::source::{Span, is_unseen};

/// Signs that people put between figures.
const BETWEEN: [char; 5] = [',', '，', '、', ';', '；'];

impl Mender<'_> {
    /// A value of figures; `set` are the columns of its row, where they are known.
    pub(super) fn figures(&mut self, at: usize, set: Option<&ColumnSet>) -> Option<()> {
        let end = self.line_end(at);
        let first = self.slice(at, end).chars().next()?;
        if matches!(first, '[' | '［' | '【' | '〔') {
            return self.row(at, first, set);
        }
        let line = self.slice(at, end);
        let value = line.get(..line.find(['#', '＃']).unwrap_or(line.len()))?.trim_end_matches(is_blank);
        let close = value.strip_suffix([']', '］', '】', '〕']);
        // A row without its opening bracket is seen by its count alone.
        if let Some(set) = set.filter(|set| !set.is_single()) {
            let inner = close.unwrap_or(value).trim_end_matches(|c| is_blank(c) || ENDS.contains(&c));
            let cells = self.cells(Span::new(at, at + inner.len()), Some(set))?;
            if cells != set.required() && cells != set.columns.len() {
                return None;
            }
            self.put(at, at, "[ ");
            self.put(at + inner.len(), at + value.len(), " ]");
            return self.tail(at + value.len());
        }
        let value = value.trim_end_matches(|c| is_blank(c) || ENDS.contains(&c));
        // Whether one figure or several belong here is not known.
        if set.is_none() && value.contains(BETWEEN) {
            return None;
        }
        let meant = cell(value, set, 0)?;
        self.put(at, at + value.len(), &meant);
        self.tail(at + value.len())
    }

    fn row(&mut self, at: usize, open: char, set: Option<&ColumnSet>) -> Option<()> {
        let start = at + open.len_utf8();
        self.put(at, start, "[");
        let line_end = self.line_end(at);
        let is_close = |c: char| matches!(c, ']' | '］' | '】' | '〕');
        let close = self.text.get(start..)?.find(is_close).map(|length| start + length);
        if let Some(close) = close {
            self.cells(Span::new(start, close), set)?;
            let marks = self.text.get(close..)?;
            let mark = marks.chars().next()?;
            self.put(close, close + mark.len_utf8(), "]");
            // A bracket that was typed twice closes nothing more.
            let after = close + mark.len_utf8();
            let more = marks.len()
                - mark.len_utf8()
                - marks.get(mark.len_utf8()..)?.trim_start_matches(is_close).len();
            self.put(after, after + more, "");
            return self.tail(after + more);
        }
        // Without its end it is a row only if the form says how many figures it has.
        let set = set?;
        let line = self.slice(start, line_end);
        let inner = line.get(..line.find(['#', '＃']).unwrap_or(line.len()))?;
        let end = start + inner.trim_end_matches(|c| is_blank(c) || ENDS.contains(&c)).len();
        let cells = self.cells(Span::new(start, end), Some(set))?;
        if cells != set.required() && cells != set.columns.len() {
            return None;
        }
        self.put(end, start + inner.trim_end_matches(is_blank).len(), " ]");
        self.tail(start + inner.trim_end_matches(is_blank).len())
    }

    /// The figures between two brackets; how many there are.
    fn cells(&mut self, inside: Span, set: Option<&ColumnSet>) -> Option<usize> {
        let text = self.slice(inside.start, inside.end);
        if text.contains(['#', '[', '{']) {
            return None;
        }
        let cells = cut(text);
        let (count, has_blanks) = (cells.len(), has_blanks(text));
        for (index, (start, end)) in cells.iter().copied().enumerate() {
            let written = text.get(start..end)?;
            if is_joined(text, start, written, has_blanks) {
                return None;
            }
            let is_last = index + 1 == count;
            let place = (inside.start + start, inside.start + end);
            let is_plain = |c: char| is_blank(c) && !is_unseen(c);
            let front = written.trim_start_matches(is_plain);
            let bare = front.trim_end_matches(is_plain);
            let (from, to) =
                (place.0 + written.len() - front.len(), place.0 + written.len() - front.len() + bare.len());
            self.skip_blanks(place.0, from);
            self.skip_blanks(to, place.1);
            if bare.is_empty() && is_last && count > 1 {
                // A comma behind the last figure is allowed.
                return Some(count - 1);
            }
            let meant = cell(bare, set, index)?;
            self.put(from, to, &meant);
            if let Some(sign) = text.get(end..)?.chars().next() {
                self.put(place.1, place.1 + sign.len_utf8(), ",");
            }
        }
        Some(count)
    }
}

/// The stretches of a row between the signs that separate its figures. A comma in quotes that sets thousands
/// apart separates nothing.
fn cut(text: &str) -> Vec<(usize, usize)> {
    let (mut cells, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + c.len_utf8();
        if QUOTES.contains(&c)
            && let Some(length) = text.get(next..).and_then(|rest| rest.find(QUOTES))
        {
            let inside = text.get(next..next + length).unwrap_or_default();
            if inside.contains(BETWEEN) && figure(inside, None).is_some() {
                at = next
                    + length
                    + text
                        .get(next + length..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(0, char::len_utf8);
                continue;
            }
        }
        if BETWEEN.contains(&c) {
            cells.push((start, at));
            start = next;
        }
        at = next;
    }
    cells.push((start, text.len()));
    cells
}

/// True if a figure may be the second half of one such as `1,034`: it has a zero in front, or it stands closer
/// to the one before than others of the row do.
fn is_joined(text: &str, start: usize, written: &str, has_blanks: bool) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let is_behind = before.strip_suffix(BETWEEN).is_some_and(|before| before.ends_with(char::is_numeric));
    let mut digits = written.trim_end_matches(is_blank).chars();
    let is_group = digits.by_ref().take(3).filter(|c| c.is_numeric()).count() == 3 && digits.next().is_none();
    has_blanks && is_behind && is_group || is_second_half(before, written)
}

/// True if a blank stands behind a sign between figures.
fn has_blanks(text: &str) -> bool {
    text.match_indices(BETWEEN)
        .any(|(at, sign)| text.get(at + sign.len()..).is_some_and(|rest| rest.starts_with(is_blank)))
}

/// The sound form of one figure: `""` for one that is blank.
fn cell(written: &str, set: Option<&ColumnSet>, index: usize) -> Option<String> {
    let is_around = |c: char| QUOTES.contains(&c) || is_blank(c);
    let bare = written.trim_matches(is_around);
    if bare.is_empty() {
        return (!written.is_empty()).then(|| "\"\"".to_owned());
    }
    figure(bare, set.and_then(|set| set.columns.get(index)))
}
