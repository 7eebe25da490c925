//! Reads PDF files: hayro interprets them, and this reader keeps characters, rules and pictures by their places
//! on the page. Tables are found in the rules, paragraphs in the lines of writing.

mod actual;
mod aligned;
mod encoding;
mod font;
mod ink;
mod lattice;
mod limits;
mod lines;
mod margin;
mod prose;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use super::{Grid, Kind, Page, PageBlock, Place};
use font::Fonts;
use hayro_interpret::hayro_syntax::object::{Array, MaybeRef, Name, Object};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use ink::Canvas;
use limits::{Budget, Spent};
use lines::Line;
use prose::Paragraph;
use shape::{Frame, Ink};
use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tables::Table;

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

/// A page of a PDF: its lines of writing and its tables.
#[derive(Debug)]
struct Sheet {
    width: i64,
    height: i64,
    lines: Vec<Line>,
    tables: Vec<Table>,
    /// Pictures in which nothing is written.
    pictures: usize,
}

/// Reads a PDF.
pub fn read(bytes: &[u8]) -> Result<Page, PdfError> {
    if bytes.len() > limits::FILE {
        return Err(PdfError::TooLarge);
    }
    let largest_form = limits::weigh(bytes)?;
    // A last resort: the library is made not to panic, but reads files of any kind of damage.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(bytes, largest_form)));
    let mut sheets = match sheets {
        Ok(sheets) => sheets?,
        Err(cause) if cause.is::<Spent>() => return Err(PdfError::TooComplex),
        Err(_) => return Err(PdfError::Broken),
    };
    margin::strip(&mut sheets);
    for sheet in &mut sheets {
        let (tables, lines) = aligned::tables(std::mem::take(&mut sheet.lines));
        sheet.tables.extend(tables);
        sheet.lines = lines;
    }
    Ok(page(sheets))
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
    tally.check()?;
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

/// What there is to read in a file.
#[derive(Debug, Default)]
struct Tally {
    characters: usize,
    /// Characters whose fonts do not tell what they are.
    unknown: usize,
    pictures: usize,
}

impl Tally {
    fn add(&mut self, ink: &Ink) {
        let is = |is: fn(char) -> bool| ink.marks.iter().filter(|mark| is(mark.c)).count();
        self.characters += is(|c| !c.is_whitespace());
        self.unknown += is(|c| c == char::REPLACEMENT_CHARACTER);
        self.pictures += ink.pictures.len();
    }

    fn check(&self) -> Result<(), PdfError> {
        match self.characters {
            0 if self.pictures > 0 => Err(PdfError::ImageOnly),
            0 => Err(PdfError::Empty),
            all if self.unknown * 2 > all => Err(PdfError::NoCharacters),
            _ => Ok(()),
        }
    }
}

/// A picture that covers less than one part in that of its page is an ornament or a seal.
const PICTURE: i64 = 20;
/// With fewer characters on it a picture is not read.
const READ: usize = 4;

impl Sheet {
    fn new(mut ink: Ink) -> Self {
        ink.upright();
        let whole = Frame { left: 0, top: 0, right: ink.width, bottom: ink.height }.area();
        let is_unread = |picture: &&Frame| {
            let written = ink.marks.iter().filter(|mark| picture.contains(mark.frame.center())).take(READ);
            picture.area() * PICTURE >= whole && written.count() < READ
        };
        let pictures = ink.pictures.iter().filter(is_unread).count();
        let marks = lines::once(ink.marks);
        let (tables, outside) = tables::tables(&ink.rules, marks);
        let lines = lines::lines(outside);
        Self { width: ink.width, height: ink.height, lines, tables, pictures }
    }
}

/// Something on a page, in reading order.
enum Item {
    Line(Line),
    Table(Table),
}

fn page(sheets: Vec<Sheet>) -> Page {
    let measures = prose::measures(&sheets);
    let mut page = Page { kind: Kind::Pdf, blocks: Vec::new(), meta: BTreeMap::new(), pictures: Vec::new() };
    let mut paragraph: Option<Paragraph> = None;
    for ((number, sheet), measure) in (1..).zip(sheets).zip(measures) {
        let mut tables = 0;
        let place = Place { page: Some(number), ..Place::default() };
        page.pictures.extend(std::iter::repeat_n(place.clone(), sheet.pictures));
        for item in sheet.items() {
            match item {
                Item::Line(line) => match &mut paragraph {
                    Some(open) if open.goes_on(&line, number, measure) => open.add(line, number, measure),
                    _ => {
                        let before = paragraph.replace(Paragraph::new(line, number, measure));
                        page.blocks.extend(before.map(|open| PageBlock::Paragraph(open.end())));
                    }
                },
                Item::Table(table) => {
                    page.blocks.extend(paragraph.take().map(|open| PageBlock::Paragraph(open.end())));
                    tables += 1;
                    page.blocks.push(PageBlock::Grid(placed(table.grid, number, tables)));
                }
            }
        }
    }
    page.blocks.extend(paragraph.map(|open| PageBlock::Paragraph(open.end())));
    page
}

/// A grid that says where it and its cells stand.
fn placed(mut grid: Grid, page: usize, table: usize) -> Grid {
    grid.place = Place { page: Some(page), table: Some(table), ..Place::default() };
    for (row, cells) in (1..).zip(&mut grid.rows) {
        for (column, cell) in (1..).zip(cells) {
            cell.place = Place { row: Some(row), column: Some(column), ..grid.place.clone() };
        }
    }
    grid
}

impl Sheet {
    /// Its lines and tables from top to bottom.
    fn items(self) -> Vec<Item> {
        let lines = self.lines.into_iter().map(|line| ((line.base, line.frame.left), Item::Line(line)));
        let tables =
            self.tables.into_iter().map(|table| ((table.frame.top, table.frame.left), Item::Table(table)));
        let mut items: Vec<_> = lines.chain(tables).collect();
        items.sort_by_key(|(place, _)| *place);
        items.into_iter().map(|(_, item)| item).collect()
    }
}
