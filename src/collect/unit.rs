//! The units of an office, each with what it has filed.

use super::Filed;
use super::roster::Entry;

/// How a unit stands with the report of the year, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It has filed nothing.
    Missing,
    /// It has filed what does not read.
    Unreadable,
    /// It has filed two reports that state different figures.
    Differing,
    /// It has filed.
    Filed,
}

/// A unit that files a report, or has to.
#[derive(Debug)]
pub struct Unit {
    /// Its name: that of the roster, else that of its report, else the name of the file.
    pub name: String,
    /// Its line of the roster; `None` for a unit that is not on it, or without a roster.
    pub entry: Option<Entry>,
    /// How it stands.
    pub standing: Standing,
    /// True if its report is later than the roster allows.
    pub is_late: bool,
    /// Its reports of the year. The first is the one that counts, if any does.
    pub filed: Vec<Filed>,
    /// Its report of the year before, if it is at hand.
    pub last_year: Option<Filed>,
    /// Files of it that do not read, each with why.
    pub unread: Vec<super::Stray>,
    /// What a person has to look at: a name that fits only roughly, two files that differ, a report of another year.
    pub remarks: Vec<String>,
}

impl Unit {
    /// The report that counts for the year; `None` if there is none, or nobody knows which.
    pub fn report(&self) -> Option<&Filed> {
        self.filed.first().filter(|_| self.standing == Standing::Filed)
    }

    /// True if its figures are in the sum: with a roster only those of its units that count.
    pub fn is_summed(&self, has_roster: bool) -> bool {
        let counts = self.entry.as_ref().map_or(!has_roster, |entry| entry.counts);
        counts && self.report().is_some()
    }
}
