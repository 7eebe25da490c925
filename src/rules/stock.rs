//! What the two rules on stocks share: which columns make one is declared by the form.

use rust_decimal::Decimal;

use super::Rule;
use super::years::{self, Pair};
use crate::diagnostic::Diagnostic;
use crate::format::{CellId, Column, Stock};

/// A row that counts a stock, with last year's.
pub(super) struct RowStock<'a> {
    pair: &'a Pair<'a>,
    id: CellId,
    pub columns: Stock,
    last_id: CellId,
    pub last: Decimal,
    pub made: Decimal,
    pub ended: Decimal,
    pub total: Decimal,
}

/// Every row that counts a stock this year and last; rows with a blank cell are left out.
pub(super) fn stocks<'a>(pair: &'a Pair<'a>) -> impl Iterator<Item = RowStock<'a>> {
    pair.report.form.cells().filter_map(|id| row_stock(pair, id))
}

/// The stock that a cell counts, if it counts one.
pub(super) fn row_stock<'a>(pair: &'a Pair<'a>, id: CellId) -> Option<RowStock<'a>> {
    let columns = pair.report.form.place(id)?.set.stock.filter(|stock| stock.total == id.column)?;
    let last_id = pair.same_cell(id)?;
    let value = |column| pair.report.value(CellId { column, ..id });
    let (made, ended, total) = (value(columns.made)?, value(columns.ended)?, value(columns.total)?);
    let last = pair.last.value(last_id)?;
    Some(RowStock { pair, id, columns, last_id, last, made, ended, total })
}

impl RowStock<'_> {
    /// What there should be.
    pub fn due(&self) -> Decimal {
        self.last + self.made - self.ended
    }

    /// True if more went than there was.
    pub fn ends_too_many(&self) -> bool {
        self.due() < Decimal::ZERO
    }

    /// The name of the row.
    pub fn row(&self) -> String {
        self.pair.report.form.place(self.id).map_or_else(String::new, |place| place.row.quoted())
    }

    /// The declaration of one of its columns.
    fn column(&self, column: usize) -> Option<&Column> {
        self.pair.report.form.place(CellId { column, ..self.id }).map(|place| place.column)
    }

    /// The label of one of its columns.
    pub fn label(&self, column: usize) -> &str {
        self.column(column).map_or("", |column| &column.label)
    }

    /// The short name of one of its columns.
    pub fn short(&self, column: usize) -> &str {
        self.column(column).map_or("", |column| &column.short)
    }

    /// A warning on it.
    pub fn finding(&self, rule: &Rule, message: String) -> Diagnostic {
        let cell = |column| CellId { column, ..self.id };
        let at = if self.ends_too_many() { self.columns.ended } else { self.columns.total };
        let (place, label) = (self.pair.place_in_last(self.last_id), self.label(self.columns.total));
        let finding = rule
            .warning(years::span_of(self.pair.report, cell(at)), message)
            .fact(format!("{place}：{label}是 {}", self.last))
            .cells(self.pair.cells([self.columns.total, self.columns.made, self.columns.ended].map(cell)));
        match self.ends_too_many() {
            true => finding,
            false => finding.expected(self.due()).actual(self.total),
        }
    }
}
