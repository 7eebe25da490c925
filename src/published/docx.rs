//! Reads a Word file into what it shows.
//!
//! The parts are read here with quick-xml, in one pass without recursion: the reader of docx-rs loses words (see
//! `findings/`). What Word shows counts: insertions, fields, text boxes, content controls, numbers of lists. What it
//! does not show stays out: deletions, hidden text, headers and footers, tables of contents, which say again what stands below.

mod flow;
mod numbering;
mod numerals;
mod paragraph;
mod part;
mod story;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use super::office::package::{Package, PackageError};
use super::office::xml::{BadXml, relationships};
use super::office::{Office, kind_of};
use super::{Kind, Page};
use numbering::Numbering;
use part::Names;
use story::Story;
use styles::Styles;

/// Bytes of a file. Reports with pictures take a few million.
const LARGEST_FILE: usize = 64 << 20;

/// Why a Word file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// Word before 2007.
    #[error("这是旧版 Word 格式的文档，请用 Word 或 WPS 打开，另存为 .docx 后再试")]
    OldWord,
    /// Not a Word file at all.
    #[error("这不是 Word 文档（.docx）")]
    NotWord,
    /// A Word file with a password.
    #[error("文档设有密码，请取消密码后另存一份")]
    Locked,
    /// The archive, or a part of it.
    #[error("文档已损坏或者不完整，请重新下载，或用 Word、WPS 打开后另存一份")]
    Broken,
    /// Parts, paragraphs, cells or columns beyond all measure.
    #[error("文档过大或表格过多，不像是一份年度报告；请只留报告的内容，另存后再试")]
    TooLarge,
    /// Tables within tables without end.
    #[error("文档里表格套表格的层数过多，请把里层的表格移出后另存")]
    TooDeep,
    /// Another file in this one, which Word would take in when it opens this one.
    #[error("文档里嵌有尚未合并的其他文件，请用 Word 打开，另存为 .docx 后再试")]
    Unmerged,
}

impl From<BadXml> for DocxError {
    fn from(_: BadXml) -> Self {
        Self::Broken
    }
}

impl From<PackageError> for DocxError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Broken => Self::Broken,
            PackageError::TooLarge => Self::TooLarge,
            PackageError::Locked => Self::Locked,
        }
    }
}

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<Page, DocxError> {
    if bytes.len() > LARGEST_FILE {
        return Err(DocxError::TooLarge);
    }
    match kind_of(bytes) {
        Some(Office::OldWord) => return Err(DocxError::OldWord),
        Some(Office::Locked) => return Err(DocxError::Locked),
        Some(Office::Workbook | Office::OldWorkbook | Office::Other) => return Err(DocxError::NotWord),
        Some(Office::Word) => {}
        None if bytes.starts_with(b"PK") => {
            return Err(Package::open(bytes).err().unwrap_or(PackageError::Broken).into());
        }
        None => return Err(DocxError::NotWord),
    }
    let mut package = Package::open(bytes)?;
    let names = Names::of(&mut package)?;
    let styles = Styles::read(&package.text(&names.styles)?.unwrap_or_default())?;
    let numbering = package.text(&names.numbering)?.unwrap_or_default();
    let numbering = Numbering::read(&numbering, &styles)?;
    let mut story = Story::new(&styles, numbering);
    for notes in [&names.footnotes, &names.endnotes] {
        if let Some(text) = package.text(notes)? {
            story.notes(&text)?;
        }
    }
    let text = package.text(&names.document)?.ok_or(DocxError::Broken)?;
    let (blocks, pictures) = story.read(&text)?;
    Ok(Page { kind: Kind::Docx, blocks, meta: Default::default(), pictures })
}
