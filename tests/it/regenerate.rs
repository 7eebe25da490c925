//! A report that is made again: what has changed is said, what somebody changed by hand is kept, and
//! nothing is half replaced.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::docx;
use crate::common::program::{Outcome, Running, nianbao, outputs_of, with_outputs};
use crate::common::text_of;

const KINDS: [&str; 3] = ["md", "html", "docx"];

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("年报.toml");
    fs::write(&file, text_of("examples/qinghe-2024.toml")).unwrap();
    (folder, file)
}

/// Changes one figure that no sum depends on.
fn correct(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    let changed =
        text.replacen(&format!("penalties           = {old}"), &format!("penalties           = {new}"), 1);
    assert_ne!(text, changed);
    fs::write(file, changed).unwrap();
}

fn render(folder: &Path, options: &[&str]) -> Outcome {
    nianbao(folder, [&["render", "年报.toml"], options].concat())
}

fn outputs(folder: &Path) -> [Vec<u8>; 3] {
    KINDS.map(|kind| fs::read(folder.join(format!("年报.{kind}"))).unwrap())
}

/// What somebody does in Word.
fn edit_by_hand(path: &Path, old: &str, new: &str) -> Vec<u8> {
    let bytes = docx::edited(&fs::read(path).unwrap(), old, new);
    fs::write(path, &bytes).unwrap();
    bytes
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_has_not_changed_is_said_and_not_written_again() {
    let (folder, file) = folder();
    let first = render(folder.path(), &[]);
    let all = outputs_of("年报").join("、");
    assert_eq!(first.stderr, format!("已生成：{all}\n"));
    let before = outputs(folder.path());
    let again = render(folder.path(), &[]);
    assert_eq!((again.status, again.stderr), (0, format!("没有变化：{all}\n")));
    correct(&file, "1037", "1038");
    let words = render(folder.path(), &["--to", "md,html"]).stderr;
    assert!(words.starts_with("已更新：年报.md、年报.html\n"), "{words}");
    let words = render(folder.path(), &["--to", "docx,html,md"]).stderr;
    assert!(words.starts_with("已更新：年报.docx\n没有变化：年报.md、年报.html\n"), "{words}");
    assert!(outputs(folder.path()).iter().zip(&before).all(|(new, old)| new != old));
    assert_eq!(names(folder.path()), with_outputs("年报", &["年报.toml"]));
}

#[test]
fn the_cells_that_changed_since_the_page_was_made_are_named() {
    let (folder, file) = folder();
    render(folder.path(), &[]);
    let sound = fs::read_to_string(&file).unwrap();
    // One more application of an enterprise, granted.
    let changed = sound.replacen("58,        7,", "58,        8,", 1).replacen("2,   75 ]", "2,   76 ]", 1);
    let changed = changed.replacen("21,        4,", "21,        5,", 1).replacen("提出17件", "提出18件", 1);
    let changed = changed.replacen("[     59,        8,", "[     59,        9,", 1).replacen(
        "2,   76 ]  # 三",
        "2,   77 ]  # 三",
        1,
    );
    fs::write(&file, &changed).unwrap();
    let outcome = render(folder.path(), &["--draft"]);
    assert!(
        !outcome.stderr.contains("相比"),
        "a draft is no later edition of the report: {}",
        outcome.stderr
    );
    let said = render(folder.path(), &[]).stderr;
    let (_, words) = said.split_once("与上次生成的网页相比：").unwrap();
    for cell in [
        "  “一、本年新收政府信息公开申请数量”行“商业企业”列：7 → 8\n",
        "  “三、（一）予以公开”行“商业企业”列：4 → 5\n",
        "  “三、（七）总计”行“商业企业”列：8 → 9（随之变化）\n",
        "  “一、本年新收政府信息公开申请数量”行“总计”列：75 → 76（随之变化）\n",
    ] {
        assert!(words.contains(cell), "{cell}{words}");
    }
    assert_eq!(words.matches(" → ").count(), 6, "{words}");
    // Without the page nobody knows; with another report's page nothing is compared.
    fs::remove_file(folder.path().join("年报.html")).unwrap();
    fs::write(&file, &sound).unwrap();
    assert!(!render(folder.path(), &[]).stderr.contains("相比"));
}

#[test]
fn what_was_changed_in_word_is_kept_every_time() {
    let (folder, file) = folder();
    render(folder.path(), &[]);
    let word = folder.path().join("年报.docx");
    let mut edited = Vec::new();
    for (number, figure) in [("", ("1037", "1038")), ("2", ("1038", "1039"))] {
        edited.push(edit_by_hand(&word, "总体情况", "总的情况"));
        correct(&file, figure.0, figure.1);
        let outcome = render(folder.path(), &[]);
        assert_eq!(outcome.status, 0);
        let kept = format!("年报-手改{number}.docx");
        assert!(outcome.stderr.contains(&format!("已另存为“{kept}”")), "{}", outcome.stderr);
        assert_eq!(Some(&fs::read(folder.path().join(kept)).unwrap()), edited.last());
        assert!(docx::part(&fs::read(&word).unwrap(), "word/document.xml").contains(figure.1));
    }
    assert_eq!(fs::read(folder.path().join("年报-手改.docx")).unwrap(), edited[0]);
    let kept = ["年报.toml", "年报-手改.docx", "年报-手改2.docx"];
    assert_eq!(names(folder.path()), with_outputs("年报", &kept));
}

#[test]
fn texts_that_were_changed_by_hand_or_come_from_elsewhere_are_kept_too() {
    let (folder, file) = folder();
    render(folder.path(), &[]);
    for kind in ["md", "html"] {
        let path = folder.path().join(format!("年报.{kind}"));
        let text = fs::read_to_string(&path).unwrap().replacen("总体情况", "总的情况", 1);
        fs::write(path, text).unwrap();
    }
    fs::write(folder.path().join("年报.docx"), "我自己的文件").unwrap();
    correct(&file, "1037", "1038");
    let outcome = render(folder.path(), &[]);
    for kind in KINDS {
        assert!(outcome.stderr.contains(&format!("“年报-手改.{kind}”")), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("年报-手改.docx")).unwrap(), "我自己的文件");
    assert!(fs::read_to_string(folder.path().join("年报-手改.md")).unwrap().contains("总的情况"));
    // A transfer that changes nothing but the ends of lines is no change by hand.
    let page = folder.path().join("年报.html");
    fs::write(&page, fs::read_to_string(&page).unwrap().replace('\n', "\r\n")).unwrap();
    correct(&file, "1038", "1039");
    assert!(!render(folder.path(), &[]).stderr.contains("手改"));
}

#[test]
fn a_backup_is_what_was_there_before() {
    let (folder, file) = folder();
    render(folder.path(), &["--backup"]);
    let before = outputs(folder.path());
    render(folder.path(), &["--backup"]);
    let needs_none = "what has not changed needs no backup";
    assert_eq!(names(folder.path()), with_outputs("年报", &["年报.toml"]), "{needs_none}");
    correct(&file, "1037", "1038");
    let outcome = render(folder.path(), &["--backup"]);
    for (kind, before) in KINDS.iter().zip(&before) {
        let kept = format!("年报-备份.{kind}");
        assert!(outcome.stderr.contains(&format!("“年报.{kind}”已备份为“{kept}”")), "{}", outcome.stderr);
        assert_eq!(&fs::read(folder.path().join(kept)).unwrap(), before);
    }
    correct(&file, "1038", "1039");
    render(folder.path(), &["--backup"]);
    assert_eq!(fs::read(folder.path().join("年报-备份.md")).unwrap(), before[0]);
    assert!(folder.path().join("年报-备份2.md").exists());
}

#[test]
fn if_one_output_is_open_none_is_replaced() {
    let (folder, file) = folder();
    render(folder.path(), &[]);
    let before = outputs(folder.path());
    correct(&file, "1037", "1038");
    for mark in [".~lock.年报.docx#", "~$年报.docx", ".~年报.docx"] {
        let mark = folder.path().join(mark);
        fs::write(&mark, "").unwrap();
        let outcome = render(folder.path(), &[]);
        assert_eq!(outcome.status, 2);
        assert!(
            outcome.stderr.contains("年报.docx") && outcome.stderr.contains("请先关闭"),
            "{}",
            outcome.stderr
        );
        assert_eq!(outputs(folder.path()), before);
        fs::remove_file(mark).unwrap();
    }
    // What need not be replaced may be open.
    correct(&file, "1038", "1037");
    fs::write(folder.path().join(".~lock.年报.docx#"), "").unwrap();
    assert_eq!(render(folder.path(), &[]).status, 0);
}

#[test]
fn one_bad_file_of_many_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let text = text_of("examples/qinghe-2024.toml");
    let mut files: Vec<String> = (0..12).map(|index| format!("{index}.toml")).collect();
    for file in &files {
        fs::write(folder.path().join(file), &text).unwrap();
    }
    fs::write(folder.path().join("3.toml"), "format = ").unwrap();
    fs::write(
        folder.path().join("7.toml"),
        text.replacen("[  58, ", "[  57, ", 1).replacen("   58,", "   57,", 1),
    )
    .unwrap();
    files.push("没有.toml".to_owned());
    let arguments = ["render", "-o", "报告"].map(str::to_owned).into_iter().chain(files.clone());
    let outcome = nianbao(folder.path(), arguments);
    assert_eq!(outcome.status, 2, "the worst counts");
    let summaries: Vec<&str> = outcome
        .stderr
        .lines()
        .filter(|line| files.iter().any(|file| line.starts_with(&format!("{file}："))))
        .collect();
    let expected: Vec<String> = files.iter().map(|file| format!("{file}：")).collect();
    let order: Vec<bool> = summaries
        .iter()
        .filter(|line| line.contains("生成"))
        .zip(&expected)
        .map(|(line, file)| line.starts_with(file.as_str()))
        .collect();
    assert_eq!(order, [true; 13], "{summaries:#?}");
    let first = format!("0.toml：已生成：{}（没有发现问题）", outputs_of("报告/0").join("、"));
    assert!(summaries.contains(&first.as_str()), "{summaries:#?}");
    let last = outcome.stderr.lines().last().unwrap();
    assert_eq!(last, "共 13 个文件，10 个生成了报告，3 个没有生成：3.toml、7.toml、没有.toml");
    assert_eq!(names(&folder.path().join("报告")).len(), 10 * outputs_of("0").len());
}

#[test]
fn with_watch_every_save_makes_the_report_anew() {
    let (folder, file) = folder();
    let run = Running::start(folder.path(), ["render", "年报.toml", "--watch"]);
    let rounds = |count| move |said: &str| said.matches("按 Ctrl+C 结束").count() == count;
    run.until("the first report", || rounds(1)(&run.said()));
    let all = outputs_of("年报").join("、");
    assert!(run.said().contains(&format!("已生成：{all}\n")), "{}", run.said());
    correct(&file, "1037", "1038");
    run.until("the second report", || rounds(2)(&run.said()));
    let page = || fs::read_to_string(folder.path().join("年报.html")).unwrap();
    assert!(page().contains(">1038</td>"));
    // A file that does not read leaves the last report, and does not end the watch.
    let sound = fs::read_to_string(&file).unwrap();
    fs::write(&file, sound.replacen("year", "year = ", 1)).unwrap();
    run.until("the complaint", || rounds(3)(&run.said()));
    assert!(run.said().contains("错误[D001]") && page().contains(">1038</td>"), "{}", run.said());
    // An editor that saves by putting a new file in the place of the old one.
    let other = folder.path().join("年报.tmp");
    fs::write(&other, sound.replacen("= 1038", "= 1039", 1)).unwrap();
    fs::rename(other, &file).unwrap();
    run.until("the third report", || rounds(4)(&run.said()));
    assert!(page().contains(">1039</td>"));
    assert_eq!(run.interrupt(), Some(0));
    assert_eq!(names(folder.path()), with_outputs("年报", &["年报.toml"]));
}

#[test]
fn with_watch_only_a_list_that_somebody_has_changed_is_kept() {
    let (folder, file) = folder();
    let run = Running::start(folder.path(), ["render", "年报.toml", "--to", "csv", "--watch"]);
    let round = |count| run.until("a round", || run.said().matches("按 Ctrl+C 结束").count() == count);
    round(1);
    correct(&file, "1037", "1038");
    round(2);
    correct(&file, "1038", "1039");
    round(3);
    assert_eq!(names(folder.path()), ["年报.csv", "年报.toml"]);
    let list = folder.path().join("年报.csv");
    let changed = fs::read_to_string(&list).unwrap().replace("1039", "1040");
    fs::write(&list, &changed).unwrap();
    correct(&file, "1039", "1041");
    round(4);
    assert_eq!(fs::read_to_string(folder.path().join("年报-手改.csv")).unwrap(), changed);
    assert_eq!(run.interrupt(), Some(0));
    assert_eq!(names(folder.path()).len(), 3);
}

#[test]
fn another_report_in_the_same_place_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let text = text_of("examples/qinghe-2024.toml");
    for (agency, name) in [("甲", "青禾县住房和城乡建设局"), ("乙", "青禾县交通局")] {
        let inner = folder.path().join(agency);
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join("年报.toml"), text.replace("青禾县住房和城乡建设局", name)).unwrap();
    }
    assert_eq!(nianbao(folder.path(), ["render", "甲/年报.toml", "-o", "发布"]).status, 0);
    let first = outputs(&folder.path().join("发布"));
    let outcome = nianbao(folder.path(), ["render", "乙/年报.toml", "-o", "发布"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("原来的是另一份报告（青禾县住房和城乡建设局2024年的）"),
        "{}",
        outcome.stderr
    );
    for (kind, first) in KINDS.iter().zip(first) {
        assert_eq!(fs::read(folder.path().join(format!("发布/年报-备份.{kind}"))).unwrap(), first);
    }
}

#[test]
fn a_backup_is_kept_even_from_a_data_file_of_its_name() {
    let (folder, file) = folder();
    render(folder.path(), &["--backup"]);
    correct(&file, "1037", "1038");
    render(folder.path(), &["--backup"]);
    let backup = fs::read(folder.path().join("年报-备份.docx")).unwrap();
    fs::copy(&file, folder.path().join("年报-备份.toml")).unwrap();
    assert_eq!(nianbao(folder.path(), ["render", "年报-备份.toml"]).status, 0);
    assert_eq!(fs::read(folder.path().join("年报-备份-手改.docx")).unwrap(), backup);
}

#[test]
fn a_template_with_other_line_ends_makes_no_foreign_pages() {
    let (folder, file) = folder();
    nianbao(folder.path(), ["templates", "模板"]);
    let template = folder.path().join("模板/page.html");
    fs::write(&template, fs::read_to_string(&template).unwrap().replace('\n', "\r\n")).unwrap();
    render(folder.path(), &["--templates", "模板"]);
    correct(&file, "1037", "1038");
    let outcome = render(folder.path(), &["--templates", "模板"]);
    assert!(outcome.stderr.contains("已更新") && !outcome.stderr.contains("手改"), "{}", outcome.stderr);
}

#[test]
fn nothing_that_a_run_reads_is_written_over() {
    let (folder, file) = folder();
    let name = folder.path().join("page.toml");
    fs::copy(&file, &name).unwrap();
    fs::copy(&file, folder.path().join("年报.md")).unwrap();
    nianbao(folder.path(), ["templates", "."]);
    for arguments in [
        &["render", "page.toml", "--templates", "."][..],
        &["render", "年报.toml", "--prev", "年报.md"],
        &["render", "年报.toml", "--style", "年报.md"],
    ] {
        let before = names(folder.path());
        let outcome = nianbao(folder.path(), arguments);
        assert!(outcome.status == 2 && outcome.stderr.contains("会覆盖"), "{}", outcome.stderr);
        assert_eq!(names(folder.path()), before);
    }
}

#[test]
fn reports_that_stay_as_they_were_are_named() {
    let (folder, file) = folder();
    render(folder.path(), &["--to", "docx"]);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("2,   75 ]", "2,   76 ]", 1)).unwrap();
    let outcome = render(folder.path(), &[]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.stderr.ends_with("原有的“年报.docx”仍是以前生成的，没有改动\n"), "{}", outcome.stderr);
    // A page that becomes a fragment is said to.
    fs::write(&file, text).unwrap();
    render(folder.path(), &["--to", "html"]);
    let outcome = render(folder.path(), &["--to", "html", "--fragment"]);
    assert!(outcome.stderr.contains("原来的网页是完整的网页，现在换成了正文片段"), "{}", outcome.stderr);
}
