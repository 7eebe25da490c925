//! `--forms 目录`: forms of one's own, wherever the command line uses a form.

use std::fs;

use nianbao::format::Forms;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::program::nianbao;
use crate::common::text_of;

/// A folder with the report of the hotline, and its form in the folder `格式`.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("格式")).unwrap();
    fs::write(folder.path().join("格式/hotline.toml"), text_of("tests/forms/own.toml")).unwrap();
    fs::write(folder.path().join("热线.toml"), text_of("tests/forms/own-report.toml")).unwrap();
    folder
}

#[test]
fn each_command_takes_forms_of_ones_own() {
    let desk = desk();
    let path = desk.path();
    let run = |arguments: &[&str]| nianbao(path, [arguments, &["--forms", "格式"]].concat());
    let unknown = nianbao(path, ["check", "热线.toml"]);
    assert_eq!(unknown.status, 1, "the form must not be known without it");
    assert!(unknown.stdout.contains("请在命令后面加上 --forms"), "{}", unknown.stdout);
    let checked = run(&["check", "热线.toml"]);
    assert_eq!((checked.status, checked.stderr.as_str()), (0, ""), "{}", checked.stdout);
    let made = run(&["render", "热线.toml"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let changed = text_of("tests/forms/own-report.toml").replace("seats   = 24", "seats   = 25");
    fs::write(path.join("新.toml"), changed).unwrap();
    for old in ["热线.toml", "热线.html"] {
        let outcome = run(&["diff", old, "新.toml"]);
        assert!(outcome.status == 0 && outcome.stdout.contains("24 → 25"), "{old}: {}", outcome.stdout);
        assert!(outcome.stdout.contains("nianbao render 新.toml --forms 格式；"), "{}", outcome.stdout);
    }
    assert_eq!(nianbao(path, ["diff", "热线.html", "新.toml"]).status, 2);
}

#[test]
fn a_schema_is_that_of_ones_own_form() {
    let desk = desk();
    let schema = |arguments: &[&str]| {
        let outcome = nianbao(desk.path(), [&["schema", "--forms", "格式"], arguments].concat());
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        serde_json::from_str::<Value>(&outcome.stdout).unwrap()
    };
    let own = schema(&["hotline"]);
    assert!(own["properties"]["calls"]["properties"]["closed"].is_object(), "{own}");
    // The one that the folder brings is meant.
    assert_eq!(schema(&[]), own);
    assert!(schema(&["2021"])["properties"]["requests"].is_object());
}

#[test]
fn a_new_file_goes_on_in_ones_own_form() {
    let desk = desk();
    let path = desk.path();
    let new = ["new", "--forms", "格式", "--agency", "示例市热线中心", "--year", "2025", "--zeros"];
    let outcome = nianbao(path, new);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let text = fs::read_to_string(path.join("2025年报.toml")).unwrap();
    assert!(text.contains("\"hotline\"") && text.contains("seats"), "{text}");
    // What it explains is of this form, and so is the command that it is checked with.
    for words in
        ["各行的总计和“全年受理”由程序计算", "{{ calls.open_before.phone }} 是“甲、年初未办结”行“来电”列"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(outcome.stderr.ends_with("nianbao check 2025年报.toml --forms 格式\n"), "{}", outcome.stderr);
    assert!(path.join("nianbao-hotline.schema.json").exists());
    let checked = nianbao(path, ["check", "2025年报.toml", "--forms", "格式"]);
    // What is still to be written, and nothing that does not fit the form.
    assert_eq!(checked.stdout.matches("[D").count(), checked.stdout.matches("”没有内容").count());
    // A national one stays national, though the form of the folder is in force as well.
    fs::write(path.join("2024年报.toml"), text_of("examples/qinghe-2024.toml")).unwrap();
    let national = Forms::built_in().for_year(2025).unwrap().id.clone();
    for (last, form) in [("热线.toml", "hotline"), ("2024年报.toml", national.as_str())] {
        let outcome =
            nianbao(path, ["new", "--forms", "格式", "--from", last, "-o", &format!("{form}.toml")]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let text = fs::read_to_string(path.join(format!("{form}.toml"))).unwrap();
        assert!(text.contains(&format!("\"{form}\"")), "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_form_is_told_with_file_line_and_remedy() {
    let own = text_of("tests/forms/own.toml");
    let wrong = |from: &str, to: &str| {
        assert!(own.contains(from), "{from}");
        own.replacen(from, to, 1)
    };
    for (name, text, words) in [
        (
            "a.toml",
            wrong("\"hotline\"", "\"2021\""),
            "格式/a.toml”不能使用，第 3 行：id “2021”是本程序自带的格式",
        ),
        ("z.toml", own.clone(), "格式/z.toml”不能使用，第 3 行：id “hotline”已经是另一个格式的；请另取一个"),
        (
            "a.toml",
            wrong("\"questions\", \"demands\"", "\"questions\", \"demand\""),
            "这个表里没有名称为“demand”的行；请核对名称",
        ),
        ("a.toml", "甲 = 1\n".to_owned(), "格式/a.toml”不能使用，第 1 行：写法不对"),
    ] {
        let desk = desk();
        fs::write(desk.path().join("格式").join(name), text).unwrap();
        for command in [
            &["check", "热线.toml"][..],
            &["render", "热线.toml"],
            &["diff", "热线.toml", "热线2.toml"],
            &["new", "--agency", "甲"],
            &["preview", "热线.toml", "--no-open"],
            &["schema"],
        ] {
            let outcome = nianbao(desk.path(), [command, &["--forms", "格式"]].concat());
            assert!(outcome.status == 2 && outcome.stderr.contains(words), "{command:?}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_folder_without_forms_is_refused() {
    let desk = desk();
    fs::create_dir(desk.path().join("空")).unwrap();
    for (folder, words) in [
        ("没有", "没有“没有”这个文件夹"),
        ("空", "“空”里没有格式文件（扩展名为 .toml）"),
        ("热线.toml", "“热线.toml”是文件，这里要写它所在的文件夹"),
    ] {
        let outcome = nianbao(desk.path(), ["check", "热线.toml", "--forms", folder]);
        assert!(outcome.status == 2 && outcome.stderr.contains(words), "{folder}: {}", outcome.stderr);
    }
}
