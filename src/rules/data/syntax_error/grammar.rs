//! What any statement may have wrong, as the TOML library complains of it.
//!
//! The library has no kinds for its complaints, only English descriptions. They are read here and nowhere
//! else, and a test provokes every one of them.

use super::stated::Place;
use super::value::Value;
use super::{Found, Words, date, figure, narrative, quoted, structure};
use crate::source::Span;

/// None of the mistakes that are known.
pub(super) fn unknown() -> Words {
    Words::new(
        "这一处的写法不对，无法读取",
        "请对照 nianbao new 生成的文件，检查这一行的引号、逗号、括号和等号",
    )
}

/// What the TOML library complains of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complaint {
    /// Something that is seen in one statement.
    Alone(Kind),
    /// A key or section that stands twice.
    Twice,
    /// A value that is used as a section.
    Conflict,
    /// Too many brackets.
    Depth,
    /// None of those that are known.
    Unknown,
}

/// What it complains of in one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Escape,
    NoQuotes,
    NoEquals,
    OpenArray,
    OpenHeading,
    ExtraComma,
    NoComma,
    LeadingZero,
    Date,
    OpenString(char),
    Trailing,
}

/// How the library's descriptions begin.
const DESCRIPTIONS: &[(&str, Complaint)] = &[
    ("too few unicode value digits", Complaint::Alone(Kind::Escape)),
    ("missing escaped value", Complaint::Alone(Kind::Escape)),
    ("string values must be quoted", Complaint::Alone(Kind::NoQuotes)),
    ("key with no value", Complaint::Alone(Kind::NoEquals)),
    ("unclosed array", Complaint::Alone(Kind::OpenArray)),
    ("unclosed table", Complaint::Alone(Kind::OpenHeading)),
    ("extra comma", Complaint::Alone(Kind::ExtraComma)),
    ("missing comma", Complaint::Alone(Kind::NoComma)),
    ("unexpected leading zero", Complaint::Alone(Kind::LeadingZero)),
    ("invalid date", Complaint::Alone(Kind::Date)),
    ("invalid time", Complaint::Alone(Kind::Date)),
    ("invalid basic string", Complaint::Alone(Kind::OpenString('"'))),
    ("invalid literal string", Complaint::Alone(Kind::OpenString('\''))),
    ("unexpected", Complaint::Alone(Kind::Trailing)),
    ("extra assignment", Complaint::Alone(Kind::Trailing)),
    ("duplicate key", Complaint::Twice),
    ("cannot extend", Complaint::Conflict),
    ("cannot recurse", Complaint::Depth),
    ("recursion limit", Complaint::Depth),
];

/// Reads the library's description.
pub(super) fn complaint(description: &str) -> Complaint {
    let known = DESCRIPTIONS.iter().find(|(beginning, _)| description.starts_with(beginning));
    known.map_or(Complaint::Unknown, |&(_, complaint)| complaint)
}

/// The mistake behind a complaint about a statement.
pub(super) fn mistake(text: &str, place: Span, complaint: Complaint, of: &Place<'_>) -> Found {
    match complaint {
        Complaint::Alone(kind) => of_kind(text, place, kind, of),
        Complaint::Depth => (place, structure::too_deep()),
        Complaint::Twice | Complaint::Conflict | Complaint::Unknown => (place, unknown()),
    }
}

fn of_kind(text: &str, place: Span, kind: Kind, of: &Place<'_>) -> Found {
    let written = text.get(place.start..place.end).unwrap_or_default();
    let no_comma =
        || Words::new("两个数字之间缺少逗号", "数字之间用英文逗号隔开，例如 [ 58, 7, 0, 0, 1, 0 ]");
    let words = match kind {
        Kind::Escape => return backslash(text, place),
        Kind::LeadingZero => return leading_zero(text, place),
        Kind::NoQuotes if written.trim().is_empty() => {
            Words::new("等号后面没有内容", "请填上内容；数字暂时空着的，写一对英文双引号 \"\"")
        }
        Kind::NoQuotes if are_numbers(written) => no_comma(),
        Kind::NoQuotes => figure::unquoted(written),
        Kind::NoEquals => Words::new("这一行缺少等号 =", "请写作：项目名 = 内容；若是注释，请在前面加 #"),
        Kind::OpenArray => structure::open_row(),
        Kind::OpenHeading => structure::open_heading(),
        Kind::ExtraComma => {
            Words::new("两个逗号之间没有数字", "没有发生的填 0；暂时空着的，写一对英文双引号 \"\"")
        }
        Kind::NoComma => no_comma(),
        Kind::Date => date::wrong_day(&of.example_day()),
        Kind::OpenString(quote) => structure::open_quote(quote),
        Kind::Trailing => Words::new("这里多了内容，或少了逗号、引号", "一行只写一项；后面的说明请用 # 隔开"),
    };
    (place, words)
}

/// The double-quoted string around a backslash, or the narrative that has it.
fn backslash(text: &str, place: Span) -> Found {
    if Value::of(text).is_some_and(|value| value.text.starts_with("\"\"\"")) {
        return (place, narrative::backslash());
    }
    let start = text.get(..place.start).and_then(|before| before.rfind('"')).unwrap_or(0);
    let inside = text.get(start + 1..).unwrap_or_default();
    let length = inside.find(['"', '\n']).map_or(inside.len(), |end| end + 1);
    let string = text.get(start..start + 1 + length).unwrap_or_default().trim_end();
    let span = Span::new(start, start + string.len());
    (span, quoted::backslash(string))
}

/// A number that begins with a zero may be the second half of one such as `1,034`.
fn leading_zero(text: &str, place: Span) -> Found {
    let (before, after) = (text.get(..place.start), text.get(place.start..));
    let digits = after.unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    let comma = before.map(str::trim_end).and_then(|before| before.strip_suffix(','));
    let head = comma.unwrap_or_default();
    let leading = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits != 3 || !(1..=3).contains(&leading) {
        return (place, Words::new("数字前面多了 0", "请去掉前面的 0，例如 007 写作 7"));
    }
    let span = Span::new(head.len() - leading, place.start + digits);
    if before.is_some_and(|before| before.len() > head.len() + 1) {
        let first = head.get(span.start..).unwrap_or_default();
        let group = text.get(place.start..span.end).unwrap_or_default();
        return (span, figure::second_half(first, group));
    }
    let written = text.get(span.start..span.end).unwrap_or_default();
    let in_row = Value::of(text).is_some_and(|value| value.text.starts_with('['));
    (span, figure::thousands(written, in_row))
}

fn are_numbers(written: &str) -> bool {
    let mut parts = written.split_whitespace();
    parts.clone().count() > 1 && parts.all(|part| part.parse::<u64>().is_ok())
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    /// A text for each of the descriptions, in their order.
    const PROVOKED: &[&str] = &[
        r#"a = "\u12""#,
        r#"a = "D:\年报""#,
        "a = 甲",
        "a",
        "a = [1, 2",
        "[a",
        "a = [1,, 2]",
        "a = [1 [2]]",
        "a = 007",
        "a = 2025-1-20",
        "a = 25:61",
        "a = \"甲",
        "a = '甲",
        "a = 1 b = 2",
        "a = { b = 1 = 2 }",
        "a = 1\na = 2",
        "a = [1]\na.b = 2",
    ];

    /// The library has no other words to tell its complaints apart: a version that words one anew fails
    /// here, and not in front of a clerk.
    #[test]
    fn the_library_describes_each_complaint_as_the_table_says() {
        let deep = ["[".repeat(400), format!("{} = 1", vec!["a"; 400].join("."))];
        let nested = [format!("a = {}", deep[0]), deep[1].clone()];
        let texts = PROVOKED.iter().copied().chain(nested.iter().map(String::as_str));
        let described: Vec<String> =
            texts.map(|text| DeTable::parse(text).unwrap_err().message().to_owned()).collect();
        assert_eq!(described.len(), DESCRIPTIONS.len());
        for ((beginning, wanted), description) in DESCRIPTIONS.iter().zip(&described) {
            assert!(description.starts_with(beginning), "{beginning}: {description}");
            assert_eq!(complaint(description), *wanted, "{description}");
        }
    }
}
