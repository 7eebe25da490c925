//! Entries of lists in Markdown.

use super::lines::{Line, trim};

/// Most levels of lists.
const MAX_DEPTH: usize = 32;

/// The entry that a line begins: its marker and its words.
pub(super) fn entry<'a>(line: &Line<'a>, is_markdown: bool) -> Option<(String, &'a str)> {
    let words = line.words;
    let (marker, rest) = words.split_once([' ', '\t', '\u{3000}', '\u{a0}'])?;
    let rest = trim(rest);
    if rest.is_empty() {
        return None;
    }
    if matches!(marker, "-" | "*" | "+" | "•" | "·" | "●" | "○" | "■" | "◆") {
        return Some(("•".to_owned(), rest));
    }
    let number = marker.strip_suffix(['.', ')'])?;
    let is_number = (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_markdown && is_number).then(|| (marker.to_owned(), rest))
}

/// Lists that are open, by how far their entries stand in.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<usize>);

impl Lists {
    /// How deep an entry lies that stands in so far.
    pub(super) fn depth(&mut self, indent: usize) -> u8 {
        self.0.retain(|outer| *outer < indent);
        let depth = self.0.len();
        if depth < MAX_DEPTH {
            self.0.push(indent);
        }
        u8::try_from(depth).unwrap_or(u8::MAX)
    }

    /// No list goes on.
    pub(super) fn end(&mut self) {
        self.0.clear();
    }
}
