//! What has become of a unit's report, as people and programs are told.

use super::{Standing, Unit};

/// What has become of a unit's report, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing was filed.
    Missing,
    /// What was filed does not read.
    Unreadable,
    /// Two reports were filed that state different figures.
    Differing,
    /// It has errors.
    Faulty,
    /// It has none, and was filed too late.
    Late,
    /// It was filed in time and has no errors.
    Filed,
    /// None had to be filed, and there is none of the year.
    NotDue,
}

impl State {
    /// Its name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Differing => "differing",
            Self::Faulty => "faulty",
            Self::Late => "late",
            Self::Filed => "filed",
            Self::NotDue => "not_due",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Missing => "未报送",
            Self::Unreadable => "读不了",
            Self::Differing => "两份不一致",
            Self::Faulty => "有错误",
            Self::Late => "迟报",
            Self::Filed => "已报送",
            Self::NotDue => "没有本年度报告",
        }
    }
}

impl Unit {
    /// What has become of its report.
    pub fn state(&self) -> State {
        match (self.standing, self.report()) {
            (Standing::Missing, _) => State::Missing,
            (Standing::Unreadable, _) => State::Unreadable,
            (Standing::Differing, _) => State::Differing,
            (Standing::Filed, Some(report)) if report.counts.errors > 0 => State::Faulty,
            (Standing::Filed, _) if self.is_late => State::Late,
            (Standing::Filed, _) => State::Filed,
            (Standing::NotDue, _) => State::NotDue,
        }
    }

    /// The same in words, with what else is to be said of it: `有错误，迟报`.
    pub fn state_words(&self) -> String {
        let state = self.state();
        let late = if self.is_late && state != State::Late { "，迟报" } else { "" };
        format!("{}{late}", state.words())
    }
}
