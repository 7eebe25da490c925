//! The overview, one line a unit, whatever it is drawn as.

use super::copied::copied_by_unit;
use super::{Collection, Copied, Found, State, Stray, Unit, letter};
use crate::diagnostic::Severity;
use crate::report::Date;

/// A collection with its overview: worked out once, for all that is drawn of it.
#[derive(Debug)]
pub struct Overview<'c> {
    /// What is shown.
    pub collection: &'c Collection,
    /// A line for each unit, in their order.
    pub rows: Vec<Row>,
}

/// A line of the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the unit.
    pub name: String,
    /// 类别, as the roster has it.
    pub category: String,
    /// 联系人, as the roster has it.
    pub contact: String,
    /// What has become of its report.
    pub state: State,
    /// The same in words.
    pub state_words: String,
    /// Date of the report.
    pub date: Option<Date>,
    /// Errors; `None` where there is no report that counts.
    pub errors: Option<usize>,
    /// Warnings; `None` likewise.
    pub warnings: Option<usize>,
    /// Cells without a figure; `None` likewise.
    pub blanks: Option<usize>,
    /// The first finding of the gravest kind, or why the file does not read.
    pub problem: String,
    /// Where that is.
    pub place: String,
    /// Its files.
    pub files: Vec<String>,
    /// What a person has to look at, a sentence each.
    pub remarks: Vec<String>,
    /// Name of its letter without extension; `None` for a unit that gets none.
    pub letter: Option<String>,
}

impl<'c> Overview<'c> {
    /// The overview of a collection of which all is known.
    pub fn of(collection: &'c Collection) -> Self {
        let copied = copied_by_unit(collection);
        let letters = letter::names(&collection.units, &copied);
        let units = collection.units.iter().enumerate().zip(copied.iter().zip(letters));
        let rows = units.map(|(unit, (copied, letter))| Row::of(collection, unit, copied, letter));
        Self { collection, rows: rows.collect() }
    }
}

impl Row {
    fn of(
        collection: &Collection,
        (at, unit): (usize, &Unit),
        copied: &[&Copied],
        letter: Option<String>,
    ) -> Self {
        let report = unit.report();
        let counts = report.map(|report| report.counts);
        // What reads only in part says itself why it is no report.
        let is_unread = unit.state() == State::Unreadable;
        let told = report.or_else(|| unit.filed.first().filter(|_| is_unread));
        let first = told.and_then(|report| first(&report.findings));
        // Where nothing else was filed, a file that does not read is the problem; else the unit's remarks have it.
        let (unread, others) = match unit.state() {
            State::Unreadable if first.is_some() => (None, Some(unit.unread.as_slice())),
            State::Unreadable | State::Missing | State::NotDue => (unit.unread.first(), unit.unread.get(1..)),
            _ => (None, None),
        };
        let also_unread = others.unwrap_or_default();
        let also_unread =
            also_unread.iter().map(|stray| format!("另有文件“{}”读不了：{}", stray.name(), stray.reason()));
        let remarks = unit.remarks.iter().cloned().chain(also_unread);
        let entry = unit.entry.as_ref();
        let files = unit.filed.iter().map(|filed| &filed.path);
        Self {
            name: unit.name.clone(),
            category: entry.map(|entry| entry.category.clone()).unwrap_or_default(),
            contact: entry.map(|entry| entry.contact.clone()).unwrap_or_default(),
            state: unit.state(),
            state_words: unit.state_words(),
            date: report.and_then(|report| report.date),
            errors: counts.map(|counts| counts.errors),
            warnings: counts.map(|counts| counts.warnings),
            blanks: report.map(super::Filed::blanks),
            problem: match first {
                Some(found) => found.finding.message.clone(),
                None => unread.map(Stray::reason).unwrap_or_default(),
            },
            place: first.map(|found| found.place.clone()).unwrap_or_default(),
            files: files.chain(unit.unread.iter().map(|stray| &stray.path)).cloned().collect(),
            remarks: remarks.chain(copied.iter().map(|copied| copied.remark(at, collection))).collect(),
            letter,
        }
    }
}

/// The first error that counts; failing that, the first warning.
fn first(findings: &[Found]) -> Option<&Found> {
    let of = |severity| findings.iter().find(|found| found.counts_as(severity));
    of(Severity::Error).or_else(|| of(Severity::Warning))
}
