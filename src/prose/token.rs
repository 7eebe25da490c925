//! A sentence cut into words, numbers and marks.

use std::ops::Range;

use super::lexicon::{Word, word_at};
use super::number::{Figure, begins_number, chinese_year, figure_at};

/// What a piece of a sentence is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number(Figure),
    /// A year of the calendar, with 年.
    Year(u16),
    Word(Word),
    /// A mark between clauses.
    Stop(char),
    /// Words that are not known; they hide what stands before them.
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

impl Token {
    pub(super) fn word(&self) -> Option<Word> {
        match self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is(&self, word: Word) -> bool {
        self.kind == Kind::Word(word)
    }
}

/// Cuts a sentence. Titles in 《》, notes in 〔〕 and quotes are unknown words as a whole.
pub(super) fn tokens(text: &str, sentence: Range<usize>, agency: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let rest = text.get(at..sentence.end).unwrap_or_default();
        let Some(first) = rest.chars().next() else { break };
        let (kind, length) = piece(text, at, rest, first, agency);
        let end = at + length.max(1);
        match (found.last_mut(), &kind) {
            (Some(Token { kind: Kind::Unknown, range }), Kind::Unknown) => range.end = end,
            // 城关街道办事处: with a name before it, it is another body.
            (Some(Token { kind: Kind::Unknown, range }), Kind::Word(Word::Own))
                if range.end == at && !rest.starts_with(['我', '本', '全']) && !rest.starts_with(agency) =>
            {
                range.end = end;
            }
            _ if first.is_whitespace() => {}
            _ => found.push(Token { kind, range: at..end }),
        }
        at = end;
    }
    found
}

fn piece(text: &str, at: usize, rest: &str, first: char, agency: &str) -> (Kind, usize) {
    if !agency.is_empty() && rest.starts_with(agency) {
        return (Kind::Word(Word::Own), agency.len());
    }
    let may_count = begins_number(first);
    if may_count && let Some((year, length)) = chinese_year(rest) {
        return (Kind::Year(year), with_degree(rest, length));
    }
    let word = word_at(rest);
    let may_be_neutral = matches!(word, None | Some((_, Word::Fill | Word::Own)));
    if may_count
        && may_be_neutral
        && let Some(figure) = figure_at(text, at)
    {
        return number(text, at, rest, figure);
    }
    // 及其他组织 is 及 and 其他组织.
    if rest.starts_with("及其他") || rest.starts_with("及其它") {
        return (Kind::Word(Word::And), first.len_utf8());
    }
    if let Some((spelling, word)) = word {
        return (Kind::Word(word), spelling.len());
    }
    for (open, close) in [('《', '》'), ('〔', '〕'), ('“', '”'), ('"', '"')] {
        if first == open {
            let inside = rest.get(open.len_utf8()..).unwrap_or_default();
            let length = inside.find(close).map_or(0, |end| end + close.len_utf8());
            return (Kind::Unknown, open.len_utf8() + length);
        }
    }
    let second = rest.chars().nth(1);
    match (first, second) {
        ('零', Some('申' | '收' | '受' | '接')) => (Kind::Word(Word::NegReceived), first.len_utf8()),
        ('零', Some('行' | '复' | '诉')) => (Kind::Word(Word::Neg), first.len_utf8()),
        ('零', None | Some('，' | '。' | '；' | ',' | '、' | '）')) => {
            (Kind::Word(Word::NegAfter), first.len_utf8())
        }
        ('我' | '本', second) => {
            (Kind::Word(Word::Own), first.len_utf8() + second.map_or(0, char::len_utf8))
        }
        (
            '，' | ',' | '；' | ';' | '。' | '（' | '）' | '(' | ')' | '|' | '！' | '？' | '：' | ':' | '［'
            | '］' | '[' | ']',
            _,
        ) => (Kind::Stop(half_open(first)), first.len_utf8()),
        ('约' | '近' | '超' | '逾', _) => (Kind::Word(Word::Fill), first.len_utf8()),
        _ => (Kind::Unknown, first.len_utf8()),
    }
}

/// One mark for each purpose, whatever its width.
fn half_open(mark: char) -> char {
    match mark {
        '(' | '［' | '[' => '（',
        ')' | '］' | ']' => '）',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        mark => mark,
    }
}

fn with_degree(rest: &str, length: usize) -> usize {
    let follows = rest.get(length..).is_some_and(|after| after.starts_with('度'));
    length + if follows { '度'.len_utf8() } else { 0 }
}

/// A number with a unit of time is none to compare; telephone numbers, codes and ranges count nothing.
fn number(text: &str, at: usize, rest: &str, figure: Figure) -> (Kind, usize) {
    let length = figure.range.end - at;
    let year = u16::try_from(figure.value).ok().filter(|year| (1990..2100).contains(year));
    if let ("年", Some(year)) = (figure.unit, year) {
        return (Kind::Year(year), with_degree(rest, length));
    }
    let after = rest.get(length..).unwrap_or_default();
    let joins = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '－' | '—' | '–' | '/' | '~' | '～');
    let is_code =
        rest.starts_with('0') && rest.get(1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    let before = text.get(..at).unwrap_or_default();
    // 9:30 is a time of the day.
    let is_clock =
        after.strip_prefix([':', '：']).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
            && figure.unit.is_empty();
    let was_clock =
        before.strip_suffix([':', '：']).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    if is_clock || was_clock {
        return (Kind::Unknown, length);
    }
    if is_code || after.starts_with(joins) || before.ends_with(|c| joins(c) || matches!(c, '第' | '〔')) {
        let soon = after.starts_with(joins) && after.chars().take(6).any(|c| matches!(c, '月' | '年'));
        let is_time = soon || matches!(figure.unit, "月" | "年");
        return (if is_time { Kind::Word(Word::OtherTime) } else { Kind::Unknown }, length);
    }
    match figure.unit {
        "年" => (Kind::Word(Word::OtherTime), length),
        // 12月31日 closes the year and 1月1日 opens it; another month is a part of it.
        "月" if figure.value != 12.into() && figure.value != 1.into() => {
            (Kind::Word(Word::OtherTime), length)
        }
        "月" | "日" => (Kind::Word(Word::Fill), length),
        _ => (Kind::Number(figure), length),
    }
}
