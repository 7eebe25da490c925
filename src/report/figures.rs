//! The value of each cell, and of each path that names cells.

use rust_decimal::Decimal;

use super::reader::nearest;
use super::{Report, State};
use crate::format::{CellId, Form, Sum};

/// What a path names: one cell, or the cells of a group whose sum is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The cells; their sum is the value.
    pub cells: Vec<CellId>,
}

/// Why a path names no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetError {
    /// No cell, row or group has that path.
    Unknown,
    /// The path names a row or a group; its columns.
    NeedsColumn(Vec<String>),
}

impl Report {
    /// The figure that the report prints: the stated one, else the computed one. `None` if it is
    /// blank, invalid, or the sum of such cells.
    pub fn value(&self, id: CellId) -> Option<Decimal> {
        match self.cell(id).map(|cell| &cell.state) {
            Some(State::Number(number)) => Some(*number),
            Some(State::Blank | State::Invalid(_)) => None,
            Some(State::Absent) | None => self.computed(id),
        }
    }

    /// The figure that a total should be, by the sums of the form; `None` for a cell that is no
    /// total, or if an addend has no value.
    pub fn computed(&self, id: CellId) -> Option<Decimal> {
        let place = self.form.place(id)?;
        let across = |sum: &Sum| self.sum(sum.addends.iter().map(|&column| CellId { column, ..id }));
        let down = |sum: &Sum| self.sum(sum.addends.iter().map(|&row| CellId { row, ..id }));
        let by_columns = place.column.sum.as_ref().and_then(across);
        by_columns.or_else(|| place.row.sum.as_ref().and_then(down))
    }

    /// The cells whose sum a total is, by the sums of the form; `None` for a cell that is no total, or if an addend
    /// has no value or the total is stated and is another figure.
    pub fn addends(&self, id: CellId) -> Option<Vec<CellId>> {
        let place = self.form.place(id)?;
        let by_columns =
            || Some(place.column.sum.as_ref()?.addends.iter().map(|&column| CellId { column, ..id }));
        let by_rows = || Some(place.row.sum.as_ref()?.addends.iter().map(|&row| CellId { row, ..id }));
        let value = Some(self.value(id)?);
        let comes_to = |cells: &Vec<CellId>| self.sum(cells.iter().copied()) == value;
        let across = by_columns().map(Iterator::collect).filter(comes_to);
        across.or_else(|| by_rows().map(Iterator::collect).filter(comes_to))
    }

    /// The sum of cells; `None` if one has no value.
    pub fn sum(&self, cells: impl IntoIterator<Item = CellId>) -> Option<Decimal> {
        cells.into_iter().try_fold(Decimal::ZERO, |sum, id| sum.checked_add(self.value(id)?))
    }

    /// The value of what a path names.
    pub fn target_value(&self, target: &Target) -> Option<Decimal> {
        self.sum(target.cells.iter().copied())
    }
}

impl Form {
    /// The cells that a path names, e.g. `requests.received.total` or `requests.denied.total`.
    ///
    /// # Errors
    /// The path names nothing, or a row or group without a column.
    pub fn target(&self, path: &str) -> Result<Target, TargetError> {
        for (section, declared, table) in self.tables() {
            let Some(rest) = path.strip_prefix(&declared.key).and_then(|rest| rest.strip_prefix('.')) else {
                continue;
            };
            let rows = table.rows.iter().enumerate().map(|(index, row)| (row.key.as_str(), Ok(index)));
            let groups = table.groups.iter().map(|group| (group.key.as_str(), Err(group.rows.as_slice())));
            for (key, row_or_group) in rows.chain(groups) {
                let Some(column) = rest.strip_prefix(key) else { continue };
                let members = match &row_or_group {
                    Ok(row) => std::slice::from_ref(row),
                    Err(rows) => rows,
                };
                let set = members.first().and_then(|&row| table.column_sets.get(table.rows.get(row)?.set));
                let Some(set) = set else { continue };
                let cells = |column| members.iter().map(|&row| CellId { section, row, column }).collect();
                if column.is_empty() && set.is_single() {
                    return Ok(Target { cells: cells(0) });
                }
                if column.is_empty() {
                    return Err(TargetError::NeedsColumn(
                        set.columns.iter().map(|c| c.key.clone()).collect(),
                    ));
                }
                let named =
                    column.strip_prefix('.').and_then(|name| set.columns.iter().position(|c| c.key == name));
                if let Some(column) = named {
                    return Ok(Target { cells: cells(column) });
                }
            }
        }
        Err(TargetError::Unknown)
    }

    /// The cell of another form with the same path and the same kind of figure: most cells of one
    /// national form have none in the other.
    pub fn same_cell(&self, id: CellId, other: &Self) -> Option<CellId> {
        let place = self.place(id)?;
        let target = other.target(&place.path()).ok()?;
        let [cell] = target.cells.as_slice() else { return None };
        let same_kind = other.place(*cell)?.column.kind == place.column.kind;
        same_kind.then_some(*cell)
    }

    /// The cell path that a mistyped one may mean.
    pub fn nearest_path(&self, path: &str) -> Option<String> {
        let paths: Vec<String> = self.cells().map(|cell| self.path(cell)).collect();
        nearest(path, paths.iter().map(String::as_str))
    }
}
