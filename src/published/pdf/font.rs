//! Fonts: characters of fonts that do not say what they mean, bold type, and what stands for fonts that are
//! not in the file.

use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{FontData, Glyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, String as Bytes};
use hayro_interpret::hayro_syntax::page::Page;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::encoding;

/// No ligature stands for more characters.
pub(super) const LIGATURE: usize = 16;

/// Words in the names of bold fonts. 黑体 is none: titles are set in it, and it has a bold font of its own.
const BOLD: [&str; 3] = ["bold", "black", "heavy"];

/// True if the font of this glyph is a bold one by its name.
pub(super) fn is_bold(glyph: &OutlineGlyph) -> bool {
    let name = name_of(glyph).unwrap_or_default().to_lowercase();
    BOLD.iter().any(|word| name.contains(word))
}

fn name_of(glyph: &OutlineGlyph) -> Option<String> {
    glyph.font_data()?.postscript_name
}

/// How hayro is to read: nothing is painted, so a font that is not in the file needs no shapes, only to be there.
pub(super) fn settings() -> InterpreterSettings {
    let font: FontData = Arc::new(empty_font());
    InterpreterSettings {
        font_resolver: Arc::new(move |_| Some((font.clone(), 0))),
        cmap_resolver: Arc::new(encoding::load),
        ..Default::default()
    }
}

/// A TrueType font with one empty glyph.
pub(super) fn empty_font() -> Vec<u8> {
    let tables: [(&[u8; 4], &[u8]); 4] = [
        (
            b"head",
            b"\0\x01\0\0\0\x01\0\0\0\0\0\0\x5f\x0f\x3c\xf5\0\0\x03\xe8\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
              \0\0\0\0\0\0\0\0\0\0\0\x08\0\x02\0\0\0\0",
        ),
        (
            b"hhea",
            b"\0\x01\0\0\x03\x70\xff\x88\0\0\x03\xe8\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01",
        ),
        // No breadth: the library would stretch the glyph to that of the font it stands for.
        (b"hmtx", b"\0\0\0\0"),
        (b"maxp", b"\0\0\x50\0\0\x01"),
    ];
    let mut font = b"\0\x01\0\0\0\x04\0\x40\0\x02\0\0".to_vec();
    let mut body = Vec::new();
    for (name, table) in tables {
        // The entries take twelve bytes and four times sixteen.
        let start = u32::try_from(12 + 4 * 16 + body.len()).unwrap_or_default();
        let length = u32::try_from(table.len()).unwrap_or_default();
        font.extend_from_slice(name);
        font.extend([0, start, length].iter().flat_map(|number| number.to_be_bytes()));
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    font.extend(body);
    font
}

/// Fonts whose character codes tell their characters, though the fonts themselves do not: those with one of the
/// known Chinese encodings.
#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<String, Code>,
}

/// How the codes of a font are read.
struct Code {
    /// The name of its encoding.
    encoding: Vec<u8>,
    /// What numbers its characters have.
    family: CidFamily,
    /// Read for the first glyph that needs them: that takes longer than a page, and most fonts tell their
    /// characters.
    maps: OnceCell<Option<Maps>>,
}

struct Maps {
    /// From codes to the numbers of characters.
    encoding: CMap,
    /// From these numbers to Unicode.
    unicode: CMap,
}

impl Fonts {
    /// Adds the fonts of a page.
    pub fn learn(&mut self, page: &Page<'_>) {
        let fonts = &page.resources().fonts;
        for key in fonts.keys() {
            let Some(font) = fonts.get::<Dict<'_>>(key.as_ref()) else { continue };
            if font.contains_key(b"ToUnicode".as_slice()) {
                continue;
            }
            let name = font.get::<Name<'_>>(b"BaseFont".as_slice());
            if let (Some(name), Some(code)) = (name, Code::of(&font)) {
                self.known.entry(plain_name(name.as_str()).to_owned()).or_insert(code);
            }
        }
    }

    /// The character of a glyph whose font does not tell it.
    pub fn guess(&self, glyph: &Glyph<'_>) -> Option<char> {
        let Glyph::Outline(outline) = glyph else { return None };
        if self.known.is_empty() {
            return None;
        }
        let code = self.known.get(&name_of(outline)?)?;
        let maps = code.maps.get_or_init(|| code.read()).as_ref()?;
        let number = (1..=4).find_map(|length| maps.encoding.lookup_cid_code(outline.char_code(), length))?;
        match maps.unicode.lookup_bf_string(number)? {
            BfString::Char(c) => Some(c),
            BfString::String(text) => text.chars().next(),
        }
    }
}

impl Code {
    fn of(font: &Dict<'_>) -> Option<Self> {
        let inner = font.get::<Array<'_>>(b"DescendantFonts".as_slice())?.iter::<Dict<'_>>().next()?;
        let system = inner.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
        let registry = system.get::<Bytes<'_>>(b"Registry".as_slice())?;
        let ordering = system.get::<Bytes<'_>>(b"Ordering".as_slice())?;
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        family.ucs2_cmap()?;
        let encoding = font.get::<Name<'_>>(b"Encoding".as_slice())?;
        // In a TrueType font such a code may be the number of a shape, whatever the font says: then a figure would
        // be read wrong.
        let shapes = inner.get::<Name<'_>>(b"Subtype".as_slice())?.as_ref() == b"CIDFontType2";
        match CMapName::from_bytes(encoding.as_ref()) {
            CMapName::IdentityH | CMapName::IdentityV if shapes => None,
            CMapName::Custom(_) => None,
            _ => Some(Self { encoding: encoding.as_ref().to_owned(), family, maps: OnceCell::new() }),
        }
    }

    fn read(&self) -> Option<Maps> {
        let encoding = match CMapName::from_bytes(&self.encoding) {
            CMapName::IdentityH => CMap::identity_h(),
            CMapName::IdentityV => CMap::identity_v(),
            other => load(other)?,
        };
        Some(Maps { encoding, unicode: load(self.family.ucs2_cmap()?)? })
    }
}

fn load(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(encoding::load(name)?, encoding::load)
}

/// The name of a font without the mark of a subset before it (`ABCDEF+`).
fn plain_name(name: &str) -> &str {
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 => rest,
        _ => name,
    }
}
