//! Which stated totals are certain to be wrong, so that the computed ones may be written in their place.
//!
//! A total is overwritten only if the figures under it are vouched for by an equation that does without
//! it (一＋二＝三＋四 over the bare figures). Where a figure may be at fault nothing is overwritten: a
//! total that was right would be lost with the only trace of the fault.

mod figures;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{RULES, add, cause, due, may_hold, stated};
use crate::diagnostic::{Change, Diagnostic};
use crate::format::{CellId, Table};
use crate::report::{Cell, Report, State};
use crate::rules::data::blank_cell;
use crate::source::{Edit, Source, Span};
pub(crate) use figures::{blanks, set};

/// More wrong totals than this in one table are no slips of the pen.
const MOST_WRONG: usize = 8;

/// Gives the findings on tables, which come in the order of the file, their share of the figures that mend
/// those tables. With `zeros`, the clerk has said that what is blank is 0.
///
/// This is no matter of one rule: a wrong total, a blank one and the total of both are findings of different
/// rules, and whether they may be written depends on the table as a whole.
pub(crate) fn attach(report: &Report, source: &Source, zeros: bool, findings: &mut [Diagnostic]) {
    let is_sum = |finding: &Diagnostic| RULES.iter().any(|rule| rule.code == finding.code);
    let mut on_tables: Vec<&mut Diagnostic> =
        findings.iter_mut().filter(|finding| is_on_blanks(finding) || is_sum(finding)).collect();
    if on_tables.is_empty() {
        return;
    }
    let stated = report.form.cells().filter_map(|id| Some((stated_at(report, id)?.span, id)));
    let cells: HashMap<Span, CellId> = stated.collect();
    // The finding on each cell, and the first on each table.
    let (mut of_cell, mut of_table) = (HashMap::new(), HashMap::new());
    for (index, finding) in on_tables.iter_mut().enumerate() {
        finding.left = Vec::new();
        finding.fix =
            is_on_blanks(finding).then(|| blank_cell::without_unseen(report, source, finding)).flatten();
        let blank = finding.cells.iter().map(|cell| cell.span).filter(|_| is_on_blanks(finding));
        let named = blank.chain(std::iter::once(finding.span)).filter_map(|span| cells.get(&span));
        for &id in named {
            if is_on_blanks(finding) || is_sum_of(report, id, finding) {
                of_cell.insert(id, index);
            }
            of_table.entry(id.section).or_insert(index);
        }
    }
    let planned = figures::figures(report, zeros);
    for (id, figure) in planned.figures {
        // A total of totals may be wrong without a finding of its own: it goes with another of its table.
        let index = of_cell.get(&id).or_else(|| of_table.get(&id.section));
        let finding = index.and_then(|&index| on_tables.get_mut(index));
        if let (Some(finding), Some(change)) = (finding, change(report, source, id, figure)) {
            let fix = finding.fix.get_or_insert_default();
            fix.edits.retain(|edit| edit.span != change.span);
            fix.changes.retain(|other| other.span != change.span);
            fix.edits.push(Edit { span: change.span, text: change.new.clone() });
            fix.changes.push(change);
        }
    }
    for (section, words) in planned.left {
        if let Some(finding) = of_table.get(&section).and_then(|&index| on_tables.get_mut(index)) {
            finding.left.push(words);
        }
    }
    for fix in on_tables.into_iter().filter_map(|finding| finding.fix.as_mut()) {
        fix.edits.sort();
        fix.changes.sort();
    }
}

/// True for the finding that cells are blank.
pub(crate) fn is_on_blanks(finding: &Diagnostic) -> bool {
    finding.code == blank_cell::RULE.code
}

/// A cell that stands in the file, blank or not.
fn stated_at(report: &Report, id: CellId) -> Option<&Cell> {
    report.cell(id).filter(|cell| cell.state != State::Absent)
}

/// True if a finding is on the sum that a cell is.
pub(super) fn is_sum_of(report: &Report, id: CellId, finding: &Diagnostic) -> bool {
    let place = report.form.place(id);
    let sums = place.map(|place| [place.row.sum.as_ref(), place.column.sum.as_ref()]);
    sums.into_iter().flatten().flatten().any(|sum| sum.code == finding.code.0)
}

/// A new figure as a person sees it.
fn change(report: &Report, source: &Source, id: CellId, figure: Decimal) -> Option<Change> {
    let cell = report.cell(id)?;
    let old = cell.state.number().map_or_else(String::new, |_| source.slice(cell.span).to_owned());
    let place = (report.form.place(id)?.words(), report.form.path(id));
    Some(Change::in_cell(source, cell.span, place, old, figure.to_string()))
}

/// What is to be done with the stated totals of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// None is wrong.
    Sound,
    /// The stated totals that are wrong, each with the right figure.
    Mend(Vec<(CellId, Decimal)>),
    /// Some differ from what is computed, and it is not certain that they are at fault.
    Leave(Doubt),
}

/// Why stated totals are left as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A cell is blank or cannot be read.
    Unreadable,
    /// A figure is at fault: the edit that mends all sums, in words.
    Figure(String),
    /// A figure may be at fault.
    Unclear,
}

/// Judges the stated totals of a table.
pub(crate) fn judge(report: &Report, section: usize) -> Verdict {
    let Some(table) = report.form.table(section) else { return Verdict::Sound };
    let wrong = wrong_totals(report, section);
    if wrong.is_empty() {
        return Verdict::Sound;
    }
    let Some(causes) = cause::all(report, section) else { return Verdict::Leave(Doubt::Unreadable) };
    let is_total = |id: CellId| is_total(report, id);
    let of_figures = causes.iter().find(|cause| cause.edits.iter().any(|&(id, _)| !is_total(id)));
    match (causes.as_slice(), of_figures) {
        ([cause], Some(_)) => return Verdict::Leave(Doubt::Figure(cause.words.clone())),
        (_, Some(_)) => return Verdict::Leave(Doubt::Unclear),
        _ => {}
    }
    let fits = wrong.iter().all(|&(id, new)| may_hold(report, id, new));
    let is_certain = !causes.is_empty() || are_at_fault(report, table, &wrong);
    if fits && is_certain && balances_hold(report, section, table) == Some(true) {
        Verdict::Mend(wrong)
    } else {
        Verdict::Leave(Doubt::Unclear)
    }
}

/// What a total that is still blank should be; `None` if a figure under it is not known, or if one may
/// be wrong: a sum that does not hold somewhere in the table.
pub(crate) fn missing_total(report: &Report, id: CellId) -> Option<Decimal> {
    let table = report.form.table(id.section)?;
    let total = due(report, id).filter(|&total| is_total(report, id) && may_hold(report, id, total))?;
    let is_sound = wrong_totals(report, id.section).is_empty()
        && balances_hold(report, id.section, table) != Some(false);
    is_sound.then_some(total)
}

/// True for a cell that is a sum of others.
pub(crate) fn is_total(report: &Report, id: CellId) -> bool {
    report.form.place(id).is_some_and(|place| place.column.sum.is_some() || place.row.sum.is_some())
}

/// The stated totals that are not the sum of the bare figures, each with that sum.
pub(crate) fn wrong_totals(report: &Report, section: usize) -> Vec<(CellId, Decimal)> {
    let totals = report.form.cells().filter(|&id| id.section == section && is_total(report, id));
    let wrong = |id| {
        let (stated, due) = (stated(report, id)?, due(report, id)?);
        (stated != due).then_some((id, due))
    };
    totals.filter_map(wrong).collect()
}

/// Whether all equations between rows hold, whatever totals are stated; `None` if one cannot be judged
/// and none fails.
fn balances_hold(report: &Report, section: usize, table: &Table) -> Option<bool> {
    let mut all_judged = true;
    for balance in &table.balances {
        let set = balance.left.first().and_then(|&row| table.rows.get(row))?.set;
        for column in 0..table.column_sets.get(set)?.columns.len() {
            let side =
                |rows: &[usize]| add(report, rows.iter().map(|&row| CellId { section, row, column }), due);
            match (side(&balance.left), side(&balance.right)) {
                (Some(left), Some(right)) if left != right => return Some(false),
                (Some(_), Some(_)) => {}
                _ => all_judged = false,
            }
        }
    }
    all_judged.then_some(true)
}

/// True if several totals that are wrong at once are themselves at fault: the figures under each are
/// vouched for, and no misplaced figures could explain as much with as few changes.
fn are_at_fault(report: &Report, table: &Table, wrong: &[(CellId, Decimal)]) -> bool {
    let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
    for &(id, due) in wrong {
        let (Some(place), Some(stated)) = (report.form.place(id), stated(report, id)) else { return false };
        let rest = stated - due;
        match (&place.row.sum, &place.column.sum) {
            // The total of totals follows from the others.
            (Some(sum), across) => {
                if !sum.addends.iter().all(|&row| side(table, row).is_some()) {
                    return false;
                }
                if across.is_none() {
                    of_columns.push(rest);
                }
            }
            (None, _) => match side(table, id.row) {
                Some(sign) => of_rows.push(rest * sign),
                None => return false,
            },
        }
    }
    of_rows.len() + of_columns.len() <= MOST_WRONG && !may_cancel(&of_rows, &of_columns)
}

/// The side of an equation that a row stands on, itself or under a total: 1 on the left, -1 on the right.
fn side(table: &Table, row: usize) -> Option<Decimal> {
    let within = |rows: &[usize]| {
        rows.iter().any(|&of_side| {
            let sum = table.rows.get(of_side).and_then(|declared| declared.sum.as_ref());
            of_side == row || sum.is_some_and(|sum| sum.addends.contains(&row))
        })
    };
    table.balances.iter().find_map(|balance| match (within(&balance.left), within(&balance.right)) {
        (true, false) => Some(Decimal::ONE),
        (false, true) => Some(Decimal::NEGATIVE_ONE),
        _ => None,
    })
}

/// True if what some row totals are out by cancels out, among themselves or against columns: then
/// figures in the wrong row, or an application left out twice, would explain them as well. What rows
/// are out by has the sign of their side of the equation.
fn may_cancel(rows: &[Decimal], columns: &[Decimal]) -> bool {
    fn search(rows: &[Decimal], columns: &[Decimal], sum: Decimal, any_row: bool) -> bool {
        if let [first, rest @ ..] = rows {
            return search(rest, columns, sum, any_row) || search(rest, columns, sum + first, true);
        }
        match columns {
            [first, rest @ ..] => {
                [sum, sum + first, sum - first].into_iter().any(|sum| search(rows, rest, sum, any_row))
            }
            [] => any_row && sum.is_zero(),
        }
    }
    search(rows, columns, Decimal::ZERO, false)
}

/// Blank cells that cannot all be 0, because a stated total over them would then be wrong: each with
/// that total.
pub(crate) fn not_zero(blanks: &[CellId], with_zeros: &Report) -> Vec<(CellId, CellId)> {
    let mut found = Vec::new();
    let mut sections: Vec<usize> = blanks.iter().map(|id| id.section).collect();
    sections.dedup();
    for section in sections {
        for (total, _) in wrong_totals(with_zeros, section) {
            if !is_total_of_stated_totals(with_zeros, total) {
                let under = blanks.iter().filter(|&&id| is_under(with_zeros, total, id));
                found.extend(under.map(|&id| (id, total)));
            }
        }
    }
    found.sort();
    found.dedup_by_key(|(id, _)| *id);
    found
}

/// True if a total adds up totals that are all stated: what it should be depends on them.
fn is_total_of_stated_totals(report: &Report, id: CellId) -> bool {
    let Some(place) = report.form.place(id) else { return false };
    let is_stated = |id| report.cell(id).is_some_and(|cell| matches!(cell.state, State::Number(_)));
    match (&place.row.sum, &place.column.sum) {
        (Some(_), Some(across)) => across.addends.iter().all(|&column| is_stated(CellId { column, ..id })),
        _ => false,
    }
}

/// True if a total is a sum over a cell.
fn is_under(report: &Report, total: CellId, cell: CellId) -> bool {
    let Some(place) = report.form.place(total).filter(|_| total.section == cell.section) else {
        return false;
    };
    let across = place.column.sum.as_ref().is_some_and(|sum| sum.addends.contains(&cell.column));
    let down = place.row.sum.as_ref().is_some_and(|sum| sum.addends.contains(&cell.row));
    match (&place.row.sum, &place.column.sum) {
        (Some(_), Some(_)) => across && down,
        (Some(_), None) => down && total.column == cell.column,
        (None, Some(_)) => across && total.row == cell.row,
        (None, None) => false,
    }
}
