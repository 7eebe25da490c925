//! The page model: the layout of official documents, told from the places of the glyphs. The font is one that the
//! tests make, so that every character has a known width.

mod looks;
mod places;

use std::collections::BTreeMap;

use nianbao::document::{self, Document, ListItem, Paragraph, TextTable};
use nianbao::layout::{Color, Layout, Length, MILLIMETRE, Node, POINT, Page, Rect, Run, Style, lay_out};
use proptest::prelude::*;

use crate::common::fonts;
use crate::common::lists::NATIONAL;
use crate::common::outputs::document;
use crate::common::sheet::Sheet;
use crate::common::text_of;
use nianbao::format::Forms;

fn laid_out(document: &Document) -> Layout {
    let style = Style::built_in().unwrap();
    lay_out(document, &style, &fonts::made(&style)).unwrap()
}

fn example() -> Document {
    document(&text_of("examples/qinghe-2024.toml"), &Forms::built_in())
}

fn run(text: &str) -> document::Run {
    document::Run { text: text.to_owned(), ..document::Run::default() }
}

fn paragraph(text: &str) -> document::Block {
    document::Block::Paragraph(Paragraph { lead: Vec::new(), runs: vec![run(text)] })
}

fn heading(text: &str) -> document::Block {
    document::Block::Heading { level: 2, runs: vec![run(text)] }
}

/// A document of one section with these blocks.
fn of_blocks(blocks: Vec<document::Block>) -> Document {
    let mut document = example();
    document.preamble = Vec::new();
    document.sections.truncate(1);
    document.sections[0].blocks = blocks;
    document
}

/// The lines of running text of a page, each as its runs, by their baselines.
fn lines(page: &Page) -> Vec<Vec<&Run>> {
    let mut lines: BTreeMap<Length, Vec<&Run>> = BTreeMap::new();
    for run in &page.runs {
        if matches!(
            run.node,
            Node::Paragraph(_) | Node::Heading(_) | Node::SectionTitle(_) | Node::ListItem(..)
        ) {
            lines.entry(run.baseline).or_default().push(run);
        }
    }
    lines.into_values().collect()
}

fn text(line: &[&Run]) -> String {
    line.iter().map(|run| run.text.as_str()).collect()
}

fn left(line: &[&Run]) -> Length {
    line.iter().map(|run| run.area().left).min().unwrap()
}

fn right(line: &[&Run]) -> Length {
    line.iter().map(|run| run.end).max().unwrap()
}

/// True for lengths that differ by less than a hundredth of a millimetre.
fn near(a: Length, b: Length) -> bool {
    (a - b).abs() < MILLIMETRE / 100
}

#[test]
fn the_text_has_the_margins_of_the_standard() {
    let layout = laid_out(&example());
    assert!(near(layout.size.0, 210 * MILLIMETRE) && near(layout.size.1, 297 * MILLIMETRE));
    let Rect { left, top, right, bottom } = layout.area;
    assert!(near(left, 28 * MILLIMETRE) && near(right, (210 - 26) * MILLIMETRE), "{:?}", layout.area);
    assert!(near(top, 37 * MILLIMETRE) && near(bottom, (297 - 35) * MILLIMETRE), "{:?}", layout.area);
}

#[test]
fn a_page_has_22_lines_of_28_characters_and_the_first_line_moves_in_by_two() {
    let layout = laid_out(&of_blocks(vec![paragraph(&"字".repeat(26 + 28 * 60))]));
    let page = &layout.pages[1];
    let lines = lines(page);
    assert_eq!(lines.len(), 22);
    for line in &lines {
        assert_eq!(text(line).chars().count(), 28);
        assert!(near(left(line), layout.area.left) && near(right(line), layout.area.right));
        assert_eq!(line[0].size, 16 * POINT);
    }
    let pitch = layout.area.height() / 22;
    for (at, line) in lines.iter().enumerate() {
        let area = line[0].area();
        let middle = layout.area.top + layout.area.height() * Length::try_from(2 * at + 1).unwrap() / 44;
        assert!(near((area.top + area.bottom) / 2, middle), "line {at}");
        assert!(area.height() < pitch);
    }
    let first = self::lines(&layout.pages[0]);
    let first = first.iter().find(|line| matches!(line[0].node, Node::Paragraph(_))).unwrap();
    assert_eq!(text(first).chars().count(), 26);
    assert!(near(left(first), layout.area.left + layout.area.width() / 14));
}

#[test]
fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
    let words =
        "全年共收到申请，“自然人”提出的有（其中网上提交的）若干件；《条例》规定：应当公开的，都要公开！";
    for shift in 0..30 {
        let layout = laid_out(&of_blocks(vec![paragraph(&("字".repeat(shift) + &words.repeat(8)))]));
        for line in layout.pages.iter().flat_map(lines) {
            let line = text(&line);
            assert!(!line.starts_with(|c| "。，、；：？！）》”’】〉".contains(c)), "{line}");
            assert!(!line.ends_with(|c| "（《“‘【〈".contains(c)), "{line}");
        }
    }
}

#[test]
fn a_line_is_as_wide_as_the_text_area_but_for_the_last() {
    let layout = laid_out(&example());
    let lines: Vec<_> = layout.pages.iter().flat_map(lines).collect();
    let mut full = 0;
    for pair in lines.windows(2) {
        let goes_on = pair[0][0].node == pair[1][0].node && matches!(pair[0][0].node, Node::Paragraph(_));
        if goes_on {
            assert!(near(right(&pair[0]), layout.area.right), "{}", text(&pair[0]));
            full += 1;
        }
    }
    assert!(full > 20);
}

#[test]
fn no_heading_stands_alone_at_the_end_of_a_page() {
    for lines in 10..40 {
        let before = "字".repeat(28 * lines - 2);
        let layout =
            laid_out(&of_blocks(vec![paragraph(&before), heading("（一）标题"), paragraph("正文。")]));
        for page in &layout.pages {
            let last = page.runs.iter().rfind(|run| !run.node.is_artifact()).unwrap();
            assert!(!matches!(last.node, Node::Heading(_) | Node::SectionTitle(_)), "{lines} lines");
        }
    }
}

#[test]
fn the_signature_is_on_no_page_alone() {
    for lines in 1..30 {
        let layout = laid_out(&of_blocks(vec![paragraph(&"字".repeat(28 * lines - 2))]));
        let page = layout.pages.last().unwrap();
        let has = |is: fn(&Node) -> bool| page.runs.iter().any(|run| is(&run.node));
        assert!(has(|node| *node == Node::Issuer) && has(|node| *node == Node::Date), "{lines} lines");
        assert!(has(|node| matches!(node, Node::Paragraph(_))), "{lines} lines");
    }
}

#[test]
fn page_numbers_stand_one_character_in_right_on_odd_pages_and_left_on_even_ones() {
    let layout = laid_out(&example());
    for (at, page) in layout.pages.iter().enumerate() {
        let number: Vec<_> = page.runs.iter().filter(|run| run.node == Node::PageNumber).collect();
        assert_eq!(text(&number), format!("— {} —", at + 1));
        assert!(number.iter().all(|run| run.size == 14 * POINT));
        match at % 2 {
            0 => assert!(near(right(&number), layout.area.right - 14 * POINT)),
            _ => assert!(near(left(&number), layout.area.left + 14 * POINT)),
        }
        // The dashes stand 7 mm below the text.
        let middle = number[0].baseline - 14 * POINT * 38 / 100;
        assert!((middle - layout.area.bottom - 7 * MILLIMETRE).abs() < MILLIMETRE, "{middle}");
    }
}

#[test]
fn every_page_of_a_draft_says_so() {
    let marked = |document: &Document| {
        let layout = laid_out(document);
        let is_marked = |page: &Page| page.runs.iter().any(|run| run.node == Node::DraftMark);
        layout.pages.iter().filter(|page| is_marked(page)).count()
    };
    let mut document = example();
    assert_eq!(marked(&document), 0);
    document.draft = true;
    assert_eq!(marked(&document), laid_out(&document).pages.len());
}

/// The pages on which a part of the tables of each section stands.
fn pages_of_tables(layout: &Layout) -> BTreeMap<u32, Vec<usize>> {
    let mut pages: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, page) in layout.pages.iter().enumerate() {
        for run in &page.runs {
            if let Node::Cell(block, ..) = run.node {
                let pages = pages.entry(block.section.unwrap()).or_default();
                if pages.last() != Some(&at) {
                    pages.push(at);
                }
            }
        }
    }
    pages
}

#[test]
fn each_table_of_the_national_forms_stands_on_one_page_with_its_heading() {
    for form in NATIONAL {
        for figures in ["0", "123456789"] {
            let sheet = Sheet::new(form, |_| figures.to_owned());
            let layout = laid_out(&document(&sheet.text(), &Forms::built_in()));
            let tables = pages_of_tables(&layout);
            assert_eq!(tables.len(), 3);
            for (section, pages) in tables {
                assert_eq!(pages.len(), 1, "{} {section}", form.id);
                let page = &layout.pages[pages[0]];
                assert!(page.runs.iter().any(|run| run.node == Node::SectionTitle(section)));
            }
        }
    }
}

fn text_table(rows: usize, words: &str) -> document::Block {
    let cell = |text: String| vec![run(&text)];
    let head = vec![cell("栏目".to_owned()), cell("数量".to_owned())];
    let row = |at: usize| vec![cell(format!("{words}{at}")), cell(format!("{at}"))];
    let alignment = vec![document::Alignment::Default; 2];
    document::Block::TextTable(TextTable { head, rows: (0..rows).map(row).collect(), alignment })
}

#[test]
fn a_long_table_repeats_its_head_and_tears_no_row() {
    let layout = laid_out(&of_blocks(vec![text_table(90, &"很长的栏目".repeat(9))]));
    assert!(layout.pages.len() > 4);
    let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, page) in layout.pages.iter().enumerate() {
        for run in &page.runs {
            if let Node::Cell(_, row, _) = run.node {
                rows.entry(row).or_default().push(at);
            }
        }
        let repeated: String =
            page.runs.iter().filter(|run| run.node == Node::Repeated).map(|run| run.text.as_str()).collect();
        let has_rows = page.runs.iter().any(|run| matches!(run.node, Node::Cell(..)));
        assert_eq!(repeated, if at > 0 && has_rows { "栏目数量" } else { "" });
    }
    assert_eq!(rows.len(), 91);
    assert!(rows.values().all(|pages| pages.iter().all(|page| *page == pages[0])));
}

#[test]
fn a_row_that_no_page_holds_is_cut_at_a_line() {
    let blocks = vec![text_table(2, &"很长的一格".repeat(900))];
    let document = of_blocks(blocks);
    let layout = laid_out(&document);
    assert!(layout.pages.len() > 3);
    sound(&document, &layout);
}

/// A table of one column of labels, each over several rows, so long that no page holds it.
#[test]
fn a_merged_label_stands_again_on_the_next_page() {
    let mut document = example();
    let at = document.sections.iter().position(|section| section.key == "requests").unwrap();
    let document::Block::FormTable(table) = &mut document.sections[at].blocks[0] else { panic!("no table") };
    let rows = table.rows.split_off(table.repeated_rows);
    let label = rows[2].cells[0].clone();
    let count = 90;
    for row in 0..count {
        let mut cells = rows[3].cells.clone();
        cells.retain(|cell| cell.column > label.column);
        if cells[0].column > 1 {
            cells[0].column_span += cells[0].column - 1;
            cells[0].column = 1;
        }
        if row == 0 {
            let mut whole = label.clone();
            (whole.column, whole.column_span, whole.row_span) = (0, 1, count);
            cells.insert(0, whole);
        }
        table.rows.push(document::TableRow { head: false, cells });
    }
    table.check_grid().unwrap();
    let layout = laid_out(&document);
    let pages = pages_of_tables(&layout)[&u32::try_from(at).unwrap()].clone();
    assert!(pages.len() > 1);
    let solid = |page: &Page, is: fn(&Node) -> bool| -> String {
        page.runs.iter().filter(|run| is(&run.node)).map(|run| run.text.as_str()).collect()
    };
    for page in &pages[1..] {
        let again = solid(&layout.pages[*page], |node| *node == Node::Repeated);
        assert!(again.contains(&label.text), "{again}");
        assert!(again.contains("申请人情况"), "{again}");
    }
    sound(&document, &layout);
}

/// All that a document says, by the part that says it.
fn said(document: &Document) -> BTreeMap<Node, String> {
    let mut said = BTreeMap::new();
    let words = |runs: &[document::Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    said.insert(Node::Title, document.title.clone());
    let sections = document.sections.iter().zip(0..);
    for (section, number) in sections.clone() {
        said.insert(Node::SectionTitle(number), section.title.clone());
    }
    let parts = std::iter::once((None, &document.preamble))
        .chain(sections.map(|(section, number)| (Some(number), &section.blocks)));
    for (section, blocks) in parts {
        for (block, index) in blocks.iter().zip(0..) {
            let at = nianbao::layout::Block { section, index };
            match block {
                document::Block::Heading { runs, .. } => _ = said.insert(Node::Heading(at), words(runs)),
                document::Block::Paragraph(text) => {
                    said.insert(Node::Paragraph(at), words(&text.lead) + &words(&text.runs));
                }
                document::Block::List(items) => {
                    for (ListItem { marker, runs, .. }, number) in items.iter().zip(0..) {
                        said.insert(Node::ListMarker(at, number), marker.clone());
                        said.insert(Node::ListItem(at, number), words(runs));
                    }
                }
                document::Block::TextTable(table) => {
                    for (row, line) in std::iter::once(&table.head).chain(&table.rows).zip(0..) {
                        for (cell, column) in row.iter().zip(0..) {
                            said.insert(Node::Cell(at, line, column), words(cell));
                        }
                    }
                }
                document::Block::FormTable(table) => {
                    for (row, line) in table.rows.iter().zip(0..) {
                        for (cell, number) in row.cells.iter().zip(0..) {
                            let note = cell.printed_note().unwrap_or_default();
                            said.insert(Node::Cell(at, line, number), cell.text.clone() + &note);
                        }
                    }
                }
            }
        }
    }
    said.insert(Node::Issuer, document.signature.issuer.clone());
    said.insert(Node::Date, document.signature.date_line().unwrap_or_default());
    said
}

/// Every character of a document stands on one page once, within the text area, and nothing overlaps.
fn sound(document: &Document, layout: &Layout) {
    let mut printed: BTreeMap<Node, String> = BTreeMap::new();
    for page in &layout.pages {
        let mut areas = Vec::new();
        for run in &page.runs {
            assert_eq!(run.text.chars().count(), run.glyphs.len());
            let area = run.area();
            if !matches!(run.node, Node::PageNumber | Node::DraftMark) {
                let room =
                    Rect { right: layout.area.right + 1, bottom: layout.area.bottom + 1, ..layout.area };
                assert!(room.holds(area), "{:?} {area:?} {room:?}", run.text);
                areas.push(area);
            }
            if !run.node.is_artifact() {
                printed.entry(run.node).or_default().push_str(&run.text);
            }
            let order = run.glyphs.windows(2).all(|pair| pair[0].x <= pair[1].x);
            assert!(order, "{}", run.text);
        }
        areas.sort();
        // Runs of one line may touch; an opening mark may reach into the one before it with its empty half.
        for (at, a) in areas.iter().enumerate() {
            for b in areas[at + 1..].iter().take_while(|b| b.left < a.right) {
                let across = a.right.min(b.right) - a.left.max(b.left);
                let down = a.bottom.min(b.bottom) - a.top.max(b.top);
                assert!(down <= 1 || across <= a.height() / 2, "{a:?} {b:?}");
            }
        }
    }
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (node, text) in said(document) {
        let found = printed.remove(&node).unwrap_or_default();
        assert_eq!(solid(&found), solid(&text), "{node:?}");
    }
    assert!(printed.is_empty(), "{printed:?}");
}

#[test]
fn every_character_of_the_examples_stands_on_one_page_once() {
    for (_, text) in crate::common::toml_files("examples") {
        let document = document(&text, &Forms::built_in());
        sound(&document, &laid_out(&document));
    }
    let long = document(&text_of("tests/fixtures/reports/long.toml"), &Forms::built_in());
    let layout = laid_out(&long);
    assert!(layout.pages.len() > 10);
    sound(&long, &layout);
}

#[test]
fn a_character_that_no_face_has_is_named_and_nothing_is_drawn() {
    let style = Style::built_in().unwrap();
    let document = of_blocks(vec![paragraph("人名𬭎")]);
    let error = lay_out(&document, &style, &fonts::made(&style)).unwrap_err().to_string();
    assert!(error.contains('𬭎') && error.contains("U+2CB4E") && error.contains("--fonts"), "{error}");
}

#[test]
fn what_does_not_show_needs_no_glyph() {
    let document = of_blocks(vec![paragraph("甲\u{200B}乙\u{FEFF}丙\u{A0}丁\u{E0100}戊")]);
    let layout = laid_out(&document);
    let line: String = layout.pages.iter().flat_map(lines).map(|line| text(&line)).collect();
    // The font has no glyph for the first and the last, which asks for another shape.
    assert!(line.contains("甲乙\u{FEFF}丙\u{A0}丁戊"), "{line}");
}

/// Random words of a narrative: Chinese, punctuation, numbers, words in other letters.
fn words() -> impl Strategy<Value = document::Run> {
    let piece = prop_oneof![
        8 => "[\u{4E00}-\u{9FA5}]{1,12}",
        3 => "[，。；：、！？）》”（《“]",
        2 => "[0-9]{1,9}(\\.[0-9]{1,2})?%?",
        1 => "[a-zA-Z]{1,14} ?",
        1 => "https://[a-z]{3,60}\\.cn/[a-z/]{0,90}",
        1 => "(——|……)",
    ];
    (prop::collection::vec(piece, 1..40), any::<(bool, bool)>())
        .prop_map(|(pieces, (strong, emphasis))| document::Run { strong, emphasis, ..run(&pieces.concat()) })
}

fn block() -> impl Strategy<Value = document::Block> {
    let runs = || prop::collection::vec(words(), 1..4);
    let item =
        (0..4_u8, "(•|[1-9]\\.)", runs()).prop_map(|(depth, marker, runs)| ListItem { depth, marker, runs });
    let table = (1..5_usize, 1..25_usize, words()).prop_map(|(columns, rows, words)| {
        let cell = |seed: usize| {
            vec![run(&words.text.chars().skip(seed % 7).take(1 + seed * 13 % 60).collect::<String>())]
        };
        let row = |row: usize| (0..columns).map(|column| cell(row * 5 + column)).collect::<Vec<_>>();
        let alignment = vec![document::Alignment::Default; columns];
        document::Block::TextTable(TextTable { head: row(0), rows: (1..=rows).map(row).collect(), alignment })
    });
    prop_oneof![
        5 => runs().prop_map(|runs| document::Block::Paragraph(Paragraph { lead: Vec::new(), runs })),
        2 => (2..5_u8, words()).prop_map(|(level, run)| document::Block::Heading { level, runs: vec![run] }),
        2 => prop::collection::vec(item, 1..6).prop_map(document::Block::List),
        1 => table,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_of_a_random_document_stands_on_one_page_once(
        parts in prop::collection::vec(prop::collection::vec(block(), 0..6), 7),
        figures in prop::collection::vec(0..1_000_000_u64, 1..20),
        draft in any::<bool>(),
    ) {
        let mut next = figures.iter().cycle();
        let sheet = Sheet::new(NATIONAL[1], |_| next.next().unwrap().to_string());
        let mut document = document(&sheet.text(), &Forms::built_in());
        document.draft = draft;
        let mut parts = parts.into_iter();
        document.preamble = parts.next().unwrap();
        for (section, blocks) in document.sections.iter_mut().zip(parts) {
            // Before and behind the table.
            let mut blocks = blocks;
            let behind = blocks.split_off(blocks.len() / 2);
            section.blocks.splice(0..0, blocks);
            section.blocks.extend(behind);
        }
        sound(&document, &laid_out(&document));
    }
}
