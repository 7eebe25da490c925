//! S402: the date is after the day by which the report must be out.
//!
//! The form has the days of 条例 Art. 49, for departments and for 各级人民政府. A local day counts only
//! where it is earlier.

use crate::diagnostic::{Code, Diagnostic};
use crate::report::{Date, Level};
use crate::rules::narrative::wrong_year;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S402"),
    title: "落款日期晚于规定期限",
    what: "政府部门的年度报告应在次年1月31日前公布，各级人民政府的应在次年3月31日前公布；写明本地发布期限（deadline）且更早的，按本地期限。",
    why: "逾期公布是政府信息公开工作考核的扣分项。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条",
    fails: Example::new("部门的报告，落款日期 date = 2025-02-08", &[("2025-01-16", "2025-02-08")]),
    passes: Example::new("部门的报告，落款日期 date = 2025-01-31", &[("2025-01-16", "2025-01-31")]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let (date, year) = (report.publication.date.as_ref()?, report.year.as_ref()?);
    // A year that does not fit the form is a fault of its own (D007), and tells no deadline.
    if !report.named_form.years.contains(&year.value) {
        return None;
    }
    let next = year.value.saturating_add(1);
    let statutory = report.level().zip(report.form.deadlines).map(|(level, deadlines)| {
        let ((month, day), whose) = match level {
            Level::Department => (deadlines.department, "政府部门"),
            Level::Government => (deadlines.government, "各级人民政府"),
        };
        (Date { year: next, month, day, time: None }, whose)
    });
    let day = |date: &Date| (date.year, date.month, date.day);
    // A local day in another year is a slip of its own, and would make every date late.
    let local = report.publication.deadline.as_ref().filter(|local| local.value.year == next);
    let local = local.filter(|local| statutory.is_none_or(|(date, _)| day(&local.value) < day(&date)));
    let (deadline, whose) = match (local, statutory) {
        (Some(local), _) => (local.value, "本地"),
        (None, Some(statutory)) => statutory,
        (None, None) => return None,
    };
    if day(&date.value) <= day(&deadline)
        || wrong_year::narrated_year(subject).is_some_and(|year| date.value.year == year + 1)
    {
        return None;
    }
    let message =
        format!("落款日期是{}，晚于{whose}公布年度报告的期限{}", date.value.chinese(), deadline.chinese());
    let finding = RULE
        .warning(date.span, message)
        .help("请核对落款日期；日期写错的请改正，确实逾期的请按要求说明情况")
        .expected(deadline)
        .actual(date.value);
    Some(match local {
        Some(local) => finding.mark(local.span, "本地期限"),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    #[test]
    fn a_department_has_until_the_end_of_january() {
        let finding = only(&[("2025-01-16", "2025-02-01")]);
        assert_eq!((finding.code.0, finding.severity), ("S402", Severity::Warning));
        assert_eq!(finding.message, "落款日期是2025年2月1日，晚于政府部门公布年度报告的期限2025年1月31日");
        assert_eq!(found(&[("2025-01-16", "2025-01-31")]), []);
        assert_eq!(found(&[("2025-01-16", "2025-01-31T23:00:00")]), []);
    }

    #[test]
    fn a_local_day_counts_where_it_is_earlier() {
        let local = |day: &str| format!("2025-01-16\ndeadline = {day}");
        assert_eq!(only(&[("2025-01-16", &local("2025-01-15"))]).code.0, "S402");
        assert_eq!(found(&[("2025-01-16", &local("2025-01-16"))]), []);
        assert_eq!(found(&[("2025-01-16", &local("2025-02-26"))]), []);
        assert_eq!(found(&[("2025-01-16", &local("2024-01-15"))]), []);
    }

    #[test]
    fn a_date_that_fits_the_year_of_the_narrative_is_not_doubted() {
        let next = [
            ("year   = 2024", "year   = 2023"),
            ("建设局2024年政府信息公开工作年度报告\"", "建设局2023年政府信息公开工作年度报告\""),
        ];
        let codes =
            |edits: &[(&str, &str)]| found(edits).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(codes(&next), ["N305"]);
        let own = [
            ("2024年，青禾县", "2023年，青禾县"),
            ("2024年，我局严格", "2023年，我局严格"),
            ("2025年，我局将", "2024年，我局将"),
        ];
        assert_eq!(codes(&[next.as_slice(), &own].concat()), ["S402"]);
    }

    #[test]
    fn a_date_in_the_report_year_is_left_to_s403() {
        assert_eq!(only(&[("2025-01-16", "2024-12-31")]).code.0, "S403");
    }
}
