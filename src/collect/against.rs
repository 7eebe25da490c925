//! A report of the sum (汇总年报) beside the reports of the units: where they differ, and which unit explains it.

mod explain;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

use super::{Figure, Filed, Sum};
use crate::diagnostic::Severity;
use explain::{Puzzle, Suspect};

/// What comes of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The report of the sum.
    pub report: StatedBy,
    /// How many cells were compared.
    pub compared: usize,
    /// The cells whose figures differ.
    pub differences: Vec<Differs>,
    /// The cells that could not be compared, by their paths: one of the two has no figure.
    pub uncompared: Vec<String>,
}

/// Which report was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedBy {
    /// Path of its file as it is shown.
    pub path: String,
    /// Full name of the agency as it states it; empty if it does not.
    pub agency: String,
    /// Its year, if it states one.
    pub year: Option<u16>,
    /// Identifier of its form.
    pub form: String,
    /// True if its form is another one than that of the sum: only what both ask for is compared.
    pub is_in_other_form: bool,
    /// How many errors it has.
    pub errors: usize,
    /// The first of them, in words; empty without one.
    pub first_error: String,
}

/// A cell whose figures differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Cell path.
    pub path: String,
    /// What the report of the sum states.
    pub stated: Decimal,
    /// What the units add up to.
    pub summed: Decimal,
    /// The only way in which reports explain it, if there is but one.
    pub explained_by: Vec<Slip>,
}

impl Differs {
    /// By how much the report states more than the units add up to.
    pub fn excess(&self) -> Decimal {
        self.stated - self.summed
    }
}

/// What was done wrong with the figures of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slip {
    /// The place of its unit.
    pub report: usize,
    /// Its place among the reports that the unit has filed.
    pub file: usize,
    /// What was done.
    pub kind: SlipKind,
}

/// A slip in adding up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipKind {
    /// It was left out.
    LeftOut,
    /// It was counted twice.
    Twice,
    /// It was counted, and is none of those that are summed.
    OutOfScope,
}

impl SlipKind {
    /// Its name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::LeftOut => "left_out",
            Self::Twice => "twice",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The same in words, behind the name of the unit.
    pub fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "没有计入",
            Self::Twice => "重复计入",
            Self::OutOfScope => "计入了（不在汇总范围内）",
        }
    }

    /// What it adds to the sum of a report that states a figure.
    fn adds(self, figure: Decimal) -> Decimal {
        match self {
            Self::LeftOut => -figure,
            Self::Twice | Self::OutOfScope => figure,
        }
    }
}

/// A report of a unit, with which something may have been done wrong.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'r> {
    /// The place of its unit.
    pub unit: usize,
    /// Its place among the reports that the unit has filed.
    pub file: usize,
    /// True if it is in the sum.
    pub is_summed: bool,
    /// The report.
    pub report: &'r Filed,
}

impl Against {
    /// Compares a report of the sum with the sum. `candidates` are the reports that are in it, and others of its year.
    pub fn new<'r>(stated: &Filed, sum: &Sum, candidates: impl IntoIterator<Item = Candidate<'r>>) -> Self {
        let theirs = sum.figures(stated);
        let mut against = Self {
            report: StatedBy::new(stated, sum),
            compared: 0,
            differences: Vec::new(),
            uncompared: Vec::new(),
        };
        // The places of the cells that both state, with the excess of the report.
        let mut compared = Vec::new();
        for (at, cell) in sum.cells.iter().enumerate() {
            let figure = theirs.get(at).copied().flatten().and_then(Figure::number);
            let Some((stated, summed)) = figure.zip(cell.value) else {
                against.uncompared.push(cell.path.clone());
                continue;
            };
            compared.push((at, stated - summed));
            if stated != summed {
                let path = cell.path.clone();
                against.differences.push(Differs { path, stated, summed, explained_by: Vec::new() });
            }
        }
        against.compared = compared.len();
        if against.differences.is_empty() {
            return against;
        }
        let figures = |filed: &Filed| -> Vec<Decimal> {
            let all = sum.figures(filed);
            let figure = |at: usize| all.get(at).copied().flatten().and_then(Figure::number);
            // Whoever adds up a report that is not in the sum takes what it does not state for nothing.
            compared.iter().map(|&(at, _)| figure(at).unwrap_or_default()).collect()
        };
        let suspects = candidates.into_iter().map(|candidate| Suspect {
            unit: candidate.unit,
            file: candidate.file,
            is_summed: candidate.is_summed,
            figures: figures(candidate.report),
        });
        let explained = Puzzle::new(sum, &compared, suspects.collect()).solve();
        for (differs, slips) in against.differences.iter_mut().zip(explained) {
            differs.explained_by = slips;
        }
        against
    }

    /// True if cells were compared and none differs.
    pub fn agrees(&self) -> bool {
        self.compared > 0 && self.differences.is_empty()
    }
}

impl StatedBy {
    fn new(stated: &Filed, sum: &Sum) -> Self {
        let form = stated.form.as_ref().map(|form| form.id.clone()).unwrap_or_default();
        let first = stated.findings.iter().find(|found| found.counts_as(Severity::Error));
        Self {
            path: stated.path.clone(),
            agency: stated.agency.clone(),
            year: stated.year,
            is_in_other_form: form != sum.form.id,
            form,
            errors: stated.counts.errors,
            first_error: first.map(|found| found.finding.message.clone()).unwrap_or_default(),
        }
    }
}
