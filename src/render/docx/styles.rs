//! The styles part: real Word styles, so that the navigation pane works and a clerk can change the
//! look of a whole report in one place.
//!
//! docx-rs has no `firstLineChars`, language, emphasis marks or default style, so this part is a template,
//! in the order of the schema. Names of Word's own styles are English. Indents are in characters, as Word
//! and WPS count them, and in twips for programs that do not; a zero is not written, because zero characters
//! would outweigh the twips of a paragraph.
//!
//! `Normal`, the base of all, has a fixed line pitch and is justified. No room is added between Chinese and
//! Latin characters and no line is moved for widows, or else a page would not hold 22 lines of 28 characters
//! and the signature could not be measured out. Styles of another size than the body's are off the lines and
//! the character spacing of the page. The empty lines after the title and before the signature are room
//! around them. Links show by a thin line, because official documents are black; Chinese text is emphasised
//! by 楷体, not by a slant (the dots under characters, 着重号, would do as well, but LibreOffice does not print
//! them). Page numbers stand one character in, right on odd and left on even pages.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::properties::ParagraphStyle;
use super::xml::{part, plain};
use crate::layout::style::{Style, TableStyle};

/// Identifiers of the styles that the body refers to.
pub(super) mod id {
    pub const TITLE: &str = "Title";
    pub const BODY: &str = "BodyText";
    pub const LIST: &str = "ListParagraph";
    pub const HEADINGS: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];
    pub const ISSUER: &str = "Signature";
    pub const DATE: &str = "Date";
    pub const HEADER: &str = "Header";
    pub const FOOTER_ODD: &str = "Footer";
    pub const FOOTER_EVEN: &str = "FooterEven";
    pub const LINK: &str = "Hyperlink";
    pub const EMPHASIS: &str = "Emphasis";
    pub const LEAD: &str = "RunInHeading";
    pub const MARK: &str = "DraftMark";
}

/// The styles part; `table_sizes` are the sizes of text in the tables, in twips.
pub(super) fn styles(style: &Style, table_sizes: &BTreeSet<u32>) -> String {
    let Style { page, title, body, heading2, page_number, draft, .. } = style;
    let line = page.line_pitch();
    part(&format!(
        include_str!("../../../templates/docx/styles.xml"),
        body_fonts = fonts(&body.font, &body.latin),
        body = half_points(body.size),
        body_indent = 2 * body.size,
        // 28 characters of 16 pt are a little wider than the 156 mm of a line.
        spacing = i64::from(page.character_pitch()) - i64::from(body.size),
        line = line,
        title_fonts = fonts(&title.font, &title.latin),
        title = half_points(title.size),
        title_line = line.max(title.size + 40),
        headings = heading_styles(style),
        tables = table_sizes.iter().map(|size| table_styles(&style.table, *size)).collect::<String>(),
        draft_fonts = fonts(&draft.face.font, &draft.face.latin),
        draft = half_points(draft.face.size),
        draft_line = draft.face.size + 100,
        draft_color = draft.color,
        number_fonts = fonts(&page_number.font, &page_number.latin),
        number = half_points(page_number.size),
        number_line = page_number.size + 40,
        number_indent = page_number.size,
        second_fonts = fonts(&heading2.font, &heading2.latin),
        second = half_points(heading2.size),
    ))
}

fn heading_styles(style: &Style) -> String {
    let faces = [&style.heading1, &style.heading2, &style.heading3, &style.heading4];
    let headings = id::HEADINGS.into_iter().zip(faces).enumerate().map(|(level, (id, face))| {
        format!(
            include_str!("../../../templates/docx/heading_style.xml"),
            id = id,
            number = level + 1,
            level = level,
            indent = 2 * face.size,
            fonts = fonts(&face.font, &face.latin),
            size = half_points(face.size),
        )
    });
    headings.collect()
}

/// Two styles for a size of table text, named after it.
fn table_styles(table: &TableStyle, size: u32) -> String {
    format!(
        include_str!("../../../templates/docx/table_styles.xml"),
        text_id = ParagraphStyle::TableText(size).id(),
        label_id = ParagraphStyle::TableLabel(size).id(),
        points = Decimal::new(i64::from(half_points(size)) * 5, 1).normalize(),
        line = table.line(size),
        fonts = fonts(&table.font, &table.latin),
        size = half_points(size),
    )
}

/// Word counts sizes in half points.
fn half_points(size: u32) -> u32 {
    size / 10
}

fn fonts(font: &str, latin: &str) -> String {
    let (font, latin) = (plain(font), plain(latin));
    format!(r#"<w:rFonts w:ascii="{latin}" w:eastAsia="{font}" w:hAnsi="{latin}" w:cs="{latin}"/>"#)
}
