//! The OFD: the same bytes at any time, and read back to the same figures and words as the PDF.

use nianbao::document::Document;
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::published::{PageBlock, read};
use nianbao::render::{ofd, pdf};

use crate::common::outputs::{document, every_figure_reads_back};
use crate::common::{fonts, text_of};

fn drawn(document: &Document, embed: bool) -> Vec<u8> {
    let style = Style::built_in().unwrap();
    ofd::render(document, &style, &fonts::made(&style), embed).unwrap()
}

#[test]
fn every_figure_reads_back_at_its_cell() {
    for embed in [false, true] {
        every_figure_reads_back(|document| drawn(document, embed));
    }
}

/// The words of a file, paragraph by paragraph, and cell by cell with their places in the grid.
fn words(bytes: &[u8]) -> Vec<String> {
    let cell = |cell: &nianbao::published::GridCell| {
        format!("{}+{}x{} {}", cell.column, cell.cols, cell.rows, cell.text)
    };
    let words = read(bytes).unwrap().blocks.into_iter().flat_map(|block| match block {
        PageBlock::Paragraph(paragraph) => vec![paragraph.text()],
        PageBlock::Grid(grid) => grid.rows.iter().flatten().map(cell).collect(),
    });
    words.collect()
}

#[test]
fn the_same_words_stand_in_the_ofd_and_in_the_pdf() {
    let style = Style::built_in().unwrap();
    for path in ["examples/qinghe-2024.toml", "tests/fixtures/reports/long.toml"] {
        let document = document(&text_of(path), &Forms::built_in());
        let pdf = pdf::render(&document, &style, &fonts::made(&style)).unwrap();
        let (ofd, pdf) = (words(&drawn(&document, false)), words(&pdf));
        let differences: Vec<_> = ofd.iter().zip(&pdf).filter(|(ofd, pdf)| ofd != pdf).collect();
        assert!(differences.is_empty() && ofd.len() == pdf.len(), "{path}: {differences:#?}");
    }
}
