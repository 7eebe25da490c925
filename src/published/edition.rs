//! What a published report tells for certain, as an edition to compare: the rest is left open.

use super::recognise::Reading;
use super::sections::Part;
use crate::document::{self, build};
use crate::edition::{Edition, PREAMBLE};
use crate::format::{Form, Forms};
use crate::report::{Report, read};
use crate::source::Source;

/// Which passages have a certain beginning and end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Certain {
    /// True if title and first section were found.
    pub preamble: bool,
    /// The same of each section of the form.
    pub sections: Vec<bool>,
}

impl Certain {
    /// Of a page that was cut into parts. Words under a title that was not found would be taken for those of the
    /// section before it.
    pub fn of(form: &Form, parts: &[Part], has_title: bool, has_end: bool) -> Self {
        let mut sections = vec![false; form.sections.len()];
        let mut last = None;
        let mut others_end = true;
        for (at, part) in parts.iter().enumerate() {
            last = part.section.or(last);
            let following = last.map_or(0, |last| last + 1);
            let ends = match parts.get(at + 1) {
                Some(next) => next.title.is_some() && next.section.is_none_or(|next| next == following),
                None => following == form.sections.len() && has_end,
            };
            match part.section {
                Some(section) => {
                    if let Some(own) = sections.get_mut(section) {
                        *own = ends && part.title.is_some();
                    }
                }
                None => others_end &= ends,
            }
        }
        // The sections that the form does not have stand in its first.
        if let Some(first) = sections.first_mut() {
            *first &= others_end;
        }
        let begins = parts.first().is_some_and(|first| first.section == Some(0) && first.title.is_some());
        Self { preamble: has_title && begins, sections }
    }
}

impl Reading {
    /// True if the passage of that key was read from its title to the title of the next: else its words may be
    /// those of another, or some of them may be missing.
    pub fn is_certain(&self, key: &str) -> bool {
        if key == PREAMBLE {
            return self.certain.preamble;
        }
        let section = self.form.sections.iter().position(|section| section.key == key);
        section.and_then(|section| self.certain.sections.get(section)).is_some_and(|certain| *certain)
    }

    /// What the report prints, as far as it tells it for certain; `None` if its data file does not read.
    pub fn edition(&self, forms: &Forms) -> Option<Edition> {
        let text = self.data_file("").ok()?;
        Some(self.edition_of(&read(&Source::new("", text), forms).report?))
    }

    /// The same of the report that its data file gives.
    pub fn edition_of(&self, report: &Report) -> Edition {
        let mut edition = Edition::of(&build(report, document::Options::default()));
        edition.passages.retain(|passage| self.is_certain(&passage.key));
        for cell in &self.account.cells {
            match cell.value.as_ref().filter(|_| !cell.doubtful) {
                None => {
                    edition.figures.remove(&cell.path);
                    edition.notes.remove(&cell.path);
                }
                // A data file may not state what a report can print: a total beyond the largest figure.
                Some(value) => {
                    let blank = edition.figures.get_mut(&cell.path).filter(|figure| figure.is_empty());
                    blank.into_iter().for_each(|figure| figure.clone_from(value));
                }
            }
        }
        // Who signs may be another, and the date another year's.
        if self.title.is_none() {
            (edition.title, edition.agency, edition.year) = (None, None, None);
        }
        if self.issuer.is_none() {
            edition.issuer = None;
        }
        edition
    }
}
