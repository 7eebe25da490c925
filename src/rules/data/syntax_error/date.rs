//! Days and years that are not written as they should be.

use super::number::chinese;
use super::value::Value;
use super::{Found, Words};
use crate::report::statements::QUOTES;
use crate::report::{Date, to_half_width};

/// The mistake in a value that should be a day.
pub(super) fn of_day(value: &Value<'_>, example: &str) -> Found {
    let day = day(value.without_note());
    let key = value.key;
    let words = match (key, day) {
        (_, Some(day)) => Words::new(WRONG_DAY, format!("请写作 {key} = {day}（不加引号）")),
        ("date" | "deadline", None) => wrong_day(&format!("{key} = {example}")),
        _ => wrong_day(example),
    };
    (value.span(), words)
}

const WRONG_DAY: &str = "日期不对：年份要四位，月、日要两位，中间用 - 连接，且必须是真实的日子";

/// A date without two digits for month and day, or one that does not exist, with what such a line looks like.
pub(super) fn wrong_day(example: &str) -> Words {
    Words::new(WRONG_DAY, format!("请照这样写：{example}（不加引号）；说明文字放在 # 之后"))
}

/// A day on which the report of a year may be out.
pub(in crate::rules::data) fn example(year: Option<u16>) -> String {
    const ANY_YEAR: u16 = 2024;
    format!("{}-01-20", year.unwrap_or(ANY_YEAR).saturating_add(1))
}

/// The mistake in a value that should be a year.
pub(super) fn of_year(value: &Value<'_>) -> Found {
    let help = match year(value.without_note()) {
        Some(year) => format!("请写作 {} = {year}", value.key),
        None => "请照这样写：year = 2024；说明文字放在 # 之后".to_owned(),
    };
    (value.span(), Words::new("年度只写四位数字，不加“年”字、空格和引号", help))
}

/// Reads a part of a day or a year, in ASCII, full-width or Chinese digits.
fn part(text: &str) -> Option<u64> {
    let half: String = text.trim().chars().map(to_half_width).collect();
    if half.is_empty() || half.len() > 24 {
        return None;
    }
    if half.bytes().all(|b| b.is_ascii_digit()) { half.parse().ok() } else { chinese(&half) }
}

/// The day that a text means, as TOML writes it; the words behind it are dropped.
fn day(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES).trim();
    exact_day(text).or_else(|| exact_day(text.split_whitespace().next()?.trim_matches(QUOTES)))
}

/// The day that a text is and nothing else, as TOML writes it.
pub(in crate::rules::data) fn exact_day(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES).trim();
    let text = text.strip_suffix(['日', '号', '。', '.', '，', ',']).unwrap_or(text);
    let half: String = text.chars().map(to_half_width).collect();
    let compact = half.len() == 8 && half.bytes().all(|b| b.is_ascii_digit());
    let numbers: Vec<u64> = if compact {
        [half.get(..4), half.get(4..6), half.get(6..)].into_iter().flatten().filter_map(part).collect()
    } else {
        let is_border = |c: char| "年月./-—–−。·、，,".contains(c);
        let parts: Vec<&str> = half.split(is_border).collect();
        let read: Vec<u64> = parts.iter().filter_map(|text| part(text)).collect();
        if read.len() == parts.len() { read } else { return None }
    };
    let [year, month, day] = numbers.try_into().ok()?;
    let date = Date::of(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)?;
    (1900..=2999).contains(&date.year).then(|| date.to_string())
}

/// The year that a text is and nothing else.
pub(in crate::rules::data) fn exact_year(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES).trim();
    let text = text.strip_suffix('度').unwrap_or(text);
    let read = part(text.strip_suffix('年').unwrap_or(text))?;
    (1900..=2999).contains(&read).then(|| read.to_string())
}

/// The year that a text means.
fn year(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES);
    let end = text.find(['年', '#']).unwrap_or(text.len());
    let read = |text: &str| {
        let compact: String =
            text.chars().filter(|c| !c.is_whitespace() && !QUOTES.contains(c) && *c != ',').collect();
        part(&compact).filter(|year| (1900..=2999).contains(year)).map(|year| year.to_string())
    };
    read(text.get(..end)?).or_else(|| read(text.split_whitespace().next()?))
}
