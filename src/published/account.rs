//! What was read of a published report, and how: a value for every cell, and all that a person is to hear of.

use super::page::{Kind, Place};

/// How a cell was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By its label and its heading.
    Label,
    /// By its place among others.
    Position,
    /// By its place, and the sums confirm it.
    Sums,
}

impl How {
    /// Its name in `--format json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Position => "position",
            Self::Sums => "sums",
        }
    }
}

/// A cell of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCell {
    /// Cell path.
    pub path: String,
    /// What the cell says; empty for one published blank, `None` for one that was not read.
    pub value: Option<String>,
    /// What stands in brackets behind the figure.
    pub note: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// How it was found.
    pub how: How,
    /// True if it may be another cell's.
    pub doubtful: bool,
}

/// Something that is not as the form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub oddity: Oddity,
    /// Where it stands.
    pub place: Option<Place>,
}

/// What is not as the form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// The title of a section is another one.
    SectionTitle {
        /// As it is published.
        published: String,
        /// As the form has it.
        official: String,
    },
    /// A label or heading is another one.
    Label {
        /// As it is published.
        published: String,
        /// As the form has it.
        official: String,
    },
    /// A group of rows is printed as one row.
    GroupAsRow {
        /// Its label.
        label: String,
    },
    /// A section that the form does not have.
    ExtraSection {
        /// Its title.
        title: String,
    },
    /// A row that the form does not have.
    ExtraRow {
        /// Its label.
        label: String,
        /// Its cells.
        cells: Vec<String>,
    },
    /// A column that the form does not have.
    ExtraColumn {
        /// Its heading.
        label: String,
    },
    /// A section of the form that is not there.
    MissingSection {
        /// Its title.
        title: String,
    },
    /// A row of the form that is not there, or cells of it.
    MissingCells {
        /// Label of the row.
        label: String,
        /// Their paths.
        paths: Vec<String>,
        /// True if no cell of the row was read.
        whole: bool,
    },
    /// Cells that may be other ones.
    Doubtful {
        /// Label of the row.
        label: String,
        /// Their paths.
        paths: Vec<String>,
        /// Why.
        why: Doubt,
    },
    /// A unit in a cell.
    Unit {
        /// What the cell says.
        text: String,
        /// Its path.
        path: String,
    },
    /// A heading of figures says more of their unit than the form's.
    HeadingUnit {
        /// As it is published.
        published: String,
        /// As the form has it.
        official: String,
    },
    /// The report has no title.
    NoTitle,
    /// The name of the agency in the title lacks its place.
    ShortAgency {
        /// As it is published.
        published: String,
        /// As the words of the report give it.
        full: String,
    },
    /// The name of the agency was not found.
    NoAgency,
    /// The report year was not found.
    NoYear,
}

/// Why a cell is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Its row has no label of the form, and no sum confirms where it belongs.
    Row,
    /// No headings say in which column it stands, and no sum confirms it.
    Column,
    /// Several rows in a row have no label, and no sum says which is which.
    Order,
    /// The same row is there twice with other figures.
    Twice,
    /// Characters of it are lost.
    Garbled,
    /// It is the only figure of its row, which may be the total.
    Alone,
    /// A blank stands within it, and no sum says that it is one figure.
    Pieces,
    /// Its heading or its label says another unit than the form's.
    Unit,
}

/// What was read of a published report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What the file is.
    pub kind: Kind,
    /// Identifier of the form.
    pub form: String,
    /// Full name of the agency, if it is known.
    pub agency: Option<String>,
    /// Report year, if it is known.
    pub year: Option<u16>,
    /// Every cell of the form in the order of the data file, the totals among them.
    pub cells: Vec<ReadCell>,
    /// What is not as the form has it.
    pub remarks: Vec<Remark>,
    /// What of the source is neither a figure nor a word of the report.
    pub unused: Vec<String>,
}

impl Account {
    /// The cell of that path.
    pub fn cell(&self, path: &str) -> Option<&ReadCell> {
        self.cells.iter().find(|cell| cell.path == path)
    }

    /// True if every cell was read and none is doubtful.
    pub fn is_sound(&self) -> bool {
        self.agency.is_some()
            && self.year.is_some()
            && self.cells.iter().all(|cell| cell.value.is_some() && !cell.doubtful)
    }
}
