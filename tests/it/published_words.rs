//! What is said of a published report speaks of the report: whoever reads it has no data file, and so no keys, no
//! lines of one, and nothing that the program could write.

use std::collections::BTreeSet;

use nianbao::diagnostic::{Diagnostic, PublishedPlace};
use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::published;
use nianbao::render::{Options, html};
use nianbao::report::{LastYear, read};
use nianbao::rules::{check_published, check_reading, rules};
use nianbao::source::Source;

use crate::common::cases::Case;
use crate::common::{repository, text_of};

/// The rules on how a data file is written: no published report has these faults.
const OF_DATA_FILES: [&str; 9] = ["D001", "D002", "D004", "D011", "D012", "D014", "S406", "A901", "A902"];

/// Words of a data file.
const OF_THE_FILE: [&str; 15] = [
    "数据文件",
    "toml",
    "TOML",
    "[[",
    "{{",
    "'''",
    "###",
    "[publication]",
    "（year）",
    "（level）",
    "title 这一行",
    "不加引号",
    "由程序从表",
    "由程序填写",
    "由程序自动",
];
/// What only the program does to a data file.
const OF_THE_PROGRAM: [&str; 3] = ["--fix", "--agency", "nianbao "];

/// What in the words of a finding is none of a published report.
fn foreign(finding: &Diagnostic) -> Vec<String> {
    let advice = finding.advice();
    let texts = [&finding.message].into_iter().chain(&advice).chain(&finding.facts).chain(&finding.notes);
    let mut found = Vec::new();
    for text in texts {
        let words = OF_THE_FILE.iter().chain(&OF_THE_PROGRAM).filter(|words| text.contains(**words));
        found.extend(words.map(|words| format!("{} {words}: {text}", finding.code.0)));
        // What is said of last year's file is true of what that is.
        if text.starts_with("上一年度的报告") {
            continue;
        }
        // A line of the data file: `第 12 行`; places in a report have no blanks.
        let line = text
            .split("第 ")
            .skip(1)
            .any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" 行"));
        found.extend(line.then(|| format!("{} line: {text}", finding.code.0)));
        // A key: `date = 2025-01-20`.
        let key = text.split(" = ").next().filter(|before| before.len() < text.len());
        let is_key = key.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_lowercase()));
        found.extend(is_key.then(|| format!("{} key: {text}", finding.code.0)));
    }
    found
}

/// Every fault that the tests know: the failing example of each rule, and the cases.
fn cases() -> Vec<Case> {
    let folder = repository("tests/fixtures/diagnostics");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    names.sort();
    let files = names.iter().map(|path| Case::of_file(&std::fs::read_to_string(path).unwrap()));
    files.chain(rules().map(Case::of_rule)).collect()
}

fn last_year(case: &Case, forms: &Forms) -> LastYear {
    let known = case.last.as_ref().and_then(|text| {
        let source = Source::new("上年报告", text.clone());
        Some((read(&source, forms).report?, source))
    });
    known.map_or(LastYear::None, |known| LastYear::Known(Box::new(known)))
}

/// What is found in a file of a case as a report: of the published ones, and of what the others make.
fn as_published(case: &Case, forms: &Forms) -> Vec<Diagnostic> {
    let bytes = if case.name.ends_with(".toml") {
        let source = Source::from_bytes(case.name, &case.file);
        let Some(report) = read(&source, forms).report else { return Vec::new() };
        html::render(&build(&report, document::Options { draft: true }), &Options::default())
            .unwrap()
            .into_bytes()
    } else {
        case.file.clone()
    };
    let page = published::read(&bytes).unwrap();
    let Ok(reading) = published::recognise(&page, forms, None) else { return Vec::new() };
    let made = Source::new("年报.html", reading.data_file("年报.html").unwrap());
    check_published(&reading, read(&made, forms), &made, forms, last_year(case, forms)).findings
}

#[test]
fn what_is_said_of_a_report_speaks_of_no_data_file() {
    let forms = Forms::built_in();
    let (mut wrong, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for case in cases() {
        for finding in as_published(&case, &forms) {
            codes.insert(finding.code.0);
            wrong.extend(foreign(&finding));
        }
    }
    println!("{} rules find something in published reports: {codes:?}", codes.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(codes.len() > 40, "{codes:?}");
    let others: Vec<_> = OF_DATA_FILES.iter().filter(|code| codes.contains(*code)).collect();
    assert!(others.is_empty(), "{others:?} are found in published reports as well");
}

/// The same of each fault that could be published, whether an output of this program can have it or not.
#[test]
fn the_words_for_a_report_are_there_for_every_rule() {
    let forms = Forms::built_in();
    let mut wrong = BTreeSet::new();
    for case in cases().into_iter().filter(|case| case.name.ends_with(".toml")) {
        let source = Source::from_bytes(case.name, &case.file);
        let checked = check_reading(read(&source, &forms), &source, &forms, last_year(&case, &forms));
        for finding in checked.findings {
            let is_missing = finding.code.0 == "D003" && finding.help_in_report.is_none();
            // A heading with too few `#` is one of a data file.
            let is_mark = finding.code.0 == "N315" && finding.help.is_none();
            if is_missing || is_mark || OF_DATA_FILES.contains(&finding.code.0) {
                continue;
            }
            let facts = Vec::new();
            wrong.extend(foreign(&Diagnostic { place: Some(PublishedPlace::default()), facts, ..finding }));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_empty_section_of_a_report_is_named() {
    let forms = Forms::built_in();
    let text = text_of("examples/qinghe-2024.toml");
    let start = text.find("[other_matters]").unwrap();
    let body = text[start..].find("'''\n").unwrap() + start + "'''\n".len();
    let end = text[body..].find("'''").unwrap() + body;
    let empty = format!("{}{}", &text[..body], &text[end..]);
    let case = Case {
        name: "年报.toml",
        file: empty.into_bytes(),
        last: None,
        codes: Vec::new(),
        accepted: Vec::new(),
    };
    let found = as_published(&case, &forms);
    let messages: Vec<_> = found.iter().map(|finding| (finding.code.0, finding.message.as_str())).collect();
    assert_eq!(messages, [("D003", "“六、其他需要报告的事项”没有内容")]);
    assert!(found[0].advice().unwrap().starts_with("请写上这一部分的正文"), "{:?}", found[0].advice());
}
