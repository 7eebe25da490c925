//! Reports as others published them: web pages, Word files, workbooks, PDFs, texts.
//!
//! One reader for each kind of container gives a [`Page`]; one recognition finds the cells and the words of a form
//! in it; one writer makes the data file of what was found, with an account of every cell.

mod account;
mod agency;
mod around;
mod columns;
mod docx;
mod edition;
mod expected;
mod figure;
mod heads;
mod html;
mod office;
mod page;
mod pdf;
mod read;
mod recognise;
mod rows;
mod sections;
mod sheet;
mod sums;
mod tables;
mod text;
mod title;
mod words;
mod write;

pub use account::{Account, Doubt, How, Oddity, ReadCell, Remark};
pub(crate) use figure::{figure, may_be_figure};
pub(crate) use html::read_text as read_html;
pub use page::{Grid, GridCell, Kind, Page, PageBlock, PageParagraph, PageRun, ParagraphRole, Place};
pub use read::{Unreadable, is_other_than_text, read};
pub use recognise::{NoReport, Reading, recognise};
pub(crate) use words::markdown;
pub use write::Said;

/// Text without blanks and without characters that do not show, its radicals made ordinary.
fn solid(text: &str) -> String {
    let shown = text.chars().filter(|&c| !c.is_whitespace() && !crate::source::is_unseen(c));
    shown.map(|c| crate::narrative::radicals::ordinary(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests;
