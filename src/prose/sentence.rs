//! A sentence as it is read: its tokens and figures, and what is known of the report that it stands in.

use std::cell::OnceCell;
use std::ops::Range;

use super::lexicon::{List, Tag, begins, ends, has};
use super::number::Figure;
use super::token::{Name, Token, tokens};
use crate::report::body::Body;
use crate::report::{Level, Report};

/// What a sentence is read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) own: Name<'a>,
    pub(super) year: u16,
    /// It is the office of a government, and reports for both.
    pub(super) is_office: bool,
    /// The body governs an area.
    pub(super) is_government: bool,
    /// The place that a department lies in: 青禾县 is more than 青禾县林业局.
    pub(super) place: &'a str,
    /// What the name of its area ends with: 县 for a county, of which 全县 is all.
    pub(super) area: &'a str,
    pub(super) has_last: bool,
    /// All that came in this year can be finished, while others are left.
    pub(super) may_finish_new: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn new(report: &'a Report, may_finish_new: bool) -> Self {
        let agency = report.agency_name();
        let is_government = report.agency.level == Some(Level::Government) || ends(agency, List::Government);
        let has_last = report.last_year.report().is_some();
        let is_office = ends(agency, List::Office);
        let core = if is_government { agency } else { Body::of(agency).core };
        let place = agency.strip_suffix(core).unwrap_or_default();
        let ends_of_places = List::PlaceEnd.words().iter();
        let area = ends_of_places.filter_map(|end| agency.rfind(end).zip(Some(*end))).max();
        Self {
            own: Name::new(agency),
            place,
            year: report.year(),
            is_office,
            is_government,
            area: area.map_or("", |(_, end)| end),
            has_last,
            may_finish_new,
        }
    }
}

/// A sentence, cut and joined.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) facts: Facts<'a>,
    pub(super) tokens: Vec<Token>,
    pub(super) figures: Vec<Figure>,
    range: Range<usize>,
    /// Where it says 信息公开, once that has been asked for.
    disclosures: OnceCell<Vec<usize>>,
    /// The first token of words such as 截至目前, likewise.
    pub(super) until_now: OnceCell<Option<usize>>,
}

impl<'a> Sentence<'a> {
    /// A stretch of a text as a sentence.
    pub(super) fn new(text: &'a str, range: Range<usize>, facts: Facts<'a>) -> Self {
        let (tokens, figures) = tokens(text, range.clone(), facts.own);
        Self { text, facts, tokens, figures, range, disclosures: OnceCell::new(), until_now: OnceCell::new() }
    }

    /// The words of a token.
    pub(super) fn said(&self, token: &Token) -> &'a str {
        self.text.get(token.range.clone()).unwrap_or_default()
    }

    /// All its words.
    pub(super) fn words(&self) -> &'a str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// The token that a byte of its words stands in.
    pub(super) fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.range.end <= self.range.start + byte)
    }

    pub(super) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The token before another.
    pub(super) fn before(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index.checked_sub(1)?)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &[Token] {
        self.tokens.get(range).unwrap_or_default()
    }

    /// Where a token stands.
    pub(super) fn place(&self, index: usize) -> Range<usize> {
        self.token(index).map(|token| token.range.clone()).unwrap_or_default()
    }

    /// The tokens from the last mark up to a place.
    pub(super) fn since_mark(&self, end: usize) -> &[Token] {
        self.slice(0..end).rsplit(Token::is_mark).next().unwrap_or_default()
    }

    /// The tokens from a place up to the next mark.
    pub(super) fn to_mark(&self, start: usize) -> &[Token] {
        let rest = self.slice(start..self.tokens.len());
        rest.split(Token::is_mark).next().unwrap_or_default()
    }

    /// The tokens from a place up to the next mark or number.
    pub(super) fn to_stop(&self, start: usize) -> &[Token] {
        let rest = self.slice(start..self.tokens.len());
        rest.split(|token| token.is_mark() || token.is_number()).next().unwrap_or_default()
    }

    pub(super) fn figure(&self, index: usize) -> Option<&Figure> {
        match self.token(index)?.tag {
            Tag::Number(place) => self.figures.get(place),
            _ => None,
        }
    }

    /// A short form of the own name.
    pub(super) fn is_own_name(&self, token: &Token) -> bool {
        let said = self.said(token);
        let is_own = |said: &str| said.chars().all(|c| self.facts.own.full.contains(c));
        // 气象部门 is the 气象局.
        let is_place = || ends(said, List::PlaceEnd) && self.facts.place.contains(said);
        is_own(said) && !is_place() || List::Department.words().before_end(said).is_some_and(is_own)
    }

    /// True if words for an area are those of the body that reports: a township is not 全县.
    pub(super) fn is_own_area(&self, token: &Token) -> bool {
        let said = self.said(token);
        let mut ends = List::PlaceEnd.words().iter().filter(|end| said.contains(*end));
        let is_of = |end: Option<&&str>| end.is_none_or(|end| *end == self.facts.area);
        // 镇街 are what lies in the area.
        self.facts.is_government
            && (self.facts.area.is_empty() || is_of(ends.next()) || ends.next().is_some())
    }

    /// “收到行政复议5件”: cases that came in; “收到行政复议申请” are those that a body decides.
    pub(super) fn gets_cases(&self, clause: &[Token]) -> bool {
        let is_application =
            |token: &Token| matches!(token.tag, Tag::Case(_)) && has(self.said(token), List::Request);
        let is_other = |token: &Token| {
            token.is(Tag::Hears) || matches!(token.tag, Tag::Verb(_)) && !begins(self.said(token), List::Got)
        };
        !clause.iter().any(|token| is_application(token) || is_other(token))
    }

    /// True if words say that the matter is 政府信息公开.
    pub(super) fn says_disclosure(&self, tokens: &[Token]) -> bool {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
        let disclosures = self.disclosures.get_or_init(|| {
            List::Disclosure.words().places(self.words()).map(|at| self.range.start + at).collect()
        });
        disclosures.iter().any(|at| (first.range.start..last.range.end).contains(at))
    }
}
