//! What a form declares: sections, tables, rows, columns, labels, units and sum rules.
//!
//! A form is data, one TOML file (`formats/<id>.toml`). [`Form::parse`] reads it and refuses one
//! that contradicts itself, so that the rest of the program can rely on every reference in it.

mod builtin;
mod error;
mod file;
mod grid;
mod group_as_row;
mod label;
mod layout;
mod resolve;
mod role;

pub use builtin::Forms;
pub use error::{FormError, FormFault};
pub(crate) use grid::cover;
pub use grid::{Area, GridFault};
pub(crate) use label::{bare, section_meant, without_numbers};
pub use layout::{Item, LayoutCell, LayoutRow};
pub(crate) use resolve::{AFTER, BEFORE, HEADING};
pub(crate) use role::named;
pub use role::{ColumnRole, RowRole, SectionRole, TopicRole};

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// A form of the annual report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Identifier, as `format` in the data file states it.
    pub id: String,
    /// Name in official words.
    pub name: String,
    /// The document that prescribes the form.
    pub source: String,
    /// Report years for which the form is in force.
    pub years: RangeInclusive<u16>,
    /// What follows agency and year in the title.
    pub title_suffix: String,
    /// The days by which a report must be out, where the form or the law behind it sets them.
    pub deadlines: Option<Deadlines>,
    /// Sections in printed order.
    pub sections: Vec<Section>,
}

/// The last days for the report (条例第四十九条), each a month and a day of the next year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadlines {
    /// For departments.
    pub department: (u8, u8),
    /// For 各级人民政府.
    pub government: (u8, u8),
}

/// What a form says of itself before its sections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Identifier.
    pub id: String,
    /// The document that prescribes the form.
    pub source: String,
    /// Report years for which the form is in force.
    pub years: RangeInclusive<u16>,
}

/// One numbered section: narrative, or one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Key of the section in the data file.
    pub key: String,
    /// What it is, if it is one that rules ask for.
    pub role: Option<SectionRole>,
    /// Printed title, e.g. `一、总体情况`.
    pub title: String,
    /// Other titles, without number, under which reports are published.
    pub also: Vec<String>,
    /// What a narrative section must speak of.
    pub topics: Vec<String>,
    /// The role of each topic, if rules ask for it.
    pub topic_roles: Vec<Option<TopicRole>>,
    /// True for a narrative section that is to be written anew each year.
    pub fresh: bool,
    /// The table; `None` for a narrative section.
    pub table: Option<Table>,
}

impl Section {
    /// Its title without the number.
    pub fn name(&self) -> &str {
        self.title.split_once('、').map_or(self.title.as_str(), |(_, name)| name)
    }

    /// The topic in that role, in official words.
    pub fn topic_in(&self, role: TopicRole) -> Option<&str> {
        let at = self.topic_roles.iter().position(|topic| *topic == Some(role))?;
        self.topics.get(at).map(String::as_str)
    }
}

/// A prescribed table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Relative width of each grid column.
    pub weights: Vec<u16>,
    /// Heading over the row labels where the table is printed without merged cells.
    pub corner: String,
    /// The kinds of rows that the table has.
    pub column_sets: Vec<ColumnSet>,
    /// Rows that are read together under one label.
    pub groups: Vec<Group>,
    /// Rows of figures, in the order of the data file.
    pub rows: Vec<Row>,
    /// Equations between rows, one for each column.
    pub balances: Vec<Balance>,
    /// The rows that lead from one year to the next.
    pub carry: Option<Carry>,
    /// The printed grid.
    pub layout: Vec<LayoutRow>,
}

impl Table {
    /// The words that a printed cell holds; none for a figure.
    pub fn words(&self, item: &Item) -> String {
        let words = match item {
            Item::Text(text) | Item::Note(text) | Item::Band(text) => Some(text),
            Item::Row(row) => self.rows.get(*row).map(|row| &row.label),
            Item::Group(group) => self.groups.get(*group).map(|group| &group.label),
            Item::Column(set, column) => self
                .column_sets
                .get(*set)
                .and_then(|set| set.columns.get(*column))
                .map(|column| &column.label),
            Item::Figure(..) => None,
        };
        words.cloned().unwrap_or_default()
    }
}

/// The columns of a kind of row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSet {
    /// Key, unique in the table.
    pub key: String,
    /// Columns in order; computed ones come last.
    pub columns: Vec<Column>,
    /// The columns that lead from last year's stock to this year's.
    pub stock: Option<Stock>,
}

impl ColumnSet {
    /// Number of cells that a data file must state.
    pub fn required(&self) -> usize {
        self.columns.iter().filter(|c| c.sum.is_none()).count()
    }

    /// The column in that role.
    pub fn column_in(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// True if a row of this kind is one cell, whose path is the row's own.
    pub fn is_single(&self) -> bool {
        self.columns.len() == 1
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Key, the last part of a cell path.
    pub key: String,
    /// What it counts, if rules ask for that.
    pub role: Option<ColumnRole>,
    /// Printed heading.
    pub label: String,
    /// Other headings under which reports are published.
    pub also: Vec<String>,
    /// Short heading for the comment in a data file.
    pub short: String,
    /// What kind of number belongs here.
    pub kind: Kind,
    /// What is counted: 件, 项, 万元.
    pub unit: String,
    /// Set for a column that is the sum of others.
    pub sum: Option<Sum>,
}

/// The kind of number that a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number from 0 to 999,999,999.
    #[default]
    Count,
    /// A whole number that may be negative.
    Change,
    /// An amount of money in 万元, decimals allowed.
    Amount,
}

/// A sum over columns of the set, or over rows of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Code of the rule that a wrong sum breaks, e.g. `T101`.
    pub code: String,
    /// Indices of the addends.
    pub addends: Vec<usize>,
}

/// Rows that are read together, e.g. `（三）不予公开`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Key: the first part of its rows' keys.
    pub key: String,
    /// What its rows are together, if rules ask for that.
    pub role: Option<RowRole>,
    /// Printed label.
    pub label: String,
    /// Other labels under which reports are published.
    pub also: Vec<String>,
    /// Indices of its rows.
    pub rows: Vec<usize>,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Key in the data file, e.g. `denied.state_secret`.
    pub key: String,
    /// What it is, if rules ask for that.
    pub role: Option<RowRole>,
    /// Printed label.
    pub label: String,
    /// Other labels under which reports are published.
    pub also: Vec<String>,
    /// The labels above it in short, e.g. `三、（三）`.
    pub prefix: String,
    /// Index of its column set.
    pub set: usize,
    /// Set for a row that is the sum of others, column by column.
    pub sum: Option<Sum>,
}

impl Row {
    /// The label as it reads without the merged cells around it, e.g. `三、（三）1.属于国家秘密`.
    pub fn full_label(&self) -> String {
        format!("{}{}", self.prefix, self.label)
    }

    /// The full label in quotes, for a sentence: quotes within it become single ones.
    pub fn quoted(&self) -> String {
        quote(&self.full_label())
    }
}

/// Words in quotes, for a sentence; quotes within them become single ones.
pub(crate) fn quote(words: &str) -> String {
    format!("“{}”", words.replace('“', "‘").replace('”', "’"))
}

/// An equation between rows that holds in every column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Code of the rule that it breaks when it does not hold, e.g. `T103`.
    pub code: String,
    /// Indices of the rows on the left.
    pub left: Vec<usize>,
    /// Indices of the rows on the right.
    pub right: Vec<usize>,
}

/// What one row leaves open is what another starts from in the next year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carry {
    /// Index of the row that leaves it open.
    pub from: usize,
    /// Index of the row that starts from it.
    pub to: usize,
}

/// Columns of which one counts what there is: that of last year, plus `made`, less `ended`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Index of the column that counts what came in the year.
    pub made: usize,
    /// Index of the column that counts what went in the year.
    pub ended: usize,
    /// Index of the column that counts what there is at the end of the year.
    pub total: usize,
}

/// The place of a cell: section, row and column of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// Index of the section.
    pub section: usize,
    /// Index of the row in the section's table.
    pub row: usize,
    /// Index of the column in the row's set.
    pub column: usize,
}

impl Form {
    /// Reads a form and checks it against itself.
    ///
    /// # Errors
    /// The text is no TOML, has keys that no form has, or contradicts itself: a duplicate key, a
    /// reference to a row or column that is not there, a sum that runs in a circle, a printed grid
    /// with a hole or an overlap, a row that is printed twice or never.
    pub fn parse(text: &str) -> Result<Self, FormError> {
        Self::read(text).map(|(form, _)| form)
    }

    /// The same, with the byte at which its identifier stands.
    fn read(text: &str) -> Result<(Self, usize), FormError> {
        let file = toml::from_str(text).map_err(|error: toml::de::Error| {
            (error.span().map_or(0, |span| span.start), FormFault::syntax(error.message()))
        });
        let form = file.and_then(|file: file::FormFile| {
            let id_at = file.id.span().start;
            Ok((resolve::resolve(file)?, id_at))
        });
        form.map_err(|(at, fault)| FormError::new(text, at, fault))
    }

    /// What the form says of itself before its sections.
    pub fn head(&self) -> Head {
        Head { id: self.id.clone(), source: self.source.clone(), years: self.years.clone() }
    }

    /// The printed title of a report.
    pub fn title(&self, agency: &str, year: u16) -> String {
        format!("{agency}{year}{}", self.title_suffix)
    }

    /// Sections with a table, with their index.
    pub fn tables(&self) -> impl Iterator<Item = (usize, &Section, &Table)> {
        self.sections
            .iter()
            .enumerate()
            .filter_map(|(index, section)| section.table.as_ref().map(|table| (index, section, table)))
    }

    /// The table of a section.
    pub fn table(&self, section: usize) -> Option<&Table> {
        self.sections.get(section)?.table.as_ref()
    }

    /// The section in that role.
    pub fn section_in(&self, role: SectionRole) -> Option<usize> {
        self.sections.iter().position(|section| section.role == Some(role))
    }

    /// The section that must speak of a topic, and the topic in official words.
    pub fn topic_in(&self, role: TopicRole) -> Option<(usize, &str)> {
        let mut sections = self.sections.iter().enumerate();
        sections.find_map(|(index, section)| Some((index, section.topic_in(role)?)))
    }

    /// The rows in that role, with the index of their section: one, or those of a group.
    pub fn rows_in(&self, role: RowRole) -> Option<(usize, Vec<usize>)> {
        self.tables().find_map(|(section, _, table)| {
            let row = table.rows.iter().position(|row| row.role == Some(role)).map(|row| vec![row]);
            let group = || table.groups.iter().find(|group| group.role == Some(role));
            Some((section, row.or_else(|| Some(group()?.rows.clone()))?))
        })
    }

    /// The cells of a column in the rows of a role: one, those of a group (their sum is meant), or none
    /// if the form has no such row or column.
    pub fn cells_in(&self, row: RowRole, column: ColumnRole) -> Vec<CellId> {
        let Some((section, rows)) = self.rows_in(row) else { return Vec::new() };
        let cell = |row: usize| {
            let table = self.table(section)?;
            let set = table.column_sets.get(table.rows.get(row)?.set)?;
            Some(CellId { section, row, column: set.column_in(column)? })
        };
        rows.into_iter().filter_map(cell).collect()
    }

    /// The path of a column in the rows of a role, as a data file writes it: `requests.denied.total`.
    pub fn path_in(&self, row: RowRole, column: ColumnRole) -> Option<String> {
        let cells = self.cells_in(row, column);
        let place = self.place(*cells.first()?)?;
        let table = self.table(cells.first()?.section)?;
        let group = table.groups.iter().find(|group| group.role == Some(row));
        Some(match group {
            Some(group) => format!("{}.{}.{}", place.section.key, group.key, place.column.key),
            None => place.path(),
        })
    }

    /// Every cell of every table, in the order of the data file.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + '_ {
        self.tables().flat_map(|(section, _, table)| {
            table.rows.iter().enumerate().flat_map(move |(row, declared)| {
                let width = table.column_sets.get(declared.set).map_or(0, |set| set.columns.len());
                (0..width).map(move |column| CellId { section, row, column })
            })
        })
    }

    /// Path of a cell, e.g. `requests.received.enterprise`; empty for a cell that is not there.
    pub fn path(&self, cell: CellId) -> String {
        self.place(cell).map_or_else(String::new, |place| place.path())
    }

    /// Section, row and column of a cell.
    pub fn place(&self, cell: CellId) -> Option<Place<'_>> {
        let section = self.sections.get(cell.section)?;
        let table = section.table.as_ref()?;
        let row = table.rows.get(cell.row)?;
        let set = table.column_sets.get(row.set)?;
        Some(Place { section, row, set, column: set.columns.get(cell.column)? })
    }
}

/// What a form says of one cell.
#[derive(Debug, Clone, Copy)]
pub struct Place<'f> {
    /// The section.
    pub section: &'f Section,
    /// The row.
    pub row: &'f Row,
    /// The columns of the row.
    pub set: &'f ColumnSet,
    /// The column.
    pub column: &'f Column,
}

impl Place<'_> {
    /// True for a total, be it of a row or of a column.
    pub fn is_computed(&self) -> bool {
        self.column.sum.is_some() || self.row.sum.is_some()
    }

    /// Cell path.
    pub fn path(&self) -> String {
        let row = [self.section.key.as_str(), ".", &self.row.key];
        if self.set.is_single() {
            row.concat()
        } else {
            let [section, dot, row] = row;
            [section, dot, row, dot, &self.column.key].concat()
        }
    }

    /// The cell in official words: `“一、本年新收政府信息公开申请数量”行“商业企业”列`.
    pub fn words(&self) -> String {
        if self.set.is_single() {
            // The unit stands in brackets of its own: 本年收费金额（单位：万元）.
            let column = self.column.label.split('（').next().unwrap_or_default();
            format!("{}（{column}）", self.row.quoted())
        } else {
            format!("{}行“{}”列", self.row.quoted(), self.column.label)
        }
    }
}
