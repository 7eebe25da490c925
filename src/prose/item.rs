//! The numbers of the narrative as values: what each says, and of which cells.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{Filler, Tag, UnitKind};
use super::meaning::{Context, RESULTS};
use super::meant::Meant;
pub use super::meant::Sort;
use super::number::{Figure, Precision};
use super::reading::{Ledger, Reading, Readings};
use super::scope::{Event, Scope, Time, Topic};
use super::sentence::Sentence;
use crate::format::{ColumnRole, RowRole};

/// What a number says of the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// How many there are.
    Count,
    /// How many there were last year.
    Last,
    /// That there are none, without a number.
    None,
    /// That the number before it is also the number of these.
    All,
    /// That nothing is left for these cells: all of them are said to be elsewhere.
    Rest,
    /// How many more or fewer than last year.
    Change {
        /// More.
        up: bool,
    },
}

/// A number of the narrative, or words that say none.
#[derive(Debug, Clone)]
pub struct Item {
    /// The number, or the words that say none.
    pub range: Range<usize>,
    /// From the words that bind it up to its end.
    pub words: Range<usize>,
    /// The number.
    pub figure: Figure,
    /// Readings, the nearest first; empty if the number was bound to no cell.
    pub readings: Readings,
    /// True if one of the readings must hold.
    pub is_certain: bool,
    /// What it says.
    pub role: Role,
    /// What kind of figure it is.
    pub sort: Sort,
    /// Place of the first item of its sentence.
    pub sentence: usize,
    /// It speaks of the report year and the whole body.
    pub is_plain: bool,
    /// It is a part of what was counted before it.
    pub is_among: bool,
    /// Place of its token in the sentence.
    pub(super) token: usize,
    /// How many brackets it stands in.
    pub(super) depth: u8,
    /// It stands in a list that names as many numbers as members.
    pub(super) is_apart: bool,
}

impl Item {
    /// True for a count that other numbers can be compared with.
    pub(super) fn is_count(&self) -> bool {
        self.role == Role::Count && self.figure.kind != Some(UnitKind::Percent)
    }

    /// True for such a count of the whole body in the report year.
    pub(super) fn is_plain_count(&self) -> bool {
        self.is_count() && self.is_plain
    }

    /// The only cell that it can be, if it can be one only.
    pub(super) fn all_readings(&self) -> Vec<Reading> {
        self.readings.iter().map(|bound| bound.reading.clone()).collect()
    }
}

/// A sentence with what is needed to make its items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'s, 'a> {
    pub(super) sentence: &'s Sentence<'a>,
    pub(super) ledger: &'s Ledger<'a>,
    /// Place of the first item of the sentence in the narrative.
    pub(super) first: usize,
}

/// What is put into an item.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) figure: Figure,
    pub(super) role: Role,
    pub(super) meant: Option<Meant>,
    /// Its token, and the first token of its words.
    pub(super) token: usize,
    pub(super) from: usize,
}

impl Frame<'_, '_> {
    /// An item of a number at a place.
    pub(super) fn item(&self, scope: &Scope, draft: Draft) -> Item {
        let Draft { figure, role, meant, token, from } = draft;
        let meant = meant.unwrap_or_default();
        let readings = self.ledger.list(meant.readings);
        let start = self.sentence.token(from).map_or(figure.range.start, |token| token.range.start);
        Item {
            range: figure.range.clone(),
            words: start.min(figure.range.start)..figure.range.end,
            is_certain: meant.is_certain && !readings.is_empty(),
            readings,
            role,
            sort: meant.sort,
            sentence: self.first,
            is_plain: !scope.is_off(),
            is_among: scope.among,
            token,
            depth: scope.depth,
            is_apart: false,
            figure,
        }
    }

    /// The context of words at a place, after some items of the sentence.
    pub(super) fn context(&self, event: &Event, items: &[Item]) -> Context {
        let scope = &event.scope;
        let told = Told(items);
        let row = match (told.row(), scope.row) {
            (Some(counted), Some(named)) => Some(if counted.1 > named.1 { counted.0 } else { named.0 }),
            (counted, named) => counted.or(named).map(|(row, _)| row),
        };
        let last_applicant = told.counts().find(|item| matches!(item.sort, Sort::Applicant(_)));
        let columns = scope.columns.filter(|(_, at)| last_applicant.is_none_or(|item| item.token < *at));
        let clause = self.sentence.slice(scope.clause..event.at);
        let is_related = clause.iter().any(|token| token.is(Tag::Fill(Filler::Related)));
        let of_cases = || matches!(scope.topic, Topic::Reconsideration | Topic::Litigation);
        let last = told.counts().next().map(|item| item.sort).unwrap_or_default();
        // With those that were carried in told before, 办结 counts them too.
        let tells_carried_in = told.counts().any(|item| item.sort == Sort::Row(RowRole::CarriedIn));
        Context {
            topic: scope.topic,
            is_disclosure: scope.is_disclosure,
            is_disclosure_here: self.sentence.says_disclosure(clause)
                || scope.is_disclosure && is_related
                || of_cases() && scope.tells_own_cases(self.sentence),
            // “予以公开3件（主动公开1件，依申请公开2件）”: a bracket behind a result holds its parts.
            among: scope.among || scope.depth > 0 && matches!(last, Sort::Row(row) if RESULTS.contains(&row)),
            last,
            row,
            columns: columns.map(|(columns, _)| columns),
            is_guess: scope.is_guess,
            lists_results: told.lists_results(),
            only_suits: told.only_suits(),
            decision: scope.decision,
            result: told.result(scope.part),
            both: scope.both,
            may_finish_new: self.sentence.facts.may_finish_new && !tells_carried_in,
        }
    }

    /// The meaning as the time and the role have it; `None` if there is nothing to compare with.
    pub(super) fn in_time(&self, meant: Meant, time: Time, role: Role) -> Option<Meant> {
        let has_last = self.sentence.facts.has_last;
        let all = |to: &dyn Fn(&Reading) -> Reading| meant.readings.iter().map(to).collect::<Vec<_>>();
        let readings = match (time, role) {
            (Time::Other, _) => return None,
            (_, Role::Change { up }) => has_last.then(|| all(&|reading| reading.change(up)))?,
            (Time::This, _) => return Some(meant),
            (Time::Last, _) => has_last.then(|| all(&Reading::last_year))?,
        };
        Some(Meant { readings, is_certain: false, sort: meant.sort })
    }

    /// The meaning where it is said, if it is said of this body and matter.
    pub(super) fn placed(&self, meant: Meant, scope: &Scope, role: Role) -> Option<Meant> {
        if scope.is_off() {
            return None;
        }
        let meant = self.in_time(meant, scope.time, role)?;
        let is_certain = meant.is_certain && role != Role::Last && scope.time == Time::This;
        Some(Meant { is_certain, ..meant })
    }

    /// The term of the last count of the sentence, as a change or as last year's.
    pub(super) fn of_before(&self, scope: &Scope, items: &[Item], role: Role, time: Time) -> Option<Meant> {
        if scope.is_off() || self.has_unknown(scope) {
            return None;
        }
        let item = items.iter().rev().find(|item| item.is_plain_count())?;
        let meant = Meant::new(item.all_readings(), item.is_certain, item.sort);
        self.in_time(meant, time, role).map(Meant::loose)
    }

    /// True if the clause says something unknown, so that it may be of another matter.
    pub(super) fn has_unknown(&self, scope: &Scope) -> bool {
        self.sentence.to_stop(scope.terms).iter().any(|token| match token.tag {
            Tag::Unknown => !self.sentence.is_own_name(token),
            tag => matches!(tag, Tag::Narrow | Tag::Hears | Tag::OtherMatter | Tag::OtherBody),
        })
    }
}

/// The items of a sentence that were told before a place.
struct Told<'i>(&'i [Item]);

impl<'i> Told<'i> {
    /// The counts that were bound, the last first.
    fn counts(&self) -> impl Iterator<Item = &'i Item> + Clone {
        self.0.iter().rev().filter(|item| item.role == Role::Count && !item.readings.is_empty())
    }

    /// The rows of section three that were counted.
    fn rows(&self) -> impl Iterator<Item = (RowRole, usize)> + Clone {
        self.counts().filter_map(|item| match item.sort {
            Sort::Row(row) => Some((row, item.token)),
            _ => None,
        })
    }

    /// The last of them, with its token.
    fn row(&self) -> Option<(RowRole, usize)> {
        self.rows().next()
    }

    /// True if results were counted, and no whole that they are of.
    fn lists_results(&self) -> bool {
        use RowRole::{CarriedForward, CarriedIn, Finished, Received};
        let is_whole = |row: RowRole| matches!(row, Received | Finished | CarriedIn | CarriedForward);
        self.row().is_some() && !self.rows().any(|(row, _)| is_whole(row))
    }

    /// The one kind of lawsuits that was counted, if it was one of the two.
    fn only_suits(&self) -> Option<RowRole> {
        let mut suits = self.counts().filter_map(|item| match item.sort {
            Sort::Case(row) if row != RowRole::Reconsideration => Some(row),
            _ => None,
        });
        suits.next().filter(|row| *row != RowRole::Litigation && suits.next().is_none())
    }

    /// The result that a list of cases goes on with since a place, and the cases that it was said of.
    fn result(&self, since: usize) -> Option<(RowRole, ColumnRole)> {
        let mut told = self.counts().take_while(|item| item.token >= since);
        let item = told.find(|item| !matches!(item.sort, Sort::Case(_)))?;
        let row = item.readings.first()?.reading.0.first()?.row;
        match item.sort {
            Sort::Outcome(column) => Some((row, column)),
            _ => None,
        }
    }
}

impl Scope {
    /// What a number says here.
    pub(super) fn role(&self) -> Role {
        match self.up {
            Some(up) => Role::Change { up },
            None if self.time == Time::Last => Role::Last,
            None => Role::Count,
        }
    }
}

/// Words that say none, as a number.
pub(super) fn zero(range: Range<usize>) -> Figure {
    Figure {
        range,
        value: Decimal::ZERO,
        step: Decimal::ONE,
        precision: Precision::Exact,
        unit: "",
        kind: None,
    }
}
