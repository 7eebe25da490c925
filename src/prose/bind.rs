//! From a number and its words to an item: lists, time and comparison.

use super::group::{Group, groups};
use super::item::{Draft, Frame, Item, Role, Sort};
use super::lexicon::{Filler, List, Tag, UnitKind};
use super::meaning::{Context, RESULTS, meaning};
use super::meant::Meant;
use super::phrase::{Phrase, Whose, whose};
use super::reading::Reading;
use super::scope::{Event, Scope, Time, Topic};
use crate::format::{ColumnRole, RowRole};

impl Frame<'_, '_> {
    /// The items of a number, each of several meanings one.
    pub(super) fn number(&self, event: &Event, phrase: &Phrase, items: &[Item]) -> Vec<Item> {
        let (at, scope) = (event.at, &event.scope.at_phrase(phrase));
        let Some(figure) = self.sentence.figure(at) else { return Vec::new() };
        let mut role = scope.role();
        let mut from = at;
        let mut end = None;
        let mut meant = match phrase {
            Phrase::Unbound => Vec::new(),
            Phrase::Before { is_compared } => {
                // “较上年66件”, “增加9件”: the term is the one that was counted before.
                let time =
                    if matches!(role, Role::Change { .. }) && !is_compared { Time::This } else { Time::Last };
                if time == Time::Last {
                    role = Role::Last;
                }
                self.of_before(scope, items, role, time).into_iter().collect()
            }
            Phrase::Words { groups, .. } => {
                from = groups.iter().find_map(|group| group.first).unwrap_or(at);
                end = groups.last().and_then(|group| group.last);
                let placed = |meant| self.placed(meant, scope, role);
                let found: Vec<Meant> =
                    self.of_words(event, scope, phrase, items).into_iter().filter_map(placed).collect();
                if is_of_carried(&found, items, figure.value) { Vec::new() } else { found }
            }
        };
        if let Some(items) = self.items_of_decisions(event, scope, phrase, items) {
            (meant, role) = (vec![items], Role::Count);
        }
        // “行政许可处理决定450项，行政处罚2项”: the same is counted of another kind.
        let is_decided =
            |item: &Item| item.is_certain && item.sort == Sort::Decisions && item.figure.unit == figure.unit;
        let goes_on = items.last().is_some_and(is_decided);
        meant.iter_mut().for_each(|meant| meant.is_certain |= goes_on && meant.sort == Sort::Decisions);
        meant.retain(|meant| meant.fits_unit(figure));
        let waits = meant.is_empty() && role == Role::Count && !scope.is_off() && scope.time == Time::This;
        let after = if waits { self.carried_after(at) } else { None };
        if let Some((carried, last)) = after.filter(|(carried, _)| carried.fits_unit(figure)) {
            meant.push(carried);
            end = Some(last);
        }
        let meant: Vec<Option<Meant>> =
            if meant.is_empty() { vec![None] } else { meant.into_iter().map(Some).collect() };
        let end = end.and_then(|end| self.sentence.token(end)).map(|token| token.range.end);
        let item = |meant| {
            let mut item = self.item(scope, Draft { figure: figure.clone(), role, meant, token: at, from });
            item.words.end = end.unwrap_or(item.words.end);
            item.is_plain &= !matches!(phrase, Phrase::Words { whose: Whose::Part { .. }, .. });
            item
        };
        meant.into_iter().map(item).collect()
    }

    /// What the words of a number mean.
    fn of_words(&self, event: &Event, scope: &Scope, phrase: &Phrase, items: &[Item]) -> Vec<Meant> {
        let Phrase::Words { groups, is_each, is_sum, whose: Whose::Own { is_certain } } = phrase else {
            return Vec::new();
        };
        let at = event.at;
        let context = self.context_of(event, groups, items);
        let sure = *is_certain && !context.is_guess;
        // “行政复议及行政诉讼0件”: there are none of either.
        let is_none = self.sentence.figure(at).is_some_and(|figure| figure.value.is_zero());
        let all = list(groups, context, *is_each, *is_sum || is_none);
        // “1646件已答复”: what follows a number may be told of a part.
        let is_behind = groups.last().is_some_and(|group| group.last.is_some());
        let is_after = is_behind && context.last != Sort::Other;
        let is_rest = || self.rest_is_carried(at);
        let of_part = |m: &Meant| {
            is_after && m.sort == Sort::Row(RowRole::Finished) && !is_rest() && !self.says_rest(at)
        };
        let is_meant = |m: &Meant| {
            !scope.is_contents || !matches!(m.sort, Sort::Other | Sort::Decisions | Sort::Revised)
        };
        all.into_iter()
            .filter(|m| is_meant(m) && !(of_part(m) && scope.among))
            .map(|m| Meant { is_certain: m.is_certain && sure && !of_part(&m), ..m })
            .map(|m| if scope.among && is_rest() { m.of_finished() } else { m })
            .collect()
    }

    /// “其余54件全部答复”.
    fn says_rest(&self, at: usize) -> bool {
        self.sentence.before(at).is_some_and(|token| token.is(Tag::Fill(Filler::Still)))
    }

    /// “其中17件已答复，2件结转下年”: the number after it is all that is left.
    fn rest_is_carried(&self, at: usize) -> bool {
        let start = at + 1 + self.sentence.to_stop(at + 1).len() + 1;
        let clause = self.sentence.to_mark(start);
        let is_forward = |token: &super::token::Token| {
            token.is(Tag::Ongoing) || token.is(Tag::Row(RowRole::CarriedForward))
        };
        clause.iter().filter(|token| token.is_number()).count() == 1 && clause.iter().any(is_forward)
    }

    /// “上年度行政许可26项，本年增加2项，总计28项”, “行政许可事项28项，比上年增加2项”: items, of which decisions
    /// are made, where the form has them.
    fn items_of_decisions(
        &self,
        event: &Event,
        scope: &Scope,
        phrase: &Phrase,
        items: &[Item],
    ) -> Option<Meant> {
        let figure = self.sentence.figure(event.at)?;
        let row = scope.decision.filter(|_| scope.off.is_none())?;
        let (last, change) =
            (Reading::cell(row, ColumnRole::PreviousItems), Reading::cell(row, ColumnRole::ItemsChange));
        let says_items = self.names_items(event.at) && self.ledger.value(last.clone()).is_some();
        if figure.kind != Some(UnitKind::Piece) && !says_items {
            return None;
        }
        let is_sum = says_items || matches!(phrase, Phrase::Words { is_sum: true, .. });
        let goes_on = !scope.than || items.last().is_some_and(|item| item.sort == Sort::Items);
        let reading = match (scope.up, scope.time) {
            (Some(true), _) if goes_on => change,
            (Some(false), _) if goes_on => Reading(Vec::new()).less(&change),
            (None, Time::Last) => last,
            (None, Time::This) if is_sum => last.plus(&change),
            _ => return None,
        };
        Some(Meant::new(vec![reading], false, Sort::Items))
    }

    /// 行政许可事项28项.
    fn names_items(&self, at: usize) -> bool {
        let mut before = self.sentence.slice(at.saturating_sub(2)..at).iter();
        let (decision, word) = (before.next(), before.next());
        decision.is_some_and(|token| matches!(token.tag, Tag::Decision(..)))
            && word.is_some_and(|word| List::Items.words().contains(&self.sentence.said(word)))
    }

    fn context_of(&self, event: &Event, groups: &[Group], items: &[Item]) -> Context {
        let context = self.context(event, items);
        let says_so = groups.iter().any(|group| group.words.contains(&Tag::Object(true)));
        Context { topic: if says_so { Topic::Requests } else { context.topic }, ..context }
    }

    /// “还有3件正在征求意见，结转下年度继续办理”: what the clause after a number says of it, and its last token.
    fn carried_after(&self, at: usize) -> Option<(Meant, usize)> {
        let start = at + 1 + self.sentence.to_mark(at + 1).len() + 1;
        let is_number =
            |index: &usize| self.sentence.token(*index).is_some_and(super::token::Token::is_number);
        let between = at + 1..start;
        let clause = self.sentence.to_mark(start);
        let end = start + clause.len();
        if between.clone().any(|index| is_number(&index)) || (start..end).any(|index| is_number(&index)) {
            return None;
        }
        let groups = groups(self.sentence, start..end);
        let [group] = groups.as_slice() else { return None };
        let is_forward = group.words.contains(&Tag::Row(RowRole::CarriedForward))
            && group.words.iter().all(|word| matches!(word, Tag::Row(_) | Tag::Verb(_)))
            && !group.is_doubtful();
        is_forward.then(|| (Meant::row(RowRole::CarriedForward).loose(), end.saturating_sub(1)))
    }

    /// A list with 分别: as many numbers after it as members before it.
    pub(super) fn apart(&self, event: &Event, list: &[usize], items: &[Item]) -> Vec<Item> {
        let scope = &event.scope;
        let members = self.members(event);
        let has_direction = scope.up.is_some();
        let mut found: Vec<Item> = if members.is_empty() && has_direction {
            self.changes_apart(event, list, items)
        } else if members.len() == list.len() {
            self.each_apart(event, list, &members, items)
        } else {
            // Which number is whose is not known, but that they are parts of one whole is.
            let draft = |at: &usize| {
                let figure = self.sentence.figure(*at)?.clone();
                let draft = Draft { figure, role: Role::Count, meant: None, token: *at, from: *at };
                Some(Item { is_plain: false, ..self.item(scope, draft) })
            };
            list.iter().filter_map(draft).collect()
        };
        found.iter_mut().for_each(|item| item.is_apart = !(members.is_empty() && has_direction));
        found
    }

    /// The members of the list that 分别 counts: before it, in the clause before, or of the number before.
    pub(super) fn members(&self, event: &Event) -> Vec<Group> {
        let scope = &event.scope;
        let places =
            [scope.terms_to(event.at), scope.waiting.0..scope.waiting.1, scope.listed.0..scope.listed.1];
        let all = places.into_iter().map(|range| {
            let mut found = groups(self.sentence, range);
            found.retain(|group| !group.words.is_empty() || group.is_hidden);
            found
        });
        all.into_iter().find(|members| !members.is_empty()).unwrap_or_default()
    }

    /// “较上年分别增加5件和6件”: of the counts before them.
    fn changes_apart(&self, event: &Event, list: &[usize], items: &[Item]) -> Vec<Item> {
        let (scope, role) = (&event.scope, event.scope.role());
        let counts: Vec<&Item> = items.iter().filter(|item| item.is_plain_count()).collect();
        let start = counts.len().checked_sub(list.len());
        let draft = |(place, at): (usize, &usize)| {
            let figure = self.sentence.figure(*at)?.clone();
            let item = start.and_then(|start| counts.get(start + place)).filter(|_| !scope.is_off());
            let meant = item.and_then(|item| {
                self.in_time(Meant::new(item.all_readings(), false, item.sort), Time::This, role)
            });
            let meant = meant.filter(|meant| meant.fits_unit(&figure));
            Some(self.item(scope, Draft { figure, role, meant, token: *at, from: *at }))
        };
        list.iter().enumerate().filter_map(draft).collect()
    }

    fn each_apart(&self, event: &Event, list: &[usize], members: &[Group], items: &[Item]) -> Vec<Item> {
        let (scope, role) = (&event.scope, event.scope.role());
        let last = list.last().and_then(|at| self.sentence.figure(*at));
        let first = members.iter().find_map(|group| group.first).unwrap_or(scope.terms);
        let whose = whose(self.sentence, scope, first, members);
        let draft = |(at, group): (&usize, &Group)| {
            let mut figure = self.sentence.figure(*at)?.clone();
            if let (None, Some(last)) = (figure.kind, last) {
                (figure.unit, figure.kind) = (last.unit, last.kind);
            }
            let meant = match whose {
                Whose::Own { is_certain } if !group.is_hidden => {
                    let meant = meaning(&group.words, self.context_of(event, members, items));
                    let meant = meant.map(|m| Meant { is_certain: m.is_certain && is_certain, ..m });
                    meant.and_then(|meant| self.placed(meant, scope, role)).filter(|m| m.fits_unit(&figure))
                }
                _ => None,
            };
            let from = group.first.unwrap_or(*at);
            Some(self.item(scope, Draft { figure, role, meant, token: *at, from }))
        };
        list.iter().zip(members).filter_map(draft).collect()
    }

    /// 与上年持平: no change of what was counted before.
    pub(super) fn level(&self, event: &Event, items: &[Item]) -> Option<Item> {
        let (at, scope) = (event.at, &event.scope);
        let is_last = scope.than || scope.time == Time::Last;
        if !is_last || self.has_unknown(scope) {
            return None;
        }
        let scope = Scope { time: Time::This, ..*scope };
        let role = Role::Change { up: true };
        let meant = self.of_before(&scope, items, role, Time::This)?;
        let range = self.sentence.token(at)?.range.clone();
        let draft = Draft {
            figure: super::item::zero(range),
            role,
            meant: Some(meant),
            token: at,
            from: scope.clause,
        };
        Some(self.item(&scope, draft))
    }
}

/// “上年结转2件，办结1件”: what was done with those that were carried in.
fn is_of_carried(meant: &[Meant], items: &[Item], value: rust_decimal::Decimal) -> bool {
    let is_done = meant.iter().any(|meant| meant.sort == Sort::Row(RowRole::Finished));
    let last = items.last().filter(|item| item.sort == Sort::Row(RowRole::CarriedIn));
    is_done && last.is_some_and(|item| value <= item.figure.value)
}

/// The meanings of the members of a list; a sum leaves no other reading.
fn list(groups: &[Group], context: Context, is_each: bool, is_sum: bool) -> Vec<Meant> {
    let Some((last, further)) = groups.split_last() else { return Vec::new() };
    let own = |group: &Group| meaning(&group.words, context);
    let named: Vec<&Group> = further.iter().filter(|group| !group.words.is_empty()).collect();
    let others: Vec<Meant> = named.iter().filter_map(|group| own(group)).collect();
    let hidden = further.iter().any(|group| group.words.is_empty() && group.is_hidden);
    let Some(mut meant) = own(last) else { return Vec::new() };
    if named.is_empty() {
        meant.is_certain &= !hidden;
        return vec![meant];
    }
    if is_each {
        return others.into_iter().chain([meant]).collect();
    }
    if others.len() < named.len() || hidden {
        return Vec::new();
    }
    let is_verb = |group: &&Group| matches!(group.words.first(), Some(Tag::Verb(_) | Tag::Object(_)));
    if named.iter().chain([&last]).all(is_verb) {
        meant.readings.extend(others.into_iter().flat_map(|other| other.readings));
        return vec![meant];
    }
    let is_certain = is_sum && meant.is_certain && others.iter().all(|other| other.is_certain);
    let mut sums: Vec<Reading> = vec![Reading(Vec::new())];
    for member in others.iter().chain([&meant]) {
        let longer = |sum: &Reading| -> Vec<Reading> {
            member.readings.iter().map(|reading| sum.clone().plus(reading)).collect()
        };
        sums = sums.iter().flat_map(longer).take(8).collect();
    }
    let is_result = |meant: &Meant| matches!(meant.sort, Sort::Row(row) if RESULTS.contains(&row));
    let of_results = others.iter().chain([&meant]).all(is_result);
    if !is_sum {
        sums.extend(meant.readings);
    }
    vec![Meant::new(sums, is_certain, if of_results { Sort::Results } else { Sort::Other })]
}
