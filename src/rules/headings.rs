//! The headings of a narrative, as far as the rules need them: marked lines and numbered ones.

use std::ops::Range;

use crate::narrative::{Kind, Text};
use crate::prose::{Prose, Words};

/// What ends the title of a line.
const STOPS: [char; 5] = ['。', '：', '；', '，', ':'];

/// A heading of a narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading<'t> {
    /// 1 for `一、`, 2 for `（一）`; of a marked line without a number, what its marks make it.
    pub rank: u8,
    /// Its number; `None` for a marked line without one.
    pub number: Option<u32>,
    /// The signs of its number in the text, or the whole heading if it has none.
    pub sign: Range<usize>,
    /// True if `#` marks it.
    pub is_marked: bool,
    /// Its words, up to the first stop, without the number.
    pub title: &'t str,
    /// What stands under it up to the next heading, the rest of its line included.
    pub content: &'t str,
}

/// What the words of a heading end with; a numbered line that ends otherwise may be an entry of a list.
static ENDS: Words = Words::under("rule heading-end");

/// True for words that a numbered line has if it is a heading: 主动公开情况, and not 统一思想.
pub(super) fn is_title(words: &str) -> bool {
    ENDS.ends(title(words))
}

/// What a line says up to its first stop.
pub(super) fn title(words: &str) -> &str {
    let stop = words.find(STOPS).unwrap_or(words.len());
    words.get(..stop).unwrap_or_default().trim()
}

/// True if `二、` stands for `（二）`: it goes on from the number before it, and （三） goes on from it.
pub(super) fn stands_for_inner(before: Option<u32>, number: u32, next: Option<(u8, u32)>) -> bool {
    before.unwrap_or_default().checked_add(1) == Some(number)
        && number.checked_add(1).is_some_and(|due| next == Some((2, due)))
}

/// The headings of a text in their order; a numbered paragraph counts with its first words.
pub(super) fn headings<'p>(prose: &'p Prose, text: &Text) -> Vec<Heading<'p>> {
    let mut found: Vec<(Heading<'p>, usize)> = Vec::new();
    for line in prose.lines() {
        let Some(block) = text.blocks.get(line.block) else { continue };
        let numbered = block.ordinal.filter(|ordinal| ordinal.rank <= 2 && ordinal.number.is_some());
        let marked = match block.kind {
            Kind::Heading { rank, marked: true } => Some(rank),
            _ => None,
        };
        let Some(rank) = numbered.map(|ordinal| ordinal.rank).or(marked) else { continue };
        if let Some((before, from)) = found.last_mut() {
            before.content = prose.text.get(*from..line.range.start).unwrap_or_default();
        }
        let sign = match numbered {
            Some(ordinal) => {
                let start = line.range.start + ordinal.start;
                start..start + ordinal.length
            }
            None => line.range.clone(),
        };
        let from = if numbered.is_some() { sign.end } else { sign.start };
        let words = prose.text.get(from..line.range.end).unwrap_or_default();
        let stop = words.find(STOPS).unwrap_or(words.len());
        let title = words.get(..stop).unwrap_or_default().trim();
        let number = numbered.and_then(|ordinal| ordinal.number);
        let heading = Heading { rank, number, sign, is_marked: marked.is_some(), title, content: "" };
        found.push((heading, from + stop));
    }
    if let Some((last, from)) = found.last_mut() {
        last.content = prose.text.get(*from..).unwrap_or_default();
    }
    found.into_iter().map(|(heading, _)| heading).collect()
}

impl Heading<'_> {
    /// True if nothing is written under it.
    pub fn is_bare(&self) -> bool {
        !self.content.contains(|c: char| c.is_alphanumeric() || c == '【' || c == '|')
    }

    /// True if this one stands above another: `一、` above `（一）`, one without a number above a numbered one.
    pub fn is_above(&self, other: &Heading<'_>) -> bool {
        self.rank < other.rank || self.number.is_none() && other.number.is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::format::Forms;
    use crate::narrative::{Room, Text};
    use crate::prose::Prose;
    use crate::report::read;
    use crate::rules::testing::SOUND;
    use crate::source::{Source, Span};

    use super::*;

    /// A text as the words that the rules see, and as blocks.
    fn written(words: &str) -> (Prose, Text) {
        let source = Source::new("a", words);
        let report = read(&Source::new("b", SOUND), &Forms::built_in()).report.unwrap();
        let text = Text::new(words, Span::new(0, words.len()), &source, &mut Room::default());
        (Prose::new(None, &text, &report), text)
    }

    #[test]
    fn marked_and_numbered_lines_are_headings_with_what_stands_under_them() {
        let (prose, text) = written(
            "前言。\n### （一）主动公开情况\n甲。\n乙。\n（二）依申请公开情况。丙。\n### 其他\n三、四季度各一次。\n",
        );
        let found = headings(&prose, &text);
        let words: Vec<(&str, &str)> = found.iter().map(|one| (one.title, one.content.trim())).collect();
        assert_eq!(
            words,
            [("主动公开情况", "甲。\n乙。"), ("依申请公开情况", "。丙。"), ("其他", "三、四季度各一次。")]
        );
        assert_eq!(&prose.text[found[1].sign.clone()], "（二）");
        assert!(found.iter().all(|one| !one.is_bare()));
        let (prose, text) = written("（一）主动公开情况。\n（二）甲。乙。");
        assert!(headings(&prose, &text)[0].is_bare());
    }

    #[test]
    fn ranks_follow_numbers_and_marks() {
        let (prose, text) = written("一、甲\n（一）乙\n### 丙\n#### 丁\n");
        let found = headings(&prose, &text);
        assert!(found[0].is_above(&found[1]) && !found[1].is_above(&found[0]));
        assert!(found[2].is_above(&found[3]) && !found[3].is_above(&found[2]));
    }
}
