//! The tree of tags over the marks of the pages: what is a heading, a paragraph, a list, a table.

use std::collections::BTreeSet;
use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagGroup, TagId, TagKind, TagTree};

use super::draw::{Mark, Marks};
use crate::document::{self, Cell, CellKind, Document, ListItem, Run, Table, TextTable};
use crate::layout::{Block, Node};

/// The tags of a document.
pub(super) fn tree(document: &Document, marks: Marks) -> TagTree {
    let mut writer = Writer { marks, level: 0 };
    let mut body = Vec::new();
    body.push(writer.heading(1, &document.title, Node::Title));
    writer.blocks(&document.preamble, None, &mut body);
    for (section, number) in document.sections.iter().zip(0..) {
        body.push(writer.heading(2, &section.title, Node::SectionTitle(number)));
        writer.blocks(&section.blocks, Some(number), &mut body);
    }
    body.push(writer.group(Tag::P, Node::Issuer));
    if writer.marks.contains_key(&Node::Date) {
        body.push(writer.group(Tag::P, Node::Date));
    }
    let mut tree = TagTree::new();
    body.into_iter().for_each(|group| tree.push(group));
    tree
}

struct Writer {
    marks: Marks,
    /// The level of the heading before: none may be left out.
    level: u16,
}

impl Writer {
    /// A group with all that is marked for a node.
    fn group(&mut self, tag: impl Into<TagKind>, node: Node) -> TagGroup {
        let mut group = TagGroup::new(tag);
        self.fill(&mut group, node);
        group
    }

    fn fill(&mut self, group: &mut TagGroup, node: Node) {
        for mark in self.marks.remove(&node).unwrap_or_default() {
            match mark {
                Mark::Text(id) => group.push(id),
                Mark::Link(text, link) => {
                    let mut inner = TagGroup::new(Tag::Link);
                    inner.push(text);
                    inner.push(link);
                    group.push(inner);
                }
            }
        }
    }

    fn heading(&mut self, level: u16, words: &str, node: Node) -> TagGroup {
        self.level = level.min(self.level + 1);
        let level = NonZeroU16::new(self.level).unwrap_or(NonZeroU16::MIN);
        self.group(Tag::Hn(level, Some(words.to_owned())), node)
    }

    fn blocks(&mut self, blocks: &[document::Block], section: Option<u32>, body: &mut Vec<TagGroup>) {
        for (block, index) in blocks.iter().zip(0..) {
            let at = Block { section, index };
            match block {
                document::Block::Heading { level, runs } => {
                    // The title is the first level, a section the second.
                    body.push(self.heading(u16::from(*level) + 1, &words(runs), Node::Heading(at)));
                }
                document::Block::Paragraph(_) => body.push(self.group(Tag::P, Node::Paragraph(at))),
                document::Block::List(items) => body.push(self.list(items, 0, at, 0)),
                document::Block::TextTable(table) => body.push(self.text_table(table, at)),
                document::Block::FormTable(table) => body.push(self.form_table(table, at)),
            }
        }
    }

    /// The entries of a list that are as deep as the first, those that are deeper as lists within them.
    fn list(&mut self, items: &[ListItem], first: u32, block: Block, depth: usize) -> TagGroup {
        let own = items.first().map_or(0, |item| item.depth);
        let is_numbered =
            items.first().is_some_and(|item| item.marker.starts_with(|c: char| c.is_ascii_digit()));
        let numbering = if is_numbered { ListNumbering::Decimal } else { ListNumbering::Disc };
        let mut list = TagGroup::new(Tag::L(numbering));
        let mut rest = items;
        let mut number = first;
        while let Some((_, behind)) = rest.split_first() {
            let deeper = behind.iter().take_while(|item| item.depth > own).count();
            // Nothing is nested deeper than the markers are moved in.
            let deeper = if depth < MOST_DEPTH { deeper } else { 0 };
            let (inner, after) = behind.split_at_checked(deeper).unwrap_or((&[], behind));
            let mut entry = TagGroup::new(Tag::LI);
            entry.push(self.group(Tag::Lbl, Node::ListMarker(block, number)));
            let mut words = self.group(Tag::LBody, Node::ListItem(block, number));
            if !inner.is_empty() {
                words.push(self.list(inner, number + 1, block, depth + 1));
            }
            entry.push(words);
            list.push(entry);
            number += 1 + u32::try_from(deeper).unwrap_or(0);
            rest = after;
        }
        list
    }

    fn text_table(&mut self, table: &TextTable, block: Block) -> TagGroup {
        let mut group = TagGroup::new(Tag::Table);
        for (_, row) in std::iter::once(&table.head).chain(&table.rows).zip(0..) {
            let mut line = TagGroup::new(Tag::TR);
            for (_, column) in table.head.iter().zip(0..) {
                let node = Node::Cell(block, row, column);
                line.push(match row {
                    0 => self.group(Tag::TH(TableHeaderScope::Column), node),
                    _ => self.group(Tag::TD, node),
                });
            }
            group.push(line);
        }
        group
    }

    fn form_table(&mut self, table: &Table, block: Block) -> TagGroup {
        let ids: BTreeSet<&str> =
            table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.id.as_str()).collect();
        let summary = Some(table.caption.clone()).filter(|caption| !caption.is_empty());
        let mut group = TagGroup::new(Tag::Table.with_summary(summary));
        for (row, number) in table.rows.iter().zip(0..) {
            let mut line = TagGroup::new(Tag::TR);
            for (cell, at) in row.cells.iter().zip(0..) {
                line.push(self.group(cell_tag(cell, &ids), Node::Cell(block, number, at)));
            }
            group.push(line);
        }
        group
    }
}

/// Lists are not nested deeper than this.
const MOST_DEPTH: usize = 8;

/// The tag of a cell: headings with their scope, figures with the headings that name them, all with their spans.
fn cell_tag(cell: &Cell, ids: &BTreeSet<&str>) -> TagKind {
    let span = |count: usize| u32::try_from(count).ok().filter(|count| *count > 1).and_then(NonZeroU32::new);
    let (columns, rows) = (span(cell.column_span), span(cell.row_span));
    let scope = match cell.kind {
        CellKind::RowHeading => Some(TableHeaderScope::Row),
        CellKind::ColumnHeading | CellKind::Band => Some(TableHeaderScope::Column),
        CellKind::Note | CellKind::Figure { .. } => None,
    };
    if let Some(scope) = scope {
        let id = Some(cell.id.as_str()).filter(|id| !id.is_empty()).map(tag_id);
        return Tag::TH(scope).with_id(id).with_col_span(columns).with_row_span(rows).into();
    }
    let headers = match &cell.kind {
        CellKind::Figure { headers, .. } => {
            let known = headers.iter().filter(|id| ids.contains(id.as_str()));
            Some(known.map(|id| tag_id(id)).collect::<Vec<_>>()).filter(|ids| !ids.is_empty())
        }
        _ => None,
    };
    Tag::TD.with_headers(headers).with_col_span(columns).with_row_span(rows).into()
}

fn tag_id(id: &str) -> TagId {
    TagId::from(id.bytes())
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
