//! N314: an identity-card or mobile number of a person in the text.
//!
//! An identity-card number is believed only if its birth date and its check digit are right or the words
//! before it say what it is, so that other long numbers are left alone. Office landlines and hotlines are not looked for.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Prose, Words};
use crate::report::{Text, to_half_width};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N314"),
    title: "文中有个人信息",
    what: "叙述里有公民身份号码（18 位，出生日期和校验码都对得上，或者紧跟在“身份证号”等字样后面）或者手机号码。办公电话、热线电话不算。",
    why: "年度报告向社会公开，不得泄露个人信息。",
    source: "《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条",
    fails: Example::new(
        "请与{{ agency.name }}办公室联系（电话：13800000000）",
        &[("电话：0000-0000000）。", "电话：13800000000）。")],
    ),
    passes: Example::new("请与{{ agency.name }}办公室联系（电话：0000-0000000）", &[]),
    acceptance: Acceptance::Reason,
    look: Look::AnyText(check),
};

/// What makes the number before it an amount.
static AMOUNT_UNIT: Words = Words::under("rule amount-unit");
/// What an identity-card number is called.
static IDENTITY_NUMBER: Words = Words::under("rule identity-number");

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let finding = |(range, digits, after): (Range<usize>, String, &str)| {
        let before = prose.text.get(..range.start).unwrap_or_default();
        let kind = if is_identity(&digits) || digits.len() == 18 && is_called_identity(before) {
            "公民身份号码"
        } else if is_mobile(&digits) && !is_quantity(after) {
            "手机号码"
        } else {
            return None;
        };
        // The message goes into logs and mails: it must not carry the number on.
        let head: String = digits.chars().take(3).collect();
        let tail: String = digits.chars().skip(digits.len().saturating_sub(2)).collect();
        let place = passages::place(subject.report, prose.section);
        let finding = RULE.warning(prose.locate(text, range), format!("{place}有{kind}“{head}…{tail}”"));
        Some(finding.help("请删去，或者隐去中间几位；对外联系请用办公电话"))
    };
    numbers(prose).into_iter().filter_map(finding).collect()
}

/// Runs of digits that stand by themselves (an X at the end counts), blanks and hyphens between groups
/// of a mobile number left out: place, digits, what follows.
fn numbers(prose: &Prose) -> Vec<(Range<usize>, String, &str)> {
    let text = prose.text.as_str();
    let mut found = Vec::new();
    let mut rest = 0;
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    let mut places = prose.marks().filter(|(_, c)| is_digit(*c)).map(|(at, _)| at);
    while let Some(start) = places.find(|at| *at >= rest) {
        let tail = text.get(start..).unwrap_or_default();
        let length = tail.find(|c| !is_digit(c)).unwrap_or(tail.len());
        let mut end = start + length;
        // Most numbers are too short or too long to be a person's.
        if !matches!(tail.chars().take_while(|c| is_digit(*c)).count(), 3 | 11 | 17 | 18) {
            rest = end;
            continue;
        }
        let mut digits: String = tail.get(..length).unwrap_or_default().chars().map(to_half_width).collect();
        if digits.len() == 17 && text.get(end..).is_some_and(|after| after.starts_with(['X', 'x'])) {
            digits.push('X');
            end += 1;
        } else if digits.len() == 3 {
            // 138 0000 0000, 138-0000-0000
            if let Some((groups, used)) = groups(text.get(end..).unwrap_or_default()) {
                digits.push_str(&groups);
                end += used;
            }
        }
        rest = end;
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).unwrap_or_default();
        let joins =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_' | '=' | '〕' | '—');
        let next = after.chars().next();
        let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_'))
            || next == Some('.') && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        if !before.is_some_and(joins) && !goes_on {
            found.push((start..end, digits, after));
        }
    }
    found
}

/// Two groups of four digits, each behind a blank or hyphen, and the bytes that they take.
fn groups(text: &str) -> Option<(String, usize)> {
    let mut digits = String::new();
    let mut rest = text;
    for _ in 0..2 {
        let group = rest.strip_prefix([' ', '-'])?;
        let (four, tail) = group.split_at_checked(4)?;
        if !four.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(four);
        rest = tail;
    }
    Some((digits, text.len() - rest.len()))
}

fn is_mobile(digits: &str) -> bool {
    let mut chars = digits.chars();
    digits.len() == 11 && chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
}

/// True if what follows makes a number an amount.
fn is_quantity(after: &str) -> bool {
    AMOUNT_UNIT.opens(after.trim_start())
}

/// True if the words before a number say that it is a person's.
fn is_called_identity(before: &str) -> bool {
    let is_between = |c: char| c.is_whitespace() || "：:为是（(“码*".contains(c);
    let words = before.trim_end_matches(is_between);
    IDENTITY_NUMBER.ends(words)
}

/// True for an identity-card number with a possible birth date and the right check digit (GB 11643).
fn is_identity(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if digits.len() != 18 {
        return false;
    }
    let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(6..10), part(10..12), part(12..14));
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize);
    (1900..=2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && check == digits.chars().next_back()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    #[test]
    fn numbers_of_persons_are_found_and_not_repeated() {
        let finding = only(&[("组织业务培训4期", "张三（身份证号11010519491231002X）")]);
        assert_eq!((finding.code.0, finding.severity), ("N314", Severity::Warning));
        assert_eq!(finding.message, "“一、总体情况”有公民身份号码“110…2X”");
        for text in ["电话13800000000", "电话：138 0000 0000。", "138-0000-0000"] {
            assert_eq!(
                only(&[("组织业务培训4期", text)]).message,
                "“一、总体情况”有手机号码“138…00”",
                "{text}"
            );
        }
        let full_width = found(&[("组织业务培训4期", "１３８００００００００")]);
        assert!(full_width.iter().any(|(code, _)| code == "N314"));
    }

    #[test]
    fn landlines_hotlines_and_other_numbers_are_fine() {
        for text in [
            "电话0000-0000000",
            "拨打12345热线",
            "电话010-13800000000",
            "110105194912310021",
            "统一社会信用代码11010519491331002X",
            "投入13800000000元",
            "编号A13800000000",
            "https://www.example.gov.cn/13800000000.html",
            "4008123123",
            "138****0000",
            "021-63212810",
            "13800000000件",
            "2024011512345678901",
        ] {
            assert_eq!(found(&[("组织业务培训4期", text)]), [], "{text}");
        }
    }

    #[test]
    fn a_number_that_is_called_so_counts_with_a_wrong_check_digit() {
        for text in
            ["身份证号110105194912310020", "公民身份号码：110105194912310020", "证件号为11010519491331002X"]
        {
            assert_eq!(only(&[("组织业务培训4期", text)]).code.0, "N314", "{text}");
        }
        for text in ["身份证号1101051949123100", "身份证办理窗口110105194912310020"] {
            assert_eq!(found(&[("组织业务培训4期", text)]), [], "{text}");
        }
    }

    #[test]
    fn the_check_digit_counts() {
        assert!(is_identity("11010519491231002X"));
        assert!(!is_identity("110105194912310020"));
        assert!(!is_identity("11010519491331002X"));
    }
}
