//! How the changes are shown, and what the name of the file says of it.

use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::endings::{self, Written};
use crate::render::{RENDERERS, Renderer};

/// How the changes are shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Style {
    /// A list for people.
    Human,
    /// A list for other programs.
    Json,
    /// A notice to publish.
    Notice(&'static Renderer),
}

/// The names of the styles that are no output.
const HUMAN: &str = "human";
const JSON: &str = "json";

impl Style {
    /// The style of that name; what people call an output will do.
    fn of(name: &str) -> Self {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        match notices().find(|renderer| is(renderer.id) || renderer.other_names.iter().copied().any(is)) {
            Some(renderer) => Self::Notice(renderer),
            None if is(JSON) => Self::Json,
            None => Self::Human,
        }
    }

    /// The style for a file of that name, or for the screen.
    ///
    /// # Errors
    /// The style does not go there: why, in plain words, with the command that would work.
    pub fn choose(wanted: Option<Self>, output: Option<&Path>, command: &str) -> Result<Self, String> {
        let Some(path) = output else {
            return match wanted {
                Some(Self::Notice(renderer)) if !is_text(renderer) => Err(format!(
                    "{} 文件不能显示在屏幕上，请用 -o 写明文件名：{command} -o 更正说明.{}",
                    renderer.name, renderer.extension
                )),
                wanted => Ok(wanted.unwrap_or(Self::Human)),
            };
        };
        let styles = all();
        let wanted = wanted.map(Self::written);
        Ok(Self::of(endings::style(path, wanted.as_ref(), &styles, command)?.name))
    }

    fn written(self) -> Written {
        let (name, ending, is_page, is_text) = match self {
            Self::Human => (HUMAN, "txt", false, true),
            Self::Json => (JSON, "json", false, true),
            Self::Notice(renderer) => {
                (renderer.id, renderer.extension, renderer.is_page, is_text(renderer) && !renderer.is_page)
            }
        };
        Written {
            name,
            called: endings::called(ending).unwrap_or_else(|| "文本文件".to_owned()),
            ending,
            // So old systems shortened it.
            other_endings: if is_page { &["htm"] } else { &[] },
            is_text,
        }
    }
}

/// True if an output can be shown on a screen.
fn is_text(renderer: &Renderer) -> bool {
    renderer.media_type.starts_with("text/")
}

/// The outputs that a notice can be.
fn notices() -> impl Iterator<Item = &'static Renderer> {
    RENDERERS.iter().filter(|renderer| !renderer.is_data)
}

/// The usual one first.
fn all() -> Vec<Written> {
    let written = notices().map(|renderer| Style::Notice(renderer).written());
    [Style::Human.written()].into_iter().chain(written).chain([Style::Json.written()]).collect()
}

/// Reads the name of a style, and names them all for messages and for completion.
pub(super) fn parser() -> impl TypedValueParser<Value = Style> {
    let value = |written: Written| {
        let renderer = notices().find(|renderer| renderer.id == written.name);
        let names = match renderer {
            Some(renderer) => renderer.other_names,
            None if written.name == HUMAN => &endings::TEXT,
            None => &[],
        };
        PossibleValue::new(written.name).aliases(names)
    };
    PossibleValuesParser::new(all().into_iter().map(value)).map(|name| Style::of(&name))
}

/// The names of all styles, as they are written on the command line.
pub(in crate::cli) fn names(between: &str) -> String {
    all().iter().map(|style| style.name).collect::<Vec<_>>().join(between)
}
