//! Writes the files of a county or of a province for `benches/collect.py`: what the units have filed, the roster, and
//! what must be found (`truth.json`).
//!
//! usage: county FOLDER UNITS [TIMES OF EACH FAULT] [UNITS WITH ONE TEMPLATE] [KINDS, e.g. toml,html,docx,md,pdf]
//!
//! A report that is to be a PDF is written as a data file into `PDF/`, of which the script makes it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a generator that cannot go on has failed"
)]
#![allow(clippy::disallowed_methods, reason = "it writes the files that the program reads")]

#[path = "../tests/common/county.rs"]
mod county;
#[path = "../tests/common/county_files.rs"]
mod county_files;
#[path = "../tests/common/county_texts.rs"]
mod county_texts;
#[path = "../tests/common/offices.rs"]
mod offices;

use std::fs;
use std::path::Path;

use county::{Fault, Filing, Plan, county, passages};
use county_files::{DATA_FILE, FILED, kind, path, write};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [folder, units, rest @ ..] = arguments.as_slice() else {
        // `cargo bench` starts it with nothing to do.
        return;
    };
    let number = |at: usize| rest.get(at).map_or(0, |number| number.parse().unwrap());
    let plan =
        Plan { seed: 20_250_131, units: units.parse().unwrap(), times: number(0), of_template: number(1) };
    let kinds: Vec<&str> = rest.get(2).map_or(DATA_FILE, String::as_str).split(',').collect();
    let (folder, filings) = (Path::new(folder), county(plan));
    write(&filings, folder, &kinds);
    fs::write(folder.join("truth.json"), truth(&filings, &kinds).to_string()).unwrap();
}

/// What is wrong with each unit, how it must be found, and which data file says what its report says.
fn truth(filings: &[Filing], kinds: &[&str]) -> Value {
    let units = filings.iter().enumerate().map(|(at, filing)| {
        let (fault, kind) = (filing.fault, kind(at, filing, kinds));
        // The data files are at hand.
        let text = filing.text.as_ref().filter(|_| kind != DATA_FILE);
        json!({
            "name": filing.listed,
            "fault": fault.map(|fault| format!("{fault:?}")),
            "state": fault.map_or("filed", Fault::state),
            "late": fault == Some(Fault::Late),
            "listed": fault != Some(Fault::Unlisted),
            "summed": fault.is_none_or(Fault::is_summed),
            "codes": fault.map_or(&[][..], Fault::codes),
            "file": filing.text.as_ref().map(|_| path(at, filing, kind)),
            "text": text,
        })
    });
    let name = |(at, is_last_year)| {
        let filing: &Filing = &filings[at];
        json!([filing.listed, is_last_year])
    };
    let passages = passages(filings).into_iter();
    let passages = passages.map(|members| members.into_iter().map(name).collect::<Vec<_>>());
    json!({
        "folder": FILED,
        "units": units.collect::<Vec<_>>(),
        "passages": passages.collect::<Vec<_>>(),
    })
}
