//! A year with the program, on a report that was published: begin from last year's file, fill in, mend
//! what the check finds, publish, correct, publish again.

use std::fs;
use std::path::Path;

use crate::common::docx;
use crate::common::program::{Outcome, nianbao, outputs_of};
use crate::common::sheet::{OTHER_MATTERS, OVERVIEW, PROBLEMS};
use crate::common::text_of;

/// What the clerk fills in; everything else is 0.
const FIGURES: &[(&str, &str)] = &[
    ("received", "[ 4, 0, 0, 0, 0, 0, 4 ]"),
    ("granted", "[ 3, 0, 0, 0, 0, 0 ]"),
    ("carried_forward", "[ 1, 0, 0, 0, 0, 0 ]"),
    ("procurement", "[ 30, 325.40 ]"),
];

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("2020年报.toml")).unwrap()
    }

    fn save(&self, text: &str) {
        fs::write(self.path("2020年报.toml"), text).unwrap();
    }

    /// Replaces words that stand there once.
    fn replace(&self, old: &str, new: &str) {
        let text = self.text();
        assert_eq!(text.matches(old).count(), 1, "{old}\n{text}");
        self.save(&text.replace(old, new));
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        nianbao(self.folder.path(), arguments)
    }
}

/// Fills in the figures: in each row what is given for it, else 0 for every blank.
fn fill_figures(text: &str) -> String {
    let row = |line: &str| {
        let (key, rest) = line.split_once('=')?;
        let figures = FIGURES.iter().find(|(row, _)| *row == key.trim());
        let (cells, comment) = rest.split_once('#').unwrap_or((rest, ""));
        let cells = figures.map_or_else(|| cells.replace("\"\"", "0"), |(_, figures)| format!(" {figures} "));
        (!line.starts_with('#') && !line.starts_with("text")).then(|| format!("{key}={cells}#{comment}"))
    };
    text.lines().map(|line| row(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

/// Writes the narrative of one section between its quotes.
fn write_section(text: &str, section: &str, narrative: &str) -> String {
    let at = text.find(&format!("\n[{section}]")).unwrap();
    let start = at + text[at..].find("text = '''\n").unwrap() + "text = '''\n".len();
    let end = start + text[start..].find("'''").unwrap();
    format!("{}{narrative}{}", &text[..start], &text[end..])
}

/// What somebody does in Word.
fn edit_in_word(path: &Path) -> Vec<u8> {
    let edited = docx::edited(&fs::read(path).unwrap(), "总体情况", "总的情况");
    fs::write(path, &edited).unwrap();
    edited
}

#[test]
fn a_year_with_the_program() {
    let desk = Desk { folder: tempfile::tempdir().unwrap() };
    let last = text_of("examples/baoshan-2019.toml");
    fs::write(desk.path("2019年报.toml"), &last).unwrap();

    // Begin.
    let begun = desk.run(&["new", "--from", "2019年报.toml"]);
    assert_eq!(begun.status, 0, "{}", begun.stderr);
    let new = desk.text();
    for carried in ["上海市宝山区行政服务中心", "file     = \"2019年报.toml\"", "【待填写】"]
    {
        assert!(new.contains(carried), "{carried}\n{new}");
    }
    let draft = desk.run(&["render", "2020年报.toml", "--draft", "--to", "html"]);
    assert_eq!(draft.status, 1, "{}", draft.stderr);
    let draft = fs::read_to_string(desk.path("2020年报-草稿.html")).unwrap();
    assert!(!draft.contains("2019年，") && draft.contains("待填"), "{draft}");

    // Fill in, with the mistakes that clerks make.
    let mut text = fill_figures(&new);
    let overview = format!("{OVERVIEW}全年收到政府信息公开申请6件，均依法办理。\n");
    for (section, narrative) in
        [("overview", overview.as_str()), ("problems", PROBLEMS), ("other_matters", "【待填写】\n")]
    {
        text = write_section(&text, section, narrative);
    }
    text = text.replacen("[ 4, 0, 0, 0, 0, 0, 4 ]", "[ 4, 0, 0, 0, 0, 0, 5 ]", 1);
    text = text.replacen("[ 3, 0, 0, 0, 0, 0 ]", "[ 3, 0, 0, \"\", 0, 0 ]", 1);
    let carried_in = text.lines().find(|line| line.starts_with("carried_in")).unwrap().to_owned();
    text = text.replacen(&carried_in, &carried_in.replacen('0', "1", 1), 1);
    desk.save(&text);
    let found = desk.run(&["check", "2020年报.toml"]);
    assert_eq!(found.status, 1);
    for code in ["D006", "T101", "Y201", "N306", "S405"] {
        assert!(found.stdout.contains(&format!("[{code}]")), "{code}\n{}", found.stdout);
    }
    assert_eq!(desk.run(&["render", "2020年报.toml"]).status, 1);
    assert!(!desk.path("2020年报.docx").exists(), "a report with errors must not get out");

    // Mend.
    desk.replace("[ 4, 0, 0, 0, 0, 0, 5 ]", "[ 4, 0, 0, 0, 0, 0, 4 ]");
    desk.replace("[ 3, 0, 0, \"\", 0, 0 ]", "[ 3, 0, 0, 0, 0, 0 ]");
    desk.replace(&carried_in.replacen('0', "1", 1), &carried_in);
    // Only now the table can contradict the prose.
    let found = desk.run(&["check", "2020年报.toml"]);
    assert!(found.stdout.contains("[N301]") && !found.stdout.contains("[T101]"), "{}", found.stdout);
    desk.replace("公开申请6件", "公开申请4件");
    desk.save(&write_section(&desk.text(), "other_matters", OTHER_MATTERS));
    let date = desk.text().lines().find(|line| line.starts_with("# date ")).unwrap().to_owned();
    desk.replace(&date, &date[2..]);
    let mended = desk.run(&["check", "2020年报.toml"]);
    assert_eq!((mended.status, mended.stdout.as_str()), (0, "2020年报.toml：检查通过，没有发现问题\n"));

    // Publish; somebody goes on in Word.
    assert_eq!(desk.run(&["render", "2020年报.toml"]).status, 0);
    let published = fs::read(desk.path("2020年报.html")).unwrap();
    let edited = edit_in_word(&desk.path("2020年报.docx"));

    // A correction: one application more, and granted.
    desk.replace("[ 4, 0, 0, 0, 0, 0, 4 ]", "[ 5, 0, 0, 0, 0, 0, 5 ]");
    desk.replace("[ 3, 0, 0, 0, 0, 0 ]", "[ 4, 0, 0, 0, 0, 0 ]");
    let compared = desk.run(&["diff", "2020年报.html", "2020年报.toml"]);
    assert_eq!(compared.status, 0, "{}", compared.stderr);
    // The prose still says the old number.
    assert!(compared.stdout.contains("公开申请4件”写的还是改动前的数字"), "{}", compared.stdout);
    desk.replace("公开申请4件", "公开申请5件");
    let notice = desk.run(&["diff", "2020年报.html", "2020年报.toml", "--format", "md", "-o", "更正说明.md"]);
    assert_eq!(notice.status, 0, "{}", notice.stderr);
    let notice = fs::read_to_string(desk.path("更正说明.md")).unwrap();
    for line in [
        "# 关于《上海市宝山区行政服务中心2020年政府信息公开工作年度报告》的更正说明",
        "| 自然人 | 4 | 5 |",
        "| 自然人 | 3 | 4 |",
        "更正为：全年收到政府信息公开申请**5**件，均依法办理。",
    ] {
        assert!(notice.contains(line), "{line}\n{notice}");
    }

    // Publish again.
    let again = desk.run(&["render", "2020年报.toml"]);
    assert_eq!(again.status, 0, "{}", again.stderr);
    for words in [
        format!("已更新：{}\n", outputs_of("2020年报").join("、")).as_str(),
        "已另存为“2020年报-手改.docx”",
        "与上次生成的网页相比：改动 2 格，随之变化 4 个总计，正文改动 1 处",
        "“三、（一）予以公开”行“自然人”列：3 → 4",
    ] {
        assert!(again.stderr.contains(words), "{words}\n{}", again.stderr);
    }
    assert_eq!(fs::read(desk.path("2020年报-手改.docx")).unwrap(), edited);
    assert_ne!(fs::read(desk.path("2020年报.html")).unwrap(), published);
    assert_eq!(fs::read_to_string(desk.path("2019年报.toml")).unwrap(), last);
}

/// A year later nobody has a data file yet: last year's report is the Word file that was published.
#[test]
fn the_first_year_begins_from_a_word_file() {
    let desk = Desk { folder: tempfile::tempdir().unwrap() };
    fs::write(desk.path("旧.toml"), text_of("examples/baoshan-2019.toml")).unwrap();
    assert_eq!(desk.run(&["render", "旧.toml", "--to", "docx"]).status, 0);
    fs::rename(desk.path("旧.docx"), desk.path("去年的年报.docx")).unwrap();
    fs::remove_file(desk.path("旧.toml")).unwrap();
    let word = fs::read(desk.path("去年的年报.docx")).unwrap();

    // Begin.
    let begun = desk.run(&["new", "--from", "去年的年报.docx"]);
    assert_eq!(begun.status, 0, "{}", begun.stderr);
    assert!(begun.stderr.contains("已从“去年的年报.docx”带入"), "{}", begun.stderr);
    let new = desk.text();
    for carried in [
        "name     = \"上海市宝山区行政服务中心\"",
        "file     = \"去年的年报.docx\"",
        "year   = 2020",
        "【待填写】",
    ] {
        assert!(new.contains(carried), "{carried}\n{new}");
    }

    // Fill in; what is carried over is asked of the Word file.
    let mut text = fill_figures(&new);
    for (section, narrative) in
        [("overview", OVERVIEW), ("problems", PROBLEMS), ("other_matters", OTHER_MATTERS)]
    {
        text = write_section(&text, section, narrative);
    }
    let date = text.lines().find(|line| line.starts_with("# date ")).unwrap().to_owned();
    text = text.replacen(&date, &date[2..], 1);
    let carried_in = text.lines().find(|line| line.starts_with("carried_in")).unwrap().to_owned();
    desk.save(&text.replacen(&carried_in, &carried_in.replacen('0', "1", 1), 1));
    let found = desk.run(&["check", "2020年报.toml"]);
    assert!(found.stdout.contains("[Y201]"), "{}", found.stdout);
    desk.save(&text);
    let checked = desk.run(&["check", "2020年报.toml"]);
    assert_eq!((checked.status, checked.stdout.as_str()), (0, "2020年报.toml：检查通过，没有发现问题\n"));

    // Publish in three forms; each reads back as what was filled in.
    assert_eq!(desk.run(&["render", "2020年报.toml"]).status, 0);
    fs::create_dir(desk.path("已发布")).unwrap();
    for output in outputs_of("2020年报") {
        let compared = desk.run(&["diff", &output, "2020年报.toml"]);
        assert_eq!(compared.status, 0, "{output}\n{}", compared.stderr);
        assert!(compared.stdout.contains("没有"), "{output}\n{}", compared.stdout);
        fs::copy(desk.path(&output), desk.path("已发布").join(&output)).unwrap();
    }

    // The next day: one application more, and granted.
    desk.replace("[ 4, 0, 0, 0, 0, 0, 4 ]", "[ 5, 0, 0, 0, 0, 0, 5 ]");
    desk.replace("[ 3, 0, 0, 0, 0, 0 ]", "[ 4, 0, 0, 0, 0, 0 ]");
    for page in ["已发布/2020年报.html", "已发布/2020年报.docx"] {
        let compared = desk.run(&["diff", page, "2020年报.toml"]);
        assert_eq!(compared.status, 0, "{page}\n{}", compared.stderr);
        let words = "“一、本年新收政府信息公开申请数量”行“自然人”列：4 → 5";
        assert!(compared.stdout.contains(words), "{page}\n{}", compared.stdout);
    }
    assert_eq!(fs::read(desk.path("去年的年报.docx")).unwrap(), word, "last year's report stays as it is");
}
