//! The DOCX renderer: the layout of official documents, GB/T 9704—2012.
//!
//! A report goes through three stages:
//!
//! 1. `story` walks through the document and writes the `body`, a text, in one go. `table` and `link` help it, and
//!    what the room `layout` knows of grids, sizes, titles and signatures.
//! 2. docx-rs draws the `properties` of paragraphs, runs, rows and cells, each kind once, and the frames of
//!    the tables; `conform` puts what it wrote in the order of the schema. `page`, `styles` and `package`
//!    fill the templates of `templates/docx`: what is the same in every report, or is wrong in docx-rs.
//! 3. `package` packs all parts, always in the same way, into the archive; `seal` adds their digest.

mod body;
mod conform;
mod link;
mod package;
mod page;
mod properties;
mod seal;
mod story;
mod styles;
mod table;
mod xml;

use body::Body;
use package::Part;

use super::Renderer;
use crate::document::Document;
use crate::layout::Style;

/// The Word file as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "docx",
    extension: "docx",
    other_extensions: &["doc", "wps"],
    name: "Word",
    other_names: &["word", "文档", "word文档", "word文件"],
    help: "Word（DOCX）",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    changed_in: "Word",
    is_page: false,
    needs_fonts: false,
    is_data: false,
    has_digest: true,
    render: |document, options| match &options.style {
        Some(style) => Ok(render(document, style)?),
        None => Ok(render(document, &Style::built_in()?)?),
    },
    is_sealed: seal::is_sealed,
    is_intact: seal::is_intact,
    title: seal::title,
};

/// Why no DOCX could be made. Neither can happen because of what a report says.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// docx-rs wrote a part that is not well-formed.
    #[error("内部错误：DOCX 的部件 {part} 不是合格的 XML：{source}")]
    Part {
        /// Name of the part, e.g. `document`.
        part: &'static str,
        /// What is wrong with it.
        source: quick_xml::Error,
    },
    /// The archive could not be packed.
    #[error("内部错误：DOCX 打包失败：{0}")]
    Pack(#[from] zip::result::ZipError),
}

/// Draws a report as a DOCX file. The same document and style give the same bytes on any day and
/// machine.
///
/// # Errors
///
/// If docx-rs writes a part that is no XML, or the parts cannot be packed; never because of what
/// the report says.
pub fn render(document: &Document, style: &Style) -> Result<Vec<u8>, DocxError> {
    let mut body = Body::new(style);
    story::write(document, &mut body)?;
    let main = package::main(&body.xml, &page::section(style, document.draft));
    let part = |name, kind, id, xml| Part { name, kind, id, xml };
    let mut parts = vec![
        part("styles", "styles", "rIdStyles", styles::styles(style, &body.table_sizes)),
        part("settings", "settings", "rIdSettings", package::settings()),
        part("fontTable", "fontTable", "rIdFonts", package::fonts(style)),
        part("theme/theme1", "theme", "rIdTheme", package::theme(style)),
    ];
    parts.extend(page::margins(style, document.draft));
    Ok(package::pack(document, main, parts, &body.links)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read};

    use super::conform::conform;
    use super::seal::is_intact;
    use super::*;
    use crate::document::{
        Block, Cell, CellKind, Metadata, Paragraph, Run, Section, Signature, Table, TableRow,
    };
    use crate::report::Date;

    fn run(text: &str) -> Run {
        Run { text: text.to_owned(), ..Run::default() }
    }

    fn cell(column: usize, row_span: usize, kind: CellKind, text: &str) -> Cell {
        Cell { column, column_span: 1, row_span, id: String::new(), kind, text: text.to_owned() }
    }

    fn table() -> Table {
        let figure = CellKind::Figure {
            path: "a.b".to_owned(),
            headers: Vec::new(),
            computed: Some("7".to_owned()),
            note: None,
        };
        let rows = [
            vec![cell(0, 2, CellKind::Note, "说明"), cell(1, 1, CellKind::ColumnHeading, "总计")],
            vec![cell(1, 1, figure, "8")],
        ];
        let rows = rows.into_iter().enumerate().map(|(index, cells)| TableRow { head: index == 0, cells });
        Table {
            key: "a".to_owned(),
            caption: "表".to_owned(),
            column_weights: vec![2, 1],
            repeated_rows: 1,
            rows: rows.collect(),
            flat: Vec::new(),
        }
    }

    fn document(draft: bool) -> Document {
        let link = Run { link: Some("https://example.gov.cn/a?b=1&c=2".to_owned()), ..run("网站") };
        Document {
            title: "某局2024年政府信息公开工作年度报告".to_owned(),
            form: "2021".to_owned(),
            year: 2024,
            agency: "某局<&>".to_owned(),
            draft,
            metadata: Metadata::default(),
            preamble: vec![Block::Paragraph(Paragraph {
                lead: vec![run("（一）主动公开。")],
                runs: vec![run("A & B ]]> <b>\u{0}"), link],
            })],
            sections: vec![Section {
                key: "a".to_owned(),
                title: "一、总体情况".to_owned(),
                blocks: vec![Block::FormTable(table()), Block::FormTable(table())],
            }],
            signature: Signature {
                issuer: "某局".to_owned(),
                date: Some(Date { year: 2025, month: 1, day: 20, time: Some((9, 5)) }),
                awaits_date: false,
            },
        }
    }

    fn bytes(draft: bool) -> Vec<u8> {
        render(&document(draft), &Style::built_in().unwrap()).unwrap()
    }

    /// Every part with its text.
    fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            parts.insert(file.name().to_owned(), text);
        }
        parts
    }

    fn values<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
        let rest = text.split(before).skip(1);
        rest.filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let first = bytes(true);
        // docx-rs counts paragraphs and links from counters that go on; nothing of that may show.
        let other = std::thread::spawn(|| bytes(true)).join().unwrap();
        assert_eq!(first, other);
        assert_eq!(first, bytes(true));
    }

    #[test]
    fn only_what_nobody_has_changed_is_intact() {
        let bytes = bytes(false);
        assert!(is_intact(&bytes));
        // What a word processor does: the same parts, one of them with another word, packed anew.
        let repacked = |change: &dyn Fn(&str, String) -> Option<String>| {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for index in 0..archive.len() {
                let mut file = archive.by_index(index).unwrap();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                let Some(text) = change(file.name(), text) else { continue };
                writer.start_file(file.name(), zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        assert!(is_intact(&repacked(&|_, text| Some(text))));
        assert!(!is_intact(&repacked(&|_, text| Some(text.replace("总体情况", "总的情况")))));
        assert!(!is_intact(&repacked(&|name, text| (name != "docProps/core.xml").then_some(text))));
        assert!(!is_intact(&repacked(&|name, text| (name != "docProps/custom.xml").then_some(text))));
        assert!(!is_intact(&bytes[..bytes.len() / 2]) && !is_intact(b"") && !is_intact(b"PK"));
    }

    #[test]
    fn the_content_types_come_first_and_name_every_part() {
        let bytes = bytes(true);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        assert_eq!(archive.by_index(0).unwrap().name(), "[Content_Types].xml");
        let parts = parts(bytes);
        let types = &parts["[Content_Types].xml"];
        let mut named = values(types, "PartName=\"/");
        named.sort_unstable();
        let listed: Vec<_> = parts.keys().map(String::as_str).collect();
        let listed = listed.into_iter().filter(|path| path.ends_with(".xml"));
        let listed: Vec<_> = listed.filter(|path| !path.starts_with('[')).collect();
        assert_eq!(named, listed);
    }

    #[test]
    fn every_relationship_in_use_leads_somewhere() {
        for draft in [false, true] {
            let parts = parts(bytes(draft));
            let known = values(&parts["word/_rels/document.xml.rels"], " Id=\"");
            let used = values(&parts["word/document.xml"], " r:id=\"");
            assert_eq!(used.len(), if draft { 5 } else { 3 });
            assert!(used.iter().all(|id| known.contains(id)), "{used:?} {known:?}");
        }
    }

    #[test]
    fn every_style_in_use_is_defined() {
        let parts = parts(bytes(true));
        let styles = &parts["word/styles.xml"];
        let known = values(styles, "w:styleId=\"");
        for (path, part) in parts.iter().filter(|(path, _)| path.starts_with("word/")) {
            for kind in ["<w:pStyle w:val=\"", "<w:rStyle w:val=\"", "<w:basedOn w:val=\""] {
                let used = values(part, kind);
                assert!(used.iter().all(|id| known.contains(id)), "{path}: {used:?}");
            }
        }
    }

    #[test]
    fn every_part_is_in_the_order_of_the_schema() {
        for (path, part) in parts(bytes(true)) {
            let root = xml::Element::parse(&part).unwrap();
            let mut conformed = root.clone();
            conform(&mut conformed);
            if path.starts_with("word/") && !path.contains("rels") && !path.contains("theme") {
                assert_eq!(root, conformed, "{path}");
            }
        }
    }

    #[test]
    fn text_is_escaped_and_no_control_character_goes_out() {
        let parts = parts(bytes(false));
        let text = &parts["word/document.xml"];
        assert!(text.contains("A &amp; B ]]&gt; &lt;b&gt;\u{FFFD}<"), "{text}");
        assert!(parts["docProps/core.xml"].contains("某局&lt;&amp;&gt;"));
        let rels = &parts["word/_rels/document.xml.rels"];
        assert!(rels.contains("https://example.gov.cn/a?b=1&amp;c=2"), "{rels}");
    }

    #[test]
    fn properties_carry_the_date_of_the_report() {
        let core = &parts(bytes(false))["docProps/core.xml"];
        assert_eq!(core.matches(">2025-01-20T09:05:00Z<").count(), 2, "{core}");
        let mut undated = document(false);
        undated.signature.date = None;
        let undated = render(&undated, &Style::built_in().unwrap()).unwrap();
        let core = &parts(undated)["docProps/core.xml"];
        assert_eq!(core.matches(">1980-01-01T00:00:00Z<").count(), 2, "{core}");
    }

    #[test]
    fn tables_have_exact_widths_spans_and_repeated_heads() {
        let parts = parts(bytes(false));
        let text = &parts["word/document.xml"];
        assert_eq!(values(text, "<w:gridCol w:w=\""), ["5896", "2949", "5896", "2949"]);
        assert_eq!(values(text, "<w:vMerge w:val=\""), ["restart", "continue"].repeat(2));
        assert_eq!(text.matches("<w:tblHeader/>").count(), 2);
        assert_eq!(text.matches("<w:cantSplit/>").count(), 4);
        // A paragraph keeps the two tables apart, and the last one before the page.
        assert!(!text.contains("</w:tbl><w:tbl>") && !text.contains("</w:tbl><w:sectPr"));
    }

    #[test]
    fn only_a_draft_is_marked() {
        let draft = parts(bytes(true));
        assert!(draft["word/document.xml"].contains("8（应为7）"));
        for header in ["word/header1.xml", "word/header2.xml"] {
            assert!(draft[header].contains("草稿"), "{header}");
        }
        let report = parts(bytes(false));
        assert!(!report["word/document.xml"].contains("应为"));
        assert!(!report.contains_key("word/header1.xml"));
    }
}
