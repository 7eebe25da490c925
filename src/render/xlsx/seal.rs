//! The seal of a workbook: a custom property with the digest of all parts, taken with noughts in its place. What
//! another program saves has other parts.

use rust_xlsxwriter::DocProperties;

use super::WorkbookError;
use crate::exchange::PROPERTY;
use crate::render::archive::{Part, pack, unpack};
use crate::render::seal::{between, of_parts};

/// The part that holds the property.
const PART: &str = "docProps/custom.xml";
/// The part with which every workbook begins.
const BOOK: &str = "xl/workbook.xml";
/// What stands before the digest.
const BEFORE: &str = "sha256:";
/// What ends the property.
const END: &str = "</vt:lpwstr>";
/// What stands in the place of the digest while it is worked out.
const NOUGHTS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Properties with room for the digest.
pub(super) fn reserve(properties: DocProperties) -> DocProperties {
    properties.set_custom_property(PROPERTY, format!("{BEFORE}{NOUGHTS}"))
}

/// The workbook with its digest in its place, packed as all outputs are.
pub(super) fn seal(bytes: &[u8]) -> Result<Vec<u8>, WorkbookError> {
    let mut parts = unpack(bytes).ok_or(WorkbookError::Unreadable)?;
    let digest = digest(&parts);
    let custom = parts.iter_mut().find(|(name, _)| name == PART).ok_or(WorkbookError::Unreadable)?;
    let text = String::from_utf8_lossy(&custom.1).replacen(NOUGHTS, &digest, 1);
    custom.1 = text.into_bytes();
    Ok(pack(parts.iter().map(|(path, content)| (path.as_str(), content.as_slice())))?)
}

fn digest(parts: &[Part]) -> String {
    of_parts(parts.iter().map(|(path, content)| (path.as_str(), content.as_slice())))
}

/// True if a workbook has a seal.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    read(bytes).is_some()
}

/// True if a workbook has a seal and is still as it was sealed.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    let Some((mut parts, written)) = read(bytes) else { return false };
    let Some((_, custom)) = parts.iter_mut().find(|(name, _)| name == PART) else { return false };
    let text = String::from_utf8_lossy(custom).replacen(&written, NOUGHTS, 1);
    *custom = text.into_bytes();
    digest(&parts) == written
}

/// The title among the properties of a sealed workbook.
pub(super) fn title(bytes: &[u8]) -> Option<String> {
    let (parts, _) = read(bytes)?;
    let (_, core) = parts.into_iter().find(|(name, _)| name == "docProps/core.xml")?;
    between(&String::from_utf8(core).ok()?, "<dc:title>", "</dc:title>").map(str::to_owned)
}

/// All parts of a sealed workbook, and its digest.
fn read(bytes: &[u8]) -> Option<(Vec<Part>, String)> {
    let parts = unpack(bytes)?;
    let part = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).map(|(_, content)| content);
    part(BOOK)?;
    let custom = str::from_utf8(part(PART)?).ok()?;
    let own = custom.split_once(&format!("name=\"{PROPERTY}\""))?.1;
    let digest = between(own, BEFORE, END).filter(|digest| digest.len() == NOUGHTS.len())?.to_owned();
    Some((parts, digest))
}
