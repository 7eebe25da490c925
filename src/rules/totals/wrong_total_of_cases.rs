//! T104: Stated totals of section four that are not the sum of the four results.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, totals};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("T104"),
    title: "行政复议、行政诉讼的总计不等于四项之和",
    what: "第四部分每一组的总计，应等于结果维持、结果纠正、其他结果、尚未审结之和。",
    why: "勾稽关系不成立，说明总计或某一格填错了。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式规定的勾稽关系",
    fails: Example::new(
        "reconsideration = [ 3, 1, 0, 1, 6 ]  # 行政复议",
        &[(
            "[        3,        1,        0,        1,    5 ]",
            "[        3,        1,        0,        1,    6 ]",
        )],
    ),
    passes: Example::new("reconsideration = [ 3, 1, 0, 1, 5 ]  # 行政复议", &[]),
    acceptance: Acceptance::Sum,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    totals::with_causes(subject, totals::rows_that_fail(subject, &RULE))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    #[test]
    fn the_four_results_are_added_up() {
        let finding = only(&[(
            "[        3,        1,        0,        1,    5 ]",
            "[        3,        1,        0,        1,    6 ]",
        )]);
        assert_eq!(finding.code.0, "T104");
        assert_eq!(finding.message, "“行政复议”行的总计填的是 6，各列相加应为 5");
    }
}
