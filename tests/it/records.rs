//! Records of a check: the sheet of its findings, the overview of its files, and what is said after both.

use unicode_width::UnicodeWidthStr;

use crate::common::program::{Outcome, nianbao};
use crate::common::{folder, text_of};

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// A wrong 总计: one error; and no date, which is accepted.
fn wrong() -> String {
    let text = sound().replacen("2,   75 ]", "2,   76 ]", 1).replacen("date     = 2025-01-16", "", 1);
    format!("{text}\n[[accept]]\ncode = \"S405\"\nreason = \"=定稿时,填写\"\n")
}

fn run(arguments: &[&str]) -> (tempfile::TempDir, Outcome) {
    let folder = folder(&[("甲局.toml", sound()), ("乙街道办事处.toml", wrong())]);
    let outcome = nianbao(folder.path(), arguments);
    (folder, outcome)
}

#[test]
fn the_sheet_has_a_line_for_each_finding_and_for_a_file_that_is_not_read() {
    let (_folder, outcome) = run(&["check", "乙街道办事处.toml", "甲局.toml", "丙.toml", "--format", "csv"]);
    assert_eq!(outcome.status, 2);
    let mut lines = outcome.stdout.split("\r\n");
    assert_eq!(lines.next(), Some("\u{FEFF}文件,代码,级别,位置,问题,改法,书面说明"));
    let wrong_total = lines.next().unwrap();
    assert!(wrong_total.starts_with("乙街道办事处.toml,T101,错误,第 75 行第 98 列,"), "{wrong_total}");
    let accepted = lines.next().unwrap();
    assert!(accepted.starts_with("乙街道办事处.toml,S405,已说明（提醒）,,"), "{accepted}");
    assert!(accepted.ends_with(",\"'=定稿时,填写\""), "{accepted}");
    let unread = lines.next().unwrap();
    assert!(unread.starts_with("丙.toml,,错误（读不了）,,无法读取“丙.toml”："), "{unread}");
    assert_eq!((lines.next(), lines.next()), (Some(""), None));
    // Nothing found is a sheet with its head alone.
    assert_eq!(run(&["check", "甲局.toml", "--format", "csv"]).1.stdout.lines().count(), 1);
}

#[test]
fn the_overview_has_a_line_for_each_file_in_columns() {
    let (_folder, outcome) = run(&["check", "乙街道办事处.toml", "甲局.toml", "丙.toml", "--summary"]);
    assert_eq!(outcome.status, 2);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines[0], "文件               结果    错误  提醒  机关");
    assert_eq!(lines[1], "乙街道办事处.toml  须改正     1     0  青禾县住房和城乡建设局");
    assert_eq!(lines[2], "甲局.toml          通过       0     0  青禾县住房和城乡建设局");
    assert_eq!(lines[3], "丙.toml            读不了     -     -");
    // Why a file could not be read stands under the columns, and not among the lines.
    assert_eq!(outcome.stderr, "");
    assert_eq!(lines[4], "读不了的 1 个文件：");
    assert!(lines[5].starts_with("  无法读取“丙.toml”：文件不存在"), "{}", lines[5]);
    let into_file = run(&["check", "甲局.toml", "丙.toml", "--summary", "-o", "一览.txt"]).1.stderr;
    assert!(into_file.contains(lines[5].trim()), "{into_file}");
    assert_eq!(lines[6], "共 3 个文件：1 处错误，0 处提醒；另有 1 处已书面说明，不计入；1 个文件无法读取");
    let columns = lines[..4].iter().map(|line| line.split("  ").next().unwrap().width());
    assert!(columns.max() <= Some(17));
    let alone = run(&["check", "丙.toml", "--summary"]).1.stdout;
    assert_eq!(alone.lines().count(), 4, "{alone}");
}

#[test]
fn what_is_denied_is_no_pass() {
    let undated = sound().replacen("date     = 2025-01-16", "", 1);
    let noted = sound().replacen("text = '''", "text = '''\n我局坚持公开为常态,不公开为例外。", 1);
    let folder = folder(&[("提醒.toml", undated), ("提示.toml", noted)]);
    for (file, denied, outcome) in [
        ("提醒.toml", &[][..], "通过"),
        ("提醒.toml", &["--deny", "errors"], "通过"),
        ("提醒.toml", &["--deny", "warnings"], "须改正"),
        ("提示.toml", &["--deny", "warnings"], "通过"),
        ("提示.toml", &["--deny", "notes"], "须改正"),
    ] {
        let said = nianbao(folder.path(), [&["check", file, "--summary"], denied].concat());
        assert!(said.stdout.contains(&format!("\n{file}  {outcome} ")), "{denied:?}: {}", said.stdout);
        assert_eq!(said.status == 1, outcome == "须改正", "{denied:?}");
    }
}

#[test]
fn what_goes_into_a_file_is_counted_on_the_screen() {
    let (folder, outcome) = run(&["check", "乙街道办事处.toml", "-o", "结果.txt"]);
    let accepted = "；另有 1 处已书面说明，不计入";
    let counts = format!("乙街道办事处.toml：1 处错误（必须改正）{accepted}");
    assert_eq!(outcome.stderr, format!("{counts}\n检查结果已写入：结果.txt\n"));
    let written = std::fs::read_to_string(folder.path().join("结果.txt")).unwrap();
    assert!(written.contains("错误[T101]") && written.ends_with(&format!("{counts}\n")));
    let (folder, outcome) = run(&["check", ".", "--summary", "-o", "一览.txt"]);
    let named = "有错误的 1 个文件：\n  乙街道办事处.toml  1 处错误\n";
    let sum = format!("共 2 个文件：1 处错误，0 处提醒{accepted}\n");
    assert_eq!(outcome.stderr, format!("{named}{sum}检查结果已写入：一览.txt\n"));
    let written = std::fs::read_to_string(folder.path().join("一览.txt")).unwrap();
    assert!(written.starts_with("文件  ") && written.ends_with(&sum), "{written}");
}

#[test]
fn an_overview_is_for_people() {
    for format in ["json", "sarif", "csv"] {
        let (_folder, outcome) = run(&["check", "甲局.toml", "--summary", "--format", format]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{format}");
        assert!(outcome.stderr.contains("--summary") && outcome.stderr.contains("--format"));
    }
}

#[test]
fn the_ending_of_the_file_decides_the_style_or_is_refused() {
    for (arguments, begins) in [
        (&["-o", "结果.csv"][..], "\u{FEFF}文件,"),
        (&["-o", "结果.JSON"], "{\n  \"version\": 1"),
        (&["-o", "结果.sarif"], "{\n  \"$schema\""),
        (&["-o", "结果.txt"], "错误[T101]"),
        (&["-o", "结果"], "错误[T101]"),
        (&["-o", "结果", "--format", "json"], "{\n  \"version\": 1"),
        (&["-o", "结果.csv", "--format", "excel"], "\u{FEFF}文件,"),
    ] {
        let (folder, outcome) = run(&[&["check", "乙街道办事处.toml"], arguments].concat());
        assert_eq!(outcome.status, 1, "{arguments:?}: {}", outcome.stderr);
        let written = std::fs::read_to_string(folder.path().join(arguments[1])).unwrap();
        assert!(written.starts_with(begins), "{arguments:?}: {written}");
    }
    for (arguments, says) in [
        (
            &["-o", "x.docx"][..],
            &["x.docx", ".txt、.csv、.json、.sarif", "nianbao check 甲局.toml -o x.txt"][..],
        ),
        (&["-o", "x.xlsx"], &["Excel 文件", "-o x."]),
        (&["-o", "x.pdf"], &["PDF 文件"]),
        (&["-o", "x.csv", "--format", "json"], &["x.csv", "--format json -o x.json", "-o x.csv"]),
        (&["-o", "x.csv", "--summary"], &["--summary"]),
    ] {
        let (folder, outcome) = run(&[&["check", "甲局.toml"], arguments].concat());
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        for words in says {
            assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
        }
        assert!(!folder.path().join(arguments[1]).exists());
    }
}
