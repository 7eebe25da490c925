//! What the numbers of the narrative say, and which cells they can mean.
//!
//! A sentence is cut into tokens, the tokens are read beside each other, and the places where something
//! is said are gone through with what the words before them mean. A number is bound only where every word
//! between it and its term is known; what is unknown, or speaks of another time, matter or part, leaves
//! it unbound. A false alarm costs more than a miss.

use std::ops::Range;

use rust_decimal::Decimal;

use super::breakdown::{Breakdown, breakdowns};
use super::item::{Frame, Item, Sort};
use super::join::{guessed, join};
use super::lexicon::{List, Tag, UnitKind, has};
use super::percent::Percent;
use super::reading::{Ledger, Reading, Readings};
use super::scope::{Event, EventKind, Scope, Topic};
use super::sentence::{Facts, Sentence};
use super::{Prose, all};
use crate::format::{RowRole, SectionRole};
use crate::report::Text;

/// A sentence longer than this (in bytes) is left unread: no reader would follow it, and what is
/// read stays linear in the size of the file.
const LONGEST: usize = 6000;

/// What one narrative says in numbers.
#[derive(Debug)]
pub struct Counts<'a> {
    /// The words.
    pub prose: Prose,
    /// The text of the data file that they come from.
    pub text: &'a Text,
    /// Its numbers in their order.
    pub items: Vec<Item>,
    /// Which of them are parts of which.
    pub breakdowns: Vec<Breakdown>,
    /// Percentages, with what they can be of.
    pub percents: Vec<Percent>,
    /// It speaks of applications that are carried over or still worked on.
    pub tells_carried: bool,
}

/// Reads every narrative of a report.
pub fn counts<'a>(ledger: &Ledger<'a>) -> Vec<Counts<'a>> {
    let of = |row: RowRole| ledger.value(Reading::total(row));
    let (carried_in, carried_forward) = (of(RowRole::CarriedIn), of(RowRole::CarriedForward));
    // All that came in this year can be finished only if those left are some of the others.
    let may_finish_new = carried_in > Some(Decimal::ZERO) && carried_forward <= carried_in;
    let facts = Facts::new(ledger.report, may_finish_new);
    all(ledger.report).into_iter().map(|(prose, text)| read(prose, text, facts, ledger)).collect()
}

/// What a paragraph speaks of before its first word.
#[derive(Debug, Clone, Copy, Default)]
struct Background {
    topic: Topic,
    is_disclosure: bool,
}

/// Backgrounds of the lines around a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    /// Where the sentence stands.
    here: Background,
    /// What the heading speaks of.
    heading: Background,
    /// What the line before a list spoke of.
    lead_in: Option<Background>,
}

fn read<'a>(prose: Prose, text: &'a Text, facts: Facts<'a>, ledger: &Ledger<'a>) -> Counts<'a> {
    let mut found = Counts {
        prose,
        text,
        items: Vec::new(),
        breakdowns: Vec::new(),
        percents: Vec::new(),
        tells_carried: false,
    };
    let ends: Vec<(usize, char)> = found.prose.ends().filter(|(_, mark)| *mark != '；').collect();
    let whole = std::mem::take(&mut found.prose.text);
    let (mut around, mut start, mut line) = (Around::default(), 0, 0);
    for (at, mark) in ends {
        let end = at + mark.len_utf8();
        around = found.sentence(&whole, start..end, around, facts, ledger);
        start = end;
        if mark == '\n' {
            around = around.in_new_line(whole.get(line..at).unwrap_or_default());
            line = end;
        }
    }
    found.sentence(&whole, start..whole.len(), around, facts, ledger);
    found.prose.text = whole;
    found.leave_open_what_cases_carry(ledger);
    found
}

impl Around {
    /// A paragraph begins with what its heading speaks of, a list also with what leads to it.
    fn in_new_line(self, line: &str) -> Self {
        let line = line.trim();
        let lead_in = match line {
            "" => None,
            _ if line.ends_with(['：', ':']) => Some(self.here),
            _ => self.lead_in,
        };
        Self { here: lead_in.unwrap_or(self.heading), lead_in, ..self }
    }
}

impl Counts<'_> {
    /// Beside the table of cases, what was carried over are cases: the applications have a table of their own.
    fn leave_open_what_cases_carry(&mut self, ledger: &Ledger<'_>) {
        let section = self.prose.section.and_then(|section| ledger.report.form.sections.get(section));
        if section.and_then(|section| section.role) != Some(SectionRole::Proceedings) {
            return;
        }
        for item in self.items.iter_mut().filter(|item| matches!(item.sort, Sort::Row(_))) {
            (item.readings, item.is_certain) = (Readings::default(), false);
        }
    }

    /// Reads a sentence; what the next one stands in.
    fn sentence(
        &mut self,
        text: &str,
        range: Range<usize>,
        around: Around,
        facts: Facts<'_>,
        ledger: &Ledger<'_>,
    ) -> Around {
        let said = text.get(range.clone()).unwrap_or_default();
        let blanks = said.len() - said.trim_start().len();
        // Rows of a table, drawn or pasted, are no sentences.
        let is_table = said.starts_with('|') || self.prose.may_hold("\t") && said.contains('\t');
        if blanks == said.len() || said.len() > LONGEST || is_table && !is_pair(said) {
            return around;
        }
        let line = self.prose.line_at(range.start + blanks);
        let is_heading = line.is_some_and(|line| line.rank.is_some() && range.start < line.body);
        let is_disclosure = around.here.is_disclosure || has(said, List::Disclosure);
        if !has(said, List::States) {
            let topic = around.here.topic;
            let goes_on = topic != Topic::None && !has(said, List::EndsTopic);
            let topic = if goes_on { topic } else { Topic::None };
            let heading = if is_heading { Background::default() } else { around.heading };
            return Around { here: Background { topic, is_disclosure }, heading, ..around };
        }
        let sentence = join(Sentence::new(text, range, facts));
        let is_carried = |tag: Tag| {
            matches!(tag, Tag::Row(RowRole::CarriedForward) | Tag::Carried | Tag::Ongoing | Tag::NextYear)
        };
        self.tells_carried |= sentence.tokens.iter().any(|token| is_carried(token.tag));
        let scope = Scope { topic: around.here.topic, is_disclosure, ..Scope::default() };
        let (events, topic) = guessed(scope, &sentence).events(&sentence);
        self.take(&sentence, &events, ledger);
        let heading = if is_heading {
            let is_of_requests = has(said, List::Request);
            let topic = if is_of_requests { Topic::Requests } else { Topic::None };
            Background { topic, is_disclosure: has(said, List::Disclosure) || !is_of_requests }
        } else {
            around.heading
        };
        Around { here: Background { topic, is_disclosure }, heading, ..around }
    }

    /// Takes what a sentence says.
    fn take(&mut self, sentence: &Sentence<'_>, events: &[Event], ledger: &Ledger<'_>) {
        let first = self.items.len();
        let frame = Frame { sentence, ledger, first };
        for event in events {
            let items = self.items.get(first..).unwrap_or_default();
            let is_percent =
                |at: usize| sentence.figure(at).is_some_and(|figure| figure.kind == Some(UnitKind::Percent));
            let mut new = Vec::new();
            match &event.kind {
                EventKind::Number(_) if is_percent(event.at) => {
                    self.percents.extend(frame.percent(event, items));
                    new.extend(frame.all_by_rate(event, items));
                }
                EventKind::Number(phrase) => new = frame.number(event, phrase, items),
                EventKind::None(tag) => new = frame.none(event, *tag, items),
                EventKind::Level => new.extend(frame.level(event, items)),
                EventKind::Apart(list) if list.iter().all(|at| is_percent(*at)) => {
                    self.percents.extend(frame.shares_apart(event, list, items));
                }
                EventKind::Apart(list) => new = frame.apart(event, list, items),
                EventKind::End => new.extend(frame.all_of_clause(event, items)),
            }
            self.items.append(&mut new);
            if let EventKind::Number(_) = event.kind {
                let items = self.items.get(first..).unwrap_or_default();
                let mut of_all = frame.all_after(event, items);
                self.items.append(&mut of_all);
            }
        }
        let items = self.items.get(first..).unwrap_or_default();
        self.breakdowns.extend(breakdowns(items, &sentence.tokens, first));
    }
}

/// A row of a table that says one thing of one term: `| 予以公开 | 29 |`.
fn is_pair(text: &str) -> bool {
    let cells: Vec<&str> = text.trim().trim_matches('|').split(['|', '\t']).map(str::trim).collect();
    let is_digit = |c: char| c.is_ascii_digit();
    matches!(cells.as_slice(), [term, number] if !term.contains(is_digit) && number.starts_with(is_digit))
}

#[cfg(test)]
mod tests;
