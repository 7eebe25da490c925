//! Numbers as Word writes them before an entry of a list.

/// How a level of a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numeral {
    /// 1, 2, 3.
    Decimal,
    /// 01, 02, 03.
    Zero,
    /// １, ２, ３.
    FullWidth,
    /// ①, ②, ③.
    Circled,
    /// ⑴, ⑵, ⑶.
    InParentheses,
    /// ⒈, ⒉, ⒊.
    WithStop,
    /// 一, 二, 十, 十一.
    Chinese,
    /// 一, 二, 一〇, 一一: digit by digit.
    ChineseDigits,
    /// 壹, 贰, 拾.
    ChineseLegal,
    /// 甲, 乙, 丙.
    Stems,
    /// 子, 丑, 寅.
    Branches,
    /// I, II, III.
    Roman { capital: bool },
    /// A, B, C; after Z: AA, BB.
    Letter { capital: bool },
    /// No number.
    None,
    /// A sign, always the same.
    Bullet,
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

impl Numeral {
    /// By its name in the format; decimal if that is unknown.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::Zero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::InParentheses,
            "decimalEnclosedFullstop" => Self::WithStop,
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand" => Self::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Self::ChineseDigits,
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Self::ChineseLegal,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "upperRoman" => Self::Roman { capital: true },
            "lowerRoman" => Self::Roman { capital: false },
            "upperLetter" => Self::Letter { capital: true },
            "lowerLetter" => Self::Letter { capital: false },
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// Whether it is written in Chinese characters, as the headings of an official document are.
    pub fn is_chinese(self) -> bool {
        matches!(
            self,
            Self::Chinese | Self::ChineseDigits | Self::ChineseLegal | Self::Stems | Self::Branches
        )
    }

    /// That number.
    pub fn write(self, number: u32) -> String {
        let decimal = number.to_string();
        let sign = |first: u32, last: u32| {
            let sign = (1..=last).contains(&number).then(|| char::from_u32(first + number - 1)).flatten();
            sign.map_or_else(|| decimal.clone(), String::from)
        };
        let of = |signs: &[char]| {
            let at = (number as usize).wrapping_sub(1);
            signs.get(at).map_or_else(|| decimal.clone(), |sign| sign.to_string())
        };
        match self {
            Self::Decimal => decimal,
            Self::Zero => format!("{number:02}"),
            Self::FullWidth => decimal.chars().map(full_width).collect(),
            Self::Circled => sign(0x2460, 20),
            Self::InParentheses => sign(0x2474, 20),
            Self::WithStop => sign(0x2488, 20),
            Self::Chinese => chinese(number, &DIGITS, ['十', '百', '千'], false).unwrap_or(decimal),
            Self::ChineseDigits => decimal.chars().filter_map(|digit| digit_of(digit, &DIGITS)).collect(),
            Self::ChineseLegal => chinese(number, &LEGAL, ['拾', '佰', '仟'], true).unwrap_or(decimal),
            Self::Stems => of(&STEMS),
            Self::Branches => of(&BRANCHES),
            Self::Roman { capital } => cased(roman(number).unwrap_or(decimal), capital),
            Self::Letter { capital } => cased(letters(number).unwrap_or(decimal), capital),
            Self::None | Self::Bullet => String::new(),
        }
    }
}

fn cased(text: String, capital: bool) -> String {
    if capital { text } else { text.to_lowercase() }
}

fn full_width(digit: char) -> char {
    digit.to_digit(10).and_then(|value| char::from_u32('０' as u32 + value)).unwrap_or(digit)
}

fn digit_of(digit: char, digits: &[char; 10]) -> Option<char> {
    digits.get(digit.to_digit(10)? as usize).copied()
}

/// A number below ten thousand, in words. Ten to nineteen begin with 十, but with 壹拾 in the legal numerals
/// (`one_first`).
fn chinese(number: u32, digits: &[char; 10], units: [char; 3], one_first: bool) -> Option<String> {
    let zero = digits.first()?;
    if number == 0 {
        return Some(zero.to_string());
    }
    if number >= 10_000 {
        return None;
    }
    let [ten, hundred, thousand] = units;
    let mut words = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
        let digit = number / value % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            words.push(*zero);
        }
        if !(value == 10 && digit == 1 && words.is_empty() && !one_first) {
            words.push(*digits.get(digit as usize)?);
        }
        words.extend(unit);
    }
    Some(words)
}

/// Up to 3999.
fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    Some(text)
}

/// After Z come AA, BB and so on, up to thirty letters.
fn letters(number: u32) -> Option<String> {
    let at = number.checked_sub(1)?;
    let letter = char::from_u32('A' as u32 + at % 26)?;
    let times = at / 26 + 1;
    (times <= 30).then(|| std::iter::repeat_n(letter, times as usize).collect())
}
