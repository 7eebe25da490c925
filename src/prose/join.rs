//! What the words of a sentence say of each other before its numbers are read: tokens that mean
//! something else beside others.

use super::group::is_term;
use super::lexicon::{Filler, List, Tag, Verb, has};
use super::meaning::parent;
use super::scope::{Scope, Topic};
use super::sentence::Sentence;
use super::token::Token;
use crate::format::RowRole;

const FILL: Tag = Tag::Fill(Filler::Plain);

/// Tokens before 等方式 that can be examples.
const MOST_CHANNELS: usize = 16;

/// A token and what it means beside the others.
type Change = (usize, Tag);

const STEPS: [fn(&Sentence<'_>) -> Vec<Change>; 11] =
    [carried, open, articles, brackets, dropped, ongoing, origins, attributes, channels, titles, wholes];

/// The place of the step that a token calls for.
fn step_for(tag: Tag) -> Option<u8> {
    Some(match tag {
        Tag::Carried => 0,
        Tag::Open | Tag::All => 1,
        Tag::Neg | Tag::NegReceived | Tag::NegAfter => 2,
        Tag::Mark('（') => 3,
        Tag::Fill(Filler::Dropped) => 4,
        Tag::Fill(Filler::Within) => 5,
        Tag::Contents | Tag::Narrow | Tag::Cause => 6,
        Tag::Published => 7,
        Tag::Channels => 8,
        Tag::Etc => 9,
        Tag::OtherBody => 10,
        _ => return None,
    })
}

/// The sentence with every token as it is meant.
pub(super) fn join(mut sentence: Sentence<'_>) -> Sentence<'_> {
    let tags = sentence.tokens.iter().map(|token| token.tag);
    let called = tags.filter_map(step_for).fold(0_u16, |all, step| all | 1 << step);
    for (place, step) in STEPS.iter().enumerate() {
        if called >> place & 1 == 0 {
            continue;
        }
        for (at, tag) in step(&sentence) {
            if let Some(token) = sentence.tokens.get_mut(at) {
                token.tag = tag;
            }
        }
    }
    sentence
}

/// The places of the tokens of some kind.
fn places<'s>(sentence: &'s Sentence<'_>, is: impl Fn(Tag) -> bool + 's) -> impl Iterator<Item = usize> + 's {
    (0..).zip(&sentence.tokens).filter(move |(_, token)| is(token.tag)).map(|(at, _)| at)
}

/// 结转 beside a year says by it whether in or on: 2023年结转, 结转至2025年, 2023年转至今年.
fn carried(sentence: &Sentence<'_>) -> Vec<Change> {
    let own = sentence.facts.year;
    let is_last = |tag: Tag| tag == Tag::LastYear || tag == Tag::Year(own.wrapping_sub(1));
    let is_next = |tag: Tag| tag == Tag::NextYear || tag == Tag::Year(own.saturating_add(1));
    let is_own = |tag: Tag| tag == Tag::ThisYear || tag == Tag::Year(own);
    let mut found = Vec::new();
    for at in places(sentence, |tag| tag == Tag::Carried) {
        let near = |from: usize, to: usize| (from..to).zip(sentence.slice(from..to));
        // 上年无结转: that there are none says nothing of the year.
        let is_empty = |token: &Token| {
            token.is_fill() || matches!(token.tag, Tag::Neg | Tag::NegReceived | Tag::Ongoing)
        };
        let before = near(at.saturating_sub(4), at).rev().find(|(_, token)| !is_empty(token));
        let after = near(at + 1, (at + 5).min(sentence.tokens.len())).find(|(_, token)| !token.is_fill());
        let next = after.filter(|(_, token)| is_next(token.tag));
        let last = before.filter(|(_, token)| is_last(token.tag));
        let from_last = after.filter(|(_, token)| is_last(token.tag) && last.is_none());
        let to_own = after.filter(|(_, token)| is_own(token.tag) && last.is_some());
        match (last, next) {
            (_, Some((year, _))) => found.extend([(year, FILL), (at, Tag::Row(RowRole::CarriedForward))]),
            (None, None) if from_last.is_some() => {
                found.extend(from_last.map(|(year, _)| (year, FILL)));
                found.push((at, Tag::Row(RowRole::CarriedIn)));
            }
            (Some((year, _)), None) => found.extend([(year, FILL), (at, Tag::Row(RowRole::CarriedIn))]),
            _ => {}
        }
        found.extend(to_own.map(|(year, _)| (year, FILL)));
    }
    found
}

/// 公开 and 全部 beside 部分公开 are 予以公开, and so is 公开 alone where results are told.
fn open(sentence: &Sentence<'_>) -> Vec<Change> {
    let is_result = |token: &Token| matches!(token.tag, Tag::Row(_) | Tag::Object(true));
    let tells_results = sentence.tokens.iter().any(is_result);
    let is_open = |at: &usize| {
        let partly = sentence.token(at + 2).is_some_and(|token| token.is(Tag::Row(RowRole::PartlyGranted)));
        let joined = partly && sentence.token(at + 1).is_some_and(|token| token.is(Tag::And));
        let is_counted = sentence.token(at + 1).is_some_and(Token::is_number);
        let leads = |token: &Token| {
            token.is_mark() || token.is_fill() || matches!(token.tag, Tag::Among | Tag::And | Tag::Includes)
        };
        let is_bare = sentence.before(*at).is_some_and(leads);
        let is_word = sentence.token(*at).is_some_and(|token| token.is(Tag::Open));
        // “其中2件公开，1件不予公开”.
        let ends = sentence.token(at + 1).is_none_or(Token::is_mark);
        if is_word && tells_results && ends && sentence.before(*at).is_some_and(Token::is_number) {
            return true;
        }
        joined || is_word && tells_results && is_counted && is_bare
    };
    let granted = places(sentence, |tag| matches!(tag, Tag::Open | Tag::All)).filter(is_open);
    granted.map(|at| (at, Tag::Row(RowRole::Granted))).collect()
}

/// 一件 beside 没有 counts nothing.
fn articles(sentence: &Sentence<'_>) -> Vec<Change> {
    let is_neg = |token: &Token| matches!(token.tag, Tag::Neg | Tag::NegReceived | Tag::NegAfter);
    let is_article = |at: &usize| {
        let near = at.saturating_sub(4)..(at + 4).min(sentence.tokens.len());
        sentence.token(*at).is_some_and(|token| sentence.said(token).starts_with('一'))
            && sentence.slice(near).iter().any(is_neg)
    };
    let numbers = places(sentence, |tag| matches!(tag, Tag::Number(_)));
    numbers.filter(is_article).map(|at| (at, FILL)).collect()
}

/// “不掌握（12件）” counts what stands before the bracket, and “应办申请（含上年结转）68件” only says
/// what is counted in: such brackets are read as if they were not there.
fn brackets(sentence: &Sentence<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let is_bracket = |tag: Tag| matches!(tag, Tag::Mark('（' | '）'));
    let all: Vec<usize> = places(sentence, is_bracket).collect();
    for pair in all.windows(2) {
        let &[open, close] = pair else { continue };
        let is_pair = sentence.slice(open..open + 1).iter().any(|token| token.is(Tag::Mark('（')))
            && sentence.slice(close..close + 1).iter().any(|token| token.is(Tag::Mark('）')));
        if !is_pair {
            continue;
        }
        let inside = sentence.slice(open + 1..close);
        let is_filled = inside.first().is_some_and(|token| token.is(Tag::Includes))
            && inside.iter().all(|token| {
                token.is_fill() || matches!(token.tag, Tag::Includes | Tag::Row(RowRole::CarriedIn))
            });
        if counts_before(sentence, open, inside) {
            let closing = if inside.len() == 1 { FILL } else { Tag::Mark('，') };
            found.extend([(open, FILL), (close, closing)]);
        } else if of_case(sentence, open) {
            // “行政复议1件（含上年结转1件）”: of the cases, and no applications.
            let carried = (open + 1..close)
                .filter(|at| sentence.token(*at).is_some_and(|token| token.is(Tag::Row(RowRole::CarriedIn))));
            found.extend(carried.map(|at| (at, Tag::Narrow)));
        } else if is_filled {
            found.extend((open..=close).map(|at| (at, FILL)));
        } else if names_ground(sentence, open, close) {
            found.extend([(open, FILL), (close, FILL)]);
        }
    }
    found
}

/// True if what stands before a bracket counts cases.
fn of_case(sentence: &Sentence<'_>, open: usize) -> bool {
    sentence.before(open).is_some_and(Token::is_number)
        && sentence.since_mark(open).iter().any(|token| matches!(token.tag, Tag::Case(_)))
}

/// “不予公开（三类内部事务信息）2件”: the bracket names the ground of what is counted.
fn names_ground(sentence: &Sentence<'_>, open: usize, close: usize) -> bool {
    let row = |token: &Token| match token.tag {
        Tag::Row(row) => Some(row),
        _ => None,
    };
    let outer = sentence.before(open).and_then(row);
    let [inner] = sentence.slice(open + 1..close) else { return false };
    let is_counted = sentence.token(close + 1).is_some_and(Token::is_number);
    is_counted && outer.is_some() && row(inner).and_then(parent) == outer
}

/// True if a bracket begins with the number of what stands before it.
fn counts_before(sentence: &Sentence<'_>, open: usize, inside: &[Token]) -> bool {
    let names = |token: &Token| !token.is_mark() && !token.is_number();
    let is_year = |token: &Token| matches!(token.tag, Tag::Year(_) | Tag::LastYear | Tag::Than);
    let mut rest = inside.iter().filter(|token| !token.is_fill()).skip_while(|token| token.is(Tag::Sum));
    let first = rest.next();
    // “（1件结转下年）”: the bracket counts something of its own.
    let is_named = rest.next().is_some_and(|token| is_term(token.tag));
    let figure = first.and_then(|token| match token.tag {
        Tag::Number(place) => sentence.figures.get(place),
        _ => None,
    });
    !is_named
        && sentence.before(open).is_some_and(|token| names(token) && !is_year(token))
        && figure.is_some_and(|figure| !matches!(figure.unit, "%" | ""))
}

/// “逾期不补正，行政机关不再处理的申请”: 不再处理 goes on with the ground before it.
fn dropped(sentence: &Sentence<'_>) -> Vec<Change> {
    let joint = |at: usize| {
        // A few words, so that a long run of them is not gone over again and again.
        let start = at.saturating_sub(6);
        let before = (start..at).zip(sentence.slice(start..at)).rev();
        let mut before = before.skip_while(|(_, token)| token.is_fill());
        let ((mark, joint), (_, row)) = (before.next()?, before.next()?);
        let is_joint = joint.is(Tag::And) || joint.is(Tag::Mark('，'));
        (is_joint && matches!(row.tag, Tag::Row(_))).then_some((mark, FILL))
    };
    places(sentence, |tag| tag == Tag::Fill(Filler::Dropped)).filter_map(joint).collect()
}

/// “尚有5件在法定办理期限内”: those are still being handled; without 尚有 they were answered in time.
fn ongoing(sentence: &Sentence<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let mut is_still = false;
    for (at, token) in sentence.tokens.iter().enumerate() {
        is_still |= token.is(Tag::Fill(Filler::Still));
        is_still &= !token.is_mark() && !matches!(token.tag, Tag::Verb(_));
        let ends = sentence.token(at + 1).is_none_or(Token::is_mark);
        if is_still && ends && token.is(Tag::Fill(Filler::Within)) {
            found.push((at, Tag::Ongoing));
        }
    }
    found
}

/// “针对我局依申请公开答复的行政复议”: what a case about 政府信息公开 arose from narrows it to no part.
fn origins(sentence: &Sentence<'_>) -> Vec<Change> {
    let is_own = |token: &Token| {
        token.is_fill()
            || matches!(token.tag, Tag::Own | Tag::Open | Tag::Year(_) | Tag::ThisYear)
            || matches!(token.tag, Tag::Object(true) | Tag::Verb(Verb::Answered))
    };
    let lead = |case: usize| {
        // A few words, so that a long run of them is not gone over again and again.
        let start = case.saturating_sub(8);
        let near = (start..case).zip(sentence.slice(start..case)).rev();
        let near = near.take_while(|(_, token)| is_own(token) || leads(sentence, token));
        let (lead, _) = near.filter(|(_, token)| leads(sentence, token)).last()?;
        let between = sentence.slice(lead + 1..case);
        let names_matter = between.is_empty()
            || between
                .iter()
                .any(|token| matches!(token.tag, Tag::Own | Tag::Object(true) | Tag::Verb(Verb::Answered)))
            || sentence.says_disclosure(between);
        names_matter.then_some(lead..case)
    };
    let named = |tag| matches!(tag, Tag::Case(_) | Tag::Object(_) | Tag::OtherMatter);
    let all = places(sentence, named).filter_map(lead).flatten();
    all.filter(|at| sentence.token(*at).is_some_and(|token| !token.is(Tag::Own)))
        .map(|at| (at, FILL))
        .collect()
}

/// True for 针对, 涉及 and the like.
fn leads(sentence: &Sentence<'_>, token: &Token) -> bool {
    let may_lead = matches!(token.tag, Tag::Contents | Tag::Narrow | Tag::Cause);
    may_lead && List::About.words().contains(&sentence.said(token))
}

/// “主动公开类17条、依申请公开类28条、不予公开类8条” counts documents by what is to be done with them.
fn attributes(sentence: &Sentence<'_>) -> Vec<Change> {
    // The number that follows, with empty words between only.
    let counted = |at: usize| {
        let rest =
            (at + 1..sentence.tokens.len()).find(|at| sentence.token(*at).is_some_and(|t| !t.is_fill()))?;
        sentence.figure(rest)
    };
    let of = |is: fn(Tag) -> bool| places(sentence, is).find_map(counted);
    let published = of(|tag| tag == Tag::Published);
    // “办结依申请公开30件” says what was done with them.
    let is_done = |at: &usize| sentence.before(*at).is_some_and(|token| matches!(token.tag, Tag::Verb(_)));
    let on_request =
        places(sentence, |tag| tag == Tag::Object(true)).filter(|at| !is_done(at)).find_map(counted);
    // “予以公开3件（主动公开1件，依申请公开2件）” counts what was granted.
    let result = places(sentence, |tag| matches!(tag, Tag::Row(_))).find_map(counted);
    // “主动公开18件，不予公开112件”, where nothing is said of applications.
    let of_papers = result
        .filter(|_| !sentence.tokens.iter().any(|token| matches!(token.tag, Tag::Object(_) | Tag::Verb(_))));
    let is_list = published.zip(on_request.or(of_papers)).is_some_and(|(published, other)| {
        let opens = result.is_none_or(|result| published.range.start < result.range.start);
        opens && published.range.start < other.range.start && published.unit == other.unit
    });
    if !is_list {
        return Vec::new();
    }
    let all = places(sentence, |tag| matches!(tag, Tag::Object(_) | Tag::Row(_)));
    all.map(|at| (at, Tag::OtherMatter)).collect()
}

/// “制发《甲办法》《乙规定》等8件规范性文件”: titles and 等 are examples of what was made.
fn titles(sentence: &Sentence<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    for at in places(sentence, |tag| tag == Tag::Etc) {
        let number = sentence.token(at + 1).is_some_and(Token::is_number);
        if !number || !sentence.token(at + 2).is_some_and(|token| matches!(token.tag, Tag::Document(_))) {
            continue;
        }
        let start = at.saturating_sub(MOST_CHANNELS);
        let before = (start..at).zip(sentence.slice(start..at)).rev();
        let names = |token: &Token| {
            matches!(token.tag, Tag::And | Tag::Unknown | Tag::Mark('（' | '）')) || token.is_fill()
        };
        let examples: Vec<usize> = before.take_while(|(_, token)| names(token)).map(|(at, _)| at).collect();
        let acts = |at: &usize| sentence.before(*at).is_some_and(|token| matches!(token.tag, Tag::Act(_)));
        if examples.last().is_some_and(acts) {
            found.extend(examples.into_iter().chain([at]).map(|at| (at, FILL)));
        }
    }
    found
}

/// “全市各级政府及部门”: a government with its departments is the whole that its report tells of.
fn wholes(sentence: &Sentence<'_>) -> Vec<Change> {
    if !sentence.facts.is_government {
        return Vec::new();
    }
    let is_joined = |at: &usize| {
        let start = at.saturating_sub(4);
        let mut before = sentence.slice(start..*at).iter().rev().filter(|token| !token.is_fill());
        before.next().is_some_and(|token| token.is(Tag::And))
            && before.next().is_some_and(|token| matches!(token.tag, Tag::Area | Tag::Own))
    };
    let others = places(sentence, |tag| tag == Tag::OtherBody);
    others.filter(is_joined).map(|at| (at, Tag::Area)).collect()
}

/// “网络、信函等方式”: what stands before 等方式 are examples.
fn channels(sentence: &Sentence<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    for at in places(sentence, |tag| tag == Tag::Channels) {
        let start = at.saturating_sub(MOST_CHANNELS);
        let before = (start..at).zip(sentence.slice(start..at)).rev();
        let names = |token: &Token| {
            let is_example = matches!(token.tag, Tag::Narrow | Tag::Unknown | Tag::OtherMatter);
            is_example || matches!(token.tag, Tag::And | Tag::Object(false)) || token.is_fill()
        };
        found.extend(before.take_while(|(_, token)| names(token)).map(|(at, _)| (at, FILL)));
    }
    found
}

/// Applicants, or applications that are not said to be of another kind, are those of the report where the
/// sentence speaks of nothing else.
pub(super) fn guessed(scope: Scope, sentence: &Sentence<'_>) -> Scope {
    if scope.topic != Topic::None {
        return scope;
    }
    // Most sentences speak of no applications, and need not be gone through word by word.
    let range = sentence.tokens.first().map_or(0, |token| token.range.start)
        ..sentence.tokens.last().map_or(0, |token| token.range.end);
    let tells = has(sentence.text.get(range).unwrap_or_default(), List::Request);
    let names = |token: &Token| {
        let is_other =
            || tells && !matches!(token.tag, Tag::Unknown) && has(sentence.said(token), List::Request);
        matches!(token.tag, Tag::Object(_)) || is_other()
    };
    let (mut applicants, mut rows, mut verbs, mut is_named, mut says_so) = (0, 0, 0, false, false);
    for token in &sentence.tokens {
        is_named |= names(token);
        match token.tag {
            Tag::Applicant(_) => applicants += 1,
            Tag::Row(_) => rows += 1,
            Tag::Verb(_) => verbs += 1,
            Tag::Object(says) => says_so |= says,
            Tag::OtherMatter if !is_named && applicants + rows == 0 => return scope,
            _ => {}
        }
    }
    if applicants > 1 || rows > 0 || is_named && applicants + verbs > 0 || says_so {
        return Scope { topic: Topic::Requests, is_guess: !says_so, ..scope };
    }
    scope
}
