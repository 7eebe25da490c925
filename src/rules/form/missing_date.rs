//! S405: no date.
//!
//! Without it the report has no date line, and nobody can see whether it was out in time
//! (条例 Art. 49).

use crate::diagnostic::{Code, Diagnostic};
use crate::report::Fault;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};
use crate::source::Span;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S405"),
    title: "没有落款日期",
    what: "没有写落款日期（date），报告末尾不印日期，网页也没有发布日期标签。",
    why: "没有日期，看不出是否在法定期限内发布。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条",
    fails: Example::new(
        "发布信息（[publication]）部分没有落款日期（date）",
        &[("date     = 2025-01-16", "# date = 2025-01-16")],
    ),
    passes: Example::new("date = 2025-01-16  # 落款日期", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    if report.publication.date.is_some() || report.publication.date_invalid {
        return None;
    }
    // A date that stands under a wrong name or heading is there all the same.
    let misplaced = |fault: &Fault| match fault {
        Fault::NoHeading { section, .. } => section == "publication",
        Fault::UnknownKey { nearest, .. } => nearest.iter().any(|key| key == "date"),
        _ => false,
    };
    if subject.faults.iter().any(misplaced) {
        return None;
    }
    let example = report.year().saturating_add(1);
    let in_file = format!(
        "请在发布信息（[publication]）部分写明：date = {example}-01-20（实际发布的日子，不加引号）；不写的，报告末尾不印日期"
    );
    let finding = RULE.warning(Span::default(), "没有写落款日期").help_in_file(in_file);
    Some(finding.help_in_report("请在报告末尾写明实际发布的日期"))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::only;

    #[test]
    fn a_missing_date_is_a_warning() {
        let finding = only(&[("date     = 2025-01-16", "")]);
        assert_eq!((finding.code.0, finding.severity), ("S405", Severity::Warning));
        assert!(finding.advice().unwrap().contains("date = 2025-01-20"));
    }
}
