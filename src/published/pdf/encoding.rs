//! Encodings of Chinese fonts that are not in the file, completed so that every code is read at its full length.
//!
//! Of a code that an encoding does not have, such as that of a list mark, the whole is passed over (ISO 32000-1,
//! 9.7.6.3). hayro 0.9 passes over its first byte and reads on in the middle of a character, so that all words behind
//! are others; it does so only for codes that are neither a character nor said to be none.

use std::sync::OnceLock;

use hayro_interpret::hayro_cmap::{CMapName, load_embedded};

/// An encoding in codes of two bytes.
struct Encoding {
    name: &'static [u8],
    /// From the first to the last code.
    codes: &'static [(u16, u16)],
    /// Made when it is first needed.
    whole: OnceLock<Option<Vec<u8>>>,
}

impl Encoding {
    const fn new(name: &'static [u8], codes: &'static [(u16, u16)]) -> Self {
        Self { name, codes, whole: OnceLock::new() }
    }
}

/// Between these two parts lie the halves of codes of four bytes.
const UNICODE: &[(u16, u16)] = &[(0, 0xD7FF), (0xE000, 0xFFFF)];
/// Codes of one byte are smaller.
const EUC: &[(u16, u16)] = &[(0x8140, 0xFEFE)];

/// Those for upright lines (`-V`) are built on these.
static ENCODINGS: [Encoding; 5] = [
    Encoding::new(b"UniGB-UCS2-H", UNICODE),
    Encoding::new(b"UniGB-UTF16-H", UNICODE),
    Encoding::new(b"GB-EUC-H", EUC),
    Encoding::new(b"GBK-EUC-H", EUC),
    Encoding::new(b"GBKp-EUC-H", EUC),
];

/// The table of an encoding as hayro packs it.
pub(super) fn load(name: CMapName<'_>) -> Option<&'static [u8]> {
    let known = ENCODINGS.iter().find(|encoding| encoding.name == name.to_bytes());
    let Some(Encoding { codes, whole, .. }) = known else { return load_embedded(name) };
    whole.get_or_init(|| completed(load_embedded(name)?, codes)).as_deref()
}

/// A table that says of all codes which it does not have that they are no characters.
fn completed(packed: &[u8], codes: &[(u16, u16)]) -> Option<Vec<u8>> {
    /// Where the table says how long it is.
    const LENGTH: std::ops::Range<usize> = 6..10;
    const NO_CHARACTERS: u8 = 0x0A;
    const BYTES_OF_A_CODE: u8 = 2;
    let mut entries = vec![BYTES_OF_A_CODE];
    entries.extend(u16::try_from(codes.len()).ok()?.to_be_bytes());
    for (first, last) in codes {
        // Each stands for the character with the number 0, which is none.
        [*first, *last, 0].iter().for_each(|number| entries.extend(number.to_be_bytes()));
    }
    let mut table = packed.to_vec();
    table.push(NO_CHARACTERS);
    // The kind and the length itself count as well.
    table.extend(u32::try_from(1 + size_of::<u32>() + entries.len()).ok()?.to_be_bytes());
    table.extend(entries);
    let length = u32::try_from(table.len()).ok()?.to_be_bytes();
    table.get_mut(LENGTH)?.copy_from_slice(&length);
    Some(table)
}
