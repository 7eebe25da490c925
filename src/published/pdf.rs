//! Reads PDF files: hayro interprets them, and this reader keeps characters, rules and pictures by their places
//! on the page. `paper` finds tables and paragraphs in them.

mod actual;
mod encoding;
mod font;
mod ink;
mod limits;
#[cfg(test)]
mod tests;

use super::paper::{self, Ink, Sheet, Tally};
use super::{Kind, Page};
use font::Fonts;
use hayro_interpret::hayro_syntax::object::{Array, MaybeRef, Name, Object};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use ink::Canvas;
use limits::{Budget, Spent};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a PDF cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It is broken, or no PDF.
    #[error("PDF文件已损坏或不完整，无法读取；请重新下载，或者用PDF阅读软件打开后另存一份再试")]
    Broken,
    /// It opens only with a password, or is encrypted in a way that is not known here.
    #[error("PDF文件已加密，无法读取；请用密码打开后另存（打印）为不加密的PDF，或者使用原来的Word文件")]
    Encrypted,
    /// Its pages are pictures.
    #[error(
        "PDF文件的各页都是图片（扫描件），没有可以读取的文字；请使用原来的Word文件、网页或者由Word直接导出的PDF"
    )]
    ImageOnly,
    /// Nothing is written in it.
    #[error("PDF文件中没有文字；请确认文件是否正确，或者使用原来的Word文件或网页")]
    Empty,
    /// Its fonts do not tell which characters they show.
    #[error("PDF文件的字体没有文字编码，读出来是乱码；请使用原来的Word文件或网页，或者由Word重新导出PDF")]
    NoCharacters,
    /// It is larger than any report.
    #[error("PDF文件过大（超过64MB），不予读取；请只保留年度报告本身，或者压缩其中的图片后再试")]
    TooLarge,
    /// It has more pages than any report.
    #[error("PDF文件页数过多（超过2000页），不予读取；请只保留年度报告本身")]
    TooManyPages,
    /// Reading it would take too much time or memory.
    #[error(
        "PDF文件的内容过于复杂，不予读取；请用PDF阅读软件打开后另存（打印）为PDF，或者使用原来的Word文件"
    )]
    TooComplex,
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<Page, PdfError> {
    if bytes.len() > limits::FILE {
        return Err(PdfError::TooLarge);
    }
    let largest_form = limits::weigh(bytes)?;
    // A last resort: the library is made not to panic, but reads files of any kind of damage.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(bytes, largest_form)));
    match sheets {
        Ok(sheets) => Ok(paper::page(sheets?, Kind::Pdf)),
        Err(cause) if cause.is::<Spent>() => Err(PdfError::TooComplex),
        Err(_) => Err(PdfError::Broken),
    }
}

/// What the pages show.
fn sheets(bytes: &[u8], largest_form: usize) -> Result<Vec<Sheet>, PdfError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => PdfError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => PdfError::Broken,
    })?;
    let pages = pdf.pages();
    if pages.len() > limits::PAGES {
        return Err(PdfError::TooManyPages);
    }
    if largest_form > 0 && pdf.objects().into_iter().any(|object| is_endless_form(&object)) {
        return Err(PdfError::TooComplex);
    }
    let (mut budget, mut content) = (Budget::new(largest_form), 0);
    let mut fonts = Fonts::default();
    let cache = InterpreterCache::new();
    let settings = font::settings();
    let (mut sheets, mut tally) = (Vec::new(), Tally::default());
    for page in pages.iter() {
        content += content_size(page)?;
        if content > limits::CONTENTS {
            return Err(PdfError::TooComplex);
        }
        fonts.learn(page);
        budget.page();
        let ink = ink(page, &pdf, &cache, settings.clone(), &fonts, &mut budget);
        tally.add(&ink);
        sheets.push(Sheet::new(ink));
    }
    check(&tally)?;
    Ok(sheets)
}

/// True for a form whose text the library cannot be given, as that of a page.
fn is_endless_form(object: &Object<'_>) -> bool {
    let Object::Stream(stream) = object else { return false };
    let is_form =
        stream.dict().get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|name| name.as_ref() == b"Form");
    let text = is_form.then(|| stream.decoded_data().ok()).flatten();
    text.is_some_and(|text| limits::longest_writing(&text) > limits::WRITING)
}

/// The size of the text of a page, if it is one that the library can be given.
fn content_size(page: &PdfPage<'_>) -> Result<usize, PdfError> {
    // One part many times over would be unpacked as often.
    let mut parts = HashSet::new();
    let array = page.raw().get::<Array<'_>>(b"Contents".as_slice());
    for part in array.iter().flat_map(Array::raw_iter) {
        if let MaybeRef::Ref(part) = part
            && !parts.insert(part)
        {
            return Err(PdfError::TooComplex);
        }
    }
    let content = page.page_stream().unwrap_or_default();
    if content.len() > limits::CONTENT || limits::longest_writing(content) > limits::WRITING {
        return Err(PdfError::TooComplex);
    }
    Ok(content.len())
}

fn ink<'a>(
    page: &PdfPage<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    settings: InterpreterSettings,
    fonts: &Fonts,
    budget: &mut Budget,
) -> Ink {
    // Hundredths of a point: the rest of this reader knows only whole numbers.
    let scale = Affine::scale(100.0);
    let (width, height) = page.render_dimensions();
    let frame = scale.transform_rect_bbox(Rect::new(0.0, 0.0, width.into(), height.into()));
    let start = scale * page.initial_transform(true).to_kurbo();
    let mut canvas = Canvas::new(frame, fonts, budget);
    interpret_page(page, &mut Context::new(start, frame, cache, pdf.xref(), settings), &mut canvas);
    canvas.ink
}

/// Whether there is something to read.
fn check(tally: &Tally) -> Result<(), PdfError> {
    match tally.characters {
        0 if tally.pictures > 0 => Err(PdfError::ImageOnly),
        0 => Err(PdfError::Empty),
        all if tally.unknown * 2 > all => Err(PdfError::NoCharacters),
        _ => Ok(()),
    }
}
