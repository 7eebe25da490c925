//! The page: its size and margins, headers and footers, as docx-rs builds them.

use docx_rs as docx;
use docx_rs::BuildXML;

use super::DocxError;
use super::conform::mended;
use super::measure::has_shared_punctuation;
use super::package::Part;
use super::style::Style;
use super::styles::id;

/// Names and identifiers of the parts for odd and for even pages.
const HEADERS: [(&str, &str); 2] = [("header1", "rIdHeader1"), ("header2", "rIdHeader2")];
const FOOTERS: [(&str, &str); 2] = [("footer1", "rIdFooter1"), ("footer2", "rIdFooter2")];
/// What the two kinds of pages are called.
const PAGES: [&str; 2] = ["default", "even"];

/// Properties of the page, with its grid of lines. The characters of a line are not made a grid:
/// LibreOffice gives a character that is wider than its place in such a grid two of them (see `findings/`).
/// The body style is condensed instead.
pub(super) fn section(style: &Style, draft: bool) -> Result<String, DocxError> {
    let page = &style.page;
    let pitch = usize::try_from(page.line_pitch()).unwrap_or(0);
    let mut section = docx::SectionProperty::new()
        .page_size(docx::PageSize::new().size(page.width, page.height))
        .page_margin(docx::PageMargin {
            top: signed(page.top),
            bottom: signed(page.bottom),
            left: signed(page.left),
            right: signed(page.right),
            header: signed(page.header),
            footer: signed(page.footer),
            gutter: 0,
        })
        .doc_grid(docx::DocGrid::new().grid_type(docx::DocGridType::Lines).line_pitch(pitch));
    let [odd, even] = PAGES;
    let [(_, odd_footer), (_, even_footer)] = FOOTERS;
    section.footer_reference = Some(docx::FooterReference::new(odd, odd_footer));
    section.even_footer_reference = Some(docx::FooterReference::new(even, even_footer));
    if draft {
        let [(_, odd_header), (_, even_header)] = HEADERS;
        section.header_reference = Some(docx::HeaderReference::new(odd, odd_header));
        section.even_header_reference = Some(docx::HeaderReference::new(even, even_header));
    }
    let mut out = String::new();
    mended("document", &String::from_utf8_lossy(&section.build()))?.write(&mut out);
    Ok(out)
}

/// Headers, which only a draft has, and footers.
pub(super) fn margins(style: &Style, draft: bool) -> Result<Vec<Part>, DocxError> {
    let mut parts = Vec::new();
    if draft {
        for (name, id) in HEADERS {
            parts.push(part(name, "header", id, &header(style).build())?);
        }
    }
    for ((name, id), style) in FOOTERS.into_iter().zip([id::FOOTER_ODD, id::FOOTER_EVEN]) {
        parts.push(part(name, "footer", id, &footer(style).build())?);
    }
    Ok(parts)
}

fn part(name: &'static str, kind: &'static str, id: &'static str, bytes: &[u8]) -> Result<Part, DocxError> {
    let xml = mended(name, &String::from_utf8_lossy(bytes))?.to_part();
    Ok(Part { name, kind, id, xml })
}

fn header(style: &Style) -> docx::Header {
    let words = words(&style.draft.text);
    docx::Header::new().add_paragraph(docx::Paragraph::new().style(id::HEADER).add_run(words))
}

/// The page number between two dashes, `— 1 —`. The field is spelled out, because WPS does not
/// read the short form.
fn footer(style: &str) -> docx::Footer {
    use docx::FieldCharType::{Begin, End, Separate};
    let field = |kind| docx::Run::new().add_field_char(kind, false);
    let page = docx::InstrText::PAGE(docx::InstrPAGE::new());
    let number = docx::Paragraph::new()
        .style(style)
        .add_run(words("— "))
        .add_run(field(Begin))
        .add_run(docx::Run::new().add_instr_text(page))
        .add_run(field(Separate))
        .add_run(docx::Run::new().add_text("1"))
        .add_run(field(End))
        .add_run(words(" —"));
    docx::Footer::new().add_paragraph(number)
}

/// Dashes and quotation marks are declared Chinese, as in the body.
fn words(text: &str) -> docx::Run {
    let run = docx::Run::new().add_text(text);
    if has_shared_punctuation(text) { run.fonts(docx::RunFonts::new().hint("eastAsia")) } else { run }
}

/// Lengths are far below the limit of an `i32`: the style file bounds them.
pub(super) fn signed(twips: u32) -> i32 {
    i32::try_from(twips).unwrap_or(i32::MAX)
}
