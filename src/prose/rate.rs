//! 办结率, 回收率 and other rates, and the two counts that each follows from.

use rust_decimal::Decimal;

use super::item::{Frame, Item, Role, Sort};
use super::lexicon::{List, Rate, Tag, Verb, ends, has};
use super::number::Figure;
use super::percent::{Operand, Ratio, pairs};
use super::reading::Reading;
use super::scope::{Event, Topic};
use super::token::Token;
use crate::format::{ColumnRole, RowRole};

/// Bytes of the name of a rate that is judged by its name.
const LONGEST_NAME: usize = 12;

impl Frame<'_, '_> {
    /// A rate of another matter can only be judged by the two counts right before it:
    /// 受理诉求1286件，办结1280件，办结率99.5%.
    pub(super) fn rate_beside(&self, event: &Event, items: &[Item]) -> Option<Vec<Ratio>> {
        let terms = self.sentence.slice(event.scope.terms_to(event.at));
        let rate = terms.iter().find_map(|token| match token.tag {
            Tag::Rate(rate @ (Rate::Finished | Rate::Answered)) => Some(rate),
            _ => None,
        })?;
        let is_own = !event.scope.is_off() && event.scope.topic == Topic::Requests;
        let [.., whole, part] = items else { return None };
        if event.scope.up.is_some() || is_own {
            return None;
        }
        let lead = self.sentence.slice(whole.token + 1..part.token);
        let says = |verb: Verb| lead.iter().any(|token| token.is(Tag::Verb(verb)));
        let is_done = says(Verb::Finished) || says(Verb::Answered) && rate == Rate::Answered;
        let is_timely = lead.iter().any(|token| has(self.sentence.said(token), List::Timely));
        let is_same =
            part.figure.unit == whole.figure.unit && part.role == Role::Count && whole.role == Role::Count;
        let near =
            |token: &Token| token.is_fill() || matches!(token.tag, Tag::Mark('，') | Tag::And | Tag::Rate(_));
        let is_near = self.sentence.slice(part.token + 1..event.at).iter().all(near);
        // “发布信息51条，回复留言60条，回复率100%”: the first is not what the second is of.
        let is_part = part.figure.value <= whole.figure.value;
        let is_meant = is_done && is_same && is_near && is_part && !is_timely;
        let ratio = || (self.said(items.len() - 1), self.said(items.len() - 2));
        Some(if is_meant { vec![ratio()] } else { Vec::new() })
    }

    /// “发出500份，收回462份，回收率92.4%”: the count that the rate is named after, over the one before it.
    pub(super) fn rate_named(&self, event: &Event, items: &[Item]) -> Option<Vec<Ratio>> {
        let scope = &event.scope;
        let is_untold = |token: &Token| token.is(Tag::Rate(Rate::Untold));
        if self.sentence.slice(scope.terms_to(event.at)).iter().any(is_untold) {
            return None;
        }
        let start = self.sentence.token(scope.terms)?.range.start;
        let before = self.sentence.text.get(start..self.sentence.token(event.at)?.range.start)?;
        let (name, _) = List::Rate.words().iter().find_map(|word| before.split_once(word))?;
        let [.., whole, part] = items else { return None };
        let near = |token: &Token| token.is_fill() || token.is(Tag::Mark('，'));
        let is_near = self.sentence.slice(part.token + 1..scope.terms).iter().all(near);
        if name.len() > LONGEST_NAME || scope.up.is_some() || scope.than || !is_near {
            return None;
        }
        let lead = self.sentence.text.get(whole.range.end..part.range.start)?;
        // With a third count it is not plain which two are meant.
        let alike = items.iter().filter(|item| item.figure.unit == part.figure.unit).count();
        let is_pair = alike == 2
            && whole.figure.unit == part.figure.unit
            && [whole, part].iter().all(|item| item.role == Role::Count)
            && whole.figure.value >= part.figure.value;
        let ratio = || (self.said(items.len() - 1), self.said(items.len() - 2));
        (names(name, lead) && is_pair).then(|| vec![ratio()])
    }

    /// Part and whole of a rate.
    pub(super) fn rate(&self, event: &Event, rate: Rate, figure: &Figure, items: &[Item]) -> Vec<Ratio> {
        if self.has_unknown(&event.scope) {
            return Vec::new();
        }
        match (rate, event.scope.topic) {
            (Rate::Finished | Rate::Answered, Topic::Requests) => self.rate_of_requests(figure, items),
            (Rate::Outcome(column), topic) => {
                let rows: &[RowRole] = match topic {
                    Topic::Reconsideration if event.scope.both => {
                        &[RowRole::Reconsideration, RowRole::Litigation]
                    }
                    Topic::Reconsideration => &[RowRole::Reconsideration],
                    Topic::Litigation => &[RowRole::Litigation, RowRole::Reconsideration],
                    _ => return Vec::new(),
                };
                let of = |row: &RowRole| {
                    let all = Reading::total(*row);
                    let closed = all.clone().less(&Reading::cell(*row, ColumnRole::Pending));
                    pairs(&self.cells([Reading::cell(*row, column)]), &self.cells([all, closed]))
                };
                rows.iter().flat_map(of).collect()
            }
            (Rate::Granted, Topic::Requests) => {
                let granted = Reading::total(RowRole::Granted);
                let both = granted.clone().plus(&Reading::total(RowRole::PartlyGranted));
                pairs(&self.cells([granted, both]), &self.all_requests())
            }
            _ => Vec::new(),
        }
    }

    fn rate_of_requests(&self, figure: &Figure, items: &[Item]) -> Vec<Ratio> {
        let said = |row: RowRole| -> Vec<usize> {
            let of_row =
                |item: &Item| item.sort == Sort::Row(row) && item.role == Role::Count && item.is_plain;
            (0..items.len()).filter(|place| items.get(*place).is_some_and(of_row)).collect()
        };
        let (parts, wholes) = (said(RowRole::Finished), said(RowRole::Received));
        let operands =
            |places: &[usize]| -> Vec<Operand> { places.iter().map(|at| self.said(*at)).collect() };
        let beside = pairs(&operands(&parts), &operands(&wholes));
        if figure.value == Decimal::ONE_HUNDRED {
            // All that was due: only counts beside it can gainsay that, if nothing explains their difference.
            let explains = |part: &usize| wholes.iter().any(|whole| self.is_explained(items, *part, *whole));
            return if parts.iter().any(explains) { Vec::new() } else { beside };
        }
        let done =
            self.cells([Reading::total(RowRole::Finished), Reading::finished_less(RowRole::CarriedIn)]);
        let due = self.cells([Reading::at_hand(), Reading::total(RowRole::Received)]);
        beside.into_iter().chain(pairs(&done, &due)).collect()
    }

    /// True if those that were carried over or withdrawn make up the difference of two counts.
    fn is_explained(&self, items: &[Item], part: usize, whole: usize) -> bool {
        let value = |place: usize| items.get(place).map(|item| item.figure.value).unwrap_or_default();
        let (done, came) = (value(part), value(whole));
        let off = (came - done).abs();
        let others: Vec<Decimal> =
            (0..items.len()).filter(|place| *place != part && *place != whole).map(value).take(8).collect();
        let is_said = others.contains(&off)
            || others.iter().enumerate().any(|(at, one)| {
                others.iter().skip(at + 1).any(|other| *one + *other == off || (*one - *other).abs() == off)
            });
        let row = if done > came { RowRole::CarriedIn } else { RowRole::OtherHandling };
        is_said || self.ledger.value(Reading::total(row)) == Some(off)
    }
}

/// True if words name what a rate is of: its own words, or their characters the other way round, unless
/// they are denied.
fn names(rate: &str, words: &str) -> bool {
    let turned: String = rate.chars().rev().collect();
    [rate, &turned].iter().any(|name| {
        words
            .match_indices(*name)
            .any(|(at, _)| !words.get(..at).is_some_and(|before| ends(before, List::Not)) && !name.is_empty())
    })
}
