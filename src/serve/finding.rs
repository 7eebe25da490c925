//! A finding as the page gets it: its words, its place in the file and its place in the report.

use serde::Serialize;

use super::excerpt::{Excerpt, excerpt};
use super::printed::{Printed, Words};
use crate::diagnostic::{CellRef, Diagnostic, Fix};
use crate::report::Report;
use crate::rules::{Acceptance, rules};
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
    /// The place in the file; `None` if it is the file as a whole, or a published report.
    place: Option<Place>,
    /// The place in a published report, in words; empty if it is not known, `None` for a data file.
    found_at: Option<String>,
    cells: Vec<Cell>,
    section: Option<String>,
    words: Option<Words>,
    excerpt: Excerpt,
    /// Whether a written reason may take it off; told to the form only.
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptable: Option<bool>,
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
            help: finding.advice(),
            notes: finding.notes.clone(),
            facts: finding.facts.clone(),
            accepted: finding.accepted.clone(),
            fix: finding.fix.as_ref().map(Fix::words),
            // The data file of a published report is nowhere to be seen.
            place: place(source, finding.span).filter(|_| finding.place.is_none()),
            found_at: finding.place.as_ref().map(|place| place.words.clone()),
            cells: report.map(|report| cells(source, report, finding)).unwrap_or_default(),
            section: finding.section.clone(),
            words: printed.and_then(|printed| printed.words(finding.span)),
            excerpt: match finding.place {
                Some(_) => Excerpt::default(),
                None => excerpt(source, finding),
            },
            acceptable: None,
        }
    }

    /// Says whether a written reason may take it off.
    pub fn tell_acceptable(&mut self) {
        let rule = rules().find(|rule| rule.code.0 == self.code);
        self.acceptable = Some(rule.is_some_and(|rule| rule.acceptance == Acceptance::Reason));
    }
}

fn place(source: &Source, span: Span) -> Option<Place> {
    if span == Span::default() || source.text().is_empty() {
        return None;
    }
    let (from, to) = (source.position(span.start), source.position(span.end));
    Some(Place { line: from.line, column: from.column, end_line: to.line, end_column: to.column })
}

/// The cells that take part; those of the row if the finding is on a row as a whole.
fn cells(source: &Source, report: &Report, finding: &Diagnostic) -> Vec<Cell> {
    let is_among = |cells: &[CellRef], one: &CellRef| cells.iter().any(|other| other.path == one.path);
    // Where the words name a cell, they are about that one, wherever the sum stands that does not hold.
    let is_main = |one: &CellRef| match finding.suspects.as_slice() {
        [] => one.span.holds(finding.span) || finding.span.holds(one.span),
        suspects => is_among(suspects, one),
    };
    let paths = |path: &str| match report.form.target(path) {
        Ok(target) => target.cells.iter().map(|&cell| report.form.path(cell)).collect(),
        Err(_) => Vec::new(),
    };
    let cell = |path: String, span: Span, value: String, main: bool| {
        let at = source.position(span.start);
        Cell { shown: paths(&path), path, value, line: at.line, column: at.column, main }
    };
    if !finding.cells.is_empty() {
        let elsewhere = finding.suspects.iter().filter(|one| !is_among(&finding.cells, one));
        let cells = finding.cells.iter().chain(elsewhere);
        return cells.map(|one| cell(one.path.clone(), one.span, one.value.clone(), is_main(one))).collect();
    }
    let Some((section, index, row)) = report.row_at(finding.span) else { return Vec::new() };
    let ids = report.form.cells().filter(|id| id.section == section && id.row == index);
    ids.map(|id| cell(report.form.path(id), row.span, String::new(), false)).collect()
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
    fn the_cell_that_the_words_suspect_is_the_main_one() {
        let row = "[      5,        1,        0,            0,            1,    0";
        let finding = only("T101", &[(&format!("{row} ]"), &format!("{}, 7 ]", row.replacen('5', "6", 1)))]);
        assert!(finding.message.starts_with("多半是“三、（二）部分公开"), "{}", finding.message);
        let main: Vec<&str> = finding.cells.iter().filter(|c| c.main).map(|c| c.path.as_str()).collect();
        assert_eq!(main, ["requests.partly_granted.natural_person"]);
        assert_eq!(finding.cells[0].path, "requests.partly_granted.total");
        // It may stand apart from the sum that the finding is on.
        let (source, checked) = checked(&[]);
        let report = checked.report.unwrap();
        let cell = |path: &str| CellRef {
            path: path.to_owned(),
            span: Span::default(),
            value: String::new(),
            place: None,
        };
        let finding = Diagnostic {
            cells: vec![cell("requests.received.other")],
            suspects: vec![cell("requests.granted.other")],
            ..Diagnostic::error(crate::diagnostic::Code("T103"), Span::default(), "")
        };
        let shown: Vec<(String, bool)> =
            cells(&source, &report, &finding).into_iter().map(|cell| (cell.path, cell.main)).collect();
        let expected = [("requests.received.other", false), ("requests.granted.other", true)];
        assert_eq!(shown, expected.map(|(path, main)| (path.to_owned(), main)));
    }

    #[test]
    fn a_group_is_shown_by_the_cells_of_its_rows() {
        let (source, checked) = checked(&[]);
        let report = checked.report.unwrap();
        let mut finding = Diagnostic::error(crate::diagnostic::Code("N301"), Span::default(), "");
        finding.cells.push(CellRef {
            path: "requests.denied.total".to_owned(),
            span: Span::default(),
            value: "1".to_owned(),
            place: None,
        });
        let cells = cells(&source, &report, &finding);
        let shown = &cells[0].shown;
        assert!(
            shown.len() == 8 && shown.contains(&"requests.denied.deliberative.total".to_owned()),
            "{shown:?}"
        );
    }

    #[test]
    fn a_finding_of_a_published_report_names_the_place_in_the_report() {
        let forms = Forms::built_in();
        let (_, checked) = checked(&[("2,   75 ]", "2,   76 ]")]);
        let document =
            crate::document::build(checked.report.as_ref().unwrap(), crate::document::Options::default());
        let page = crate::render::html::render(&document, &crate::render::Options::default()).unwrap();
        let page = crate::published::read(page.as_bytes()).unwrap();
        let reading = crate::published::recognise(&page, &forms, None).unwrap();
        let made = Source::new("年报.html", reading.data_file("年报.html").unwrap());
        let checked = crate::rules::check_published(
            &reading,
            crate::report::read(&made, &forms),
            &made,
            &forms,
            crate::report::LastYear::None,
        );
        let found = checked.findings.iter().find(|finding| finding.code.0 == "T101").unwrap();
        let finding = Finding::new(&made, checked.report.as_ref(), None, found);
        assert_eq!(finding.found_at.as_deref(), Some("表格3 第4行第8列"));
        assert!(finding.place.is_none() && finding.excerpt == Excerpt::default());
        let main: Vec<&str> = finding.cells.iter().filter(|c| c.main).map(|c| c.path.as_str()).collect();
        assert_eq!(main, ["requests.received.total"]);
    }

    #[test]
    fn a_finding_on_a_row_has_the_cells_of_the_row_and_a_missing_row_has_its_table() {
        let finding = only("D004", &[("2,   75 ]", "2,   75, 1, 1 ]")]);
        assert_eq!(finding.cells.len(), 7);
        assert!(finding.cells.iter().all(|cell| cell.path.starts_with("requests.received.")));
        let finding = only("D003", &[("denied.deliberative ", "#")]);
        assert_eq!((finding.cells.len(), finding.section.as_deref()), (0, Some("requests")));
    }
}
