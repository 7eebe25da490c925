//! What the numbers of the narrative say, and which cells they can mean.
//!
//! A number is bound only where every word between it and its term is known; what is unknown, or
//! speaks of another time, matter or part, leaves it unbound. A false alarm costs more than a miss.

use std::collections::HashMap;
use std::ops::Range;

use super::breakdown::{Breakdown, breakdowns};
use super::lexicon::{Verb, Word};
use super::number::{Figure, begins_number};
use super::percent::Percent;
pub use super::term::Sort;
use super::term::{Context, Topic};
use super::token::{Kind, Token, tokens};
use super::{Prose, all};
use crate::report::{Report, Text};

/// A sentence longer than this (in bytes) is left unread: no reader would follow it, and what is
/// read stays linear in the size of the file.
const LONGEST: usize = 6000;

/// What a number says of the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// How many there are.
    Count,
    /// How many there were last year.
    Last,
    /// That there are none, without a number.
    None,
    /// That the number before it is also the number of these.
    All,
    /// How many more or fewer than last year.
    Change {
        /// More.
        up: bool,
    },
}

/// A number of the narrative, or words that say none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number, or the words that say none.
    pub range: Range<usize>,
    /// From the words that bind it up to its end.
    pub words: Range<usize>,
    /// The number.
    pub figure: Figure,
    /// Readings, the nearest first: cell paths, or sums of them with ` + ` and ` - `; empty if the
    /// number was bound to no cell.
    pub readings: Vec<String>,
    /// True if one of the readings must hold.
    pub certain: bool,
    /// What it says.
    pub role: Role,
    /// What kind of figure it is.
    pub sort: Sort,
    /// Place of its token in the sentence.
    pub(super) token: usize,
    /// How many brackets it stands in.
    pub(super) depth: usize,
    /// It stands in a list that names as many numbers as members.
    pub(super) is_apart: bool,
    /// It speaks of the report year and the whole body.
    pub(super) is_plain: bool,
}

impl Item {
    /// The same number with other readings.
    pub fn with_readings(&self, readings: Vec<String>) -> Self {
        Self { readings, ..self.clone() }
    }
}

/// What one narrative says in numbers.
#[derive(Debug)]
pub struct Narrative<'a> {
    /// The words.
    pub prose: Prose,
    /// The text of the data file that they come from.
    pub text: &'a Text,
    /// Its numbers in their order.
    pub items: Vec<Item>,
    /// Which of them are parts of which.
    pub breakdowns: Vec<Breakdown>,
    /// Percentages, with what they can be of.
    pub percents: Vec<Percent>,
}

/// Reads every narrative of a report.
pub fn narratives(report: &Report) -> Vec<Narrative<'_>> {
    all(report).into_iter().map(|(prose, text)| read(prose, text, report)).collect()
}

/// Reads one narrative.
pub fn read<'a>(prose: Prose, text: &'a Text, report: &Report) -> Narrative<'a> {
    let mut reader = Reader {
        prose: &prose,
        text: &prose.text,
        report,
        tokens: Vec::new(),
        items: Vec::new(),
        breakdowns: Vec::new(),
        percents: Vec::new(),
        first: 0,
        context: Context::default(),
        heading: Context::default(),
        lead_in: None,
        scope: Scope::default(),
        outer: Vec::new(),
        words_end: None,
        known: HashMap::new(),
    };
    let mut start = 0;
    for (at, mark) in prose.text.match_indices(['。', '！', '？', '\n']) {
        reader.sentence(start..at + mark.len());
        start = at + mark.len();
        if mark == "\n" {
            reader.new_line(at);
        }
    }
    reader.sentence(start..prose.text.len());
    let Reader { items, breakdowns, percents, .. } = reader;
    Narrative { items, breakdowns, percents, prose, text }
}

/// Words that end the topic of a paragraph in a sentence that states nothing.
const OTHER_MATTERS: &[&str] = &["热线", "信访", "建议", "提案", "政务服务", "咨询", "留言"];

/// Whether a sentence can state a number, or says what later ones are about.
fn may_state(text: &str) -> bool {
    let counts = |c: char| begins_number(c) && c != '一' || matches!(c, '未' | '没' | '无');
    text.contains(counts)
        || ["一件", "一起", "一宗", "一份", "申请", "复议", "诉讼", "规范性文件", "规章"]
            .iter()
            .any(|word| text.contains(word))
}

/// A row of a table that says one thing of one term: `| 予以公开 | 29 |`.
fn is_pair(text: &str) -> bool {
    let cells: Vec<&str> = text.trim().trim_matches('|').split(['|', '\t']).map(str::trim).collect();
    matches!(cells.as_slice(), [term, number]
        if !term.contains(|c: char| c.is_ascii_digit()) && number.starts_with(|c: char| c.is_ascii_digit()))
}

/// The time that is spoken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Time {
    #[default]
    This,
    Last,
    Other,
}

/// What earlier words of a sentence say about later ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) time: Time,
    pub(super) other_matter: bool,
    /// A later year than the report year was named.
    is_after: bool,
    pub(super) other_body: bool,
    /// A comparison with last year was named in the clause.
    pub(super) than: bool,
    /// 增加 or 减少 was named in the clause.
    pub(super) direction: Option<bool>,
    /// The time before the clause, where the clause compares.
    before: Time,
    /// First token of the clause.
    pub(super) clause: usize,
    /// First token after the last number or mark.
    pub(super) terms: usize,
    /// Words of the clause before this one, if they got no number.
    pub(super) waiting: Range<usize>,
    /// Words of the last number that named several members.
    pub(super) listed: Range<usize>,
}

pub(super) struct Reader<'a> {
    prose: &'a Prose,
    pub(super) text: &'a str,
    pub(super) report: &'a Report,
    /// The sentence.
    pub(super) tokens: Vec<Token>,
    pub(super) items: Vec<Item>,
    breakdowns: Vec<Breakdown>,
    pub(super) percents: Vec<Percent>,
    /// First item of the sentence.
    pub(super) first: usize,
    pub(super) context: Context,
    heading: Context,
    /// What the line before a list spoke of.
    lead_in: Option<Context>,
    pub(super) scope: Scope,
    /// Scopes outside the brackets that are open.
    pub(super) outer: Vec<Scope>,
    /// Where the words after a number end that were used for it.
    pub(super) words_end: Option<usize>,
    /// Readings with whether the forms have their cells.
    pub(super) known: HashMap<String, bool>,
}

impl<'a> Reader<'a> {
    fn sentence(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let blanks = text.len() - text.trim_start().len();
        let line = self.prose.line_at(range.start + blanks);
        let is_heading = line.is_some_and(|line| line.rank.is_some() && range.start < line.body);
        // Rows of a table, drawn or pasted, are no sentences.
        let is_table = text.starts_with('|') || text.contains('\t');
        if text.trim().is_empty() || text.len() > LONGEST || is_table && !is_pair(text) {
            return;
        }
        if !may_state(text) {
            self.context.is_disclosure |= text.contains("信息公开") || text.contains("依申请");
            if OTHER_MATTERS.iter().any(|word| text.contains(word)) {
                self.context.topic = Topic::None;
            }
            if is_heading {
                self.heading = Context::default();
            }
            return;
        }
        self.tokens = tokens(self.text, range, self.report.agency_name());
        self.join_carried();
        self.join_pairs();
        self.join_brackets();
        self.join_not_processed();
        self.join_ongoing();
        self.first = self.items.len();
        self.scope = Scope::default();
        self.outer = Vec::new();
        self.context = Context {
            is_disclosure: self.context.is_disclosure || text.contains("信息公开") || text.contains("依申请"),
            topic: self.context.topic,
            ..Context::default()
        };
        self.guess_topic();
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            index = match token.kind.clone() {
                Kind::Stop(mark) => {
                    self.stop(mark, index);
                    index + 1
                }
                Kind::Year(year) => {
                    self.year(year, index);
                    index + 1
                }
                Kind::Word(word) => self.word(word, index),
                Kind::Number(figure) => {
                    self.number(&figure, index);
                    self.after_number(index);
                    index + 1
                }
                Kind::Unknown => index + 1,
            };
        }
        if let Some(items) = self.items.get(self.first..) {
            self.breakdowns.extend(breakdowns(items, &self.tokens, self.first));
        }
        if is_heading {
            self.heading = Context::default();
            self.heading.topic = if text.contains("申请") { Topic::Requests } else { Topic::None };
            self.heading.is_disclosure = text.contains("申请公开") || text.contains("复议");
        }
    }

    /// A paragraph begins with what its heading speaks of, a list also with what leads to it.
    fn new_line(&mut self, at: usize) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        if line.ends_with(['：', ':']) {
            self.lead_in = Some(self.context);
        } else if line.is_empty() {
            self.lead_in = None;
        }
        let context = self.lead_in.unwrap_or(self.heading);
        self.context =
            Context { topic: context.topic, is_disclosure: context.is_disclosure, ..Context::default() };
    }

    fn after_number(&mut self, index: usize) {
        let terms = self.tokens.get(self.scope.terms..index).unwrap_or_default();
        let is_list = terms.iter().any(|token| token.is(Word::And));
        let groups = if is_list { self.groups(self.scope.terms..index) } else { Vec::new() };
        let named = groups.iter().filter(|group| !group.words.is_empty()).count();
        if named > 1 {
            self.scope.listed = self.scope.terms..index;
        }
        self.scope.terms = index + 1;
        self.scope.waiting = 0..0;
    }

    /// A mark ends a clause; what the clause said of time and part ends with it, or with its bracket.
    fn stop(&mut self, mark: char, index: usize) {
        self.without_number(index);
        let has_number = self.clause(index).iter().any(|token| matches!(token.kind, Kind::Number(_)));
        let waiting = if has_number || mark != '，' { 0..0 } else { self.scope.clause..index };
        match mark {
            '（' => {
                self.outer.push(self.scope.clone());
                self.scope.waiting = 0..0;
            }
            '）' => {
                if let Some(outer) = self.outer.pop() {
                    self.scope = outer;
                    self.scope.terms = index + 1;
                    return;
                }
            }
            '；' => {
                let outer = std::mem::take(&mut self.scope);
                self.scope.waiting = outer.waiting;
                (self.context.among, self.context.columns) = (false, None);
            }
            _ => self.scope.waiting = waiting,
        }
        if self.scope.than {
            self.scope.time = self.scope.before;
        }
        self.scope.before = self.scope.time;
        (self.scope.than, self.scope.direction) = (false, None);
        // A colon leads to what it announces: 新收：75件.
        if mark != '：' && mark != '|' {
            (self.scope.clause, self.scope.terms) = (index + 1, index + 1);
            self.context.is_disclosure_here = false;
        }
    }

    /// The clause up to a token.
    pub(super) fn clause(&self, index: usize) -> &[Token] {
        self.tokens.get(self.scope.clause..index).unwrap_or_default()
    }

    /// The words of a token.
    pub(super) fn said(&self, token: &Token) -> &'a str {
        self.text.get(token.range.clone()).unwrap_or_default()
    }

    fn year(&mut self, year: u16, index: usize) {
        // “2021年至2024年”: a range is another time.
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        let twice = index.checked_sub(2).and_then(|i| self.tokens.get(i));
        let is_range = [before, twice].iter().flatten().any(|token| matches!(token.kind, Kind::Year(_)))
            && before.is_some_and(|token| matches!(token.kind, Kind::Year(_)) || self.said(token) == "至");
        let own = self.report.year();
        self.scope.time = match year {
            _ if is_range || self.scope.is_after => Time::Other,
            year if year == own => Time::This,
            year if year + 1 == own => Time::Last,
            _ => Time::Other,
        };
        // What was done by a day of the next year is not in the tables.
        self.scope.is_after |= year > own;
        if self.scope.time == Time::This {
            self.scope.before = Time::This;
        }
    }

    /// What a word does; the place to read on.
    fn word(&mut self, word: Word, index: usize) -> usize {
        let said = self.tokens.get(index).map(|token| self.said(token)).unwrap_or_default();
        if said.contains("信息公开") || said.contains("依申请") {
            self.context.is_disclosure_here = true;
        }
        match word {
            Word::OtherTime => self.scope.time = Time::Other,
            Word::LastYear => self.scope.time = Time::Last,
            Word::ThisYear => (self.scope.time, self.scope.before) = (Time::This, Time::This),
            Word::Own => self.scope.other_body = false,
            Word::Than => self.scope.than = true,
            // 多 and 少 count only beside what they compare with.
            Word::Up | Word::Down if said.len() > 3 || self.scope.than => {
                self.scope.direction = Some(word == Word::Up);
            }
            Word::Among => self.context.among = true,
            Word::OtherMatter => {
                self.scope.other_matter = true;
                self.context.topic = Topic::None;
            }
            Word::Reached => {
                self.scope.direction = None;
                (self.scope.time, self.scope.before) = (Time::This, Time::This);
            }
            Word::Level => self.level(index),
            Word::Applicant(columns) => self.context.columns = Some(columns),
            Word::Neg | Word::NegReceived | Word::NegAfter => return self.none(word, index),
            Word::Apart | Word::Order => return self.apart(index),
            _ => self.speak(word),
        }
        index + 1
    }

    /// Notes what a word speaks of.
    pub(super) fn speak(&mut self, word: Word) {
        let is_anothers =
            matches!(word, Word::Reconsideration | Word::Litigation(_)) && self.is_anothers_case();
        let context = &mut self.context;
        match word {
            Word::Object(true) => {
                (context.topic, context.is_guess) = (Topic::Requests, false);
                self.scope.other_matter = false;
            }
            Word::Row(row) => (context.topic, context.row) = (Topic::Requests, Some(row)),
            Word::Reconsideration | Word::Litigation(_) if is_anothers => {
                self.scope.other_matter = true;
                self.context.topic = Topic::None;
            }
            Word::Reconsideration => {
                context.both |= context.topic == Topic::Litigation;
                context.topic = Topic::Reconsideration;
                self.scope.other_matter = false;
            }
            Word::Litigation(_) => {
                context.both |= context.topic == Topic::Reconsideration;
                context.topic = Topic::Litigation;
            }
            Word::Document(row) => context.topic = Topic::Document(row),
            _ => {}
        }
        // 其中 reaches over rows and columns; a verb begins anew.
        let is_new = matches!(word, Word::Verb(_) | Word::Object(true));
        if is_new && !self.clause_is_among() {
            self.context.among = false;
        }
    }

    /// True if the clause speaks of cases that the body decides, not of those about its own answers.
    fn is_anothers_case(&self) -> bool {
        let clause = self.tokens.get(self.scope.clause..).unwrap_or_default();
        let mut clause = clause.iter().take_while(|t| !matches!(t.kind, Kind::Stop(_) | Kind::Number(_)));
        let (mut decides, mut is_own) = (false, self.context.is_disclosure_here);
        clause.by_ref().for_each(|token| {
            let said = self.said(token);
            decides |=
                matches!(token.kind, Kind::Word(Word::Verb(Verb::Received | Verb::Handled | Verb::Finished)))
                    || ["审理", "审结", "立案", "收案", "受案", "化解"].contains(&said);
            is_own |= said.contains("信息公开") || said.contains("依申请");
        });
        decides && !is_own
    }

    /// True if the clause itself says 其中.
    fn clause_is_among(&self) -> bool {
        let clause = self.tokens.get(self.scope.clause..).unwrap_or_default();
        clause.iter().take_while(|t| !matches!(t.kind, Kind::Stop(_))).any(|token| token.is(Word::Among))
    }
}
