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
