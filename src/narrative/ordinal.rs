//! The numbers that open headings and paragraphs: `一、`, `（一）`, `1.`, `（1）`.

use super::radicals;

/// What opens a line that is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal {
    /// 1 for `一、`, 2 for `（一）`, 3 for `1.`, 4 for `（1）`.
    pub rank: u8,
    /// Bytes before it: marks that print by mistake.
    pub start: usize,
    /// The number; `None` if the numeral is none, as in `（一二）`.
    pub number: Option<u32>,
    /// Bytes of the ordinal, its signs included.
    pub length: usize,
    /// Bytes of the bracket before the numeral.
    pub open: usize,
    /// Bytes of the numeral.
    pub numeral: usize,
}

/// The ordinal at the beginning of a text.
pub fn ordinal(text: &str) -> Option<Ordinal> {
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let open = text.len() - inner.len();
    let is_chinese = inner.starts_with(is_numeral);
    let rest =
        if is_chinese { inner.trim_start_matches(is_numeral) } else { inner.trim_start_matches(is_digit) };
    let numeral = inner.len() - rest.len();
    let after = match open {
        0 => rest.strip_prefix(['、', '.', '．'])?,
        _ => rest.strip_prefix(['）', ')'])?,
    };
    // 三、四季度 and 2.5 are no ordinals, nor is “（一）、（二）项” in a sentence.
    let goes_on = match open {
        0 if is_chinese => after.starts_with(is_numeral),
        0 => after.starts_with(is_digit),
        _ => after.starts_with(['、', '至', '和', '项']),
    };
    let words = inner.get(..numeral).filter(|words| !words.is_empty() && !goes_on)?;
    let number = if is_chinese { value(words) } else { decimal(words) };
    let rank = match (open, is_chinese) {
        (0, true) => 1,
        (_, true) => 2,
        (0, false) => 3,
        (_, false) => 4,
    };
    // 2024.
    let is_year = !is_chinese && words.chars().count() > 3;
    (!is_year).then_some(Ordinal { rank, start: 0, number, length: text.len() - after.len(), open, numeral })
}

/// The ordinary character for one of the radicals that come with text copied from a PDF.
fn ordinary(c: char) -> char {
    radicals::ordinary(c).unwrap_or(c)
}

fn is_numeral(c: char) -> bool {
    matches!(ordinary(c), '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百')
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn decimal(digits: &str) -> Option<u32> {
    digits.chars().try_fold(0_u32, |number, c| {
        let digit = c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// `二十三` as a number; up to 99.
pub fn value(numeral: &str) -> Option<u32> {
    let numeral: String = numeral.chars().map(ordinary).collect();
    let digit = |c: char| "一二三四五六七八九".chars().zip(1_u32..).find(|(d, _)| *d == c).map(|(_, n)| n);
    let one = |text: &str| {
        let mut chars = text.chars();
        let first = digit(chars.next()?)?;
        chars.next().is_none().then_some(first)
    };
    match numeral.split_once('十') {
        None => one(&numeral),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { one(ones)? })
        }
    }
}

/// A number up to 99 as a numeral.
pub fn numeral(number: u32) -> String {
    let digit = |n: u32| "一二三四五六七八九".chars().zip(1_u32..).find(|(_, d)| *d == n).map(|(c, _)| c);
    let (tens, ones) = (number / 10, number % 10);
    let mut words = String::new();
    if tens > 1 {
        words.extend(digit(tens));
    }
    if tens > 0 {
        words.push('十');
    }
    words.extend(digit(ones));
    words
}

#[cfg(test)]
mod tests {
    use super::{numeral, ordinal, value};

    #[test]
    fn ordinals_are_told_from_figures_and_from_words() {
        for (text, expected) in [
            ("（一）主动公开", Some((2, Some(1), "（一）"))),
            ("(十二)主动公开", Some((2, Some(12), "(十二)"))),
            ("（⼆）主动公开", Some((2, Some(2), "（⼆）"))),
            ("（一二）主动公开", Some((2, None, "（一二）"))),
            ("一、主动公开", Some((1, Some(1), "一、"))),
            ("一、2024年工作", Some((1, Some(1), "一、"))),
            ("1.主动公开", Some((3, Some(1), "1."))),
            ("１２、主动公开", Some((3, Some(12), "１２、"))),
            ("（3）主动公开", Some((4, Some(3), "（3）"))),
            ("2.5万件", None),
            ("2024. 年", None),
            ("三、四季度", None),
            ("（一）、（二）项", None),
            ("（一）项规定", None),
            ("86件", None),
            ("（）", None),
            ("（注）", None),
            ("一网通办", None),
            ("、", None),
        ] {
            let found = ordinal(text).map(|found| (found.rank, found.number, &text[..found.length]));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn numerals_are_read_and_shown() {
        for (words, number) in [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)] {
            assert_eq!((value(words), numeral(number).as_str()), (Some(number), words));
        }
        assert_eq!(value("一二"), None);
    }
}
