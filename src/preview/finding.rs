//! A finding as the page gets it: its words, its place in the file and its place in the report.

use serde::Serialize;

use super::excerpt::{Excerpt, excerpt};
use super::printed::{Printed, Words};
use crate::diagnostic::{Diagnostic, Fix};
use crate::report::{Report, Row};
use crate::source::{Source, Span};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    code: &'static str,
    severity: &'static str,
    severity_words: &'static str,
    message: String,
    help: Option<String>,
    notes: Vec<String>,
    facts: Vec<String>,
    accepted: Option<String>,
    /// What `check --fix` would change.
    fix: Option<String>,
    /// The place in the file; `None` if it is the file as a whole.
    place: Option<Place>,
    cells: Vec<Cell>,
    section: Option<String>,
    words: Option<Words>,
    excerpt: Excerpt,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Cells of the report's tables.
#[derive(Debug, Serialize)]
struct Cell {
    /// The path as the finding names it.
    path: String,
    /// The paths of the figures on the page; more than one if the path is that of a group.
    shown: Vec<String>,
    value: String,
    line: usize,
    column: usize,
    /// True for what the finding points at itself.
    main: bool,
}

impl Finding {
    pub fn new(
        source: &Source,
        report: Option<&Report>,
        printed: Option<&Printed<'_>>,
        finding: &Diagnostic,
    ) -> Self {
        Self {
            code: finding.code.0,
            severity: finding.severity.id(),
            severity_words: finding.severity.words(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            notes: finding.notes.clone(),
            facts: finding.facts.clone(),
            accepted: finding.accepted.clone(),
            fix: finding.fix.as_ref().map(Fix::words),
            place: place(source, finding.span),
            cells: report.map(|report| cells(source, report, finding)).unwrap_or_default(),
            section: report.and_then(|report| section(report, finding)).map(str::to_owned),
            words: printed.and_then(|printed| printed.words(finding.span)),
            excerpt: excerpt(source, finding),
        }
    }
}

fn place(source: &Source, span: Span) -> Option<Place> {
    if span == Span::default() || source.text().is_empty() {
        return None;
    }
    let (from, to) = (source.position(span.start), source.position(span.end));
    Some(Place { line: from.line, column: from.column, end_line: to.line, end_column: to.column })
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The row that a place stands in, with the indices of its section and its own.
fn row(report: &Report, span: Span) -> Option<(usize, usize, &Row)> {
    let tables = report.tables.iter().enumerate().filter_map(|(index, table)| Some((index, table.as_ref()?)));
    let rows = tables.flat_map(|(section, table)| {
        table.rows.iter().enumerate().filter_map(move |(index, row)| Some((section, index, row.as_ref()?)))
    });
    let mut rows = rows;
    rows.find(|(_, _, row)| holds(Span::new(row.key_span.start, row.span.end), span))
}

/// The cells that take part; those of the row if the finding is on a row as a whole.
fn cells(source: &Source, report: &Report, finding: &Diagnostic) -> Vec<Cell> {
    let is_main = |span: Span| holds(span, finding.span) || holds(finding.span, span);
    let paths = |path: &str| match report.form.target(path) {
        Ok(target) => target.cells.iter().map(|&cell| report.form.path(cell)).collect(),
        Err(_) => Vec::new(),
    };
    let cell = |path: String, span: Span, value: String, main: bool| {
        let at = source.position(span.start);
        Cell { shown: paths(&path), path, value, line: at.line, column: at.column, main }
    };
    if !finding.cells.is_empty() {
        let cells = finding.cells.iter();
        return cells
            .map(|one| cell(one.path.clone(), one.span, one.value.clone(), is_main(one.span)))
            .collect();
    }
    let Some((section, index, row)) = row(report, finding.span) else { return Vec::new() };
    let ids = report.form.cells().filter(|id| id.section == section && id.row == index);
    ids.map(|id| cell(report.form.path(id), row.span, String::new(), false)).collect()
}

/// The part of the report that a finding is on: the key of a section, or `title`, `preamble` and
/// `signature`.
fn section<'r>(report: &'r Report, finding: &Diagnostic) -> Option<&'r str> {
    let span = finding.span;
    let sections = || report.form.sections.iter();
    if span != Span::default() {
        let publication = &report.publication;
        let title = publication.title.iter().map(|title| title.span);
        let names = title.chain(report.agency.name.iter().map(|name| name.span));
        if names.into_iter().any(|name| holds(name, span)) {
            return Some("title");
        }
        if publication.date.iter().any(|date| holds(date.span, span)) {
            return Some("signature");
        }
        if publication.preamble.iter().any(|text| holds(text.span, span)) {
            return Some("preamble");
        }
        let written = report.texts.iter().zip(&report.tables).position(|(text, table)| {
            text.iter().any(|text| holds(text.span, span))
                || table.iter().any(|table| holds(table.span, span))
        });
        let index = written.or_else(|| row(report, span).map(|(section, ..)| section));
        if let Some(section) = index.and_then(|index| report.form.sections.get(index)) {
            return Some(&section.key);
        }
    }
    let of_cell = |section: &&crate::format::Section| {
        let paths = finding.cells.iter().map(|cell| cell.path.as_str());
        paths.take(1).any(|path| path.split('.').next() == Some(section.key.as_str()))
    };
    // What is missing stands nowhere, but the finding names the section.
    let named = |section: &&crate::format::Section| finding.section.as_ref() == Some(&section.key);
    let found = sections().find(of_cell).or_else(|| sections().find(named));
    found.map(|section| section.key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::rules::{Checked, check};

    const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

    fn checked(edits: &[(&str, &str)]) -> (Source, Checked) {
        let text = edits.iter().fold(SOUND.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let source = Source::new("年报.toml", text);
        let checked = check(&source, &Forms::built_in());
        (source, checked)
    }

    fn only(code: &str, edits: &[(&str, &str)]) -> Finding {
        let (source, checked) = checked(edits);
        let found = checked.findings.iter().find(|finding| finding.code.0 == code);
        let printed = checked.report.as_ref().map(Printed::new);
        Finding::new(
            &source,
            checked.report.as_ref(),
            printed.as_ref(),
            found.unwrap_or_else(|| panic!("{:?}", checked.findings)),
        )
    }

    #[test]
    fn a_wrong_total_is_the_main_cell_among_its_addends() {
        let finding = only("T101", &[("2,   75 ]", "2,   76 ]")]);
        let main: Vec<&str> = finding.cells.iter().filter(|c| c.main).map(|c| c.path.as_str()).collect();
        assert_eq!(main, ["requests.received.total"]);
        assert!(finding.cells.iter().any(|cell| cell.shown == ["requests.received.enterprise"]));
        assert_eq!(finding.section.as_deref(), Some("requests"));
        assert!(finding.words.is_none() && finding.place.is_some());
        assert_eq!(finding.fix.as_deref(), Some("“一、本年新收政府信息公开申请数量”行“总计”列：76 → 75"));
    }

    #[test]
    fn a_group_is_shown_by_the_cells_of_its_rows() {
        let (source, checked) = checked(&[]);
        let report = checked.report.unwrap();
        let mut finding = Diagnostic::error(crate::diagnostic::Code("N301"), Span::default(), "");
        finding.cells.push(crate::diagnostic::CellRef {
            path: "requests.denied.total".to_owned(),
            span: Span::default(),
            value: "1".to_owned(),
        });
        let cells = cells(&source, &report, &finding);
        let shown = &cells[0].shown;
        assert!(
            shown.len() == 8 && shown.contains(&"requests.denied.deliberative.total".to_owned()),
            "{shown:?}"
        );
        assert_eq!(section(&report, &finding), Some("requests"));
    }

    #[test]
    fn a_finding_on_a_row_has_the_cells_of_the_row_and_a_missing_row_has_its_table() {
        let finding = only("D004", &[("2,   75 ]", "2,   75, 1, 1 ]")]);
        assert_eq!(finding.cells.len(), 7);
        assert!(finding.cells.iter().all(|cell| cell.path.starts_with("requests.received.")));
        let finding = only("D003", &[("denied.deliberative ", "#")]);
        assert_eq!((finding.cells.len(), finding.section.as_deref()), (0, Some("requests")));
        let finding = only("D003", &[("[other_matters]", "[zzzz]")]);
        assert_eq!(finding.section.as_deref(), Some("other_matters"));
    }
}
