//! What is kept of one report that was filed.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::copied::Marks;
use crate::diagnostic::json::Finding;
use crate::diagnostic::{Counts, Diagnostic, Severity, place};
use crate::format::{CellId, Form};
use crate::published::{self, ReadCell};
use crate::report::{Date, Level, Report};
use crate::rules::Checked;
use crate::source::Source;

/// A report that was filed, as far as the office needs it.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its place among the files that were read.
    pub file: usize,
    /// Path of the file as it is shown.
    pub path: String,
    /// True for a data file, false for a report as it was published.
    pub is_data_file: bool,
    /// Full name of the agency as the report states it; empty if it does not.
    pub agency: String,
    /// What kind of body it is.
    pub level: Option<Level>,
    /// Report year.
    pub year: Option<u16>,
    /// Day of issue.
    pub date: Option<Date>,
    /// The form of its tables; `None` if the file does not read so far.
    pub form: Option<Arc<Form>>,
    /// What each cell says, in the order of [`Form::cells`].
    pub figures: Vec<Figure>,
    /// The findings of the check, counted.
    pub counts: Counts,
    /// The findings of the check, in its order.
    pub findings: Vec<Found>,
    /// True for a data file whose head says that its figures are the sums of others'.
    pub is_stated_sum: bool,
    /// True if the check has looked at last year's report, too.
    pub has_last_year: bool,
    /// What tells who may share passages with it.
    pub marks: Marks,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number in the unit of its column, stated or computed from stated ones.
    Number(Decimal),
    /// It is blank, or holds what is no figure.
    Blank,
    /// It was not read for certain from a published report.
    Unread,
}

impl Figure {
    /// The number, if it is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank | Self::Unread => None,
        }
    }
}

/// A finding, in words.
#[derive(Debug, Clone)]
pub struct Found {
    /// How grave it is.
    pub severity: Severity,
    /// Where it is, as a person looks for it: `第 31 行第 5 列`, `表格2 第4行第8列`; empty if on the whole file.
    pub place: String,
    /// Calculations and what it is compared with, a sentence each.
    pub facts: Vec<String>,
    /// The finding as `check --format json` gives it.
    pub finding: Finding,
}

impl Found {
    /// A finding on a text.
    fn new(source: &Source, finding: &Diagnostic) -> Self {
        Self {
            severity: finding.severity,
            place: place(source, finding),
            facts: finding.notes.iter().chain(&finding.facts).cloned().collect(),
            finding: Finding::new(source, finding),
        }
    }

    /// True if it is that grave, and counts.
    pub fn counts_as(&self, severity: Severity) -> bool {
        self.severity == severity && !self.is_accepted()
    }

    /// True if the agency has explained it in writing, so that it does not count.
    pub fn is_accepted(&self) -> bool {
        self.finding.accepted.is_some()
    }
}

impl Filed {
    /// What is kept of a file that was read and checked, with its marks; `published` is how it was read if it is no
    /// data file.
    pub fn new(
        (file, path): (usize, String),
        source: &Source,
        (checked, marks): (&Checked, Marks),
        published: Option<&published::Reading>,
    ) -> Self {
        let report = checked.report.as_ref();
        let unread = published.map(|reading| unread(&reading.account.cells)).unwrap_or_default();
        Self {
            file,
            path,
            is_data_file: published.is_none(),
            agency: report.map(|report| report.agency_name().to_owned()).unwrap_or_default(),
            level: report.and_then(Report::level),
            year: report.and_then(|report| report.year.as_ref()).map(|year| year.value),
            date: report.and_then(|report| report.publication.date.as_ref()).map(|date| date.value),
            form: report.map(|report| Arc::clone(&report.form)),
            figures: report.map(|report| figures(report, &unread)).unwrap_or_default(),
            counts: checked.counts(),
            findings: checked.findings.iter().map(|finding| Found::new(source, finding)).collect(),
            is_stated_sum: published.is_none() && super::sum_file::is_stated_sum(source.text()),
            has_last_year: report.is_some_and(|report| report.last_year.report().is_some()),
            marks,
        }
    }

    /// What a cell of its form says; `Blank` for one that is not there.
    pub fn figure(&self, cell: CellId) -> Figure {
        let at = self.form.as_ref().and_then(|form| form.cells().position(|own| own == cell));
        at.and_then(|at| self.figures.get(at)).copied().unwrap_or(Figure::Blank)
    }

    /// Cells that hold no figure: blank ones, and those that were not read.
    pub fn blanks(&self) -> usize {
        self.figures.iter().filter(|figure| figure.number().is_none()).count()
    }
}

/// The cells that a published report does not state for certain, by their paths.
fn unread(cells: &[ReadCell]) -> HashMap<&str, bool> {
    cells.iter().map(|cell| (cell.path.as_str(), cell.value.is_none() || cell.doubtful)).collect()
}

fn figures(report: &Report, unread: &HashMap<&str, bool>) -> Vec<Figure> {
    let figure = |cell| {
        if !unread.is_empty() && unread.get(report.form.path(cell).as_str()).copied().unwrap_or_default() {
            return Figure::Unread;
        }
        report.value(cell).map_or(Figure::Blank, Figure::Number)
    };
    report.form.cells().map(figure).collect()
}
