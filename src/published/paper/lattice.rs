//! Finds tables in the rules of a page: where their lines cross, and which of their cells are open to the next.

use super::shape::{Frame, POINT, Rule};

/// Pieces of one line lie that far beside each other at most.
const BESIDE: i64 = POINT;
/// Gaps in a line up to that are dots, or corners painted apart.
const GAP: i64 = 3 * POINT;
/// A shorter line is no side of a cell.
const SHORT: i64 = 4 * POINT;
/// Lines that end that near to another meet it; two lines as near are a double one.
const NEAR: i64 = 3 * POINT;
/// A line that runs farther over the outermost crossing one ends in an open side.
const OPEN: i64 = 6 * POINT;
/// With more lines than these a page is a drawing and no table.
const LINES: usize = 3_000;
/// A table with more squares is none.
const SQUARES: usize = 60_000;

/// The lines of one table.
#[derive(Debug)]
pub(super) struct Lattice {
    /// Where its upright lines stand.
    pub xs: Vec<i64>,
    /// Where its level lines lie.
    pub ys: Vec<i64>,
    /// For each row, whether there is a line at the place of each upright line.
    upright: Vec<Vec<bool>>,
    /// For each level line, whether it is drawn along each column.
    level: Vec<Vec<bool>>,
}

/// A cell of a lattice, in rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Square {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub cols: usize,
    /// True if it is closed on three sides at least.
    pub closed: bool,
}

/// The tables that the rules of a page draw, in no order.
pub(super) fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    let lines = joined(rules);
    if lines.len() > LINES {
        return Vec::new();
    }
    groups(&lines).iter().filter_map(|group| Lattice::of(group)).collect()
}

/// Joins the pieces of each line.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_unstable();
    let mut lines = Vec::new();
    let same_line = |a: &Rule, first: &Rule| a.level == first.level && a.at - first.at <= BESIDE;
    let mut rest = rules.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let count = rest.iter().take_while(|rule| same_line(rule, &first)).count();
        let (pieces, others) = rest.split_at_mut(count);
        rest = others;
        pieces.sort_unstable_by_key(|piece| piece.from);
        let mut line: Option<Rule> = None;
        for piece in pieces {
            match &mut line {
                Some(line) if piece.from <= line.to + GAP => line.to = line.to.max(piece.to),
                _ => {
                    lines.extend(line);
                    line = Some(*piece);
                }
            }
        }
        lines.extend(line);
    }
    // Single dots, and the strokes of painted letters.
    lines.retain(|line| line.to - line.from >= SHORT);
    lines
}

/// Lines that meet, directly or over others.
fn groups(lines: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group_of: Vec<usize> = (0..lines.len()).collect();
    for (a, level) in lines.iter().enumerate().filter(|(_, line)| line.level) {
        for (b, upright) in lines.iter().enumerate().filter(|(_, line)| !line.level) {
            if meet(level, upright) {
                let (a, b) = (root(&mut group_of, a), root(&mut group_of, b));
                if let Some(group) = group_of.get_mut(a.max(b)) {
                    *group = a.min(b);
                }
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let root = root(&mut group_of, at);
        if let Some(group) = groups.get_mut(root) {
            group.push(*line);
        }
    }
    groups
}

/// The first line of the group of a line. The way there is shortened for the next who asks.
fn root(group_of: &mut [usize], mut at: usize) -> usize {
    while let Some(next) = group_of.get(at).copied().filter(|next| *next != at) {
        let after = group_of.get(next).copied().unwrap_or(next);
        if let Some(group) = group_of.get_mut(at) {
            *group = after;
        }
        at = next;
    }
    at
}

fn meet(level: &Rule, upright: &Rule) -> bool {
    (level.from - NEAR..=level.to + NEAR).contains(&upright.at)
        && (upright.from - NEAR..=upright.to + NEAR).contains(&level.at)
}

impl Lattice {
    fn of(lines: &[Rule]) -> Option<Self> {
        let (level, upright): (Vec<Rule>, Vec<Rule>) = lines.iter().partition(|line| line.level);
        let xs = tracks(&upright, &level);
        let ys = tracks(&level, &upright);
        let (cols, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if cols == 0 || rows == 0 || cols * rows < 2 || cols * rows > SQUARES {
            return None;
        }
        let drawn = |lines: &[Rule], tracks: &[i64], steps: &[i64]| {
            let mut walls = vec![vec![false; steps.len() - 1]; tracks.len()];
            for line in lines {
                let track = nearest(tracks, line.at);
                for (step, wall) in walls.get_mut(track).into_iter().flatten().enumerate() {
                    *wall = *wall || covers(line, steps.get(step..step + 2));
                }
            }
            walls
        };
        let by_track = drawn(&upright, &xs, &ys);
        let row_of = |row: usize| by_track.iter().map(|wall| wall.get(row) == Some(&true)).collect();
        let upright = (0..rows).map(row_of).collect();
        let level = drawn(&level, &ys, &xs);
        Some(Self { xs, ys, upright, level })
    }

    /// What it encloses.
    pub fn frame(&self) -> Frame {
        let ends = |tracks: &[i64]| {
            (tracks.first().copied().unwrap_or_default(), tracks.last().copied().unwrap_or_default())
        };
        let ((left, right), (top, bottom)) = (ends(&self.xs), ends(&self.ys));
        Frame { left, top, right, bottom }
    }

    /// The row and column of a point within.
    pub fn at(&self, (x, y): (i64, i64)) -> (usize, usize) {
        let step = |tracks: &[i64], at: i64| {
            let last = tracks.len().saturating_sub(2);
            tracks.partition_point(|track| *track <= at).saturating_sub(1).min(last)
        };
        (step(&self.ys, y), step(&self.xs, x))
    }

    fn wall_left_of(&self, row: usize, column: usize) -> bool {
        self.upright.get(row).and_then(|walls| walls.get(column)) == Some(&true)
    }

    fn wall_above(&self, row: usize, column: usize) -> bool {
        self.level.get(row).and_then(|walls| walls.get(column)) == Some(&true)
    }

    /// Its cells, row by row: each is as broad as no line parts it, and then as high.
    pub fn squares(&self) -> Vec<Square> {
        let (rows, cols) = (self.ys.len() - 1, self.xs.len() - 1);
        let mut taken = vec![vec![false; cols]; rows];
        let is_free = |taken: &[Vec<bool>], row: usize, column: usize| {
            taken.get(row).and_then(|line| line.get(column)) == Some(&false)
        };
        let mut squares = Vec::new();
        for row in 0..rows {
            for column in 0..cols {
                if !is_free(&taken, row, column) {
                    continue;
                }
                let end = (column + 1..cols)
                    .find(|next| self.wall_left_of(row, *next) || !is_free(&taken, row, *next))
                    .unwrap_or(cols);
                let goes_on = |next: usize| {
                    (column..end).all(|at| !self.wall_above(next, at) && is_free(&taken, next, at))
                        && (column + 1..end).all(|at| !self.wall_left_of(next, at))
                };
                let bottom = (row + 1..rows).find(|next| !goes_on(*next)).unwrap_or(rows);
                for line in taken.iter_mut().take(bottom).skip(row) {
                    line.iter_mut().take(end).skip(column).for_each(|square| *square = true);
                }
                let closed = self.closed(row..bottom, column..end);
                squares.push(Square { row, column, rows: bottom - row, cols: end - column, closed });
            }
        }
        squares
    }

    /// True if three sides of a cell are drawn, each along half of it at least.
    fn closed(&self, rows: std::ops::Range<usize>, cols: std::ops::Range<usize>) -> bool {
        let half = |drawn: usize, of: usize| drawn * 2 >= of;
        let along = |row: usize| {
            half(cols.clone().filter(|column| self.wall_above(row, *column)).count(), cols.len())
        };
        let down = |column: usize| {
            half(rows.clone().filter(|row| self.wall_left_of(*row, column)).count(), rows.len())
        };
        let sides = [along(rows.start), along(rows.end), down(cols.start), down(cols.end)];
        sides.iter().filter(|drawn| **drawn).count() >= 3
    }
}

/// Where the lines stand, and where those across them end in the open, as at a page's end.
fn tracks(lines: &[Rule], across: &[Rule]) -> Vec<i64> {
    let mut places: Vec<i64> = lines.iter().map(|line| line.at).collect();
    let (Some(first), Some(last)) = (places.iter().min().copied(), places.iter().max().copied()) else {
        return Vec::new();
    };
    places.extend(across.iter().map(|line| line.from).filter(|from| *from < first - OPEN));
    places.extend(across.iter().map(|line| line.to).filter(|to| *to > last + OPEN));
    places.sort_unstable();
    let mut tracks: Vec<i64> = Vec::new();
    for place in places {
        if tracks.last().is_none_or(|last| place - last > NEAR) {
            tracks.push(place);
        }
    }
    tracks
}

fn nearest(tracks: &[i64], at: i64) -> usize {
    // The tracks stand apart by more than `NEAR`, and a line stands at most that far behind its own.
    tracks.partition_point(|track| *track <= at).saturating_sub(1)
}

/// True if a line is drawn along more than half of a step.
fn covers(line: &Rule, step: Option<&[i64]>) -> bool {
    let Some([start, end]) = step else { return false };
    let drawn = line.to.min(*end) - line.from.max(*start);
    drawn * 2 > end - start
}
