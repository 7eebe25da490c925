//! P501: the title of a section was published in other words than the form prescribes.
//!
//! The data file keeps such a title as `heading`; the outputs print the official one.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Section, quote};
use crate::report::Around;
use crate::rules::words::solid;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P501"),
    title: "公布的部分标题与规定的不同",
    what: "各部分的标题由国家规定。数据文件用 heading 记下的、公布时的标题应与规定的标题一字不差，空格不计。生成的报告一律印规定的标题。",
    why: "标题改动以后，读者和汇总部门难以对照各家的报告。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "heading = \"五、存在问题及改进情况\"",
        &[("[problems]", "[problems]\nheading = \"五、存在问题及改进情况\"")],
    ),
    passes: Example::new(
        "heading = \"五、存在的主要问题及改进情况\"",
        &[("[problems]", "[problems]\nheading = \"五、存在的主要问题及改进情况\"")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let sections = report.form.sections.iter().zip(&report.around);
    sections.filter_map(|(section, around)| differing(section, around)).collect()
}

fn differing(section: &Section, around: &Around) -> Option<Diagnostic> {
    let stated = around.heading.as_ref()?;
    if solid(&stated.value) == solid(&section.title) {
        return None;
    }
    let message = format!("{}公布时的标题是{}", quote(&section.title), quote(&stated.value));
    let finding = RULE
        .warning(stated.span, message)
        .help("请用规定的标题")
        .help_in_file("新生成的报告会印规定的标题，改好后可以删去 heading 这一行");
    Some(finding.expected(&section.title).actual(&stated.value))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, only};

    #[test]
    fn the_title_of_a_section_as_published_is_compared_with_the_official_one() {
        let finding = only(&[("[requests]", "[requests]\nheading = \"三、收到和处理申请情况\"")]);
        assert_eq!(finding.code.0, "P501");
        assert_eq!(
            finding.message,
            "“三、收到和处理政府信息公开申请情况”公布时的标题是“三、收到和处理申请情况”"
        );
        assert_eq!(finding.section.as_deref(), Some("requests"));
        let same = [("[requests]", "[requests]\nheading = \"三、 收到和处理政府信息公开申请情况\"")];
        assert!(edited(&same).findings.is_empty());
    }
}
