//! What bytes are that are no text, as far as their beginning tells.

/// A kind of file that people take for a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A document of Word or WPS (`.docx`).
    Word,
    /// A sheet of Excel or WPS (`.xlsx`).
    Sheet,
    /// An OFD.
    Ofd,
    /// Another packed file, such as a ZIP.
    Packed,
    /// A document or sheet of the old kind (`.doc`, `.xls`, `.wps`, `.et`).
    Old,
    /// A PDF.
    Pdf,
    /// Text with the marks of a word processor (`.rtf`).
    Rtf,
}

/// The kind of file that begins so.
pub(super) fn of(bytes: &[u8]) -> Option<Kind> {
    const BEGINNINGS: &[(&[u8], Kind)] = &[
        (b"PK\x03\x04", Kind::Packed),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Old),
        (b"%PDF-", Kind::Pdf),
        (b"{\\rtf", Kind::Rtf),
    ];
    let (_, kind) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning))?;
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    Some(match kind {
        Kind::Packed if has(b"word/document.xml") => Kind::Word,
        Kind::Packed if has(b"xl/workbook.xml") => Kind::Sheet,
        Kind::Packed if has(b"OFD.xml") => Kind::Ofd,
        kind => *kind,
    })
}
