#![expect(clippy::disallowed_methods, reason = "the tests look at the files that are written")]

use std::fs;

use super::*;
use crate::collect::tests::sample::{county, filed, unit};
use crate::collect::{Collection, Standing as UnitStanding};

fn more() -> Vec<Made> {
    vec![Made { name: "情况表.xlsx", bytes: b"PK".to_vec(), changed_in: "Excel" }]
}

fn words(collection: &Collection, folder: &Path) -> String {
    let words = write(&Overview::of(collection), folder, more()).unwrap().words().join("\n");
    words.replace(&format!("{}/", folder.display()), "")
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
fn a_second_run_changes_nothing_and_says_so() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("结果");
    let first = words(&county(), &folder);
    assert_eq!(
        first,
        "已生成：情况表.html、情况表.csv、雷同.html、情况表.xlsx、汇总.json\n\
         退回意见：7 个单位的，在“退回意见”里（新生成 14 个文件）"
    );
    let mut expected = ["情况表.csv", "情况表.html", "情况表.xlsx", "汇总.json", "退回意见", "雷同.html"];
    expected.sort();
    assert_eq!(names(&folder), expected);
    assert_eq!(names(&folder.join("退回意见")).len(), 14);
    let second = words(&county(), &folder);
    assert!(second.starts_with("没有变化：") && second.ends_with("没有变化 14 个文件）"), "{second}");
    assert_eq!(second.lines().count(), 2);
    // Every file is in the RECORD with its digest.
    let outputs = json::outputs(&fs::read(folder.join(RECORD)).unwrap());
    assert_eq!(outputs.len(), 4 + 14);
    for (name, stated) in outputs {
        assert_eq!(digest(&fs::read(folder.join(&name)).unwrap()), stated, "{name}");
    }
}

#[test]
fn what_somebody_has_changed_is_kept_and_what_the_program_made_is_not() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    words(&county(), folder);
    for (name, changed) in [("情况表.csv", "备注"), ("汇总.json", "{}"), ("退回意见/乙局.md", "# 请改")]
    {
        fs::write(folder.join(name), changed).unwrap();
    }
    let mut other = county();
    other.units.push(unit("癸局", UnitStanding::Filed, vec![filed("癸局.toml", "癸局", &[])]));
    let said = words(&other, folder);
    // With the RECORD gone nobody knows any more who has written the others: they are kept.
    for name in ["情况表-手改.csv", "汇总-手改.json", "情况表-手改.html", "乙局-手改.md"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert_eq!(fs::read_to_string(folder.join("情况表-手改.csv")).unwrap(), "备注");
    assert_eq!(fs::read_to_string(folder.join("退回意见/乙局-手改.md")).unwrap(), "# 请改");
    let before = names(folder);
    let said = words(&county(), folder);
    assert!(!said.contains("手改") && said.contains("已更新：情况表.html"), "{said}");
    assert_eq!(names(folder), before);
}

#[test]
fn letters_of_a_run_before_are_named_and_left() {
    let place = tempfile::tempdir().unwrap();
    words(&county(), place.path());
    fs::write(place.path().join("退回意见/说明.md"), "# 说明\n").unwrap();
    let mut mended = county();
    mended.units.retain(|unit| unit.name != "乙局");
    mended.copied.clear();
    let said = words(&mended, place.path());
    let last = said.lines().last().unwrap();
    assert!(last.contains("以前的退回意见") && last.ends_with("：乙局.docx、乙局.md"), "{said}");
    assert!(place.path().join("退回意见/乙局.docx").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_said_in_words() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("a"), "").unwrap();
    let problem = write(&Overview::of(&county()), &place.path().join("a"), Vec::new()).err().unwrap();
    assert!(problem.contains("这是文件，不是文件夹"), "{problem}");
}
