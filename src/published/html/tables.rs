//! Which tables are grids of cells, and which only arrange the page.

use std::collections::BTreeMap;

use super::look::TagKind;
use super::tree::{Content, Id, Tree};
use super::walk::{Step, Walk};

/// A cell with so many lines and bytes holds an article, not a figure or a label.
const ARTICLE_LINES: usize = 5;
const ARTICLE_BYTES: usize = 1200;
/// The same where a heading is among the lines.
const HEADED_LINES: usize = 3;
const HEADED_BYTES: usize = 300;
/// The same where the cell is the only one of its table.
const LONE_LINES: usize = 2;
const LONE_BYTES: usize = 180;
/// A lone cell of so many bytes is no band of a table.
const LONE_LONG: usize = 600;

/// A table of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TableInfo {
    /// Which one in the order of the file, from 1.
    pub(super) number: usize,
    /// It only arranges what is in it.
    pub(super) is_layout: bool,
    /// It has a single small cell.
    pub(super) is_lone: bool,
}

#[derive(Default)]
struct Open {
    id: Id,
    number: usize,
    cells: usize,
    has_tables: bool,
    holds_article: bool,
    /// Of the cell that is open.
    lines: usize,
    bytes: usize,
    has_heading: bool,
    most_lines: usize,
    most_bytes: usize,
}

impl Open {
    fn close_cell(&mut self) {
        let (lines, bytes) =
            if self.has_heading { (HEADED_LINES, HEADED_BYTES) } else { (ARTICLE_LINES, ARTICLE_BYTES) };
        self.holds_article |= self.lines >= lines && self.bytes >= bytes;
        self.most_lines = self.most_lines.max(self.lines);
        self.most_bytes = self.most_bytes.max(self.bytes);
        self.lines = 0;
        self.bytes = 0;
        self.has_heading = false;
    }

    fn info(&self) -> TableInfo {
        let lone_article =
            (self.most_lines >= LONE_LINES && self.most_bytes >= LONE_BYTES) || self.most_bytes >= LONE_LONG;
        let is_layout = self.has_tables || self.holds_article || (self.cells <= 1 && lone_article);
        TableInfo { number: self.number, is_layout, is_lone: self.cells <= 1 && !is_layout }
    }
}

/// Looks at all tables before the page is read, since a table within tells what is around it.
pub(super) fn survey(tree: &Tree) -> BTreeMap<Id, TableInfo> {
    let mut tables = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut count = 0;
    for step in Walk::new(tree) {
        match step {
            Step::Enter(id) => enter(tree, id, &mut open, &mut count),
            Step::Leave(id) => match tree.tag(id).map(|tag| tag.kind) {
                Some(TagKind::Table) => {
                    let Some(table) = open.pop() else { continue };
                    let info = table.info();
                    tables.insert(table.id, info);
                    if let Some(around) = open.last_mut() {
                        around.has_tables |= !info.is_lone;
                        around.bytes += table.most_bytes;
                    }
                }
                Some(TagKind::Cell) => {
                    if let Some(table) = open.last_mut() {
                        table.close_cell();
                    }
                }
                _ => {}
            },
        }
    }
    tables
}

fn enter(tree: &Tree, id: Id, open: &mut Vec<Open>, count: &mut usize) {
    let kind = match tree.content(id) {
        Content::Text(text) => {
            if let Some(table) = open.last_mut() {
                table.bytes += text.trim().len();
            }
            return;
        }
        Content::Element(_, tag) => tag.kind,
        Content::Bare => return,
    };
    if kind == TagKind::Table {
        *count += 1;
        open.push(Open { id, number: *count, ..Open::default() });
        return;
    }
    let Some(table) = open.last_mut() else { return };
    match kind {
        TagKind::Cell => table.cells += 1,
        TagKind::Heading(_) => {
            table.has_heading = true;
            table.lines += 1;
        }
        TagKind::Block | TagKind::Break | TagKind::Item => table.lines += 1,
        _ => {}
    }
}
