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
    let written = report.texts.iter().zip(&report.tables).position(|(text, table)| {
        text.iter().any(|text| text.span.holds(span)) || table.iter().any(|table| table.span.holds(span))
    });
    let section = written.or_else(|| report.row_at(span).map(|(section, ..)| section));
    section.and_then(|section| report.form.sections.get(section)).map(|section| section.key.as_str())
}

fn of_first_cell<'r>(report: &'r Report, finding: &Diagnostic) -> Option<&'r str> {
    let key = finding.cells.first()?.path.split('.').next()?;
    let mut keys = report.form.sections.iter().map(|section| section.key.as_str());
    keys.find(|section| *section == key)
}
