//! The story: what the document says, block by block.

use super::body::{Body, Written};
use super::page::signed;
use super::properties::{Paragraph, ParagraphStyle, Run};
use super::styles::id;
use super::table::{Company, form_table, text_table};
use crate::document::{Block, Document, ListItem, Signature};
use crate::layout::signature::{signature_indents, signature_lines};
use crate::layout::title;
use crate::layout::width::halves;

/// Text of more lines does not keep to the page of the table beside it: the table would shrink for it.
const MOST_KEPT_LINES: u32 = 4;

/// Writes a document into an empty body.
pub(super) fn write(document: &Document, body: &mut Body<'_>) -> Written {
    let mut pen = Pen { draft: document.draft, body };
    pen.title(document)?;
    pen.blocks(&document.preamble)?;
    for section in &document.sections {
        pen.body.paragraph(heading(1), |body| body.text(&section.title, Run::default()))?;
        pen.section(&section.blocks)?;
    }
    pen.signature(&document.signature)
}

struct Pen<'b, 's> {
    draft: bool,
    body: &'b mut Body<'s>,
}

impl Pen<'_, '_> {
    fn title(&mut self, document: &Document) -> Written {
        let style = self.body.style;
        let limit = 2 * style.page.text_width() / style.title.size.max(1);
        let lines = title::lines(&document.title, &document.agency, document.year, limit);
        self.body.paragraph(named(id::TITLE), |body| body.lines(&lines))
    }

    /// A section. Short text before its table stays on the page of the table, and so does what begins
    /// behind it: a note on the table is of no use on another page.
    fn section(&mut self, blocks: &[Block]) -> Written {
        let at = blocks.iter().position(|block| matches!(block, Block::FormTable(_)));
        let parts = at.and_then(|at| blocks.split_at_checked(at));
        let Some((before, [Block::FormTable(table), after @ ..])) = parts else { return self.blocks(blocks) };
        let line = 2 * self.body.style.page.characters;
        let kept = |text: &[Block]| lines(text, line).filter(|lines| *lines <= MOST_KEPT_LINES);
        let (lines_before, lines_after) = (kept(before), kept(after));
        for block in before {
            self.blocks(std::slice::from_ref(block))?;
            if lines_before.is_some() {
                self.body.keep_last()?;
            }
        }
        let company = Company {
            lines: lines_before.unwrap_or_default() + lines_after.unwrap_or_default(),
            is_followed: lines_after.is_some_and(|lines| lines > 0),
        };
        if !table.rows.is_empty() {
            form_table(table, self.draft, company, self.body)?;
        }
        self.blocks(after)
    }

    fn blocks(&mut self, blocks: &[Block]) -> Written {
        for block in blocks {
            match block {
                Block::Heading { level, runs } => {
                    self.body.paragraph(heading(*level), |body| body.runs(runs, None))?;
                }
                Block::Paragraph(text) => self.body.paragraph(named(id::BODY), |body| {
                    body.runs(&text.lead, Some(id::LEAD))?;
                    body.runs(&text.runs, None)
                })?,
                Block::List(items) => items.iter().try_for_each(|item| self.list_item(item))?,
                Block::TextTable(table) => text_table(table, self.body)?,
                Block::FormTable(table) if table.rows.is_empty() => {}
                Block::FormTable(table) => form_table(table, self.draft, Company::default(), self.body)?,
            }
        }
        Ok(())
    }

    /// A list entry is a paragraph with its marker; each depth moves two characters in.
    fn list_item(&mut self, item: &ListItem) -> Written {
        // Numbers stand close to the text, as in official documents; a bullet needs air.
        let gap = if item.marker.ends_with(['.', ')', '、', '）']) { "" } else { " " };
        let left = 2 * self.body.style.body.size * u32::from(item.depth.min(4));
        let indents = (left > 0).then(|| (signed(left), 0));
        self.body.paragraph(Paragraph { indents, ..named(id::LIST) }, |body| {
            body.text(&format!("{}{gap}", item.marker), Run::default())?;
            body.runs(&item.runs, None)
        })
    }

    /// The signature keeps together, and with the text before it: a page must not hold it alone.
    fn signature(&mut self, signature: &Signature) -> Written {
        self.body.keep_last()?;
        let date = signature.date_line().unwrap_or_default();
        let page = &self.body.style.page;
        let lines = signature_lines(&signature.issuer, 2 * page.characters);
        let widest = lines.iter().copied().max_by_key(|line| halves(line)).unwrap_or_default();
        let indents = signature_indents(widest, &date, 2 * page.characters);
        let right = |halves: u32| Some((0, signed(halves * page.character_pitch() / 2)));
        let issuer = Paragraph { indents: right(indents.issuer), ..named(id::ISSUER) };
        self.body.paragraph(issuer, |body| body.lines(&lines))?;
        if !date.is_empty() {
            let line = Paragraph { indents: right(indents.date), ..named(id::DATE) };
            self.body.paragraph(line, |body| body.text(&date, Run::default()))?;
        }
        Ok(())
    }
}

/// How many lines of this many half characters paragraphs take; `None` if there is more than paragraphs.
fn lines(blocks: &[Block], line: u32) -> Option<u32> {
    let of_block = |block: &Block| match block {
        Block::Paragraph(text) => {
            let runs = text.lead.iter().chain(&text.runs);
            // The first line moves in by two characters.
            Some((4 + runs.map(|run| halves(&run.text)).sum::<u32>()).div_ceil(line.max(1)))
        }
        _ => None,
    };
    blocks.iter().map(of_block).sum()
}

fn named(style: &'static str) -> Paragraph {
    Paragraph::new(ParagraphStyle::Named(style))
}

fn heading(level: u8) -> Paragraph {
    let index = usize::from(level.saturating_sub(1)).min(id::HEADINGS.len() - 1);
    named(id::HEADINGS.get(index).copied().unwrap_or(id::BODY))
}
