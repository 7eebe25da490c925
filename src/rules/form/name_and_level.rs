//! S406: the agency's name and its level do not fit.
//!
//! The level decides on the statutory day (S402) and on what the report must say (N308), so those
//! follow the name where this rule speaks.

use crate::diagnostic::{Code, Diagnostic};
use crate::report::Level;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S406"),
    title: "机关名称与机关类别不符",
    what: "编制机关是“……人民政府”的，机关类别（level）应写 government；局、委员会、厅、中心、街道办事处等应写 department。管理委员会、人民政府的办公室（厅）两种都可以。",
    why: "公布期限和应写的内容按机关类别检查；类别写错，检查就按错的标准进行。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条、第五十条",
    fails: Example::new(
        "name = \"青禾县住房和城乡建设局\"，level = \"government\"",
        &[("level    = \"department\"", "level    = \"government\"")],
    ),
    passes: Example::new("name = \"青禾县住房和城乡建设局\"，level = \"department\"", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let (name, stated, told) = (report.agency.name.as_ref()?, report.agency.level?, report.level()?);
    if stated == told {
        return None;
    }
    let ((stated, _), (told, level)) = (words(stated), words(told));
    let message = format!("“{}”是{told}，机关类别（level）写的却是{stated}", name.value);
    Some(
        RULE.warning(name.span, message)
            .help(format!("请核对机关全称；全称无误的，请把 level 改为 \"{level}\"。公布期限等暂按名称检查")),
    )
}

/// A level in words, and as the file has it.
fn words(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Department => ("政府部门或派出机关", "department"),
        Level::Government => ("一级人民政府", "government"),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{edited, found, found_in_government, only};

    const GOVERNMENT: (&str, &str) = ("level    = \"department\"", "level    = \"government\"");

    #[test]
    fn a_bureau_is_no_government_and_keeps_its_own_day() {
        let finding = only(&[GOVERNMENT]);
        assert_eq!((finding.code.0, finding.severity), ("S406", Severity::Warning));
        assert_eq!(
            finding.message,
            "“青禾县住房和城乡建设局”是政府部门或派出机关，机关类别（level）写的却是一级人民政府"
        );
        let codes: Vec<String> =
            found(&[GOVERNMENT, ("2025-01-16", "2025-02-16")]).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["S406", "S402"]);
    }

    #[test]
    fn a_government_is_no_department_and_has_until_the_end_of_march() {
        let department = ("level    = \"government\"", "level    = \"department\"");
        let codes = found_in_government(&[department, ("2025-01-16", "2025-03-16")]);
        assert_eq!(codes, ["S406"]);
        assert_eq!(found_in_government(&[("2025-01-16", "2025-04-01")]), ["S402"]);
    }

    #[test]
    fn zones_and_offices_of_governments_fit_both() {
        for name in ["青禾经济开发区管理委员会", "青禾县人民政府办公室", "青禾县住建系统"]
        {
            let name = format!("name     = \"{name}\"");
            for level in [("level    =", "level    ="), GOVERNMENT] {
                let findings = edited(&[("name     = \"青禾县住房和城乡建设局\"", &name), level]).findings;
                assert!(findings.iter().all(|finding| finding.code.0 != "S406"), "{name}");
            }
        }
    }
}
