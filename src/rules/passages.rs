//! What the rules on the narrative share: names of places, kinds of characters.

use std::ops::Range;

use crate::format::quote;
pub(super) use crate::narrative::is_han;
use crate::prose::{Prose, Words};
use crate::report::Report;

/// What the place of a text is called: the title of its section, or the preamble.
pub(super) fn place(report: &Report, section: Option<usize>) -> String {
    let title = section.and_then(|index| report.form.sections.get(index)).map(|s| quote(&s.title));
    title.unwrap_or_else(|| "引言".to_owned())
}

/// The lines of a text, a block each, with the place of their first byte.
pub(super) fn lines(prose: &Prose) -> impl Iterator<Item = (usize, &str)> {
    prose.lines().iter().map(|line| (line.range.start, prose.words(line)))
}

/// What is read of a sentence, so that a text that never ends one stays cheap.
pub(super) fn head(text: &str, sentence: &Range<usize>) -> Range<usize> {
    const LONGEST: usize = 6_000;
    let end = sentence.end.min(sentence.start + LONGEST);
    sentence.start..(end..=sentence.end).find(|&at| text.is_char_boundary(at)).unwrap_or(sentence.end)
}

/// What ends with 区 and is no district: 开发区.
static NO_DISTRICT: Words = Words::under("rule no-district");

/// True for a place that ends with 区 and is no district: 自治区, 开发区, 新区.
pub(super) fn is_zone(place: &str) -> bool {
    place.strip_suffix('区').is_some_and(|name| NO_DISTRICT.ends(name))
}
