//! The findings of the whole corpus under forms with other names.

use std::collections::{BTreeSet, HashMap};

use nianbao::format::Forms;
use nianbao::report::{LastYear, read};
use nianbao::rules::{Sample, check_reading, rules};
use nianbao::source::Source;

use super::files;
use super::renamed::Renamed;
use crate::common::cases;

/// Rules that look for names of the form in the text (N320), or for a year that is damaged and so keeps
/// its old figure when the years are moved (N318).
const BY_NAME: &[&str] = &["N318", "N320"];

/// A data file, with last year's where that is given.
struct Case {
    name: String,
    text: String,
    last: Option<String>,
}

/// A finding without its words: code, severity, line.
type Finding = (String, &'static str, usize);

fn findings(forms: &Forms, text: &str, last: Option<&str>) -> Vec<Finding> {
    let reading = |text: &str| {
        let source = Source::new("年报.toml", text);
        (read(&source, forms), source)
    };
    let last_year = last.map_or(LastYear::None, |last| {
        let (reading, source) = reading(last);
        match reading.report {
            Some(report) => LastYear::Known(Box::new((report, source))),
            None => LastYear::Unavailable(String::new()),
        }
    });
    let (reading, source) = reading(text);
    let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let found = check_reading(reading, &source, forms, last_year).findings.into_iter();
    let found = found.filter(|finding| !BY_NAME.contains(&finding.code.0));
    let mut found: Vec<Finding> =
        found.map(|f| (f.code.0.to_owned(), f.severity.id(), line(f.span.start))).collect();
    found.sort();
    found
}

/// The cases of what a clerk reads, but for those in another encoding.
fn fixtures() -> impl Iterator<Item = Case> {
    let of_files = files("tests/fixtures/diagnostics", "toml").into_iter();
    let of_files = of_files.map(|(name, text)| (name, cases::Case::of_file(&text)));
    let of_rules = rules()
        .filter(|rule| rule.fails.sample != Sample::Published)
        .map(|rule| (rule.code.0.to_owned(), cases::Case::of_rule(rule)));
    of_files.chain(of_rules).filter_map(|(name, case)| {
        let text = String::from_utf8(case.file).ok()?;
        Some(Case { name, text, last: case.last })
    })
}

/// The tables and sentences of the corpora on the narrative.
fn sentences() -> Vec<Case> {
    let tables: HashMap<String, String> = files("tests/prose", "toml").into_iter().collect();
    let mut cases: Vec<Case> = tables
        .iter()
        .map(|(name, text)| Case { name: name.clone(), text: text.clone(), last: None })
        .collect();
    for (path, corpus) in files("tests/prose", "tsv") {
        let folder = path.strip_suffix("corpus.tsv").unwrap();
        // The corpus of kinds names its cells line by line and has no tables.
        if !tables.keys().any(|table| table.starts_with(folder)) {
            continue;
        }
        for line in corpus.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let [set, section, _, sentence] = line.splitn(4, '\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let file = &tables[&format!("{folder}tables/{set}.toml")];
            let heading = file.find(&format!("\n[{section}]")).unwrap();
            let open = heading + file[heading..].find("'''").unwrap() + 3;
            let close = open + file[open..].find("'''").unwrap();
            let sentence = sentence.replace("\\n", "\n");
            let text = format!("{}\n{sentence}\n{}", file[..close].trim_end(), &file[close..]);
            let last = tables.get(&format!("{folder}tables/{set}-prev.toml")).cloned();
            cases.push(Case { name: line.to_owned(), text, last });
        }
    }
    cases
}

#[test]
fn forms_with_other_names_give_the_same_findings() {
    let (forms, renamed) = (Forms::built_in(), Renamed::new());
    let examples = files("examples", "toml").into_iter().chain(files("tests/fixtures/published", "toml"));
    let mut cases: Vec<Case> = examples.map(|(name, text)| Case { name, text, last: None }).collect();
    cases.extend(fixtures());
    cases.extend(sentences());
    let (mut different, mut codes) = (Vec::new(), BTreeSet::new());
    for case in &cases {
        let last = case.last.as_deref();
        let usual = findings(&forms, &case.text, last);
        let last = last.map(|last| renamed.file(last));
        let under_other_names = findings(&renamed.forms, &renamed.file(&case.text), last.as_deref());
        codes.extend(usual.iter().map(|(code, ..)| code.clone()));
        if usual != under_other_names {
            different.push(format!("{}\n  {usual:?}\n  {under_other_names:?}", case.name));
        }
    }
    assert!(different.is_empty(), "{} cases differ:\n{}", different.len(), different.join("\n"));
    assert!(cases.len() > 1500 && codes.len() > 30, "{} cases, {codes:?}", cases.len());
}
