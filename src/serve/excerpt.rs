//! The lines of the data file that a finding speaks of, cut into stretches with and without a mark.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span, window};

/// Lines that are shown; of more, those nearest to the finding.
const MOST_LINES: usize = 12;
/// Bytes that are kept before the first mark of a long line.
const BEFORE: usize = 150;
/// Bytes that are kept of a line that has a mark.
const LONGEST: usize = 480;
/// Bytes that are kept of a line beside it.
const LONGEST_BESIDE: usize = 180;
/// Labels under one line; a row that adds up has one for each of its cells.
const MOST_LABELS: usize = 4;

/// The lines of a finding, or those of them that are shown.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Excerpt {
    pub lines: Vec<Line>,
    /// The others that take part; `None` if there are none.
    pub left_out: Option<LeftOut>,
}

/// Lines that take part in a finding and are not shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct LeftOut {
    pub count: usize,
    /// The numbers of the first and of the last of them.
    pub from: usize,
    pub to: usize,
}

/// One line of the file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// The line in order; what was cut away shows as `…`.
    pub parts: Vec<Part>,
    /// What is said of the stretches that are marked.
    pub labels: Vec<String>,
}

/// A stretch of a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    pub mark: Mark,
    pub text: String,
}

/// How a stretch takes part in the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mark {
    /// Not at all.
    None,
    /// It is compared or added.
    Also,
    /// It is the place of the finding.
    Main,
}

/// The lines of a finding; none if it is on the file as a whole.
pub(super) fn excerpt(source: &Source, finding: &Diagnostic) -> Excerpt {
    if finding.span == Span::default() || source.text().is_empty() {
        return Excerpt::default();
    }
    let mut lines: BTreeMap<usize, Marked<'_>> = BTreeMap::new();
    let mut mark = |span: Span, mark, label| {
        let marked = lines.entry(source.line(span.start)).or_default();
        marked.spans.push((span, mark));
        marked.labels.push(label);
    };
    mark(finding.span, Mark::Main, finding.label.as_str());
    for (span, label) in &finding.labels {
        mark(*span, Mark::Also, label.as_str());
    }
    for cell in &finding.cells {
        mark(cell.span, Mark::Also, "");
    }
    let home = source.line(finding.span.start);
    for beside in [home.saturating_sub(1).max(1), home + 1] {
        if !source.slice(source.span_of_line(beside)).trim().is_empty() {
            lines.entry(beside).or_default();
        }
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_by_key(|(number, _)| number.abs_diff(home));
    let rest = lines.split_off(lines.len().min(MOST_LINES));
    lines.sort_by_key(|(number, _)| *number);
    let lines = lines.into_iter().map(|(number, marked)| marked.line(source, number)).collect();
    Excerpt { lines, left_out: LeftOut::of(&rest) }
}

impl LeftOut {
    fn of(rest: &[(usize, Marked<'_>)]) -> Option<Self> {
        let taking_part = || rest.iter().filter(|(_, marked)| !marked.spans.is_empty());
        let numbers = || taking_part().map(|(number, _)| *number);
        Some(Self { count: taking_part().count(), from: numbers().min()?, to: numbers().max()? })
    }
}

/// What is marked in one line.
#[derive(Debug, Default)]
struct Marked<'d> {
    spans: Vec<(Span, Mark)>,
    labels: Vec<&'d str>,
}

impl Marked<'_> {
    fn line(self, source: &Source, number: usize) -> Line {
        let line = source.span_of_line(number);
        let first = self.spans.iter().max_by_key(|(_, mark)| *mark == Mark::Main);
        let mark = first.map(|(span, _)| span.start.saturating_sub(line.start));
        let longest = if mark.is_some() { LONGEST } else { LONGEST_BESIDE };
        let shown = window(source.slice(line), mark, BEFORE, longest);
        let shown = Span::new(line.start + shown.start, line.start + shown.end);
        let text = source.slice(shown);
        let mut marks = vec![Mark::None; text.len()];
        // The place of the finding wins over what is marked around it.
        for wanted in [Mark::Also, Mark::Main] {
            for (span, mark) in self.spans.iter().filter(|(_, mark)| *mark == wanted) {
                let within = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
                let (start, end) = (within(span.start), within(span.end));
                marks.iter_mut().take(end.max(start + 1)).skip(start).for_each(|one| *one = *mark);
            }
        }
        let mut parts: Vec<Part> = Vec::new();
        for (at, c) in text.char_indices() {
            let mark = marks.get(at).copied().unwrap_or(Mark::None);
            match parts.last_mut().filter(|part| part.mark == mark) {
                Some(part) => part.text.push(c),
                None => parts.push(Part { mark, text: c.to_string() }),
            }
        }
        let cut = || Part { mark: Mark::None, text: "…".to_owned() };
        if shown.start > line.start {
            parts.insert(0, cut());
        }
        if shown.end < line.end {
            parts.push(cut());
        }
        let labels = self.labels.into_iter().filter(|label| !label.is_empty()).take(MOST_LABELS);
        Line { number, parts, labels: labels.map(str::to_owned).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn place(text: &str, words: &str) -> Span {
        let at = text.find(words).unwrap();
        Span::new(at, at + words.len())
    }

    /// The lines with `⟦⟧` around the place of the finding and `‹›` around what takes part.
    fn shown(text: &str, main: Span, also: &[Span]) -> Vec<String> {
        let mut finding = Diagnostic::error(Code("T101"), main, "");
        finding.labels = also.iter().map(|span| (*span, "甲".to_owned())).collect();
        let excerpt = excerpt(&Source::new("a", text), &finding);
        let lines = excerpt.lines.iter();
        lines
            .map(|line| {
                line.parts.iter().fold(format!("{} ", line.number), |out, part| match part.mark {
                    Mark::None => out + &part.text,
                    Mark::Also => out + "‹" + &part.text + "›",
                    Mark::Main => out + "⟦" + &part.text + "⟧",
                })
            })
            .collect()
    }

    #[test]
    fn the_place_stands_between_its_neighbours_and_with_what_takes_part() {
        let text = "甲 = [ 5, 6 ]\n乙 = 2\n\n丙 = [ 7, 8 ]\n丁 = 4\n";
        assert_eq!(
            shown(text, place(text, "8"), &[place(text, "5"), place(text, "7")]),
            ["1 甲 = [ ‹5›, 6 ]", "4 丙 = [ ‹7›, ⟦8⟧ ]", "5 丁 = 4"]
        );
        assert_eq!(
            shown(text, place(text, "8"), &[place(text, "[ 7, 8 ]")])[0..1],
            ["4 丙 = ‹[ 7, ›⟦8⟧‹ ]›"]
        );
        assert_eq!(shown(text, Span::default(), &[]), [""; 0]);
    }

    #[test]
    fn a_mark_is_never_empty_unless_the_line_is_and_ends_with_its_line() {
        let text = "一年\r\n二年\r\n";
        assert_eq!(shown(text, Span::new(3, 3), &[]), ["1 一⟦年⟧", "2 二年"]);
        assert_eq!(shown(text, Span::new(0, 12), &[]), ["1 ⟦一年⟧", "2 二年"]);
        assert_eq!(shown(text, Span::new(16, 16), &[]), ["2 二年", "3 "]);
        assert_eq!(shown(text, Span::new(900, 990), &[]), ["2 二年", "3 "]);
        assert_eq!(shown("", Span::new(1, 2), &[]), [""; 0]);
    }

    #[test]
    fn a_long_line_is_shown_around_its_mark() {
        let text = format!("首\n{}57件{}", "前".repeat(3_000), "后".repeat(3_000));
        let lines = shown(&text, place(&text, "57件"), &[]);
        let before = "前".repeat(BEFORE / 3);
        assert!(lines[1].starts_with(&format!("2 …{before}⟦57件⟧后后")), "{}", lines[1]);
        assert!(lines[1].ends_with("后…") && lines[1].len() < LONGEST + 40);
    }

    #[test]
    fn of_many_lines_the_nearest_are_shown() {
        let text = "甲 = 1\n".repeat(100);
        let also: Vec<Span> = (0..100).map(|line| Span::new(line * 8 + 6, line * 8 + 7)).collect();
        let lines = shown(&text, Span::new(408, 411), &also);
        assert_eq!(lines.len(), MOST_LINES);
        assert!(lines.iter().any(|line| line == "52 ⟦甲⟧ = ‹1›"), "{lines:?}");
    }

    #[test]
    fn lines_that_are_left_out_are_counted_if_they_take_part() {
        let text = "甲 = 1\n".repeat(30);
        let left_out = |lines: std::ops::Range<usize>| {
            let mut finding = Diagnostic::error(Code("T103"), Span::new(0, 3), "");
            let labels = lines.map(|line| (Span::new(line * 8 + 6, line * 8 + 7), "甲".to_owned()));
            finding.labels = labels.collect();
            excerpt(&Source::new("a", text.as_str()), &finding).left_out
        };
        assert_eq!((left_out(0..2), left_out(0..12)), (None, None));
        assert_eq!(left_out(0..24), Some(LeftOut { count: 12, from: 13, to: 24 }));
        // The line beside the finding is one of the twelve.
        assert_eq!(left_out(5..18), Some(LeftOut { count: 3, from: 16, to: 18 }));
    }
}
