//! What the office gets, word for word, of a small county with everything that may happen in it; and of one whose words
//! are meant to do harm.

pub(crate) mod sample;

use super::*;
use crate::render::{Options, with_extension};
use sample::{county, filed, hostile, unit};

/// Compares with a snapshot among those of all that a clerk reads.
fn assert_as_before(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/it/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A page without its style and its script, which are files of the repository.
fn words_of(page: &str) -> String {
    let without = |page: String, tag: &str| {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let Some((before, rest)) = page.split_once(&open) else { return page };
        let (_, after) = rest.split_once(&close).unwrap();
        format!("{before}{open}…{close}{after}")
    };
    without(without(page.to_owned(), "style"), "script")
}

fn letter_of(collection: &Collection, unit: &str) -> String {
    let (_, document) =
        letter::letters(collection).find(|(at, _)| collection.units[*at].name == unit).unwrap();
    let markdown = with_extension("md").unwrap();
    String::from_utf8((markdown.render)(&document, &Options::default()).unwrap()).unwrap()
}

#[test]
fn the_overview_as_a_page() {
    assert_as_before("collect-page", &words_of(&page::text(&Overview::of(&county())).unwrap()));
}

#[test]
fn the_overview_as_csv() {
    let text = table::text(&Overview::of(&county())).unwrap();
    assert!(text.starts_with('\u{FEFF}') && text.matches("\r\n").count() == county().units.len() + 1);
    assert_as_before("collect-csv", &text);
}

#[test]
fn the_copied_passages_as_a_page() {
    assert_as_before("collect-copied", &words_of(&passages_page::text(&county()).unwrap()));
    let none = Collection { copied: Vec::new(), ..county() };
    assert!(passages_page::text(&none).unwrap().contains("没有发现雷同的段落"));
}

#[test]
fn the_letters() {
    let county = county();
    let due: Vec<&str> = letter::letters(&county).map(|(at, _)| county.units[at].name.as_str()).collect();
    // Who has filed nothing gets none, nor who has filed what is right.
    assert_eq!(due, ["丁局", "戊局", "甲局", "乙局", "己局", "庚局", "壬公司"]);
    let named = Overview::of(&county).rows.into_iter().filter_map(|row| row.letter);
    assert_eq!(named.count(), due.len());
    let letters = due.iter().map(|unit| letter_of(&county, unit)).collect::<Vec<_>>().join("\n\n");
    assert_as_before("collect-letters", &letters);
}

#[test]
fn a_data_file_that_does_not_read_is_sent_back_with_the_reason() {
    let broken = filed("各局/丁局.toml", "丁局", &[("\"丁局\"", "\"丁\"局\"")]);
    assert!(broken.form.is_none());
    let unreadable = unit("丁局", Standing::Unreadable, vec![broken]);
    let county = Collection { units: vec![unreadable], copied: Vec::new(), sum: None, ..county() };
    let reason = &county.units[0].filed[0].findings[0].finding.message;
    let letter = letter_of(&county, "丁局");
    assert!(letter.contains(&format!("“丁局.toml”：{reason}")), "{letter}");
    assert_eq!(&Overview::of(&county).rows[0].problem, reason);
}

#[test]
fn a_report_that_last_years_shows_to_be_faulty_comes_before_the_sound_ones() {
    let mut county = county();
    let sound = county.units.iter().position(|unit| unit.name == "辛局").unwrap();
    county
        .put_checked(sound, filed("辛局.toml", "辛局", &[("2,   75 ]", "2,   76 ]"), ("= 1037", "= -1037")]));
    county.worst_first();
    let place = |name: &str| county.units.iter().position(|unit| unit.name == name).unwrap();
    assert!(place("戊局") < place("辛局") && place("辛局") < place("甲局"), "{:?}", place("辛局"));
}

#[test]
fn all_of_it_as_json() {
    let outputs = [("情况表.csv".to_owned(), "sha256:0".to_owned())].into_iter().collect();
    let text = json::text(&Overview::of(&county()), Some(&outputs)).unwrap();
    let output: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sum = |path: &str| &output["sum"][path]["value"];
    assert_eq!(
        (sum("requests.received.natural_person"), sum("disclosure.fees")),
        (&232.into(), &serde_json::Value::Null)
    );
    let mut shortened = output.clone();
    for unit in shortened["units"].as_array_mut().unwrap() {
        let findings = unit["findings"].as_array().unwrap().iter();
        unit["findings"] = findings.map(|finding| finding["code"].clone()).collect();
    }
    let cells = shortened["sum"].as_object_mut().unwrap();
    cells.retain(|path, _| path.starts_with("disclosure."));
    shortened["digest"] = "…".into();
    assert_as_before("collect-json", &serde_json::to_string_pretty(&shortened).unwrap());
    assert_eq!(output["units"][3]["findings"][0]["file"], "甲局.toml");
    let amounts = Collection { units: county().units.into_iter().take(4).collect(), ..county() };
    let mut amounts = Collection { sum: None, ..amounts };
    amounts.add_up(&Forms::built_in());
    let text = json::text(&Overview::of(&amounts), None).unwrap();
    let output: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        output["sum"]["disclosure.fees"],
        serde_json::json!({ "value": "328.6150", "units": 1, "blank": [] })
    );
    assert!(output.get("outputs").is_none() && output.get("digest").is_none());
}

#[test]
fn a_change_of_the_json_is_seen() {
    let outputs = [("甲".to_owned(), "sha256:0".to_owned())].into_iter().collect();
    let text = json::text(&Overview::of(&county()), Some(&outputs)).unwrap();
    assert!(json::is_intact(text.as_bytes()) && json::is_intact(format!("{text}\r\n").as_bytes()));
    assert_eq!(json::outputs(text.as_bytes()), outputs);
    assert!(!json::is_intact(text.replacen("丙局", "丙厅", 1).as_bytes()));
    assert!(!json::is_intact(b"{}") && json::outputs(b"{}").is_empty() && json::outputs(b"?").is_empty());
}

#[test]
fn words_that_are_meant_to_do_harm_are_shown_and_do_nothing() {
    let hostile = hostile();
    let shown = Overview::of(&hostile);
    let pages = [page::text(&shown).unwrap(), passages_page::text(&hostile).unwrap()];
    for page in &pages {
        let words = words_of(page);
        assert!(
            !words.contains("<img") && !words.contains("<script>alert") && words.contains("&lt;script&gt;")
        );
        assert!(!page.contains(['\u{7}', '\u{202E}']));
        let links = words.matches("href=").count();
        assert_eq!(
            words.matches("href=\"%E9%80%80%E5%9B%9E%E6%84%8F%E8%A7%81/").count()
                + words.matches("href=\"%E9%9B%B7%E5%90%8C.html\"").count(),
            links
        );
    }
    // Folded, not cut: the beginning and the rest are all there is.
    let [overview, _] = pages;
    assert_eq!(overview.matches('长').count(), sample::LONG);
    let csv = table::text(&shown).unwrap();
    for cell in csv.split(['\n', ',']) {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert_eq!(csv.matches('长').count(), sample::LONG);
    let letters: String = hostile.units.iter().map(|unit| letter_of(&hostile, &unit.name)).collect();
    assert_eq!(letters.matches('长').count(), sample::LONG);
    let json: serde_json::Value = serde_json::from_str(&json::text(&shown, None).unwrap()).unwrap();
    assert_eq!(json["units"][0]["name"], hostile.units[0].name);
}
