//! A fragment for the editor of a web site, which strips style sheets: every element carries its style.

use std::borrow::Cow;

use css_inline::{CSSInliner, InlineOptions};

use crate::render::{RenderError, Templates};

/// What marks a word that may break anywhere.
const LONG: &str = "<span class=\"long\">";
const END: &str = "</span>";
/// More long words than this are in no report; each is an element that the inliner keeps in memory.
const MOST_LONG: usize = 10_000;

/// Writes the rules of `fragment.css` into the elements of a fragment.
pub(super) fn inline(fragment: &str, templates: &Templates) -> Result<String, RenderError> {
    let options = InlineOptions { load_remote_stylesheets: false, ..InlineOptions::default() };
    let fragment = without_too_many_marks(fragment);
    CSSInliner::new(options).inline_fragment(&fragment, templates.text("fragment.css")).map_err(|error| {
        RenderError::Inline { file: templates.shown("fragment.css").to_owned(), message: error.to_string() }
    })
}

/// The fragment with its long words unmarked, if they are too many.
fn without_too_many_marks(fragment: &str) -> Cow<'_, str> {
    if fragment.matches(LONG).count() <= MOST_LONG {
        return Cow::Borrowed(fragment);
    }
    let mut out = String::with_capacity(fragment.len());
    let mut rest = fragment;
    while let Some((before, after)) = rest.split_once(LONG) {
        // Nothing but the word stands in the mark.
        let (word, after) = after.split_once(END).unwrap_or((after, ""));
        out.extend([before, word]);
        rest = after;
    }
    Cow::Owned(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_too_many_marks_are_taken_away() {
        let marked = format!("<p>甲{LONG}a&amp;b{END}乙<b>丙</b></p>");
        assert_eq!(without_too_many_marks(&marked.repeat(MOST_LONG)), marked.repeat(MOST_LONG));
        let plain = "<p>甲a&amp;b乙<b>丙</b></p>".repeat(MOST_LONG + 1);
        assert_eq!(without_too_many_marks(&marked.repeat(MOST_LONG + 1)), plain);
    }
}
