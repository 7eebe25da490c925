//! Readings of a number: sums of cells, told by their roles, and their values in a report.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::format::{CellId, ColumnRole, RowRole, named};
use crate::report::Report;

/// The columns of applicants, as bits from the first.
const APPLICANTS: [ColumnRole; 6] = [
    ColumnRole::NaturalPerson,
    ColumnRole::Enterprise,
    ColumnRole::Research,
    ColumnRole::PublicInterest,
    ColumnRole::LegalService,
    ColumnRole::OtherApplicant,
];

/// Columns of applicants that a word names: a set, or one of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub struct Columns {
    narrow: u8,
    /// What it may mean as well.
    wide: Option<u8>,
}

impl Columns {
    /// The last column, 其他.
    pub(super) const OTHER: Self = Self { narrow: 0b10_0000, wide: None };

    /// The columns of those names, with commas between those that are added and `/` between the two sets.
    pub(super) fn named(names: &str) -> Option<Self> {
        let set = |names: &str| {
            names.split(',').try_fold(0, |set, name| {
                let role: ColumnRole = named(name)?;
                Some(set | 1 << APPLICANTS.iter().position(|column| *column == role)?)
            })
        };
        match names.split_once('/') {
            None => Some(Self { narrow: set(names)?, wide: None }),
            Some((narrow, wide)) => Some(Self { narrow: set(narrow)?, wide: Some(set(wide)?) }),
        }
    }

    /// True if the word can mean two sets.
    pub(super) fn is_loose(self) -> bool {
        self.wide.is_some()
    }

    /// True for one column, whatever else the word may mean.
    pub(super) fn is_single(self) -> bool {
        self.narrow.is_power_of_two()
    }

    /// All that the word can mean, as bits.
    pub fn widest(self) -> u8 {
        self.wide.unwrap_or(self.narrow)
    }

    /// The columns that the word can mean in no way.
    pub fn others(self) -> impl Iterator<Item = ColumnRole> {
        roles(!self.widest())
    }

    /// The columns that the word can mean in no way, as a set.
    pub(super) fn rest(self) -> Self {
        Self { narrow: !self.widest() & Self::EVERY, wide: None }
    }

    /// Every applicant, as bits.
    pub const EVERY: u8 = 0b11_1111;

    fn sets(self) -> impl Iterator<Item = u8> {
        std::iter::once(self.narrow).chain(self.wide)
    }
}

fn roles(set: u8) -> impl Iterator<Item = ColumnRole> {
    (0..).zip(APPLICANTS).filter(move |(place, _)| set >> place & 1 == 1).map(|(_, column)| column)
}

/// The year that a cell is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Year {
    /// The report's own.
    This,
    /// The one before.
    Last,
}

/// One term of a sum: a cell, or those of a group in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// It is taken away.
    pub is_minus: bool,
    /// The year.
    pub year: Year,
    /// The row or group.
    pub row: RowRole,
    /// The column.
    pub column: ColumnRole,
}

/// One way to read a number: a sum of terms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading(pub Vec<Term>);

impl Reading {
    /// One cell.
    pub(super) fn cell(row: RowRole, column: ColumnRole) -> Self {
        Self(vec![Term { is_minus: false, year: Year::This, row, column }])
    }

    /// The total of a row.
    pub(super) fn total(row: RowRole) -> Self {
        Self::cell(row, ColumnRole::Total)
    }

    /// All that were to be worked on.
    pub(super) fn at_hand() -> Self {
        Self::total(RowRole::Received).plus(&Self::total(RowRole::CarriedIn))
    }

    /// What was finished, without a row.
    pub(super) fn finished_less(row: RowRole) -> Self {
        Self::total(RowRole::Finished).less(&Self::total(row))
    }

    /// The sum of both.
    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }

    /// The difference.
    pub(super) fn less(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().map(|term| Term { is_minus: !term.is_minus, ..*term }));
        self
    }

    /// The same of some applicants, for each set that the word can mean.
    pub(super) fn in_columns(&self, columns: Columns) -> impl Iterator<Item = Self> {
        let terms = self.0.clone();
        columns.sets().map(move |set| {
            let of = |term: &Term| {
                let term = *term;
                let names: Vec<ColumnRole> = match term.column {
                    ColumnRole::Total => roles(set).collect(),
                    column => vec![column],
                };
                names.into_iter().map(move |column| Term { column, ..term })
            };
            Self(terms.iter().flat_map(of).collect())
        })
    }

    /// The same of last year.
    pub fn last_year(&self) -> Self {
        Self(self.0.iter().map(|term| Term { year: Year::Last, ..*term }).collect())
    }

    /// How many more, or fewer, than last year.
    pub fn change(&self, up: bool) -> Self {
        if up { self.clone().less(&self.last_year()) } else { self.last_year().less(self) }
    }

    /// The one cell of this report that is meant, if it is one.
    pub fn single(&self) -> Option<(RowRole, ColumnRole)> {
        match self.0.as_slice() {
            [term] if term.year == Year::This => Some((term.row, term.column)),
            _ => None,
        }
    }

    /// True if amounts of money are meant.
    pub fn is_amount(&self) -> bool {
        self.0.iter().any(|term| term.column == ColumnRole::Amount)
    }

    /// The cells of this report that take part.
    pub fn cells(&self, report: &Report) -> Vec<CellId> {
        let own = self.0.iter().filter(|term| term.year == Year::This);
        own.flat_map(|term| report.form.cells_in(term.row, term.column)).collect()
    }

    /// As a data file writes it: paths with ` + ` and ` - `; `last.` leads to last year's cells.
    pub fn path(&self, report: &Report) -> String {
        let mut path = String::new();
        for (place, term) in self.0.iter().enumerate() {
            if place > 0 {
                path.push_str(if term.is_minus { " - " } else { " + " });
            }
            if term.year == Year::Last {
                path.push_str("last.");
            }
            path.push_str(&term.path(report).unwrap_or_default());
        }
        path
    }
}

impl Term {
    /// The report that the term leads into.
    pub fn report<'r>(&self, report: &'r Report) -> Option<&'r Report> {
        match self.year {
            Year::This => Some(report),
            Year::Last => report.last_year.report(),
        }
    }

    /// The path of its cell or group.
    pub fn path(&self, report: &Report) -> Option<String> {
        self.report(report)?.form.path_in(self.row, self.column)
    }

    fn cells(&self, report: &Report) -> Option<Vec<CellId>> {
        let cells = self.report(report)?.form.cells_in(self.row, self.column);
        (!cells.is_empty()).then_some(cells)
    }
}

/// A reading with what the report says to it.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The reading.
    pub reading: Reading,
    /// Its value; `None` if a cell has none.
    pub value: Option<Decimal>,
    /// What a stated total should be, where it states another: the rules on sums judge it.
    pub should_be: Option<Decimal>,
}

impl Bound {
    /// A reading in a report; `None` if the form has no such cell.
    fn new(reading: &Reading, report: &Report) -> Option<Self> {
        let (mut value, mut should_be) = (Some(Decimal::ZERO), None);
        for term in &reading.0 {
            let (cells, report) = (term.cells(report)?, term.report(report)?);
            let sum = report.sum(cells.iter().copied());
            value = value.zip(sum).and_then(|(all, sum)| {
                if term.is_minus { all.checked_sub(sum) } else { all.checked_add(sum) }
            });
            if let ([_], [cell]) = (reading.0.as_slice(), cells.as_slice()) {
                should_be = report.computed(*cell).filter(|computed| report.value(*cell) != Some(*computed));
            }
        }
        Some(Self { reading: reading.clone(), value, should_be })
    }
}

/// Readings of one number, the nearest first; the numbers that are read alike share them.
pub type Readings = Rc<[Bound]>;

/// Every reading that was met, resolved once against the form.
#[derive(Debug)]
pub struct Ledger<'r> {
    /// The report.
    pub report: &'r Report,
    known: RefCell<BTreeMap<Vec<Reading>, Readings>>,
}

impl<'r> Ledger<'r> {
    /// The readings of a report.
    pub fn new(report: &'r Report) -> Self {
        Self { report, known: RefCell::default() }
    }

    /// Those of the readings that the form has, each once.
    pub fn list(&self, readings: Vec<Reading>) -> Readings {
        if let Some(known) = self.known.borrow().get(&readings) {
            return Rc::clone(known);
        }
        let mut found: Vec<Bound> = Vec::new();
        for reading in &readings {
            if !found.iter().any(|bound| bound.reading == *reading) {
                found.extend(Bound::new(reading, self.report));
            }
        }
        let found: Readings = found.into();
        self.known.borrow_mut().insert(readings, Rc::clone(&found));
        found
    }

    /// The value of one reading.
    pub fn value(&self, reading: Reading) -> Option<Decimal> {
        self.list(vec![reading]).first()?.value
    }
}
