//! Words of a page as the narrative of a data file writes them.

use super::figure::plainly;
use super::page::{Grid, PageBlock, PageParagraph, ParagraphRole};
use super::solid;
use crate::narrative::{self, ordinal};
use crate::prose::Words;

/// A paragraph of more characters is no heading.
const LONGEST_TITLE: usize = 40;
/// What the lines begin with that a site puts around a report.
static FURNITURE: Words = Words::under("list page-furniture");

/// Blocks as Markdown, a blank line between two of them, but for entries of lists. `above` is the level of the
/// headings that open the sections.
/// `joins` says that a page break may have torn a paragraph in two.
pub(crate) fn markdown<'b>(
    blocks: impl Iterator<Item = &'b PageBlock>,
    above: Option<u8>,
    joins: bool,
) -> String {
    let mut out = String::new();
    let (mut was_item, mut goes_on) = (false, false);
    for block in blocks {
        let is_item =
            matches!(block, PageBlock::Paragraph(p) if matches!(p.role, ParagraphRole::Item { .. }));
        let text = match block {
            PageBlock::Paragraph(paragraph) => line(paragraph, above),
            PageBlock::Grid(grid) => table(grid),
        };
        if text.is_empty() {
            continue;
        }
        let is_torn = joins && goes_on && is_rest(block);
        if !out.is_empty() && !is_torn {
            out.push_str(if is_item && was_item { "\n" } else { "\n\n" });
        }
        out.push_str(&text);
        (was_item, goes_on) = (is_item, is_unended(block));
    }
    out
}

/// True for a long paragraph that ends within a sentence.
fn is_unended(block: &PageBlock) -> bool {
    let PageBlock::Paragraph(paragraph) = block else { return false };
    let text = paragraph.text();
    let text = text.trim_end();
    let is_long = text.chars().count() >= LONGEST_TITLE;
    is_long
        && paragraph.role == ParagraphRole::Plain
        && text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '，' | '、'))
}

/// True for a paragraph that may go on from the one before.
fn is_rest(block: &PageBlock) -> bool {
    let PageBlock::Paragraph(paragraph) = block else { return false };
    paragraph.role == ParagraphRole::Plain && ordinal(paragraph.text().trim_start()).is_none()
}

fn line(paragraph: &PageParagraph, above: Option<u8>) -> String {
    let words = words(paragraph);
    if words.is_empty() {
        return words;
    }
    match &paragraph.role {
        ParagraphRole::Item { depth, marker } => {
            let indent = "  ".repeat(usize::from(*depth));
            let is_number =
                marker.ends_with(['.', '、']) && marker.chars().next().is_some_and(|c| c.is_ascii_digit());
            if is_number { format!("{indent}{marker} {words}") } else { format!("{indent}- {words}") }
        }
        ParagraphRole::Heading(level) => {
            let depth = above.map_or(2, |above| level.saturating_sub(above) + 1).clamp(2, 4);
            let text = paragraph.text();
            let speaks = ordinal(text.trim()).is_some_and(|ordinal| ordinal.rank == depth);
            let is_plain = depth == 2 && speaks && !text.contains('。');
            if is_plain { words } else { format!("{} {words}", "#".repeat(usize::from(depth) + 1)) }
        }
        ParagraphRole::Plain => words,
    }
}

/// The words of a paragraph with their marks; of one that is bold throughout, without.
fn words(paragraph: &PageParagraph) -> String {
    let is_mixed = paragraph.runs.iter().any(|run| !run.bold && !run.text.trim().is_empty());
    let mut out = String::new();
    let mut bold = false;
    for run in paragraph.runs.iter().filter(|run| !run.text.is_empty()) {
        let wanted = run.bold && is_mixed && !matches!(paragraph.role, ParagraphRole::Heading(_));
        if wanted != bold && !(run.text.trim().is_empty()) {
            out.push_str("**");
            bold = wanted;
        }
        out.push_str(&narrative::escape(&run.text));
    }
    if bold {
        out.push_str("**");
    }
    let out = out.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    // A sign that would make a list, a quotation or a table of a paragraph.
    if paragraph.role == ParagraphRole::Plain && out.starts_with(['-', '+', '|']) {
        format!("\\{out}")
    } else {
        out
    }
}

/// A table of the narrative as one of pipes; the merged cells are given once.
fn table(grid: &Grid) -> String {
    let width = grid.rows.iter().flatten().map(|cell| cell.column + cell.cols).max().unwrap_or(0);
    let longest = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = if grid.has_spans { width } else { longest };
    let mut lines = Vec::new();
    for row in &grid.rows {
        let mut cells = vec![String::new(); width];
        for (at, cell) in row.iter().enumerate() {
            let column = if grid.has_spans { cell.column } else { at };
            if let Some(place) = cells.get_mut(column) {
                *place = narrative::escape(&plainly(&cell.text)).replace('|', "\\|");
            }
        }
        if cells.iter().all(String::is_empty) {
            continue;
        }
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    lines.join("\n")
}

/// True for a line that a site sets around a report: `打印本页`, `来源：本站 浏览次数：128`, a page number.
pub(super) fn is_of_the_site(text: &str) -> bool {
    let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if words.contains('。') {
        return false;
    }
    let words = solid(words);
    if words.is_empty() && !text.trim().is_empty()
        || !words.is_empty() && words.chars().all(|c| c.is_ascii_digit())
    {
        return true;
    }
    FURNITURE.opens(&words)
}
