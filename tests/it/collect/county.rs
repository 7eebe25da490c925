//! A county with planted faults: all of them are found, and nothing else is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::county::{Fault, Filing, Plan, county, passages};
use crate::common::county_files::{DATA_FILE, FILED, ROSTER, write};
use crate::common::data;
use crate::common::program::nianbao;

/// The codes of the findings on a unit that are no notes.
fn codes(unit: &Value) -> Vec<&str> {
    let findings = unit["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["severity"] != "note");
    findings.map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// How what was found of a unit differs from what is wrong with it.
fn differs(filing: &Filing, unit: &Value) -> Option<String> {
    let (late, listed) = (filing.fault == Some(Fault::Late), filing.fault != Some(Fault::Unlisted));
    let expected = filing.fault.map_or(&[][..], Fault::codes);
    let found = codes(unit);
    let is_right = unit["state"] == filing.fault.map_or("filed", Fault::state)
        && unit["late"] == late
        && unit["listed"] == listed
        && expected.iter().all(|code| found.contains(code))
        && found.iter().all(|code| expected.contains(code));
    (!is_right).then(|| format!("{:?} of {}: {found:?} {unit}", filing.fault, filing.listed))
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let filings = county(Plan { seed: 7, units: 75, times: 1, of_template: 4 });
    let folder = tempfile::tempdir().unwrap();
    write(&filings, folder.path(), &["html", "docx", "md", DATA_FILE]);
    let arguments = ["collect", FILED, "--roster", ROSTER, "-o", "结果", "--sum", "汇总.toml"];
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
        filings.iter().filter_map(|filing| differs(filing, units[filing.listed.as_str()])).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    copies_are_found(&filings, &result);
    the_sum_is_that_of_an_independent_addition(&filings, &folder.path().join("汇总.toml"));
}

/// The passages that are reported are those that were planted.
fn copies_are_found(filings: &[Filing], result: &Value) {
    let name = |at: usize, is_last_year| (filings[at].listed.as_str(), is_last_year);
    let sorted = |mut members: Vec<(_, bool)>| {
        members.sort_unstable();
        members
    };
    let planted = passages(filings).into_iter();
    let mut planted: Vec<Vec<(&str, bool)>> = planted
        .map(|members| sorted(members.into_iter().map(|(at, last)| name(at, last)).collect()))
        .collect();
    let groups = result["copied"].as_array().unwrap().iter();
    let mut found: Vec<Vec<(&str, bool)>> = groups
        .map(|group| sorted(group["members"].as_array().unwrap().iter().map(member).collect()))
        .collect();
    // A passage in each of several sections.
    found.sort();
    found.dedup();
    planted.sort();
    assert_eq!(found, planted, "{}", result["copied"]);
}

/// Who has a passage, and whether in the report of the year before.
fn member(member: &Value) -> (&str, bool) {
    (member["unit"].as_str().unwrap(), member["last_year"] == true)
}

/// What the tests add up themselves from the data files of the units that count.
fn the_sum_is_that_of_an_independent_addition(filings: &[Filing], sum: &Path) {
    let counts = |filing: &&Filing| filing.fault.is_none_or(Fault::is_summed);
    let mut expected: BTreeMap<String, rust_decimal::Decimal> = BTreeMap::new();
    let mut blank: Vec<String> = Vec::new();
    for filing in filings.iter().filter(counts) {
        let text = filing.text.as_deref().unwrap();
        if filing.fault == Some(Fault::Blank) {
            // What it is added up into cannot be worked out either.
            let cells = ["granted.enterprise", "granted.total", "total.enterprise", "total.total"];
            blank.extend(cells.map(|cell| format!("requests.{cell}")));
        }
        if filing.fault == Some(Fault::AmountWithUnit) {
            blank.push("disclosure.fees".to_owned());
        }
        for (path, figure) in data::figures(&text.replace("\"\"", "0").replace("\"251000元\"", "0")) {
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
    // The unit whose requests do not balance leaves the sum so, and those with a blank cell or an amount in another unit
    // each leave a blank one in it.
    assert_eq!(of_figures, ["D006", "T103", "D006"]);
}
