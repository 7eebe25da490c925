//! Percentages of the narrative, and the counts that each can follow from.

use std::ops::Range;

use super::clause::Group;
use super::lexicon::{Verb, Word};
use super::number::Figure;
use super::reading::{Item, Reader, Role, Sort, Time};
use super::term::meaning;
use super::token::Kind;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// An item of the same narrative.
    Said(usize),
    /// Cells.
    Cells(String),
    /// What there was before a change: both are items.
    Before {
        /// How many there are now.
        now: usize,
        /// How many more or fewer.
        change: usize,
    },
}

/// A percentage and the ratios that it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percent {
    /// Where it stands.
    pub range: Range<usize>,
    /// From the words that bind it up to its end.
    pub words: Range<usize>,
    /// The number.
    pub figure: Figure,
    /// What it is.
    pub share: Share,
    /// Part and whole, or now and before; the nearest first.
    pub ratios: Vec<(Operand, Operand)>,
}

pub(super) const RECEIVED: &str = "requests.received.total";
pub(super) const FINISHED: &str = "requests.total.total";
pub(super) const AT_HAND: &str = "requests.received.total + requests.carried_in.total";
pub(super) const FINISHED_NEW: &str = "requests.total.total - requests.carried_in.total";

pub(super) fn cells(readings: &[&str]) -> Vec<Operand> {
    readings.iter().map(|&reading| Operand::Cells(reading.to_owned())).collect()
}

pub(super) fn pairs(tops: &[Operand], bottoms: &[Operand]) -> Vec<(Operand, Operand)> {
    tops.iter()
        .flat_map(|top| bottoms.iter().map(move |bottom| (top.clone(), bottom.clone())))
        .filter(|(top, bottom)| top != bottom)
        .collect()
}

impl Reader<'_> {
    /// Reads a percentage.
    pub(super) fn percent(&mut self, figure: &Figure, index: usize) {
        if let Some(beside) = self.rate_beside(index).or_else(|| self.rate_named(index)) {
            self.keep(figure, index, Share::Of, beside);
            return;
        }
        // “上年为66件，增长13.6%”: the change is from what was said of last year.
        let is_after_last = self.scope.direction.is_some()
            && self.items.get(self.first..).and_then(<[Item]>::last).is_some_and(|i| i.role == Role::Last)
            && !self.says_last_year(index);
        if self.is_off() || self.scope.time == Time::Last && !self.scope.than && !is_after_last {
            return;
        }
        let terms = self.scope.terms..index;
        let tokens = self.tokens.get(terms.clone()).unwrap_or_default();
        let share_at = tokens.iter().rposition(|t| t.is(Word::Share)).map(|offset| terms.start + offset);
        let rate = tokens.iter().rev().find_map(|token| match token.word() {
            Some(Word::Rate(rate)) => Some(rate),
            _ => None,
        });
        let (share, ratios) = match (rate, self.scope.direction, share_at) {
            (Some(_), Some(_), _) | (_, Some(_), Some(_)) => return,
            (Some(rate), None, _) => (Share::Of, self.rate(rate, figure)),
            (None, Some(up), None) => (Share::Change { up }, self.change(terms, up)),
            (None, None, Some(at)) if self.share_inside(terms.start..at).is_some() => {
                (Share::Of, self.share_inside(terms.start..at).unwrap_or_default())
            }
            (None, None, Some(at)) => (Share::Of, self.share(terms.start..at, at + 1..index)),
            (None, None, None) if self.counted_whole(index).is_some() => {
                let Some((share_at, whole)) = self.counted_whole(index) else { return };
                let tops = self.parts_before(self.scope.clause..share_at, share_at);
                (Share::Of, pairs(&tops, &[Operand::Said(whole)]))
            }
            (None, None, None) => {
                // “29件（38.2%）”.
                let opens = index.checked_sub(1).and_then(|i| self.tokens.get(i)).map(|t| &t.kind);
                let follows = index.checked_sub(2).and_then(|i| self.tokens.get(i));
                let is_of_item = opens == Some(&Kind::Stop('（'))
                    && follows.is_some_and(|token| matches!(token.kind, Kind::Number(_)));
                if !is_of_item {
                    return;
                }
                (Share::Of, self.share(index..index, index..index))
            }
        };
        self.keep(figure, index, share, ratios);
    }

    fn keep(&mut self, figure: &Figure, index: usize, share: Share, ratios: Vec<(Operand, Operand)>) {
        if ratios.is_empty() {
            return;
        }
        let from = self.tokens.get(self.scope.terms..index).and_then(|tokens| {
            tokens.iter().find(|token| !matches!(token.kind, Kind::Stop(_) | Kind::Word(Word::And)))
        });
        let start = from.map_or(figure.range.start, |token| token.range.start);
        let words = start.min(figure.range.start)..figure.range.end;
        self.percents.push(Percent {
            range: figure.range.clone(),
            words,
            figure: figure.clone(),
            share,
            ratios,
        });
    }

    /// What a share can be of: the words before 占 or the count before them, over the words after it
    /// or the counts that the sentence has named.
    fn share(&self, before: Range<usize>, after: Range<usize>) -> Vec<(Operand, Operand)> {
        let groups = self.groups(before.clone());
        if groups.iter().any(|group| group.is_hidden() || group.is_part() || group.is_inside) {
            return Vec::new();
        }
        let words: Vec<Word> = groups.last().map(|group| group.words.clone()).unwrap_or_default();
        if !words.is_empty() {
            if groups.iter().filter(|group| !group.words.is_empty()).count() > 1 {
                return Vec::new();
            }
            let Some(meant) = meaning(&words, self.context) else { return Vec::new() };
            let tops: Vec<Operand> = meant.readings.into_iter().map(Operand::Cells).collect();
            let Some(bottoms) = self.wholes(after, meant.sort, None) else { return Vec::new() };
            return pairs(&tops, &bottoms);
        }
        let Some((at, item)) = self.item_just_before(after.start) else { return Vec::new() };
        let Some(bottoms) = self.wholes(after, item.sort, Some(at)) else { return Vec::new() };
        pairs(&[Operand::Said(at)], &bottoms)
    }

    /// “占办结总数76件的38.2%”: the place of 占, and the count after it.
    fn counted_whole(&self, index: usize) -> Option<(usize, usize)> {
        let near = self.tokens.get(self.scope.terms..index)?;
        let is_bare = near.iter().all(|token| token.is(Word::Fill));
        let whole = self.items.len().checked_sub(1).filter(|at| *at >= self.first && is_bare)?;
        let token = self.items.get(whole).filter(|item| item.role == Role::Count)?.token;
        let clause = self.tokens.get(self.scope.clause..token)?;
        let share = clause.iter().rposition(|token| token.is(Word::Share))? + self.scope.clause;
        let between = self.tokens.get(share..token)?;
        (!between.iter().any(|t| matches!(t.kind, Kind::Number(_)))).then_some((share, whole))
    }

    /// The part before 占: a count, or words for one.
    fn parts_before(&self, terms: Range<usize>, share_at: usize) -> Vec<Operand> {
        let counted =
            self.items.iter().enumerate().skip(self.first).rev().find(|(_, item)| item.token < share_at);
        if let Some((at, item)) = counted {
            let between = self.tokens.get(item.token + 1..share_at).unwrap_or_default();
            let is_near = between.iter().all(|t| {
                matches!(t.kind, Kind::Stop('，' | '（') | Kind::Word(Word::Fill | Word::And | Word::Sum))
            });
            return if is_near && item.role == Role::Count { vec![Operand::Said(at)] } else { Vec::new() };
        }
        let groups = self.groups(terms);
        let words = match groups.as_slice() {
            [group] if !group.is_hidden() && !group.is_part() => group.words.as_slice(),
            _ => return Vec::new(),
        };
        let meant = meaning(words, self.context);
        meant.map(|m| m.readings.into_iter().map(Operand::Cells).collect()).unwrap_or_default()
    }

    /// True if the words of the clause speak of last year, or of anything at all.
    fn says_last_year(&self, index: usize) -> bool {
        let clause = self.tokens.get(self.scope.terms..index).unwrap_or_default();
        !clause
            .iter()
            .all(|t| matches!(t.kind, Kind::Word(Word::Fill | Word::Up | Word::Down | Word::ThisYear)))
    }

    /// “予以公开29件，在办结的76件中占38.2%”: the count before 中 is the whole of the one before it.
    fn share_inside(&self, before: Range<usize>) -> Option<Vec<(Operand, Operand)>> {
        let tokens = self.tokens.get(before.clone())?;
        let is_inside = tokens.iter().any(|token| token.is(Word::Inside))
            && tokens.iter().all(|t| {
                matches!(t.kind, Kind::Word(Word::Inside | Word::Object(_) | Word::Verb(_) | Word::Fill))
            });
        let whole = self.items.len().checked_sub(1).filter(|_| is_inside)?;
        let part = whole.checked_sub(1).filter(|at| *at >= self.first)?;
        let (part_item, whole_item) = (self.items.get(part)?, self.items.get(whole)?);
        let between = self.tokens.get(part_item.token + 1..whole_item.token)?;
        let is_led = matches!(between, [comma, from, ..]
            if comma.kind == Kind::Stop('，') && self.said(from) == "在");
        let is_last_of_clause =
            whole_item.token + 1 == before.start && self.scope.clause == part_item.token + 2;
        let is_same = part_item.figure.unit == whole_item.figure.unit
            && part_item.role == Role::Count
            && whole_item.role == Role::Count;
        (is_led && is_last_of_clause && is_same).then(|| vec![(Operand::Said(part), Operand::Said(whole))])
    }

    /// The count that stands right before a token, with only marks and empty words between.
    fn item_just_before(&self, token: usize) -> Option<(usize, &Item)> {
        let at = self.items.len().checked_sub(1).filter(|at| *at >= self.first)?;
        let item = self.items.get(at)?;
        let between = self.tokens.get(item.token + 1..token).unwrap_or_default();
        let is_near = between.iter().all(|t| match t.kind {
            Kind::Stop(mark) => matches!(mark, '，' | '（'),
            Kind::Word(word) => matches!(word, Word::Fill | Word::And | Word::Share | Word::Sum),
            _ => false,
        });
        (is_near && item.role == Role::Count && item.is_plain).then_some((at, item))
    }

    /// The wholes that a part can be of, nearest first; `None` if words name one that is not known.
    fn wholes(&self, named: Range<usize>, sort: Sort, item: Option<usize>) -> Option<Vec<Operand>> {
        let groups = self.groups(named);
        if groups.iter().any(|group| group.is_hidden() || group.is_part()) {
            return None;
        }
        let mut found = Vec::new();
        for word in groups.iter().flat_map(|group| &group.words) {
            match word {
                Word::Verb(Verb::New) => found.extend(cells(&[RECEIVED])),
                Word::Verb(Verb::Received) => found.extend(cells(&[RECEIVED, AT_HAND])),
                Word::Verb(Verb::Handled) => found.extend(cells(&[FINISHED, AT_HAND, RECEIVED])),
                Word::Verb(Verb::Finished | Verb::Answered) => found.extend(cells(&[FINISHED, FINISHED_NEW])),
                Word::Row(row) => found.push(Operand::Cells(format!("{row}.total"))),
                Word::Object(_) => {}
                _ => return None,
            }
        }
        let is_named = !found.is_empty();
        let part = item.and_then(|at| self.items.get(at));
        let of_requests = matches!(sort, Sort::Row(_) | Sort::Applicant(_));
        let bound = part.is_none_or(|part| !part.readings.is_empty());
        for (at, whole) in self.items.iter().enumerate().skip(self.first).filter(|(at, _)| Some(*at) != item)
        {
            let is_whole = whole.role == Role::Count
                && whole.is_plain
                && part.is_none_or(|part| {
                    part.figure.unit == whole.figure.unit && whole.figure.value >= part.figure.value
                });
            let is_same = if bound && of_requests {
                matches!(whole.sort, Sort::Row(_))
            } else {
                !is_named && part.is_none_or(|part| self.leads_to_parts(whole.token, part.token))
            };
            if is_whole && is_same && (part.is_some() || of_requests) {
                found.push(Operand::Said(at));
            }
        }
        if !is_named {
            // A whole that the sentence names is the one that applicants are counted of.
            let has_own = matches!(sort, Sort::Applicant(_))
                && found.iter().any(|whole| matches!(whole, Operand::Said(at) if self.is_request_whole(*at)));
            if has_own {
                return Some(found);
            }
            found.extend(table_wholes(sort));
            let counts_requests =
                found.iter().any(|whole| matches!(whole, Operand::Said(at) if self.is_request_whole(*at)));
            if counts_requests {
                found.extend(cells(&[RECEIVED, FINISHED, AT_HAND]));
            }
        }
        Some(found)
    }

    /// True if 其中, a bracket or the like stands between a whole and its part.
    fn leads_to_parts(&self, whole: usize, part: usize) -> bool {
        let between = self.tokens.get(whole + 1..part).unwrap_or_default();
        between.iter().any(|token| {
            matches!(
                token.kind,
                Kind::Word(Word::Among | Word::Includes | Word::Inside | Word::Apart)
                    | Kind::Stop('（' | '：')
            )
        })
    }

    fn is_request_whole(&self, at: usize) -> bool {
        self.items
            .get(at)
            .is_some_and(|i| matches!(i.sort, Sort::Row("requests.received" | "requests.total")))
    }

    /// Now and before of a change.
    fn change(&self, terms: Range<usize>, up: bool) -> Vec<(Operand, Operand)> {
        let has_last = self.report.last_year.report().is_some();
        let over_years = |reading: &String| {
            let before = self.in_time(std::slice::from_ref(reading), Time::Last, Role::Count)?;
            Some((Operand::Cells(reading.clone()), Operand::Cells(before.into_iter().next()?)))
        };
        let groups = self.groups(terms);
        if groups.iter().any(|group| group.is_hidden() || group.is_part()) {
            return Vec::new();
        }
        let words: Vec<Word> = groups.iter().flat_map(|group| group.words.iter().copied()).collect();
        if !words.is_empty() {
            let meant = meaning(&words, self.context).filter(|_| has_last);
            return meant.map(|m| m.readings.iter().filter_map(over_years).collect()).unwrap_or_default();
        }
        let items = || self.items.iter().enumerate().skip(self.first).rev();
        let Some((now, item)) = items().find(|(_, item)| item.role == Role::Count && item.is_plain) else {
            return Vec::new();
        };
        let same = |other: &Item| other.figure.unit == item.figure.unit;
        let change = items().find(|(at, i)| *at > now && i.role == Role::Change { up } && same(i));
        let last = items().find(|(_, i)| i.role == Role::Last && same(i));
        let mut beside = Vec::new();
        if let Some((change, _)) = change {
            beside.push((Operand::Said(now), Operand::Before { now, change }));
        }
        if let Some((last, _)) = last {
            beside.push((Operand::Said(now), Operand::Said(last)));
        }
        if beside.is_empty() && has_last && !item.readings.is_empty() {
            beside.extend(item.readings.iter().filter_map(over_years));
        }
        beside
    }

    /// 分别占77.3%和22.7%: of the members before, or of the counts before them.
    pub(super) fn shares_apart(&mut self, list: &[(usize, Figure)], groups: &[Group]) {
        let counts: Vec<usize> = (self.first..self.items.len())
            .filter(|at| self.items.get(*at).is_some_and(|i| i.role == Role::Count && i.is_plain))
            .collect();
        let named: Vec<&Group> = groups.iter().filter(|group| !group.words.is_empty()).collect();
        let is_share = |reader: &Self, index: usize| {
            let near = reader.tokens.get(reader.scope.terms..index).unwrap_or_default();
            near.iter().any(|t| t.is(Word::Share) || reader.said(t).contains('占'))
        };
        if self.is_off() || !list.first().is_some_and(|(index, _)| is_share(self, *index)) {
            return;
        }
        for (place, (index, figure)) in list.iter().enumerate() {
            let ratios = if named.len() == list.len() {
                let words = named.get(place).map(|group| group.words.as_slice()).unwrap_or_default();
                let meant = meaning(words, self.context);
                meant
                    .and_then(|m| {
                        let tops: Vec<Operand> = m.readings.into_iter().map(Operand::Cells).collect();
                        Some(pairs(&tops, &self.wholes(0..0, m.sort, None)?))
                    })
                    .unwrap_or_default()
            } else if named.is_empty() && groups.is_empty() && counts.len() >= list.len() {
                let at = counts.get(counts.len() - list.len() + place).copied().unwrap_or_default();
                let sort = self.items.get(at).map(|item| item.sort).unwrap_or_default();
                let bottoms = self.wholes(0..0, sort, Some(at)).unwrap_or_default();
                pairs(&[Operand::Said(at)], &bottoms)
            } else {
                Vec::new()
            };
            self.keep(figure, *index, Share::Of, ratios);
        }
    }
}

/// The wholes in the tables of a kind of figure.
fn table_wholes(sort: Sort) -> Vec<Operand> {
    match sort {
        Sort::Applicant(_) => cells(&[RECEIVED, FINISHED, AT_HAND]),
        Sort::Row(row) => {
            let parent = row.strip_prefix("requests.").and_then(|row| row.split_once('.'));
            let mut wholes = cells(&[FINISHED, RECEIVED, AT_HAND]);
            if let Some((group, _)) = parent {
                wholes.insert(0, Operand::Cells(format!("requests.{group}.total")));
            }
            wholes
        }
        Sort::Outcome(_) | Sort::Case(_) => cells(&[
            "proceedings.reconsideration.total",
            "proceedings.litigation.total",
            "proceedings.litigation.direct.total",
            "proceedings.litigation.after_reconsideration.total",
            "proceedings.reconsideration.total + proceedings.litigation.total",
        ]),
        Sort::Other => Vec::new(),
    }
}
