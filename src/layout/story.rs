//! The document as pieces that go down the pages.

use super::cells::{form_table, text_table};
use super::flow::{Content, Piece};
use super::set::{Align, Line, Look, Pair, Setter, Text};
use super::signature::{indents, signature_lines};
use super::table::SetTable;
use super::{Block, LayoutError, Length, Node, title, twips};
use crate::document::{self, Document, ListItem, Signature};

/// Text of more lines does not keep to the page of the table beside it: the table would shrink for it.
const MOST_KEPT_LINES: usize = 4;
/// Space between a table and what stands under it, in twips: 6 pt.
const AFTER_TABLE: u32 = 120;

/// The pieces of a document in order.
pub(super) fn pieces(document: &Document, setter: &Setter<'_>) -> Result<Vec<Piece>, LayoutError> {
    let mut story = Story { setter, draft: document.draft, pieces: Vec::new() };
    story.title(document)?;
    let numbered = |blocks, section| Blocks { blocks, section, first: 0 };
    story.blocks(numbered(&document.preamble, None))?;
    for (index, section) in document.sections.iter().enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        story.heading(1, Node::SectionTitle(number), |text, pair, node| {
            text.push(&section.title, Look::new(pair, node), setter)
        })?;
        story.section(&section.blocks, number)?;
    }
    story.signature(&document.signature)?;
    Ok(story.pieces)
}

/// Neighbouring blocks of a section or of the preamble.
#[derive(Clone, Copy)]
struct Blocks<'d> {
    blocks: &'d [document::Block],
    section: Option<u32>,
    /// The number of the first.
    first: usize,
}

impl<'d> Blocks<'d> {
    fn numbered(self) -> impl Iterator<Item = (Block, &'d document::Block)> {
        let number = move |at| u32::try_from(self.first + at).unwrap_or(u32::MAX);
        let numbered = self.blocks.iter().enumerate();
        numbered.map(move |(at, block)| (Block { section: self.section, index: number(at) }, block))
    }
}

struct Story<'s, 'f> {
    setter: &'s Setter<'f>,
    draft: bool,
    pieces: Vec<Piece>,
}

impl Story<'_, '_> {
    fn title(&mut self, document: &Document) -> Result<(), LayoutError> {
        let setter = self.setter;
        let pair = setter.pair(&setter.style.title);
        let limit = u32::try_from(2 * setter.area.width() / pair.size.max(1)).unwrap_or(u32::MAX);
        let height = setter.line().max(pair.size + twips(40));
        for line in title::lines(&document.title, &document.agency, document.year, limit) {
            let text = Text::of(line, Look::new(pair, Node::Title), setter)?;
            // Broken between words already; a face with wider letters may need one line more.
            self.lines(text.lines(self.room(), 0, Align::Center, height), true);
        }
        // One empty line.
        self.lines(vec![Line { height: setter.line(), ..Line::default() }], true);
        Ok(())
    }

    fn room(&self) -> (Length, Length) {
        (0, self.setter.area.width())
    }

    fn lines(&mut self, lines: Vec<Line>, keep_next: bool) {
        let after_table = matches!(self.pieces.last(), Some(Piece { content: Content::Table(_), .. }));
        let before = if after_table { twips(AFTER_TABLE) } else { 0 };
        let first = self.pieces.len();
        self.pieces.extend(lines.into_iter().map(|line| Piece::line(line, keep_next)));
        if let Some(piece) = self.pieces.get_mut(first) {
            piece.before = before;
        }
    }

    /// A heading of a level from 1 stays with what follows.
    fn heading(
        &mut self,
        level: u8,
        node: Node,
        words: impl FnOnce(&mut Text, Pair, Node) -> Result<(), LayoutError>,
    ) -> Result<(), LayoutError> {
        let style = self.setter.style;
        let face = match level {
            0 | 1 => &style.heading1,
            2 => &style.heading2,
            3 => &style.heading3,
            _ => &style.heading4,
        };
        let pair = self.setter.running(face);
        let mut text = Text::default();
        words(&mut text, pair, node)?;
        let height = self.setter.line().max(pair.size + twips(40));
        self.lines(text.lines(self.room(), 2 * pair.pitch, Align::Justified, height), true);
        Ok(())
    }

    /// A section. Short text before its table stays on the page of the table, and so does what begins behind it: a
    /// note on the table is of no use on another page.
    fn section(&mut self, blocks: &[document::Block], number: u32) -> Result<(), LayoutError> {
        let part = |blocks, first| Blocks { blocks, section: Some(number), first };
        let at = blocks.iter().position(|block| matches!(block, document::Block::FormTable(_)));
        let parts = at.and_then(|at| Some((at, blocks.split_at_checked(at)?)));
        let Some((at, (before, [document::Block::FormTable(table), after @ ..]))) = parts else {
            return self.blocks(part(blocks, 0));
        };
        let start = self.pieces.len();
        self.blocks(part(before, 0))?;
        let behind = self.pieces.len();
        self.blocks(part(after, at + 1))?;
        let after = self.pieces.split_off(behind);
        let is_kept = |pieces: &[Piece]| {
            pieces.len() <= MOST_KEPT_LINES
                && pieces.iter().all(|one| matches!(one.content, Content::Line(_)))
        };
        let (kept_before, kept_after) =
            (is_kept(self.pieces.get(start..).unwrap_or_default()), is_kept(&after));
        if table.rows.is_empty() {
            self.pieces.extend(after);
            return Ok(());
        }
        let lines =
            1 + if kept_before { behind - start } else { 0 } + if kept_after { after.len() } else { 0 };
        let block = Block { section: Some(number), index: u32::try_from(at).unwrap_or(u32::MAX) };
        let set = form_table(table, block, self.draft, self.height_beside(lines), self.setter)?;
        let is_whole = set.is_whole;
        if kept_before {
            self.pieces.iter_mut().skip(start).for_each(|piece| piece.keep_next = true);
        }
        self.table(set);
        if let Some(table) = self.pieces.last_mut().filter(|_| is_whole && kept_after) {
            table.keep_next = !after.is_empty();
        }
        let first = self.pieces.len();
        self.pieces.extend(after);
        if let Some(piece) = self.pieces.get_mut(first) {
            piece.before = twips(AFTER_TABLE);
        }
        Ok(())
    }

    /// The height of a page beside so many lines of text. One line is spare: text behind a table begins on the next
    /// line of the page.
    fn height_beside(&self, lines: usize) -> Length {
        let lines = Length::try_from(lines).unwrap_or(Length::MAX).saturating_add(1);
        (self.setter.area.height() - self.setter.line().saturating_mul(lines)).max(0)
    }

    fn blocks(&mut self, blocks: Blocks<'_>) -> Result<(), LayoutError> {
        for (at, block) in blocks.numbered() {
            match block {
                document::Block::Heading { level, runs } => {
                    let setter = self.setter;
                    self.heading(*level, Node::Heading(at), |text, pair, node| {
                        setter.push_runs(text, runs, None, pair, node)
                    })?;
                }
                document::Block::Paragraph(paragraph) => self.paragraph(paragraph, Node::Paragraph(at))?,
                document::Block::List(items) => {
                    for (number, item) in items.iter().enumerate() {
                        self.list_item(item, at, u32::try_from(number).unwrap_or(u32::MAX))?;
                    }
                }
                document::Block::TextTable(table) => {
                    let set = text_table(table, at, self.setter)?;
                    self.table(set);
                }
                document::Block::FormTable(table) if table.rows.is_empty() => {}
                document::Block::FormTable(table) => {
                    let set = form_table(table, at, self.draft, self.height_beside(1), self.setter)?;
                    self.table(set);
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, table: SetTable) {
        let after_table = matches!(self.pieces.last(), Some(Piece { content: Content::Table(_), .. }));
        let before = if after_table { self.setter.line() / 2 } else { 0 };
        self.pieces.push(Piece { content: Content::Table(Box::new(table)), before, keep_next: false });
    }

    fn paragraph(&mut self, paragraph: &document::Paragraph, node: Node) -> Result<(), LayoutError> {
        let style = self.setter.style;
        let (body, lead) = (self.setter.running(&style.body), self.setter.running(&style.heading2));
        let mut text = Text::default();
        self.setter.push_runs(&mut text, &paragraph.lead, Some(lead), body, node)?;
        self.setter.push_runs(&mut text, &paragraph.runs, None, body, node)?;
        self.running(&text, 0, body);
        Ok(())
    }

    /// Running text: the first line moves in by two characters.
    fn running(&mut self, text: &Text, left: Length, body: Pair) {
        let (indent, right) = (self.setter.characters(2), self.setter.area.width());
        let height = self.setter.line().max(body.size + twips(40));
        self.lines(text.lines((left, right), indent, Align::Justified, height), false);
    }

    /// A list entry is a paragraph with its marker; each depth moves two characters in.
    fn list_item(&mut self, item: &ListItem, block: Block, number: u32) -> Result<(), LayoutError> {
        // Numbers stand close to the text, as in official documents; a bullet needs air.
        let gap = if item.marker.ends_with(['.', ')', '、', '）']) { "" } else { " " };
        let body = self.setter.running(&self.setter.style.body);
        let mut text = Text::default();
        let marker = Look::new(body, Node::ListMarker(block, number));
        text.push(&format!("{}{gap}", item.marker), marker, self.setter)?;
        self.setter.push_runs(&mut text, &item.runs, None, body, Node::ListItem(block, number))?;
        self.running(&text, self.setter.characters(2 * Length::from(item.depth.min(4))), body);
        Ok(())
    }

    /// The signature keeps together, and with the text before it: a page must not hold it alone.
    fn signature(&mut self, signature: &Signature) -> Result<(), LayoutError> {
        let setter = self.setter;
        if let Some(piece) = self.pieces.last_mut() {
            piece.keep_next = match &piece.content {
                Content::Line(_) => true,
                Content::Table(table) => table.is_whole,
            };
        }
        // One empty line.
        self.lines(vec![Line { height: setter.line(), ..Line::default() }], true);
        let date = signature.date_line().unwrap_or_default();
        let line = 2 * setter.style.page.characters;
        let lines = signature_lines(&signature.issuer, line);
        let body = setter.running(&setter.style.body);
        let set = |text: &str, node| Text::of(text, Look::new(body, node), setter);
        let agency = lines.into_iter().map(|line| set(line, Node::Issuer)).collect::<Result<Vec<_>, _>>()?;
        let day = set(&date, Node::Date)?;
        let (width, two) = (setter.area.width(), setter.characters(2));
        let widest = agency.iter().map(Text::width).max().unwrap_or_default().min(width - two);
        let (agency_end, day_end) = indents(widest, day.width(), two);
        for line in &agency {
            self.signed(line, agency_end, body.size, true);
        }
        if !date.is_empty() {
            self.signed(&day, day_end, body.size, false);
        }
        Ok(())
    }

    /// A line of the signature, so far from the right.
    fn signed(&mut self, text: &Text, indent: Length, size: Length, keep_next: bool) {
        let height = self.setter.line().max(size + twips(40));
        let (left, end) = self.room();
        self.lines(text.lines((left, end - indent), 0, Align::Right, height), keep_next);
    }
}
