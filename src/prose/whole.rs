//! Clauses that count nothing themselves but say something of the number before them: 均予以公开,
//! 结转下年度继续办理, 与上年持平.

use std::ops::Range;

use rust_decimal::Decimal;

use super::clause::fits_unit;
use super::lexicon::Word;
use super::number::{Figure, Precision};
use super::reading::{Item, Reader, Role, Time};
use super::term::{Meant, Sort, meaning};
use super::token::Kind;

const FORWARD: &str = "requests.carried_forward";

impl Reader<'_> {
    /// Reads the clause that ends at a token, if it has no number.
    pub(super) fn without_number(&mut self, end: usize) {
        let range = self.scope.terms..end;
        let has_number = self.clause(end).iter().any(|token| matches!(token.kind, Kind::Number(_)));
        if has_number || range.is_empty() {
            return;
        }
        self.carried_after(range.clone());
        self.said_of_all(range);
    }

    /// “还有3件正在征求意见，结转下年度继续办理”.
    fn carried_after(&mut self, range: Range<usize>) {
        let groups = self.groups(range.clone());
        let is_forward = matches!(groups.as_slice(), [group]
            if group.words.contains(&Word::Row(FORWARD)) && !group.is_hidden() && !group.is_part()
                && group.words.iter().all(|word| matches!(word, Word::Row(_) | Word::Verb(_))));
        let is_off = self.is_off() || self.scope.time != Time::This;
        let end =
            range.end.checked_sub(1).and_then(|last| self.tokens.get(last)).map(|token| token.range.end);
        let first = self.first;
        let place = self.items.len().checked_sub(1).filter(|place| *place >= first);
        let Some((item, end)) = place.and_then(|place| self.items.get_mut(place)).zip(end) else { return };
        let meant =
            Meant { readings: vec![format!("{FORWARD}.total")], certain: false, sort: Sort::Row(FORWARD) };
        let is_open = item.role == Role::Count && item.is_plain && item.readings.is_empty();
        if is_forward && !is_off && is_open && fits_unit(&item.figure, &meant) {
            item.words = item.words.start..end;
            (item.readings, item.sort) = (meant.readings, meant.sort);
        }
    }

    /// “75件，均予以公开”: all that was counted is also counted there.
    pub(super) fn said_of_all(&mut self, range: Range<usize>) {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        let Some(item) = self.items.last().filter(|_| self.items.len() > self.first) else { return };
        if item.role != Role::Count || !item.is_plain || item.figure.unit == "%" || self.is_off() {
            return;
        }
        let is_all = tokens.iter().any(|token| {
            matches!(token.kind, Kind::Word(Word::All | Word::Each)) || self.said(token).starts_with("全部")
        });
        let groups = self.groups(range.clone());
        let [group] = groups.as_slice() else { return };
        let Some(nearest) = group.words.first().copied().filter(|_| !group.is_hidden() && !group.is_part())
        else {
            return;
        };
        let is_one_case = item.figure.value == Decimal::ONE && matches!(item.sort, Sort::Case(_));
        let says_none = tokens.iter().any(|t| {
            matches!(t.kind, Kind::Word(Word::Neg | Word::NegReceived | Word::NegAfter | Word::Cause))
        });
        let is_answered = tokens.iter().any(|token| self.said(token).contains("答复"));
        let said = match nearest {
            Word::Row(row) => is_all && !row.starts_with("requests.carried") && !is_answered,
            Word::Litigation(kind) => is_all && !kind.is_empty(),
            Word::Outcome(_) => is_all || is_one_case,
            Word::Applicant(_) | Word::Verb(_) | Word::Object(_) => {
                is_all && group.words.iter().any(|word| matches!(word, Word::Applicant(_)))
            }
            _ => false,
        };
        if !said || says_none {
            return;
        }
        let words: Vec<Word> = match nearest {
            Word::Verb(_) | Word::Object(_) => {
                group.words.iter().copied().filter(|word| matches!(word, Word::Applicant(_))).collect()
            }
            _ => group.words.iter().copied().filter(|word| !matches!(word, Word::Verb(_))).collect(),
        };
        // “甲1件，乙3件，均不予处理” says it of both.
        if !self.is_known(item) || self.has_sibling(item) || self.is_excepted(item) {
            return;
        }
        let Item { figure, token, .. } = item.clone();
        let Some(meant) = meaning(&words, self.context) else { return };
        let meant = Meant { certain: false, ..meant };
        if !fits_unit(&figure, &meant) || self.scope.time != Time::This {
            return;
        }
        let end = range.end.checked_sub(1).and_then(|last| self.tokens.get(last)).map(|t| t.range.end);
        let start = self.tokens.get(range.start).map(|token| token.range.start);
        let (Some(start), Some(end)) = (start, end) else { return };
        let number = figure.range.clone();
        self.push(figure, token, Role::All, Some(meant), token, true);
        if let Some(item) = self.items.last_mut() {
            item.range = number.clone();
            item.words = number.start.min(start)..end;
        }
    }

    /// True if a count is bound, or opens the sentence without a word that makes it a part:
    /// 全年137件申请全部由自然人提出.
    fn is_known(&self, item: &Item) -> bool {
        let before = self.tokens.get(..item.token).unwrap_or_default();
        !item.readings.is_empty()
            || before.iter().all(|token| {
                matches!(token.kind, Kind::Word(Word::Fill | Word::Own | Word::ThisYear | Word::Sum))
            })
    }

    /// True if the count before it in the sentence is one of the same kind, and no whole of it.
    fn has_sibling(&self, last: &Item) -> bool {
        let is_whole = |sort: Sort| matches!(sort, Sort::Row("requests.received" | "requests.total"));
        let before = self.items.get(self.first..).unwrap_or_default().iter().rev().skip_while(|item| {
            item.token == last.token || item.figure.unit == "%" || item.role != Role::Count
        });
        before.take(1).any(|item| match (item.sort, last.sort) {
            (Sort::Row(row), Sort::Row(other)) => {
                !is_whole(item.sort) && !is_whole(last.sort) && !other.starts_with(row)
            }
            (Sort::Applicant(_), Sort::Applicant(_)) => true,
            _ => false,
        })
    }

    /// “除5件不予公开外，均予以公开”: said of all but those.
    fn is_excepted(&self, item: &Item) -> bool {
        let before = self.tokens.get(..item.token).unwrap_or_default();
        let clause = before.iter().rev().take_while(|token| !matches!(token.kind, Kind::Stop(_)));
        clause.into_iter().any(|token| token.is(Word::Besides) && self.said(token).starts_with('除'))
    }

    /// 与上年持平: no change of what was counted before.
    pub(super) fn level(&mut self, index: usize) {
        let Some(range) = self.tokens.get(index).map(|token| token.range.clone()) else { return };
        let clause = self.tokens.get(self.scope.clause..index).unwrap_or_default();
        let is_near = clause
            .iter()
            .any(|token| ["基本", "大致", "大体", "总体"].iter().any(|w| self.said(token).ends_with(w)));
        let is_last = self.scope.than || self.scope.time == Time::Last;
        if is_near || !is_last || self.clause_has_unknown() {
            return;
        }
        let time = std::mem::replace(&mut self.scope.time, Time::This);
        let Some(meant) = self.of_before(Role::Change { up: true }, Time::This) else {
            self.scope.time = time;
            return;
        };
        let start = clause.first().map_or(range.start, |token| token.range.start);
        let figure = Figure {
            range: range.clone(),
            value: Decimal::ZERO,
            step: Decimal::ONE,
            precision: Precision::Exact,
            unit: "",
        };
        self.push(figure, index, Role::Change { up: true }, Some(meant), index, true);
        if let Some(item) = self.items.last_mut() {
            item.words = start..range.end;
        }
        self.scope.time = time;
    }
}
