//! Rules on how a report was published, where that is not what the form prescribes.

use crate::diagnostic::{CellRef, Diagnostic, PublishedPlace};
use crate::narrative::{Block, Run};
use crate::published::{Oddity, Place, Reading, Remark};
use crate::report::Report;
use crate::rules::data::{broken_reference, missing_item};
use crate::rules::form::name_and_level;
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

/// False for a finding on the data file that says nothing of the report, or what the account says in its words.
pub(super) fn is_on_report(finding: &Diagnostic, reading: &Reading, source: &Source) -> bool {
    // The kind of body is the reader's word, and no report has references.
    let is_on_file = [name_and_level::RULE.code, broken_reference::RULE.code].contains(&finding.code);
    let is_missing = finding.code == missing_item::RULE.code;
    // Of all that can be missing, an empty section alone is in no remark, unless its title is missing, too.
    let is_told = is_missing && (finding.help_in_report.is_none() || has_no_title(finding, reading));
    !is_on_file && !is_told && !is_of_moved_title(finding, reading, source)
}

/// True for a finding on a section whose title was not found.
fn has_no_title(finding: &Diagnostic, reading: &Reading) -> bool {
    let key = finding.section.as_ref();
    let section = reading.form.sections.iter().find(|section| Some(&section.key) == key);
    reading.account.remarks.iter().any(|remark| match &remark.oddity {
        Oddity::MissingSection { title } => section.is_some_and(|section| section.title == *title),
        _ => false,
    })
}

/// True for a finding on the title of a section that the form does not have: the data file has it among the headings
/// of another section, the report does not, and P503 names it.
fn is_of_moved_title(finding: &Diagnostic, reading: &Reading, source: &Source) -> bool {
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

/// Where the title is that a finding is on.
fn of_title(finding: &Diagnostic, reading: &Reading) -> Option<PublishedPlace> {
    let is_it = |remark: &&Remark| match &remark.oddity {
        Oddity::SectionTitle { published, official } => {
            finding.code == other_heading::RULE.code
                && finding.actual.as_ref() == Some(published)
                && finding.expected.as_ref() == Some(official)
        }
        _ => false,
    };
    reading.account.remarks.iter().find(is_it)?.place.as_ref().map(in_words)
}

/// The words of the paragraph that a finding is on, without the marks that the data file sets; nothing for one on a
/// text as a whole.
fn words_at(report: &Report, span: Span) -> Option<String> {
    let texts = report.narrative().map(|(_, text)| text).chain(report.notes.iter().map(|note| &note.text));
    let text = texts.into_iter().find(|text| text.span.holds(span) && text.span != span)?;
    let starts = |block: &&Block| text.locate(block.range.start, block.range.end).start <= span.start;
    let block = text.blocks.iter().take_while(starts).last()?;
    let words = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let cells: Vec<String> = block.cells().map(words).filter(|words| !words.is_empty()).collect();
    Some(format!("{}{}", words(&block.lead), cells.join("｜"))).filter(|words| !words.is_empty())
}

/// Leads a finding on the data file of a published report to the place in the report.
pub(super) fn lead_to_source(finding: &mut Diagnostic, reading: &Reading, report: Option<&Report>) {
    lead_cells(finding, reading);
    let place = finding.cells.iter().find_map(|cell| cell.place.clone());
    let place = place.or_else(|| of_title(finding, reading));
    if place.is_none() {
        let words = report.and_then(|report| words_at(report, finding.span));
        finding.facts.extend(words.map(|words| format!("原文：{words}")));
    }
    finding.place = Some(place.unwrap_or_default());
    finding.labels.clear();
    finding.fix = None;
}
