//! Reads the lists that this program makes for other programs: CSV and JSON.
//!
//! A list has a cell a line, with the words that name it; the cells of a row are put together again, and the rows of a
//! section with the same columns make a grid. So a figure is found by what people read, as on any other page.

mod csv;
mod json;
mod rows;
#[cfg(test)]
mod tests;

use super::Page;

/// Longest file: a report has some ten thousand characters.
const MAX_BYTES: usize = 8 << 20;
/// Most cells: a report has some four hundred.
const MAX_CELLS: usize = 200_000;

/// Why a list cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Too long, or too many cells.
    #[error("文件过大，不像是一份年度报告；请只保留年度报告本身，另存后再试")]
    TooLarge,
    /// The JSON does not read.
    #[error(
        "JSON 文件第{line}行的写法不对，读不了。请用 nianbao render --to json 重新生成，或者照 nianbao schema json 说的改正"
    )]
    BrokenJson {
        /// Where reading ended.
        line: usize,
    },
    /// The JSON of a later version.
    #[error("这个 JSON 文件是更新的版本写的，读不了；请换用新版的 nianbao")]
    Newer,
}

/// True for the beginning of a text that may be such a list.
pub(super) fn begins_as_list(head: &str) -> bool {
    head.trim_start().starts_with('{') || csv::is_csv(head)
}

/// True for the text of such a list.
pub(super) fn is_list(text: &str) -> bool {
    json::is_json(text) || csv::is_csv(text)
}

/// Reads a list; `None` for a text that is none.
pub(super) fn read(text: &str) -> Option<Result<Page, ListError>> {
    let is_json = json::is_json(text);
    (is_json || csv::is_csv(text)).then(|| match text.len() {
        length if length > MAX_BYTES => Err(ListError::TooLarge),
        _ if is_json => json::read(text),
        _ => csv::read(text),
    })
}
