//! Numbers as reports write them: `1,234件`, `３５件`, `三十五件`, `2.8万件`, `3.1万余件`, `44.7%`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{List, UnitKind, begins, ends, unit_at};

/// How exactly a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// As it is written.
    Exact,
    /// About as much: 约, 近, 左右.
    About,
    /// At least as much and not much more: 余, 多.
    AndSome,
    /// More than that: 超过, 以上.
    MoreThan,
    /// Less than that: 不足, 不到.
    LessThan,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Where it stands, unit included.
    pub range: Range<usize>,
    /// Its value; `2.8万` is 28000, but an amount in 万元 stays as it is written.
    pub value: Decimal,
    /// The value of one in its last written digit.
    pub step: Decimal,
    /// Exact or not.
    pub precision: Precision,
    /// The word that it counts by; empty if there is none.
    pub unit: &'static str,
    /// What that word counts; `None` if there is none.
    pub kind: Option<UnitKind>,
}

impl Figure {
    /// What one of its unit is in 万元; `None` for other units, and for 万元 itself.
    pub fn in_wan(&self) -> Option<Decimal> {
        match self.unit.strip_suffix('元')?.chars().next() {
            None => Some(Decimal::new(1, 4)),
            Some('亿') => Some(Decimal::from(10_000)),
            Some(_) => None,
        }
    }

    /// True if a table's figure can be written so.
    pub fn fits(&self, figure: Decimal) -> bool {
        let off = (figure - self.value).abs();
        match self.precision {
            Precision::Exact if self.step <= Decimal::ONE && self.kind != Some(UnitKind::Money) => {
                off.is_zero()
            }
            // A shortened number may be rounded or cut.
            Precision::Exact => off < self.step,
            // “约” is plainly wrong only beyond a tenth, or beyond its last digit.
            Precision::About => off <= self.step.max(self.value / Decimal::TEN),
            Precision::AndSome => figure >= self.value && off <= self.last_place(),
            Precision::MoreThan => figure >= self.value,
            Precision::LessThan => figure < self.value,
        }
    }

    /// The value of one in the last digit that is not zero: 10 for 70余, 1000 for 1.5万余.
    fn last_place(&self) -> Decimal {
        let mut place = self.step.max(Decimal::ONE);
        while place <= self.value
            && let Some(next) = place.checked_mul(Decimal::TEN)
            && (self.value % next).is_zero()
        {
            place = next;
        }
        place
    }
}

/// True if a number can begin with that character.
pub fn begins_number(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '０'..='９'
            | '零' | '〇' | '○' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
    )
}

/// Reads the number that starts at `at`, if one does.
pub fn figure_at(text: &str, at: usize) -> Option<Figure> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if digit(first).is_some() {
        arabic(text, at)
    } else if let Some(after) = List::Percent.words().iter().find_map(|word| rest.strip_prefix(word)) {
        percent(text, at, after)
    } else {
        chinese(text, at)
    }
}

/// The year of the calendar that starts at `at`, written in digits of one kind: 2024年, 二〇二四年.
pub(super) fn calendar_year(rest: &str) -> Option<(u16, usize)> {
    let is_arabic = rest.starts_with(|c| digit(c).is_some());
    let (mut year, mut length) = (0, 0);
    for c in rest.chars().take(4) {
        let digit = if is_arabic { digit(c).map(i64::from) } else { chinese_digit(c) };
        year = year * 10 + digit?;
        length += c.len_utf8();
    }
    let year = u16::try_from(year).ok().filter(|year| (1990..2100).contains(year))?;
    rest.get(length..)?.starts_with('年').then_some((year, length + '年'.len_utf8()))
}

/// The digit that a character writes, in half or full width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

/// The digit that a character writes in Chinese.
pub(super) fn chinese_digit(c: char) -> Option<i64> {
    let c = match c {
        '两' => '二',
        '〇' | '○' => '零',
        c => c,
    };
    "零一二三四五六七八九".chars().zip(0..).find(|(digit, _)| *digit == c).map(|(_, value)| value)
}

fn arabic(text: &str, at: usize) -> Option<Figure> {
    let (digits, scale, length) = arabic_digits(text.get(at..)?)?;
    let value = Decimal::from_i128_with_scale(digits, scale);
    Behind::read(text, at + length)?.figure(text, at, value, Decimal::new(1, scale))
}

/// The digits without commas and point as a number, how many of them are decimals, and their length in the text.
fn arabic_digits(rest: &str) -> Option<(i128, u32, usize)> {
    let (mut digits, mut count, mut scale, mut in_fraction, mut length) = (0_i128, 0, 0_u32, false, 0);
    for (offset, c) in rest.char_indices() {
        let after = || rest.get(offset + c.len_utf8()..).unwrap_or_default();
        if let Some(value) = digit(c) {
            (digits, count) = (digits * 10 + i128::from(value), count + 1);
            scale += u32::from(in_fraction);
        } else if matches!(c, '.' | '．') && !in_fraction && after().starts_with(|c| digit(c).is_some()) {
            in_fraction = true;
        } else if !(matches!(c, ',' | '，') && !in_fraction && count <= 9 && is_thousand(after())) {
            break;
        }
        length = offset + c.len_utf8();
        if count > 20 {
            return None;
        }
    }
    Some((digits, scale, length))
}

/// True if a group of three digits follows, as after a thousands comma.
fn is_thousand(after: &str) -> bool {
    let count = after.chars().take(4).take_while(|&c| digit(c).is_some()).count();
    count == 3
}

/// 百分之三十八 or 百分之38.2.
fn percent(text: &str, at: usize, after: &str) -> Option<Figure> {
    let start = text.len() - after.len();
    let (value, step, length) = if after.starts_with(|c| digit(c).is_some()) {
        let (digits, scale, length) = arabic_digits(after)?;
        (Decimal::from_i128_with_scale(digits, scale), Decimal::new(1, scale), length)
    } else {
        let (value, length) = chinese_value(after)?;
        (Decimal::from(value), Decimal::ONE, length)
    };
    let precision = before_word(text.get(..at)?).unwrap_or(Precision::Exact);
    Some(Figure {
        range: at..start + length,
        value,
        step,
        precision,
        unit: "%",
        kind: Some(UnitKind::Percent),
    })
}

/// A number in Chinese characters; it needs a counting unit, or “一” would be one everywhere.
fn chinese(text: &str, at: usize) -> Option<Figure> {
    let rest = text.get(at..)?;
    let (value, length) = chinese_value(rest)?;
    let behind = Behind::read(text, at + length)?;
    let (unit, kind) = behind.unit?;
    // 一个, 一项, 一次 count nothing in most sentences; 百 and 千 alone only in 百余件.
    let is_article = value == 1 && matches!(kind, UnitKind::Piece | UnitKind::Line) && unit != "条";
    let counts = matches!(kind, UnitKind::Count | UnitKind::Piece | UnitKind::Line | UnitKind::Money);
    if is_article || !counts {
        return None;
    }
    let figure = behind.figure(text, at, Decimal::from(value), Decimal::ONE)?;
    let is_bare_place = rest.starts_with(['百', '千']) && figure.precision == Precision::Exact;
    (!is_bare_place).then_some(figure)
}

/// The value of Chinese digits, and their length.
fn chinese_value(rest: &str) -> Option<(i64, usize)> {
    let (mut total, mut section, mut current, mut length) = (0_i64, 0_i64, 0_i64, 0);
    let mut is_number = false;
    for (offset, c) in rest.char_indices() {
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            _ => 1,
        };
        if place == 10_000 && is_number {
            if rest.get(offset + c.len_utf8()..).is_some_and(|after| after.starts_with('元')) {
                break;
            }
            total = (section + current).checked_mul(place)?;
            (section, current) = (0, 0);
        } else if place > 1 && place < 10_000 {
            section = section.checked_add(current.max(1).checked_mul(place)?)?;
            current = 0;
        } else if let Some(value) = chinese_digit(c) {
            current = value;
        } else {
            break;
        }
        is_number = true;
        length = offset + c.len_utf8();
        if length > 45 {
            return None;
        }
    }
    is_number.then_some((total.checked_add(section)?.checked_add(current)?, length))
}

/// What a word before a number says of its precision.
fn before_word(before: &str) -> Option<Precision> {
    let mut before = before.trim_end();
    while let Some(shorter) = List::Leading.words().before_end(before) {
        before = shorter.trim_end();
    }
    let all = [
        (List::MoreBefore, Precision::MoreThan),
        (List::LessBefore, Precision::LessThan),
        (List::AboutBefore, Precision::About),
    ];
    all.into_iter().find(|(words, _)| ends(before, *words)).map(|(_, precision)| precision)
}

/// What a word after a number and its unit says of its precision.
fn after_word(after: &str) -> Option<Precision> {
    let all = [
        (List::AboutAfter, Precision::About),
        (List::MoreAfter, Precision::MoreThan),
        (List::LessAfter, Precision::LessThan),
    ];
    all.into_iter().find(|(words, _)| begins(after, *words)).map(|(_, precision)| precision)
}

/// What follows the digits of a number: 余, 万, the unit.
struct Behind {
    end: usize,
    /// Of one of the last written digit.
    factor: i64,
    is_more: bool,
    unit: Option<(&'static str, UnitKind)>,
}

impl Behind {
    /// Reads it; `None` behind percentage points, which are no figure.
    fn read(text: &str, start: usize) -> Option<Self> {
        let (mut end, mut factor, mut is_more) = (start, 1, false);
        let rest = |end: usize| text.get(end..).unwrap_or_default();
        let mut some = |end: &mut usize| {
            if begins(rest(*end), List::Some) {
                is_more = true;
                *end += rest(*end).chars().next().map_or(0, char::len_utf8);
            }
        };
        some(&mut end);
        for (place, value) in [('万', 10_000), ('亿', 100_000_000)] {
            let is_money = |end| matches!(unit_at(rest(end)), Some((_, UnitKind::Money)));
            if rest(end).starts_with(place) && !is_money(end) {
                factor *= value;
                end += place.len_utf8();
            }
        }
        some(&mut end);
        let after = rest(end).trim_start_matches([' ', '\u{3000}']);
        if begins(after, List::Points) {
            return None;
        }
        let unit = unit_at(after);
        if let Some((word, _)) = unit {
            end = text.len() - after.len() + word.len();
        }
        Some(Self { end, factor, is_more, unit })
    }

    /// The number that it belongs to, with what stands before: 约.
    fn figure(self, text: &str, start: usize, value: Decimal, step: Decimal) -> Option<Figure> {
        let times = |number: Decimal| match self.factor {
            1 => Some(number),
            factor => number.checked_mul(factor.into()),
        };
        let some = || self.is_more.then_some(Precision::AndSome);
        let precision =
            after_word(text.get(self.end..)?).or_else(some).or_else(|| before_word(text.get(..start)?));
        let (unit, kind) = self.unit.unzip();
        Some(Figure {
            range: start..self.end,
            value: times(value)?,
            step: times(step)?,
            precision: precision.unwrap_or(Precision::Exact),
            unit: unit.unwrap_or_default(),
            kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (String, &'static str, Precision) {
        let figure = figure_at(text, 0).unwrap();
        assert_eq!(figure.range.end, text.len(), "{text}");
        (figure.value.normalize().to_string(), figure.unit, figure.precision)
    }

    #[test]
    fn the_largest_number_that_can_be_read_has_a_last_place() {
        let figure = figure_at("10000000000000000万亿余件", 0).unwrap();
        assert!(figure.fits(figure.value) && !figure.fits(Decimal::ONE));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use Precision::{AndSome, Exact};
        for (text, value, unit, precision) in [
            ("1,234件", "1234", "件", Exact),
            ("1，234件", "1234", "件", Exact),
            ("３５件", "35", "件", Exact),
            ("35 件", "35", "件", Exact),
            ("三十五件", "35", "件", Exact),
            ("一百零二宗", "102", "宗", Exact),
            ("两千份", "2000", "份", Exact),
            ("十二起", "12", "起", Exact),
            ("零件", "0", "件", Exact),
            ("2.8万件", "28000", "件", Exact),
            ("3.1万余件", "31000", "件", AndSome),
            ("百余件", "100", "件", AndSome),
            ("70多件", "70", "件", AndSome),
            ("百分之三十八", "38", "%", Exact),
            ("328.6150万元", "328.615", "万元", Exact),
            ("44.7%", "44.7", "%", Exact),
            ("0", "0", "", Exact),
        ] {
            assert_eq!(read(text), (value.to_owned(), unit, precision), "{text}");
        }
        assert_eq!(figure_at("一是", 0), None);
        assert_eq!(figure_at("75，200件", 0).unwrap().value, Decimal::from(75200));
        assert_eq!(figure_at("75，2000件", 0).unwrap().value, Decimal::from(75));
        let about = figure_at("约75件", 3).unwrap();
        assert!(about.fits(Decimal::from(80)) && !about.fits(Decimal::from(100)));
    }

    proptest! {
        #[test]
        fn any_count_is_read_back(count in 0_u64..1_000_000_000) {
            let figure = figure_at(&format!("{count}件"), 0).unwrap();
            prop_assert_eq!(figure.value, Decimal::from(count));
            prop_assert!(figure.fits(Decimal::from(count)) && !figure.fits(Decimal::from(count + 1)));
        }

        #[test]
        fn any_text_is_read_without_fault(text in "[0-9０一二百千万亿，,.件年%余两十]{0,40}") {
            for (at, _) in text.char_indices() {
                if let Some(figure) = figure_at(&text, at) {
                    prop_assert!(text.get(figure.range.clone()).is_some() && figure.range.start == at);
                }
            }
        }
    }
}
