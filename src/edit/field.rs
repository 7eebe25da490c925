//! New words in a field, a text, a note or an acceptance.

use super::add::{self, New};
use super::draft::Draft;
use super::slot::{Field, Member};
use super::stands;
use super::string::{self, Style};
use super::written::{self, Holder, Shape, Value};
use super::{Refused, comment, remove};
use crate::report::keys::Holds;
use crate::source::{Edit, Span};

/// The edits by which a field that stands in the file gets another text; `None` if it does not stand there.
pub(super) fn edits(draft: &Draft<'_>, field: &Field, text: &str) -> Option<Vec<Edit>> {
    let value = draft.written.find(&field.path())?.value;
    Some(replace(draft, value, in_file(draft, field.key.holds, text, Some(value))))
}

/// A value in the place of another, the comment behind it where it was.
fn replace(draft: &Draft<'_>, value: &Value, text: String) -> Vec<Edit> {
    let mut edits = vec![Edit { span: value.span, text }];
    edits.extend(comment::keep(draft, value.span, &edits));
    edits
}

/// A text as TOML, in the kind of string that stands there.
fn in_file(draft: &Draft<'_>, holds: Holds, text: &str, stands: Option<&Value>) -> String {
    let style = stands.and_then(|value| Style::of(draft.source.slice(value.span)));
    match holds {
        Holds::Date | Holds::Year => string::bare(text),
        Holds::Narrative => string::write(text, style.unwrap_or(Style::NARRATIVE)),
        _ => string::write(text, style.unwrap_or(Style::LINE)),
    }
}

/// Puts a field in, or takes it out.
pub(super) fn put(draft: &mut Draft<'_>, field: &Field, text: Option<&str>) -> Result<(), Refused> {
    let Some(text) = text else { return remove::key(draft, &field.path(), field.is_whole_section()) };
    let value = in_file(draft, field.key.holds, text, None);
    let label = field.key.label.to_owned();
    add::key(draft, &New { path: field.path(), value, label, head: None, is_row: false })
}

/// The edits by which a note or an acceptance that stands in the file gets another text; `None` if it does not.
pub(super) fn member_edits(draft: &Draft<'_>, wanted: &Member, text: &str) -> Option<Vec<Edit>> {
    let member = stands::member(&draft.source, &draft.written, wanted)?;
    if let Some(found) = member.get(wanted.kind.key) {
        return Some(replace(draft, found.value, in_file(draft, Holds::Text, text, Some(found.value))));
    }
    let value = in_file(draft, Holds::Text, text, None);
    Some(vec![match member.holder() {
        Holder::Braces(braces, entries) => add::in_braces(braces.span, entries, wanted.kind.key, &value),
        Holder::Block(block) => {
            let end = block.entries.last().map_or(block.head.end, |last| last.value.span.end);
            add::on_own_lines(draft, draft.line_end_of(end), &format!("{} = {value}\n", wanted.kind.key))
        }
    }])
}

/// Puts a note or an acceptance in, or takes it out.
pub(super) fn put_member(draft: &mut Draft<'_>, wanted: &Member, text: Option<&str>) -> Result<(), Refused> {
    let Some(text) = text else { return remove::member(draft, wanted) };
    let said =
        wanted.known_by().filter_map(|(key, said)| Some((key, said?))).chain([(wanted.kind.key, text)]);
    let keys: Vec<(&str, String)> =
        said.map(|(key, text)| (key, in_file(draft, Holds::Text, text, None))).collect();
    let section = wanted.kind.section;
    let edit = match draft.written.find(&[section]).map(|found| found.value) {
        Some(list) => in_list(list, &keys)?,
        None => {
            let width = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
            let lines = keys.iter().map(|(key, value)| format!("{key:width$} = {value}\n"));
            let lines: String = std::iter::once(format!("[[{section}]]\n")).chain(lines).collect();
            let last = match draft.written.repeated(section).last() {
                Some(written::Member::Block(block)) if block.is_repeated => Some(*block),
                Some(_) => return Err(Refused::Odd("这一部分的名称只写了一层方括号")),
                None => draft.written.blocks.last(),
            };
            add::section_behind(draft, last, &lines)
        }
    };
    draft.apply(vec![edit])
}

/// One more table in braces in a list.
fn in_list(list: &Value, keys: &[(&str, String)]) -> Result<Edit, Refused> {
    let Shape::List(members) = &list.shape else {
        return Err(Refused::Odd("这一部分不是一条一条写的"));
    };
    let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let member = format!("{{ {} }}", keys.join(", "));
    Ok(match members.last() {
        Some(last) => Edit { span: Span::new(last.span.end, last.span.end), text: format!(", {member}") },
        None => Edit { span: list.span, text: format!("[{member}]") },
    })
}
