//! A table whose cells are set: where its rows fit, and how a part of it is drawn on a page.

use std::collections::BTreeMap;
use std::ops::Range;

use super::set::Line;
use super::{Color, Fill, Length, Node, Page, Rect, Rule};

/// A table with the lines of its cells. Places are measured from its upper left corner.
#[derive(Debug, Default)]
pub(super) struct SetTable {
    /// Height of each row.
    pub rows: Vec<Length>,
    /// Number of leading rows that stand again on each further page.
    pub heads: usize,
    /// True if all rows stay on one page.
    pub is_whole: bool,
    /// The cells in the order in which they are read.
    pub cells: Vec<SetCell>,
    /// Left edges of the columns, and the right edge of the last.
    pub edges: Vec<Length>,
    /// Thickness of the borders.
    pub border: Length,
    /// Fill of bands.
    pub band: Color,
}

/// A cell with its lines.
#[derive(Debug, Clone)]
pub(super) struct SetCell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// Its lines, from the left edge of the table.
    pub lines: Vec<Line>,
    pub is_band: bool,
    /// True for the first lines of a row that is cut: they stand at the upper edge.
    pub goes_on: bool,
}

impl SetCell {
    /// Height of its lines.
    pub fn height(&self) -> Length {
        self.lines.iter().map(|line| line.height).sum()
    }
}

impl SetTable {
    /// Its height.
    pub fn height(&self) -> Length {
        self.rows.iter().sum()
    }

    /// The height without which it does not begin on a page: its heads and the first row below them, or all of it.
    pub fn least(&self) -> Length {
        if self.is_whole { self.height() } else { self.rows.iter().take(self.heads + 1).sum() }
    }

    fn heads_height(&self) -> Length {
        self.rows.iter().take(self.heads).sum()
    }

    /// Height of the heads that stand again above a part that begins with a row.
    fn repeated(&self, row: usize) -> Length {
        if row >= self.heads { self.heads_height() } else { 0 }
    }

    /// The end of the rows from one on that fit in a height together; at least one row. The heads do not stand alone.
    pub fn fitting(&self, row: usize, height: Length) -> usize {
        let mut left = height - if row > 0 { self.repeated(row) } else { 0 };
        let rows = self.rows.iter().skip(row).take_while(|height| {
            left -= **height;
            left >= 0
        });
        let least = if row == 0 { self.heads + 1 } else { 1 };
        (row + rows.count().max(least)).min(self.rows.len())
    }

    /// Draws rows with the left upper corner at a place of a page, below the heads again if it is not the first part.
    /// The height that is taken.
    pub fn draw(&self, rows: Range<usize>, (left, top): (Length, Length), page: &mut Page) -> Length {
        let mut below = 0;
        let mut lines = Borders::default();
        if rows.start > 0 && rows.start >= self.heads && self.heads > 0 {
            below = self.part(0..self.heads, true, (left, top), page, &mut lines);
        }
        below += self.part(rows, false, (left, top + below), page, &mut lines);
        page.rules.extend(lines.rules(self.border));
        below
    }

    fn part(
        &self,
        rows: Range<usize>,
        is_repeated: bool,
        (left, top): (Length, Length),
        page: &mut Page,
        borders: &mut Borders,
    ) -> Length {
        let mut tops = vec![top];
        tops.extend(self.rows.get(rows.clone()).unwrap_or_default().iter().scan(top, |at, height| {
            *at += height;
            Some(*at)
        }));
        let edge =
            |row: usize| tops.get(row.saturating_sub(rows.start)).or(tops.last()).copied().unwrap_or(top);
        let column = |at: usize| left + self.edges.get(at).or(self.edges.last()).copied().unwrap_or(0);
        for cell in &self.cells {
            let (from, to) = (cell.rows.start.max(rows.start), cell.rows.end.min(rows.end));
            if from >= to {
                continue;
            }
            let area = Rect {
                left: column(cell.columns.start),
                top: edge(from),
                right: column(cell.columns.end),
                bottom: edge(to),
            };
            let is_again = is_repeated || from > cell.rows.start;
            borders.add(area);
            if cell.is_band {
                page.fills.push(Fill { node: Node::Decoration, area, color: self.band });
            }
            // A label stands again where there is room for it.
            if !is_again || cell.height() <= area.height() {
                cell.draw(left, area, is_again, page);
            }
        }
        tops.last().copied().unwrap_or(top) - top
    }

    /// Cuts every row that is higher than a page at a line, so that it goes on on the next: a row that no page holds
    /// cannot stay whole.
    pub fn cut_high_rows(&mut self, page: Length) {
        if self.heads_height() * 2 > page {
            self.heads = 0;
        }
        let mut row = 0;
        while row < self.rows.len() {
            let most = page - if row >= self.heads { self.heads_height() } else { 0 };
            if self.rows.get(row).is_some_and(|height| *height > most) {
                self.cut(row, most);
            }
            row += 1;
        }
    }

    /// Cuts one row: its first part has the given height, the rest is a row behind it.
    fn cut(&mut self, row: usize, most: Length) {
        let mut cells = Vec::with_capacity(self.cells.len() + 8);
        for mut cell in std::mem::take(&mut self.cells) {
            if cell.rows.start > row {
                cell.rows = cell.rows.start + 1..cell.rows.end + 1;
            } else if cell.rows.start < row && cell.rows.end > row {
                cell.rows.end += 1;
            } else if cell.rows.start == row {
                let mut height = 0;
                let fits = |line: &&Line| {
                    height += line.height;
                    height <= most
                };
                let kept = cell.lines.iter().take_while(fits).count().max(1).min(cell.lines.len());
                let rest = cell.lines.split_off(kept);
                let rows = row + 1..cell.rows.end + 1;
                let below = SetCell { rows, lines: rest, ..cell.clone() };
                cells.push(SetCell { rows: row..row + 1, goes_on: true, ..cell });
                cell = below;
            }
            cells.push(cell);
        }
        cells.sort_by_key(|cell| (cell.rows.start, cell.columns.start));
        self.cells = cells;
        let rest = self.cells.iter().filter(|cell| cell.rows.start == row + 1).map(SetCell::height).max();
        let whole = self.rows.get(row).copied().unwrap_or_default();
        if let Some(height) = self.rows.get_mut(row) {
            *height = most;
        }
        self.rows.insert(row + 1, (whole - most).max(rest.unwrap_or_default()));
    }
}

impl SetCell {
    fn draw(&self, left: Length, area: Rect, is_again: bool, page: &mut Page) {
        let spare = if self.goes_on { 0 } else { (area.height() - self.height()).max(0) / 2 };
        let mut top = area.top + spare;
        for line in &self.lines {
            let mut line = line.clone();
            if is_again {
                line.runs.iter_mut().for_each(|run| run.node = Node::Repeated);
            }
            let height = line.height;
            line.place(left, top, &mut page.runs, &mut page.rules);
            top += height;
        }
    }
}

/// The edges of cells, each drawn once.
#[derive(Default)]
struct Borders {
    /// For each height the stretches that are drawn there.
    level: BTreeMap<Length, Vec<(Length, Length)>>,
    /// For each distance from the left the same.
    upright: BTreeMap<Length, Vec<(Length, Length)>>,
}

impl Borders {
    fn add(&mut self, area: Rect) {
        let Rect { left, top, right, bottom } = area;
        for at in [top, bottom] {
            self.level.entry(at).or_default().push((left, right));
        }
        for at in [left, right] {
            self.upright.entry(at).or_default().push((top, bottom));
        }
    }

    fn rules(self, thick: Length) -> impl Iterator<Item = Rule> {
        let rule = |area| Rule { node: Node::Decoration, area, color: Color::default() };
        let half = thick / 2;
        let level = self.level.into_iter().flat_map(move |(at, stretches)| {
            joined(stretches).into_iter().map(move |(from, to)| {
                rule(Rect { left: from - half, top: at - half, right: to + half, bottom: at - half + thick })
            })
        });
        let upright = self.upright.into_iter().flat_map(move |(at, stretches)| {
            joined(stretches).into_iter().map(move |(from, to)| {
                rule(Rect { left: at - half, top: from - half, right: at - half + thick, bottom: to + half })
            })
        });
        level.chain(upright)
    }
}

/// Stretches that touch or overlap made into one.
fn joined(mut stretches: Vec<(Length, Length)>) -> Vec<(Length, Length)> {
    stretches.sort_unstable();
    let mut out: Vec<(Length, Length)> = Vec::new();
    for (from, to) in stretches {
        match out.last_mut() {
            Some(last) if last.1 >= from => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
