//! What the words of a sentence say of each other before its numbers are read.

use super::lexicon::Word;
use super::reading::Reader;
use super::term::Topic;
use super::token::{Kind, Token};

impl Reader<'_> {
    /// Applicants, or applications that are not said to be of another kind, are those of the report
    /// where the sentence speaks of nothing else.
    pub(super) fn guess_topic(&mut self) {
        let speaks = |t: &Token| {
            matches!(t.kind, Kind::Word(Word::Applicant(_) | Word::Row(_)))
                || t.word().is_some() && self.said(t).contains("申请")
        };
        let other = self.tokens.iter().position(|token| token.is(Word::OtherMatter));
        let own = self.tokens.iter().position(speaks);
        if self.context.topic != Topic::None || other.is_some_and(|other| own.is_none_or(|own| other < own)) {
            return;
        }
        let count =
            |is: fn(Word) -> bool| self.tokens.iter().filter_map(Token::word).filter(|w| is(*w)).count();
        let applicants = count(|word| matches!(word, Word::Applicant(_)));
        let rows = count(|word| matches!(word, Word::Row(_)));
        let objects =
            self.tokens.iter().filter(|t| t.word().is_some() && self.said(t).contains("申请")).count();
        let verbs = count(|word| matches!(word, Word::Verb(_)));
        let says_so = count(|word| word == Word::Object(true)) > 0;
        if applicants > 1 || rows > 0 || objects > 0 && applicants + verbs > 0 || says_so {
            (self.context.topic, self.context.is_guess) = (Topic::Requests, !says_so);
        }
    }

    /// 公开 beside 部分公开 is 予以公开; 一件 beside 没有 counts nothing.
    pub(super) fn join_pairs(&mut self) {
        for index in 0..self.tokens.len() {
            let near = |offset: isize| index.checked_add_signed(offset).and_then(|i| self.tokens.get(i));
            let Some(token) = near(0) else { break };
            let said = self.said(token);
            let is_partly = |t: Option<&Token>| t.is_some_and(|t| t.is(Word::Row("requests.partly_granted")));
            let is_neg =
                |t: &Token| matches!(t.kind, Kind::Word(Word::Neg | Word::NegReceived | Word::NegAfter));
            let is_and = |t: Option<&Token>| t.is_some_and(|t| t.is(Word::And));
            let kind =
                if token.kind == Kind::Unknown && said == "公开" && is_and(near(1)) && is_partly(near(2))
                    || token.is(Word::All) && said == "全部" && is_and(near(1)) && is_partly(near(2))
                {
                    Kind::Word(Word::Row("requests.granted"))
                } else if said.starts_with('一')
                    && matches!(token.kind, Kind::Number(_))
                    && (-4..4).any(|offset| near(offset).is_some_and(is_neg))
                {
                    Kind::Word(Word::Fill)
                } else {
                    continue;
                };
            if let Some(token) = self.tokens.get_mut(index) {
                token.kind = kind;
            }
        }
    }

    /// 结转 beside a year says by it whether in or on: 2023年结转, 结转至2025年.
    pub(super) fn join_carried(&mut self) {
        let own = self.report.year();
        for index in 0..self.tokens.len() {
            if !self.tokens.get(index).is_some_and(|token| token.is(Word::Carried)) {
                continue;
            }
            let is_fill = |token: &&Token| token.is(Word::Fill);
            let before =
                self.tokens.get(..index).unwrap_or_default().iter().rev().take(4).find(|t| !is_fill(t));
            let after = self.tokens.get(index + 1..).unwrap_or_default().iter().take(4).find(|t| !is_fill(t));
            let is_year =
                |token: Option<&Token>, year: u16| token.is_some_and(|t| t.kind == Kind::Year(year));
            let from_last =
                before.is_some_and(|t| t.is(Word::LastYear)) || is_year(before, own.wrapping_sub(1));
            let to_next = is_year(after, own.saturating_add(1))
                || after.is_some_and(|t| {
                    t.is(Word::OtherTime)
                        && ["下年度", "下一年", "下一年度", "来年", "明年", "次年"].contains(&self.said(t))
                });
            let row = match (from_last, to_next) {
                (_, true) => "requests.carried_forward",
                (true, false) => "requests.carried_in",
                _ => continue,
            };
            let year = if to_next { after } else { before }.map(|token| token.range.start);
            for token in &mut self.tokens {
                if Some(token.range.start) == year {
                    token.kind = Kind::Word(Word::Fill);
                }
            }
            if let Some(token) = self.tokens.get_mut(index) {
                token.kind = Kind::Word(Word::Row(row));
            }
        }
    }

    /// “不掌握（12件）” counts what stands before the bracket, and “应办申请（含上年结转）68件” only says
    /// what is counted in: such brackets are read as if they were not there.
    pub(super) fn join_brackets(&mut self) {
        let mut index = 0;
        while let Some(open) = self.next_bracket(index) {
            let rest = self.tokens.get(open + 1..).unwrap_or_default();
            let Some(length) = rest.iter().position(|t| matches!(t.kind, Kind::Stop('（' | '）'))) else {
                return;
            };
            let close = open + 1 + length;
            index = close;
            if !self.tokens.get(close).is_some_and(|token| token.kind == Kind::Stop('）')) {
                continue;
            }
            let inside = self.tokens.get(open + 1..close).unwrap_or_default();
            let is_filled = matches!(inside.first().map(|t| &t.kind), Some(Kind::Word(Word::Includes)))
                && inside.iter().all(|t| {
                    matches!(
                        t.kind,
                        Kind::Word(Word::Includes | Word::Fill | Word::Row("requests.carried_in"))
                    )
                });
            if self.is_count_of_before(open, inside) {
                let is_one = inside.len() == 1;
                self.set(open, Kind::Word(Word::Fill));
                self.set(close, if is_one { Kind::Word(Word::Fill) } else { Kind::Stop('，') });
            } else if is_filled {
                (open..=close).for_each(|at| self.set(at, Kind::Word(Word::Fill)));
            }
        }
    }

    fn next_bracket(&self, from: usize) -> Option<usize> {
        let rest = self.tokens.get(from..)?;
        rest.iter().position(|token| token.kind == Kind::Stop('（')).map(|offset| from + offset)
    }

    /// True if a bracket begins with the number of what stands before it.
    fn is_count_of_before(&self, open: usize, inside: &[Token]) -> bool {
        let before = open.checked_sub(1).and_then(|at| self.tokens.get(at));
        let is_term = before.is_some_and(|token| matches!(token.kind, Kind::Word(_) | Kind::Unknown));
        let first = inside.iter().find(|token| !matches!(token.kind, Kind::Word(Word::Fill | Word::Sum)));
        is_term && first.is_some_and(|t| matches!(&t.kind, Kind::Number(f) if !matches!(f.unit, "%" | "")))
    }

    fn set(&mut self, index: usize, kind: Kind) {
        if let Some(token) = self.tokens.get_mut(index) {
            token.kind = kind;
        }
    }

    /// “逾期不补正，行政机关不再处理的申请”: 不再处理 goes on with the ground before it.
    pub(super) fn join_not_processed(&mut self) {
        for index in 0..self.tokens.len() {
            if !self.tokens.get(index).is_some_and(|token| self.said(token).starts_with("不再处理")) {
                continue;
            }
            // A few words, so that a long run of them is not gone over again and again.
            let before = self.tokens.get(..index).unwrap_or_default().iter().enumerate().rev().take(6);
            let mut before = before.skip_while(|(_, token)| token.is(Word::Fill));
            let (Some((mark, joint)), Some((_, row))) = (before.next(), before.next()) else { continue };
            let is_joint = joint.is(Word::And) || joint.kind == Kind::Stop('，');
            if is_joint && matches!(row.kind, Kind::Word(Word::Row(_))) {
                self.set(mark, Kind::Word(Word::Fill));
            }
        }
    }

    /// “尚有5件在法定办理期限内”: those are still being handled; without 尚有 they were answered in time.
    pub(super) fn join_ongoing(&mut self) {
        let mut is_open = false;
        for index in 0..self.tokens.len() {
            let Some(token) = self.tokens.get(index) else { break };
            let said = self.said(token);
            is_open |= matches!(said, "尚有" | "仍有" | "还有");
            is_open &= !matches!(token.kind, Kind::Stop(_) | Kind::Word(Word::Verb(_)));
            let is_term = ["在法定办理期限内", "在法定期限内", "在规定期限内"].contains(&said);
            let next = self.tokens.get(index + 1).map(|token| &token.kind);
            if is_open && is_term && matches!(next, None | Some(Kind::Stop(_))) {
                self.set(index, Kind::Word(Word::Ongoing));
            }
        }
    }
}
