//! The lines of the file that a finding shows, cut to the width that there is.
//!
//! Columns line up by blanks, and a narrative is often one long line: at the width of a terminal both
//! would break the marks under them. What is cut away shows as `…`.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::source::{Source, Span, window};

/// Of a longer line only the part around its marks is looked at, or a narrative that is one line of
/// megabytes would be walked for each of its findings.
const LONGEST: usize = 1_600;
/// Marks farther from the finding than this are not shown.
const FARTHEST: usize = 500;
/// How a tab is drawn.
const TAB: usize = 4;
/// Part of the room that is left before a mark in the middle of a long line: one in so many.
const BEFORE: usize = 3;

/// Lines of a file, one after the other.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// The lines; those without a mark are blank unless they stand between two that have one.
    pub text: String,
    /// Number of the first of them.
    pub first_line: usize,
    /// Where each mark stands in the text; `None` if it was cut away.
    pub marks: Vec<Option<Range<usize>>>,
}

/// The lines that hold the marks, the finding's own first, none wider than the room.
pub(super) fn excerpt(source: &Source, marks: &[Span], room: usize) -> Excerpt {
    let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let home = marks.first().map_or(1, |mark| source.line(mark.start));
    for (index, mark) in marks.iter().enumerate() {
        let line = source.line(mark.start);
        if line.abs_diff(home) <= FARTHEST {
            lines.entry(line).or_default().push(index);
        }
    }
    let first = lines.keys().next().copied().unwrap_or(1);
    let last = lines.keys().next_back().copied().unwrap_or(first);
    let cut = |number: usize, indices: &[usize]| {
        let span = source.span_of_line(number);
        let within = |index: &usize| marks.get(*index).map(|mark| clamp(*mark, span));
        Cut::new(source.slice(span), indices.iter().filter_map(within).collect())
    };
    // Rows of one table stay in line with each other: blanks go from all of them or from none.
    let is_tight = lines.iter().any(|(number, indices)| cut(*number, indices).fits_without_blanks(room));
    let mut out = Excerpt { text: String::new(), first_line: first, marks: vec![None; marks.len()] };
    for number in first..=last {
        let indices = lines.get(&number).map_or(&[][..], Vec::as_slice);
        let is_between = lines.contains_key(&(number - 1)) && lines.contains_key(&(number + 1));
        if !indices.is_empty() || is_between {
            let cut = cut(number, indices).fitted(room, is_tight);
            let start = out.text.len();
            for (index, range) in indices.iter().zip(cut.marks()) {
                if let Some(place) = out.marks.get_mut(*index) {
                    *place = range.map(|range| start + range.start..start + range.end);
                }
            }
            out.text.push_str(&cut.text());
        }
        out.text.push('\n');
    }
    out
}

/// The part of a span in one line, in bytes of that line.
fn clamp(mark: Span, line: Span) -> Range<usize> {
    let within = |at: usize| at.clamp(line.start, line.end) - line.start;
    within(mark.start)..within(mark.end)
}

/// A line that is being cut.
struct Cut {
    /// Its characters, each with its first byte in the line.
    chars: Vec<(usize, char)>,
    /// The marks, as indices into the characters.
    marks: Vec<Range<usize>>,
    /// The characters that are kept.
    kept: Range<usize>,
    /// Something before or after the characters was left out.
    before: bool,
    after: bool,
}

impl Cut {
    fn new(line: &str, marks: Vec<Range<usize>>) -> Self {
        let part = window(line, marks.first().map(|mark| mark.start), LONGEST / 4, LONGEST);
        let chars: Vec<(usize, char)> = line
            .get(part.clone())
            .unwrap_or_default()
            .char_indices()
            .map(|(at, c)| (part.start + at, c))
            .filter(|(_, c)| *c != '\r')
            .collect();
        let index = |byte: usize| chars.partition_point(|(at, _)| *at < byte);
        let marks = marks.iter().map(|mark| index(mark.start)..index(mark.end)).collect();
        let kept = 0..chars.len();
        Self { chars, marks, kept, before: part.start > 0, after: part.end < line.len() }
    }

    /// True if all marks fit once the blanks are gone, and only then.
    fn fits_without_blanks(mut self, room: usize) -> bool {
        if self.keep_the_start(room) {
            return false;
        }
        self.squeeze();
        self.keep_the_start(room)
    }

    /// The line at that width, without its blanks if it is tight.
    fn fitted(mut self, room: usize, is_tight: bool) -> Self {
        if is_tight {
            self.squeeze();
        }
        if !self.keep_the_start(room) {
            self.keep_the_first_mark(room);
        }
        self
    }

    /// Keeps what fits from the start on; false if a mark does not.
    fn keep_the_start(&mut self, room: usize) -> bool {
        if self.before {
            return false;
        }
        let end = self.fitting(0, room);
        let last = self.marks.iter().map(|mark| mark.end).max().unwrap_or(0);
        let fits = last <= end || end == self.chars.len();
        if fits {
            self.after |= end < self.chars.len();
            self.kept = 0..end;
        }
        fits
    }

    /// Keeps what is around the first mark.
    fn keep_the_first_mark(&mut self, room: usize) {
        let at = self.marks.first().map_or(0, |mark| mark.start);
        let mut start = at;
        let mut left = room / BEFORE;
        while let Some((_, c)) = start.checked_sub(1).and_then(|before| self.chars.get(before)) {
            let width = width(*c);
            if width > left {
                break;
            }
            left -= width;
            start -= 1;
        }
        // Half a number would be another number.
        let at_start = |start: usize| self.chars.get(start).map(|(_, c)| *c);
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        while start > 0 && start < at && is_word(at_start(start - 1)) && is_word(at_start(start)) {
            start += 1;
        }
        while start > 0 && start < at && matches!(at_start(start), Some(' ' | ',')) {
            start += 1;
        }
        self.before |= start > 0;
        let taken = if self.before { "… ".chars().count() } else { 0 };
        let end = self.fitting(start, room.saturating_sub(taken));
        self.after |= end < self.chars.len();
        self.kept = start..end;
    }

    /// How far the characters from `start` on fit the room, with a place for `…` if not all do.
    fn fitting(&self, start: usize, room: usize) -> usize {
        let (mut used, mut end, mut with_sign) = (0, start, start);
        for (_, c) in self.chars.iter().skip(start) {
            used += width(*c);
            if used > room {
                return with_sign;
            }
            end += 1;
            if used + 2 <= room {
                with_sign = end;
            }
        }
        if self.after { with_sign } else { end }
    }

    /// Leaves one blank of each run.
    fn squeeze(&mut self) {
        let mut kept = Vec::with_capacity(self.chars.len());
        // How many characters are left before each of the old ones.
        let mut left = Vec::with_capacity(self.chars.len() + 1);
        for (at, c) in &self.chars {
            left.push(kept.len());
            let is_repeated = *c == ' ' && kept.last().is_some_and(|(_, last)| *last == ' ');
            if !is_repeated {
                kept.push((*at, *c));
            }
        }
        left.push(kept.len());
        let new = |index: usize| left.get(index).copied().unwrap_or(kept.len());
        self.marks = self.marks.iter().map(|mark| new(mark.start)..new(mark.end)).collect();
        self.kept = 0..kept.len();
        self.chars = kept;
    }

    /// The line as it is shown.
    fn text(&self) -> String {
        let mut text = String::from(if self.before { "… " } else { "" });
        text.extend(self.characters());
        if self.after {
            text.push('…');
        }
        text
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        self.chars.get(self.kept.clone()).unwrap_or_default().iter().map(|(_, c)| *c)
    }

    /// Where the marks stand in what is shown, in bytes; `None` for one that is cut away.
    fn marks(&self) -> Vec<Option<Range<usize>>> {
        let offset = if self.before { "… ".len() } else { 0 };
        let bytes = |index: usize| -> usize {
            let before = self.characters().take(index.saturating_sub(self.kept.start));
            offset + before.map(char::len_utf8).sum::<usize>()
        };
        let place = |mark: &Range<usize>| {
            let is_shown = mark.start >= self.kept.start && mark.start <= self.kept.end;
            let is_cut_off = mark.start == self.kept.end && self.after;
            (is_shown && !is_cut_off).then(|| bytes(mark.start)..bytes(mark.end.min(self.kept.end)))
        };
        self.marks.iter().map(place).collect()
    }
}

/// Columns that a character takes in a terminal.
fn width(c: char) -> usize {
    if c == '\t' { TAB } else { c.width().unwrap_or(1) }
}

/// Columns that a text takes in a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// The beginning of a text that fits the room.
pub(super) fn shorten(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut used = 2;
    let fits = |c: &char| {
        used += width(*c);
        used <= room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Breaks a text into lines that fit the room, as Chinese is broken: anywhere, but neither inside a word
/// of Latin letters and digits nor before a closing mark.
pub(super) fn wrap(text: &str, room: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        if used > 0 && used + columns(piece) > room {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            used = 0;
        }
        let piece = if used == 0 { piece.trim_start_matches(' ') } else { piece };
        out.push_str(piece);
        used += columns(piece);
    }
    out
}

/// The parts of a text between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    const NEVER_FIRST: &str = "，。、；：？！）》〉】〕”’…·%％),;:.?!]}";
    const NEVER_LAST: &str = "（《〈【〔“‘([{";
    let is_latin = |c: char| c.is_ascii_graphic();
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let joined = last.is_some_and(|last| {
            NEVER_LAST.contains(last) || is_latin(last) && is_latin(c) || NEVER_FIRST.contains(c)
        });
        if at > start && !joined {
            pieces.extend(text.get(start..at));
            start = at;
        }
        last = Some(c);
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "received     = [     58,        7,    75 ]  # 一、本年新收政府信息公开申请数量";

    /// A line as it is shown, with the marks in brackets.
    fn shown(line: &str, marks: &[&str], room: usize) -> String {
        let source = Source::new("a", line);
        let spans: Vec<Span> = marks
            .iter()
            .map(|mark| line.find(mark).map(|at| Span::new(at, at + mark.len())).unwrap())
            .collect();
        let excerpt = excerpt(&source, &spans, room);
        let text = excerpt.text.trim_end_matches('\n');
        assert!(columns(text) <= room, "{}: {text}", columns(text));
        let mut out = text.to_owned();
        let mut places: Vec<Range<usize>> = excerpt.marks.into_iter().flatten().collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.start));
        for place in places {
            out.insert(place.end, '⟧');
            out.insert(place.start, '⟦');
        }
        out
    }

    #[test]
    fn a_line_that_fits_stays_and_one_with_its_marks_in_front_loses_its_end() {
        assert_eq!(
            shown(ROW, &["75"], 100),
            "received     = [     58,        7,    ⟦75⟧ ]  # 一、本年新收政府信息公开申请数量"
        );
        assert_eq!(shown(ROW, &["75"], 60), "received     = [     58,        7,    ⟦75⟧ ]  # 一、本年新收…");
    }

    #[test]
    fn blanks_go_before_the_start_of_the_row_does() {
        assert_eq!(shown(ROW, &["75", "58"], 40), "received = [ ⟦58⟧, 7, ⟦75⟧ ] # 一、本年新…");
        assert_eq!(shown(ROW, &["58"], 22), "received = [ ⟦58⟧, 7, …");
        assert_eq!(shown(ROW, &["75"], 18), "… 7,    ⟦75⟧ ]  # …");
    }

    #[test]
    fn a_narrative_is_shown_around_its_mark() {
        let text = format!("{}收到57件{}", "前".repeat(3000), "后".repeat(3000));
        let line = shown(&text, &["57件"], 40);
        assert_eq!(line, "… 前前前前收到⟦57件⟧后后后后后后后后后后…");
        // A mark that is too long ends with the line.
        assert_eq!(shown(&text, &[&text], 10), "⟦前前前前⟧…");
    }

    #[test]
    fn marks_on_other_lines_are_shown_with_the_line_between() {
        let text = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n";
        let spans = [Span::new(16, 17), Span::new(4, 5), Span::new(34, 35)];
        let excerpt = excerpt(&Source::new("a", text), &spans, 80);
        assert_eq!((excerpt.text.as_str(), excerpt.first_line), ("a = 1\nb = 2\nc = 3\n\n\nf = 6\n", 1));
        assert_eq!(excerpt.marks, [Some(16..17), Some(4..5), Some(24..25)]);
    }

    #[test]
    fn chinese_is_broken_anywhere_but_before_a_closing_mark_or_in_a_word() {
        assert_eq!(wrap("请照这样写：date = 2025-01-20", 12), "请照这样写：\ndate =\n2025-01-20");
        assert_eq!(wrap("填的是（一）。", 8), "填的是\n（一）。");
        assert_eq!(wrap("", 8), "");
        assert_eq!(wrap("averylongword", 4), "averylongword");
    }
}
