//! Reads a whole data file.

use std::ops::RangeInclusive;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::fault::{Expected, Fault, Missing};
use super::reader::{Part, Reader};
use super::{
    Accept, Agency, Around, LastYear, Level, Note, Publication, Report, Site, bare_note, keys, misplaced,
    newer, syntax, tables,
};
use crate::format::{Form, Forms};
use crate::narrative::{Room, Run};
use crate::source::{Source, Span, Spanned};

/// Years that a report may be of.
pub(crate) const YEARS: RangeInclusive<u16> = 1949..=2999;

/// What came of reading a file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The report; `None` if the text does not read as TOML, or no form is known for it.
    pub report: Option<Report>,
    /// Faults of the file's structure, in no particular order.
    pub faults: Vec<Fault>,
}

/// Reads a data file.
pub fn read(source: &Source, forms: &Forms) -> Reading {
    let file = match syntax::parse(source) {
        Ok(file) => file,
        Err(unread) => return Reading { report: None, faults: vec![Fault::Unread(unread)] },
    };
    let mut reader = Reader { source, faults: Vec::new(), room: Room::default() };
    for newer::Found { span, newer, edits } in newer::find(source.text()) {
        reader.note(Fault::Newer { span, newer, edits });
    }
    let report = read_file(&mut reader, forms, file.get_ref());
    let faults = match &report {
        Some(report) => misplaced::relocate(reader.faults, &report.form, file.get_ref()),
        None => reader.faults,
    };
    Reading { report, faults }
}

fn read_file(reader: &mut Reader<'_>, forms: &Forms, file: &DeTable<'_>) -> Option<Report> {
    let top = Part { path: "", table: file };
    if file.is_empty() {
        reader.note(Fault::Missing { what: Missing::Everything, span: Span::default() });
        return None;
    }
    let year = read_year(reader, top);
    let year_stated = year.as_ref().map(|year| year.value);
    let (named_form, form_span) = read_form(reader, top, forms, year_stated);
    let named_form = named_form?;
    let form = rows_of(reader, &named_form, forms, year_stated, file);
    let sections: Vec<&str> = form.sections.iter().map(|s| s.key.as_str()).collect();
    let meant = reader.unknown_keys(top, &[keys::of(""), sections].concat());
    let agency = read_agency(reader, top, &meant);
    let publication = read_publication(reader, top);
    let site = read_site(reader, top);
    let previous = reader.section(top, "previous").and_then(|part| {
        reader.unknown_keys(part, &keys::of("previous"));
        if part.get("file").is_none() {
            missing_key(reader, "previous.file", Span::default());
        }
        reader.spanned_text(part, "file")
    });
    let accepts = read_accepts(reader, top);
    let notes = read_notes(reader, top, &form);
    let (mut around, mut texts, mut tables) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..form.sections.len() {
        let section = read_section(reader, top, &form, index, &meant);
        around.push(section.around);
        texts.push(section.text);
        tables.push(section.table);
    }
    Some(Report {
        form,
        named_form,
        form_span,
        year,
        agency,
        publication,
        site,
        previous,
        last_year: LastYear::None,
        accepts,
        notes,
        around,
        texts,
        tables,
    })
}

fn missing_key(reader: &mut Reader<'_>, path: &str, span: Span) {
    reader.note(Fault::Missing { what: Missing::Key(path.to_owned()), span });
}

fn read_year(reader: &mut Reader<'_>, top: Part<'_, '_>) -> Option<Spanned<u16>> {
    let Some(value) = top.get("year") else {
        missing_key(reader, "year", Span::default());
        return None;
    };
    let span = value.span().into();
    let plausible = |text: &str| text.parse::<u16>().ok().filter(|year| YEARS.contains(year));
    let (year, sound) = match value.get_ref() {
        DeValue::Integer(integer) if integer.radix() == 10 => (plausible(integer.as_str()), true),
        DeValue::String(text) => (plausible(text.trim().trim_end_matches(['年', '度'])), false),
        _ => (None, false),
    };
    if !sound || year.is_none() {
        reader.not_allowed("year".to_owned(), span, Expected::Year);
    }
    year.map(|value| Spanned { value, span })
}

/// The form that the file names; if it names none that is known, the one for its year, so that the
/// rest of the file can still be judged.
fn read_form(
    reader: &mut Reader<'_>,
    top: Part<'_, '_>,
    forms: &Forms,
    year: Option<u16>,
) -> (Option<Arc<Form>>, Span) {
    let by_year = || year.and_then(|year| forms.for_year(year));
    let Some(value) = top.get("format") else {
        missing_key(reader, "format", Span::default());
        return (by_year(), Span::default());
    };
    let span = value.span().into();
    let (named, sound) = match value.get_ref() {
        DeValue::String(id) => (forms.get(id.trim()).ok(), true),
        DeValue::Integer(id) => (forms.get(id.as_str()).ok(), false),
        _ => (None, false),
    };
    if named.is_none() || !sound {
        let known = forms.ids().map(str::to_owned).collect();
        reader.not_allowed("format".to_owned(), span, Expected::Form(known));
    }
    (named.or_else(by_year), span)
}

/// The form by which a file is read.
pub(crate) fn form_of(source: &Source, forms: &Forms, file: &DeTable<'_>) -> Option<Arc<Form>> {
    let mut reader = Reader { source, faults: Vec::new(), room: Room::default() };
    let top = Part { path: "", table: file };
    let year = read_year(&mut reader, top).map(|year| year.value);
    let named = read_form(&mut reader, top, forms, year).0?;
    Some(rows_of(&mut reader, &named, forms, year, file))
}

/// The form whose rows the file has, its groups as the file gives them.
fn rows_of(
    reader: &mut Reader<'_>,
    named: &Arc<Form>,
    forms: &Forms,
    year: Option<u16>,
    file: &DeTable<'_>,
) -> Arc<Form> {
    let form = fitting_form(named, forms, year, file);
    with_groups_as_rows(reader, form, file)
}

/// The form by which the file is read: where the named one does not fit the year and the rows are
/// those of the year's form, that one. Otherwise one wrong line would be followed by a row of faults.
fn fitting_form(named: &Arc<Form>, forms: &Forms, year: Option<u16>, file: &DeTable<'_>) -> Arc<Form> {
    let other = year.filter(|year| !named.years.contains(year)).and_then(|year| forms.for_year(year));
    let rows = |form: &Form| {
        form.tables()
            .map(|(_, section, table)| tables::fitting_rows(file, &section.key, table))
            .sum::<usize>()
    };
    match other {
        Some(other) if rows(&other) > rows(named) => other,
        _ => Arc::clone(named),
    }
}

/// The form with each group as one row that the file gives so, as some published reports print it: what its rows are
/// is not known, and is named once.
fn with_groups_as_rows(reader: &mut Reader<'_>, form: Arc<Form>, file: &DeTable<'_>) -> Arc<Form> {
    let mut form = form;
    for section in 0..form.sections.len() {
        let Some(data) = form.sections.get(section).and_then(|declared| file.get(&*declared.key)) else {
            continue;
        };
        let Some(data) = data.get_ref().as_table() else { continue };
        // From the last, so that the numbers of the others stay.
        let count = form.table(section).map_or(0, |table| table.groups.len());
        for group in (0..count).rev() {
            let Some(table) = form.table(section) else { continue };
            let Some(declared) = table.groups.get(group) else { continue };
            let Some((key, value)) = data.get_key_value(&*declared.key) else { continue };
            let merged = value.get_ref().as_array().and_then(|_| form.with_group_as_row(section, group));
            let Some(merged) = merged else { continue };
            let rows = declared.rows.iter().filter_map(|&row| table.rows.get(row));
            let rows = rows.map(|row| (row.key.clone(), row.label.clone())).collect();
            let what = Missing::GroupRows { section, group: declared.key.clone(), rows };
            reader.note(Fault::Missing { what, span: key.span().into() });
            form = Arc::new(merged);
        }
    }
    form
}

fn read_agency(reader: &mut Reader<'_>, top: Part<'_, '_>, meant: &[String]) -> Agency {
    let Some(value) = top.get("agency") else {
        if !meant.iter().any(|key| key == "agency") {
            missing_key(reader, "agency", Span::default());
        }
        return Agency::default();
    };
    let span: Span = value.span().into();
    let Some(part) = reader.section(top, "agency") else { return Agency::default() };
    let meant = reader.unknown_keys(part, &keys::of("agency"));
    let is_meant = |key: &str| meant.iter().any(|m| m == key);
    let name = reader.spanned_text(part, "name");
    let blank = name.as_ref().filter(|name| name.value.trim().is_empty()).map(|name| name.span);
    if part.get("name").is_none() && !is_meant("name") || blank.is_some() {
        missing_key(reader, "agency.name", blank.unwrap_or(span));
    }
    if part.get("level").is_none() && !is_meant("level") {
        missing_key(reader, "agency.level", span);
    }
    Agency {
        name: name.filter(|_| blank.is_none()),
        level: read_level(reader, part),
        address: reader.text(part, "address"),
        postcode: reader.text(part, "postcode"),
        phone: reader.text(part, "phone"),
        email: reader.text(part, "email"),
        website: reader.text(part, "website"),
    }
}

fn read_level(reader: &mut Reader<'_>, part: Part<'_, '_>) -> Option<Level> {
    let level = part.get("level")?;
    let read = match level.get_ref().as_str() {
        Some("department") => Some(Level::Department),
        Some("government") => Some(Level::Government),
        _ => None,
    };
    if read.is_none() {
        reader.not_allowed("agency.level".to_owned(), level.span().into(), Expected::Level);
    }
    read
}

fn read_publication(reader: &mut Reader<'_>, top: Part<'_, '_>) -> Publication {
    let Some(part) = reader.section(top, "publication") else { return Publication::default() };
    reader.unknown_keys(part, &keys::of("publication"));
    let date = reader.date(part, "date");
    Publication {
        title: reader.spanned_text(part, "title").filter(|title| !title.value.trim().is_empty()),
        preamble: reader.narrative(part, "preamble").filter(|text| !text.value.trim().is_empty()),
        issuer: reader.spanned_text(part, "issuer").filter(|issuer| !issuer.value.trim().is_empty()),
        date_invalid: part.get("date").is_some() && date.is_none(),
        date,
        deadline: reader.date(part, "deadline"),
    }
}

fn read_site(reader: &mut Reader<'_>, top: Part<'_, '_>) -> Site {
    let Some(part) = reader.section(top, "site") else { return Site::default() };
    reader.unknown_keys(part, &keys::of("site"));
    Site {
        name: reader.text(part, "name"),
        domain: reader.text(part, "domain"),
        id_code: reader.text(part, "id_code"),
    }
}

/// Sections `[[…]]` of that name, each with its place; a single `[…]` is a fault and still read.
fn entries<'t, 's>(reader: &mut Reader<'_>, top: Part<'t, 's>, name: &'t str) -> Vec<(Span, Part<'t, 's>)> {
    let Some(value) = top.get(name) else { return Vec::new() };
    let list = value.get_ref().as_array().map(|array| array.iter().collect::<Vec<_>>());
    let mut found = Vec::new();
    for entry in list.unwrap_or_else(|| vec![value]) {
        let (span, table) = (entry.span().into(), entry.get_ref().as_table());
        if table.is_none() || value.get_ref().is_table() {
            reader.not_allowed(name.to_owned(), span, Expected::Sections(name.to_owned()));
        }
        if let Some(table) = table {
            let part = Part { path: name, table };
            reader.unknown_keys(part, &keys::of(name));
            found.push((span, part));
        }
    }
    found
}

fn read_accepts(reader: &mut Reader<'_>, top: Part<'_, '_>) -> Vec<Accept> {
    let entries = entries(reader, top, "accept").into_iter();
    let accepts = entries.map(|(span, part)| Accept {
        span,
        code: reader.spanned_text(part, "code"),
        cell: reader.spanned_text(part, "cell"),
        words: reader.spanned_text(part, "words"),
        reason: reader.text(part, "reason"),
    });
    accepts.collect()
}

/// Notes on cells of the form; of several on one cell the first.
fn read_notes(reader: &mut Reader<'_>, top: Part<'_, '_>, form: &Form) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for (span, part) in entries(reader, top, "note") {
        let mut stated = |key: &str| {
            let text = reader.spanned_text(part, key);
            let blank = text.as_ref().filter(|text| bare_note(&text.value).is_empty()).map(|text| text.span);
            if part.get(key).is_none() || blank.is_some() {
                missing_key(reader, &format!("note.{key}"), blank.unwrap_or(span));
            }
            text.filter(|_| blank.is_none())
        };
        let (Some(cell), text) = (stated("cell"), stated("text")) else { continue };
        let id = match form.target(cell.value.trim()).map(|target| target.cells) {
            Ok(cells) => cells.first().copied().filter(|_| cells.len() == 1),
            Err(_) => None,
        };
        let Some(id) = id else {
            reader.not_allowed("note.cell".to_owned(), cell.span, Expected::Cell);
            continue;
        };
        if notes.iter().any(|note| note.cell == id) {
            reader.not_allowed("note.cell".to_owned(), cell.span, Expected::OtherCell);
            continue;
        }
        let text = text.and_then(|_| reader.narrative(part, "text"));
        // Marks and signs that print nothing are no note.
        let prints = |run: &Run| run.reference.is_some() || run.text.contains(|c: char| c.is_alphanumeric());
        if let Some(text) = text.as_ref().filter(|text| !text.blocks.iter().flat_map(|b| &b.runs).any(prints))
        {
            missing_key(reader, "note.text", text.span);
            continue;
        }
        notes.extend(text.map(|text| Note { cell: id, text }));
    }
    notes
}

/// What a section of the form holds.
#[derive(Default)]
struct Section {
    around: Around,
    text: Option<super::Text>,
    table: Option<tables::TableData>,
}

fn read_section(
    reader: &mut Reader<'_>,
    top: Part<'_, '_>,
    form: &Form,
    index: usize,
    meant: &[String],
) -> Section {
    let Some(section) = form.sections.get(index) else { return Section::default() };
    let key = top.table.get_key_value(section.key.as_str()).map(|(key, _)| Span::from(key.span()));
    let Some(span) = key else {
        if !meant.contains(&section.key) {
            reader.note(Fault::Missing { what: Missing::Section(index), span: Span::default() });
        }
        return Section::default();
    };
    let Some(part) = reader.section(top, &section.key) else { return Section::default() };
    let heading = reader.spanned_text(part, keys::HEADING).filter(|heading| !heading.value.is_empty());
    if let Some(table) = &section.table {
        let mut beside = |key| reader.narrative(part, key).filter(|text| !text.value.trim().is_empty());
        let around = Around { heading, before: beside(keys::BEFORE), after: beside(keys::AFTER) };
        let data = tables::read(reader, index, &section.key, span, part.table, table);
        return Section { around, table: Some(data), text: None };
    }
    let known: Vec<&str> = keys::OF_NARRATIVES.iter().map(|key| key.name).collect();
    let meant = reader.unknown_keys(part, &known);
    let text = reader.narrative(part, keys::TEXT);
    let unreadable = part.get(keys::TEXT).is_some() && text.is_none();
    let blank = text.as_ref().is_none_or(|text| text.value.trim().is_empty());
    if blank && !unreadable && meant.is_empty() {
        let span = text.as_ref().map_or(span, |text| text.span);
        reader.note(Fault::Missing { what: Missing::Narrative(index), span });
    }
    let around = Around { heading, ..Around::default() };
    Section { around, text: text.filter(|_| !blank), table: None }
}
