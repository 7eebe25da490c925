//! A county with planted faults: all of them are found, and nothing else is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::render::{Options, RENDERERS};
use nianbao::report::read;
use nianbao::source::Source;
use serde_json::Value;

use crate::common::county::{Fault, Filing, county, roster};
use crate::common::data;
use crate::common::program::nianbao;

/// Writes what the units have filed: data files and what was published of them, by turns.
fn write(filings: &[Filing], folder: &Path) {
    let forms = Forms::built_in();
    let published = ["html", "docx", "md"].map(|id| RENDERERS.iter().find(|one| one.id == id).unwrap());
    for (number, filing) in filings.iter().enumerate() {
        let town = folder.join(format!("各单位/第{}批", number % 3));
        fs::create_dir_all(&town).unwrap();
        let at = |ending: &str| town.join(format!("{}.{ending}", filing.office.name));
        let Some(text) = &filing.text else { continue };
        if let Some(second) = &filing.second {
            fs::write(at("改.toml"), second).unwrap();
        }
        let report = read(&Source::new("a.toml", text.as_str()), &forms).report;
        let renderer = number % 4;
        match report.zip(published.get(renderer)) {
            Some((report, renderer)) if filing.fault != Some(Fault::Unreadable) => {
                let document = build(&report, document::Options::default());
                let bytes = (renderer.render)(&document, &Options::default()).unwrap();
                fs::write(at(renderer.extension), bytes).unwrap();
            }
            _ => fs::write(at("toml"), text).unwrap(),
        }
    }
    fs::write(folder.join("名单.csv"), roster(filings)).unwrap();
}

/// The codes of the findings on a unit that are no notes.
fn codes(unit: &Value) -> Vec<&str> {
    let findings = unit["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["severity"] != "note");
    findings.map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// How what was found of a unit differs from what is wrong with it.
fn differs(filing: &Filing, unit: &Value) -> Option<String> {
    let state = match filing.fault {
        Some(Fault::Missing) => "missing",
        Some(Fault::Unreadable) => "unreadable",
        Some(Fault::Differing) => "differing",
        Some(Fault::Late) => "late",
        _ if unit["errors"] != 0 => "faulty",
        _ => "filed",
    };
    let expected = match filing.fault {
        Some(Fault::Unreadable) => &["D001"],
        Some(fault) => fault.codes(),
        None => &[],
    };
    let (late, listed) = (filing.fault == Some(Fault::Late), filing.fault != Some(Fault::Unlisted));
    let found = codes(unit);
    let is_right = unit["state"] == state
        && unit["late"] == late
        && unit["listed"] == listed
        && expected.iter().all(|code| found.contains(code))
        && found.iter().all(|code| expected.contains(code));
    (!is_right).then(|| format!("{:?} of {}: {found:?} {unit}", filing.fault, filing.office.name))
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let filings = county(7, 13 * 6, 1);
    let folder = tempfile::tempdir().unwrap();
    write(&filings, folder.path());
    let arguments = ["collect", "各单位", "--roster", "名单.csv", "-o", "结果", "--sum", "汇总.toml"];
    let outcome = nianbao(folder.path(), arguments);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    let text = fs::read_to_string(folder.path().join("结果/汇总.json")).unwrap();
    let result: Value = serde_json::from_str(&text).unwrap();
    let units: BTreeMap<&str, &Value> = result["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| (unit["name"].as_str().unwrap(), unit))
        .collect();
    assert_eq!(units.len(), filings.len());
    let wrong: Vec<String> =
        filings.iter().filter_map(|filing| differs(filing, units[filing.office.name.as_str()])).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    copies_are_found(&filings, &result);
    the_sum_is_that_of_an_independent_addition(&filings, &folder.path().join("汇总.toml"));
}

/// The passages that are reported are those of the planted pairs.
fn copies_are_found(filings: &[Filing], result: &Value) {
    let mut planted: Vec<[&str; 2]> = Vec::new();
    for (number, filing) in filings.iter().enumerate() {
        if matches!(filing.fault, Some(Fault::Copied | Fault::CopiedSection)) {
            let mut pair = [filings[number - 1].office.name.as_str(), filing.office.name.as_str()];
            pair.sort_unstable();
            planted.push(pair);
        }
    }
    let mut found: Vec<Vec<&str>> = result["copied"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let members = group["members"].as_array().unwrap().iter();
            let mut names: Vec<&str> = members.map(|member| member["unit"].as_str().unwrap()).collect();
            names.sort_unstable();
            names
        })
        .collect();
    found.sort();
    found.dedup();
    planted.sort_unstable();
    assert_eq!(found, planted, "{}", result["copied"]);
}

/// What the tests add up themselves from the data files of the units that count.
fn the_sum_is_that_of_an_independent_addition(filings: &[Filing], sum: &Path) {
    let counts = |filing: &&Filing| {
        !matches!(filing.fault, Some(Fault::Missing | Fault::Unreadable | Fault::Differing | Fault::Unlisted))
    };
    let mut expected: BTreeMap<String, rust_decimal::Decimal> = BTreeMap::new();
    let mut blank: Vec<String> = Vec::new();
    for filing in filings.iter().filter(counts) {
        let text = filing.text.as_deref().unwrap();
        if filing.fault == Some(Fault::Blank) {
            // What it is added up into cannot be worked out either.
            let cells = ["granted.enterprise", "granted.total", "total.enterprise", "total.total"];
            blank.extend(cells.map(|cell| format!("requests.{cell}")));
        }
        for (path, figure) in data::figures(&text.replace("\"\"", "0")) {
            *expected.entry(path).or_default() += figure.parse::<rust_decimal::Decimal>().unwrap();
        }
    }
    let text = fs::read_to_string(sum).unwrap();
    assert!(!blank.is_empty() && text.contains("\"\""), "{text}");
    for (path, figure) in data::figures(&text.replace("\"\"", "0")) {
        if !blank.contains(&path) {
            assert_eq!(figure, expected[&path].to_string(), "{path}");
        }
    }
    let checked = nianbao(sum.parent().unwrap(), ["check", "汇总.toml", "--format", "json"]);
    let checked: Value = serde_json::from_str(&checked.stdout).unwrap();
    let findings = checked["files"][0]["findings"].as_array().unwrap();
    let of_figures: Vec<&str> = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .filter(|code| code.starts_with('T') || ["D004", "D005", "D006"].contains(code))
        .collect();
    // The unit whose requests do not balance leaves the sum so, and the one with a blank cell leaves one in it.
    assert_eq!(of_figures, ["T103", "D006"]);
}
