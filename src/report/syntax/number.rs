//! What people write for a number, a year or a day, read as what it means. Only for messages: nothing
//! read here ever becomes a figure of the report.

use crate::report::cell::to_half_width;

/// Quotes of every kind that are typed around a value.
pub(super) const QUOTES: [char; 10] = ['"', '\'', '“', '”', '‘', '’', '„', '＂', '＇', '′'];
/// Units that may go without changing the figure; 元 may not, because amounts are in 万元.
const UNITS: [&str; 11] = ["万元", "件", "个", "项", "条", "宗", "份", "起", "例", "次", "件次"];

/// True for digits with at most a sign and decimals.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(decimals)
}

/// True if the unit may simply go.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.contains(&text)
}

/// The number in a text such as `15,286` or `1'234`, without the signs that set thousands apart.
pub(super) fn without_thousands(text: &str) -> Option<String> {
    let sign = text.strip_prefix(['+', '-']).map_or(0, |rest| text.len() - rest.len());
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.get(sign..)?.split([',', '，', '\'', '’', '‘', '＇', '′']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let sound = (1..=3).contains(&first.len())
        && digits(first)
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && digits(group));
    if !sound || !digits(decimals) || text.ends_with('.') {
        return None;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    Some(format!("{}{first}{}{point}{decimals}", text.get(..sign)?, rest.concat()))
}

/// A number in Chinese characters: `五十八`, `二〇二五`.
pub(super) fn chinese(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > 12 {
        return None;
    }
    let (mut total, mut part, mut digit) = (0_u64, 0_u64, None::<u64>);
    let mut positional = String::new();
    let has_units = text.contains(['十', '百', '千', '万']);
    for c in text.chars() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|known| known == plain(c)) {
            positional.push_str(&value.to_string());
            digit = Some(value as u64);
            continue;
        }
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => {
                total = (total + part + digit.take().unwrap_or(0)).checked_mul(10_000)?;
                part = 0;
                continue;
            }
            _ => return None,
        };
        part += digit.take().unwrap_or(1) * unit;
    }
    if has_units { Some(total + part + digit.unwrap_or(0)) } else { positional.parse().ok() }
}

fn plain(c: char) -> char {
    match c {
        '〇' | '○' | 'Ｏ' => '零',
        '两' => '二',
        _ => c,
    }
}

/// What a text that is no number means, for a figure: `Some(None)` if nothing but 0 can be meant or
/// nobody knows.
pub(super) fn no_number(text: &str) -> Option<Option<String>> {
    const NOTHING: [&str; 13] = [
        "无",
        "没有",
        "暂无",
        "未发生",
        "不适用",
        "无数据",
        "空",
        "N/A",
        "n/a",
        "NA",
        "null",
        "none",
        "None",
    ];
    if NOTHING.contains(&text) || text.chars().all(|c| "/\\-—－–−―_·*×.…?？~～".contains(c)) {
        return Some(None);
    }
    if ["O", "o", "Ｏ", "〇", "○", "零"].contains(&text) {
        return Some(Some("0".to_owned()));
    }
    if let Some(number) = chinese(text) {
        return Some(Some(number.to_string()));
    }
    let letters = text.chars().all(|c| c.is_ascii_digit() || "OoIl".contains(c));
    if letters && text.starts_with(|c: char| c.is_ascii_digit()) && !is_number(text) {
        return Some(Some(text.replace(['O', 'o'], "0").replace(['I', 'l'], "1")));
    }
    signed(text).or_else(|| pointed(text)).map(Some)
}

/// `增4`, `- 4`, `￥328.6`.
fn signed(text: &str) -> Option<String> {
    let number = |rest: &str| {
        let rest = rest.trim();
        let rest = rest.strip_suffix("万元").unwrap_or(rest).trim_end();
        let plain = without_thousands(rest).unwrap_or_else(|| rest.to_owned());
        (is_number(&plain) && !plain.starts_with(['+', '-'])).then_some(plain)
    };
    for word in ["减少", "下降", "减", "降", "-", "−", "－", "—"] {
        if let Some(found) = text.strip_prefix(word).and_then(number) {
            return Some(format!("-{found}"));
        }
    }
    ["增加", "增长", "上升", "增", "+", "￥", "¥", "约", "共", "计"]
        .iter()
        .find_map(|word| text.strip_prefix(word).and_then(number))
}

/// `.5` and `15286.`.
fn pointed(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let mended = match (digits.strip_prefix('.'), digits.strip_suffix('.')) {
        (Some(_), None) => format!("{sign}0{digits}"),
        (None, Some(whole)) => format!("{sign}{whole}"),
        _ => return None,
    };
    is_number(&mended).then_some(mended)
}

/// Reads a part of a day or a year, in ASCII, full-width or Chinese digits.
fn part(text: &str) -> Option<u64> {
    let half: String = text.trim().chars().map(to_half_width).collect();
    if half.is_empty() || half.len() > 24 {
        return None;
    }
    if half.bytes().all(|b| b.is_ascii_digit()) { half.parse().ok() } else { chinese(&half) }
}

/// The day that a text means, as TOML writes it; the words behind it are dropped.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES).trim();
    exact_day(text).or_else(|| exact_day(text.split_whitespace().next()?.trim_matches(QUOTES)))
}

fn exact_day(text: &str) -> Option<String> {
    let text = text.strip_suffix(['日', '号', '。', '.', '，', ',']).unwrap_or(text);
    let half: String = text.chars().map(to_half_width).collect();
    let compact = half.len() == 8 && half.bytes().all(|b| b.is_ascii_digit());
    let numbers: Vec<u64> = if compact {
        [half.get(..4), half.get(4..6), half.get(6..)].into_iter().flatten().filter_map(part).collect()
    } else {
        let is_border = |c: char| "年月./-—–−。·、，,".contains(c);
        let parts: Vec<&str> = half.split(is_border).collect();
        let read: Vec<u64> = parts.iter().filter_map(|text| part(text)).collect();
        if read.len() == parts.len() { read } else { return None }
    };
    let [year, month, day] = numbers.try_into().ok()?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..=2999).contains(&year) && (1..=days).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The year that a text means.
pub(super) fn year(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(QUOTES);
    let end = text.find(['年', '#']).unwrap_or(text.len());
    let read = |text: &str| {
        let compact: String =
            text.chars().filter(|c| !c.is_whitespace() && !QUOTES.contains(c) && *c != ',').collect();
        part(&compact).filter(|year| (1900..=2999).contains(year)).map(|year| year.to_string())
    };
    read(text.get(..end)?).or_else(|| read(text.split_whitespace().next()?))
}
