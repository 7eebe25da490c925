//! `--format json` has the shape that the contract shows, and its places are right.

use std::fs;

use serde_json::Value;

use crate::common::program::nianbao;
use crate::common::{self, text_of};

const FILE: &[&str] = &["path", "format", "year", "agency", "errors", "warnings", "findings", "bindings"];
const FINDING: &[&str] = &[
    "code",
    "severity",
    "message",
    "accepted",
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "cells",
    "expected",
    "actual",
    "help",
];
const CELL: &[&str] = &["path", "line", "column", "value"];

/// The output for files of one folder.
fn json(files: &[(&str, &str)], more: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let outcome = nianbao(folder.path(), [&["check", "--format", "json"], names.as_slice(), more].concat());
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    has_keys(&output, &["version", "files"]);
    assert_eq!(output["version"], 1);
    output
}

fn has_keys(object: &Value, expected: &[&str]) {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    keys.sort_unstable();
    expected.sort_unstable();
    assert_eq!(keys, expected);
}

fn edited(edits: &[(&str, &str)]) -> String {
    common::edited(&text_of("examples/qinghe-2024.toml"), edits.iter().copied())
}

/// What stands in a text from one place to another; both count from 1, columns in characters.
fn stretch(text: &str, line: &Value, column: &Value, end_column: Option<&Value>) -> String {
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap() - 1;
    let line: Vec<char> = text.lines().nth(number(line)).unwrap().chars().collect();
    let end = end_column.map_or(line.len(), number);
    line[number(column)..end].iter().collect()
}

#[test]
fn every_key_is_there_and_has_its_type() {
    let text = edited(&[
        ("2,   75 ]", "2,   76 ]"),
        ("1,    0,    3 ]", "0,    0,    2 ]"),
        ("= 328.6150", "= \"\""),
        ("date     = 2025-01-16", ""),
        ("{{ disclosure.penalties }}", "{{ disclosure.penaltys }}"),
    ]);
    let output = json(&[("年报.toml", &text)], &[]);
    let file = &output["files"][0];
    has_keys(file, FILE);
    assert_eq!(
        (&file["path"], &file["format"], &file["year"]),
        (&"年报.toml".into(), &"2021".into(), &2024.into())
    );
    assert_eq!(file["agency"], "青禾县住房和城乡建设局");
    for binding in file["bindings"].as_array().unwrap() {
        let keys = ["text", "words", "line", "column", "says", "readings", "certain", "agrees"];
        has_keys(binding, &keys);
        for reading in binding["readings"].as_array().unwrap() {
            has_keys(reading, &["path", "label", "value"]);
        }
    }
    assert!(file["bindings"].as_array().unwrap().len() > 20);
    assert_eq!((&file["errors"], &file["warnings"]), (&4.into(), &1.into()));
    let findings = file["findings"].as_array().unwrap();
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["D006", "D011", "S405", "T101", "T103"]);
    for finding in findings {
        has_keys(finding, FINDING);
        for key in ["code", "severity", "message", "file", "help"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {finding}");
        }
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(finding[key].as_u64().is_some_and(|number| number > 0), "{key}: {finding}");
        }
        assert_eq!((&finding["accepted"], &finding["file"]), (&Value::Null, &"年报.toml".into()));
        let severity = if finding["code"] == "S405" { "warning" } else { "error" };
        assert_eq!(finding["severity"], severity);
        for cell in finding["cells"].as_array().unwrap() {
            has_keys(cell, CELL);
            // Each cell is where the output says that it is.
            let written = stretch(&text, &cell["line"], &cell["column"], None);
            let value = cell["value"].as_str().unwrap();
            assert!(written.trim_start_matches('"').starts_with(value), "{cell}: {written}");
        }
    }
}

#[test]
fn places_and_values_of_a_wrong_total() {
    let text = edited(&[("2,   75 ]", "2,   76 ]")]);
    let finding = &json(&[("年报.toml", &text)], &[])["files"][0]["findings"][0];
    assert_eq!(finding["code"], "T101");
    assert_eq!(stretch(&text, &finding["line"], &finding["column"], Some(&finding["end_column"])), "76");
    assert_eq!(finding["line"], finding["end_line"]);
    assert_eq!((&finding["expected"], &finding["actual"]), (&"75".into(), &"76".into()));
    let cells: Vec<(&str, &str)> = finding["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| (cell["path"].as_str().unwrap(), cell["value"].as_str().unwrap()))
        .collect();
    let columns =
        ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total"];
    for (column, value) in columns.iter().zip(["58", "7", "1", "1", "6", "2", "76"]) {
        assert!(cells.contains(&(&format!("requests.received.{column}"), value)), "{column}: {cells:?}");
    }
    assert_eq!(cells.len(), 7);
}

#[test]
fn columns_count_characters_and_not_bytes() {
    let text = edited(&[(
        "制发行政规范性文件{{ disclosure.normative_documents.issued }}",
        "制发{{ disclosure.x }}",
    )]);
    let finding = &json(&[("年报.toml", &text)], &[])["files"][0]["findings"][0];
    let written = stretch(&text, &finding["line"], &finding["column"], Some(&finding["end_column"]));
    assert_eq!(written, "{{ disclosure.x }}");
}

#[test]
fn a_file_that_does_not_read_has_no_form_year_and_agency() {
    let output = json(&[("年报.toml", &edited(&[("[     58,", "[     58，")]))], &[]);
    let file = &output["files"][0];
    has_keys(file, FILE);
    assert_eq!(file["findings"][0]["code"], "D001");
    for key in ["format", "year", "agency"] {
        assert_eq!(file[key], Value::Null, "{key}");
    }
    assert_eq!((&file["errors"], &file["findings"].as_array().unwrap().len()), (&1.into(), &1));
}

#[test]
fn a_file_that_cannot_be_read_has_a_problem_and_the_others_have_none() {
    let output = json(&[("年报.toml", &edited(&[]))], &["没有.toml"]);
    let (good, missing) = (&output["files"][0], &output["files"][1]);
    has_keys(good, FILE);
    assert_eq!(good["findings"], Value::Array(Vec::new()));
    has_keys(missing, &[FILE, &["problem"]].concat());
    assert_eq!(missing["path"], "没有.toml");
    assert!(missing["problem"].as_str().unwrap().contains("不存在"));
    assert_eq!((&missing["errors"], &missing["findings"]), (&0.into(), &Value::Array(Vec::new())));
}

#[test]
fn both_years_are_compared_in_the_values_and_only_this_years_cells_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{}\n[previous]\nfile = \"上年.toml\"\n", edited(&[("= 1037 ", "= 10370 ")]));
    let row = "carried_forward              = [      3,        1,        0,            0,            0,    0,    4 ]";
    let last = text_of("examples/qinghe-2023.toml");
    assert!(last.contains(row));
    let last = last.replacen(row, &row.replace("3,  ", "4,  ").replace("4 ]", "5 ]"), 1);
    fs::write(folder.path().join("年报.toml"), &text).unwrap();
    fs::write(folder.path().join("上年.toml"), last).unwrap();
    let outcome = nianbao(folder.path(), ["check", "--format", "json", "年报.toml"]);
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let findings = output["files"][0]["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["Y205", "Y201"]);
    for (finding, path, actual) in [
        (&findings[0], "disclosure.penalties", "10370"),
        (&findings[1], "requests.carried_in.natural_person", "3"),
    ] {
        has_keys(finding, FINDING);
        let cells = finding["cells"].as_array().unwrap();
        assert_eq!((cells.len(), &cells[0]["path"], &cells[0]["value"]), (1, &path.into(), &actual.into()));
        assert_eq!(finding["actual"], actual);
        let place = stretch(&text, &finding["line"], &finding["column"], Some(&finding["end_column"]));
        assert_eq!(place, actual);
    }
    assert_eq!(findings[1]["expected"], "4");
}

#[test]
fn several_files_are_entries_in_the_order_of_the_command_line() {
    let wrong = edited(&[("2,   75 ]", "2,   76 ]")]);
    let undated = edited(&[("date     = 2025-01-16", "")]);
    let noted = edited(&[("推进政府信息公开，各项任务", "推进政府信息公开,各项任务")]);
    let output = json(&[("丙.toml", &wrong), ("甲.toml", &undated), ("乙.toml", &noted)], &[]);
    let files = output["files"].as_array().unwrap();
    let counts: Vec<(&str, u64, u64, usize)> = files
        .iter()
        .map(|file| {
            has_keys(file, FILE);
            let count = |key: &str| file[key].as_u64().unwrap();
            let findings = file["findings"].as_array().unwrap();
            (file["path"].as_str().unwrap(), count("errors"), count("warnings"), findings.len())
        })
        .collect();
    // A note is a finding that counts as neither.
    assert_eq!(counts, [("丙.toml", 1, 0, 1), ("甲.toml", 0, 1, 1), ("乙.toml", 0, 0, 1)]);
    assert_eq!(files[2]["findings"][0]["severity"], "note");
    for file in files {
        assert_eq!(file["findings"][0]["file"], file["path"]);
    }
}

#[test]
fn sarif_has_a_run_with_all_rules_and_every_finding_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = edited(&[("2,   75 ]", "2,   76 ]"), ("date     = 2025-01-16", "")]);
    fs::write(folder.path().join("年 报.toml"), &wrong).unwrap();
    let sarif = nianbao(folder.path(), ["check", "--format", "sarif", "年 报.toml"]).stdout;
    let json = nianbao(folder.path(), ["check", "--format", "json", "年 报.toml"]).stdout;
    let (sarif, json): (Value, Value) =
        (serde_json::from_str(&sarif).unwrap(), serde_json::from_str(&json).unwrap());
    assert_eq!((&sarif["version"], sarif["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), nianbao::rules::rules().count());
    let (results, findings) =
        (run["results"].as_array().unwrap(), json["files"][0]["findings"].as_array().unwrap());
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        assert_eq!((&result["ruleId"], &result["level"]), (&finding["code"], &finding["severity"]));
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let said = result["message"]["text"].as_str().unwrap();
        assert!(said.starts_with(finding["message"].as_str().unwrap()), "{said}");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%E5%B9%B4%20%E6%8A%A5.toml");
        for (own, other) in [
            ("startLine", "line"),
            ("startColumn", "column"),
            ("endLine", "end_line"),
            ("endColumn", "end_column"),
        ] {
            assert_eq!(place["region"][own], finding[other], "{own}");
        }
        assert_eq!(
            result["relatedLocations"].as_array().unwrap().len(),
            finding["cells"].as_array().unwrap().len()
        );
    }
}

#[test]
fn each_number_shows_what_it_was_taken_for() {
    let text = edited(&[("除上述情况外，没有其他需要报告的事项。", "全年受理政府信息公开申请79件。")]);
    let output = json(&[("年报.toml", &text)], &[]);
    let file = &output["files"][0];
    assert_eq!(file["findings"], serde_json::json!([]));
    let bindings = file["bindings"].as_array().unwrap();
    for binding in bindings {
        has_keys(binding, &["text", "words", "line", "column", "says", "readings", "certain", "agrees"]);
        assert_eq!(binding["agrees"], true, "{binding}");
    }
    let received = bindings.iter().find(|binding| binding["text"] == "79件").unwrap();
    assert!(stretch(&text, &received["line"], &received["column"], None).starts_with("79件"));
    let readings = received["readings"].as_array().unwrap();
    let paths: Vec<&str> = readings.iter().map(|reading| reading["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["requests.received.total", "requests.received.total + requests.carried_in.total"]);
    let label = readings[0]["label"].as_str().unwrap();
    assert!(label.contains("一、本年新收政府信息公开申请数量"), "{label}");
    assert_eq!(readings[1]["value"], "79");
}
