//! What a mistake is, given what belongs at the key: a date, a year, words or figures.

use super::SyntaxProblem;
use crate::report::keys;
use crate::source::Span;

/// Names the mistake in a statement that starts at `base` of the file by the key that it is about;
/// `None` if the key does not settle it.
pub(super) fn by_key(text: &str, base: usize) -> Option<(Span, SyntaxProblem)> {
    let (key, rest) = text.split_once('=')?;
    let line = rest.split('\n').next().unwrap_or_default();
    let value = line.trim();
    let start = base + key.len() + 1 + (line.len() - line.trim_start().len());
    let (key, plain) = (key.trim(), value.split('#').next().unwrap_or_default().trim());
    let whole = Span::new(start, start + plain.len().max(1));
    match key {
        "date" | "deadline" => return Some((whole, SyntaxProblem::BadDate(plain.to_owned()))),
        "year" if !plain.is_empty() => return Some((whole, SyntaxProblem::BadYear(plain.to_owned()))),
        "text" | "preamble" | "year" => return None,
        _ => {}
    }
    let is_text = keys::FIXED.iter().any(|(section, name, _)| !section.is_empty() && *name == key);
    if is_text { words(value, plain, start, whole) } else { figures(plain, start) }
}

/// Words must stand in a pair of quotes.
fn words(value: &str, plain: &str, start: usize, whole: Span) -> Option<(Span, SyntaxProblem)> {
    let quotes = value.matches('"').count();
    if value.contains('\\') {
        return None;
    }
    if value.starts_with('"') && quotes == 1 {
        return Some((Span::new(start, start + 1), SyntaxProblem::OpenQuote(format!("{plain}\""))));
    }
    if value.starts_with('"') && quotes > 2 {
        return Some((whole, SyntaxProblem::InnerQuotes));
    }
    let quoted = value.starts_with(['"', '\'', '“', '‘', '”', '’', '＂']);
    (!quoted && !plain.is_empty()).then(|| (whole, SyntaxProblem::WordsWithoutQuotes(plain.to_owned())))
}

/// A figure beside the `""` that it should have replaced, or with thousands set apart.
fn figures(plain: &str, start: usize) -> Option<(Span, SyntaxProblem)> {
    let number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    for (at, blank) in plain.match_indices("\"\"") {
        let (before, after) = (plain.get(..at)?, plain.get(at + blank.len()..)?);
        let left = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let right = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let digits = if left > 0 { before.get(at - left..)? } else { after.get(..right)? };
        if number(digits) {
            let span = Span::new(start + at - left, start + at + blank.len() + right);
            return Some((span, SyntaxProblem::BesideBlank(digits.to_owned())));
        }
    }
    let mut parts = plain.split([',', '，']);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let thousands = (1..=3).contains(&first.len())
        && number(first)
        && !rest.is_empty()
        && rest
            .iter()
            .all(|part| number(part) && part.split('.').next().is_some_and(|whole| whole.len() == 3));
    thousands.then(|| {
        let written = plain.replace('，', ",");
        (Span::new(start, start + plain.len()), SyntaxProblem::Thousands(written))
    })
}
