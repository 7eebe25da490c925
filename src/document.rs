//! The document model: what a report says and in which order, before any output format.
//!
//! A [`Document`] is made once from a report and its form ([`build()`]); the renderers draw it
//! and know nothing of forms, rules or sums.

mod build;
mod narrative;
mod table;

pub use crate::narrative::Alignment;
pub use build::{Options, build};
pub(crate) use narrative::UNFILLED;
#[cfg(feature = "serve")]
pub(crate) use narrative::figure;
pub(crate) use table::printed_note;
pub use table::{
    Cell, CellKind, FigureKind, Figures, FlatCell, FlatRow, FlatTable, GridFault, Table, TableRow,
};

use crate::report::Date;

/// The matter of the report, as its title and its keywords have it.
pub(crate) const MATTER: &str = "政府信息公开";
/// What the report is, as its keywords have it.
pub(crate) const KIND: &str = "年度报告";

/// A date that is still to be written.
const OPEN_DATE: &str = "　　　　年　　月　　日";

/// What a title calls the work and the report, behind the matter.
pub(crate) fn work_and_kind() -> String {
    format!("工作{KIND}")
}

/// What the report is called, without agency and year.
pub(crate) fn report_name() -> String {
    format!("{MATTER}{}", work_and_kind())
}

/// A whole report, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The printed title, one line.
    pub title: String,
    /// Identifier of the form that the report follows, e.g. `2021`.
    pub form: String,
    /// Report year.
    pub year: u16,
    /// Full name of the agency that compiled the report.
    pub agency: String,
    /// True if every page must be marked as 草稿.
    pub draft: bool,
    /// What goes into the head of the web page and the properties of the DOCX.
    pub metadata: Metadata,
    /// Paragraphs between the title and the first section.
    pub preamble: Vec<Block>,
    /// The sections in the order of the form.
    pub sections: Vec<Section>,
    /// Name and date at the end.
    pub signature: Signature,
}

/// Facts about the publication that no page of the report prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Name of the publishing web site (`SiteName`).
    pub site_name: Option<String>,
    /// Domain of the publishing web site (`SiteDomain`).
    pub site_domain: Option<String>,
    /// Identification code of the government web site (`SiteIDCode`).
    pub site_id_code: Option<String>,
    /// One sentence that says what the page is.
    pub description: String,
    /// Search words.
    pub keywords: Vec<String>,
    /// Digest of the file that this one takes the place of, e.g. `sha256:…`.
    pub replaces: Option<String>,
}

/// One numbered section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Key of the section in the data file, e.g. `overview`.
    pub key: String,
    /// Official title, e.g. `一、总体情况`.
    pub title: String,
    /// Content in order.
    pub blocks: Vec<Block>,
}

/// One block of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside a section.
    Heading {
        /// Level in the official numbering: 2 for `（一）`, 3 for `1.`, 4 for `（1）`.
        level: u8,
        /// The words of the heading.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list whose markers print as the author wrote them.
    List(Vec<ListItem>),
    /// A table inside the narrative.
    TextTable(TextTable),
    /// A table that the form prescribes.
    FormTable(Table),
}

/// A paragraph, perhaps opening with a run-in heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// A first sentence `（一）……。` that is set as a level 2 heading; empty if there is none.
    pub lead: Vec<Run>,
    /// The rest.
    pub runs: Vec<Run>,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Depth of nesting, 0 for the outermost.
    pub depth: u8,
    /// The marker as it prints: `1.`, `3)` or `•`.
    pub marker: String,
    /// The words of the entry.
    pub runs: Vec<Run>,
}

/// A plain table that the author wrote in the narrative; it has no merged cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTable {
    /// Cells of the head row.
    pub head: Vec<Vec<Run>>,
    /// Body rows, each as long as the head.
    pub rows: Vec<Vec<Vec<Run>>>,
    /// How the author wants each column, one for each cell of the head.
    pub alignment: Vec<Alignment>,
}

/// A stretch of text in one style, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The text; it holds no control characters.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Emphasised.
    pub emphasis: bool,
    /// Target of a link: always `http:`, `https:` or `mailto:`.
    pub link: Option<String>,
    /// The figure reference that produced the text, as written between the braces.
    pub reference: Option<String>,
}

/// Name and date under the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The issuing agency.
    pub issuer: String,
    /// Day of issue; without it the report has no date line.
    pub date: Option<Date>,
    /// True if a day that is not known yet has a line to be written on.
    pub awaits_date: bool,
}

impl Signature {
    /// The line of the date, as it prints; `None` if there is none.
    pub fn date_line(&self) -> Option<String> {
        let open = || self.awaits_date.then(|| OPEN_DATE.to_owned());
        self.date.map(|date| date.chinese()).or_else(open)
    }
}
