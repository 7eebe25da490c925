//! Mistakes at the ends of a narrative.

use super::stated::Place;
use super::value::{Kind, Value};
use super::{Found, Words};
use crate::report::statements::QUOTES;
use crate::report::{keys, to_half_width};
use crate::source::Span;

/// The mistake in a value that should be a narrative.
pub(super) fn mistake(value: &Value<'_>) -> Option<Found> {
    let line = value.first_line();
    let opening: String = line.chars().take_while(|c| QUOTES.contains(c) || *c == '`').collect();
    if opening == "'''" || opening == "\"\"\"" {
        return behind(value, &opening);
    }
    // An equals sign too many, or a row.
    if line.starts_with(['=', '[', '{']) {
        return None;
    }
    if opening.is_empty() {
        let words = Words::new(
            "正文前面缺少 '''（三个英文单引号）",
            "请在等号后面写上 '''，正文从下一行开始；正文之后单独一行也要有 '''，已有的不必再加",
        );
        return Some((value.key_span(), words));
    }
    let message = format!("正文开头写的是 {opening} ，应当是三个英文（半角）单引号 '''");
    let words = Words::new(message, "请把它改为 '''；正文之后单独一行也写 '''，原来收尾的引号删去");
    Some((Span::new(value.at, value.at + opening.len()), words))
}

/// A narrative that closes with something else than three ASCII quotes: with this.
pub(super) fn closing(written: &str) -> Words {
    let message = format!("正文末尾写的是 {written} ，应当是三个英文（半角）单引号 '''");
    Words::new(message, "请把这一行改为 '''（切换到英文输入法再输入）")
}

/// A backslash in a narrative between `"""`.
pub(super) fn backslash() -> Words {
    Words::new(
        "用 \"\"\" 括起的正文里，反斜杠 \\ 有特殊含义，不能这样写",
        "请把正文前后的 \"\"\" 都改为 '''（三个英文单引号）",
    )
}

/// Something behind the quotes that close a narrative.
fn behind(value: &Value<'_>, quotes: &str) -> Option<Found> {
    let (inside, after) = value.text.get(quotes.len()..)?.split_once(quotes)?;
    let extra = after.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    if extra.is_empty() || extra.starts_with('#') {
        return None;
    }
    let start = value.at + 2 * quotes.len() + inside.len() + after.len() - extra.len();
    let words = Words::new(
        format!("正文收尾的 {quotes} 后面多了内容"),
        format!("属于正文的，请移到 {quotes} 之前；若是说明，请放在 # 之后"),
    );
    Some((Span::new(start, start + extra.len()), words))
}

/// The mistake in a narrative that seems to be empty because its opening quotes are one too few:
/// `text = ''`.
pub(super) fn seemingly_empty(statement: &str) -> Option<Found> {
    let value = Value::of(statement).filter(|value| value.kind() == Kind::Narrative)?;
    let is_empty = ["''", "\"\""].contains(&value.without_note());
    if is_empty { mistake(&value) } else { None }
}

/// True for a statement that does not read because the quotes that should open a narrative are missing, too few
/// or of the wrong kind. What follows up to the next heading may be its text.
pub(super) fn is_broken_opening(statement: &str, place: &Place<'_>) -> bool {
    let line = statement.trim_start().split('\n').next().unwrap_or_default();
    let Some((key, value)) = line.split_once(['=', '＝', ':', '：']) else { return false };
    let key: String = key.trim().chars().map(to_half_width).collect();
    let is_line = |fixed: &keys::Key| fixed.name == key && fixed.holds == keys::Holds::Text;
    let is_narrative = Value::of(&format!("{key} =")).is_some_and(|value| value.kind() == Kind::Narrative);
    if !is_narrative || keys::within(place.section).any(is_line) {
        return false;
    }
    let value = value.trim();
    let bare = value.trim_matches(QUOTES);
    // Words that end with the quotes that they begin with are the whole text.
    let is_whole = !bare.is_empty() && value.starts_with(QUOTES) && value.ends_with(QUOTES);
    !is_whole && !value.starts_with("'''") && !value.starts_with("\"\"\"")
}
