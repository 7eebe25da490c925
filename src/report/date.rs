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

impl Date {
    /// A day of the calendar; `None` for one that does not exist.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day, time: None };
        (1..=date.days_in_month()).contains(&day).then_some(date)
    }

    /// A day as people write it: `2025-01-20`, `2025年1月20日`, `2025.1.20`, with digits of any width.
    /// `None` for what is no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.trim().chars().map(super::to_half_width).collect();
        let plain = plain.strip_suffix('日').unwrap_or(&plain);
        let parts: Vec<&str> = plain.split(['年', '月', '-', '/', '.', '—', '–']).map(str::trim).collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let is_number =
            |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || ![year, month, day].into_iter().all(|part| is_number(part)) {
            return None;
        }
        Self::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days of its month; 0 if there is no such month.
    fn days_in_month(&self) -> u8 {
        let is_leap =
            self.year.is_multiple_of(4) && !self.year.is_multiple_of(100) || self.year.is_multiple_of(400);
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        }
    }
}

impl fmt::Display for Date {
    /// The ISO form `2025-01-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in [
            "2025-01-20",
            "2025-1-20",
            "2025年1月20日",
            "2025年01月20日",
            "2025.1.20",
            " ２０２５／１／２０ ",
        ] {
            assert_eq!(
                Date::parse(text).map(|date| date.chinese()).as_deref(),
                Some("2025年1月20日"),
                "{text}"
            );
        }
        assert!(Date::parse("2024-02-29").is_some() && Date::parse("2000-02-29").is_some());
        let wrong = [
            "",
            "2025-02-29",
            "1900-02-29",
            "2025-13-01",
            "2025-00-10",
            "2025-1-0",
            "25-1-20",
            "2025年1月",
            "明天",
        ];
        assert!(wrong.into_iter().all(|text| Date::parse(text).is_none()));
    }
}
