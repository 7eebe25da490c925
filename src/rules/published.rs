//! Rules on how a report was published, where that is not what the form prescribes.

use crate::diagnostic::{CellRef, Diagnostic, PublishedPlace};
use crate::published::{Oddity, Place, Reading, Remark};
use crate::source::{Source, Span};

group! {
    other_heading,
    other_label,
    extra_part,
    missing_part,
    unread_cell,
    unit_in_cell,
}

/// What the rules find in the account of a published report.
pub(super) fn findings(reading: &Reading) -> Vec<Diagnostic> {
    let remarks = reading.account.remarks.iter();
    remarks
        .flat_map(|remark| {
            RULES.iter().filter_map(|rule| rule.on(remark)).map(|found| placed(found, reading, remark))
        })
        .collect()
}

fn placed(mut finding: Diagnostic, reading: &Reading, remark: &Remark) -> Diagnostic {
    let paths: &[String] = match &remark.oddity {
        Oddity::MissingCells { paths, .. } | Oddity::Doubtful { paths, .. } => paths,
        Oddity::Unit { path, .. } => std::slice::from_ref(path),
        _ => &[],
    };
    let cell = |path: &String| {
        let cell = reading.account.cell(path);
        let value = cell.and_then(|cell| cell.value.clone()).unwrap_or_default();
        CellRef { path: path.clone(), span: Span::default(), value, place: None }
    };
    finding.cells = paths.iter().map(cell).collect();
    finding.place = Some(remark.place.as_ref().map(in_words).unwrap_or_default());
    lead_cells(&mut finding, reading);
    finding
}

fn in_words(place: &Place) -> PublishedPlace {
    PublishedPlace { words: place.to_string(), line: place.line, column: place.line.and(place.column) }
}

fn lead_cells(finding: &mut Diagnostic, reading: &Reading) {
    for own in &mut finding.cells {
        let cell = reading.account.cell(&own.path);
        own.place = cell.and_then(|cell| cell.place.as_ref()).map(in_words);
    }
}

/// True for a finding on the title of a section that the form does not have: the data file has it among the headings
/// of another section, the report does not, and P503 names it.
pub(super) fn is_of_moved_title(finding: &Diagnostic, reading: &Reading, source: &Source) -> bool {
    if finding.span == Span::default() {
        return false;
    }
    let line = source.slice(source.line_span(finding.span.start));
    let Some(heading) = line.strip_prefix("### ") else { return false };
    reading.account.remarks.iter().any(|remark| match &remark.oddity {
        Oddity::ExtraSection { title } => crate::narrative::escape(title) == heading.trim_end(),
        _ => false,
    })
}

/// Leads a finding on the data file of a published report to the place in the report.
pub(super) fn lead_to_source(finding: &mut Diagnostic, reading: &Reading, source: &Source) {
    lead_cells(finding, reading);
    let place = finding.cells.iter().find_map(|cell| cell.place.clone());
    if place.is_none() && finding.span != Span::default() {
        let line = source.slice(source.line_span(finding.span.start)).trim();
        // Words of the report, and not what the data file sets around them.
        if !line.is_empty() && !line.starts_with('[') && !line.contains(" = ") {
            finding.facts.push(format!("原文：{line}"));
        }
    }
    finding.place = Some(place.unwrap_or_default());
    finding.labels.clear();
    finding.fix = None;
}
