//! Pipe tables of Markdown, and cells apart by tabs.

use super::MAX_CELLS;
use super::inline::inline;
use super::lines::{Line, is_marker, trim};
use crate::published::{GridCell, Place};

/// A line of so many bytes with a single tab in it is prose.
const LONG: usize = 400;
/// Most further lines of a row with quotes.
const MAX_QUOTED: usize = 12;

/// True if the line could be a row of a pipe table. Without a pipe at either end, only the line of rules of its
/// table can tell.
pub(super) fn is_pipe_row(line: &Line<'_>) -> bool {
    let words = line.words;
    words.len() > 1 && (words.starts_with('|') || words.ends_with('|')) && has_pipes(words)
}

/// Has a pipe that parts two cells.
pub(super) fn has_pipes(words: &str) -> bool {
    let inner = words.strip_prefix('|').unwrap_or(words);
    split(inner).nth(1).is_some()
}

/// True for the lines of rules of a table: `|---|:--:|`.
pub(super) fn is_rule(words: &str) -> bool {
    words.contains('-')
        && words.contains(['|', '\t'])
        && words.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t' | '='))
}

/// The cells of a row of a pipe table.
pub(super) fn pipe_cells(line: &Line<'_>) -> Vec<GridCell> {
    let words = line.words;
    let inner = words.strip_prefix('|').unwrap_or(words);
    let mut parts: Vec<&str> = split(inner).take(MAX_CELLS + 1).collect();
    // What stands after the last pipe is no cell if it is nothing.
    if parts.len() > 1 && parts.last().is_some_and(|last| trim(last).is_empty()) {
        parts.pop();
    }
    cells(line, parts.into_iter(), true)
}

/// Parts a row at its pipes, but not where one is escaped.
fn split(row: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(row);
    std::iter::from_fn(move || {
        let row = rest?;
        let mut is_escaped = false;
        let end = row.bytes().position(|byte| {
            let is_end = byte == b'|' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        let (cell, after) = match end.and_then(|end| row.split_at_checked(end)) {
            Some((cell, after)) => (cell, after.get(1..)),
            None => (row, None),
        };
        rest = after;
        Some(cell)
    })
}

/// True if tabs part the line into cells.
pub(super) fn is_tab_row(line: &Line<'_>, is_in_table: bool) -> bool {
    let inner = line.raw.trim_start();
    let led = line.raw.len() - inner.len() > 1 && line.raw.starts_with("\t\t");
    if line.words.is_empty() {
        return false;
    }
    if !inner.contains('\t') {
        return is_in_table && led;
    }
    // An entry whose number or bullet stands apart, or prose with a stray tab.
    if let Some((first, second)) = inner.trim_end().split_once('\t').filter(|(_, rest)| !rest.contains('\t'))
    {
        let is_entry = is_marker(trim(first)) && !is_in_table;
        return !is_entry && (is_in_table || first.len() + second.len() < LONG);
    }
    inner.trim_end().contains('\t') || is_in_table || inner.ends_with('\t')
}

/// The cells of a row whose cells are apart by tabs.
pub(super) fn tab_cells(line: &Line<'_>) -> Vec<GridCell> {
    cells(line, line.raw.split('\t').map(unquoted), false)
}

/// How many lines the row takes that begins with the first of these: a sheet puts a cell of several lines
/// between quotes.
pub(super) fn quoted_lines(lines: &[Line<'_>]) -> usize {
    let Some(first) = lines.first() else { return 1 };
    let last_cell = first.raw.rsplit('\t').next().unwrap_or_default();
    if !last_cell.starts_with('"') || is_odd_quote(last_cell) == Some(false) {
        return 1;
    }
    let mut is_open = true;
    for (at, line) in lines.iter().enumerate().skip(1).take(MAX_QUOTED) {
        is_open ^= is_odd_quote(line.raw).unwrap_or_default();
        if !is_open {
            return at + 1;
        }
    }
    1
}

/// Whether a text has an odd number of quotes, if it has any.
fn is_odd_quote(text: &str) -> Option<bool> {
    let quotes = text.bytes().filter(|byte| *byte == b'"').count();
    (quotes > 0).then_some(quotes % 2 == 1)
}

/// A cell without the quotes that a sheet puts around its lines.
fn unquoted(cell: &str) -> &str {
    let inside = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| inside.contains('\n') && !inside.contains('"')).unwrap_or(cell)
}

fn cells<'a>(line: &Line<'_>, parts: impl Iterator<Item = &'a str>, is_markdown: bool) -> Vec<GridCell> {
    let cell = |(column, part): (usize, &str)| GridCell {
        column,
        cols: 1,
        rows: 1,
        text: cell_text(part, is_markdown),
        place: Place { line: Some(line.number), column: Some(column + 1), ..Place::default() },
    };
    parts.take(MAX_CELLS + 1).enumerate().map(cell).collect()
}

/// The words of a cell, each line without blanks around it.
pub(super) fn cell_text(part: &str, is_markdown: bool) -> String {
    let text = inline(trim(part), is_markdown).text();
    if !text.contains('\n') {
        return text;
    }
    text.lines().map(trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(raw: &str) -> Line<'_> {
        Line { number: 7, start: 0, indent: 0, raw, words: trim(raw) }
    }

    fn texts(cells: &[GridCell]) -> Vec<&str> {
        cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn a_pipe_row_has_its_blank_cells() {
        let cells = pipe_cells(&line("| **甲** | a\\|b |  | 1<br>2 |"));
        assert_eq!(texts(&cells), ["甲", "a|b", "", "1\n2"]);
        assert_eq!(cells[1].place.to_string(), "第7行第2列");
        assert_eq!(texts(&pipe_cells(&line("甲 | 1 | 2"))), ["甲", "1", "2"]);
        assert_eq!(texts(&pipe_cells(&line("|| 2 |"))), ["", "2"]);
    }

    #[test]
    fn rules_are_told_from_rows() {
        assert!(is_rule("|---|:---:|--:|") && is_rule("--- | ---") && is_rule("---\t---"));
        assert!(!is_rule("-----") && !is_rule("| - | 甲 |"));
        assert!(is_pipe_row(&line("| a | b |")) && is_pipe_row(&line("a | b |")));
        assert!(!is_pipe_row(&line("a | b")) && !is_pipe_row(&line("|")) && !is_pipe_row(&line("甲 \\| 乙")));
    }

    #[test]
    fn tabs_part_cells_but_not_prose() {
        assert!(is_tab_row(&line("甲\t1\t2"), false) && is_tab_row(&line("\t\t甲\t1"), false));
        assert!(is_tab_row(&line("第二十条\t\t\t"), false) && is_tab_row(&line("甲\t1"), false));
        assert!(!is_tab_row(&line("\t甲乙丙"), false) && !is_tab_row(&line("1.\t甲乙丙"), false));
        assert_eq!(texts(&tab_cells(&line("\t\t甲\t 1 \t"))), ["", "", "甲", "1", ""]);
    }
}
