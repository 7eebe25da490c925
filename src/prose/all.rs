//! Words that count nothing themselves but say something of the number before them: 均予以公开,
//! 全部办结.

use std::ops::Range;

use rust_decimal::Decimal;

use super::group::{Group, groups, is_term};
use super::item::{Draft, Frame, Item, Role, Sort};
use super::lexicon::{Filler, List, Rate, Tag, Verb, begins, ends, has};
use super::meaning::{CASES, OUTCOMES, RESULTS, is_carried, meaning};
use super::meant::Meant;
use super::reading::Reading;
use super::scope::{Event, Off, Scope, Time, Topic};
use super::token::Token;
use crate::format::{ColumnRole, RowRole};

/// Words after a number, or a clause, that say something of all that was counted.
#[derive(Clone, Copy)]
struct Said<'t> {
    tokens: &'t [Token],
    group: &'t Group,
    /// 均, 全部 and the like stand among the words.
    is_all: bool,
    /// They stand right after a number, and are said of it alone.
    is_beside: bool,
}

impl Frame<'_, '_> {
    /// What the words after a number up to the next mark or number say of it.
    pub(super) fn all_after(&self, event: &Event, items: &[Item]) -> Vec<Item> {
        let start = event.at + 1;
        let length = self.sentence.to_stop(start).len();
        self.of_all(event, start..start + length, items)
    }

    /// What a clause without a number says of those before it.
    pub(super) fn all_of_clause(&self, event: &Event, items: &[Item]) -> Vec<Item> {
        let clause = self.sentence.slice(event.scope.clause..event.at);
        let has_number = clause.iter().any(Token::is_number);
        if has_number {
            return Vec::new();
        }
        // “均按照规定流程，在法定期限内答复”: the clause before has 均, and says how only.
        let (start, end) = event.scope.waiting;
        let before = self.sentence.slice(start..end);
        let opens = before.iter().find(|token| !token.is_fill()).is_some_and(|token| self.says_all(token));
        let says_how = opens && !before.iter().skip(1).any(|token| self.says_more(token));
        let from = if says_how { start } else { event.scope.terms };
        self.of_all(event, from..event.at, items)
    }

    /// True for a word that does more than say how something was done.
    fn says_more(&self, token: &Token) -> bool {
        !(token.is_fill() || matches!(token.tag, Tag::All | Tag::And | Tag::Verb(Verb::Handled)))
    }

    /// “办结率100%”: nothing is left to carry over, where no count of those that were finished stands beside it.
    pub(super) fn all_by_rate(&self, event: &Event, items: &[Item]) -> Option<Item> {
        let (scope, figure) = (&event.scope, self.sentence.figure(event.at)?);
        let terms = self.sentence.slice(scope.terms_to(event.at));
        let is_rate =
            |token: &Token| matches!(token.tag, Tag::Rate(Rate::Finished | Rate::Answered | Rate::Timely));
        let is_own = scope.topic == Topic::Requests && !scope.is_guess && !scope.is_off();
        let is_counted = |item: &Item| item.sort == Sort::Row(RowRole::Finished);
        let is_meant = is_own
            && scope.time == Time::This
            && figure.value == Decimal::ONE_HUNDRED
            && terms.iter().any(is_rate)
            && !self.has_unknown(scope)
            && !items.iter().any(is_counted);
        let words = self.sentence.token(scope.terms)?.range.start..figure.range.end;
        is_meant.then(|| self.rest(event, Meant::row(RowRole::CarriedForward), words))
    }

    /// “75件，均予以公开”, “均已办结”: what is said of all that was counted.
    fn of_all(&self, event: &Event, range: Range<usize>, items: &[Item]) -> Vec<Item> {
        let scope = &event.scope;
        let tokens = self.sentence.slice(range.clone());
        let is_off = scope.off.is_some_and(|off| off != Off::Channel);
        let says_something =
            tokens.iter().any(|token| is_term(token.tag) || matches!(token.tag, Tag::Settled));
        if !says_something || is_off || scope.time != Time::This {
            return Vec::new();
        }
        let Some(group) = Group::joined(groups(self.sentence, range.clone())) else { return Vec::new() };
        let closes = tokens.iter().any(|token| token.is(Tag::Settled)) && group.words.is_empty();
        // “1件申请人为自然人”, “申请人为自然人1件” tell of some.
        let is_beside = range.start == event.at + 1;
        let is_bare = !is_beside && self.sentence.token(range.end).is_none_or(Token::is_mark);
        let is_all = tokens.iter().any(|token| self.says_all(token))
            || is_bare && self.tells_applicants(tokens, &group);
        let said = Said { tokens, group: &group, is_all, is_beside };
        let of_cases = items.last().is_some_and(|item| matches!(item.sort, Sort::Case(_) | Sort::Outcome(_)));
        if group.is_doubtful() && !closes && (of_cases || !self.says_how(said)) {
            return Vec::new();
        }
        let place = |at: usize| self.sentence.place(at);
        let words = place(range.start).start..place(range.end.saturating_sub(1)).end;
        match self.nothing_left(scope, said, items) {
            Some((meant, whole)) => {
                let start = whole.map_or(words.start, |item| item.range.start.min(words.start));
                // 年内申请均已办结 leaves none over, whatever else is told.
                let of_year = tokens.iter().any(|token| matches!(token.tag, Tag::ThisYear | Tag::Year(_)));
                let is_certain =
                    whole.is_none() && of_year && meant.sort == Sort::Row(RowRole::CarriedForward);
                vec![Item { is_certain, ..self.rest(event, meant, start..words.end) }]
            }
            None => self.same_number(event, said, items, &words),
        }
    }

    /// An item that says that nothing is left for some cells.
    fn rest(&self, event: &Event, meant: Meant, words: Range<usize>) -> Item {
        let figure = super::item::zero(words.clone());
        let draft =
            Draft { figure, role: Role::Rest, meant: Some(meant.loose()), token: event.at, from: event.at };
        Item { words, ..self.item(&event.scope, draft) }
    }

    /// The cells that must be 0 if it is so, and the count that it is said of.
    fn nothing_left<'i>(
        &self,
        scope: &Scope,
        said: Said<'_>,
        items: &'i [Item],
    ) -> Option<(Meant, Option<&'i Item>)> {
        if let Some(whole) = self.all_done(scope, said, items) {
            return Some((Meant::row(RowRole::CarriedForward), whole));
        }
        if let Some(meant) = one_result(scope, said) {
            return Some((meant, None));
        }
        if let Some(meant) = none_pending(said, items) {
            return Some((meant, items.last()));
        }
        // 申请人均为自然人 is said of all, also behind the results.
        let Some(Tag::Applicant(_)) = said.group.words.first() else { return None };
        Some((no_others(scope, said, items, self.names_applicants(said.tokens))?, None))
    }

    /// “受理21件，均已办结”, “年内申请均已办结”: nothing is left to carry over, where the number counts what came in.
    fn all_done<'i>(&self, scope: &Scope, said: Said<'_>, items: &'i [Item]) -> Option<Option<&'i Item>> {
        if !is_done(said, true) {
            return None;
        }
        let is_already = said.tokens.iter().any(|token| begins(self.sentence.said(token), List::Already));
        let was_handled = said.tokens.iter().any(|token| has(self.sentence.said(token), List::Already));
        if !is_done(said, was_handled) {
            return None;
        }
        if items.is_empty() {
            let mut words = said.tokens.iter().skip_while(|token| token.is_fill() || token.is(Tag::Own));
            let opens = words.next().is_some_and(|token| self.says_all(token));
            let names = opens || said.group.words.iter().any(|word| matches!(word, Tag::Object(_)));
            let is_own = scope.topic == Topic::Requests && !scope.is_guess;
            return (is_own && names && said.is_all).then_some(None);
        }
        // “撤销5件，其余均按期答复”: also what was left of the whole is done.
        let is_rest = said.tokens.iter().any(|token| token.is(Tag::Fill(Filler::Still)));
        let is_carried = |item: &Item| item.sort == Sort::Row(RowRole::CarriedForward);
        if is_rest && said.is_all && !items.iter().any(is_carried) {
            let whole = items.first().filter(|item| item.sort == Sort::Row(RowRole::Received));
            return whole.filter(|whole| whole.is_plain_count() && !whole.is_among).map(Some);
        }
        let whole = whole_of(scope, items)
            .filter(|whole| said.is_all && !said.is_beside || is_same(whole, items.last()))?;
        let is_last = is_same(whole, items.last());
        let is_one = whole.figure.value == Decimal::ONE;
        // “收到2件，按时答复”.
        let is_timely = said.tokens.iter().any(|token| has(self.sentence.said(token), List::Timely));
        let received = Reading::total(RowRole::Received);
        let says_so = said.is_all
            || is_last
                && (is_already || is_timely || is_one)
                && (matches!(whole.sort, Sort::Applicant(_))
                    || whole.readings.iter().any(|bound| bound.reading == received));
        // Of those that were finished all were finished.
        let finished = self.ledger.value(Reading::total(RowRole::Finished));
        let is_finished = is_last && finished == Some(whole.figure.value);
        let is_meant = says_so && !is_finished && whole.is_plain_count() && !whole.is_among;
        (is_meant && !self.is_excepted(whole)).then_some(Some(whole))
    }

    /// True if words begin with 申请人 and the like.
    fn names_applicants(&self, tokens: &[Token]) -> bool {
        let mut lead = tokens.iter().take_while(|token| token.is_fill());
        lead.any(|token| has(self.sentence.said(token), List::Request))
    }

    /// “申请人的类别为自然人”, but not 主要为自然人.
    fn tells_applicants(&self, tokens: &[Token], group: &Group) -> bool {
        let is_only = |token: &Token| match token.tag {
            Tag::Fill(Filler::Most | Filler::Still) => false,
            tag => token.is_fill() || matches!(tag, Tag::Applicant(_) | Tag::Object(_)),
        };
        matches!(group.words.first(), Some(Tag::Applicant(_)))
            && tokens.iter().all(is_only)
            && self.names_applicants(tokens)
    }

    /// “均按标准格式进行答复”: unknown words between 均 and what was done only say how, unless they name a body.
    fn says_how(&self, said: Said<'_>) -> bool {
        let is_already = |token: &Token| begins(self.sentence.said(token), List::Already);
        let all = said.tokens.iter().position(|token| self.says_all(token) || is_already(token));
        let (lead, rest) = said.tokens.split_at(all.unwrap_or(said.tokens.len()));
        let is_plain = |token: &Token| match token.tag {
            Tag::Unknown => !ends(self.sentence.said(token), List::Body),
            Tag::Verb(_)
            | Tag::And
            | Tag::Open
            | Tag::All
            | Tag::Object(_)
            | Tag::Narrow
            | Tag::Own
            | Tag::Contents => true,
            _ => token.is_fill(),
        };
        is_done(said, false) && lead.iter().all(|token| !token.is(Tag::Unknown)) && rest.iter().all(is_plain)
    }

    fn says_all(&self, token: &Token) -> bool {
        match token.tag {
            Tag::All | Tag::Each => true,
            // 全部办结, 均已审结: it is a part of the word.
            Tag::Verb(_) | Tag::Row(_) | Tag::Outcome(_) | Tag::Settled | Tag::Fill(_) => {
                begins(self.sentence.said(token), List::All)
            }
            _ => false,
        }
    }

    /// Counts whose number is said to be the one before: “5件，均为维持”; of two kinds of cases each.
    fn same_number(&self, event: &Event, said: Said<'_>, items: &[Item], words: &Range<usize>) -> Vec<Item> {
        let of_cases = |item: &&Item| matches!(item.sort, Sort::Case(_)) && item.is_plain_count();
        let cases = items.iter().rev().take_while(of_cases).count();
        let is_result = matches!(said.group.words.first(), Some(Tag::Outcome(_)));
        let count = if is_result && said.is_all { cases.clamp(1, 2) } else { 1 };
        let places = (items.len().saturating_sub(count)..items.len()).rev();
        places.filter_map(|place| self.same_as(event, said, items.get(..=place)?, words)).collect()
    }

    /// What is said of the last of some counts.
    fn same_as(&self, event: &Event, said: Said<'_>, items: &[Item], words: &Range<usize>) -> Option<Item> {
        let nearest = *said.group.words.first()?;
        // “其中自然人1件，法人2件，全部予以公开” is said of those that the parts are of.
        let is_of_whole = said.is_all && !said.is_beside && matches!(nearest, Tag::Row(_));
        // In a bracket it is said of what stands before it.
        let whole =
            whole_of(&event.scope, items).filter(|whole| is_of_whole && whole.depth == event.scope.depth);
        let item = whole.or(items.last()).filter(|item| item.is_plain_count() && !self.is_excepted(item))?;
        let is_one = item.figure.value == Decimal::ONE;
        let is_new = matches!(item.sort, Sort::Row(RowRole::Received | RowRole::Finished));
        let is_case = matches!(item.sort, Sort::Case(_));
        let says_none = said
            .tokens
            .iter()
            .any(|token| matches!(token.tag, Tag::Neg | Tag::NegReceived | Tag::NegAfter | Tag::Cause));
        let is_answered = said.group.words.contains(&Tag::Verb(Verb::Answered));
        let names_who = said.group.words.iter().any(|word| matches!(word, Tag::Applicant(_)));
        let is_said = match nearest {
            // The one application that came in was carried over.
            Tag::Row(RowRole::CarriedForward) => is_one && is_new,
            Tag::Row(row) => (said.is_all || is_one && is_new) && !is_carried(row) && !is_answered,
            Tag::Case(row) => said.is_all && row != RowRole::Litigation && row != RowRole::Reconsideration,
            Tag::Outcome(ColumnRole::Pending) => said.is_all || is_case,
            Tag::Outcome(_) | Tag::Withdrawn => said.is_all || is_one && is_case,
            Tag::Applicant(_) | Tag::Verb(_) | Tag::Object(_) => {
                names_who && (said.is_all || is_one && is_new)
            }
            _ => false,
        };
        // “甲1件，乙3件，均不予处理” says it of both; in a bracket it is said of one.
        let in_bracket = event.scope.depth > item.depth;
        if !is_said || says_none || !self.is_known(item) || !in_bracket && has_sibling(items, item) {
            return None;
        }
        let is_kept = |word: &Tag| match nearest {
            Tag::Verb(_) | Tag::Object(_) => matches!(word, Tag::Applicant(_)),
            _ => !matches!(word, Tag::Verb(_)),
        };
        let mut kept: Vec<Tag> = said.group.words.iter().copied().filter(is_kept).collect();
        // The result is of the kind of case that was counted.
        if let (Tag::Outcome(_), Sort::Case(row)) = (nearest, item.sort) {
            kept.push(Tag::Case(row));
        }
        let meant = meaning(&kept, self.context(event, items))?.loose();
        let figure = item.figure.clone();
        if !meant.fits_unit(&figure) {
            return None;
        }
        let words = item.range.start.min(words.start)..words.end;
        let draft =
            Draft { figure, role: Role::All, meant: Some(meant), token: item.token, from: item.token };
        Some(Item { range: item.range.clone(), words, ..self.item(&event.scope, draft) })
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
        self.sentence.since_mark(item.token).iter().any(|token| token.is(Tag::Except))
    }
}

/// The count of what came in that the parts after it are of: those of some applicants or one channel, and those
/// carried in.
fn whole_of<'i>(scope: &Scope, items: &'i [Item]) -> Option<&'i Item> {
    let is_whole = |item: &Item| matches!(item.sort, Sort::Row(RowRole::Received | RowRole::Finished));
    let is_inside = |item: &&Item| {
        let of_others = matches!(item.sort, Sort::Row(RowRole::CarriedIn) | Sort::Applicant(_));
        let is_part = item.is_among || !item.is_plain || item.depth > scope.depth;
        item.role != Role::Count || item.is_count() && (of_others || is_part)
    };
    let (first, rest) = items.split_first()?;
    let last = rest.iter().rev().find(|item| !is_inside(item));
    // “受理公民申请4件”: the first of all is a whole, whoever applied.
    let opens = is_whole(first) || matches!(first.sort, Sort::Applicant(_)) && first.is_plain_count();
    last.map_or_else(|| Some(first).filter(|_| opens), |last| Some(last).filter(|last| is_whole(last)))
}

fn is_same(item: &Item, other: Option<&Item>) -> bool {
    other.is_some_and(|other| other.token == item.token)
}

/// “行政复议案件均为维持”: none of them had another result.
fn one_result(scope: &Scope, said: Said<'_>) -> Option<Meant> {
    let [Tag::Outcome(result), Tag::Case(row)] = *said.group.words.as_slice() else { return None };
    let others = OUTCOMES.into_iter().filter(|column| *column != result);
    let sum = others.map(|column| Reading::cell(row, column)).reduce(|sum, cell| sum.plus(&cell))?;
    let is_own = said.is_all && scope.is_disclosure;
    is_own.then(|| Meant::new(vec![sum], false, Sort::Outcome(result)))
}

/// “行政复议5件，均已审结”: none of the cases that were counted last is pending.
fn none_pending(said: Said<'_>, items: &[Item]) -> Option<Meant> {
    let closes = |token: &Token| token.is(Tag::Settled);
    let is_done = said.is_all && is_done(said, false) || said.tokens.iter().any(closes);
    let rows = items.iter().rev().map_while(|item| match item.sort {
        Sort::Case(row) if item.is_plain_count() => Some(row),
        _ => None,
    });
    let pending = rows.map(|row| Reading::cell(row, ColumnRole::Pending));
    let sum = pending.reduce(|sum, reading| sum.plus(&reading)).filter(|_| is_done)?;
    Some(Meant::new(vec![sum], false, Sort::Outcome(ColumnRole::Pending)))
}

/// “申请人均为自然人”: none came from others, where no count stands right before.
fn no_others(scope: &Scope, said: Said<'_>, items: &[Item], names_applicants: bool) -> Option<Meant> {
    let [Tag::Applicant(columns), rest @ ..] = said.group.words.as_slice() else { return None };
    let is_plain = rest.iter().all(|word| matches!(word, Tag::Object(_) | Tag::Verb(_)));
    // Where the whole stands right before, its number is that of those applicants.
    let is_open =
        items.is_empty() || whole_of(scope, items).is_some_and(|whole| !is_same(whole, items.last()));
    let is_whole = scope.row.is_none_or(|(row, _)| is_carried(row)) || names_applicants;
    let is_own = scope.topic == Topic::Requests && is_whole;
    let readings = Reading::total(RowRole::Received).in_columns(columns.rest()).collect();
    (said.is_all && is_plain && is_open && is_own)
        .then(|| Meant::new(readings, false, Sort::Applicant(columns.rest())))
}

/// True if words say that applications were finished, and nothing else; 已处理 says so too.
fn is_done(said: Said<'_>, is_already: bool) -> bool {
    let finishes = |word: &Tag| match word {
        Tag::Verb(Verb::Handled) => is_already,
        word => matches!(word, Tag::Verb(Verb::Finished | Verb::Answered)),
    };
    let is_plain = |word: &Tag| {
        // 均已答复并予以公开.
        let is_result = matches!(word, Tag::Row(row) if RESULTS.contains(row));
        finishes(word)
            || is_result
            || matches!(word, Tag::Object(_) | Tag::Verb(Verb::Handled | Verb::Received))
    };
    let denies = |token: &Token| matches!(token.tag, Tag::Neg | Tag::NegAfter | Tag::NegReceived);
    let words = &said.group.words;
    words.iter().any(finishes) && words.iter().all(is_plain) && !said.tokens.iter().any(denies)
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
