//! Wholes and their parts within one sentence.

use super::item::Item;
use super::lexicon::{Tag, Verb};
use super::token::Token;

/// A whole and the numbers that are parts of it. All are places among the items of the narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// What can be the whole, the nearest first.
    pub wholes: Vec<usize>,
    /// The parts.
    pub parts: Vec<usize>,
    /// True if the parts must make up the whole: 分别为, or 合计 after them.
    pub is_closed: bool,
    /// True if the whole comes last: A、B，合计C.
    pub is_sum: bool,
}

/// Bytes of unknown words between two numbers that tell something new.
const LONG: usize = 45;
/// Numbers that can be the whole of a breakdown.
const MOST_WHOLES: usize = 12;

/// What stands between a number and the one before it.
#[derive(Debug, Clone, Copy, Default)]
struct Lead {
    among: bool,
    opens: bool,
    colon: bool,
    sum: bool,
    /// 分别为 stands before named parts: 分别为：网站198条，公众号123条.
    apart: bool,
    /// Only empty words, marks and words of sum.
    bare: bool,
    /// A result or a row is named: what follows may be less than the whole.
    result: bool,
    /// What is said to have been done.
    verb: Option<Verb>,
    /// 等: there are more than those told.
    etc: bool,
    /// A new statement begins.
    fresh: bool,
    /// A new part of the sentence begins.
    parted: bool,
}

fn lead(items: &[Item], index: usize, tokens: &[Token]) -> Lead {
    let Some(item) = items.get(index) else { return Lead::default() };
    let before = tokens.get(..item.token).unwrap_or_default();
    let start = before.iter().rposition(Token::is_number).map_or(0, |at| at + 1);
    let mut lead = Lead { bare: true, ..Lead::default() };
    let (mut unknown, mut is_after_mark, mut is_among_outside) = (0, false, false);
    for (offset, token) in before.get(start..).unwrap_or_default().iter().enumerate() {
        match token.tag {
            Tag::Among => lead.among = true,
            // “18个部门共同编制了目录，涵盖事项256个”: 涵盖 goes on with what was counted right before it only.
            Tag::Includes => lead.among |= unknown == 0 || lead.opens,
            Tag::Mark('（') => (lead.opens, is_among_outside) = (true, lead.among),
            // 各县（市、区）: a bracket that closes before the number holds no parts.
            Tag::Mark('）') => (lead.opens, lead.among) = (false, is_among_outside),
            // “75件申请中，自然人58件”.
            Tag::Inside if !is_after_mark => lead.among = true,
            // “5件（不含其他行政复议12件）”.
            Tag::Besides | Tag::Except => (lead.fresh, lead.bare, lead.opens) = (true, false, false),
            // “1234条：网站800条”; in “新收：75件” the colon leads to the number itself.
            Tag::Mark('：') => lead.colon |= offset == 0,
            Tag::Mark('；') => (lead.fresh, lead.parted, lead.among) = (true, true, false),
            Tag::Sum | Tag::Cumulative => lead.sum = true,
            Tag::Apart => lead.apart = true,
            Tag::Fill(_) | Tag::And | Tag::Each | Tag::Own | Tag::Area | Tag::Mark(_) | Tag::Inside => {}
            Tag::Etc => lead.etc = true,
            Tag::Outcome(_) | Tag::Row(_) => (lead.result, lead.bare) = (true, false),
            Tag::Verb(verb) => (lead.verb, lead.bare) = (Some(verb), false),
            Tag::ThisYear
            | Tag::LastYear
            | Tag::NextYear
            | Tag::OtherTime
            | Tag::Than
            | Tag::Object(true)
            | Tag::Year(_) => (lead.fresh, lead.bare) = (true, false),
            Tag::Unknown => {
                unknown += token.range.len();
                lead.bare = false;
            }
            _ => lead.bare = false,
        }
        is_after_mark |= token.is_mark();
    }
    // “信息33条，含207条处理决定”: decisions are no parts of what tells of them.
    if tokens.get(item.token + 1).is_some_and(|token| token.is(Tag::Decided)) {
        return Lead { fresh: true, ..Lead::default() };
    }
    // Long words between two numbers tell something new.
    lead.fresh |= unknown > LONG;
    lead
}

/// The breakdowns of a sentence; `first` is the place of its first item in the narrative.
pub(super) fn breakdowns(items: &[Item], tokens: &[Token], first: usize) -> Vec<Breakdown> {
    // One number has no parts.
    if items.len() < 2 {
        return Vec::new();
    }
    let leads: Vec<Lead> = (0..items.len()).map(|index| lead(items, index, tokens)).collect();
    let mut found = Vec::new();
    for (index, lead) in leads.iter().enumerate() {
        let begins_apart = !lead.parted
            && items.get(index).is_some_and(|item| item.is_apart)
            && !index.checked_sub(1).and_then(|i| items.get(i)).is_some_and(|item| item.is_apart);
        if lead.among || lead.opens || lead.colon || lead.apart && !lead.parted || begins_apart {
            found.extend(among(items, &leads, index, begins_apart));
        } else if lead.sum && lead.bare {
            found.extend(summed(items, &leads, index));
        }
    }
    for breakdown in &mut found {
        for place in breakdown.wholes.iter_mut().chain(&mut breakdown.parts) {
            *place += first;
        }
    }
    found
}

fn is_count(item: &Item) -> bool {
    item.is_count() && item.figure.kind.is_some()
}

/// Parts after 其中, in a bracket or after 分别, with the wholes before them.
fn among(items: &[Item], leads: &[Lead], index: usize, is_apart: bool) -> Option<Breakdown> {
    let head = items.get(index).filter(|item| is_count(item))?;
    let is_bracket = leads.get(index)?.opens;
    let mut wholes: Vec<usize> = Vec::new();
    for (at, item) in items.get(..index)?.iter().enumerate().rev() {
        if item.depth > head.depth || !is_count(item) {
            continue;
        }
        if item.figure.unit == head.figure.unit {
            wholes.push(at);
        }
        if is_bracket || wholes.len() >= MOST_WHOLES {
            break;
        }
    }
    let first_verb = leads.get(index)?.verb;
    let mut parts = vec![index];
    for (at, item) in items.iter().enumerate().skip(index + 1) {
        if item.depth > head.depth || !item.is_count() {
            continue;
        }
        let lead = leads.get(at).copied().unwrap_or_default();
        let is_part = item.depth == head.depth
            && item.figure.unit == head.figure.unit
            && item.is_apart == is_apart
            // “其中甲受理3件，乙受理2件”, but not “其中甲3件，办结2件”.
            && (is_apart || !lead.fresh && lead.verb.is_none_or(|verb| first_verb == Some(verb)))
            && !(lead.among || lead.sum || lead.colon || lead.apart && !is_apart);
        if !is_part {
            break;
        }
        parts.push(at);
    }
    let lead = leads.get(index)?;
    let is_closed = (is_apart || lead.apart) && !lead.result && parts.len() > 1;
    (!wholes.is_empty()).then_some(Breakdown { wholes, parts, is_closed, is_sum: false })
}

/// 62人、58人，共计120人次.
fn counts_alike(a: &str, b: &str) -> bool {
    a.trim_end_matches('次') == b.trim_end_matches('次')
}

/// Numbers with their sum after them.
fn summed(items: &[Item], leads: &[Lead], index: usize) -> Option<Breakdown> {
    let whole = items.get(index).filter(|item| is_count(item) && item.readings.is_empty())?;
    // “甲19份、乙5份等，合计87份”.
    if leads.get(index)?.etc {
        return None;
    }
    let mut parts = Vec::new();
    for (at, item) in items.get(..index)?.iter().enumerate().rev() {
        if item.depth != whole.depth || !is_count(item) || !counts_alike(item.figure.unit, whole.figure.unit)
        {
            break;
        }
        parts.insert(0, at);
        let lead = leads.get(at).copied().unwrap_or_default();
        if lead.among || lead.colon || lead.opens || lead.sum {
            break;
        }
    }
    (parts.len() > 1).then_some(Breakdown { wholes: vec![index], parts, is_closed: true, is_sum: true })
}
