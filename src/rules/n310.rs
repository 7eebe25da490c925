//! N310: what the report says of 信息处理费, where the form asks for it, and how that fits the table.
//!
//! 国办函〔2020〕109号 lets an agency charge for many or bulky applications: it sends a notice, and
//! an application whose fee is not paid in time is closed. So a closed one shows that a notice was sent.

mod amount;

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Example, Rule, Subject, passages, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::CellId;
use crate::prose::Prose;
use crate::report::{Report, Text};

pub(super) const RULE: Rule = Rule {
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
    check,
};

/// The topic of a form that this rule looks after.
const TOPIC: &str = "信息处理费";
/// The row of those who were sent a notice and did not pay.
const UNPAID: &str = "requests.other_handling.fee_unpaid.total";
/// Charging that has nothing to do with applications.
const OTHER_CHARGES: &[&str] = &[
    "行政事业性",
    "涉企",
    "收费目录",
    "收费项目",
    "收费标准",
    "收费清单",
    "收费公示",
    "收费政策",
    "收费许可",
];
/// Words that speak of charging applicants.
const CHARGING: &[&str] = &["收费", "收取", "费用", "缴费", "免费", "计费"];
/// What is charged for.
const CHARGED_FOR: &[&str] = &["申请", "信息公开", "依申请"];
/// Nothing was charged.
const NONE: &[&str] = &[
    "未收取",
    "没有收取",
    "未收",
    "没收取",
    "不收取",
    "未产生",
    "没有产生",
    "未发生",
    "没有发生",
    "未涉及",
    "不涉及",
    "未向",
    "没有向",
    "无收取",
    "未曾",
    "从未",
    "尚未",
    "均未",
    "没有",
    "不存在",
    "未发出",
    "未作出",
    "未开具",
    "未下达",
    "未制发",
    "未送达",
    "：无",
    ":无",
    "为零",
    "零收费",
    "无信息处理费",
    "情况无",
    "免费",
    "未出现",
    "未对",
    "收费：0",
    "无此",
];
/// A notice was sent, or its fee was not paid.
const NOTICES: &[&str] = &["收费通知", "缴费通知", "缴款通知", "缴纳通知"];
const NOT_PAID: &[&str] =
    &["逾期未", "未按", "未缴", "未在", "不缴", "逾期不", "未及时缴", "拒缴", "拒绝缴", "放弃"];

/// A sentence on 信息处理费.
struct Statement<'a> {
    prose: usize,
    text: &'a Text,
    range: Range<usize>,
    /// The sentence speaks of nothing charged.
    is_none: bool,
    /// The sentence speaks of a notice that was sent, or of a fee that was not paid.
    has_notice: bool,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let asks = |section: &crate::format::Section| section.topics.iter().any(|topic| topic == TOPIC);
    let Some(asked) = report.form.sections.iter().position(asks) else { return Vec::new() };
    let all: Vec<_> = subject.narrative().collect();
    let statements = statements(&all, asked);
    if statements.is_empty() {
        return missing(report, &all, asked).into_iter().collect();
    }
    let unpaid = against_unpaid(subject, report, &all, &statements);
    unpaid.into_iter().chain(amount::doubtful(report, &all, &statements)).collect()
}

/// Every sentence on 信息处理费. In its own section the words for it may be looser.
fn statements<'a>(all: &[(&Prose, &'a Text)], asked: usize) -> Vec<Statement<'a>> {
    let mut found = Vec::new();
    for (index, (prose, text)) in all.iter().enumerate() {
        for whole in prose.sentences() {
            let range = passages::head(&prose.text, &whole);
            let written = prose.text.get(range.clone()).unwrap_or_default();
            // Each of the words has one of these, which most sentences have not.
            if !["费", "取", "缴"].iter().any(|part| written.contains(part)) {
                continue;
            }
            let said: String = written.chars().filter(|c| !c.is_whitespace()).collect();
            let is_other = passages::has_any(&said, OTHER_CHARGES);
            let is_named = said.contains("处理费") || passages::has_any(&said, NOTICES);
            let is_loose = passages::has_any(&said, CHARGING)
                && !is_other
                && (prose.section == Some(asked) || passages::has_any(&said, CHARGED_FOR));
            if is_named || is_loose {
                let is_zero = amount::amounts(prose, &range).any(|amount| amount.yuan.is_zero());
                found.push(Statement {
                    prose: index,
                    text,
                    range,
                    // 没有申请人逾期未缴费 says nothing of what was charged.
                    is_none: is_zero
                        || passages::has_any(&said, NONE)
                            && passages::has_any(&said, &["处理费", "收费", "收取", "费用"]),
                    has_notice: has_notice(&said),
                });
            }
        }
    }
    found
}

/// True if a notice was sent, or a fee was not paid.
fn has_notice(said: &str) -> bool {
    let clause = |at: usize| {
        let before = said.get(..at).unwrap_or_default();
        before.rsplit(['，', '。', '、', '；']).next().unwrap_or_default()
    };
    let is_sent = NOTICES.iter().any(|word| {
        said.match_indices(word).any(|(at, _)| {
            let after = said.get(at + word.len()..).unwrap_or_default();
            let is_none = passages::has_any(clause(at), &["未", "没有", "无", "不"])
                || after.trim_start_matches(['书', '单', '共']).starts_with('0');
            // 按收费通知要求 tells of the rule, not of a notice.
            !is_none && !clause(at).ends_with(['按', '据'])
        })
    });
    let speaks_of_paying = said.contains('缴') || said.contains("付费");
    let is_unpaid = |word: &str| {
        let none = ["没有", "未发生", "未出现", "无申请人", "不存在", "未有"];
        said.match_indices(word).any(|(at, _)| !passages::has_any(clause(at), &none))
    };
    is_sent || speaks_of_paying && NOT_PAID.iter().any(|word| is_unpaid(word))
}

/// The finding on a section that leaves it out. A section without any words is D003's.
fn missing(report: &Report, all: &[(&Prose, &Text)], asked: usize) -> Option<Diagnostic> {
    let (prose, text) = all.iter().find(|(prose, _)| prose.section == Some(asked))?;
    if prose.text.trim().is_empty() {
        return None;
    }
    Some(
        Diagnostic::warning(RULE.code, text.span, "{place}没有写明收取信息处理费的情况")
            .help(
                "请写明本年度收取信息处理费的件数和金额；没有收取的也要写明，例如“本年度未收取信息处理费。”",
            )
            .value("place", passages::place(report, prose.section)),
    )
}

/// The finding on 未收取 where applications were closed because a fee was not paid.
fn against_unpaid(
    subject: &Subject<'_>,
    report: &Report,
    all: &[(&Prose, &Text)],
    statements: &[Statement<'_>],
) -> Option<Diagnostic> {
    let target = report.form.target(UNPAID).ok()?;
    let unpaid = report.target_value(&target).filter(|unpaid| *unpaid > Decimal::ZERO)?;
    if statements.iter().any(|statement| statement.has_notice) {
        return None;
    }
    let none = statements.iter().find(|statement| statement.is_none)?;
    let (prose, _) = all.get(none.prose)?;
    let row = target.cells.first().and_then(|id| report.form.place(*id))?.row.quoted();
    let mut finding = Diagnostic::warning(
        RULE.code,
        prose.locate(none.text, none.range.clone()),
        "正文写的是没有收取信息处理费，而表中{row}有 {unpaid} 件，说明发出过收费通知",
    )
    .help("请核对表中这一行；确有逾期未缴费的，请在正文写明发出收费通知、逾期未缴纳各多少件，再说明实际收取的金额")
    .value("row", row)
    .value("unpaid", unpaid);
    let some = |id: &CellId| report.value(*id).is_some_and(|value| value > Decimal::ZERO);
    let cells =
        target.cells.iter().flat_map(|total| (0..=total.column).map(|column| CellId { column, ..*total }));
    finding.cells = words::cell_refs(report, subject.source, cells.filter(some));
    finding.labels = finding.cells.iter().take(1).map(|cell| (cell.span, "表中的数字".to_owned())).collect();
    Some(finding)
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
        assert_eq!(with("无。", false)[0].message(), "“六、其他需要报告的事项”没有写明收取信息处理费的情况");
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
            assert!(found[0].message().contains("有 2 件，说明发出过收费通知"), "{}", found[0].message());
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
