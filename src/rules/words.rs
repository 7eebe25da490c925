//! Official words for places of a report, shared by the rules.

use std::cmp::Ordering;
use std::ops::Range;

use crate::diagnostic::CellRef;
use crate::format::{CellId, Form, quote};
use crate::prose::counts::Counts;
use crate::report::{Report, keys};
use crate::source::Source;

/// What a key is called: `“编制机关全称”（agency.name）`; the bare path if it has no official name.
pub(super) fn key(path: &str, form: Option<&Form>) -> String {
    let label = keys::label(path).map(str::to_owned).or_else(|| form.and_then(|form| row_label(form, path)));
    match label {
        Some(label) => format!("{}（{path}）", quote(&label)),
        None => format!("“{}”", shorten(path)),
    }
}

/// The label of a section or row of the form, by its path in the file.
pub(super) fn row_label(form: &Form, path: &str) -> Option<String> {
    form.sections.iter().find_map(|section| {
        if section.key == path {
            return Some(section.title.clone());
        }
        let row = path.strip_prefix(&section.key)?.strip_prefix('.')?;
        let fixed = if section.table.is_some() { keys::OF_TABLES } else { keys::OF_NARRATIVES };
        if let Some(key) = fixed.iter().find(|key| key.name == row) {
            return Some(format!("{}{}", section.title, key.label));
        }
        let table = section.table.as_ref()?;
        let rows = table.rows.iter().find(|r| r.key == row).map(|r| r.full_label());
        rows.or_else(|| table.groups.iter().find(|g| g.key == row).map(|g| g.label.clone()))
    })
}

/// A cell or a sum of cells by its path: `“（三）不予公开”行“总计”列`.
pub(super) fn cell_label(form: &Form, path: &str) -> Option<String> {
    let target = form.target(path).ok()?;
    let place = form.place(*target.cells.first()?)?;
    if target.cells.len() == 1 {
        return Some(place.words());
    }
    let group = row_label(form, path.rsplit_once('.')?.0)?;
    Some(format!("{}行“{}”列", quote(&group), place.column.label))
}

/// The cells that take part in a finding and stand in the file.
pub(super) fn cell_refs(
    report: &Report,
    source: &Source,
    ids: impl IntoIterator<Item = CellId>,
) -> Vec<CellRef> {
    ids.into_iter()
        .filter_map(|id| {
            let cell = report.cell(id).filter(|cell| cell.state != crate::report::State::Absent)?;
            let value = match cell.state.number() {
                Some(number) => number.to_string(),
                None => source.slice(cell.span).trim_matches(['"', '\'']).to_owned(),
            };
            Some(CellRef { path: report.form.path(id), span: cell.span, value, place: None })
        })
        .collect()
}

/// Labels in quotes with 、 between them.
pub(super) fn list(labels: impl IntoIterator<Item: ToString>) -> String {
    labels.into_iter().map(|label| label.to_string()).collect::<Vec<_>>().join("、")
}

/// A label behind the name that it explains: `（自然人）`; nothing if there is none.
pub(super) fn in_brackets(label: Option<String>) -> String {
    label.map_or_else(String::new, |label| format!("（{label}）"))
}

/// Words of a narrative in quotes.
pub(super) fn said_words(narrative: &Counts<'_>, words: &Range<usize>) -> String {
    quote(&closed(narrative.prose.text.get(words.clone()).unwrap_or_default().trim()))
}

/// Words that open a bracket with its end, and without an end that they did not open: 不掌握（12件, 零诉讼”.
fn closed(words: &str) -> String {
    let mut words = words.to_owned();
    for (open, close) in [('（', '）'), ('(', ')'), ('“', '”')] {
        match words.matches(open).count().cmp(&words.matches(close).count()) {
            Ordering::Greater => words.push(close),
            Ordering::Less if words.ends_with(close) => words.truncate(words.len() - close.len_utf8()),
            _ => {}
        }
    }
    words
}

/// Words without blanks, which do not count in a title.
pub(super) fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// At most so many characters of a text of the file: its beginning and its end.
pub(super) fn shorten_middle(text: &str) -> String {
    const EACH: usize = 20;
    let count = text.chars().count();
    if count <= 2 * EACH {
        return text.to_owned();
    }
    let start = text.chars().take(EACH);
    start.chain(['…']).chain(text.chars().skip(count - EACH)).collect()
}

/// At most so many characters of a text of the file, for a sentence.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
