//! Something that was entered in the wrong column: two columns are out by equal and opposite amounts.
//!
//! Most often several rows would do, and then only the columns are named.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Cause, Said, Search, borne_out};
use crate::format::CellId;

/// A part of a figure that belongs in another column of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    from: CellId,
    to: CellId,
    amount: Decimal,
}

impl Search<'_> {
    /// The two columns between which something was moved, if no other two would do; and the row, if it is the
    /// only one or the only one that the narrative bears out.
    pub(super) fn moved(&self, said: Option<&Said<'_>>) -> Option<Cause> {
        let moves = self.moves();
        let columns = |one: &Move| {
            let (a, b) = (one.from.column, one.to.column);
            (a.min(b), a.max(b), one.amount)
        };
        let first = moves.first()?;
        if moves.len() > 1 && said.is_some() {
            let in_rows: Vec<Cause> = moves.iter().filter_map(|one| self.in_row(*one)).collect();
            if let Some(cause) = borne_out(&in_rows, said) {
                return Some(cause);
            }
        }
        moves.iter().all(|one| columns(one) == columns(first)).then_some(())?;
        if moves.len() == 1 { self.in_row(*first) } else { self.between_columns(*first) }
    }

    /// Two figures of a row, changed about, move something between two columns. Where another row may be at
    /// fault, the columns are named first.
    pub(super) fn in_any_row(&self, swap: &Cause, said: Option<&Said<'_>>) -> Cause {
        if self.moves().len() < 2 {
            return swap.clone();
        }
        match self.moved(said) {
            Some(moved) if moved.edits.is_empty() => {
                let words = format!("{}；比如，{}", moved.words, swap.words);
                Cause { words, slip: moved.slip, ..swap.clone() }
            }
            moved => moved.unwrap_or_else(|| swap.clone()),
        }
    }

    /// Every way to move something to another column of its row after which all sums hold.
    pub(super) fn moves(&self) -> Vec<Move> {
        let cells: Vec<CellId> = self.values.keys().copied().filter(|&id| !self.is_row_total(id)).collect();
        let pairs = cells.iter().flat_map(|&from| {
            let row = cells.iter().filter(move |to| to.row == from.row && to.column != from.column);
            row.map(move |&to| (from, to))
        });
        pairs.filter_map(|(from, to)| self.moved_between(from, to)).collect()
    }

    fn is_row_total(&self, id: CellId) -> bool {
        self.report.form.place(id).is_none_or(|place| place.column.sum.is_some())
    }

    /// How much must go from one cell to another of its row for every sum to hold.
    fn moved_between(&self, from: CellId, to: CellId) -> Option<Move> {
        let mut effects: BTreeMap<usize, Decimal> = BTreeMap::new();
        for (id, sign) in [(from, Decimal::NEGATIVE_ONE), (to, Decimal::ONE)] {
            for &(index, factor) in self.places.get(&id).map_or(&[][..], Vec::as_slice) {
                *effects.entry(index).or_default() += factor * sign;
            }
        }
        effects.retain(|_, effect| !effect.is_zero());
        let mut amount = None;
        for (&index, &effect) in &effects {
            let needed = -self.rests.get(index)?.checked_div(effect)?;
            if needed <= Decimal::ZERO || amount.is_some_and(|amount| amount != needed) {
                return None;
            }
            amount = Some(needed);
        }
        let amount = amount.filter(|_| effects.len() == self.failed)?;
        let (old, new) = (*self.values.get(&from)?, *self.values.get(&to)?);
        (self.may_hold(from, old - amount) && self.may_hold(to, new + amount)).then_some(Move {
            from,
            to,
            amount,
        })
    }

    /// The cause where one row alone would do.
    fn in_row(&self, one: Move) -> Option<Cause> {
        let Move { from, to, amount } = one;
        let (old, other) = (*self.values.get(&from)?, *self.values.get(&to)?);
        let (new, new_other) = (old - amount, other + amount);
        let words_of = |id| self.report.form.place(id).map(|place| place.words());
        let (left, right) = (words_of(from)?, words_of(to)?);
        let words = format!(
            "把{left}的 {old} 改为 {new}、{right}的 {other} 改为 {new_other} 后，各项合计全部平衡（疑似有 {amount} 填错了列）"
        );
        let slip = format!("多半是{left}的 {old} 里有 {amount} 填错了列，应在{right}");
        Some(Cause { edits: vec![(from, Some(new)), (to, Some(new_other))], words, slip })
    }

    /// The cause where several rows would do.
    fn between_columns(&self, one: Move) -> Option<Cause> {
        let label = |id| self.report.form.place(id).map(|place| place.column.label.clone());
        let amount = one.amount;
        let (left, right) = (label(one.from.min(one.to))?, label(one.from.max(one.to))?);
        let words = format!(
            "“{left}”列与“{right}”列的差额大小相等、方向相反，疑似有 {amount} 在这两列之间填错了列，请逐行核对这两列"
        );
        let slip = format!("多半是有 {amount} 在“{left}”列与“{right}”列之间填错了列");
        Some(Cause { edits: Vec::new(), words, slip })
    }
}
