//! A sentence cut into words, numbers and marks.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::{WORDS, Word};
use super::number::{Figure, figure_at};

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

/// Words by their first character, longest first.
static BY_FIRST: LazyLock<HashMap<char, Vec<(&'static str, Word)>>> = LazyLock::new(|| {
    let mut found: HashMap<char, Vec<(&'static str, Word)>> = HashMap::new();
    for (word, spellings) in WORDS {
        for spelling in *spellings {
            if let Some(first) = spelling.chars().next() {
                found.entry(first).or_default().push((spelling, *word));
            }
        }
    }
    // A stable sort: of two meanings of one spelling, the later in the list wins below.
    for words in found.values_mut() {
        words.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    }
    found
});

/// The longest known word at the start of a text.
fn word_at(rest: &str) -> Option<(&'static str, Word)> {
    let words = BY_FIRST.get(&rest.chars().next()?)?;
    let (spelling, word) = words.iter().find(|(spelling, _)| rest.starts_with(spelling))?;
    let last = words.iter().rev().find(|(other, _)| other == spelling);
    // 未发生 says none of what follows; only 均未发生 looks back.
    match last {
        Some((_, Word::NegAfter)) if !spelling.starts_with('均') => Some((spelling, Word::Neg)),
        Some((_, other)) => Some((spelling, *other)),
        None => Some((spelling, *word)),
    }
}

/// Cuts a sentence. Titles in 《》 and notes in 〔〕 are unknown words as a whole.
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
            _ if first.is_whitespace() => {}
            _ => found.push(Token { kind, range: at..end }),
        }
        at = end;
    }
    found
}

fn piece(text: &str, at: usize, rest: &str, first: char, agency: &str) -> (Kind, usize) {
    let fill = |length| (Kind::Word(Word::Fill), length);
    for (open, close) in [('《', '》'), ('〔', '〕'), ('“', '”')] {
        if first == open && word_at(rest).is_none() {
            let length = rest.find(close).map_or(rest.len(), |end| end + close.len_utf8());
            return (Kind::Unknown, length);
        }
    }
    if !agency.is_empty() && rest.starts_with(agency) {
        return fill(agency.len());
    }
    if let Some((spelling, word)) = word_at(rest)
        && (word != Word::Fill || figure_at(text, at).is_none())
    {
        return (Kind::Word(word), spelling.len());
    }
    if let Some(figure) = figure_at(text, at) {
        let mut length = figure.range.end - at;
        if figure.unit == "年" && rest.get(length..).is_some_and(|after| after.starts_with('度')) {
            length += '度'.len_utf8();
        }
        let after = rest.get(length..).unwrap_or_default();
        let joined = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '－' | '/');
        let is_code = rest.starts_with('0')
            && rest.get(1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
        // Telephone numbers, codes and ranges count nothing.
        if is_code
            || after.starts_with(joined)
            || text.get(..at).is_some_and(|before| before.ends_with(joined))
        {
            return (Kind::Unknown, length);
        }
        return (number(figure), length);
    }
    if matches!(first, '我' | '本') {
        let second = rest.chars().nth(1).map_or(0, char::len_utf8);
        return fill(first.len_utf8() + second);
    }
    if matches!(first, '，' | ',' | '；' | ';' | '。' | '、' | '（' | '）' | '(' | ')' | '|' | '！' | '？')
    {
        return (Kind::Stop(first), first.len_utf8());
    }
    if matches!(first, '约' | '近' | '超' | '逾') {
        return fill(first.len_utf8());
    }
    (Kind::Unknown, first.len_utf8())
}

/// A number with a unit of time is none to compare.
fn number(figure: Figure) -> Kind {
    let year = u16::try_from(figure.value).ok().filter(|year| (1990..2100).contains(year));
    match (figure.unit, year) {
        ("年", Some(year)) => Kind::Year(year),
        // 12月31日 closes the year; another month is a part of it.
        ("月", _) if figure.value != 12.into() && figure.value != 1.into() => Kind::Word(Word::OtherTime),
        ("月" | "日", _) => Kind::Word(Word::Fill),
        _ => Kind::Number(figure),
    }
}
