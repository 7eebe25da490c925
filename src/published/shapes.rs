//! Tables in other shapes than the form's, brought to its shape: printed sideways, a heading torn over two rows,
//! a label and its figure in one cell.

use std::borrow::Cow;

use super::expected::Expected;
use super::figure::may_be_figure;
use super::heads::is_filled;
use super::page::{Grid, GridCell};
use super::solid;

/// A table of more columns is none of a report.
const MOST_COLUMNS: usize = 200;
/// Labels that are headings as well.
const MOST_BOTH_WAYS: usize = 3;

/// The grid as the form would have it; itself, if it has that shape.
pub(super) fn usual<'g>(expected: &Expected, grid: &'g Grid) -> Cow<'g, Grid> {
    let mut grid = Cow::Borrowed(grid);
    if let Some(turned) = upright(expected, &grid) {
        grid = Cow::Owned(turned);
    }
    if let Some(joined) = with_whole_heads(expected, &grid) {
        grid = Cow::Owned(joined);
    }
    if let Some(apart) = with_figures_apart(expected, &grid) {
        grid = Cow::Owned(apart);
    }
    grid
}

/// The table with its columns as rows, if its rows have labels of the form so and not as they are; `其他` and
/// `总计` are labels both ways.
fn upright(expected: &Expected, grid: &Grid) -> Option<Grid> {
    let as_it_is = labelled_rows(expected, grid, MOST_BOTH_WAYS + 1);
    if as_it_is > MOST_BOTH_WAYS {
        return None;
    }
    let turned = turned(grid)?;
    let wanted = 2 * as_it_is.max(1);
    (labelled_rows(expected, &turned, wanted) == wanted).then_some(turned)
}

/// Rows that are the label of a line and its figures, or most of them; so many at most are counted.
fn labelled_rows(expected: &Expected, grid: &Grid, most: usize) -> usize {
    let is_labelled = |row: &&Vec<GridCell>| {
        let figures = row.iter().rev().take_while(|cell| may_be_figure(&cell.text)).count();
        let filled = row.iter().rev().take(figures).filter(|cell| is_filled(cell)).count();
        let label = row.iter().rev().nth(figures).filter(|_| filled > 0);
        let line = label.and_then(|label| expected.find(&solid(&label.text))?.line());
        let line = line.and_then(|line| expected.lines.get(line));
        line.is_some_and(|line| figures * 2 >= line.slots.len())
    };
    grid.rows.iter().filter(is_labelled).take(most).count()
}

fn turned(grid: &Grid) -> Option<Grid> {
    let width = grid.rows.iter().flatten().map(|cell| cell.column + cell.cols).max()?;
    // Where a row lacks a cell, those behind it would go to other rows.
    let is_even = if grid.has_spans {
        let area = grid.rows.iter().flatten().map(|cell| cell.cols.saturating_mul(cell.rows));
        area.fold(0, usize::saturating_add) == width * grid.rows.len()
    } else {
        grid.rows.windows(2).all(|pair| matches!(pair, [one, other] if one.len() == other.len()))
    };
    if width > MOST_COLUMNS || !is_even {
        return None;
    }
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); width];
    for (at, row) in grid.rows.iter().enumerate() {
        for (index, cell) in row.iter().enumerate() {
            let column = if grid.has_spans { cell.column } else { index };
            let turned = GridCell { column: at, cols: cell.rows, rows: cell.cols, ..cell.clone() };
            rows.get_mut(column)?.push(turned);
        }
    }
    Some(Grid { rows, has_spans: grid.has_spans, place: grid.place.clone() })
}

/// The table with headings that are torn over two rows, `商业` over `企业`, in one.
fn with_whole_heads(expected: &Expected, grid: &Grid) -> Option<Grid> {
    let mut rows: Vec<Cow<'_, [GridCell]>> = Vec::with_capacity(grid.rows.len());
    for row in &grid.rows {
        let whole = rows.last().and_then(|above| joined(expected, above, row, grid.has_spans));
        match (whole, rows.last_mut()) {
            (Some(whole), Some(above)) => *above = Cow::Owned(whole),
            _ => rows.push(Cow::Borrowed(row)),
        }
    }
    let has_joined = rows.len() < grid.rows.len();
    let rows = || rows.into_iter().map(Cow::into_owned).collect();
    has_joined.then(|| Grid { rows: rows(), has_spans: grid.has_spans, place: grid.place.clone() })
}

/// Two rows of headings as one, if each of the lower row is the end of one above it.
fn joined(
    expected: &Expected,
    above: &[GridCell],
    below: &[GridCell],
    has_spans: bool,
) -> Option<Vec<GridCell>> {
    let is_head =
        |cell: &GridCell| expected.find_exactly(&solid(&cell.text)).is_some_and(|found| !found.differs);
    let mut whole = Vec::new();
    for (index, end) in below.iter().enumerate().filter(|(_, cell)| is_filled(cell)) {
        let at = match has_spans {
            true => above.iter().position(|start| start.column == end.column && start.cols == end.cols)?,
            false => Some(index).filter(|_| above.len() == below.len())?,
        };
        let start = above.get(at).filter(|start| is_filled(start) && !may_be_figure(&start.text))?;
        let text = format!("{}{}", solid(&start.text), solid(&end.text));
        let is_whole = expected.find_exactly(&text).is_some_and(|found| !found.differs && found.is_head());
        if !is_whole || is_head(start) && is_head(end) {
            return None;
        }
        whole.push((at, text));
    }
    if whole.is_empty() {
        return None;
    }
    let mut joined = above.to_vec();
    for (at, text) in whole {
        joined.get_mut(at)?.text = text;
    }
    Some(joined)
}

/// The table with each figure that stands in the cell of its label, `行政许可：97`, in a cell of its own.
fn with_figures_apart(expected: &Expected, grid: &Grid) -> Option<Grid> {
    let rows: Vec<Option<Vec<GridCell>>> = grid.rows.iter().map(|row| apart(expected, row)).collect();
    if rows.iter().all(Option::is_none) {
        return None;
    }
    let rows = rows.into_iter().zip(&grid.rows).map(|(apart, row)| apart.unwrap_or_else(|| row.clone()));
    Some(Grid { rows: rows.collect(), has_spans: grid.has_spans, place: grid.place.clone() })
}

fn apart(expected: &Expected, row: &[GridCell]) -> Option<Vec<GridCell>> {
    let figures = row.iter().rev().take_while(|cell| may_be_figure(&cell.text)).count();
    let at = row.len().checked_sub(figures + 1)?;
    let (before, rest) = row.split_at_checked(at)?;
    let (own, behind) = rest.split_first()?;
    let (label, figure) = label_and_figure(&own.text)?;
    let found = expected.find_exactly(&solid(label)).filter(|found| !found.differs)?;
    let line = expected.lines.get(found.line()?)?;
    let blank = behind.iter().all(|cell| !is_filled(cell));
    // Beside all its figures it has none of its own: `行政许可2` may name a note.
    let is_its_own = blank || behind.len() + 1 == line.slots.len();
    let is_wide = own.cols > 1;
    let cell = |text: &str, column: usize, cols: usize| GridCell {
        column,
        cols,
        text: text.to_owned(),
        ..own.clone()
    };
    let shift = usize::from(!is_wide);
    let figure_at = own.column + if is_wide { own.cols - 1 } else { 1 };
    let behind =
        behind.iter().filter(|_| !blank).map(|cell| GridCell { column: cell.column + shift, ..cell.clone() });
    let cells = before
        .iter()
        .cloned()
        .chain([cell(label, own.column, own.cols.max(2) - 1), cell(figure, figure_at, 1)])
        .chain(behind);
    is_its_own.then(|| cells.collect())
}

/// `行政许可：97件`, `规章 2`.
fn label_and_figure(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let is_of_figure = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || ".,，．+-－".contains(c);
    let start = text.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?;
    // A number of the label itself stands before it.
    let start = if start == 0 {
        let label = text.find(|c: char| !is_of_figure(c))?;
        label + text.get(label..)?.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?
    } else {
        start
    };
    let (label, _) = text.split_at_checked(start)?;
    let label = label.trim_end_matches(is_of_figure);
    let figure = text.get(label.len()..)?;
    let own = label.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    // `行政许可-97`: a dash, or below zero?
    let is_clear = figure.starts_with(char::is_numeric) || own.len() < label.len();
    (is_clear && may_be_figure(figure)).then_some((own, figure.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_from_its_label() {
        for (text, wanted) in [
            ("行政许可：97", Some(("行政许可", "97"))),
            ("规章 2", Some(("规章", "2"))),
            ("行政处罚:１２件", Some(("行政处罚", "１２件"))),
            ("1.属于国家秘密：3", Some(("1.属于国家秘密", "3"))),
            ("行政事业性收费\n-3.5万元", Some(("行政事业性收费", "-3.5万元"))),
            ("行政许可", None),
            ("行政许可-97", None),
            ("12", None),
            ("2024年新收", None),
        ] {
            assert_eq!(label_and_figure(text), wanted, "{text}");
        }
    }
}
