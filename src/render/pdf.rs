//! The PDF renderer: PDF 1.7 and PDF/UA-1 from the pages of `layout`.
//!
//! `draw` puts the glyphs, lines and fills of each page where `layout` has placed them, and marks what each belongs to;
//! `tags` makes the tree of headings, paragraphs, lists and tables over these marks, and `outline` the bookmarks.
//! krilla writes the objects and embeds of each font what is used. `units` alone turns lengths into floating point.
//! Nothing depends on the day: dates are those of the report, and `seal` puts the digest of all into a property.

mod draw;
mod outline;
mod seal;
mod tags;
mod units;

use std::collections::BTreeSet;

use krilla::configure::{Accessibility, ConfigurationBuilder, PdfVersion};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use krilla::{Data, SerializeSettings};

use super::Renderer;
use crate::document::Document;
use crate::layout::{self, Fonts, Layout, LayoutError, Style};

/// The PDF as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "pdf",
    extension: "pdf",
    other_extensions: &[],
    name: "PDF",
    other_names: &[],
    help: "PDF",
    media_type: "application/pdf",
    changed_in: "PDF 编辑软件",
    is_page: false,
    needs_fonts: true,
    is_data: false,
    has_digest: true,
    render: |document, options| {
        let (style, fonts) = options.style_and_fonts()?;
        let layout = layout::lay_out(document, &style, fonts).map_err(PdfError::from)?;
        options.fonts.tell(&layout);
        Ok(write(document, &layout, fonts)?)
    },
    is_sealed: seal::is_sealed,
    is_intact: seal::is_intact,
    title: seal::title,
};

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font or a character is missing, or the document is too long.
    #[error("没有生成 PDF：{0}")]
    Layout(#[from] LayoutError),
    /// A font cannot be put into the file.
    #[error(
        "没有生成 PDF：字体“{0}”不能放进文件，可能已经损坏；请重新安装，或者换用别的字体（找到的字体见 nianbao fonts）"
    )]
    Embed(String),
    /// krilla refused something.
    #[error("内部错误：生成 PDF 失败：{0}")]
    Write(String),
}

/// Draws a report as a PDF. The same document, style and fonts give the same bytes on any day and machine.
///
/// # Errors
/// A font or a character is missing, or the document is too long.
pub fn render(document: &Document, style: &Style, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    write(document, &layout::lay_out(document, style, fonts)?, fonts)
}

/// Writes a document that is laid out.
fn write(document: &Document, layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let faces = faces(layout, fonts)?;
    let mut pdf = krilla::Document::new_with(settings()?);
    let marks = draw::pages(layout, document, &faces, &mut pdf)?;
    pdf.set_outline(outline::outline(document, layout));
    pdf.set_tag_tree(tags::tree(document, marks));
    pdf.set_metadata(metadata(document));
    let bytes = pdf.finish().map_err(|error| refused(&error, &faces, fonts))?;
    Ok(seal::seal(bytes))
}

/// Why krilla made no file: most likely the shapes of a font are damaged.
fn refused(error: &KrillaError, faces: &[Option<krilla::text::Font>], fonts: &Fonts) -> PdfError {
    let KrillaError::Font(font, _) = error else { return PdfError::Write(error.to_string()) };
    let same = fonts.faces().zip(faces).find(|(_, one)| one.as_ref() == Some(font));
    PdfError::Embed(same.map(|((_, face), _)| face.name().to_owned()).unwrap_or_default())
}

/// The faces in use, by their numbers in the fonts; `None` for one that is not in use.
fn faces(layout: &Layout, fonts: &Fonts) -> Result<Vec<Option<krilla::text::Font>>, PdfError> {
    let mut used = vec![BTreeSet::new(); fonts.faces().count()];
    for run in layout.pages.iter().flat_map(|page| &page.runs) {
        if let Some(used) = used.get_mut(run.face.number()) {
            used.extend(run.glyphs.iter().map(|glyph| glyph.id));
        }
    }
    let face = |((_, face), used): ((_, &layout::Face), &BTreeSet<u16>)| {
        if used.is_empty() {
            return Ok(None);
        }
        let bytes = face.drawing(used);
        let font = bytes.and_then(|bytes| krilla::text::Font::new(Data::from(bytes), face.index()));
        font.map(Some).ok_or_else(|| PdfError::Embed(face.name().to_owned()))
    };
    fonts.faces().zip(&used).map(face).collect()
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PdfError::Write(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

/// Title, author, language and date. The date is that of the report: the clock would give other bytes on every day.
fn metadata(document: &Document) -> Metadata {
    let metadata = Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.agency.clone()])
        .language("zh-CN".to_owned())
        .creator(seal::unsealed(document.metadata.replaces.as_deref()))
        .producer("nianbao".to_owned());
    let metadata = match document.metadata.description.as_str() {
        "" => metadata,
        words => metadata.description(words.to_owned()),
    };
    let metadata = match document.metadata.keywords.as_slice() {
        [] => metadata,
        words => metadata.keywords(words.to_vec()),
    };
    match document.signature.date {
        None => metadata,
        Some(date) => {
            let (hour, minute) = date.time.unwrap_or((0, 0));
            // The time in China.
            let when =
                DateTime::new(date.year).month(date.month).day(date.day).hour(hour).minute(minute).second(0);
            metadata.creation_date(when.utc_offset_hour(8).utc_offset_minute(0))
        }
    }
}
