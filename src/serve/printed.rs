//! Where the words of a finding print, by their place in the file.

use serde::Serialize;

use crate::document::figure;
use crate::narrative::{Block, Kind, Run, Text};
use crate::report::Report;
use crate::source::Span;

/// Flagged words longer than this are not marked in the report: their section is shown.
const LONGEST_WORDS: usize = 1_500;
/// Words are looked up in a paragraph of up to so many bytes; a real one is far shorter.
const LONGEST_BLOCK: usize = 64 * 1024;

/// Words of the narrative as they print, without blanks.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Words {
    /// How many characters of the section's narrative print before them, blanks left out, as a browser
    /// counts.
    start: usize,
    text: String,
}

/// The narrative of a report, with how much of it prints before each block.
pub(super) struct Printed<'r> {
    report: &'r Report,
    texts: Vec<(&'r Text, Vec<usize>)>,
}

impl<'r> Printed<'r> {
    /// Counts what prints.
    pub fn new(report: &'r Report) -> Self {
        let counted = |text: &'r Text| {
            let mut before = 0;
            let count = text.blocks.iter().map(|block| {
                let start = before;
                before += length(marker(block));
                before += runs(block).map(|run| length(&shown(run, report))).sum::<usize>();
                start
            });
            (text, count.collect())
        };
        Self { report, texts: report.narrative().map(|(_, text)| counted(text)).collect() }
    }

    /// The words of a place; those of its line if they do not print themselves. `None` if the place is no
    /// part of a text.
    pub fn words(&self, span: Span) -> Option<Words> {
        let is_part = |text: &Text| text.span.start < span.start && span.end < text.span.end;
        let (text, counts) = self.texts.iter().find(|(text, _)| is_part(text))?;
        let place = |block: &Block| text.locate(block.range.start, block.range.end);
        let index = text.blocks.partition_point(|block| place(block).end <= span.start);
        let block = text.blocks.get(index).filter(|block| place(block).start < span.end)?;
        if span.end - span.start > LONGEST_WORDS || block.range.len() > LONGEST_BLOCK {
            return None;
        }
        let mut at = counts.get(index)? + length(marker(block));
        let (line, mut found) = (at, None);
        let (mut all, mut words) = (String::new(), String::new());
        for run in runs(block) {
            let printed = shown(run, self.report);
            for (place, c) in printed.char_indices().filter(|&(_, c)| !is_blank(c)) {
                let written = match run.reference {
                    Some(_) => run.origins.find(0..run.text.len()),
                    None => run.origins.find(place..place + c.len_utf8()),
                };
                let written = text.locate(written.start, written.end);
                if written.start < span.end && span.start < written.end {
                    found.get_or_insert(at);
                    words.push(c);
                }
                all.push(c);
                at += c.len_utf16();
            }
        }
        let (start, text) = found.map_or((line, all), |start| (start, words));
        (!text.is_empty() && text.len() <= LONGEST_WORDS).then_some(Words { start, text })
    }
}

pub(super) fn runs(block: &Block) -> impl Iterator<Item = &Run> {
    block.lead.iter().chain(&block.runs)
}

fn marker(block: &Block) -> &str {
    if let Kind::Entry { marker, .. } = &block.kind { marker } else { "" }
}

fn shown(run: &Run, report: &Report) -> String {
    run.reference.as_ref().map_or_else(|| run.text.clone(), |expression| figure(expression, report))
}

/// How long a browser takes a text to be without its blanks.
fn length(text: &str) -> usize {
    text.chars().filter(|&c| !is_blank(c)).map(char::len_utf16).sum()
}

/// What a browser takes for a blank.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    #[test]
    fn words_are_found_by_their_place_and_not_by_what_they_say() {
        let sound = include_str!("../../examples/qinghe-2024.toml");
        let (head, rest) = sound.split_once("[overview]").unwrap();
        let (_, tail) = rest.split_once("'''\n\n").unwrap();
        let narrative = "受理3件，办结3件。受理 3 件\n\n## 工作\n- 受理{{ year }}件，**重点**工作";
        let file = format!("{head}[overview]\ntext = '''\n{narrative}\n'''\n\n{tail}");
        let source = Source::new("a", file.as_str());
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let printed = Printed::new(&report);
        let words = |words: &str, nth: usize| {
            let base = file.find(narrative).unwrap();
            let at = base + narrative.match_indices(words).nth(nth).unwrap().0;
            let found = printed.words(Span::new(at, at + words.len()));
            found.map(|words| (words.start, words.text))
        };
        let found = |start, text: &str| Some((start, text.to_owned()));
        assert_eq!(words("3件", 0), found(2, "3件"));
        assert_eq!(words("3件", 1), found(7, "3件"));
        assert_eq!(words("受理 3 件", 0), found(10, "受理3件"));
        // A mark that does not print stands for its line.
        assert_eq!(words("##", 0), found(14, "工作"));
        // A bullet prints.
        assert_eq!(words("受理{{ year }}件", 0), found(17, "受理2024件"));
        assert_eq!(words("件，**重点**工作", 0), found(23, "件，重点工作"));
        let whole = report.texts[0].as_ref().unwrap().span;
        assert_eq!(printed.words(whole), None);
    }
}
