//! What each line of a narrative is.

use std::ops::Range;

use super::{Alignment, ordinal};

/// What a line is; words are places in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A heading.
    Heading {
        /// How many `#` mark it.
        marks: usize,
        /// Official level.
        level: u8,
        /// Its words.
        words: Range<usize>,
    },
    /// An entry of a list.
    Item {
        /// Depth of nesting.
        depth: u8,
        /// Marker as it prints.
        marker: String,
        /// Its words.
        words: Range<usize>,
    },
    /// An indented line that goes on with the entry above.
    Continuation(Range<usize>),
    /// A row of a table.
    Row {
        /// Its cells.
        cells: Vec<Range<usize>>,
        /// What the row of rules below it says of each column, if there is one.
        head: Option<Vec<Alignment>>,
    },
    /// Anything else.
    Paragraph(Range<usize>),
}

/// A line and its place in the text, without the blanks around it.
#[derive(Debug)]
pub(super) struct Placed {
    pub line: Line,
    pub range: Range<usize>,
    /// True if an empty line stands before it.
    pub after_blank: bool,
}

/// Lists are nested no deeper than this; official documents number four levels.
const DEEPEST: usize = 8;

/// Cuts a text into lines; those without words are left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Placed> {
    let has_tabs = memchr::memchr(b'\t', text.as_bytes()).is_some();
    let rest = cut(text).peekable();
    let mut cutter = Cutter { text, rest, indents: Vec::new(), in_table: false, has_tabs, tabs: None };
    std::iter::from_fn(move || cutter.next())
}

/// The lines of a text without the blanks around them, each with its indent.
fn cut(text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let words = line.trim_start_matches(is_blank);
        let blanks = line.len() - words.len();
        let start = at + blanks;
        at += line.len() + 1;
        let indent =
            line.chars().take_while(|&c| is_blank(c)).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        (start..start + words.trim_end_matches(is_blank).len(), indent)
    })
}

struct Cutter<'t, I: Iterator> {
    text: &'t str,
    rest: std::iter::Peekable<I>,
    /// The indents of the entries that are open.
    indents: Vec<usize>,
    in_table: bool,
    /// True if the text has tabs at all.
    has_tabs: bool,
    /// Tabs of each row, in a table that is made of them.
    tabs: Option<usize>,
}

impl<I: Iterator<Item = (Range<usize>, usize)>> Cutter<'_, I> {
    fn next(&mut self) -> Option<Placed> {
        let mut after_blank = false;
        let (range, indent) = loop {
            let (range, indent) = self.rest.next()?;
            if !range.is_empty() {
                break (range, indent);
            }
            (after_blank, self.in_table, self.tabs) = (true, false, None);
        };
        let line = self.row(&range).unwrap_or_else(|| self.line(range.clone(), indent, after_blank));
        Some(Placed { line, range, after_blank })
    }

    fn words(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn row(&mut self, range: &Range<usize>) -> Option<Line> {
        let text = self.text;
        self.in_table &= self.words(range).contains('|');
        let mut head = None;
        if !self.in_table && self.words(range).contains('|') {
            let rules = |range: &Range<usize>| text.get(range.clone()).filter(|line| is_delimiter_row(line));
            let rules = self.rest.next_if(|(range, _)| rules(range).is_some());
            head = rules.and_then(|(range, _)| text.get(range)).map(alignment);
            self.in_table = head.is_some();
        }
        if !self.in_table {
            return if self.has_tabs { self.tabbed(range) } else { None };
        }
        self.indents.clear();
        Some(Line::Row { cells: cells(self.words(range), range.start), head })
    }

    /// A row of a table as it is pasted from Word: its cells are set apart by tabs, as many as in the next row.
    fn tabbed(&mut self, range: &Range<usize>) -> Option<Line> {
        let line = whole_line(self.text, range);
        let tabs = count_tabs(self.text, &line);
        let goes_on = self.tabs == Some(tabs);
        let text = self.text;
        let is_next =
            |next: &Range<usize>| !next.is_empty() && count_tabs(text, &whole_line(text, next)) == tabs;
        let begins = || opens_table(self.words(range));
        let is_row =
            tabs > 0 && (goes_on || begins() && self.rest.peek().is_some_and(|(next, _)| is_next(next)));
        self.tabs = is_row.then_some(tabs);
        if !is_row {
            return None;
        }
        self.indents.clear();
        let mut at = line.start;
        let cells = text.get(line).unwrap_or_default().split('\t').map(|cell| {
            let words = cell.trim_start_matches(is_blank);
            let start = at + cell.len() - words.len();
            at += cell.len() + 1;
            start..start + words.trim_end_matches(is_blank).len()
        });
        Some(Line::Row { cells: cells.collect(), head: (!goes_on).then(Vec::new) })
    }

    fn line(&mut self, range: Range<usize>, indent: usize, after_blank: bool) -> Line {
        let words = self.text.get(range.clone()).unwrap_or_default();
        if let Some((marks, heading)) = heading(words) {
            self.indents.clear();
            let words = range.start + heading.start..range.start + heading.end;
            return Line::Heading { marks, level: level(marks), words };
        }
        if let Some((marker, entry)) = item(words) {
            while self.indents.last().is_some_and(|&outer| outer > indent) {
                self.indents.pop();
            }
            if self.indents.last().is_none_or(|&outer| outer < indent) && self.indents.len() < DEEPEST {
                self.indents.push(indent);
            }
            let depth = u8::try_from(self.indents.len().saturating_sub(1)).unwrap_or(u8::MAX);
            return Line::Item { depth, marker, words: range.end - entry.len()..range.end };
        }
        if self.indents.last().is_some_and(|&item| indent > item) && !after_blank {
            return Line::Continuation(range);
        }
        self.indents.clear();
        Line::Paragraph(range)
    }
}

/// The line of some words with the blanks around them, which may be empty cells.
fn whole_line(text: &str, words: &Range<usize>) -> Range<usize> {
    let before = text.get(..words.start).unwrap_or_default();
    let after = text.get(words.end..).unwrap_or_default();
    let start = before.trim_end_matches(is_blank).len();
    let end = words.end + after.len() - after.trim_start_matches(is_blank).len();
    start..end
}

fn count_tabs(text: &str, line: &Range<usize>) -> usize {
    let line = text.get(line.clone()).unwrap_or_default();
    memchr::memchr_iter(b'\t', line.as_bytes()).count()
}

/// True if words can be the head of a table: a tab stands between some of them, and the first are not the mark
/// of a heading or the number of an entry, behind which Word puts a tab too.
fn opens_table(words: &str) -> bool {
    let Some((first, _)) = words.split_once('\t') else { return false };
    let first = first.trim_matches(is_blank);
    let is_number = || ordinal(first).is_some_and(|ordinal| ordinal.length == first.len());
    let is_entry =
        || first.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || !c.is_alphanumeric());
    !first.starts_with('#') && !is_number() && !is_entry() && item(words).is_none()
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '\u{A0}')
}

/// How many `#` open a heading, and its words. A blank must follow a single mark only: `#标签` is a tag,
/// while `###（一）` can be nothing but a heading.
fn heading(line: &str) -> Option<(usize, Range<usize>)> {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    if marks == 0 || marks > 6 || marks == 1 && !words.starts_with(is_blank) {
        return None;
    }
    let words = words.trim_start_matches(is_blank);
    let start = line.len() - words.len();
    let closed = words.trim_end_matches('#');
    let words = if closed.ends_with(is_blank) { closed.trim_end_matches(is_blank) } else { words };
    (!words.is_empty()).then_some((marks, start..start + words.len()))
}

/// `###` is level 2 of the official numbering; fewer marks are lowered to it.
fn level(marks: usize) -> u8 {
    match marks {
        ..=3 => 2,
        4 => 3,
        _ => 4,
    }
}

/// The marker and the words of an entry of a list; the words reach to the end of the line.
fn item(line: &str) -> Option<(String, &str)> {
    let bullet = line.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(is_blank));
    if let Some(rest) = bullet {
        return Some(("•".to_owned(), rest.trim_start_matches(is_blank)));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    let words = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(is_blank))?;
    if !(1..=9).contains(&digits) {
        return None;
    }
    let sign = rest.get(..1)?;
    Some((format!("{number}{sign}"), words.trim_start_matches(is_blank)))
}

/// `|---|:--:|`
fn is_delimiter_row(line: &str) -> bool {
    let is_rule = |cell: &str| {
        let rule = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !rule.is_empty() && rule.bytes().all(|b| b == b'-')
    };
    line.contains('|') && line.contains('-') && line.trim_matches('|').split('|').all(is_rule)
}

/// Reads `|:--|:-:|--:|---|`.
fn alignment(rules: &str) -> Vec<Alignment> {
    let rule = |cell: &str| match (cell.trim().starts_with(':'), cell.trim().ends_with(':')) {
        (true, true) => Alignment::Center,
        (true, false) => Alignment::Left,
        (false, true) => Alignment::Right,
        (false, false) => Alignment::Default,
    };
    rules.trim_matches('|').split('|').map(rule).collect()
}

/// The cells of a table row that stands at `base`; `\|` is a bar inside a cell.
fn cells(row: &str, base: usize) -> Vec<Range<usize>> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let start = base + row.len() - inner.len();
    let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let bars = inner.match_indices('|').map(|(at, _)| at);
    let is_bar = |at: &usize| !inner.get(..*at).is_some_and(|before| before.ends_with('\\'));
    let ends: Vec<usize> = bars.filter(is_bar).chain([inner.len()]).collect();
    let mut from = 0;
    let cell = |end: usize| {
        let cell = inner.get(from..end).unwrap_or_default();
        let words = cell.trim_start_matches(is_blank);
        let at = start + from + (cell.len() - words.len());
        from = end + 1;
        at..at + words.trim_end_matches(is_blank).len()
    };
    ends.into_iter().map(cell).collect()
}
