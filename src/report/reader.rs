//! Reading typed values out of the parsed file, noting every fault.

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::Date;
use super::fault::{Expected, Fault};
use super::keys::{self, Key};
use crate::narrative::{Room, Text, is_unprintable, radicals};
use crate::source::{Source, Span, Spanned};

/// Collects faults while values are read.
pub(super) struct Reader<'s> {
    /// The file.
    pub source: &'s Source,
    /// What has been met so far.
    pub faults: Vec<Fault>,
    /// What the marks of the narrative may still be worth.
    pub room: Room,
}

/// A part of the file: a table with its full path.
#[derive(Clone, Copy)]
pub(super) struct Part<'t, 's> {
    /// Full path, empty for the whole file.
    pub path: &'t str,
    /// The keys.
    pub table: &'t DeTable<'s>,
}

impl<'t, 's> Part<'t, 's> {
    /// The value of a key, which may stand under what people call it.
    pub fn get(&self, key: &str) -> Option<&'t TomlSpanned<DeValue<'s>>> {
        let is_meant = |name: &str, value| self.named(name, value).is_some_and(|named| named.name == key);
        let called = || self.table.iter().find(|(name, value)| is_meant(name.get_ref(), value));
        self.table.get(key).or_else(|| called().map(|(_, value)| value))
    }

    /// The key that a name in Chinese stands for.
    fn named(&self, name: &str, value: &TomlSpanned<DeValue<'s>>) -> Option<&'static Key> {
        let is_section = value.get_ref().is_table() || value.get_ref().is_array();
        keys::named(self.path, name).filter(|key| key.is_section() == is_section)
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// More faults than this are no help, and a hostile file could make millions.
const MAX_FAULTS: usize = 200;

/// A name, title or address is no longer than this, in bytes.
pub(crate) const LONGEST_TEXT: usize = 1_000;

impl Reader<'_> {
    /// Notes a fault.
    pub fn note(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Notes a value that does not belong where it stands.
    pub fn not_allowed(&mut self, path: String, span: Span, expected: Expected) {
        let written = self.source.slice(span);
        let found = written.lines().next().unwrap_or_default().chars().take(40).collect();
        self.note(Fault::NotAllowed { path, span, expected, found });
    }

    /// Reports every key that is not among the known ones; returns the known keys that are meant.
    pub fn unknown_keys(&mut self, part: Part<'_, '_>, known: &[&str]) -> Vec<String> {
        let mut meant = Vec::new();
        for (name, value) in part.table {
            let key = name.get_ref();
            if !known.contains(&key.as_ref()) {
                // A key that is there already cannot be the one that is meant.
                let mut absent = known.iter().copied().filter(|known| !part.table.contains_key(*known));
                let nearest = match part.named(key, value) {
                    Some(named) => absent.find(|absent| *absent == named.name).map(str::to_owned),
                    None => nearest(key, absent),
                };
                let nearest: Vec<String> = nearest.into_iter().collect();
                meant.extend(nearest.iter().cloned());
                let (path, span) = (part.path_of(key), name.span().into());
                self.note(Fault::UnknownKey { path, span, nearest, group: false, belongs: None });
            }
        }
        meant
    }

    /// A text in quotes.
    pub fn spanned_text(&mut self, part: Part<'_, '_>, key: &str) -> Option<Spanned<String>> {
        let value = part.get(key)?;
        let span = value.span().into();
        match value.get_ref() {
            DeValue::String(text) if text.len() > LONGEST_TEXT => {
                self.not_allowed(part.path_of(key), span, Expected::ShortText);
                None
            }
            DeValue::String(text) => {
                if radicals::has_any(text) {
                    self.note(Fault::Radicals { path: part.path_of(key), span });
                }
                Some(Spanned { value: one_line(text), span })
            }
            _ => {
                self.not_allowed(part.path_of(key), span, Expected::Text);
                None
            }
        }
    }

    /// A text in quotes, without its place; one of nothing but blanks counts as left out.
    pub fn text(&mut self, part: Part<'_, '_>, key: &str) -> Option<String> {
        self.spanned_text(part, key).map(|text| text.value).filter(|text| !text.trim().is_empty())
    }

    /// A narrative text.
    pub fn narrative(&mut self, part: Part<'_, '_>, key: &str) -> Option<Text> {
        let value = part.get(key)?;
        let span = value.span().into();
        match value.get_ref() {
            DeValue::String(text) => Some(Text::new(text, span, self.source, &mut self.room)),
            _ => {
                self.not_allowed(part.path_of(key), span, Expected::Text);
                None
            }
        }
    }

    /// A date without quotes.
    pub fn date(&mut self, part: Part<'_, '_>, key: &str) -> Option<Spanned<Date>> {
        let value = part.get(key)?;
        let span: Span = value.span().into();
        let date = match value.get_ref() {
            DeValue::Datetime(stated) => stated.date.map(|date| Date {
                year: date.year,
                month: date.month,
                day: date.day,
                time: stated.time.map(|time| (time.hour, time.minute)),
            }),
            _ => None,
        };
        if date.is_none() {
            self.not_allowed(part.path_of(key), span, Expected::Date);
        }
        date.map(|value| Spanned { value, span })
    }

    /// A section `[…]`.
    pub fn section<'t, 's>(&mut self, part: Part<'t, 's>, key: &'t str) -> Option<Part<'t, 's>> {
        let value = part.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Part { path: key, table }),
            _ => {
                self.not_allowed(part.path_of(key), value.span().into(), Expected::Section);
                None
            }
        }
    }
}

/// A text on one line, without characters that nobody sees or that turn the direction of writing, and
/// with the ordinary characters for radicals.
fn one_line(text: &str) -> String {
    let is_kept = |c: &char| c.is_control() || !is_unprintable(*c);
    let shown = |c: char| if c.is_control() { ' ' } else { radicals::ordinary(c).unwrap_or(c) };
    let plain: String = text.chars().filter(is_kept).map(shown).collect();
    plain.trim().to_owned()
}

/// The known key that a mistyped one most resembles, if it resembles any.
pub(super) fn nearest<'k>(key: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    // Comparing is quadratic in length: no known key is anywhere near this long.
    if key.len() > 100 {
        return None;
    }
    let lower = key.to_ascii_lowercase().replace('-', "_");
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&lower, candidate);
        let close = distance * 5 <= candidate.len() * 2;
        if close && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}
