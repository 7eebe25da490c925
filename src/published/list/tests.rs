use super::*;
use crate::document::{self, build};
use crate::format::Forms;
use crate::published::{self, NoReport, Reading, Unreadable};
use crate::render::{csv, json};
use crate::report::read as read_report;
use crate::source::Source;

const SOUND: &str = include_str!("../../../examples/qinghe-2024.toml");

fn document() -> document::Document {
    let report = read_report(&Source::new("年报.toml", SOUND), &Forms::built_in()).report.unwrap();
    build(&report, document::Options::default())
}

fn lines() -> String {
    csv::render(&document()).unwrap()
}

fn reading(bytes: &[u8]) -> Reading {
    published::recognise(&published::read(bytes).unwrap(), &Forms::built_in(), None).unwrap()
}

fn value(reading: &Reading, path: &str) -> Option<String> {
    let cell = reading.account.cells.iter().find(|cell| cell.path == path).unwrap();
    cell.value.clone().filter(|_| !cell.doubtful)
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text.trim_start_matches('\u{FEFF}')).0.into_owned()
}

#[test]
fn a_csv_that_a_spreadsheet_program_has_saved_is_read() {
    let text = lines().replace(",1037,", ",\"1,037\",");
    assert_ne!(text, lines());
    let whole = reading(lines().as_bytes());
    let tabs = lines().replace(',', "\t");
    let utf_16: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let crlf_to_lf = text.replace("\r\n", "\n");
    for bytes in [gbk(&text), utf_16, crlf_to_lf.into_bytes(), lines().replace(',', ";").into_bytes()] {
        let read = reading(&bytes);
        for (one, other) in read.account.cells.iter().zip(&whole.account.cells) {
            assert_eq!((&one.path, &one.value, one.doubtful), (&other.path, &other.value, other.doubtful));
        }
        assert_eq!(value(&read, "disclosure.penalties").as_deref(), Some("1037"));
    }
}

#[test]
fn lines_may_stand_in_any_order_and_a_lost_one_is_no_figure() {
    let text = lines();
    let (head, rest) = text.split_once("\r\n").unwrap();
    let mut all: Vec<&str> = rest.lines().collect();
    all.reverse();
    let lost = all.iter().position(|line| line.starts_with("requests.received.enterprise,")).unwrap();
    all.remove(lost);
    let read = reading(format!("{head}\r\n{}", all.join("\r\n")).as_bytes());
    assert_eq!(value(&read, "requests.received.enterprise"), None);
    let whole = reading(lines().as_bytes());
    for cell in whole.account.cells.iter().filter(|cell| cell.path != "requests.received.enterprise") {
        assert_eq!(value(&read, &cell.path), cell.value, "{}", cell.path);
    }
}

#[test]
fn what_was_cut_off_or_stands_twice_is_no_figure() {
    let text = lines();
    let at = text.find("requests.received.natural_person,").unwrap();
    let line_end = at + text[at..].find("\r\n").unwrap();
    let line = &text[at..line_end];
    let before_value = line.match_indices(',').nth(3).unwrap().0;
    let cut = reading(&text.as_bytes()[..at + before_value]);
    assert_eq!(value(&cut, "requests.received.natural_person"), None);
    let fields: Vec<&str> = line.split(',').collect();
    let other = line.replace(&format!(",{},件", fields[4]), ",9999,件");
    assert_ne!(other, line);
    let twice = reading(format!("{text}{other}\r\n").as_bytes());
    assert_eq!(value(&twice, "requests.received.natural_person"), None);
}

#[test]
fn what_is_no_figure_stays_words() {
    for odd in ["1.2E+3", "约12", "12/3"] {
        let text = lines().replace(",1037,", &format!(",{odd},"));
        assert_eq!(value(&reading(text.as_bytes()), "disclosure.penalties").as_deref(), Some(odd));
    }
}

#[test]
fn a_csv_says_nothing_of_the_words_and_a_json_says_all() {
    let of_csv = reading(lines().as_bytes());
    let of_json = reading(json::render(&document()).unwrap().as_bytes());
    assert_eq!((&of_csv.account.agency, of_csv.account.year), (&None, None));
    assert_eq!(of_json.account.year, Some(2024));
    assert_eq!(of_json.account.agency.as_deref(), Some("青禾县住房和城乡建设局"));
    let keys = of_csv.form.sections.iter().map(|section| section.key.as_str()).chain(["preamble"]);
    for key in keys {
        assert!(!of_csv.is_certain(key) && of_json.is_certain(key), "{key}");
    }
    let place = |reading: &Reading| reading.account.cells[3].place.as_ref().map(ToString::to_string);
    assert_eq!(place(&of_csv).as_deref(), Some("第5行"));
    assert!(place(&of_json).unwrap().starts_with('第'));
}

#[test]
fn a_json_that_does_not_read_says_where() {
    let text = json::render(&document()).unwrap();
    let problem = |text: &str| published::read(text.as_bytes()).unwrap_err();
    let cut = &text[..text.find("\"cells\"").unwrap()];
    let line = cut.lines().count();
    assert_eq!(problem(cut), Unreadable::List(ListError::BrokenJson { line }));
    let wrong = text.replacen("\"value\": 1037", "\"value\": [1037]", 1);
    assert!(matches!(problem(&wrong), Unreadable::List(ListError::BrokenJson { .. })));
    let newer = text.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_eq!(problem(&newer), Unreadable::List(ListError::Newer));
    let large = format!("{text}{}", " ".repeat(MAX_BYTES));
    assert_eq!(problem(&large), Unreadable::List(ListError::TooLarge));
}

#[test]
fn other_lists_are_no_reports() {
    for text in
        ["{\"kind\": \"other\"}", "单位名称,期限\n甲局,2025-01-31\n", "路径,部分,行,列,数值,单位,说明\n"]
    {
        let page = published::read(text.as_bytes()).unwrap();
        assert_eq!(published::recognise(&page, &Forms::built_in(), None).unwrap_err(), NoReport::NoTables);
    }
}
