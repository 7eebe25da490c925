//! Last year's file: named with `--prev`, or in the data file.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::folder;
use crate::common::program::{Outcome, nianbao};
use crate::common::text_of;

const LAST_YEAR: &str = "examples/qinghe-2023.toml";
const CARRIED_IN: (&str, &str) =
    ("carried_in                   = [      3,", "carried_in                   = [      4,");

fn this_year() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// This year's file with another figure of 上年结转, and without the total that would not fit it.
fn wrong() -> String {
    let text = this_year();
    assert!(text.contains(CARRIED_IN.0));
    let text = text.replacen(CARRIED_IN.0, CARRIED_IN.1, 1).replacen("0,    0,    4 ]", "0,    0,    5 ]", 1);
    // One more is handled as well, so that the table is balanced.
    text.replacen("granted                      = [     21,", "granted                      = [     22,", 1)
        .replacen("total                        = [     59,", "total                        = [     60,", 1)
        .replacen("2,   76 ]", "2,   77 ]", 1)
}

fn naming(text: &str, file: &str) -> String {
    format!("{text}\n[previous]\nfile = '{file}'\n")
}

/// The codes that a check finds, with its status.
fn codes(folder: &Path, arguments: &[&str]) -> (i32, Vec<String>) {
    let outcome = nianbao(folder, [&["check", "--format", "json"], arguments].concat());
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let findings = output["files"].as_array().unwrap().iter().flat_map(|file| file["findings"].as_array());
    let codes = findings.flatten().map(|finding| finding["code"].as_str().unwrap().to_owned());
    (outcome.status, codes.collect())
}

fn found(status: i32, codes: &[&str]) -> (i32, Vec<String>) {
    (status, codes.iter().map(|code| (*code).to_owned()).collect())
}

fn refused(outcome: &Outcome, says: &[&str]) {
    assert_eq!(outcome.status, 2, "{}", outcome.stdout);
    assert!(says.iter().all(|words| outcome.stderr.contains(words)), "{}", outcome.stderr);
}

#[test]
fn a_file_on_the_command_line_is_compared() {
    let folder = folder(&[
        ("今年.toml", &this_year()),
        ("错.toml", &wrong()),
        ("2023/上年.toml", &text_of(LAST_YEAR)),
    ]);
    assert_eq!(codes(folder.path(), &["今年.toml", "--prev", "2023/上年.toml"]), found(0, &[]));
    assert_eq!(codes(folder.path(), &["错.toml", "--prev", "2023/上年.toml"]), found(1, &["Y201"]));
    // Without last year's file there is nothing to compare.
    assert_eq!(codes(folder.path(), &["错.toml"]), found(0, &[]));
    let rendered = nianbao(folder.path(), ["render", "错.toml", "--prev", "2023/上年.toml"]);
    assert_eq!(rendered.status, 1);
    assert!(rendered.stderr.contains("错误[Y201]"), "{}", rendered.stderr);
}

#[test]
fn a_file_that_the_data_file_names_is_looked_for_beside_it_with_either_slash() {
    for (own, last, named) in [
        ("今年.toml", "上年.toml", "上年.toml"),
        ("2024/今年.toml", "2023/上年.toml", "../2023/上年.toml"),
        ("2024/今年.toml", "2023/上年.toml", "..\\2023\\上年.toml"),
        ("2024/今年.toml", "2024/旧/上年.toml", ".\\旧/上年.toml"),
    ] {
        let folder = folder(&[(own, &naming(&wrong(), named)), (last, &text_of(LAST_YEAR))]);
        assert_eq!(codes(folder.path(), &[own]), found(1, &["Y201"]), "{own} names {named}");
        // From whatever folder the program is called.
        let path = folder.path().join(own);
        let elsewhere = tempfile::tempdir().unwrap();
        assert_eq!(codes(elsewhere.path(), &[path.to_str().unwrap()]), found(1, &["Y201"]), "{named}");
    }
}

#[test]
fn the_command_line_goes_before_the_data_file() {
    let other = text_of(LAST_YEAR).replace(
        "[      3,        1,        0,            0,            0,    0,    4 ]",
        "[      4,        1,        0,            0,            0,    0,    5 ]",
    );
    let folder = folder(&[
        ("今年.toml", &naming(&wrong(), "没有.toml")),
        ("上年.toml", &text_of(LAST_YEAR)),
        ("更正.toml", &other),
    ]);
    assert_eq!(codes(folder.path(), &["今年.toml"]), found(1, &["D012"]));
    assert_eq!(codes(folder.path(), &["今年.toml", "--prev", "上年.toml"]), found(1, &["Y201"]));
    // What last year's file says of itself is checked where it is checked itself.
    assert_eq!(codes(folder.path(), &["今年.toml", "--prev", "更正.toml"]), found(0, &[]));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder =
        folder(&[("今年.toml", &this_year()), ("指名.toml", &naming(&this_year(), "../2023/上年.toml"))]);
    for command in ["check", "render"] {
        refused(
            &nianbao(folder.path(), [command, "今年.toml", "--prev", "上年.toml"]),
            &["“上年.toml”", "不存在"],
        );
    }
    let outcome = nianbao(folder.path(), ["check", "指名.toml"]);
    assert_eq!(outcome.status, 1);
    for words in ["错误[D012]", "../2023/上年.toml", "不存在", "[previous]"] {
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    }
    // A folder is no file.
    let named = naming(&this_year(), ".");
    fs::write(folder.path().join("指名.toml"), named).unwrap();
    assert_eq!(codes(folder.path(), &["指名.toml"]), found(1, &["D012"]));
}

#[test]
fn a_file_that_does_not_read_is_no_comparison() {
    let broken = text_of(LAST_YEAR).replacen("= [     52,", "= ［     52,", 1);
    let folder = folder(&[("今年.toml", &wrong()), ("坏.toml", &broken)]);
    let outcome = nianbao(folder.path(), ["check", "今年.toml", "--prev", "坏.toml"]);
    assert_eq!(outcome.status, 1);
    assert!(
        outcome.stdout.contains("错误[D012]") && outcome.stdout.contains("“坏.toml”"),
        "{}",
        outcome.stdout
    );
    // The clerk who gave it on the command line is not sent to look in the data file.
    assert!(
        outcome.stdout.contains("--prev") && !outcome.stdout.contains("[previous]"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn another_agency_or_another_year_is_said_and_nothing_else_compared() {
    let last = text_of(LAST_YEAR);
    let agency = last.replace("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县水利局\"");
    let year = last.replacen("year   = 2023", "year   = 2022", 1);
    let folder = folder(&[("今年.toml", &wrong()), ("别家.toml", &agency), ("前年.toml", &year)]);
    for (file, says) in [("别家.toml", "青禾县水利局"), ("前年.toml", "2022"), ("今年.toml", "2024")]
    {
        assert_eq!(codes(folder.path(), &["今年.toml", "--prev", file]), found(1, &["Y206"]), "{file}");
        let said = nianbao(folder.path(), ["check", "今年.toml", "--prev", file]).stdout;
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn one_file_on_the_command_line_goes_with_one_data_file() {
    let folder = folder(&[
        ("一.toml", &naming(&wrong(), "上年.toml")),
        ("二.toml", &naming(&this_year(), "上年.toml")),
        ("上年.toml", &text_of(LAST_YEAR)),
    ]);
    for command in ["check", "render"] {
        let arguments = [command, "一.toml", "二.toml", "--prev", "上年.toml"];
        refused(&nianbao(folder.path(), arguments), &["--prev", "[previous]"]);
    }
    // Each of several names its own.
    assert_eq!(codes(folder.path(), &["一.toml", "二.toml"]), found(1, &["Y201"]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn figures_of_last_year_can_be_referred_to() {
    let text = this_year().replacen(
        "全年新收政府信息公开申请{{ requests.received.total }}件，",
        "全年新收政府信息公开申请{{ requests.received.total }}件，比上年{{ requests.received.total | change(from=last.requests.received.total) }}，",
        1,
    );
    let folder = folder(&[("今年.toml", &text), ("上年.toml", &text_of(LAST_YEAR))]);
    let outcome = nianbao(folder.path(), ["render", "今年.toml", "--to", "md", "--prev", "上年.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let page = fs::read_to_string(folder.path().join("今年.md")).unwrap();
    assert!(page.contains("申请75件，比上年增长13.6%，"), "{page}");
    assert_eq!(codes(folder.path(), &["今年.toml"]), found(1, &["D011"]));
}
