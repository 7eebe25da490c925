//! What the faces in a file are called, read from a few pieces of it: to read all fonts of a machine takes seconds.

use encoding_rs::GBK;
use skrifa::raw::tables::name::{Name, NameRecord};
use skrifa::raw::tables::os2::{Os2, SelectionFlags};
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::{FontData, FontRead, TableDirectory};

use crate::cli::files::Pieces;

/// More faces than any collection has.
const MOST_FACES: u32 = 256;
/// The weights from light to medium, as they serve for text; from the end on a face is bold.
const TEXT: std::ops::Range<u16> = 300..600;
const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// What a face says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its number in the file.
    pub index: u32,
    /// The names of its family, in all languages.
    families: Vec<String>,
    /// The names that are its alone, with its weight; the PostScript name.
    own: Vec<String>,
    weight: u16,
    is_slanted: bool,
    /// True if its licence forbids to put it, or a part of it, into a document.
    pub is_restricted: bool,
}

impl Named {
    /// How far the face is from what a name means, 0 being nearest; `None` if it does not bear the name. The name of a
    /// family means an upright face of usual weight, or a bold one with `Bold` behind it.
    pub fn distance(&self, name: &str) -> Option<u16> {
        let bears = |names: &[String], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        if bears(&self.own, name) {
            return Some(0);
        }
        let (family, wanted) = match name.strip_suffix(" Bold") {
            Some(family) => (family, BOLD),
            None => (name, REGULAR),
        };
        let fits = match wanted {
            BOLD => self.weight >= TEXT.end,
            _ => TEXT.contains(&self.weight),
        };
        let is_it = fits && !self.is_slanted && bears(&self.families, family);
        is_it.then(|| 1 + self.weight.abs_diff(wanted))
    }
}

/// The faces of a file; `None` if it is no font, or cut off.
pub(super) fn faces(file: &mut Pieces) -> Option<Vec<Named>> {
    let head = file.at(0, 12)?;
    let starts = match head.get(..4)? {
        b"ttcf" => {
            let count = number(head.get(8..)?)?;
            let offsets = file.at(12, usize::try_from(count).ok()?.checked_mul(4)?)?;
            if count == 0 || count > MOST_FACES {
                return None;
            }
            offsets.chunks(4).map(number).collect::<Option<Vec<u32>>>()?
        }
        b"\0\x01\0\0" | b"OTTO" | b"true" => vec![0],
        _ => return None,
    };
    (0..).zip(starts).map(|(index, start)| face(file, index, start.into())).collect()
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}

fn face(file: &mut Pieces, index: u32, start: u64) -> Option<Named> {
    let count = file.at(start + 4, 2)?;
    let count = u16::from_be_bytes(count.try_into().ok()?);
    let directory = file.at(start, 12 + 16 * usize::from(count))?;
    let directory = TableDirectory::read(FontData::new(&directory)).ok()?;
    let tables = directory.table_records();
    // A file that was not copied to its end lacks the last of them.
    let is_cut = |end: u64| end > file.size();
    if tables.iter().any(|table| is_cut(u64::from(table.offset()) + u64::from(table.length()))) {
        return None;
    }
    let mut table = |tag: &[u8; 4]| {
        let table = tables.iter().find(|table| table.tag() == Tag::new(tag))?;
        file.at(table.offset().into(), usize::try_from(table.length()).ok()?)
    };
    let mut named = Named {
        index,
        families: Vec::new(),
        own: Vec::new(),
        weight: REGULAR,
        is_slanted: false,
        is_restricted: false,
    };
    named.take_names(&table(b"name")?)?;
    // Old fonts of macOS have no such table.
    if let Some(traits) = table(b"OS/2") {
        named.take_traits(&Os2::read(FontData::new(&traits)).ok()?);
    }
    Some(named)
}

impl Named {
    fn take_names(&mut self, table: &[u8]) -> Option<()> {
        let table = Name::read(FontData::new(table)).ok()?;
        for record in table.name_record() {
            let names = match record.name_id() {
                NameId::FAMILY_NAME | NameId::TYPOGRAPHIC_FAMILY_NAME => &mut self.families,
                NameId::FULL_NAME | NameId::POSTSCRIPT_NAME => &mut self.own,
                _ => continue,
            };
            let name = text(record, table.string_data()).trim().to_owned();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        Some(())
    }

    fn take_traits(&mut self, traits: &Os2<'_>) {
        self.weight = match traits.us_weight_class() {
            0 => REGULAR,
            // Old fonts count from 1 to 9.
            old @ 1..=9 => old * 100,
            weight => weight,
        };
        self.is_slanted = traits.fs_selection().intersects(SelectionFlags::ITALIC | SelectionFlags::OBLIQUE);
        self.is_restricted = is_restricted(traits.fs_type());
    }
}

/// Whether a font forbids to put a part of it into a document.
fn is_restricted(kind: u16) -> bool {
    const PERMISSIONS: u16 = 0x000F;
    const RESTRICTED: u16 = 0x0002;
    const NO_PARTS: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    kind & PERMISSIONS == RESTRICTED || kind & (NO_PARTS | BITMAPS_ONLY) != 0
}

/// A name; old Chinese fonts have theirs in GBK.
fn text(record: &NameRecord, data: FontData<'_>) -> String {
    let is_gbk = matches!((record.platform_id(), record.encoding_id()), (3, 3) | (1, 25));
    if !is_gbk {
        return record.string(data).map(|name| name.to_string()).unwrap_or_default();
    }
    let start = record.string_offset().to_u32();
    let bytes = usize::try_from(start)
        .ok()
        .and_then(|start| data.as_bytes().get(start..start.checked_add(record.length().into())?));
    // A letter of one byte may have a zero before it.
    let bytes: Vec<u8> = bytes.unwrap_or_default().iter().copied().filter(|byte| *byte != 0).collect();
    GBK.decode_without_bom_handling(&bytes).0.into_owned()
}
