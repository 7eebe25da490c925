//! The words beside a number, cut into the members of a list.

use std::ops::Range;

use super::lexicon::{Act, List, Tag, Verb, has};
use super::sentence::Sentence;
use super::token::Token;

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
    pub(super) is_level: bool,
    /// A ground is named by 因, 属于.
    pub(super) is_ground: bool,
    /// What stands before its words are examples of them.
    pub(super) is_example: bool,
    /// The words lead to the number by 中.
    pub(super) is_inside: bool,
    /// How many tokens it has.
    pub(super) length: usize,
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

    pub(super) fn is_empty(&self) -> bool {
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
            Tag::Area if !sentence.is_own_area(token) => (group.is_narrow, group.is_level) = (true, true),
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
            // 按期答复公开: how it was answered.
            Tag::Open if group.words.is_empty() && follows_answer(tokens, offset) => {}
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

/// True if the token before is what was answered.
fn follows_answer(tokens: &[Token], offset: usize) -> bool {
    let before = offset.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| token.is(Tag::Verb(Verb::Answered)))
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
