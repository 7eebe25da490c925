//! The data file of a report that was read, with a comment on every row that is to be looked at.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use super::account::ReadCell;
use super::recognise::{Reading, SectionWords};
use super::{agency, figure, title};
use crate::format::{CellId, Form, Row, Table};
use crate::report::{Level, is_unprintable, keys};
use crate::schema;
use crate::skeleton::rows::{self, Entry, Line};

const TEMPLATE: &str = include_str!("../../templates/import.toml");

/// What a person says of a report beside the file.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Full name of the agency.
    pub agency: Option<String>,
    /// What kind of body it is.
    pub level: Option<Level>,
    /// Report year.
    pub year: Option<u16>,
}

#[derive(Serialize)]
struct Values {
    schema: String,
    title: String,
    file: String,
    summary: Vec<String>,
    form: String,
    source: String,
    year: Option<u16>,
    agency: String,
    has_agency: bool,
    level: &'static str,
    publication: Vec<String>,
    sections: Vec<SectionValues>,
    notes: Vec<NoteValues>,
}

#[derive(Serialize)]
struct SectionValues {
    key: String,
    pad: String,
    title: String,
    before: Vec<String>,
    rows: Vec<Line>,
    after: Vec<String>,
}

#[derive(Serialize)]
struct NoteValues {
    cell: String,
    text: String,
}

/// The cells that were read.
type Cells<'r> = BTreeMap<CellId, &'r ReadCell>;

impl Reading {
    /// Takes what a person says before what was read.
    pub fn say(&mut self, said: &Said) {
        self.level = said.level;
        if said.agency.is_some() {
            self.account.agency.clone_from(&said.agency);
        }
        self.account.year = said.year.or(self.account.year);
        self.account.remarks.retain(|remark| match remark.oddity {
            super::Oddity::NoAgency => self.account.agency.is_none(),
            super::Oddity::NoYear => self.account.year.is_none(),
            _ => true,
        });
    }

    /// The data file. `file` is the name of the source.
    ///
    /// # Errors
    /// The template does not work, which a test shows that it does.
    pub fn data_file(&self, file: &str) -> Result<String, tera::Error> {
        let mut tera = Tera::default();
        tera.add_raw_template("import.toml", TEMPLATE)?;
        tera.render("import.toml", &Context::from_serialize(&self.values(file))?)
    }

    fn values(&self, file: &str) -> Values {
        let form = &self.form;
        let agency = self.account.agency.clone().unwrap_or_default();
        let level = self.level.or_else(|| agency::level(&agency)).unwrap_or(Level::Department);
        // The account has the cells of the form in its order.
        let cells: Cells<'_> = form.cells().zip(&self.account.cells).collect();
        let widest = form.sections.iter().map(|section| section.key.len()).max().unwrap_or(0);
        let sections =
            form.sections.iter().zip(&self.sections).enumerate().map(|(index, (section, words))| {
                SectionValues {
                    key: section.key.clone(),
                    pad: " ".repeat(widest - section.key.len()),
                    title: section.title.clone(),
                    before: before(words, section.table.is_some()),
                    rows: section
                        .table
                        .as_ref()
                        .map(|table| self.rows(&cells, index, table))
                        .unwrap_or_default(),
                    after: match section.table {
                        Some(_) => text(keys::AFTER, &words.text),
                        None => literal(keys::TEXT, &words.text),
                    },
                }
            });
        let notes = self.account.cells.iter().filter_map(|cell| {
            let note = cell.note.as_ref()?;
            Some(NoteValues { cell: quoted(&cell.path), text: quoted(&crate::narrative::escape(note)) })
        });
        Values {
            schema: schema::file_name(form),
            title: self
                .title
                .clone()
                .unwrap_or_else(|| one_line(&form.title(&agency, self.account.year.unwrap_or(0)))),
            file: one_line(file),
            summary: self.summary(),
            form: form.id.clone(),
            source: form.source.clone(),
            year: self.account.year,
            has_agency: !agency.is_empty(),
            agency: quoted(&agency),
            level: match level {
                Level::Government => "government",
                Level::Department => "department",
            },
            publication: self.publication(form, &agency),
            sections: sections.collect(),
            notes: notes.collect(),
        }
    }

    /// What the account comes to.
    fn summary(&self) -> Vec<String> {
        let cells = &self.account.cells;
        let count = |wanted: &dyn Fn(&ReadCell) -> bool| cells.iter().filter(|cell| wanted(cell)).count();
        let blank = count(&|cell| cell.value.as_deref() == Some(""));
        let missing = count(&|cell| cell.value.is_none());
        let doubtful = count(&|cell| cell.doubtful);
        let mut lines = vec![format!(
            "表格共 {} 格，读到 {} 格，其中空白 {blank} 格",
            cells.len(),
            cells.len() - missing
        )];
        if missing > 0 {
            lines.push(format!("没有读到的 {missing} 格：按空白写出或者没有写出，请对照原文补填"));
        }
        if doubtful > 0 {
            lines.push(format!("把握不大的 {doubtful} 格：在行末注有“存疑”，请对照原文核对"));
        }
        lines
    }

    fn publication(&self, form: &Form, agency: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let year = self.account.year.unwrap_or(0);
        if let Some(title) = self.title.as_ref().filter(|title| !title::is_made(form, title, agency, year)) {
            lines.push(format!("title    = {}   # 标题，照已发布的", quoted(title)));
        }
        if let Some(issuer) = self.issuer.as_ref().filter(|issuer| issuer.as_str() != agency) {
            lines.push(format!("issuer   = {}   # 落款", quoted(issuer)));
        }
        if let Some(date) = self.date {
            lines.push(format!("date     = {date}   # 落款日期"));
        }
        lines.extend(text("preamble", &self.preamble));
        lines
    }

    /// The rows of a table; one that was not read at all is left out, and a comment says so.
    fn rows(&self, cells: &Cells<'_>, section: usize, table: &Table) -> Vec<Line> {
        let entry = |(index, row): (usize, &'_ Row)| {
            let set = table.column_sets.get(row.set)?;
            let key = table.rows.get(index)?.key.as_str();
            let cell = |column: usize| cells.get(&CellId { section, row: index, column }).copied();
            let read = (0..set.columns.len()).map(cell).collect();
            Some(entry(read, key, row.set, set.required(), rows::comment(table, row)))
        };
        let entries: Vec<Entry<'_>> = table.rows.iter().enumerate().filter_map(entry).collect();
        rows::draw(table, &entries)
    }
}

/// A row with what was read of its cells, and a comment on what was not.
fn entry<'k>(
    read: Vec<Option<&ReadCell>>,
    key: &'k str,
    set: usize,
    required: usize,
    label: String,
) -> Entry<'k> {
    let is_read = |cell: &&Option<&ReadCell>| cell.is_some_and(|cell| cell.value.is_some());
    let missing = read.len() - read.iter().filter(is_read).count();
    let is_doubtful = read.iter().flatten().any(|cell| cell.doubtful);
    let values: Vec<String> =
        read.iter().map(|cell| written(cell.and_then(|cell| cell.value.as_deref()))).collect();
    // A total that the report leaves out is not stated as blank.
    let states_totals = read.iter().skip(required).any(|cell| cell.is_some_and(|cell| cell.value.is_some()));
    let count = if states_totals { values.len() } else { required };
    let mut comment = label;
    if missing == read.len() {
        comment.push_str("：原文中没有读到这一行");
    } else if read.iter().take(count).any(|cell| cell.is_none_or(|cell| cell.value.is_none())) {
        comment.push_str("：有的格没有读到，请对照原文补填");
    }
    if is_doubtful {
        comment.push_str("（存疑：请对照原文核对）");
    }
    Entry {
        key,
        set,
        cells: values.into_iter().take(count).collect(),
        is_offered: missing == read.len(),
        comment,
    }
}

/// A figure as a data file has it; what is none, in quotes.
fn written(value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    let digits = value.trim_start_matches('-');
    let has_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    match figure::decimal(value).filter(|_| !has_zero) {
        Some(_) => value.to_owned(),
        None => quoted(value),
    }
}

/// What stands before the figures of a section, or before its text.
fn before(words: &SectionWords, has_table: bool) -> Vec<String> {
    let heading = words
        .heading
        .as_ref()
        .map(|heading| format!("{} = {}   # 标题，照已发布的", keys::HEADING, quoted(heading)));
    let before = if has_table { text(keys::BEFORE, &words.before) } else { Vec::new() };
    heading.into_iter().chain(before).collect()
}

/// A text of the data file; nothing if there is none.
fn text(key: &str, words: &str) -> Vec<String> {
    if words.is_empty() { Vec::new() } else { literal(key, words) }
}

/// `text = '''…'''` line by line.
fn literal(key: &str, words: &str) -> Vec<String> {
    let lines = words.split('\n').map(|line| match line.contains(is_unprintable) {
        true => line.chars().filter(|&c| !is_unprintable(c)).collect(),
        false => line.to_owned(),
    });
    std::iter::once(format!("{key} = '''"))
        .chain(lines.filter(|_| !words.is_empty()))
        .chain(["'''".to_owned()])
        .collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

fn one_line(text: &str) -> String {
    text.chars().filter(|&c| !is_unprintable(c) && c != '\n').collect()
}
