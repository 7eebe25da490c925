//! Y202: what is in force does not follow from last year's report.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::stock::RowStock;
use crate::rules::years::Pair;
use crate::rules::{Acceptance, Example, Look, Rule, stock};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y202"),
    title: "现行有效件数与上一年度报告接不上",
    what: "规章、行政规范性文件各行：现行有效应当等于上一年度的现行有效 + 本年制发 − 本年废止。需要上一年度的报告，只适用于有这三列的格式。",
    why: "一年里的增减只有制发和废止；接不上，说明有一年的件数填错了，或者清理、失效的文件没有计入。",
    source: "国办公开办函〔2021〕30号所附格式的填表说明",
    fails: Example::new(
        "上一年度现行有效 13，本年制发 2、废止 1，现行有效填了 15",
        &[("2,            1,           14 ]", "2,            1,           15 ]")],
    )
    .with_last(&[]),
    passes: Example::new("上一年度现行有效 13，本年制发 2、废止 1，现行有效 14", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Years(check),
};

fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let unequal = stock::stocks(pair).filter(|s| !s.ends_too_many() && s.total != s.due());
    unequal.map(|s| finding(&s)).collect()
}

fn finding(s: &RowStock<'_>) -> Diagnostic {
    let [total, made, ended] = [s.columns.total, s.columns.made, s.columns.ended].map(|c| s.label(c));
    let message = format!(
        "{}的{total}填的是 {}，由上一年度的 {} 加{made} {}、减{ended} {}，应为 {}",
        s.row(),
        s.total,
        s.last,
        s.made,
        s.ended,
        s.due()
    );
    s.finding(&RULE, message)
        .help("请核对两个年度的件数")
        .help_in_file("确因清理、自然失效等原因不一致的，请用书面说明（[[accept]]）写明理由")
        .help_in_report("确因清理、自然失效等原因不一致的，请在报告里说明理由")
        .label(format!("填的是 {}，推算应为 {}", s.total, s.due()))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found_with, last_year_2019_codes};

    #[test]
    fn the_calculation_is_shown() {
        let found = found_with(&[("           14 ]", "           41 ]")], &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "“行政规范性文件”的现行有效件数填的是 41，由上一年度的 13 加本年制发件数 2、减本年废止件数 1，应为 14"
        );
        assert_eq!(found[0].cells.len(), 3);
        assert_eq!(found[0].expected.as_deref(), Some("14"));
    }

    #[test]
    fn blank_cells_and_other_forms_are_not_judged() {
        let found = found_with(&[("           14 ]", "           \"\" ]")], &[]);
        assert!(found.iter().all(|f| f.code.0 == "D006"), "{found:?}");
        assert_eq!(last_year_2019_codes(), [""; 0]);
    }
}
