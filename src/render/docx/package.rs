//! The package: the parts around the story, and the archive that holds them all.
//!
//! docx-rs lists its links in an order that changes from run to run, declares parts that hold
//! nothing, knows no title and stores everything uncompressed; so this frame is written here, from the
//! templates of `templates/docx`.

use std::collections::BTreeSet;

use zip::result::ZipError;

use super::link::Links;
use super::seal;
use super::xml::{DECLARATION, part, plain};
use crate::document::Document;
use crate::layout::style::Style;
use crate::render::archive;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE_TYPE: &str = "application/vnd.openxmlformats-officedocument";

/// When a report without a date was made: the earliest day that a ZIP archive knows.
const NO_DATE: &str = "1980-01-01T00:00:00Z";

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
    let root = ["<w:document xmlns:r=\"", OFFICE, "\" xmlns:w=\"", WORD, "\"><w:body>"].concat();
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
        ("[Content_Types].xml".to_owned(), content_types(&parts)),
        ("_rels/.rels".to_owned(), part(include_str!("../../../templates/docx/package.rels"))),
        ("docProps/core.xml".to_owned(), core(document)),
        ("word/document.xml".to_owned(), story),
        ("word/_rels/document.xml.rels".to_owned(), relationships(&parts, links)),
    ];
    for part in parts {
        files.push((format!("word/{}.xml", part.name), part.xml));
    }
    let seal = seal::part(&files, document.metadata.replaces.as_deref());
    files.push((seal::PART.to_owned(), seal));
    // The order is fixed and the content types come first, as some readers of the format expect.
    archive::pack(files.iter().map(|(path, xml)| (path.as_str(), xml.as_bytes())))
}

fn content_types(parts: &[Part]) -> String {
    let own = parts.iter().map(|Part { name, kind, .. }| {
        let kind = match *kind {
            "theme" => format!("{OFFICE_TYPE}.theme+xml"),
            kind => format!("{OFFICE_TYPE}.wordprocessingml.{kind}+xml"),
        };
        format!(r#"<Override PartName="/word/{name}.xml" ContentType="{kind}"/>"#)
    });
    part(&format!(include_str!("../../../templates/docx/content_types.xml"), parts = own.collect::<String>()))
}

fn relationships(parts: &[Part], links: &Links) -> String {
    let parts = parts.iter().map(|Part { name, kind, id, .. }| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>"#)
    });
    let links = links.iter().map(|(id, target)| {
        let target = plain(target);
        format!(
            r#"<Relationship Id="{id}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>"#
        )
    });
    part(&format!(
        include_str!("../../../templates/docx/document.rels"),
        relationships = parts.chain(links).collect::<String>()
    ))
}

/// Title, author and dates. The dates are those of the report: the clock would give other bytes
/// every day.
fn core(document: &Document) -> String {
    let when = document.signature.date.map_or(NO_DATE.to_owned(), |date| {
        let (hour, minute) = date.time.unwrap_or((0, 0));
        format!("{date}T{hour:02}:{minute:02}:00Z")
    });
    let optional = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<{name}>{}</{name}>", plain(text)),
    };
    let metadata = &document.metadata;
    part(&format!(
        include_str!("../../../templates/docx/core.xml"),
        title = plain(&document.title),
        agency = plain(&document.agency),
        keywords = optional("cp:keywords", &metadata.keywords.join("，")),
        description = optional("dc:description", &metadata.description),
        date = when,
    ))
}

/// Settings: facing pages, punctuation that may be compressed (or else a line of justified Chinese
/// tears open), and the layout rules of Word 2013 and later.
pub(super) fn settings() -> String {
    part(include_str!("../../../templates/docx/settings.xml"))
}

/// The theme: nothing in a report refers to it, and Word would make one up, but other readers of the format
/// ask for one. It has the fonts of title and body, and is plain otherwise.
pub(super) fn theme(style: &Style) -> String {
    part(&format!(
        include_str!("../../../templates/docx/theme.xml"),
        title_latin = plain(&style.title.latin),
        title_font = plain(&style.title.font),
        body_latin = plain(&style.body.latin),
        body_font = plain(&style.body.font),
    ))
}

/// The font table: fonts are named, never embedded; each names those that may stand in for it.
pub(super) fn fonts(style: &Style) -> String {
    let faces = style.faces();
    let latin: BTreeSet<_> = faces.iter().map(|(_, latin, _)| *latin).collect();
    let chinese: BTreeSet<_> = faces.iter().map(|(font, _, _)| *font).collect();
    let fonts = latin.union(&chinese).map(|font| {
        let substitutes = style.substitutes.get(*font).map(|names| plain(names));
        format!(
            include_str!("../../../templates/docx/font.xml"),
            name = plain(font),
            substitutes =
                substitutes.map_or(String::new(), |names| format!(r#"<w:altName w:val="{names}"/>"#)),
            // The character set GB 2312 in Windows, or Western.
            charset = if chinese.contains(font) { "86" } else { "00" },
        )
    });
    part(&format!(include_str!("../../../templates/docx/fonts.xml"), fonts = fonts.collect::<String>()))
}
