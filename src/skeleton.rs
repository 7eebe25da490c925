//! A data file ready to fill in (`nianbao new`), from nothing or from last year's.

mod figures;
mod heading;
mod narrative;
pub(crate) mod rows;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::{Context, Tera};
use unicode_width::UnicodeWidthStr;

use crate::format::{CellId, ColumnRole, Form, RowRole, quote};
use crate::report::{Level, Report, bare_name, keys};
use crate::schema;
use crate::source::visible;
use figures::Carried;
use narrative::Narrative;

const TEMPLATE: &str = include_str!("../templates/new.toml");

/// What is known before the file is filled in.
#[derive(Debug, Clone, Default)]
pub struct Known<'l> {
    /// Full name of the agency; empty if it is still to be filled in.
    pub agency: String,
    /// What kind of body it is.
    pub level: Option<Level>,
    /// Report year.
    pub year: u16,
    /// True if every figure starts as 0 and not as blank.
    pub zeros: bool,
    /// Last year's file, where the new one is to go on from it.
    pub last: Option<LastFile<'l>>,
    /// Figures that are known already, as they are written.
    pub figures: BTreeMap<CellId, String>,
    /// What is said of the file at its head, a line each.
    pub about: Vec<String>,
}

/// Last year's data file.
#[derive(Debug, Clone)]
pub struct LastFile<'l> {
    /// What it says.
    pub report: &'l Report,
    /// Its path as the new file is to name it; `None` if no such path exists.
    pub path: Option<String>,
    /// Paths of the cells that were not read for certain, where it is a published report.
    pub unread: &'l BTreeSet<String>,
}

/// A new data file.
#[derive(Debug, Clone)]
pub struct Skeleton {
    /// The file.
    pub text: String,
    /// What was taken over from last year's file, in plain words; empty without one.
    pub taken_over: Vec<String>,
    /// What could not be taken over, or is to be looked at.
    pub remarks: Vec<String>,
    /// True if the file says where last year's is.
    pub names_last: bool,
}

#[derive(Serialize)]
struct Values {
    schema: String,
    form: String,
    source: String,
    year: u16,
    next_year: u16,
    agency: String,
    level: &'static str,
    title: String,
    /// Comments under the title.
    about: Vec<String>,
    contact: Vec<String>,
    issuer: Option<String>,
    /// The issuer of a file of another agency's name.
    other_issuer: Option<String>,
    preamble: Vec<String>,
    site: Vec<String>,
    previous: Option<String>,
    has_last: bool,
    /// The rows that the program computes.
    computed: Vec<String>,
    example: Option<Figure>,
    sections: Vec<Section>,
    /// Comment with last year's notes in cells.
    notes: Vec<String>,
}

/// A figure that shows how one is referred to.
#[derive(Serialize)]
struct Figure {
    path: String,
    words: String,
}

#[derive(Serialize)]
struct Section {
    key: String,
    title: String,
    /// The title without its number.
    name: String,
    /// Blanks that put the comment behind every section's heading in one column.
    pad: String,
    topics: Vec<String>,
    /// Comment on last year's figures that have no place here.
    homeless: Vec<String>,
    rows: Vec<rows::Line>,
    is_table: bool,
    /// Comment with last year's words around the table.
    around: Vec<String>,
    /// Comment with last year's words.
    old: Vec<String>,
    /// Lines of the narrative to start from.
    outline: Vec<String>,
    /// True if headings among them are marked.
    marked: bool,
}

/// Writes the data file for a form.
///
/// # Errors
/// The template does not work, which a test shows that it does.
pub fn write(form: &Form, known: &Known<'_>) -> Result<Skeleton, tera::Error> {
    let carried = Carried::new(form, known.last.as_ref()).with(&known.figures);
    let narrative = match &known.last {
        Some(last) => Narrative::new(form, last.report),
        None => Narrative::new_for(form),
    };
    let values = values(form, known, &carried, &narrative);
    let mut tera = Tera::default();
    tera.add_raw_template("new.toml", TEMPLATE)?;
    let text = tera.render("new.toml", &Context::from_serialize(&values)?)?;
    let taken_over = match &known.last {
        Some(_) => taken_over(&values, &carried, &narrative),
        None => Vec::new(),
    };
    let other_issuer = values.other_issuer.as_ref().map(|issuer| {
        format!("机关全称与上年的不同，上年的落款 {issuer} 没有照搬，只写在说明里；仍用它的，去掉行首的 # 号")
    });
    let remarks = other_issuer.into_iter().chain(carried.remarks).chain(narrative.remarks).collect();
    Ok(Skeleton { text, taken_over, remarks, names_last: values.previous.is_some() })
}

fn values(form: &Form, known: &Known<'_>, carried: &Carried, narrative: &Narrative) -> Values {
    let last = known.last.as_ref();
    let report = last.map(|last| last.report);
    let (issuer, other_issuer) = report.map(|report| issuer(report, known)).unwrap_or_default();
    let widest = form.sections.iter().map(|section| section.key.len()).max().unwrap_or(0);
    let sections = form.sections.iter().enumerate().map(|(index, section)| {
        let (old, outline) = narrative.sections.get(index).cloned().unwrap_or_default();
        let rows = section.table.as_ref().map(|table| rows::lines(index, table, known.zeros, carried));
        Section {
            key: section.key.clone(),
            title: section.title.clone(),
            name: section.name().to_owned(),
            pad: " ".repeat(widest - section.key.len()),
            topics: section.topics.clone(),
            homeless: carried.homeless(index),
            rows: rows.unwrap_or_default(),
            is_table: section.table.is_some(),
            around: narrative.around.get(index).cloned().unwrap_or_default(),
            old,
            marked: outline.iter().any(|line| line.starts_with('#')),
            outline,
        }
    });
    Values {
        schema: schema::file_name(form),
        form: form.id.clone(),
        source: form.source.clone(),
        year: known.year,
        next_year: known.year.saturating_add(1),
        agency: quoted(&known.agency),
        level: match known.level {
            Some(Level::Government) => "government",
            Some(Level::Department) | None => "department",
        },
        title: form.title(if known.agency.is_empty() { "编制机关全称" } else { &known.agency }, known.year),
        about: known.about.iter().map(|line| visible(line)).collect(),
        contact: report.map(contact).unwrap_or_default(),
        issuer,
        other_issuer,
        preamble: narrative.preamble.clone(),
        site: report.map(site).unwrap_or_default(),
        previous: last.and_then(|last| last.path.as_deref()).map(quoted),
        has_last: last.is_some(),
        computed: computed(form),
        example: example(form),
        sections: sections.collect(),
        notes: narrative.notes.clone(),
    }
}

fn computed(form: &Form) -> Vec<String> {
    let rows = form.tables().flat_map(|(_, _, table)| &table.rows);
    rows.filter(|row| row.sum.is_some()).map(|row| quote(&row.label)).collect()
}

/// What was received in all, or the first figure of a form that has no such row.
fn example(form: &Form) -> Option<Figure> {
    if let Some(path) = form.path_in(RowRole::Received, ColumnRole::Total) {
        return Some(Figure { path, words: "本年新收申请的总计".to_owned() });
    }
    let first = form.cells().next()?;
    Some(Figure { path: form.path(first), words: form.place(first)?.words() })
}

/// The issuer of last year's report: to go on, and to be looked at, where the agency has another name
/// now. One that is only the agency's name is left to the program.
fn issuer(last: &Report, known: &Known<'_>) -> (Option<String>, Option<String>) {
    let last_name = bare_name(last.agency_name());
    let issuer = last.publication.issuer.as_ref().map(|issuer| issuer.value.as_str());
    let issuer = issuer.filter(|issuer| bare_name(issuer) != last_name);
    let issuer = issuer.map(quoted);
    if bare_name(&known.agency) == last_name { (issuer, None) } else { (None, issuer) }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// How to reach the agency, as far as last year's file says it.
fn contact(last: &Report) -> Vec<String> {
    let agency = &last.agency;
    let stated = [
        ("address", &agency.address),
        ("postcode", &agency.postcode),
        ("phone", &agency.phone),
        ("email", &agency.email),
        ("website", &agency.website),
    ];
    fields("agency", &stated)
}

/// The web site that publishes the report, as far as last year's file says it.
fn site(last: &Report) -> Vec<String> {
    let site = &last.site;
    fields("site", &[("name", &site.name), ("domain", &site.domain), ("id_code", &site.id_code)])
}

/// `phone    = "0000-0000000"   # 电话`, with the comments in one column; nothing if none is stated.
fn fields(section: &str, stated: &[(&str, &Option<String>)]) -> Vec<String> {
    if stated.iter().all(|(_, value)| value.is_none()) {
        return Vec::new();
    }
    let lines = stated.iter().map(|(key, value)| {
        let label = keys::label(&format!("{section}.{key}")).unwrap_or_default();
        match value {
            Some(value) => (format!("{key:8} = {}", quoted(value)), label),
            None => (format!("# {key:8} = \"\""), label),
        }
    });
    let lines: Vec<(String, &str)> = lines.collect();
    // One long address does not push the comments of the others off the screen.
    let width = lines.iter().map(|(line, _)| line.width()).filter(|&width| width <= 50).max().unwrap_or(0);
    let pad = |line: &str| " ".repeat(width.saturating_sub(line.width()));
    lines.iter().map(|(line, label)| format!("{line}{}   # {label}", pad(line))).collect()
}

/// What was taken over, in plain words.
fn taken_over(values: &Values, carried: &Carried, narrative: &Narrative) -> Vec<String> {
    let count = |count: usize, words: String| (count > 0).then_some(words);
    let fields = values.contact.iter().chain(&values.site).filter(|line| !line.starts_with('#')).count();
    [
        Some("机关全称和类别".to_owned()),
        count(fields, format!("联系方式和网站 {fields} 项")),
        values.issuer.is_some().then(|| "落款机关".to_owned()),
        count(carried.carried_in, format!("上年结转 {} 格", carried.carried_in)),
        count(carried.stocks, format!("{} {} 格", carried.stock_names.join("、"), carried.stocks)),
        count(narrative.headings, format!("小标题 {} 个", narrative.headings)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;
