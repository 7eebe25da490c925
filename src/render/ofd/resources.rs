//! The list of fonts: what each is called, how it looks, and where it lies in the file if it is put in.

use std::collections::BTreeMap;

use skrifa::attribute::Weight;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::embed::Embedded;
use crate::layout::{Face, FaceId, Fonts, Style, wanted};
use crate::render::xml::{part, plain};

/// The list of the faces in use, each with its number in the file.
pub(super) fn resources(
    faces: &BTreeMap<FaceId, u32>,
    fonts: &Fonts,
    style: &Style,
    embedded: &[Embedded],
) -> String {
    let fonts = faces.iter().filter_map(|(face, id)| {
        let found = fonts.face(*face)?;
        let (name, look) = (plain(found.name()), look(found));
        // By the family a reader that does not have the face takes another.
        let family = plain(named(*face, fonts, style).as_deref().unwrap_or(found.name()));
        let open = format!(r#"<ofd:Font ID="{id}" FontName="{name}" FamilyName="{family}"{look}"#);
        Some(match embedded.iter().find(|font| font.id == *id) {
            None => [&open, "/>"].concat(),
            Some(font) => format!("{open}><ofd:FontFile>{}</ofd:FontFile></ofd:Font>", font.name()),
        })
    });
    part(&format!(include_str!("../../../templates/ofd/resources.xml"), fonts = fonts.collect::<String>()))
}

/// The font of the style that a face stands for; the one of running text if it stands for several.
fn named(face: FaceId, fonts: &Fonts, style: &Style) -> Option<String> {
    let wanted = wanted(style).into_iter().map(|one| one.font).filter(|font| fonts.named(font) == Some(face));
    let wanted: Vec<String> = wanted.collect();
    wanted.iter().find(|font| **font == style.body.font).or(wanted.first()).cloned()
}

/// What a reader without the face should look for in another.
fn look(face: &Face) -> String {
    let Ok(font) = FontRef::from_index(face.facts(), face.index()) else {
        return String::new();
    };
    let is_bold = font.attributes().weight >= Weight::SEMI_BOLD;
    let is_fixed = font.post().is_ok_and(|post| post.is_fixed_pitch() != 0);
    // The kind of a font for text, and its serifs: 11 to 15 are those without.
    let has_serifs = font.os2().is_ok_and(|os2| {
        let [kind, serifs, ..] = os2.panose_10() else { return false };
        *kind == 2 && (2..=10).contains(serifs)
    });
    let words =
        [(has_serifs, r#" Serif="true""#), (is_bold, r#" Bold="true""#), (is_fixed, r#" FixedWidth="true""#)];
    words.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect()
}
