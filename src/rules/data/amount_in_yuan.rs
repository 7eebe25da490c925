//! D008: an amount in 万元 that looks like yuan.
//!
//! The tables count money in 万元, the accounts count in yuan; published reports carry `116408.28`.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Kind, RowRole};
use crate::prose::Words;
use crate::report::{Level, to_half_width};
use crate::rules::{Acceptance, CellAt, Example, Look, Rule, Subject};
use crate::source::Span;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D008"),
    title: "金额疑似以元填写",
    what: "表中金额以万元为单位。正文里同一数字后面写的是“元”，或者部门的金额达到 10000 万元（一亿元），或者政府的金额达到 10000 万元且是上年的十倍以上，疑似误填为元。",
    why: "把元当成万元，数字就大了一万倍。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式（单位：万元）",
    fails: Example::new(
        "fees = 3286150.00  # 行政事业性收费",
        &[("fees                = 328.6150", "fees                = 3286150.00")],
    ),
    passes: Example::new("fees = 328.6150  # 行政事业性收费", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Cell(check),
};

/// From here on an amount in 万元 is out of the ordinary: one hundred million yuan.
const LARGE: u32 = 10_000;

fn check(subject: &Subject<'_>, at: &CellAt<'_>) -> Option<Diagnostic> {
    if at.place.column.kind != Kind::Amount {
        return None;
    }
    let amount = at.cell.state.number().filter(|amount| !amount.is_zero())?;
    let (suspicion, said) = suspicion(subject, at, amount)?;
    let message = format!("{}填的是 {amount} 万元，{suspicion}", at.place.words());
    let wan = (amount / Decimal::from(10_000)).normalize();
    let finding = RULE
        .warning(at.cell.span, message)
        .help(format!("表中金额的单位是万元。如果 {amount} 是元，请改为 {wan}；如果确是万元，不必修改"))
        .cells(subject.cells([at.id]))
        .actual(amount);
    Some(match said {
        Some(span) => finding.mark(span, "正文写的是元"),
        None => finding,
    })
}

/// What speaks of the charges of the table.
static CHARGE: Words = Words::under("rule charge");
/// What speaks of its purchases.
static PURCHASE: Words = Words::under("rule purchase");
/// The fee that is told in yuan by right.
static FEE_IN_FULL: Words = Words::under("rule fee-in-full");

/// Why an amount looks like yuan, if it does, and the place in the text that shows it.
fn suspicion(
    subject: &Subject<'_>,
    at: &CellAt<'_>,
    amount: Decimal,
) -> Option<(&'static str, Option<Span>)> {
    let report = subject.report;
    let spoken = match at.place.row.role {
        Some(RowRole::Fees) => Some(&CHARGE),
        Some(RowRole::Procurement) => Some(&PURCHASE),
        _ => None,
    };
    for (prose, text) in subject.narrative().filter(|(prose, _)| prose.has("元")) {
        for sentence in prose.sentences() {
            let said = prose.text.get(sentence.clone()).unwrap_or_default();
            let Some(range) = in_yuan(said, amount) else { continue };
            // A small amount may be there by chance: the words before it must speak of it.
            let before = said.get(..range.start).unwrap_or_default();
            let speaks_of_it = spoken.is_some_and(|words| words.is_in(before)) && !FEE_IN_FULL.is_in(before);
            if amount < Decimal::from(LARGE) && !speaks_of_it {
                continue;
            }
            let span = prose.locate(text, sentence.start + range.start..sentence.start + range.end);
            return Some(("正文里同一数字写的是元", Some(span)));
        }
    }
    if amount < Decimal::from(LARGE) {
        return None;
    }
    match report.level()? {
        Level::Department => Some(("合一亿元以上，疑似以元填写", None)),
        Level::Government => {
            let last = report.last_year.report()?;
            let target = last.form.target(&report.form.path(at.id)).ok()?;
            let before = last.target_value(&target).filter(|before| !before.is_zero())?;
            let tenfold = before.checked_mul(Decimal::TEN)?;
            (amount >= tenfold).then_some(("达到上年的十倍以上，疑似以元填写", None))
        }
    }
}

/// Where a sentence says just this amount with 元 behind it.
fn in_yuan(sentence: &str, amount: Decimal) -> Option<std::ops::Range<usize>> {
    sentence.match_indices('元').find_map(|(at, word)| {
        let before = sentence.get(..at)?.trim_end_matches([' ', '\u{3000}']);
        let is_digit = |c: char| matches!(to_half_width(c), '0'..='9' | ',' | '.');
        let number = before.trim_end_matches(is_digit).len();
        let digits: String = before.get(number..)?.chars().map(to_half_width).filter(|&c| c != ',').collect();
        let value = Decimal::from_str_exact(&digits).ok()?;
        (value == amount).then_some(number..at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{LAST, edit, found, government as sound, last_year, only};
    use crate::rules::{Checked, check_reading};
    use crate::{format::Forms, report::LastYear, report::read, source::Source};

    const FEES: &str = "fees                = 328.6150";

    #[test]
    fn a_departments_large_amount_is_found() {
        let finding = only(&[(FEES, "fees                = 3286150.00")]);
        assert_eq!((finding.code.0, finding.severity), ("D008", Severity::Warning));
        assert_eq!(
            finding.message,
            "“行政事业性收费”（本年收费金额）填的是 3286150.00 万元，合一亿元以上，疑似以元填写"
        );
        assert!(finding.help.as_deref().unwrap().contains("请改为 328.615；"));
        assert_eq!(found(&[(FEES, "fees                = 9999.99")]), []);
    }

    #[test]
    fn the_same_amount_in_yuan_in_the_text_is_found() {
        let said = |text: &'static str| {
            found(&[(FEES, "fees                = 2510"), ("{{ disclosure.fees }}万元", text)])
        };
        assert_eq!(said("2,510元")[0].0, "D008");
        assert_eq!(said("{{ disclosure.fees }}元")[0].0, "D008");
        assert_eq!(said("2510万元"), []);
        assert_eq!(said("2510余万元，其中培训费12510元"), []);
        assert_eq!(said("2510万元；保障房租金补贴2510元"), []);
    }

    /// The report of a government, with or without last year's beside it.
    fn government(fees: &str, last: Option<&str>) -> Checked {
        let text = edit(&sound(), &[(FEES, &format!("fees = {fees}"))]);
        let forms = Forms::built_in();
        let source = Source::new("年报.toml", text);
        let last = last.map_or(LastYear::None, |fees| last_year(&edit(LAST, &[("= 301.2400", fees)])));
        check_reading(read(&source, &forms), &source, &forms, last)
    }

    #[test]
    fn a_governments_large_amount_is_found_only_if_tenfold_last_years() {
        let fires = |fees: &str, last: Option<&str>| {
            government(fees, last).findings.iter().any(|finding| finding.code.0 == "D008")
        };
        assert!(fires("3012400", Some("= 301.24")));
        assert!(!fires("25000", Some("= 24000")));
        assert!(!fires("25000", Some("= 0")));
        assert!(!fires("25000", None));
        assert!(!fires("500", Some("= 5")));
    }
}
