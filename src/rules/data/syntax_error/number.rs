//! What people write for a number, read as what it means. Only for messages: nothing read here ever
//! becomes a figure of the report.

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
pub(in crate::rules) fn is_unit(text: &str) -> bool {
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
    const NOTHING: &str = "无 没有 暂无 未发生 不适用 无数据 空 N/A n/a NA null none None";
    if NOTHING.split(' ').any(|word| word == text)
        || text.chars().all(|c| "/\\-—－–−―_·*×.…?？~～".contains(c))
    {
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
