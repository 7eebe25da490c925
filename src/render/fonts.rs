//! Fonts as an option of the outputs: looked for when an output needs them, and then once.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::{Options, RenderError};
use crate::layout::{Borrowed, Face, Fonts, Layout, Style};

/// What looks for the fonts.
type Load = Box<dyn FnOnce() -> Result<Fonts, String> + Send>;

/// Fonts that are looked for as soon as an output needs them. Most runs need none, and to look through all fonts of a
/// system takes longer than a report.
#[derive(Clone)]
pub struct FontSource {
    fonts: Arc<LazyLock<Result<Fonts, String>, Load>>,
    tell: Arc<dyn Fn(Vec<String>) + Send + Sync>,
}

impl FontSource {
    /// What looks for the fonts; it says in plain words why it gives none.
    pub fn new(load: impl FnOnce() -> Result<Fonts, String> + Send + 'static) -> Self {
        Self { fonts: Arc::new(LazyLock::new(Box::new(load))), tell: Arc::new(|_| ()) }
    }

    /// The same fonts, and who is told of the characters that they lack, in plain words.
    #[must_use]
    pub fn telling(self, tell: impl Fn(Vec<String>) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell), ..self }
    }

    /// The fonts.
    ///
    /// # Errors
    /// Why there are none, in plain words.
    pub fn get(&self) -> Result<&Fonts, &str> {
        LazyLock::force(&self.fonts).as_ref().map_err(String::as_str)
    }

    /// Tells which characters of a layout were taken from another face than that of their text.
    pub(super) fn tell(&self, layout: &Layout) {
        if let (Ok(fonts), [_, ..]) = (self.get(), layout.borrowed.as_slice()) {
            (self.tell)(words(&layout.borrowed, fonts));
        }
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

impl Options {
    /// The style and the fonts for an output that takes fonts into its file.
    pub(super) fn style_and_fonts(&self) -> Result<(Cow<'_, Style>, &Fonts), RenderError> {
        let fonts = self.fonts.get().map_err(|words| RenderError::NoFonts(words.to_owned()))?;
        let style = match &self.style {
            Some(style) => Cow::Borrowed(style),
            None => Cow::Owned(Style::built_in()?),
        };
        Ok((style, fonts))
    }
}

/// One sentence for each pair of faces.
fn words(borrowed: &[Borrowed], fonts: &Fonts) -> Vec<String> {
    let mut pairs: Vec<Vec<&Borrowed>> = Vec::new();
    for one in borrowed {
        let is_of = |pair: &&mut Vec<&Borrowed>| {
            pair.iter().all(|other| (other.lacking, other.taken) == (one.lacking, one.taken))
        };
        match pairs.iter_mut().find(is_of) {
            Some(pair) => pair.push(one),
            None => pairs.push(vec![one]),
        }
    }
    let name = |id| fonts.face(id).map_or("", Face::name);
    let sentence = |pair: &Vec<&Borrowed>| {
        let (first, others) = pair.split_first()?;
        let all: Vec<String> =
            pair.iter().map(|one| format!("“{}”（U+{:04X}）", one.c, one.c as u32)).collect();
        let (where_, these) =
            if others.is_empty() { ("它在", "这个字") } else { ("第一个在", "这些字") };
        Some(format!(
            "字体“{}”里没有{}，用了“{}”里的，与旁边的字不一样；{where_}{}。要一样的，请换用有{these}的字体，用 --fonts 写明它所在的文件夹，或者改用别的字",
            name(first.lacking),
            all.join("、"),
            name(first.taken),
            first.place
        ))
    };
    pairs.iter().filter_map(sentence).collect()
}
