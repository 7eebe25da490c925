//! S403: the date lies in or before the report year.
//!
//! A report on a whole year cannot be issued before the year is over; such a date is last year's or
//! a slip in the first days of January. Source: 条例 Art. 49.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::narrative::wrong_year;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S403"),
    title: "落款日期早于报告年度结束",
    what: "落款日期应在报告年度结束之后。",
    why: "全年的情况要到年底以后才能报告；早于年底的日期多半是上年文件里留下来的，或年份写错。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条",
    fails: Example::new("报告年度 year = 2024，落款日期 date = 2024-01-16", &[("2025-01-16", "2024-01-16")]),
    passes: Example::new("报告年度 year = 2024，落款日期 date = 2025-01-16", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let (date, year) = (report.publication.date.as_ref()?, report.year.as_ref()?.value);
    if date.value.year > year
        || wrong_year::narrated_year(subject).is_some_and(|year| date.value.year == year + 1)
    {
        return None;
    }
    let message = format!("落款日期是{}，而报告的是 {year} 年全年的情况", date.value.chinese());
    let help = format!("报告应在 {} 年发布，请核对落款日期的年份", year + 1);
    Some(RULE.error(date.span, message).help(help).actual(date.value))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn a_date_in_the_report_year_is_found() {
        let finding = only(&[("2025-01-16", "2024-01-16")]);
        assert_eq!(finding.code.0, "S403");
        assert_eq!(finding.message, "落款日期是2024年1月16日，而报告的是 2024 年全年的情况");
        assert_eq!(found(&[("2025-01-16", "2025-01-01")]), []);
        // A narrative of 2024 throughout doubts the year of the file, and not its date.
        let next = [
            ("year   = 2024", "year   = 2025"),
            ("建设局2024年政府信息公开工作年度报告\"", "建设局2025年政府信息公开工作年度报告\""),
        ];
        assert_eq!(only(&next).code.0, "N305");
    }
}
