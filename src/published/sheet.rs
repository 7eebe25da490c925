//! Reads a workbook into what its visible sheets show.
//!
//! calamine reads the values. What it does not tell – hidden rows and columns, percentages, frames – is read here
//! beside it, and so is whatever would make it take too long, too much memory, or panic.

mod biff;
mod blocks;
mod list;
mod own;
mod pattern;
mod scan;
#[cfg(test)]
mod tests;
mod value;
mod xls;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::office::package::{Package, PackageError};
use super::office::xml::BadXml;
use super::office::{Office, kind_of};
use super::{Kind, Page, Place};
pub(crate) use list::{List, ListCell, lists};
use pattern::Pattern;

/// Bytes of a file.
const LARGEST_FILE: usize = 64 << 20;

/// Cells with words or a frame in a workbook, and cells of its grids. A report has a thousand; some clerks draw
/// lines around thousands of rows.
const MOST_CELLS: usize = 400_000;

/// Characters of all cells. A text that many cells share counts each time.
const MOST_TEXT: usize = 32 << 20;

/// Sheets of a workbook.
const MOST_SHEETS: usize = 200;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Not a workbook at all, or one of another kind.
    #[error(
        "这不是 Excel 工作簿（.xlsx 或 .xls）；如果是其他格式的表格，请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
    )]
    NotWorkbook,
    /// A Word file of before 2007, in the same container as an old workbook.
    #[error("这是旧版 Word 格式的文档，请用 Word 或 WPS 打开，另存为 .docx 后再试")]
    OldWord,
    /// A workbook with a password.
    #[error("工作簿设有密码，请取消密码后另存一份")]
    Locked,
    /// The container, or a part of it.
    #[error("工作簿已损坏或者不完整，请用 Excel 或 WPS 打开，另存为 .xlsx 后再试")]
    Broken,
    /// Sheets, cells or text beyond all measure.
    #[error("工作簿过大，不像是一份年度报告；请只留报告所在的工作表，另存后再试")]
    TooLarge,
}

impl From<BadXml> for SheetError {
    fn from(_: BadXml) -> Self {
        Self::Broken
    }
}

impl From<PackageError> for SheetError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Broken => Self::Broken,
            PackageError::TooLarge => Self::TooLarge,
            PackageError::Locked => Self::Locked,
        }
    }
}

/// Row and column of a cell, from 0.
type Position = (u32, u32);

/// What several cells are merged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Merge {
    first: Position,
    last: Position,
}

/// What a sheet says beside its values.
#[derive(Debug, Default)]
struct Layout {
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    merges: Vec<Merge>,
    /// Cells with a line on any side, which belong to a table also when they are blank.
    framed: BTreeSet<Position>,
    /// Cells whose numbers show as percentages.
    percentages: BTreeSet<Position>,
    /// How numbers show, where that can be told.
    patterns: BTreeMap<Position, Arc<Pattern>>,
    /// Formulas of which no value is stored.
    formulas: BTreeMap<Position, String>,
    /// Whether there are pictures or other drawings on it.
    drawn: bool,
}

/// A visible sheet.
#[derive(Debug)]
struct Sheet {
    name: String,
    layout: Layout,
    /// What is shown in the cells that show anything.
    cells: BTreeMap<Position, String>,
}

/// Counts cells and text, up to what a report may have.
#[derive(Debug, Default)]
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    fn spend(&mut self, cells: usize, text: usize) -> Result<(), SheetError> {
        self.cells = self.cells.saturating_add(cells);
        self.text = self.text.saturating_add(text);
        if self.cells > MOST_CELLS || self.text > MOST_TEXT { Err(SheetError::TooLarge) } else { Ok(()) }
    }
}

/// The visible sheets of a workbook, and whether this program has made it.
fn sheets(bytes: &[u8]) -> Result<(Vec<Sheet>, bool), SheetError> {
    if bytes.len() > LARGEST_FILE {
        return Err(SheetError::TooLarge);
    }
    match kind_of(bytes) {
        Some(Office::Workbook) => xlsx::read(bytes),
        Some(Office::OldWorkbook) => Ok((xls::read(bytes)?, false)),
        Some(Office::OldWord) => Err(SheetError::OldWord),
        Some(Office::Locked) => Err(SheetError::Locked),
        None if bytes.starts_with(b"PK") => {
            Err(Package::open(bytes).err().unwrap_or(PackageError::Broken).into())
        }
        Some(Office::Word | Office::Other) | None => Err(SheetError::NotWorkbook),
    }
}

/// Reads a workbook.
pub fn read(bytes: &[u8]) -> Result<Page, SheetError> {
    let (sheets, is_own) = sheets(bytes)?;
    let mut budget = Budget::default();
    let mut page =
        Page { kind: Kind::Sheet, blocks: Vec::new(), meta: Default::default(), pictures: Vec::new() };
    let mut shown = Vec::new();
    for sheet in &sheets {
        shown.push(blocks::of(sheet, &mut budget)?);
        if sheet.layout.drawn {
            page.pictures.push(Place { sheet: Some(sheet.name.clone()), ..Place::default() });
        }
    }
    page.blocks = if is_own { own::in_order(shown) } else { shown.into_iter().flatten().collect() };
    Ok(page)
}
