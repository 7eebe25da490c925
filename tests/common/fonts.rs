//! Fonts for the tests: one that is made here, and those that the machine has.

use std::sync::{Arc, OnceLock};

use nianbao::layout::{Face, Fonts, Style, wanted};

#[path = "../../src/layout/testing.rs"]
mod made;

/// Fonts for a style, all of them the face that is made here.
pub fn made(style: &Style) -> Fonts {
    let data = Arc::new(made::font());
    let mut fonts = Fonts::new();
    for one in wanted(style) {
        fonts.insert(&one.font, Face::new("试", data.clone(), 0).unwrap());
    }
    fonts
}

/// Fonts for a style, each a face of its own with the name under which the style asks for it.
pub fn apart(style: &Style) -> Fonts {
    let mut fonts = Fonts::new();
    for one in wanted(style) {
        fonts.insert(&one.font, Face::new(&one.font, Arc::new(made::font()), 0).unwrap());
    }
    fonts
}

/// True if the machine has fonts with which the program makes a PDF. Where it has none, what needs them is left out,
/// unless `NIANBAO_FONTS` says, as in CI, that they must be there.
pub fn are_installed() -> bool {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    *INSTALLED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = super::repository("examples/qinghe-2024.toml");
        let arguments = ["render", path.to_str().unwrap(), "--to", "pdf", "-o", "."];
        let outcome = super::program::nianbao(folder.path(), arguments);
        let is_asked_for = std::env::var_os("NIANBAO_FONTS").is_some();
        assert!(outcome.status == 0 || !is_asked_for, "fonts must be here: {}", outcome.stderr);
        outcome.status == 0
    })
}

/// The bytes of the face that is made here, with the name of a family.
pub fn called(family: &str) -> Vec<u8> {
    named(made::font(), family)
}

/// The same with one more character, beyond those of the usual one.
pub fn called_with(family: &str, rare: char) -> Vec<u8> {
    named(made::font_with(Some(rare)), family)
}

/// The bytes of a face with the name of a family.
fn named(font: Vec<u8>, family: &str) -> Vec<u8> {
    const RECORD: usize = 16;
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap());
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let end = 12 + RECORD * tables;
    let name: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u16::try_from(name.len()).unwrap();
    // One name: Unicode for Windows, Chinese, the family.
    let table = [0, 1, 18, 3, 1, 0x0804, 1, length, 0];
    let table = [table.map(u16::to_be_bytes).concat(), name].concat();
    let mut out = [&font[..4], &u16::try_from(tables + 1).unwrap().to_be_bytes(), &font[6..12]].concat();
    let shift = u32::try_from(RECORD).unwrap();
    for record in (12..end).step_by(RECORD) {
        out.extend(&font[record..record + 8]);
        out.extend((number(record + 8) + shift).to_be_bytes());
        out.extend(&font[record + 12..record + RECORD]);
    }
    out.extend(b"name");
    for one in [0, u32::try_from(font.len()).unwrap() + shift, u32::try_from(table.len()).unwrap()] {
        out.extend(one.to_be_bytes());
    }
    [out, font[end..].to_vec(), table].concat()
}
