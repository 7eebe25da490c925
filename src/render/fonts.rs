//! Fonts as an option of the outputs: looked for when an output needs them, and then once.

use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::layout::Fonts;

/// What looks for the fonts.
type Load = Box<dyn FnOnce() -> Result<Fonts, String> + Send>;

/// Fonts that are looked for as soon as an output needs them. Most runs need none, and to look through all fonts of a
/// system takes longer than a report.
#[derive(Clone)]
pub struct FontSource(Arc<LazyLock<Result<Fonts, String>, Load>>);

impl FontSource {
    /// What looks for the fonts; it says in plain words why it gives none.
    pub fn new(load: impl FnOnce() -> Result<Fonts, String> + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(load))))
    }

    /// The fonts.
    ///
    /// # Errors
    /// Why there are none, in plain words.
    pub fn get(&self) -> Result<&Fonts, &str> {
        LazyLock::force(&self.0).as_ref().map_err(String::as_str)
    }
}

impl Default for FontSource {
    /// No fonts: every role is missing.
    fn default() -> Self {
        Self::new(|| Ok(Fonts::new()))
    }
}

impl From<Fonts> for FontSource {
    fn from(fonts: Fonts) -> Self {
        Self::new(|| Ok(fonts))
    }
}

impl fmt::Debug for FontSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FontSource")
    }
}
