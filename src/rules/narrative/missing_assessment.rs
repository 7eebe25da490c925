//! N308: a government's report says nothing of 工作考核, 社会评议 or 责任追究.
//!
//! 条例 Art. 50 asks this of 各级人民政府 only. The three may stand anywhere in the narrative.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::TopicRole;
use crate::prose::Words;
use crate::report::Level;
use crate::report::body::{Body, Rank, plain_name};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N308"),
    title: "政府的报告没有写考核、评议和责任追究",
    what: "各级人民政府的年度报告应写明工作考核、社会评议和责任追究结果情况（含考评、满意度、测评、问责、追责等说法）。三项都没有是错误，缺一两项是提醒；乡镇人民政府的都作提醒。部门的报告不检查。",
    why: "这是条例对各级人民政府年度报告的专门要求，没有发生的也要说明。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条第（六）项",
    fails: Example::government(
        "机关类别是各级人民政府，全文没有写责任追究",
        &[("全年没有发生因政府信息公开工作不力而被追究责任的情形。", "")],
    ),
    passes: Example::government("机关类别是各级人民政府，写明了考核、评议和责任追究", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

/// The three, and where the words stand that speak of them.
static DUTIES: [(&str, Words); 3] = [
    ("工作考核", Words::under("rule assessment")),
    ("社会评议", Words::under("rule public-opinion")),
    ("责任追究", Words::under("rule blame")),
];

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    if report.level() != Some(Level::Government) {
        return None;
    }
    let all: Vec<_> = subject.narrative().collect();
    // Where the form asks for 监督保障, these belong.
    let (section, topic) = report.form.topic_in(TopicRole::Supervision)?;
    let (home, text) = all.iter().find(|(prose, _)| prose.section == Some(section))?;
    let said = |words: &Words| all.iter().any(|(prose, _)| words.is_in(&prose.text));
    let missing: Vec<&str> = DUTIES.iter().filter(|(_, words)| !said(words)).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return None;
    }
    // Published reports of townships leave the three out as a rule.
    let is_township =
        Body::of(&plain_name(report.agency_name())).seat().is_some_and(|(rank, _)| rank == Rank::Township);
    let is_error = missing.len() == DUTIES.len() && !is_township;
    let severity = if is_error { Severity::Error } else { Severity::Warning };
    let message = format!("政府的年度报告没有写到{}情况", words::list(missing));
    let place = passages::place(report, home.section);
    Some(
        RULE.finding(severity, text.span, message)
            .help(format!("请在{place}的{topic}部分写明；没有发生的，也请写明，例如“没有发生责任追究情形”")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::rules::check as check_file;
    use crate::rules::testing::{edit, edited, government};
    use crate::source::Source;

    const ASSESSED: (&str, &str) = ("政务公开列入股室年度考核，考核结果与评先评优挂钩；", "");
    const BLAMED: (&str, &str) = ("全年没有发生因政府信息公开工作不力而被追究责任的情形。", "");
    const JUDGED: (&str, &str) = ("开展社会评议，群众满意；", "");

    fn found(edits: &[(&str, &str)]) -> Vec<Diagnostic> {
        let source = Source::new("年报.toml", edit(&government(), edits));
        let findings = check_file(&source, &Forms::built_in()).findings;
        findings.into_iter().filter(|finding| finding.code == RULE.code).collect()
    }

    #[test]
    fn none_of_the_three_is_an_error_and_some_a_warning() {
        let all = found(&[ASSESSED, BLAMED, JUDGED]);
        assert_eq!(all[0].severity, Severity::Error);
        assert_eq!(all[0].message, "政府的年度报告没有写到工作考核、社会评议、责任追究情况");
        let some = found(&[JUDGED]);
        assert_eq!(some[0].severity, Severity::Warning);
        assert_eq!(some[0].message, "政府的年度报告没有写到社会评议情况");
    }

    #[test]
    fn of_a_township_it_is_a_warning() {
        for name in ["青禾县东山镇人民政府", "东山乡人民政府", "青禾县白石彝族乡人民政府"]
        {
            let name = format!("name     = \"{name}\"");
            let edits = [ASSESSED, BLAMED, JUDGED, ("name     = \"青禾县人民政府\"", &name)];
            assert_eq!(found(&edits)[0].severity, Severity::Warning, "{name}");
        }
    }

    #[test]
    fn synonyms_count_and_departments_are_not_asked() {
        let words = ("组织业务培训4期", "开展群众满意度调查，未发生问责情形，年度考评合格");
        assert!(found(&[ASSESSED, BLAMED, JUDGED, words]).is_empty());
        let department = edited(&[ASSESSED, (BLAMED.0, "")]).findings;
        assert!(department.iter().all(|finding| finding.code != RULE.code));
    }
}
