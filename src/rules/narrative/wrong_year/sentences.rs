//! The sentences of a text, each with what the paragraph says around it.

use std::ops::Range;

use super::judge::{Fault, Opening, Sentence};
use crate::prose::Prose;
use crate::prose::time::clause::opening;
use crate::prose::time::sense::Sense;
use crate::prose::time::{Year, years};
use crate::rules::passages;

/// Years of a sentence that are read.
const MOST_YEARS: usize = 12;
/// What the sentences of a text say of years.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The wrong years, one in each sentence at most.
    pub faults: Vec<Fault>,
    /// Sentences that open with another year and are no fault, up to one that states the report year.
    pub openings: Vec<Opening>,
    /// True if one says of the report year what a report says of its own.
    pub states_year: bool,
}

/// The sentences of a text with the years in it.
pub(super) struct Sentences<'a> {
    prose: &'a Prose,
    years: Vec<Year>,
    year: u16,
    agency: &'a str,
    ranges: Vec<Range<usize>>,
}

impl<'a> Sentences<'a> {
    pub fn new(prose: &'a Prose, year: u16, agency: &'a str) -> Self {
        Self { prose, years: years(prose), year, agency, ranges: prose.sentences().collect() }
    }

    /// What they say of years.
    pub fn said(&self) -> Said {
        let text = self.prose.text.as_str();
        let mut said = Said::default();
        if self.years.is_empty() {
            return said;
        }
        let ahead: Vec<&str> = self.prose.held(Sense::AheadHeading.words()).collect();
        let (mut year_before, mut planning, mut end) = (false, false, 0);
        for (whole, year_later) in self.ranges.iter().zip(self.followed()) {
            let range = passages::head(text, whole);
            let words = text.get(range.clone()).unwrap_or_default();
            let years = self.within(&range);
            if !words.starts_with('|') && !years.is_empty() {
                let starts_line = end == 0 || self.is_break(end..whole.start);
                let ends_line = self.ends_line(whole) && !words.ends_with(['。', '；', '！', '？']);
                let sentence = Sentence {
                    text,
                    years,
                    range,
                    year: self.year,
                    agency: self.agency,
                    in_preamble: self.prose.section.is_none(),
                    is_line: starts_line && ends_line,
                    year_before: year_before && !starts_line,
                    year_later,
                    planning,
                };
                let fault = sentence.fault();
                said.states_year = said.states_year || fault.is_none() && sentence.states_year();
                if fault.is_none() && !said.states_year {
                    said.openings.extend(sentence.opening());
                }
                said.faults.extend(fault);
            }
            planning = planning || ahead.iter().any(|word| words.contains(word));
            year_before = self.within(whole).iter().any(|year| year.is_spoken_of(self.year));
            end = whole.end;
        }
        said
    }

    /// For each sentence: does a later one of its paragraph start with the report year?
    fn followed(&self) -> Vec<bool> {
        let text = self.prose.text.as_str();
        let (mut found, mut follows, mut next) = (Vec::with_capacity(self.ranges.len()), false, text.len());
        for range in self.ranges.iter().rev() {
            follows &= !self.is_break(range.end..next);
            found.push(follows);
            follows |= self.within(range).first().is_some_and(|year| {
                let lead = text.get(range.start..year.start).unwrap_or_default();
                year.is_spoken_of(self.year) && opening(lead).chars().nth(2).is_none()
            });
            next = range.start;
        }
        found.reverse();
        found
    }

    /// The first years within a stretch.
    fn within(&self, range: &Range<usize>) -> &[Year] {
        let from = self.years.partition_point(|year| year.start < range.start);
        let to = self.years.partition_point(|year| year.start < range.end);
        self.years.get(from..to.min(from + MOST_YEARS)).unwrap_or_default()
    }

    fn is_break(&self, gap: Range<usize>) -> bool {
        self.prose.text.get(gap).is_none_or(|gap| gap.contains('\n'))
    }

    fn ends_line(&self, range: &Range<usize>) -> bool {
        let rest = self.prose.text.get(range.end..).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '\r', '\u{3000}']);
        rest.is_empty() || rest.starts_with('\n')
    }
}
