//! What a published file shows, whatever its container: paragraphs and grids of cells in reading order,
//! each with its place in the source.

use std::collections::BTreeMap;
use std::fmt;

/// The kind of container that a file is, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A web page, or HTML within something else.
    Html,
    /// A Word file.
    Docx,
    /// A workbook of Excel or WPS, new or old.
    Sheet,
    /// A PDF with a text layer.
    Pdf,
    /// An OFD with its characters.
    Ofd,
    /// Plain text or Markdown.
    Text,
    /// The list of figures that this program makes.
    Csv,
    /// The figures and words that this program makes for other programs.
    Json,
}

impl Kind {
    /// Its name in `--format json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Sheet => "xlsx",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// True for sheets of paper, on which everything has a place and nothing says what it is.
    pub fn is_paper(self) -> bool {
        matches!(self, Self::Pdf | Self::Ofd)
    }
}

/// What a file shows, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What the file is.
    pub kind: Kind,
    /// Paragraphs and grids.
    pub blocks: Vec<PageBlock>,
    /// Head tags of a web page with a name, and its `title`.
    pub meta: BTreeMap<String, String>,
    /// Where there are pictures: of tables, they cannot be read.
    pub pictures: Vec<Place>,
}

/// A paragraph or a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageBlock {
    /// A paragraph, a heading, or an entry of a list.
    Paragraph(PageParagraph),
    /// A grid of cells.
    Grid(Grid),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageParagraph {
    /// What it is.
    pub role: ParagraphRole,
    /// Its words; never empty.
    pub runs: Vec<PageRun>,
    /// Where it begins.
    pub place: Place,
}

impl PageParagraph {
    /// Its words without their marks.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// What a paragraph is, as far as its container says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParagraphRole {
    /// A paragraph like others.
    Plain,
    /// A heading of that level, 1 the highest.
    Heading(u8),
    /// An entry of a list: how deep it lies, 0 the outermost, and what stands before it (`1.`, `•`).
    Item {
        /// Lists around that list.
        depth: u8,
        /// Number or bullet as it shows.
        marker: String,
    },
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRun {
    /// The words.
    pub text: String,
    /// True for bold type.
    pub bold: bool,
}

/// Takes the blanks off both ends of words.
pub(super) fn trim_runs(runs: &mut Vec<PageRun>) {
    while let Some(run) = runs.last_mut() {
        run.text.truncate(run.text.trim_end().len());
        if !run.text.is_empty() {
            break;
        }
        runs.pop();
    }
    let blank = runs.iter().take_while(|run| run.text.trim_start().is_empty()).count();
    runs.drain(..blank);
    if let Some(first) = runs.first_mut() {
        let start = first.text.len() - first.text.trim_start().len();
        first.text.drain(..start);
    }
}

/// A grid of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The cells that start in each row, from left to right.
    pub rows: Vec<Vec<GridCell>>,
    /// True if `column`, `cols` and `rows` of its cells say where they stand; false where only the order of the
    /// cells in a row is known, as in text that was copied out of Word.
    pub has_spans: bool,
    /// Where it begins.
    pub place: Place,
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Column of the grid in which it starts, from 0.
    pub column: usize,
    /// Columns that it covers, at least 1.
    pub cols: usize,
    /// Rows that it covers, at least 1.
    pub rows: usize,
    /// Its words; lines of it are apart by line feeds.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A place in the source, as a person would look for it. All numbers count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the sheet in a workbook.
    pub sheet: Option<String>,
    /// Page of a PDF or an OFD.
    pub page: Option<usize>,
    /// Line of a text.
    pub line: Option<usize>,
    /// Which table of the source, in the order of the file; on sheets of paper, of the page.
    pub table: Option<usize>,
    /// Row of the table or sheet.
    pub row: Option<usize>,
    /// Which cell of its row; in a sheet, the column.
    pub column: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.sheet.as_ref().map(|sheet| format!("工作表“{sheet}”")));
        parts.extend(self.page.map(|page| format!("第{page}页")));
        parts.extend(self.table.map(|table| format!("表格{table}")));
        let row = self.row.or(self.line).map(|row| format!("第{row}行"));
        let column = self.column.map(|column| format!("第{column}列"));
        let at: String = [row, column].into_iter().flatten().collect();
        parts.extend(Some(at).filter(|at| !at.is_empty()));
        // A table of HTML within a text.
        let line = self.line.filter(|_| self.row.is_some()).map(|line| format!("（全文第{line}行）"));
        write!(f, "{}{}", parts.join(" "), line.unwrap_or_default())
    }
}
