//! Percentages of the narrative, and the counts that each can follow from.

use std::ops::Range;

use super::group::{Group, groups};
use super::item::{Frame, Item, Role, Sort};
use super::lexicon::{Filler, List, Tag, UnitKind, Verb, has};
use super::meaning::{CASES, meaning, parent};
use super::meant::Meant;
use super::number::Figure;
use super::reading::{Reading, Readings};
use super::scope::{Event, Time};
use super::token::Token;
use crate::format::RowRole;

/// What a percentage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// A part of a whole, or a rate.
    Of,
    /// A change from last year.
    Change {
        /// More.
        up: bool,
    },
}

/// A count that a percentage can follow from.
#[derive(Debug, Clone)]
pub enum Operand {
    /// An item of the same narrative.
    Said(usize),
    /// One reading.
    Cells(Readings),
    /// What there was before a change: both are items.
    Before {
        /// How many there are now.
        now: usize,
        /// How many more or fewer.
        change: usize,
    },
}

/// Part and whole, or now and before.
pub type Ratio = (Operand, Operand);

/// A percentage and the ratios that it can be.
#[derive(Debug, Clone)]
pub struct Percent {
    /// Where it stands.
    pub range: Range<usize>,
    /// From the words that bind it up to its end.
    pub words: Range<usize>,
    /// The number.
    pub figure: Figure,
    /// What it is.
    pub share: Share,
    /// The ratios, the nearest first.
    pub ratios: Vec<Ratio>,
}

/// All pairs of a part and a whole.
pub(super) fn pairs(tops: &[Operand], bottoms: &[Operand]) -> Vec<Ratio> {
    let is_other = |(top, bottom): &(&Operand, &Operand)| match (top, bottom) {
        (Operand::Said(a), Operand::Said(b)) => a != b,
        (Operand::Cells(a), Operand::Cells(b)) => !std::rc::Rc::ptr_eq(a, b),
        _ => true,
    };
    let all = tops.iter().flat_map(|top| bottoms.iter().map(move |bottom| (top, bottom)));
    all.filter(is_other).map(|(top, bottom)| (top.clone(), bottom.clone())).collect()
}

impl Frame<'_, '_> {
    /// Those of the readings that the form has, each an operand.
    pub(super) fn cells(&self, readings: impl IntoIterator<Item = Reading>) -> Vec<Operand> {
        let all = readings.into_iter().map(|reading| self.ledger.list(vec![reading]));
        all.filter(|list| !list.is_empty()).map(Operand::Cells).collect()
    }

    pub(super) fn said(&self, place: usize) -> Operand {
        Operand::Said(self.first + place)
    }

    /// What applications can be a part of.
    pub(super) fn all_requests(&self) -> Vec<Operand> {
        self.cells([Reading::total(RowRole::Finished), Reading::total(RowRole::Received), Reading::at_hand()])
    }

    /// Reads a percentage.
    pub(super) fn percent(&self, event: &Event, items: &[Item]) -> Option<Percent> {
        let (at, scope) = (event.at, &event.scope);
        let figure = self.sentence.figure(at)?;
        if let Some(ratios) = self.rate_beside(event, items).or_else(|| self.rate_named(event, items)) {
            return self.kept(event, figure, Share::Of, ratios);
        }
        let terms = self.sentence.slice(scope.terms_to(at));
        // “上年为66件，增长13.6%”: the change is from what was said of last year.
        let says_little = terms
            .iter()
            .all(|token| token.is_fill() || matches!(token.tag, Tag::Change { .. } | Tag::ThisYear));
        let is_after_last =
            scope.up.is_some() && items.last().is_some_and(|item| item.role == Role::Last) && says_little;
        if scope.is_off() || scope.time == Time::Last && !scope.than && !is_after_last {
            return None;
        }
        let share_at =
            terms.iter().rposition(|token| token.is(Tag::Share)).map(|offset| scope.terms + offset);
        let rate = terms.iter().rev().find_map(|token| match token.tag {
            Tag::Rate(rate) => Some(rate),
            _ => None,
        });
        let (share, ratios) = match (rate, scope.up, share_at) {
            (Some(_), Some(_), _) | (_, Some(_), Some(_)) => return None,
            (Some(rate), None, _) => (Share::Of, self.rate(event, rate, figure, items)),
            (None, Some(up), None) => (Share::Change { up }, self.change(event, up, items)),
            (None, None, Some(share)) => {
                let inside = self.share_inside(event, share, items);
                let named = || self.share(event, scope.terms..share, share + 1..at, items);
                (Share::Of, inside.unwrap_or_else(named))
            }
            (None, None, None) => (Share::Of, self.share_of_counted(event, items)?),
        };
        self.kept(event, figure, share, ratios)
    }

    pub(super) fn kept(
        &self,
        event: &Event,
        figure: &Figure,
        share: Share,
        ratios: Vec<Ratio>,
    ) -> Option<Percent> {
        let terms = self.sentence.slice(event.scope.terms_to(event.at));
        let from = terms.iter().find(|token| !token.is_mark() && !token.is(Tag::And));
        let start = from.map_or(figure.range.start, |token| token.range.start);
        let words = start.min(figure.range.start)..figure.range.end;
        (!ratios.is_empty()).then(|| Percent {
            range: figure.range.clone(),
            words,
            figure: figure.clone(),
            share,
            ratios,
        })
    }

    /// What a share can be of: the words before 占 or the count before them, over the words after it
    /// or the counts that the sentence has named.
    fn share(&self, event: &Event, before: Range<usize>, after: Range<usize>, items: &[Item]) -> Vec<Ratio> {
        let mut groups = groups(self.sentence, before);
        if groups.iter().any(|group| group.is_doubtful() || group.is_inside) {
            return Vec::new();
        }
        groups.retain(|group| !group.words.is_empty());
        let (tops, sort, part) = match groups.as_slice() {
            [] => {
                let Some(place) = self.just_before(after.start, items) else { return Vec::new() };
                (vec![self.said(place)], items.get(place).map(|item| item.sort), Some(place))
            }
            [group] => {
                let Some(meant) = meaning(&group.words, self.context(event, items)) else {
                    return Vec::new();
                };
                (self.cells(meant.readings), Some(meant.sort), None)
            }
            _ => return Vec::new(),
        };
        let bottoms = self.wholes(after, sort.unwrap_or_default(), part, items);
        bottoms.map(|bottoms| pairs(&tops, &bottoms)).unwrap_or_default()
    }

    /// “占办结总数76件的38.2%”, “29件（38.2%）”: the whole or the part is counted right before.
    fn share_of_counted(&self, event: &Event, items: &[Item]) -> Option<Vec<Ratio>> {
        let (at, scope) = (event.at, &event.scope);
        if let Some((share, whole)) = self.counted_whole(event, items) {
            let tops = self.parts_before(event, share, items);
            return Some(pairs(&tops, &[self.said(whole)]));
        }
        let opens = self.sentence.before(at)?.is(Tag::Mark('（'));
        let counted = self.sentence.token(scope.terms.checked_sub(2)?)?.is_number();
        (opens && counted).then(|| self.share(event, at..at, at..at, items))
    }

    /// The place of 占, and the count after it.
    fn counted_whole(&self, event: &Event, items: &[Item]) -> Option<(usize, usize)> {
        let near = self.sentence.slice(event.scope.terms_to(event.at));
        let whole = items.len().checked_sub(1).filter(|_| near.iter().all(Token::is_fill))?;
        let token = items.get(whole).filter(|item| item.role == Role::Count)?.token;
        let clause = self.sentence.slice(event.scope.clause..token);
        let share = clause.iter().rposition(|token| token.is(Tag::Share))? + event.scope.clause;
        let between = self.sentence.slice(share..token);
        (!between.iter().any(Token::is_number)).then_some((share, whole))
    }

    /// The part before 占: a count, or words for one.
    fn parts_before(&self, event: &Event, share: usize, items: &[Item]) -> Vec<Operand> {
        if let Some((place, item)) = items.iter().enumerate().rev().find(|(_, item)| item.token < share) {
            let near = |token: &Token| {
                token.is_fill() || matches!(token.tag, Tag::Mark('，' | '（') | Tag::And | Tag::Sum)
            };
            let is_near = self.sentence.slice(item.token + 1..share).iter().all(near);
            return if is_near && item.role == Role::Count { vec![self.said(place)] } else { Vec::new() };
        }
        match groups(self.sentence, event.scope.clause..share).as_slice() {
            [group] if !group.is_doubtful() => {
                let meant = meaning(&group.words, self.context(event, items));
                self.cells(meant.map(|meant| meant.readings).unwrap_or_default())
            }
            _ => Vec::new(),
        }
    }

    /// “予以公开29件，在办结的76件中占38.2%”: the count before 中 is the whole of the one before it.
    fn share_inside(&self, event: &Event, share: usize, items: &[Item]) -> Option<Vec<Ratio>> {
        let before = self.sentence.slice(event.scope.terms..share);
        let is_near = |token: &Token| {
            token.is_fill() || matches!(token.tag, Tag::Inside | Tag::Object(_) | Tag::Verb(_))
        };
        let is_inside = before.iter().any(|token| token.is(Tag::Inside)) && before.iter().all(is_near);
        let [.., part, whole] = items else { return None };
        let between = self.sentence.slice(part.token + 1..whole.token);
        let is_led = matches!(between, [comma, at, ..]
            if comma.is(Tag::Mark('，')) && at.is(Tag::Fill(Filler::At)));
        let is_last = whole.token + 1 == event.scope.terms && event.scope.clause == part.token + 2;
        let is_same =
            part.figure.unit == whole.figure.unit && part.role == Role::Count && whole.role == Role::Count;
        let ratio = || (self.said(items.len() - 2), self.said(items.len() - 1));
        (is_inside && is_led && is_last && is_same).then(|| vec![ratio()])
    }

    /// The count that stands right before a token, with only marks and empty words between.
    fn just_before(&self, token: usize, items: &[Item]) -> Option<usize> {
        let item = items.last()?;
        let near = |token: &Token| {
            token.is_fill() || matches!(token.tag, Tag::Mark('，' | '（') | Tag::And | Tag::Share | Tag::Sum)
        };
        let is_near = self.sentence.slice(item.token + 1..token).iter().all(near);
        (is_near && item.role == Role::Count && item.is_plain).then(|| items.len() - 1)
    }

    /// The wholes that a part can be of, nearest first; `None` if words name one that is not known.
    fn wholes(
        &self,
        named: Range<usize>,
        sort: Sort,
        part: Option<usize>,
        items: &[Item],
    ) -> Option<Vec<Operand>> {
        let groups = groups(self.sentence, named);
        let mut found = self.named_wholes(&groups)?;
        let is_named = !found.is_empty();
        let item = part.and_then(|place| items.get(place));
        let of_requests = matches!(sort, Sort::Row(_) | Sort::Applicant(_));
        let is_bound = item.is_none_or(|item| !item.readings.is_empty());
        let is_whole = |whole: &Item| {
            let fits = |part: &Item| {
                part.figure.unit == whole.figure.unit && whole.figure.value >= part.figure.value
            };
            let is_same = if is_bound && of_requests {
                matches!(whole.sort, Sort::Row(_))
            } else {
                !is_named && item.is_none_or(|part| self.leads_to_parts(whole.token, part.token))
            };
            whole.role == Role::Count && whole.is_plain && item.is_none_or(fits) && is_same
        };
        let others = items.iter().enumerate().filter(|(place, _)| Some(*place) != part);
        let said: Vec<usize> = others.filter(|(_, whole)| is_whole(whole)).map(|(place, _)| place).collect();
        if item.is_some() || of_requests {
            found.extend(said.iter().map(|place| self.said(*place)));
        }
        if is_named {
            return Some(found);
        }
        let of_all = |place: &usize| {
            let sort = items.get(*place).map(|item| item.sort);
            matches!(sort, Some(Sort::Row(RowRole::Received | RowRole::Finished)))
        };
        let counts_requests = (item.is_some() || of_requests) && said.iter().any(of_all);
        // A whole that the sentence names is the one that applicants are counted of.
        if matches!(sort, Sort::Applicant(_)) && counts_requests {
            return Some(found);
        }
        found.extend(self.table_wholes(sort));
        if counts_requests {
            found.extend(self.all_requests());
        }
        Some(found)
    }

    /// The wholes that words name; `None` if they name one that is not known.
    fn named_wholes(&self, groups: &[Group]) -> Option<Vec<Operand>> {
        use RowRole::{CarriedIn, Finished, Received};
        if groups.iter().any(Group::is_doubtful) {
            return None;
        }
        let mut found = Vec::new();
        for word in groups.iter().flat_map(|group| &group.words) {
            match word {
                Tag::Verb(Verb::New) => found.extend(self.cells([Reading::total(Received)])),
                Tag::Verb(Verb::Received) => {
                    found.extend(self.cells([Reading::total(Received), Reading::at_hand()]));
                }
                Tag::Verb(Verb::Handled) => found.extend(self.all_requests()),
                Tag::Verb(Verb::Finished | Verb::Answered) => {
                    found.extend(self.cells([Reading::total(Finished), Reading::finished_less(CarriedIn)]));
                }
                Tag::Row(row) => found.extend(self.cells([Reading::total(*row)])),
                Tag::Object(_) => {}
                _ => return None,
            }
        }
        Some(found)
    }

    /// The wholes in the tables of a kind of figure.
    fn table_wholes(&self, sort: Sort) -> Vec<Operand> {
        match sort {
            Sort::Applicant(_) | Sort::Results => self.all_requests(),
            Sort::Row(row) => {
                let group = parent(row).map(Reading::total);
                self.cells(group).into_iter().chain(self.all_requests()).collect()
            }
            Sort::Outcome(_) | Sort::Case(_) => {
                let [review, suits, ..] = CASES.map(Reading::total);
                self.cells(CASES.map(Reading::total).into_iter().chain([review.plus(&suits)]))
            }
            Sort::Other | Sort::Decisions | Sort::Items | Sort::Withdrawn | Sort::Revised => Vec::new(),
        }
    }

    /// True if 其中, a bracket or the like stands between a whole and its part.
    fn leads_to_parts(&self, whole: usize, part: usize) -> bool {
        let between = self.sentence.slice(whole + 1..part);
        // “甲591件（占32%）、乙132件”: the bracket is closed before the part.
        let closed = between.iter().rposition(|token| token.is(Tag::Mark('）'))).map_or(0, |at| at + 1);
        let leads = |token: &Token| {
            matches!(token.tag, Tag::Among | Tag::Includes | Tag::Inside | Tag::Apart | Tag::Mark('：'))
        };
        between.iter().any(leads)
            || between.get(closed..).is_some_and(|rest| rest.iter().any(|token| token.is(Tag::Mark('（'))))
    }

    /// Now and before of a change.
    fn change(&self, event: &Event, up: bool, items: &[Item]) -> Vec<Ratio> {
        let over_years = |readings: &[Reading]| -> Vec<Ratio> {
            let ratio = |reading: &Reading| {
                let now = self.cells([reading.clone()]).pop()?;
                Some((now, self.cells([reading.last_year()]).pop()?))
            };
            readings.iter().filter_map(ratio).collect()
        };
        let groups = groups(self.sentence, event.scope.terms_to(event.at));
        if groups.iter().any(Group::is_doubtful) {
            return Vec::new();
        }
        let words: Vec<Tag> = groups.iter().flat_map(|group| group.words.iter().copied()).collect();
        if !words.is_empty() {
            let meant: Option<Meant> = meaning(&words, self.context(event, items));
            return meant.map(|meant| over_years(&meant.readings)).unwrap_or_default();
        }
        let all = || items.iter().enumerate().rev();
        let Some((now, item)) = all().find(|(_, item)| item.role == Role::Count && item.is_plain) else {
            return Vec::new();
        };
        let is_alike = |role: Role| {
            move |(_, other): &(usize, &Item)| other.role == role && other.figure.unit == item.figure.unit
        };
        let change = all().filter(|(place, _)| *place > now).find(is_alike(Role::Change { up }));
        let last = all().find(is_alike(Role::Last));
        let mut beside: Vec<Ratio> = Vec::new();
        beside.extend(change.map(|(change, _)| {
            (self.said(now), Operand::Before { now: self.first + now, change: self.first + change })
        }));
        beside.extend(last.map(|(last, _)| (self.said(now), self.said(last))));
        if beside.is_empty() {
            beside = over_years(&item.all_readings());
        }
        beside
    }

    /// 分别占77.3%和22.7%: of the members before, or of the counts before them.
    pub(super) fn shares_apart(&self, event: &Event, list: &[usize], items: &[Item]) -> Vec<Percent> {
        let members = self.members(event);
        let named: Vec<&Group> = members.iter().filter(|group| !group.words.is_empty()).collect();
        let counts: Vec<usize> =
            (0..items.len()).filter(|place| items.get(*place).is_some_and(Item::is_plain_count)).collect();
        let first = list.first().copied().unwrap_or(event.at);
        let near = self.sentence.slice(event.scope.terms_to(first));
        let is_share =
            near.iter().any(|token| token.is(Tag::Share) || has(self.sentence.said(token), List::Share));
        if event.scope.is_off() || !is_share {
            return Vec::new();
        }
        let ratios = |place: usize| -> Option<Vec<Ratio>> {
            if named.len() == list.len() {
                let meant = meaning(&named.get(place)?.words, self.context(event, items))?;
                return Some(pairs(
                    &self.cells(meant.readings),
                    &self.wholes(0..0, meant.sort, None, items)?,
                ));
            }
            let start = counts.len().checked_sub(list.len()).filter(|_| members.is_empty())?;
            let at = *counts.get(start + place)?;
            let bottoms = self.wholes(0..0, items.get(at)?.sort, Some(at), items)?;
            Some(pairs(&[self.said(at)], &bottoms))
        };
        let percent = |(place, at): (usize, &usize)| {
            let figure = self.sentence.figure(*at).filter(|figure| figure.kind == Some(UnitKind::Percent))?;
            self.kept(event, figure, Share::Of, ratios(place)?)
        };
        list.iter().enumerate().filter_map(percent).collect()
    }
}
