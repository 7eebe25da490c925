//! Fonts on the command line: `--fonts`, `nianbao fonts`, and what is said where a font or a character is missing.
//! The fonts are made here and stand in a folder of their own, so that nothing depends on what a machine has.

use std::path::Path;

use crate::common::program::{Outcome, Running, nianbao};
use crate::common::{edited, fonts, text_of};

/// The fonts of the standard, each in a file of its name.
const STANDARD: [&str; 6] =
    ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"];

/// A folder with the sound report as `年报.toml`, and in `字体` the fonts of the standard.
fn folder() -> tempfile::TempDir {
    let folder = crate::common::folder(&[("年报.toml", text_of("examples/qinghe-2024.toml"))]);
    std::fs::create_dir(folder.path().join("字体")).unwrap();
    for name in STANDARD {
        std::fs::write(folder.path().join(format!("字体/{name}.ttf")), fonts::called(name)).unwrap();
    }
    folder
}

fn render(folder: &Path, arguments: &[&str]) -> Outcome {
    nianbao(folder, [&["render"], arguments, &["--fonts", "字体"]].concat())
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_fonts_of_a_folder_are_listed_and_used_without_a_word() {
    let folder = folder();
    let listed = nianbao(folder.path(), ["fonts", "--fonts", "字体"]);
    assert_eq!((listed.status, listed.stderr.as_str()), (0, ""));
    assert!(listed.stdout.contains("字体齐全，可以生成"), "{}", listed.stdout);
    for name in STANDARD {
        let path = Path::new("字体").join(format!("{name}.ttf"));
        let line = path.display().to_string();
        assert!(listed.stdout.lines().any(|one| one.trim() == line), "{name}\n{}", listed.stdout);
    }
    let made = render(folder.path(), &["年报.toml", "--to", "pdf"]);
    assert_eq!((made.status, made.stderr.as_str()), (0, "已生成：年报.pdf\n"));
}

#[test]
fn what_stands_in_for_a_font_is_said_once() {
    let folder = folder();
    std::fs::copy(folder.path().join("年报.toml"), folder.path().join("又一份.toml")).unwrap();
    std::fs::write(folder.path().join("版面.toml"), "[body]\nfont = \"某种仿宋\"\n").unwrap();
    let made = render(folder.path(), &["年报.toml", "又一份.toml", "--to", "pdf", "--style", "版面.toml"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let said = "仿宋（某种仿宋）用“仿宋_GB2312”";
    assert_eq!(made.stderr.matches(said).count(), 1, "{}", made.stderr);
    let listed = nianbao(folder.path(), ["fonts", "--fonts", "字体", "--style", "版面.toml"]);
    assert!(listed.stdout.contains("没有，用“仿宋_GB2312”代替"), "{}", listed.stdout);
    assert!(listed.stdout.contains("有的字体是代替的") && listed.status == 0, "{}", listed.stdout);
}

#[test]
fn a_file_that_is_no_font_is_said_where_fonts_are_needed() {
    let folder = folder();
    std::fs::write(folder.path().join("字体/坏.ttf"), "没有下载完").unwrap();
    let without = render(folder.path(), &["年报.toml"]);
    assert!(without.status == 0 && !without.stderr.contains("坏.ttf"), "{}", without.stderr);
    let made = render(folder.path(), &["年报.toml", "--to", "pdf"]);
    assert_eq!(made.status, 0);
    assert!(made.stderr.contains("坏.ttf”读不出字体，没有使用"), "{}", made.stderr);
    let listed = nianbao(folder.path(), ["fonts", "--fonts", "字体"]);
    assert!(
        listed.stdout.contains("没有使用的文件：") && listed.stdout.contains("坏.ttf"),
        "{}",
        listed.stdout
    );
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_place_and_nothing_is_written() {
    let folder = folder();
    let text = text_of("examples/qinghe-2024.toml");
    let text = edited(&text, [("推进政府信息公开", "在古镇𠮷家村推进政府信息公开")]);
    std::fs::write(folder.path().join("年报.toml"), text).unwrap();
    let before = names(folder.path());
    for to in ["pdf", "md,html,docx,pdf"] {
        let made = render(folder.path(), &["年报.toml", "--to", to]);
        assert_eq!(made.status, 2, "{}", made.stderr);
        for part in ["“𠮷”（U+20BB7）", "“一、总体情况”部分的“", "在古镇𠮷家村", "--fonts", "nianbao fonts"]
        {
            assert!(made.stderr.contains(part), "{part}: {}", made.stderr);
        }
        assert_eq!(names(folder.path()), before, "{to}");
    }
    // The outputs that need no font are made without it.
    assert_eq!(render(folder.path(), &["年报.toml"]).status, 0);
}

#[test]
fn a_character_taken_from_another_font_is_said_once_with_its_place() {
    let folder = folder();
    let text = text_of("examples/qinghe-2024.toml");
    let text = edited(&text, [("推进政府信息公开", "在古镇𠮷家村推进政府信息公开")]);
    std::fs::write(folder.path().join("年报.toml"), text).unwrap();
    std::fs::write(folder.path().join("字体/宋体.ttf"), fonts::called_with("宋体", '𠮷')).unwrap();
    let made = render(folder.path(), &["年报.toml", "--to", "pdf,ofd"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let said: Vec<&str> = made.stderr.lines().filter(|line| line.starts_with("注意：")).collect();
    let [said] = said.as_slice() else { panic!("{}", made.stderr) };
    for part in [
        "字体“仿宋_GB2312”里没有“𠮷”（U+20BB7）",
        "用了“宋体”里的",
        "它在“一、总体情况”部分的“",
        "在古镇𠮷家村",
        "--fonts",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    std::fs::write(folder.path().join("字体/仿宋_GB2312.ttf"), fonts::called_with("仿宋_GB2312", '𠮷'))
        .unwrap();
    let made = render(folder.path(), &["年报.toml", "--to", "pdf,ofd"]);
    assert!(made.status == 0 && !made.stderr.contains("注意"), "{}", made.stderr);
}

#[test]
fn with_watch_a_font_that_is_added_makes_the_report_anew() {
    let folder = folder();
    let font = folder.path().join("字体/仿宋_GB2312.ttf");
    let bytes = std::fs::read(&font).unwrap();
    std::fs::write(&font, "没有下载完").unwrap();
    let run =
        Running::start(folder.path(), ["render", "年报.toml", "--to", "pdf", "--fonts", "字体", "--watch"]);
    let rounds = |count| move |said: &str| said.matches("按 Ctrl+C 结束").count() == count;
    run.until("the first report", || rounds(1)(&run.said()));
    assert!(run.said().contains("仿宋_GB2312.ttf”读不出字体"), "{}", run.said());
    let made = folder.path().join("年报.pdf");
    // On a machine with fonts of its own it was made with one of those.
    let _ = std::fs::remove_file(&made);
    std::fs::write(&font, bytes).unwrap();
    run.until("the second report", || rounds(2)(&run.said()));
    assert!(made.is_file(), "{}", run.said());
    assert_eq!(run.interrupt(), Some(0));
}

#[test]
fn what_is_no_folder_of_fonts_is_refused_before_anything_is_read() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("空的")).unwrap();
    let before = names(folder.path());
    for (named, says) in [
        ("没有", "没有“没有”这个文件夹"),
        ("字体/黑体.ttf", "“字体/黑体.ttf”是文件，这里要写它所在的文件夹"),
        ("空的", "“空的”里没有字体文件（扩展名为 .ttf、.otf、.ttc 或 .otc）"),
    ] {
        for command in
            [&["fonts"][..], &["render", "年报.toml"], &["preview", "年报.toml"], &["edit", "年报.toml"]]
        {
            let outcome = nianbao(folder.path(), [command, &["--fonts", named]].concat());
            assert_eq!(outcome.status, 2, "{command:?}");
            assert!(outcome.stderr.contains(says), "{command:?}: {}", outcome.stderr);
        }
        assert_eq!(names(folder.path()), before);
    }
}
