//! The command line as its contract says: statuses, what is written where, and the words.

use std::fs;
use std::path::Path;

use nianbao::render::RENDERERS;

use crate::common::program::{Outcome, Program, nianbao, outputs_of, with_outputs};
use crate::common::{docx, folder, html, text_of};

const ALL: [&str; 3] = ["md", "html", "docx"];

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// A wrong 总计: one error.
fn wrong() -> String {
    let text = sound();
    assert!(text.contains("2,   75 ]"));
    text.replacen("2,   75 ]", "2,   76 ]", 1)
}

/// No date: one warning.
fn undated() -> String {
    sound().replacen("date     = 2025-01-16", "", 1)
}

/// A half-width comma between Chinese characters: one note.
fn noted() -> String {
    let text = sound();
    assert!(text.contains("推进政府信息公开，各项任务"));
    text.replacen("推进政府信息公开，各项任务", "推进政府信息公开,各项任务", 1)
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn run(folder: &tempfile::TempDir, arguments: &[&str]) -> Outcome {
    nianbao(folder.path(), arguments)
}

#[test]
fn the_status_is_that_of_the_worst_file() {
    let folder = folder(&[("好.toml", sound()), ("错.toml", wrong()), ("无日期.toml", undated())]);
    for (files, status) in [
        (&["好.toml"][..], 0),
        (&["无日期.toml"], 0),
        (&["错.toml"], 1),
        (&["好.toml", "错.toml", "无日期.toml"], 1),
        (&["错.toml", "没有.toml"], 2),
        (&["没有.toml", "错.toml", "好.toml"], 2),
    ] {
        for command in ["check", "render"] {
            let outcome = run(&folder, &[&[command], files].concat());
            assert_eq!(outcome.status, status, "{command} {files:?}");
        }
    }
}

#[test]
fn warnings_count_where_they_are_denied() {
    let folder = folder(&[
        ("好.toml", sound()),
        ("提示.toml", noted()),
        ("无日期.toml", undated()),
        ("错.toml", wrong()),
    ]);
    for (files, plain, denied) in [
        (&["好.toml"][..], 0, 0),
        (&["提示.toml"], 0, 0),
        (&["无日期.toml"], 0, 1),
        (&["错.toml"], 1, 1),
        (&["好.toml", "提示.toml"], 0, 0),
        (&["好.toml", "无日期.toml", "提示.toml"], 0, 1),
        (&["无日期.toml", "没有.toml"], 2, 2),
    ] {
        for format in ["human", "json", "sarif", "csv"] {
            let check = ["check", "--format", format];
            assert_eq!(run(&folder, &[&check[..], files].concat()).status, plain, "{files:?}");
            let denying = run(&folder, &[&check[..], &["--deny", "warnings"], files].concat());
            assert_eq!(denying.status, denied, "{files:?}");
            // What is said stays the same.
            assert_eq!(denying.stdout, run(&folder, &[&check[..], files].concat()).stdout);
        }
    }
}

#[test]
fn each_of_several_files_has_its_summary_and_the_last_line_is_the_sum() {
    let files = ["甲.toml", "乙.toml", "丙.toml", "丁.toml"];
    let folder = folder(&[
        (files[0], wrong().replacen("date     = 2025-01-16", "", 1)),
        (files[1], sound()),
        (files[2], undated()),
        (files[3], format!("{}\n[[accept]]\ncode = \"S405\"\nreason = \"定稿时填写\"\n", undated())),
    ]);
    let outcome = run(&folder, &[&["check"][..], &files].concat());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (1, ""));
    let summaries: Vec<&str> =
        outcome.stdout.lines().filter(|line| line.contains(".toml：") || line.starts_with('共')).collect();
    assert_eq!(
        summaries,
        [
            "甲.toml：1 处错误（必须改正），1 处提醒（请核对）",
            "乙.toml：检查通过，没有发现问题",
            "丙.toml：1 处提醒（请核对）",
            "丁.toml：检查通过；另有 1 处已书面说明，不计入",
            "共 4 个文件：1 处错误，2 处提醒；另有 1 处已书面说明，不计入",
        ]
    );
    assert!(outcome.stdout.ends_with("不计入\n"), "{}", outcome.stdout);
    // A file that is not there is no reason to leave out the others.
    let outcome = run(&folder, &["check", "没有.toml", "丙.toml"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("没有.toml"), "{}", outcome.stderr);
    assert!(
        outcome.stdout.ends_with("共 2 个文件：0 处错误，1 处提醒；1 个文件无法读取\n"),
        "{}",
        outcome.stdout
    );
    // One file needs no sum.
    assert!(!run(&folder, &["check", "丙.toml"]).stdout.contains('共'));
}

#[test]
fn many_files_come_in_the_order_in_which_they_were_named() {
    let names: Vec<String> = (0..24).map(|n| format!("{:02}.toml", (n * 7) % 24)).collect();
    let files: Vec<(&str, String)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (name.as_str(), if n % 3 == 0 { wrong() } else { sound() }))
        .collect();
    let folder = folder(&files);
    let arguments: Vec<&str> = ["check"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let first = run(&folder, &arguments);
    let order: Vec<&str> =
        first.stdout.lines().filter_map(|line| line.split_once("：")).map(|(n, _)| n).collect();
    let order: Vec<&str> = order.into_iter().filter(|name| names.iter().any(|known| known == name)).collect();
    assert_eq!(order, names);
    assert!(first.stdout.ends_with("共 24 个文件：8 处错误，0 处提醒\n"), "{}", first.stdout);
    assert_eq!(run(&folder, &arguments).stdout, first.stdout);
}

#[test]
fn check_prints_to_standard_output_and_render_to_standard_error() {
    let folder = folder(&[("错.toml", wrong()), ("无日期.toml", undated())]);
    let checked = run(&folder, &["check", "错.toml"]);
    assert!(checked.stdout.contains("错误[T101]") && checked.stderr.is_empty());
    let rendered = run(&folder, &["render", "错.toml"]);
    assert!(rendered.stderr.contains("错误[T101]") && rendered.stdout.is_empty());
    let rendered = run(&folder, &["render", "无日期.toml"]);
    assert!(rendered.stderr.contains("提醒[S405]") && rendered.stdout.is_empty());
    // Nothing of a terminal gets into a file.
    assert!(!format!("{}{}", checked.stdout, rendered.stderr).contains('\u{1b}'));
}

#[test]
fn render_writes_nothing_while_there_are_errors() {
    let folder = folder(&[("错.toml", wrong()), ("错.md", "旧".to_owned())]);
    assert_eq!(run(&folder, &["render", "错.toml"]).status, 1);
    assert_eq!(names(folder.path()), ["错.md", "错.toml"]);
    assert_eq!(fs::read_to_string(folder.path().join("错.md")).unwrap(), "旧");
}

#[test]
fn a_draft_is_marked_in_its_name_and_on_its_pages() {
    let folder = folder(&[("错.toml", wrong())]);
    assert_eq!(run(&folder, &["render", "错.toml", "--draft"]).status, 1);
    assert_eq!(names(folder.path()), with_outputs("错-草稿", &["错.toml"]));
    let read = |extension: &str| fs::read(folder.path().join(format!("错-草稿.{extension}"))).unwrap();
    let text = |extension: &str| String::from_utf8(read(extension)).unwrap();
    let word = read("docx");
    for (kind, page) in
        [("md", text("md")), ("html", text("html")), ("docx", docx::part(&word, "word/header1.xml"))]
    {
        assert!(page.contains("草稿"), "{kind}: {page}");
    }
    // Odd and even pages have headers of their own.
    assert!(docx::part(&word, "word/header2.xml").contains("草稿"));
    // The stated figure prints, and beside it what it should be.
    let cells = docx::part(&word, "word/document.xml");
    for page in [text("md"), text("html"), cells] {
        let marked = page.contains("应为75") && page.contains(">76");
        assert!(marked, "{page}");
    }
}

#[test]
fn a_report_that_is_no_draft_says_nothing_of_one() {
    let folder = folder(&[("好.toml", sound())]);
    assert_eq!(run(&folder, &["render", "好.toml"]).status, 0);
    let read = |extension: &str| fs::read(folder.path().join(format!("好.{extension}"))).unwrap();
    let text = |extension: &str| String::from_utf8(read(extension)).unwrap();
    for words in [text("md"), html::words(&text("html"))] {
        assert!(words.contains("青禾县") && !words.contains("草稿"), "{words}");
    }
    let word = read("docx");
    for part in ["word/document.xml", "word/footer1.xml", "word/footer2.xml", "docProps/core.xml"] {
        assert!(!docx::part(&word, part).contains("草稿"), "{part}");
    }
    assert!(!docx::parts(&word).iter().any(|part| part.contains("header")));
    // A draft of it has its own name, and leaves the report alone.
    let report = read("docx");
    assert_eq!(run(&folder, &["render", "--draft", "好.toml"]).status, 0);
    assert_eq!(names(folder.path()).len(), 1 + 2 * outputs_of("好").len());
    assert!(report == read("docx"));
}

#[test]
fn outputs_go_where_they_are_told_and_of_the_kinds_that_are_asked_for() {
    let folder = folder(&[("上报/年报.toml.txt", sound()), ("b.toml", sound())]);
    assert_eq!(run(&folder, &["render", "上报/年报.toml.txt"]).status, 0);
    assert_eq!(names(&folder.path().join("上报")), with_outputs("年报", &["年报.toml.txt"]));
    let outcome =
        run(&folder, &["render", "上报/年报.toml.txt", "b.toml", "--to", "docx,md", "-o", "送审/第一次"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let written = names(&folder.path().join("送审/第一次"));
    assert_eq!(written, ["b.docx", "b.md", "年报.docx", "年报.md"]);
    for name in written {
        assert!(outcome.stderr.contains(&name), "{name}: {}", outcome.stderr);
    }
}

#[test]
fn two_inputs_with_one_output_name_are_refused_before_anything_is_written() {
    let folder =
        folder(&[("a.toml", sound()), ("a.toml.txt", sound()), ("b/a.toml", sound()), ("c.toml", sound())]);
    let before = names(folder.path());
    for arguments in
        [&["render", "a.toml", "a.toml.txt"][..], &["render", "c.toml", "a.toml", "b/a.toml", "-o", "out"]]
    {
        let outcome = run(&folder, arguments);
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("同名"), "{}", outcome.stderr);
    }
    assert_eq!(names(folder.path()), before);
    // In folders of their own they do not meet.
    assert_eq!(run(&folder, &["render", "a.toml", "b/a.toml"]).status, 0);
    // One file under two names is one input.
    let outcome = run(&folder, &["render", "c.toml", "./c.toml", "--to", "md"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, "已生成：c.md\n"));
}

#[test]
fn an_output_never_overwrites_an_input() {
    let folder = folder(&[("a.md", sound()), ("b.toml", sound()), ("b.html", sound())]);
    for arguments in [
        &["render", "a.md"][..],
        &["render", "b.toml", "b.html"],
        &["check", "b.toml", "-o", "b.toml"],
        &["check", "a.md", "b.toml", "-o", "./b.toml"],
    ] {
        let outcome = run(&folder, arguments);
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("数据文件"), "{}", outcome.stderr);
    }
    assert_eq!(names(folder.path()), ["a.md", "b.html", "b.toml"]);
    for name in ["a.md", "b.html", "b.toml"] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), sound());
    }
}

#[test]
fn findings_are_written_over_no_other_work() {
    let folder = folder(&[("今.toml", wrong()), ("上.toml", sound()), ("报告.docx", "甲".to_owned())]);
    for target in ["上.toml", "报告.docx"] {
        let outcome = run(&folder, &["check", "今.toml", "-o", target]);
        assert_eq!(outcome.status, 2);
        assert!(outcome.stderr.contains(target) && outcome.stderr.contains("没有改动"), "{}", outcome.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("上.toml")).unwrap(), sound());
    assert_eq!(fs::read_to_string(folder.path().join("报告.docx")).unwrap(), "甲");
}

#[test]
fn a_report_in_place_of_its_data_file_is_checked_and_not_made_anew() {
    let folder = folder(&[("a.toml", sound())]);
    assert_eq!(run(&folder, &["render", "a.toml"]).status, 0);
    for kind in ALL {
        let name = format!("a.{kind}");
        let outcome = run(&folder, &["check", &name]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{kind}: {}", outcome.stdout);
        assert!(outcome.stdout.contains("检查通过，没有发现问题"), "{kind}: {}", outcome.stdout);
        let outcome = run(&folder, &["render", &name]);
        assert_eq!(outcome.status, 2, "{kind}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(&format!("“{name}”像是生成的报告，不是数据文件")),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("先运行 nianbao import 读成数据文件"), "{}", outcome.stderr);
    }
}

#[test]
fn findings_go_to_a_file_as_utf_8() {
    let folder = folder(&[("错.toml", wrong())]);
    let printed = run(&folder, &["check", "错.toml"]).stdout;
    for _ in 0..2 {
        let outcome = run(&folder, &["check", "错.toml", "-o", "结果.txt"]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (1, ""));
        assert!(outcome.stderr.contains("结果.txt"), "{}", outcome.stderr);
        assert_eq!(fs::read_to_string(folder.path().join("结果.txt")).unwrap(), printed);
    }
    assert_eq!(names(folder.path()), ["结果.txt", "错.toml"]);
    // In every format, with all files in one; an unreadable one does not keep the rest back.
    for format in ["human", "json", "sarif"] {
        let check = ["check", "--format", format, "错.toml", "没有.toml"];
        let printed = run(&folder, &check);
        let written = run(&folder, &[&check[..], &["-o", "结果.txt"]].concat());
        assert_eq!((printed.status, written.status, written.stdout.as_str()), (2, 2, ""));
        assert_eq!(fs::read_to_string(folder.path().join("结果.txt")).unwrap(), printed.stdout, "{format}");
    }
    // Where it cannot be written it is said.
    let outcome = run(&folder, &["check", "错.toml", "-o", "没有/结果.txt"]);
    assert!(outcome.status == 2 || folder.path().join("没有/结果.txt").exists(), "{}", outcome.stderr);
    let outcome = run(&folder, &["check", "错.toml", "-o", "."]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{}", outcome.stderr);
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let (one, other) = (folder(&[("年报.toml", wrong())]), folder(&[("深/处/年报.toml", wrong())]));
    let deep = other.path().join("深/处");
    for draft in [false, true] {
        if !draft {
            fs::write(one.path().join("年报.toml"), sound()).unwrap();
            fs::write(deep.join("年报.toml"), sound()).unwrap();
        } else {
            fs::write(one.path().join("年报.toml"), wrong()).unwrap();
            fs::write(deep.join("年报.toml"), wrong()).unwrap();
        }
        let arguments: &[&str] =
            if draft { &["render", "年报.toml", "--draft"] } else { &["render", "年报.toml"] };
        let first = nianbao(one.path(), arguments);
        // Another zone, language and home, in which it may be another day.
        let second = Program::new(&deep, arguments);
        let second = second.env("TZ", "Pacific/Kiritimati").env("LANG", "zh_CN.GBK").env("HOME", "/").run();
        assert_eq!(first.status, second.status);
        for kind in ALL {
            let name = format!("年报{}.{kind}", if draft { "-草稿" } else { "" });
            let bytes = fs::read(one.path().join(&name)).unwrap();
            assert!(bytes == fs::read(deep.join(&name)).unwrap(), "{name} differs");
        }
    }
    // Nor is there any time of the run in the archive.
    let bytes = fs::read(one.path().join("年报.docx")).unwrap();
    assert_eq!(docx::years(&bytes), [1980].into());
}

#[test]
fn help_and_completion_name_every_kind_of_output() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(&folder, &["render", "--help"]).stdout;
    let help = help.replace('\n', "").replace("  ", "");
    for words in [
        "html（网页）、xlsx（Excel）、ofd（OFD）、pdf（PDF）、docx（Word）；不写则都生成，只有json、csv、xlsx、ofd、pdf 要写明",
        "检查后生成报告：Word（DOCX）、PDF、OFD、Excel（XLSX）、网页（HTML）、Markdown、CSV、JSON",
    ] {
        assert!(help.contains(words), "{help}");
    }
    let ids = |between: &str| RENDERERS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(between);
    assert!(help.contains(&format!("[--to {}]", ids(","))), "{help}");
    let shell = run(&folder, &["completions", "bash"]).stdout;
    assert!(shell.contains(&format!("compgen -W \"{}\"", ids(" "))), "{shell}");
    let wrong = run(&folder, &["render", "a.toml", "--to", "pdff"]);
    let words = wrong.stderr.replace('\n', "");
    assert!(words.contains(&format!("可以写：{}，用逗号隔开", ids("、"))), "{}", wrong.stderr);
    assert_eq!(wrong.status, 2);
}
