//! Reads OFD files (GB/T 33190—2016): the objects of a page say which character stands where and which lines are drawn;
//! `paper` finds tables and paragraphs in them.
//!
//! `book` finds the pages and fonts, `content` reads the objects of a page, and `number` holds decimals as whole numbers.
//! No font is read: a character is as broad as the distance to the next, or as its kind usually is.

mod book;
mod content;
mod number;
#[cfg(test)]
mod tests;

use super::office::package::{Package, PackageError};
use super::office::xml::BadXml;
use super::paper::{self, Sheet, Tally};
use super::{Kind, Page};
use book::{Book, ROOT};
use content::{Budget, Canvas};

/// Bytes of a file. Reports take less than one million.
const LARGEST_FILE: usize = 64 << 20;

/// Why an OFD cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfdError {
    /// It is broken, or a part of it is missing or encrypted.
    #[error("OFD文件已损坏、不完整或者已加密，无法读取；请重新下载，或者用OFD阅读软件打开后另存一份再试")]
    Broken,
    /// Its archive has a password.
    #[error("OFD文件设有密码，无法读取；请取消密码后另存一份，或者使用原来的Word文件")]
    Locked,
    /// Its pages are pictures.
    #[error(
        "OFD文件的各页都是图片（扫描件），没有可以读取的文字；请使用原来的Word文件、网页或者由Word直接导出的OFD"
    )]
    ImageOnly,
    /// Nothing is written in it.
    #[error("OFD文件中没有文字；请确认文件是否正确，或者使用原来的Word文件或网页")]
    Empty,
    /// It does not tell which characters it shows.
    #[error(
        "OFD文件里只有字形、没有文字编码，读出来是乱码；请使用原来的Word文件或网页，或者由Word重新导出OFD"
    )]
    NoCharacters,
    /// It is larger than any report, or has more pages, characters or lines.
    #[error("OFD文件过大或者内容过于复杂，不像是一份年度报告；请只保留年度报告本身，另存后再试")]
    TooLarge,
}

impl From<BadXml> for OfdError {
    fn from(_: BadXml) -> Self {
        Self::Broken
    }
}

impl From<PackageError> for OfdError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Broken => Self::Broken,
            PackageError::TooLarge => Self::TooLarge,
            PackageError::Locked => Self::Locked,
        }
    }
}

/// True for an archive with the part with which an OFD begins.
pub fn is_ofd(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && Package::open(bytes).is_ok_and(|package| package.has(ROOT))
}

/// Reads an OFD.
pub fn read(bytes: &[u8]) -> Result<Page, OfdError> {
    if bytes.len() > LARGEST_FILE {
        return Err(OfdError::TooLarge);
    }
    let mut package = Package::open(bytes)?;
    let book = Book::read(&mut package)?;
    let (mut sheets, mut tally, mut budget) = (Vec::new(), Tally::default(), Budget::new());
    for path in &book.pages {
        let text = package.text(path)?.ok_or(OfdError::Broken)?;
        let frame = book::frame(&text)?;
        let mut canvas = Canvas::new(frame.area.unwrap_or(book.area), &book.bold, &mut budget);
        for template in frame.templates.iter().filter_map(|id| book.templates.get(id)) {
            let text = package.text(template)?.ok_or(OfdError::Broken)?;
            canvas.draw(&text)?;
        }
        canvas.draw(&text)?;
        tally.add(&canvas.ink);
        sheets.push(Sheet::new(canvas.ink));
    }
    match tally.characters {
        0 if tally.pictures > 0 => Err(OfdError::ImageOnly),
        0 => Err(OfdError::Empty),
        all if tally.unknown * 2 > all => Err(OfdError::NoCharacters),
        _ => Ok(paper::page(sheets, Kind::Ofd)),
    }
}
