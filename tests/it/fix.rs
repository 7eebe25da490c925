//! `check --fix` changes what is certain in the file, says so, and leaves the rest.

mod mistakes;
mod random;
mod sarif;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::program::{Outcome, nianbao};
use crate::common::{self, text_of};

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

fn edited(edits: &[(&str, &str)]) -> String {
    common::edited(&sound(), edits.iter().copied())
}

/// A wrong 总计, and a heading that skips a number.
fn wrong() -> String {
    edited(&[("2,   75 ]", "2,   76 ]"), ("### （五）监督保障情况", "### （六）监督保障情况")])
}

/// A wrong figure: nothing is certain.
fn doubtful() -> String {
    edited(&[("[     58,        7,", "[     85,        7,")])
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &tempfile::TempDir, arguments: &[&str]) -> Outcome {
    nianbao(folder.path(), [&["check"], arguments].concat())
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap() + 1
}

/// Write-protects a file, or lifts that.
fn protect(path: &Path, on: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(on);
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn what_was_changed_is_said_in_official_words_and_the_result_is_checked() {
    let folder = folder(&[("年报.toml", &wrong())]);
    assert_eq!(run(&folder, &["年报.toml"]).status, 1);
    let outcome = run(&folder, &["年报.toml", "--fix"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stdout);
    assert_eq!(read(&folder, "年报.toml"), sound());
    let expected = format!(
        "年报.toml：已改动 2 处\n  第 {} 行 “一、总体情况”的小标题序号：六 → 五\n  \
         第 {} 行 “一、本年新收政府信息公开申请数量”行“总计”列：76 → 75\n",
        line_of(&sound(), "（五）监督保障情况"),
        line_of(&sound(), "2,   75 ]")
    );
    assert_eq!(outcome.stderr, expected);
    assert_eq!(outcome.stdout, "年报.toml：检查通过，没有发现问题\n");
    let again = run(&folder, &["--fix", "年报.toml"]);
    assert_eq!((again.status, again.stderr.as_str()), (0, "年报.toml：没有改动\n"));
    assert_eq!(read(&folder, "年报.toml"), sound());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn where_a_figure_may_be_wrong_the_file_stays_and_the_reason_is_given() {
    let folder = folder(&[("年报.toml", &doubtful())]);
    let outcome = run(&folder, &["年报.toml", "--fix"]);
    assert_eq!(outcome.status, 1);
    assert_eq!(read(&folder, "年报.toml"), doubtful());
    for words in ["没有改动", "可能是数据格有误", "85 改为 58", "请核对"] {
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
    assert!(outcome.stdout.contains("错误[T101]"), "{}", outcome.stdout);
}

#[test]
fn a_file_without_changes_is_not_written() {
    let folder = folder(&[("好.toml", &sound()), ("疑.toml", &doubtful()), ("坏.toml", "a = [")]);
    let time = |name: &str| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let names = ["好.toml", "疑.toml", "坏.toml"];
    for name in names {
        protect(&folder.path().join(name), true);
    }
    let before = names.map(time);
    // Not even a write-protected file stands in the way.
    let outcome = run(&folder, &[&names[..], &["--fix"]].concat());
    assert_eq!(outcome.status, 1);
    assert_eq!(names.map(time), before);
    assert!(outcome.stdout.contains("D001"), "{}", outcome.stdout);
    assert_eq!(read(&folder, "坏.toml"), "a = [");
}

#[test]
fn each_of_several_files_is_handled() {
    let missing = "没有.toml";
    let folder = folder(&[("甲.toml", &wrong()), ("乙.toml", &doubtful()), ("丙.toml", &wrong())]);
    let outcome = run(&folder, &["--fix", "甲.toml", missing, "乙.toml", "丙.toml", "甲.toml"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(
        [read(&folder, "甲.toml"), read(&folder, "乙.toml"), read(&folder, "丙.toml")],
        [sound(), doubtful(), sound()]
    );
    let said: Vec<&str> = outcome.stderr.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(said[0], "甲.toml：已改动 2 处");
    // What is named twice is handled once.
    assert_eq!(said[1..3], ["乙.toml：没有改动", "丙.toml：已改动 2 处"]);
    assert!(said[3].contains("没有.toml"), "{said:?}");
    assert_eq!(outcome.stderr.matches("无法读取").count(), 1);
}

#[test]
fn json_stays_whole_and_lists_the_changes() {
    let folder = folder(&[("甲.toml", &wrong()), ("乙.toml", &sound())]);
    let outcome = run(&folder, &["甲.toml", "乙.toml", "--fix", "--format", "json"]);
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let fixed = output["files"][0]["fixed"].as_array().unwrap();
    assert_eq!(fixed.len(), 2);
    assert_eq!(
        (&fixed[0]["cell"], &fixed[0]["old"], &fixed[0]["new"]),
        (&Value::Null, &"六".into(), &"五".into())
    );
    assert_eq!((&fixed[1]["cell"], &fixed[1]["old"]), (&"requests.received.total".into(), &"76".into()));
    assert_eq!((&fixed[1]["new"], &fixed[1]["line"]), (&"75".into(), &line_of(&sound(), "2,   75 ]").into()));
    assert_eq!(output["files"][0]["errors"], 0);
    assert_eq!(output["files"][1]["fixed"], Value::Array(Vec::new()));
    assert!(outcome.stderr.contains("甲.toml：已改动 2 处"));
    let without: Value =
        serde_json::from_str(&run(&folder, &["甲.toml", "--format", "json"]).stdout).unwrap();
    assert!(without["files"][0].get("fixed").is_none());
}

#[test]
fn blanks_become_zero_only_when_asked() {
    let blank = edited(&[("coercive_measures   = 6 ", "coercive_measures   = \"\"")]);
    let folder = folder(&[("年报.toml", &blank)]);
    let outcome = run(&folder, &["年报.toml", "--fix"]);
    assert_eq!((outcome.status, read(&folder, "年报.toml")), (1, blank.clone()));
    assert!(outcome.stderr.contains("还有 1 格没有填写") && outcome.stderr.contains("--fix=blank"));
    let outcome = run(&folder, &["年报.toml", "--fix=blank"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("“行政强制”（本年处理决定数量）：空白 → 0"), "{}", outcome.stderr);
    assert_eq!(read(&folder, "年报.toml"), blank.replacen("= \"\"", "= 0 ", 1));
    // What follows a blank is a file where there is one of that name.
    fs::write(folder.path().join("blank"), &blank).unwrap();
    let outcome = run(&folder, &["--fix", "blank"]);
    assert!(outcome.stderr.starts_with("blank：没有改动"), "{}", outcome.stderr);
    let outcome = run(&folder, &["--fix=nothing", "年报.toml"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("可以写：blank"), "{}", outcome.stderr);
}

#[test]
fn a_file_that_cannot_be_written_stays_and_the_status_says_so() {
    let folder = folder(&[("年报.toml", &wrong()), ("乙.toml", &wrong())]);
    protect(&folder.path().join("年报.toml"), true);
    let outcome = run(&folder, &["年报.toml", "乙.toml", "--fix", "--format", "json"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("无法写入“年报.toml”") && outcome.stderr.contains("没有改动"));
    assert_eq!((read(&folder, "年报.toml"), read(&folder, "乙.toml")), (wrong(), sound()));
    // The check still says what is wrong.
    let output: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(output["files"][0]["findings"][0]["code"], "N311");
    assert_eq!(output["files"][0]["fixed"], Value::Array(Vec::new()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_result_is_not_written_over_a_file_that_is_fixed() {
    let folder = folder(&[("年报.toml", &wrong())]);
    let outcome = run(&folder, &["年报.toml", "--fix", "-o", "年报.toml"]);
    assert_eq!((outcome.status, read(&folder, "年报.toml")), (2, wrong()));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("数据.toml", &wrong())]);
    let target = folder.path().join("数据.toml");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(folder.path().join("别处")).unwrap();
    let link = folder.path().join("别处/年报.toml");
    symlink("../数据.toml", &link).unwrap();
    let outcome = run(&folder, &["别处/年报.toml", "--fix"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(read(&folder, "数据.toml"), sound());
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    for (mark, line_end) in [("\u{FEFF}", "\r\n"), ("", "\r\n"), ("\u{FEFF}", "\n"), ("", "\r")] {
        let convert = |text: String| format!("{mark}{}", text.replace('\n', line_end));
        let folder = folder(&[("年报.toml", &convert(wrong()))]);
        let outcome = run(&folder, &["年报.toml", "--fix"]);
        assert_eq!(outcome.status, 0, "{}", outcome.stdout);
        assert!(read(&folder, "年报.toml") == convert(sound()), "{mark:?} {line_end:?}");
    }
}

#[test]
fn the_help_shows_how() {
    let folder = folder(&[]);
    let help = run(&folder, &["--help"]);
    for words in ["--fix[=", "空白的格填 0", "nianbao check 2024年报.toml --fix"] {
        assert!(help.stdout.contains(words), "{}", help.stdout);
    }
}
