//! What stands in a cell of a roster: names, days, ticks.

use super::Deadline;
use crate::report::{Date, to_half_width};

/// What may stand behind a day: an hour, a day of the week, 前.
const BEHIND_DAY: &str = "0123456789:时点分秒前以之截止上下午中星期周一二三四五六日 ";

/// What Excel counts days from 1 January 2000 with, and to the end of 2099.
const SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// Signs between the names of one unit.
const BETWEEN_NAMES: [char; 7] = ['、', '；', ';', '，', ',', '/', '\n'];

/// A name as it is kept: on one line, without the number of its line.
pub(super) fn name(text: &str) -> String {
    let solid: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = solid.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        (rest.len() < solid.len()).then(|| rest.strip_prefix(['.', '、', '．', ')', '）'])).flatten();
    numbered.unwrap_or(&solid).to_owned()
}

/// A name without the numeral before it: `一、`, `（二）`.
pub(super) fn without_numeral(text: &str) -> &str {
    let inner = text.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let is_numeral = rest.len() < inner.len();
    rest.strip_prefix(['、', '）', ')']).filter(|_| is_numeral).unwrap_or(text)
}

/// The names in a cell: `县国土局、县规划局`, `曾用名：县国土局`.
pub(super) fn names(text: &str) -> Vec<String> {
    let names = text.split(BETWEEN_NAMES).map(|name| name.rsplit(['：', ':']).next().unwrap_or(name));
    names.map(name).filter(|name| !name.is_empty()).collect()
}

/// True for 是, false for 否; `None` for what is neither.
pub(super) fn tick(text: &str) -> Option<bool> {
    const YES: &[&str] = &["是", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "计入", "纳入", "计"];
    const NO: &[&str] =
        &["否", "×", "✗", "✘", "x", "0", "n", "no", "false", "不", "不计入", "不纳入", "不计"];
    let text = text.chars().map(to_half_width).collect::<String>().to_ascii_lowercase();
    let text = text.trim();
    if YES.contains(&text) { Some(true) } else { NO.contains(&text).then_some(false) }
}

/// The last day as people write it: `2025-01-31`, `2025年1月31日17:00前`, `1月31日`, `次年1月底`, or the number that
/// Excel has for a day.
pub(super) fn deadline(text: &str) -> Option<Deadline> {
    let text: String = text.chars().map(to_half_width).collect();
    let text = text.split('(').next().unwrap_or_default().trim();
    let is_next = text.strip_prefix("次年").or_else(|| text.strip_prefix("翌年"));
    if let Some(date) = text.parse().ok().filter(|serial| SERIALS.contains(serial)).and_then(of_serial) {
        return Some(Deadline::Day(date));
    }
    let (day, behind) = cut(is_next.unwrap_or(text));
    if !behind.chars().all(|c| BEHIND_DAY.contains(c)) {
        return None;
    }
    let day = day.replace(char::is_whitespace, "").replace('号', "日");
    let dated = Date::parse(&day).or_else(|| month_end(&day)).filter(|_| is_next.is_none());
    dated.map(Deadline::Day).or_else(|| yearless(&day))
}

/// A text behind its day: at the sign that ends a day, else at the first that stands in none.
fn cut(text: &str) -> (&str, &str) {
    let end = text.char_indices().find(|(_, c)| matches!(c, '日' | '号' | '底' | '末'));
    let end = end.map(|(at, c)| at + c.len_utf8());
    let other = || text.find(|c: char| !(c.is_ascii_digit() || "年月-/.—–".contains(c)));
    text.split_at_checked(end.or_else(other).unwrap_or(text.len())).unwrap_or((text, ""))
}

/// `1月31日`, `1-31`, `1/31`, `1月底`, and `1.31`, but not `1.3`, which may be the 30th.
fn yearless(day: &str) -> Option<Deadline> {
    // A leap year has all days.
    const LEAP: u16 = 2000;
    let is_unsure = day.split_once('.').is_some_and(|(_, day)| day.len() < 2);
    let date = Date::parse(&format!("{LEAP}-{day}")).or_else(|| month_end(&format!("{LEAP}年{day}")));
    date.filter(|_| !is_unsure).map(|date| Deadline::NextYear(date.month, date.day))
}

/// The last day of `2025年1月底`.
fn month_end(day: &str) -> Option<Date> {
    let month = day.strip_suffix(['底', '末'])?.strip_suffix('月')?;
    (28..=31).rev().find_map(|day| Date::parse(&format!("{month}月{day}日")))
}

/// The day that a workbook counts so.
fn of_serial(serial: u32) -> Option<Date> {
    let mut left = serial.checked_sub(*SERIALS.start())?;
    for month in 0_u16.. {
        let (year, month) = (2000 + month / 12, u8::try_from(month % 12 + 1).ok()?);
        let days: u32 = (28..=31).filter(|day| Date::of(year, month, *day).is_some()).map(u32::from).max()?;
        if left < days {
            return Date::of(year, month, u8::try_from(left + 1).ok()?);
        }
        left -= days;
    }
    None
}
