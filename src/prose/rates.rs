//! 办结率, 回收率 and other rates, and the two counts that each follows from.

use super::lexicon::{Rate, Verb, Word};
use super::number::Figure;
use super::percent::{AT_HAND, FINISHED, FINISHED_NEW, Operand, RECEIVED, cells, pairs};
use super::reading::{Reader, Role, Sort};
use super::term::Topic;
use super::token::Kind;

/// Rates that are no answers to applications, with the words of the count that each is of.
const RATES: &[(&str, &[&str])] = &[
    ("回收", &["回收", "收回"]),
    ("有效", &["有效"]),
    ("不合格", &["不合格"]),
    ("合格", &["合格"]),
    ("参与", &["参与", "参加"]),
    ("录用", &["录用"]),
    ("采纳", &["采纳"]),
];

impl Reader<'_> {
    /// A rate of another matter can only be judged by the two counts right before it:
    /// 受理诉求1286件，办结1280件，办结率99.5%.
    pub(super) fn rate_beside(&self, index: usize) -> Option<Vec<(Operand, Operand)>> {
        let terms = self.tokens.get(self.scope.terms..index)?;
        let rate = terms.iter().find_map(|token| match token.word() {
            Some(Word::Rate(rate @ (Rate::Finished | Rate::Answered))) => Some(rate),
            _ => None,
        })?;
        if self.scope.direction.is_some() || !self.is_off() && self.context.topic == Topic::Requests {
            return None;
        }
        let part = self.items.len().checked_sub(1)?;
        let whole = part.checked_sub(1).filter(|at| *at >= self.first)?;
        let (whole_item, part_item) = (self.items.get(whole)?, self.items.get(part)?);
        let lead = self.tokens.get(whole_item.token + 1..part_item.token)?;
        let says = |verb: Verb| lead.iter().any(|token| token.is(Word::Verb(verb)));
        let is_done = says(Verb::Finished) || says(Verb::Answered) && rate == Rate::Answered;
        let is_timely =
            lead.iter().any(|t| ["按时", "按期", "及时", "期限"].iter().any(|w| self.said(t).contains(w)));
        let is_same = part_item.figure.unit == whole_item.figure.unit
            && part_item.role == Role::Count
            && whole_item.role == Role::Count;
        let near = self.tokens.get(part_item.token + 1..index)?;
        let is_near = near.iter().all(|token| {
            matches!(token.kind, Kind::Stop('，') | Kind::Word(Word::Fill | Word::And | Word::Rate(_)))
        });
        Some(if is_done && is_same && is_near && !is_timely {
            vec![(Operand::Said(part), Operand::Said(whole))]
        } else {
            Vec::new()
        })
    }

    /// “发出500份，收回462份，回收率92.4%”: the count that the rate is named after, over the one before it.
    pub(super) fn rate_named(&self, index: usize) -> Option<Vec<(Operand, Operand)>> {
        let near = self.tokens.get(self.scope.terms..index)?;
        let start = near.first()?.range.start;
        let before = self.text.get(start..self.tokens.get(index)?.range.start)?;
        let (name, _) = before.split_once('率')?;
        let stem = RATES.iter().find(|(rate, _)| name.ends_with(rate)).map(|(_, stems)| *stems)?;
        let is_plain = name.len() <= 12 && self.scope.direction.is_none() && !self.scope.than;
        let part = self.items.len().checked_sub(1).filter(|at| *at > self.first && is_plain)?;
        let item = self.items.get(part).filter(|item| self.is_near(item.token, self.scope.terms))?;
        let whole = self.items.get(part - 1)?;
        let lead = self.text.get(whole.range.end..item.range.start)?;
        let names = stem.iter().any(|stem| {
            lead.match_indices(stem)
                .any(|(at, _)| !lead.get(..at).is_some_and(|before| before.ends_with(['不', '未', '无'])))
        });
        // With a third count it is not plain which two are meant.
        let alike =
            self.items.get(self.first..)?.iter().filter(|i| i.figure.unit == item.figure.unit).count();
        let is_pair = alike == 2
            && whole.figure.unit == item.figure.unit
            && [whole, item].iter().all(|item| item.role == Role::Count)
            && whole.figure.value >= item.figure.value;
        (names && is_pair).then(|| vec![(Operand::Said(part), Operand::Said(part - 1))])
    }

    /// True if only a mark stands between a number and the clause.
    fn is_near(&self, number: usize, clause: usize) -> bool {
        let between = self.tokens.get(number + 1..clause).unwrap_or_default();
        between.iter().all(|t| matches!(t.kind, Kind::Stop('，') | Kind::Word(Word::Fill)))
    }

    /// Part and whole of a rate.
    pub(super) fn rate(&self, rate: Rate, figure: &Figure) -> Vec<(Operand, Operand)> {
        if self.clause_has_unknown() {
            return Vec::new();
        }
        match rate {
            Rate::Finished | Rate::Answered if self.context.topic == Topic::Requests => {
                let said = |row: &str| -> Vec<Operand> {
                    let items = self.items.iter().enumerate().skip(self.first);
                    let of_row = items.filter(|(_, item)| {
                        matches!(item.sort, Sort::Row(name) if name == row)
                            && item.role == Role::Count
                            && item.is_plain
                    });
                    of_row.map(|(at, _)| Operand::Said(at)).collect()
                };
                let beside = pairs(&said("requests.total"), &said("requests.received"));
                if figure.value == rust_decimal::Decimal::ONE_HUNDRED {
                    // All that was due: only counts beside it can gainsay that.
                    return beside;
                }
                let of_cells = pairs(&cells(&[FINISHED, FINISHED_NEW]), &cells(&[AT_HAND, RECEIVED]));
                beside.into_iter().chain(of_cells).collect()
            }
            Rate::Outcome(column) => {
                let rows = match self.context.topic {
                    Topic::Reconsideration if self.context.both => vec!["reconsideration", "litigation"],
                    Topic::Reconsideration => vec!["reconsideration"],
                    Topic::Litigation => vec!["litigation", "reconsideration"],
                    _ => return Vec::new(),
                };
                let of = |row: &str| {
                    let path = |column: &str| format!("proceedings.{row}.{column}");
                    let closed = format!("{} - {}", path("total"), path("pending"));
                    let wholes = [Operand::Cells(path("total")), Operand::Cells(closed)];
                    pairs(&[Operand::Cells(path(column))], &wholes)
                };
                rows.into_iter().flat_map(of).collect()
            }
            Rate::Granted if self.context.topic == Topic::Requests => pairs(
                &cells(&["requests.granted.total", "requests.granted.total + requests.partly_granted.total"]),
                &cells(&[FINISHED, RECEIVED, AT_HAND]),
            ),
            _ => Vec::new(),
        }
    }
}
