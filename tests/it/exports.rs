//! What other programs take: the figures and texts of a report as CSV and JSON.

use std::collections::BTreeMap;
use std::fs;

use jsonschema::Validator;
use nianbao::document::Document;
use nianbao::edition::Edition;
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::render::{csv, json, xlsx};
use proptest::prelude::*;
use serde_json::Value;

use crate::common::data::Figures;
use crate::common::labels::national;
use crate::common::lists::{NATIONAL, TITLES};
use crate::common::outputs::{document, every_figure_reads_back as figures_read_back, report};
use crate::common::program::nianbao;
use crate::common::sheet::Sheet;
use crate::common::{data, edited, edition, folder, toml_files};
use crate::roundtrip;

const QINGHE: &str = include_str!("../../examples/qinghe-2024.toml");

/// The fields of each line, without the head.
fn lines(document: &Document) -> Vec<Vec<String>> {
    let text = csv::render(document).unwrap();
    let text = text.strip_prefix('\u{FEFF}').expect("no byte-order mark: Excel would show garbled text");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), &["路径", "部分", "行", "列", "数值", "单位", "说明"][..]);
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_csv_has_a_line_for_each_cell_with_its_official_words() {
    for (name, text) in toml_files("examples") {
        let form = if text.contains("\nformat = \"2019\"") { "2019" } else { "2021" };
        let document = document(&text, &Forms::built_in());
        let lines = lines(&document);
        let values: Figures = lines.iter().map(|line| (line[0].clone(), line[4].clone())).collect();
        assert_eq!(values, data::figures(&text), "{name}");
        assert_eq!(lines.len(), values.len(), "{name}: a cell stands twice");
        let by_path: BTreeMap<&str, &Vec<String>> =
            lines.iter().map(|line| (line[0].as_str(), line)).collect();
        for label in national(form) {
            let line = by_path[label.path.as_str()];
            let title = TITLES.iter().find(|(key, _)| *key == label.section()).unwrap().1;
            assert_eq!(line[1..4], [title, &label.flat[1], &label.flat[2]], "{name}: {}", label.path);
        }
        let units: BTreeMap<&str, &str> = lines.iter().map(|line| (&*line[0], &*line[5])).collect();
        assert_eq!(units["requests.received.total"], "件");
        let amount = if form == "2019" { "disclosure.procurement.amount" } else { "disclosure.fees" };
        assert_eq!(units[amount], "万元");
    }
}

#[test]
fn in_the_csv_only_a_figure_may_begin_with_a_sign() {
    let path = "requests.received.enterprise";
    let sheet =
        Sheet::new(NATIONAL[0], |path| if path.ends_with(".change") { "-417" } else { "5" }.to_owned());
    let note = format!("[[note]]\ncell = \"{path}\"\ntext = '=1+1'\n\n[disclosure]\n");
    let document = document(&edited(&sheet.text(), [("[disclosure]\n", note.as_str())]), &Forms::built_in());
    let (mut below_zero, mut notes) = (0, Vec::new());
    for line in lines(&document) {
        for (at, field) in line.iter().enumerate() {
            let begins = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!begins || at == 4 && field == "-417", "{line:?}");
            below_zero += usize::from(begins);
        }
        notes.extend(line.into_iter().nth(6).filter(|note| !note.is_empty()));
    }
    assert!(below_zero == 5 && notes == ["'=1+1"], "{below_zero} {notes:?}");
}

fn validator() -> Validator {
    let printed = nianbao(tempfile::tempdir().unwrap().path(), ["schema", "json"]);
    assert_eq!(printed.status, 0, "{}", printed.stderr);
    let schema: Value = serde_json::from_str(&printed.stdout).unwrap();
    assert!(jsonschema::draft7::meta::is_valid(&schema), "the schema is no draft-07 schema");
    jsonschema::draft7::new(&schema).unwrap()
}

fn parsed(document: &Document) -> Value {
    serde_json::from_str(&json::render(document).unwrap()).unwrap()
}

fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_json_of_every_example_is_as_its_schema_says() {
    let (validator, forms) = (validator(), Forms::built_in());
    for folder in ["examples", "tests/fixtures/reports", "tests/fixtures/published"] {
        for (name, text) in toml_files(folder) {
            for draft in [false, true] {
                let options = nianbao::document::Options { draft };
                let value = parsed(&nianbao::document::build(&report(&text, &forms), options));
                assert_eq!(complaints(&validator, &value), [""; 0], "{name}");
                assert_eq!(value["draft"], draft);
            }
        }
    }
    let sound = parsed(&document(QINGHE, &forms));
    let wrong = [
        ("/cells/0/value", Value::from("8")),
        ("/cells/0/unknown", Value::from(1)),
        ("/cells/0/type", Value::from("money")),
        ("/sections/0/texts/0/type", Value::from("figure")),
        ("/date", Value::from("2025年")),
        ("/year", Value::Null),
    ];
    for (place, value) in wrong {
        let mut broken = sound.clone();
        let (within, key) = place.rsplit_once('/').unwrap();
        broken.pointer_mut(within).unwrap()[key] = value;
        assert!(!complaints(&validator, &broken).is_empty(), "{place}");
    }
}

#[test]
fn in_the_json_counts_are_numbers_and_amounts_are_as_they_print() {
    for (name, text) in toml_files("examples") {
        let value = parsed(&document(&text, &Forms::built_in()));
        let cells = value["cells"].as_array().unwrap();
        let mut read = Figures::new();
        for cell in cells {
            let figure = match (cell["type"].as_str().unwrap(), &cell["value"]) {
                ("count" | "change", Value::Number(number)) => number.to_string(),
                ("amount", Value::String(text)) => text.clone(),
                other => panic!("{name}: {other:?}"),
            };
            read.insert(cell["path"].as_str().unwrap().to_owned(), figure);
        }
        assert_eq!((read.len(), &read), (cells.len(), &data::figures(&text)), "{name}");
    }
    let value = parsed(&document(QINGHE, &Forms::built_in()));
    let cells = value["cells"].as_array().unwrap();
    let fees = cells.iter().find(|cell| cell["path"] == "disclosure.fees").unwrap();
    assert_eq!((&fees["value"], &fees["unit"]), (&Value::from("328.6150"), &Value::from("万元")));
    assert_eq!(
        (&value["agency"], &value["year"]),
        (&Value::from("青禾县住房和城乡建设局"), &Value::from(2024))
    );
}

#[test]
fn a_blank_cell_has_no_value_in_any_of_them() {
    let text = edited(QINGHE, [("= 328.6150 ", "= \"\" ")]);
    let document = document(&text, &Forms::built_in());
    let line = lines(&document).into_iter().find(|line| line[0] == "disclosure.fees").unwrap();
    assert_eq!(line[4], "");
    let value = parsed(&document);
    let cells = value["cells"].as_array().unwrap();
    assert_eq!(cells.iter().find(|cell| cell["path"] == "disclosure.fees").unwrap()["value"], Value::Null);
}

#[test]
fn the_json_says_all_that_the_report_says() {
    for (name, text) in toml_files("examples") {
        let document = document(&text, &Forms::built_in());
        let value = parsed(&document);
        let edition = Edition::of(&document);
        let row = |cells: &Value| {
            let cells = cells.as_array().unwrap().iter();
            cells.map(|cell| cell.as_str().unwrap()).collect::<Vec<_>>().join("｜")
        };
        let said = |text: &Value| match text["type"].as_str().unwrap() {
            "item" => vec![format!("{}{}", text["marker"].as_str().unwrap(), text["text"].as_str().unwrap())],
            "figures" => Vec::new(),
            "table" => {
                std::iter::once(&text["head"]).chain(text["rows"].as_array().unwrap()).map(row).collect()
            }
            _ => vec![text["text"].as_str().unwrap().to_owned()],
        };
        for section in value["sections"].as_array().unwrap() {
            let passage = edition.passage(section["key"].as_str().unwrap()).unwrap();
            let words: Vec<String> = section["texts"].as_array().unwrap().iter().flat_map(said).collect();
            assert_eq!(words, passage.paragraphs, "{name}");
        }
    }
}

#[test]
fn lists_are_made_only_where_they_are_named_and_one_that_differs_is_kept() {
    let folder = folder(&[("年报.toml", QINGHE)]);
    let there = |name: &str| folder.path().join(name).exists();
    let run = |arguments: &[&str]| nianbao(folder.path(), arguments);
    assert_eq!(run(&["render", "年报.toml"]).status, 0);
    assert!(there("年报.html") && !there("年报.csv") && !there("年报.json"));
    let render = ["render", "年报.toml", "--to", "csv,json"];
    let made = run(&render);
    assert!(made.stderr.contains("已生成：年报.json、年报.csv"), "{}", made.stderr);
    let again = run(&render);
    assert!(again.stderr.contains("没有变化：年报.json、年报.csv"), "{}", again.stderr);
    for name in ["年报.csv", "年报.json"] {
        let path = folder.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("1037", "1038", 1)).unwrap();
    }
    let kept = run(&render);
    assert!(there("年报-手改.csv") && there("年报-手改.json"), "{}", kept.stderr);
    assert!(kept.stderr.contains("与这次要写的不同"), "{}", kept.stderr);
}

#[test]
fn results_go_over_lists_of_others_and_never_over_a_report() {
    let folder = folder(&[("年报.toml", QINGHE), ("结果.json", "{}"), ("结果.csv", "a,b\n")]);
    assert_eq!(nianbao(folder.path(), ["render", "年报.toml", "--to", "csv,json"]).status, 0);
    for ending in ["json", "csv"] {
        let [own, other] = ["年报", "结果"].map(|stem| format!("{stem}.{ending}"));
        let refused = nianbao(folder.path(), ["check", "年报.toml", "-o", &own]);
        assert!(refused.status == 2 && refused.stderr.contains("没有改动"), "{}", refused.stderr);
        let written = nianbao(folder.path(), ["check", "年报.toml", "-o", &other]);
        assert_eq!(written.status, 0, "{}", written.stderr);
    }
    let refused = nianbao(folder.path(), ["diff", "年报.toml", "年报.toml", "-o", "年报.json"]);
    assert_eq!(refused.status, 2);
}

#[test]
fn every_figure_reads_back() {
    figures_read_back(|document| csv::render(document).unwrap().into());
    figures_read_back(|document| json::render(document).unwrap().into());
    figures_read_back(|document| xlsx::render(document, &Style::built_in().unwrap()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_reports_read_back_with_their_notes_and_words(
        old in roundtrip::sheet(NATIONAL[0]),
        new in roundtrip::sheet(NATIONAL[1]),
        notes in prop::collection::vec((any::<prop::sample::Index>(), roundtrip::words()), 1..6),
        before in roundtrip::words(),
        after in roundtrip::words(),
    ) {
        for sheet in [old, new] {
            let mut figures = sheet.figures();
            let paths: Vec<String> = figures.keys().cloned().collect();
            let mut text = String::new();
            for (index, note) in &notes {
                let path = index.get(&paths);
                // One a cell.
                if figures.remove(path).is_some() {
                    text += &format!("[[note]]\ncell = \"{path}\"\ntext = '{note}'\n\n");
                }
            }
            let around = format!("[disclosure]\nbefore = '''\n{before}\n'''\nafter = '{after}'\n");
            let text = sheet.text().replacen("[disclosure]\n", &(text + &around), 1);
            let document = document(&text, &Forms::built_in());
            let meant = Edition::of(&document);
            let book = xlsx::render(&document, &Style::built_in().unwrap()).unwrap();
            for bytes in [book, json::render(&document).unwrap().into()] {
                let read = edition(&bytes);
                prop_assert_eq!((&read.figures, &read.notes), (&meant.figures, &meant.notes));
                prop_assert_eq!(&read, &meant);
            }
            let read = edition(csv::render(&document).unwrap().as_bytes());
            prop_assert_eq!((&read.figures, &read.notes), (&meant.figures, &meant.notes));
            prop_assert_eq!((read.year, &read.agency, &read.passages), (None, &None, &Vec::new()));
        }
    }
}

#[test]
fn every_example_reads_back_from_the_workbook_and_the_json() {
    let forms = Forms::built_in();
    for (name, text) in toml_files("examples").into_iter().chain(toml_files("tests/fixtures/reports")) {
        let document = document(&text, &forms);
        let meant = Edition::of(&document);
        let book = xlsx::render(&document, &Style::built_in().unwrap()).unwrap();
        for (kind, bytes) in [("xlsx", book), ("json", json::render(&document).unwrap().into())] {
            let read = edition(&bytes);
            assert_eq!((&read.figures, &read.notes), (&meant.figures, &meant.notes), "{name} {kind}");
            // Of the others, one has no title that a report may have, and one has blanks in the cells of its own
            // tables, which the reader of every kind leaves out.
            if !["hostile", "long"].contains(&name.as_str()) {
                assert_eq!(read, meant, "{name} {kind}");
            }
        }
    }
}
