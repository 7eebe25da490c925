//! What stands in the data file now, as a form shows it.

use toml::de::DeValue;

use super::slot::{Field, Member, Repeated, Slot};
use super::typed::lines;
use super::written::{self, Found, Shape, Value, Written};
use crate::format::{CellId, Form};
use crate::report::keys::Holds;
use crate::report::{Invalid, State, read_cell};
use crate::source::Source;

/// What stands under what an address means; `None` if nothing does.
pub(super) fn text(source: &Source, written: &Written, form: Option<&Form>, slot: &Slot) -> Option<String> {
    match slot {
        Slot::Cell(id) => cell(source, written, form?, *id),
        Slot::Field(field) => of_field(source, written, field),
        Slot::Member(wanted) => {
            let member = member(source, written, wanted)?;
            Some(member_text(source, member, wanted.kind))
        }
    }
}

/// The words of a note or an acceptance; without them it is there, and blank.
pub(super) fn member_text(source: &Source, member: written::Member<'_>, kind: &Repeated) -> String {
    member.get(kind.key).map_or_else(String::new, |found| line(source, found.value))
}

/// The path of a row as the file has it.
pub(super) fn row_path(form: &Form, id: CellId) -> Option<Vec<&str>> {
    let place = form.place(id)?;
    Some(std::iter::once(place.section.key.as_str()).chain(place.row.key.split('.')).collect())
}

/// The cells of a row: those of its list, or the one figure that stands there without brackets.
pub(super) fn cells(row: &Value) -> &[Value] {
    match &row.shape {
        Shape::List(values) => values,
        Shape::Single | Shape::Table(_) => std::slice::from_ref(row),
    }
}

fn cell(source: &Source, written: &Written, form: &Form, id: CellId) -> Option<String> {
    let place = form.place(id)?;
    let row = written.find(&row_path(form, id)?)?;
    let text = source.slice(cells(row.value).get(id.column)?.span);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let value = DeValue::parse(text).ok()?;
    Some(match read_cell(&value, place.column.kind).state {
        State::Blank => String::new(),
        State::Invalid(Invalid::Text(text)) => text,
        _ => text.to_owned(),
    })
}

fn of_field(source: &Source, written: &Written, field: &Field) -> Option<String> {
    let Found { value, .. } = written.find(&field.path())?;
    if field.key.holds == Holds::Narrative {
        return Some(narrative(source, value));
    }
    Some(line(source, value))
}

/// A text of several lines. The line break before quotes on a line of their own is not its own.
fn narrative(source: &Source, value: &Value) -> String {
    let Some(text) = string(source.slice(value.span)) else { return source.slice(value.span).to_owned() };
    let style = super::string::Style::of(source.slice(value.span));
    let mut text = lines(&text);
    if style.is_some_and(|style| style.is_block) && text.ends_with('\n') {
        text.pop();
    }
    text
}

/// What stands on one line: a text, or what else is written there.
fn line(source: &Source, value: &Value) -> String {
    let written = source.slice(value.span);
    string(written).unwrap_or_else(|| written.to_owned())
}

/// The text of a string.
pub(super) fn string(written: &str) -> Option<String> {
    if !written.starts_with(['"', '\'']) {
        return None;
    }
    let value = DeValue::parse(written).ok()?;
    value.get_ref().as_str().map(str::to_owned)
}

/// The section of its name and number that says what it is known by.
pub(super) fn member<'w>(
    source: &Source,
    written: &'w Written,
    wanted: &Member,
) -> Option<written::Member<'w>> {
    members(source, written, wanted).nth(wanted.number.checked_sub(1)?)
}

/// All sections of its name that say what it is known by.
pub(super) fn members<'w>(
    source: &Source,
    written: &'w Written,
    wanted: &Member,
) -> impl Iterator<Item = written::Member<'w>> {
    let all = written.repeated(wanted.kind.section).into_iter();
    all.filter(|member| {
        wanted.known_by().all(|(key, said)| known_by(source, *member, key).as_deref() == said)
    })
}

/// What one of several sections says under a key that it is known by.
pub(super) fn known_by(source: &Source, member: written::Member<'_>, key: &str) -> Option<String> {
    let found = member.get(key)?;
    Some(line(source, found.value).trim().to_owned())
}
