//! N307: a section leaves out a topic that the form asks for.
//!
//! Reports speak of the topics in words of their own, so any of many words will do. The preamble
//! counts too.

use std::cell::LazyCell;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::TopicRole;
use crate::prose::{Prose, Words};
use crate::report::Text;
use crate::rules::headings::{Heading, headings};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
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
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// The words that speak of a topic.
struct Topic {
    /// What the form asks for with it.
    role: TopicRole,
    /// In a heading that is its own, as the form has it.
    titles: Words,
    /// In a heading of any report.
    heads: Words,
    /// Anywhere, even under the heading of another topic.
    by_name: Words,
    /// Under no heading, or under one of no topic; generous.
    words: Words,
}

/// The topics. One that is not listed is not judged here (信息处理费 has a rule of its own).
macro_rules! topics {
    ($($role:ident = $name:literal),*) => {
        [$(Topic {
            role: TopicRole::$role,
            titles: Words::under(concat!("rule topic ", $name, " title")),
            heads: Words::under(concat!("rule topic ", $name, " head")),
            by_name: Words::under(concat!("rule topic ", $name, " name")),
            words: Words::under(concat!("rule topic ", $name, " word")),
        }),*]
    };
}

static TOPICS: [Topic; 5] = topics![
    Disclosure = "published",
    Requests = "requested",
    Management = "management",
    Platforms = "platforms",
    Supervision = "supervision"
];

/// With the headings of so many topics a section is arranged by topics.
const ARRANGED: usize = 3;

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let all: Vec<_> = subject.narrative().collect();
    let preamble = all.iter().map(|(prose, _)| *prose).find(|prose| prose.section.is_none());
    let mut findings = Vec::new();
    for (prose, text) in &all {
        let section = prose.section.and_then(|index| report.form.sections.get(index));
        let Some(section) = section else { continue };
        let spoken = LazyCell::new(|| Spoken::of(prose, text, preamble));
        let asked = TOPICS.iter().filter_map(|topic| Some((topic, section.topic_in(topic.role)?)));
        let missing: Vec<&str> =
            asked.filter(|(topic, _)| !spoken.has(topic)).map(|(_, label)| label).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("{}没有写到：{}", passages::place(report, prose.section), words::list(missing));
        findings.push(
            RULE.warning(text.span, message)
                .help("请补写这些方面的情况；没有发生的也要写明，例如“本年度未收到政府信息公开申请”“没有发生责任追究情形”"),
        );
    }
    findings
}

/// What a section speaks of.
struct Spoken<'t> {
    prose: &'t Prose,
    preamble: Option<&'t Prose>,
    headings: Vec<Heading<'t>>,
    is_arranged: bool,
}

impl<'t> Spoken<'t> {
    fn of(prose: &'t Prose, text: &Text, preamble: Option<&'t Prose>) -> Self {
        let headings = headings(prose, text);
        let has_heading = |topic: &&Topic| headings.iter().any(|heading| topic.titles.is_in(heading.title));
        let is_arranged = TOPICS.iter().filter(has_heading).count() >= ARRANGED;
        Self { prose, preamble, headings, is_arranged }
    }

    /// True if a topic is spoken of. Where the section is arranged by topics, words under the heading of
    /// another topic do not count: 网站 stands in every 主动公开情况.
    fn has(&self, topic: &'static Topic) -> bool {
        let of_topic = |heading: &Heading<'_>, topic: &Topic| topic.heads.is_in(heading.title);
        if !self.is_arranged {
            let mut texts = std::iter::once(self.prose).chain(self.preamble);
            return texts.any(|prose| prose.has_any(&topic.words));
        }
        let of_none = |heading: &&Heading<'_>| !TOPICS.iter().any(|topic| of_topic(heading, topic));
        let under_others =
            |heading: &Heading<'_>| topic.words.is_in(heading.title) || topic.words.is_in(heading.content);
        self.headings.iter().any(|heading| of_topic(heading, topic))
            || self.prose.has_any(&topic.by_name)
            || self.headings.iter().filter(of_none).any(under_others)
    }
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
            finding.message,
            "“一、总体情况”没有写到：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障"
        );
        let one = "2024年，我局主动公开信息，管好目录，办好网站，抓好培训。";
        assert_eq!(with(one)[0].message, "“一、总体情况”没有写到：依申请公开");
    }

    #[test]
    fn a_section_that_is_removed_is_missed_whichever_it_is() {
        let sections = [
            ("依申请公开", "### （二）依申请公开情况\n", "### （三）政府信息管理情况\n"),
            ("政府信息管理", "### （三）政府信息管理情况\n", "### （四）政府信息公开平台建设情况\n"),
            ("政府信息公开平台建设", "### （四）政府信息公开平台建设情况\n", "### （五）监督保障情况\n"),
        ];
        for (topic, from, to) in sections {
            let text = overview();
            let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap());
            let rest = [&text[..start], &text[end..]].concat();
            let message = &with(&rest)[0].message;
            assert_eq!(*message, format!("“一、总体情况”没有写到：{topic}"));
        }
        let end = overview().find("### （五）").unwrap();
        assert_eq!(with(&overview()[..end])[0].message, "“一、总体情况”没有写到：监督保障");
    }

    #[test]
    fn a_topic_under_a_heading_of_another_name_is_fine() {
        for (from, to) in [
            ("### （三）政府信息管理情况", "### （三）夯实公开基础"),
            ("### （三）政府信息管理情况", "### （三）制度规范情况"),
            ("### （四）政府信息公开平台建设情况", "### （四）办好网站"),
            ("### （五）监督保障情况", "### （五）加强组织领导"),
        ] {
            let text = overview().replace(from, to);
            assert!(with(&text).is_empty(), "{to}");
        }
        let merged = overview().replace("### （四）政府信息公开平台建设情况\n", "平台建设方面，");
        assert!(with(&merged).is_empty());
    }

    #[test]
    fn a_section_arranged_in_another_way_is_read_as_a_whole() {
        let text = "（一）加强组织领导。主动公开信息，办好依申请公开。\n（二）完善制度建设。规范目录。\n（三）丰富公开载体。办好网站。";
        assert!(with(text).is_empty());
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
