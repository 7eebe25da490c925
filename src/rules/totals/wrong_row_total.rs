//! T101: Stated row totals of section three that are not the sum of their columns.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, totals};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("T101"),
    title: "总计不等于各列之和",
    what: "第三部分每一行末尾填写的总计，应等于自然人与五类法人或其他组织之和。",
    why: "勾稽关系不成立，说明总计或某一格填错了。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式规定的勾稽关系",
    fails: Example::new(
        "received = [ 58, 7, 1, 1, 6, 2, 76 ]  # 一、本年新收",
        &[("6,    2,   75 ]", "6,    2,   76 ]")],
    ),
    passes: Example::new("received = [ 58, 7, 1, 1, 6, 2, 75 ]  # 一、本年新收", &[]),
    acceptance: Acceptance::Sum,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    totals::with_causes(subject, totals::rows_that_fail(subject, &RULE))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn both_sides_are_shown_and_every_cell_is_named() {
        let findings = found(&[("6,    2,   75 ]", "6,    2,   76 ]")]);
        assert_eq!(findings[0].0, "T101");
        assert_eq!(findings[0].1, "“一、本年新收政府信息公开申请数量”行的总计填的是 76，各列相加应为 75");
    }

    #[test]
    fn the_equation_names_every_addend() {
        let finding = only(&[(
            "[      5,        1,        0,            0,            1,    0 ]",
            "[5, 1, 0, 0, 1, 0, 8]",
        )]);
        assert_eq!(
            finding.notes,
            [
                "自然人 5 + 商业企业 1 + 科研机构 0 + 社会公益组织 0 + 法律服务机构 1 + 其他 0 = 7，与所填的 8 相差 1"
            ]
        );
        assert_eq!(finding.cells.len(), 7);
        assert_eq!(finding.cells[0].path, "requests.partly_granted.total");
        assert_eq!((finding.expected.as_deref(), finding.actual.as_deref()), (Some("7"), Some("8")));
    }

    #[test]
    fn a_blank_addend_silences_the_sum() {
        let finding = only(&[(
            "[      5,        1,        0,            0,            1,    0 ]",
            "[\"\", 1, 0, 0, 1, 0, 8]",
        )]);
        assert_eq!(finding.code.0, "D006");
    }
}
