//! What the reader met that is not as the data file's contract says.

use super::newer::Newer;
use super::syntax::Unread;
use crate::source::{Edit, Span};

/// A fault of the data file's structure. Faults of single cells stand in the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The text gives no values (rule D001).
    Unread(Unread),
    /// A key or section that the form does not have (rule D002).
    UnknownKey {
        /// Full path of the key.
        path: String,
        /// Where.
        span: Span,
        /// Known keys that may be meant; several if the key is that of a group.
        nearest: Vec<String>,
        /// True if the key names a group of rows.
        group: bool,
        /// The section that the key belongs to, if it is another one.
        belongs: Option<String>,
    },
    /// A section whose keys are there but whose heading is not (rule D003).
    NoHeading {
        /// Key of the section.
        section: String,
        /// Its first key.
        span: Span,
    },
    /// Something that must be there is not (rule D003).
    Missing {
        /// What.
        what: Missing,
        /// Where it should stand: the section's heading, or the start of the file.
        span: Span,
    },
    /// A value outside the tables that has the wrong type or is not allowed (rule D012).
    NotAllowed {
        /// Full path of the key.
        path: String,
        /// Where the value stands.
        span: Span,
        /// What belongs there.
        expected: Expected,
        /// The value as it is written, shortened.
        found: String,
    },
    /// Last year's file was asked for and cannot be had (rule D012).
    NoLastYear {
        /// Where the file is named; `None` if the command names it.
        span: Option<Span>,
        /// Why, in plain words.
        reason: String,
    },
    /// What only TOML 1.1 allows (rule D014).
    Newer {
        /// Where.
        span: Span,
        /// What it is.
        newer: Newer,
        /// How TOML 1.0 writes the same; none where a note stands in the way.
        edits: Vec<Edit>,
    },
    /// A short text with characters of the radical blocks (rule N317); it is read with the ordinary ones.
    Radicals {
        /// Full path of the key.
        path: String,
        /// Where the text stands.
        span: Span,
    },
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Everything: the file is empty, or holds nothing but comments.
    Everything,
    /// A key, by its full path.
    Key(String),
    /// A section of the form, by index.
    Section(usize),
    /// A row: section and row, by index.
    Row(usize, usize),
    /// The rows of a group that is given as one row.
    GroupRows {
        /// Index of the section.
        section: usize,
        /// Key of the group.
        group: String,
        /// Key and label of each of its rows.
        rows: Vec<(String, String)>,
    },
    /// The narrative of a section, by index: the key is missing, or nothing but blanks is there.
    Narrative(usize),
}

/// What belongs in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Text in quotes.
    Text,
    /// Text on one line; the one that is there is far too long.
    ShortText,
    /// A whole number without quotes.
    Year,
    /// A date without quotes.
    Date,
    /// The identifier of a form, in quotes; the ones at hand.
    Form(Vec<String>),
    /// `department` or `government`.
    Level,
    /// A section `[…]`.
    Section,
    /// Sections `[[…]]` of that name.
    Sections(String),
    /// The path of one cell that the report prints.
    Cell,
    /// The path of a cell that has no note yet.
    OtherCell,
}
