//! A sheet as a list, such as one of units: every line of it, those that a filter hides among them.

use std::collections::BTreeMap;

use super::{MOST_TEXT, Sheet, SheetError, sheets};

/// A cell of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListCell {
    /// What it shows.
    pub text: String,
    /// True if it is merged with the cell above it, whose words are its own.
    pub is_continued: bool,
}

/// The lines of a sheet by their number from 1, each with its cells by their column from 0.
pub(crate) type List = BTreeMap<usize, BTreeMap<usize, ListCell>>;

/// The visible sheets of a workbook, as lists.
///
/// # Errors
/// The file is no workbook, or one that cannot be read.
pub(crate) fn lists(bytes: &[u8]) -> Result<Vec<List>, SheetError> {
    sheets(bytes)?.0.iter().map(list).collect()
}

fn list(sheet: &Sheet) -> Result<List, SheetError> {
    let mut list = List::new();
    let mut add = |(row, column): (u32, u32), text: &String, is_continued| {
        let cell = ListCell { text: text.clone(), is_continued };
        list.entry(row as usize + 1).or_default().insert(column as usize, cell);
    };
    for (at, text) in &sheet.cells {
        add(*at, text, false);
    }
    let last_row = sheet.cells.keys().map(|at| at.0).max().unwrap_or_default();
    let mut left = MOST_TEXT;
    for merge in &sheet.layout.merges {
        let Some(text) = sheet.cells.get(&merge.first) else { continue };
        let (first, last) = (merge.first.0, merge.last.0.min(last_row));
        let spent = (last.saturating_sub(first) as usize).checked_mul(text.len().max(1));
        left = spent.and_then(|spent| left.checked_sub(spent)).ok_or(SheetError::TooLarge)?;
        for row in first + 1..=last {
            add((row, merge.first.1), text, true);
        }
    }
    Ok(list)
}
