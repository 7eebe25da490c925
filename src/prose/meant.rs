//! What a number can mean: readings, whether one of them must hold, and what kind of figure it is.

use super::lexicon::UnitKind;
use super::meaning::CASES;
use super::number::Figure;
use super::reading::{Columns, Reading};
use crate::format::{ColumnRole, RowRole};

/// What kind of figure a number is, for lists that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// None of those below.
    #[default]
    Other,
    /// Applicant columns.
    Applicant(Columns),
    /// A row or group of section three.
    Row(RowRole),
    /// A result column of section four.
    Outcome(ColumnRole),
    /// Reviews or lawsuits, by their row.
    Case(RowRole),
    /// Several results of section three together.
    Results,
    /// Decisions of one kind.
    Decisions,
    /// Items, of which decisions are made.
    Items,
    /// Applications that were withdrawn: some of those of the cell.
    Withdrawn,
    /// Documents that were revised: they may be counted with those that were made.
    Revised,
}

/// Readings of a number, and whether one of them must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) readings: Vec<Reading>,
    pub(super) is_certain: bool,
    pub(super) sort: Sort,
}

impl Meant {
    pub(super) fn new(readings: Vec<Reading>, is_certain: bool, sort: Sort) -> Self {
        Self { readings, is_certain, sort }
    }

    pub(super) fn loose(self) -> Self {
        Self { is_certain: false, ..self }
    }

    /// What was finished, where all that is left was told beside it.
    pub(super) fn of_finished(self) -> Self {
        if self.sort != Sort::Row(RowRole::Finished) {
            return self;
        }
        let new = Reading::total(RowRole::Received).less(&Reading::total(RowRole::CarriedForward));
        Self { readings: vec![Reading::total(RowRole::Finished), new], ..self }
    }

    /// The total of a row.
    pub(super) fn row(row: RowRole) -> Self {
        Self::new(vec![Reading::total(row)], true, Sort::Row(row))
    }

    /// Whether a number with that unit can be a figure of those cells.
    pub(super) fn fits_unit(&self, figure: &Figure) -> bool {
        if self.sort == Sort::Items {
            return matches!(figure.kind, Some(UnitKind::Piece | UnitKind::Count));
        }
        let terms = || self.readings.iter().flat_map(|reading| &reading.0);
        let (some_amount, all_amounts) =
            (self.readings.iter().any(Reading::is_amount), self.readings.iter().all(Reading::is_amount));
        let of_requests = !self.readings.is_empty()
            && matches!(
                self.sort,
                Sort::Applicant(_) | Sort::Row(_) | Sort::Results | Sort::Other | Sort::Revised
            )
            && terms().all(|term| {
                !matches!(term.column, ColumnRole::Decisions | ColumnRole::Amount | ColumnRole::Projects)
                    && !ACTS.contains(&term.column)
                    && !CASES.contains(&term.row)
            });
        let of_decisions = terms().any(|term| term.column == ColumnRole::Decisions);
        let of_documents = terms().all(|term| ACTS.contains(&term.column));
        let of_force = terms().all(|term| term.row == RowRole::CoerciveMeasures);
        match figure.kind {
            Some(UnitKind::Money) => some_amount,
            // 行政许可处理决定62项: the words leave no doubt that decisions are counted.
            Some(UnitKind::Line | UnitKind::Piece)
                if of_decisions && (self.is_certain || figure.value.is_zero()) =>
            {
                true
            }
            Some(UnitKind::Line) => {
                let is_kept = terms().all(|term| {
                    matches!(
                        term.column,
                        ColumnRole::Repealed | ColumnRole::InForce | ColumnRole::TotalPublic
                    )
                });
                let of_none = of_documents && self.is_certain && (is_kept || figure.value.is_zero());
                let of_cases = matches!(self.sort, Sort::Case(_));
                of_cases || of_requests || of_none || of_force && !self.readings.is_empty()
            }
            Some(UnitKind::Piece) => !all_amounts && !of_decisions,
            Some(UnitKind::Count) => !all_amounts,
            None => figure.step >= rust_decimal::Decimal::ONE && !some_amount,
            Some(_) => false,
        }
    }
}

/// The columns of documents.
pub(super) const ACTS: [ColumnRole; 5] = [
    ColumnRole::Issued,
    ColumnRole::Repealed,
    ColumnRole::InForce,
    ColumnRole::Disclosed,
    ColumnRole::TotalPublic,
];
