//! What the reports of the units add up to, cell by cell.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Figure, Filed};
use crate::format::{CellId, Form};
use crate::report::LARGEST;

/// The sum of reports.
#[derive(Debug, Clone)]
pub struct Sum {
    /// The form of the year.
    pub form: Arc<Form>,
    /// Its cells, in the order of [`Form::cells`].
    pub cells: Vec<SumCell>,
    /// The reports that are in it, by their place among those that were given.
    pub summed: Vec<usize>,
}

/// A cell of the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumCell {
    /// The cell.
    pub id: CellId,
    /// Its path.
    pub path: String,
    /// The sum; `None` where a report has no figure for it, since the rest of them would pass for the whole.
    pub value: Option<Decimal>,
    /// The reports that have none.
    pub without: Vec<Without>,
}

/// A report without a figure for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Without {
    /// Its place among those that were given.
    pub report: usize,
    /// Why it has none.
    pub why: Why,
}

/// Why a report has no figure for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is blank, or holds what is no figure.
    Blank,
    /// It was not read for certain.
    Unread,
    /// Its form has no such cell.
    OtherForm,
    /// The sum is larger than a figure can be.
    TooLarge,
}

impl Why {
    /// The same in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Blank => "空白或者不是数字",
            Self::Unread => "没有读准",
            Self::OtherForm => "所用的格式没有这一格",
            Self::TooLarge => "加起来超过了可以填写的最大数",
        }
    }
}

/// Where the cells of the sum stand in other forms, by their addresses: reports share the forms that they follow.
#[derive(Default)]
struct Places(HashMap<usize, Vec<Option<usize>>>);

impl Places {
    /// For each cell of the sum its place among the cells of a report's form.
    fn of(&mut self, sum: &Arc<Form>, form: &Arc<Form>) -> &[Option<usize>] {
        self.0.entry(Arc::as_ptr(form).addr()).or_insert_with(|| {
            if Arc::ptr_eq(sum, form) {
                return (0..sum.cells().count()).map(Some).collect();
            }
            let own: HashMap<CellId, usize> = form.cells().zip(0..).collect();
            sum.cells().map(|cell| own.get(&sum.same_cell(cell, form)?).copied()).collect()
        })
    }
}

impl Sum {
    /// Adds up reports, each with its place.
    pub fn of<'r>(form: &Arc<Form>, reports: impl IntoIterator<Item = (usize, &'r Filed)>) -> Self {
        let cell = |id| SumCell { id, path: form.path(id), value: Some(Decimal::ZERO), without: Vec::new() };
        let mut sum =
            Self { form: Arc::clone(form), cells: form.cells().map(cell).collect(), summed: Vec::new() };
        let mut places = Places::default();
        for (report, filed) in reports {
            let Some(own) = &filed.form else { continue };
            sum.summed.push(report);
            for (cell, at) in sum.cells.iter_mut().zip(places.of(form, own)) {
                cell.add(report, at.map(|at| filed.figures.get(at).copied().unwrap_or(Figure::Blank)));
            }
        }
        // Of no reports there is no sum.
        if sum.summed.is_empty() {
            sum.cells.iter_mut().for_each(|cell| cell.value = None);
        }
        sum
    }

    /// The cells that could not be added up.
    pub fn blank(&self) -> impl Iterator<Item = &SumCell> {
        self.cells.iter().filter(|cell| cell.value.is_none())
    }

    /// What a report has for each cell of the sum; `None` where its form has no such cell.
    pub fn figures(&self, filed: &Filed) -> Vec<Option<Figure>> {
        let Some(form) = &filed.form else { return Vec::new() };
        let mut places = Places::default();
        let figure = |at: &Option<usize>| at.and_then(|at| filed.figures.get(at).copied());
        places.of(&self.form, form).iter().map(figure).collect()
    }
}

impl SumCell {
    fn add(&mut self, report: usize, figure: Option<Figure>) {
        let why = match figure {
            Some(Figure::Number(number)) => {
                let Some(value) = self.value else { return };
                self.value = value
                    .checked_add(number)
                    .filter(|sum| is_exact(*sum, value, number) && *sum <= LARGEST.into());
                if self.value.is_some() {
                    return;
                }
                Why::TooLarge
            }
            Some(Figure::Blank) => Why::Blank,
            Some(Figure::Unread) => Why::Unread,
            None => Why::OtherForm,
        };
        self.value = None;
        self.without.push(Without { report, why });
    }
}

/// True for a sum that keeps every decimal: one with too many digits is rounded without a word.
fn is_exact(sum: Decimal, one: Decimal, other: Decimal) -> bool {
    sum.scale() == one.scale().max(other.scale())
}
