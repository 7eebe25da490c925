//! From the blocks of a narrative to those of the document: figures stand where they are referenced,
//! entries make lists and rows make tables.

use super::{Alignment, Block, ListItem, Paragraph, Run, TextTable};
use crate::narrative::{self, Kind, Text, is_harmless};
use crate::reference::{Expression, Part, evaluate, scan};
use crate::report::Report;

/// What stands for a figure that is not filled in yet; only drafts show it.
pub(crate) const UNFILLED: &str = "［待填］";
/// A table of more places than this is none that a page could hold: its rows print as they are.
const LARGEST_TABLE: usize = 20_000;

/// Turns a text of the data file into blocks.
pub(super) fn blocks(text: &Text, report: &Report) -> Vec<Block> {
    let runs = |list: &[narrative::Run]| runs(list, report);
    let mut blocks = Vec::new();
    let mut rest = text.blocks.iter().peekable();
    while let Some(block) = rest.next() {
        match &block.kind {
            Kind::Heading { rank, marked } if *marked || *rank == 2 => {
                blocks.push(Block::Heading { level: *rank, runs: runs(&block.runs) });
            }
            Kind::Heading { .. } | Kind::Paragraph => {
                let (lead, runs) = (runs(&block.lead), runs(&block.runs));
                blocks.push(Block::Paragraph(Paragraph { lead, runs }));
            }
            Kind::Entry { depth, marker } => {
                let item = ListItem { depth: *depth, marker: marker.clone(), runs: runs(&block.runs) };
                match blocks.last_mut() {
                    Some(Block::List(items)) if goes_on(items, &item) => items.push(item),
                    _ => blocks.push(Block::List(vec![item])),
                }
            }
            Kind::Row { head, .. } => {
                let row = |row: &narrative::Block| row.cells().map(runs).collect::<Vec<_>>();
                let mut rows = vec![row(block)];
                let is_body = |next: &&narrative::Block| matches!(next.kind, Kind::Row { head: None, .. });
                while let Some(next) = rest.next_if(is_body) {
                    rows.push(row(next));
                }
                table(rows, head.clone().unwrap_or_default(), &mut blocks);
            }
        }
    }
    blocks
}

/// The words of a short text in one line, those of further lines behind a `；`.
pub(super) fn words(text: &Text, report: &Report) -> String {
    let mut out = String::new();
    for block in &text.blocks {
        if !out.is_empty() && !out.ends_with(['，', '；', '、', '。', '：']) {
            out.push('；');
        }
        if let Kind::Entry { marker, .. } = &block.kind {
            out.push_str(marker);
        }
        out.extend(
            runs(&block.lead, report).into_iter().chain(runs(&block.runs, report)).map(|run| run.text),
        );
    }
    out
}

/// A change between bullets and numbers begins another list, unless the entry belongs to one above.
fn goes_on(items: &[ListItem], item: &ListItem) -> bool {
    let is_numbered = |item: &ListItem| item.marker.starts_with(|c: char| c.is_ascii_digit());
    let first = items.iter().find(|above| above.depth == 0);
    item.depth > 0 || first.is_none_or(|first| is_numbered(first) == is_numbered(item))
}

fn table(mut rows: Vec<Vec<Vec<Run>>>, mut alignment: Vec<Alignment>, blocks: &mut Vec<Block>) {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width.saturating_mul(rows.len()) > LARGEST_TABLE {
        return blocks.extend(rows.into_iter().map(|row| {
            let mut runs: Vec<Run> = Vec::new();
            for cell in row {
                if !runs.is_empty() {
                    runs.push(Run { text: " | ".to_owned(), ..Run::default() });
                }
                runs.extend(cell);
            }
            Block::Paragraph(Paragraph { lead: Vec::new(), runs })
        }));
    }
    alignment.resize(width, Alignment::Default);
    rows.iter_mut().for_each(|row| row.resize(width, Vec::new()));
    let body = rows.split_off(1);
    let head = rows.into_iter().flatten().collect();
    blocks.push(Block::TextTable(TextTable { head, rows: body, alignment }));
}

fn runs(list: &[narrative::Run], report: &Report) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(list.len());
    for (index, run) in list.iter().enumerate() {
        let text = match &run.reference {
            Some(expression) => figure(expression, report),
            None => run.text.replace('\t', " "),
        };
        let target = run.link.as_ref().map(|target| fill(target, report));
        let link = target.clone().filter(|target| is_harmless(target));
        let reference = run.reference.as_ref().map(|_| run.text.trim_matches(['{', '}', ' ']).to_owned());
        out.push(Run { text, strong: run.strong, emphasis: run.emphasis, link, reference });
        // A reference led to an address that is none: it stands behind the words.
        let is_last = list.get(index + 1).is_none_or(|next| next.link != run.link);
        if let Some(target) = target.filter(|target| is_last && !is_harmless(target)) {
            out.push(Run { text: format!("（{target}）"), ..Run::default() });
        }
    }
    out
}

/// The figure that a reference prints.
pub(crate) fn figure(expression: &Expression, report: &Report) -> String {
    evaluate(expression, report).unwrap_or_else(|_| UNFILLED.to_owned())
}

/// A text with its references replaced.
fn fill(text: &str, report: &Report) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for found in scan(text) {
        out.push_str(text.get(at..found.start).unwrap_or_default());
        at = found.end;
        match &found.part {
            Part::Reference(expression) => out.push_str(&figure(expression, report)),
            Part::Braces => out.push_str("{{"),
            Part::Malformed(_) => out.push_str(text.get(found.start..found.end).unwrap_or_default()),
        }
    }
    out + text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
