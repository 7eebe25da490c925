//! The day of issue.

use std::fmt;

/// A calendar day, perhaps with a time of day, as the data file states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month, 1–31.
    pub day: u8,
    /// Hour and minute, where the data file gives a date-time.
    pub time: Option<(u8, u8)>,
}

impl Date {
    /// The form that GB/T 9704 asks for: `2025年1月20日`.
    pub fn chinese(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }

    /// `2025-01-20 00:00`, the form of the `PubDate` head tag.
    pub fn with_minutes(&self) -> String {
        let (hour, minute) = self.time.unwrap_or((0, 0));
        format!("{self} {hour:02}:{minute:02}")
    }
}

impl fmt::Display for Date {
    /// The ISO form `2025-01-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
