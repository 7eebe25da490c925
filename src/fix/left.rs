//! Why the rest was left: a line for all, by the kinds of rules.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::totals::mend::is_on_blanks;

/// The letters of codes, what the rules of each look at, and why what they find is left.
const KINDS: &[(&str, &str, &str)] = &[
    ("D", "数据文件的填写", "不能断定应当是什么"),
    ("T", "合计", "不能断定是哪个数字填错"),
    ("Y", "与上年核对", "要查明原因"),
    ("N", "正文", "怎样改要由您决定"),
    ("S", "标题、落款和日期", "怎样改要由您决定"),
    ("P", "公布的标题和表格", "要对照规定的格式改"),
    ("A", "书面说明", "理由要由您写"),
];

/// How many findings of each kind nobody but the clerk can mend; those of which more is said elsewhere are left out.
pub(super) fn counted(findings: &[Diagnostic]) -> Option<String> {
    let is_left = |finding: &&Diagnostic| {
        finding.fix.is_none()
            && finding.left.is_empty()
            && finding.accepted.is_none()
            && finding.severity != Severity::Note
            && !is_on_blanks(finding)
    };
    // Of the numbers of headings, and of the sums of a table, more is said once for several findings.
    let is_said = |finding: &Diagnostic| {
        findings.iter().filter(|other| !other.left.is_empty()).any(|other| {
            let is_sum = |one: &Diagnostic| one.code.0.starts_with('T');
            other.code == finding.code || is_sum(other) && is_sum(finding)
        })
    };
    let left: Vec<&Diagnostic> =
        findings.iter().filter(is_left).filter(|finding| !is_said(finding)).collect();
    let counts = KINDS.iter().filter_map(|(letter, what, why)| {
        let count = left.iter().filter(|finding| finding.code.0.starts_with(letter)).count();
        (count > 0).then(|| format!("{what} {count} 处（{why}）"))
    });
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| format!("没有改的：{}", counts.join("，")))
}

#[cfg(test)]
mod tests {
    use super::KINDS;
    use crate::rules::rules;

    #[test]
    fn every_rule_is_of_a_kind() {
        let is_known = |code: &str| KINDS.iter().any(|(letter, ..)| code.starts_with(letter));
        assert!(rules().all(|rule| is_known(rule.code.0)));
    }
}
