//! N312: the legal basis that is cited was not, or no longer, in force for the year.
//!
//! The number of the document that prescribes a form is taken from the form itself, so that a new form
//! is a new number here.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::Head;
use crate::prose::Words;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N312"),
    title: "引用的依据与年度不符",
    what: "2021 年度及以后的报告引用已被取代的国办公开办函〔2019〕60号，2019、2020 年度的报告引用当时还没有印发的〔2021〕30号，或者 2019 年度以后的报告仍引用国务院令第492号。说明新旧文件更替的句子、同时写明现行文件的句子不算。",
    why: "依据写成已经作废的文件，多半是沿用了旧报告。",
    source: "国务院令第711号（2019年5月15日起施行）；国办公开办函〔2021〕30号",
    fails: Example::new(
        "国办公开办函〔2019〕60号（2024 年度）",
        &[("通知》（国办公开办函〔2021〕30号", "通知》（国办公开办函〔2019〕60号")],
    ),
    passes: Example::new("国办公开办函〔2021〕30号（2024 年度）", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// Decrees that were replaced: number, first report year of the new one, the new one.
const DECREES: &[(&str, u16, &str)] = &[("492号", 2019, "国务院令第711号")];
/// What is in the number of every document.
const NUMBER: &str = "号";
/// A sentence with one of these tells the history.
static HISTORY: Words = Words::under("rule history");

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let year = report.year();
    // A year that does not fit the form is a fault of its own (D007).
    if !report.named_form.years.contains(&year) {
        return Vec::new();
    }
    // Every document is cited by a number.
    if !subject.narrative().any(|(prose, _)| prose.has(NUMBER)) {
        return Vec::new();
    }
    let (of_year, others): (Vec<&Head>, Vec<&Head>) =
        subject.forms.heads().partition(|head| head.years.contains(&year));
    // Of several forms for the year the last is in force.
    let Some(current) = of_year.last() else { return Vec::new() };
    let others: Vec<(String, bool)> = others
        .iter()
        .filter_map(|head| Some((number_of(&head.source)?, *head.years.start() > year)))
        .collect();
    let right = number_of(&current.source).unwrap_or_default();
    let mut findings = Vec::new();
    for (prose, text) in subject.narrative().filter(|(prose, _)| prose.has(NUMBER)) {
        for sentence in prose.sentences() {
            let said = prose.text.get(sentence.clone()).unwrap_or_default();
            if !said.contains(NUMBER) || HISTORY.is_in(said) {
                continue;
            }
            let forms = others.iter().filter(|_| cited(said, &right).is_none());
            let forms =
                forms.filter_map(|(number, later)| Some((cited(said, number)?, right.as_str(), *later)));
            // 国务院令第492号公布，国务院令第711号修订 is how the law itself tells its history.
            let decrees = DECREES.iter().filter(|(_, since, new)| year >= *since && !names(said, new));
            let decrees = decrees.filter_map(|(number, _, new)| Some((decree(said, number)?, *new, false)));
            for (range, right, is_later) in forms.chain(decrees) {
                let span = prose.locate(text, sentence.start + range.start..sentence.start + range.end);
                let place = passages::place(report, prose.section);
                let cited = said.get(range).unwrap_or_default();
                let message = if is_later {
                    format!("{place}引用的“{cited}”在编制 {year} 年度的报告时还没有印发")
                } else {
                    format!("{place}引用的“{cited}”已被取代，不是 {year} 年度报告的依据")
                };
                let help = format!("{year} 年度的依据是{right}，请改正，并核对文件名称");
                findings.push(RULE.warning(span, message).help(help));
            }
        }
    }
    findings
}

/// True if a decree is named, with or without 第.
fn names(said: &str, decree_name: &str) -> bool {
    decree_name.split_once('第').is_some_and(|(_, number)| decree(said, number).is_some())
}

/// The number of a document: the last thing in round brackets.
fn number_of(source: &str) -> Option<String> {
    let (_, number) = source.rsplit_once('（')?;
    Some(number.trim_end_matches('）').to_owned())
}

/// Where a text cites a document by its number, with any brackets about the year.
fn cited(said: &str, number: &str) -> Option<Range<usize>> {
    let (issuer, rest) = number.split_once('〔')?;
    let (year, serial) = rest.split_once('〕')?;
    said.match_indices(issuer).find_map(|(at, _)| {
        let tail = said.get(at + issuer.len()..)?;
        let tail = tail.trim_start_matches(['〔', '[', '［', '【', '（', '(', ' ']).strip_prefix(year)?;
        let tail = tail
            .trim_start_matches(['〕', ']', '］', '】', '）', ')', ' ', '年', '第'])
            .strip_prefix(serial)?;
        Some(at..said.len() - tail.len())
    })
}

/// Where a text cites a decree: 国务院令第492号, 国务院第492号令.
fn decree(said: &str, number: &str) -> Option<Range<usize>> {
    said.match_indices(number).find_map(|(at, _)| {
        let before = said.get(..at)?.trim_end_matches([' ', '第']);
        let end = at + number.len();
        let is_decree = before.ends_with("国务院令")
            || before.ends_with("国务院") && said.get(end..)?.trim_start().starts_with('令');
        let start = before.rfind("国务院").filter(|_| is_decree)?;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::format::Forms;
    use crate::rules::check;
    use crate::rules::testing::{SOUND_2019, edit, found, only};
    use crate::source::Source;

    const CITED: &str = "通知》（国办公开办函〔2021〕30号";

    #[test]
    fn a_basis_of_other_years_is_found() {
        let finding = only(&[(CITED, "通知》（国办公开办函〔2019〕60号")]);
        assert_eq!((finding.code.0, finding.severity), ("N312", Severity::Warning));
        assert_eq!(finding.message, "引言引用的“国办公开办函〔2019〕60号”已被取代，不是 2024 年度报告的依据");
        assert!(finding.help.as_deref().unwrap().contains("国办公开办函〔2021〕30号"));
        for text in ["国办公开办函[2019]60号", "国办公开办函（2019）60号", "国办公开办函〔2019〕 60号"]
        {
            assert_eq!(only(&[(CITED, &format!("通知》（{text}"))]).code, RULE.code, "{text}");
        }
        for text in ["国务院令第492号", "国务院第492号令", "国务院令492号"] {
            assert_eq!(only(&[("国务院令第711号", text)]).code, RULE.code, "{text}");
        }
    }

    #[test]
    fn other_numbers_and_the_history_are_fine() {
        for text in [
            "青禾政办函〔2019〕60号",
            "国办公开办函〔2021〕30号，国办公开办函〔2019〕60号同时废止",
            "国办公开办函〔2019〕61号",
            "由国办公开办函〔2019〕60号到国办公开办函〔2021〕30号",
        ] {
            assert_eq!(found(&[(CITED, &format!("通知》（{text}"))]), [], "{text}");
        }
        assert_eq!(
            found(&[("规划路1号", "规划路492号"), ("地址：青禾县规划路1号", "地址：规划路492号")]),
            []
        );
    }

    #[test]
    fn the_law_may_tell_of_the_decree_that_it_was() {
        let law = "2007年4月5日国务院令第492号公布，2019年4月3日国务院令第711号修订";
        assert_eq!(found(&[("国务院令第711号", law)]), []);
    }

    #[test]
    fn the_older_form_has_its_own_basis() {
        let cites = |text: &str| {
            let text = edit(SOUND_2019, &[("text = '''\n", &format!("text = '''\n按照{text}编制。\n"))]);
            let checked = check(&Source::new("年报.toml", text), &Forms::built_in());
            checked
                .findings
                .iter()
                .map(|finding| (finding.code.0, finding.message.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(cites("国办公开办函〔2019〕60号"), []);
        let later = "引用的“国办公开办函〔2021〕30号”在编制 2019 年度的报告时还没有印发";
        let found = cites("国办公开办函〔2021〕30号");
        assert!(found.len() == 1 && found[0].0 == "N312" && found[0].1.ends_with(later), "{found:?}");
        assert_eq!(cites("国务院令第492号").len(), 1);
    }
}
