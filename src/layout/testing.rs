//! A font for tests, made here, so that no test of the pages depends on what a machine has installed: letters and
//! digits up to U+017F half an em wide, all else from U+2010 on one em, every glyph empty.

/// Units of the em square.
const EM: u16 = 1000;
/// The first and the last narrow character, and the first and the last wide one.
const RANGES: [(u32, u32); 2] = [(0x20, 0x17F), (0x2010, 0xFFFD)];

/// The bytes of the font.
pub fn font() -> Vec<u8> {
    font_with(None)
}

/// The same with one more character of one em, beyond those of the usual one.
pub fn font_with(rare: Option<char>) -> Vec<u8> {
    let narrow = u16::try_from(RANGES[0].1 - RANGES[0].0 + 1).unwrap();
    let wide = u16::try_from(RANGES[1].1 - RANGES[1].0 + 1).unwrap();
    let glyphs = 1 + narrow + wide;
    // The last width that is stated goes for all glyphs behind it.
    let stated = narrow + 2;
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", cmap(narrow, rare)),
        (b"glyf", vec![0; 4]),
        (b"head", head()),
        (b"hhea", hhea(stated)),
        (b"hmtx", hmtx(stated, glyphs)),
        (b"loca", vec![0; 2 * (usize::from(glyphs) + 1)]),
        (b"maxp", maxp(glyphs)),
    ];
    let count = u16::try_from(tables.len()).unwrap();
    let mut out = words(&[0x0001_0000]);
    out.extend(shorts(&[count, 64, 2, count * 16 - 64]));
    let mut at = 12 + 16 * tables.len();
    let mut body = Vec::new();
    for (tag, table) in tables {
        out.extend(tag);
        let length = table.len();
        out.extend(words(&[0, u32::try_from(at).unwrap(), u32::try_from(length).unwrap()]));
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
        at += length.next_multiple_of(4);
    }
    out.extend(body);
    out
}

fn shorts(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn cmap(narrow: u16, rare: Option<char>) -> Vec<u8> {
    let mut out = shorts(&[0, 1, 3, 10]);
    out.extend(words(&[12]));
    out.extend(shorts(&[12, 0]));
    let [(first, last), (first_wide, last_wide)] = RANGES;
    let wide = 1 + u32::from(narrow);
    let mut groups = vec![[first, last, 1], [first_wide, last_wide, wide]];
    groups.extend(rare.map(u32::from).map(|c| [c, c, wide]));
    let count = u32::try_from(groups.len()).unwrap();
    out.extend(words(&[16 + 12 * count, 0, count]));
    out.extend(words(&groups.concat()));
    out
}

fn head() -> Vec<u8> {
    let mut out = words(&[0x0001_0000, 0x0001_0000, 0, 0x5F0F_3CF5]);
    out.extend(shorts(&[0, EM]));
    out.extend([0; 16]);
    // The box of all glyphs, from 120 below the baseline to 880 above it.
    out.extend(shorts(&[0, 120_u16.wrapping_neg(), EM, 880, 0, 8, 2, 0, 0]));
    out
}

fn hhea(stated: u16) -> Vec<u8> {
    let mut out = words(&[0x0001_0000]);
    out.extend(shorts(&[880, 120_u16.wrapping_neg(), 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, stated]));
    out
}

fn hmtx(stated: u16, glyphs: u16) -> Vec<u8> {
    let widths = (0..stated).map(|glyph| if glyph + 1 == stated { EM } else { EM / 2 });
    let mut out: Vec<u8> = widths.flat_map(|width| shorts(&[width, 0])).collect();
    out.resize(out.len() + 2 * usize::from(glyphs - stated), 0);
    out
}

fn maxp(glyphs: u16) -> Vec<u8> {
    let mut out = words(&[0x0001_0000]);
    out.extend(shorts(&[glyphs]));
    out.extend(shorts(&[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
    out
}
