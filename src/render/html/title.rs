//! Title and names, with marks for the style sheet on what it must not tear.

use super::{escape, push};
use crate::document::Document;
use crate::render::breaks::{TITLE_LINE, name_parts, name_words, parts, title_lines};

/// Characters of the longest stretch that keeps to one line on a telephone.
const LONGEST_STRETCH: usize = 12;

/// The title in the lines in which a document prints it, and each part of them kept together where a
/// narrow screen breaks them again.
pub(super) fn heading(document: &Document) -> String {
    let (title, agency, year) = (&document.title, &document.agency, document.year);
    let mut out = String::new();
    for line in title_lines(title, agency, year, TITLE_LINE) {
        out.push_str("<span class=\"line\">");
        parts(line, agency, year).into_iter().for_each(|part| stretch(&mut out, part));
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
