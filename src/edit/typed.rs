//! What a person typed, as the data file is to hold it.

use toml::de::DeValue;

use super::slot::{self, Field, Slot};
use super::{Address, Refused, figure};
use crate::format::{Form, Forms, quote};
use crate::report::keys::{self, Holds};
use crate::report::{Date, LONGEST_TEXT, Level, to_half_width};
use crate::source::is_unprintable;

/// The text that an address is to hold; `None` to take it away.
///
/// # Errors
/// It does not belong there.
pub(super) fn read(
    address: &Address,
    slot: &Slot,
    typed: &str,
    form: Option<&Form>,
    forms: &Forms,
) -> Result<Option<String>, Refused> {
    let read = match slot {
        Slot::Cell(id) => match form.and_then(|form| form.place(*id)) {
            // A total that is not stated is computed.
            Some(place) => figure::read(typed, &place)
                .map(|figure| Some(figure).filter(|figure| !figure.is_empty() || place.column.sum.is_none())),
            None => Err(String::new()),
        },
        Slot::Field(field) => of_field(field, typed, form, forms),
        // A note that says nothing is none.
        Slot::Member(member) => {
            let label = keys::label(&format!("{}.{}", member.kind.section, member.kind.key)).map(quote);
            line(typed)
                .map(|text| Some(text).filter(|text| !text.is_empty() || !member.kind.needs_text))
                .map_err(|words| format!("{}{words}", label.unwrap_or_default()))
        }
    };
    read.map_err(|words| Refused::NotAllowed { address: address.clone(), words })
}

fn of_field(
    field: &Field,
    typed: &str,
    form: Option<&Form>,
    forms: &Forms,
) -> Result<Option<String>, String> {
    let name = slot::words(field, form);
    let shown: String = typed.trim().chars().take(20).collect();
    let wrong = |expected: &str| Err(format!("{name}不能填“{shown}”：{expected}"));
    match field.key.holds {
        Holds::Narrative => Ok(Some(lines(typed))),
        Holds::Text => match line(typed).map_err(|words| format!("{name}{words}"))? {
            text if text.is_empty() && field.is_whole_section() => Ok(None),
            text => Ok(Some(text)),
        },
        Holds::Date => match date(typed) {
            Some(date) => Ok(date),
            None => wrong("应填一个日子，如 2025-01-20"),
        },
        Holds::Year => match year(typed) {
            Some(year) => Ok(Some(year)),
            None => wrong("应填四位年份，如 2024"),
        },
        Holds::Form => {
            let id: String = typed.trim().chars().map(to_half_width).collect();
            if forms.ids().any(|known| known == id) {
                return Ok(Some(id));
            }
            wrong(&format!("应是 {} 中的一个", forms.ids().collect::<Vec<_>>().join("、")))
        }
        Holds::Level => match Level::meant(typed) {
            Some(level) => Ok(Some(level.key().to_owned())),
            None => wrong("应是部门（department）或者各级人民政府（government）"),
        },
        Holds::Section | Holds::Sections => wrong("这里不能填文字"),
    }
}

/// A text of several lines, with the line ends of the data file's own.
pub(super) fn lines(typed: &str) -> String {
    if typed.contains('\r') { typed.replace("\r\n", "\n").replace('\r', "\n") } else { typed.to_owned() }
}

/// A text on one line.
fn line(typed: &str) -> Result<String, String> {
    let text = typed.trim();
    if text.contains(['\n', '\r']) {
        return Err("只能写一行，不能换行".to_owned());
    }
    if text.contains(|c: char| is_unprintable(c) || c == '\t') {
        return Err("里有看不见的控制字符，请删去后重新填写".to_owned());
    }
    if text.len() > LONGEST_TEXT {
        return Err(format!("太长：最多 {} 个汉字", LONGEST_TEXT / '年'.len_utf8()));
    }
    Ok(text.to_owned())
}

/// A day as TOML writes it, or none; `None` for what is neither.
fn date(typed: &str) -> Option<Option<String>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    // A day with a time stays as it is.
    let is_toml = |text: &str| {
        let value = DeValue::parse(text).ok();
        value.is_some_and(|value| matches!(value.get_ref(), DeValue::Datetime(day) if day.date.is_some()))
    };
    if let Some(day) = Date::parse(typed) {
        return Some(Some(day.to_string()));
    }
    is_toml(typed).then(|| Some(typed.to_owned()))
}

fn year(typed: &str) -> Option<String> {
    let plain: String = typed.trim().chars().map(to_half_width).collect();
    let digits = plain.trim_end_matches(['年', '度']).trim();
    let is_year = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let year: u16 = digits.parse().ok().filter(|_| is_year)?;
    crate::report::YEARS.contains(&year).then(|| digits.to_owned())
}
