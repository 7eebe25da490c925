//! The narrative as a reader sees it: references replaced by their figures, marks gone, radicals from a PDF
//! as the ordinary characters, each character with a way back into the file. The rules on the narrative
//! read this.

mod all;
mod behind;
mod bind;
pub(crate) mod breakdown;
pub mod counts;
mod elsewhere;
mod glance;
mod group;
pub(crate) mod item;
mod join;
mod lexicon;
pub(crate) mod meaning;
mod meant;
mod none;
pub(crate) mod note;
pub mod number;
pub(crate) mod percent;
mod phrase;
mod rate;
pub mod reading;
mod scope;
mod sentence;
pub(crate) mod time;
mod token;

pub(crate) use lexicon::Words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use glance::Glance;
pub(crate) use glance::characters;

use crate::narrative::{Kind, Origins, Run, Text, radicals};
use crate::reference::{Expression, evaluate};
use crate::report::Report;
use crate::source::Span;

/// One narrative text of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Index of the section; `None` for the preamble.
    pub section: Option<usize>,
    /// The words, a line for each block; the cells of a row stand between bars. An empty line stands where
    /// one is written; a figure that cannot be had leaves nothing.
    pub text: String,
    /// Where the words stand in the text of the data file.
    origins: Origins,
    /// The figures of references, each with its place in the words, ascending.
    references: Vec<(Range<usize>, Expression)>,
    lines: Vec<Line>,
    /// The sentences, once they have been asked for: many rules do.
    sentences: OnceLock<Vec<Range<usize>>>,
    /// What characters there are, likewise.
    glance: OnceLock<Glance>,
}

/// The words of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub range: Range<usize>,
    /// Which block of the text they are.
    pub block: usize,
    /// Rank of the heading that the line is or opens with.
    pub rank: Option<u8>,
    /// Where that heading ends; without one, where the line begins.
    pub body: usize,
}

/// The preamble, if there is one, and every narrative section.
pub fn all(report: &Report) -> Vec<(Prose, &Text)> {
    let mut figures = HashMap::new();
    let prose = |(section, text)| (Prose::with(section, text, report, &mut figures), text);
    report.narrative().map(prose).collect()
}

impl Prose {
    /// The words of one text.
    pub fn new(section: Option<usize>, text: &Text, report: &Report) -> Self {
        Self::with(section, text, report, &mut HashMap::new())
    }

    /// The words of one text; each reference is evaluated once, however often it stands there.
    fn with<'a>(
        section: Option<usize>,
        text: &'a Text,
        report: &Report,
        figures: &mut HashMap<&'a str, String>,
    ) -> Self {
        let mut prose = Prose {
            section,
            text: String::with_capacity(text.value.len()),
            origins: Origins::default(),
            references: Vec::new(),
            lines: Vec::new(),
            sentences: OnceLock::new(),
            glance: OnceLock::new(),
        };
        let mut figure = |run: &'a Run, expression: &Expression| {
            let figure = figures.entry(run.text.as_str());
            figure.or_insert_with(|| evaluate(expression, report).unwrap_or_default()).clone()
        };
        for (index, block) in text.blocks.iter().enumerate() {
            if index > 0 {
                let end = prose.origins.end();
                prose.mark(if block.after_blank { "\n\n" } else { "\n" }, end..block.range.start.max(end));
            }
            let (start, is_row) = (prose.text.len(), matches!(block.kind, Kind::Row { .. }));
            prose.runs(&block.lead, &mut figure);
            let body = prose.text.len();
            for (number, cell) in block.cells().enumerate() {
                if is_row {
                    let end = prose.origins.end();
                    prose.mark(if number == 0 { "| " } else { " | " }, end..end);
                }
                prose.runs(cell, &mut figure);
            }
            if is_row {
                prose.mark(" |", prose.origins.end()..block.range.end);
            }
            let range = start..prose.text.len();
            let body = if matches!(block.kind, Kind::Heading { .. }) { range.end } else { body };
            prose.lines.push(Line { range, block: index, rank: block.rank(), body });
        }
        if radicals::has_any(&prose.text) {
            // As long as before: the places still fit.
            prose.text = radicals::plain(&prose.text);
        }
        prose
    }

    fn runs<'a>(&mut self, runs: &'a [Run], figure: &mut impl FnMut(&'a Run, &Expression) -> String) {
        for run in runs {
            let at = self.text.len();
            if let Some(expression) = &run.reference {
                let figure = figure(run, expression);
                let from = run.origins.find(0..run.text.len());
                self.mark(&figure, from);
                self.references.push((at..at + figure.len(), expression.clone()));
                continue;
            }
            for (part, from) in run.origins.parts(0..run.text.len()) {
                self.origins.push(at + part.start, part.len(), from);
            }
            self.text.push_str(&run.text);
        }
    }

    /// Adds what is not written so.
    fn mark(&mut self, mark: &str, from: Range<usize>) {
        self.origins.push(self.text.len(), mark.len(), from);
        self.text.push_str(mark);
    }

    /// The lines, one for each block.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The words of a line.
    pub fn words(&self, line: &Line) -> &str {
        self.text.get(line.range.clone()).unwrap_or_default()
    }

    /// The line that a byte of the words stands in.
    pub fn line_at(&self, at: usize) -> Option<&Line> {
        let index = self.lines.partition_point(|line| line.range.start <= at);
        self.lines.get(index.checked_sub(1)?).filter(|line| at <= line.range.end)
    }

    /// The place in the data file of a stretch of the words.
    pub fn locate(&self, text: &Text, range: Range<usize>) -> Span {
        let place = self.origins.find(range);
        text.locate(place.start, place.end)
    }

    /// The reference that a byte of the words comes from, if it comes from one.
    pub fn reference_at(&self, at: usize) -> Option<&Expression> {
        let index = self.references.partition_point(|(range, _)| range.start <= at);
        let (range, expression) = self.references.get(index.checked_sub(1)?)?;
        range.contains(&at).then_some(expression)
    }

    /// True if each reference of the text is one and has its figure in the words.
    pub fn has_all_figures(&self, text: &Text) -> bool {
        let is_there = |(place, _): &(Range<usize>, Expression)| !place.is_empty();
        self.references.len() == text.references && self.references.iter().all(is_there)
    }

    /// The sentences: stretches between `。！？；` and line breaks, blanks at their ends left out.
    /// A `；` ends one too, since each of its sides says something whole.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sentences.get_or_init(|| self.cut()).iter().cloned()
    }

    fn glance(&self) -> &Glance {
        self.glance.get_or_init(|| Glance::of(&self.text))
    }

    /// The characters that are no Chinese ones, each with its place.
    pub fn marks(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        self.marks_in(0..self.text.len())
    }

    /// Those within a stretch of the words.
    pub fn marks_in(&self, range: Range<usize>) -> impl Iterator<Item = (usize, char)> + '_ {
        self.glance().marks(range)
    }

    /// False if something cannot stand in the words: a hint that is had without a search.
    pub fn may_hold(&self, word: &str) -> bool {
        self.glance().may_hold(word)
    }

    /// Where something stands in the words.
    pub fn places<'s>(&'s self, word: &'s str) -> impl Iterator<Item = usize> + 's {
        let places = self.may_hold(word).then(|| memchr::memmem::find_iter(self.text.as_bytes(), word));
        places.into_iter().flatten()
    }

    /// True if something stands in the words.
    pub fn has(&self, word: &str) -> bool {
        self.may_hold(word) && memchr::memmem::find(self.text.as_bytes(), word.as_bytes()).is_some()
    }

    /// Those of a list that stand in the words, in the order of the lexicon.
    pub(crate) fn held(&self, words: &'static Words) -> impl Iterator<Item = &'static str> + '_ {
        words.iter().copied().filter(|word| self.has(word))
    }

    /// True if one of a list stands in the words.
    pub(crate) fn has_any(&self, words: &'static Words) -> bool {
        self.held(words).next().is_some()
    }

    /// The marks that end sentences, `；` among them, and the line breaks.
    fn ends(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        self.marks().filter(|(_, mark)| matches!(mark, '\n' | '。' | '！' | '？' | '；'))
    }

    fn cut(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for (at, mark) in self.ends() {
            found.push(start..at + mark.len_utf8());
            start = at + mark.len_utf8();
        }
        found.push(start..self.text.len());
        found.into_iter().filter_map(|range| self.trimmed(range)).collect()
    }

    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let words = self.text.get(range.clone())?;
        let start = range.start + (words.len() - words.trim_start().len());
        let trimmed = words.trim();
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    const SOUND: &str = include_str!("../examples/qinghe-2024.toml");

    #[test]
    fn words_lead_back_to_their_place_in_the_file() {
        let file = SOUND.replacen(
            "text = '''\n",
            "text = '''\r\n**共{{ requests.received.total }}件**，\\{{甲。乙；丙\r\n",
            1,
        );
        let source = Source::new("a", file);
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let all = all(&report);
        let (prose, text) = all.iter().find(|(prose, _)| prose.section == Some(0)).unwrap();
        assert!(prose.text.starts_with("共75件，{{甲。乙；丙\n"));
        let place = |words: &str| {
            let at = prose.text.find(words).unwrap();
            source.slice(prose.locate(text, at..at + words.len())).to_owned()
        };
        assert_eq!(place("共75"), "共{{ requests.received.total }}");
        assert_eq!(place("75"), "{{ requests.received.total }}");
        assert_eq!(place("75件，"), "{{ requests.received.total }}件**，");
        assert_eq!(place("甲。"), "甲。");
        assert!(prose.reference_at(prose.text.find("75").unwrap()).is_some());
        assert!(prose.reference_at(0).is_none());
        let sentences: Vec<&str> = prose.sentences().take(3).map(|r| &prose.text[r]).collect();
        assert_eq!(sentences, ["共75件，{{甲。", "乙；", "丙"]);
    }
}
