//! N302: the narrative says none where the table has some, or the reverse.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::statements::Verdict;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N302"),
    title: "正文说没有，表格里有（或相反）",
    what: "正文写明未收到政府信息公开申请、没有行政复议或行政诉讼等，表中相应各格应为0；正文写明有若干件，\
           表中不应为0。用词和范围都确定的为错误，其余为提醒。",
    why: "有无之别比多少之别更严重，往往是套用上年或者别家的文字留下的。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：全年未收到政府信息公开申请；表中本年新收总计75",
        &[("全年新收政府信息公开申请{{ requests.received.total }}件，", "全年未收到政府信息公开申请，")],
    ),
    passes: Example::new(
        "正文：全年未制定规章；表中规章三格为0",
        &[("全年制发行政规范性文件", "全年未制定规章。制发行政规范性文件")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    statements.findings(&RULE, subject, &[Verdict::NoneAgainstSome])
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    #[test]
    fn none_against_some_is_found() {
        let finding =
            only(&[("除上述情况外，没有其他需要报告的事项。", "本年度没有因政府信息公开引起的行政复议。")]);
        assert_eq!(finding.code.0, "N302");
        assert_eq!(
            finding.message,
            "正文“没有因政府信息公开引起的行政复议”与表格不符：表中“行政复议”总计为5"
        );
    }
}
