//! The parts around the pages: what the file is, and which pages it has.

use super::outline::Outlines;
use super::place::{Boundary, Micrometres};
use crate::document::Document;
use crate::layout::Layout;
use crate::render::xml::{part, plain};

/// The path of the part with which a reader begins.
pub(super) const ROOT: &str = "OFD.xml";
/// The path of the part that lists the pages.
pub(super) const DOCUMENT: &str = "Doc_0/Document.xml";
/// The path of the part that lists the fonts.
pub(super) const RESOURCES: &str = "Doc_0/PublicRes.xml";

/// The path of a page, by its number from 0.
pub(super) fn page_path(page: usize) -> String {
    ["Doc_0/", &page_location(page)].concat()
}

/// The same from the part that lists the pages.
fn page_location(page: usize) -> String {
    format!("Pages/Page_{page}/Content.xml")
}

/// What the file is: title, agency, date, and its digest. The date is that of the report: the clock would give other
/// bytes on every day.
pub(super) fn root(document: &Document, digest: &str) -> String {
    let metadata = &document.metadata;
    let element = |name: &str, text: &str| format!("<ofd:{name}>{}</ofd:{name}>", plain(text));
    let description = match metadata.description.as_str() {
        "" => String::new(),
        text => element("Abstract", text),
    };
    let date = document.signature.date.map(|date| {
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        ["CreationDate", "ModDate"].map(|name| element(name, &day)).concat()
    });
    let keywords: String = metadata.keywords.iter().map(|word| element("Keyword", word)).collect();
    let keywords = match keywords.as_str() {
        "" => keywords,
        words => format!("<ofd:Keywords>{words}</ofd:Keywords>"),
    };
    let replaces = metadata
        .replaces
        .as_ref()
        .map(|digest| format!(r#"<ofd:CustomData Name="replaces">{}</ofd:CustomData>"#, plain(digest)));
    part(&format!(
        include_str!("../../../templates/ofd/ofd.xml"),
        id = super::seal::identity(digest),
        title = plain(&document.title),
        agency = plain(&document.agency),
        description = description,
        date = date.unwrap_or_default(),
        keywords = keywords,
        digest = digest,
        replaces = replaces.unwrap_or_default(),
    ))
}

/// The size of the pages, the fonts, the pages themselves, and the bookmarks.
pub(super) fn document(layout: &Layout, pages: &[u32], last: u32, outlines: &Outlines) -> String {
    let (width, height) = (Micrometres::of(layout.size.0), Micrometres::of(layout.size.1));
    let page = |(id, at): (&u32, usize)| format!(r#"<ofd:Page ID="{id}" BaseLoc="{}"/>"#, page_location(at));
    part(&format!(
        include_str!("../../../templates/ofd/document.xml"),
        last = last,
        page = format_args!("0 0 {width} {height}"),
        area = Boundary::of(layout.area),
        pages = pages.iter().zip(0..).map(page).collect::<String>(),
        outlines = outlines.0,
    ))
}
