//! Reads tables back from Markdown as a CommonMark reader with tables sees them.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::grid::Grid;
use super::html;

/// The HTML tables inside a Markdown text. Only what Markdown itself takes for HTML is looked at, so
/// that a table which a blank line breaks up is not found whole.
pub fn html_tables(markdown: &str) -> Result<Vec<Grid>, String> {
    let mut html = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        if let Event::Html(text) = event {
            html.push_str(&text);
        }
    }
    html::grids(&html, "table")
}

/// A table without merged cells.
#[derive(Debug, Default)]
pub struct PipeTable {
    /// The level 2 heading over it.
    pub section: String,
    /// The paragraph directly before it.
    pub part: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The pipe tables of a Markdown text.
pub fn pipe_tables(markdown: &str) -> Vec<PipeTable> {
    let (mut tables, mut open) = (Vec::new(), PipeTable::default());
    let (mut text, mut row) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell) => text.clear(),
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                open = PipeTable { section: text.clone(), ..PipeTable::default() };
            }
            Event::End(TagEnd::Paragraph) => open.part = text.clone(),
            Event::End(TagEnd::TableCell) => row.push(text.clone()),
            Event::End(TagEnd::TableHead) => open.head = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) => open.rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => {
                let section = open.section.clone();
                tables.push(std::mem::replace(&mut open, PipeTable { section, ..PipeTable::default() }));
            }
            _ => {}
        }
    }
    tables
}
