//! The narrative dialect: Markdown as a person writes it who pastes from Word.
//!
//! Every line outside a list or table is a paragraph of its own. Inline marks are read by
//! pulldown-cmark, after the marks that would lose text or surprise are made plain.

mod inline;
mod lines;

use super::{Alignment, Block, ListItem, Paragraph, Run, TextTable};
use crate::reference::{Part, evaluate, scan};
use crate::report::{Report, Text, is_unprintable};
use inline::Inserted;
pub(super) use inline::Room;
use lines::Line;

/// A run-in heading is a short sentence; a longer one that opens with `（一）` is a paragraph.
const LONGEST_HEADING: usize = 60;
/// What stands for a figure that is not filled in yet; only drafts show it.
pub(crate) const UNFILLED: &str = "［待填］";

/// Turns a text of the data file into blocks. All texts of a report share the room for their marks.
pub(super) fn blocks(text: &Text, report: &Report, room: &mut Room) -> Vec<Block> {
    let (text, inserted) = insert_figures(&clean(&text.value), report);
    let mut runs = |line: &str| inline::runs(line, &inserted, room);
    let mut blocks = Vec::new();
    for line in lines::lines(&text) {
        match line {
            Line::Blank => {}
            Line::Heading(level, words) => blocks.push(Block::Heading { level, runs: runs(&words) }),
            Line::Item { depth, marker, words } => {
                let item = ListItem { depth, marker, runs: runs(&words) };
                match blocks.last_mut() {
                    Some(Block::List(items)) if goes_on(items, &item) => items.push(item),
                    _ => blocks.push(Block::List(vec![item])),
                }
            }
            Line::Continuation(words) => {
                if let Some(Block::List(items)) = blocks.last_mut()
                    && let Some(item) = items.last_mut()
                {
                    item.runs.extend(runs(&words));
                }
            }
            Line::Table { rows, alignment } if fits(&rows) => blocks.push(table(rows, alignment, &mut runs)),
            Line::Table { rows, .. } => {
                blocks.extend(rows.iter().filter_map(|row| paragraph(runs(&row.join(" | ")))));
            }
            Line::Paragraph(words) => blocks.extend(paragraph(runs(&words))),
        }
    }
    blocks
}

/// Drops what no document can hold or show (N316 says so), among it the characters that stand for
/// figures further on.
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|&c| c != '\r' && !is_unprintable(c));
    kept.map(|c| if c == '\t' { ' ' } else { c }).collect()
}

/// Replaces every reference by a token that Markdown leaves alone.
fn insert_figures(text: &str, report: &Report) -> (String, Vec<Inserted>) {
    let (mut out, mut inserted, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for found in scan(text) {
        out.push_str(text.get(at..found.start).unwrap_or_default());
        at = found.end;
        let written = text.get(found.start..found.end).unwrap_or_default();
        let figure = match &found.part {
            Part::Braces => Inserted { text: "{{".to_owned(), reference: None },
            // A malformed reference is D011; a draft shows it as it is written.
            Part::Malformed(_) => Inserted { text: written.to_owned(), reference: None },
            Part::Reference(expression) => Inserted {
                text: evaluate(expression, report).unwrap_or_else(|_| UNFILLED.to_owned()),
                reference: Some(written.trim_matches(['{', '}', ' ']).to_owned()),
            },
        };
        out.push_str(&inline::token(inserted.len()));
        inserted.push(figure);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, inserted)
}

/// A change between bullets and numbers begins another list, unless the entry belongs to one above.
fn goes_on(items: &[ListItem], item: &ListItem) -> bool {
    let is_numbered = |item: &ListItem| item.marker.starts_with(|c: char| c.is_ascii_digit());
    let first = items.iter().find(|above| above.depth == 0);
    item.depth > 0 || first.is_none_or(|first| is_numbered(first) == is_numbered(item))
}

/// A table of more places than this is none that a page could hold: its rows print as they are.
const LARGEST_TABLE: usize = 20_000;

fn fits(rows: &[Vec<String>]) -> bool {
    rows.iter().map(Vec::len).max().unwrap_or(0).saturating_mul(rows.len()) <= LARGEST_TABLE
}

fn table(
    rows: Vec<Vec<String>>,
    mut alignment: Vec<Alignment>,
    mut runs: impl FnMut(&str) -> Vec<Run>,
) -> Block {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    alignment.resize(width, Alignment::Default);
    let mut rows = rows.into_iter().map(|row| {
        let mut cells: Vec<Vec<Run>> = row.iter().map(|cell| runs(cell)).collect();
        cells.resize(width, Vec::new());
        cells
    });
    Block::TextTable(TextTable { head: rows.next().unwrap_or_default(), rows: rows.collect(), alignment })
}

/// A paragraph that is only `（一）…` is a heading; one that opens with such a sentence has it run in.
fn paragraph(runs: Vec<Run>) -> Option<Block> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    if text.trim().is_empty() {
        return None;
    }
    if !opens_with_ordinal(&text) {
        return Some(Block::Paragraph(Paragraph { lead: Vec::new(), runs }));
    }
    let sentence = text.find('。').map_or(text.len(), |at| at + '。'.len_utf8());
    let (first, rest) = text.split_at(sentence);
    if first.chars().count() > LONGEST_HEADING {
        return Some(Block::Paragraph(Paragraph { lead: Vec::new(), runs }));
    }
    if rest.trim().is_empty() {
        return Some(Block::Heading { level: 2, runs });
    }
    let (lead, runs) = split(runs, sentence);
    Some(Block::Paragraph(Paragraph { lead, runs }))
}

/// `（一）` or `(一)` at the beginning.
pub(crate) fn opens_with_ordinal(text: &str) -> bool {
    let Some(inner) = text.strip_prefix(['（', '(']) else { return false };
    let rest = inner.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百']);
    rest.len() < inner.len() && rest.starts_with(['）', ')'])
}

/// Divides runs at a byte of their joined text.
fn split(runs: Vec<Run>, at: usize) -> (Vec<Run>, Vec<Run>) {
    let (mut before, mut after, mut seen) = (Vec::new(), Vec::new(), 0);
    for run in runs {
        let length = run.text.len();
        match run.text.split_at_checked(at.saturating_sub(seen)) {
            Some((head, tail)) if !tail.is_empty() => {
                if !head.is_empty() {
                    before.push(Run { text: head.to_owned(), ..run.clone() });
                }
                after.push(Run { text: tail.to_owned(), ..run.clone() });
            }
            _ => before.push(run),
        }
        seen += length;
    }
    (before, after)
}

#[cfg(test)]
mod tests;
