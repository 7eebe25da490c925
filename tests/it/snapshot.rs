//! What a clerk reads: every message word for word, and one whole report in each output.
//!
//! A case is a file of `tests/fixtures/diagnostics`; its README says what can stand in one.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::common::program::nianbao;
use crate::common::{docx, is_chinese, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";
const EXAMPLE_2019: &str = "examples/baoshan-2019.toml";
const LAST_YEAR: &str = "examples/qinghe-2023.toml";

/// The keys that a case may have: a mistyped one would make it test nothing.
const KEYS: &[&str] =
    &["codes", "accepted", "sample", "edits", "append", "last_year", "last_edits", "encoding"];

/// A text of a case; empty if it has none.
fn word<'c>(case: &'c Table, key: &str) -> &'c str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list of a case.
fn words<'c>(case: &'c Table, key: &str) -> Vec<&'c str> {
    case.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The example as the report of a government.
fn government() -> String {
    let edits = text_of("tests/fixtures/government.tsv");
    let edits = edits.lines().filter_map(|line| line.split_once('\t'));
    edits.fold(text_of(EXAMPLE), |text, (from, to)| text.replace(from, to))
}

/// A data file with the edits of that key, each at its first place.
fn edited(case: &Table, key: &str, sample: String) -> String {
    let mut text = sample;
    for edit in case.get(key).and_then(Value::as_array).into_iter().flatten() {
        let part = |key: &str| edit.get(key).and_then(Value::as_str).unwrap();
        assert!(text.contains(part("from")), "the data file has no {}", part("from"));
        text = text.replacen(part("from"), part("to"), 1);
    }
    text
}

/// The bytes of the data file of a case.
fn bytes(case: &Table) -> Vec<u8> {
    let sample = match word(case, "sample") {
        "" => text_of(EXAMPLE),
        "government" => government(),
        "2019" => text_of(EXAMPLE_2019),
        other => panic!("no sample {other}"),
    };
    let text = edited(case, "edits", sample) + word(case, "append");
    match word(case, "encoding") {
        "" => text.into_bytes(),
        "utf-16" => std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        // The bytes of 年 for every character that is not ASCII: only the encoding matters.
        "gbk" => text
            .chars()
            .flat_map(|c| if c.is_ascii() { vec![u8::try_from(c).unwrap()] } else { vec![0xC4, 0xEA] })
            .collect(),
        other => panic!("no encoding {other}"),
    }
}

/// What the program says of a case, in one of its formats.
fn report(case: &Table, format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = bytes(case);
    let names_last_year = String::from_utf8_lossy(&file).contains("[previous]");
    fs::write(folder.path().join("年报.toml"), file).unwrap();
    let mut arguments = vec!["check", "年报.toml", "--format", format];
    if word(case, "last_year") == "given" || case.contains_key("last_edits") {
        fs::write(folder.path().join("上年.toml"), edited(case, "last_edits", text_of(LAST_YEAR))).unwrap();
        if !names_last_year {
            arguments.extend(["--prev", "上年.toml"]);
        }
    }
    let outcome = nianbao(folder.path(), arguments);
    assert_eq!(outcome.stderr, "");
    outcome.stdout
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
        let case: Table = fs::read_to_string(path).unwrap().parse().unwrap();
        let mut complain = |complaint: String| mistaken.push(format!("{}: {complaint}", path.display()));
        for key in case.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            complain(format!("no such key: {key}"));
        }
        let json = report(&case, "json");
        let report = report(&case, "human");
        for (what, found) in [("codes", codes(&report)), ("accepted", accepted(&report))] {
            let (mut found, expected) = (found, words(&case, what));
            found.sort_unstable();
            if found != expected {
                complain(format!("{what} {found:?}, not {expected:?}"));
            }
        }
        assert!(report.lines().filter(|line| line.contains("改法")).all(is_chinese), "{report}");
        assert_eq!(places(&report), places_in_json(&json), "{report}");
        insta::assert_snapshot!("finding", report);
    });
    assert!(mistaken.is_empty(), "{mistaken:#?}");
}

/// Every rule that there is has a case of its own, or a new one would have none.
#[test]
fn every_rule_has_a_case() {
    let names: Vec<String> =
        crate::common::toml_files("tests/fixtures/diagnostics").into_iter().map(|(name, _)| name).collect();
    for rule in nianbao::rules::rules() {
        let prefix = format!("{}-", rule.code.0.to_ascii_lowercase());
        assert!(names.iter().any(|name| name.starts_with(&prefix)), "{} has no case", rule.code.0);
    }
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
