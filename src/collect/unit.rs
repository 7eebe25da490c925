//! The units of an office, each with what it has filed.

use super::roster::Entry;
use super::{Filed, Stray, SumAmong};
use crate::diagnostic::Counts;
use crate::report::Date;

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
    /// It is not on the roster, and there are only reports of other years.
    NotDue,
}

impl Standing {
    /// What it is called in an overview.
    pub fn words(self) -> &'static str {
        match self {
            Self::Missing => "未报送",
            Self::Unreadable => "读不出来",
            Self::Differing => "两份不一致",
            Self::Filed => "已报送",
            Self::NotDue => "没有本年度报告",
        }
    }
}

/// A unit that files a report, or has to.
#[derive(Debug)]
pub struct Unit {
    /// Its name: that of the roster, else that of its report, else the name of the file.
    pub name: String,
    /// Its line of the roster; `None` for a unit that is not on it, or without a roster.
    pub entry: Option<Entry>,
    /// The last day for its report of the year, where the roster says it.
    pub deadline: Option<Date>,
    /// How it stands.
    pub standing: Standing,
    /// True if its report is later than the roster allows.
    pub is_late: bool,
    /// Its reports of the year. The first is the one that counts, if any does; those that do not read so far are the
    /// last.
    pub filed: Vec<Filed>,
    /// Its report of the year before, if it is at hand.
    pub last_year: Option<Filed>,
    /// Files of it that do not read, each with why.
    pub unread: Vec<Stray>,
    /// What a person has to look at: a name that fits only roughly, two files that differ, a report of another year.
    pub remarks: Vec<String>,
    /// What its report has to do with the sum of the others, if it is such a sum.
    pub sum_among: Option<SumAmong>,
}

impl Unit {
    /// The report that counts for the year; `None` if there is none, or nobody knows which.
    pub fn report(&self) -> Option<&Filed> {
        self.filed.first().filter(|_| self.standing == Standing::Filed)
    }

    /// Its reports that people are told of: the one that counts. Of two that differ nobody knows which counts: both.
    pub fn told(&self) -> &[Filed] {
        self.report().map_or(self.filed.as_slice(), std::slice::from_ref)
    }

    /// True if its figures count in the sum: it is on the roster, if there is one, which leaves it in, and its report
    /// is certain and says of which year it is.
    pub fn is_summed(&self, has_roster: bool) -> bool {
        let is_listed = self.entry.as_ref().map_or(!has_roster, |entry| entry.counts);
        is_listed && !self.is_set_aside() && self.report().is_some_and(|report| report.year.is_some())
    }

    /// True if its report is the sum of the others, so that it is not added to them.
    pub fn is_set_aside(&self) -> bool {
        self.sum_among.is_some_and(|kind| kind != SumAmong::Stated)
    }

    /// The findings on its report, counted; on the first one where several differ.
    pub fn counts(&self) -> Counts {
        self.filed.first().map(|filed| filed.counts).unwrap_or_default()
    }
}
