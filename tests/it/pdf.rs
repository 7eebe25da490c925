//! The PDF: the same bytes at any time, and read back to the same figures.

use nianbao::document::{Block, Document, Paragraph, Run};
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::render::{ofd, pdf};

use crate::common::outputs::{document, every_figure_reads_back};
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

#[test]
fn every_figure_reads_back_at_its_cell() {
    every_figure_reads_back(drawn);
}

#[test]
fn a_report_without_a_date_has_none_of_another_day() {
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    document.signature.date = None;
    let bytes = drawn(&document);
    assert!(!bytes.windows(13).any(|part| part == b"/CreationDate"));
}

#[test]
fn a_link_leads_to_its_target() {
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    let Block::Paragraph(paragraph) = &mut document.preamble[0] else { panic!("no paragraph") };
    paragraph.runs[0].link = Some("https://example.cn/a".to_owned());
    let bytes = drawn(&document);
    let target = b"/URI(https://example.cn/a)";
    assert!(bytes.windows(target.len()).any(|part| part == target));
}

#[test]
fn the_file_that_a_notice_takes_the_place_of_is_named() {
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    document.metadata.replaces = Some("sha256:abc".to_owned());
    let bytes = drawn(&document);
    assert!(bytes.windows(19).any(|part| part == b"replaces sha256:abc"));
}

#[test]
fn more_than_any_report_has_is_refused_in_words() {
    let style = Style::layered([("版面.toml", "[page]\nlines = 1")]).unwrap();
    let fonts = fonts::made(&style);
    let mut document = document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in());
    let of = |text: &str| {
        let runs = vec![Run { text: text.to_owned(), ..Run::default() }];
        Block::Paragraph(Paragraph { lead: Vec::new(), runs })
    };
    let mut refused = |blocks: Vec<Block>, says: &str| {
        document.preamble = blocks;
        let pdf = pdf::render(&document, &style, &fonts).unwrap_err().to_string();
        let ofd = ofd::render(&document, &style, &fonts, true).unwrap_err().to_string();
        for said in [pdf, ofd] {
            assert!(said.contains("没有生成") && said.contains("重复粘贴") && said.contains(says), "{said}");
        }
    };
    refused(vec![of("一"); 1_000], " 页，超过 1000 页");
    refused(vec![of(&"一".repeat(300_000))], " 字，超过 30 万字");
}
