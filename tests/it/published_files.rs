//! Published reports in place of data files: checked as they are, and as last year's report.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::program::{Outcome, nianbao};
use crate::common::{edited, folder, kinds, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";
const LAST_YEAR: &str = "examples/qinghe-2023.toml";
/// A wrong total that the report states.
const WRONG: (&str, &str) = ("1,            6,    2,   75 ]", "1,            6,    2,   76 ]");

/// The files that [`published`] makes.
const KINDS: [&str; 6] = ["html", "docx", "md", "xlsx", "pdf", "js"];

/// A folder with a report as it might have been published, in files of every kind.
fn published(file: &str, edits: &[(&str, &str)], name: &str) -> tempfile::TempDir {
    let folder = folder(&[("a.toml", edited(&text_of(file), edits.iter().copied()))]);
    let (draft, options) = if edits.is_empty() { ("", &[][..]) } else { ("-草稿", &["--draft"][..]) };
    nianbao(folder.path(), [&["render", "a.toml"], options].concat());
    for extension in ["html", "docx", "md"] {
        let from = folder.path().join(format!("a{draft}.{extension}"));
        fs::rename(from, folder.path().join(format!("{name}.{extension}"))).unwrap();
    }
    fs::remove_file(folder.path().join("a.toml")).unwrap();
    let path = |extension: &str| folder.path().join(format!("{name}.{extension}"));
    let page = fs::read_to_string(path("html")).unwrap();
    for (extension, bytes) in
        [("xlsx", kinds::sheet(&page)), ("pdf", kinds::pdf(&page)), ("js", kinds::script(&page))]
    {
        fs::write(path(extension), bytes).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Outcome {
    nianbao(folder, arguments)
}

fn said(outcome: &Outcome, words: &[&str]) {
    for words in words {
        let is_said = outcome.stdout.contains(words) || outcome.stderr.contains(words);
        assert!(is_said, "{words}:\n{}\n{}", outcome.stdout, outcome.stderr);
    }
}

/// A page in which a row stands twice, with other figures.
fn make_doubtful(path: &Path, label: &str) {
    let page = fs::read_to_string(path).unwrap();
    let at = page.find(&format!(">{label}<")).unwrap();
    let start = page[..at].rfind("<tr").unwrap();
    let end = at + page[at..].find("</tr>").unwrap() + "</tr>".len();
    let other: String =
        page[start..end].split_inclusive("</td>").map(|cell| cell.replace("</td>", "8</td>")).collect();
    fs::write(path, format!("{}{other}{}", &page[..end], &page[end..])).unwrap();
}

#[test]
fn a_wrong_total_is_found_in_a_file_of_any_kind_with_its_place() {
    let folder = published(EXAMPLE, &[WRONG], "年报");
    let (place, line) = ("表格3 第4行第8列", Value::Null);
    for name in ["年报.html", "年报.docx"] {
        let outcome = run(folder.path(), &["check", name]);
        assert_eq!(outcome.status, 1, "{name}: {}", outcome.stderr);
        said(&outcome, &["错误[T101]", &format!("{name} {place}\n"), "1 处错误（必须改正）"]);
        // No line of a data file that nobody has.
        assert!(!outcome.stdout.contains('│') && !outcome.stdout.contains(".toml"), "{}", outcome.stdout);
        let json: Value =
            serde_json::from_str(&run(folder.path(), &["check", name, "--format", "json"]).stdout).unwrap();
        let finding = &json["files"][0]["findings"][0];
        assert_eq!((&finding["code"], &finding["place"]), (&"T101".into(), &place.into()), "{name}");
        assert_eq!((&finding["line"], &finding["column"]), (&line, &Value::Null), "{name}");
        let cell = &finding["cells"][1];
        assert_eq!((&cell["place"], &cell["line"]), (&"表格3 第4行第2列".into(), &line), "{name}");
        let csv = run(folder.path(), &["check", name, "--format", "csv"]).stdout;
        assert!(csv.contains(&format!("{name},T101,错误,{place},")), "{csv}");
        let sarif = run(folder.path(), &["check", name, "--format", "sarif"]).stdout;
        assert!(!sarif.contains("\"region\"") && sarif.contains(&format!("（{place}）")), "{sarif}");
        said(&run(folder.path(), &["check", name, "--summary"]), &[name, "须改正", "青禾县住房和城乡建设局"]);
    }
    let json = run(folder.path(), &["check", "年报.md", "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let finding = &json["files"][0]["findings"][0];
    let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(folder.path().join("年报.md")).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("76"), "{line}");
}

#[test]
fn a_published_report_is_not_mended_but_imported() {
    let folder = published(EXAMPLE, &[WRONG], "年报");
    let before = fs::read(folder.path().join("年报.docx")).unwrap();
    let outcome = run(folder.path(), &["check", "年报.docx", "--fix"]);
    assert_eq!(outcome.status, 1);
    said(&outcome, &["“年报.docx”：没有改动", "nianbao import 年报.docx"]);
    assert_eq!(fs::read(folder.path().join("年报.docx")).unwrap(), before);
}

#[test]
fn last_years_published_report_is_gone_on_from_and_compared_with() {
    for extension in KINDS {
        let folder = published(LAST_YEAR, &[], "2023年报");
        let last = format!("2023年报.{extension}");
        let outcome = run(folder.path(), &["new", "--from", &last]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        said(&outcome, &[&format!("已从“{last}”带入"), "上年结转 6 格", "现行有效 2 格"]);
        let new = fs::read_to_string(folder.path().join("2024年报.toml")).unwrap();
        assert!(
            new.contains(&format!(
                "[previous]           # 上年的报告，检查时与它核对\nfile     = \"{last}\""
            )),
            "{new}"
        );
        assert!(new.contains("carried_in                   = [      3,"), "{new}");
        // The same file on the command line, and named in the data file.
        let wrong = edited(
            &text_of(EXAMPLE),
            [("carried_in                   = [      3,", "carried_in                   = [      4,")],
        );
        let told = format!("上一年度的报告“{last}”");
        fs::write(folder.path().join("今年.toml"), &wrong).unwrap();
        let outcome = run(folder.path(), &["check", "今年.toml", "--prev", &last]);
        said(&outcome, &["错误[Y201]", &told, "“四、结转下年度继续办理”行“自然人”列是 3"]);
        let place = if extension == "xlsx" { "工作表“a”" } else { "表格" };
        assert!(outcome.stdout.contains(place), "{}", outcome.stdout);
        fs::write(folder.path().join("今年.toml"), format!("{wrong}\n[previous]\nfile = \"{last}\"\n"))
            .unwrap();
        said(&run(folder.path(), &["check", "今年.toml"]), &["错误[Y201]", &told]);
        fs::write(folder.path().join("今年.toml"), text_of(EXAMPLE)).unwrap();
        assert_eq!(run(folder.path(), &["check", "今年.toml", "--prev", &last]).status, 0, "{extension}");
    }
}

#[test]
fn what_was_not_read_for_certain_is_not_carried_over() {
    let folder = published(LAST_YEAR, &[], "2023年报");
    make_doubtful(&folder.path().join("2023年报.html"), "行政规范性文件");
    let outcome = run(folder.path(), &["new", "--from", "2023年报.html"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    said(&outcome, &["“2023年报.html”里“行政规范性文件”行", "读得没有把握，没有带入", "现行有效 1 格"]);
    let new = fs::read_to_string(folder.path().join("2024年报.toml")).unwrap();
    let row = new.lines().find(|line| line.starts_with("normative_documents")).unwrap();
    assert!(row.ends_with("；现行有效在上年的报告中没有读准，请查明后填写"), "{row}");
    assert!(!row.split('#').next().unwrap().contains(|c: char| c.is_ascii_digit()), "{row}");
    // Nor is this year's figure compared with it.
    let changed =
        edited(&text_of(EXAMPLE), [("2,            1,           14 ]", "2,            1,           19 ]")]);
    fs::write(folder.path().join("今年.toml"), changed).unwrap();
    let outcome = run(folder.path(), &["check", "今年.toml", "--prev", "2023年报.html"]);
    assert!(!outcome.stdout.contains("Y202"), "{}", outcome.stdout);
}

#[test]
fn last_years_file_that_cannot_be_read_says_why() {
    let folder = folder(&[("今年.toml", text_of(EXAMPLE))]);
    fs::write(folder.path().join("上年.jpg"), b"\xFF\xD8\xFF\xE0").unwrap();
    fs::write(folder.path().join("上年.txt"), "今年的工作总结，没有表格。\n").unwrap();
    for (name, why) in [("上年.jpg", "这是图片"), ("上年.txt", "没有读到政府信息公开工作年度报告的表格")]
    {
        for arguments in
            [&["new", "--from", name, "-o", "新.toml"][..], &["check", "今年.toml", "--prev", name]]
        {
            let outcome = run(folder.path(), arguments);
            assert_eq!(outcome.status, 2, "{arguments:?}: {}", outcome.stdout);
            said(&outcome, &[&format!("“{name}”：{why}")]);
        }
        let naming = format!("{}\n[previous]\nfile = \"{name}\"\n", text_of(EXAMPLE));
        fs::write(folder.path().join("注明.toml"), naming).unwrap();
        let outcome = run(folder.path(), &["check", "注明.toml"]);
        assert_eq!(outcome.status, 1);
        said(&outcome, &["错误[D012]", "上一年度的报告不能使用", why]);
    }
    assert!(!folder.path().join("新.toml").exists());
}
