//! The sum rules of a table as equations between its stated cells.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::format::{CellId, Table};
use crate::report::{Report, State};

/// The stated cells of a table.
pub(super) type Values = BTreeMap<CellId, Decimal>;

/// An equation: its cells, each times its factor, add up to zero.
#[derive(Debug, Clone, Default)]
pub(super) struct Equation {
    pub factors: BTreeMap<CellId, Decimal>,
}

impl Equation {
    /// What is left over; 0 if the equation holds.
    pub fn rest(&self, values: &Values) -> Decimal {
        self.factors.iter().map(|(id, factor)| factor * values.get(id).copied().unwrap_or_default()).sum()
    }

    fn add(&mut self, other: &Equation, factor: Decimal) {
        for (id, of_other) in &other.factors {
            *self.factors.entry(*id).or_default() += factor * of_other;
        }
    }
}

/// Every stated number; `None` if a cell cannot be read or a row that must be there is not.
pub(super) fn stated(report: &Report, section: usize, table: &Table) -> Option<Values> {
    let mut values = Values::new();
    for (row, declared) in table.rows.iter().enumerate() {
        let Some(data) = report.row(section, row) else {
            declared.sum.as_ref()?;
            continue;
        };
        for (column, cell) in data.cells.iter().enumerate() {
            match &cell.state {
                State::Number(number) => {
                    values.insert(CellId { section, row, column }, *number);
                }
                State::Absent => {}
                State::Blank | State::Invalid(_) => return None,
            }
        }
    }
    Some(values)
}

/// All equations of a table; a total that is not stated stands for its addends.
pub(super) fn equations(section: usize, table: &Table, values: &Values) -> Option<Vec<Equation>> {
    let mut all = Vec::new();
    for &id in values.keys() {
        let row = table.rows.get(id.row)?;
        let column = table.column_sets.get(row.set)?.columns.get(id.column)?;
        let across =
            column.sum.iter().map(|s| s.addends.iter().map(|&column| CellId { column, ..id }).collect());
        let down = row.sum.iter().map(|s| s.addends.iter().map(|&row| CellId { row, ..id }).collect());
        for addends in across.chain(down) {
            let addends: Vec<CellId> = addends;
            all.push(equation(table, values, &[id], &addends)?);
        }
    }
    for balance in &table.balances {
        let set = table.rows.get(*balance.left.first()?)?.set;
        for column in 0..table.column_sets.get(set)?.columns.len() {
            let cells = |rows: &[usize]| -> Vec<CellId> {
                rows.iter().map(|&row| CellId { section, row, column }).collect()
            };
            all.push(equation(table, values, &cells(&balance.left), &cells(&balance.right))?);
        }
    }
    Some(all)
}

fn equation(table: &Table, values: &Values, left: &[CellId], right: &[CellId]) -> Option<Equation> {
    let mut equation = Equation::default();
    for (side, factor) in [(left, Decimal::ONE), (right, Decimal::NEGATIVE_ONE)] {
        for &id in side {
            equation.add(&expand(table, values, id)?, factor);
        }
    }
    equation.factors.retain(|_, factor| !factor.is_zero());
    Some(equation)
}

/// A cell, or the stated cells that it is the sum of.
fn expand(table: &Table, values: &Values, id: CellId) -> Option<Equation> {
    let mut sum = Equation::default();
    if values.contains_key(&id) {
        sum.factors.insert(id, Decimal::ONE);
        return Some(sum);
    }
    let row = table.rows.get(id.row)?;
    let column = table.column_sets.get(row.set)?.columns.get(id.column)?;
    let addends: Vec<CellId> = match (&column.sum, &row.sum) {
        (Some(across), _) => across.addends.iter().map(|&column| CellId { column, ..id }).collect(),
        (None, Some(down)) => down.addends.iter().map(|&row| CellId { row, ..id }).collect(),
        (None, None) => return None,
    };
    for addend in addends {
        sum.add(&expand(table, values, addend)?, Decimal::ONE);
    }
    Some(sum)
}
