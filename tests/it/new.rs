//! `nianbao new`: it never overwrites, and its file passes once it is filled in as it says itself.

use std::fs;
use std::path::Path;

use crate::common::html;
use crate::common::program::nianbao;
use crate::common::sheet::narrate;

/// Figures of the few rows that are not zero: the rest of the form stays balanced with them.
const FILLED: &[(&str, &str)] = &[("received", "3"), ("granted", "2"), ("carried_forward", "1")];

/// Fills in a new file as a clerk does: a figure for each `""` in a row, a paragraph in each text.
fn fill(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let key = line.split('=').next().unwrap().trim();
        // Rows of figures and nothing else hold blanks that are no text: their lines are comments, or
        // have a bracket or a bare blank behind the equals sign.
        let is_row = !line.starts_with('#') && line.contains("\"\"") && !line.starts_with("name");
        let first = FILLED.iter().find(|(row, _)| *row == key).map_or("0", |(_, figure)| figure);
        let line =
            if is_row { line.replacen("\"\"", first, 1).replace("\"\"", "0") } else { line.to_owned() };
        out.push_str(&line);
        out.push('\n');
    }
    narrate(&out)
}

/// Takes the mark off one line that offers something.
fn offer(text: &str, key: &str) -> String {
    let line = text.lines().find(|line| line.starts_with(&format!("# {key} ")));
    let line = line.unwrap_or_else(|| panic!("{key} is not offered"));
    text.replacen(line, line.strip_prefix("# ").unwrap(), 1)
}

fn new_file(folder: &Path, arguments: &[&str]) -> String {
    let outcome = nianbao(folder, [&["new", "-o", "新.toml"], arguments].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("新.toml"));
    fs::read_to_string(folder.join("新.toml")).unwrap()
}

fn checked(folder: &Path, text: &str) -> (i32, String) {
    fs::write(folder.join("新.toml"), text).unwrap();
    let outcome = nianbao(folder, ["check", "新.toml"]);
    (outcome.status, outcome.stdout)
}

#[test]
fn a_new_file_passes_once_figures_and_narrative_are_there() {
    for (year, form) in [("2020", "2019"), ("2024", "2021")] {
        let folder = tempfile::tempdir().unwrap();
        let text = new_file(folder.path(), &["--agency", "示例县“数据”局", "--year", year]);
        assert!(text.contains(&format!("format = \"{form}\"")));
        let (status, report) = checked(folder.path(), &text);
        assert_eq!(status, 1);
        assert!(
            report.contains("错误[D006]") && report.contains("错误[N306]") && !report.contains("D003"),
            "{report}"
        );
        let (status, report) = checked(folder.path(), &fill(&text));
        assert_eq!(status, 0, "{report}");
        // With a date there is nothing left to say, and all three outputs can be made.
        let dated = offer(&fill(&text), "date");
        assert_eq!(checked(folder.path(), &dated), (0, "新.toml：检查通过，没有发现问题\n".to_owned()));
        assert_eq!(nianbao(folder.path(), ["render", "新.toml"]).status, 0);
        let page = fs::read_to_string(folder.path().join("新.html")).unwrap();
        assert_eq!(html::title(&page), format!("示例县“数据”局{year}年政府信息公开工作年度报告"));
        assert!(page.contains("data-cell=\"requests.received.natural_person\""));
    }
}

#[test]
fn what_the_file_offers_can_be_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = fill(&new_file(folder.path(), &["--agency", "示例县财政局", "--year", "2024"]));
    for key in ["address", "phone", "title", "issuer", "date", "[site]", "name", "domain", "id_code", "total"]
    {
        text = offer(&text, key);
    }
    text =
        text.replace("total                        = [     \"\"", "total                        = [      2");
    let (status, report) = checked(folder.path(), &text);
    assert_eq!(status, 1, "the blank cells of the total row are still to be filled in");
    assert!(report.contains("D006") && !report.contains("D001"), "{report}");
    let rest = text
        .lines()
        .map(|line| if line.starts_with("total") { line.replace("\"\"", "0") } else { line.to_owned() });
    let text = rest.collect::<Vec<_>>().join("\n");
    assert_eq!(checked(folder.path(), &text), (0, "新.toml：检查通过，没有发现问题\n".to_owned()));
    // What explains the file to the clerk is no part of the report.
    assert_eq!(nianbao(folder.path(), ["render", "新.toml"]).status, 0);
    for kind in ["md", "html"] {
        let page = fs::read_to_string(folder.path().join(format!("新.{kind}"))).unwrap();
        for note in ["可以不填", "印在标题", "行首"] {
            assert!(!page.contains(note), "{kind}: {note}");
        }
    }
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2024年报.toml");
    fs::write(&path, "我的数据").unwrap();
    for arguments in [&["new", "--year", "2024"][..], &["new", "--zeros", "-o", "2024年报.toml"]] {
        let outcome = nianbao(folder.path(), arguments);
        assert_eq!(outcome.status, 2);
        assert!(outcome.stderr.contains("已经存在"), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "我的数据");
    // A folder takes the file under its usual name.
    fs::create_dir(folder.path().join("文件夹")).unwrap();
    fs::write(folder.path().join("文件夹/2024年报.toml"), "我的数据").unwrap();
    assert_eq!(nianbao(folder.path(), ["new", "--year", "2024", "-o", "文件夹"]).status, 2);
    // Where no data file is written there is no schema beside it.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn years_without_a_form_and_files_of_zeros() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = nianbao(folder.path(), ["new", "--year", "2018"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("2019"), "{}", outcome.stderr);
    let arguments = ["--agency", "示例市人民政府", "--level", "government", "--year", "2021", "--zeros"];
    let text = new_file(folder.path(), &arguments);
    assert!(text.contains("level    = \"government\""));
    let (status, report) = checked(folder.path(), &narrate(&text));
    assert_eq!(status, 0, "{report}");
    assert!(!report.contains("D006"));
}

#[test]
fn without_a_year_it_is_the_year_that_has_ended_or_is_ending() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(nianbao(folder.path(), ["new"]).status, 0);
    let names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let days = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    // Years since 1970, a few days off at most: either this year or the last.
    let this = 1970 + days * 400 / 146_097;
    let beside = ["nianbao-2021.schema.json", ".taplo.toml"];
    let names: Vec<&String> = names.iter().filter(|name| !beside.contains(&name.as_str())).collect();
    assert!([this, this - 1].iter().any(|year| names == [&format!("{year}年报.toml")]), "{names:?}");
}

#[test]
fn a_name_that_no_data_file_may_have_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for length in [5_000, 334] {
        let name = "县".repeat(length);
        let outcome = nianbao(folder.path(), ["new", "--agency", &name, "--year", "2024", "-o", "a.toml"]);
        assert_eq!(outcome.status, 2, "{length}");
        assert!(outcome.stderr.contains("机关全称太长，没有生成文件"), "{}", outcome.stderr);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let name = "县".repeat(300);
    assert_eq!(
        nianbao(folder.path(), ["new", "--agency", &name, "--year", "2024", "-o", "a.toml"]).status,
        0
    );
    assert!(!nianbao(folder.path(), ["check", "a.toml"]).stdout.contains("D012"));
}

#[test]
fn the_name_of_a_new_file_is_that_of_a_data_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("各局")).unwrap();
    let new = |name: &str| {
        nianbao(folder.path(), ["new", "--agency", "示例县财政局", "--year", "2024", "-o", name])
    };
    for (name, file) in [
        ("财政局", "财政局.toml"),
        ("各局", "各局/2024年报.toml"),
        ("一.TOML", "一.TOML"),
        ("1.2版", "1.2版.toml"),
    ] {
        let outcome = new(name);
        assert!(outcome.status == 0 && folder.path().join(file).is_file(), "{name}: {}", outcome.stderr);
    }
    let outcome = new("年报.docx");
    assert_eq!(outcome.status, 2);
    let says = "“年报.docx”是 Word 文件的名称，这里生成的是数据文件，请写：-o 年报.toml";
    assert!(outcome.stderr.replace('\n', "").contains(says), "{}", outcome.stderr);
    assert!(!folder.path().join("年报.docx").exists());
}
