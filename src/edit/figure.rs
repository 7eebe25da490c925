//! A figure as people type and paste it.

use crate::format::{Kind, Place};
use crate::published::{self, Pieces};
use crate::report::{self, Invalid, to_half_width};

/// What a cell is to hold, as the data file writes it: digits, or nothing for a cell left blank.
///
/// # Errors
/// What is wrong with it, in words that begin with the name of the cell.
pub(super) fn read(typed: &str, place: &Place<'_>) -> Result<String, String> {
    let kind = place.column.kind;
    if stands_for_nothing(typed) {
        return Ok(String::new());
    }
    let read = published::figure(typed);
    if read.note.is_some() {
        return Err(wrong(place, typed, "括号里的话请填到这一格的附注"));
    }
    if read.pieces == Pieces::Several {
        return Err(wrong(place, typed, "数字中间有空格或者换行，分不清是一个数还是两个数；请只填一个数"));
    }
    match report::figure(&read.text, kind) {
        Ok(_) => Ok(without_zeros(&read.text)),
        Err(_) if has_odd_comma(typed) => {
            Err(wrong(place, typed, "逗号后面不是三位数字，分不清是多少；请不写逗号，小数点用“.”"))
        }
        Err(invalid) => Err(wrong(place, typed, expected(&invalid, kind))),
    }
}

/// True for blanks, and for what tables of other programs have in a cell where there is nothing: it is for the clerk
/// to say that it is 0.
pub(super) fn stands_for_nothing(typed: &str) -> bool {
    let mut signs =
        typed.chars().map(to_half_width).filter(|&c| !c.is_whitespace() && !crate::source::is_unseen(c));
    signs.all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '*'))
}

/// True for `1,23`: nothing but digits and commas, which do not set thousands apart.
fn has_odd_comma(typed: &str) -> bool {
    let mut plain = typed.chars().filter(|c| !c.is_whitespace()).map(to_half_width);
    let is_number = plain.clone().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '+' | '-'));
    is_number && plain.any(|c| c == ',')
}

fn wrong(place: &Place<'_>, typed: &str, expected: &str) -> String {
    let shown: String = typed.trim().chars().take(20).collect();
    format!("{}不能填“{shown}”：{expected}", place.words())
}

fn expected(invalid: &Invalid, kind: Kind) -> &'static str {
    match (invalid, kind) {
        (Invalid::Negative, _) => "数量和金额不能小于 0",
        (Invalid::TooLarge, _) => "单格最大为 999999999，请核对位数和计量单位",
        (Invalid::TooManyDecimals, _) => "金额以万元为单位，小数最多 15 位",
        (Invalid::Decimals, _) => "这一格是件数，应填整数",
        (_, Kind::Amount) => "应填以万元为单位的数字，不带单位；没有发生的填 0",
        (_, Kind::Change) => "应填整数，减少的写负数，不带单位；没有变化的填 0",
        (_, Kind::Count) => "应填整数，不带单位；没有发生的填 0",
    }
}

/// `007` is no number of TOML, `+208` prints as `208`.
fn without_zeros(digits: &str) -> String {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let whole = rest.split('.').next().unwrap_or_default().len();
    let zeros = rest.bytes().take(whole.saturating_sub(1)).take_while(|&b| b == b'0').count();
    let rest = rest.get(zeros..).unwrap_or(rest);
    let is_zero = rest.bytes().all(|b| matches!(b, b'0' | b'.'));
    format!("{}{rest}", if is_zero { "" } else { sign })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;

    fn of(path: &str, typed: &str) -> Result<String, String> {
        let form = Forms::built_in().get("2021").unwrap();
        read(typed, &form.place(form.target(path).unwrap().cells[0]).unwrap())
    }

    #[test]
    fn figures_are_understood_as_people_type_them() {
        let count = |typed: &str| of("requests.granted.other", typed);
        for (typed, written) in [
            ("12", "12"),
            (" １２ ", "12"),
            ("1,234", "1234"),
            ("1，234", "1234"),
            ("１，２３４，５６７", "1234567"),
            ("1 234", "1234"),
            ("12\u{3000}345\u{3000}678", "12345678"),
            ("1\u{a0}234", "1234"),
            ("1\u{2009}234", "1234"),
            ("1\u{202f}234", "1234"),
            ("１　２３４", "1234"),
            ("007", "7"),
            ("0", "0"),
            ("00", "0"),
            ("-0", "0"),
            ("+5", "5"),
            ("", ""),
            (" \u{3000}", ""),
            ("/", ""),
            ("——", ""),
            ("999999999", "999999999"),
        ] {
            assert_eq!(count(typed).as_deref(), Ok(written), "{typed}");
        }
        assert_eq!(of("disclosure.fees", "0328.6150").as_deref(), Ok("328.6150"));
        assert_eq!(of("disclosure.fees", "0.50").as_deref(), Ok("0.50"));
    }

    #[test]
    fn what_is_no_figure_is_refused_with_what_was_expected() {
        let count = |typed: &str| of("requests.granted.other", typed).unwrap_err();
        assert_eq!(
            count("3件"),
            "“三、（一）予以公开”行“其他”列不能填“3件”：应填整数，不带单位；没有发生的填 0"
        );
        assert!(count("abc").ends_with("没有发生的填 0"));
        assert!(count("1.5").ends_with("应填整数"));
        for odd in ["1,23", "１，２３", "1234,567", "1,234,5", "1,2 345", "1 234,567"] {
            assert!(count(odd).contains("逗号后面不是三位数字"), "{odd}");
        }
        assert!(count("-2").ends_with("不能小于 0"));
        assert!(count("1000000000").contains("999999999"));
        assert!(count("22（其中修订16件）").ends_with("附注"));
        for two in ["5 3", "1 2", "12\n345", "12 34", "1\u{a0}2", "12\u{3000}3", "0 123"] {
            assert!(count(two).contains("分不清是一个数还是两个数"), "{two}");
        }
        assert!(of("disclosure.fees", "3万元").unwrap_err().contains("以万元为单位"));
        assert!(of("disclosure.fees", "0.1234567890123456").unwrap_err().contains("15 位"));
    }
}
