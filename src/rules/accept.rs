//! Findings that the agency has accepted with a written reason (`[[accept]]`).

use std::collections::{HashMap, HashSet};

use super::{Acceptance, rules};
use crate::diagnostic::Diagnostic;
use crate::report::{Accept, Report};
use crate::rules::acceptance::incomplete_acceptance;
use crate::rules::acceptance::unused_acceptance;
use crate::source::Source;

/// No report has so many; those behind are not looked at, so that a hostile file stays cheap.
const MOST: usize = 1000;

/// Marks the findings that are accepted, and adds findings on accepts that do not work.
pub(super) fn apply(source: &Source, report: &Report, findings: &mut Vec<Diagnostic>) {
    if report.accepts.is_empty() {
        return;
    }
    let mut by_code: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        by_code.entry(finding.code.0).or_default().push(index);
    }
    let sentences = Sentences::new(source);
    let mut on_accepts = Vec::new();
    for (number, accept) in report.accepts.iter().enumerate() {
        if number == MOST {
            on_accepts.push(unused_acceptance::too_many(accept, MOST));
            break;
        }
        let (Some(code), Some(reason)) = (&accept.code, &accept.reason) else {
            on_accepts.push(incomplete_acceptance::incomplete(accept));
            continue;
        };
        let rule = rules().find(|rule| rule.code.0 == code.value);
        let acceptance = rule.map(|rule| rule.acceptance);
        if acceptance != Some(Acceptance::Reason) {
            on_accepts.push(unused_acceptance::not_acceptable(code, acceptance));
            continue;
        }
        if incomplete_acceptance::says_nothing(reason) {
            on_accepts.push(incomplete_acceptance::empty(code, reason));
            continue;
        }
        let of_code = by_code.get(code.value.as_str()).map_or(&[][..], Vec::as_slice);
        let covered = covered(accept, of_code, findings, &sentences);
        if covered.is_empty() {
            on_accepts.push(unused_acceptance::unused(code));
        }
        for index in covered {
            if let Some(finding) = findings.get_mut(index) {
                finding.accepted.get_or_insert_with(|| reason.clone());
            }
        }
    }
    findings.extend(on_accepts);
    drop_fixes(findings);
}

/// What the agency has given a reason for stays as it is.
fn drop_fixes(findings: &mut [Diagnostic]) {
    let accepted = findings.iter().filter(|finding| finding.accepted.is_some());
    let accepted: HashSet<_> = accepted.map(|finding| (finding.code, finding.span)).collect();
    for finding in findings {
        let also = finding.fix.iter().flat_map(|fix| &fix.also);
        let mut places = also.chain(std::iter::once(&finding.span));
        if places.any(|&span| accepted.contains(&(finding.code, span))) {
            (finding.fix, finding.left) = (None, Vec::new());
        }
    }
}

/// Those of the findings of its code that an accept covers.
fn covered(
    accept: &Accept,
    of_code: &[usize],
    findings: &[Diagnostic],
    sentences: &Sentences<'_>,
) -> Vec<usize> {
    let Some(words) = &accept.words else {
        return of_code.iter().copied().filter(|&at| is_at_cell(accept, findings.get(at))).collect();
    };
    // Many findings can stand in one long sentence: each is searched once.
    let mut searched: HashMap<usize, bool> = HashMap::new();
    let mut has_words = |finding: &Diagnostic| {
        let (start, sentence) = sentences.around(finding.span.start);
        *searched.entry(start).or_insert_with(|| sentence.contains(&words.value))
            || sentences.source.slice(finding.span).contains(&words.value)
            || finding.message.contains(&words.value)
    };
    let of_code = of_code.iter().copied().filter(|&at| is_at_cell(accept, findings.get(at)));
    of_code.filter(|&at| findings.get(at).is_some_and(&mut has_words)).collect()
}

/// True if an accept names no cell, or one that takes part in the finding, or its row.
fn is_at_cell(accept: &Accept, finding: Option<&Diagnostic>) -> bool {
    accept.cell.as_ref().is_none_or(|cell| {
        let within = |path: &str| {
            path.strip_prefix(&cell.value).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        finding.is_some_and(|finding| finding.cells.iter().any(|of_finding| within(&of_finding.path)))
    })
}

/// The sentences of the file.
struct Sentences<'a> {
    source: &'a Source,
    /// Where each begins, ascending; the first at 0.
    starts: Vec<usize>,
}

impl<'a> Sentences<'a> {
    fn new(source: &'a Source) -> Self {
        let ends = source.text().match_indices(['。', '\n']).map(|(at, sign)| at + sign.len());
        Self { source, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The sentence that holds a byte, and where it begins.
    fn around(&self, at: usize) -> (usize, &'a str) {
        let next = self.starts.partition_point(|&start| start <= at);
        let start = next.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let end = self.starts.get(next).copied().unwrap_or(self.source.text().len());
        (start, self.source.text().get(start..end).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::MOST;
    use crate::diagnostic::Counts;
    use crate::rules::testing::{edited, found};

    /// A figure that the text states and the table contradicts, in two sentences of one line.
    const WRONG: (&str, &str) =
        ("予以公开{{ requests.granted.total }}件，占", "予以公开31件。部分公开9件。占");

    fn with(accept: &str) -> String {
        format!("[[accept]]\n{accept}\n\n[overview]")
    }

    #[test]
    fn an_accepted_finding_is_listed_but_does_not_count() {
        let received = ("新收政府信息公开申请{{ requests.received.total }}件", "新收政府信息公开申请57件");
        let accept = with("code = \"N301\"\ncell = \"requests.received\"\nreason = \"系统导出如此\"");
        let checked = edited(&[received, ("[overview]", &accept)]);
        let accepted: Vec<_> = checked.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
        assert_eq!(accepted.len(), 1);
        assert_eq!(accepted[0].accepted.as_deref(), Some("系统导出如此"));
        assert_eq!(checked.counts(), Counts { accepted: 1, ..Counts::default() });
    }

    #[test]
    fn words_bind_it_to_one_sentence() {
        let accept = with("code = \"N301\"\nwords = \"部分公开9件\"\nreason = \"系统导出如此\"");
        let checked = edited(&[WRONG, ("[overview]", &accept)]);
        let reasons: Vec<bool> = checked.findings.iter().map(|finding| finding.accepted.is_some()).collect();
        assert_eq!(reasons, [false, true]);
    }

    #[test]
    fn an_accept_for_another_cell_or_rule_does_not_cover() {
        for accept in [
            "code = \"N301\"\ncell = \"requests.denied\"\nreason = \"系统导出如此\"",
            "code = \"N302\"\nreason = \"系统导出如此\"",
            "code = \"N301\"\nwords = \"行政复议\"\nreason = \"系统导出如此\"",
        ] {
            let checked = edited(&[WRONG, ("[overview]", &with(accept))]);
            assert!(checked.has_errors(), "{accept}");
            assert!(checked.findings.iter().any(|finding| finding.code.0 == "A901"), "{accept}");
        }
    }

    #[test]
    fn faults_of_the_file_and_wrong_sums_cannot_be_accepted() {
        let accept = |code: &str| with(&format!("code = \"{code}\"\nreason = \"系统导出如此\""));
        let codes = |code: &str, edit: (&str, &str)| -> Vec<String> {
            found(&[edit, ("[overview]", &accept(code))]).into_iter().map(|(code, _)| code).collect()
        };
        assert_eq!(codes("D006", ("= 15286", "= \"\"")), ["A901", "D006"]);
        let wrong_total = ("6,    2,   75 ]", "6,    2,   76 ]");
        assert_eq!(codes("T101", wrong_total), ["A901", "T101"]);
        let checked = edited(&[wrong_total, ("[overview]", &accept("T101"))]);
        assert!(checked.has_errors());
        assert_eq!(
            checked.findings[0].message,
            "T101 是合计不平，任何理由都不能使它成立，不能用书面说明代替改正"
        );
        let codes = ["T102", "T103", "T104"].map(|code| found(&[("[overview]", &accept(code))])[0].1.clone());
        assert!(codes.iter().all(|message| message.contains("合计不平")), "{codes:?}");
    }

    #[test]
    fn accepts_beyond_the_limit_are_named_once() {
        let accept = "[[accept]]\ncode = \"S405\"\nreason = \"定稿时填写\"\n\n";
        let found = found(&[("[overview]", &format!("{}[overview]", accept.repeat(MOST + 3)))]);
        let (last, unused) = found.split_last().unwrap();
        assert_eq!(last.1, "书面说明多于 1000 条，从这一条起都没有采用");
        assert!(unused.len() == MOST && unused.iter().all(|(code, _)| code == "A901"));
    }
}
