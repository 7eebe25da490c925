//! S401: the title is not 机关全称 + 年度 + 年政府信息公开工作年度报告.
//!
//! Source: the forms of 国办公开办函〔2019〕60号 and 〔2021〕30号 prescribe the title.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::narrative::wrong_year;
use crate::rules::words::solid;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S401"),
    title: "标题不合规定",
    what: "标题是：编制机关全称 + 年度 + “年政府信息公开工作年度报告”，空格不计。可以不写，由程序生成。",
    why: "标题写错机关、年份或文种，是最显眼的差错。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "title = \"……2024年政府信息公开工作制度报告\"",
        &[("建设局2024年政府信息公开工作年度报告\"", "建设局2024年政府信息公开工作制度报告\"")],
    ),
    passes: Example::new("title = \"……2024年政府信息公开工作年度报告\"", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let title = report.publication.title.as_ref()?;
    let year = report.year.as_ref().filter(|_| report.agency.name.is_some())?;
    let expected = report.prescribed_title();
    if solid(&title.value) == solid(&expected) {
        return None;
    }
    // A title of the year that the whole narrative is on is right: N305 doubts the year of the file.
    let narrated = wrong_year::narrated_year(subject)
        .map(|narrated| expected.replace(&year.value.to_string(), &narrated.to_string()));
    if narrated.is_some_and(|narrated| solid(&title.value) == solid(&narrated)) {
        return None;
    }
    let finding = RULE
        .error(title.span, format!("标题应为“{expected}”"))
        .help("请改正标题，并核对编制机关全称和报告年度")
        .help_in_file("也可以删去 title 这一行，由程序自动生成")
        .expected(expected)
        .actual(&title.value);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn a_title_of_the_year_of_the_narrative_is_not_doubted() {
        assert_eq!(only(&[("year   = 2024", "year   = 2023")]).code.0, "N305");
    }

    #[test]
    fn a_wrong_title_is_found_and_blanks_are_ignored() {
        let finding = only(&[("2024年政府信息公开工作年度报告\"", "2024年政府信息公开工作制度报告\"")]);
        assert_eq!(finding.code.0, "S401");
        assert_eq!(finding.message, "标题应为“青禾县住房和城乡建设局2024年政府信息公开工作年度报告”");
        assert_eq!(
            found(&[("2024年政府信息公开工作年度报告\"", " 2024年\u{3000}政府信息公开工作年度报告\"")]),
            []
        );
        assert_eq!(
            only(&[("建设局2024年政府信息公开工作年度报告\"", "建设局2023年政府信息公开工作年度报告\"")])
                .code
                .0,
            "S401"
        );
    }
}
