//! What a rule is: its explanation, its examples, and what it looks at.

use super::statements::Statements;
use super::words;
use super::years::{self, Pair};
use crate::diagnostic::{CellRef, Code, Diagnostic, Severity};
use crate::format::{CellId, Column, ColumnSet, Form, Forms, Place, Row as DeclaredRow, Section};
use crate::prose::Prose;
use crate::published::Remark;
use crate::report::{Cell, Fault, Report, Row, Text};
use crate::source::{Source, Span};

/// One rule, with the explanation that `nianbao explain` prints.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its public code.
    pub code: Code,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What it looks at and finds, in full sentences.
    pub what: &'static str,
    /// Why it is a fault (为什么).
    pub why: &'static str,
    /// Where that is laid down (依据).
    pub source: &'static str,
    /// An example that fails.
    pub fails: Example,
    /// An example that passes.
    pub passes: Example,
    /// Whether the agency can accept what it finds.
    pub acceptance: Acceptance,
    /// What it looks at, with the function that looks.
    pub(super) look: Look,
}

/// Whether a written reason (`[[accept]]`) takes what a rule finds off the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// It does.
    Reason,
    /// The file itself is at fault, which no reason excuses.
    FaultOfTheFile,
    /// A sum does not hold, and no reason makes it right.
    Sum,
}

/// What a rule looks at. The run takes it there; without a report only the faults are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look {
    /// Each fault that the reader met.
    Fault(fn(&FileRead<'_>, &Fault) -> Vec<Diagnostic>),
    /// Each cell that the file has.
    Cell(fn(&Subject<'_>, &CellAt<'_>) -> Option<Diagnostic>),
    /// Each row that the file has.
    Row(fn(&Subject<'_>, &RowAt<'_>) -> Option<Diagnostic>),
    /// Each text of the narrative.
    Text(fn(&Subject<'_>, &Prose, &Text) -> Vec<Diagnostic>),
    /// Each text of the narrative, and each note in a cell.
    AnyText(fn(&Subject<'_>, &Prose, &Text) -> Vec<Diagnostic>),
    /// The report, where one thing may be wrong.
    Once(fn(&Subject<'_>) -> Option<Diagnostic>),
    /// The report, where many things may be wrong.
    Report(fn(&Subject<'_>) -> Vec<Diagnostic>),
    /// The report and last year's, if they belong together.
    Years(fn(&Pair<'_>) -> Vec<Diagnostic>),
    /// Each remark on how a report was published, where a published file was read.
    Published(fn(&Remark) -> Option<Diagnostic>),
    /// The written reasons, as they are applied to what the other rules have found.
    Reasons,
}

/// A data file as it was read, whether it gave a report or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileRead<'a> {
    /// The data file.
    pub source: &'a Source,
    /// The forms at hand.
    pub forms: &'a Forms,
    /// What the reader met.
    pub faults: &'a [Fault],
    /// The form of the report; `None` if the file gave none.
    pub form: Option<&'a Form>,
    /// The year of the report; `None` if the file gave none.
    pub year: Option<u16>,
}

/// A report and all that stands beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The data file.
    pub source: &'a Source,
    /// The forms at hand.
    pub forms: &'a Forms,
    /// What the reader met.
    pub faults: &'a [Fault],
    /// The report.
    pub report: &'a Report,
    /// What the narrative states, read once for all rules on it.
    pub statements: &'a Statements<'a>,
}

/// A cell of a report and what the form says of it.
pub(super) struct CellAt<'a> {
    pub id: CellId,
    pub place: Place<'a>,
    pub cell: &'a Cell,
}

/// A row of a report and what the form says of it.
pub(super) struct RowAt<'a> {
    pub section: usize,
    /// What the form says of the section.
    pub of: &'a Section,
    /// Its index in the table.
    pub index: usize,
    pub declared: &'a DeclaredRow,
    pub set: &'a ColumnSet,
    pub row: &'a Row,
}

impl RowAt<'_> {
    /// One of its cells.
    pub fn id(&self, column: usize) -> CellId {
        CellId { section: self.section, row: self.index, column }
    }

    /// What the form says of its columns.
    pub fn columns(&self) -> &[Column] {
        &self.set.columns
    }
}

impl<'a> Subject<'a> {
    /// The narrative, with the figures in place.
    pub fn narrative(&self) -> impl Iterator<Item = (&'a Prose, &'a Text)> {
        self.statements.narratives.iter().map(|narrative| (&narrative.prose, narrative.text))
    }

    /// Last year's report, if it is at hand and belongs to this one.
    pub fn years(&self) -> Option<Pair<'a>> {
        years::pair(self)
    }

    /// Cells that take part in a finding.
    pub fn cells(&self, ids: impl IntoIterator<Item = CellId>) -> Vec<CellRef> {
        words::cell_refs(self.report, self.source, ids)
    }

    fn every_cell(&self) -> impl Iterator<Item = CellAt<'a>> {
        self.every_row().flat_map(|at| {
            let cells = at.set.columns.iter().zip(&at.row.cells).enumerate();
            cells.map(move |(number, (column, cell))| {
                let place = Place { section: at.of, row: at.declared, set: at.set, column };
                CellAt { id: CellId { section: at.section, row: at.index, column: number }, place, cell }
            })
        })
    }

    /// The rows that the file has, with what the form says of each.
    pub(super) fn every_row(&self) -> impl Iterator<Item = RowAt<'a>> {
        let report = self.report;
        report.form.tables().flat_map(move |(section, of, table)| {
            table.rows.iter().enumerate().filter_map(move |(index, declared)| {
                let set = table.column_sets.get(declared.set)?;
                Some(RowAt { section, of, index, declared, set, row: report.row(section, index)? })
            })
        })
    }
}

impl Rule {
    /// What it finds in a data file.
    pub(super) fn findings(&self, file: &FileRead<'_>, subject: Option<&Subject<'_>>) -> Vec<Diagnostic> {
        if let Look::Fault(check) = self.look {
            return file.faults.iter().flat_map(|fault| check(file, fault)).collect();
        }
        let Some(subject) = subject else { return Vec::new() };
        match self.look {
            Look::Cell(check) => subject.every_cell().filter_map(|cell| check(subject, &cell)).collect(),
            Look::Row(check) => subject.every_row().filter_map(|row| check(subject, &row)).collect(),
            Look::Text(check) => {
                subject.narrative().flat_map(|(prose, text)| check(subject, prose, text)).collect()
            }
            Look::AnyText(check) => {
                let notes = subject.statements.notes.iter();
                let of_notes = notes.flat_map(|(prose, note)| check(subject, prose, &note.text));
                let of_narrative = subject.narrative().flat_map(|(prose, text)| check(subject, prose, text));
                of_narrative.chain(of_notes).collect()
            }
            Look::Once(check) => check(subject).into_iter().collect(),
            Look::Report(check) => check(subject),
            Look::Years(check) => subject.years().map_or_else(Vec::new, |pair| check(&pair)),
            Look::Fault(_) | Look::Published(_) | Look::Reasons => Vec::new(),
        }
    }

    /// What it finds in a remark on a published report.
    pub(super) fn on(&self, remark: &Remark) -> Option<Diagnostic> {
        match self.look {
            Look::Published(check) => check(remark),
            _ => None,
        }
    }

    /// A finding of this rule at a place.
    pub(super) fn finding(&self, severity: Severity, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, severity, span, message)
    }

    /// An error at a place.
    pub(super) fn error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Error, span, message)
    }

    /// A warning at a place.
    pub(super) fn warning(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Warning, span, message)
    }
}

/// An example of a rule: what is shown, and the edits that make a whole report of it.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What is shown.
    pub text: &'static str,
    /// The sound report that is edited.
    pub sample: Sample,
    /// What is replaced in it, each at its first place.
    pub edits: &'static [(&'static str, &'static str)],
    /// What is replaced in last year's report, `examples/qinghe-2023.toml`; `None` if the rule looks
    /// at one year only.
    pub last: Option<&'static [(&'static str, &'static str)]>,
}

impl Example {
    /// An example in the sample of form 2021.
    pub const fn new(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Form2021, edits, last: None }
    }

    /// An example in the sample as it is published, as Markdown with tables of pipes.
    pub const fn published(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Published, edits, last: None }
    }

    /// An example in the sample of form 2019.
    pub const fn form_2019(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Form2019, edits, last: None }
    }

    /// An example in the sample of form 2021 as the report of a government.
    pub const fn government(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Government, edits, last: None }
    }

    /// The same example with last year's report beside it.
    #[must_use]
    pub const fn with_last(self, last: &'static [(&'static str, &'static str)]) -> Self {
        Self { last: Some(last), ..self }
    }
}

/// The sound report that an example edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// `examples/qinghe-2024.toml`.
    Form2021,
    /// The same as the report of a government.
    Government,
    /// `examples/baoshan-2019.toml`.
    Form2019,
    /// What `examples/qinghe-2024.toml` makes as Markdown.
    Published,
}
