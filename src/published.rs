//! Reports as others published them: web pages, Word files, workbooks, PDFs, OFDs, texts, and the
//! lists that this program makes.
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
mod known;
mod list;
mod ofd;
mod office;
mod page;
mod paper;
mod pdf;
mod read;
mod recognise;
mod rows;
mod scattered;
mod sections;
mod shapes;
mod sheet;
mod sheets;
mod sums;
mod tables;
mod text;
mod title;
mod words;
mod write;

pub use account::{Account, Doubt, How, Oddity, ReadCell, Remark};
pub(crate) use figure::{Pieces, figure, may_be_figure};
pub(crate) use html::{decode as text_of, read_text as read_html};
pub use page::{Grid, GridCell, Kind, Page, PageBlock, PageParagraph, PageRun, ParagraphRole, Place};
pub use read::{Unreadable, is_other_than_text, read};
pub use recognise::{NoReport, Reading, recognise};
pub(crate) use sheet::{List, ListCell, SheetError, lists};
pub(crate) use words::markdown;
pub use write::Said;

/// Text without blanks and without characters that do not show, its radicals made ordinary.
fn solid(text: &str) -> String {
    // Nearly every character is one of these, and stays.
    let stays = |c: char| matches!(c, '!'..='~' | '\u{3001}'..='\u{9FFF}');
    let Some((start, rest)) = text.find(|c| !stays(c)).and_then(|other| text.split_at_checked(other)) else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(start);
    for c in rest.chars() {
        if stays(c) {
            out.push(c);
        } else if shows(c) {
            out.push(crate::narrative::radicals::ordinary(c).unwrap_or(c));
        }
    }
    out
}

/// True for a character that is seen, and no blank.
fn shows(c: char) -> bool {
    !c.is_whitespace() && !crate::source::is_unseen(c)
}

/// Raised words with raised digits: the `1` of a note is no digit of the figure before it.
fn raised(text: &str) -> String {
    let raise = |c: char| {
        figure::RAISED.chars().zip('0'..='9').find(|(_, digit)| *digit == c).map_or(c, |(own, _)| own)
    };
    text.chars().map(raise).collect()
}

#[cfg(test)]
mod tests;
