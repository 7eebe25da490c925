//! Mistakes in a value that is words in quotes.

use super::value::Value;
use super::{Found, Words, date};
use crate::report::Level;
use crate::report::statements::{QUOTES, is_junk};
use crate::rules::words::shorten;
use crate::source::Span;

/// A single backslash in double quotes, as in a Windows path; the whole string.
pub(super) fn backslash(string: &str) -> Words {
    Words::new(
        "双引号里的反斜杠 \\ 有特殊含义，Windows 路径不能这样写",
        format!("请把双引号换成单引号：'{}'", shorten(string.trim_matches('"'))),
    )
}

/// Brackets that people put around words where quotes belong.
const BRACKETS: [(char, char); 5] = [('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉'), ('【', '】')];

/// The words between two Chinese brackets that enclose the whole of a value.
pub(super) fn unbracketed(value: &str) -> Option<&str> {
    let inside = |&(open, close): &(char, char)| value.strip_prefix(open)?.strip_suffix(close);
    let is_sign = |c: char| BRACKETS.iter().any(|&(open, close)| c == open || c == close);
    let inside = BRACKETS.iter().find_map(inside)?;
    (!inside.trim().is_empty() && !inside.contains(QUOTES) && !inside.contains(is_sign)).then_some(inside)
}

/// Names the mistake in a value that should be words in quotes; `next` is the statement after it.
pub(super) fn mistake(value: &Value<'_>, next: Option<&str>) -> Option<Found> {
    let line = value.first_line();
    let here = |from: usize, to: usize| Span::new(value.at + from, value.at + to);
    let first = line.chars().next();
    match first {
        None | Some('#') => {
            let key = shorten(value.key);
            let help = format!("请填上内容，放在英文双引号里；暂时空着的，写作 {key} = \"\"");
            Some((value.key_span(), Words::new("等号后面没有内容", help)))
        }
        // No words begin so: an equals sign too many, or a row.
        Some('=' | '[' | '{') => None,
        Some(quote @ ('"' | '\'')) => quoted(value, line, quote, next),
        Some(quote) if QUOTES.contains(&quote) => {
            let words = without_comment(line);
            let mended = assign(value, words.trim_matches(QUOTES));
            let help = format!("请改为英文（半角）引号 \" ，前后各一个，写作 {mended}");
            let words = Words::new(format!("这里误用了中文引号 {quote}"), help);
            Some((here(0, quote.len_utf8()), words))
        }
        Some(quote) => {
            let words = without_comment(line);
            if let Some(inside) = unbracketed(words) {
                let help = format!("请改为英文（半角）引号 \" ，前后各一个，写作 {}", assign(value, inside));
                let message = format!("这里误用了中文括号 {quote} ，应当是英文引号");
                return Some((here(0, words.len()), Words::new(message, help)));
            }
            let plain = words.trim_end_matches(QUOTES);
            let message = format!("“{}”没有放在引号里：文字和号码要放在英文双引号里", shorten(plain));
            let help = format!("请写作 {}", assign(value, plain));
            Some((here(0, words.len()), Words::new(message, help)))
        }
    }
}

fn quoted(value: &Value<'_>, line: &str, quote: char, next: Option<&str>) -> Option<Found> {
    let here = |from: usize, to: usize| Span::new(value.at + from, value.at + to);
    let body = line.get(1..)?;
    let close = body.find(quote);
    // In `"词   # 说明` with a quote somewhere in the note, the note still is a note.
    let note = note(body).filter(|&at| close.is_none_or(|close| at < close));
    let Some(close) = close.filter(|_| note.is_none()) else {
        if note.is_none() && next.is_some_and(|next| is_junk(next) && next.contains(quote)) {
            let help = "请把这段文字连成一行，前后各一个引号";
            return Some((here(0, 1), Words::new("引号里的文字分成了几行", help).begins_here()));
        }
        let words = body.get(..note.unwrap_or(body.len()))?.trim_end();
        let words = if words.contains('“') { words } else { words.strip_suffix('”').unwrap_or(words) };
        let help = format!("请紧接文字之后、# 之前补上引号，写作 {}", assign(value, words));
        return Some((here(0, 1), Words::new("从这里开始的引号没有收尾", help).begins_here()));
    };
    let inside = body.get(..close)?;
    let after = body.get(close + 1..)?;
    let tail = without_comment(after);
    if let Some(last) = tail.rfind(quote) {
        let last = close + 1 + last;
        let mended = assign(value, &paired(body.get(..last)?, quote));
        let help = format!("里面的引号要用中文引号“”，多余的引号要删去，请写作 {mended}");
        return Some((here(0, last + 2), Words::new("引号里面又用了同样的英文引号", help)));
    }
    let extra = tail.trim_start();
    if extra.is_empty() {
        return None;
    }
    let from = 2 + close + (tail.len() - extra.len());
    let span = here(from, from + extra.len());
    Some((span, Words::new("引号后面多了内容", moved(value, inside, extra))))
}

/// What is to become of something behind the closing quote: words go inside, or behind a `#`.
fn moved(value: &Value<'_>, inside: &str, extra: &str) -> String {
    let sound = assign(value, inside);
    if !extra.chars().any(char::is_alphanumeric) {
        return format!("请删去，写作 {sound}");
    }
    let joined = assign(value, &format!("{inside}{extra}"));
    if inside.is_empty() {
        return format!("请移到引号里，写作 {joined}");
    }
    let note = extra.trim_start_matches(['/', ' ']);
    format!("若属于内容，请移到引号里，写作 {joined}；若是说明，请放在 # 之后，写作 {sound}  # {note}")
}

/// Words with quotes in them, those made Chinese ones; one that has no partner goes.
fn paired(inner: &str, quote: char) -> String {
    let inner = inner.trim();
    // `""词""`: the words were typed into a pair of quotes of their own.
    let twice = inner.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(words) = twice.filter(|words| !words.contains(quote)) {
        return words.to_owned();
    }
    if inner.matches(quote).count() % 2 == 1 {
        return inner.replace(quote, "");
    }
    let mut open = false;
    inner
        .chars()
        .map(|c| match c == quote {
            true => {
                open = !open;
                if open { '“' } else { '”' }
            }
            false => c,
        })
        .collect()
}

/// Where a note begins: a `#` with a blank before it.
fn note(text: &str) -> Option<usize> {
    text.match_indices('#').map(|(at, _)| at).find(|&at| {
        text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    })
}

fn without_comment(text: &str) -> &str {
    text.get(..note(text).unwrap_or(text.len())).unwrap_or_default().trim_end()
}

/// The sound line: the key with the words in the quotes that can hold them.
fn assign(value: &Value<'_>, words: &str) -> String {
    let words = words.trim();
    let meant = match value.key.rsplit('.').next() {
        Some("level") => Level::meant(words).map(|level| level.key().to_owned()),
        Some("format") => date::exact_year(words),
        _ => None,
    };
    format!("{} = {}", value.key, in_quotes(&meant.unwrap_or_else(|| words.to_owned())))
}

/// Words in the quotes that can hold them.
fn in_quotes(words: &str) -> String {
    let words = words.trim();
    let quote = if words.contains(['\\', '"']) { '\'' } else { '"' };
    format!("{quote}{}{quote}", words.replace(quote, ""))
}
