//! The lines of a text and what they look like.

/// A line of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Which one, from 1.
    pub(super) number: usize,
    /// Byte of the text with which it begins.
    pub(super) start: usize,
    /// How far its words stand in; a tab counts as four blanks.
    pub(super) indent: usize,
    /// The line with its blanks.
    pub(super) raw: &'a str,
    /// Its words.
    pub(super) words: &'a str,
}

/// All lines.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut next = 0;
    text.split('\n').enumerate().map(move |(at, raw)| {
        let start = next;
        next += raw.len() + 1;
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let words = trim(raw);
        let indent = raw
            .chars()
            .take_while(|c| is_blank(*c))
            .map(|c| match c {
                '\t' => 4,
                _ => usize::from(!is_invisible(c)),
            })
            .sum();
        Line { number: at + 1, start, indent, raw, words }
    })
}

/// White or without width.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Has no width.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
        || (c.is_control() && !c.is_whitespace())
}

/// Words without blanks around them.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Columns of a terminal that the words take: two for a Chinese character.
pub(super) fn width(words: &str) -> usize {
    words.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// A Chinese character or sign.
pub(super) fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// What stands between the lines of a text that were one: a blank between letters only.
pub(super) fn joint(before: &str, after: &str) -> &'static str {
    let is_wide = |c: Option<char>| c.is_none_or(is_wide);
    if is_wide(before.chars().next_back()) || is_wide(after.chars().next()) { "" } else { " " }
}

/// Begins as headings and entries do: 一、 （一） 1. 第一条 ①.
pub(super) fn begins_like_heading(words: &str) -> bool {
    if words.starts_with('#') || words.starts_with(|c: char| ('①'..='⑳').contains(&c)) {
        return true;
    }
    let inside = words.strip_prefix(['（', '(']);
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let is_number = |c: char| is_digit(c) || "一二三四五六七八九十百〇零".contains(c);
    let number = |text: &str| text.find(|c| !is_number(c)).filter(|end| (1..13).contains(end));
    if let Some(inside) = inside {
        return number(inside)
            .is_some_and(|end| inside.get(end..).is_some_and(|t| t.starts_with(['）', ')'])));
    }
    if let Some(rest) = words.strip_prefix('第') {
        return number(rest)
            .is_some_and(|end| rest.get(end..).is_some_and(|t| t.starts_with(['条', '章', '节', '部'])));
    }
    let Some(end) = number(words) else { return false };
    let rest = words.get(end..).unwrap_or_default();
    let after = rest.chars().nth(1);
    match rest.chars().next() {
        Some('、') => true,
        // Not the point within a number.
        Some('.' | '．' | ')' | '）') => !after.is_some_and(is_digit) && words.starts_with(is_digit),
        _ => false,
    }
}

/// Bullets and numbers that stand alone before their entry.
pub(super) fn is_marker(words: &str) -> bool {
    matches!(words, "•" | "·" | "●" | "○" | "■" | "◆" | "□" | "-" | "–" | "—" | "*" | "\u{f06c}")
        || (words.chars().count() <= 5 && begins_like_heading(words) && !words.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_by_how_they_begin() {
        for words in [
            "一、甲",
            "十二、甲",
            "（三）甲",
            "(三)甲",
            "1.甲",
            "2、甲",
            "（4）甲",
            "第五条 甲",
            "①甲",
            "## 甲",
        ] {
            assert!(begins_like_heading(words), "{words}");
        }
        for words in ["2024 年", "1.5万元", "一是甲", "（甲）乙", "31 日", "第二天", "、甲", ""]
        {
            assert!(!begins_like_heading(words), "{words}");
        }
    }

    #[test]
    fn lines_join_with_a_blank_between_letters_only() {
        assert_eq!(joint("公开", "信息"), "");
        assert_eq!(joint("12 月", "31"), "");
        assert_eq!(joint("open", "data"), " ");
    }

    #[test]
    fn lines_are_without_blanks_around_them() {
        let all: Vec<_> = lines("\u{feff}甲\r\n\u{3000}\u{3000}乙\u{200b} \n\t丙").collect();
        assert_eq!(all.iter().map(|line| line.words).collect::<Vec<_>>(), ["甲", "乙", "丙"]);
        assert_eq!(
            all.iter().map(|line| (line.number, line.indent)).collect::<Vec<_>>(),
            [(1, 0), (2, 2), (3, 4)]
        );
    }
}
