//! Which fonts a style asks for, and under which names they may be found.

use serde::Deserialize;

use super::font::{Fonts, LayoutError, Missing};
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
    /// behind them, or PostScript names.
    pub names: Vec<String>,
    /// The names of fonts that can take its place, the best first. That one does is to be said.
    pub stand_ins: Vec<String>,
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
    /// The first is the one that the standard's style names.
    fonts: Vec<String>,
    stand_ins: Vec<String>,
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
    let substitutes = style.substitutes.get(font).map_or("", String::as_str).split(',').map(str::trim);
    let own: Vec<&str> = std::iter::once(font).chain(substitutes).filter(|name| !name.is_empty()).collect();
    // A font that the list does not know is taken for the one of the body: it is in the style file for text.
    let usual = if is_latin { "西文" } else { "仿宋" };
    let knows = |role: &&Role| own.iter().any(|name| role.fonts.iter().chain(&role.stand_ins).any(is(name)));
    let role = list.role.iter().find(knows).or_else(|| list.role.iter().find(|role| role.role == usual));
    let (kind, stand_ins) = role.map_or((&[][..], &[][..]), |role| (&role.fonts[..], &role.stand_ins[..]));
    // An office that names another font than the standard's means that one, not any of its kind.
    let is_usual = kind.first().is_some_and(|first| is(font)(first));
    let (mut names, mut others): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for name in own {
        let is_stand_in = name != font && stand_ins.iter().any(is(name));
        add(if is_stand_in { &mut others } else { &mut names }, name);
    }
    let of_kind = if is_usual { &mut names } else { &mut others };
    kind.iter().for_each(|name| add(of_kind, name));
    stand_ins.iter().for_each(|name| add(&mut others, name));
    others.retain(|name| !names.iter().any(is(name)));
    Wanted {
        role: role.map_or(usual, |role| &role.role).to_owned(),
        font: font.to_owned(),
        names,
        stand_ins: others,
        is_latin: is_latin || role.is_some_and(|role| role.latin),
        get: role.map_or("", |role| &role.get).to_owned(),
    }
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(is(name)) {
        names.push(name.to_owned());
    }
}

/// Names of fonts are the same in capital and small letters.
fn is(name: &str) -> impl Fn(&String) -> bool {
    move |other| other.eq_ignore_ascii_case(name)
}

impl Fonts {
    /// Whether every font is there that a style needs.
    ///
    /// # Errors
    /// Those that are not, all at once; fonts of letters and digits are never missed.
    pub fn check(&self, style: &Style) -> Result<(), LayoutError> {
        let is_missing = |one: &Wanted| !one.is_latin && self.named(&one.font).is_none();
        let missing: Vec<Missing> = wanted(style)
            .into_iter()
            .filter(is_missing)
            .map(|one| Missing { role: one.role, font: one.font, get: one.get })
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(LayoutError::Role(missing)) }
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

    fn of(style: &str, font: &str) -> Wanted {
        let style = Style::layered([("a", style)]).unwrap();
        wanted(&style).into_iter().find(|one| one.font == font).unwrap()
    }

    #[test]
    fn the_name_in_the_style_file_comes_first_then_its_substitutes() {
        let own = of("[body]\nfont = \"某仿宋\"\n[substitutes]\n\"某仿宋\" = \"甲, 华文楷体\"", "某仿宋");
        assert_eq!(own.role, "楷体");
        assert_eq!(own.names, ["某仿宋", "甲", "华文楷体"]);
        assert_eq!(own.stand_ins[..2], ["楷体_GB2312", "KaiTi_GB2312"]);
        assert!(!own.stand_ins.contains(&"华文楷体".to_owned()));
    }

    #[test]
    fn any_font_of_the_kind_is_as_good_as_the_standard_one_but_not_as_one_that_an_office_names() {
        let title = of("", "方正小标宋简体");
        let has = |names: &[String], name: &str| names.iter().any(is(name));
        assert!(has(&title.names, "方正小标宋_GBK") && has(&title.names, "CESI小标宋-GB2312"));
        // Word may take 华文中宋; that a report does is said.
        assert!(!has(&title.names, "华文中宋") && title.stand_ins[0] == "华文中宋");
        let body = of("", "仿宋_GB2312");
        assert!(has(&body.names, "华文仿宋") && has(&body.stand_ins, "Noto Serif CJK SC"));
        let own = of("[body]\nfont = \"方正仿宋_GBK\"", "方正仿宋_GBK");
        assert_eq!(own.names, ["方正仿宋_GBK"]);
        assert_eq!(own.stand_ins[0], "仿宋_GB2312");
    }

    #[test]
    fn all_that_is_missing_is_said_at_once_with_the_mend() {
        let error = Fonts::new().check(&Style::built_in().unwrap()).unwrap_err().to_string();
        for part in
            ["仿宋“仿宋_GB2312”", "“黑体”（Windows 自带黑体；", "装好字体再生成", "--fonts", "nianbao fonts"]
        {
            assert!(error.contains(part), "{error}");
        }
        assert!(!error.contains("Times"), "{error}");
    }
}
