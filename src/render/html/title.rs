//! The title on a page.

use super::{escape, push};
use crate::document::Document;
use crate::render::title::{LINE, lines, parts};

/// Words of so many characters keep to one line.
const LONGEST_WORD: usize = 8;

/// The title in the lines of an official document, and in each its words in elements of their own: where the
/// window is narrower, lines end between them.
pub(super) fn heading(document: &Document) -> String {
    let Document { title, agency, year, .. } = document;
    let mut words = parts(title, agency, *year).into_iter();
    let (mut out, mut word) = (String::new(), "");
    for line in lines(title, agency, *year, LINE) {
        out.push_str("<span class=\"line\">");
        let mut left = line.len();
        while left > 0 {
            if word.is_empty() {
                word = words.next().unwrap_or_default();
            }
            let Some((part, rest)) =
                word.split_at_checked(left.min(word.len())).filter(|(part, _)| !part.is_empty())
            else {
                break;
            };
            (word, left) = (rest, left - part.len());
            // Only a name may be wider than a line.
            let class = if part.chars().count() > LONGEST_WORD { "name" } else { "word" };
            push(&mut out, format_args!("<span class=\"{class}\">{}</span>", escape(part)));
        }
        out.push_str("</span>");
    }
    out
}
