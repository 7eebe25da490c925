//! The JSON: figures and texts of a report for other programs, as [`SCHEMA`] says.

use super::{RenderError, Renderer};
use crate::document::{
    Block, Document, FigureKind, Figures, FlatCell, FlatTable, Paragraph, Run, Section, Table,
};
use crate::exchange::json::{Cell, KIND, Kind, Report, Section as Part, Text, VERSION, Value};

/// The JSON as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "json",
    extension: "json",
    other_extensions: &[],
    name: "JSON",
    other_names: &[],
    help: "JSON",
    media_type: "application/json",
    changed_in: "编辑器",
    is_page: false,
    needs_fonts: false,
    is_data: true,
    has_digest: false,
    render: |document, _| Ok(render(document)?.into()),
    is_sealed: |bytes| {
        let start = str::from_utf8(bytes).ok().and_then(|text| text.split_once(','));
        start.is_some_and(|(start, _)| start.ends_with(&format!("\"kind\": \"{KIND}\"")))
    },
    is_intact: |_| false,
    title: |bytes| Some(serde_json::from_slice::<Report>(bytes).ok()?.title),
};

/// The JSON Schema of the output (draft-07).
pub const SCHEMA: &str = include_str!("json/schema.json");

/// Writes a report.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub fn render(document: &Document) -> Result<String, RenderError> {
    let sections = &document.sections;
    let part = |section: &Section| Part {
        key: section.key.clone(),
        title: section.title.clone(),
        texts: texts(&section.blocks),
    };
    let report = Report {
        kind: KIND.to_owned(),
        version: VERSION,
        form: document.form.clone(),
        year: document.year,
        agency: document.agency.clone(),
        title: document.title.clone(),
        draft: document.draft,
        issuer: document.signature.issuer.clone(),
        date: document.signature.date.map(|date| date.to_string()),
        preamble: texts(&document.preamble),
        sections: sections.iter().map(part).collect(),
        cells: sections.iter().flat_map(cells).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}

fn texts(blocks: &[Block]) -> Vec<Text> {
    blocks.iter().flat_map(text).collect()
}

fn text(block: &Block) -> Vec<Text> {
    let row = |cells: &Vec<Vec<Run>>| cells.iter().map(|cell| words(cell)).collect::<Vec<_>>();
    match block {
        Block::Heading { level, runs } => vec![Text::Heading { level: *level, text: words(runs) }],
        Block::Paragraph(Paragraph { lead, runs }) => {
            let lead = words(lead);
            vec![Text::Paragraph { text: format!("{lead}{}", words(runs)), lead }]
        }
        Block::List(items) => {
            let items = items.iter();
            let item = items.map(|item| Text::Item {
                depth: item.depth,
                marker: item.marker.clone(),
                text: words(&item.runs),
            });
            item.collect()
        }
        Block::TextTable(table) => {
            vec![Text::Table { head: row(&table.head), rows: table.rows.iter().map(row).collect() }]
        }
        Block::FormTable(Table { caption, .. }) => vec![Text::Figures { caption: caption.clone() }],
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The figures of a section.
fn cells(section: &Section) -> impl Iterator<Item = Cell> {
    let flat = section.blocks.iter().filter_map(|block| match block {
        Block::FormTable(table) => Some(&table.flat),
        _ => None,
    });
    flat.flatten().flat_map(move |part| of_part(section, part))
}

fn of_part(section: &Section, part: &FlatTable) -> impl Iterator<Item = Cell> {
    part.rows.iter().flat_map(move |row| {
        let columns = part.columns.iter().skip(1).zip(&part.figures);
        columns.zip(&row.cells).map(move |((column, figures), cell)| Cell {
            path: cell.path.clone(),
            section: section.key.clone(),
            row: row.label.clone(),
            column: column.clone(),
            kind: kind(figures.kind),
            value: value(figures, cell),
            unit: figures.unit.clone(),
            note: cell.note.clone(),
        })
    })
}

fn kind(kind: FigureKind) -> Kind {
    match kind {
        FigureKind::Count => Kind::Count,
        FigureKind::Change => Kind::Change,
        FigureKind::Amount => Kind::Amount,
    }
}

fn value(figures: &Figures, cell: &FlatCell) -> Value {
    let as_text = || Value::Amount(cell.text.clone());
    match figures.kind {
        _ if cell.text.is_empty() => Value::Blank(()),
        FigureKind::Amount => as_text(),
        FigureKind::Count | FigureKind::Change => cell.text.parse().map_or_else(|_| as_text(), Value::Count),
    }
}
