//! Tests with small OFDs made here, as others write them.

use std::io::{Cursor, Write};

use super::{OfdError, is_ofd, read};
use crate::published::{Kind, PageBlock};

/// An archive of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        archive.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const ROOT: &str = "<?xml version=\"1.0\"?><x:OFD xmlns:x=\"http://www.ofdspec.org/2016\"><x:DocBody>\
    <x:DocInfo><x:DocID>1</x:DocID></x:DocInfo><x:DocRoot>/Doc_0/Document.xml</x:DocRoot></x:DocBody></x:OFD>";
const RESOURCES: &str =
    "<x:Res><x:Fonts><x:Font ID=\"7\" FontName=\"黑体\" Bold=\"true\"/></x:Fonts></x:Res>";

/// An OFD with a page for each text, laid over a template.
fn pages(contents: &[&str], template: &str) -> Vec<u8> {
    let listed: String = (0..contents.len())
        .map(|at| format!("<x:Page ID=\"{}\" BaseLoc=\"Pages/P{at}.xml\"/>", 10 + at))
        .collect();
    let document = format!(
        "<x:Document><x:CommonData><x:PageArea><x:PhysicalBox>0 0 200 300</x:PhysicalBox></x:PageArea>\
         <x:PublicRes>../Doc_0/Res.xml</x:PublicRes><x:TemplatePage ID=\"3\" BaseLoc=\"T.xml\"/></x:CommonData>\
         <x:Pages>{listed}</x:Pages></x:Document>"
    );
    let page = |content: &str, head: &str| {
        format!(
            "<x:Page>{head}<x:Content><x:Layer ID=\"1\"><x:PageBlock ID=\"2\">{content}</x:PageBlock></x:Layer></x:Content></x:Page>"
        )
    };
    let pages: Vec<(String, String)> = contents
        .iter()
        .enumerate()
        .map(|(at, content)| {
            (format!("Doc_0/Pages/P{at}.xml"), page(content, "<x:Template TemplateID=\"3\"/>"))
        })
        .collect();
    let template = page(template, "");
    let mut parts = vec![
        ("OFD.xml", ROOT),
        ("Doc_0/Document.xml", document.as_str()),
        ("Doc_0/Res.xml", RESOURCES),
        ("Doc_0/T.xml", template.as_str()),
    ];
    parts.extend(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    archive(&parts)
}

fn page(content: &str) -> Vec<u8> {
    pages(&[content], "")
}

/// A text at a place, with what else its object and its code say.
fn text(x: &str, y: &str, object: &str, code: &str, words: &str) -> String {
    format!(
        "<x:TextObject ID=\"9\" Boundary=\"{x} {y} 100 10\" Font=\"1\" Size=\"5\" {object}>\
         <x:FillColor Value=\"0 0 0\"/><x:TextCode X=\"0\" Y=\"4\" {code}>{words}</x:TextCode></x:TextObject>"
    )
}

/// A stroked or filled path in an area.
fn path(area: &str, look: &str, data: &str) -> String {
    format!(
        "<x:PathObject ID=\"9\" Boundary=\"{area}\" {look}><x:StrokeColor Value=\"0 0 0\"/>\
         <x:AbbreviatedData>{data}</x:AbbreviatedData></x:PathObject>"
    )
}

fn blocks(bytes: &[u8]) -> Vec<PageBlock> {
    let page = read(bytes).unwrap();
    assert_eq!(page.kind, Kind::Ofd);
    page.blocks
}

/// The paragraphs, bold ones in stars, and the cells of each row of tables, all lines.
fn lines(bytes: &[u8]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks(bytes) {
        match block {
            PageBlock::Paragraph(paragraph) => lines.push(
                paragraph
                    .runs
                    .iter()
                    .map(|run| if run.bold { format!("*{}*", run.text) } else { run.text.clone() })
                    .collect(),
            ),
            PageBlock::Grid(grid) => lines.extend(grid.rows.iter().map(|row| {
                let cell = |cell: &crate::published::GridCell| {
                    format!("{}+{}x{} {}", cell.column, cell.cols, cell.rows, cell.text)
                };
                row.iter().map(cell).collect::<Vec<_>>().join("|")
            })),
        }
    }
    lines
}

#[test]
fn distances_are_a_list_or_told_by_their_number() {
    for code in [
        "DeltaX=\"5 5 5\"",
        "DeltaX=\"g 3 5\"",
        "DeltaX=\"g 2 5 5\"",
        "DeltaX=\"5\"",
        "DeltaX=\"5.0E0 5\"",
        "",
    ] {
        let bytes = page(&(text("20", "20", "", code, "年度报告") + &text("20", "40", "", code, "乙")));
        assert_eq!(lines(&bytes), ["年度报告", "乙"], "{code}");
    }
}

#[test]
fn blanks_between_words_stand_in_the_text_or_as_gaps() {
    let bytes = page(&text("20", "20", "", "DeltaX=\"2.5 2.5 2.5\"", "a bc"));
    assert_eq!(lines(&bytes), ["a bc"]);
    let bytes = page(&(text("20", "20", "", "DeltaX=\"2.5\"", "ab") + &text("28", "20", "", "", "cd")));
    assert_eq!(lines(&bytes), ["ab cd"]);
}

#[test]
fn a_matrix_moves_and_widens_a_text() {
    // Half as large in its own measure, and 100 mm to the right.
    let moved = text("0", "20", "CTM=\"2 0 0 2 100 0\"", "DeltaX=\"2.5 2.5\"", "三四五")
        .replace("Size=\"5\"", "Size=\"2.5\"");
    let bytes = page(&(text("85", "24", "", "DeltaX=\"5 5\"", "一二，") + &moved));
    assert_eq!(lines(&bytes), ["一二，三四五"]);
}

#[test]
fn weight_and_fonts_make_bold() {
    let heavy = text("20", "20", "Weight=\"700\"", "", "甲");
    let font = text("20", "60", "", "", "乙").replace("Font=\"1\"", "Font=\"7\"");
    assert_eq!(lines(&page(&(heavy + &font + &text("20", "100", "", "", "丙")))), ["*甲*", "*乙*", "丙"]);
}

#[test]
fn what_cannot_be_seen_is_not_read() {
    let clip = "<x:Clips><x:Clip><x:Area><x:Text Font=\"1\" Size=\"5\"><x:TextCode X=\"0\" Y=\"4\">夹</x:TextCode></x:Text></x:Area></x:Clip></x:Clips><x:FillColor";
    let clipped = text("20", "20", "", "", "甲").replacen("<x:FillColor", clip, 1);
    assert_eq!(lines(&page(&(clipped + &text("20", "60", "Visible=\"false\"", "", "乙")))), ["甲"]);
}

#[test]
fn a_template_stands_on_every_page() {
    let page = text("20", "60", "", "", "甲");
    let bytes = pages(&[&page, &page.replace('甲', "乙")], &text("20", "40", "", "", "文件"));
    assert_eq!(lines(&bytes), ["文件", "甲", "文件", "乙"]);
}

/// Two rows of two cells, 40 mm wide and 10 mm high.
fn table(lines: &str) -> String {
    let words = [("22", "22", "项目"), ("62", "22", "数量"), ("22", "32", "规章"), ("62", "32", "8")];
    words.iter().map(|(x, y, words)| text(x, y, "", "DeltaX=\"5\"", words)).collect::<String>() + lines
}

#[test]
fn tables_are_found_in_stroked_lines_and_in_thin_fills() {
    let expected = ["0+1x1 项目|1+1x1 数量", "0+1x1 规章|1+1x1 8"];
    let strokes = ["M 0 0 L 80 0 L 80 20 L 0 20 C", "M 0 10 L 80 10", "M 40 0 L 40 20"];
    let strokes: String = strokes.iter().map(|data| path("20 20 80 20", "LineWidth=\"0.2\"", data)).collect();
    assert_eq!(lines(&page(&table(&strokes))), expected);
    let level = ["20 20", "20 30", "20 40"].map(|at| {
        path(&format!("{at} 80 0.2"), "Stroke=\"false\" Fill=\"true\"", "M 0 0 L 80 0 L 80 0.2 L 0 0.2 C")
    });
    let upright = ["20 20", "60 20", "100 20"].map(|at| {
        path(&format!("{at} 0.2 20"), "Stroke=\"false\" Fill=\"true\"", "M 0 0 L 0.2 0 L 0.2 20 L 0 20 C")
    });
    assert_eq!(lines(&page(&table(&(level.concat() + &upright.concat())))), expected);
    // Neither stroked nor filled is not drawn.
    let unseen = strokes.replace("LineWidth", "Stroke=\"false\" LineWidth");
    assert!(lines(&page(&table(&unseen))).iter().all(|line| !line.contains('|')));
}

#[test]
fn what_is_no_report_is_said_in_words() {
    assert_eq!(read(&page("")).unwrap_err(), OfdError::Empty);
    let picture = "<x:ImageObject ID=\"5\" Boundary=\"0 0 200 300\" ResourceID=\"8\"/>";
    assert_eq!(read(&page(picture)).unwrap_err(), OfdError::ImageOnly);
    assert_eq!(read(&page(&text("20", "20", "", "DeltaX=\"5\"", "¤¤"))).unwrap_err(), OfdError::NoCharacters);
    assert_eq!(read(&archive(&[("OFD.xml", ROOT)])).unwrap_err(), OfdError::Broken);
    assert_eq!(read(b"PK").unwrap_err(), OfdError::Broken);
    assert!(is_ofd(&page("")) && !is_ofd(&archive(&[("a.xml", "")])) && !is_ofd(b"PK"));
}

#[test]
fn numbers_beyond_all_measure_neither_break_nor_fill_anything() {
    for code in [
        "DeltaX=\"g 99999999999 1\"",
        "DeltaX=\"g 9 1e30\"",
        "DeltaX=\"1e400 x g\"",
        "DeltaX=\"79228162514264337593543950335\"",
    ] {
        let far = text("1e20", "-1e20", "CTM=\"1e9 1e9 1e9 1e9 1e9 1e9\"", code, "远远远");
        assert_eq!(lines(&page(&(text("20", "20", "", "", "近") + &far))), ["近"], "{code}");
    }
    let odd = ["M", "L 1", "Q 1 2", "A 1 1 1 1 1 1 1", "C C", "B 1e30 1 1 1 1 1", "Z 1 2 3"];
    let odd: String = odd.iter().map(|data| path("0 0 1e30 1e30", "Fill=\"true\"", data)).collect();
    assert_eq!(lines(&page(&(text("20", "20", "", "", "近") + &odd))), ["近"]);
}
