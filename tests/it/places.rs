//! The place that is named for a cell is where the source has it: each kind of source is opened at that place by
//! other means than the program's own.

use std::io::Cursor;

use calamine::Reader;
use nianbao::format::Forms;
use nianbao::published::{Kind, Place, recognise};
use scraper::{ElementRef, Html, Selector};

use crate::common::docx::{self, Block};
use crate::damage::judge::{plain, solid};
use crate::damage::sources::{Source, own, shared};

/// Opens a source at a place.
type Look = Box<dyn Fn(&Place) -> Option<String>>;

fn looks_into(source: &Source) -> Option<Look> {
    match source.page.kind {
        Kind::Html => Some(html(&source.bytes)),
        Kind::Docx => Some(word(&source.bytes)),
        Kind::Sheet => Some(workbook(source.bytes.clone())),
        Kind::Text => Some(text(&source.bytes)),
        // `.ci/checks/check_places.py` opens these.
        Kind::Pdf | Kind::Ofd => None,
        // Lists of this program, whose lines its own tests look at.
        Kind::Csv | Kind::Json => None,
    }
}

fn html(bytes: &[u8]) -> Look {
    let text = std::str::from_utf8(bytes)
        .map_or_else(|_| encoding_rs::GB18030.decode(bytes).0.into_owned(), str::to_owned);
    let tables = tables_of(&Html::parse_document(&text));
    Box::new(move |place| tables.get(place.table? - 1)?.get(place.row? - 1)?.get(place.column? - 1).cloned())
}

/// Every table, its rows and their cells, without those of tables within.
fn tables_of(page: &Html) -> Vec<Vec<Vec<String>>> {
    let selector = |css| Selector::parse(css).unwrap();
    let (tables, rows) = (selector("table"), selector("tr"));
    let owner = |row: ElementRef<'_>| {
        row.ancestors()
            .find(|node| node.value().as_element().is_some_and(|own| own.name() == "table"))
            .map(|node| node.id())
    };
    let cells = |row: ElementRef<'_>| {
        let cells = row.children().filter_map(ElementRef::wrap);
        cells
            .filter(|cell| matches!(cell.value().name(), "td" | "th"))
            .map(|cell| cell.text().collect())
            .collect()
    };
    let table = |table: ElementRef<'_>| {
        table.select(&rows).filter(|row| owner(*row) == Some(table.id())).map(cells).collect()
    };
    page.select(&tables).map(table).collect()
}

/// In a Word file the cells that go on from above are cells, too.
fn word(bytes: &[u8]) -> Look {
    let blocks = docx::blocks(bytes).unwrap();
    let grids: Vec<_> = blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Table(grid) => Some(grid),
            Block::Paragraph { .. } => None,
        })
        .collect();
    Box::new(move |place| {
        let row = place.row? - 1;
        let cells = grids.get(place.table? - 1)?.cells.iter();
        let mut own: Vec<_> =
            cells.filter(|cell| (cell.row..cell.row + cell.cell.rows).contains(&row)).collect();
        own.sort_by_key(|cell| cell.column);
        own.get(place.column? - 1).map(|cell| cell.cell.text.clone())
    })
}

fn workbook(bytes: Vec<u8>) -> Look {
    Box::new(move |place| {
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes.clone())).unwrap();
        let sheet = book.worksheet_range(place.sheet.as_ref()?).ok()?;
        let at = |number: usize| u32::try_from(number - 1).unwrap();
        sheet.get_value((at(place.row?), at(place.column?))).map(ToString::to_string)
    })
}

/// A line has its cells apart by tabs or pipes, or is one cell.
fn text(bytes: &[u8]) -> Look {
    let lines: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    let tables = tables_of(&Html::parse_document(&lines.join("\n")));
    Box::new(move |place| {
        if let (Some(table), Some(row)) = (place.table, place.row) {
            return tables.get(table - 1)?.get(row - 1)?.get(place.column? - 1).cloned();
        }
        let line = lines.get(place.line? - 1)?;
        let parts: Vec<&str> = if line.contains('\t') {
            line.split('\t').collect()
        } else if line.contains('|') {
            line.trim_start_matches('|').split('|').collect()
        } else {
            line.split_whitespace().collect()
        };
        parts.get(place.column.unwrap_or(1) - 1).map(|part| (*part).to_owned())
    })
}

/// Cells whose place holds something else.
fn wrong(source: &Source, look: &Look) -> (usize, Vec<String>) {
    let account = recognise(&source.page, &Forms::built_in(), None).unwrap().account;
    let (mut right, mut wrong) = (0, Vec::new());
    for cell in &account.cells {
        let Some(value) = &cell.value else { continue };
        let place = cell.place.as_ref().unwrap();
        let there = look(place).map(|text| solid(&text.replace('\u{a0}', " ")));
        match there {
            Some(there) if plain(&there) == plain(value) => right += 1,
            other => {
                wrong.push(format!("{} {}: {place} holds {other:?}, not {value:?}", source.name, cell.path))
            }
        }
    }
    (right, wrong)
}

#[test]
fn each_figure_stands_where_the_account_says() {
    let mut faults = Vec::new();
    for source in own().into_iter().chain(shared()) {
        let Some(look) = looks_into(&source) else { continue };
        let (right, wrong) = wrong(&source, &look);
        println!("{}: {right} cells at their place, {} not", source.name, wrong.len());
        faults.extend(wrong.into_iter().take(3));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_wrong_place_is_seen() {
    let sources = own();
    let source = sources.iter().find(|source| source.name == "qinghe-2024, HTML").unwrap();
    let look = looks_into(source).unwrap();
    let (right, faults) = wrong(source, &look);
    assert_eq!((right, faults.len()), (source.truth.len(), 0));
    // One cell to the right.
    let beside: Look = Box::new(move |place| {
        look(&Place { column: place.column.map(|column| column + 1), ..place.clone() })
    });
    assert!(wrong(source, &beside).1.len() > 50);
}
