//! T102: A stated （七）总计 that is not the sum of （一）…（六）, per column.

use super::{Rule, Subject, totals};
use crate::diagnostic::{Code, Diagnostic};

pub(super) const RULE: Rule =
    Rule { code: Code("T102"), title: "（七）总计不等于（一）至（六）之和", check };

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    totals::column_totals(subject, RULE.code)
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
