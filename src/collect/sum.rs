//! What the reports of the units add up to, cell by cell.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

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
    /// True if every report has a figure and they add up to more, or less, than a figure can be.
    pub is_too_large: bool,
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
}

impl Why {
    /// The same in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Blank => "空白或者不是数字",
            Self::Unread => "没有读准",
            Self::OtherForm => "所用的格式没有这一格",
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
        let cell = |id| SumCell {
            id,
            path: form.path(id),
            value: Some(Decimal::ZERO),
            without: Vec::new(),
            is_too_large: false,
        };
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
        sum.cells.iter_mut().for_each(SumCell::judge);
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
        // Nearly every report has the form of the year.
        if Arc::ptr_eq(&self.form, form) {
            return filed.figures.iter().map(|figure| Some(*figure)).collect();
        }
        let mut places = Places::default();
        let figure = |at: &Option<usize>| at.and_then(|at| filed.figures.get(at).copied());
        places.of(&self.form, form).iter().map(figure).collect()
    }
}

impl SumCell {
    fn add(&mut self, report: usize, figure: Option<Figure>) {
        let why = match figure {
            Some(Figure::Number(number)) => {
                let sum = self.value.map(|value| exact_sum(value, number));
                self.is_too_large |= sum == Some(None);
                self.value = sum.flatten();
                return;
            }
            Some(Figure::Blank) => Why::Blank,
            Some(Figure::Unread) => Why::Unread,
            None => Why::OtherForm,
        };
        self.value = None;
        self.without.push(Without { report, why });
    }

    /// Leaves blank what no data file can state. Only the end counts: on the way, a sum may be larger.
    fn judge(&mut self) {
        self.is_too_large |= self.value.is_some_and(|value| value.abs() > LARGEST.into());
        self.is_too_large &= self.without.is_empty();
        if self.is_too_large {
            self.value = None;
        }
    }
}

/// Binary digits of the whole part of a figure.
pub(super) fn binary_digits(figure: Decimal) -> u32 {
    let whole = figure.abs().trunc().to_u64().unwrap_or_default();
    u64::BITS - whole.leading_zeros()
}

/// The sum of two numbers; `None` where it has more digits than are kept, so that it would be rounded.
fn exact_sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_add(other).filter(|sum| sum.scale() >= one.scale().max(other.scale()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::testing::{filed, set};

    fn sum(reports: &[Filed]) -> Sum {
        let form = reports[0].form.clone().unwrap();
        Sum::of(&form, reports.iter().enumerate())
    }

    fn value(sum: &Sum, path: &str) -> Option<String> {
        sum.cells.iter().find(|cell| cell.path == path).unwrap().value.map(|value| value.to_string())
    }

    #[test]
    fn every_cell_is_the_sum_of_the_reports() {
        let reports = [filed("甲局"), filed("乙局"), filed("丙局")];
        let sum = sum(&reports);
        assert_eq!(sum.summed, [0, 1, 2]);
        for (cell, figure) in sum.cells.iter().zip(&reports[0].figures) {
            assert_eq!(cell.value.unwrap(), figure.number().unwrap() * Decimal::from(3), "{}", cell.path);
        }
    }

    #[test]
    fn decimals_are_exact_and_the_longest_scale_is_kept() {
        let mut reports = [filed("甲局"), filed("乙局"), filed("丙局")];
        let path = "disclosure.fees";
        for (report, amount) in reports.iter_mut().zip(["0.10", "0.2", "1000.123456"]) {
            set(report, path, Figure::Number(amount.parse().unwrap()));
        }
        assert_eq!(value(&sum(&reports), path).unwrap(), "1000.423456");
        for (report, amount) in reports.iter_mut().zip(["0.10", "0.20", "1.70"]) {
            set(report, path, Figure::Number(amount.parse().unwrap()));
        }
        assert_eq!(value(&sum(&reports), path).unwrap(), "2.00");
    }

    #[test]
    fn a_cell_that_one_report_lacks_has_no_sum_and_is_named() {
        let mut reports = [filed("甲局"), filed("乙局"), filed("丙局"), filed("丁局")];
        let path = "requests.received.natural_person";
        set(&mut reports[1], path, Figure::Blank);
        set(&mut reports[3], path, Figure::Unread);
        let sum = sum(&reports);
        let blank: Vec<&SumCell> = sum.blank().collect();
        assert_eq!(blank.len(), 1);
        assert_eq!((blank[0].path.as_str(), blank[0].value), (path, None));
        let without = |report, why| Without { report, why };
        assert_eq!(blank[0].without, [without(1, Why::Blank), without(3, Why::Unread)]);
    }

    #[test]
    fn reports_in_another_form_count_where_the_path_is_the_same() {
        let forms = crate::format::Forms::built_in();
        let reports = [filed("甲局"), super::super::testing::filed_in_2019("乙局")];
        let sum = Sum::of(&forms.for_year(2024).unwrap(), reports.iter().enumerate());
        let path = "requests.received.natural_person";
        let expected: Decimal = reports
            .iter()
            .map(|report| {
                let form = report.form.as_ref().unwrap();
                report.figure(form.target(path).unwrap().cells[0]).number().unwrap()
            })
            .sum();
        assert_eq!(value(&sum, path).unwrap(), expected.to_string());
        let other: Vec<&SumCell> = sum.blank().collect();
        assert!(!other.is_empty());
        assert!(other.iter().all(|cell| cell.without == [Without { report: 1, why: Why::OtherForm }]));
    }

    #[test]
    fn what_is_too_large_or_too_long_is_no_sum() {
        let mut reports = [filed("甲局"), filed("乙局")];
        let path = "disclosure.fees";
        let mut sums_to = |one: &str, two: &str| {
            for (report, amount) in reports.iter_mut().zip([one, two]) {
                set(report, path, Figure::Number(amount.parse().unwrap()));
            }
            value(&sum(&reports), path)
        };
        assert_eq!(sums_to("999999998", "1").unwrap(), "999999999");
        assert_eq!(sums_to("999999999", "1"), None);
        assert_eq!(sums_to("-999999998", "-1").unwrap(), "-999999999");
        assert_eq!(sums_to("-999999999", "-0.1"), None);
        assert_eq!(sums_to("999999998.000000000000001", "0.1").unwrap(), "999999998.100000000000001");
        assert_eq!(Sum::of(&reports[0].form.clone().unwrap(), []).blank().count(), reports[0].figures.len());
    }

    #[test]
    fn only_the_end_of_an_addition_is_judged() {
        let mut reports = [filed("甲局"), filed("乙局"), filed("丙局")];
        let path = "disclosure.fees";
        let mut sum_of = |amounts: [&str; 3]| {
            for (report, amount) in reports.iter_mut().zip(amounts) {
                set(report, path, Figure::Number(amount.parse().unwrap()));
            }
            sum(&reports)
        };
        for (amounts, end) in [
            (["999999999", "5", "-10"], "999999994"),
            (["-999999999", "-5", "10"], "-999999994"),
            (["999999999", "999999999", "-1999999998"], "0"),
        ] {
            assert_eq!(value(&sum_of(amounts), path).unwrap(), end);
        }
        let sum = sum_of(["-999999999", "-999999999", "5"]);
        let blank: Vec<&SumCell> = sum.blank().collect();
        assert_eq!((blank.len(), blank[0].is_too_large, blank[0].without.len()), (1, true, 0));
    }
}
