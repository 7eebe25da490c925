//! Words that say none: of what follows (没有行政复议), or of what came before (均未发生).

use rust_decimal::Decimal;

use super::clause::Group;
use super::lexicon::{Verb, Word};
use super::number::{Figure, Precision};
use super::reading::{Reader, Role, Time};
use super::term::{Context, Meant, Topic, meaning};
use super::token::Kind;

impl Reader<'_> {
    /// Reads words that say none; the place to read on.
    pub(super) fn none(&mut self, word: Word, index: usize) -> usize {
        let next = index + 1;
        if self.is_off() || self.scope.time != Time::This || self.scope.direction.is_some() {
            return next;
        }
        let Some((mut words, end)) = self.words_after(index) else { return next };
        let topic = self.context.topic;
        let is_back = words.is_empty() || word == Word::NegAfter;
        let before = if is_back { self.groups_before(index) } else { Vec::new() };
        if is_back {
            words = before.iter().flat_map(|group| group.words.iter().copied()).collect();
        }
        if is_back && before.iter().any(|group| group.hidden_or_narrow()) {
            return next;
        }
        let Some(certain) = self.none_is_own(index, is_back) else { return next };
        let denied = self.denied(&words, word == Word::NegReceived, topic);
        let start = self.tokens.get(index).map_or(0, |token| token.range.start);
        let first = before.iter().find_map(|group| group.first);
        let start = first.and_then(|first| self.tokens.get(first)).map_or(start, |token| token.range.start);
        let finish = self.tokens.get(end).map_or(start, |token| token.range.end);
        for meant in denied {
            let zero = Figure {
                range: start..finish,
                value: Decimal::ZERO,
                step: Decimal::ONE,
                precision: Precision::Exact,
                unit: "",
            };
            let meant = Meant { certain: meant.certain && certain, ..meant };
            self.push(zero, index, Role::None, Some(meant), index, true);
            if let Some(item) = self.items.last_mut() {
                item.words = start..finish;
            }
        }
        next
    }

    /// The words that a 没有 speaks of, up to a mark, and the last token of them; `None` if one is
    /// not known, since it may say what kind there is none of.
    fn words_after(&self, index: usize) -> Option<(Vec<Word>, usize)> {
        let (mut words, mut end) = (Vec::new(), index);
        for (at, token) in self.tokens.iter().enumerate().skip(index + 1) {
            match token.kind {
                Kind::Word(
                    Word::Fill
                    | Word::Inside
                    | Word::Etc
                    | Word::Besides
                    | Word::Own
                    | Word::And
                    | Word::Sum
                    | Word::ThisYear
                    | Word::Each
                    | Word::Cause
                    | Word::NegReceived,
                ) => {}
                Kind::Word(
                    word @ (Word::Object(_)
                    | Word::Reconsideration
                    | Word::Litigation(_)
                    | Word::Outcome(_)
                    | Word::Applicant(_)
                    | Word::Verb(_)
                    | Word::Row(_)
                    | Word::Carried
                    | Word::Document(_)
                    | Word::Act(_)
                    | Word::Amount(_)
                    | Word::Decision(..)),
                ) => words.push(word),
                // “无正在审理的行政诉讼，…” ends with the clause.
                Kind::Stop('，' | '；' | '。' | '）' | '！' | '？') => break,
                _ => return None,
            }
            end = at;
        }
        Some((words, end))
    }

    /// The members of the list before 均未发生.
    fn groups_before(&self, index: usize) -> Vec<Group> {
        let here = self.groups(self.scope.terms..index);
        let is_empty = here.iter().all(|group| group.words.is_empty() && !group.hidden_or_narrow());
        if is_empty { self.groups(self.scope.waiting.clone()) } else { here }
    }

    /// Whether the words before leave the statement the whole body's; `None` if they do not.
    fn none_is_own(&mut self, index: usize, is_back: bool) -> Option<bool> {
        let first = if is_back { self.scope.clause } else { index };
        let mut certain = true;
        for at in self.scope.clause..first {
            match self.tokens.get(at).map(|token| &token.kind) {
                Some(Kind::Unknown) => certain = false,
                Some(Kind::Word(Word::Narrow | Word::OtherMatter)) => return None,
                // “新收75件无结转”: fine; “75件中无…”: of a part.
                Some(Kind::Word(Word::Among)) => return None,
                _ => {}
            }
        }
        let unknown = self.tokens.get(self.scope.clause..first).unwrap_or_default().iter().rev();
        let last = unknown.into_iter().find(|token| token.kind == Kind::Unknown);
        if let Some(token) = last
            && !self.is_own(token)
            && ["局", "委", "镇", "乡", "街道", "中心", "处", "所", "站", "厅", "公司"]
                .iter()
                .any(|body| self.said(token).ends_with(body))
        {
            return None;
        }
        Some(certain)
    }

    fn is_own(&self, token: &super::token::Token) -> bool {
        let agency = self.report.agency_name();
        self.said(token).chars().all(|c| agency.contains(c))
    }

    /// What each of the words after 未收到, 没有, 无 names.
    fn denied(&self, words: &[Word], is_received: bool, topic: Topic) -> Vec<Meant> {
        let context = Context { among: false, topic, ..self.context };
        let is_case = |word: &&Word| matches!(word, Word::Reconsideration | Word::Litigation(_));
        let says = |wanted: Word| words.contains(&wanted);
        let speaks = says(Word::Object(true))
            || topic == Topic::Requests && words.iter().any(|word| matches!(word, Word::Object(_)));
        if words.iter().any(|word| is_case(&word)) {
            return self.denied_cases(words, context, speaks);
        }
        let is_done = |word: &Word| {
            matches!(word, Word::Verb(Verb::Handled | Verb::Finished | Verb::Answered) | Word::Outcome(_))
        };
        let rows: Vec<Word> =
            words.iter().copied().filter(|w| matches!(w, Word::Row(_) | Word::Carried)).collect();
        let outcome = words.iter().find(|word| matches!(word, Word::Outcome(_)));
        if let Some(outcome) = outcome.filter(|_| rows.is_empty()) {
            return meaning(&[*outcome], context)
                .map(|m| Meant { certain: false, ..m })
                .into_iter()
                .collect();
        }
        if words.iter().any(is_done) && rows.is_empty() {
            return Vec::new();
        }
        if let [Word::Row(a), Word::Row(b)] = rows.as_slice() {
            // “因属于国家秘密而不予公开的申请为零”.
            let inner = if a.len() > b.len() { a } else { b };
            let outer = if a.len() > b.len() { b } else { a };
            let is_nested = inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
            let row = meaning(&[Word::Row(inner)], context).filter(|_| is_nested);
            return row.into_iter().collect();
        }
        if rows.len() > 1 {
            return Vec::new();
        }
        if let Some(columns @ Word::Applicant(_)) = words.iter().find(|w| matches!(w, Word::Applicant(_))) {
            let named: Vec<Word> = std::iter::once(*columns).chain(rows.iter().copied()).collect();
            return if is_received { meaning(&named, context).into_iter().collect() } else { Vec::new() };
        }
        if let [row] = rows.as_slice() {
            let is_loose = *row == Word::Carried && !speaks && topic != Topic::Requests;
            return if is_loose { Vec::new() } else { meaning(&[*row], context).into_iter().collect() };
        }
        if words.iter().all(|word| matches!(word, Word::Verb(_) | Word::Object(_))) {
            // None received: the row of new applications is the one that is meant.
            let is_bare_verb = is_received
                && topic == Topic::Requests
                && words
                    .iter()
                    .all(|w| matches!(w, Word::Verb(Verb::New | Verb::Received) | Word::Object(_)));
            if !speaks && !is_bare_verb {
                return Vec::new();
            }
            let readings = vec!["requests.received.total".to_owned()];
            return vec![Meant {
                readings,
                certain: speaks && !context.is_guess,
                sort: super::term::Sort::Row("requests.received"),
            }];
        }
        if words.iter().all(|word| matches!(word, Word::Decision(..))) {
            return words.iter().filter_map(|word| meaning(&[*word], context)).collect();
        }
        let reversed: Vec<Word> = words.iter().rev().copied().collect();
        meaning(&reversed, context).into_iter().collect()
    }

    /// 没有行政复议、行政诉讼: each of them; a result beside them narrows it.
    fn denied_cases(&self, words: &[Word], context: Context, speaks: bool) -> Vec<Meant> {
        let outcomes: Vec<Word> = words.iter().copied().filter(|w| matches!(w, Word::Outcome(_))).collect();
        let mut all = Vec::new();
        for word in words.iter().filter(|w| matches!(w, Word::Reconsideration | Word::Litigation(_))) {
            let named: Vec<Word> = std::iter::once(*word).chain(outcomes.iter().copied()).collect();
            all.extend(meaning(&named, context));
        }
        if outcomes.len() > 1 {
            return Vec::new();
        }
        if speaks && words.contains(&Word::Object(true)) && words.iter().any(|w| matches!(w, Word::Verb(_))) {
            all.push(Meant {
                readings: vec!["requests.received.total".to_owned()],
                certain: false,
                sort: super::term::Sort::Row("requests.received"),
            });
        }
        all
    }
}

impl Group {
    fn hidden_or_narrow(&self) -> bool {
        self.is_hidden() || self.is_part()
    }
}
