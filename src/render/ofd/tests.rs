//! Tests of whole files: from a layout made here, or from a document in a font made for tests.

use std::collections::BTreeSet;
use std::sync::Arc;

use skrifa::FontRef;
use skrifa::raw::TableProvider;
use write_fonts::FontBuilder;
use write_fonts::tables::os2::Os2;

use super::*;
use crate::document::{Block, Metadata, Section, Signature};
use crate::layout::{
    Color, Face, Fill, Glyph, Length, MILLIMETRE, Node, Page, Rect, Rule, Run, testing, wanted,
};
use crate::render::archive::{Part, unpack};
use crate::render::seal::between;
use crate::report::Date;

const MM: Length = MILLIMETRE;

fn style() -> Style {
    Style::built_in().unwrap()
}

/// Fonts for the built-in style, all of them one face.
fn fonts(data: Vec<u8>) -> Fonts {
    let data = Arc::new(data);
    let mut fonts = Fonts::new();
    for one in wanted(&style()) {
        fonts.insert(&one.font, Face::new("试体", data.clone(), 0).unwrap());
    }
    fonts
}

fn document() -> Document {
    Document {
        title: "某局<&>2024年报告".to_owned(),
        form: "2021".to_owned(),
        year: 2024,
        agency: "某局<&>".to_owned(),
        draft: true,
        metadata: Metadata {
            keywords: vec!["年报".to_owned(), "公开".to_owned()], ..Metadata::default()
        },
        preamble: Vec::new(),
        sections: vec![Section {
            key: "a".to_owned(),
            title: "一、总体情况".to_owned(),
            blocks: vec![Block::Heading {
                level: 2,
                runs: vec![crate::document::Run {
                    text: "（一）主动公开".to_owned(),
                    ..crate::document::Run::default()
                }],
            }],
        }],
        signature: Signature {
            issuer: "某局".to_owned(),
            date: Some(Date { year: 2025, month: 1, day: 20, time: Some((9, 5)) }),
            awaits_date: false,
        },
    }
}

fn drawn(document: &Document, embed: bool) -> Vec<u8> {
    render(document, &style(), &fonts(testing::font()), embed).unwrap()
}

fn part(bytes: &[u8], path: &str) -> String {
    let (_, content) = unpack(bytes).unwrap().into_iter().find(|(name, _)| name == path).unwrap();
    String::from_utf8(content).unwrap()
}

/// A text of characters of four millimetres that stand five apart, from 30 mm on.
fn run(text: &str) -> Run {
    let glyphs: Vec<Glyph> =
        (text.chars().zip(0..)).map(|(_, at)| Glyph { id: 1, x: (30 + 5 * at) * MM }).collect();
    Run {
        node: Node::Title,
        face: fonts(testing::font()).named("仿宋_GB2312").unwrap(),
        size: 4 * MM,
        stretch: 100,
        bold: false,
        color: Color::default(),
        baseline: 50 * MM,
        text: text.to_owned(),
        end: glyphs.last().map_or(0, |last| last.x + 4 * MM),
        glyphs,
        link: None,
    }
}

/// The page with these runs.
fn page(page: Page) -> String {
    let layout = Layout { size: (210 * MM, 297 * MM), pages: vec![page], ..Layout::default() };
    let bytes = write(&document(), &layout, &style(), &fonts(testing::font()), false).unwrap();
    part(&bytes, "Doc_0/Pages/Page_0/Content.xml")
}

fn runs(runs: Vec<Run>) -> String {
    page(Page { runs, ..Page::default() })
}

/// What the elements of a name say, with their attributes.
fn elements<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!("<ofd:{name} ");
    let rest = text.split(start.as_str()).skip(1);
    rest.map(|rest| rest.split("</").next().unwrap()).collect()
}

#[test]
fn the_distances_between_glyphs_are_a_plain_list_without_a_matrix() {
    let text = runs(vec![run("年<报告")]);
    assert_eq!(
        elements(&text, "TextObject"),
        ["ID=\"4\" Boundary=\"29.5 46 20 5.2\" Font=\"1\" Size=\"4\"><ofd:FillColor Value=\"0 0 0\"/>\
          <ofd:TextCode X=\"0.5\" Y=\"4\" DeltaX=\"5 5 5\">年&lt;报告"]
    );
    assert!(!text.contains("CTM") && !text.contains("=\"g ") && !text.contains("CGTransform"), "{text}");
    // One glyph has no distance to another.
    assert!(!runs(vec![run("年")]).contains("DeltaX"));
}

#[test]
fn bold_narrow_and_coloured_glyphs_and_links_say_so() {
    let link: Arc<str> = "https://a.cn/?b=1&c=2".into();
    let look = Run { bold: true, stretch: 85, color: Color(255, 0, 128), link: Some(link), ..run("12") };
    let text = runs(vec![look]);
    let [object] = elements(&text, "TextObject")[..] else { panic!("{text}") };
    for words in [
        "HScale=\"0.85\"",
        "Weight=\"700\"",
        "Value=\"255 0 128\"",
        "<ofd:Actions><ofd:Action Event=\"CLICK\"><ofd:URI URI=\"https://a.cn/?b=1&amp;c=2\"/>",
        // What is narrowed begins at the edge of its area.
        "Boundary=\"30 ",
        "X=\"0\"",
    ] {
        assert!(text.contains(words), "{words}: {object} {text}");
    }
}

#[test]
fn blanks_at_the_ends_and_rare_characters_move_nothing_else() {
    let text = runs(vec![run(" 共 12𠮷件\u{3000}")]);
    let codes: Vec<&str> =
        elements(&text, "TextCode").into_iter().map(|code| code.split('>').nth(1).unwrap()).collect();
    assert_eq!(codes, [" ", "共 12", "𠮷", "件", "\u{3000}"]);
    let lefts: Vec<&str> = elements(&text, "TextObject")
        .into_iter()
        .map(|one| between(one, "Boundary=\"", " ").unwrap())
        .collect();
    assert_eq!(lefts, ["29.5", "34.5", "54.5", "59.5", "64.5"]);
}

#[test]
fn a_line_is_drawn_along_its_middle_and_a_fill_around_its_area() {
    let area = |left, top, right, bottom| Rect {
        left: left * MM / 10,
        top: top * MM / 10,
        right: right * MM / 10,
        bottom: bottom * MM / 10,
    };
    let rule = |area| Rule { node: Node::Decoration, area, color: Color(1, 2, 3) };
    let text = page(Page {
        fills: vec![Fill {
            node: Node::Decoration,
            area: area(100, 200, 150, 230),
            color: Color(242, 242, 242),
        }],
        rules: vec![rule(area(100, 200, 300, 202)), rule(area(100, 200, 102, 400))],
        runs: Vec::new(),
    });
    assert_eq!(
        elements(&text, "PathObject"),
        [
            "ID=\"3\" Boundary=\"10 20 5 3\" Stroke=\"false\" Fill=\"true\"><ofd:FillColor Value=\"242 242 242\"/>\
             <ofd:AbbreviatedData>M 0 0 L 5 0 L 5 3 L 0 3 C",
            "ID=\"4\" Boundary=\"10 20 20 0.2\" LineWidth=\"0.2\" Stroke=\"true\"><ofd:StrokeColor Value=\"1 2 3\"/>\
             <ofd:AbbreviatedData>M 0 0.1 L 20 0.1",
            "ID=\"5\" Boundary=\"10 20 0.2 20\" LineWidth=\"0.2\" Stroke=\"true\"><ofd:StrokeColor Value=\"1 2 3\"/>\
             <ofd:AbbreviatedData>M 0.1 0 L 0.1 20",
        ]
    );
}

#[test]
fn the_mark_of_a_draft_lies_behind_the_text() {
    let text = runs(vec![run("甲"), Run { node: Node::DraftMark, ..run("草稿") }]);
    let (behind, body) = text.split_once("Type=\"Body\"").unwrap();
    assert!(
        behind.contains("Type=\"Background\"") && behind.contains("草稿") && !behind.contains('甲'),
        "{text}"
    );
    assert!(body.contains('甲') && !body.contains("草稿"), "{text}");
    assert!(!runs(vec![run("甲")]).contains("Background"));
}

#[test]
fn every_object_has_a_number_of_its_own() {
    let bytes = drawn(&document(), true);
    let texts =
        unpack(&bytes).unwrap().into_iter().filter_map(|(_, content)| String::from_utf8(content).ok());
    let text: String = texts.collect();
    let ids: Vec<u32> =
        text.split(" ID=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    let last: u32 = between(&text, "<ofd:MaxUnitID>", "<").unwrap().parse().unwrap();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(ids.iter().max(), Some(&last));
    let fonts: BTreeSet<&str> =
        text.split(" Font=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(fonts, BTreeSet::from(["1"]));
}

#[test]
fn the_file_says_what_it_is_and_which_pages_it_has() {
    let bytes = drawn(&document(), false);
    assert_eq!(unpack(&bytes).unwrap()[0].0, "OFD.xml");
    let root = part(&bytes, "OFD.xml");
    for words in [
        "<ofd:Title>某局&lt;&amp;&gt;2024年报告</ofd:Title>",
        "<ofd:Author>某局&lt;&amp;&gt;</ofd:Author>",
        "<ofd:CreationDate>2025-01-20</ofd:CreationDate><ofd:ModDate>2025-01-20</ofd:ModDate>",
        "<ofd:Keywords><ofd:Keyword>年报</ofd:Keyword><ofd:Keyword>公开</ofd:Keyword></ofd:Keywords>",
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>",
    ] {
        assert!(root.contains(words), "{words}: {root}");
    }
    let id = between(&root, "<ofd:DocID>", "<").unwrap();
    assert!(id.len() == 32 && root.contains(&format!("sha256:{id}")), "{root}");
    let main = part(&bytes, "Doc_0/Document.xml");
    assert!(main.contains("<ofd:ContentBox>27.993 37.006 156.016 225.002<"), "{main}");
    assert_eq!(main.matches("BaseLoc=\"Pages/Page_0/Content.xml\"").count(), 1);
    let page = between(&main, "<ofd:Page ID=\"", "\"").unwrap();
    assert_eq!(main.matches(&format!("PageID=\"{page}\"")).count(), 2);
    assert!(
        main.contains("Title=\"一、总体情况\" Count=\"1\"") && main.contains("Title=\"（一）主动公开\""),
        "{main}"
    );
    let fonts = part(&bytes, "Doc_0/PublicRes.xml");
    assert!(fonts.contains("<ofd:Font ID=\"1\" FontName=\"试体\" FamilyName=\"仿宋_GB2312\"/>"), "{fonts}");
}

#[test]
fn a_bookmark_leads_to_the_page_of_its_heading() {
    let mut document = document();
    // A full page stands before the headings.
    let heading = document.sections[0].blocks[0].clone();
    document.preamble = vec![heading; 22];
    let main = part(&drawn(&document, false), "Doc_0/Document.xml");
    let pages: Vec<&str> =
        main.split("<ofd:Page ID=\"").skip(1).filter_map(|page| page.split('"').next()).collect();
    assert_eq!(pages.len(), 2, "{main}");
    let targets: Vec<&str> =
        main.split("PageID=\"").skip(1).filter_map(|target| target.split('"').next()).collect();
    assert_eq!(targets, [pages[1]; 2], "{main}");
}

#[test]
fn a_report_without_a_date_has_none_and_one_that_replaces_another_names_it() {
    let mut document = document();
    document.signature.date = None;
    document.metadata.replaces = Some("sha256:abc".to_owned());
    let bytes = drawn(&document, false);
    let root = part(&bytes, "OFD.xml");
    assert!(!root.contains("Date>"), "{root}");
    assert!(root.contains("<ofd:CustomData Name=\"replaces\">sha256:abc</ofd:CustomData>"), "{root}");
    assert!(seal::is_intact(&bytes));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for embed in [false, true] {
        assert_eq!(drawn(&document(), embed), drawn(&document(), embed));
    }
}

#[test]
fn only_what_nobody_has_changed_is_intact() {
    let bytes = drawn(&document(), true);
    let repacked = |change: &dyn Fn(&Part) -> Option<Vec<u8>>| {
        let parts = unpack(&bytes).unwrap();
        let parts: Vec<Part> =
            parts.into_iter().filter_map(|part| Some((part.0.clone(), change(&part)?))).collect();
        archive::pack(parts.iter().map(|(path, content)| (path.as_str(), content.as_slice()))).unwrap()
    };
    let edited = |old: &str, new: &str| {
        repacked(&|(path, content)| {
            let is_font = path.contains("/Res/");
            Some(if is_font {
                content.clone()
            } else {
                str::from_utf8(content).unwrap().replace(old, new).into_bytes()
            })
        })
    };
    assert!(seal::is_intact(&bytes) && seal::is_intact(&edited("", "")));
    for (old, new) in [
        ("总体", "总的"),
        ("<ofd:Author>", "<ofd:Author>又"),
        ("<ofd:DocID>", "<ofd:DocID>0"),
        ("试体", "他体"),
    ] {
        let changed = edited(old, new);
        assert!(seal::is_sealed(&changed) && !seal::is_intact(&changed), "{old}");
    }
    let without_font = repacked(&|(path, content)| (!path.contains("/Res/")).then(|| content.clone()));
    assert!(seal::is_sealed(&without_font) && !seal::is_intact(&without_font));
    assert!(!seal::is_sealed(&edited("Name=\"nianbao\"", "Name=\"other\"")));
    assert!(!seal::is_sealed(&bytes[..bytes.len() / 2]) && !seal::is_sealed(b"PK") && !seal::is_sealed(b""));
}

#[test]
fn an_embedded_font_has_the_characters_in_use_and_no_others() {
    let bytes = drawn(&document(), true);
    let fonts = part(&bytes, "Doc_0/PublicRes.xml");
    assert!(fonts.contains("<ofd:FontFile>Font_1.ttf</ofd:FontFile>"), "{fonts}");
    let (_, data) =
        unpack(&bytes).unwrap().into_iter().find(|(path, _)| path == "Doc_0/Res/Font_1.ttf").unwrap();
    let font = FontRef::new(&data).unwrap();
    let cmap = font.cmap().unwrap();
    for c in "某局年报告一、总体情况（）主动公开月日草稿—1 ".chars() {
        let glyph = cmap.map_codepoint(c).unwrap_or_else(|| panic!("{c}"));
        assert!(glyph.to_u32() > 0 && glyph.to_u32() < font.maxp().unwrap().num_glyphs().into(), "{c}");
    }
    assert_eq!(cmap.map_codepoint('丁'), None);
    let widths = font.hmtx().unwrap();
    assert_eq!(widths.advance(cmap.map_codepoint('某').unwrap()), Some(1000));
    assert_eq!(widths.advance(cmap.map_codepoint('1').unwrap()), Some(500));
}

#[test]
fn a_font_whose_licence_forbids_it_is_only_named() {
    let font = testing::font();
    let facts = Os2 { fs_type: 2, ..Os2::default() };
    let font = FontBuilder::new()
        .add_table(&facts)
        .unwrap()
        .copy_missing_tables(FontRef::new(&font).unwrap())
        .build();
    let error = render(&document(), &style(), &fonts(font.clone()), true).unwrap_err().to_string();
    assert!(error.contains("“试体”不许放进文件") && error.contains("--embed-fonts"), "{error}");
    render(&document(), &style(), &fonts(font), false).unwrap();
}

#[test]
fn a_missing_font_is_named_with_the_mend() {
    let error = render(&document(), &style(), &Fonts::new(), false).unwrap_err().to_string();
    assert!(error.contains("没有生成 OFD") && error.contains("仿宋_GB2312"), "{error}");
}
