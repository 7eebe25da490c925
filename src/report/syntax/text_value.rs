//! Mistakes in a value that is words in quotes.

use super::SyntaxProblem;
use super::number::QUOTES;
use super::scan::is_junk;
use super::value::Value;
use crate::source::Span;

/// Names the mistake in a value that should be words in quotes; `next` is the statement after it.
pub(super) fn problem(value: &Value<'_>, next: Option<&str>) -> Option<(Span, SyntaxProblem)> {
    let line = value.first_line();
    let here = |from: usize, to: usize| Span::new(value.at + from, value.at + to);
    let first = line.chars().next();
    match first {
        None | Some('#') => Some((value.key_span(), SyntaxProblem::NoText(value.key.to_owned()))),
        // No words begin so: an equals sign too many, or a row.
        Some('=' | '[' | '{') => None,
        Some(quote @ ('"' | '\'')) => quoted(value, line, quote, next),
        Some(quote) if QUOTES.contains(&quote) => {
            let words = without_comment(line);
            let mended = assign(value, words.trim_matches(QUOTES));
            Some((here(0, quote.len_utf8()), SyntaxProblem::ChineseQuotes(quote, mended)))
        }
        Some(_) => {
            let words = without_comment(line);
            let plain = words.trim_end_matches(QUOTES).to_owned();
            Some((here(0, words.len()), SyntaxProblem::WordsWithoutQuotes(plain)))
        }
    }
}

fn quoted(value: &Value<'_>, line: &str, quote: char, next: Option<&str>) -> Option<(Span, SyntaxProblem)> {
    let here = |from: usize, to: usize| Span::new(value.at + from, value.at + to);
    let body = line.get(1..)?;
    let close = body.find(quote);
    // In `"词   # 说明` with a quote somewhere in the note, the note still is a note.
    let note = note(body).filter(|&at| close.is_none_or(|close| at < close));
    let Some(close) = close.filter(|_| note.is_none()) else {
        if note.is_none() && next.is_some_and(|next| is_junk(next) && next.contains(quote)) {
            return Some((here(0, 1), SyntaxProblem::BrokenLine));
        }
        let words = body.get(..note.unwrap_or(body.len()))?.trim_end();
        let words = if words.contains('“') { words } else { words.strip_suffix('”').unwrap_or(words) };
        return Some((here(0, 1), SyntaxProblem::OpenQuote(in_quotes(words))));
    };
    let inside = body.get(..close)?;
    let after = body.get(close + 1..)?;
    let tail = without_comment(after);
    if let Some(last) = tail.rfind(quote) {
        return Some((here(0, last + close + 3), SyntaxProblem::InnerQuotes));
    }
    let extra = tail.trim_start();
    if extra.is_empty() {
        return None;
    }
    let from = 2 + close + (tail.len() - extra.len());
    let span = here(from, from + extra.len());
    let is_words = extra.chars().any(char::is_alphanumeric);
    let problem = SyntaxProblem::AfterQuote {
        inside: is_words.then(|| assign(value, &format!("{inside}{extra}"))),
        noted: (!is_words || !inside.is_empty()).then(|| match is_words {
            true => format!("{}  # {}", assign(value, inside), extra.trim_start_matches(['/', ' '])),
            false => assign(value, inside),
        }),
    };
    Some((span, problem))
}

/// Words with quotes in them, those made Chinese ones; one that has no partner goes.
fn paired(inner: &str, quote: char) -> String {
    let inner = inner.trim();
    // `""词""`: the words were typed into a pair of quotes of their own.
    let twice = inner.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(words) = twice.filter(|words| !words.contains(quote)) {
        return words.to_owned();
    }
    if inner.matches(quote).count() % 2 == 1 {
        return inner.replace(quote, "");
    }
    let mut open = false;
    inner
        .chars()
        .map(|c| match c == quote {
            true => {
                open = !open;
                if open { '“' } else { '”' }
            }
            false => c,
        })
        .collect()
}

/// Where a note begins: a `#` with a blank before it.
fn note(text: &str) -> Option<usize> {
    text.match_indices('#').map(|(at, _)| at).find(|&at| {
        text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    })
}

fn without_comment(text: &str) -> &str {
    text.get(..note(text).unwrap_or(text.len())).unwrap_or_default().trim_end()
}

/// The sound line: the key with the words in the quotes that can hold them.
fn assign(value: &Value<'_>, words: &str) -> String {
    format!("{} = {}", value.key, in_quotes(words))
}

/// Words in the quotes that can hold them.
pub(super) fn in_quotes(words: &str) -> String {
    let words = words.trim();
    let quote = if words.contains(['\\', '"']) { '\'' } else { '"' };
    format!("{quote}{}{quote}", words.replace(quote, ""))
}

/// The value with the quotes within its quotes made Chinese ones.
pub(super) fn with_inner_quotes(value: &Value<'_>) -> Option<String> {
    let line = value.first_line();
    let quote = line.chars().next()?;
    let body = line.get(1..)?;
    let close = body.find(quote)?;
    let last = close + 1 + without_comment(body.get(close + 1..)?).rfind(quote)?;
    Some(in_quotes(&paired(body.get(..last)?, quote)))
}
