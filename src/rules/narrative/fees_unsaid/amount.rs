//! Amounts of 信息处理费: 元 against 万元, and no more than the table's 行政事业性收费, of which it is
//! a part (财政部, 全国政府性基金和行政事业性收费目录清单: 信息公开处理费).

use std::ops::Range;

use rust_decimal::Decimal;

use super::{FEE, Fee, RULE, Statement};
use crate::diagnostic::Diagnostic;
use crate::format::{ColumnRole, RowRole};
use crate::prose::{Prose, Words, number::figure_at};
use crate::rules::passages;

/// Yuan in one 万元.
const WAN: u32 = 10_000;
/// What a table that keeps two decimals leaves out, in yuan.
const ROUNDED: u32 = 50;
/// More than fees of this kind ever come to, in yuan: ten thousand pages at the lower rate.
const LARGEST: u32 = 100_000;
/// Amounts of a sentence that are looked at.
const MOST: usize = 10;

/// Amounts that are no sum of the year.
static FEE_OTHER_AMOUNT: Words = Words::under("rule fee-other-amount");
/// Charges of another kind whose names end alike.
static OTHER_FEE: Words = Words::under("rule other-handling-fee");
/// What was paid.
static FEE_PAID: Words = Words::under("rule fee-paid");
/// What was collected.
static FEE_COLLECTED: Words = Words::under("rule fee-collected");
/// What was asked for.
static FEE_NOTIFIED: Words = Words::under("rule fee-notified");

/// An amount of the fee.
pub(super) struct Amount {
    range: Range<usize>,
    /// As written.
    written: Decimal,
    pub yuan: Decimal,
    is_wan: bool,
}

/// The amounts of the fee in a sentence: those behind its name.
pub(super) fn amounts<'p>(prose: &'p Prose, sentence: &Range<usize>) -> impl Iterator<Item = Amount> + 'p {
    let (start, text) = (sentence.start, prose.text.as_str());
    let said = text.get(sentence.clone()).unwrap_or_default();
    // 污水处理费 is another charge.
    let is_own = |(at, name): &(usize, &str)| {
        let end = at + name.len();
        !OTHER_FEE.iter().any(|other| said.get(..end).is_some_and(|head| head.ends_with(other)))
    };
    let name = FEE.iter().filter_map(|name| said.match_indices(name).find(is_own)).map(|(at, _)| at).min();
    let mut until = start + name.unwrap_or(said.len());
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

/// What the table has for charges of all kinds.
struct Charges {
    /// In 万元; `None` if it is not filled in.
    amount: Option<Decimal>,
    /// The row in official words, with its column.
    row: String,
    /// Its label.
    kind: String,
}

fn charges(fee: &Fee<'_>) -> Option<Charges> {
    let cells = fee.report.form.cells_in(RowRole::Fees, ColumnRole::Amount);
    let place = fee.report.form.place(*cells.first()?)?;
    Some(Charges { amount: fee.report.sum(cells), row: place.words(), kind: place.row.label.clone() })
}

/// The finding on the first amount that does not fit the table, or whose unit is doubtful.
pub(super) fn doubtful(fee: &Fee<'_>, statements: &[Statement<'_>]) -> Option<Diagnostic> {
    let charges = charges(fee);
    let mut first: Option<(Decimal, bool)> = None;
    for statement in statements {
        let all = amounts(statement.prose, &statement.range);
        for amount in all.filter(|amount| !amount.yuan.is_zero()).take(MOST) {
            let is_other =
                |&(written, is_wan): &(Decimal, bool)| written == amount.written && is_wan != amount.is_wan;
            let is_in_table = charges.as_ref().is_some_and(|charges| charges.amount == Some(amount.written));
            let is_mixed = first.as_ref().is_some_and(is_other) || is_in_table && !amount.is_wan;
            first.get_or_insert((amount.written, amount.is_wan));
            let (prose, name) = (statement.prose, fee.name);
            let words = prose.text.get(amount.range.clone()).unwrap_or_default();
            let place = passages::place(fee.report, prose.section);
            let more = charges.as_ref().filter(|charges| is_more(fee, statement, &amount, charges));
            let message = if is_mixed {
                let other = if amount.is_wan { "元" } else { "万元" };
                format!("{place}{name}的金额写成“{words}”，同一数字在别处以{other}计，元和万元疑似写混")
            } else if let Some(Charges { amount: Some(charges), row, .. }) = more {
                format!("{place}写的{name}“{words}”，多于表中{row}的 {charges} 万元")
            } else if amount.is_wan && amount.yuan > Decimal::from(LARGEST) {
                format!("{place}{name}的金额写成“{words}”，数额过大，疑似把元写成了万元")
            } else {
                continue;
            };
            let kind = charges.map_or_else(String::new, |charges| {
                format!("，属于{}，收取的应计入表中这一行", charges.kind)
            });
            let span = prose.locate(statement.text, amount.range.clone());
            let help = format!("请按缴款记录核对金额和单位；{name}一般以元计{kind}");
            return Some(RULE.warning(span, message).help(help).actual(words));
        }
    }
    None
}

/// True if more was collected in the report year than the table has for charges of all kinds.
fn is_more(fee: &Fee<'_>, statement: &Statement<'_>, amount: &Amount, charges: &Charges) -> bool {
    let most = charges.amount.and_then(|charges| charges.checked_mul(Decimal::from(WAN)));
    most.is_some_and(|most| amount.yuan > most + Decimal::from(ROUNDED))
        && is_collected(statement, amount, fee.report.year())
}

/// True if the amount is what was collected in the report year, as far as the sentence shows.
fn is_collected(statement: &Statement<'_>, amount: &Amount, year: u16) -> bool {
    let words = |range: Range<usize>| statement.prose.text.get(range).unwrap_or_default();
    let (said, before) = (words(statement.range.clone()), words(statement.range.start..amount.range.start));
    let is_paid = FEE_PAID.is_in(before);
    let last_year = format!("{}年", year.saturating_sub(1));
    if FEE_OTHER_AMOUNT.is_in(said) && !is_paid || said.contains(&last_year) {
        return false;
    }
    let last = |words: &Words| words.iter().filter_map(|word| before.rfind(word)).max();
    // Of a notice's amount and what was paid, only the latter counts.
    !FEE_PAID.is_in(said) && !FEE_NOTIFIED.is_in(said)
        || is_paid
        || last(&FEE_COLLECTED) > last(&FEE_NOTIFIED)
}
