//! What earlier words of a sentence say about later ones: time, body, matter, comparison and topic.

use std::ops::Range;

use super::elsewhere::{carries_others, has_piled_up, left_out};
use super::group::{is_term, names_many};
use super::lexicon::{Act, Filler, Tag, Verb, Words};
use super::phrase::{Phrase, Whose, counted_list, phrase};
use super::reading::Columns;
use super::sentence::Sentence;
use super::token::Token;
use crate::format::RowRole;

/// The time that is spoken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Time {
    #[default]
    This,
    Last,
    Other,
}

/// What was spoken of last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Topic {
    #[default]
    None,
    Requests,
    Reconsideration,
    Litigation,
    /// A row of section two.
    Document(RowRole),
}

/// Why a clause says nothing of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Off {
    /// Another matter.
    Matter,
    /// Another body.
    Body,
    /// Applications that came by one channel only.
    Channel,
}

/// What is known at a place of a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    pub(super) time: Time,
    pub(super) off: Option<Off>,
    /// First token of the clause that went off.
    pub(super) off_clause: usize,
    /// A comparison with last year was named in the clause.
    pub(super) than: bool,
    /// 增加 or 减少 was named in the clause.
    pub(super) up: Option<bool>,
    /// The time before the clause, where the clause compares.
    pub(super) before: Time,
    /// A later year than the report year was named.
    pub(super) is_after: bool,
    pub(super) among: bool,
    pub(super) topic: Topic,
    /// The topic is only guessed from the sentence.
    pub(super) is_guess: bool,
    /// Both 行政复议 and 行政诉讼 were spoken of.
    pub(super) both: bool,
    /// The sentence says 信息公开, or an earlier one of the paragraph or its heading does.
    pub(super) is_disclosure: bool,
    /// The cases are those that the body decides.
    pub(super) is_reviewer: bool,
    /// Cases were told that are not about 政府信息公开.
    pub(super) decides: bool,
    /// What follows is what applications ask for.
    pub(super) is_contents: bool,
    /// The last row of section three that was named, and its token.
    pub(super) row: Option<(RowRole, usize)>,
    /// What the clause says was done to documents, before a number.
    pub(super) act: Option<Act>,
    /// The last kind of decisions that was named in this part of the sentence.
    pub(super) decision: Option<RowRole>,
    /// The last applicants that were named, and their token.
    pub(super) columns: Option<(Columns, usize)>,
    pub(super) depth: u8,
    /// First token of the part, after a ；.
    pub(super) part: usize,
    /// First token of the clause.
    pub(super) clause: usize,
    /// First token after the last number or mark.
    pub(super) terms: usize,
    /// Words of the clause before this one, if they got no number.
    pub(super) waiting: (usize, usize),
    /// Words of the last number that named several members.
    pub(super) listed: (usize, usize),
}

/// A place of a sentence where something is said.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) at: usize,
    pub(super) kind: EventKind,
    pub(super) scope: Scope,
}

#[derive(Debug)]
pub(super) enum EventKind {
    /// A number, with what its words are.
    Number(Phrase),
    /// Words that say none.
    None(Tag),
    /// 持平.
    Level,
    /// 分别为, with the tokens of the numbers after it.
    Apart(Vec<usize>),
    /// The end of a clause.
    End,
}

impl Scope {
    pub(super) fn is_off(&self) -> bool {
        self.time == Time::Other || self.off.is_some()
    }

    pub(super) fn terms_to(&self, index: usize) -> Range<usize> {
        self.terms..index
    }

    /// The places of a sentence where something is said, in their order, and what it speaks of last.
    pub(super) fn events(mut self, sentence: &Sentence<'_>) -> (Vec<Event>, Topic) {
        let mut found = Vec::new();
        let mut outer: Vec<Scope> = Vec::new();
        let left_out = left_out(sentence);
        let mut at = 0;
        while let Some(token) = sentence.token(at) {
            let mut next = at + 1;
            match token.tag {
                Tag::Number(_) => {
                    let is_elsewhere = left_out.contains(&at)
                        || has_piled_up(sentence, &self, at)
                        || carries_others(sentence, &self, at);
                    let phrase = if is_elsewhere { Phrase::Unbound } else { phrase(sentence, &self, at) };
                    let after = self.after_number(sentence, &phrase, at);
                    found.push(Event { at, kind: EventKind::Number(phrase), scope: self });
                    self = after;
                }
                Tag::Mark(mark) => {
                    if self.ends(sentence, at) {
                        found.push(Event { at, kind: EventKind::End, scope: self });
                    }
                    self = self.after_mark(sentence, mark, at, &mut outer);
                }
                Tag::Neg | Tag::NegReceived | Tag::NegAfter => {
                    found.push(Event { at, kind: EventKind::None(token.tag), scope: self });
                }
                Tag::Level => found.push(Event { at, kind: EventKind::Level, scope: self }),
                Tag::Apart | Tag::Order => {
                    let list = counted_list(sentence, at);
                    if let Some(&last) = list.last() {
                        self.up = sentence.slice(at..last).iter().find_map(direction).or(self.up);
                        found.push(Event { at, kind: EventKind::Apart(list), scope: self });
                        self = Self { terms: last + 1, waiting: (0, 0), listed: (0, 0), ..self };
                        next = last + 1;
                    }
                }
                // Most words add nothing.
                Tag::Unknown | Tag::And => {}
                Tag::Fill(filler) if filler != Filler::Do => {}
                _ => self = self.with(sentence, at, token),
            }
            at = next;
        }
        if self.ends(sentence, at) {
            found.push(Event { at, kind: EventKind::End, scope: self });
        }
        (found, self.topic)
    }

    /// True if the clause that ends has words that can be said of all that was counted.
    fn ends(&self, sentence: &Sentence<'_>, at: usize) -> bool {
        let waits = self.waiting.0 < self.waiting.1;
        let words = sentence.slice(if waits { self.waiting.0 } else { self.terms }..at);
        words.iter().any(|token| is_term(token.tag) || matches!(token.tag, Tag::Settled))
    }

    /// The scope after a word.
    fn with(self, sentence: &Sentence<'_>, at: usize, token: &Token) -> Self {
        let times = |time| Self { time, before: time, ..self };
        match token.tag {
            Tag::Year(year) => self.in_year(sentence, year, at),
            // What applications ask for may be of any time and matter.
            Tag::OtherTime | Tag::OtherMatter if self.is_contents => self,
            Tag::OtherTime | Tag::NextYear => Self { time: Time::Other, ..self },
            Tag::LastYear => Self { time: Time::Last, ..self },
            Tag::ThisYear => times(Time::This),
            Tag::Since => {
                let own = Tag::Year(sentence.facts.year);
                // 2024年1月1日以来: the day is in the year.
                let mut before = sentence.slice(at.saturating_sub(4)..at).iter().rev();
                let is_own =
                    before.find(|token| !token.is_fill()).is_some_and(|t| t.is(own) || t.is(Tag::ThisYear));
                if is_own { self } else { Self { time: Time::Other, ..self } }
            }
            // “网上申请105件，快递17件，合计122件”: the channels are left behind.
            Tag::Sum | Tag::Row(RowRole::CarriedIn) if self.off == Some(Off::Channel) => {
                Self { off: None, ..self }.with(sentence, at, token)
            }
            Tag::Cumulative if reaches_back(sentence, at) || is_of_years(sentence, at) => {
                Self { time: Time::Other, ..self }
            }
            Tag::Own => Self { off: self.off.filter(|off| *off != Off::Body), ..self },
            Tag::Area if sentence.is_own_area(token) => {
                Self { off: self.off.filter(|off| *off != Off::Body), ..self }
            }
            Tag::Area | Tag::OtherBody => self.gone(Off::Body),
            Tag::Than => Self { than: true, ..self },
            Tag::Change { up, weak } if !weak || self.than => Self { up: Some(up), ..self },
            Tag::Among => Self { among: true, ..self },
            Tag::OtherMatter => Self { topic: Topic::None, ..self.gone(Off::Matter) },
            Tag::Reviewer => Self { is_reviewer: true, ..self },
            Tag::Contents if self.topic == Topic::Requests => Self { is_contents: true, ..self },
            Tag::Fill(Filler::Do) => Self { is_contents: false, ..self },
            Tag::Act(act) => Self { act: Some(act), ..self.speak(sentence, at, token.tag) },
            Tag::Reached => Self { up: None, ..times(Time::This) },
            Tag::Applicant(columns) => Self { columns: Some((columns, at)), ..self },
            _ => self.speak(sentence, at, token.tag),
        }
    }

    fn gone(self, off: Off) -> Self {
        Self { off: Some(off), off_clause: self.clause, ..self }
    }

    /// The scope without another matter, where a word names its own.
    fn back(self) -> Self {
        Self { off: self.off.filter(|off| *off != Off::Matter), ..self }
    }

    /// The scope where a later clause tells of the body's own work: a channel was one of applications.
    fn back_to_own_work(self) -> Self {
        let off = self.off.filter(|off| *off == Off::Body || self.clause <= self.off_clause);
        Self { off, ..self }
    }

    /// The scope without the matter of a clause before.
    pub(super) fn back_from_clause(self) -> Self {
        if self.clause > self.off_clause { self.back() } else { self }
    }

    /// The scope after a word that names a topic.
    pub(super) fn speak(self, sentence: &Sentence<'_>, at: usize, tag: Tag) -> Self {
        // “网站信息中政策10条，依申请公开5条”: one of the columns.
        if tag == Tag::Object(true) && self.among && self.is_bare_column(sentence, at) {
            return self;
        }
        let spoken = match tag {
            Tag::Object(true) => Self { topic: Topic::Requests, is_guess: false, ..self.back() },
            Tag::Row(row) => Self { topic: Topic::Requests, row: Some((row, at)), ..self },
            Tag::Case(_) if self.is_anothers_case(sentence) => {
                Self { topic: Topic::None, decides: true, ..self.gone(Off::Matter) }
            }
            Tag::Case(RowRole::Reconsideration) => Self {
                both: self.both || self.topic == Topic::Litigation && names_suit(sentence.slice(0..at)),
                topic: Topic::Reconsideration,
                ..self.back()
            },
            Tag::Case(_) => Self {
                both: self.both
                    || self.topic == Topic::Reconsideration && names_review(sentence.slice(0..at)),
                topic: Topic::Litigation,
                ..self.back_with_disclosure(sentence, at)
            },
            Tag::Document(row) => {
                Self { topic: Topic::Document(row), ..self.back_in_new_clause(sentence, at) }
            }
            Tag::Decision(row, _) => Self { decision: Some(row), ..self.back_in_new_clause(sentence, at) },
            Tag::Amount(_) => self.back_from_clause(),
            _ => self,
        };
        // 其中 reaches over rows and columns; a verb begins anew.
        let is_new = matches!(tag, Tag::Verb(_) | Tag::Object(true));
        let keeps = || sentence.to_mark(self.clause).iter().any(|token| token.is(Tag::Among));
        // A later clause that counts decisions goes on with the body's own work.
        let clause = sentence.slice(self.clause..at);
        let is_decided =
            || matches!(tag, Tag::Decision(_, true)) && !clause.iter().any(|token| token.is(Tag::Contents));
        let is_contents = spoken.is_contents && !is_new && !is_decided() && !matches!(tag, Tag::Act(_));
        Self { among: spoken.among && (!is_new || keeps()), is_contents, ..spoken }
    }

    /// True if nothing is said to have been done in the clause, and another matter was told before.
    fn is_bare_column(&self, sentence: &Sentence<'_>, at: usize) -> bool {
        let clause = sentence.slice(self.clause..at);
        self.off == Some(Off::Matter) && self.clause > self.off_clause && clause.iter().all(Token::is_fill)
    }

    fn back_with_disclosure(self, sentence: &Sentence<'_>, at: usize) -> Self {
        if sentence.says_disclosure(sentence.slice(self.clause..at + 1)) { self.back() } else { self }
    }

    /// A clause that says what was done to documents, or what was decided, speaks of a matter of its own.
    fn back_in_new_clause(self, sentence: &Sentence<'_>, at: usize) -> Self {
        let clause = sentence.slice(self.clause..at + 1);
        let is_done = |token: &Token| {
            let says_so = matches!(token.tag, Tag::Act(_) | Tag::Fill(Filler::Do) | Tag::Decision(_, true));
            says_so || matches!(token.tag, Tag::Verb(Verb::Handled | Verb::Finished))
        };
        // “公开政策10条，行政许可24条” counts what was published.
        let is_published = |token: &Token| matches!(token.tag, Tag::Published | Tag::Open | Tag::Act(_));
        let tells_own = || !sentence.slice(0..self.clause).iter().any(is_published);
        let is_own = !self.among && (clause.iter().any(is_done) || tells_own());
        if is_own { self.back_to_own_work() } else { self }
    }

    /// True if the clause speaks of cases that the body decides, not of those about its own answers.
    fn is_anothers_case(&self, sentence: &Sentence<'_>) -> bool {
        let clause = sentence.to_stop(self.clause);
        let decides = clause.iter().any(|token| {
            matches!(token.tag, Tag::Hears | Tag::Verb(Verb::Received | Verb::Handled | Verb::Finished))
        });
        let is_related = clause.iter().any(|token| token.is(Tag::Fill(Filler::Related)));
        let is_own = is_related || sentence.says_disclosure(clause) || self.tells_own_cases(sentence);
        self.is_reviewer || (decides || self.decides) && !is_own
    }

    /// “收到行政复议5件” where applications were told before, or stand in the heading.
    pub(super) fn tells_own_cases(&self, sentence: &Sentence<'_>) -> bool {
        self.is_disclosure && self.topic != Topic::None && sentence.gets_cases(sentence.to_stop(self.clause))
    }

    /// The scope of a number whose own words, also those after it, say what was done to which documents: the
    /// matter of a clause before is left.
    pub(super) fn at_phrase(self, phrase: &Phrase) -> Self {
        let Phrase::Words { groups, .. } = phrase else { return self };
        let says = |is: fn(&Tag) -> bool| groups.iter().any(|group| group.words.iter().any(is));
        // 其中新制发规章1件 is one whole of the table, also among what was published.
        let of_documents =
            says(|word| matches!(word, Tag::Document(_))) && says(|word| matches!(word, Tag::Act(_)));
        let of_requests = !self.among && says(|word| *word == Tag::Object(true));
        if of_documents || of_requests { self.back_from_clause() } else { self }
    }

    fn in_year(self, sentence: &Sentence<'_>, year: u16, at: usize) -> Self {
        // “2021年至2024年”: a range is another time.
        let is_year = |token: Option<&Token>| token.is_some_and(|t| matches!(t.tag, Tag::Year(_)));
        let before = sentence.before(at);
        let is_range = is_year(before)
            || before.is_some_and(|t| matches!(t.tag, Tag::Fill(Filler::To) | Tag::And))
                && is_year(at.checked_sub(2).and_then(|at| sentence.token(at)));
        let own = sentence.facts.year;
        let time = match year {
            _ if is_range || self.is_after => Time::Other,
            year if year == own => Time::This,
            year if year + 1 == own => Time::Last,
            _ => Time::Other,
        };
        // What was done by a day of the next year is not in the tables.
        let before = if time == Time::This { time } else { self.before };
        Self { time, before, is_after: self.is_after || year > own, ..self }
    }

    fn after_number(self, sentence: &Sentence<'_>, phrase: &Phrase, at: usize) -> Self {
        let after = match phrase {
            Phrase::Words { whose: Whose::Part { off: Some(off) }, .. } => self.gone(*off),
            _ => self,
        };
        let is_list = names_many(sentence, self.terms_to(at));
        let listed = if is_list { (self.terms, at) } else { self.listed };
        Self { listed, terms: at + 1, waiting: (0, 0), ..after }
    }

    /// A mark ends a clause; what the clause said of time and part ends with it, or with its bracket.
    fn after_mark(self, sentence: &Sentence<'_>, mark: char, at: usize, outer: &mut Vec<Scope>) -> Self {
        let has_number = sentence.slice(self.clause..at).iter().any(Token::is_number);
        let mut scope = Self { waiting: (0, 0), ..self };
        match mark {
            '（' => {
                outer.push(self);
                scope.depth = self.depth.saturating_add(1);
            }
            '）' => {
                if let Some(outer) = outer.pop() {
                    return Self { terms: at + 1, ..outer };
                }
            }
            '；' => {
                let kept = Self {
                    topic: self.topic,
                    is_guess: self.is_guess,
                    both: self.both,
                    is_disclosure: self.is_disclosure,
                    is_reviewer: self.is_reviewer,
                    decides: self.decides,
                    row: self.row,
                    depth: self.depth,
                    part: at + 1,
                    ..Self::default()
                };
                scope = Self { waiting: self.waiting, clause: self.clause, terms: self.terms, ..kept };
            }
            '，' if !has_number => scope.waiting = (self.clause, at),
            _ => {}
        }
        if scope.than {
            scope.time = scope.before;
        }
        scope = Self { before: scope.time, than: false, up: None, act: None, ..scope };
        // A colon leads to what it announces: 新收：75件.
        if mark == '：' || mark == '|' { scope } else { Self { clause: at + 1, terms: at + 1, ..scope } }
    }
}

fn names_review(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.is(Tag::Case(RowRole::Reconsideration)))
}

fn names_suit(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.tag, Tag::Case(row) if row != RowRole::Reconsideration))
}

/// The direction that a word gives.
fn direction(token: &Token) -> Option<bool> {
    match token.tag {
        Tag::Change { up, .. } => Some(up),
        _ => None,
    }
}

/// Words before the end of a time that began long ago.
pub(super) static UP_TO: Words = Words::under("rule up-to");

/// “截至2024年底累计…”, “累计制发规范性文件…”: a sum of all years, unless the sentence is on the year itself.
fn is_of_years(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = sentence.slice(0..at);
    let start = before.first().map_or(0, |token| token.range.start);
    let said = sentence.text.get(start..sentence.place(at).start).unwrap_or_default();
    let is_up_to = UP_TO.is_in(said);
    let own = [Tag::Year(sentence.facts.year), Tag::ThisYear];
    let is_of_year = before.iter().any(|token| own.contains(&token.tag));
    let is_document = |token: &Token| matches!(token.tag, Tag::Document(_) | Tag::Act(_));
    is_up_to || !is_of_year && sentence.to_mark(at).iter().any(is_document)
}

/// “累计300件，其中2023年12件”: the sum is not this year's, unless those carried in are the others.
fn reaches_back(sentence: &Sentence<'_>, at: usize) -> bool {
    let rest = sentence.slice(at..sentence.tokens.len());
    let is_carried = |token: &Token| matches!(token.tag, Tag::Carried | Tag::Row(RowRole::CarriedIn));
    if rest.iter().any(is_carried) {
        return false;
    }
    let own = [Tag::Year(sentence.facts.year), Tag::ThisYear];
    let among = rest.iter().position(|token| token.is(Tag::Among));
    let part = among.and_then(|among| rest.get(among..)).unwrap_or_default();
    part.iter().take_while(|token| !token.is_number()).any(|token| own.contains(&token.tag))
}
