//! From the TOML reader's complaint about one statement to the mistake that was made.

use super::{SyntaxProblem, figure, value};
use crate::report::cell::to_half_width;
use crate::source::Span;

/// Names the mistake in a statement that starts at `base` of the file, given where and what the
/// TOML reader complained about.
///
/// `next` is the statement after it. First what cannot be seen, then what follows from the key, then
/// what any statement may have wrong.
pub(super) fn classify(
    text: &str,
    base: usize,
    span: Span,
    message: &str,
    next: Option<&str>,
) -> (Span, SyntaxProblem) {
    if let Some(found) = unseen(text, base) {
        return found;
    }
    let backslash = ["too few unicode", "missing escaped", "invalid escape"];
    let is_backslash = backslash.iter().any(|part| message.starts_with(part));
    let foreign_space = first_foreign(text).filter(|(_, c)| meant_character(*c) == Some(' '));
    if !is_backslash && foreign_space.is_none() {
        let found = heading_not_ascii(text).or_else(|| value::problem(text, next));
        if let Some((place, problem)) = found {
            return (Span::new(base + place.start, base + place.end), problem);
        }
    }
    generic(text, base, span, message)
}

/// The mistake in a row whose bracket is never closed: perhaps it is, but behind a stray quote or
/// in full width.
pub(super) fn unclosed_list(text: &str, base: usize) -> Option<(Span, SyntaxProblem)> {
    let value = value::Value::of(text)?;
    if value.kind() != value::Kind::Figures {
        return None;
    }
    if let Some((place, problem)) = figure::problem(&value) {
        return Some((Span::new(base + place.start, base + place.end), problem));
    }
    let (at, foreign) = first_foreign(text).filter(|(_, c)| meant_character(*c) == Some(']'))?;
    Some(foreign_problem(text, base, at, foreign))
}

/// A control character anywhere, or a character without width outside quotes.
fn unseen(text: &str, base: usize) -> Option<(Span, SyntaxProblem)> {
    let control = text.char_indices().find(|&(at, c)| match c {
        '\t' | '\n' => false,
        '\r' => !text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')),
        _ => c.is_ascii_control(),
    });
    let (at, c) = control.or_else(|| first_foreign(text).filter(|(_, c)| is_invisible(*c)))?;
    Some((Span::new(base + at, base + at + c.len_utf8()), SyntaxProblem::Invisible(c)))
}

/// A heading such as `[存在问题]`.
fn heading_not_ascii(text: &str) -> Option<(Span, SyntaxProblem)> {
    let line = text.trim_end();
    let inner = line.trim_start().trim_start_matches('[');
    let end = inner.find([']', '］', '】', '\n', '#']).unwrap_or(inner.len());
    let name = inner.get(..end)?.trim();
    let start = line.len() - inner.len();
    let is_word = name.chars().any(|c| c.is_alphanumeric() && !c.is_ascii() && meant_character(c).is_none());
    (line.trim_start().starts_with('[') && is_word).then(|| {
        let span = Span::new(start, start + inner.get(..end).map_or(0, str::len));
        (span, SyntaxProblem::HeadingNotAscii(name.to_owned()))
    })
}

/// How many characters of a line are Chinese or full-width ones where ASCII ones belong.
pub(super) fn count_full_width(line: &str) -> usize {
    foreign(line).filter(|(_, c)| meant_character(*c).is_some()).count()
}

fn generic(text: &str, base: usize, span: Span, message: &str) -> (Span, SyntaxProblem) {
    if let Some((at, foreign)) = first_foreign(text) {
        return foreign_problem(text, base, at, foreign);
    }
    let written =
        text.get(span.start.saturating_sub(base)..span.end.saturating_sub(base)).unwrap_or_default();
    let says = |part: &str| message.starts_with(part);
    let problem = if says("too few unicode") || says("missing escaped") || says("invalid escape") {
        if value::Value::of(text).is_some_and(|value| value.text.starts_with("\"\"\"")) {
            return (span, SyntaxProblem::BackslashInText);
        }
        let (string, at) = string_around(text, span.start.saturating_sub(base));
        return (Span::new(base + at, base + at + string.len()), SyntaxProblem::Backslash(string));
    } else if says("string values must be quoted") && written.trim().is_empty() {
        SyntaxProblem::NoValue
    } else if says("string values must be quoted") {
        unquoted(written)
    } else if says("key with no value") {
        SyntaxProblem::NoEquals
    } else if says("missing value") {
        SyntaxProblem::NoValue
    } else if says("unclosed array") {
        SyntaxProblem::UnclosedList
    } else if says("unclosed table") {
        SyntaxProblem::UnclosedHeading
    } else if says("extra comma") {
        SyntaxProblem::EmptyCell
    } else if says("missing comma") {
        SyntaxProblem::MissingComma
    } else if says("unexpected leading zero") {
        return leading_zero(text, base, span);
    } else if message.contains("date") || message.contains("time") || message.contains("month") {
        SyntaxProblem::BadDate(written.to_owned())
    } else if says("invalid basic string") || says("invalid literal string") {
        SyntaxProblem::UnclosedString(if message.contains('"') { "\"" } else { "'" })
    } else if says("unexpected") || says("extra assignment") {
        SyntaxProblem::Trailing
    } else if message.contains("recurs") {
        SyntaxProblem::TooDeep
    } else {
        SyntaxProblem::Other
    };
    (span, problem)
}

/// The mistake behind a character that has no place outside quotes.
fn foreign_problem(text: &str, base: usize, at: usize, foreign: char) -> (Span, SyntaxProblem) {
    let here = Span::new(base + at, base + at + foreign.len_utf8());
    if let Some(meant) = meant_character(foreign) {
        return (here, SyntaxProblem::FullWidth(foreign, meant));
    }
    if is_invisible(foreign) {
        return (here, SyntaxProblem::Invisible(foreign));
    }
    let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let before = text.get(line_start..at).unwrap_or_default();
    let word: String = text
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| !c.is_whitespace() && !"=,]#".contains(*c))
        .collect();
    if !before.contains('=') && !before.contains('[') {
        let span = Span::new(base + at, base + at + word.len());
        return (span, SyntaxProblem::KeyNotAscii(word));
    }
    // The word may begin before its first foreign character, as in `328.6万元`.
    let is_border = |c: char| c.is_whitespace() || "=,[".contains(c);
    let start = before.rfind(is_border).map_or(line_start, |border| line_start + border + 1);
    let end = at + word.len();
    let written = text.get(start..end).unwrap_or_default().to_owned();
    (Span::new(base + start, base + end), SyntaxProblem::Unquoted(written))
}

/// A number that begins with a zero may be the second half of one such as `1,034`.
fn leading_zero(text: &str, base: usize, span: Span) -> (Span, SyntaxProblem) {
    let at = span.start.saturating_sub(base);
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let head = before.strip_suffix(',').unwrap_or_default();
    let leading = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits != 3 || !(1..=3).contains(&leading) {
        return (span, SyntaxProblem::LeadingZero);
    }
    let start = at - 1 - leading;
    let written = text.get(start..at + digits).unwrap_or_default().to_owned();
    (Span::new(base + start, base + at + digits), SyntaxProblem::Thousands(written))
}

fn unquoted(written: &str) -> SyntaxProblem {
    let mut parts = written.split_whitespace();
    let numbers = parts.clone().count() > 1 && parts.all(|part| part.parse::<u64>().is_ok());
    if numbers { SyntaxProblem::MissingComma } else { SyntaxProblem::Unquoted(written.trim().to_owned()) }
}

/// The first character outside strings and comments that is not ASCII.
fn first_foreign(text: &str) -> Option<(usize, char)> {
    foreign(text).next()
}

/// The characters outside strings and comments that are not ASCII.
fn foreign(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut chars = text.char_indices().peekable();
    let mut quote: Option<(char, usize)> = None;
    let mut comment = false;
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            // Three are as good as more: to count a long run at each of its quotes would be quadratic.
            let run = |q: char| {
                text.get(at..).map_or(0, |rest| rest.chars().take(3).take_while(|&c| c == q).count())
            };
            match quote {
                _ if comment => comment = c != '\n',
                Some(('"', _)) if c == '\\' => {
                    chars.next();
                }
                Some((q, length)) if c == q && run(q) >= length => {
                    skip(&mut chars, length - 1);
                    quote = None;
                }
                Some((_, 1)) if c == '\n' => quote = None,
                Some(_) => {}
                None if c == '#' => comment = true,
                None if c == '"' || c == '\'' => {
                    let length = if run(c) >= 3 { 3 } else { 1 };
                    skip(&mut chars, length - 1);
                    quote = Some((c, length));
                }
                None if !c.is_ascii() => return Some((at, c)),
                None => {}
            }
        }
    })
}

fn skip(chars: &mut impl Iterator, count: usize) {
    for _ in 0..count {
        chars.next();
    }
}

/// The ASCII character that is meant by a Chinese, full-width or typographic one.
fn meant_character(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' => ',',
        '“' | '”' | '„' | '＂' => '"',
        '‘' | '’' | '＇' => '\'',
        '【' | '〔' | '「' => '[',
        '】' | '〕' | '」' => ']',
        '。' | '·' => '.',
        '－' | '–' | '—' | '−' => '-',
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => to_half_width(c),
        _ => return None,
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The double-quoted string around a place, and where it begins.
fn string_around(text: &str, at: usize) -> (String, usize) {
    let start = text.get(..at).and_then(|before| before.rfind('"')).unwrap_or(0);
    let inside = text.get(start + 1..).unwrap_or_default();
    let length = inside.find(['"', '\n']).map_or(inside.len(), |end| end + 1);
    (text.get(start..start + 1 + length).unwrap_or_default().trim_end().to_owned(), start)
}
