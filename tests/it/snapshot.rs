//! What a clerk reads: every message word for word, and one whole report in each output.
//!
//! The cases are the failing examples of the rules and the files of `tests/fixtures/diagnostics`.

use std::fs;
use std::path::Path;

use nianbao::rules::rules;

use crate::common::cases::Case;
use crate::common::program::nianbao;
use crate::common::{docx, is_chinese, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";

/// The groups of rules, by the letter of their codes.
const GROUPS: [(char, &str); 7] = [
    ('D', "data"),
    ('T', "totals"),
    ('Y', "years"),
    ('N', "narrative"),
    ('S', "form"),
    ('P', "published"),
    ('A', "acceptance"),
];

/// What the program says of a case, in one of its formats.
fn report(case: &Case, format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(case.name), &case.file).unwrap();
    let mut arguments = vec!["check", case.name, "--format", format];
    if let Some(last) = &case.last {
        fs::write(folder.path().join("上年.toml"), last).unwrap();
        if !String::from_utf8_lossy(&case.file).contains("[previous]") {
            arguments.extend(["--prev", "上年.toml"]);
        }
    }
    let outcome = nianbao(folder.path(), arguments);
    assert_eq!(outcome.stderr, "");
    outcome.stdout
}

/// What a clerk reads of a case; other programs are told the same places.
fn drawn(case: &Case) -> String {
    let report = report(case, "human");
    assert!(report.lines().filter(|line| line.contains("改法")).all(is_chinese), "{report}");
    // A published file has places of another kind.
    if case.name.ends_with(".toml") {
        assert_eq!(places(&report), places_in_json(&self::report(case, "json")), "{report}");
    }
    report
}

/// The codes in a list of findings, each in the line that opens a finding.
fn codes(report: &str) -> Vec<&str> {
    fn code(line: &str) -> Option<&str> {
        let openings = ["错误[", "提醒[", "提示["];
        openings.iter().find_map(|opening| line.strip_prefix(opening))?.split(']').next()
    }
    report.lines().filter_map(code).collect()
}

/// The codes of the findings that a written reason covers.
fn accepted(report: &str) -> Vec<&str> {
    let findings = report.split("\n\n").filter(|finding| finding.contains("已说明: "));
    findings.flat_map(codes).collect()
}

/// Line and column that stand over the lines of each finding; none where it has no place.
fn places(report: &str) -> Vec<Option<(u64, u64)>> {
    let heads = report.lines().filter_map(|line| line.split_once("╭▸ 年报.toml"));
    let place = |rest: &str| {
        let (line, column) = rest.strip_prefix(':')?.split_once(':')?;
        Some((line.parse().unwrap(), column.parse().unwrap()))
    };
    heads.map(|(_, rest)| place(rest)).collect()
}

/// The same from the output for programs, where a finding without a place stands at the beginning.
fn places_in_json(json: &str) -> Vec<Option<(u64, u64)>> {
    let output: serde_json::Value = serde_json::from_str(json).unwrap();
    let findings = output["files"][0]["findings"].as_array().unwrap().iter();
    let number = |finding: &serde_json::Value, key: &str| finding[key].as_u64().unwrap();
    let places = findings.map(|finding| (number(finding, "line"), number(finding, "column")));
    places.map(|place| (place != (1, 1)).then_some(place)).collect()
}

#[test]
fn every_finding_word_for_word() {
    let mut mistaken = Vec::new();
    insta::glob!("../fixtures/diagnostics", "*.toml", |path| {
        let case = Case::of_file(&fs::read_to_string(path).unwrap());
        let report = drawn(&case);
        let found = [("codes", codes(&report), &case.codes), ("accepted", accepted(&report), &case.accepted)];
        for (what, mut found, expected) in found {
            found.sort_unstable();
            if found != *expected {
                mistaken.push(format!("{}: {what} {found:?}, not {expected:?}", path.display()));
            }
        }
        insta::assert_snapshot!("finding", report);
    });
    assert!(mistaken.is_empty(), "{mistaken:#?}");
}

#[test]
fn the_failing_example_of_every_rule_word_for_word() {
    let mut count = 0;
    for (letter, group) in GROUPS {
        let rules: Vec<_> = rules().filter(|rule| rule.code.0.starts_with(letter)).collect();
        count += rules.len();
        let report = rules.iter().map(|rule| drawn(&Case::of_rule(rule))).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(format!("examples-of-{group}"), report);
    }
    assert_eq!(count, rules().count(), "a rule belongs to no group");
}

/// Renders the example, and returns the bytes of one output.
fn output(folder: &Path, arguments: &[&str], name: &str) -> Vec<u8> {
    fs::write(folder.join("年报.toml"), text_of(EXAMPLE)).unwrap();
    let outcome = nianbao(folder, [&["render", "年报.toml"], arguments].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn the_example_as_markdown() {
    let folder = tempfile::tempdir().unwrap();
    let text = output(folder.path(), &["--to", "md"], "年报.md");
    insta::assert_snapshot!("report-md", String::from_utf8(text).unwrap());
    let text = output(folder.path(), &["--to", "md", "--md-tables", "pipe"], "年报.md");
    insta::assert_snapshot!("report-md-pipe", String::from_utf8(text).unwrap());
}

#[test]
fn the_example_as_html() {
    let folder = tempfile::tempdir().unwrap();
    let page = String::from_utf8(output(folder.path(), &["--to", "html"], "年报.html")).unwrap();
    // The style is a file of the repository; how it looks is no matter of words.
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!("report-html", format!("{before}<style>…</style>{after}"));
}

#[test]
fn the_text_of_the_example_as_docx() {
    let folder = tempfile::tempdir().unwrap();
    let word = output(folder.path(), &["--to", "docx"], "年报.docx");
    let mut text = String::new();
    for block in docx::blocks(&word).unwrap() {
        match block {
            docx::Block::Paragraph { style, text: words } => text.push_str(&format!("[{style}] {words}\n")),
            docx::Block::Table(grid) => {
                for row in 0..grid.height() {
                    let cells = grid.cells.iter().filter(|placed| placed.row == row).map(|placed| {
                        let cell = &placed.cell;
                        let merged = cell.rows * cell.columns > 1;
                        let size = if merged {
                            format!(" ({}×{})", cell.rows, cell.columns)
                        } else {
                            String::new()
                        };
                        format!("{}{size}", cell.text)
                    });
                    text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
                }
            }
        }
    }
    insta::assert_snapshot!("report-docx", text);
}
