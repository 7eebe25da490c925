//! The structure of a report as JSON.

use serde::{Deserialize, Serialize};

/// What says that a file is one of these, whatever it is called.
pub(crate) const KIND: &str = "nianbao-report";
/// The version of the structure.
pub(crate) const VERSION: u8 = 1;

/// A report.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// [`KIND`].
    pub kind: String,
    /// [`VERSION`].
    pub version: u8,
    /// Identifier of the form.
    pub form: String,
    /// Report year; 0 if it is not known.
    pub year: u16,
    pub agency: String,
    pub title: String,
    pub draft: bool,
    pub issuer: String,
    /// The day in its ISO form.
    pub date: Option<String>,
    /// What stands between title and first section.
    pub preamble: Vec<Text>,
    pub sections: Vec<Section>,
    pub cells: Vec<Cell>,
}

/// What a section says, in order.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Section {
    pub key: String,
    pub title: String,
    pub texts: Vec<Text>,
}

/// A paragraph, or what stands in the place of one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Text {
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        /// The words at its beginning that are set as a heading.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        lead: String,
        text: String,
    },
    Item {
        depth: u8,
        marker: String,
        text: String,
    },
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// The table of the form, whose figures are among the cells.
    Figures {
        caption: String,
    },
}

/// A figure.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cell {
    pub path: String,
    /// Key of the section.
    pub section: String,
    /// Label of the row in full.
    pub row: String,
    /// Heading of the column.
    pub column: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub value: Value,
    pub unit: String,
    /// What stands in brackets behind the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a figure is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Count,
    /// A count that may be below zero.
    Change,
    Amount,
}

/// A count is a number. An amount is text: other programs would round it, and drop the zeros at its end.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Count(serde_json::Number),
    Amount(String),
    Blank(()),
}
