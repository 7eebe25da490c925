//! Which cell of a row is which figure of its line.

use super::account::Doubt;
use super::expected::Line;
use super::figure::{decimal, figure};
use super::heads::{Heads, is_filled};
use super::page::GridCell;
use super::solid;

/// The cell of each figure of a line, where there is one, and why that may be wrong.
pub(super) type Placed<'c> = (Vec<Option<&'c GridCell>>, Option<Doubt>);

impl Heads {
    /// The cells of a row by the figures of its line, and why that may be wrong.
    pub fn cells_of<'c>(&self, line: &Line, cells: &'c [GridCell], behind: usize) -> Placed<'c> {
        let rest: Vec<&GridCell> = cells.get(behind..).unwrap_or_default().iter().collect();
        let wanted = line.slots.len();
        let by_heads = self.assign(line, cells, behind);
        let complete = by_heads.as_ref().is_some_and(|found| found.iter().all(Option::is_some));
        let official = || self.are_official(line);
        if rest.len() == wanted {
            let in_order: Vec<Option<&GridCell>> = rest.iter().map(|cell| Some(*cell)).collect();
            return match by_heads {
                Some(found) if complete && same_words(&found, &in_order) => (in_order, None),
                // The columns stand in another order, and the headings say so.
                Some(found) if complete && !official() => (found, None),
                Some(_) if complete => (in_order, Some(Doubt::Column)),
                // A column is not there, and a blank cell makes up for it.
                Some(found) if !agree(&found, &in_order) => (found, None),
                // A heading is not known, and the others stand in order: what is filled stands in order as well.
                Some(found) => {
                    let own = |(found, cell): (Option<&'c GridCell>, &'c GridCell)| {
                        found.or(Some(cell).filter(|cell| is_filled(cell)))
                    };
                    let cells: Vec<Option<&GridCell>> = found.into_iter().zip(rest).map(own).collect();
                    (cells, (!official()).then_some(Doubt::Column))
                }
                _ if wanted == 1 || all_alike(&rest) || official() => (in_order, None),
                _ => (in_order, Some(Doubt::Column)),
            };
        }
        if let Some(found) = by_heads {
            let is_short = rest.len() < wanted && self.reach_beyond(cells);
            return (found, is_short.then_some(Doubt::Column));
        }
        if rest.len() < wanted {
            return self.total_alone(line, &rest);
        }
        self.among_blank_cells(line, cells, behind, official())
    }

    /// One figure under no heading of the form may be the total of its row; nothing says so.
    fn total_alone<'c>(&self, line: &Line, rest: &[&'c GridCell]) -> Placed<'c> {
        let only = match rest {
            [only] if self.are_strange() && is_filled(only) => Some(*only),
            _ => None,
        };
        let found = line.slots.iter().map(|slot| only.filter(|_| slot.is_total));
        (found.collect(), only.map(|_| Doubt::Alone))
    }

    /// The figures of a row that has more cells: blank ones stand where merged ones were.
    fn among_blank_cells<'c>(
        &self,
        line: &Line,
        cells: &'c [GridCell],
        behind: usize,
        official: bool,
    ) -> Placed<'c> {
        let rest: Vec<&GridCell> = cells.get(behind..).unwrap_or_default().iter().collect();
        let wanted = line.slots.len();
        let windows: Vec<Vec<Option<&GridCell>>> = starts(&rest, wanted)
            .map(|start| rest.iter().skip(start).take(wanted).map(|cell| Some(*cell)).collect())
            .collect();
        let sure =
            official || wanted == 1 && (rest.iter().any(|cell| is_filled(cell)) || self.names_last(line));
        match windows.as_slice() {
            [] if all_alike(&rest) && self.count_over(cells, behind) <= wanted => {
                (rest.iter().take(wanted).map(|cell| Some(*cell)).collect(), None)
            }
            [] => (vec![None; wanted], None),
            [one] => (one.clone(), (!sure && !all_alike(&rest)).then_some(Doubt::Column)),
            [first, others @ ..] => {
                // In the form, too, labels take the columns on the left.
                let last = others.last().unwrap_or(first);
                let differ = others.iter().any(|other| !same_words(first, other));
                let holds = windows.iter().filter(|window| total_holds(line, window)).count();
                let best =
                    windows.iter().find(|window| total_holds(line, window) && holds == 1).unwrap_or(last);
                let doubt = differ && holds != 1 || !differ && !sure && wanted == 1;
                (best.clone(), doubt.then_some(Doubt::Column))
            }
        }
    }
}

/// Where the figures of a row may begin so that all that is filled is among them.
fn starts(rest: &[&GridCell], wanted: usize) -> std::ops::RangeInclusive<usize> {
    let latest = rest.len().saturating_sub(wanted);
    let first = rest.iter().position(|cell| is_filled(cell));
    let last = rest.iter().rposition(|cell| is_filled(cell));
    match first.zip(last) {
        Some((first, last)) => (last + 1).saturating_sub(wanted)..=first.min(latest),
        // All are blank, whichever they are.
        None => latest.saturating_sub(1)..=latest,
    }
}

/// True if each cell that the headings give is the same in order.
fn agree(found: &[Option<&GridCell>], in_order: &[Option<&GridCell>]) -> bool {
    found.iter().zip(in_order).all(|(found, own)| found.is_none() || same_words(&[*found], &[*own]))
}

/// True if each place has the same words in both.
fn same_words(one: &[Option<&GridCell>], other: &[Option<&GridCell>]) -> bool {
    let words = |cell: &Option<&GridCell>| cell.map(|cell| solid(&cell.text));
    let is_same = |one: &Option<&GridCell>, other: &Option<&GridCell>| {
        one.map(|cell| &cell.text) == other.map(|cell| &cell.text) || words(one) == words(other)
    };
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

/// True if it does not matter which cell is which.
fn all_alike(cells: &[&GridCell]) -> bool {
    let mut words = cells.iter().map(|cell| solid(&cell.text));
    words.next().is_none_or(|first| words.all(|other| other == first))
}

/// True if the last figure is the sum of the others: a blank one is no sum.
fn total_holds(line: &Line, cells: &[Option<&GridCell>]) -> bool {
    let figures: Vec<String> = cells.iter().flatten().map(|cell| figure(&cell.text).text).collect();
    let Some((total, parts)) = figures.split_last() else { return false };
    let sum = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| decimal(part))
        .try_fold(rust_decimal::Decimal::ZERO, |sum, part| sum.checked_add(part?));
    line.slots.len() > 2 && decimal(total).is_some() && sum == decimal(total)
}
