//! The words on either side of a number, and whether they leave it the whole body's.

use std::ops::Range;

use super::behind::{add_right, right};
use super::group::{Group, groups};
use super::lexicon::{Filler, List, Tag, UnitKind, Verb, ends};
use super::scope::{Off, Scope};
use super::sentence::Sentence;
use super::token::Token;
use crate::format::RowRole;

/// What the words of a number are.
#[derive(Debug)]
pub(super) enum Phrase {
    /// It counts something of its own: 2个工作日.
    Unbound,
    /// It has none: the term is what was counted before.
    Before {
        /// It is last year's, to which another is compared.
        is_compared: bool,
    },
    /// Members of a list, mostly one.
    Words { groups: Vec<Group>, is_each: bool, is_sum: bool, whose: Whose },
}

/// Whose the number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The whole body's, for certain or perhaps.
    Own { is_certain: bool },
    /// A part's, or another body's; and what the words after it are then of.
    Part { off: Option<Off> },
}

/// The tokens of the numbers after 分别为.
pub(super) fn counted_list(sentence: &Sentence<'_>, at: usize) -> Vec<usize> {
    let rest = sentence.slice(at + 1..sentence.tokens.len());
    let goes_on = |token: &&Token| {
        matches!(
            token.tag,
            Tag::Number(_)
                | Tag::And
                | Tag::Fill(_)
                | Tag::Each
                | Tag::Share
                | Tag::Verb(_)
                | Tag::Change { .. }
        )
    };
    let list = rest.iter().take_while(goes_on).enumerate();
    list.filter(|(_, token)| token.is_number()).map(|(offset, _)| at + 1 + offset).collect()
}

/// The words of the number at a token.
pub(super) fn phrase(sentence: &Sentence<'_>, scope: &Scope, at: usize) -> Phrase {
    let range = scope.terms_to(at);
    let terms = sentence.slice(range.clone());
    let says = |tag: Tag| terms.iter().any(|token| token.is(tag));
    let (is_each, is_sum) = (says(Tag::Each), says(Tag::Sum) || says(Tag::Cumulative));
    let is_every = sentence.before(at).is_some_and(|token| token.is(Tag::Every));
    // “2个工作日”: the unit belongs to what follows.
    let kind = sentence.figure(at).and_then(|figure| figure.kind);
    let next = sentence.token(at + 1).map(|token| token.tag);
    let is_of_next = matches!(kind, Some(UnitKind::Piece | UnitKind::Line))
        && matches!(next, Some(Tag::Unknown | Tag::Narrow | Tag::Hears));
    // “主动公开、依申请公开等4个方面”: the members of the list are counted.
    let counts_members = matches!(kind, Some(UnitKind::Piece | UnitKind::Line))
        && sentence.before(at).is_some_and(|token| token.is(Tag::Etc));
    if is_of_next || counts_members || says(Tag::Every) && !is_every {
        return Phrase::Unbound;
    }
    let mut groups = members(sentence, scope, range);
    let mut is_bare = groups.iter().all(Group::is_empty);
    let waits = scope.waiting.0 < scope.waiting.1;
    if is_bare && waits && (is_each || is_sum || is_every || is_most(sentence, scope, at)) {
        groups = self::groups(sentence, scope.waiting.0..scope.waiting.1);
        is_bare = false;
    }
    let is_compared = is_compared(sentence, scope, at);
    if is_compared || is_bare && (scope.up.is_some() || scope.time == super::scope::Time::Last) {
        return Phrase::Before { is_compared };
    }
    let right = right(sentence, at);
    if let Some(last) = groups.last_mut() {
        settle(scope, last, &right, says(Tag::Includes));
        add_right(sentence, last, &right, at);
        let waiting = sentence.slice(scope.waiting.0..scope.waiting.1);
        last.words.extend(ground_before(waiting, last.words.first().copied()));
    }
    if groups.last().is_some_and(|group| group.is_inside && group.last.is_none()) {
        return Phrase::Unbound;
    }
    let first = groups.iter().find_map(|group| group.first).unwrap_or(at);
    let whose = whose(sentence, scope, first, &groups);
    Phrase::Words { groups, is_each: is_each || is_every, is_sum, whose }
}

/// The members of a list before a number.
fn members(sentence: &Sentence<'_>, scope: &Scope, range: Range<usize>) -> Vec<Group> {
    let mut groups = groups(sentence, range);
    while groups.len() > 1 && groups.last().is_some_and(|group| group.length > 0 && group.is_empty()) {
        groups.pop();
    }
    // “无法提供等其他情况46件”: more than the others are counted.
    if let Some(last) = groups.last_mut() {
        last.is_narrow |= last.is_example && matches!(last.words.as_slice(), [Tag::Others]);
    }
    // “信访举报投诉类申请及重复申请等不予处理7件”: the grounds before 等 are inside the result.
    if groups.last().is_some_and(|group| group.is_example && matches!(group.words.first(), Some(Tag::Row(_))))
    {
        groups.drain(..groups.len().saturating_sub(1));
    }
    // “9件复议、3件诉讼”: the words before 、 are those of the number before it.
    let is_after_list = groups.len() > 1 && groups.last().is_some_and(|group| group.length == 0);
    if is_after_list && scope.terms > scope.clause {
        groups = vec![Group::default()];
    }
    groups
}

/// Settles which of the words before a number say what it counts.
fn settle(scope: &Scope, last: &mut Group, right: &Group, includes: bool) {
    // “已答复84件（含上年结转答复1件）”: those carried in are counted.
    if includes && last.words.contains(&Tag::Row(RowRole::CarriedIn)) {
        last.words.retain(|word| !matches!(word, Tag::Verb(_)));
    }
    // “除2件结转外，其他13件均已答复”.
    if let ([Tag::Others], [done @ Tag::Verb(Verb::Finished | Verb::Answered)]) =
        (last.words.as_slice(), right.words.as_slice())
    {
        last.words = vec![*done];
    }
    // “制定公开了10份规范性文件”: that they were made says more.
    if last.words.iter().any(|word| matches!(word, Tag::Act(_))) {
        last.words.retain(|word| *word != Tag::Published);
    }
    // “新制发规章1件、规范性文件9件”: what was done goes on.
    if let (Some(act), [Tag::Document(_)]) = (scope.act, last.words.as_slice()) {
        last.words.push(Tag::Act(act));
    }
}

/// “自然人提出的最多，为58件”: the clause before the number only says that it is the most of all.
fn is_most(sentence: &Sentence<'_>, scope: &Scope, at: usize) -> bool {
    let waiting = sentence.slice(scope.waiting.0..scope.waiting.1);
    let says_most = waiting.last().is_some_and(|token| token.is(Tag::Fill(Filler::Most)));
    // Another body or a part may be the one that has most.
    let is_own = waiting.iter().all(|token| match token.tag {
        Tag::Unknown => sentence.is_own_name(token),
        tag => !matches!(tag, Tag::Narrow | Tag::Hears | Tag::OtherMatter),
    });
    says_most && is_own && sentence.slice(scope.terms_to(at)).iter().all(|token| token.is_fill())
}

/// True if the number is last year's, to which another is compared: 较上年66件, 比上年（31件）, 由66件增至75件.
fn is_compared(sentence: &Sentence<'_>, scope: &Scope, at: usize) -> bool {
    let mut next = sentence.slice(at + 1..sentence.tokens.len()).iter();
    if next.find(|token| !token.is_fill()).is_some_and(|token| token.is(Tag::Reached)) {
        return true;
    }
    let opens = scope
        .terms
        .checked_sub(1)
        .filter(|open| sentence.token(*open).is_some_and(|token| token.is(Tag::Mark('（'))));
    let start = opens.map_or(scope.terms, |open| open - sentence.slice(0..open).len().min(4));
    let terms = sentence.slice(start..at);
    let than = terms.iter().rposition(|token| token.is(Tag::Than));
    let between = than.and_then(|than| terms.get(than..)).unwrap_or_default();
    let is_last = |token: &Token| {
        matches!(token.tag, Tag::Fill(_) | Tag::LastYear | Tag::Than | Tag::Year(_) | Tag::Mark('（'))
    };
    scope.up.is_none() && !between.is_empty() && between.iter().all(is_last)
}

/// “因属于国家秘密，不予公开2件”: the ground that the clause before names.
fn ground_before(waiting: &[Token], word: Option<Tag>) -> Option<Tag> {
    let Some(Tag::Row(row)) = word else { return None };
    let is_ground = |tag: Tag| matches!(tag, Tag::Row(inner) if super::meaning::parent(inner) == Some(row));
    waiting.iter().map(|token| token.tag).find(|tag| is_ground(*tag))
}

/// Whether the words before a term leave it the whole body's.
pub(super) fn whose(sentence: &Sentence<'_>, scope: &Scope, first: usize, groups: &[Group]) -> Whose {
    if groups.iter().any(|group| group.is_narrow && !group.words.is_empty()) {
        // “本级收到申请263件，答复259件”: what was done with a part is of the part.
        let takes = |word: &Tag| matches!(word, Tag::Verb(Verb::Received | Verb::New));
        let is_taken = groups.iter().any(|group| group.words.iter().any(takes));
        let of = if groups.iter().any(|group| group.is_level) { Off::Body } else { Off::Channel };
        return Whose::Part { off: Some(of).filter(|_| is_taken && !scope.among) };
    }
    if groups.last().is_some_and(|group| group.is_narrow || group.is_hidden && group.is_ground) {
        return Whose::Part { off: None };
    }
    let mut words = groups.iter().flat_map(|group| &group.words);
    let of_documents = words.clone().any(|word| matches!(word, Tag::Document(_)));
    let is_case = words.any(|word| matches!(word, Tag::Outcome(_) | Tag::Case(_)));
    let furthest = sentence.token(first).map(|token| token.tag);
    let mut is_certain = true;
    for (place, token) in (scope.clause..).zip(sentence.slice(scope.clause..first)) {
        match token.tag {
            Tag::Unknown if sentence.is_own_name(token) => {}
            Tag::Unknown => {
                let is_body = ends(sentence.said(token), List::Body) && !is_case;
                let between = sentence.slice(place + 1..first);
                let is_modifier = between.iter().all(|token| token.is(Tag::Fill(Filler::Of)))
                    && matches!(furthest, Some(Tag::Object(_) | Tag::Row(_) | Tag::Applicant(_)));
                if is_body || is_modifier {
                    return Whose::Part { off: is_body.then_some(Off::Body) };
                }
                is_certain = false;
            }
            Tag::Narrow | Tag::Hears if of_documents => return Whose::Part { off: None },
            // A later number of a clause is often a detail of the first.
            Tag::Narrow | Tag::Hears | Tag::Number(_) => is_certain = false,
            _ => {}
        }
    }
    Whose::Own { is_certain }
}
