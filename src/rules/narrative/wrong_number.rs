//! N301: a number in the narrative contradicts the table.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::statements::Verdict;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N301"),
    title: "正文数字与表格不符",
    what: "正文写明的申请、办理结果、行政复议和行政诉讼、规范性文件、行政执法决定、收费等数字，应与第二、三、\
           四部分表格相符。“受理”“办理”“办结”等说法含不含上年结转，各地写法不一，各种算法都不符才报告；\
           上半年、热线、建议提案、某一单位等另有所指的数字不看。用词和范围都确定的为错误，其余为提醒。",
    why: "同一份报告里正文和表格各说各的，读者无从判断哪个可信，也是年报检查中最常见的问题。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：新收政府信息公开申请57件；表中本年新收总计75",
        &[("全年新收政府信息公开申请{{ requests.received.total }}件", "全年新收政府信息公开申请57件")],
    ),
    passes: Example::new(
        "正文：共受理政府信息公开申请79件（新收75件，上年结转4件）",
        &[(
            "全年新收政府信息公开申请{{ requests.received.total }}件",
            "全年共受理政府信息公开申请79件，新收75件",
        )],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    statements.findings(&RULE, subject, &[Verdict::Differs, Verdict::OtherCell])
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::only;

    #[test]
    fn the_finding_says_both_sides_at_the_number() {
        let finding = only(&[(
            "全年新收政府信息公开申请{{ requests.received.total }}件",
            "全年新收政府信息公开申请57件",
        )]);
        assert_eq!((finding.code.0, finding.severity), ("N301", Severity::Error));
        assert_eq!(
            finding.message,
            "正文“新收政府信息公开申请57件”与表格不符：表中“一、本年新收政府信息公开申请数量”总计为75"
        );
        assert_eq!((finding.expected.as_deref(), finding.actual.as_deref()), (Some("75"), Some("57")));
        assert_eq!(finding.cells.first().unwrap().path, "requests.received.total");
    }

    #[test]
    fn of_many_readings_the_nearest_are_told_each_once() {
        let finding = only(&[(
            "全年新收政府信息公开申请{{ requests.received.total }}件",
            "全年办理答复政府信息公开申请421件",
        )]);
        let (_, table) = finding.message.split_once("：表中").unwrap();
        let readings: Vec<&str> = table.split("；或").collect();
        assert_eq!(readings.len(), 3, "{}", finding.message);
        assert!(finding.message.ends_with(" 处") && table.contains("，等 "), "{}", finding.message);
        let unique: std::collections::BTreeSet<&str> = readings.iter().copied().collect();
        assert_eq!(unique.len(), readings.len(), "{}", finding.message);
    }

    #[test]
    fn a_reference_to_another_cell_is_read_like_a_typed_number() {
        let finding =
            only(&[("予以公开{{ requests.granted.total }}件", "予以公开{{ requests.received.total }}件")]);
        assert_eq!(finding.code.0, "N301");
    }
}
