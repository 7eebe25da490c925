//! The likely cause of sums that do not hold: the one small edit of stated cells after which every
//! sum rule of the table holds.
//!
//! The search works from what the failed equations leave over: a changed cell must lie in each of
//! them and in none that holds. Where several edits would do, nothing is said: a wrong proposal costs
//! the clerk more than none.

mod equations;
mod moved;
mod narrative;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::may_hold;
use crate::format::{CellId, Table};
use crate::report::Report;
use equations::{Equation, Values, equations, stated};
pub(super) use narrative::Said;

/// An edit that mends every sum of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    /// The edited cells with their new values; `None` for a cell that is no longer stated.
    pub edits: Vec<(CellId, Option<Decimal>)>,
    /// The edit and its likely reason, as a sentence without its full stop.
    pub words: String,
    /// What was probably entered wrongly, to begin a message with.
    pub slip: String,
}

/// The likely cause of the sums of a table that do not hold: the only small edit that mends them all, or
/// the only one of them that the narrative bears out; else the two columns between which something was moved.
pub(super) fn find(report: &Report, section: usize, said: Option<&Said<'_>>) -> Option<Cause> {
    let table = report.form.table(section)?;
    let causes = all(report, section)?;
    let values = stated(report, section, table)?;
    let equations = equations(section, table, &values)?;
    let search = Search::new(report, section, table, values, &equations);
    match causes.as_slice() {
        [] => search.moved(said),
        [cause] if is_in_one_row(cause) => Some(search.in_any_row(cause, said)),
        [cause] if is_settled(table, &search.values, cause) => Some(cause.clone()),
        several => borne_out(several, said),
    }
}

/// The only one of several causes that the narrative bears out.
fn borne_out(causes: &[Cause], said: Option<&Said<'_>>) -> Option<Cause> {
    let said = said?;
    let mut settled = causes.iter().filter(|cause| said.settles(&cause.edits));
    let one = settled.next().filter(|_| settled.next().is_none())?;
    Some(Cause { words: format!("{}，正文写的也是改正后的数", one.words), ..one.clone() })
}

fn is_in_one_row(cause: &Cause) -> bool {
    matches!(cause.edits.as_slice(), [(one, _), (other, _)] if one.row == other.row)
}

/// False for figures in the wrong row of a column whose total is not stated: only a stated one shows that
/// the row totals are not at fault.
fn is_settled(table: &Table, values: &Values, cause: &Cause) -> bool {
    let [(one, _), (other, _)] = cause.edits.as_slice() else { return true };
    let mut totals = table.rows.iter().enumerate().filter(|(_, row)| row.sum.is_some());
    one.row == other.row || totals.any(|(row, _)| values.contains_key(&CellId { row, ..*one }))
}

/// Every small edit that mends all sums of a table; none if all of them hold. `None` if a cell of the
/// table cannot be read.
pub(super) fn all(report: &Report, section: usize) -> Option<Vec<Cause>> {
    let table = report.form.table(section)?;
    let values = stated(report, section, table)?;
    let equations = equations(section, table, &values)?;
    let search = Search::new(report, section, table, values, &equations);
    if search.failed == 0 {
        return Some(Vec::new());
    }
    let mut causes = search.changed_cells();
    causes.extend(search.swapped_cells());
    causes.extend(search.thousands());
    Some(causes)
}

struct Search<'a> {
    report: &'a Report,
    section: usize,
    table: &'a Table,
    values: Values,
    /// What each equation leaves over; 0 where it holds.
    rests: Vec<Decimal>,
    failed: usize,
    /// The equations that each cell lies in, with its factor.
    places: BTreeMap<CellId, Vec<(usize, Decimal)>>,
}

impl<'a> Search<'a> {
    fn new(
        report: &'a Report,
        section: usize,
        table: &'a Table,
        values: Values,
        equations: &[Equation],
    ) -> Self {
        let rests: Vec<Decimal> = equations.iter().map(|equation| equation.rest(&values)).collect();
        let failed = rests.iter().filter(|rest| !rest.is_zero()).count();
        let mut places: BTreeMap<CellId, Vec<(usize, Decimal)>> = BTreeMap::new();
        for (index, equation) in equations.iter().enumerate() {
            for (&id, &factor) in &equation.factors {
                places.entry(id).or_default().push((index, factor));
            }
        }
        Self { report, section, table, values, rests, failed, places }
    }

    /// Single cells whose change mends every sum.
    fn changed_cells(&self) -> Vec<Cause> {
        self.places.iter().filter_map(|(&id, places)| self.changed_cell(id, places)).collect()
    }

    fn changed_cell(&self, id: CellId, places: &[(usize, Decimal)]) -> Option<Cause> {
        if places.len() != self.failed {
            return None;
        }
        let mut change = None;
        for &(index, factor) in places {
            let needed = -self.rests.get(index)?.checked_div(factor)?;
            // A cell in an equation that holds needs no change there, but some elsewhere.
            if needed.is_zero() || change.is_some_and(|change| change != needed) {
                return None;
            }
            change = Some(needed);
        }
        let old = *self.values.get(&id)?;
        let new = old + change?;
        self.may_hold(id, new).then_some(())?;
        let place = self.report.form.place(id)?;
        let reason = if digits_swapped(old, new) {
            "（疑似数字颠倒）"
        } else if place.column.sum.is_none() && self.row_total_with(id, new) == Some(old) {
            "（疑似把本行的合计填进了这一格）"
        } else {
            ""
        };
        let words = format!("把{}的 {old} 改为 {new} 后，各项合计全部平衡{reason}", place.words());
        let slip = format!("多半是{}的 {old} 填错了，应为 {new}{reason}", place.words());
        Some(Cause { edits: vec![(id, Some(new))], words, slip })
    }

    /// The total of a cell's row if the cell had another value.
    fn row_total_with(&self, id: CellId, value: Decimal) -> Option<Decimal> {
        let set = self.report.form.place(id)?.set;
        let sum =
            set.columns.iter().filter_map(|c| c.sum.as_ref()).find(|s| s.addends.contains(&id.column))?;
        sum.addends.iter().try_fold(Decimal::ZERO, |total, &column| {
            let addend = CellId { column, ..id };
            Some(total + if addend == id { value } else { *self.values.get(&addend)? })
        })
    }

    /// Neighbours whose values, changed about, mend every sum.
    fn swapped_cells(&self) -> Vec<Cause> {
        let pairs = self.values.keys().flat_map(|&id| {
            let right = CellId { column: id.column + 1, ..id };
            // Where the row of totals is not stated, the rows around it are neighbours in the file.
            let mut rows = (id.row + 1..self.table.rows.len()).map(|row| CellId { row, ..id });
            let below = rows.find(|below| self.values.contains_key(below));
            [Some((id, right)), below.map(|below| (id, below))]
        });
        pairs.flatten().filter_map(|(one, other)| self.swapped_pair(one, other)).collect()
    }

    fn swapped_pair(&self, one: CellId, other: CellId) -> Option<Cause> {
        let (a, b) = (*self.values.get(&one)?, *self.values.get(&other)?);
        let set = |id: CellId| self.table.rows.get(id.row).map(|row| row.set);
        if a == b || set(one) != set(other) || !self.may_hold(one, b) || !self.may_hold(other, a) {
            return None;
        }
        let mut effects: BTreeMap<usize, Decimal> = BTreeMap::new();
        for (id, change) in [(one, b - a), (other, a - b)] {
            for &(index, factor) in self.places.get(&id).map_or(&[][..], Vec::as_slice) {
                *effects.entry(index).or_default() += factor * change;
            }
        }
        effects.retain(|_, effect| !effect.is_zero());
        let mends = |(&index, &effect): (&usize, &Decimal)| self.rests.get(index) == Some(&-effect);
        if effects.len() != self.failed || !effects.iter().all(mends) {
            return None;
        }
        let words_of = |id| self.report.form.place(id).map(|place| place.words());
        let what = if one.row == other.row { "列" } else { "行" };
        let (words, slip) = if a.is_zero() || b.is_zero() {
            let (from, to, value) = if b.is_zero() { (one, other, a) } else { (other, one, b) };
            let (from, to) = (words_of(from)?, words_of(to)?);
            (
                format!("把{from}的 {value} 移到{to}后，各项合计全部平衡（疑似填错了{what}）"),
                format!("多半是{from}的 {value} 填错了{what}，应在{to}"),
            )
        } else {
            let (one, other) = (words_of(one)?, words_of(other)?);
            (
                format!("把{one}的 {a} 与{other}的 {b} 对调后，各项合计全部平衡（疑似填反了两{what}）"),
                format!("多半是{one}的 {a} 与{other}的 {b} 填反了"),
            )
        };
        Some(Cause { edits: vec![(one, Some(b)), (other, Some(a))], words, slip })
    }

    /// Rows in which two cells, read as one number with a comma, mend every sum.
    fn thousands(&self) -> Vec<Cause> {
        let cells = self.values.keys().copied();
        cells.filter_map(|first| self.joined(first)).collect()
    }

    fn joined(&self, first: CellId) -> Option<Cause> {
        let second = CellId { column: first.column + 1, ..first };
        let (a, b) = (*self.values.get(&first)?, *self.values.get(&second)?);
        let (least, thousand) = (Decimal::ONE_HUNDRED, Decimal::ONE_THOUSAND);
        let glued = self.report.cell(first)?.span.end + 1 == self.report.cell(second)?.span.start;
        if !glued || a.is_zero() || a >= thousand || b < least || b >= thousand {
            return None;
        }
        let set = self.report.form.place(first)?.set;
        let width = set.columns.len();
        // Only a row whose every cell is taken can have room for the second half of a number.
        let in_row = |column: usize| CellId { column, ..first };
        let is_full = (0..width).all(|column| self.values.contains_key(&in_row(column)));
        if !is_full || set.required() + 1 != width {
            return None;
        }
        let joined = a * thousand + b;
        let mut values = self.values.clone();
        let mut edits = vec![(first, Some(joined))];
        for column in second.column..width {
            edits.push((in_row(column), self.values.get(&in_row(column + 1)).copied()));
        }
        for (id, value) in &edits {
            match value {
                Some(value) => values.insert(*id, *value),
                None => values.remove(id),
            };
        }
        let mended = equations(self.section, self.table, &values)?;
        mended.iter().all(|equation| equation.rest(&values).is_zero()).then_some(())?;
        let row = self.report.form.place(first)?.row.quoted();
        let words = format!(
            "把{row}行的 {a},{b} 写成 {joined} 后，各项合计全部平衡（数字里的千位逗号会把一个数分成两格）"
        );
        let slip = format!("多半是{row}行的 {a},{b} 被千位逗号分成了两格，应为 {joined}");
        Some(Cause { edits, words, slip })
    }

    fn may_hold(&self, id: CellId, value: Decimal) -> bool {
        may_hold(self.report, id, value)
    }
}

/// True if two digits of a number, changed about, give the other.
fn digits_swapped(old: Decimal, new: Decimal) -> bool {
    let (old, new) = (old.to_string(), new.to_string());
    let differing: Vec<(u8, u8)> = old.bytes().zip(new.bytes()).filter(|(a, b)| a != b).collect();
    match differing.as_slice() {
        [(a, b), (c, d)] => old.len() == new.len() && a == d && b == c,
        _ => false,
    }
}
