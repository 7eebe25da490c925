//! What the sums of a form say of figures that were found by their place.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::{Doubt, How};
use super::expected::Expected;
use super::figure::decimal;
use super::tables::Value;
use crate::format::{CellId, Table};

/// Two sides that are equal in a sound report.
#[derive(Debug)]
struct Equation {
    left: Vec<String>,
    right: Vec<String>,
    /// True if it adds up rows, false for the columns of one row.
    is_of_rows: bool,
}

/// Takes the doubt off figures that the sums confirm: where the columns of a row are not named, its total must be
/// the sum; where the row is not named, the rows must add up as well.
pub(super) fn confirm(expected: &Expected, values: &mut BTreeMap<String, Value>) {
    let doubtful: Vec<(String, Doubt)> =
        values.iter().filter_map(|(path, value)| Some((path.clone(), value.doubt?))).collect();
    if doubtful.is_empty() {
        return;
    }
    let equations = equations(expected, values);
    let confirmed = doubtful.into_iter().filter(|(path, doubt)| {
        let own: Vec<&Equation> = equations.iter().filter(|equation| equation.names(path)).collect();
        let holds = |of_rows: bool| {
            let judged: Vec<bool> = own
                .iter()
                .filter(|one| one.is_of_rows == of_rows)
                .filter_map(|one| one.holds(values))
                .collect();
            !judged.is_empty() && judged.into_iter().all(|holds| holds)
        };
        match doubt {
            Doubt::Column | Doubt::Pieces => holds(false),
            Doubt::Row => holds(false) && holds(true),
            Doubt::Alone | Doubt::Twice | Doubt::Order | Doubt::Garbled | Doubt::Unit => false,
        }
    });
    let confirmed: Vec<String> = confirmed.map(|(path, _)| path).collect();
    for path in confirmed {
        if let Some(value) = values.get_mut(&path) {
            (value.how, value.doubt) = (How::Sums, None);
        }
    }
}

impl Equation {
    fn names(&self, path: &str) -> bool {
        self.left.iter().chain(&self.right).any(|own| own == path)
    }

    /// Whether both sides are equal; `None` if a figure is not there, or is none. A blank one counts nothing, but a
    /// blank total confirms nothing.
    fn holds(&self, values: &BTreeMap<String, Value>) -> Option<bool> {
        let sum = |side: &[String]| {
            let figures = side.iter().map(|path| match values.get(path)?.text.as_str() {
                "" if side.len() > 1 => Some(Decimal::ZERO),
                text => decimal(text),
            });
            figures.into_iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure?))
        };
        Some(sum(&self.left)? == sum(&self.right)?)
    }
}

fn equations(expected: &Expected, values: &BTreeMap<String, Value>) -> Vec<Equation> {
    let mut out = Vec::new();
    for (section, declared, table) in expected.form.tables() {
        let path = |row: usize, column: usize| expected.form.path(CellId { section, row, column });
        for (index, row) in table.rows.iter().enumerate() {
            let Some(set) = table.column_sets.get(row.set) else { continue };
            for (column, total) in set.columns.iter().enumerate() {
                let Some(sum) = &total.sum else { continue };
                let left = vec![path(index, column)];
                let right = sum.addends.iter().map(|&addend| path(index, addend)).collect();
                out.push(Equation { left, right, is_of_rows: false });
            }
            if let Some(sum) = &row.sum {
                for column in 0..set.columns.len() {
                    let left = vec![path(index, column)];
                    let right = addends(&declared.key, table, &sum.addends, column, values, &path);
                    out.push(Equation { left, right, is_of_rows: true });
                }
            }
        }
        for balance in &table.balances {
            let width = balance
                .left
                .first()
                .and_then(|&row| table.rows.get(row))
                .and_then(|row| table.column_sets.get(row.set));
            for column in 0..width.map_or(0, |set| set.columns.len()) {
                let side = |rows: &[usize]| rows.iter().map(|&row| path(row, column)).collect();
                out.push(Equation {
                    left: side(&balance.left),
                    right: side(&balance.right),
                    is_of_rows: true,
                });
            }
        }
    }
    out
}

/// The addends of a sum of rows; a group that is printed as one row stands for its rows.
fn addends(
    key: &str,
    table: &Table,
    rows: &[usize],
    column: usize,
    values: &BTreeMap<String, Value>,
    path: &impl Fn(usize, usize) -> String,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &row in rows {
        let group = table.groups.iter().find(|group| group.rows.contains(&row));
        let name = table
            .rows
            .get(row)
            .and_then(|row| table.column_sets.get(row.set))
            .and_then(|set| set.columns.get(column));
        let whole = group.zip(name).map(|(group, name)| format!("{key}.{}.{}", group.key, name.key));
        let one = whole.filter(|whole| values.contains_key(whole)).unwrap_or_else(|| path(row, column));
        if !out.contains(&one) {
            out.push(one);
        }
    }
    out
}
