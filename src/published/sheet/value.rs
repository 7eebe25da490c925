//! Values as the sheet shows them.

use std::fmt::{Display, LowerExp};

use calamine::{DataRef, ExcelDateTime};
use rust_decimal::Decimal;

/// Days from the beginning of Excel's calendar to its end, the last day of 9999.
const LAST_DAY: u32 = 2_958_465;

/// What a cell with that value shows; empty if nothing.
pub fn shown(value: &DataRef<'_>, percent: bool) -> String {
    let text = match value {
        DataRef::Empty => return String::new(),
        DataRef::Int(value) => number(*value, percent),
        DataRef::Float(value) => number(*value, percent),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(date) => self::date(date),
        DataRef::DateTimeIso(date) => iso_date(date).unwrap_or_else(|| date.clone()),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// True for a number.
pub fn is_number(value: &DataRef<'_>) -> bool {
    matches!(value, DataRef::Int(_) | DataRef::Float(_))
}

/// A number with the fifteen digits that Excel keeps, without an exponent.
fn number<T: LowerExp + Display>(value: T, percent: bool) -> String {
    let Some(mut number) = Decimal::from_scientific(&format!("{value:.14e}")).ok() else {
        return value.to_string();
    };
    if percent {
        match number.checked_mul(Decimal::ONE_HUNDRED) {
            Some(hundredfold) => number = hundredfold,
            None => return value.to_string(),
        }
    }
    let text = number.normalize().to_string();
    if percent { text + "%" } else { text }
}

/// A date, with the time if there is one; a time alone; a duration as a number of days.
fn date(date: &ExcelDateTime) -> String {
    let days = number(date.as_f64(), false);
    let whole = days.split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    // Beyond its calendar, calamine would count over.
    let Some(whole) = whole.filter(|whole| *whole <= LAST_DAY && !date.is_duration()) else { return days };
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = match (hour, minute, second) {
        (0, 0, 0) => String::new(),
        (hour, minute, 0) => format!("{hour}:{minute:02}"),
        (hour, minute, second) => format!("{hour}:{minute:02}:{second:02}"),
    };
    match (whole, time.as_str()) {
        (0, time) if !time.is_empty() => time.to_owned(),
        (_, "") => format!("{year}年{month}月{day}日"),
        (_, time) => format!("{year}年{month}月{day}日 {time}"),
    }
}

/// `2025-01-20`, or that with a time of midnight.
fn iso_date(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let midnight = time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z'));
    (parts.next().is_none() && midnight).then(|| format!("{year}年{month}月{day}日"))
}
