//! The seal of an OFD: a property with the digest of all parts, taken with noughts in its place. What another program
//! saves has other parts.

use super::frame;
use crate::document::Document;
use crate::render::archive::{Part, unpack};
use crate::render::seal::{between, of_parts};

/// What stands before the digest.
const BEFORE: &str = r#"<ofd:CustomData Name="nianbao">sha256:"#;
/// What ends a property.
const END: &str = "</ofd:CustomData>";
/// What stands in the place of the digest while it is worked out.
const NOUGHTS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Digits of the number by which the file is known.
const IDENTITY: usize = 32;

/// The number by which the file is known: no two different files have the same.
pub(super) fn identity(digest: &str) -> &str {
    digest.get(..IDENTITY).unwrap_or(digest)
}

/// The part with which a reader begins, sealed over all others.
pub(super) fn seal(document: &Document, parts: &[Part]) -> String {
    frame::root(document, &digest(&frame::root(document, NOUGHTS), parts))
}

fn digest(root: &str, parts: &[Part]) -> String {
    let parts = parts.iter().map(|(path, content)| (path.as_str(), content.as_slice()));
    of_parts([(frame::ROOT, root.as_bytes())].into_iter().chain(parts))
}

/// True if an OFD has a seal.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    read(bytes).is_some()
}

/// True if an OFD has a seal and is still as it was sealed.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    let Some((root, parts)) = read(bytes) else { return false };
    let Some(written) = between(&root, BEFORE, END).filter(|digest| digest.len() == NOUGHTS.len()) else {
        return false;
    };
    let id = |digest| ["<ofd:DocID>", identity(digest), "</ofd:DocID>"].concat();
    let seal = |digest| [BEFORE, digest, END].concat();
    let blank = root.replacen(&id(written), &id(NOUGHTS), 1).replacen(&seal(written), &seal(NOUGHTS), 1);
    digest(&blank, &parts) == written
}

/// The title among the properties of a sealed OFD.
pub(super) fn title(bytes: &[u8]) -> Option<String> {
    let (root, _) = read(bytes)?;
    between(&root, "<ofd:Title>", "</ofd:Title>").map(str::to_owned)
}

/// The part with the seal, and all others in their order.
fn read(bytes: &[u8]) -> Option<(String, Vec<Part>)> {
    let mut parts = unpack(bytes)?;
    let at = parts.iter().position(|(name, _)| name == frame::ROOT)?;
    let root = String::from_utf8(parts.remove(at).1).ok()?;
    root.contains(r#" Name="nianbao""#).then_some((root, parts))
}
