//! Characters that have no place where they stand: Chinese ones outside quotes, and those that nobody sees.

use super::{Found, Words, figure};
use crate::report::to_half_width;
use crate::rules::words::shorten;
use crate::source::{Span, is_unseen, unseen_name};

fn invisible(c: char) -> Words {
    let name = unseen_name(c).map(|name| format!("{name}，")).unwrap_or_default();
    let message =
        format!("这里有一个看不见的字符（{name}U+{:04X}），多半是从网页或 Word 中带来的", u32::from(c));
    Words::new(message, "请删去这一处，重新输入")
}

/// A Chinese or full-width character where an ASCII one belongs: what is written, what is meant, and how
/// many of them the line has.
fn wide(written: char, meant: char, count: usize) -> Words {
    let more = if count > 1 { format!("；这一行共 {count} 处") } else { String::new() };
    match (written, meant) {
        (_, ' ') => Words::new("这里有一个全角空格或特殊空格", format!("请删去，或换成普通的半角空格{more}"))
            .label("特殊空格"),
        ('０'..='９', _) => Words::new(
            format!("数字“{written}”是全角的"),
            format!("请改用半角数字 {meant}（切换到英文输入法再输入）{more}"),
        ),
        (_, '"' | '\'') => Words::new(
            format!("这里误用了中文引号 {written}"),
            format!("请改为英文（半角）引号 {meant} ，前后各一个；切换到英文输入法再输入{more}"),
        ),
        _ => Words::new(
            format!("引号之外误用了中文（全角）符号“{written}”"),
            format!("请改为英文（半角）符号 {meant} ；切换到英文输入法再输入{more}"),
        ),
    }
}

/// A control character anywhere, or a character without width outside quotes.
pub(super) fn unseen(text: &str) -> Option<Found> {
    let control = text.char_indices().find(|&(at, c)| match c {
        '\t' | '\n' => false,
        '\r' => !text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')),
        _ => c.is_ascii_control(),
    });
    let (at, c) = control.or_else(|| foreign(text).next().filter(|(_, c)| is_unseen(*c)))?;
    Some((Span::new(at, at + c.len_utf8()), invisible(c)))
}

/// True if the first character that has no place outside quotes is a space.
pub(super) fn is_space_first(text: &str) -> bool {
    foreign(text).next().is_some_and(|(_, c)| ascii(c) == Some(' '))
}

/// A bracket in full width that was to close a row.
pub(super) fn wide_bracket(text: &str) -> Option<Found> {
    let (at, c) = foreign(text).next().filter(|(_, c)| ascii(*c) == Some(']'))?;
    Some(at_character(text, at, c))
}

/// The mistake behind the first character that has no place outside quotes.
pub(super) fn first(text: &str) -> Option<Found> {
    foreign(text).next().map(|(at, c)| at_character(text, at, c))
}

fn at_character(text: &str, at: usize, c: char) -> Found {
    let here = Span::new(at, at + c.len_utf8());
    let (before, after) = text.split_at(at);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let is_of_key =
        |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    if c == '：' && is_of_key(text.get(line_start..at).unwrap_or_default().trim()) {
        return (here, Words::new("项目名后面要写等号 =，这里写成了冒号“：”", "请改为英文（半角）等号 ="));
    }
    if let Some(meant) = ascii(c) {
        let line = text.get(line_start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let count = foreign(line).filter(|(_, c)| ascii(*c).is_some()).count();
        return (here, wide(c, meant, count));
    }
    if is_unseen(c) {
        return (here, invisible(c));
    }
    let before = text.get(line_start..at).unwrap_or_default();
    let word: String = after.chars().take_while(|c| !c.is_whitespace() && !"=,]#".contains(*c)).collect();
    let end = at + word.len();
    if !before.contains('=') && !before.contains('[') {
        let message =
            format!("“{}”不能放在这里：每行开头的项目名要用英文字母，文字内容要放在引号里", shorten(&word));
        let help = "若是项目名，请照 nianbao new 生成的文件填写；若是正文，请放进上方的 ''' 与 ''' 之间；若是注释，请在前面加 #";
        return (Span::new(at, end), Words::new(message, help));
    }
    // The word may begin before its first foreign character, as in `328.6万元`.
    let is_border = |c: char| c.is_whitespace() || "=,[".contains(c);
    let start = before.rfind(is_border).map_or(line_start, |border| line_start + border + 1);
    (Span::new(start, end), figure::unquoted(text.get(start..end).unwrap_or_default()))
}

/// The characters outside strings and comments that are not ASCII.
pub(super) fn foreign(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut chars = text.char_indices().peekable();
    let mut quote: Option<(char, usize)> = None;
    let mut comment = false;
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            // Three are as good as more: to count a long run at each of its quotes would be quadratic.
            let run = |q: char| {
                text.get(at..).map_or(0, |rest| rest.chars().take(3).take_while(|&c| c == q).count())
            };
            match quote {
                _ if comment => comment = c != '\n',
                Some(('"', _)) if c == '\\' => {
                    chars.next();
                }
                Some((q, length)) if c == q && run(q) >= length => {
                    skip(&mut chars, length - 1);
                    quote = None;
                }
                Some((_, 1)) if c == '\n' => quote = None,
                Some(_) => {}
                None if c == '#' => comment = true,
                None if c == '"' || c == '\'' => {
                    let length = if run(c) >= 3 { 3 } else { 1 };
                    skip(&mut chars, length - 1);
                    quote = Some((c, length));
                }
                None if !c.is_ascii() => return Some((at, c)),
                None => {}
            }
        }
    })
}

fn skip(chars: &mut impl Iterator, count: usize) {
    for _ in 0..count {
        chars.next();
    }
}

/// The ASCII character that is meant by a Chinese, full-width or typographic one.
pub(super) fn ascii(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' => ',',
        '“' | '”' | '„' | '＂' => '"',
        '‘' | '’' | '＇' => '\'',
        '【' | '〔' | '「' => '[',
        '】' | '〕' | '」' => ']',
        '。' | '·' => '.',
        '－' | '–' | '—' | '−' => '-',
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => to_half_width(c),
        _ => return None,
    })
}
