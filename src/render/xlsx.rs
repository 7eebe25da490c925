//! The workbook: each table as the form prints it on a sheet of its own, the narrative on another.
//!
//! `table` puts the grid of a table on its sheet and `figure` says how a figure is written: as a number that shows as
//! the report prints it, as a formula where it is the sum of others, or as text where it would show otherwise.
//! `sheet` writes paragraphs and plain tables, `look` says in which type. `seal` puts the digest of all into a property.
//! Nothing depends on the day: the dates are those of the report. `long` makes workbooks of another kind, of tables with
//! any number of rows.

mod figure;
pub(crate) mod long;
mod look;
mod name;
mod seal;
mod sheet;
mod table;
mod text;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};
use zip::result::ZipError;

use self::look::{Kind, Looks};
use self::sheet::{Book, Sheet};
use super::Renderer;
use crate::document::{Block, Document, Section, TextTable};
use crate::layout::Style;

/// The workbook as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "xlsx",
    extension: "xlsx",
    other_extensions: &["xls", "et"],
    name: "Excel",
    other_names: &["excel", "表格", "电子表格", "excel表格"],
    help: "Excel（XLSX）",
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    changed_in: "Excel",
    is_page: false,
    needs_fonts: false,
    is_data: true,
    has_digest: true,
    render: |document, options| match &options.style {
        Some(style) => Ok(render(document, style)?),
        None => Ok(render(document, &Style::built_in()?)?),
    },
    is_sealed: seal::is_sealed,
    is_intact: seal::is_intact,
    title: seal::title,
};

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// A sheet cannot hold what was to be written.
    #[error("内部错误：生成 Excel 文件失败：{0}")]
    Write(#[from] XlsxError),
    /// The parts cannot be packed.
    #[error("内部错误：生成 Excel 文件失败：{0}")]
    Pack(#[from] ZipError),
    /// The workbook that was written cannot be read back.
    #[error("内部错误：生成 Excel 文件失败：读不出刚写的内容")]
    Unreadable,
}

/// What the sheet of the narrative is called.
const NARRATIVE: &str = "正文";
/// When a report without a date was made: the earliest day that a ZIP archive knows.
const NO_DATE: (u16, u8, u8) = (1980, 1, 1);

/// Draws a report as a workbook. The same document and style give the same bytes on any day and machine.
///
/// # Errors
/// None that a report of a usual size can bring about.
pub fn render(document: &Document, style: &Style) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::default();
    book.book.set_properties(&properties(document)?);
    let looks = Looks::new(style);
    narrative(document, &mut book, &looks)?;
    for section in document.sections.iter().filter(|section| has_table(section)) {
        tables(document, section, &mut book, &looks)?;
    }
    // A book that was not finished is dropped: what was begun in it must not be written.
    seal::seal(&book.book.save_to_buffer()?)
}

fn has_table(section: &Section) -> bool {
    section.blocks.iter().any(|block| matches!(block, Block::FormTable(_)))
}

/// Title, text and signature: all but the sections with a table.
fn narrative(document: &Document, book: &mut Book, looks: &Looks<'_>) -> Result<(), WorkbookError> {
    let sections = || document.sections.iter().filter(|section| !has_table(section));
    let blocks = || document.preamble.iter().chain(sections().flat_map(|section| &section.blocks));
    let mut sheet = Sheet::new(book, NARRATIVE, &vec![1; columns(blocks())], looks, document.draft)?;
    sheet.paragraph(&document.title, Kind::Title)?;
    sheet.blocks(&document.preamble)?;
    for section in &document.sections {
        // Of one with a table, the title says that it is there: all else stands on its own sheet.
        sheet.paragraph(&section.title, Kind::Section)?;
        if !has_table(section) {
            sheet.blocks(&section.blocks)?;
        }
    }
    sheet.paragraph(&document.signature.issuer, Kind::Signature)?;
    if let Some(date) = document.signature.date_line() {
        sheet.paragraph(&date, Kind::Signature)?;
    }
    Ok(())
}

/// As many columns as the widest table of the text has.
fn columns<'b>(blocks: impl Iterator<Item = &'b Block>) -> usize {
    let widths = blocks.map(|block| match block {
        Block::TextTable(TextTable { head, .. }) => head.len(),
        _ => 1,
    });
    widths.max().unwrap_or(1).max(1)
}

/// A section with a table, and what stands around it.
fn tables(
    document: &Document,
    section: &Section,
    book: &mut Book,
    looks: &Looks<'_>,
) -> Result<(), WorkbookError> {
    let weights = section.blocks.iter().find_map(|block| match block {
        Block::FormTable(table) => Some(table.column_weights.as_slice()),
        _ => None,
    });
    let weights: Vec<u16> = weights.unwrap_or(&[1]).to_vec();
    let mut sheet = Sheet::new(book, &section.title, &weights, looks, document.draft)?;
    sheet.paragraph(&section.title, Kind::Section)?;
    for block in &section.blocks {
        match block {
            Block::FormTable(table) => table::write(&mut sheet, table)?,
            block => sheet.blocks(std::slice::from_ref(block))?,
        }
    }
    Ok(())
}

fn properties(document: &Document) -> Result<DocProperties, XlsxError> {
    let (year, month, day) = match document.signature.date {
        Some(date) => (date.year, date.month, date.day),
        None => NO_DATE,
    };
    let metadata = &document.metadata;
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_author(&document.agency)
        .set_keywords(metadata.keywords.join("，"))
        .set_comment(&metadata.description)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
    Ok(seal::reserve(properties))
}

#[cfg(test)]
mod tests;
