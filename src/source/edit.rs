//! Edits of a file's text: spans and what comes in their place.

use super::Span;

/// A stretch of a source's text and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The stretch.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// Puts edits into the bytes of the file that a source was made from. They come in the order of the text and
/// apart from each other; every byte outside them stays.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    // A source counts from behind the byte-order mark.
    let mark = if bytes.starts_with("\u{FEFF}".as_bytes()) { "\u{FEFF}".len() } else { 0 };
    let mut out = Vec::with_capacity(bytes.len() + edits.len());
    let mut at = 0;
    for Edit { span, text } in edits {
        out.extend_from_slice(bytes.get(at..span.start + mark).unwrap_or_default());
        out.extend_from_slice(text.as_bytes());
        at = span.end + mark;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}
