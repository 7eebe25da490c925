//! Words as they show: blanks of the source joined, invisible characters dropped.

use crate::published::PageRun;
use crate::published::page::trim_runs;

/// The words of a line or paragraph while they are collected.
#[derive(Debug, Default)]
pub(super) struct Words {
    runs: Vec<PageRun>,
    /// Blanks of the source since the last word.
    gap: Gap,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    /// Shows as a blank.
    Blank,
    /// Has a line end, which shows as nothing between Chinese characters.
    LineEnd,
    /// A line ends that goes on with the next one: a blank between letters only.
    Joint,
}

impl Words {
    /// Adds text of the source.
    pub(super) fn add(&mut self, text: &str, bold: bool) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            match c {
                ' ' | '\t' | '\x0c' if self.gap == Gap::None => self.gap = Gap::Blank,
                '\n' | '\r' if self.gap != Gap::Joint => self.gap = Gap::LineEnd,
                _ if is_plain(c) => {
                    let len = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
                    let (word, after) = rest.split_at(len);
                    self.word(word, bold);
                    rest = after;
                    continue;
                }
                '\u{a0}' => self.word(" ", bold),
                // Other control characters and what has no width.
                _ => {}
            }
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }

    /// Adds a line end that joins Chinese words, as within a heading.
    pub(super) fn line_end(&mut self) {
        self.gap = Gap::Joint;
    }

    /// Adds words without blanks that could be joined.
    fn word(&mut self, word: &str, bold: bool) {
        let first = word.chars().next();
        let last = self.runs.last().and_then(|run| run.text.chars().next_back());
        let gap = std::mem::take(&mut self.gap);
        let is_gap = match gap {
            Gap::None => false,
            Gap::Blank => true,
            Gap::LineEnd => !(last.is_some_and(is_wide) && first.is_some_and(is_wide)),
            Gap::Joint => !(last.is_some_and(is_wide) || first.is_some_and(is_wide)),
        };
        if let Some(run) = self.runs.last_mut() {
            if is_gap {
                run.text.push(' ');
            }
            // Blanks have no weight.
            if run.bold == bold || word.trim().is_empty() {
                run.text.push_str(word);
                return;
            }
        }
        self.runs.push(PageRun { text: word.to_owned(), bold });
    }

    /// The words collected, without blanks around them; none if there were only blanks.
    pub(super) fn take(&mut self) -> Option<Vec<PageRun>> {
        self.gap = Gap::None;
        let mut runs = std::mem::take(&mut self.runs);
        trim_runs(&mut runs);
        (!runs.is_empty()).then_some(runs)
    }
}

/// Neither a blank of the source nor invisible.
fn is_plain(c: char) -> bool {
    !matches!(
        c,
        '\0'..=' ' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
    )
}

/// A Chinese character or sign, between which a line end of the source is no blank.
fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: &[(&str, bool)]) -> String {
        let mut words = Words::default();
        for (part, bold) in parts {
            words.add(part, *bold);
        }
        let runs = words.take().unwrap_or_default();
        runs.iter().map(|run| if run.bold { format!("[{}]", run.text) } else { run.text.clone() }).collect()
    }

    #[test]
    fn blanks_are_joined_but_not_those_that_stay() {
        assert_eq!(text(&[(" a \t b", false), (" ", false), ("c\u{a0}\u{a0}d\u{a0}", false)]), "a b c  d");
    }

    #[test]
    fn a_line_end_shows_only_beside_letters() {
        assert_eq!(text(&[("政府\n  信息\nopen\ndata", false)]), "政府信息 open data");
    }

    #[test]
    fn what_has_no_width_is_dropped() {
        assert_eq!(text(&[("1\u{200b}2\u{feff}\u{ad}3", false)]), "123");
    }

    #[test]
    fn bold_words_are_runs_but_bold_blanks_are_none() {
        assert_eq!(
            text(&[(" ", true), ("一", true), ("、", true), (" ", false), ("二", false)]),
            "[一、 ]二"
        );
    }
}
