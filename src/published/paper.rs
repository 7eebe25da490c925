//! What is written and drawn on sheets of paper, whatever the container of the file: from characters, rules and
//! pictures with their places to paragraphs and tables. Tables are found in the rules, paragraphs in the lines of
//! writing.

mod aligned;
mod lattice;
mod lines;
mod margin;
mod prose;
mod rules;
mod shape;
mod tables;

use std::collections::BTreeMap;

use super::{Grid, Kind, Page, PageBlock, Place};
use lines::Line;
use prose::Paragraph;
pub(super) use rules::{RULE, of_fill, of_stroke};
pub(super) use shape::{FAR, Frame, Ink, Look, Mark, Rule};
use tables::Table;

/// A page of a file: its lines of writing and its tables.
#[derive(Debug)]
pub(super) struct Sheet {
    width: i64,
    height: i64,
    lines: Vec<Line>,
    tables: Vec<Table>,
    /// Pictures in which nothing is written.
    pictures: usize,
}

/// What there is to read in a file.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub characters: usize,
    /// Characters whose fonts do not tell what they are.
    pub unknown: usize,
    pub pictures: usize,
}

impl Tally {
    pub fn add(&mut self, ink: &Ink) {
        let is = |is: fn(char) -> bool| ink.marks.iter().filter(|mark| is(mark.c)).count();
        self.characters += is(|c| !c.is_whitespace());
        self.unknown += is(|c| c == char::REPLACEMENT_CHARACTER);
        self.pictures += ink.pictures.len();
    }
}

/// A picture that covers less than one part in that of its page is an ornament or a seal.
const PICTURE: i64 = 20;
/// With fewer characters on it a picture is not read.
const READ: usize = 4;

impl Sheet {
    pub fn new(mut ink: Ink) -> Self {
        ink.upright();
        let whole = Frame { left: 0, top: 0, right: ink.width, bottom: ink.height }.area();
        let is_unread = |picture: &&Frame| {
            let written = ink.marks.iter().filter(|mark| picture.contains(mark.frame.center())).take(READ);
            picture.area() * PICTURE >= whole && written.count() < READ
        };
        let pictures = ink.pictures.iter().filter(is_unread).count();
        let marks = lines::once(ink.marks);
        let (tables, outside) = tables::tables(&ink.rules, marks);
        let lines = lines::lines(outside);
        Self { width: ink.width, height: ink.height, lines, tables, pictures }
    }
}

/// Something on a page, in reading order.
enum Item {
    Line(Line),
    Table(Table),
}

/// What the sheets of a file show, one after the other.
pub(super) fn page(mut sheets: Vec<Sheet>, kind: Kind) -> Page {
    margin::strip(&mut sheets);
    for sheet in &mut sheets {
        let (tables, lines) = aligned::tables(std::mem::take(&mut sheet.lines));
        sheet.tables.extend(tables);
        sheet.lines = lines;
    }
    let measures = prose::measures(&sheets);
    let mut page = Page { kind, blocks: Vec::new(), meta: BTreeMap::new(), pictures: Vec::new() };
    let mut paragraph: Option<Paragraph> = None;
    for ((number, sheet), measure) in (1..).zip(sheets).zip(measures) {
        let mut tables = 0;
        let place = Place { page: Some(number), ..Place::default() };
        page.pictures.extend(std::iter::repeat_n(place.clone(), sheet.pictures));
        for item in sheet.items() {
            match item {
                Item::Line(line) => match &mut paragraph {
                    Some(open) if open.goes_on(&line, number, measure) => open.add(line, number, measure),
                    _ => {
                        let before = paragraph.replace(Paragraph::new(line, number, measure));
                        page.blocks.extend(before.map(|open| PageBlock::Paragraph(open.end())));
                    }
                },
                Item::Table(table) => {
                    page.blocks.extend(paragraph.take().map(|open| PageBlock::Paragraph(open.end())));
                    tables += 1;
                    page.blocks.push(PageBlock::Grid(placed(table.grid, number, tables)));
                }
            }
        }
    }
    page.blocks.extend(paragraph.map(|open| PageBlock::Paragraph(open.end())));
    page
}

/// A grid that says where it and its cells stand.
fn placed(mut grid: Grid, page: usize, table: usize) -> Grid {
    grid.place = Place { page: Some(page), table: Some(table), ..Place::default() };
    for (row, cells) in (1..).zip(&mut grid.rows) {
        for (column, cell) in (1..).zip(cells) {
            cell.place = Place { row: Some(row), column: Some(column), ..grid.place.clone() };
        }
    }
    grid
}

impl Sheet {
    /// Its lines and tables from top to bottom.
    fn items(self) -> Vec<Item> {
        let lines = self.lines.into_iter().map(|line| ((line.base, line.frame.left), Item::Line(line)));
        let tables =
            self.tables.into_iter().map(|table| ((table.frame.top, table.frame.left), Item::Table(table)));
        let mut items: Vec<_> = lines.chain(tables).collect();
        items.sort_by_key(|(place, _)| *place);
        items.into_iter().map(|(_, item)| item).collect()
    }
}
