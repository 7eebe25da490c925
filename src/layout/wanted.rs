//! Which fonts a style asks for, and under which names they may be found.

use serde::Deserialize;

use super::font::{Fonts, Missing, NoFont};
use super::style::Style;

/// The text of the list of fonts.
const LIST: &str = include_str!("../../templates/fonts.toml");

/// A font that a style names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What it is called in official documents, e.g. `仿宋`.
    pub role: String,
    /// The name in the style file, under which [`Fonts`] keeps its face.
    pub font: String,
    /// The names under which to look for it, the best first: family names in Chinese or English, perhaps with `Bold`
    /// behind them.
    pub names: Vec<String>,
    /// True for the font of letters and digits; where it is missing they are set in the font of the Chinese
    /// characters beside them.
    pub is_latin: bool,
    /// Where to get it.
    pub get: String,
}

/// The list of fonts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    role: Vec<Role>,
}

/// What official documents use a font for, with its names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    role: String,
    #[serde(default)]
    latin: bool,
    fonts: Vec<String>,
    get: String,
}

/// The fonts that a style names, each once, those of Chinese characters first.
pub fn wanted(style: &Style) -> Vec<Wanted> {
    // The list is read by a test.
    let list: List = toml::from_str(LIST).unwrap_or(List { role: Vec::new() });
    let faces = style.faces();
    let chinese: Vec<&str> = faces.iter().map(|(font, _, _)| *font).collect();
    let latin = faces.iter().map(|(_, latin, _)| *latin).filter(|latin| !chinese.contains(latin));
    let mut wanted: Vec<Wanted> = Vec::new();
    for (font, is_latin) in chinese.iter().map(|font| (*font, false)).chain(latin.map(|font| (font, true))) {
        if wanted.iter().all(|one| one.font != font) {
            wanted.push(one(font, is_latin, style, &list));
        }
    }
    wanted
}

fn one(font: &str, is_latin: bool, style: &Style, list: &List) -> Wanted {
    let substitutes = style.substitutes.get(font).map_or("", String::as_str);
    let mut names: Vec<String> = std::iter::once(font)
        .chain(substitutes.split(','))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    // A font that the list does not know is taken for the one of the body: it is in the style file for text.
    let usual = if is_latin { "西文" } else { "仿宋" };
    let knows = |role: &&Role| names.iter().any(|name| role.fonts.iter().any(|known| is_same(known, name)));
    let role = list.role.iter().find(knows).or_else(|| list.role.iter().find(|role| role.role == usual));
    let (name, get) = role.map_or((usual, ""), |role| (&role.role, &role.get));
    let known = role.into_iter().flat_map(|role| &role.fonts);
    let is_latin = is_latin || role.is_some_and(|role| role.latin);
    let (role, get) = (name.to_owned(), get.to_owned());
    for name in known {
        if !names.iter().any(|one| is_same(one, name)) {
            names.push(name.clone());
        }
    }
    Wanted { role, font: font.to_owned(), names, is_latin, get }
}

/// Names of fonts are the same in capital and small letters.
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Fonts {
    /// Whether every font is there that a style needs.
    ///
    /// # Errors
    /// Those that are not, all at once; fonts of letters and digits are never missed.
    pub fn check(&self, style: &Style) -> Result<(), NoFont> {
        let is_missing = |one: &Wanted| !one.is_latin && self.named(&one.font).is_none();
        let missing: Vec<Missing> = wanted(style)
            .into_iter()
            .filter(is_missing)
            .map(|one| Missing { role: one.role, font: one.font, get: one.get })
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(NoFont::Role(missing)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_of_the_built_in_style_has_its_role() {
        let style = Style::built_in().unwrap();
        let roles: Vec<_> = wanted(&style).into_iter().map(|one| (one.role, one.font)).collect();
        let expected = [
            ("小标宋", "方正小标宋简体"),
            ("仿宋", "仿宋_GB2312"),
            ("黑体", "黑体"),
            ("楷体", "楷体_GB2312"),
            ("宋体", "宋体"),
            ("西文", "Times New Roman"),
        ];
        assert_eq!(roles, expected.map(|(role, font)| (role.to_owned(), font.to_owned())));
    }

    #[test]
    fn the_name_in_the_style_file_comes_first_then_its_substitutes() {
        let text = "[body]\nfont = \"某仿宋\"\n[substitutes]\n\"某仿宋\" = \"甲, 华文楷体\"";
        let style = Style::layered([("a", text)]).unwrap();
        let own = wanted(&style).into_iter().find(|one| one.font == "某仿宋").unwrap();
        assert_eq!(own.role, "楷体");
        assert_eq!(own.names[..3], ["某仿宋", "甲", "华文楷体"]);
        assert_eq!(own.names.iter().filter(|name| *name == "华文楷体").count(), 1);
    }

    #[test]
    fn all_that_is_missing_is_said_at_once_with_the_mend() {
        let error = Fonts::new().check(&Style::built_in().unwrap()).unwrap_err().to_string();
        for part in ["仿宋“仿宋_GB2312”", "“黑体”（Windows 自带黑体）", "装好字体再生成"]
        {
            assert!(error.contains(part), "{error}");
        }
        assert!(!error.contains("Times"), "{error}");
    }
}
