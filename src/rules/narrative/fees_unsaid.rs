//! N310: what the report says of 信息处理费, where the form asks for it, and how that fits the table. The
//! words that are looked for stand in the lexicon under `@rule fee…`.
//!
//! 国办函〔2020〕109号 lets an agency charge for many or bulky applications: it sends a notice, and
//! an application whose fee is not paid in time is closed. So a closed one shows that a notice was sent.

mod amount;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, ColumnRole, RowRole, TopicRole};
use crate::prose::{Prose, Words};
use crate::report::{Report, Text};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N310"),
    title: "信息处理费没有写明，或者与表格不符",
    what: "格式要求报告信息处理费的（2021 年格式），正文应写明本年度收取信息处理费的情况，没有收取的也要写明。表中有“逾期未按收费通知要求缴纳费用”而正文只说未收取、没有提到收费通知的，以及信息处理费的金额把元和万元写混、或者多于表中行政事业性收费的，也会提醒。",
    why: "收取信息处理费的总体情况是年度报告的规定内容；逾期不缴费而不再处理，说明发出过收费通知，只写“未收取”容易让人以为没有收费的事。",
    source: "《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）；国办公开办函〔2021〕30号所附格式第六部分",
    fails: Example::new(
        "第六部分只写“没有其他需要报告的事项。”",
        &[
            ("### （一）收取信息处理费情况\n", ""),
            (
                "2024年，我局严格执行《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），未发出收费通知，本年度未收取信息处理费。\n",
                "",
            ),
            ("### （二）其他事项\n", ""),
        ],
    ),
    passes: Example::new("本年度未收取信息处理费。", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// What the fee is called.
static FEE: Words = Words::under("rule fee");
/// Characters of which one is in every word below that can speak of the fee.
static FEE_MARKS: Words = Words::under("rule fee-marks");
/// A charge by whatever name.
static FEE_CHARGED: Words = Words::under("rule fee-charged");
/// Charges of other kinds.
static OTHER_CHARGE: Words = Words::under("rule other-charge");
/// What the fee is charged for.
static FEE_OBJECT: Words = Words::under("rule fee-object");
/// Nothing was charged.
static FEE_NONE: Words = Words::under("rule fee-none");
/// What was not charged then.
static FEE_NONE_OF: Words = Words::under("rule fee-none-of");
/// The notice that asks for the fee.
static FEE_NOTICE: Words = Words::under("rule fee-notice");
/// What follows it before its number.
static FEE_NOTICE_TAIL: Words = Words::under("rule fee-notice-tail");
/// Before it: the rule, and no notice.
static FEE_NOTICE_RULE: Words = Words::under("rule fee-notice-rule");
/// Before it: none was sent.
static FEE_NOTICE_NOT_SENT: Words = Words::under("rule fee-notice-not-sent");
/// To pay.
static FEE_PAYMENT: Words = Words::under("rule fee-payment");
/// A fee was not paid.
static FEE_UNPAID: Words = Words::under("rule fee-unpaid");
/// Before that: nobody failed to pay.
static FEE_UNPAID_NOT: Words = Words::under("rule fee-unpaid-not");

/// The fee, as the form of a report has it.
struct Fee<'a> {
    report: &'a Report,
    /// Index of the section that must speak of it.
    section: usize,
    /// What the form calls it.
    name: &'a str,
}

/// A sentence on the fee.
struct Statement<'a> {
    prose: &'a Prose,
    text: &'a Text,
    range: Range<usize>,
    /// The sentence speaks of nothing charged.
    is_none: bool,
    /// The sentence speaks of a notice that was sent, or of a fee that was not paid.
    has_notice: bool,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let asked = report.form.topic_in(TopicRole::ProcessingFee);
    let Some(fee) = asked.map(|(section, name)| Fee { report, section, name }) else { return Vec::new() };
    let of_fee = subject.narrative().filter(|(prose, _)| may_speak(prose));
    let statements: Vec<Statement<'_>> = of_fee
        .flat_map(|(prose, text)| prose.sentences().filter_map(|whole| fee.statement(prose, text, &whole)))
        .collect();
    if statements.is_empty() {
        return fee.missing(subject).into_iter().collect();
    }
    fee.against_unpaid(subject, &statements).into_iter().chain(amount::doubtful(&fee, &statements)).collect()
}

/// False for a text in which no sentence speaks of the fee. Blanks may part the characters of its words.
fn may_speak(prose: &Prose) -> bool {
    [&FEE, &FEE_NOTICE, &FEE_CHARGED].into_iter().any(|words| prose.has_any(words))
        || prose.has_any(&FEE_MARKS) && prose.marks().any(|(_, c)| c != '\n' && c.is_whitespace())
}

impl Fee<'_> {
    /// What a sentence says of the fee. In the section that must speak of it the words may be looser.
    fn statement<'a>(&self, prose: &'a Prose, text: &'a Text, whole: &Range<usize>) -> Option<Statement<'a>> {
        let range = passages::head(&prose.text, whole);
        let written = prose.text.get(range.clone())?;
        if !FEE_MARKS.is_in(written) {
            return None;
        }
        let said: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let is_loose = || {
            FEE_CHARGED.is_in(&said)
                && !OTHER_CHARGE.is_in(&said)
                && (prose.section == Some(self.section) || FEE_OBJECT.is_in(&said))
        };
        if !FEE.is_in(&said) && !FEE_NOTICE.is_in(&said) && !is_loose() {
            return None;
        }
        let is_zero = || amount::amounts(prose, &range).any(|amount| amount.yuan.is_zero());
        // 没有申请人逾期未缴费 says nothing of what was charged.
        let is_none = FEE_NONE.is_in(&said) && FEE_NONE_OF.is_in(&said) || is_zero();
        Some(Statement { prose, text, is_none, has_notice: has_notice(&said), range })
    }

    /// The finding on a section that leaves it out. A section without any words is D003's.
    fn missing(&self, subject: &Subject<'_>) -> Option<Diagnostic> {
        let (prose, text) = subject.narrative().find(|(prose, _)| prose.section == Some(self.section))?;
        if prose.text.trim().is_empty() {
            return None;
        }
        let (place, fee) = (passages::place(self.report, prose.section), self.name);
        let message = format!("{place}没有写明收取{fee}的情况");
        Some(RULE.warning(text.span, message).help(format!(
            "请写明本年度收取{fee}的件数和金额；没有收取的也要写明，例如“本年度未收取{fee}。”"
        )))
    }

    /// The finding on 未收取 where applications were closed because a fee was not paid.
    fn against_unpaid(&self, subject: &Subject<'_>, statements: &[Statement<'_>]) -> Option<Diagnostic> {
        let report = self.report;
        let totals = report.form.cells_in(RowRole::FeeUnpaid, ColumnRole::Total);
        let unpaid = report.sum(totals.iter().copied()).filter(|unpaid| *unpaid > Decimal::ZERO)?;
        if statements.iter().any(|statement| statement.has_notice) {
            return None;
        }
        let none = statements.iter().find(|statement| statement.is_none)?;
        let row = report.form.place(*totals.first()?)?.row.quoted();
        let message =
            format!("正文写的是没有收取{}，而表中{row}有 {unpaid} 件，说明发出过收费通知", self.name);
        let span = none.prose.locate(none.text, none.range.clone());
        let some = |id: &CellId| report.value(*id).is_some_and(|value| value > Decimal::ZERO);
        let cells =
            totals.iter().flat_map(|total| (0..=total.column).map(|column| CellId { column, ..*total }));
        let finding =
            RULE.warning(span, message).cells(subject.cells(cells.filter(some))).mark_cell("表中的数字");
        Some(finding.help("请核对表中这一行；确有逾期未缴费的，请在正文写明发出收费通知、逾期未缴纳各多少件，再说明实际收取的金额"))
    }
}

/// True if a notice was sent, or a fee was not paid.
fn has_notice(said: &str) -> bool {
    let places = |words: &'static Words| words.iter().flat_map(|word| said.match_indices(word));
    let clause = |at: usize| {
        let before = said.get(..at).unwrap_or_default();
        before.rsplit(['，', '。', '、', '；']).next().unwrap_or_default()
    };
    let is_sent = places(&FEE_NOTICE).any(|(at, word)| {
        let after = said.get(at + word.len()..).unwrap_or_default();
        let counted = FEE_NOTICE_TAIL.iter().fold(after, |rest, word| rest.trim_start_matches(word));
        // 按收费通知要求 tells of the rule, not of a notice.
        let of_rule = FEE_NOTICE_RULE.iter().any(|word| clause(at).ends_with(word));
        !of_rule && !counted.starts_with('0') && !FEE_NOTICE_NOT_SENT.is_in(clause(at))
    });
    let is_unpaid = || places(&FEE_UNPAID).any(|(at, _)| !FEE_UNPAID_NOT.is_in(clause(at)));
    is_sent || FEE_PAYMENT.is_in(said) && is_unpaid()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostic;
    use crate::format::Forms;
    use crate::rules::check;
    use crate::rules::testing::{SOUND, SOUND_2019, edit};
    use crate::source::Source;

    /// The findings of the rule on a report whose last section is this; two applications were closed
    /// for an unpaid fee, or none.
    fn with(text: &str, unpaid: bool) -> Vec<Diagnostic> {
        let (before, _) = SOUND.split_once("[other_matters]").unwrap();
        let mut file = format!("{before}[other_matters]\ntext = '''\n{text}\n'''\n");
        if unpaid {
            file = edit(
                &file,
                &[
                    ("other_handling.fee_unpaid    = [      0,", "other_handling.fee_unpaid    = [      2,"),
                    ("other_handling.not_corrected = [      1,", "other_handling.not_corrected = [      0,"),
                    ("other_handling.rest          = [      1,", "other_handling.rest          = [      0,"),
                ],
            );
        }
        let checked = check(&Source::new("年报.toml", file), &Forms::built_in());
        checked.findings.into_iter().filter(|finding| finding.code == super::RULE.code).collect()
    }

    #[test]
    fn what_people_write_of_the_fee_counts_as_said() {
        for text in [
            "本年度未收取信息处理费。",
            "依申请公开信息处理费：0元。",
            "收取信息处理费0元。",
            "本年度政府信息公开处理费未产生。",
            "未发生信息公开处理费。",
            "2024年，我局没有收取信息公开处理费。",
            "未向申请人收费。",
            "信息处理费收取情况：无。",
            "本年度未收取任何费用。",
            "本年度未产生收费情况。",
            "本年度依申请公开未收费。",
            "发出收费通知3件，收取信息处理费320元。",
            "收取信息处理费0.032万元。",
            "收取信息处理费1,320元，已全部上缴国库。",
            "我局按照国办函〔2020〕109号规定，未对申请人计收信息处理费。",
        ] {
            assert!(with(text, false).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_section_without_it_and_a_doubtful_unit_are_found() {
        for text in [
            "无。",
            "本机关无其他需要报告的事项。",
            "没有其他需要报告的事项。",
            "行政事业性收费328.6150万元，收费目录已公布。",
            "收取信息处理费320万元。",
            "收取信息处理费320元。\n信息处理费320万元已上缴。",
        ] {
            assert_eq!(with(text, false).len(), 1, "{text}");
        }
        assert_eq!(with("无。", false)[0].message, "“六、其他需要报告的事项”没有写明收取信息处理费的情况");
    }

    #[test]
    fn nothing_charged_is_at_odds_with_fees_unpaid_unless_a_notice_is_told_of() {
        for text in [
            "本年度未收取信息处理费。",
            "未发出收费通知，未收取信息处理费。",
            "收取信息处理费0元。",
            "信息处理费收取情况：无。",
            "按收费通知要求管理，本年度没有收取信息处理费。",
        ] {
            let found = with(text, true);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].message.contains("有 2 件，说明发出过收费通知"), "{}", found[0].message);
            assert_eq!(found[0].cells[0].path, "requests.other_handling.fee_unpaid.natural_person");
        }
        for text in [
            "发出收费通知2件，申请人均逾期未缴纳，未收取信息处理费。",
            "向申请人发出收费通知书2份，实际收取0元。",
            "2件申请的申请人逾期未缴费，未收取信息处理费。",
            "收取信息处理费320元。",
        ] {
            assert!(with(text, true).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_form_that_does_not_ask_for_it_is_not_judged() {
        let checked = check(&Source::new("年报.toml", SOUND_2019), &Forms::built_in());
        assert!(checked.findings.iter().all(|finding| finding.code != super::RULE.code));
        // Said in section one is said.
        let text =
            edit(SOUND, &[("### （五）监督保障情况", "本年度未收取信息处理费。\n### （五）监督保障情况")]);
        let (before, _) = text.split_once("[other_matters]").unwrap();
        let file = format!("{before}[other_matters]\ntext = '''\n无。\n'''\n");
        let checked = check(&Source::new("年报.toml", file), &Forms::built_in());
        assert!(checked.findings.iter().all(|finding| finding.code != super::RULE.code));
    }
}
