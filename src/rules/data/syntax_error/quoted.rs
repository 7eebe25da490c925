//! Mistakes in a value that is words in quotes.

use super::value::Value;
use super::{Found, Words};
use crate::report::statements::{QUOTES, is_junk};
use crate::rules::words::shorten;
use crate::source::Span;

/// A mistake in words that belong in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake {
    /// Nothing stands there; the key.
    Nothing(String),
    /// The words have no quotes: the words, and the sound line.
    WithoutQuotes(String, String),
    /// They have Chinese quotes: the first quote, and the sound line.
    Chinese(char, String),
    /// They open with a quote and do not close it; the sound line.
    Open(String),
    /// They go on in the next line.
    Broken,
    /// There are quotes within the quotes; the sound line.
    Inner(String),
    /// Something stands behind the closing quote.
    Behind {
        /// The sound line with it inside the quotes, if it is words.
        inside: Option<String>,
        /// The sound line with it as a note, or without it.
        noted: Option<String>,
    },
    /// A single backslash in double quotes, as in a Windows path; the whole string.
    Backslash(String),
}

impl Mistake {
    pub(super) fn words(&self) -> Words {
        match self {
            Mistake::Nothing(key) => Words::new(
                "等号后面没有内容",
                format!("请填上内容，放在英文双引号里；暂时空着的，写作 {} = \"\"", shorten(key)),
            ),
            Mistake::WithoutQuotes(words, mended) => Words::new(
                format!("“{}”没有放在引号里：文字和号码要放在英文双引号里", shorten(words)),
                format!("请写作 {mended}"),
            ),
            Mistake::Chinese(written, mended) => Words::new(
                format!("这里误用了中文引号 {written}"),
                format!("请改为英文（半角）引号 \" ，前后各一个，写作 {mended}"),
            ),
            Mistake::Open(mended) => Words::new(
                "从这里开始的引号没有收尾",
                format!("请紧接文字之后、# 之前补上引号，写作 {mended}"),
            )
            .begins_here(),
            Mistake::Broken => {
                Words::new("引号里的文字分成了几行", "请把这段文字连成一行，前后各一个引号").begins_here()
            }
            Mistake::Inner(mended) => Words::new(
                "引号里面又用了同样的英文引号",
                format!("里面的引号要用中文引号“”，多余的引号要删去，请写作 {mended}"),
            ),
            Mistake::Behind { inside, noted } => Words::new(
                "引号后面多了内容",
                match (inside, noted.as_deref().unwrap_or_default()) {
                    (Some(inside), "") => format!("请移到引号里，写作 {inside}"),
                    (Some(inside), noted) => {
                        format!(
                            "若属于内容，请移到引号里，写作 {inside}；若是说明，请放在 # 之后，写作 {noted}"
                        )
                    }
                    (None, noted) => format!("请删去，写作 {noted}"),
                },
            ),
            Mistake::Backslash(string) => Words::new(
                "双引号里的反斜杠 \\ 有特殊含义，Windows 路径不能这样写",
                format!("请把双引号换成单引号：'{}'", shorten(string.trim_matches('"'))),
            ),
        }
    }
}

fn found(place: Span, mistake: Mistake) -> Option<Found> {
    Some((place, super::Mistake::Quoted(mistake)))
}

/// Names the mistake in a value that should be words in quotes; `next` is the statement after it.
pub(super) fn mistake(value: &Value<'_>, next: Option<&str>) -> Option<Found> {
    let line = value.first_line();
    let here = |from: usize, to: usize| Span::new(value.at + from, value.at + to);
    let first = line.chars().next();
    match first {
        None | Some('#') => found(value.key_span(), Mistake::Nothing(value.key.to_owned())),
        // No words begin so: an equals sign too many, or a row.
        Some('=' | '[' | '{') => None,
        Some(quote @ ('"' | '\'')) => quoted(value, line, quote, next),
        Some(quote) if QUOTES.contains(&quote) => {
            let words = without_comment(line);
            let mended = assign(value, words.trim_matches(QUOTES));
            found(here(0, quote.len_utf8()), Mistake::Chinese(quote, mended))
        }
        Some(_) => {
            let words = without_comment(line);
            let plain = words.trim_end_matches(QUOTES).to_owned();
            let mended = assign(value, &plain);
            found(here(0, words.len()), Mistake::WithoutQuotes(plain, mended))
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
            return found(here(0, 1), Mistake::Broken);
        }
        let words = body.get(..note.unwrap_or(body.len()))?.trim_end();
        let words = if words.contains('“') { words } else { words.strip_suffix('”').unwrap_or(words) };
        return found(here(0, 1), Mistake::Open(assign(value, words)));
    };
    let inside = body.get(..close)?;
    let after = body.get(close + 1..)?;
    let tail = without_comment(after);
    if let Some(last) = tail.rfind(quote) {
        let last = close + 1 + last;
        let mended = assign(value, &paired(body.get(..last)?, quote));
        return found(here(0, last + 2), Mistake::Inner(mended));
    }
    let extra = tail.trim_start();
    if extra.is_empty() {
        return None;
    }
    let from = 2 + close + (tail.len() - extra.len());
    let span = here(from, from + extra.len());
    let is_words = extra.chars().any(char::is_alphanumeric);
    let mistake = Mistake::Behind {
        inside: is_words.then(|| assign(value, &format!("{inside}{extra}"))),
        noted: (!is_words || !inside.is_empty()).then(|| match is_words {
            true => format!("{}  # {}", assign(value, inside), extra.trim_start_matches(['/', ' '])),
            false => assign(value, inside),
        }),
    };
    found(span, mistake)
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
    format!("{} = {}", value.key, in_quotes(words))
}

/// Words in the quotes that can hold them.
fn in_quotes(words: &str) -> String {
    let words = words.trim();
    let quote = if words.contains(['\\', '"']) { '\'' } else { '"' };
    format!("{quote}{}{quote}", words.replace(quote, ""))
}
