//! Reads web pages, and whatever else holds HTML: fragments, pages of Word, MHTML, scripts and JSON.

mod blocks;
mod encoding;
mod grid;
mod kind;
mod list;
mod look;
mod mhtml;
mod parse;
mod script;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod words;

use std::collections::BTreeMap;

pub use self::encoding::decode;
pub use self::kind::looks_like;
use self::tree::{Content, Id, Tree};
use super::{Kind, Page, PageBlock};

/// Longest file: a page has some hundred kilobytes, with pictures in it some megabytes. What is slowest to read,
/// nothing but `<`, takes 3 s then.
const MAX_BYTES: usize = 16 << 20;

/// A page whose tables have fewer rows may have others in a script that would write them.
const FEW_ROWS: usize = 10;

/// Why a page cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HtmlError {
    /// Signs were lost.
    #[error("文件里的文字是乱码，多半是保存时选错了编码。请在浏览器里重新打开原网页，另存为“网页，仅HTML”")]
    Garbled,
    /// No page in it.
    #[error("文件里没有网页正文。请在浏览器里打开原网页，另存为“网页，仅HTML”")]
    NoPage,
    /// Too long.
    #[error("网页超过{}MB，无法读取。请只保存年度报告正文所在的网页", limit >> 20)]
    TooLong {
        /// Most bytes.
        limit: usize,
    },
    /// Nested too deep.
    #[error("网页的标签嵌套超过{limit}层，无法读取。请把年度报告正文复制到Word，另存为.docx")]
    TooDeep {
        /// Most levels.
        limit: u32,
    },
    /// Too many elements.
    #[error("网页的内容超过{limit}项，无法读取。请只保存年度报告正文所在的网页")]
    TooManyElements {
        /// Most nodes.
        limit: usize,
    },
    /// A tag with too many attributes.
    #[error("网页中有过长的标签，无法读取。请把年度报告正文复制到Word，另存为.docx")]
    TagTooLong,
    /// Too many cells.
    #[error("网页中的表格超过{limit}个单元格，不是年度报告。请只保存年度报告正文所在的网页")]
    TooManyCells {
        /// Most cells.
        limit: usize,
    },
    /// Too many columns.
    #[error("网页中的表格超过{limit}列，不是年度报告的表格。请只保存年度报告正文所在的网页")]
    TooManyColumns {
        /// Most columns.
        limit: usize,
    },
}

/// Reads a page, or whatever holds one, from its bytes.
///
/// # Errors
/// Its signs were lost, there is no page in it, or it exceeds the limits.
pub fn read(bytes: &[u8]) -> Result<Page, HtmlError> {
    if bytes.len() > MAX_BYTES {
        return Err(HtmlError::TooLong { limit: MAX_BYTES });
    }
    if mhtml::looks_like(bytes) {
        let part = mhtml::page(bytes).ok_or(HtmlError::NoPage)?;
        return read_page(&encoding::decode_with(&part.bytes, part.label.as_deref())?);
    }
    read_text(&decode(bytes)?)
}

/// Reads a page, or a script or JSON that holds one, from its text.
///
/// # Errors
/// There is no page in it, or it exceeds the limits.
pub fn read_text(text: &str) -> Result<Page, HtmlError> {
    if text.len() > MAX_BYTES {
        return Err(HtmlError::TooLong { limit: MAX_BYTES });
    }
    let markup = if kind::is_script(text) { script::markup(text) } else { None };
    let Some(markup) = markup else {
        return if script::is_markup(text) { read_page(text) } else { Err(HtmlError::NoPage) };
    };
    let mut page = read_page(&markup)?;
    if let Some(title) = script::title(text) {
        page.meta.entry("title".to_owned()).or_insert(title);
    }
    Ok(page)
}

/// Reads HTML that is a page or part of one.
///
/// # Errors
/// It exceeds the limits.
pub(super) fn read_page(text: &str) -> Result<Page, HtmlError> {
    let mut page = Page { kind: Kind::Html, blocks: Vec::new(), meta: BTreeMap::new(), pictures: Vec::new() };
    let tree = parse::parse(text)?;
    let scripts = blocks::blocks(&tree, &mut page)?;
    for (name, content) in &tree.meta {
        page.meta.entry(name.clone()).or_insert_with(|| content.clone());
    }
    let rows = |block: &PageBlock| match block {
        PageBlock::Grid(grid) => grid.rows.len(),
        PageBlock::Paragraph(_) => 0,
    };
    if page.blocks.iter().map(rows).sum::<usize>() < FEW_ROWS {
        add_scripts(&tree, &scripts, &mut page)?;
    }
    Ok(page)
}

/// The first bytes of a text, at most so many, cut between two characters.
pub(super) fn first_bytes(text: &str, len: usize) -> &str {
    if text.len() <= len {
        return text;
    }
    (0..4).find_map(|back| text.get(..len.checked_sub(back)?)).unwrap_or_default()
}

/// Adds the blocks of tables that a script would write.
fn add_scripts(tree: &Tree, scripts: &[Id], page: &mut Page) -> Result<(), HtmlError> {
    let texts = scripts.iter().filter_map(|id| match tree.content(tree.first_child(*id)?) {
        Content::Text(text) => script::markup(text).filter(|markup| markup.contains("<t")),
        _ => None,
    });
    let markup: String = texts.collect();
    if !markup.is_empty() {
        blocks::blocks(&parse::parse(&markup)?, page)?;
    }
    Ok(())
}
