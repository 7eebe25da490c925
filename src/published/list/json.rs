//! The JSON of a report.

use std::collections::{BTreeMap, HashMap};

use super::ListError;
use super::rows::{Cell, Rows, grid_cell};
use crate::document::printed_note;
use crate::exchange::json::{KIND, Report, Section, Text, VERSION, Value};
use crate::published::{Grid, Kind, Page, PageBlock, PageParagraph, PageRun, ParagraphRole, Place};
use crate::report::Date;

/// Level of the heading of a section.
const SECTION: u8 = 2;

/// True for a text that is such a file, or was one.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains(&format!("\"{KIND}\""))
}

/// Reads title, words, figures and signature.
pub(super) fn read(text: &str) -> Result<Page, ListError> {
    let broken = |error: serde_json::Error| ListError::BrokenJson { line: error.line() };
    let value: serde_json::Value = serde_json::from_str(text).map_err(broken)?;
    if value.get("version").and_then(serde_json::Value::as_u64).is_some_and(|own| own > VERSION.into()) {
        return Err(ListError::Newer);
    }
    let report: Report = serde_json::from_str(text).map_err(broken)?;
    let lines = Lines::of(text);
    let mut rows = Rows::default();
    for cell in report.cells {
        let value = match cell.value {
            Value::Count(number) => number.to_string(),
            Value::Amount(text) => text,
            Value::Blank(()) => String::new(),
        };
        let note = cell.note.map(|note| printed_note(&note)).unwrap_or_default();
        let place = lines.place(&cell.path);
        let text = format!("{value}{note}");
        rows.add(Cell { section: cell.section, row: cell.row, column: cell.column, text, place })?;
    }
    let mut grids: HashMap<String, Vec<Grid>> = rows.grids().into_iter().collect();
    let mut blocks = vec![paragraph(ParagraphRole::Heading(1), report.title)];
    blocks.extend(report.preamble.into_iter().flat_map(|text| block(text, &mut Vec::new())));
    for Section { key, title, texts } in report.sections {
        let mut own = grids.remove(&key).unwrap_or_default();
        blocks.push(paragraph(ParagraphRole::Heading(SECTION), title));
        blocks.extend(texts.into_iter().flat_map(|text| block(text, &mut own)));
        blocks.extend(own.into_iter().map(PageBlock::Grid));
    }
    // Figures of a section that the file does not name.
    blocks.extend(grids.into_values().flatten().map(PageBlock::Grid));
    let date = report.date.as_deref().and_then(Date::parse).map(|date| date.chinese());
    let signature = [Some(report.issuer), date].into_iter().flatten();
    blocks.extend(signature.map(|line| paragraph(ParagraphRole::Plain, line)));
    blocks.retain(|block| !matches!(block, PageBlock::Paragraph(words) if words.text().trim().is_empty()));
    Ok(Page { kind: Kind::Json, blocks, meta: BTreeMap::new(), pictures: Vec::new() })
}

/// A text as the blocks of a page; the grids of a section stand where its table does.
fn block(text: Text, grids: &mut Vec<Grid>) -> Vec<PageBlock> {
    match text {
        Text::Heading { level, text } => {
            vec![paragraph(ParagraphRole::Heading(level.saturating_add(1)), text)]
        }
        Text::Paragraph { text, .. } => vec![paragraph(ParagraphRole::Plain, text)],
        Text::Item { depth, marker, text } => vec![paragraph(ParagraphRole::Item { depth, marker }, text)],
        Text::Table { head, rows } => {
            let rows = std::iter::once(head).chain(rows).map(|row| {
                let cells = row.into_iter().enumerate();
                cells.map(|(at, text)| grid_cell(at, text, Place::default())).collect()
            });
            vec![PageBlock::Grid(Grid { rows: rows.collect(), has_spans: true, place: Place::default() })]
        }
        Text::Figures { .. } => std::mem::take(grids).into_iter().map(PageBlock::Grid).collect(),
    }
}

fn paragraph(role: ParagraphRole, text: String) -> PageBlock {
    let runs = vec![PageRun { text, bold: false }];
    PageBlock::Paragraph(PageParagraph { role, runs, place: Place::default() })
}

/// In which line the path of each cell stands, where each member has a line of its own.
struct Lines<'t>(HashMap<&'t str, usize>);

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let path = |line: &'t str| line.trim().strip_prefix("\"path\":")?.trim().strip_prefix('"');
        let lines = text
            .lines()
            .enumerate()
            .filter_map(|(at, line)| Some((path(line)?.trim_end_matches([',', '"', ' ']), at + 1)));
        Self(lines.collect())
    }

    fn place(&self, path: &str) -> Place {
        Place { line: self.0.get(path).copied(), ..Place::default() }
    }
}
