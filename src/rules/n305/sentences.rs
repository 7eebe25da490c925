//! The sentences of a text, each with what the paragraph says around it.

use std::ops::Range;

use super::judge::{Fault, Sentence, opening, speaks_of};
use super::mention::Mention;
use crate::prose::Prose;
use crate::rules::passages;

/// Years of a sentence that are read.
const MOST_YEARS: usize = 12;
/// Words after which a section speaks of plans.
const PLANS_FOLLOW: &[&str] =
    &["下一步", "改进措施", "改进情况", "工作打算", "工作计划", "工作安排", "今后", "明年", "下一年"];

/// The sentences of a text with the years in it.
pub(super) struct Sentences<'a> {
    prose: &'a Prose,
    mentions: &'a [Mention],
    year: u16,
    ranges: Vec<Range<usize>>,
}

impl<'a> Sentences<'a> {
    pub fn new(prose: &'a Prose, mentions: &'a [Mention], year: u16) -> Self {
        Self { prose, mentions, year, ranges: prose.sentences().collect() }
    }

    /// The wrong years, one in each sentence at most, and the sentences that open with a later year.
    pub fn faults(&self, agency: &str) -> (Vec<Fault>, Vec<Fault>) {
        let text = self.prose.text.as_str();
        let later = self.followed();
        let (mut found, mut openings) = (Vec::new(), Vec::new());
        let (mut year_before, mut planning, mut end) = (false, false, 0);
        for (whole, year_later) in self.ranges.iter().zip(later) {
            let range = passages::head(text, whole);
            let words = text.get(range.clone()).unwrap_or_default();
            let starts_line = end == 0 || self.is_break(end..whole.start);
            let sentence = Sentence {
                text,
                mentions: self.within(&range),
                range,
                year: self.year,
                agency,
                in_preamble: self.prose.section.is_none(),
                is_line: starts_line && self.ends_line(whole) && !words.ends_with(['。', '；', '！', '？']),
                year_before: year_before && !starts_line,
                year_later,
                planning,
            };
            if !words.starts_with('|') && !sentence.mentions.is_empty() {
                let fault = sentence.fault();
                openings.extend(sentence.later_opening().filter(|_| fault.is_none()));
                found.extend(fault);
            }
            planning |= passages::has_any(words, PLANS_FOLLOW);
            let years = self.within(whole);
            year_before = years.iter().any(|mention| speaks_of(text, mention, self.year));
            end = whole.end;
        }
        (found, openings)
    }

    /// For each sentence: does a later one of its paragraph start with the report year?
    fn followed(&self) -> Vec<bool> {
        let text = self.prose.text.as_str();
        let (mut found, mut follows, mut next) = (Vec::with_capacity(self.ranges.len()), false, text.len());
        for range in self.ranges.iter().rev() {
            follows &= !self.is_break(range.end..next);
            found.push(follows);
            follows |= self.within(range).first().is_some_and(|mention| {
                let lead = text.get(range.start..mention.start).unwrap_or_default();
                speaks_of(text, mention, self.year) && opening(lead).chars().nth(2).is_none()
            });
            next = range.start;
        }
        found.reverse();
        found
    }

    /// The first years within a stretch.
    fn within(&self, range: &Range<usize>) -> &'a [Mention] {
        let from = self.mentions.partition_point(|mention| mention.start < range.start);
        let to = self.mentions.partition_point(|mention| mention.start < range.end);
        self.mentions.get(from..to.min(from + MOST_YEARS)).unwrap_or_default()
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
