//! Words that say none: of what follows (没有行政复议), or of what came before (均未发生).

use super::group::{Group, groups, is_term};
use super::item::{Draft, Frame, Item, Role, Sort};
use super::lexicon::{Act, List, Tag, Verb, Words, ends};
use super::meaning::{Context, meaning, parent};
use super::meant::Meant;
use super::reading::Reading;
use super::scope::{Event, Time, Topic};
use super::token::Token;
use crate::format::{ColumnRole, RowRole};

/// What is said of an answer that came too late.
static LATE: Words = Words::under("rule late");

/// What is denied, and the last token of it.
struct Denied {
    words: Vec<Tag>,
    end: usize,
    /// Applications are one of the things of a list.
    lists_requests: bool,
    /// A result is one of the things of a list, and not what the cases before it had.
    lists_results: bool,
}

impl Frame<'_, '_> {
    /// The items of words that say none.
    pub(super) fn none(&self, event: &Event, tag: Tag, items: &[Item]) -> Vec<Item> {
        let (at, scope) = (event.at, &event.scope);
        if scope.time != Time::This || scope.up.is_some() {
            return Vec::new();
        }
        let Some(after) = self.denied(at) else { return Vec::new() };
        // 没有因政府信息公开申请收取信息处理费: what stands behind 因 is a ground, and of no case.
        if self.is_about(at) && !after.words.iter().any(|word| matches!(word, Tag::Case(_))) {
            return Vec::new();
        }
        let names = after.words.iter().any(names_thing);
        // Another matter of a clause before does not hide what the words name themselves.
        let told = if names { scope.back_from_clause() } else { *scope };
        if told.off.is_some() {
            return Vec::new();
        }
        let is_back =
            after.words.is_empty() || tag == Tag::NegAfter && !after.words.iter().any(names_subject);
        let before = if is_back { self.members_before(event) } else { Vec::new() };
        if before.iter().any(Group::is_doubtful) {
            return Vec::new();
        }
        let Some(is_certain) = self.is_own_none(event, is_back) else { return Vec::new() };
        let words = match is_back {
            true => before.iter().flat_map(|group| group.words.iter().copied()).collect(),
            false => after.words,
        };
        let is_received = tag == Tag::NegReceived;
        let says = Says {
            is_received,
            is_back,
            lists_requests: after.lists_requests,
            lists_results: after.lists_results,
        };
        let context = Context { among: false, topic: scope.topic, ..self.context(event, items) };
        let first = before.iter().find_map(|group| group.first).unwrap_or(at);
        let range = self.sentence.place(first.min(at)).start..self.sentence.place(after.end).end;
        let item = |meant: Meant| {
            let meant = Meant { is_certain: meant.is_certain && is_certain, ..meant };
            let figure = super::item::zero(range.clone());
            // That none was corrected is said of all of them.
            let is_of_all = meant.sort == Sort::Outcome(ColumnRole::Corrected);
            let role = if is_of_all { Role::Rest } else { Role::None };
            let draft = Draft { figure, role, meant: Some(meant), token: at, from: first };
            Item { words: range.clone(), ..self.item(scope, draft) }
        };
        what(&words, says, context).into_iter().map(item).collect()
    }

    /// The words that a 没有 speaks of, up to a mark; `None` if one is not known, since it may say what
    /// kind there is none of.
    fn denied(&self, at: usize) -> Option<Denied> {
        let clause = self.sentence.to_mark(at + 1);
        // 零复议、零诉讼: each is denied for itself.
        let is_next = |pair: &[Token]| matches!(pair, [and, neg] if and.is(Tag::And) && denies(neg));
        let clause =
            clause.get(..clause.windows(2).position(is_next).unwrap_or(clause.len())).unwrap_or(clause);
        let case = clause.iter().position(|token| matches!(token.tag, Tag::Case(_)));
        let lead = clause.get(..case.unwrap_or_default()).unwrap_or_default();
        let (is_own, lists_requests) = self.lead_of_cases(at, lead);
        let (mut words, mut end, mut skipped, mut after_and) = (Vec::new(), at, false, false);
        let mut lists_results = false;
        for (place, token) in clause.iter().enumerate() {
            let follows = after_and;
            // 投诉举报、行政复议: what is joined without a mark is one member.
            let mut next = clause.iter().skip(place + 1).skip_while(|token| token.is(Tag::OtherMatter));
            let is_member = after_and || next.next().is_some_and(|next| next.is(Tag::And));
            after_and = token.is(Tag::And)
                || after_and && (token.is_fill() || matches!(token.tag, Tag::Verb(_)) && !words.is_empty());
            let is_result = matches!(token.tag, Tag::Outcome(_) | Tag::Lost);
            lists_results |= follows && is_result && matches!(words.last(), Some(Tag::Case(_)));
            match token.tag {
                _ if is_own && case.is_some_and(|case| place < case) => {}
                tag if is_term(tag) || matches!(tag, Tag::Lost) => words.push(tag),
                Tag::Fill(_)
                | Tag::Inside
                | Tag::Etc
                | Tag::Besides
                | Tag::Except
                | Tag::Own
                | Tag::Area
                | Tag::And
                | Tag::Sum
                | Tag::ThisYear
                | Tag::Each
                | Tag::Cause
                | Tag::NegReceived => {}
                Tag::Others | Tag::Channels => {}
                // 举报、投诉、行政复议: one of several things that there were none of.
                Tag::OtherMatter | Tag::Narrow if is_member && !words.iter().any(names_thing) => {
                    skipped = true
                }
                Tag::OtherMatter if is_member && !follows => {}
                // 规范性文件和重要政策措施: what is known stands for itself.
                Tag::Unknown | Tag::OtherMatter | Tag::Narrow if follows && !words.is_empty() => break,
                _ => return None,
            }
            end = at + 1 + place;
        }
        // “未发生行政复议，提起行政诉讼的情况”: the list goes on after a comma.
        let next = self.sentence.to_mark(at + 2 + clause.len());
        if !words.is_empty() && goes_on(&words, next) {
            words.extend(next.iter().map(|token| token.tag).filter(|tag| matches!(tag, Tag::Case(_))));
            end = at + 1 + clause.len() + next.len();
        }
        (!skipped || !words.is_empty()).then_some(Denied { words, end, lists_requests, lists_results })
    }

    /// Whether the words before the first kind of cases say only what those arose from, and whether applications
    /// stand beside them as one thing of a list.
    fn lead_of_cases(&self, at: usize, lead: &[Token]) -> (bool, bool) {
        let leads = lead.iter().find(|token| !token.is_fill() && !token.is(Tag::Cause));
        // 未收到依申请公开申请、行政复议: members of a list stand side by side.
        let is_list = matches!(lead, [.., member, and] if member.is(Tag::Object(true)) && and.is(Tag::And));
        let is_own = !is_list
            && !lead.iter().any(|token| self.names_lateness(token))
            && (self.sentence.says_disclosure(lead) || leads.is_some_and(speaks_of_answers));
        // 没有因政府信息公开申请或提起行政复议: the list is of grounds.
        let is_ground = lead.iter().any(|token| token.is(Tag::Cause)) || self.is_about(at);
        (is_own, is_list && !is_ground)
    }

    /// 没有因, 未发生因: the ground is said first.
    fn is_about(&self, at: usize) -> bool {
        self.sentence.token(at).is_some_and(|token| ends(self.sentence.said(token), List::About))
    }

    /// “无因答复超期被诉案件”: there were none of one kind, and there may be others.
    fn names_lateness(&self, token: &Token) -> bool {
        let said = self.sentence.said(token);
        let is_reason = matches!(token.tag, Tag::Unknown | Tag::Narrow);
        token.is(Tag::Neg) || is_reason && (LATE.is_in(said) || List::Not.words().contains(&said))
    }

    /// The members of the list before 均未发生.
    fn members_before(&self, event: &Event) -> Vec<Group> {
        let scope = &event.scope;
        let here = groups(self.sentence, scope.terms_to(event.at));
        let is_empty = here.iter().all(|group| group.words.is_empty() && !group.is_doubtful());
        if is_empty { groups(self.sentence, scope.waiting.0..scope.waiting.1) } else { here }
    }

    /// Whether the words before leave the statement the whole body's; `None` if they do not.
    fn is_own_none(&self, event: &Event, is_back: bool) -> Option<bool> {
        let start = event.scope.clause;
        let before = self.sentence.slice(start..if is_back { start } else { event.at });
        let is_part = |token: &Token| {
            matches!(token.tag, Tag::Narrow | Tag::Hears | Tag::OtherMatter | Tag::OtherBody | Tag::Among)
        };
        // “新收75件无结转”: fine; “75件中无…”: of a part.
        let denied = before.iter().position(denies).and_then(|at| before.get(at..)).unwrap_or_default();
        // 没有因未按期答复引起的行政复议, 未发生未按期答复引起的行政复议: there were none of one kind.
        let names_ground = |token: &Token| {
            token.is(Tag::Cause) || denies(token) && ends(self.sentence.said(token), List::About)
        };
        let is_ground = denied.iter().any(names_ground)
            || !is_back && !denied.is_empty() && denied.iter().skip(1).all(Token::is_fill);
        if is_ground || before.iter().any(is_part) {
            return None;
        }
        let mut unknown = before.iter().filter(|token| token.is(Tag::Unknown)).peekable();
        let is_certain = unknown.peek().is_none();
        let is_body = unknown.next_back().is_some_and(|token| {
            !self.sentence.is_own_name(token) && ends(self.sentence.said(token), List::Body)
        });
        (!is_body).then_some(is_certain)
    }
}

/// True if a list of cases goes on in the next clause.
fn goes_on(words: &[Tag], next: &[Token]) -> bool {
    let is_case = |token: &Token| matches!(token.tag, Tag::Case(_));
    words.iter().all(|word| matches!(word, Tag::Case(_) | Tag::Object(true)))
        && next.first().is_some_and(is_case)
        && next.iter().all(|token| token.is_fill() || is_case(token) || token.is(Tag::And))
}

fn denies(token: &Token) -> bool {
    matches!(token.tag, Tag::Neg | Tag::NegReceived)
}

/// True for a word that names a thing, and not what is done with it.
fn names_thing(word: &Tag) -> bool {
    !matches!(word, Tag::Act(_) | Tag::Verb(_))
}

/// True for a word that is no result or part of what stands before it.
fn names_subject(word: &Tag) -> bool {
    matches!(word, Tag::Case(_) | Tag::Document(_) | Tag::Object(true) | Tag::Decision(..))
}

/// How it is said that there are none.
#[derive(Debug, Clone, Copy)]
struct Says {
    is_received: bool,
    is_back: bool,
    lists_requests: bool,
    lists_results: bool,
}

/// True for words that speak of answers to applications.
fn speaks_of_answers(token: &Token) -> bool {
    matches!(token.tag, Tag::Verb(Verb::Answered | Verb::Handled) | Tag::Object(true) | Tag::Open)
}

/// What each of the words after 未收到, 没有, 无 names.
fn what(words: &[Tag], says: Says, context: Context) -> Vec<Meant> {
    let has = |is: fn(&Tag) -> bool| words.iter().any(is);
    // 无收到和处理政府信息公开申请情况.
    let is_received = says.is_received || matches!(words, [Tag::Verb(Verb::Received | Verb::New), ..]);
    let says = Says { is_received, ..says };
    let speaks = words.contains(&Tag::Object(true))
        || context.topic == Topic::Requests && has(|word| matches!(word, Tag::Object(_)));
    let topic = if speaks { Topic::Requests } else { context.topic };
    if has(|word| matches!(word, Tag::Case(_) | Tag::Lost)) {
        return cases(words, says, context);
    }
    if has(|word| matches!(word, Tag::Document(_))) {
        return documents(words, context);
    }
    let rows: Vec<RowRole> = words.iter().filter_map(row_of).collect();
    let is_done = |word: &Tag| {
        matches!(word, Tag::Verb(Verb::Handled | Verb::Finished | Verb::Answered) | Tag::Outcome(_))
    };
    if let Some(result) =
        words.iter().find(|word| matches!(word, Tag::Outcome(_))).filter(|_| rows.is_empty())
    {
        let meant = meaning(&[*result], context).map(|meant| of_both(meant, *result, context));
        // 没有被纠错的案件, where no kind of case is spoken of: of neither kind.
        let of_any = || {
            let rows = [RowRole::Reconsideration, RowRole::Litigation];
            let is_said = *result == Tag::Outcome(ColumnRole::Corrected) && context.is_disclosure;
            rows.map(corrected).into_iter().filter(|_| is_said).collect()
        };
        return meant.map_or_else(of_any, |meant| vec![meant]);
    }
    // 无政府信息公开申请办理情况: what was not there could not be worked on.
    let is_of_request = matches!(words, [Tag::Object(true), Tag::Verb(Verb::Handled)]);
    if words.iter().any(is_done)
        && !is_of_request
        && rows.is_empty()
        && !(says.is_received && words.contains(&Tag::Object(true)))
    {
        return Vec::new();
    }
    if !rows.is_empty() || has(|word| matches!(word, Tag::Applicant(_))) {
        return rows_or_applicants(words, &rows, says, Context { topic, ..context });
    }
    if words.contains(&Tag::Carried) {
        let is_meant = speaks || context.topic == Topic::Requests;
        return meaning(&[Tag::Carried], context).filter(|_| is_meant).into_iter().collect();
    }
    requests(words, says, speaks, context).unwrap_or_else(|| {
        // “未产生行政许可、行政处罚等处理决定”: the last word says again what they are.
        let named: Vec<Tag> = words.iter().copied().filter(|word| *word != Tag::Decided).collect();
        if !named.is_empty() && named.iter().all(|word| matches!(word, Tag::Decision(..) | Tag::Amount(_))) {
            return named.iter().filter_map(|word| meaning(&[*word], context)).collect();
        }
        // 未收到行政许可申请: none was decided either.
        let reversed: Vec<Tag> = words.iter().rev().copied().collect();
        meaning(&reversed, context).into_iter().collect()
    })
}

/// Rows of section three, or applicants, that there were none of.
fn rows_or_applicants(words: &[Tag], rows: &[RowRole], says: Says, context: Context) -> Vec<Meant> {
    let mut applicants = words.iter().filter(|word| matches!(word, Tag::Applicant(_))).peekable();
    match rows {
        // “因属于国家秘密而不予公开的申请为零”.
        [inner, outer] | [outer, inner] if parent(*inner) == Some(*outer) => {
            meaning(&[Tag::Row(*inner)], context).into_iter().collect()
        }
        [_, _, ..] => Vec::new(),
        // 未收到企业或个人提出的申请: none of either.
        _ if applicants.peek().is_some() => {
            let of = |columns: &Tag| {
                let row = rows.iter().map(|row| Tag::Row(*row));
                meaning(&[*columns].into_iter().chain(row).collect::<Vec<_>>(), context)
            };
            if says.is_received { applicants.filter_map(of).collect() } else { Vec::new() }
        }
        // What is said of fees is judged with the fees.
        [RowRole::FeeUnpaid] | [] => Vec::new(),
        [row] => vec![Meant::row(*row)],
    }
}

/// “未被纠正” after both kinds of cases is said of both.
fn of_both(meant: Meant, result: Tag, context: Context) -> Meant {
    let Tag::Outcome(column) = result else { return meant.loose() };
    let both =
        Reading::cell(RowRole::Reconsideration, column).plus(&Reading::cell(RowRole::Litigation, column));
    // A result that was counted before is one of the two.
    let is_of_both = context.both && context.result.is_none();
    Meant { readings: if is_of_both { vec![both] } else { meant.readings }, ..meant }.loose()
}

/// None received: the row of new applications is the one that is meant.
fn requests(words: &[Tag], says: Says, speaks: bool, context: Context) -> Option<Vec<Meant>> {
    if !words.iter().all(|word| matches!(word, Tag::Verb(_) | Tag::Object(_))) {
        return None;
    }
    let takes = |word: &Tag| matches!(word, Tag::Verb(Verb::New | Verb::Received) | Tag::Object(_));
    let is_bare = says.is_received && context.topic == Topic::Requests && words.iter().all(takes);
    let meant = Meant { is_certain: speaks && !context.is_guess, ..Meant::row(RowRole::Received) };
    Some(if speaks || is_bare { vec![meant] } else { Vec::new() })
}

fn row_of(word: &Tag) -> Option<RowRole> {
    match word {
        Tag::Row(row) => Some(*row),
        _ => None,
    }
}

/// 未制发或废止规章、规范性文件: each of them.
fn documents(words: &[Tag], context: Context) -> Vec<Meant> {
    let acts: Vec<Tag> = words.iter().copied().filter(|word| matches!(word, Tag::Act(_))).collect();
    let documents = words.iter().copied().filter(|word| matches!(word, Tag::Document(_)));
    let is_looked_at = |word: &Tag| matches!(word, Tag::Published | Tag::Review);
    if words.iter().any(is_looked_at) {
        return Vec::new();
    }
    let each = documents.flat_map(|document| match acts.as_slice() {
        [] => vec![vec![document, Tag::Act(Act::Made)]],
        acts => acts.iter().map(|act| vec![document, *act]).collect(),
    });
    each.filter_map(|words| meaning(&words, context)).collect()
}

/// None of the cases of a kind was corrected.
fn corrected(row: RowRole) -> Meant {
    let readings = vec![Reading::cell(row, ColumnRole::Corrected)];
    Meant::new(readings, false, Sort::Outcome(ColumnRole::Corrected))
}

/// 没有行政复议、行政诉讼: each of them; a result beside them narrows it.
fn cases(words: &[Tag], says: Says, context: Context) -> Vec<Meant> {
    let mut outcomes = words.iter().copied().filter(|word| matches!(word, Tag::Outcome(_)));
    let result = outcomes.next();
    if outcomes.any(|other| Some(other) != result) {
        return Vec::new();
    }
    let is_lost = words.contains(&Tag::Lost);
    let named: Vec<Tag> = words.iter().copied().filter(|word| matches!(word, Tag::Case(_))).collect();
    if says.lists_results {
        // 无行政复议、行政诉讼和纠错情况.
        return named.iter().filter_map(|case| meaning(&[*case], context)).collect();
    }
    let of = |case: &Tag| meaning(&[*case].into_iter().chain(result).collect::<Vec<_>>(), context);
    let mut all: Vec<Meant> = match (named.as_slice(), result) {
        ([], Some(Tag::Outcome(ColumnRole::Corrected))) => vec![corrected(RowRole::Reconsideration)],
        (_, None) if is_lost => Vec::new(),
        (cases, _) => cases.iter().filter_map(of).collect(),
    };
    let of_reviews = named.contains(&Tag::Case(RowRole::Reconsideration));
    // 未出现行政复议败诉和被诉讼情形: what stands behind 败诉 there were none of.
    let behind = words.iter().skip_while(|word| !matches!(word, Tag::Lost));
    all.extend(behind.filter(|word| matches!(word, Tag::Case(_))).filter_map(of));
    all.extend((is_lost && of_reviews).then(|| corrected(RowRole::Reconsideration)));
    all.extend(is_lost.then(|| corrected(RowRole::Litigation)));
    // “未收到政府信息公开申请、行政复议”, but not “未发生因申请答复引起的行政复议”.
    let is_taken = says.is_received && words.first().is_some_and(|word| matches!(word, Tag::Object(true)));
    if is_taken || says.lists_requests || says.is_back && words.contains(&Tag::Object(true)) {
        all.push(Meant::row(RowRole::Received).loose());
    }
    all
}
