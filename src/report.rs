//! From the data file to a report: every value with its place in the file.
//!
//! [`read()`] never fails: it gives what it could read, and the [`Fault`]s that it met. The rules
//! turn faults into messages; nothing here knows how a message reads.

pub(crate) mod body;
mod cell;
mod date;
mod fault;
mod figures;
pub(crate) mod keys;
mod misplaced;
mod newer;
mod read;
mod reader;
mod syntax;
mod tables;

pub use crate::narrative::Text;
pub(crate) use crate::narrative::is_unprintable;
pub(crate) use cell::LARGEST;
pub use cell::{Cell, Invalid, State};
pub(crate) use cell::{parse as figure, read as read_cell, to_half_width};
pub use date::Date;
pub use fault::{Expected, Fault, Missing};
pub use figures::{Target, TargetError};
pub use newer::Newer;
pub use read::{Reading, read};
pub(crate) use read::{YEARS, form_of};
pub(crate) use reader::LONGEST_TEXT;
#[cfg(test)]
pub(crate) use syntax::MAX_VALUES;
pub use syntax::Unread;
pub(crate) use syntax::parse;
pub(crate) use syntax::{MAX_DEPTH, MAX_LINES};
pub(crate) use syntax::{beyond_limits, statements};
pub use tables::{Row, RowFault, TableData};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::format::{CellId, Form};
use crate::source::{Source, Span, Spanned};

/// What a data file says, as far as it could be read.
#[derive(Debug, Clone)]
pub struct Report {
    /// The form that the report follows.
    pub form: Arc<Form>,
    /// The form that the data file names. It is another one where that does not fit the year and the
    /// rows are those of the year's form.
    pub named_form: Arc<Form>,
    /// Where the data file names its form; empty at the start of the file if it does not.
    pub form_span: Span,
    /// Report year.
    pub year: Option<Spanned<u16>>,
    /// The agency.
    pub agency: Agency,
    /// Title, date and the like.
    pub publication: Publication,
    /// The web site that publishes the report.
    pub site: Site,
    /// Path of last year's data file, relative to this one.
    pub previous: Option<Spanned<String>>,
    /// Last year's report, where it is at hand; the reader leaves it out.
    pub last_year: LastYear,
    /// Findings that the agency has accepted, with its reasons.
    pub accepts: Vec<Accept>,
    /// Notes in cells, in the order of the file; each on a cell that the report prints, one a cell.
    pub notes: Vec<Note>,
    /// What the sections of the form hold beside narrative and figures, one for each.
    pub around: Vec<Around>,
    /// The narrative of each section of the form; `None` for a table or if it is missing.
    pub texts: Vec<Option<Text>>,
    /// The figures of each section of the form; `None` for a narrative or if the table is missing.
    pub tables: Vec<Option<TableData>>,
}

/// Who compiled the report. Members that the file leaves out are `None`.
#[derive(Debug, Clone, Default)]
pub struct Agency {
    /// Full name.
    pub name: Option<Spanned<String>>,
    /// What kind of body it is.
    pub level: Option<Level>,
    /// Postal address.
    pub address: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Web site.
    pub website: Option<String>,
}

/// A name as it is compared: without blanks, brackets of either width alike.
pub(crate) fn bare_name(name: &str) -> String {
    name.chars().map(to_half_width).filter(|c| !c.is_whitespace()).collect()
}

/// True if a text states what only a data file does, whatever its name.
pub fn is_data_file(source: &Source) -> bool {
    const KEYS: [&str; 2] = ["format", "year"];
    const TABLES: [&str; 2] = ["[agency]", "[publication]"];
    source.text().lines().any(|line| {
        let line = line.trim_start();
        let key = line.split(['=', '＝']).next().filter(|key| key.len() < line.len()).unwrap_or_default();
        KEYS.contains(&key.trim()) || TABLES.iter().any(|table| line.starts_with(table))
    })
}

/// The two kinds of bodies that 条例 Art. 49 and 50 tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A department, a street office and the like.
    Department,
    /// 各级人民政府.
    Government,
}

impl Level {
    /// How a data file writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Government => "government",
        }
    }

    /// What it takes in, in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Department => "部门、街道办等",
            Self::Government => "各级人民政府",
        }
    }

    /// What a word for it means, where it can mean only one: `部门`, `街道办`, `镇人民政府`, `Department`; or
    /// what a name tells.
    pub fn meant(word: &str) -> Option<Self> {
        const WORDS: [(&str, Level); 6] = [
            ("department", Level::Department),
            ("街道", Level::Department),
            ("government", Level::Government),
            ("乡镇", Level::Government),
            ("乡", Level::Government),
            ("镇", Level::Government),
        ];
        // What names several, or says what it is not.
        const UNSURE: [char; 9] = ['或', '和', '与', '及', '、', '/', '，', '非', '不'];
        let word = word.chars().map(to_half_width).collect::<String>().to_ascii_lowercase();
        let word = word.trim();
        if word.contains(UNSURE) {
            return None;
        }
        let known = WORDS.iter().find(|(known, _)| word == *known).map(|&(_, level)| level);
        let is_department = word.ends_with("部门").then_some(Level::Department);
        known.or(is_department).or_else(|| body::Body::of(word).level())
    }

    /// What a full name tells: `示例县人民政府`, `示例县人民政府（本级）`; `None` for no name.
    pub fn by_name(name: &str) -> Option<Self> {
        let plain = body::plain_name(name);
        (!plain.is_empty()).then(|| body::Body::of(&plain).level().unwrap_or(Self::Department))
    }
}

/// How the report is published. Members that the file leaves out are `None`.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// Title, where it is stated.
    pub title: Option<Spanned<String>>,
    /// Paragraphs before the first section.
    pub preamble: Option<Text>,
    /// Who signs, if not the agency under its full name.
    pub issuer: Option<Spanned<String>>,
    /// Day of issue.
    pub date: Option<Spanned<Date>>,
    /// True if a date is given that could not be read.
    pub date_invalid: bool,
    /// A local day before which the report must be out.
    pub deadline: Option<Spanned<Date>>,
}

/// The web site that publishes the report.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Its name.
    pub name: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// 政府网站标识码.
    pub id_code: Option<String>,
}

/// Last year's report.
#[derive(Debug, Clone, Default)]
pub enum LastYear {
    /// None was asked for.
    #[default]
    None,
    /// One was asked for and cannot be had; why, in plain words.
    Unavailable(String),
    /// The report and the text that it was read from.
    Known(Box<(Report, Source)>),
    /// The report of a published file.
    Published(Box<PublishedLast>),
}

/// Last year's report as it was read from a published file.
#[derive(Debug, Clone)]
pub struct PublishedLast {
    /// The report.
    pub report: Report,
    /// The data file that was made of it, under the name of the published file.
    pub source: Source,
    /// Where each cell stands in the published file, in words, by cell path.
    pub places: BTreeMap<String, String>,
}

impl LastYear {
    /// The report, if it is at hand.
    pub fn report(&self) -> Option<&Report> {
        match self {
            LastYear::Known(known) => Some(&known.0),
            LastYear::Published(published) => Some(&published.report),
            LastYear::None | LastYear::Unavailable(_) => None,
        }
    }
}

/// A note that prints in a cell, behind its figure: `22（其中修订16件）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The cell.
    pub cell: CellId,
    /// The words, perhaps in the brackets in which they print.
    pub text: Text,
}

/// A note without the brackets in which it prints.
pub(crate) fn bare_note(note: &str) -> &str {
    let note = note.trim();
    let pairs = [('（', '）'), ('(', ')')];
    let inner = pairs.into_iter().find_map(|(open, close)| note.strip_prefix(open)?.strip_suffix(close));
    // Brackets that do not belong together stay: （甲）和（乙）.
    let is_pair = |inner: &&str| !inner.contains(['（', '）', '(', ')']);
    inner.filter(is_pair).map_or(note, str::trim)
}

/// What a section holds beside its narrative or its figures.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Its title where the report was published; outputs print the official one.
    pub heading: Option<Spanned<String>>,
    /// Narrative between the title and the table.
    pub before: Option<Text>,
    /// Narrative under the table.
    pub after: Option<Text>,
}

/// A written acceptance of a finding.
#[derive(Debug, Clone)]
pub struct Accept {
    /// Where it stands.
    pub span: Span,
    /// Code of the rule.
    pub code: Option<Spanned<String>>,
    /// Cell or row that it is bound to.
    pub cell: Option<Spanned<String>>,
    /// Words that it is bound to.
    pub words: Option<Spanned<String>>,
    /// The reason.
    pub reason: Option<String>,
}

impl Report {
    /// The preamble (`None`), if there is one, and the narrative of each section by its index: its text, or
    /// what stands before and behind its table.
    pub fn narrative(&self) -> impl Iterator<Item = (Option<usize>, &Text)> {
        let sections = self.texts.iter().zip(&self.around).enumerate();
        let sections = sections.flat_map(|(index, (text, around))| {
            [&around.before, text, &around.after].into_iter().flatten().map(move |text| (Some(index), text))
        });
        self.publication.preamble.iter().map(|text| (None, text)).chain(sections)
    }

    /// The note in a cell.
    pub fn note(&self, cell: CellId) -> Option<&Note> {
        self.notes.iter().find(|note| note.cell == cell)
    }

    /// Full name of the agency; empty if the file does not say it.
    pub fn agency_name(&self) -> &str {
        self.agency.name.as_ref().map_or("", |name| name.value.as_str())
    }

    /// What kind of body the agency is: what its name tells for certain, else what the file says. `None`
    /// if the file does not say it.
    pub fn level(&self) -> Option<Level> {
        let stated = self.agency.level?;
        let plain = body::plain_name(self.agency_name());
        Some(body::Body::of(&plain).level().unwrap_or(stated))
    }

    /// Report year; 0 if the file does not say it.
    pub fn year(&self) -> u16 {
        self.year.as_ref().map_or(0, |year| year.value)
    }

    /// The title that the form prescribes.
    pub fn prescribed_title(&self) -> String {
        self.form.title(self.agency_name(), self.year())
    }

    /// One row of a table.
    pub fn row(&self, section: usize, row: usize) -> Option<&Row> {
        self.tables.get(section)?.as_ref()?.rows.get(row)?.as_ref()
    }

    /// The row that a place stands in, with the indices of its section and its own.
    pub fn row_at(&self, span: Span) -> Option<(usize, usize, &Row)> {
        let tables =
            self.tables.iter().enumerate().filter_map(|(index, table)| Some((index, table.as_ref()?)));
        let mut rows = tables.flat_map(|(section, table)| {
            table
                .rows
                .iter()
                .enumerate()
                .filter_map(move |(index, row)| Some((section, index, row.as_ref()?)))
        });
        rows.find(|(_, _, row)| Span::new(row.key_span.start, row.span.end).holds(span))
    }

    /// One cell as the file states it; `None` if its row is missing.
    pub fn cell(&self, id: CellId) -> Option<&Cell> {
        self.row(id.section, id.row)?.cells.get(id.column)
    }
}
