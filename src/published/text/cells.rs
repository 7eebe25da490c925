//! Tables with one cell to a line, as copied out of some pages: a pipe ends a cell, and a line of pipes fills a
//! row up to the width of its table.
//!
//! A line with a single pipe and no words may be a blank cell or the filling of a row that lacks one column, so
//! rows are told by counting: each has as many pipes as the table has columns.

use super::lines::{Line, begins_like_heading, trim};
use super::pipes::cell_text;
use crate::published::{Grid, GridCell, Place};

/// So many lines with a single cell make a text of this kind.
const ENOUGH: usize = 8;
/// Most lines and bytes of a cell.
const MAX_CELL_LINES: usize = 16;
const MAX_CELL_BYTES: usize = 600;
/// Most columns of a table.
const MAX_COLUMNS: usize = 64;
/// A heading has at least so many characters; a label of a narrow column is torn into shorter pieces.
const HEADING: usize = 8;

/// True if the tables of the text have one cell to a line.
pub(super) fn has_cell_lines(lines: &[Line<'_>]) -> bool {
    let (mut single, mut fillings, mut rows) = (0, 0, 0);
    for line in lines {
        let pipes = line.words.bytes().filter(|byte| *byte == b'|').count();
        match pipes {
            0 => {}
            _ if is_filling(line) => fillings += 1,
            1 if line.words.ends_with('|') => single += 1,
            _ => rows += 1,
        }
    }
    single >= ENOUGH && fillings > 0 && single > 4 * rows
}

/// Nothing but pipes.
fn is_filling(line: &Line<'_>) -> bool {
    !line.words.is_empty() && line.words.bytes().all(|byte| byte == b'|')
}

/// A piece of a table: words, if any, and the pipes that end it.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Line on which the words begin.
    line: usize,
    /// Pipes of the line that ends it.
    pipes: usize,
    /// The line that ends it has words before its pipes, or words wait for it.
    has_words: bool,
}

/// The table that begins with the first of these lines, and how many lines it takes; none if that line ends no
/// cell.
pub(super) fn table(lines: &[Line<'_>]) -> Option<(Grid, usize)> {
    let first = lines.first().filter(|line| line.words.ends_with('|'))?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut columns = None;
    let mut in_row = 0;
    let mut taken = 0;
    while let Some((piece, end)) = next_piece(lines, taken) {
        if end - taken > 1 && ends_table(lines, taken, in_row, columns) {
            break;
        }
        in_row += piece.pipes;
        if columns.is_none() && !piece.has_words {
            // The filling of the first row tells the width of the table.
            columns = Some(in_row).filter(|columns| *columns <= MAX_COLUMNS);
        }
        if columns.is_some_and(|columns| in_row >= columns) {
            in_row = 0;
        }
        pieces.push(piece);
        taken = end;
    }
    let place = Place { line: Some(first.number), ..Place::default() };
    let rows = rows(&pieces, width(&pieces).or(columns));
    Some((Grid { rows, has_spans: false, place }, taken)).filter(|(grid, _)| !grid.rows.is_empty())
}

/// The piece that begins at this line, and the line after it.
fn next_piece(lines: &[Line<'_>], start: usize) -> Option<(Piece, usize)> {
    let mut text = String::new();
    let mut first = None;
    for (at, line) in lines.iter().enumerate().skip(start).take(MAX_CELL_LINES) {
        let words = line.words.trim_end_matches('|');
        let pipes = line.words.len() - words.len();
        // A blank line parts a table from what follows, unless only the end of a cell does.
        if line.words.is_empty() {
            if first.is_some() || at > start + 2 {
                return None;
            }
            continue;
        }
        if !trim(words).is_empty() {
            first.get_or_insert(line.number);
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(trim(words));
        }
        if text.len() > MAX_CELL_BYTES {
            return None;
        }
        if pipes > 0 {
            let piece = Piece { has_words: first.is_some(), line: first.unwrap_or(line.number), text, pipes };
            return Some((piece, at + 1));
        }
    }
    None
}

/// True if the line is a heading after the table and not the beginning of a torn label.
fn ends_table(lines: &[Line<'_>], start: usize, in_row: usize, columns: Option<usize>) -> bool {
    let heads = lines.iter().skip(start).map(|line| line.words).find(|words| !words.is_empty());
    let Some(words) = heads.filter(|words| begins_like_heading(words)) else { return false };
    // A label stands at the beginning of its row.
    if in_row > 0 {
        return true;
    }
    if words.chars().count() < HEADING {
        return false;
    }
    // A label is followed by a row as wide as the others.
    let mut at = start;
    let mut count = 0;
    while let Some((piece, end)) = next_piece(lines, at) {
        count += piece.pipes;
        at = end;
        if !piece.has_words || count > MAX_COLUMNS {
            break;
        }
    }
    Some(count) != columns
}

/// The width of a table that all lines of two and more pipes agree with: each of them ends a row.
fn width(pieces: &[Piece]) -> Option<usize> {
    let mut count = 0;
    let mut common = 0;
    for piece in pieces {
        count += piece.pipes;
        if !piece.has_words && piece.pipes > 1 {
            common = greatest_common_divisor(common, count);
        }
    }
    Some(common).filter(|common| (2..=MAX_COLUMNS).contains(common))
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn rows(pieces: &[Piece], columns: Option<usize>) -> Vec<Vec<GridCell>> {
    let mut rows = Vec::new();
    let mut row: Vec<&Piece> = Vec::new();
    let mut count = 0;
    for piece in pieces {
        count += piece.pipes;
        row.push(piece);
        // Without a width, a line of pipes ends its row.
        let is_end = match columns {
            Some(columns) => count >= columns,
            None => !piece.has_words,
        };
        if is_end {
            rows.push(cells(&row, true));
            row.clear();
            count = 0;
        }
    }
    if !row.is_empty() {
        rows.push(cells(&row, false));
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// The cells of a row: the line of pipes that completes it is no cell.
fn cells(row: &[&Piece], is_complete: bool) -> Vec<GridCell> {
    let mut cells: Vec<GridCell> = Vec::new();
    let last = row.len().saturating_sub(1);
    for (at, piece) in row.iter().enumerate() {
        let is_filling = !piece.has_words && (piece.pipes > 1 || (is_complete && at == last));
        if is_filling {
            continue;
        }
        cells.push(GridCell {
            column: cells.len(),
            cols: 1,
            rows: 1,
            text: cell_text(&piece.text, false),
            place: Place { line: Some(piece.line), ..Place::default() },
        });
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, usize) {
        let lines: Vec<_> = lines(text).collect();
        let (grid, taken) = table(&lines).unwrap();
        let rows = grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect();
        (rows, taken)
    }

    #[test]
    fn rows_are_told_by_their_width() {
        let text = "甲 |\n||||\n乙 |\n丙\n丁\n|\n戊 |\n||\n|\n己 |\n1 |\n2 |\n|\n庚 |\n|\n|\n3 |\n|\n完";
        let (rows, taken) = read(text);
        let wanted: [&[&str]; 4] =
            [&["甲"], &["乙", "丙\n丁", "戊"], &["", "己", "1", "2"], &["庚", "", "", "3"]];
        assert_eq!(rows[..2], wanted[..2]);
        assert_eq!(rows[2], wanted[2]);
        assert_eq!(rows[3], wanted[3]);
        assert_eq!(text.lines().nth(taken), Some("完"));
    }

    #[test]
    fn the_last_row_may_lack_its_end() {
        let (rows, taken) =
            read("甲 |\n|||\n乙 |\n1 |\n||\n丙 |\n|\n|\n四、这是下一节的标题\n子 |\n丑 |\n||||");
        assert_eq!(rows[2], ["丙", "", ""]);
        assert_eq!(taken, 8);
    }

    #[test]
    fn a_torn_label_is_no_heading() {
        let (rows, taken) =
            read("甲 |\n|||\n一、这是一个撕开的\n标签 |\n1 |\n||\n二、下一节的标题长\n子 |\n丑 |\n||||");
        assert_eq!(rows[1], ["一、这是一个撕开的\n标签", "1"]);
        assert_eq!(taken, 6);
    }

    #[test]
    fn a_text_of_this_kind_is_told_by_its_lines() {
        let yes = "甲 |\n".repeat(8) + "||\n";
        let no = "甲 |\n".repeat(8) + "||\n" + &"| a | b |\n".repeat(3);
        assert!(has_cell_lines(&lines(&yes).collect::<Vec<_>>()));
        assert!(!has_cell_lines(&lines(&no).collect::<Vec<_>>()));
    }
}
