//! N321: a heading of the wrong rank, or one with nothing under it.
//!
//! The titles of the sections are numbered 一、, so a heading within one begins with （一）. What is only a
//! statement (“（二）没有其他事项”) or an entry of a list needs nothing under it.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::Section;
use crate::prose::Prose;
use crate::report::{Report, Text};
use crate::rules::headings::{Heading, headings, is_title, stands_for_inner};
use crate::rules::narrative::wrong_numbering;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N321"),
    title: "小标题层级不对或者下面没有内容",
    what: "各部分的标题用“一、”，部分里面的小标题应从“（一）”起；小标题下面要有内容。只是一句话的条目（“（二）没有其他事项”）不算。",
    why: "部分里面再出现“一、”，与各部分的标题混在一起；空的小标题多半是漏写或者误删了一段。",
    source: "《党政机关公文格式》（GB/T 9704—2012）7.3.3：结构层次序数依次用“一、”“（一）”“1.”“（1）”标注",
    fails: Example::new(
        "“一、总体情况”里面写“一、主动公开情况”",
        &[("### （一）主动公开情况", "### 一、主动公开情况")],
    ),
    passes: Example::new("“一、总体情况”里面写“（一）主动公开情况”", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Text(check),
};

/// Words of a statement, which is whole by itself.
const STATES: &[char] = &['无', '未', '没', '不', '零', '0'];

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let report = subject.report;
    if prose.section.is_none() {
        return Vec::new();
    }
    let headings = headings(prose, text);
    let wrong = of_wrong_rank(report, prose, text, &headings);
    wrong.into_iter().chain(empty(report, prose, text, &headings)).collect()
}

/// The headings of a section that are numbered like the sections: one finding for all of them.
fn of_wrong_rank(
    report: &Report,
    prose: &Prose,
    text: &Text,
    headings: &[Heading<'_>],
) -> Option<Diagnostic> {
    let is_wrong = |&(index, heading): &(usize, &Heading<'_>)| {
        heading.number.is_some_and(|number| {
            heading.rank == 1
                && (heading.is_marked || is_title(heading.title) || goes_on(headings, index))
                && !is_of_section(report, prose.section, number, heading.title, index == 0)
        })
    };
    let wrong: Vec<(usize, &Heading<'_>)> = headings.iter().enumerate().filter(is_wrong).collect();
    let (index, first) = *wrong.first()?;
    let number = first.number?;
    // It goes on from the heading before it, which has the right rank.
    let before = headings.get(..index).into_iter().flatten().rev().find(|heading| heading.rank == 2);
    let due = before.and_then(|before| before.number).map_or(number, |before| before.saturating_add(1));
    let place = passages::place(report, prose.section);
    let (written, right) = (wrong_numbering::show(first.rank, number), wrong_numbering::show(2, due));
    let span = |heading: &Heading<'_>| prose.locate(text, heading.sign.clone());
    let finding = RULE
        .warning(span(first), format!("{place}里面的小标题用了{written}，应为{right}"))
        .help("各部分的标题用“一、”，部分里面的小标题依次用“（一）”“1.”“（1）”")
        .also(wrong.iter().skip(1).map(|(_, heading)| span(heading)));
    Some(finding)
}

/// True if the numbers on either side of a heading are those of the lower rank.
fn goes_on(headings: &[Heading<'_>], index: usize) -> bool {
    let numbered = |heading: &Heading<'_>| Some((heading.rank, heading.number?));
    let before = headings.get(..index).into_iter().flatten().rev().find_map(numbered);
    let next = headings.get(index + 1..).into_iter().flatten().find_map(numbered);
    let number = headings.get(index).and_then(|heading| heading.number);
    number.is_some_and(|number| stands_for_inner(before.map(|(_, number)| number), number, next))
}

/// True for the title of a section, as the form has it or in words like its own.
pub(in crate::rules) fn is_of_section(
    report: &Report,
    section: Option<usize>,
    number: u32,
    words: &str,
    is_first: bool,
) -> bool {
    if report.form.sections.iter().any(|section| section.name() == words) {
        return true;
    }
    let Some(own) = section.filter(|&own| u32::try_from(own + 1) == Ok(number) && is_first) else {
        return false;
    };
    // 一、总体概况 for 一、总体情况; a higher number can be no first heading of a list.
    let name: String = report.form.sections.get(own).map_or("", Section::name).chars().take(2).collect();
    number > 1 || !name.is_empty() && words.starts_with(&name)
}

/// Headings with nothing under them, where the others of the section have something.
fn empty(report: &Report, prose: &Prose, text: &Text, headings: &[Heading<'_>]) -> Vec<Diagnostic> {
    let is_empty = |index: usize| {
        let (Some(heading), next) = (headings.get(index), headings.get(index + 1)) else { return false };
        heading.is_bare() && !next.is_some_and(|next| heading.is_above(next))
    };
    let bare: Vec<usize> = (0..headings.len()).filter(|&index| is_empty(index)).collect();
    // Where most of them are so, they are a list, or the section has not been written.
    if bare.len() * 2 > headings.len() {
        return Vec::new();
    }
    let of_heading = |heading: &&Heading<'_>| {
        // With its full stop a line that nothing marks is a sentence.
        let is_line = !heading.content.starts_with('。') && is_title(heading.title);
        let looks_so = heading.is_marked || is_line;
        looks_so && !heading.title.is_empty() && !heading.title.contains(STATES)
    };
    let found = bare.into_iter().filter_map(|index| headings.get(index)).filter(of_heading);
    let finding = |heading: &Heading<'_>| {
        let place = passages::place(report, prose.section);
        let message = format!("{place}的小标题“{}”下面没有内容", heading.title);
        RULE.warning(prose.locate(text, heading.sign.clone()), message)
            .help("请补写这一段；没有发生的也请写明；不需要的，请删去小标题并重新编号")
    };
    found.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::rules::testing::{edited, only};

    #[test]
    fn a_section_of_its_own_behind_the_list_goes_on_with_it() {
        let last = "### （五）监督保障情况";
        let finding = only(&[(last, "### 六、考核和评议情况")]);
        assert_eq!(finding.code.0, "N321");
        assert!(finding.message.ends_with("用了“六、”，应为“（五）”"), "{}", finding.message);
    }

    #[test]
    fn a_heading_like_those_of_the_sections_is_found_once() {
        let finding = only(&[("### （一）主动公开情况", "### 一、主动公开情况")]);
        assert_eq!((finding.code.0, finding.severity), ("N321", Severity::Warning));
        assert_eq!(finding.message, "“一、总体情况”里面的小标题用了“一、”，应为“（一）”");
        let finding = only(&[("### （二）依申请公开情况", "二、依申请公开情况")]);
        assert_eq!(finding.message, "“一、总体情况”里面的小标题用了“二、”，应为“（二）”");
        let finding = only(&[
            ("（一）存在的主要问题。", "一、存在的主要问题。"),
            ("（二）改进措施。", "二、改进措施。"),
        ]);
        assert_eq!((finding.code.0, finding.labels.len()), ("N321", 1));
        // No word tells that it is a heading, but the numbers on either side do.
        let finding = only(&[("### （一）主动公开情况", "一、主动公开政府信息")]);
        assert_eq!(finding.message, "“一、总体情况”里面的小标题用了“一、”，应为“（一）”");
        let finding = only(&[("### （三）政府信息管理情况", "三、目录管好")]);
        assert_eq!(finding.message, "“一、总体情况”里面的小标题用了“三、”，应为“（三）”");
    }

    #[test]
    fn a_heading_with_nothing_under_it_is_found() {
        let finding =
            only(&[("### （二）其他事项\n除上述情况外，没有其他需要报告的事项。", "（二）其他事项")]);
        assert_eq!(finding.message, "“六、其他需要报告的事项”的小标题“其他事项”下面没有内容");
        assert_eq!(
            only(&[
                ("### （二）依申请公开情况\n", "### （二）主动公开制度\n### （三）依申请公开情况\n"),
                ("### （三）政府", "### （四）政府"),
                ("### （四）政府信息公开平台", "### （五）政府信息公开平台"),
                ("### （五）监督", "### （六）监督")
            ])
            .code
            .0,
            "N321"
        );
    }

    /// Findings of the rule for section six.
    fn of(text: &str) -> usize {
        let sound = "### （一）收取信息处理费情况\n2024年，我局严格执行《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），未发出收费通知，本年度未收取信息处理费。\n### （二）其他事项\n除上述情况外，没有其他需要报告的事项。";
        let findings = edited(&[(sound, text)]).findings;
        findings.iter().filter(|finding| finding.code == RULE.code).count()
    }

    #[test]
    fn titles_statements_and_lists_are_fine() {
        for text in [
            "（一）信息处理费。本年度未收取信息处理费。\n（二）没有其他需要报告的事项",
            "六、其他需要报告的事项\n（一）信息处理费。未收取。\n（二）其他。无。",
            "六、其他事项\n未收取信息处理费。",
            "### 信息处理费\n（一）收取情况。未收取。\n（二）依据。国办函〔2020〕109号。",
            "本年度做了以下工作：\n（一）主动公开\n（二）监督保障\n（三）平台建设",
            "三、四季度各开展一次检查，未收取信息处理费。",
            "本年度做了以下工作：\n一、统一思想，未收取信息处理费。\n二、细致梳理，严格审查。",
            "（一）信息处理费情况。\n（二）其他。无其他事项。\n（三）提案。未收到。",
        ] {
            assert_eq!(of(text), 0, "{text}");
        }
        assert_eq!(of("（一）信息处理费情况\n（二）其他。无其他事项。\n（三）提案。未收到。"), 1);
    }
}
