//! The headings of a narrative, as far as the rules need them: marked lines and numbered ones.

use std::ops::Range;

use super::{n311, passages};

/// What ends the title of a line.
const STOPS: [char; 5] = ['。', '：', '；', '，', ':'];

/// A heading of a narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading<'t> {
    /// The kind of its number, and the number; `None` for a marked line without one.
    pub number: Option<(n311::Kind, u32)>,
    /// The signs of its number in the text, or the whole heading if it has none.
    pub sign: Range<usize>,
    /// How many `#` mark it; 0 for a numbered line that is not marked.
    pub marks: usize,
    /// Its words, up to the first stop, without number and marks.
    pub title: &'t str,
    /// What stands under it up to the next heading, the rest of its line included.
    pub content: &'t str,
}

/// What the words of a heading end with; a numbered line that ends otherwise may be an entry of a list.
const ENDS: &[&str] = &["情况", "问题", "措施", "方面", "建设", "管理", "保障", "公开", "事项", "举措"];

/// True for words that a numbered line has if it is a heading: 主动公开情况, and not 统一思想.
pub(super) fn is_title(words: &str) -> bool {
    let stop = words.find(STOPS).unwrap_or(words.len());
    let title = words.get(..stop).unwrap_or_default().trim();
    ENDS.iter().any(|end| title.ends_with(end))
}

/// The headings of a text in their order; a numbered paragraph counts with its first words.
pub(super) fn headings(text: &str) -> Vec<Heading<'_>> {
    let mut found: Vec<(Heading<'_>, usize)> = Vec::new();
    for (start, line) in passages::lines(text) {
        let bare = line.trim_start_matches(['#', ' ', '\u{3000}']);
        let marks = line.trim_start().chars().take_while(|&c| c == '#').count();
        let number = n311::number(line);
        if marks == 0 && number.is_none() {
            continue;
        }
        if let Some((before, from)) = found.last_mut() {
            before.content = text.get(*from..start).unwrap_or_default();
        }
        let (number, sign) = match number {
            Some((kind, number, sign)) => (Some((kind, number)), sign),
            None => (None, line.len() - bare.len()..line.len()),
        };
        let from = if number.is_some() { sign.end } else { sign.start };
        let words = line.get(from..).unwrap_or_default();
        let stop = words.find(STOPS).unwrap_or(words.len());
        let title = words.get(..stop).unwrap_or_default();
        let end = start + from + stop;
        let heading = Heading {
            number,
            sign: start + sign.start..start + sign.end,
            marks,
            title: title.trim(),
            content: "",
        };
        found.push((heading, end));
    }
    if let Some((last, from)) = found.last_mut() {
        last.content = text.get(*from..).unwrap_or_default();
    }
    found.into_iter().map(|(heading, _)| heading).collect()
}

impl Heading<'_> {
    /// True if nothing is written under it.
    pub fn is_bare(&self) -> bool {
        !self.content.contains(|c: char| c.is_alphanumeric() || c == '【' || c == '|')
    }

    /// True if this one stands above another: `一、` above `（一）`, `##` above `###`.
    pub fn is_above(&self, other: &Heading<'_>) -> bool {
        match (self.number, other.number) {
            (Some((one, _)), Some((another, _))) if one != another => one == n311::Kind::Comma,
            _ => {
                self.marks > 0 && other.marks > self.marks || self.number.is_none() && other.number.is_some()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_and_numbered_lines_are_headings_with_what_stands_under_them() {
        let text = "前言。\n### （一）主动公开情况\n甲。\n乙。\n（二）依申请公开情况。丙。\n### 其他\n三、四季度各一次。\n";
        let found = headings(text);
        let words: Vec<(&str, &str)> = found.iter().map(|one| (one.title, one.content.trim())).collect();
        assert_eq!(
            words,
            [("主动公开情况", "甲。\n乙。"), ("依申请公开情况", "。丙。"), ("其他", "三、四季度各一次。")]
        );
        assert_eq!(&text[found[1].sign.clone()], "（二）");
        assert!(found.iter().all(|one| !one.is_bare()));
        assert!(headings("（一）主动公开情况。\n（二）甲。乙。")[0].is_bare());
    }

    #[test]
    fn ranks_follow_numbers_and_marks() {
        let found = headings("一、甲\n（一）乙\n## 丙\n### 丁\n");
        assert!(found[0].is_above(&found[1]) && !found[1].is_above(&found[0]));
        assert!(found[2].is_above(&found[3]) && !found[3].is_above(&found[2]));
    }
}
