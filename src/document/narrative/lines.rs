//! What each line of a narrative is.

use crate::document::Alignment;

/// One line, or the lines of one table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing.
    Blank,
    /// A heading: official level, words.
    Heading(u8, String),
    /// An entry of a list.
    Item {
        /// Depth of nesting.
        depth: u8,
        /// Marker as it prints.
        marker: String,
        /// Words.
        words: String,
    },
    /// An indented line that goes on with the entry above.
    Continuation(String),
    /// A table.
    Table {
        /// Its rows of cells, the head first.
        rows: Vec<Vec<String>>,
        /// What the row of rules says of each column.
        alignment: Vec<Alignment>,
    },
    /// Anything else.
    Paragraph(String),
}

/// Lists are nested no deeper than this; official documents number four levels.
const DEEPEST: usize = 8;

/// Cuts a text into lines.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    let mut rest = text.lines().peekable();
    while let Some(line) = rest.next() {
        let words = line.trim_matches(is_blank);
        let indent =
            line.chars().take_while(|&c| is_blank(c)).map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        if words.is_empty() {
            out.push(Line::Blank);
            continue;
        }
        if words.contains('|')
            && let Some(rules) = rest.next_if(|next| is_delimiter_row(next))
        {
            let alignment = alignment(rules);
            let mut rows = vec![cells(words)];
            while let Some(row) = rest.next_if(|line| line.contains('|')) {
                rows.push(cells(row.trim_matches(is_blank)));
            }
            indents.clear();
            out.push(Line::Table { rows, alignment });
            continue;
        }
        if let Some((level, heading)) = heading(words) {
            indents.clear();
            out.push(Line::Heading(level, heading.to_owned()));
        } else if let Some((marker, entry)) = item(words) {
            while indents.last().is_some_and(|&outer| outer > indent) {
                indents.pop();
            }
            if indents.last().is_none_or(|&outer| outer < indent) && indents.len() < DEEPEST {
                indents.push(indent);
            }
            let depth = u8::try_from(indents.len().saturating_sub(1)).unwrap_or(u8::MAX);
            out.push(Line::Item { depth, marker, words: entry.to_owned() });
        } else if indents.last().is_some_and(|&item| indent > item)
            && !matches!(out.last(), Some(Line::Blank))
        {
            out.push(Line::Continuation(words.to_owned()));
        } else {
            indents.clear();
            out.push(Line::Paragraph(words.to_owned()));
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{A0}' | '\r')
}

/// `###` is level 2 of the official numbering; fewer marks are lowered to it. A blank must follow a
/// single mark only: `#标签` is a tag, while `###（一）` can be nothing but a heading.
fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    if marks == 0 || marks > 6 || marks == 1 && !words.starts_with(is_blank) {
        return None;
    }
    let level = match marks {
        1..=3 => 2,
        4 => 3,
        _ => 4,
    };
    let words = words.trim_matches(is_blank);
    let closed = words.trim_end_matches('#');
    let words = if closed.ends_with(is_blank) { closed.trim_end_matches(is_blank) } else { words };
    (!words.is_empty()).then_some((level, words))
}

/// The marker and the words of an entry of a list.
fn item(line: &str) -> Option<(String, &str)> {
    let bullet = line.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(is_blank));
    if let Some(rest) = bullet {
        return Some(("•".to_owned(), rest.trim_matches(is_blank)));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    let words = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(is_blank))?;
    if !(1..=9).contains(&digits) {
        return None;
    }
    let sign = rest.get(..1)?;
    Some((format!("{number}{sign}"), words.trim_matches(is_blank)))
}

/// `|---|:--:|`
fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    let is_rule = |cell: &str| {
        let rule = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !rule.is_empty() && rule.bytes().all(|b| b == b'-')
    };
    line.contains('|') && line.contains('-') && line.trim_matches('|').split('|').all(is_rule)
}

/// Reads `|:--|:-:|--:|---|`.
fn alignment(rules: &str) -> Vec<Alignment> {
    let rules = rules.trim_matches(is_blank);
    let rule = |cell: &str| match (cell.trim().starts_with(':'), cell.trim().ends_with(':')) {
        (true, true) => Alignment::Center,
        (true, false) => Alignment::Left,
        (false, true) => Alignment::Right,
        (false, false) => Alignment::Default,
    };
    rules.trim_matches('|').split('|').map(rule).collect()
}

/// The cells of a table row; `\|` is a bar inside a cell.
fn cells(row: &str) -> Vec<String> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let bar_follows = chars.peek() == Some(&'|');
        match (c, cells.last_mut()) {
            ('\\', Some(cell)) if bar_follows => cell.extend(chars.next()),
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    cells.iter().map(|cell| cell.trim_matches(is_blank).to_owned()).collect()
}
