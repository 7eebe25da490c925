//! Y203: more was repealed than there was.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::stock::RowStock;
use crate::rules::years::Pair;
use crate::rules::{Acceptance, Example, Look, Rule, stock};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y203"),
    title: "废止件数多于上一年度现行有效与本年制发之和",
    what: "规章、行政规范性文件各行：本年废止不应多于上一年度的现行有效 + 本年制发。需要上一年度的报告，只适用于有这三列的格式。",
    why: "只有现行有效的文件才能废止；废止得比有的还多，两个年度中必有一个数字填错。",
    source: "国办公开办函〔2021〕30号所附格式的填表说明",
    fails: Example::new(
        "上一年度现行有效 13，本年制发 2，却废止 16",
        &[("2,            1,           14 ]", "2,           16,           14 ]")],
    )
    .with_last(&[]),
    passes: Example::new("上一年度现行有效 13，本年制发 2，废止 1", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Years(check),
};

fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    stock::stocks(pair).filter(RowStock::ends_too_many).map(|s| finding(&s)).collect()
}

fn finding(s: &RowStock<'_>) -> Diagnostic {
    let [total, made, ended] = [s.columns.total, s.columns.made, s.columns.ended].map(|c| s.label(c));
    let message = format!(
        "{}的{ended}填的是 {}，多于上一年度的{total} {} 加{made} {}",
        s.row(),
        s.ended,
        s.last,
        s.made
    );
    let [made, ended] = [s.columns.made, s.columns.ended].map(|c| s.short(c));
    s.finding(&RULE, message)
        .help(format!("请核对本年度的{made}、{ended}件数和上一年度的{total}，改正填错的一格"))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found_with;

    #[test]
    fn repealing_all_there_is_is_no_fault_and_one_more_is_one() {
        let repealed = |edit: &str| found_with(&[("2,            1,           14 ]", edit)], &[]);
        assert!(repealed("2,           15,            0 ]").is_empty());
        let found = repealed("2,           16,            0 ]");
        let codes: Vec<&str> = found.iter().map(|f| f.code.0).collect();
        assert_eq!(codes, ["Y203"]);
        assert_eq!(
            found[0].message,
            "“行政规范性文件”的本年废止件数填的是 16，多于上一年度的现行有效件数 13 加本年制发件数 2"
        );
    }
}
