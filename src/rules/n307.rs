//! N307: a section leaves out a topic that the form asks for.
//!
//! Reports speak of the topics in words of their own, so any of many words will do. The preamble
//! counts too.

use super::{Example, Rule, Subject, passages, words};
use crate::diagnostic::{Code, Diagnostic};

pub(super) const RULE: Rule = Rule {
    code: Code("N307"),
    title: "缺少规定的内容",
    what: "第一部分应写到主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面，没有发生的也要说明。用其他说法（如目录管理、网站和公众号、培训考核）写到的也算。",
    why: "格式逐项列明了第一部分的内容，缺项的报告会被退回补充。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式第一部分",
    fails: Example::new(
        "第一部分没有写依申请公开",
        &[
            ("（二）依申请公开情况", "（二）办理情况"),
            ("全年新收政府信息公开申请", "全年新收"),
            ("因政府信息公开引起的行政复议", "引起的行政复议"),
        ],
    ),
    passes: Example::new("### （二）依申请公开情况", &[]),
    check,
};

/// The words that show that a topic is spoken of. A topic that is not listed is not judged here
/// (信息处理费 has a rule of its own).
const TOPICS: &[(&str, &[&str])] = &[
    ("主动公开", &["主动公开", "公开内容", "公开形式", "公开信息", "信息发布", "发布", "公布", "公示"]),
    ("依申请公开", &["依申请", "申请公开", "公开申请", "信息申请", "受理申请", "收到申请", "申请人"]),
    (
        "政府信息管理",
        &[
            "信息管理",
            "信息的管理",
            "目录",
            "规范管理",
            "规范性文件",
            "审查",
            "审核",
            "审签",
            "把关",
            "台账",
            "清理",
            "更新",
            "归档",
            "保密",
            "管理制度",
            "动态调整",
        ],
    ),
    (
        "政府信息公开平台建设",
        &[
            "平台",
            "网站",
            "门户",
            "新媒体",
            "公众号",
            "微信",
            "微博",
            "客户端",
            "专栏",
            "栏目",
            "查阅点",
            "公示栏",
            "公开栏",
            "公报",
            "政务公开专区",
            "载体",
        ],
    ),
    (
        "监督保障",
        &[
            "监督",
            "保障",
            "考核",
            "考评",
            "评议",
            "培训",
            "督查",
            "督导",
            "督促",
            "检查",
            "领导小组",
            "组织领导",
            "加强领导",
            "问责",
            "追责",
            "责任追究",
            "专题研究",
        ],
    ),
];

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let all: Vec<_> = subject.narrative().collect();
    let preamble =
        all.iter().find(|(prose, _)| prose.section.is_none()).map(|(prose, _)| prose.text.as_str());
    let mut findings = Vec::new();
    for (prose, text) in &all {
        let section = prose.section.and_then(|index| report.form.sections.get(index));
        let Some(section) = section else { continue };
        let is_missing = |topic: &&String| {
            let words = TOPICS.iter().find(|(known, _)| known == topic).map(|(_, words)| *words);
            words.is_some_and(|words| {
                !passages::has_any(&prose.text, words)
                    && !preamble.is_some_and(|preamble| passages::has_any(preamble, words))
            })
        };
        let missing: Vec<&str> = section.topics.iter().filter(is_missing).map(String::as_str).collect();
        if missing.is_empty() {
            continue;
        }
        findings.push(
            Diagnostic::warning(RULE.code, text.span, "{place}没有写到：{topics}")
                .help("请补写这些方面的情况；没有发生的也要写明，例如“本年度未收到政府信息公开申请”“没有发生责任追究情形”")
                .value("place", passages::place(report, prose.section))
                .value("topics", words::list(missing)),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::rules::testing::{SOUND, edited};

    /// The narrative of section one.
    fn overview() -> &'static str {
        let start = SOUND.find("[overview]").unwrap();
        let open = start + SOUND[start..].find("'''").unwrap() + 3;
        &SOUND[open..open + SOUND[open..].find("'''").unwrap()]
    }

    fn with(text: &str) -> Vec<Diagnostic> {
        let findings = edited(&[(overview(), text)]).findings;
        findings.into_iter().filter(|finding| finding.code.0 == "N307").collect()
    }

    #[test]
    fn missing_topics_are_one_finding() {
        let finding = with("2024年，我局高度重视，工作有序推进，群众满意。").remove(0);
        assert_eq!(finding.severity, Severity::Warning);
        assert_eq!(
            finding.message(),
            "“一、总体情况”没有写到：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障"
        );
        let one = "2024年，我局主动公开信息，管好目录，办好网站，抓好培训。";
        assert_eq!(with(one)[0].message(), "“一、总体情况”没有写到：依申请公开");
    }

    #[test]
    fn topics_in_other_words_and_in_the_preamble_are_fine() {
        let text = "及时发布信息，未收到申请公开，台账齐全，公众号每日更新，组织业务培训。";
        assert!(with(text).is_empty());
        let rest = "2024年，我局主动公开信息，管好目录，办好网站，抓好培训。";
        let preamble = ("全文分为六个部分", "全年没有收到依申请公开件");
        let findings = edited(&[(overview(), rest), preamble]).findings;
        assert!(findings.iter().all(|finding| finding.code.0 != "N307"));
    }

    #[test]
    fn a_section_without_known_topics_is_not_judged() {
        let text = "2024年，我局严格执行《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），未发出收费通知，本年度未收取信息处理费。";
        assert!(edited(&[(text, "没有其他事项。")]).findings.iter().all(|finding| finding.code.0 != "N307"));
    }
}
