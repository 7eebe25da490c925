//! N304: a percentage does not follow from the counts beside it or from the table.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::counts::Counts;
use crate::prose::item::Role;
use crate::prose::number::{Figure, Precision};
use crate::prose::percent::{Operand, Percent, Share};
use crate::prose::reading::Bound;
use crate::reference::{DIGITS, MOST_DIGITS};
use crate::rules::statements::{Statements, bounded, label};
use crate::rules::words::said_words;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N304"),
    title: "百分比与数字对不上",
    what: "“占38.2%”“办结率96.2%”“同比增长13.6%”等百分比，应能由旁边的数字、表格或者上一年度的报告算出来，\
           误差不超过末位数字的一半；直接截去尾数而没有四舍五入的，会说明是截去的。分母不明的、百分点、其他事项的\
           百分比不看；所依据的数字已由 N301、N302 指出的也不看。",
    why: "百分比多是从上年稿子沿用，或者改了件数忘了重算。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：予以公开29件，占办结总数的42.7%（29÷76=38.2%）",
        &[("{{ requests.granted.total | percent(of=requests.total.total) }}", "42.7%")],
    ),
    passes: Example::new(
        "正文：予以公开29件，占办结总数的38.2%",
        &[("{{ requests.granted.total | percent(of=requests.total.total) }}", "38.2%")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    let narratives = statements.narratives.iter().enumerate();
    let all = narratives.flat_map(|(place, narrative)| {
        narrative.percents.iter().map(move |percent| (place, narrative, percent))
    });
    bounded(&RULE, all, |(place, narrative, percent)| fault(statements, *place, narrative, percent))
}

/// A ratio with its values.
struct Ratio<'p> {
    top: Decimal,
    bottom: Decimal,
    percent: Decimal,
    operands: &'p (Operand, Operand),
}

fn fault(
    statements: &Statements<'_>,
    place: usize,
    narrative: &Counts<'_>,
    percent: &Percent,
) -> Option<Diagnostic> {
    let is_faulty = |operand: &Operand| match operand {
        Operand::Said(at) => statements.verdict(place, *at).is_fault(),
        Operand::Before { now, change } => {
            statements.verdict(place, *now).is_fault() || statements.verdict(place, *change).is_fault()
        }
        Operand::Cells(_) => false,
    };
    // One fault, one finding: a percentage of a wrong count is judged when the count is mended.
    if percent.ratios.iter().any(|(top, _)| is_faulty(top))
        || percent.ratios.iter().all(|(_, b)| is_faulty(b))
    {
        return None;
    }
    let ratios: Vec<Ratio<'_>> =
        percent.ratios.iter().filter_map(|operands| ratio(narrative, percent, operands)).collect();
    if ratios.iter().any(|ratio| fits(&percent.figure, ratio.percent)) {
        return None;
    }
    let cut = ratios.iter().find(|ratio| is_cut(&percent.figure, ratio.percent));
    let nearest = cut.or(ratios.first())?;
    Some(finding(statements, narrative, percent, nearest, cut.is_some()))
}

fn ratio<'p>(
    narrative: &Counts<'_>,
    percent: &Percent,
    operands: &'p (Operand, Operand),
) -> Option<Ratio<'p>> {
    let item = |at: usize| narrative.items.get(at).filter(|item| item.figure.precision == Precision::Exact);
    let value = |operand: &Operand| match operand {
        Operand::Said(at) => Some(item(*at)?.figure.value),
        Operand::Cells(reading) => reading.first()?.value,
        Operand::Before { now, change } => {
            let (now, change) = (item(*now)?, item(*change)?);
            match change.role {
                Role::Change { up: true } => now.figure.value.checked_sub(change.figure.value),
                _ => now.figure.value.checked_add(change.figure.value),
            }
        }
    };
    let (top, bottom) = (value(&operands.0)?, value(&operands.1)?);
    let share = top.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom)?;
    let percent = match percent.share {
        Share::Of => share,
        Share::Change { up: true } => share - Decimal::ONE_HUNDRED,
        Share::Change { up: false } => Decimal::ONE_HUNDRED - share,
    };
    Some(Ratio { top, bottom, percent, operands })
}

/// Whether a percentage can be written so: within half of its last digit.
fn fits(stated: &Figure, percent: Decimal) -> bool {
    let off = (percent - stated.value).abs();
    match stated.precision {
        Precision::Exact => off * Decimal::TWO <= stated.step,
        Precision::About => off <= stated.step.max(stated.value / Decimal::TEN),
        Precision::AndSome => percent >= stated.value && off <= Decimal::TEN,
        Precision::MoreThan => percent >= stated.value,
        Precision::LessThan => percent < stated.value,
    }
}

/// Whether the digits after the last were cut off.
fn is_cut(stated: &Figure, percent: Decimal) -> bool {
    stated.precision == Precision::Exact && percent >= stated.value && percent - stated.value < stated.step
}

fn finding(
    statements: &Statements<'_>,
    narrative: &Counts<'_>,
    percent: &Percent,
    ratio: &Ratio<'_>,
    is_cut: bool,
) -> Diagnostic {
    let decimals = percent.figure.step.scale().max(1);
    let exact =
        ratio.percent.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize();
    let words = said_words(narrative, &percent.words);
    let (top, bottom, exact) = (ratio.top.normalize(), ratio.bottom.normalize(), exact.abs());
    let message = match (is_cut, percent.share) {
        (true, share) => {
            let sign = if share == Share::Of { "" } else { "的变化" };
            format!("正文{words}是直接截去尾数得来的：{top}÷{bottom}{sign}={exact}%，应四舍五入")
        }
        (false, Share::Of) => format!("正文{words}与数字对不上：{top}÷{bottom}={exact}%"),
        (false, Share::Change { .. }) => {
            let change =
                if ratio.percent < Decimal::ZERO { "方向相反，变化为" } else { "变化应为" };
            format!("正文{words}与数字对不上：本年{top}，上年{bottom}，{change}{exact}%")
        }
    };
    let span = narrative.prose.locate(narrative.text, percent.range.clone());
    let written = reference(statements, narrative, percent, ratio.operands);
    let mut finding = RULE.warning(span, message).help("请按件数重新计算百分比");
    finding.help_in_file = written.map(|reference| format!("也可写成 {reference}，由程序从表中取数计算"));
    for operand in [&ratio.operands.0, &ratio.operands.1] {
        if let Operand::Cells(cells) = operand
            && let Some(Bound { reading, value: Some(value), .. }) = cells.first()
        {
            finding.facts.push(format!("{}为{value}", label(statements.report(), reading)));
        }
    }
    finding.expected(format!("{exact}%")).actual(format!("{}%", percent.figure.value))
}

/// What can be written in place of a share, where part and whole are cells of this report.
fn reference(
    statements: &Statements<'_>,
    narrative: &Counts<'_>,
    percent: &Percent,
    (top, bottom): &(Operand, Operand),
) -> Option<String> {
    let path = |operand: &Operand| {
        let (readings, said) = match operand {
            Operand::Cells(cells) => (cells, None),
            Operand::Said(at) => {
                let item = narrative.items.get(*at)?;
                (&item.readings, Some(item.figure.value))
            }
            Operand::Before { .. } => return None,
        };
        let is_it =
            |bound: &&Bound| bound.reading.single().is_some() && (said.is_none() || said == bound.value);
        Some(readings.iter().find(is_it)?.reading.path(statements.report()))
    };
    let (part, whole) = (path(top)?, path(bottom)?);
    // As many decimals as the number has that it takes the place of.
    let digits = match percent.figure.step.scale() {
        1 => String::new(),
        digits => format!(", {DIGITS}={}", digits.min(u32::from(MOST_DIGITS))),
    };
    (percent.share == Share::Of).then(|| format!("{{{{ {part} | percent(of={whole}{digits}) }}}}"))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    const SHARE: &str = "{{ requests.granted.total | percent(of=requests.total.total) }}";

    #[test]
    fn a_cut_percentage_is_named_as_such() {
        // 29 of 76 are 38.157… %.
        let finding = only(&[(SHARE, "38.15%")]);
        assert_eq!(finding.code.0, "N304");
        assert_eq!(finding.message, "正文“占办结总数的38.15%”是直接截去尾数得来的：29÷76=38.16%，应四舍五入");
    }

    #[test]
    fn another_percentage_shows_the_division() {
        let finding = only(&[(SHARE, "42.7%")]);
        assert_eq!(finding.message, "正文“占办结总数的42.7%”与数字对不上：29÷76=38.2%");
    }
}
