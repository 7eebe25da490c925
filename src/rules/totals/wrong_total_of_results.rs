//! T102: A stated （七）总计 that is not the sum of （一）…（六）, per column.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, totals};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("T102"),
    title: "（七）总计不等于（一）至（六）之和",
    what: "“（七）总计”一行填写的数字，应等于同一列（一）至（六）各行之和。",
    why: "勾稽关系不成立，说明（七）总计或某一格填错了。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式规定的勾稽关系",
    fails: Example::new(
        "（七）总计 total = [ 59, 9, … ]，而商业企业列（一）至（六）之和是 8",
        &[(
            "[     59,        8,        1,            1,            5,    2,   76 ]",
            "[     59,        9,        1,            1,            5,    2 ]",
        )],
    ),
    passes: Example::new("（七）总计 total = [ 59, 8, … ]", &[]),
    acceptance: Acceptance::Sum,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    totals::with_causes(subject, totals::columns_that_fail(subject, &RULE))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found;

    #[test]
    fn the_column_is_named() {
        let findings = found(&[("[     59,        8,", "[     59,        9,")]);
        let codes: Vec<&str> = findings.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["T102", "T101"], "{findings:?}");
        assert_eq!(findings[0].1, "“商业企业”列的“三、（七）总计”填的是 9，各行相加应为 8");
    }
}
