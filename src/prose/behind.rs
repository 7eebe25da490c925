//! The words behind a number: 1646件已答复, 26件为自然人申请.

use super::group::Group;
use super::lexicon::{Filler, List, Tag, Verb, begins, has};
use super::meaning::{RESULTS, parent};
use super::sentence::Sentence;
use super::token::Token;
use crate::format::RowRole;

/// Words after a number, up to the first that is not known, and whether a part was named.
pub(super) fn right(sentence: &Sentence<'_>, at: usize) -> Group {
    let mut group = Group::default();
    for (offset, token) in sentence.slice(at + 1..sentence.tokens.len()).iter().enumerate() {
        match token.tag {
            Tag::Fill(_) | Tag::Own | Tag::Area | Tag::Sum | Tag::ThisYear | Tag::Each | Tag::All => {}
            // 按照时限和程序答复.
            Tag::And
                if group.words.is_empty() && sentence.token(at + 2 + offset).is_some_and(Token::is_fill) => {}
            // 2件行政诉讼均已审结: said of all of them.
            Tag::Settled if !group.words.is_empty() && has(sentence.said(token), List::All) => break,
            Tag::Narrow
            | Tag::Lost
            | Tag::Hears
            | Tag::Settled
            | Tag::Cause
            | Tag::OtherMatter
            | Tag::Contents => group.is_narrow = true,
            // 1件行政复议维持原答复意见: the result is what is told.
            Tag::Unknown if matches!(group.words.last(), Some(Tag::Outcome(_))) => break,
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
pub(super) fn add_right(sentence: &Sentence<'_>, left: &mut Group, right: &Group, at: usize) {
    let stop = sentence.token(at + 1 + sentence.to_stop(at + 1).len());
    let number_follows = stop.is_some_and(Token::is_number);
    let first = right.words.first().copied();
    match left.words.first().copied() {
        None if left.is_hidden || left.is_narrow => {}
        None => take_alone(sentence, left, right, at, number_follows),
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
                // “收到2件区政府的征询单”: something that is not known is counted.
                let names = |token: &Token| matches!(token.tag, Tag::Object(_));
                let is_bare = !left.words.iter().any(|word| matches!(word, Tag::Object(_)));
                left.is_narrow |= is_bare || sentence.to_stop(at + 1).iter().any(names);
            }
            _ => {}
        },
        Some(_) => {}
    }
}

/// Takes the words after a number that has none before it.
fn take_alone(sentence: &Sentence<'_>, left: &mut Group, right: &Group, at: usize, number_follows: bool) {
    // “对29件予以公开”; but the words before a second number are that number's.
    let is_named = names_term(sentence, right, at) || is_done_after(sentence, right, at);
    if is_named && !right.is_doubtful() && !number_follows {
        let carried = right.words.iter().find(|word| is_carried(**word));
        match carried {
            Some(carried) => left.words.push(*carried),
            None => left.words.extend(right.words.iter().rev()),
        }
        left.last = right.last;
    } else if matches!(right.words.as_slice(), [Tag::Object(true)])
        && !right.is_doubtful()
        && opens_clause(sentence, at)
    {
        // “全年有6件依申请公开信息”.
        left.words.extend(&right.words);
        left.last = right.last;
    } else if let Some(result) = result_of_list(sentence, right, at) {
        left.words.extend([result].iter().chain(right.words.iter().rev()));
        left.last = right.last;
    } else if let Some((word, last)) = origin(sentence, at).or_else(|| ground(sentence, at)) {
        left.words.push(word);
        left.last = Some(last);
    }
}

/// “140件行政复议、49件行政诉讼获维持”: the result that is said of a list of cases.
fn result_of_list(sentence: &Sentence<'_>, right: &Group, at: usize) -> Option<Tag> {
    let [Tag::Case(_)] = right.words.as_slice() else { return None };
    let mut rest = sentence.to_mark(at + 1).iter().filter(|token| !token.is_fill());
    let mut is_list = false;
    let result = rest.find(|token| {
        is_list |= token.is_number();
        !matches!(token.tag, Tag::Case(_) | Tag::And | Tag::Number(_))
    })?;
    let is_end = rest.next().is_none();
    Some(result.tag).filter(|tag| is_list && is_end && matches!(tag, Tag::Outcome(_)))
}

/// True if nothing but a time and the own name stands before a number in its clause.
fn opens_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = sentence.since_mark(at);
    let is_empty = |token: &Token| {
        token.is_fill() || matches!(token.tag, Tag::Own | Tag::Year(_) | Tag::ThisYear | Tag::Sum)
    };
    let ends = sentence.to_mark(at + 1).iter().all(|token| token.is_fill() || token.is(Tag::Object(true)));
    !before.is_empty() && before.iter().all(is_empty) && ends
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

/// “1013件来自自然人”, “26件为自然人申请”: who the number is of, and the last token of that.
fn origin(sentence: &Sentence<'_>, at: usize) -> Option<(Tag, usize)> {
    let next = sentence.to_stop(at + 1).split(|token| token.is(Tag::And)).next()?;
    let names = |token: &Token| matches!(token.tag, Tag::Applicant(_));
    let who = next.iter().position(names)?;
    let (lead, rest) = next.split_at(who);
    let (who, after) = rest.split_first()?;
    let is_plain = |token: &Token| token.is_fill() || token.is(Tag::Object(false));
    // 3件申请均为自然人提出.
    let is_lead =
        |token: &Token| token.is_fill() || matches!(token.tag, Tag::Each | Tag::All | Tag::Object(_));
    let leads = !lead.is_empty() && lead.iter().all(is_lead);
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
            Tag::Verb(Verb::Finished | Verb::Answered) if !rows.is_empty() => {}
            _ => return None,
        }
        last += 1;
    }
    let is_dropped = sentence.to_mark(at + 1).iter().any(|token| token.is(Tag::Fill(Filler::Dropped)));
    let inner = match rows.as_slice() {
        // Also where the ground is told with the wrong result: 因不掌握而不予公开.
        [inner, outer] if parent(*inner).is_some() && RESULTS.contains(outer) => *inner,
        [inner] if is_dropped || RESULTS.contains(inner) => *inner,
        // “不予公开2件，其中1件因涉及第三方合法权益”.
        [inner] if parent(*inner).is_some_and(|outer| is_told(sentence, at, outer)) => *inner,
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
