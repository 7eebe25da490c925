//! The seal of a PDF: the name of the program that made it, a property, has the digest of the file behind it, taken
//! with noughts in its place. What another program saves has another name there, or other bytes.

use memchr::memmem;

use crate::render::seal::{between, of_parts};

/// What stands before the digest.
const BEFORE: &str = "nianbao sha256:";
/// What stands before the digest of the file that this one takes the place of.
const REPLACES: &str = " replaces ";
/// Hexadecimal digits of a digest.
const DIGITS: usize = 64;
/// What stands in the place of the digest while it is worked out.
const NOUGHTS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The property before the digest is known.
pub(super) fn unsealed(replaces: Option<&str>) -> String {
    let replaces = replaces.map(|digest| [REPLACES, digest].concat()).unwrap_or_default();
    [BEFORE, NOUGHTS, &replaces].concat()
}

/// The file with the digest in its place.
pub(super) fn seal(bytes: Vec<u8>) -> Vec<u8> {
    let digest = digest(&bytes);
    with_digest(bytes, digest.as_bytes())
}

/// True if a PDF has a seal somewhere.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-") && written(bytes).is_some()
}

/// True if a PDF has a seal and is still as it was sealed.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    let Some(written) = written(bytes).filter(|_| bytes.starts_with(b"%PDF-")) else { return false };
    digest(&with_digest(bytes.to_vec(), NOUGHTS.as_bytes())).as_bytes() == written
}

/// The title among the properties of a PDF.
pub(super) fn title(bytes: &[u8]) -> Option<String> {
    let start = memmem::find(bytes, b"<dc:title>")?;
    let rest = bytes.get(start..)?;
    let end = memmem::find(rest, b"</dc:title>")?;
    let words = str::from_utf8(rest.get(..end)?).ok()?;
    Some(between(words, "x-default\">", "</rdf:li>")?.to_owned())
}

fn digest(bytes: &[u8]) -> String {
    of_parts([("", bytes)])
}

/// The digest that a file states.
fn written(bytes: &[u8]) -> Option<&[u8]> {
    let at = memmem::find(bytes, BEFORE.as_bytes())? + BEFORE.len();
    bytes.get(at..at + DIGITS)
}

/// The file with other digits wherever the property stands.
fn with_digest(mut bytes: Vec<u8>, digits: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = memmem::find_iter(&bytes, BEFORE.as_bytes()).collect();
    for at in places {
        let start = at + BEFORE.len();
        if let Some(place) = bytes.get_mut(start..start + digits.len()) {
            place.copy_from_slice(digits);
        }
    }
    bytes
}
