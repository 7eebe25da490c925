//! What the two rules on stocks share: which columns make one is declared by the form.

use rust_decimal::Decimal;

use super::years::{self, Pair};
use super::{Subject, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, Column, Stock};

/// A row that counts a stock, with last year's.
pub(super) struct RowStock<'a> {
    pair: Pair<'a>,
    id: CellId,
    pub columns: Stock,
    last_id: CellId,
    pub last: Decimal,
    pub made: Decimal,
    pub ended: Decimal,
    pub total: Decimal,
}

/// Every row that counts a stock this year and last; rows with a blank cell are left out.
pub(super) fn stocks<'a>(subject: &Subject<'a>) -> Vec<RowStock<'a>> {
    let Some(report) = subject.report else { return Vec::new() };
    report.form.cells().filter_map(|id| row_stock(subject, id)).collect()
}

fn row_stock<'a>(subject: &Subject<'a>, id: CellId) -> Option<RowStock<'a>> {
    let columns = subject.report?.form.place(id)?.set.stock.filter(|stock| stock.total == id.column)?;
    let pair = years::pair(subject)?;
    let last_id = pair.same_cell(id)?;
    let value = |column| pair.report.value(CellId { column, ..id });
    let (made, ended, total) = (value(columns.made)?, value(columns.ended)?, value(columns.total)?);
    let last = pair.last.value(last_id)?;
    Some(RowStock { pair, id, columns, last_id, last, made, ended, total })
}

impl RowStock<'_> {
    /// The cell that counts what there is.
    pub fn total_cell(&self) -> CellId {
        self.id
    }

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
    pub fn finding(&self, subject: &Subject<'_>, code: Code, message: String) -> Diagnostic {
        let report = self.pair.report;
        let cells = [self.columns.total, self.columns.made, self.columns.ended]
            .map(|column| CellId { column, ..self.id });
        let at = if self.ends_too_many() { self.columns.ended } else { self.columns.total };
        let span = years::span_of(report, CellId { column: at, ..self.id });
        let mut finding = Diagnostic::warning(code, span, message);
        finding.facts.push(format!(
            "{}：{}是 {}",
            self.pair.place_in_last(self.last_id),
            self.label(self.columns.total),
            self.last
        ));
        finding.cells = words::cell_refs(report, subject.source, cells);
        if self.ends_too_many() {
            return finding;
        }
        years::compared(finding, self.due(), self.total)
    }
}
