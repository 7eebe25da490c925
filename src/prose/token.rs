//! A sentence cut into words, numbers and marks.

use std::ops::Range;

use super::lexicon::{Filler, List, Tag, UnitKind, begins, word_at};
use super::number::{Figure, begins_number, calendar_year, figure_at};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) tag: Tag,
    pub(super) range: Range<usize>,
}

impl Token {
    pub(super) fn is(&self, tag: Tag) -> bool {
        self.tag == tag
    }

    /// True for a word that adds nothing to what is counted.
    pub(super) fn is_fill(&self) -> bool {
        matches!(self.tag, Tag::Fill(_))
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.tag, Tag::Number(_))
    }

    pub(super) fn is_mark(&self) -> bool {
        matches!(self.tag, Tag::Mark(_))
    }
}

/// A piece of a sentence before its number has a place.
enum Piece {
    Tag(Tag),
    Number(Figure),
}

/// Cuts a sentence into tokens and figures. Titles in 《》, notes in 〔〕 and quotes are unknown words as
/// a whole.
pub(super) fn tokens(text: &str, sentence: Range<usize>, own: Name<'_>) -> (Vec<Token>, Vec<Figure>) {
    // A word takes about so many bytes.
    const WORD: usize = 5;
    let mut found: Vec<Token> = Vec::with_capacity(sentence.len().min(text.len()) / WORD);
    let mut figures: Vec<Figure> = Vec::new();
    let mut at = sentence.start;
    let mut rest = text.get(sentence).unwrap_or_default();
    while let Some(first) = rest.chars().next() {
        let (piece, length) = piece(text, at, rest, first, own);
        let length = length.max(1);
        let end = at + length;
        let tag = match piece {
            Piece::Tag(tag) => tag,
            Piece::Number(figure) => {
                figures.push(figure);
                Tag::Number(figures.len() - 1)
            }
        };
        let unknown = found.last_mut().filter(|last| matches!(last.tag, Tag::Unknown));
        match (tag, unknown) {
            (Tag::Unknown, Some(last)) => last.range.end = end,
            // 城关街道办事处: with a name before it, it is another body.
            (Tag::Own, Some(last))
                if last.range.end == at && !begins(rest, List::Own) && !rest.starts_with(own.full) =>
            {
                last.range.end = end;
            }
            _ if first.is_whitespace() => {}
            _ => found.push(Token { tag, range: at..end }),
        }
        at = end;
        rest = rest.get(length..).unwrap_or_default();
    }
    (found, figures)
}

fn piece(text: &str, at: usize, rest: &str, first: char, own: Name<'_>) -> (Piece, usize) {
    let word = word_at(rest);
    let name = own.length_at(rest, first);
    if name > word.map_or(0, |(length, _)| length - 1) {
        return (Piece::Tag(Tag::Own), name);
    }
    if begins_number(first) {
        if let Some((year, length)) = calendar_year(rest) {
            return (Piece::Tag(Tag::Year(year)), with_degree(rest, length));
        }
        // 2.2024年度: the mark of an entry, and a year.
        if let Some(length) = entry_mark(text, at, rest) {
            return (Piece::Tag(Tag::Fill(Filler::Plain)), length);
        }
        if matches!(word, None | Some((_, Tag::Fill(_) | Tag::Own)))
            && let Some(figure) = figure_at(text, at)
        {
            return number(text, at, rest, figure);
        }
    }
    if let Some((length, tag)) = word {
        let is_short = matches!(tag, Tag::Own) && length == first.len_utf8();
        return (Piece::Tag(tag), if is_short { with_kind(rest, length) } else { length });
    }
    match first {
        '《' => quoted(rest, first, '》'),
        '〔' => quoted(rest, first, '〕'),
        '“' => quoted(rest, first, '”'),
        '"' => quoted(rest, first, '"'),
        _ => (Piece::Tag(mark(first)), first.len_utf8()),
    }
}

/// The length of 我 or 本 with what follows: the kind of body.
fn with_kind(rest: &str, length: usize) -> usize {
    let after = rest.get(length..).unwrap_or_default();
    let denies = matches!(word_at(after), Some((_, Tag::Neg | Tag::NegReceived | Tag::NegAfter)));
    let kind = after.chars().next().filter(|c| c.is_alphabetic() && !denies);
    length + kind.map_or(0, char::len_utf8)
}

/// A title, note or quote as one piece.
fn quoted(rest: &str, open: char, close: char) -> (Piece, usize) {
    let inside = rest.get(open.len_utf8()..).unwrap_or_default();
    let word = word_at(inside);
    // “零复议、零诉讼” says it as if there were no quotes.
    if matches!(word, Some((_, Tag::Neg | Tag::NegReceived | Tag::NegAfter))) {
        return (Piece::Tag(Tag::Fill(Filler::Plain)), open.len_utf8());
    }
    // A word in quotes is that word.
    let end = inside.find(close);
    let tag = word.filter(|(length, _)| Some(*length) == end).map(|(_, tag)| tag);
    let length = end.map_or(0, |end| end + close.len_utf8());
    (Piece::Tag(tag.unwrap_or(Tag::Unknown)), open.len_utf8() + length)
}

/// What a character means that begins no word.
fn mark(first: char) -> Tag {
    match first {
        '，' | ',' => Tag::Mark('，'),
        '；' | ';' => Tag::Mark('；'),
        '：' | ':' => Tag::Mark('：'),
        '（' | '(' | '［' | '[' => Tag::Mark('（'),
        '）' | ')' | '］' | ']' => Tag::Mark('）'),
        '。' | '|' | '！' | '？' => Tag::Mark(first),
        '”' => Tag::Fill(Filler::Plain),
        _ => Tag::Unknown,
    }
}

/// The own name, as it may stand in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) full: &'a str,
    /// A bit for each of its characters: most characters of a text are none of them.
    hints: u128,
}

impl<'a> Name<'a> {
    pub(super) fn new(full: &'a str) -> Self {
        let bit = |hints: u128, c: char| hints | 1 << (c as u32 % u128::BITS);
        Self { full, hints: full.chars().fold(0, bit) }
    }

    /// How much of a text is the own name from some character on: 青禾县林业局 is also 县林业局,
    /// 青禾县人民政府 also 青禾县 or 县政府.
    fn length_at(self, rest: &str, first: char) -> usize {
        // Two characters of it are the least that is read.
        let may_be = |c: char| self.hints >> (c as u32 % u128::BITS) & 1 == 1;
        if !may_be(first) || !rest.chars().nth(1).is_some_and(may_be) {
            return 0;
        }
        let starts = self.full.char_indices().filter(|(_, c)| *c == first);
        let names = starts.map(|(at, _)| self.full.get(at..).unwrap_or_default());
        names.filter_map(|name| name_length(rest, name)).max().unwrap_or_default()
    }
}

/// How much of a text is a name, with or without its last word.
fn name_length(rest: &str, mut name: &str) -> Option<usize> {
    let (mut length, mut is_shortened) = (0, false);
    while let Some(next) = name.chars().next() {
        if rest.get(length..).is_some_and(|rest| rest.starts_with(next)) {
            length += next.len_utf8();
            name = name.get(next.len_utf8()..).unwrap_or_default();
        } else {
            name = List::Omitted.words().after_start(name)?;
            is_shortened = true;
        }
    }
    // One character says too little, and so does a bare 政府.
    let least = if is_shortened && length > 0 { 2 } else { 3 };
    (rest.get(..length)?.chars().count() >= least).then_some(length)
}

fn with_degree(rest: &str, length: usize) -> usize {
    let follows = rest.get(length..).is_some_and(|after| after.starts_with('度'));
    length + if follows { '度'.len_utf8() } else { 0 }
}

/// The length of the mark of an entry, 2. or 2、, at the start of a line.
fn entry_mark(text: &str, at: usize, rest: &str) -> Option<usize> {
    let before = text.get(..at)?.trim_end_matches(' ');
    let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=2).contains(digits))?;
    let (mark, behind) =
        rest.get(digits..)?.split_at_checked(rest.get(digits..)?.chars().next()?.len_utf8())?;
    let is_year = || behind.find(|c: char| !c.is_ascii_digit()) == Some(4);
    let is_mark =
        matches!(mark, "." | "．" | "、") && (!behind.starts_with(|c: char| c.is_ascii_digit()) || is_year());
    ((before.is_empty() || before.ends_with('\n')) && is_mark).then_some(digits + mark.len())
}

/// The length of a number of days on which offices are open.
fn workdays(rest: &str, figure: &Figure) -> Option<usize> {
    let digits = rest.find(|c: char| !begins_number(c))?;
    let after = rest.get(digits..)?;
    let behind = List::Workday.words().after_start(after)?;
    matches!(figure.kind, None | Some(UnitKind::Piece)).then_some(rest.len() - behind.len())
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '—' | '–' | '~' | '～')
}

/// The length of a dash that leads to another day.
fn dash_to_day(after: &str) -> Option<usize> {
    let behind = after.trim_start_matches(is_dash);
    let unit = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_day = unit.len() < behind.len() && unit.starts_with(['年', '月']);
    (behind.len() < after.len() && is_day).then_some(after.len() - behind.len())
}

/// A number with a unit of time is none to compare; telephone numbers, codes and ranges count nothing.
fn number(text: &str, at: usize, rest: &str, figure: Figure) -> (Piece, usize) {
    let length = figure.range.end - at;
    let year = u16::try_from(figure.value).ok().filter(|year| (1990..2100).contains(year));
    if let (Some(UnitKind::Year), Some(year)) = (figure.kind, year) {
        return (Piece::Tag(Tag::Year(year)), with_degree(rest, length));
    }
    let after = rest.get(length..).unwrap_or_default();
    let before = text.get(..at).unwrap_or_default();
    // 20个工作日 is a time.
    if let Some(days) = workdays(rest, &figure) {
        return (Piece::Tag(Tag::Fill(Filler::Plain)), days);
    }
    // 1月1日—12月31日: the dash between two days.
    if let Some(UnitKind::Day) = figure.kind
        && let Some(dash) = dash_to_day(after)
    {
        return (Piece::Tag(Tag::Fill(Filler::Plain)), length + dash);
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let joins = |c: char| c.is_ascii_alphabetic() || c == '/' || is_dash(c);
    // 9:30 is a time of the day.
    let is_clock =
        figure.kind.is_none() && after.strip_prefix([':', '：']).is_some_and(|a| a.starts_with(is_digit));
    let was_clock = before.strip_suffix([':', '：']).is_some_and(|before| before.ends_with(is_digit));
    if is_clock || was_clock {
        return (Piece::Tag(Tag::Unknown), length);
    }
    let is_code = rest.starts_with('0') && rest.get(1..).is_some_and(|rest| rest.starts_with(is_digit));
    let is_last_month =
        figure.kind == Some(UnitKind::Month) && before.trim_end_matches(is_dash).ends_with('日');
    let is_joined = before.ends_with(|c| joins(c) || matches!(c, '第' | '〔')) && !is_last_month;
    if is_code || after.starts_with(joins) || is_joined {
        let soon = after.starts_with(joins) && after.chars().take(6).any(|c| matches!(c, '月' | '年'));
        let is_time = soon || matches!(figure.kind, Some(UnitKind::Month | UnitKind::Year));
        return (Piece::Tag(if is_time { Tag::OtherTime } else { Tag::Unknown }), length);
    }
    let tag = match figure.kind {
        Some(UnitKind::Year) => Tag::OtherTime,
        // 12月31日 closes the year and 1月1日 opens it; another month is a part of it.
        Some(UnitKind::Month) if figure.value != 12.into() && figure.value != 1.into() => Tag::OtherTime,
        Some(UnitKind::Month | UnitKind::Day) => Tag::Fill(Filler::Plain),
        _ => return (Piece::Number(figure), length),
    };
    (Piece::Tag(tag), length)
}
