//! What the narrative says to an edit of the tables: where several would do, it may settle which.

use std::collections::HashSet;
use std::rc::Rc;

use rust_decimal::Decimal;

use crate::format::CellId;
use crate::prose::item::{Item, Role};
use crate::prose::reading::{Bound, Readings, Year};
use crate::report::{Report, State};
use crate::rules::statements::Statements;

/// The counts that the narrative states for certain.
pub(in crate::rules::totals) struct Said<'a> {
    report: &'a Report,
    counts: Vec<(Decimal, Readings)>,
}

impl<'a> Said<'a> {
    pub fn of(statements: &Statements<'a>) -> Self {
        let mut met = HashSet::new();
        // What a reference writes follows the table, and bears nothing out.
        let items = statements.narratives.iter().flat_map(|narrative| {
            let is_written = |item: &&Item| narrative.prose.reference_at(item.range.start).is_none();
            narrative.items.iter().filter(is_written)
        });
        let counts = items.filter(|item| item.role == Role::Count && item.is_certain);
        // The same words over and over say no more than once.
        let counts = counts.filter(|item| met.insert((item.figure.value, Rc::as_ptr(&item.readings))));
        let counts = counts.map(|item| (item.figure.value, Rc::clone(&item.readings))).collect();
        Self { report: statements.report(), counts }
    }

    /// True if a count that the table contradicts holds after the edits, and all that hold go on to do so.
    pub fn settles(&self, edits: &[(CellId, Option<Decimal>)]) -> bool {
        let mut settles = false;
        for (count, readings) in &self.counts {
            let is_now = readings.iter().any(|bound| bound.value == Some(*count));
            let is_then = readings.iter().any(|bound| {
                let change = self.change(bound, edits);
                bound.value.zip(change).is_some_and(|(value, change)| value + change == *count)
            });
            if is_now && !is_then {
                return false;
            }
            settles |= is_then && !is_now;
        }
        settles
    }

    /// How much the edits change a reading.
    fn change(&self, bound: &Bound, edits: &[(CellId, Option<Decimal>)]) -> Option<Decimal> {
        let mut all = Decimal::ZERO;
        for term in bound.reading.0.iter().filter(|term| term.year == Year::This) {
            for id in self.report.form.cells_in(term.row, term.column) {
                let change = self.change_of(id, edits)?;
                all += if term.is_minus { -change } else { change };
            }
        }
        Some(all)
    }

    /// How much they change a cell; a total that is not stated follows its addends.
    fn change_of(&self, id: CellId, edits: &[(CellId, Option<Decimal>)]) -> Option<Decimal> {
        let place = self.report.form.place(id)?;
        let is_stated = self.report.cell(id).is_some_and(|cell| cell.state != State::Absent);
        let follows = |edited: CellId| match (&place.column.sum, &place.row.sum) {
            _ if edited == id => true,
            _ if is_stated || edited.section != id.section => false,
            (Some(across), None) => edited.row == id.row && across.addends.contains(&edited.column),
            (None, Some(down)) => edited.column == id.column && down.addends.contains(&edited.row),
            (Some(across), Some(down)) => {
                across.addends.contains(&edited.column) && down.addends.contains(&edited.row)
            }
            (None, None) => false,
        };
        let mut all = Decimal::ZERO;
        for &(edited, new) in edits.iter().filter(|(edited, _)| follows(*edited)) {
            all += new? - self.report.value(edited)?;
        }
        Some(all)
    }
}
