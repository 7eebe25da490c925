//! The story: document, headers and footers as docx-rs builds them.
//!
//! A paragraph of docx-rs takes kilobytes, and a tree of XML takes many times what it says; so the
//! document is written block by block, and only one block at a time is held as either.

use std::collections::BTreeSet;

use docx_rs as docx;
use docx_rs::DocumentChild;

use super::DocxError;
use super::body::Body;
use super::link::Links;
use super::measure::{signature_indents, title_lines};
use super::style::Style;
use super::styles::id;
use super::table::{Drawn, form_table, text_table};
use super::text::{add_runs, plain};
use crate::document::{Block, Document, ListItem, Signature};

/// The parts of docx-rs, and what goes beside them.
pub(super) struct Story {
    /// The frame of the document, without its blocks; headers; footers.
    pub parts: docx::XMLDocx,
    /// The blocks of the document, as they stand in its body.
    pub body: String,
    /// Sizes of text in the tables, in twips.
    pub table_sizes: BTreeSet<u32>,
    pub links: Links,
}

/// Draws a document.
pub(super) fn draw(document: &Document, style: &Style) -> Result<Story, DocxError> {
    let mut pen = Pen {
        style,
        draft: document.draft,
        drawn: Body::default(),
        // The usual size comes along, so that a clerk who adds a table has its style.
        table_sizes: BTreeSet::from([style.table.size]),
        links: Links::default(),
    };
    pen.title(document)?;
    pen.blocks(&document.preamble)?;
    for section in &document.sections {
        pen.heading(1, docx::Paragraph::new().add_run(plain(&section.title)))?;
        pen.blocks(&section.blocks)?;
    }
    pen.signature(&document.signature)?;

    let mut out = page(style);
    if document.draft {
        out = out.header(header(style)).even_header(header(style));
    }
    out = out.footer(footer(id::FOOTER_ODD)).even_footer(footer(id::FOOTER_EVEN));
    let body = pen.drawn.finish()?;
    Ok(Story { parts: out.build(), body, table_sizes: pen.table_sizes, links: pen.links })
}

struct Pen<'s> {
    style: &'s Style,
    draft: bool,
    drawn: Body,
    table_sizes: BTreeSet<u32>,
    links: Links,
}

impl Pen<'_> {
    fn paragraph(&mut self, style: &str, paragraph: docx::Paragraph) -> Result<(), DocxError> {
        let paragraph = Box::new(paragraph.style(style));
        self.drawn.push(DocumentChild::Paragraph(paragraph), None)
    }

    fn title(&mut self, document: &Document) -> Result<(), DocxError> {
        let limit = 2 * self.style.page.text_width() / self.style.title.size.max(1);
        let lines = title_lines(&document.title, &document.agency, document.year, limit);
        let mut paragraph = docx::Paragraph::new();
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                let broken = docx::Run::new().add_break(docx::BreakType::TextWrapping);
                paragraph = paragraph.add_run(broken);
            }
            paragraph = paragraph.add_run(plain(line));
        }
        self.paragraph(id::TITLE, paragraph)
    }

    fn heading(&mut self, level: u8, paragraph: docx::Paragraph) -> Result<(), DocxError> {
        let index = usize::from(level.saturating_sub(1));
        let last = id::HEADINGS.last().copied().unwrap_or(id::BODY);
        let style = id::HEADINGS.get(index).copied().unwrap_or(last);
        self.paragraph(style, paragraph)
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<(), DocxError> {
        for block in blocks {
            match block {
                Block::Heading { level, runs } => {
                    let paragraph = docx::Paragraph::new();
                    let paragraph = add_runs(paragraph, runs, None, &mut self.links);
                    self.heading(*level, paragraph)?;
                }
                Block::Paragraph(text) => {
                    let paragraph = docx::Paragraph::new();
                    let lead = add_runs(paragraph, &text.lead, Some(id::LEAD), &mut self.links);
                    let paragraph = add_runs(lead, &text.runs, None, &mut self.links);
                    self.paragraph(id::BODY, paragraph)?;
                }
                Block::List(items) => items.iter().try_for_each(|item| self.list_item(item))?,
                Block::TextTable(table) => {
                    let drawn = text_table(table, self.style, &mut self.links);
                    self.table(drawn)?;
                }
                Block::FormTable(table) if table.rows.is_empty() => {}
                Block::FormTable(table) => {
                    let drawn = form_table(table, self.style, self.draft);
                    self.table(drawn)?;
                }
            }
        }
        Ok(())
    }

    /// A list entry is a paragraph with its marker; each depth moves two characters in.
    fn list_item(&mut self, item: &ListItem) -> Result<(), DocxError> {
        // Numbers stand close to the text, as in official documents; a bullet needs air.
        let gap = if item.marker.ends_with(['.', ')', '、', '）']) { "" } else { " " };
        let marker = plain(&format!("{}{gap}", item.marker));
        let mut paragraph = docx::Paragraph::new().add_run(marker);
        paragraph = add_runs(paragraph, &item.runs, None, &mut self.links);
        if item.depth > 0 {
            let left = 2 * self.style.body.size * u32::from(item.depth.min(4));
            paragraph = paragraph.indent(Some(signed(left)), None, None, None);
        }
        self.paragraph(id::LIST, paragraph)
    }

    fn table(&mut self, Drawn { table, note, size }: Drawn) -> Result<(), DocxError> {
        // Without a paragraph between them two tables would run into one.
        if matches!(self.drawn.last_mut(), Some(DocumentChild::Table(_))) {
            self.paragraph(&id::table_text(size), docx::Paragraph::new())?;
        }
        self.table_sizes.insert(size);
        self.drawn.push(DocumentChild::Table(Box::new(table)), Some(note))
    }

    /// The signature keeps together, and with the text before it: a page must not hold it alone.
    fn signature(&mut self, signature: &Signature) -> Result<(), DocxError> {
        if let Some(DocumentChild::Paragraph(last)) = self.drawn.last_mut() {
            last.property.keep_next = Some(true);
        }
        let date = signature.date.map(|date| date.chinese()).unwrap_or_default();
        let page = &self.style.page;
        let indents = signature_indents(&signature.issuer, &date, 2 * page.characters);
        let right = |halves: u32| Some(signed(halves * page.character_pitch() / 2));
        let issuer = docx::Paragraph::new().add_run(plain(&signature.issuer)).indent(
            None,
            None,
            right(indents.issuer),
            None,
        );
        self.paragraph(id::ISSUER, issuer)?;
        if !date.is_empty() {
            let date =
                docx::Paragraph::new().add_run(plain(&date)).indent(None, None, right(indents.date), None);
            self.paragraph(id::DATE, date)?;
        }
        Ok(())
    }
}

/// Lengths are far below the limit of an `i32`: the style file bounds them.
fn signed(twips: u32) -> i32 {
    i32::try_from(twips).unwrap_or(i32::MAX)
}

/// The page with its grid of lines. The characters of a line are not made a grid: LibreOffice lays
/// such a grid out in squares as wide as a line is high. The body style is condensed instead.
fn page(style: &Style) -> docx::Docx {
    let page = &style.page;
    let mut out = docx::Docx::new().page_size(page.width, page.height).page_margin(docx::PageMargin {
        top: signed(page.top),
        bottom: signed(page.bottom),
        left: signed(page.left),
        right: signed(page.right),
        header: signed(page.header),
        footer: signed(page.footer),
        gutter: 0,
    });
    let pitch = usize::try_from(page.line_pitch()).unwrap_or(0);
    out.document.section_property.doc_grid =
        Some(docx::DocGrid::new().grid_type(docx::DocGridType::Lines).line_pitch(pitch));
    out
}

fn header(style: &Style) -> docx::Header {
    let words = plain(&style.draft.text);
    docx::Header::new().add_paragraph(docx::Paragraph::new().style(id::HEADER).add_run(words))
}

/// The page number between two dashes, `— 1 —`. The field is spelled out, because WPS does not
/// read the short form.
fn footer(style: &str) -> docx::Footer {
    use docx::FieldCharType::{Begin, End, Separate};
    let field = |kind| docx::Run::new().add_field_char(kind, false);
    let page = docx::InstrText::PAGE(docx::InstrPAGE::new());
    let number = docx::Paragraph::new()
        .style(style)
        .add_run(plain("— "))
        .add_run(field(Begin))
        .add_run(docx::Run::new().add_instr_text(page))
        .add_run(field(Separate))
        .add_run(docx::Run::new().add_text("1"))
        .add_run(field(End))
        .add_run(plain(" —"));
    docx::Footer::new().add_paragraph(number)
}
