//! What a file may ask of this program, so that none can keep it busy or fill the memory.

use super::PdfError;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::{memchr2, memmem};

/// Largest file. Reports with scanned enclosures are a tenth of that.
pub(super) const FILE: usize = 64 << 20;
/// Most pages.
pub(super) const PAGES: usize = 2_000;
/// Most characters of all pages: 2,000 full pages. Each takes 64 bytes while its page is read, and after.
const GLYPHS: usize = 2_000_000;
/// Most characters of a page: ten times what small print painted twice can have.
const PAGE_GLYPHS: usize = 300_000;
/// Most lines, shapes and pictures of all pages.
const PATHS: usize = 2_000_000;
/// Forms and clips with curves of all pages.
const FORMS: usize = 200_000;
/// What unpacking forms may come to, were each as large as the largest: a form within a form within a form is
/// unpacked as often as it is painted.
const FORM_BYTES: usize = 1 << 30;
/// Largest unpacked form.
const FORM: usize = 4 << 20;
/// Largest unpacked text of a page. A page of small print has 200 KB.
pub(super) const CONTENT: usize = 16 << 20;
/// Unpacked text of all pages: the library keeps it until the last is read.
pub(super) const CONTENTS: usize = 64 << 20;
/// Most bytes that one command may write: the library keeps them all at once, at a hundred bytes each.
pub(super) const WRITING: usize = 64 << 10;
/// Most pictures within the text of a page.
const PICTURES: usize = 1_000;
/// Largest unpacked part: a picture of a whole page in fine print.
const PART: usize = 64 << 20;
/// All unpacked parts but pictures: some whole Chinese fonts of 20 MB each.
const PARTS: usize = 128 << 20;
/// All unpacked parts: scanned pages, which are only counted here and never unpacked again.
const ALL: usize = 768 << 20;
/// Most parts of a file.
const COUNT: usize = 100_000;
/// How far before a part its dictionary is looked for.
const DICTIONARY: usize = 2_048;

/// What is left of the limits while pages are read.
pub(super) struct Budget {
    glyphs: usize,
    page_glyphs: usize,
    paths: usize,
    forms: usize,
}

/// Thrown through the library, which cannot be stopped otherwise.
pub(super) struct Spent;

impl Budget {
    /// The budget of a file whose largest form is of that size.
    pub fn new(largest_form: usize) -> Self {
        let forms = FORM_BYTES.checked_div(largest_form).unwrap_or(FORMS).min(FORMS);
        Self { glyphs: GLYPHS, page_glyphs: PAGE_GLYPHS, paths: PATHS, forms }
    }

    /// Begins a page.
    pub fn page(&mut self) {
        self.page_glyphs = PAGE_GLYPHS;
    }

    pub fn glyph(&mut self) {
        spend(&mut self.glyphs);
        spend(&mut self.page_glyphs);
    }

    pub fn path(&mut self) {
        spend(&mut self.paths);
    }

    pub fn form(&mut self) {
        spend(&mut self.forms);
    }
}

/// Takes one; with nothing left, ends the reading of the page. This is no panic: no message is printed, and
/// `read` catches it.
fn spend(left: &mut usize) {
    match left.checked_sub(1) {
        Some(less) => *left = less,
        None => std::panic::resume_unwind(Box::new(Spent)),
    }
}

/// Unpacks every part of a file, keeping nothing, before the library does and keeps all.
///
/// Returns the size of the largest form.
pub(super) fn weigh(bytes: &[u8]) -> Result<usize, PdfError> {
    let (mut parts, mut all, mut largest_form) = (0, 0, 0);
    let (mut count, mut end) = (0, 0);
    for at in memmem::find_iter(bytes, b"stream") {
        let before = bytes.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let start = at + b"stream".len();
        let after = bytes.get(start..).unwrap_or_default();
        if end < start {
            end = memmem::find(after, b"endstream").map_or(bytes.len(), |length| start + length);
        }
        let dictionary = memmem::rfind(before, b"obj").and_then(|start| before.get(start..));
        let part = Part { dictionary: dictionary.unwrap_or(before), written: end - start };
        count += 1;
        if part.packings() > 1 || count > COUNT {
            return Err(PdfError::TooComplex);
        }
        let size = part.size(after.trim_ascii_start());
        all += size;
        // One whose dictionary does not end here may be anything.
        if dictionary.is_none() || part.says(b"/Form") {
            largest_form = largest_form.max(size);
        }
        if !part.says(b"/Image") {
            parts += size;
        }
        if size > PART || parts > PARTS || all > ALL || largest_form > FORM {
            return Err(PdfError::TooComplex);
        }
    }
    Ok(largest_form)
}

/// A part of a file: a stream, in the words of PDF.
struct Part<'a> {
    dictionary: &'a [u8],
    /// Bytes that it takes in the file.
    written: usize,
}

impl Part<'_> {
    fn says(&self, word: &[u8]) -> bool {
        memmem::find(self.dictionary, word).is_some()
    }

    /// How often it is packed by methods that can hide much in little.
    fn packings(&self) -> usize {
        [b"FlateDecode".as_slice(), b"LZWDecode", b"RunLengthDecode"]
            .iter()
            .map(|method| memmem::find_iter(self.dictionary, method).count())
            .sum()
    }

    /// What it unpacks to at most.
    fn size(&self, packed: &[u8]) -> usize {
        if packed.first().is_some_and(|first| first & 0x0f == ZLIB) {
            unpacked(packed).max(self.written)
        } else if self.says(b"LZWDecode") {
            self.written.saturating_mul(LZW)
        } else if self.says(b"RunLengthDecode") {
            self.written.saturating_mul(RUNS)
        } else {
            self.written
        }
    }
}

/// The lower half of the first byte of what zlib packed.
const ZLIB: u8 = 8;
/// What old programs packed is not unpacked here: this is how much it can hide.
const LZW: usize = 1_024;
const RUNS: usize = 64;

/// The size of what zlib packed.
fn unpacked(packed: &[u8]) -> usize {
    let mut unpacker = Decompress::new(true);
    let mut sink = vec![0; 1 << 15];
    loop {
        let (used, made) = (count(unpacker.total_in()), count(unpacker.total_out()));
        let rest = packed.get(used..).unwrap_or_default();
        let status = unpacker.decompress(rest, &mut sink, FlushDecompress::None);
        let (now_used, now_made) = (count(unpacker.total_in()), count(unpacker.total_out()));
        let ended = !matches!(status, Ok(Status::Ok)) || (now_used, now_made) == (used, made);
        if ended || now_made > PART {
            return now_made;
        }
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The most bytes that one command of a page's text writes.
///
/// Everything, if it has pictures within it without number or end, for which the library would look again and again.
pub(super) fn longest_writing(content: &[u8]) -> usize {
    let often = |word: &[u8]| memmem::find_iter(content, word).nth(PICTURES).is_some();
    if often(b"BI") && often(b"ID") {
        return usize::MAX;
    }
    let (mut longest, mut here, mut depth) = (0, 0, 0_usize);
    let (mut hex, mut in_image) = (false, false);
    let mut rest = content;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let outside = depth == 0 && !hex;
        match byte {
            b'\\' if depth > 0 => {
                rest = after.get(1..).unwrap_or_default();
                here += 1;
            }
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'<' if depth == 0 => hex = true,
            b'>' if depth == 0 => hex = false,
            b'%' if outside => {
                let line = memchr2(b'\r', b'\n', after).unwrap_or(after.len());
                rest = after.get(line..).unwrap_or_default();
            }
            b'B' if outside && after.starts_with(b"I") => in_image = true,
            // The bytes of a picture within the text. The library looks no less far for their end.
            b'I' if outside && in_image && after.starts_with(b"D") => {
                in_image = false;
                let Some(end) = memmem::find(after, b"EI") else { return usize::MAX };
                rest = after.get(end..).unwrap_or_default();
            }
            _ if !outside => here += 1,
            b'A'..=b'Z' | b'a'..=b'z' => here = 0,
            _ => {}
        }
        longest = longest.max(here);
    }
    longest
}
