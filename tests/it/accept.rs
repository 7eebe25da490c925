//! Findings that are accepted with a written reason: they are listed still, and do not count.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::program::{Outcome, nianbao};
use crate::common::{docx, text_of};

const REASON: &str = "系统导出如此，已向上级说明";

/// The example with another figure in the text than in the cell `requests.received.total`.
fn wrong() -> String {
    let text = text_of("examples/qinghe-2024.toml");
    let stated = "新收政府信息公开申请{{ requests.received.total }}件";
    assert!(text.contains(stated));
    text.replacen(stated, "新收政府信息公开申请57件", 1)
}

/// The same with an `[[accept]]` of these lines.
fn accepting(lines: &[(&str, &str)]) -> String {
    let lines: String = lines.iter().map(|(key, value)| format!("{key} = \"{value}\"\n")).collect();
    format!("{}\n[[accept]]\n{lines}", wrong())
}

fn run(text: &str, arguments: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), text).unwrap();
    nianbao(folder.path(), [arguments, &["年报.toml"]].concat())
}

/// Status, and each finding with its reason.
fn findings(text: &str) -> (i32, Vec<(String, Option<String>)>) {
    let outcome = run(text, &["check", "--format", "json"]);
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let owned = |value: &Value| value.as_str().map(str::to_owned);
    let findings = output["files"][0]["findings"].as_array().unwrap().iter();
    (outcome.status, findings.map(|f| (owned(&f["code"]).unwrap(), owned(&f["accepted"]))).collect())
}

fn open(codes: &[&str]) -> Vec<(String, Option<String>)> {
    codes.iter().map(|code| ((*code).to_owned(), None)).collect()
}

#[test]
fn a_cell_a_row_a_section_or_the_whole_file_can_be_meant() {
    let accepted = vec![("N301".to_owned(), Some(REASON.to_owned()))];
    for cell in ["requests.received.total", "requests.received", "requests"] {
        let text = accepting(&[("code", "N301"), ("cell", cell), ("reason", REASON)]);
        assert_eq!(findings(&text), (0, accepted.clone()), "{cell}");
    }
    assert_eq!(findings(&accepting(&[("code", "N301"), ("reason", REASON)])), (0, accepted));
    // A part of a name is no name, and another row is another row.
    for cell in ["requests.receive", "requests.received.tot", "requests.granted", "received", "disclosure"] {
        let text = accepting(&[("code", "N301"), ("cell", cell), ("reason", REASON)]);
        assert_eq!(findings(&text), (1, open(&["N301", "A901"])), "{cell}");
    }
}

#[test]
fn words_bind_it_to_one_statement() {
    let statements = |accept: &str| {
        let text = text_of("examples/qinghe-2024.toml");
        let text = text.replacen(
            "新收政府信息公开申请{{ requests.received.total }}件",
            "新收政府信息公开申请57件",
            1,
        );
        let text = text.replacen("予以公开{{ requests.granted.total }}件", "予以公开31件", 1);
        findings(&format!("{text}\n[[accept]]\ncode = \"N301\"\n{accept}reason = \"{REASON}\"\n"))
    };
    let reasons = |accept: &str| -> Vec<bool> {
        statements(accept)
            .1
            .iter()
            .filter(|(code, _)| code == "N301")
            .map(|(_, reason)| reason.is_some())
            .collect()
    };
    assert_eq!(reasons("words = \"新收政府信息公开申请57件\"\n"), [true, false]);
    assert_eq!(reasons("words = \"予以公开31件\"\n"), [false, true]);
    assert_eq!(reasons(""), [true, true]);
    assert_eq!(statements("").0, 0);
    // Words of another sentence bind it to nothing.
    let (status, found) = statements("words = \"不予公开\"\n");
    assert_eq!((status, found.iter().filter(|(code, _)| code == "A901").count()), (1, 0), "{found:?}");
    let (status, found) = statements("words = \"第五十八件\"\n");
    assert_eq!((status, found.iter().filter(|(code, _)| code == "A901").count()), (1, 1), "{found:?}");
}

#[test]
fn without_a_reason_or_a_code_nothing_is_accepted() {
    for reason in
        [&[][..], &[("reason", "")], &[("reason", "　 ")], &[("reason", "1")], &[("reason", "同意")]]
    {
        let lines = [&[("code", "N301")], reason].concat();
        let mut found = findings(&accepting(&lines));
        found.1.sort();
        assert_eq!(found, (1, open(&["A902", "N301"])), "{lines:?}");
    }
    let mut found = findings(&accepting(&[("reason", REASON)]));
    found.1.sort();
    assert_eq!(found, (1, open(&["A902", "N301"])));
}

/// A sum that does not hold must be mended, whatever is written about it.
#[test]
fn a_wrong_sum_stays_an_error() {
    let sound = text_of("examples/qinghe-2024.toml");
    let wrong = [
        ("T101", "2,   75 ]", "2,   76 ]"),
        ("T102", "[     59,        8,", "[     60,        7,"),
        (
            "T103",
            "[     58,        7,        1,            1,            6,    2,   75 ]",
            "[59, 7, 1, 1, 6, 2]",
        ),
        ("T104", "0,        1,    5 ]", "0,        1,    6 ]"),
    ];
    for (code, from, to) in wrong {
        assert!(sound.contains(from), "{code}");
        let text = sound.replacen(from, to, 1);
        let accept = format!("{text}\n[[accept]]\ncode = \"{code}\"\nreason = \"{REASON}\"\n");
        let (status, found) = findings(&accept);
        assert_eq!(status, 1, "{code}");
        assert!(found.iter().all(|(_, reason)| reason.is_none()), "{found:?}");
        assert!(found.iter().any(|(found, _)| found == code), "{code}: {found:?}");
        assert!(found.iter().any(|(found, _)| found == "A901"), "{code}: {found:?}");
    }
}

#[test]
fn what_matches_nothing_or_must_be_mended_is_a_warning() {
    let sound = text_of("examples/qinghe-2024.toml");
    let only =
        |code: &str| findings(&format!("{sound}\n[[accept]]\ncode = \"{code}\"\nreason = \"{REASON}\"\n"));
    for code in ["Y205", "N301", "S405", "T999", "t101", "随意"] {
        assert_eq!(only(code), (0, open(&["A901"])), "{code}");
    }
    for code in [
        "D002", "D003", "D004", "D005", "D006", "D007", "D011", "D012", "A901", "A902", "T101", "T102",
        "T103", "T104",
    ] {
        assert_eq!(only(code), (0, open(&["A901"])), "{code}");
    }
    // The fault itself goes on to count.
    let blank = sound.replacen("= 328.6150", "= \"\"", 1);
    let text = format!("{blank}\n[[accept]]\ncode = \"D006\"\nreason = \"{REASON}\"\n");
    assert_eq!(findings(&text), (1, open(&["D006", "A901"])));
}

#[test]
fn an_accepted_finding_is_listed_in_every_format() {
    let text = accepting(&[("code", "N301"), ("cell", "requests.received"), ("reason", REASON)]);
    let human = run(&text, &["check"]);
    assert_eq!(human.status, 0);
    for words in ["错误[N301]", &format!("已说明: {REASON}"), "检查通过", "1 处已书面说明"] {
        assert!(human.stdout.contains(words), "{words}: {}", human.stdout);
    }
    assert!(!human.stdout.contains("没有发现问题"), "{}", human.stdout);

    let json: Value = serde_json::from_str(&run(&text, &["check", "--format", "json"]).stdout).unwrap();
    let file = &json["files"][0];
    assert_eq!((&file["errors"], &file["findings"][0]["severity"]), (&0.into(), &"error".into()));
    assert_eq!(file["findings"][0]["accepted"], REASON);

    let sarif: Value = serde_json::from_str(&run(&text, &["check", "--format", "sarif"]).stdout).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"N301".into(), &"error".into()));
    let suppression = &result["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["justification"]), (&"inSource".into(), &REASON.into()));
}

#[test]
fn an_accepted_finding_stands_in_the_way_of_nothing() {
    let text = accepting(&[("code", "N301"), ("cell", "requests.received"), ("reason", REASON)]);
    assert_eq!(run(&text, &["check", "--deny", "warnings"]).status, 0);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), &text).unwrap();
    let outcome = nianbao(folder.path(), ["render", "年报.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    // The report prints what the agency states, and nothing of how it came about.
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let text = |name: &str| String::from_utf8(read(name)).unwrap();
    let word = docx::part(&read("年报.docx"), "word/document.xml");
    for page in [text("年报.md"), text("年报.html"), word] {
        assert!(page.contains("申请57件") && !page.contains(REASON), "{page}");
    }
}

#[test]
fn a_denied_warning_can_be_accepted() {
    let undated = text_of("examples/qinghe-2024.toml").replacen("date     = 2025-01-16", "", 1);
    assert_eq!(run(&undated, &["check", "--deny", "warnings"]).status, 1);
    let accepted = format!("{undated}\n[[accept]]\ncode = \"S405\"\nreason = \"定稿时填写\"\n");
    assert_eq!(run(&accepted, &["check", "--deny", "warnings"]).status, 0);
    // One that matches nothing is a warning itself.
    let unused = format!("{accepted}\n[[accept]]\ncode = \"S402\"\nreason = \"定稿时填写\"\n");
    assert_eq!(run(&unused, &["check"]).status, 0);
    assert_eq!(run(&unused, &["check", "--deny", "warnings"]).status, 1);
}

/// Each finding once searched the whole line for the words, which took ten times the check.
#[test]
fn one_accept_of_many_findings_in_a_line_takes_no_longer_than_the_check() {
    let numbers: String = (0..20_000).map(|n| format!("13{n:09}、")).collect();
    let text = text_of("examples/qinghe-2024.toml");
    let line = format!("联系人电话{numbers}没有其他需要报告的事项。");
    let text = text.replacen("没有其他需要报告的事项。", &line, 1);
    let accept = format!("\n[[accept]]\ncode = \"N314\"\nwords = \"没有这些字\"\nreason = \"{REASON}\"\n");
    let time = |text: &str| {
        let start = Instant::now();
        let found = findings(text).1;
        assert_eq!(found.iter().filter(|(code, _)| code == "N314").count(), 20_000);
        start.elapsed()
    };
    let without = time(&text);
    let with = time(&format!("{text}{accept}"));
    assert!(with < 2 * without + Duration::from_secs(1), "{with:?} for {without:?}");
}
