//! Amounts of 信息处理费: 元 against 万元, and no more than the table's 行政事业性收费, of which it is
//! a part (财政部, 全国政府性基金和行政事业性收费目录清单: 信息公开处理费).

use std::ops::Range;

use rust_decimal::Decimal;

use super::{RULE, Statement};
use crate::diagnostic::Diagnostic;
use crate::prose::{Prose, number::figure_at};
use crate::report::{Report, Text};
use crate::rules::passages;

/// The row that holds all charges of the year, in 万元.
const CHARGES: &str = "disclosure.fees";
/// Yuan in one 万元.
const WAN: u32 = 10_000;
/// What a table that keeps two decimals leaves out, in yuan.
const ROUNDED: u32 = 50;
/// More than fees of this kind ever come to, in yuan: ten thousand pages at the lower rate.
const LARGEST: u32 = 100_000;
/// Amounts of a sentence that are looked at.
const MOST: usize = 10;
/// Sentences on other amounts than what was collected in the year.
const OTHER_AMOUNTS: &[&str] = &[
    "每件",
    "每页",
    "每份",
    "每次",
    "元/",
    "标准",
    "应收",
    "应缴",
    "减免",
    "退还",
    "退付",
    "累计",
    "上年",
    "上一年",
    "去年",
    "往年",
    "历年",
    "预算",
];
/// Words after which stands what was collected in fact.
const COLLECTED: &[&str] = &["实收", "实际收", "实缴", "实际缴", "到账", "入账"];

/// An amount of 信息处理费.
pub(super) struct Amount {
    range: Range<usize>,
    /// As written.
    written: Decimal,
    pub yuan: Decimal,
    is_wan: bool,
}

/// The amounts of 信息处理费 in a sentence.
pub(super) fn amounts<'p>(prose: &'p Prose, sentence: &Range<usize>) -> impl Iterator<Item = Amount> + 'p {
    let (start, text) = (sentence.start, prose.text.as_str());
    let said = text.get(sentence.clone()).unwrap_or_default();
    let mut until = start + said.find("处理费").unwrap_or(said.len());
    let digits = said.char_indices().filter(|(_, c)| c.is_ascii_digit() || ('０'..='９').contains(c));
    digits.filter_map(move |(at, _)| {
        if start + at < until {
            return None;
        }
        let figure = figure_at(text, start + at);
        until = figure.as_ref().map_or(start + at + 1, |figure| figure.range.end);
        let figure = figure?;
        let is_wan = match figure.unit {
            "元" => false,
            "万元" => true,
            _ => return None,
        };
        let yuan = if is_wan { figure.value.checked_mul(Decimal::from(WAN))? } else { figure.value };
        Some(Amount { range: figure.range, written: figure.value, yuan, is_wan })
    })
}

/// The finding on the first amount that does not fit the table, or whose unit is doubtful.
pub(super) fn doubtful(
    report: &Report,
    all: &[(&Prose, &Text)],
    statements: &[Statement<'_>],
) -> Option<Diagnostic> {
    let target = report.form.target(CHARGES).ok();
    let charges = target.as_ref().and_then(|target| report.target_value(target));
    let row = target.as_ref().and_then(|target| report.form.place(*target.cells.first()?));
    let row = row.map_or_else(String::new, |place| place.words());
    let mut first: Option<(Decimal, bool)> = None;
    for statement in statements {
        let (prose, _) = all.get(statement.prose)?;
        for amount in amounts(prose, &statement.range).filter(|amount| !amount.yuan.is_zero()).take(MOST) {
            let other = first.replace(first.unwrap_or((amount.written, amount.is_wan)));
            let is_mixed = other
                .is_some_and(|(written, is_wan)| written == amount.written && is_wan != amount.is_wan)
                || charges == Some(amount.written) && !amount.is_wan;
            let is_collected = is_collected(prose, &statement.range, &amount, report.year());
            let most = charges.and_then(|charges| charges.checked_mul(Decimal::from(WAN)));
            let is_more =
                is_collected && most.is_some_and(|most| amount.yuan > most + Decimal::from(ROUNDED));
            let template = if is_mixed {
                "{place}信息处理费的金额写成“{amount}”，同一数字在别处以{other}计，元和万元疑似写混"
            } else if is_more {
                "{place}写的信息处理费“{amount}”，多于表中{row}的 {charges} 万元"
            } else if amount.is_wan && amount.yuan > Decimal::from(LARGEST) {
                "{place}信息处理费的金额写成“{amount}”，数额过大，疑似把元写成了万元"
            } else {
                continue;
            };
            let words = prose.text.get(amount.range.clone()).unwrap_or_default();
            let mut finding =
                Diagnostic::warning(RULE.code, prose.locate(statement.text, amount.range.clone()), template)
                    .help("请按缴款记录核对金额和单位；信息处理费一般以元计，属于行政事业性收费，收取的应计入表中这一行")
                    .value("place", passages::place(report, prose.section))
                    .value("amount", words)
                    .value("other", if amount.is_wan { "元" } else { "万元" })
                    .value("row", &row)
                    .value("charges", charges.unwrap_or_default());
            finding.actual = Some(words.to_owned());
            return Some(finding);
        }
    }
    None
}

/// True if the amount is what was collected in the report year, as far as the sentence shows.
fn is_collected(prose: &Prose, sentence: &Range<usize>, amount: &Amount, year: u16) -> bool {
    let said = prose.text.get(sentence.clone()).unwrap_or_default();
    let before = prose.text.get(sentence.start..amount.range.start).unwrap_or_default();
    let last_year = format!("{}年", year.saturating_sub(1));
    if passages::has_any(said, OTHER_AMOUNTS) && !passages::has_any(before, COLLECTED)
        || said.contains(&last_year)
    {
        return false;
    }
    // Of a notice's amount and what was paid, only the latter counts.
    !passages::has_any(said, COLLECTED) && !said.contains("通知")
        || passages::has_any(before, COLLECTED)
        || before.contains("收取") && before.rfind("收取") > before.rfind("通知")
}
