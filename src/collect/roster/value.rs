//! What stands in a cell of a roster: names, days, ticks.

use super::Deadline;
use crate::report::body::{Body, Kind, is_bare_kind};
use crate::report::{Date, to_half_width};

/// What may stand behind a day: an hour, a day of the week, 前.
const BEHIND_DAY: &str = "0123456789:T时点分秒前以之截止上下午中班星期周一二三四五六日 ";

/// What Excel counts days from 1 January 2000 with, and to the end of 2099.
const SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// Signs between the names of one unit.
const BETWEEN_NAMES: [char; 16] =
    ['、', '；', ';', '，', ',', '/', '／', '|', '｜', '\\', '＼', '。', '+', '＋', '\n', '\r'];

/// What may stand between two names, or within one: `住房和城乡建设局`.
const PERHAPS_BETWEEN: [char; 3] = ['和', '与', '及'];

/// Marks beside a name that are none of it.
const MARKS: [char; 12] = ['*', '＊', '※', '★', '☆', '▲', '△', '●', '■', '◆', '#', '＃'];

/// Characters of the shortest name behind 原: 原双拥办.
const SHORTEST_NAME: usize = 3;

/// Brackets of notes; those of names are round.
const NOTE_BRACKETS: [(char, char); 3] = [('【', '】'), ('[', ']'), ('〔', '〕')];

/// What a note in round brackets begins with.
const NOTES: &[&str] = &["含", "不含", "包括", "包含", "新", "已", "撤销", "合并", "备注", "注"];

/// What else a note on a former name begins with.
const FORMER_NOTES: &[&str] = &["原", "曾", "现", "旧", "前身", "更名", "改"];

/// What stands before the last day: `截至1月15日`.
const BEFORE_DAY: &[&str] = &["截至到", "截止到", "截至", "截止", "不晚于", "不迟于", "最迟", "最晚", "于"];

/// A name as it is kept: on one line, without the number of its line.
pub(super) fn name(text: &str) -> String {
    without_number(text.trim()).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text without the number before it: `1.`, `（1）`, `01 `, `①`.
fn without_number(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix(|c| ('①'..='⑳').contains(&c)) {
        return rest;
    }
    let inner = text.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = rest.len() < inner.len();
    let is_closed = rest.starts_with([')', '）']) || inner.len() == text.len();
    let behind = rest.strip_prefix(['.', '、', '．', ')', '）']).filter(|_| is_closed);
    // What stands apart is a number if it stands before the name of a body.
    let apart = || (rest.trim_start().len() < rest.len()).then(|| rest.trim_start());
    let is_body = |rest: &&str| Body::of(rest).kind.is_some();
    let found = behind.or_else(|| apart().filter(|_| inner.len() == text.len()).filter(is_body));
    found.filter(|_| is_number).unwrap_or(text)
}

/// A name without marks and notes beside it: `青禾县教育局（含教研室）*`, `【新】青禾县教育局`.
pub(super) fn without_notes(name: &str) -> &str {
    let mut rest = name;
    loop {
        let before = rest;
        rest = rest.trim_matches(MARKS);
        for (open, close) in NOTE_BRACKETS {
            rest = without_bracket(rest, (open, close), |_| true);
        }
        for brackets in [('（', '）'), ('(', ')')] {
            rest = without_bracket(rest, brackets, is_note);
        }
        if rest.is_empty() {
            return name;
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// A text without a bracket before or behind it of which the words are such.
fn without_bracket(text: &str, (open, close): (char, char), is_such: fn(&str) -> bool) -> &str {
    let behind = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
    if let Some((rest, _)) = behind.filter(|(_, words)| is_such(words)) {
        return rest;
    }
    let before = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
    before.filter(|(words, _)| is_such(words)).map_or(text, |(_, rest)| rest)
}

/// True for what is said of a unit and is none of its name: 含教研室, 2024年新设.
fn is_note(words: &str) -> bool {
    let has_year = words.starts_with(|c: char| to_half_width(c).is_ascii_digit()) && words.contains('年');
    has_year || NOTES.iter().any(|note| words.starts_with(note))
}

/// What a bracket tells of other names of the unit: `云溪县卫生健康局（县疾控局）` has the one before it, too, and so has
/// `青禾县林业局（原青禾县绿化局）`.
pub(super) fn names_of_bracket(name: &str) -> Vec<String> {
    let inner = name.strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '(']));
    let Some((before, words)) = inner.filter(|(before, _)| !before.is_empty()) else { return Vec::new() };
    let words = words.strip_prefix(['原', '曾']).unwrap_or(words);
    // A branch office is a body of its own.
    let is_sign = is_bureau(words) && !is_bare_kind(words) && !words.ends_with("分局");
    if is_sign { vec![before.to_owned(), words.to_owned()] } else { Vec::new() }
}

/// True for the name of a body of which others are no part.
fn is_bureau(name: &str) -> bool {
    matches!(Body::of(name).kind, Some(Kind::Bureau | Kind::Committee | Kind::Hall))
}

/// A name without the numeral before it: `一、`, `（二）`.
pub(super) fn without_numeral(text: &str) -> &str {
    let inner = text.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let is_numeral = rest.len() < inner.len();
    rest.strip_prefix(['、', '）', ')']).filter(|_| is_numeral).unwrap_or(text)
}

/// The names in a cell: `县国土局、县规划局`, `曾用名：县国土局`.
pub(super) fn names(text: &str) -> Vec<String> {
    let parts = text.split(BETWEEN_NAMES).map(|name| name.rsplit(['：', ':']).next().unwrap_or(name));
    let parts = parts.flat_map(apart_by_blanks).flat_map(|part| apart_by_words(&part));
    let names = parts.map(|part| without_former(without_notes(&name(&part))).to_owned());
    let names = names.filter(|name| !name.is_empty());
    names.flat_map(|name| [Some(name.clone()), former(&name)].into_iter().flatten()).collect()
}

/// The names of a text with blanks, if every part is one: `青禾县 林业局` is one name.
fn apart_by_blanks(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_name = |part: &&str| Body::of(without_notes(part)).kind.is_some() && !is_bare_kind(part);
    if parts.iter().all(is_name) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![text.to_owned()]
    }
}

/// The names of `青禾县国土局和青禾县规划局`: a bureau before the word, and a place behind it or the same beginning.
fn apart_by_words(text: &str) -> Vec<String> {
    let begins_alike = |one: &str, other: &str| one.chars().next() == other.chars().next();
    let split = text.char_indices().filter(|(_, c)| PERHAPS_BETWEEN.contains(c)).find_map(|(at, c)| {
        let (one, other) = (text.get(..at)?, text.get(at + c.len_utf8()..)?);
        (is_bureau(one.trim()) && is_bureau(other.trim()) && begins_alike(one.trim(), other.trim()))
            .then_some((one, other))
    });
    let Some((one, other)) = split else { return vec![text.to_owned()] };
    let mut names = vec![one.to_owned()];
    names.extend(apart_by_words(other));
    names
}

/// A former name without a note that says so: `（原）青禾县工商局`.
fn without_former(name: &str) -> &str {
    let is_such = |words: &str| FORMER_NOTES.iter().any(|note| words.starts_with(note));
    let rest =
        [('（', '）'), ('(', ')')].into_iter().fold(name, |rest, at| without_bracket(rest, at, is_such));
    if rest.is_empty() { name } else { rest }
}

/// `青禾县安监局` of `原青禾县安监局`. 原平市教育局 keeps its name, too.
fn former(name: &str) -> Option<String> {
    let rest = name.strip_prefix(['原', '曾'])?;
    (rest.chars().count() >= SHORTEST_NAME && !is_bare_kind(rest)).then(|| rest.to_owned())
}

/// True for 是, false for 否; `None` for what is neither.
pub(super) fn tick(text: &str) -> Option<bool> {
    const YES: &[&str] = &["是", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "计入", "纳入", "计"];
    const NO: &[&str] =
        &["否", "×", "✗", "✘", "x", "0", "n", "no", "false", "不", "不计入", "不纳入", "不计"];
    let text = text.chars().map(to_half_width).collect::<String>().to_ascii_lowercase();
    let text = text.trim();
    let text = text.strip_suffix("汇总").unwrap_or(text);
    if YES.contains(&text) { Some(true) } else { NO.contains(&text).then_some(false) }
}

/// True for what stands where there is no last day: `无`, `/`.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "无" | "没有" | "不限" | "/" | "／" | "\\" | "-" | "—" | "——" | "－")
}

/// The last day as people write it: `2025-01-31`, `2025年1月31日17:00前`, `1月31日`, `次年1月底`, or the number that
/// Excel has for a day.
pub(super) fn deadline(text: &str) -> Option<Deadline> {
    let text: String = text.chars().map(to_half_width).collect();
    let text = text.split('(').next().unwrap_or_default().trim();
    let text = BEFORE_DAY.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim();
    if let Some(date) = of_digits(text) {
        return Some(Deadline::Day(date));
    }
    let text = with_digits(text);
    let text = text.as_str();
    let is_next = text.strip_prefix("次年").or_else(|| text.strip_prefix("翌年"));
    // With the hour as a part of the day: `45673.7`.
    let serial = text.split_once('.').map_or(text, |(day, _)| day);
    if let Some(date) = serial.parse().ok().filter(|serial| SERIALS.contains(serial)).and_then(of_serial) {
        return Some(Deadline::Day(date));
    }
    let (day, behind) = cut(is_next.unwrap_or(text));
    if !behind.chars().all(|c| BEHIND_DAY.contains(c)) {
        return None;
    }
    let day = day.replace(char::is_whitespace, "").replace('号', "日");
    let dated = Date::parse(&day).or_else(|| month_end(&day)).filter(|_| is_next.is_none());
    dated.map(Deadline::Day).or_else(|| yearless(&day))
}

/// The day of `20250131`.
fn of_digits(text: &str) -> Option<Date> {
    let is_day = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |range| is_day.then(|| text.get(range)).flatten();
    Date::of(part(0..4)?.parse().ok()?, part(4..6)?.parse().ok()?, part(6..8)?.parse().ok()?)
}

/// A text with its day in digits: `二〇二五年一月三十一日`, `元月15日`.
fn with_digits(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let end = text.find(['日', '号', '底', '末']).unwrap_or(text.len());
    let (day, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    let day = day.replace('零', "〇").replace("元月", "一月");
    let characters: Vec<char> = day.chars().collect();
    let digit = |at: Option<usize>| {
        let c = characters.get(at?)?;
        DIGITS.chars().position(|digit| digit == *c)
    };
    let mut written = String::new();
    for (at, c) in characters.iter().enumerate() {
        let (before, next) = (digit(at.checked_sub(1)), digit(at.checked_add(1)));
        match digit(Some(at)) {
            Some(digit) => written.push_str(&digit.to_string()),
            // 十, 十五, 三十, 三十一
            None if *c == '十' => written.push_str(match (before, next) {
                (None, None) => "10",
                (None, Some(_)) => "1",
                (Some(_), None) => "0",
                (Some(_), Some(_)) => "",
            }),
            None => written.push(*c),
        }
    }
    written + behind
}

/// A text behind its day: at the sign that ends a day, else at the first that stands in none.
fn cut(text: &str) -> (&str, &str) {
    let end = text.char_indices().find(|(_, c)| matches!(c, '日' | '号' | '底' | '末'));
    let end = end.map(|(at, c)| at + c.len_utf8());
    let other = || text.find(|c: char| !(c.is_ascii_digit() || "年月-/.—–".contains(c)));
    text.split_at_checked(end.or_else(other).unwrap_or(text.len())).unwrap_or((text, ""))
}

/// `1月31日`, `1-31`, `1/31`, `1月底`, and `1.31`, but not `1.3`, which may be the 30th.
fn yearless(day: &str) -> Option<Deadline> {
    // A leap year has all days.
    const LEAP: u16 = 2000;
    let is_unsure = day.split_once('.').is_some_and(|(_, day)| day.len() < 2);
    let date = Date::parse(&format!("{LEAP}-{day}")).or_else(|| month_end(&format!("{LEAP}年{day}")));
    date.filter(|_| !is_unsure).map(|date| Deadline::NextYear(date.month, date.day))
}

/// The last day of `2025年1月底`.
fn month_end(day: &str) -> Option<Date> {
    let month = day.strip_suffix(['底', '末'])?.strip_suffix('月')?;
    (28..=31).rev().find_map(|day| Date::parse(&format!("{month}月{day}日")))
}

/// The day that a workbook counts so.
fn of_serial(serial: u32) -> Option<Date> {
    let mut left = serial.checked_sub(*SERIALS.start())?;
    for month in 0_u16.. {
        let (year, month) = (2000 + month / 12, u8::try_from(month % 12 + 1).ok()?);
        let days: u32 = (28..=31).filter(|day| Date::of(year, month, *day).is_some()).map(u32::from).max()?;
        if left < days {
            return Date::of(year, month, u8::try_from(left + 1).ok()?);
        }
        left -= days;
    }
    None
}
