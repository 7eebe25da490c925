//! A file of fonts read in parts: nearly all of it are shapes of glyphs, of which a report uses some hundreds.
//!
//! What is read stands at its place in an image as long as the file; all other bytes of it are zero. First come the
//! tables that measure text. For a drawing come all tables, but of the shapes only those that it uses. Where shapes are
//! kept in another way than `CFF ` or `glyf`, the whole file is read. What stands where is asked of the library that
//! reads fonts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use skrifa::raw::ps::cff::{dict, v1};
use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::tables::loca::Loca;
use skrifa::raw::{FontData, FontRead, TableProvider};
use skrifa::{FontRef, GlyphId, Tag};

use crate::cli::files::Pieces;
use crate::layout::{Bytes, Face};

/// The tables that measure text and tell of the face.
const FACTS: [&[u8; 4]; 8] = [b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post"];
const CFF: Tag = Tag::new(b"CFF ");
const GLYF: Tag = Tag::new(b"glyf");
const HEAD: Tag = Tag::new(b"head");
/// Within so many bytes a `CFF ` table says where its shapes begin.
const CFF_START: usize = 512;

/// A face of a file, with the name under which it was found; `None` if it cannot be read.
pub(super) fn face(name: &str, path: &Path, index: u32) -> Option<Face> {
    let mut file = Pieces::open(path)?;
    let mut image = Image::new(&mut file, index)?;
    image.read_tables(|tag| FACTS.contains(&&tag.to_be_bytes()))?;
    let facts = Arc::new(image.bytes);
    let (file, known) = (Mutex::new(file), facts.clone());
    let shapes = move |glyphs: &BTreeSet<u16>| -> Option<Bytes> {
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = drawing(&mut file, index, glyphs).or_else(|| whole(&mut file))?;
        // Another file may have been written over it meanwhile; the table has the checksum of the whole.
        is_same(&known, &bytes, index).then(|| -> Bytes { Arc::new(bytes) })
    };
    Face::in_parts(name, facts, Arc::new(shapes), index)
}

fn is_same(one: &[u8], other: &[u8], index: u32) -> bool {
    let head = |bytes| Some(FontRef::from_index(bytes, index).ok()?.table_data(HEAD)?.as_bytes());
    head(one).is_some_and(|bytes| head(other) == Some(bytes))
}

fn whole(file: &mut Pieces) -> Option<Vec<u8>> {
    let mut bytes = file.blank()?;
    file.fill(0, &mut bytes)?;
    Some(bytes)
}

/// The file with the shapes of some glyphs; `None` if it cannot be read, or is not of the usual kind.
fn drawing(file: &mut Pieces, index: u32, glyphs: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let mut image = Image::new(file, index)?;
    let is_shapes = |tag| tag == CFF || tag == GLYF;
    image.read_tables(|tag| !is_shapes(tag))?;
    match image.tables.iter().filter(|(tag, _)| is_shapes(*tag)).cloned().collect::<Vec<_>>().as_slice() {
        [(CFF, table)] => image.read_charstrings(table, glyphs)?,
        [(GLYF, table)] => image.read_outlines(table, glyphs)?,
        _ => return None,
    }
    Some(image.bytes)
}

/// As many bytes as the file has, each as it stands there or not read yet.
struct Image<'f> {
    file: &'f mut Pieces,
    bytes: Vec<u8>,
    index: u32,
    /// The tables of the face.
    tables: Vec<(Tag, Range<usize>)>,
}

impl<'f> Image<'f> {
    /// With the list of the tables.
    fn new(file: &'f mut Pieces, index: u32) -> Option<Self> {
        let bytes = file.blank()?;
        let mut image = Self { file, bytes, index, tables: Vec::new() };
        image.read(0..12)?;
        let start = match image.bytes.starts_with(b"ttcf") {
            true => {
                let place = 12 + 4 * usize::try_from(index).ok()?;
                image.read(place..place + 4)?;
                let start = FontData::new(&image.bytes).read_at::<u32>(place).ok()?;
                usize::try_from(start).ok()?
            }
            false => 0,
        };
        image.read(start..start + 12)?;
        let count = FontData::new(&image.bytes).read_at::<u16>(start + 4).ok()?;
        image.read(start..start + 12 + 16 * usize::from(count))?;
        let place = |offset: u32, length: u32| {
            let start = usize::try_from(offset).ok()?;
            Some(start..start.checked_add(usize::try_from(length).ok()?)?)
        };
        let tables = image.font()?.table_directory().table_records().iter();
        image.tables = tables
            .map(|table| Some((table.tag(), place(table.offset(), table.length())?)))
            .collect::<Option<_>>()?;
        Some(image)
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, self.index).ok()
    }

    fn read(&mut self, range: Range<usize>) -> Option<()> {
        let start = range.start.try_into().ok()?;
        self.file.fill(start, self.bytes.get_mut(range)?)
    }

    fn read_tables(&mut self, is_wanted: impl Fn(Tag) -> bool) -> Option<()> {
        let wanted: Vec<_> = self.tables.iter().filter(|(tag, _)| is_wanted(*tag)).cloned().collect();
        wanted.into_iter().try_for_each(|(_, range)| self.read(range))
    }

    /// A `CFF ` table, but of the shapes only some: all but those may be needed for each of them.
    fn read_charstrings(&mut self, table: &Range<usize>, glyphs: &BTreeSet<u16>) -> Option<()> {
        let within = |start: usize, end: usize| table.start + start..table.start + end;
        self.read(within(0, CFF_START.min(table.len())))?;
        let shapes = charstrings(self.bytes.get(table.clone())?)?;
        self.read(within(shapes, shapes.checked_add(v1::Index::MIN_SIZE)?))?;
        let start = shapes + index(self.bytes.get(within(shapes, table.len()))?)?.data_byte_range().start;
        self.read(within(shapes, start))?;
        let index = index(self.bytes.get(within(shapes, table.len()))?)?;
        let place = |glyph: usize| start.checked_add(index.get_offset(glyph).ok()?);
        let end = place(index.count().into())?;
        let glyphs = std::iter::once(0).chain(glyphs.iter().map(|glyph| usize::from(*glyph)));
        let places: Vec<_> =
            glyphs.map(|glyph| Some((place(glyph)?, place(glyph + 1)?))).collect::<Option<_>>()?;
        let others = [(0, shapes), (end, table.len())];
        others.into_iter().chain(places).try_for_each(|(start, end)| self.read(within(start, end)))
    }

    /// Of a `glyf` table some shapes, and those of which these are put together.
    fn read_outlines(&mut self, table: &Range<usize>, glyphs: &BTreeSet<u16>) -> Option<()> {
        let mut wanted: Vec<GlyphId> = glyphs.iter().map(|glyph| GlyphId::from(*glyph)).collect();
        wanted.push(GlyphId::NOTDEF);
        let mut known = BTreeSet::new();
        while let Some(glyph) = wanted.pop() {
            if !known.insert(glyph) {
                continue;
            }
            let number = usize::try_from(glyph.to_u32()).ok()?;
            let loca: Loca<'_> = self.font()?.loca(None).ok()?;
            let place = |number| usize::try_from(loca.get_raw(number)?).ok();
            let (start, end) = (place(number)?, place(number + 1)?);
            self.read(table.start + start..table.start + end)?;
            let font = self.font()?;
            let shape = font.loca(None).ok()?.get_glyf(glyph, &font.glyf().ok()?).ok()?;
            if let Some(Glyph::Composite(parts)) = shape {
                wanted.extend(parts.components().map(|part| GlyphId::from(part.glyph)));
            }
        }
        Some(())
    }
}

fn index(table: &[u8]) -> Option<v1::Index<'_>> {
    v1::Index::read(FontData::new(table)).ok()
}

/// Where the shapes of a `CFF ` table stand in it; `None` if its beginning does not say so.
fn charstrings(table: &[u8]) -> Option<usize> {
    let header = v1::CffHeader::read(FontData::new(table)).ok()?;
    let rest = FontData::new(header.trailing_data());
    let names = v1::Index::read(rest).ok()?.size_in_bytes().ok()?;
    let faces = v1::Index::read(rest.split_off(names)?).ok()?;
    let end = header.trailing_data_byte_range().start + names + faces.size_in_bytes().ok()?;
    (end <= CFF_START).then_some(())?;
    let is_shapes = |entry| match entry {
        Ok(dict::Entry::CharstringsOffset(start)) => Some(start),
        _ => None,
    };
    dict::entries(faces.get(0).ok()?, None).find_map(is_shapes)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use subsetter::GlyphRemapper;
    use write_fonts::FontBuilder;

    use super::*;
    use crate::cli::fonts::folders::system_fonts;
    use crate::cli::fonts::names::faces;

    fn shorts(numbers: &[u16]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// Four glyphs in a table of shapes: the last is put together of the second.
    fn font(shapes: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
        let head = [&[0; 18][..], &shorts(&[1000]), &[0; 34]].concat();
        let across = [&[0; 34][..], &shorts(&[1])].concat();
        let widths = shorts(&[1000, 0, 0, 0, 0]);
        let characters = shorts(&[0, 1, 3, 10, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1, 0, 0x4E00, 0, 0x4E02, 0, 1]);
        let most = [&shorts(&[1, 0, 4])[..], &[0; 26]].concat();
        let mut builder = FontBuilder::new();
        for (tag, table) in
            [(b"cmap", characters), (b"head", head), (b"hhea", across), (b"hmtx", widths), (b"maxp", most)]
        {
            builder.add_raw(Tag::new(tag), table);
        }
        shapes.iter().for_each(|(tag, table)| {
            builder.add_raw(Tag::new(tag), table.clone());
        });
        builder.build()
    }

    fn outlines() -> Vec<u8> {
        let one = [&shorts(&[1, 0, 0, 9, 9, 0, 0])[..], &[0x37, 5, 5, 0]].concat();
        let other = [&shorts(&[1, 0, 0, 9, 9, 0, 0])[..], &[0x37, 7, 7, 0]].concat();
        let both = shorts(&[0xFFFF, 0, 0, 9, 9, 2, 1, 0]);
        let places = shorts(&[0, 0, 9, 18, 26]);
        font(&[(*b"glyf", [one, other, both].concat()), (*b"loca", places)])
    }

    /// A list of the objects of a `CFF ` table.
    fn list(objects: &[&[u8]]) -> Vec<u8> {
        let mut out = shorts(&[objects.len() as u16]);
        if !objects.is_empty() {
            let ends = objects.iter().scan(1, |end, object| {
                *end += object.len() as u16;
                Some(*end)
            });
            out.extend([vec![2, 0, 1], shorts(&ends.collect::<Vec<_>>())].concat());
            objects.iter().for_each(|object| out.extend(*object));
        }
        out
    }

    fn charstrings_font() -> Vec<u8> {
        // Numbers from -107 to 107 are one byte each.
        let number = |number: usize| number as u8 + 139;
        let dict = |shapes: usize| [number(shapes), 17, number(0), number(shapes), 18];
        let start = |shapes| [vec![1, 0, 4, 1], list(&[b"A"]), list(&[&dict(shapes)]), list(&[]), list(&[])];
        let shapes = start(0).concat().len();
        let long = [&[144, 4][..], &[144, 144, 5].repeat(CFF_START), &[14]].concat();
        let glyphs: [&[u8]; 4] = [&[14], &long, &[145, 4, 14], &[146, 4, 14]];
        font(&[(*b"CFF ", [start(shapes).concat(), list(&glyphs)].concat())])
    }

    fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ttf");
        overwrite(&path, bytes);
        (folder, path)
    }

    #[expect(clippy::disallowed_methods, reason = "a file of the test")]
    fn overwrite(path: &Path, bytes: &[u8]) {
        std::fs::write(path, bytes).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a file of the test")]
    fn all(path: &Path) -> Vec<u8> {
        std::fs::read(path).unwrap()
    }

    fn cut(bytes: &[u8], index: u32, glyphs: &BTreeSet<u16>) -> Result<Vec<u8>, subsetter::Error> {
        let mut numbers = GlyphRemapper::new();
        for glyph in glyphs {
            numbers.remap(*glyph);
        }
        subsetter::subset_with_variations(bytes, index, &[], &numbers)
    }

    /// Draws some glyphs from the parts of a file and from the whole of it.
    fn same_parts(path: &Path, index: u32, glyphs: &[u16]) {
        let glyphs = glyphs.iter().copied().collect();
        let bytes = drawing(&mut Pieces::open(path).unwrap(), index, &glyphs).unwrap();
        let whole = all(path);
        assert!(bytes.len() == whole.len() && bytes != whole, "{path:?}: the whole file was read");
        let cut = |bytes| cut(bytes, index, &glyphs).unwrap();
        assert!(cut(&bytes) == cut(&whole), "{path:?} {index} {glyphs:?}");
    }

    #[test]
    fn what_is_drawn_from_parts_of_a_file_is_the_same_as_from_the_whole() {
        let (_folder, path) = written(&outlines());
        for glyphs in [&[][..], &[1], &[2], &[3]] {
            same_parts(&path, 0, glyphs);
        }
        let (_folder, path) = written(&charstrings_font());
        for glyphs in [&[][..], &[2], &[2, 3]] {
            same_parts(&path, 0, glyphs);
        }
        // And for the fonts of this machine, if there are any.
        for path in system_fonts() {
            for face in faces(&mut Pieces::open(&path).unwrap()).unwrap_or_default().iter().take(2) {
                same_parts(&path, face.index, &[1, 40, 41, 99]);
            }
        }
    }

    #[test]
    fn a_font_of_an_unusual_kind_is_read_whole() {
        let mut odd = charstrings_font();
        let shapes = odd.windows(2).rposition(|bytes| bytes == [18, 0]).unwrap();
        // The operator that says where the shapes begin.
        odd[shapes - 3] = 16;
        let (_folder, path) = written(&odd);
        let drawn = face("试", &path, 0).unwrap().drawing(&BTreeSet::from([1])).unwrap();
        assert!(drawn.as_ref().as_ref() == odd);
    }

    #[test]
    fn a_file_that_changes_before_it_is_drawn_is_not_drawn() {
        let bytes = outlines();
        let (_folder, path) = written(&bytes);
        let face = face("试", &path, 0).unwrap();
        let glyphs = BTreeSet::from([1]);
        assert!(face.drawing(&glyphs).is_some());
        let mut other = font(&[(*b"glyf", vec![0; 4]), (*b"loca", vec![0; 10])]);
        other.resize(bytes.len(), 0);
        overwrite(&path, &other);
        assert!(face.drawing(&glyphs).is_none());
        overwrite(&path, &bytes[..bytes.len() / 2]);
        assert!(face.drawing(&glyphs).is_none());
    }
}
