//! What the readers of Office files share: which of them a file is, its package, and XML without surprises.

pub(super) mod ole;
pub(super) mod package;
#[cfg(test)]
mod tests;
pub(super) mod xml;

use package::Package;

/// The files of Office and WPS, told by their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// A Word file (`.docx`), which can be read.
    Word,
    /// A workbook (`.xlsx`), which can be read.
    Workbook,
    /// A workbook of Excel 97 to 2003 (`.xls`), which can be read.
    OldWorkbook,
    /// A Word file of before 2007 (`.doc`, `.wps`).
    OldWord,
    /// A file with a password.
    Locked,
    /// Another file in one of Office's containers: a presentation, a binary workbook, a drawing.
    Other,
}

/// Which file of Office the bytes are; `None` if they are in none of its containers.
pub fn kind_of(bytes: &[u8]) -> Option<Office> {
    if ole::is_ole(bytes) {
        return Some(match ole::Ole::open(bytes) {
            Some(ole) if ole.has("EncryptedPackage") => Office::Locked,
            // A workbook within a Word file lies in a storage of its own, but its stream has the same name.
            Some(ole) if ole.has("WordDocument") => Office::OldWord,
            Some(ole) if ole.has("Workbook") || ole.has("Book") => Office::OldWorkbook,
            _ => Office::Other,
        });
    }
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let mut package = Package::open(bytes).ok()?;
    let types = package.text("[Content_Types].xml").ok().flatten().unwrap_or_default();
    let says = |word: &str| types.contains(word);
    if says("wordprocessingml.document.main+xml")
        || says("wordprocessingml.template.main+xml")
        || says("ms-word.document.macroEnabled.main+xml")
    {
        Some(Office::Word)
    } else if says("spreadsheetml.sheet.main+xml")
        || says("spreadsheetml.template.main+xml")
        || says("ms-excel.sheet.macroEnabled.main+xml")
    {
        Some(Office::Workbook)
    } else if package.has("word/document.xml") {
        Some(Office::Word)
    } else if package.has("xl/workbook.xml") {
        Some(Office::Workbook)
    } else {
        package.has("[Content_Types].xml").then_some(Office::Other)
    }
}
