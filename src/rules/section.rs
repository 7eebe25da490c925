//! The part of the report that a finding is on.

use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::Span;

/// Gives each finding the key of the section that it is on, or `title`, `preamble` or `signature`; nothing
/// where it is on the file as a whole. What the rule itself has named stands where no place shows it.
pub(super) fn name(report: &Report, findings: &mut [Diagnostic]) {
    for finding in findings {
        let of_place = at(report, finding.span).or_else(|| of_first_cell(report, finding));
        if let Some(section) = of_place {
            finding.section = Some(section.to_owned());
        }
    }
}

fn at(report: &Report, span: Span) -> Option<&str> {
    if span == Span::default() {
        return None;
    }
    let publication = &report.publication;
    let title = publication.title.iter().map(|title| title.span);
    let mut names = title.chain(report.agency.name.iter().map(|name| name.span));
    if names.any(|name| name.holds(span)) {
        return Some("title");
    }
    if publication.date.iter().any(|date| date.span.holds(span)) {
        return Some("signature");
    }
    if publication.preamble.iter().any(|text| text.span.holds(span)) {
        return Some("preamble");
    }
    let texts = report.narrative().find(|(_, text)| text.span.holds(span)).and_then(|(section, _)| section);
    let heading = || report.around.iter().position(|one| one.heading.iter().any(|h| h.span.holds(span)));
    let table = || report.tables.iter().position(|table| table.iter().any(|table| table.span.holds(span)));
    let note = || report.notes.iter().find(|note| note.text.span.holds(span)).map(|note| note.cell.section);
    let written = texts.or_else(heading).or_else(table).or_else(note);
    let section = written.or_else(|| report.row_at(span).map(|(section, ..)| section));
    section.and_then(|section| report.form.sections.get(section)).map(|section| section.key.as_str())
}

fn of_first_cell<'r>(report: &'r Report, finding: &Diagnostic) -> Option<&'r str> {
    let key = finding.cells.first()?.path.split('.').next()?;
    let mut keys = report.form.sections.iter().map(|section| section.key.as_str());
    keys.find(|section| *section == key)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{CellRef, Code, Diagnostic};
    use crate::rules::testing::edited;
    use crate::source::Span;

    /// The section of the finding with a code after an edit of the sound report.
    fn of(code: &str, from: &str, to: &str) -> Option<String> {
        let findings = edited(&[(from, to)]).findings;
        let finding = findings.into_iter().find(|finding| finding.code.0 == code);
        finding.unwrap_or_else(|| panic!("{code}")).section
    }

    #[test]
    fn a_finding_is_on_what_its_place_lies_in() {
        let is = |section: &str| Some(section.to_owned());
        assert_eq!(of("S401", "2024年政府信息公开工作年度报告\"", "2024年年度报告\""), is("title"));
        assert_eq!(of("S402", "2025-01-16", "2025-02-08"), is("signature"));
        assert_eq!(of("N320", "全文分为六个部分。", "全文分为五个部分。"), is("preamble"));
        assert_eq!(of("N313", "推进政府信息公开，各项任务", "推进政府信息公开,各项任务"), is("overview"));
        assert_eq!(of("T101", "2,   75 ]", "2,   76 ]"), is("requests"));
        assert_eq!(of("D004", "2,   75 ]", "2,   75, 1, 1 ]"), is("requests"));
    }

    #[test]
    fn without_a_place_the_first_cell_tells() {
        let report = edited(&[]).report.unwrap();
        let path = "requests.denied.total".to_owned();
        let cell = CellRef { path, span: Span::default(), value: "1".to_owned(), place: None };
        let finding = Diagnostic::error(Code("N301"), Span::default(), "").cells(vec![cell]);
        let mut findings = [finding];
        super::name(&report, &mut findings);
        assert_eq!(findings[0].section.as_deref(), Some("requests"));
    }

    #[test]
    fn what_is_missing_stands_nowhere_and_is_named_by_the_rule() {
        assert_eq!(of("D003", "denied.deliberative ", "#").as_deref(), Some("requests"));
        assert_eq!(of("D003", "[other_matters]", "[zzzz]").as_deref(), Some("other_matters"));
        assert_eq!(of("S405", "date     = 2025-01-16", "# date = 2025-01-16"), None);
    }
}
