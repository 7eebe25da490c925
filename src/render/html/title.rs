//! The title on a page.

use super::{escape, push};
use crate::document::Document;
use crate::layout::title::{LINE, lines, name_parts, name_words, parts};

/// Characters of the longest stretch that keeps to one line on a telephone.
const LONGEST_STRETCH: usize = 12;

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
            stretch(&mut out, part);
        }
        out.push_str("</span>");
    }
    out
}

/// A name that breaks where a person would break it.
pub(super) fn name(name: &str) -> String {
    let mut out = String::new();
    stretch(&mut out, name);
    out
}

fn stretch(out: &mut String, text: &str) {
    for part in name_parts(text) {
        if part.chars().count() <= LONGEST_STRETCH {
            push(out, format_args!("<span class=\"word\">{}</span>", escape(part)));
            continue;
        }
        let words: Vec<_> = name_words(part).into_iter().map(escape).collect();
        push(out, format_args!("<span class=\"name\">{}</span>", words.join("<wbr>")));
    }
}
