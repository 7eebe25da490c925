//! The CSV, as this program or a spreadsheet program has written it.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use super::ListError;
use super::rows::{Cell, Rows};
use crate::document::printed_note;
use crate::exchange::lines::{COLUMN, NOTE, ROW, SECTION, VALUE, meant};
use crate::published::{Kind, Page, PageBlock, Place};

/// What stands between two fields, as spreadsheet programs write it.
const BETWEEN: [u8; 3] = [b',', b'\t', b';'];

/// Where each part of a cell stands in a line.
struct Columns {
    section: usize,
    row: usize,
    column: usize,
    value: usize,
    /// A person may have left it out.
    note: Option<usize>,
}

impl Columns {
    fn of(head: &ByteRecord) -> Option<Self> {
        let at = |name: &str| head.iter().position(|field| field.trim_ascii() == name.as_bytes());
        Some(Self {
            section: at(SECTION)?,
            row: at(ROW)?,
            column: at(COLUMN)?,
            value: at(VALUE)?,
            note: at(NOTE),
        })
    }
}

/// True for a text whose first line is the head of such a list.
pub(super) fn is_csv(text: &str) -> bool {
    head(text).is_some()
}

/// The head of a list, with what stands between its fields.
fn head(text: &str) -> Option<(u8, Columns)> {
    let line = text.lines().next()?;
    BETWEEN.into_iter().find_map(|between| {
        let mut reader = reader(between).from_reader(line.as_bytes());
        let mut head = ByteRecord::new();
        reader.read_byte_record(&mut head).ok()?;
        Some((between, Columns::of(&head)?))
    })
}

fn reader(between: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(between).flexible(true).has_headers(false);
    builder
}

/// Reads the figures: there is nothing else in it.
pub(super) fn read(text: &str) -> Result<Page, ListError> {
    let mut page = Page { kind: Kind::Csv, blocks: Vec::new(), meta: BTreeMap::new(), pictures: Vec::new() };
    let Some((between, columns)) = head(text) else { return Ok(page) };
    // The reader counts the lines that a line feed ends, and ends a record before it where there is a return, too.
    let text = text.replace("\r\n", "\n");
    let mut rows = Rows::default();
    let mut line = ByteRecord::new();
    let mut reader = reader(between).from_reader(text.as_bytes());
    let mut is_head = true;
    // Nothing can fail in memory, and each line may have as many fields as it likes.
    while reader.read_byte_record(&mut line).is_ok_and(|is_there| is_there) {
        if std::mem::take(&mut is_head) {
            continue;
        }
        let at = line.position().and_then(|at| usize::try_from(at.line()).ok());
        let field = |at: usize| line.get(at).map(String::from_utf8_lossy);
        let words = |at: usize| field(at).map(|field| meant(&field).to_owned());
        // A line that was cut off has no figure, which is not a blank one.
        let (Some(section), Some(row), Some(column), Some(value)) =
            (words(columns.section), words(columns.row), words(columns.column), field(columns.value))
        else {
            continue;
        };
        let note = columns.note.and_then(words).filter(|note| !note.trim().is_empty());
        let note = note.map(|note| printed_note(&note)).unwrap_or_default();
        let place = Place { line: at, ..Place::default() };
        rows.add(Cell { section, row, column, text: format!("{value}{note}"), place })?;
    }
    let grids = rows.grids().into_iter().flat_map(|(_, grids)| grids);
    page.blocks.extend(grids.map(PageBlock::Grid));
    Ok(page)
}
