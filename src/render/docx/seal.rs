//! The seal of a DOCX: a custom property with the digest of all other parts. Word and WPS keep the
//! property when they save, and write every other part anew.

use super::xml;
use crate::render::archive;
use crate::render::seal::{between, of_parts};

/// The part that holds the property.
pub(super) const PART: &str = "docProps/custom.xml";

/// The part with the text of a DOCX.
const STORY: &str = "word/document.xml";

/// The property with the digest of the file that this one takes the place of.
const REPLACES: &str =
    r#"<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="replaces"><vt:lpwstr>"#;
/// What ends a property.
const END: &str = "</vt:lpwstr></property>";

/// The part that seals the others, and names the file that this one takes the place of.
pub(super) fn part(files: &[(String, String)], replaces: Option<&str>) -> String {
    let replaces = replaces.map(|digest| [REPLACES, &xml::plain(digest), END].concat()).unwrap_or_default();
    let sealed = files.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes()));
    let own = (!replaces.is_empty()).then_some((PART, replaces.as_bytes()));
    let digest = of_parts(sealed.chain(own));
    xml::part(&format!(
        include_str!("../../../templates/docx/custom.xml"),
        digest = digest,
        replaces = replaces
    ))
}

/// The digest that a seal names besides its own.
fn replaced(sealed: &str) -> Option<&str> {
    between(sealed, REPLACES, END)
}

/// The title among the properties of a sealed DOCX.
pub(super) fn title(bytes: &[u8]) -> Option<String> {
    let (parts, _) = read(bytes)?;
    let (_, core) = parts.into_iter().find(|(name, _)| name == "docProps/core.xml")?;
    between(&core, "<dc:title>", "</dc:title>").map(str::to_owned)
}

/// True if a DOCX has a seal.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    read(bytes).is_some()
}

/// True if a DOCX has a seal and is still as it was sealed.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    read(bytes).is_some_and(|(parts, sealed)| sealed == part(&parts, replaced(&sealed)))
}

/// All parts but the seal, in their order, and the seal. `None` for what is no such package.
fn read(bytes: &[u8]) -> Option<(Vec<(String, String)>, String)> {
    let (mut parts, mut sealed) = (Vec::new(), None);
    for (name, content) in archive::unpack(bytes)? {
        let text = String::from_utf8(content).ok()?;
        if name == PART {
            sealed = Some(text);
        } else {
            parts.push((name, text));
        }
    }
    // Other outputs are packages, too.
    parts.iter().any(|(name, _)| name == STORY).then_some((parts, sealed?))
}
