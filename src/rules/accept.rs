//! Findings that the agency has accepted with a written reason (`[[accept]]`).

use super::{RULES, a901, a902};
use crate::diagnostic::Diagnostic;
use crate::report::{Accept, Report};
use crate::source::Source;

/// Faults of the file itself, and of accepts, have no reason that could excuse them.
const NEVER: &[&str] =
    &["D001", "D002", "D003", "D004", "D005", "D006", "D007", "D011", "D012", "A901", "A902"];

/// Marks the findings that are accepted, and adds findings on accepts that do not work.
pub(super) fn apply(source: &Source, report: &Report, findings: &mut Vec<Diagnostic>) {
    let mut on_accepts = Vec::new();
    for accept in &report.accepts {
        let (Some(code), Some(reason)) = (&accept.code, &accept.reason) else {
            on_accepts.push(a902::incomplete(accept));
            continue;
        };
        let known = RULES.iter().any(|rule| rule.code.0 == code.value);
        if !known || NEVER.contains(&code.value.as_str()) {
            on_accepts.push(a901::not_acceptable(code, known));
            continue;
        }
        let mut used = false;
        for finding in findings.iter_mut().filter(|finding| covers(accept, finding, source)) {
            used = true;
            finding.accepted.get_or_insert_with(|| reason.clone());
        }
        if !used {
            on_accepts.push(a901::unused(code));
        }
    }
    findings.extend(on_accepts);
}

fn covers(accept: &Accept, finding: &Diagnostic, source: &Source) -> bool {
    let is_code = accept.code.as_ref().is_some_and(|code| code.value == finding.code.0);
    let is_cell = accept.cell.as_ref().is_none_or(|cell| {
        let within = |path: &str| {
            path.strip_prefix(&cell.value).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        finding.cells.iter().any(|of_finding| within(&of_finding.path))
    });
    let has_words = accept.words.as_ref().is_none_or(|words| {
        let sentence = sentence_around(source, finding.span.start);
        [sentence, source.slice(finding.span), &finding.message()]
            .iter()
            .any(|text| text.contains(&words.value))
    });
    is_code && is_cell && has_words
}

/// The sentence of the file that holds a byte.
fn sentence_around(source: &Source, at: usize) -> &str {
    let text = source.text();
    let ends = ['。', '\n'];
    let start = text.get(..at).and_then(|before| before.rfind(ends)).map_or(0, |end| end + 1);
    // An ideographic full stop is three bytes long.
    let start = (start..=at).find(|&start| text.is_char_boundary(start)).unwrap_or(at);
    let end = text.get(at..).and_then(|after| after.find(ends)).map_or(text.len(), |length| at + length);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, found};

    const WRONG: (&str, &str) = ("6,    2,   75 ]", "6,    2,   76 ]");

    fn with(accept: &str) -> String {
        format!("[[accept]]\n{accept}\n\n[overview]")
    }

    #[test]
    fn an_accepted_finding_is_listed_but_does_not_count() {
        let accept = with("code = \"T101\"\ncell = \"requests.received\"\nreason = \"系统导出如此\"");
        let checked = edited(&[WRONG, ("[overview]", &accept)]);
        let accepted: Vec<_> = checked.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
        assert_eq!(accepted.len(), 1);
        assert_eq!(accepted[0].accepted.as_deref(), Some("系统导出如此"));
        assert!(!accepted[0].is_open_error());
    }

    #[test]
    fn an_accept_for_another_cell_or_rule_does_not_cover() {
        for accept in [
            "code = \"T101\"\ncell = \"requests.granted\"\nreason = \"甲\"",
            "code = \"T104\"\nreason = \"甲\"",
            "code = \"T101\"\nwords = \"行政复议\"\nreason = \"甲\"",
        ] {
            let checked = edited(&[WRONG, ("[overview]", &with(accept))]);
            assert!(checked.has_errors(), "{accept}");
            assert!(checked.findings.iter().any(|finding| finding.code.0 == "A901"), "{accept}");
        }
    }

    #[test]
    fn faults_of_the_file_cannot_be_accepted() {
        let accept = with("code = \"D006\"\nreason = \"甲\"");
        let codes: Vec<String> = found(&[("= 15286", "= \"\""), ("[overview]", &accept)])
            .into_iter()
            .map(|(code, _)| code)
            .collect();
        assert!(codes.contains(&"D006".to_owned()) && codes.contains(&"A901".to_owned()), "{codes:?}");
    }
}
