//! Reads plain text and Markdown.

mod cells;
mod inline;
mod lines;
mod list;
mod markup;
mod pipes;
mod reader;
mod shape;
#[cfg(test)]
mod tests;
mod wrap;

use std::collections::BTreeMap;

use super::html::HtmlError;
use super::{Kind, Page, Place};

/// Longest text: a report has some ten thousand characters.
const MAX_BYTES: usize = 8 << 20;
/// Most lines: each may become a paragraph of some 300 bytes.
const MAX_LINES: usize = 200_000;
/// Most cells: a report has some four hundred.
const MAX_CELLS: usize = 200_000;
/// Most tables of HTML: each is read by itself.
const MAX_TABLES: usize = 500;

/// Why a text cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// Too long.
    #[error("文本超过{}MB，不是年度报告。请只保存年度报告的正文", limit >> 20)]
    TooLong {
        /// Most bytes.
        limit: usize,
    },
    /// Too many lines.
    #[error("文本超过{limit}行，不是年度报告。请只保存年度报告的正文")]
    TooManyLines {
        /// Most lines.
        limit: usize,
    },
    /// Too many cells.
    #[error("文本中的表格超过{limit}个单元格，不是年度报告。请只保存年度报告的正文")]
    TooManyCells {
        /// Most cells.
        limit: usize,
    },
    /// Too many tables of HTML.
    #[error("文本中的HTML表格超过{limit}个，不是年度报告。请只保存年度报告的正文")]
    TooManyTables {
        /// Most tables.
        limit: usize,
    },
    /// No text: it has zeros in it.
    #[error("文件不是文本。请保存为文本文件，或者改用Word文件（.docx）")]
    NotText,
    /// A table of HTML cannot be read.
    #[error(transparent)]
    Html(#[from] HtmlError),
}

/// Reads a plain text or Markdown.
///
/// # Errors
/// It is no text or exceeds the limits.
pub fn read(text: &str) -> Result<Page, TextError> {
    if text.len() > MAX_BYTES {
        return Err(TextError::TooLong { limit: MAX_BYTES });
    }
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(TextError::NotText);
    }
    if memchr::memchr_iter(b'\n', text.as_bytes()).count() >= MAX_LINES {
        return Err(TextError::TooManyLines { limit: MAX_LINES });
    }
    let page = Page { kind: Kind::Text, blocks: Vec::new(), meta: BTreeMap::new(), pictures: Vec::new() };
    reader::read(text, page)
}

/// A place that is known by its line alone.
fn at_line(line: usize) -> Place {
    Place { line: Some(line), ..Place::default() }
}
