//! The package: the parts around the story, and the archive that holds them all.
//!
//! docx-rs lists its links in an order that changes from run to run, declares parts that hold
//! nothing, knows no title and stores everything uncompressed; so this frame is written here.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::link::Links;
use super::seal;
use super::style::Style;
use super::styles::NAMESPACE;
use super::xml::{DECLARATION, Element};
use crate::document::Document;

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_TYPE: &str = "application/vnd.openxmlformats-package";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

/// When a report without a date was made: the earliest day that a ZIP archive knows.
const NO_DATE: &str = "1980-01-01T00:00:00Z";

/// Smaller parts are stored as they are: to get ready to compress takes longer than to compress them.
const LEAST_COMPRESSED: usize = 2048;

/// Half of the work of the usual level 6, for half a kilobyte more.
const LEVEL: i64 = 4;

/// A part of the word processor, beside the document.
pub(super) struct Part {
    /// Path under `word/` without its ending, e.g. `footer1`.
    pub name: &'static str,
    /// What it is: the last word of its relationship and, but for the theme, of its content type.
    pub kind: &'static str,
    /// Identifier of its relationship.
    pub id: &'static str,
    pub xml: String,
}

/// The document part: blocks, and the properties of the page after them.
pub(super) fn main(blocks: &str, section: &str) -> String {
    let root = ["<w:document xmlns:r=\"", OFFICE, "\" xmlns:w=\"", NAMESPACE, "\"><w:body>"].concat();
    [DECLARATION, &root, blocks, section, "</w:body></w:document>"].concat()
}

/// Packs everything. The same parts give the same bytes on any day and machine.
pub(super) fn pack(
    document: &Document,
    story: String,
    parts: Vec<Part>,
    links: &Links,
) -> Result<Vec<u8>, ZipError> {
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), content_types(&parts).to_part()),
        ("_rels/.rels".to_owned(), package_relationships().to_part()),
        ("docProps/core.xml".to_owned(), core(document).to_part()),
        ("word/document.xml".to_owned(), story),
        ("word/_rels/document.xml.rels".to_owned(), relationships(&parts, links).to_part()),
    ];
    for part in parts {
        files.push((format!("word/{}.xml", part.name), part.xml));
    }
    let seal = seal::part(&files);
    files.push((seal::PART.to_owned(), seal));
    // The order is fixed and the content types come first, as some readers of the format expect.
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, xml) in files {
        let (method, level) = match xml.len() < LEAST_COMPRESSED {
            true => (CompressionMethod::Stored, None),
            false => (CompressionMethod::Deflated, Some(LEVEL)),
        };
        archive.start_file(path, options.compression_method(method).compression_level(level))?;
        archive.write_all(xml.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(parts: &[Part]) -> Element<'static> {
    let default = |extension, kind: &str| {
        Element::new("Default").attribute("Extension", extension).attribute("ContentType", kind.to_owned())
    };
    let own = |path: String, kind: String| {
        Element::new("Override").attribute("PartName", path).attribute("ContentType", kind)
    };
    Element::new("Types")
        .attribute("xmlns", CONTENT_TYPES)
        .child(default("rels", &format!("{PACKAGE_TYPE}.relationships+xml")))
        .child(default("xml", "application/xml"))
        .child(own("/docProps/core.xml".to_owned(), format!("{PACKAGE_TYPE}.core-properties+xml")))
        .child(own(format!("/{}", seal::PART), seal::CONTENT_TYPE.to_owned()))
        .child(own("/word/document.xml".to_owned(), format!("{WORD_TYPE}.document.main+xml")))
        .children(parts.iter().map(|part| {
            let kind = match part.kind {
                "theme" => THEME_TYPE.to_owned(),
                kind => format!("{WORD_TYPE}.{kind}+xml"),
            };
            own(format!("/word/{}.xml", part.name), kind)
        }))
}

fn relationship(id: String, kind: String, target: String) -> Element<'static> {
    Element::new("Relationship").attribute("Id", id).attribute("Type", kind).attribute("Target", target)
}

fn package_relationships() -> Element<'static> {
    let document = format!("{OFFICE}/officeDocument");
    // The core properties have their type under the package, not under the office document.
    let core = format!("{RELATIONSHIPS}/metadata/core-properties");
    Element::new("Relationships").attribute("xmlns", RELATIONSHIPS).children([
        relationship("rId1".to_owned(), document, "word/document.xml".to_owned()),
        relationship("rId2".to_owned(), core, "docProps/core.xml".to_owned()),
        relationship("rId3".to_owned(), format!("{OFFICE}/custom-properties"), seal::PART.to_owned()),
    ])
}

fn relationships(parts: &[Part], links: &Links) -> Element<'static> {
    let parts = parts.iter().map(|part| {
        let kind = format!("{OFFICE}/{}", part.kind);
        relationship(part.id.to_owned(), kind, format!("{}.xml", part.name))
    });
    let links = links.iter().map(|(id, target)| {
        relationship(id, format!("{OFFICE}/hyperlink"), target.to_owned()).attribute("TargetMode", "External")
    });
    Element::new("Relationships").attribute("xmlns", RELATIONSHIPS).children(parts).children(links)
}

/// Title, author and dates. The dates are those of the report: the clock would give other bytes
/// every day.
fn core(document: &Document) -> Element<'_> {
    let when = document.signature.date.map_or(NO_DATE.to_owned(), |date| {
        let (hour, minute) = date.time.unwrap_or((0, 0));
        format!("{date}T{hour:02}:{minute:02}:00Z")
    });
    let date = |name| Element::new(name).attribute("xsi:type", "dcterms:W3CDTF").text(when.clone());
    let agency = document.agency.as_str();
    let optional = |name, text: String| (!text.is_empty()).then(|| Element::new(name).text(text));
    let metadata = &document.metadata;
    Element::new("cp:coreProperties")
        .attribute("xmlns:cp", CORE)
        .attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .attribute("xmlns:dcterms", "http://purl.org/dc/terms/")
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(Element::new("dc:title").text(document.title.as_str()))
        .child(Element::new("dc:creator").text(agency))
        .children(optional("cp:keywords", metadata.keywords.join("，")))
        .children(optional("dc:description", metadata.description.clone()))
        .child(Element::new("cp:lastModifiedBy").text(agency))
        .child(date("dcterms:created"))
        .child(date("dcterms:modified"))
        .child(Element::new("dc:language").text("zh-CN"))
}

/// Settings: facing pages, punctuation that may be compressed (or else a line of justified Chinese
/// tears open), and the layout rules of Word 2013 and later.
pub(super) fn settings() -> Element<'static> {
    let compatibility = Element::new("w:compatSetting")
        .attribute("w:name", "compatibilityMode")
        .attribute("w:uri", "http://schemas.microsoft.com/office/word")
        .attribute("w:val", "15");
    Element::new("w:settings")
        .attribute("xmlns:w", NAMESPACE)
        .child(Element::value("w:defaultTabStop", "640"))
        .child(Element::new("w:evenAndOddHeaders"))
        .child(Element::value("w:characterSpacingControl", "compressPunctuation"))
        .child(Element::new("w:compat").child(compatibility))
        .child(Element::new("w:themeFontLang").attribute("w:val", "en-US").attribute("w:eastAsia", "zh-CN"))
}

/// The font table: fonts are named, never embedded; each names those that may stand in for it.
pub(super) fn fonts(style: &Style) -> Element<'_> {
    let faces = style.faces();
    let latin: BTreeSet<_> = faces.iter().map(|(_, latin, _)| *latin).collect();
    let chinese: BTreeSet<_> = faces.iter().map(|(font, _, _)| *font).collect();
    let fonts = latin.union(&chinese).map(|font| {
        let substitute = style.substitutes.get(*font);
        // The character set GB 2312 in Windows, or Western.
        let charset = if chinese.contains(font) { "86" } else { "00" };
        Element::new("w:font")
            .attribute("w:name", *font)
            .children(substitute.map(|names| Element::value("w:altName", names.as_str())))
            .child(Element::value("w:charset", charset))
            .child(Element::value("w:family", "auto"))
            .child(Element::value("w:pitch", "default"))
    });
    Element::new("w:fonts").attribute("xmlns:w", NAMESPACE).children(fonts)
}
