//! What a text is like as a whole, and what its lines are.

use super::lines::{Line, trim};
use super::{cells, pipes, wrap};

/// Deepest heading.
const MAX_LEVEL: usize = 6;

/// What a text is like as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Marks of Markdown count.
    pub(super) is_markdown: bool,
    /// Tables have one cell to a line.
    pub(super) has_cell_lines: bool,
    /// Width at which lines were cut, if they were.
    pub(super) cut: Option<usize>,
}

impl Shape {
    /// Looks at all lines.
    pub(super) fn of(text: &str, lines: &[Line<'_>]) -> Self {
        let is_rule = |line: &Line<'_>| pipes::is_rule(line.words) && line.words.contains('|');
        let is_markdown = text.matches("**").nth(1).is_some()
            || text.contains("<table")
            || lines.iter().any(|line| heading(line.words).is_some() || is_rule(line));
        let prose = lines.iter().filter(|line| !line.words.contains(['|', '\t']) && !line.raw.contains('\t'));
        Self { is_markdown, has_cell_lines: cells::has_cell_lines(lines), cut: wrap::cut_width(prose) }
    }
}

/// Level and words of a heading of Markdown.
pub(super) fn heading(words: &str) -> Option<(u8, &str)> {
    let rest = words.trim_start_matches('#');
    let level = words.len() - rest.len();
    if !(1..=MAX_LEVEL).contains(&level) || !rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}']) {
        return None;
    }
    let rest = trim(rest);
    // Closing signs, but not one that is escaped.
    let open = rest.trim_end_matches('#');
    let words = if open.is_empty() || open.ends_with([' ', '\t']) { trim(open) } else { rest };
    u8::try_from(level).ok().filter(|_| !words.is_empty()).map(|level| (level, words))
}

/// A drawn line: `---`, `***`, `====`.
pub(super) fn is_line(words: &str) -> bool {
    let mut bytes = words.bytes().filter(|byte| *byte != b' ');
    let Some(first) = bytes.next().filter(|first| matches!(first, b'-' | b'*' | b'_' | b'=')) else {
        return false;
    };
    words.len() >= 3 && bytes.all(|byte| byte == first)
}

/// The target of a link, given apart from the text: `[名称]: 地址`.
pub(super) fn is_definition(words: &str) -> bool {
    let Some((name, target)) = words.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else {
        return false;
    };
    !name.is_empty() && !name.contains(['[', ']']) && target.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_a_level() {
        assert_eq!(heading("## 一、甲 ##"), Some((2, "一、甲")));
        assert_eq!(heading("# 甲\\#"), Some((1, "甲\\#")));
        assert_eq!(heading("#甲"), None);
        assert_eq!(heading("####### 甲"), None);
        assert_eq!(heading("# "), None);
    }

    #[test]
    fn lines_and_definitions_are_no_words() {
        assert!(is_line("---") && is_line("* * *") && is_line("====") && !is_line("--") && !is_line("-甲-"));
        assert!(
            is_definition("[//]: # (sha256:0)") && !is_definition("[甲]（乙）") && !is_definition("[]: x")
        );
    }
}
