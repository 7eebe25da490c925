//! The page: its size and margins, headers and footers.

use super::package::Part;
use super::styles::id;
use super::xml::{part, plain, unindented};
use crate::layout::style::Style;
use crate::layout::width::has_shared_punctuation;

/// The properties of the page, with its grid of lines. The characters of a line are not made a grid:
/// LibreOffice gives a character that is wider than its place in such a grid two of them (see `findings/`).
/// The body style is condensed instead. Odd and even pages have headers, which only a draft has, and footers
/// of their own.
pub(super) fn section(style: &Style, draft: bool) -> String {
    let page = &style.page;
    unindented(&format!(
        include_str!("../../../templates/docx/section.xml"),
        headers = if draft { include_str!("../../../templates/docx/headers.xml") } else { "" },
        width = page.width,
        height = page.height,
        top = page.top,
        bottom = page.bottom,
        left = page.left,
        right = page.right,
        header = page.header,
        footer = page.footer,
        pitch = page.line_pitch(),
    ))
}

/// Headers, which only a draft has, and footers.
pub(super) fn margins(style: &Style, draft: bool) -> Vec<Part> {
    let header = |name, id| Part { name, kind: "header", id, xml: header(&style.draft.text) };
    let footer = |name, id, style| Part { name, kind: "footer", id, xml: footer(style) };
    let mut parts = Vec::new();
    if draft {
        parts.extend([header("header1", "rIdHeader1"), header("header2", "rIdHeader2")]);
    }
    parts.push(footer("footer1", "rIdFooter1", id::FOOTER_ODD));
    parts.push(footer("footer2", "rIdFooter2", id::FOOTER_EVEN));
    parts
}

/// Dashes and quotation marks are declared Chinese, as in the body.
fn header(words: &str) -> String {
    let is_shared = has_shared_punctuation(words);
    part(&format!(
        include_str!("../../../templates/docx/header.xml"),
        style = id::HEADER,
        properties = if is_shared { r#"<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>"# } else { "" },
        words = plain(words),
    ))
}

/// The page number between two dashes, `— 1 —`. The field is spelled out, because WPS does not
/// read the short form.
fn footer(style: &str) -> String {
    part(&format!(include_str!("../../../templates/docx/footer.xml"), style = style))
}

/// Lengths are far below the limit of an `i32`: the style file bounds them.
pub(super) fn signed(twips: u32) -> i32 {
    i32::try_from(twips).unwrap_or(i32::MAX)
}
