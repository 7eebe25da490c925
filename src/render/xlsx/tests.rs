use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::*;
use crate::document::{self, build};
use crate::format::Forms;
use crate::report::read;
use crate::source::Source;

const SOUND: &str = include_str!("../../../examples/qinghe-2024.toml");

fn document_of(text: &str) -> Document {
    let report = read(&Source::new("年报.toml", text), &Forms::built_in()).report.unwrap();
    build(&report, document::Options::default())
}

fn drawn(text: &str) -> Vec<u8> {
    render(&document_of(text), &Style::built_in().unwrap()).unwrap()
}

fn book(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The formulas of all sheets by the figures that they come to.
fn formulas(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut book = book(bytes);
    let mut found = BTreeMap::new();
    for name in book.sheet_names() {
        for (_, _, formula) in book.worksheet_formula(&name).unwrap().used_cells() {
            if !formula.is_empty() {
                *found.entry(formula.clone()).or_default() += 1;
            }
        }
    }
    found
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let first = drawn(SOUND);
    assert!((0..4).all(|_| drawn(SOUND) == first));
    let core = crate::render::archive::unpack(&first).unwrap();
    let core = core.iter().find(|(name, _)| name == "docProps/core.xml").unwrap();
    let core = String::from_utf8_lossy(&core.1).into_owned();
    assert_eq!(core.matches("2025-01-").count(), 2, "{core}");
}

#[test]
fn every_total_that_is_the_sum_of_its_cells_is_a_formula() {
    let document = document_of(SOUND);
    let flat = document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::FormTable(table) => Some(&table.flat),
        _ => None,
    });
    let cells = flat.flatten().flat_map(|part| &part.rows).flat_map(|row| &row.cells);
    let sums = cells.filter(|cell| !cell.sum_of.is_empty()).count();
    let written: usize = formulas(&drawn(SOUND)).values().sum();
    assert!(sums > 30 && written == sums, "{written} of {sums}");
}

#[test]
fn a_total_that_is_stated_otherwise_stays_as_it_is_stated() {
    let wrong = SOUND.replacen("2,   75 ]", "2,   76 ]", 1);
    assert_ne!(wrong, SOUND);
    let (right, wrong) = (formulas(&drawn(SOUND)), formulas(&drawn(&wrong)));
    let lost: Vec<&String> = right.keys().filter(|formula| !wrong.contains_key(*formula)).collect();
    assert_eq!(lost, ["SUM(D6:I6)"]);
}

#[test]
fn a_sum_with_a_blank_addend_is_blank_too() {
    let text = SOUND.to_owned();
    let row = text.lines().find(|line| line.starts_with("carried_forward")).unwrap();
    let blank = text.replacen(row, "carried_forward = [\"\", 0, 0, 0, 1, 0]", 1);
    let document = document_of(&blank);
    let flat = document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::FormTable(table) => Some(&table.flat),
        _ => None,
    });
    let mut cells = flat.flatten().flat_map(|part| &part.rows).flat_map(|row| &row.cells);
    let total = cells.find(|cell| cell.path == "requests.carried_forward.total").unwrap();
    assert!(total.text.is_empty() && total.sum_of.is_empty());
    let (whole, lacking): (usize, usize) =
        (formulas(&drawn(SOUND)).values().sum(), formulas(&drawn(&blank)).values().sum());
    assert_eq!(lacking + 1, whole);
}

#[test]
fn a_text_that_begins_like_a_formula_is_text() {
    let text = SOUND.replacen("text = '''\n2024年，", "text = '''\n=1+1是多少\n\n@我\n\n2024年，", 1);
    assert_ne!(text, SOUND);
    let bytes = drawn(&text);
    let narrative = book(&bytes).worksheet_range(NARRATIVE).unwrap();
    let shown: Vec<String> = narrative.used_cells().map(|(_, _, value)| value.to_string()).collect();
    assert!(shown.contains(&"=1+1是多少".to_owned()) && shown.contains(&"@我".to_owned()), "{shown:?}");
    assert_eq!(formulas(&bytes), formulas(&drawn(SOUND)));
}

#[test]
fn what_was_changed_is_not_intact_and_is_known_still() {
    let bytes = drawn(SOUND);
    let mut parts = crate::render::archive::unpack(&bytes).unwrap();
    let strings = parts.iter_mut().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap();
    strings.1 = String::from_utf8_lossy(&strings.1).replacen('政', "正", 1).into_bytes();
    let packed =
        crate::render::archive::pack(parts.iter().map(|(path, content)| (path.as_str(), &content[..])));
    let changed = packed.unwrap();
    assert!((RENDERER.is_sealed)(&changed) && !(RENDERER.is_intact)(&changed));
    assert!((RENDERER.is_intact)(&bytes));
}

#[test]
fn a_long_paragraph_loses_nothing() {
    let long = "长".repeat(40_000);
    let text = SOUND.replacen("text = '''\n2024年，", &format!("text = '''\n{long}\n\n2024年，"), 1);
    let bytes = drawn(&text);
    let narrative = book(&bytes).worksheet_range(NARRATIVE).unwrap();
    let shown: String = narrative.used_cells().map(|(_, _, value)| value.to_string()).collect();
    assert!(shown.contains(&long));
}
