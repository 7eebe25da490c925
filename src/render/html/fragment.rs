//! A fragment for the editor of a web site, which strips style sheets: every element carries its style.

use css_inline::{CSSInliner, InlineOptions};

use crate::render::{RenderError, Templates};

/// Writes the rules of `fragment.css` into the elements of a fragment.
pub(super) fn inline(fragment: &str, templates: &Templates) -> Result<String, RenderError> {
    let options = InlineOptions { load_remote_stylesheets: false, ..InlineOptions::default() };
    CSSInliner::new(options).inline_fragment(fragment, templates.text("fragment.css")).map_err(|error| {
        RenderError::Inline { file: templates.shown("fragment.css").to_owned(), message: error.to_string() }
    })
}
