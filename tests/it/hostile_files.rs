//! Files that are made to take time and memory, or are damaged, read as published reports: each is refused in
//! words, or read, within the bounds of every run.

use std::fs;

use crate::common::is_chinese;
use crate::common::kinds::{package, workbook};
use crate::common::program::nianbao;

/// The program reads the file or refuses it, in words, and leaves no half of a data file.
fn survived(name: &str, bytes: &[u8]) -> i32 {
    tried(name, bytes).0
}

/// The program refuses the file for that reason.
fn refused(name: &str, bytes: &[u8], why: &str) {
    let (status, said) = tried(name, bytes);
    assert!(status == 2 && said.contains(why), "{name}: {status} {said}");
}

/// The status of the program, and what it says.
fn tried(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let outcome = nianbao(folder.path(), ["import", name, "-o", "出.toml"]);
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(is_chinese(&said) && said.len() < 100_000, "{name}: {said}");
    let is_written = folder.path().join("出.toml").exists();
    assert_eq!(is_written, outcome.status != 2, "{name}: {said}");
    let checked = nianbao(folder.path(), ["check", name]);
    assert_eq!(checked.status == 2, outcome.status == 2, "{name}: {}", checked.stderr);
    (outcome.status, said)
}

const WORD: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
    PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
/// A Word file with that between the tags of its body.
fn docx(body: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{main}\"><w:body>{body}</w:body></w:document>");
    package(&[("[Content_Types].xml", WORD.as_bytes()), ("word/document.xml", document.as_bytes())])
}

/// A workbook of one sheet with these rows.
fn rows(rows: &str) -> Vec<u8> {
    workbook(&format!("<sheetData>{rows}</sheetData>"))
}

/// A PDF of these objects, without a table of them: readers look for the objects themselves.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    out.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    out
}

#[test]
fn pages_that_are_nested_or_endless() {
    for (open, count) in [
        ("<div>", 100_000),
        ("<table><tr><td>", 30_000),
        ("<b><p>", 100_000),
        ("<td colspan=9999 rowspan=9999>1", 20_000),
        ("<!--", 500_000),
        ("&amp;", 1_000_000),
        ("<tr><td>1", 300_000),
    ] {
        assert_eq!(survived("深.html", format!("<html>{}", open.repeat(count)).as_bytes()), 2, "{open}");
    }
    let attributes: String = (0..20_000).map(|number| format!(" a{number}=1")).collect();
    survived("属性.html", format!("<html><p{attributes}>年报</p>").as_bytes());
}

#[test]
fn packages_that_unpack_to_far_more() {
    let blanks = vec![b' '; 300 << 20];
    let bomb = package(&[("[Content_Types].xml", WORD.as_bytes()), ("word/document.xml", &blanks)]);
    assert!(bomb.len() < 2 << 20);
    assert_eq!(survived("弹.docx", &bomb), 2);
    assert_eq!(survived("段.docx", &docx(&"<w:p/>".repeat(2_000_000))), 2);
    assert_eq!(survived("套.docx", &docx(&"<w:tbl><w:tr><w:tc>".repeat(50_000))), 2);
    let entities = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let parts = [("[Content_Types].xml", WORD.as_bytes()), ("word/document.xml", entities.as_bytes())];
    assert_eq!(survived("实体.docx", &package(&parts)), 2);
    assert_eq!(survived("断.docx", &docx("<w:p>")[..200]), 2);
}

#[test]
fn sheets_with_a_million_columns() {
    let cells: String = (0..1_000_000).map(|_| "<c><v>1</v></c>").collect();
    refused("宽.xlsx", &rows(&format!("<row>{cells}</row>")), "工作簿过大");
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(50));
    refused("多.xlsx", &rows(&row.repeat(8_100)), "工作簿过大");
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    refused("远.xlsx", &rows(far), "没有读到政府信息公开工作年度报告的表格");
}

#[test]
fn pdfs_whose_objects_lead_back_to_themselves() {
    let around =
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", "3 0 R"];
    assert_eq!(survived("环.pdf", &pdf(&around)), 2);
    let kids = "2 0 R ".repeat(200_000);
    let many = ["<< /Type /Catalog /Pages 2 0 R >>", &format!("<< /Type /Pages /Kids [{kids}] /Count 9 >>")];
    assert_eq!(survived("多.pdf", &pdf(&many)), 2);
    assert_eq!(survived("空.pdf", b"%PDF-1.7\n"), 2);
}

#[test]
fn sixty_four_megabytes_of_anything() {
    const SIZE: usize = 64 << 20;
    for (name, part) in [
        ("行.txt", "年报\n"),
        ("表.md", "| 1 | 2 |\n"),
        ("页.html", "<p>年报</p>\n"),
        ("零.bin", "\0\0\0\0"),
        ("竖.txt", "0 |\n"),
    ] {
        let start = if name.ends_with("html") { "<html>" } else { "" };
        let text = format!("{start}{}", part.repeat((SIZE - 10) / part.len()));
        assert_eq!(survived(name, text.as_bytes()), 2, "{name}");
    }
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(SIZE, b'<');
    assert_eq!(survived("大.pdf", &pdf), 2);
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(SIZE, 0xFE);
    assert_eq!(survived("旧.xls", &old), 2);
}
