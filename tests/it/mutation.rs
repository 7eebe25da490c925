//! One figure off by one, anywhere in sections three and four, is found, and said of the right
//! equation.

use std::collections::BTreeSet;

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::source::Source;

use crate::common::lists::{APPLICANTS, FORM_2019, FORM_2021, National, RESULTS, TOTAL};
use crate::common::sheet::Sheet;

/// Figures as a county department reports them; rows that are not named hold zeros.
const REQUESTS: &[(&str, [u64; 6])] = &[
    ("received", [58, 7, 1, 1, 6, 2]),
    ("carried_in", [3, 1, 0, 0, 0, 0]),
    ("granted", [21, 4, 1, 0, 2, 1]),
    ("partly_granted", [5, 1, 0, 0, 1, 0]),
    ("denied.prohibited_by_law", [1, 0, 0, 0, 0, 0]),
    ("denied.third_party_rights", [3, 1, 0, 0, 0, 0]),
    ("denied.internal_affairs", [1, 0, 0, 0, 0, 0]),
    ("denied.deliberative", [2, 0, 0, 1, 0, 0]),
    ("denied.enforcement_files", [3, 0, 0, 0, 1, 0]),
    ("denied.inquiry_matters", [2, 1, 0, 0, 0, 0]),
    ("unavailable.not_held", [9, 1, 0, 0, 1, 0]),
    ("unavailable.needs_creation", [2, 0, 0, 0, 0, 1]),
    ("unavailable.unclear", [1, 0, 0, 0, 0, 0]),
    ("not_processed.petition", [3, 0, 0, 0, 0, 0]),
    ("not_processed.duplicate", [2, 0, 0, 0, 0, 0]),
    ("not_processed.publication", [1, 0, 0, 0, 0, 0]),
    ("not_processed.reconfirmation", [1, 0, 0, 0, 0, 0]),
    ("carried_forward", [2, 0, 0, 0, 1, 0]),
];

/// A file whose totals are all stated and all right.
fn valid(form: &'static National) -> Sheet {
    let mut sheet = without_totals(form);
    sheet.state_total_row();
    sheet.state_row_totals(|| true);
    sheet
}

/// A file that leaves its totals to the program. 其他处理 has other rows in the two forms.
fn without_totals(form: &'static National) -> Sheet {
    let mut sheet = Sheet::new(form, |_| "0".to_owned());
    for (key, cells) in REQUESTS {
        sheet.set("requests", key, cells);
    }
    if form.id == "2019" {
        sheet.set("requests", "other_handling", &[2, 0, 0, 0, 0, 0]);
    } else {
        sheet.set("requests", "other_handling.not_corrected", &[1, 0, 0, 0, 0, 0]);
        sheet.set("requests", "other_handling.rest", &[1, 0, 0, 0, 0, 0]);
    }
    sheet.set("proceedings", "reconsideration", &[3, 1, 0, 1]);
    sheet.set("proceedings", "litigation.direct", &[1, 0, 1, 0]);
    sheet.set("proceedings", "litigation.after_reconsideration", &[1, 0, 0, 1]);
    sheet
}

fn errors(sheet: &Sheet, forms: &Forms) -> Vec<Diagnostic> {
    let findings = check(&Source::new("年报.toml", sheet.text()), forms).findings;
    findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// Columns of a section in the order of the cells, the total last.
fn columns(section: &str) -> Vec<&'static str> {
    let stated = if section == "requests" { APPLICANTS } else { RESULTS };
    stated.iter().copied().chain([TOTAL]).collect()
}

/// The equations that a cell takes part in: the code of the rule, and every cell of the equation.
fn equations(form: &National, section: &str, row: &str, column: &str) -> Vec<(String, BTreeSet<String>)> {
    let path = |row: &str, column: &str| format!("{section}.{row}.{column}");
    let across = columns(section).into_iter().map(|column| path(row, column)).collect();
    if section == "proceedings" {
        return vec![("T104".to_owned(), across)];
    }
    let mut equations = vec![("T101".to_owned(), across)];
    let handled = form.handled.iter().copied();
    if row == TOTAL || form.handled.contains(&row) {
        let down = handled.chain([TOTAL]).map(|row| path(row, column));
        equations.push(("T102".to_owned(), down.collect()));
    } else {
        let balance = ["received", "carried_in", TOTAL, "carried_forward"];
        equations.push(("T103".to_owned(), balance.into_iter().map(|row| path(row, column)).collect()));
    }
    equations
}

/// What is wrong with the findings on one changed cell; empty if nothing is.
fn complaints(findings: &[Diagnostic], form: &National, place: (&str, &str, &str)) -> Vec<String> {
    let (section, row, column) = place;
    let changed = format!("{section}.{row}.{column}");
    let mut complaints = Vec::new();
    if !(1..=3).contains(&findings.len()) {
        complaints.push(format!("{} errors", findings.len()));
    }
    let cells = |finding: &Diagnostic| -> BTreeSet<String> {
        finding.cells.iter().map(|cell| cell.path.clone()).collect()
    };
    if !findings.iter().any(|finding| cells(finding).contains(&changed)) {
        complaints.push("no finding names the cell".to_owned());
    }
    let equations = equations(form, section, row, column);
    for finding in findings {
        let broken =
            equations.iter().any(|(code, terms)| finding.code.0 == code && cells(finding).is_subset(terms));
        if !broken {
            complaints.push(format!("{} has cells of no broken equation", finding.code.0));
        }
    }
    // Each equation of the cell must be reported; but the column 总计 is the matter of its rows.
    let due = if column == TOTAL { 1 } else { equations.len() };
    for (code, _) in equations.iter().take(due) {
        if !findings.iter().any(|finding| finding.code.0 == code) {
            complaints.push(format!("{code} is not reported"));
        }
    }
    complaints.iter().map(|complaint| format!("{changed}: {complaint}")).collect()
}

/// Changes every stated cell by one, up and down, and returns how often, and every complaint.
fn mutate(form: &'static National) -> (usize, Vec<String>) {
    let (sheet, forms) = (valid(form), Forms::built_in());
    let (mut changes, mut all) = (0, Vec::new());
    for (index, (section, row, cells)) in sheet.rows.iter().enumerate() {
        if *section == "disclosure" {
            continue;
        }
        for (cell, column) in cells.iter().zip(columns(section)).map(|(c, column)| (c.clone(), column)) {
            let value: i64 = cell.parse().unwrap();
            for changed in [value + 1, value - 1].into_iter().filter(|&changed| changed >= 0) {
                let mut mutant = sheet.clone();
                let at = columns(section).iter().position(|c| *c == column).unwrap();
                mutant.rows[index].2[at] = changed.to_string();
                all.extend(complaints(&errors(&mutant, &forms), form, (section, row, column)));
                changes += 1;
            }
        }
    }
    (changes, all)
}

#[test]
fn the_unchanged_file_has_no_finding() {
    for form in [&FORM_2019, &FORM_2021] {
        let source = Source::new("年报.toml", valid(form).text());
        let findings = check(&source, &Forms::built_in()).findings;
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

#[test]
fn every_changed_figure_of_form_2019_is_found() {
    let (changes, complaints) = mutate(&FORM_2019);
    // 23 × 7 and 3 × 5 cells up, and those above zero down.
    assert_eq!((changes, complaints), (176 + above_zero(&FORM_2019), Vec::new()));
}

#[test]
fn every_changed_figure_of_form_2021_is_found() {
    let (changes, complaints) = mutate(&FORM_2021);
    assert_eq!((changes, complaints), (190 + above_zero(&FORM_2021), Vec::new()));
}

#[test]
fn without_stated_totals_every_changed_figure_of_section_three_unbalances_its_column() {
    for form in [&FORM_2019, &FORM_2021] {
        let (sheet, forms) = (without_totals(form), Forms::built_in());
        assert!(errors(&sheet, &forms).is_empty());
        for (index, (section, row, cells)) in sheet.rows.iter().enumerate() {
            for at in (0..cells.len()).filter(|_| *section == "requests") {
                let mut mutant = sheet.clone();
                mutant.rows[index].2[at] = (sheet.number(section, row, at) + 1).to_string();
                let findings = errors(&mutant, &forms);
                let codes: Vec<&str> = findings.iter().map(|finding| finding.code.0).collect();
                let changed = format!("{section}.{row}.{}", APPLICANTS[at]);
                assert_eq!(codes, ["T103"], "{changed}");
                assert!(findings[0].cells.iter().any(|cell| cell.path == changed), "{changed}");
                let in_column = |path: &str| path.ends_with(&format!(".{}", APPLICANTS[at]));
                assert!(findings[0].cells.iter().all(|cell| in_column(&cell.path)), "{changed}");
            }
        }
    }
}

fn above_zero(form: &'static National) -> usize {
    let sheet = valid(form);
    let rows = sheet.rows.iter().filter(|(section, ..)| *section != "disclosure");
    rows.flat_map(|(_, _, cells)| cells).filter(|cell| *cell != "0").count()
}
