//! Mistakes in a value that is a figure or a row of figures.

use super::SyntaxProblem;
use super::number::{QUOTES, is_number, is_unit, no_number, without_thousands};
use super::value::Value;
use crate::source::Span;

type Found = (Span, SyntaxProblem);

/// Names the mistake in a figure or a row of figures, if it is one that only figures have.
pub(super) fn problem(value: &Value<'_>) -> Option<Found> {
    let masked = mask_comments(value.text);
    let text = masked.trim_end();
    let found = if text.starts_with('[') { row(text) } else { scalar(text) };
    found.map(|(span, problem)| (Span::new(value.at + span.start, value.at + span.end), problem))
}

/// Overwrites comments with blanks, so that everything else keeps its place.
fn mask_comments(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (before, after) = line.split_at(line.find('#').unwrap_or(line.len()));
        masked.push_str(before);
        masked.extend(after.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
    }
    masked
}

fn scalar(text: &str) -> Option<Found> {
    let whole = Span::new(0, text.len());
    if text.is_empty() || text.contains('\n') {
        return None;
    }
    if text.ends_with(']') && !text.contains(['[', '［', '【']) {
        let mended = format!("[ {}", text);
        return Some((whole, SyntaxProblem::UnopenedList(mended)));
    }
    if let Some(found) = cell(text) {
        return Some((whole, found));
    }
    let parts: Vec<&str> = text.split([',', '，', '、']).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_number(part)) {
        return Some((whole, SyntaxProblem::UnopenedList(format!("[ {} ]", parts.join(", ")))));
    }
    let (number, rest) = leading_number(text)?;
    let words = rest.trim_start();
    if words.split_whitespace().all(is_number) {
        return Some((whole, SyntaxProblem::TwoNumbers));
    }
    let at = text.len() - words.len();
    if !words.chars().any(char::is_alphanumeric) {
        let problem = SyntaxProblem::ExtraMark(words.to_owned(), number.to_owned());
        return Some((Span::new(at, text.len()), problem));
    }
    if words.len() == rest.len() && words.starts_with(|c: char| c.is_ascii() && !"(/;".contains(c)) {
        return None;
    }
    Some((Span::new(at, text.len()), no_hash(number, words)))
}

/// Words behind a figure or a row that were meant as a note.
fn no_hash(before: &str, words: &str) -> SyntaxProblem {
    let plain = words.trim_start_matches(['/', '-', ';', '；', ' ']);
    SyntaxProblem::NoHash(plain.to_owned(), format!("{before}  # {plain}"))
}

fn row(text: &str) -> Option<Found> {
    let close = text.find(']');
    let first_line = text.find('\n').unwrap_or(text.len());
    let end = close.unwrap_or(first_line);
    let mut start = 1;
    let inner = text.get(..end)?;
    while start <= end {
        let rest = inner.get(start..)?;
        let border = rest.find([',', '，', '、', ';', '；']);
        let written = rest.get(..border.unwrap_or(rest.len()))?;
        let trimmed = written.trim();
        let at = start + (written.len() - written.trim_start().len());
        if let Some(found) = row_cell(trimmed, at) {
            return Some(found);
        }
        let Some(border) = border else { break };
        let sign = rest.get(border..)?.chars().next()?;
        let place = Span::new(start + border, start + border + sign.len_utf8());
        match sign {
            ';' | '；' => return Some((place, SyntaxProblem::Semicolon(sign))),
            ',' => start = place.end,
            _ => return None,
        }
    }
    let after = text.get(close? + 1..)?;
    let extra = after.trim_start();
    let at = text.len() - extra.len();
    if extra.is_empty() || extra.contains('\n') {
        return None;
    }
    let span = Span::new(at, text.len());
    if extra.chars().any(char::is_alphanumeric) {
        let is_words = !extra.starts_with(|c: char| c.is_ascii() && !"(/;-".contains(c));
        return is_words.then(|| (span, no_hash("]", extra)));
    }
    Some((span, SyntaxProblem::ExtraMark(extra.to_owned(), "]".to_owned())))
}

fn row_cell(text: &str, at: usize) -> Option<Found> {
    let whole = Span::new(at, at + text.len());
    // A quote without a partner swallows the cells behind it.
    if text.matches('"').count() == 1 {
        let quote = at + text.find('"')?;
        return Some((Span::new(quote, quote + 1), SyntaxProblem::StrayQuote));
    }
    if let Some(problem) = cell(text) {
        return Some((whole, problem));
    }
    let (number, rest) = leading_number(text)?;
    let words = rest.trim_start();
    let is_words = words.chars().any(char::is_alphanumeric) && !words.is_ascii();
    (is_words || words.starts_with(['(', '（'])).then(|| {
        let mended = Some(number.to_owned());
        (whole, SyntaxProblem::NotNumber { written: text.to_owned(), mended })
    })
}

/// The mistakes that a figure of its own and one in a row have in common.
fn cell(text: &str) -> Option<SyntaxProblem> {
    if text.is_empty() || is_number(text) || text == "\"\"" || text == "''" {
        return None;
    }
    let bare = text.trim_matches(|c: char| QUOTES.contains(&c) || c.is_whitespace());
    if bare.len() < text.len() && !bare.is_empty() {
        let sound = text.len() == bare.len() + 2
            && (text.starts_with('"') && text.ends_with('"')
                || text.starts_with('\'') && text.ends_with('\''));
        let figure = without_thousands(bare).unwrap_or_else(|| bare.to_owned());
        if !sound && is_number(&figure) {
            return Some(SyntaxProblem::BesideBlank(figure));
        }
        let nothing = no_number(bare).filter(|_| !sound && text.contains("\"\""));
        return nothing.map(|mended| SyntaxProblem::NotNumber { written: bare.to_owned(), mended });
    }
    if without_thousands(text).is_some() {
        return Some(SyntaxProblem::Thousands(text.replace('，', ",")));
    }
    if let Some(mended) = no_number(text) {
        return Some(SyntaxProblem::NotNumber { written: text.to_owned(), mended });
    }
    let (_, rest) = leading_number(text)?;
    let unit = rest.trim();
    (is_unit(unit) || ["元", "亿元", "万", "%", "％"].contains(&unit))
        .then(|| SyntaxProblem::Unquoted(text.to_owned()))
}

/// A number, and something other than a number behind it.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || *at == 0 && "+-".contains(*c)))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.');
    // `2025-1-20` and `12:30` are no figure with a note.
    let glued = rest.starts_with(['-', ':', '_', '+']);
    (is_number(number) && !rest.is_empty() && !glued).then_some((number, rest))
}
