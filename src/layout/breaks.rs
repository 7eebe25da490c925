//! Where lines break: 禁则 and 标点挤压.
//!
//! No line begins with a closing mark or ends with an opening one, words and numbers in other letters stay whole, and
//! a dash or an ellipsis of two characters is not torn. Where that would leave a line short, the empty halves of its
//! punctuation marks are given up, if that takes less than it would leave.

use std::ops::Range;

use super::Length;

/// Marks that close: no line begins with them.
const NOT_FIRST: &str = "。，、；：？！）》”’】〉〕］｝」』〗·～％‰℃!%),.:;?]}";
/// Marks that open: no line ends with them.
const NOT_LAST: &str = "（《“‘【〈〔［｛「『〖([{￥";
/// Marks whose right half is empty.
const EMPTY_BEHIND: &str = "。，、；：？！）》”’】〉〕］｝」』〗";
/// Marks whose left half is empty.
const EMPTY_BEFORE: &str = "（《“‘【〈〔［｛「『〖";

/// A character as far as breaking goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub c: char,
    pub width: Length,
    /// Width of the em square.
    pub em: Length,
    /// True for a character of the width of a Chinese one, beside which a line may break.
    pub is_wide: bool,
}

impl Unit {
    fn is_space(self) -> bool {
        self.c == ' '
    }

    /// How much of its width a mark can give up.
    pub fn give(self) -> Length {
        let is_full = self.width * 10 >= self.em * 9;
        if is_full && (self.is_empty_before() || EMPTY_BEHIND.contains(self.c)) { self.width / 2 } else { 0 }
    }

    /// True for a mark that gives up what is before its ink.
    pub fn is_empty_before(self) -> bool {
        EMPTY_BEFORE.contains(self.c)
    }

    /// True if room may be added between this and the next.
    pub fn may_part(self, next: Self) -> bool {
        (self.is_wide || next.is_wide || self.is_space()) && !is_pair(self.c, next.c)
    }
}

/// True for the two halves of a dash or an ellipsis.
fn is_pair(a: char, b: char) -> bool {
    a == b && matches!(a, '—' | '…')
}

/// How well a line may end between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    /// Only where all else fails.
    Last,
    /// Within a word that is longer than a line.
    Word,
    /// Anywhere.
    Free,
}

fn between(a: Unit, b: Unit) -> Break {
    if b.is_space() || NOT_FIRST.contains(b.c) || NOT_LAST.contains(a.c) || is_pair(a.c, b.c) {
        return Break::Last;
    }
    // A no-break space joins what it stands between.
    let is_joined = a.c == '\u{A0}' || b.c == '\u{A0}';
    if !is_joined && (a.is_wide || b.is_wide || a.is_space()) { Break::Free } else { Break::Word }
}

/// A line: its characters, and the room that is left over when they stand at their natural width; negative if marks
/// must give up some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub range: Range<usize>,
    pub left_over: Length,
}

/// Breaks a text into lines, the first of one width and the others of another. There is at least one line.
pub(super) fn lines(units: &[Unit], first: Length, width: Length) -> Vec<Broken> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let room = if start == 0 { first } else { width };
        let line = line(units, start, room);
        start = line.range.end;
        lines.push(line);
        if start >= units.len() {
            return lines;
        }
    }
}

fn line(units: &[Unit], start: usize, room: Length) -> Broken {
    let broken = |end: usize, natural: Length| Broken { range: start..end, left_over: room - natural };
    // The best end of each kind that fits, with the natural width up to there.
    let mut ends: [Option<(usize, Length)>; 3] = [None; 3];
    let (mut width, mut give, mut natural) = (0, 0, 0);
    for (at, unit) in units.iter().enumerate().skip(start) {
        width += unit.width;
        // A mark at the beginning keeps its place at the edge.
        give += if at > start || !unit.is_empty_before() { unit.give() } else { 0 };
        // A space at the end takes no room.
        if !unit.is_space() {
            natural = width;
        }
        let end = at + 1;
        let kind = units.get(end).map_or(Break::Free, |next| between(*unit, *next));
        if natural <= room {
            if let Some(best) = ends.get_mut(kind as usize) {
                *best = Some((end, natural));
            }
            continue;
        }
        let [_, _, free] = ends;
        if natural - give > room {
            break;
        }
        // Pressed together the line holds one more word, and that takes less than it would leave.
        let saves = free.is_none_or(|(_, natural_free)| natural - room <= room - natural_free);
        if kind == Break::Free && saves {
            return broken(end, natural);
        }
    }
    let [last, word, free] = ends;
    match free.or(word).or(last) {
        Some((end, natural)) => broken(end, natural),
        // Not one character has room: it stands in the line all the same.
        None => {
            let end = (start + 1).min(units.len());
            broken(end, units.get(start).map_or(0, |unit| unit.width))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<Unit> {
        let unit = |c: char| {
            let is_wide = c >= '\u{2E80}' || "—…“”‘’".contains(c);
            Unit { c, width: if is_wide { 100 } else { 50 }, em: 100, is_wide }
        };
        text.chars().map(unit).collect()
    }

    fn broken(text: &str, characters: Length) -> Vec<String> {
        let all: Vec<char> = text.chars().collect();
        let lines = lines(&units(text), characters * 100, characters * 100);
        lines.into_iter().map(|line| all[line.range].iter().collect()).collect()
    }

    #[test]
    fn a_full_line_breaks_where_it_is_full() {
        assert_eq!(broken("一二三四五六七八", 4), ["一二三四", "五六七八"]);
        assert_eq!(broken("", 4), [""]);
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        for mark in "。，、；：？！）》”’】〉".chars() {
            let lines = broken(&format!("一二三四{mark}五六七"), 4);
            assert!(!lines.iter().any(|line| line.starts_with(mark)), "{lines:?}");
        }
        for mark in "（《“‘【〈".chars() {
            let lines = broken(&format!("一二三{mark}四五六七"), 4);
            assert!(!lines.iter().any(|line| line.ends_with(mark)), "{lines:?}");
        }
    }

    #[test]
    fn marks_give_up_their_empty_halves_where_that_saves_a_short_line() {
        // Two marks give up a half each: the fifth character has room.
        assert_eq!(broken("一，二三。四五", 4), ["一，二三。", "四五"]);
        let lines = lines(&units("一，二三。四五"), 400, 400);
        assert_eq!(lines[0].left_over, -100);
        // One mark alone has too little to give: a character moves down with it.
        assert_eq!(broken("一二三四。五", 4), ["一二三", "四。五"]);
    }

    #[test]
    fn words_numbers_and_pairs_stay_whole() {
        assert_eq!(broken("一二三2024年", 4), ["一二三", "2024年"]);
        assert_eq!(broken("一二三——四", 4), ["一二三", "——四"]);
        assert_eq!(broken("ab cdef gh", 3), ["ab ", "cdef ", "gh"]);
        assert_eq!(broken("3.14，5", 3), ["3.14，", "5"]);
        assert_eq!(broken("一二三\u{A0}四五", 4), ["一二", "三\u{A0}四五"]);
    }

    #[test]
    fn what_is_longer_than_a_line_is_cut() {
        assert_eq!(broken("abcdefghij", 2), ["abcd", "efgh", "ij"]);
        assert_eq!(broken("。。。。。", 1).concat(), "。。。。。");
        assert_eq!(broken("中", 0), ["中"]);
    }
}
