//! Marks that will be visible in the report, or do something else than meant.

use std::ops::Range;

use super::inline::{is_harmless, is_token};
use super::is_han;
use super::lines::{Line, is_blank};
use super::origins::Origins;

/// A mark that does not do what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it is.
    pub mark: Visible,
}

/// The marks that are noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    /// `#` or `##` before a heading, which print like `###`.
    HighHeading,
    /// `#` that make no heading.
    Tag,
    /// `###` without words.
    EmptyHeading,
    /// `---`
    Rule,
    /// `>` at the beginning of a line.
    Quote,
    /// `~~`
    Strike,
    /// A backtick.
    Backtick,
    /// A link whose target is none that a report may have.
    Link,
    /// `**` without another.
    Bold,
}

impl Note {
    /// The note with its place in the text that has been cleared for reading.
    pub(super) fn at(self, origins: &Origins) -> Self {
        Self { range: origins.find(self.range), ..self }
    }
}

/// The first mark of a line that does not do what it looks like.
pub(super) fn note(text: &str, line: &Line, range: Range<usize>) -> Option<Note> {
    let words = text.get(range.clone()).unwrap_or_default();
    let mark = match line {
        Line::Row { .. } => None,
        Line::Heading { marks: marks @ 1..=2, .. } => Some((0..*marks, Visible::HighHeading)),
        Line::Heading { .. } => inline(words),
        _ if words.starts_with('|') => None,
        _ => block(words).or_else(|| inline(words)),
    };
    mark.map(|(part, mark)| Note { range: range.start + part.start..range.start + part.end, mark })
}

/// A mark that opens a line that is no heading.
fn block(line: &str) -> Option<(Range<usize>, Visible)> {
    let rest = line.trim_start_matches('#');
    let hashes = line.len() - rest.len();
    if hashes > 0 {
        let mark = if rest.trim_matches(is_blank).is_empty() { Visible::EmptyHeading } else { Visible::Tag };
        return Some((0..hashes, mark));
    }
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let sign = signs.next().filter(|c| matches!(c, '-' | '*' | '_' | '='));
    if sign.is_some() && signs.clone().count() >= 2 && signs.all(|c| Some(c) == sign) {
        return Some((0..line.len(), Visible::Rule));
    }
    line.starts_with('>').then_some((0..1, Visible::Quote))
}

/// A mark inside a line.
fn inline(line: &str) -> Option<(Range<usize>, Visible)> {
    // Most lines have none of them.
    let bytes = line.as_bytes();
    if memchr::memchr3(b'~', b'`', b'*', bytes).is_none() && memchr::memchr(b']', bytes).is_none() {
        return None;
    }
    let strike = find(line, "~~").map(|at| (at..at + 2, Visible::Strike));
    let backtick = || find(line, "`").map(|at| (at..at + 1, Visible::Backtick));
    let link = || dead_link(line).map(|range| (range, Visible::Link));
    let bold = || {
        let bold = pairs(line);
        bold.last().filter(|_| bold.len() % 2 == 1).map(|&at| (at..at + 2, Visible::Bold))
    };
    strike.or_else(backtick).or_else(link).or_else(bold)
}

/// The first place of a mark without a backslash before it.
fn find(line: &str, mark: &str) -> Option<usize> {
    let mut places = line.match_indices(mark).map(|(at, _)| at);
    places.find(|&at| !line.get(..at).is_some_and(|before| before.ends_with('\\')))
}

/// Places of `**` that stand for bold: three and more asterisks mask digits.
fn pairs(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // A `**` behind one character, which is a surname unless another `**` closes what it opens.
    let mut behind_one = None;
    let mut at = 0;
    while let Some(start) = line.get(at..).and_then(|tail| tail.find('*')).map(|place| at + place) {
        let tail = line.get(start..).unwrap_or_default();
        let length = tail.len() - tail.trim_start_matches('*').len();
        let before = line.get(..start).unwrap_or_default();
        let after = tail.get(length..).unwrap_or_default();
        let masks = if found.len() % 2 == 0 { masked(before, after) } else { Masked::Nothing };
        if length == 2 && !before.ends_with('\\') {
            match masks {
                Masked::Nothing => {
                    found.extend(behind_one.take().filter(|_| found.len() % 2 == 0));
                    found.push(start);
                }
                Masked::Perhaps => behind_one = Some(start),
                Masked::Name => {}
            }
        }
        at = start + length;
    }
    found
}

/// Whether a `**` stands for the rest of a name: `张**、王**` and `张**同志`.
enum Masked {
    Nothing,
    /// It stands behind a single character, and words follow.
    Perhaps,
    Name,
}

fn masked(before: &str, after: &str) -> Masked {
    let mut back = before.chars().rev();
    if !back.next().is_some_and(is_han) {
        return Masked::Nothing;
    }
    let is_surname = !back.next().is_some_and(is_han);
    let person = ["同志", "先生", "女士", "反映", "申请", "等人", "诉"];
    match after.chars().next() {
        Some(c) if !c.is_alphanumeric() && "“《（【".contains(c) => Masked::Nothing,
        Some(c) if !c.is_alphanumeric() => Masked::Name,
        None => Masked::Name,
        _ if person.iter().any(|word| after.starts_with(word)) => Masked::Name,
        _ if is_surname => Masked::Perhaps,
        _ => Masked::Nothing,
    }
}

/// A link that is shown as it is written, since its target is none that a report may have.
fn dead_link(line: &str) -> Option<Range<usize>> {
    line.match_indices("](").find_map(|(middle, _)| {
        let start = line.get(..middle)?.rfind('[')?;
        let start = if line.get(..start)?.ends_with('!') { start - 1 } else { start };
        let target = line.get(middle + 2..)?;
        // Looking no farther than the next link keeps a line of nothing but `[](` from being read over
        // and over.
        let length = target.find([')', '[']).filter(|&end| target.get(end..=end) == Some(")"))?;
        let target = target.get(..length)?;
        // What a reference leads to is known only when its figure is.
        let is_link = is_harmless(target) || target.trim_start().starts_with(is_token);
        let is_image = line.get(start..)?.starts_with('!');
        (is_image || !is_link).then_some(start..middle + 2 + length + 1)
    })
}
