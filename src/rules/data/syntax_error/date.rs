//! Days and years that are not written as they should be.

use super::number::chinese;
use super::value::Value;
use super::{Found, Words};
use crate::report::statements::QUOTES;
use crate::report::to_half_width;

/// A day or a year that is not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A date without two digits for month and day, or one that does not exist.
    Day {
        /// The sound line, where it is known what is meant.
        mended: Option<String>,
        /// What such a line looks like.
        example: String,
    },
    /// A year that is not four digits; the sound line, where it is known.
    Year(Option<String>),
}

impl Mistake {
    /// A date behind a key that is not one of a day.
    pub(super) fn stray() -> Self {
        Mistake::Day { mended: None, example: EXAMPLE.to_owned() }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Mistake::Day { mended, example } => {
                let help = match mended {
                    Some(mended) => format!("请写作 {mended}（照 {example} 的样子，不加引号）"),
                    None => format!("请照这样写：{example}（不加引号）；说明文字放在 # 之后"),
                };
                Words::new("日期不对：年份要四位，月、日要两位，中间用 - 连接，且必须是真实的日子", help)
            }
            Mistake::Year(mended) => {
                let help = match mended {
                    Some(mended) => format!("请写作 {mended}"),
                    None => "请照这样写：year = 2024；说明文字放在 # 之后".to_owned(),
                };
                Words::new("年度只写四位数字，不加“年”字、空格和引号", help)
            }
        }
    }
}

const EXAMPLE: &str = "2025-01-20";

/// The mistake in a value that should be a day.
pub(super) fn of_day(value: &Value<'_>) -> Found {
    let example = match value.key {
        key @ ("date" | "deadline") => format!("{key} = {EXAMPLE}"),
        _ => EXAMPLE.to_owned(),
    };
    let mended = day(value.without_note()).map(|day| format!("{} = {day}", value.key));
    (value.span(), super::Mistake::Date(Mistake::Day { mended, example }))
}

/// The mistake in a value that should be a year.
pub(super) fn of_year(value: &Value<'_>) -> Found {
    let mended = year(value.without_note()).map(|year| format!("{} = {year}", value.key));
    (value.span(), super::Mistake::Date(Mistake::Year(mended)))
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

fn exact_day(text: &str) -> Option<String> {
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
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..=2999).contains(&year) && (1..=days).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
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
