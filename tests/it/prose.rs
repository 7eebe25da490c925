//! The corpora of sentences: what the rules on the narrative find in each, and what they leave alone.
//!
//! A line of a corpus: the data file that the sentence is put into, the section, the codes that must be
//! found (`-` for none, `A|B` for at least one of them, `A,B` for both), and the sentence; `\n` is a
//! line break. Each folder in `tests/prose/` holds a corpus by another hand with its data files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use nianbao::format::Forms;
use nianbao::report::{LastYear, read};
use nianbao::rules::{check_reading, rules};
use nianbao::source::Source;

/// The rules that the corpora judge.
const JUDGED: &[&str] = &["N301", "N302", "N303", "N304", "N305", "N310", "N319"];

/// A line of a corpus.
struct Case {
    set: String,
    section: String,
    codes: Vec<String>,
    text: String,
}

fn cases(corpus: &str) -> Vec<Case> {
    let lines = corpus.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.splitn(4, '\t').collect();
            let [set, section, codes, text] = cells[..] else { panic!("{line}") };
            Case {
                set: set.to_owned(),
                section: section.to_owned(),
                codes: codes
                    .split(',')
                    .map(str::trim)
                    .filter(|code| *code != "-")
                    .map(str::to_owned)
                    .collect(),
                text: text.replace("\\n", "\n"),
            }
        })
        // A rule that is not there yet cannot be asked.
        .filter(|case| {
            let known = |code: &str| rules().any(|rule| rule.code.0 == code);
            case.codes.iter().flat_map(|code| code.split('|')).all(known)
        })
        .collect()
}

/// A data file with a sentence as a paragraph of its own at the end of a section.
fn with_sentence(file: &str, section: &str, sentence: &str) -> String {
    let heading = file.find(&format!("\n[{section}]")).expect("the section");
    let open = heading + file[heading..].find("'''").expect("its text") + 3;
    let close = open + file[open..].find("'''").expect("its end");
    format!("{}\n{sentence}\n{}", file[..close].trim_end(), &file[close..])
}

/// Codes of the findings on a sentence, of the rules that are judged.
fn found(file: &str, last: Option<&str>, case: &Case) -> Vec<String> {
    let forms = Forms::built_in();
    let source = Source::new("年报.toml", with_sentence(file, &case.section, &case.text));
    let last_year = last.map_or(LastYear::None, |last| {
        let source = Source::new("上年.toml", last.to_owned());
        let report = read(&source, &forms).report.expect("last year's file reads");
        LastYear::Known(Box::new((report, source)))
    });
    let checked = check_reading(read(&source, &forms), &source, &forms, last_year);
    assert!(checked.report.is_some(), "{}: {}", case.set, case.text);
    if std::env::var("SHOW").is_ok() {
        for finding in checked.findings.iter().filter(|f| JUDGED.contains(&f.code.0)) {
            println!("  {} {} {}", finding.code.0, finding.severity.id(), finding.message);
        }
    }
    let codes = checked.findings.iter().map(|finding| finding.code.0);
    // D008 is judged where it is expected: an amount in the table that looks like yuan.
    let is_judged = |code: &&str| {
        JUDGED.contains(code) || case.codes.iter().any(|all| all.split('|').any(|c| c == *code))
    };
    codes.filter(is_judged).map(str::to_owned).collect()
}

/// How many of the expected codes were found, and whether there was a finding that none expects.
fn is_met(expected: &[String], found: &[String]) -> bool {
    let mut rest: Vec<&String> = found.iter().collect();
    let all = expected.iter().all(|code| {
        let place = rest.iter().position(|found| code.split('|').any(|code| code == found.as_str()));
        place.map(|place| rest.remove(place)).is_some()
    });
    // A second finding of an expected code, or of one of its alternatives, is no false alarm.
    all && rest
        .iter()
        .all(|found| expected.iter().any(|code| code.split('|').any(|code| code == found.as_str())))
}

fn judge(folder: &Path) {
    let corpus = std::fs::read_to_string(folder.join("corpus.tsv")).unwrap();
    let mut files: HashMap<String, String> = HashMap::new();
    for entry in std::fs::read_dir(folder.join("tables")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        files.insert(stem, std::fs::read_to_string(path).unwrap());
    }
    let (mut alarms, mut missed, mut wrong, mut sound) = (Vec::new(), Vec::new(), 0, 0);
    for case in cases(&corpus) {
        let file = files.get(&case.set).unwrap_or_else(|| panic!("no {}", case.set));
        let last = files.get(&format!("{}-prev", case.set)).map(String::as_str);
        let found = found(file, last, &case);
        let line =
            format!("{}\t{}\t{}\t{}  → {found:?}", case.set, case.section, case.codes.join(","), case.text);
        if case.codes.is_empty() {
            sound += 1;
            if !found.is_empty() {
                alarms.push(line);
            }
        } else {
            wrong += 1;
            if !is_met(&case.codes, &found) {
                missed.push(line);
            }
        }
    }
    let summary = format!(
        "{}: {} false alarms of {sound}, {} missed of {wrong}\nfalse alarms:\n{}\nmissed:\n{}",
        folder.display(),
        alarms.len(),
        missed.len(),
        alarms.join("\n"),
        missed.join("\n")
    );
    if std::env::var("SHOW").is_ok() {
        println!("{summary}");
    }
    assert!(alarms.is_empty() && missed.len() * 20 <= wrong, "{summary}");
    assert!(sound + wrong >= 100, "{summary}");
}

/// A corpus in `tests/prose/`, or the one that `CORPUS` names.
fn folder(name: &str) -> PathBuf {
    match std::env::var("CORPUS") {
        Ok(path) => path.into(),
        Err(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose").join(name),
    }
}

#[test]
fn own_sentences() {
    judge(&folder("own"));
}

/// By another hand: a department, a county, a township, a small body, the form of 2019.
#[test]
fn departments() {
    judge(&folder("departments"));
}

/// By a third hand: a ministry, a city, provincial bureaus. Its first run is in the history.
#[test]
fn regions() {
    judge(&folder("regions"));
}

/// By a fourth hand, in the second round: a county and a bureau with last year's figures.
#[test]
fn bureaus() {
    judge(&folder("bureaus"));
}

/// By a fifth hand, in the second round: plain sentences on the example of the manual.
#[test]
fn small() {
    judge(&folder("small"));
}

/// By an examiner who had not seen the others.
#[test]
fn examiner() {
    judge(&folder("examiner"));
}

/// A department's report for 2023 in form 2021 whose cells are 0 but for some, with a sentence on requests.
fn report_of(cells: &str, sentence: &str) -> String {
    let values: HashMap<&str, &str> = cells.split(';').filter_map(|cell| cell.split_once('=')).collect();
    let of = |key: &str, usual: &'static str| values.get(key).copied().unwrap_or(usual).to_owned();
    let mut file = format!(
        "format = \"2021\"\nyear = 2023\n[agency]\nname = \"{}\"\nlevel = \"{}\"\n[publication]\ndate = 2024-01-20\n",
        of("agency", "青禾县水利局"),
        of("level", "department"),
    );
    let forms = Forms::built_in();
    let form = forms.get("2021").unwrap();
    for section in &form.sections {
        file.push_str(&format!("[{}]\n", section.key));
        let Some(table) = &section.table else {
            let text = if section.key == "overview" { sentence } else { "无。" };
            file.push_str(&format!("text = '''\n### （二）依申请公开情况\n\n{text}\n'''\n"));
            continue;
        };
        for row in table.rows.iter().filter(|row| row.sum.is_none()) {
            let set = &table.column_sets[row.set];
            let path = format!("{}.{}", section.key, row.key);
            let columns = set.columns.iter().take(set.required());
            let cells: Vec<String> =
                columns.map(|column| of(&format!("{path}.{}", column.key), "0")).collect();
            let value = if set.is_single() { of(&path, "0") } else { format!("[{}]", cells.join(", ")) };
            file.push_str(&format!("{} = {value}\n", row.key));
        }
    }
    file
}

/// Kinds of sentences in which a reader goes wrong, sound ones and wrong ones.
#[test]
fn kinds() {
    let corpus = std::fs::read_to_string(folder("kinds").join("corpus.tsv")).unwrap();
    let (mut alarms, mut missed, mut wrong) = (Vec::new(), Vec::new(), 0);
    let forms = Forms::built_in();
    for line in corpus.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, expected, table, sentence] = cells[..] else { panic!("{line}") };
        let source = Source::new("年报.toml", report_of(table, sentence));
        let checked = check_reading(read(&source, &forms), &source, &forms, LastYear::None);
        let codes: Vec<&str> = checked.findings.iter().map(|finding| finding.code.0).collect();
        assert!(
            checked.report.is_some() && !codes.iter().any(|code| code.starts_with('T')),
            "{codes:?} {line}"
        );
        let is_found = codes.iter().any(|code| ["N301", "N302", "N303", "N304", "N319"].contains(code));
        wrong += usize::from(expected == "bad");
        match (expected, is_found) {
            ("ok", true) => alarms.push(format!("{line} {codes:?}")),
            ("bad", false) => missed.push(line),
            _ => {}
        }
    }
    let summary = format!("false alarms:\n{}\nmissed:\n{}", alarms.join("\n"), missed.join("\n"));
    assert!(alarms.is_empty() && missed.len() * 20 <= wrong, "{summary}");
}

/// Pieces that sentences are made of, sound ones and broken ones.
const PIECES: &[&str] = &[
    "收到",
    "政府信息公开申请",
    "75件",
    "，",
    "其中",
    "自然人",
    "、",
    "法人或其他组织",
    "17件",
    "分别为",
    "和",
    "（",
    "）",
    "占",
    "38.2%",
    "较上年",
    "增长",
    "由",
    "增至",
    "均",
    "没有",
    "行政复议",
    "维持",
    "结转",
    "2025年",
    "2023年",
    "至",
    "：",
    "；",
    "。",
    "各",
    "1件",
    "零",
    "百余件",
    "百分之",
    "万元",
    "办结率",
    "持平",
    "|",
    "\\n",
    "1,234",
    "，234",
    "公开",
    "部分公开",
    "等",
    "中",
    "甲乙",
    "一",
    "不足",
    "《",
    "“",
    "\t",
    "#",
    "{{ requests.granted.total }}",
    "共",
    "合计",
    "另有",
    "全部",
    "予以公开",
    "9:30",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_is_written_is_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let file = include_str!("../../examples/qinghe-2024.toml");
        let last = include_str!("../../examples/qinghe-2023.toml");
        let case = Case { set: String::new(), section: "overview".into(), codes: Vec::new(), text: text.replace("\\n", "\n") };
        found(file, Some(last), &case);
    }
}
