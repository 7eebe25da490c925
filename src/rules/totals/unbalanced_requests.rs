//! T103: 一 + 二 ≠ 三（七） + 四, per column: the 勾稽关系 that the form prints in the table's corner.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, totals};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("T103"),
    title: "第一项加第二项之和不等于第三项加第四项之和",
    what: "每一列都要满足：本年新收 + 上年结转 =（七）总计 + 结转下年度继续办理。",
    why: "这是格式在表头写明的勾稽关系；不成立，说明收到的申请没有都交代清楚。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式规定的勾稽关系",
    fails: Example::new(
        "法律服务机构列：新收 6 + 上年结转 0，而（七）总计 5 + 结转下年度 0",
        &[(
            "[      2,        0,        0,            0,            1,    0,    3 ]",
            "[      2,        0,        0,            0,            0,    0 ]",
        )],
    ),
    passes: Example::new("结转下年度改为 1，两边都是 6", &[]),
    acceptance: Acceptance::Sum,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    totals::with_causes(subject, totals::balances_that_fail(subject, &RULE))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, found};

    const CARRIED_FORWARD: &str = "[      2,        0,        0,            0,            1,    0,    3 ]";

    #[test]
    fn both_sides_are_shown() {
        let checked = edited(&[(
            CARRIED_FORWARD,
            "[      2,        0,        0,            0,            0,    0,    2 ]",
        )]);
        let finding = &checked.findings[0];
        assert_eq!(
            finding.message,
            "“法律服务机构”列两边不相等：一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量 = 6，\
             三、（七）总计 + 四、结转下年度继续办理 = 5"
        );
        assert_eq!(finding.notes[1], "三、（七）总计 5 + 四、结转下年度继续办理 0 = 5");
        assert_eq!(finding.cells.len(), 4);
        assert_eq!(checked.findings.len(), 1);
    }

    #[test]
    fn a_total_that_is_not_stated_stands_for_its_addends() {
        let edits = [
            (CARRIED_FORWARD, "[      2,        0,        0,            0,            0,    0 ]"),
            ("total                        =", "#"),
        ];
        let checked = edited(&edits);
        let finding = &checked.findings[0];
        // 一, 二, 四 and the 21 rows of （一）–（六）.
        assert_eq!(finding.cells.len(), 3 + 21);
        assert!(
            finding.notes[2].starts_with("其中“三、（七）总计”没有填写，由程序计算：三、（一）予以公开 2 + ")
        );
    }

    #[test]
    fn a_wrong_stated_total_alone_does_not_unbalance_the_column() {
        let findings = found(&[("[     59,        8,", "[     59,        9,")]);
        assert!(findings.iter().all(|(code, _)| code != "T103"), "{findings:?}");
    }
}
