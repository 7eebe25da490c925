//! Puts what is used of a font into the file.

use std::collections::{BTreeMap, BTreeSet};

use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, Tag};
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;
use write_fonts::tables::cmap::Cmap;

use super::{OfdError, Used};
use crate::layout::{Face, FaceId, Fonts};

/// The table with the facts about a font, without which browsers do not take it.
const FACTS: Tag = Tag::new(b"OS/2");
/// The part of these facts that says what the licence allows, and what it says if it allows nothing.
const LICENCE: u16 = 0x000F;
const NOTHING: u16 = 0x0002;

/// A font in the file.
pub(super) struct Embedded {
    /// The number of the font.
    pub id: u32,
    is_opentype: bool,
    pub data: Vec<u8>,
}

impl Embedded {
    /// Its name in the folder of the resources.
    pub fn name(&self) -> String {
        format!("Font_{}.{}", self.id, if self.is_opentype { "otf" } else { "ttf" })
    }

    /// Its path in the file.
    pub fn path(&self) -> String {
        format!("Doc_0/Res/{}", self.name())
    }
}

/// The fonts in use, cut down to the characters that they are used for.
pub(super) fn files(
    used: &Used,
    faces: &BTreeMap<FaceId, u32>,
    fonts: &Fonts,
) -> Result<Vec<Embedded>, OfdError> {
    let all = used.iter().filter_map(|(face, characters)| {
        let (id, face) = (*faces.get(face)?, fonts.face(*face)?);
        Some(file(id, face, characters))
    });
    all.collect()
}

fn file(id: u32, face: &Face, characters: &BTreeMap<char, u16>) -> Result<Embedded, OfdError> {
    let cannot = || OfdError::Embed(face.name().to_owned());
    let glyphs: BTreeSet<u16> = characters.values().copied().collect();
    let bytes = face.drawing(&glyphs).ok_or_else(cannot)?;
    let bytes = bytes.as_ref().as_ref();
    let font = FontRef::from_index(bytes, face.index()).map_err(|_| cannot())?;
    if font.os2().is_ok_and(|os2| os2.fs_type() & LICENCE == NOTHING) {
        return Err(OfdError::NotAllowed(face.name().to_owned()));
    }
    let data = cut(bytes, face.index(), &font, characters).ok_or_else(cannot)?;
    Ok(Embedded { id, is_opentype: data.starts_with(b"OTTO"), data })
}

/// The font with the glyphs of some characters. The subsetter drops the table of characters, because a PDF has one of
/// its own; readers of OFD look a character up in the font.
fn cut(bytes: &[u8], index: u32, font: &FontRef<'_>, characters: &BTreeMap<char, u16>) -> Option<Vec<u8>> {
    let mut numbers = GlyphRemapper::new();
    let characters: Vec<(char, GlyphId)> =
        characters.iter().map(|(c, glyph)| (*c, GlyphId::new(numbers.remap(*glyph).into()))).collect();
    let cut = subsetter::subset_with_variations(bytes, index, &[], &numbers).ok()?;
    let mut builder = FontBuilder::new();
    builder.add_table(&Cmap::from_mappings(characters).ok()?).ok()?;
    if let Some(facts) = font.table_data(FACTS) {
        builder.add_raw(FACTS, facts.as_bytes());
    }
    builder.copy_missing_tables(FontRef::new(&cut).ok()?);
    Some(builder.build())
}
