//! The words on either side of a number, and whether they leave it the whole body's.

use std::ops::Range;

use super::lexicon::{Act, Filler, List, Tag, UnitKind, Verb, begins, ends, has};
use super::scope::{Off, Scope, Sentence};
use super::token::Token;
use crate::format::RowRole;

/// The members of a list before a number, and what stands before them.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Words that mean something, the nearest first.
    pub(super) words: Vec<Tag>,
    /// The furthest token that was used.
    pub(super) first: Option<usize>,
    /// The last token that was used of those after the number.
    pub(super) last: Option<usize>,
    /// The words end at one that is not known.
    pub(super) is_hidden: bool,
    /// A word of a part, a channel or a topic stands among them.
    pub(super) is_narrow: bool,
    /// The part is one of the body: 本级, 所属单位.
    is_level: bool,
    is_ground: bool,
    /// What stands before its words are examples of them.
    is_example: bool,
    /// The words lead to the number by 中.
    pub(super) is_inside: bool,
    /// How many tokens it has.
    length: usize,
}

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

impl Group {
    /// True if nothing in the words is of this report as a whole.
    pub(super) fn is_doubtful(&self) -> bool {
        self.is_hidden || self.is_narrow
    }

    /// The members of a list of things done as one: 受理、答复.
    pub(super) fn joined(groups: Vec<Self>) -> Option<Self> {
        let is_verb =
            |group: &Self| group.words.iter().all(|word| matches!(word, Tag::Verb(_) | Tag::Object(_)));
        let is_list = groups.len() == 1 || groups.iter().all(is_verb);
        let join = |all: Self, next: Self| Self {
            words: next.words.iter().chain(&all.words).copied().collect(),
            is_hidden: all.is_hidden || next.is_hidden,
            is_narrow: all.is_narrow || next.is_narrow,
            ..next
        };
        groups
            .into_iter()
            .filter(|group| group.length > 0 && !group.is_empty())
            .reduce(join)
            .filter(|_| is_list)
    }

    fn says_only_acts(&self) -> bool {
        let is_act = |word: &Tag| matches!(word, Tag::Act(Act::Made | Act::Revised));
        !self.words.is_empty() && self.words.iter().all(is_act) && !self.is_doubtful()
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.is_doubtful()
    }
}

/// Splits words into the members of a list.
pub(super) fn groups(sentence: &Sentence<'_>, range: Range<usize>) -> Vec<Group> {
    let mut start = range.start;
    let mut found: Vec<Group> = Vec::new();
    for part in sentence.slice(range).split(|token| token.is(Tag::And)) {
        let next = group(sentence, start, part);
        // “发布、公开规范性文件2件”: several things done to one document.
        match found.last_mut() {
            Some(acts)
                if acts.says_only_acts() && matches!(next.words.as_slice(), [Tag::Document(_), ..]) =>
            {
                *acts = Group {
                    words: next.words.iter().chain(&acts.words).copied().collect(),
                    first: acts.first,
                    ..next
                };
            }
            _ => found.push(next),
        }
        start += part.len() + 1;
    }
    found
}

/// True if words name more than one member.
pub(super) fn names_many(sentence: &Sentence<'_>, range: Range<usize>) -> bool {
    let has_list = sentence.slice(range.clone()).iter().any(|token| token.is(Tag::And));
    has_list && groups(sentence, range).iter().filter(|group| !group.words.is_empty()).count() > 1
}

fn group(sentence: &Sentence<'_>, start: usize, tokens: &[Token]) -> Group {
    let mut group = Group { length: tokens.len(), ..Group::default() };
    let mut is_example = false;
    for (offset, token) in tokens.iter().enumerate().rev() {
        match token.tag {
            Tag::Among | Tag::Neg | Tag::NegReceived | Tag::NegAfter | Tag::Rate(_) | Tag::Channels => break,
            // 除5件结转外: what stands before is the whole.
            Tag::Except => break,
            Tag::Narrow
            | Tag::Hears
            | Tag::Settled
            | Tag::OtherMatter
            | Tag::OtherTime
            | Tag::NextYear
            | Tag::Contents => {
                group.is_narrow = true;
                group.is_level |= has(sentence.said(token), List::Level);
            }
            Tag::Offices if !sentence.facts.is_office => group.is_narrow = true,
            Tag::OtherBody => (group.is_narrow, group.is_level) = (true, true),
            Tag::Area if !sentence.facts.is_government => (group.is_narrow, group.is_level) = (true, true),
            // “因执法案卷等事由不予公开”: what stands before 等 is an example.
            Tag::Unknown | Tag::Open | Tag::Cause if is_example && !group.words.is_empty() => break,
            Tag::Cause => group.is_ground = true,
            // “来信、依申请公开等26件” counts more than the last that is named.
            Tag::Etc if group.words.is_empty() && start > 0 => (is_example, group.is_narrow) = (true, true),
            Tag::Etc => (is_example, group.is_example) = (true, !group.words.is_empty()),
            Tag::Row(_) if is_example => {}
            // “行政复议案件中有2件被纠正”: a part, which the words after the number must name.
            Tag::Inside => group.is_inside |= group.words.is_empty(),
            Tag::Unknown if sentence.is_own_name(token) => {}
            // “公开行政许可决定书”: what is done to a document.
            Tag::Open if matches!(group.words.last(), Some(Tag::Decision(..) | Tag::Document(_))) => {
                group.words.push(Tag::Published);
            }
            Tag::Unknown | Tag::Open => {
                let rest = tokens.get(..offset).unwrap_or_default();
                group.is_ground |= rest.iter().any(|token| token.is(Tag::Cause));
                group.is_narrow |= rest.iter().any(|token| token.is(Tag::Narrow));
                group.is_hidden = true;
                break;
            }
            Tag::Mark('：' | '|') => {}
            Tag::Mark(_) | Tag::Number(_) => break,
            tag if is_term(tag) => {
                group.words.push(tag);
                group.first = Some(start + offset);
            }
            _ => {}
        }
    }
    group
}

/// True for a word that names what is counted.
pub(super) fn is_term(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Object(_)
            | Tag::Verb(_)
            | Tag::Row(_)
            | Tag::Ongoing
            | Tag::Carried
            | Tag::Applicant(_)
            | Tag::Others
            | Tag::Withdrawn
            | Tag::Case(_)
            | Tag::Disputes
            | Tag::Outcome(_)
            | Tag::Lost
            | Tag::Document(_)
            | Tag::Act(_)
            | Tag::Review
            | Tag::Published
            | Tag::Decision(..)
            | Tag::Decided
            | Tag::Amount(_)
    )
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
        // “已答复84件（含上年结转答复1件）”: those carried in are counted.
        if says(Tag::Includes) && last.words.contains(&Tag::Row(RowRole::CarriedIn)) {
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

/// Words after a number, up to the first that is not known, and whether a part was named.
fn right(sentence: &Sentence<'_>, at: usize) -> Group {
    let mut group = Group::default();
    for (offset, token) in sentence.slice(at + 1..sentence.tokens.len()).iter().enumerate() {
        match token.tag {
            Tag::Fill(_) | Tag::Own | Tag::Area | Tag::Sum | Tag::ThisYear | Tag::Each | Tag::All => {}
            // 按照时限和程序答复.
            Tag::And
                if group.words.is_empty() && sentence.token(at + 2 + offset).is_some_and(Token::is_fill) => {}
            Tag::Narrow
            | Tag::Lost
            | Tag::Hears
            | Tag::Settled
            | Tag::Cause
            | Tag::OtherMatter
            | Tag::Contents => group.is_narrow = true,
            Tag::Unknown | Tag::Open => {
                group.is_hidden = true;
                break;
            }
            tag @ (Tag::Object(_)
            | Tag::Row(_)
            | Tag::Document(_)
            | Tag::Act(_)
            | Tag::Outcome(_)
            | Tag::Verb(_)
            | Tag::Decision(..)
            | Tag::Carried
            | Tag::Ongoing
            | Tag::Case(_)) => {
                group.words.push(tag);
                group.last = Some(at + 1 + offset);
            }
            _ => break,
        }
    }
    group
}

/// Takes the words after the number where those before it need them, or are none.
fn add_right(sentence: &Sentence<'_>, left: &mut Group, right: &Group, at: usize) {
    let stop = sentence.token(at + 1 + sentence.to_stop(at + 1).len());
    let number_follows = stop.is_some_and(Token::is_number);
    let first = right.words.first().copied();
    match left.words.first().copied() {
        None if left.is_hidden || left.is_narrow => {}
        None => {
            // “对29件予以公开”; but the words before a second number are that number's.
            let is_named = names_term(sentence, right, at) || is_done_after(sentence, right, at);
            if is_named && !right.is_doubtful() && !number_follows {
                let carried = right.words.iter().find(|word| is_carried(**word));
                match carried {
                    Some(carried) => left.words.push(*carried),
                    None => left.words.extend(right.words.iter().rev()),
                }
                left.last = right.last;
            } else if let Some((word, last)) = origin(sentence, at).or_else(|| ground(sentence, at)) {
                left.words.push(word);
                left.last = Some(last);
            }
        }
        Some(Tag::Case(_)) if matches!(first, Some(Tag::Outcome(_))) && !number_follows => {
            left.words.insert(0, right.words.first().copied().unwrap_or(Tag::Unknown));
            left.last = right.last;
        }
        // “政府信息公开申请3件正在办理”.
        Some(Tag::Object(_)) if left.words.iter().all(|word| matches!(word, Tag::Object(_))) => {
            let is_said =
                matches!(first, Some(Tag::Row(_) | Tag::Ongoing)) && names_term(sentence, right, at);
            let says_all = sentence.to_mark(at + 1).iter().any(|token| token.is(Tag::All));
            if is_said && !says_all && !right.is_doubtful() && !number_follows {
                left.words.splice(0..0, first);
                left.last = right.last;
            }
        }
        Some(_) if left.is_inside => {
            if let Some(word @ (Tag::Row(_) | Tag::Outcome(_))) = first {
                left.words.insert(0, word);
                left.last = right.last;
            }
        }
        Some(Tag::Verb(_) | Tag::Act(_)) => match first {
            Some(word @ Tag::Decision(..)) => {
                left.is_narrow |= right.is_narrow;
                left.words.insert(0, word);
            }
            Some(word @ (Tag::Object(_) | Tag::Document(_))) => {
                left.is_narrow |= right.is_narrow;
                left.words.push(word);
            }
            // “收到30件涉及征地的申请”.
            _ if right.is_hidden && matches!(left.words.first(), Some(Tag::Verb(_))) => {
                let names = |token: &Token| matches!(token.tag, Tag::Object(_));
                left.is_narrow |= sentence.to_stop(at + 1).iter().any(names);
            }
            _ => {}
        },
        Some(_) => {}
    }
}

/// True for the rows that applications are carried over in.
fn is_carried(word: Tag) -> bool {
    matches!(word, Tag::Row(row) if super::meaning::is_carried(row))
}

/// “1646件已按期答复”: the words end the clause, and no other number is told of in the same way.
fn is_done_after(sentence: &Sentence<'_>, right: &Group, at: usize) -> bool {
    let ([Tag::Verb(verb)] | [Tag::Object(_), Tag::Verb(verb)]) = right.words.as_slice() else {
        return false;
    };
    let start = at + 1 + sentence.to_mark(at + 1).len();
    let rest = sentence.slice(start..sentence.tokens.len());
    let opens = sentence.before(at).is_none_or(|token| {
        token.is_mark()
            || matches!(token.tag, Tag::Fill(_) | Tag::Among | Tag::All | Tag::Sum)
                && sentence.before(at - 1).is_none_or(Token::is_mark)
    });
    let is_again = rest.windows(2).any(|pair| matches!(pair, [number, ..] if number.is_number()))
        && rest.iter().any(|token| token.is(Tag::Verb(*verb)));
    matches!(verb, Verb::Finished | Verb::Answered) && opens && !is_again
}

/// True if the words after a number say what it counts.
fn names_term(sentence: &Sentence<'_>, right: &Group, at: usize) -> bool {
    let clause = sentence.to_mark(at + 1);
    let first = right.words.first().copied();
    let named = right.words.iter().find(|word| !matches!(word, Tag::Object(_)));
    let is_case = matches!(first, Some(Tag::Case(_)));
    // “9件复议、3件诉讼被纠正”: the result is said of all of the list.
    let is_result = |word: &Tag| matches!(word, Tag::Outcome(_));
    let has_result = clause.iter().any(|token| is_result(&token.tag));
    let of_list = is_case && has_result && !right.words.iter().any(is_result);
    let says_all = clause.iter().any(|token| token.is(Tag::All) || begins(sentence.said(token), List::All));
    let is_own =
        matches!(named, Some(Tag::Row(_) | Tag::Outcome(_) | Tag::Carried | Tag::Ongoing | Tag::Case(_)));
    // “有12件规范性文件被废止”.
    let is_act = matches!(right.words.as_slice(), [Tag::Document(_), Tag::Act(_)]);
    (is_own && !of_list || is_act) && !(says_all && matches!(first, Some(Tag::Object(_))))
}

/// “因属于国家秘密，不予公开2件”: the ground that the clause before names.
fn ground_before(waiting: &[Token], word: Option<Tag>) -> Option<Tag> {
    let Some(Tag::Row(row)) = word else { return None };
    let is_ground = |tag: Tag| matches!(tag, Tag::Row(inner) if super::meaning::parent(inner) == Some(row));
    waiting.iter().map(|token| token.tag).find(|tag| is_ground(*tag))
}

/// “1013件来自自然人”, “26件为自然人申请”: who the number is of, and the last token of that.
fn origin(sentence: &Sentence<'_>, at: usize) -> Option<(Tag, usize)> {
    let next = sentence.to_stop(at + 1).split(|token| token.is(Tag::And)).next()?;
    let names = |token: &Token| matches!(token.tag, Tag::Applicant(_));
    let who = next.iter().position(names)?;
    let (lead, rest) = next.split_at(who);
    let (who, after) = rest.split_first()?;
    let is_plain = |token: &Token| token.is_fill() || token.is(Tag::Object(false));
    let leads = !lead.is_empty() && lead.iter().all(Token::is_fill);
    (leads && after.iter().all(is_plain)).then_some((who.tag, at + lead.len() + 1))
}

/// “53件申请因属于行政执法案卷而不予公开”: the ground inside the result, and the last token of them.
fn ground(sentence: &Sentence<'_>, at: usize) -> Option<(Tag, usize)> {
    let (mut rows, mut is_ground, mut last) = (Vec::new(), false, at);
    for token in sentence.to_mark(at + 1) {
        match token.tag {
            Tag::Row(row) => rows.push(row),
            Tag::Cause => is_ground = true,
            Tag::Object(_) | Tag::Fill(_) => {}
            _ => return None,
        }
        last += 1;
    }
    let is_dropped = sentence.to_mark(at + 1).iter().any(|token| token.is(Tag::Fill(Filler::Dropped)));
    let inner = match rows.as_slice() {
        [inner, outer] if super::meaning::parent(*inner) == Some(*outer) => *inner,
        [inner] if is_dropped || super::meaning::RESULTS.contains(inner) => *inner,
        // “不予公开2件，其中1件因涉及第三方合法权益”.
        [inner] if super::meaning::parent(*inner).is_some_and(|outer| is_told(sentence, at, outer)) => *inner,
        _ => return None,
    };
    is_ground.then_some((Tag::Row(inner), last))
}

/// True if the result was told before, and the number is a part of it.
fn is_told(sentence: &Sentence<'_>, at: usize, outer: RowRole) -> bool {
    let before = sentence.slice(0..at);
    let told = before.iter().rposition(|token| token.is(Tag::Row(outer)));
    told.and_then(|told| before.get(told..)).is_some_and(|rest| rest.iter().any(|token| token.is(Tag::Among)))
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
