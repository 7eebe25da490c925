//! What one edition of a report prints, so that two editions can be compared.
//!
//! It comes from a [`Document`] ([`Edition::of`]); that of a published report from the data file that it makes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::{Block, Document, FlatCell, Paragraph, Run, TextTable, UNFILLED};
use crate::report::is_unprintable;

/// Key of the preamble among the passages.
pub const PREAMBLE: &str = "preamble";
/// What a passage before the first section is called.
const PREAMBLE_TITLE: &str = "引言";
/// What stands between the cells of a row.
const BETWEEN_CELLS: &str = "｜";
/// With this begins what a draft says behind a total that is not the sum.
const COMPUTED: &str = "（应为";

/// What one edition of a report prints. What a page does not tell is `None`, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Identifier of the form.
    pub form: String,
    /// Report year.
    pub year: Option<u16>,
    /// Full name of the agency.
    pub agency: Option<String>,
    /// Printed title.
    pub title: Option<String>,
    /// Who signs.
    pub issuer: Option<String>,
    /// The date under the report, as it prints; `None` if there is none.
    pub date: Option<String>,
    /// The printed text of each figure by its cell path; empty for one left blank.
    pub figures: BTreeMap<String, String>,
    /// The note behind a figure by the figure's cell path, without its brackets.
    pub notes: BTreeMap<String, String>,
    /// The preamble, and the text of each section: of one with a table what stands around it.
    pub passages: Vec<Passage>,
}

/// The preamble, or the text of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Key of the section, or [`PREAMBLE`].
    pub key: String,
    /// Title of the section.
    pub title: String,
    /// Paragraphs, headings, entries of lists and rows of tables, as plain text.
    pub paragraphs: Vec<String>,
    /// The headings among them, in order.
    pub headings: Vec<Heading>,
}

/// A heading inside a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Place of its paragraph in the passage.
    pub paragraph: usize,
    /// Its words.
    pub text: String,
    /// True if it is the first sentence of a paragraph that goes on.
    pub runs_in: bool,
}

/// The words of a heading, from those of a sentence.
fn heading_words(sentence: &str) -> String {
    plain(sentence).trim_end_matches(['。', '：', ' ']).to_owned()
}

impl Edition {
    /// What a document prints.
    pub fn of(document: &Document) -> Self {
        let tables = document.sections.iter().flat_map(|section| &section.blocks);
        let flat = tables.filter_map(|block| match block {
            Block::FormTable(table) => Some(&table.flat),
            _ => None,
        });
        let cells: Vec<_> = flat.flatten().flat_map(|part| &part.rows).flat_map(|row| &row.cells).collect();
        let note = |cell: &&FlatCell| Some((cell.path.clone(), note_of(&cell.printed_note()?)));
        let sections = document.sections.iter();
        let passages = std::iter::once((PREAMBLE, PREAMBLE_TITLE, &document.preamble))
            .chain(sections.map(|section| (section.key.as_str(), section.title.as_str(), &section.blocks)));
        Self {
            form: document.form.clone(),
            year: Some(document.year).filter(|&year| year > 0),
            agency: said(&document.agency),
            title: said(&document.title),
            issuer: said(&document.signature.issuer),
            date: document.signature.date.map(|date| date.chinese()),
            figures: cells.iter().map(|cell| (cell.path.clone(), figure(&cell.text))).collect(),
            notes: cells.iter().filter_map(note).collect(),
            passages: passages.map(|(key, title, blocks)| Passage::of(key, title, blocks)).collect(),
        }
    }

    /// Writes each figure as another edition does that has the same number there: 3.10 for 3.1.
    pub fn write_figures_as(&mut self, other: &Self) {
        let number = |figure: &String| Decimal::from_str_exact(figure).ok();
        for (path, figure) in &mut self.figures {
            let same = other.figures.get(path).filter(|other| number(other) == number(figure));
            // What is no number is no other way to write one.
            if let Some(same) = same.filter(|same| number(same).is_some()) {
                figure.clone_from(same);
            }
        }
    }

    /// The passage of that key.
    pub fn passage(&self, key: &str) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.key == key)
    }
}

impl Passage {
    /// What blocks of narrative print.
    fn of(key: &str, title: &str, blocks: &[Block]) -> Self {
        let (mut printed, mut headings) = (Vec::new(), Vec::new());
        for block in blocks {
            let found = match block {
                Block::Heading { runs, .. } => Some((heading_words(&words(runs)), false)),
                Block::Paragraph(Paragraph { lead, .. }) => Some((heading_words(&words(lead)), true)),
                Block::List(_) | Block::TextTable(_) | Block::FormTable(_) => None,
            };
            let found = found.filter(|(text, _)| !text.is_empty());
            let paragraph = printed.len();
            headings.extend(found.map(|(text, runs_in)| Heading { paragraph, text, runs_in }));
            printed.extend(paragraphs(block));
        }
        Self { key: key.to_owned(), title: title.to_owned(), paragraphs: printed, headings }
    }
}

/// A text, unless it is empty.
fn said(text: &str) -> Option<String> {
    Some(plain(text)).filter(|text| !text.is_empty())
}

/// The paragraphs of a block of narrative.
fn paragraphs(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { runs, .. } => said(&words(runs)).into_iter().collect(),
        Block::Paragraph(paragraph) => {
            said(&(words(&paragraph.lead) + &words(&paragraph.runs))).into_iter().collect()
        }
        Block::List(items) => {
            items.iter().filter_map(|item| said(&format!("{}{}", item.marker, words(&item.runs)))).collect()
        }
        Block::TextTable(TextTable { head, rows, .. }) => {
            let row = |row: &Vec<Vec<Run>>| joined_row(row.iter().map(|cell| words(cell)).collect());
            std::iter::once(head).chain(rows).filter_map(row).collect()
        }
        Block::FormTable(_) => Vec::new(),
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The cells of a row of a table in the narrative; `None` for other words.
pub(crate) fn cells_of(line: &str) -> Option<Vec<&str>> {
    line.contains(BETWEEN_CELLS).then(|| line.split(BETWEEN_CELLS).collect())
}

/// The cells of a row in one line; `None` if all of them are empty.
fn joined_row(cells: Vec<String>) -> Option<String> {
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    cells.iter().any(|cell| !cell.is_empty()).then(|| cells.join(BETWEEN_CELLS))
}

/// Text without blanks, which editors of web sites and browsers add and drop.
pub(crate) fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text as it shows on a page: blanks of any kind and number are one, and characters without width are
/// none. Editors of web sites add and drop both.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        match c.is_whitespace() {
            true if out.is_empty() || out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

fn is_invisible(c: char) -> bool {
    // A terminal would obey what cannot be printed.
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{AD}') || is_unprintable(c) && !c.is_whitespace()
}

/// A figure as the report prints it, without its note and without what only a draft says beside it.
fn figure(text: &str) -> String {
    let figure: String = text.chars().filter(|&c| !c.is_whitespace() && !is_invisible(c)).collect();
    let stated = figure.split('（').next().unwrap_or_default();
    if stated == UNFILLED { String::new() } else { stated.to_owned() }
}

/// The words in brackets behind a figure; empty if there are none but those of a draft.
fn note_of(text: &str) -> String {
    let text = plain(text);
    let bracket = text.find('（').and_then(|at| text.get(at..)).unwrap_or_default();
    let note = match bracket.strip_prefix(COMPUTED) {
        Some(computed) => computed.split_once('）').map_or("", |(_, note)| note),
        None => bracket,
    };
    let inner = note.strip_prefix('（').and_then(|note| note.strip_suffix('）'));
    inner.unwrap_or(note).trim().to_owned()
}
