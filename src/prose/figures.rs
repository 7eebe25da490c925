//! The values of readings: cell paths, or sums of them with ` + ` and ` - `; `last.` leads to last
//! year's cells.

use std::cell::RefCell;
use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::format::CellId;
use crate::report::Report;

/// The parts of a reading with their signs.
pub fn parts(reading: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut is_minus = false;
    reading.split(' ').filter_map(move |part| match part {
        "+" | "-" => {
            is_minus = part == "-";
            None
        }
        path => Some((is_minus, path)),
    })
}

/// The report that a path leads into, and the path inside it.
fn inside<'r, 'p>(report: &'r Report, path: &'p str) -> Option<(&'r Report, &'p str)> {
    match path.strip_prefix("last.") {
        Some(path) => Some((report.last_year.report()?, path)),
        None => Some((report, path)),
    }
}

/// True if the forms have every cell of a reading.
pub(super) fn has(report: &Report, reading: &str) -> bool {
    parts(reading)
        .all(|(_, path)| inside(report, path).is_some_and(|(report, path)| report.form.target(path).is_ok()))
}

/// The cells of this year's report in a reading.
pub fn cells(report: &Report, reading: &str) -> Vec<CellId> {
    let paths = parts(reading).map(|(_, path)| path).filter(|path| !path.starts_with("last."));
    paths.filter_map(|path| report.form.target(path).ok()).flat_map(|target| target.cells).collect()
}

/// The value that is known of a reading, or else looked up.
fn once(
    known: &RefCell<HashMap<String, Option<Decimal>>>,
    reading: &str,
    look_up: impl FnOnce() -> Option<Decimal>,
) -> Option<Decimal> {
    if let Some(value) = known.borrow().get(reading) {
        return *value;
    }
    let value = look_up();
    known.borrow_mut().insert(reading.to_owned(), value);
    value
}

/// Values of readings, each looked up once.
#[derive(Debug)]
pub struct Figures<'r> {
    report: &'r Report,
    known: RefCell<HashMap<String, Option<Decimal>>>,
    /// What totals should be, looked up once as well.
    corrected: RefCell<HashMap<String, Option<Decimal>>>,
}

impl<'r> Figures<'r> {
    /// The values of a report.
    pub fn new(report: &'r Report) -> Self {
        Self { report, known: RefCell::default(), corrected: RefCell::default() }
    }

    /// The value of a reading; `None` if a cell has none.
    pub fn value(&self, reading: &str) -> Option<Decimal> {
        once(&self.known, reading, || self.look_up(reading))
    }

    /// The value that a stated total should have, where it states another: the sums of the table are
    /// judged by rules of their own.
    pub fn should_be(&self, reading: &str) -> Option<Decimal> {
        once(&self.corrected, reading, || self.correct(reading))
    }

    fn correct(&self, reading: &str) -> Option<Decimal> {
        let (report, path) = inside(self.report, reading)?;
        let target = report.form.target(path).ok()?;
        let [cell] = target.cells.as_slice() else { return None };
        let computed = report.computed(*cell)?;
        (report.value(*cell) != Some(computed)).then_some(computed)
    }

    fn look_up(&self, reading: &str) -> Option<Decimal> {
        parts(reading).try_fold(Decimal::ZERO, |sum, (is_minus, path)| {
            let (report, path) = inside(self.report, path)?;
            let value = report.target_value(&report.form.target(path).ok()?)?;
            if is_minus { sum.checked_sub(value) } else { sum.checked_add(value) }
        })
    }
}
