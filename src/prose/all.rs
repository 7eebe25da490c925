//! Words that count nothing themselves but say something of the number before them: 均予以公开,
//! 全部办结.

use std::ops::Range;

use rust_decimal::Decimal;

use super::item::{Draft, Frame, Item, Role, Sort};
use super::lexicon::{List, Tag, Verb, begins};
use super::meaning::{CASES, Meant, is_carried, meaning};
use super::phrase::{Group, groups};
use super::reading::Reading;
use super::scope::{Event, Time, Topic};
use super::token::Token;
use crate::format::{ColumnRole, RowRole};

impl Frame<'_, '_> {
    /// What the words after a number up to the next mark or number say of it.
    pub(super) fn all_after(&self, event: &Event, items: &[Item]) -> Option<Item> {
        let start = event.at + 1;
        let length = self.sentence.to_stop(start).len();
        self.of_all(event, start..start + length, items)
    }

    /// What a clause without a number says of the one before it.
    pub(super) fn all_of_clause(&self, event: &Event, items: &[Item]) -> Option<Item> {
        let clause = self.sentence.slice(event.scope.clause..event.at);
        let has_number = clause.iter().any(Token::is_number);
        if has_number {
            return None;
        }
        let range = event.scope.terms_to(event.at);
        match items {
            [] => self.all_finished(event, range),
            items => self.of_all(event, range, items),
        }
    }

    /// “年内申请均已办结”: nothing is left to carry over.
    fn all_finished(&self, event: &Event, range: Range<usize>) -> Option<Item> {
        let scope = &event.scope;
        let tokens = self.sentence.slice(range.clone());
        let [group] = <[Group; 1]>::try_from(groups(self.sentence, range.clone())).ok()?;
        let is_own =
            scope.topic == Topic::Requests && !scope.is_guess && !scope.is_off() && scope.time == Time::This;
        let names = group.words.iter().any(|word| matches!(word, Tag::Object(_)));
        let is_all = tokens.iter().any(|token| self.says_all(token));
        let is_meant = is_own && names && is_done(&group, tokens) && is_all && !group.is_doubtful();
        let place = |at: usize| self.sentence.token(at).map(|token| token.range.clone());
        let words = place(range.start)?.start..place(range.end.checked_sub(1)?)?.end;
        let draft = Draft {
            figure: super::item::zero(words.clone()),
            role: Role::Rest,
            meant: Some(Meant::row(RowRole::CarriedForward).loose()),
            token: event.at,
            from: range.start,
        };
        is_meant.then(|| self.item(scope, draft))
    }

    /// “75件，均予以公开”: all that was counted is also counted there.
    fn of_all(&self, event: &Event, range: Range<usize>, items: &[Item]) -> Option<Item> {
        let scope = &event.scope;
        let tokens = self.sentence.slice(range.clone());
        let item = items.last().filter(|item| item.is_plain_count())?;
        if tokens.is_empty() || scope.is_off() || scope.time != Time::This || self.is_excepted(item) {
            return None;
        }
        let [group] = <[Group; 1]>::try_from(groups(self.sentence, range.clone())).ok()?;
        if group.is_doubtful() {
            return None;
        }
        let is_all = tokens.iter().any(|token| self.says_all(token));
        let (role, meant) = match self.finished(tokens, &group, is_all, item) {
            Some(meant) => (Role::Rest, meant),
            None => (Role::All, self.same_number(event, tokens, &group, is_all, items)?),
        };
        let figure = match role {
            Role::Rest => super::item::zero(item.figure.range.clone()),
            _ => item.figure.clone(),
        };
        if role == Role::All && !meant.fits_unit(&figure) {
            return None;
        }
        let place = |at: usize| self.sentence.token(at).map(|token| token.range.clone());
        let (start, end) = (place(range.start)?.start, place(range.end.checked_sub(1)?)?.end);
        let draft = Draft { figure, role, meant: Some(meant), token: item.token, from: item.token };
        let words = item.range.start.min(start)..end;
        Some(Item { range: item.range.clone(), words, ..self.item(scope, draft) })
    }

    fn says_all(&self, token: &Token) -> bool {
        matches!(token.tag, Tag::All | Tag::Each) || begins(self.sentence.said(token), List::All)
    }

    /// “受理21件，均已办结”: nothing is left to carry over, where the number counts what came in.
    fn finished(&self, tokens: &[Token], group: &Group, is_all: bool, item: &Item) -> Option<Meant> {
        let of_all = matches!(item.sort, Sort::Row(RowRole::Received | RowRole::Finished));
        if !is_all || !is_done(group, tokens) || !of_all || item.is_among {
            return None;
        }
        // Of those that were finished all were finished.
        let finished = self.ledger.value(Reading::total(RowRole::Finished));
        (finished != Some(item.figure.value)).then(|| Meant::row(RowRole::CarriedForward).loose())
    }

    /// The cells whose number is said to be the one before.
    fn same_number(
        &self,
        event: &Event,
        tokens: &[Token],
        group: &Group,
        is_all: bool,
        items: &[Item],
    ) -> Option<Meant> {
        let item = items.last()?;
        let nearest = *group.words.first()?;
        let is_one = item.figure.value == Decimal::ONE;
        let is_case = matches!(item.sort, Sort::Case(_));
        let says_none = tokens
            .iter()
            .any(|token| matches!(token.tag, Tag::Neg | Tag::NegReceived | Tag::NegAfter | Tag::Cause));
        let is_answered = group.words.contains(&Tag::Verb(Verb::Answered));
        let names_who = group.words.iter().any(|word| matches!(word, Tag::Applicant(_)));
        let is_said = match nearest {
            Tag::Row(row) => is_all && !is_carried(row) && !is_answered,
            Tag::Case(row) => is_all && row != RowRole::Litigation && row != RowRole::Reconsideration,
            Tag::Outcome(ColumnRole::Pending) => is_all || is_case,
            Tag::Outcome(_) | Tag::Withdrawn => is_all || is_one && is_case,
            Tag::Applicant(_) | Tag::Verb(_) | Tag::Object(_) => {
                names_who && (is_all || is_one && item.sort == Sort::Row(RowRole::Received))
            }
            _ => false,
        };
        // “甲1件，乙3件，均不予处理” says it of both.
        if !is_said || says_none || !self.is_known(item) || has_sibling(items, item) {
            return None;
        }
        let is_kept = |word: &Tag| match nearest {
            Tag::Verb(_) | Tag::Object(_) => matches!(word, Tag::Applicant(_)),
            _ => !matches!(word, Tag::Verb(_)),
        };
        let words: Vec<Tag> = group.words.iter().copied().filter(is_kept).collect();
        meaning(&words, self.context(event, items)).map(Meant::loose)
    }

    /// True if a count is bound, or opens the sentence without a word that makes it a part:
    /// 全年137件申请全部由自然人提出.
    fn is_known(&self, item: &Item) -> bool {
        let opens = |token: &Token| {
            token.is_fill() || matches!(token.tag, Tag::Own | Tag::Area | Tag::ThisYear | Tag::Sum)
        };
        !item.readings.is_empty() || self.sentence.slice(0..item.token).iter().all(opens)
    }

    /// “除5件不予公开外，均予以公开”: said of all but those.
    fn is_excepted(&self, item: &Item) -> bool {
        let before = self.sentence.slice(0..item.token);
        before.rsplit(Token::is_mark).next().unwrap_or_default().iter().any(|token| token.is(Tag::Except))
    }
}

/// True if words say that applications were finished, and nothing else.
fn is_done(group: &Group, tokens: &[Token]) -> bool {
    let finishes = |word: &Tag| matches!(word, Tag::Verb(Verb::Finished | Verb::Answered));
    let is_plain = |word: &Tag| finishes(word) || matches!(word, Tag::Object(_) | Tag::Verb(Verb::Handled));
    let denies = |token: &Token| matches!(token.tag, Tag::Neg | Tag::NegAfter | Tag::NegReceived);
    group.words.iter().any(finishes) && group.words.iter().all(is_plain) && !tokens.iter().any(denies)
}

/// True if the count before it in the sentence is one of the same kind, and no whole of it.
fn has_sibling(items: &[Item], last: &Item) -> bool {
    let is_whole =
        |row: RowRole| matches!(row, RowRole::Received | RowRole::Finished) || CASES.contains(&row);
    let before = items.iter().rev().find(|item| item.token != last.token && item.is_count());
    before.is_some_and(|item| match (item.sort, last.sort) {
        (Sort::Row(row), Sort::Row(other)) => {
            !is_whole(row) && !is_whole(other) && super::meaning::parent(other) != Some(row) && row != other
        }
        (Sort::Applicant(_), Sort::Applicant(_)) => true,
        _ => false,
    })
}
