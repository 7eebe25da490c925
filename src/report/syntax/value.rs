//! What belongs behind a key, and the mistakes that follow from it.

use super::SyntaxProblem;
use super::{figure, number, text_value};
use crate::report::keys;
use crate::source::Span;

/// A statement taken apart: `key = text`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'t> {
    /// The key.
    pub key: &'t str,
    /// Where it begins in the statement.
    key_at: usize,
    /// Where the equals sign stands.
    equals: usize,
    /// Everything behind the equals sign, without the blanks around it.
    pub text: &'t str,
    /// Where that begins in the statement.
    pub at: usize,
}

/// What belongs behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Date,
    Year,
    /// Words in quotes on one line.
    Text,
    /// A narrative between three single quotes.
    LongText,
    Figures,
}

impl<'t> Value<'t> {
    /// Takes a statement apart; `None` if it is not a key in ASCII and an equals sign.
    pub(super) fn of(statement: &'t str) -> Option<Self> {
        let equals = statement.find('=')?;
        let before = statement.get(..equals)?;
        let key = before.trim_matches([' ', '\t']);
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)) {
            return None;
        }
        let after = statement.get(equals + 1..)?;
        let text = after.trim_start_matches([' ', '\t']);
        let at = statement.len() - text.len();
        let key_at = before.len() - before.trim_start_matches([' ', '\t']).len();
        Some(Self { key, key_at, equals, text: text.trim_end(), at })
    }

    /// What belongs here.
    pub(super) fn kind(&self) -> Kind {
        let last = self.key.rsplit('.').next().unwrap_or_default();
        if self.key != last && keys::label(self.key).is_none() && last != "text" {
            return Kind::Figures;
        }
        let is_fixed = |section: bool| {
            keys::FIXED.iter().any(|key| key.name == last && key.section.is_empty() != section)
        };
        match last {
            "date" | "deadline" => Kind::Date,
            "year" => Kind::Year,
            "text" | "preamble" => Kind::LongText,
            "format" => Kind::Text,
            _ if is_fixed(true) => Kind::Text,
            _ => Kind::Figures,
        }
    }

    /// The first line of the value.
    pub(super) fn first_line(&self) -> &'t str {
        self.text.split('\n').next().unwrap_or_default().trim_end()
    }

    /// The key and its equals sign: where a message points if nothing stands behind them.
    pub(super) fn key_span(&self) -> Span {
        Span::new(self.key_at, self.equals + 1)
    }

    /// The first line of the value, without the note behind it, or the key if there is none.
    fn span(&self) -> Span {
        let line = self.first_line();
        let end = line.get(..line.find('#').unwrap_or(line.len())).unwrap_or_default().trim_end().len();
        if end == 0 { self.key_span() } else { Span::new(self.at, self.at + end) }
    }

    fn without_note(&self) -> &'t str {
        let line = self.first_line();
        line.get(..line.find('#').unwrap_or(line.len())).unwrap_or_default()
    }
}

/// The mistake in a statement that does not read, as far as it follows from what belongs there;
/// places count from the start of the statement. `next` is the statement after it.
pub(super) fn problem(statement: &str, next: Option<&str>) -> Option<(Span, SyntaxProblem)> {
    let value = Value::of(statement)?;
    match value.kind() {
        Kind::Date => Some((value.span(), SyntaxProblem::BadDate(value.without_note().trim().to_owned()))),
        Kind::Year => Some((value.span(), SyntaxProblem::BadYear(value.without_note().trim().to_owned()))),
        Kind::Text => text_value::problem(&value, next),
        Kind::LongText => long_text(&value),
        Kind::Figures => figure::problem(&value),
    }
}

/// The sound line, for a problem that says what is meant; `line` is the faulty one.
pub(super) fn mended(line: &str, problem: &SyntaxProblem) -> Option<String> {
    let value = Value::of(line)?;
    let mended = match problem {
        SyntaxProblem::BadDate(written) if value.kind() == Kind::Date => number::day(written)?,
        SyntaxProblem::BadYear(written) => number::year(written)?,
        SyntaxProblem::WordsWithoutQuotes(words) => text_value::in_quotes(words),
        SyntaxProblem::OpenQuote(quoted) => quoted.clone(),
        SyntaxProblem::InnerQuotes => text_value::with_inner_quotes(&value)?,
        _ => return None,
    };
    Some(format!("{} = {mended}", value.key))
}

fn long_text(value: &Value<'_>) -> Option<(Span, SyntaxProblem)> {
    let line = value.first_line();
    let opening: String = line.chars().take_while(|c| number::QUOTES.contains(c) || *c == '`').collect();
    if opening == "'''" || opening == "\"\"\"" {
        return after_text(value, &opening);
    }
    // An equals sign too many, or a row.
    if line.starts_with(['=', '[', '{']) {
        return None;
    }
    if opening.is_empty() {
        return Some((value.key_span(), SyntaxProblem::NoOpening));
    }
    let span = Span::new(value.at, value.at + opening.len());
    Some((span, SyntaxProblem::TextQuotes { written: opening, closing: false }))
}

/// Something behind the quotes that close a narrative.
fn after_text(value: &Value<'_>, quotes: &str) -> Option<(Span, SyntaxProblem)> {
    let (inside, after) = value.text.get(quotes.len()..)?.split_once(quotes)?;
    let extra = after.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    if extra.is_empty() || extra.starts_with('#') {
        return None;
    }
    let start = value.at + 2 * quotes.len() + inside.len() + after.len() - extra.len();
    Some((Span::new(start, start + extra.len()), SyntaxProblem::AfterText(quotes.to_owned())))
}

/// A narrative that seems to be empty because its opening quotes are one too few: `text = ''`.
pub(super) fn empty_text(statement: &str) -> Option<(Span, SyntaxProblem)> {
    let value = Value::of(statement)?;
    let is_empty = ["''", "\"\""].contains(&value.without_note().trim_end());
    if value.kind() == Kind::LongText && is_empty { long_text(&value) } else { None }
}
