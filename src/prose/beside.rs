//! What stands on either side of a number: the words after it, and whether the words before its term
//! leave it the whole body's.

use super::clause::Group;
use super::lexicon::{Verb, Word};
use super::reading::Reader;
use super::token::{Kind, Token};

/// What ends the name of another body.
const BODIES: &[&str] = &[
    "局", "委", "镇", "乡", "街道", "中心", "院", "办", "处", "所", "站", "科", "股", "室", "队", "厅",
    "部门", "单位", "公司", "村", "社区", "法庭", "政府", "区", "县", "市", "州", "旗",
];

impl Reader<'_> {
    /// Words after a number, up to the first that is not known, and whether a part was named.
    pub(super) fn right(&self, index: usize) -> Group {
        let mut group = Group::default();
        for (offset, token) in self.tokens.get(index + 1..).unwrap_or_default().iter().enumerate() {
            match token.kind {
                Kind::Word(Word::Fill | Word::Own | Word::Sum | Word::ThisYear | Word::Each | Word::All) => {}
                Kind::Word(Word::Narrow | Word::Cause | Word::OtherMatter) => group.is_narrow = true,
                Kind::Unknown => {
                    group.hidden = Some(index);
                    break;
                }
                Kind::Word(
                    word @ (Word::Object(_)
                    | Word::Row(_)
                    | Word::Document(_)
                    | Word::Act(_)
                    | Word::Outcome(_)
                    | Word::Verb(_)
                    | Word::Decision(..)
                    | Word::Carried
                    | Word::Ongoing
                    | Word::Reconsideration
                    | Word::Litigation(_)),
                ) => {
                    group.words.push(word);
                    group.last = Some(index + 1 + offset);
                }
                _ => break,
            }
        }
        group
    }

    /// Takes the words after the number where those before it need them, or are none.
    pub(super) fn add_right(&self, left: &mut Group, right: &Group, index: usize) {
        let next = self.tokens.get(index + 1..).unwrap_or_default();
        let clause_end = next.iter().position(|t| matches!(t.kind, Kind::Stop(_) | Kind::Number(_)));
        let number_follows =
            clause_end.and_then(|end| next.get(end)).is_some_and(|t| matches!(t.kind, Kind::Number(_)));
        if left.words.is_empty() && left.hidden.is_none() && !left.is_narrow {
            // “对29件予以公开”; but the words before a second number are that number's.
            let mut named = right.words.iter().filter(|word| !matches!(word, Word::Object(_)));
            let is_term = matches!(
                named.next(),
                Some(
                    Word::Row(_)
                        | Word::Outcome(_)
                        | Word::Carried
                        | Word::Ongoing
                        | Word::Reconsideration
                        | Word::Litigation(_)
                )
            );
            // “9件复议、3件诉讼被纠正”: the result is said of all of the list.
            let is_case = matches!(right.words.first(), Some(Word::Reconsideration | Word::Litigation(_)));
            let has_result = next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_)))
                .any(|t| matches!(t.kind, Kind::Word(Word::Outcome(_))));
            let has_own = right.words.iter().any(|word| matches!(word, Word::Outcome(_)));
            let is_term = is_term && !(is_case && has_result && !has_own);
            // “有12件规范性文件被废止”.
            let is_term = is_term || matches!(right.words.as_slice(), [Word::Document(_), Word::Act(_)]);
            let says_all = next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_)))
                .any(|t| t.is(Word::All) || self.said(t).starts_with("全部"));
            let is_term = is_term && !(says_all && matches!(right.words.first(), Some(Word::Object(_))));
            if is_term && right.hidden.is_none() && !right.is_narrow && !number_follows {
                left.words.extend(right.words.iter().rev());
                left.last = right.last;
            } else if let Some((word, last)) = self.origin(index).or_else(|| self.ground(index)) {
                left.words.push(word);
                left.last = Some(last);
            }
        } else if matches!(left.words.first(), Some(Word::Reconsideration | Word::Litigation(_)))
            && let Some(result @ Word::Outcome(_)) = right.words.first()
            && !number_follows
        {
            left.words.insert(0, *result);
            left.last = right.last;
        } else if left.is_inside {
            if let Some(row @ (Word::Row(_) | Word::Outcome(_))) = right.words.first() {
                left.words.insert(0, *row);
                left.last = right.last;
            }
        } else if matches!(left.words.first(), Some(Word::Verb(_) | Word::Act(_)))
            && let Some(object @ (Word::Object(_) | Word::Document(_) | Word::Decision(..))) =
                right.words.first()
        {
            if right.is_narrow {
                left.is_narrow = true;
            }
            match object {
                Word::Decision(..) => left.words.insert(0, *object),
                _ => left.words.push(*object),
            }
        } else if matches!(left.words.first(), Some(Word::Verb(_))) && right.hidden.is_some() {
            // “收到30件涉及征地的申请”.
            left.is_narrow |= next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_) | Kind::Number(_)))
                .any(|t| matches!(t.kind, Kind::Word(Word::Object(_))));
        }
    }

    /// “1013件来自自然人”: who the number is of, and the last token of that.
    fn origin(&self, index: usize) -> Option<(Word, usize)> {
        let next = self.tokens.get(index + 1..)?;
        let end = next
            .iter()
            .position(|t| matches!(t.kind, Kind::Stop(_) | Kind::Number(_) | Kind::Word(Word::And)));
        match next.get(..end.unwrap_or(next.len()))? {
            [from, who] if self.said(from) == "来自" => match who.word()? {
                word @ Word::Applicant(_) => Some((word, index + 2)),
                _ => None,
            },
            _ => None,
        }
    }

    /// “53件申请因属于行政执法案卷而不予公开”: the ground inside the result, and the last token of them.
    fn ground(&self, index: usize) -> Option<(Word, usize)> {
        let next = self.tokens.get(index + 1..)?;
        let (mut rows, mut is_ground, mut last) = (Vec::new(), false, index);
        for token in next.iter().take_while(|t| !matches!(t.kind, Kind::Stop(_))) {
            match token.word()? {
                Word::Row(row) => rows.push(row),
                Word::Cause => is_ground = true,
                Word::Object(_) | Word::Fill => {}
                _ => return None,
            }
            last += 1;
        }
        let [inner, outer] = rows.as_slice() else { return None };
        let is_inside = inner.strip_prefix(*outer).is_some_and(|rest| rest.starts_with('.'));
        (is_ground && is_inside).then_some((Word::Row(inner), last))
    }

    /// Whether the words before a term leave it the whole body's; `None` if they may be a part's.
    pub(super) fn before_is_own(&mut self, first: usize, groups: &[Group]) -> Option<bool> {
        if groups.iter().any(|group| group.is_narrow && !group.words.is_empty()) {
            // “本级收到申请263件，答复259件”: what was done with a part is of the part.
            let takes = |word: &Word| matches!(word, Word::Verb(Verb::Received | Verb::New));
            self.scope.other_body |=
                !self.context.among && groups.iter().any(|group| group.words.iter().any(takes));
            return None;
        }
        if groups.last().is_some_and(|group| group.is_narrow || group.hidden.is_some() && group.is_ground) {
            return None;
        }
        let mut certain = true;
        let words: Vec<Word> = groups.iter().flat_map(|group| group.words.iter().copied()).collect();
        let is_case =
            words.iter().any(|w| matches!(w, Word::Outcome(_) | Word::Litigation(_) | Word::Reconsideration));
        let furthest = self.tokens.get(first).and_then(Token::word);
        for index in self.scope.clause..first {
            let Some(token) = self.tokens.get(index) else { break };
            let text = self.said(token);
            match token.kind {
                Kind::Unknown if self.is_own_name(token) => {}
                Kind::Unknown => {
                    let is_body = BODIES.iter().any(|body| text.ends_with(body)) && !is_case;
                    let is_modifier = self.modifies(index, first)
                        && matches!(furthest, Some(Word::Object(_) | Word::Row(_) | Word::Applicant(_)));
                    if is_body || is_modifier {
                        self.scope.other_body |= is_body;
                        return None;
                    }
                    certain = false;
                }
                Kind::Word(Word::Narrow) if words.iter().any(|w| matches!(w, Word::Document(_))) => {
                    return None;
                }
                // A later number of a clause is often a detail of the first.
                Kind::Number(_) => certain = false,
                Kind::Word(Word::Narrow) if !self.is_all_channels(index) => certain = false,
                _ => {}
            }
        }
        Some(certain)
    }

    /// True if only 的, 类 and the like stand between an unknown word and the term.
    pub(super) fn modifies(&self, unknown: usize, first: usize) -> bool {
        let between = self.tokens.get(unknown + 1..first).unwrap_or_default();
        between.iter().all(|token| ["的", "类", "方面的", "事项", "情形"].contains(&self.said(token)))
    }
}
