//! The narratives of one report, as they are compared with another's.

use super::mask::{Masked, Names};
use crate::prose::{self, Prose};
use crate::report::Report;

/// So many letters that no text has stand between two texts: nothing goes on from one to the other.
const APART: usize = 32;

/// The narratives of a report, headings and the preamble apart: these say what the form has them say.
#[derive(Debug)]
pub struct Texts {
    /// In their order in the report.
    pub(super) all: Vec<Text>,
}

/// One narrative text.
#[derive(Debug)]
pub(super) struct Text {
    /// Official title of its section.
    pub title: String,
    /// True if it has to tell of the year, so that it cannot be another's.
    pub is_fresh: bool,
    /// The words.
    pub words: String,
    /// The letters that are compared.
    pub masked: Masked,
    /// Where its letters begin among those of all texts.
    pub start: usize,
}

impl Texts {
    /// The texts of a report, those around tables too.
    pub fn of(report: &Report) -> Self {
        let narratives = prose::all(report);
        Self::of_narratives(report, narratives.iter().map(|(prose, _)| prose))
    }

    /// The same of narratives that have been read.
    pub(super) fn of_narratives<'p>(report: &Report, narratives: impl Iterator<Item = &'p Prose>) -> Self {
        let names = Names::of(report);
        let mut texts = Self { all: Vec::new() };
        for prose in narratives {
            let Some(section) = prose.section.and_then(|index| report.form.sections.get(index)) else {
                continue;
            };
            let masked = masked(prose, &names);
            let start = texts.end() + APART;
            texts.all.push(Text {
                title: section.title.clone(),
                is_fresh: section.fresh,
                words: prose.text.clone(),
                masked,
                start,
            });
        }
        texts
    }

    /// Where the letters of the last text end.
    fn end(&self) -> usize {
        self.all.last().map_or(0, Text::end)
    }

    /// The letters of all texts, `between` them a letter that no text has.
    pub(super) fn letters(&self, between: char) -> Vec<char> {
        let mut letters = Vec::with_capacity(self.end());
        for text in &self.all {
            letters.resize(text.start, between);
            letters.extend_from_slice(&text.masked.letters);
        }
        letters
    }

    /// The text that a letter stands in.
    pub(super) fn at(&self, letter: usize) -> Option<&Text> {
        self.all.iter().rfind(|text| text.start <= letter)
    }
}

impl Text {
    /// Where its letters end among those of all texts.
    pub fn end(&self) -> usize {
        self.start + self.masked.letters.len()
    }
}

/// The letters of a text but those of its headings.
fn masked(prose: &Prose, names: &Names) -> Masked {
    let mut masked = Masked::default();
    for line in prose.lines() {
        masked.add(&prose.text, line.body..line.range.end, Some(names));
    }
    masked
}
