//! Numbers that their own sentence keeps out of this year's tables: those that it says are not counted there, and
//! those that have piled up until now.

use std::ops::Range;

use super::lexicon::{Act, Tag, Words};
use super::scope::{Scope, UP_TO};
use super::sentence::Sentence;
use super::token::Token;
use crate::format::RowRole;

/// Words that say that something is not counted.
static LEFT_OUT: Words = Words::under("rule left-out");
/// Words that say that cases are not about 政府信息公开.
static NOT_DISCLOSURE: Words = Words::under("rule not-disclosure");
/// Words for all that was there until now.
static UP_TO_NOW: Words = Words::under("rule up-to-now");

/// No sentence of a person leaves out so many numbers.
const MOST: usize = 20;

/// The tokens of the numbers that are said to be in no table: “行政复议30件，未列入本表”, and the results told of them.
pub(super) fn left_out(sentence: &Sentence<'_>) -> Vec<usize> {
    let words = sentence.words();
    let not_counted = LEFT_OUT.places(words).map(|at| (at, false));
    let of_others = NOT_DISCLOSURE.places(words).map(|at| (at, true));
    let mut found = Vec::new();
    for (at, of_cases) in not_counted.take(MOST).chain(of_others.take(MOST)) {
        let word = sentence.token_at(at);
        let Some(number) = spoken_of(sentence, word) else { continue };
        let clause = sentence.slice(clause(sentence, number));
        let names_case = |token: &Token| matches!(token.tag, Tag::Case(_) | Tag::Disputes);
        // “上年结转2件未计入本年新收” stands in another row.
        let is_carried = |token: &Token| {
            matches!(token.tag, Tag::Carried | Tag::Row(RowRole::CarriedIn | RowRole::CarriedForward))
        };
        if clause.iter().any(is_carried) || of_cases && !clause.iter().any(names_case) {
            continue;
        }
        found.push(number);
        if number < word {
            found.extend(whole_of(sentence, number));
            found.extend(list_of(sentence, number, word));
        }
        found.extend(results_of(sentence, number));
    }
    found
}

/// The number that words such as 未列入本表 speak of.
fn spoken_of(sentence: &Sentence<'_>, word: usize) -> Option<usize> {
    let here = clause(sentence, word);
    let after = number_in(sentence, word..here.end);
    let before = last_number_in(sentence, here.start..word);
    // 未列入本表的12件.
    let end = after.unwrap_or(here.end);
    let leads = sentence.slice(word..end).iter().any(|token| sentence.said(token).contains('的'));
    if leads && after.is_some() {
        return after;
    }
    let behind = || {
        let before = clause(sentence, here.start.checked_sub(1)?);
        let further = || last_number_in(sentence, clause(sentence, before.start.checked_sub(1)?));
        last_number_in(sentence, before.clone()).or_else(further)
    };
    let ahead = || number_in(sentence, here.end..part_end(sentence, here.end));
    before.or(after).or_else(|| behind().filter(|_| !leads)).or_else(ahead)
}

/// “行政复议35件，其中涉及信息公开的5件，其余30件未列入本表”: the whole of what is left out is not in the tables either.
fn whole_of(sentence: &Sentence<'_>, part: usize) -> Option<usize> {
    let start = sentence.slice(0..part).iter().rposition(|token| token.is(Tag::Mark('；'))).unwrap_or(0);
    let among = sentence.slice(start..part).iter().rposition(|token| token.is(Tag::Among))?;
    last_number_in(sentence, start..start + among)
}

/// “行政复议30件、行政诉讼8件，均未列入本表”: all that is told in the clause of the last.
fn list_of(sentence: &Sentence<'_>, last: usize, word: usize) -> Vec<usize> {
    let told = clause(sentence, last);
    let says_all = sentence.slice(last..word).iter().any(|token| matches!(token.tag, Tag::All | Tag::Each));
    let numbers = (told.start..last).filter(|&at| sentence.token(at).is_some_and(Token::is_number));
    numbers.filter(|_| says_all).collect()
}

/// “行政复议30件未列入本表，其中维持28件、纠正2件”: the results of cases that are in no table.
fn results_of(sentence: &Sentence<'_>, cases: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut last, end) = (cases, part_end(sentence, cases));
    while let Some(next) = number_in(sentence, last + 1..end) {
        let between = sentence.slice(last + 1..next);
        let is_result = |token: &Token| matches!(token.tag, Tag::Outcome(_) | Tag::Withdrawn | Tag::Lost);
        let names = |token: &Token| {
            matches!(
                token.tag,
                Tag::Case(_) | Tag::Object(true) | Tag::Document(_) | Tag::Verb(_) | Tag::Decision(..)
            )
        };
        if !between.iter().any(is_result) || between.iter().any(names) {
            break;
        }
        found.push(next);
        last = next;
    }
    found
}

/// True for a mark that ends a clause.
fn ends_clause(token: &Token) -> bool {
    token.is_mark() && !token.is(Tag::Mark('：'))
}

/// The clause that a token stands in; of a mark the one that it ends.
fn clause(sentence: &Sentence<'_>, at: usize) -> Range<usize> {
    let start = sentence.slice(0..at).iter().rposition(ends_clause).map_or(0, |mark| mark + 1);
    let rest = sentence.slice(at..sentence.tokens.len());
    start..at + rest.iter().position(ends_clause).unwrap_or(rest.len())
}

/// Where the part that a token stands in ends: with a ；.
fn part_end(sentence: &Sentence<'_>, at: usize) -> usize {
    let rest = sentence.slice(at..sentence.tokens.len());
    at + rest.iter().position(|token| token.is(Tag::Mark('；'))).unwrap_or(rest.len())
}

fn number_in(sentence: &Sentence<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    sentence.slice(range).iter().position(Token::is_number).map(|at| start + at)
}

fn last_number_in(sentence: &Sentence<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    sentence.slice(range).iter().rposition(Token::is_number).map(|at| start + at)
}

/// The first token of words for all that was there until now.
fn until_now(sentence: &Sentence<'_>) -> Option<usize> {
    let found = || UP_TO_NOW.places(sentence.words()).next().map(|at| sentence.token_at(at));
    *sentence.until_now.get_or_init(found)
}

/// “截至目前，我局共制发行政规范性文件40件”: what has piled up over the years, and is no figure of this one.
pub(super) fn has_piled_up(sentence: &Sentence<'_>, scope: &Scope, at: usize) -> bool {
    let (part, clause) = (sentence.slice(scope.part..at), sentence.slice(scope.clause..at));
    let behind = sentence.to_mark(at);
    let says = |is: fn(&Token) -> bool| clause.iter().chain(behind).any(is);
    let is_document = |token: &Token| matches!(token.tag, Tag::Document(_));
    let of_documents = !scope.among
        && part.iter().chain(behind).any(is_document)
        && says(|token| matches!(token.tag, Tag::Act(Act::Made | Act::Revised | Act::Repealed)))
        && !says(|token| token.is(Tag::Act(Act::InForce)));
    let of_decisions = || clause.iter().any(|token| matches!(token.tag, Tag::Decision(..)));
    if !of_documents && !of_decisions() {
        return false;
    }
    let before = sentence.slice(0..at);
    let is_end = |place: usize| {
        let word = sentence.before(place).map(|token| sentence.said(token));
        word.is_some_and(|word| UP_TO.is_in(word))
    };
    // 截至2024年底: a day of the year ends the time, and says nothing of its beginning.
    let years = || (0..).zip(before).filter(|(_, token)| matches!(token.tag, Tag::Year(_)));
    let own = Tag::Year(sentence.facts.year);
    let is_of_year = before.iter().any(|token| token.is(Tag::ThisYear))
        || years().any(|(place, token)| token.is(own) && !is_end(place));
    let is_sum = || part.iter().any(|token| token.is(Tag::Sum));
    let is_now = || until_now(sentence).is_some_and(|now| now < at);
    let until_day = || of_documents && is_sum() && years().any(|(place, _)| is_end(place));
    !is_of_year && (is_now() || until_day())
}

/// “行政复议当年新增2件、上年结转1件”: what was carried over are cases, of which the tables tell no such thing.
pub(super) fn carries_others(sentence: &Sentence<'_>, scope: &Scope, at: usize) -> bool {
    let terms = sentence.slice(scope.terms_to(at));
    let told = sentence.slice(scope.clause..scope.terms);
    let carries = |token: &Token| {
        matches!(token.tag, Tag::Carried | Tag::Row(RowRole::CarriedIn | RowRole::CarriedForward))
    };
    let is_case = |token: &Token| matches!(token.tag, Tag::Case(_));
    let of_cases = told.iter().any(is_case)
        && !terms.iter().any(is_case)
        && !told.iter().chain(terms).any(|token| matches!(token.tag, Tag::Object(_)));
    // 行政许可决定新办60件，延续20件.
    let part = sentence.slice(scope.part..at);
    let of_decisions = scope.decision.is_some()
        && !part.iter().any(|token| matches!(token.tag, Tag::Object(_) | Tag::Row(_)));
    terms.iter().any(carries) && (of_cases || of_decisions)
}
