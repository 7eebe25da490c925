//! What belongs behind a key, and the mistakes that follow from it.

use super::stated::Place;
use super::{Found, date, figure, narrative, quoted};
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
    Narrative,
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
            keys::TEXT | keys::BEFORE | keys::AFTER | "preamble" => Kind::Narrative,
            keys::HEADING | "format" => Kind::Text,
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
    pub(super) fn span(&self) -> Span {
        match self.without_note().len() {
            0 => self.key_span(),
            length => Span::new(self.at, self.at + length),
        }
    }

    /// The first line of the value, without the note behind it.
    pub(super) fn without_note(&self) -> &'t str {
        let line = self.first_line();
        line.get(..line.find('#').unwrap_or(line.len())).unwrap_or_default().trim_end()
    }
}

/// The mistake in a statement that does not read, as far as it follows from what belongs there. `next` is
/// the statement after it.
pub(super) fn mistake(statement: &str, next: Option<&str>, place: &Place<'_>) -> Option<Found> {
    let value = Value::of(statement)?;
    match value.kind() {
        Kind::Date => Some(date::of_day(&value, &place.example_day())),
        Kind::Year => Some(date::of_year(&value)),
        Kind::Text => quoted::mistake(&value, next),
        Kind::Narrative => narrative::mistake(&value),
        Kind::Figures => figure::mistake(&value, place.row(value.key).map(|(_, set)| set)),
    }
}
