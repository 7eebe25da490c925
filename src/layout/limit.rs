//! How long a document may be. What goes beyond is no report but text pasted over and over, and would take more memory
//! than a machine can spare.

use super::LayoutError;
use crate::document::{Block, Document, Run};

/// Some thirty times what the longest reports have.
pub(super) const MOST_CHARACTERS: usize = 300_000;
/// Small pages and tall tables make many of them with few characters.
pub(super) const MOST_PAGES: usize = 1_000;

/// # Errors
/// The document has more characters than any report, which is known before any of them is set.
pub(super) fn characters(document: &Document) -> Result<(), LayoutError> {
    let sections = document.sections.iter().flat_map(|section| &section.blocks);
    let count = document.preamble.iter().chain(sections).map(of_block).sum();
    if count > MOST_CHARACTERS { Err(LayoutError::Characters(count)) } else { Ok(()) }
}

/// # Errors
/// There are more pages than any report has.
pub(super) fn pages(count: usize) -> Result<(), LayoutError> {
    if count > MOST_PAGES { Err(LayoutError::Pages(count)) } else { Ok(()) }
}

fn of_block(block: &Block) -> usize {
    match block {
        Block::Heading { runs, .. } => of_runs(runs),
        Block::Paragraph(paragraph) => of_runs(&paragraph.lead) + of_runs(&paragraph.runs),
        Block::List(items) => items.iter().map(|item| of_runs(&item.runs)).sum(),
        Block::TextTable(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            rows.flatten().map(|cell| of_runs(cell)).sum()
        }
        Block::FormTable(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| cell.text.chars().count()).sum()
        }
    }
}

fn of_runs(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.text.chars().count()).sum()
}
