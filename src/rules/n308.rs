//! N308: a government's report says nothing of 工作考核, 社会评议 or 责任追究.
//!
//! 条例 Art. 50 asks this of 各级人民政府 only. The three may stand anywhere in the narrative.

use super::{Example, Rule, Subject, passages, words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::report::Level;

pub(super) const RULE: Rule = Rule {
    code: Code("N308"),
    title: "政府的报告没有写考核、评议和责任追究",
    what: "各级人民政府的年度报告应写明工作考核、社会评议和责任追究结果情况（含考评、满意度、测评、问责、追责等说法）。三项都没有是错误，缺一两项是提醒。部门的报告不检查。",
    why: "这是条例对各级人民政府年度报告的专门要求，没有发生的也要说明。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条第（六）项",
    fails: Example::new(
        "机关类别是各级人民政府，全文没有写责任追究",
        &[
            ("level    = \"department\"", "level    = \"government\""),
            ("全年没有发生因政府信息公开工作不力而被追究责任的情形。", ""),
        ],
    ),
    passes: Example::new(
        "机关类别是各级人民政府，写明了考核、评议和责任追究",
        &[
            ("level    = \"department\"", "level    = \"government\""),
            ("全年没有发生因", "开展社会评议，群众满意；全年没有发生因"),
        ],
    ),
    check,
};

/// The three and the words that speak of them.
const DUTIES: &[(&str, &[&str])] = &[
    ("工作考核", &["考核", "考评", "绩效"]),
    ("社会评议", &["评议", "满意度", "测评", "评价", "满意率"]),
    ("责任追究", &["责任追究", "追究责任", "追究", "问责", "追责"]),
];

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    if report.agency.level != Some(Level::Government) {
        return Vec::new();
    }
    let all: Vec<_> = subject.narrative().collect();
    // Where the form asks for 监督保障, these belong.
    let home = all.iter().find(|(prose, _)| {
        let section = prose.section.and_then(|index| report.form.sections.get(index));
        section.is_some_and(|section| section.topics.iter().any(|topic| topic == "监督保障"))
    });
    let Some((home, text)) = home else { return Vec::new() };
    let said = |words: &[&str]| all.iter().any(|(prose, _)| passages::has_any(&prose.text, words));
    let missing: Vec<&str> = DUTIES.iter().filter(|(_, words)| !said(words)).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let severity = if missing.len() == DUTIES.len() { Severity::Error } else { Severity::Warning };
    vec![
        Diagnostic::new(RULE.code, severity, text.span, "政府的年度报告没有写到{missing}情况")
            .help("请在{place}的监督保障部分写明；没有发生的，也请写明，例如“没有发生责任追究情形”")
            .value("missing", words::list(missing))
            .value("place", passages::place(report, home.section)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::edited;

    const GOVERNMENT: (&str, &str) = ("level    = \"department\"", "level    = \"government\"");
    const ASSESSED: (&str, &str) = ("政务公开列入股室年度考核，考核结果与评先评优挂钩；", "");
    const BLAMED: (&str, &str) = ("全年没有发生因政府信息公开工作不力而被追究责任的情形。", "");

    fn found(edits: &[(&str, &str)]) -> Vec<Diagnostic> {
        edited(edits).findings.into_iter().filter(|finding| finding.code == RULE.code).collect()
    }

    #[test]
    fn none_of_the_three_is_an_error_and_some_a_warning() {
        let all = found(&[GOVERNMENT, ASSESSED, BLAMED]);
        assert_eq!(all[0].severity, Severity::Error);
        assert_eq!(all[0].message(), "政府的年度报告没有写到工作考核、社会评议、责任追究情况");
        let some = found(&[GOVERNMENT]);
        assert_eq!(some[0].severity, Severity::Warning);
        assert_eq!(some[0].message(), "政府的年度报告没有写到社会评议情况");
    }

    #[test]
    fn synonyms_count_and_departments_are_not_asked() {
        let words = ("组织业务培训4期", "开展群众满意度调查，未发生问责情形，年度考评合格");
        assert!(found(&[GOVERNMENT, ASSESSED, BLAMED, words]).is_empty());
        assert!(found(&[ASSESSED, BLAMED]).is_empty());
    }
}
