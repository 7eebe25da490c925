//! The PDF: the same bytes at any time, and read back to the same figures.

use std::collections::BTreeMap;

use nianbao::document::Document;
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::published::{read, recognise};
use nianbao::render::pdf;

use crate::common::lists::NATIONAL;
use crate::common::outputs::document;
use crate::common::sheet::Sheet;
use crate::common::{fonts, text_of};

fn drawn(document: &Document) -> Vec<u8> {
    let style = Style::built_in().unwrap();
    pdf::render(document, &style, &fonts::made(&style)).unwrap()
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    assert_eq!(drawn(&document), drawn(&document));
}

/// The cells that are read from a PDF, without those in doubt.
fn cells(bytes: &[u8]) -> BTreeMap<String, String> {
    let page = read(bytes).unwrap();
    let account = recognise(&page, &Forms::built_in(), None).unwrap().account;
    let certain = account.cells.into_iter().filter(|cell| !cell.doubtful);
    certain.filter_map(|cell| Some((cell.path, cell.value?))).collect()
}

#[test]
fn every_figure_reads_back_at_its_cell() {
    for form in NATIONAL {
        let mut next = 0;
        let sheet = Sheet::new(form, |_| {
            next += 1;
            format!("{next}")
        });
        let figures = sheet.figures();
        let found = cells(&drawn(&document(&sheet.text(), &Forms::built_in())));
        assert_eq!(found, figures.into_iter().collect(), "{}", form.id);
    }
}

#[test]
fn a_report_without_a_date_has_none_of_another_day() {
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    document.signature.date = None;
    let bytes = drawn(&document);
    assert!(!bytes.windows(13).any(|part| part == b"/CreationDate"));
}

#[test]
fn the_file_that_a_notice_takes_the_place_of_is_named() {
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    document.metadata.replaces = Some("sha256:abc".to_owned());
    let bytes = drawn(&document);
    assert!(bytes.windows(19).any(|part| part == b"replaces sha256:abc"));
}
