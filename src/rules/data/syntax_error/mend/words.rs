//! Words in quotes, and narratives between three of them.

use super::super::quoted::unbracketed;
use super::{ENDS, Mender, is_blank};
use crate::report::statements::QUOTES;
use crate::report::to_half_width;
use crate::source::Span;

impl Mender<'_> {
    /// A value of words: quotes of another kind become ASCII ones, and words without any get them.
    pub(super) fn words(&mut self, at: usize, is_ascii: bool) -> Option<()> {
        let end = self.line_end(at);
        let line = self.slice(at, end);
        let note = note(line).unwrap_or(line.len());
        let value = line.get(..note)?.trim_end_matches(is_blank);
        let first = value.chars().next()?;
        // A full stop may belong to words without quotes.
        let is_end = |c: char| ENDS.contains(&c) && (QUOTES.contains(&first) || c != '。' && c != '.');
        let value = value.trim_end_matches(|c| is_blank(c) || is_end(c));
        let inside = if let Some(inside) = unbracketed(value) {
            inside
        } else if QUOTES.contains(&first) {
            let last = value.chars().next_back().filter(|last| QUOTES.contains(last))?;
            value.get(first.len_utf8()..value.len() - last.len_utf8())?
        } else {
            (!value.contains(QUOTES) && !value.contains(['=', '[', '{', '［'])).then_some(value)?
        };
        if !is_nested(inside, '“', '”') || !is_nested(inside, '‘', '’') || inside.contains(['"', '\'', '\n'])
        {
            return None;
        }
        let half = || inside.trim().chars().map(to_half_width).collect::<String>();
        let inside =
            Some(half()).filter(|half| is_ascii && half.is_ascii()).unwrap_or_else(|| inside.to_owned());
        let quote = if inside.contains('\\') { '\'' } else { '"' };
        self.put(at, at + value.len(), &format!("{quote}{inside}{quote}"));
        self.tail(at + value.len())
    }

    /// Three quotes that open a narrative, or signs behind those that close it.
    pub(super) fn narrative(&mut self, at: usize) -> Option<()> {
        let end = self.line_end(at);
        let line = self.slice(at, end);
        for quotes in ["'''", "\"\"\""] {
            if line.starts_with(quotes) {
                let inside = self.text.get(at + quotes.len()..)?;
                return self.tail(at + 2 * quotes.len() + inside.find(quotes)?);
            }
        }
        let opening = line.trim_end_matches(is_blank);
        // The whole text stands between two quotes on one line.
        let is_whole = opening.starts_with(is_wide) && opening.ends_with(is_wide);
        if is_whole && opening.contains(|c| !QUOTES.contains(&c)) {
            return self.words(at, false);
        }
        (self.opens, self.opens_by_one) = (true, is_lone(opening));
        (is_triple(opening) || self.opens_by_one).then(|| self.put(at, at + opening.len(), "'''"))
    }

    /// Three quotes of the wrong kind that close a narrative.
    pub(super) fn closing(&mut self, place: Span) -> Option<()> {
        let opening =
            ["'''", "\"\"\""].into_iter().filter_map(|quotes| Some((self.text.find(quotes)?, quotes)));
        let (_, quotes) = opening.min()?;
        let written = self.slice(place.start, place.end);
        (is_triple(written) || is_lone(written)).then(|| self.put(place.start, place.end, quotes))
    }
}

/// True if each quote that opens within words closes within them: not so between the ends of “放管服”、“双公示”.
fn is_nested(words: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    let marks = words.chars().filter(|&c| c == open || c == close);
    let is_sound = marks.into_iter().all(|c| {
        let before = depth;
        depth = if c == open { depth + 1 } else { depth.saturating_sub(1) };
        c == open || before > 0
    });
    is_sound && depth == 0
}

/// A quote that is none of ASCII.
fn is_wide(c: char) -> bool {
    !c.is_ascii() && QUOTES.contains(&c)
}

/// True for one quote that is none of ASCII.
pub(super) fn is_lone(text: &str) -> bool {
    text.chars().count() == 1 && text.chars().all(is_wide)
}

/// True for three quotes of any kind.
fn is_triple(text: &str) -> bool {
    text.chars().count() == 3 && text.chars().all(|c| QUOTES.contains(&c))
}

/// Where a note begins: a `#` with a blank before it.
fn note(text: &str) -> Option<usize> {
    text.match_indices(['#', '＃'])
        .map(|(at, _)| at)
        .find(|&at| text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(is_blank)))
}
