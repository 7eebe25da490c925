//! A paragraph while it is read: its properties and runs, and what they come to at its end.

use super::super::{PageParagraph, PageRun, ParagraphRole, Place};
use super::numbering::{Marker, Numbering};
use super::styles::{Styles, heading};

/// A paragraph as far as it is read.
#[derive(Debug, Default)]
pub struct Paragraph {
    pub style: Option<String>,
    /// Level of the outline, if the paragraph itself says one.
    pub outline: Option<u8>,
    /// Its list, `0` for none, and the level in it, if it says so itself.
    pub list: Option<String>,
    pub level: Option<u8>,
    /// True if its end is deleted: it goes on in the next one.
    pub goes_on: bool,
    pub run: Run,
    runs: Vec<PageRun>,
}

/// What the run that is read says of itself.
#[derive(Debug, Default)]
pub struct Run {
    pub style: Option<String>,
    pub bold: Option<bool>,
    pub hidden: Option<bool>,
    /// True if it is raised, as the mark of a note is.
    pub raised: bool,
}

impl Paragraph {
    /// One that goes on from another whose end is deleted.
    pub fn after(runs: Vec<PageRun>) -> Self {
        Self { runs, ..Self::default() }
    }

    /// Adds text of the run that is read.
    pub fn push(&mut self, text: &str, styles: &Styles) {
        let paragraph = styles.paragraph(self.style.as_deref());
        let run = self.run.style.as_deref();
        let (bold, hidden) = styles.defaults();
        // A style of characters turns round what the style of the paragraph says.
        let shown = |of: &dyn Fn(Option<&str>) -> Option<bool>, all: bool| match (of(paragraph), of(run)) {
            (None, None) => all,
            (one, other) => one.unwrap_or(false) != other.unwrap_or(false),
        };
        if self.run.hidden.unwrap_or_else(|| shown(&|id| styles.hidden(id), hidden)) {
            return;
        }
        let bold = self.run.bold.unwrap_or_else(|| shown(&|id| styles.bold(id), bold));
        if self.run.raised {
            push(&mut self.runs, &crate::published::raised(text), bold);
        } else {
            push(&mut self.runs, text, bold);
        }
    }

    /// Its level as a heading, 1 the highest.
    pub fn heading(&self, styles: &Styles) -> Option<u8> {
        match self.outline {
            Some(outline) => heading(outline),
            None => styles.heading(styles.paragraph(self.style.as_deref())),
        }
    }

    /// Its runs alone.
    pub fn into_runs(self) -> Vec<PageRun> {
        self.runs
    }

    /// Its heading level, number and words: `None` if it shows no words. Its list counts it all the same.
    pub fn finish(self, styles: &Styles, numbering: &mut Numbering, place: Place) -> Option<PageParagraph> {
        let level = self.heading(styles);
        let marker = self.marker(styles, numbering).filter(|marker| !marker.text.is_empty());
        let mut runs = trimmed(self.runs)?;
        let role = match (level, marker) {
            (Some(level), marker) => {
                number(&mut runs, marker.filter(|marker| !marker.bullet));
                ParagraphRole::Heading(level)
            }
            // 一、 and （一） are the numbers of headings, also where the paragraph is not called one.
            (None, Some(marker)) if marker.chinese => {
                number(&mut runs, Some(marker));
                ParagraphRole::Plain
            }
            (None, Some(Marker { depth, text, .. })) => {
                ParagraphRole::Item { depth, marker: text.trim().to_owned() }
            }
            (None, None) => ParagraphRole::Plain,
        };
        Some(PageParagraph { role, runs, place })
    }

    fn marker(&self, styles: &Styles, numbering: &mut Numbering) -> Option<Marker> {
        let id = styles.paragraph(self.style.as_deref());
        let by_style = styles.list(id);
        let (list, level) = match (&self.list, by_style) {
            (Some(list), by_style) => (list.as_str(), by_style.and_then(|(_, _, level)| level)),
            (None, Some((list, style, level))) => (list, numbering.level_of(list, style).or(level)),
            (None, None) => return None,
        };
        numbering.count(list, self.level.or(level).unwrap_or(0))
    }
}

/// Adds text to runs, to the last of them if it looks the same.
fn push(runs: &mut Vec<PageRun>, text: &str, bold: bool) {
    match runs.last_mut() {
        Some(last) if last.bold == bold => last.text.push_str(text),
        _ => runs.push(PageRun { text: text.to_owned(), bold }),
    }
}

/// Runs without white space at either end; `None` if nothing is left.
fn trimmed(mut runs: Vec<PageRun>) -> Option<Vec<PageRun>> {
    let first = runs.iter().position(|run| !run.text.trim().is_empty())?;
    runs.drain(..first);
    while runs.last().is_some_and(|run| run.text.trim().is_empty()) {
        runs.pop();
    }
    let first = runs.first_mut()?;
    first.text = first.text.trim_start().to_owned();
    let last = runs.last_mut()?;
    last.text.truncate(last.text.trim_end().len());
    Some(runs)
}

/// Puts a number before the words. Between `1.` and a word there is room, between 一、 and a word there is none.
fn number(runs: &mut [PageRun], marker: Option<Marker>) {
    let (Some(marker), Some(first)) = (marker, runs.first_mut()) else { return };
    let mut text = marker.text.trim().to_owned();
    if text.ends_with(|last: char| last.is_ascii()) {
        text.push(' ');
    }
    first.text.insert_str(0, &text);
}
