//! Many reports at a time, for the office that collects them: who has filed, what is wrong, what is copied, what they
//! add up to, and whether a report of their sum agrees with them.
//!
//! A file is kept as what the overview needs of it ([`Filed`]) and no more, so that some thousand reports fit in
//! memory; whoever has the files reads those again whose words are to be compared. Nothing here touches a file.

mod account;
mod against;
pub mod book;
mod copied;
mod filed;
mod gather;
pub mod json;
pub mod letter;
mod name;
pub mod page;
pub mod passages_page;
mod roster;
mod row;
mod state;
mod sum;
mod sum_among;
mod sum_file;
pub mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
pub(crate) mod tests;
mod unit;

pub use account::{SumAccount, Tie, TieRow};
pub use against::{Against, Candidate, Differs, Slip, SlipKind, StatedBy};
pub use copied::{Compared, Copied, Copier, Stretch, stretches};
pub use filed::{Figure, Filed, Found};
pub use gather::{Gathered, gather};
pub use roster::{Deadline, Entry, Roster, RosterError};
pub use row::{Overview, Row};
pub use state::State;
pub use sum::{Sum, SumCell, Why, Without};
pub use sum_among::SumAmong;
pub use sum_file::Parts;
pub use unit::{Standing, Unit};

use crate::format::Forms;
use crate::source::visible;

/// All that is known of the reports of one year.
#[derive(Debug)]
pub struct Collection {
    /// The report year.
    pub year: u16,
    /// True if a roster says who has to file, and who counts in the sum.
    pub has_roster: bool,
    /// Every unit that has filed or had to, the worst first.
    pub units: Vec<Unit>,
    /// Files that do not read and belong to no known unit.
    pub strays: Vec<Stray>,
    /// Files that were not taken for reports.
    pub others: Vec<Stray>,
    /// What the reports add up to; `None` if no form is in force in the year. Reports have their places among the units.
    pub sum: Option<Sum>,
    /// Passages that reports have in common, the longest first.
    pub copied: Vec<Copied>,
    /// What a report of the sum says otherwise.
    pub against: Option<Against>,
}

/// A file that does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its path as it is shown.
    pub path: String,
    /// Why it does not read, in plain words.
    pub problem: String,
    /// True for what may well be something else than a report, such as a picture: nobody misses it.
    pub is_other: bool,
}

impl Stray {
    /// Its name without its folders.
    pub fn name(&self) -> String {
        file_name(&self.path)
    }

    /// Why it does not read, where it is said beside it which file that is.
    pub fn reason(&self) -> String {
        let name = self.name();
        let problem = self.problem.replace(&self.path, &name).replace(&visible(&self.path), &name);
        let behind = problem.split_once(&format!("“{name}”：")).map(|(_, reason)| reason.to_owned());
        behind.unwrap_or(problem)
    }
}

/// The name of a file without its folders.
fn file_name(path: &str) -> String {
    visible(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

impl Collection {
    /// The units of a year; what they add up to comes later.
    pub fn new(gathered: Gathered, year: u16, has_roster: bool) -> Self {
        let Gathered { units, strays, others, .. } = gathered;
        Self { year, has_roster, units, strays, others, copied: Vec::new(), sum: None, against: None }
    }

    /// The units whose report was checked without last year's although that is at hand, by their places.
    pub fn without_last_years(&self) -> Vec<usize> {
        let is_without = |unit: &Unit| {
            unit.last_year.is_some() && unit.report().is_some_and(|report| !report.has_last_year)
        };
        self.units.iter().enumerate().filter(|(_, unit)| is_without(unit)).map(|(place, _)| place).collect()
    }

    /// Takes the report of a unit as it was checked with last year's.
    pub fn put_checked(&mut self, place: usize, report: Filed) {
        let first = self.units.get_mut(place).and_then(|unit| unit.filed.first_mut());
        if let Some(first) = first {
            *first = report;
        }
    }

    /// Puts the worst units first again, once all reports are checked and before anything has its place among them.
    pub fn worst_first(&mut self) {
        gather::worst_first(&mut self.units);
    }

    /// The reports that are in the sum, each with the place of its unit.
    pub fn summed(&self) -> impl Iterator<Item = (usize, &Filed)> {
        let units = self.units.iter().enumerate().filter(|(_, unit)| unit.is_summed(self.has_roster));
        units.filter_map(|(place, unit)| Some((place, unit.report()?)))
    }

    /// Adds up the reports in the form of the year, but for those that are themselves the sum of the others.
    pub fn add_up(&mut self, forms: &Forms) {
        let Some(form) = forms.for_year(self.year) else { return self.sum = None };
        let mut sum = Sum::of(&form, self.summed());
        if self.set_sums_aside(&sum) {
            sum = Sum::of(&form, self.summed());
        }
        self.sum = Some(sum);
    }

    /// Compares a report of the sum with it.
    pub fn compare_with(&mut self, stated: &Filed) {
        self.against = self.sum.as_ref().map(|sum| Against::new(stated, sum, self.candidates()));
    }

    /// The reports that whoever added up may have left out, or counted although they are not in the sum.
    fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        let units = self.units.iter().enumerate().filter(|(_, unit)| !unit.is_set_aside());
        units.flat_map(|(place, unit)| {
            let is_summed = unit.is_summed(self.has_roster);
            // Of two that differ nobody knows which was counted, if any was.
            let filed = if unit.standing == Standing::Differing { &unit.filed } else { unit.told() };
            let filed = if unit.standing <= Standing::Unreadable { &[] } else { filed };
            filed
                .iter()
                .enumerate()
                .filter(|(_, report)| report.form.is_some())
                .map(move |(file, report)| Candidate { unit: place, file, is_summed, report })
        })
    }

    /// True if every unit has filed a report without errors, and a report of the sum agrees, where there is one.
    pub fn is_sound(&self) -> bool {
        let is_sound = |unit: &Unit| {
            let has_errors = unit.report().is_none_or(|report| report.counts.errors > 0);
            unit.standing == Standing::NotDue || !has_errors
        };
        let agrees = self.against.as_ref().is_none_or(Against::agrees);
        agrees && self.strays.is_empty() && self.units.iter().all(is_sound)
    }
}
