//! What a Chinese keyboard makes of a command line is taken as it is meant, and said in one line.

use std::fs;

use crate::common::program::{Outcome, nianbao};
use crate::common::{folder, text_of};

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// A run beside a sound data file.
fn run(arguments: &[&str]) -> Outcome {
    nianbao(folder(&[("年报.toml", sound())]).path(), arguments)
}

#[test]
fn dashes_quotes_digits_and_names_are_taken_as_they_are_meant() {
    for (typed, meant, remark) in [
        (&["check", "年报.toml", "——fix"][..], &["check", "年报.toml", "--fix"][..], "“——fix”按“--fix”处理"),
        (&["check", "年报.toml", "—fix"], &["check", "年报.toml", "--fix"], "“—fix”按“--fix”处理"),
        (&["check", "年报.toml", "–-fix"], &["check", "年报.toml", "--fix"], "“–-fix”按“--fix”处理"),
        (&["check", "年报.toml", "-fix"], &["check", "年报.toml", "--fix"], "“-fix”按“--fix”处理"),
        (
            &["check", "年报.toml", "－－ｆｉｘ"],
            &["check", "年报.toml", "--fix"],
            "“－－ｆｉｘ”按“--fix”处理",
        ),
        (
            &["check", "年报.toml", "--fix", "空白"],
            &["check", "年报.toml", "--fix=blank"],
            "“--fix 空白”按“--fix=blank”处理",
        ),
        (&["check", "“年报.toml”"], &["check", "年报.toml"], "外面的引号不算在内：年报.toml"),
        (&["check", "'年报.toml'"], &["check", "年报.toml"], "外面的引号不算在内：年报.toml"),
        (
            &["check　年报.toml　—－deny　提醒"],
            &["check", "年报.toml", "--deny", "warnings"],
            "“—－deny 提醒”按“--deny warnings”处理",
        ),
        (&["检查", "年报.toml"], &["check", "年报.toml"], "“检查”按“check”处理"),
        (&["CHECK", "年报.toml"], &["check", "年报.toml"], "“CHECK”按“check”处理"),
        (
            &["check", "年报.toml", "--format：JSON"],
            &["check", "年报.toml", "--format=json"],
            "“--format：JSON”按“--format=json”处理",
        ),
        (
            &["render", "年报.toml", "--to", "Word、网页"],
            &["render", "年报.toml", "--to", "docx,html"],
            "“--to Word、网页”按“--to docx,html”处理",
        ),
        (
            &["render", "年报.toml", "--to=docx，", "MD"],
            &["render", "年报.toml", "--to=docx,md"],
            "“--to=docx， MD”按“--to=docx,md”处理",
        ),
        (
            &["new", "--year", "２０２５年度", "--level＝政府", "—o", "新.toml"],
            &["new", "--year", "2025", "--level=government", "-o", "新.toml"],
            "“--year ２０２５年度”按“--year 2025”处理\n“--level＝政府”按“--level=government”处理\n\
             “—o 新.toml”按“-o 新.toml”处理",
        ),
        (
            &["new", "--agency", "“青禾县", "林业局”", "-o", "新.toml"],
            &["new", "--agency", "青禾县 林业局", "-o", "新.toml"],
            "“--agency “青禾县 林业局””按“--agency 青禾县 林业局”处理",
        ),
    ] {
        let (outcome, as_meant) = (run(typed), run(meant));
        assert_eq!(outcome.stderr, format!("{remark}\n{}", as_meant.stderr), "{typed:?}");
        assert_eq!((outcome.status, &outcome.stdout), (as_meant.status, &as_meant.stdout), "{typed:?}");
        assert_ne!(outcome.status, 2, "{typed:?}: {}", outcome.stderr);
    }
}

#[test]
fn what_people_call_a_value_is_taken_for_it() {
    let taken = |arguments: &[&str], remark: &str| {
        let outcome = run(arguments);
        assert!(outcome.stderr.starts_with(&format!("“{remark}处理\n")), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.status < 2, "{arguments:?}: {}", outcome.stderr);
    };
    for (word, level) in [
        ("街道办事处", "department"),
        ("街道办", "department"),
        ("街道", "department"),
        ("局", "department"),
        ("县级部门", "department"),
        ("委员会", "department"),
        ("青禾县林业局", "department"),
        ("政府", "government"),
        ("人民政府", "government"),
        ("镇政府", "government"),
        ("乡镇", "government"),
    ] {
        let remark = format!("--level {word}”按“--level {level}”");
        taken(&["new", "--agency", "青禾县", "--level", word, "-o", "新.toml"], &remark);
    }
    for (word, denied) in [
        ("警告", "warnings"),
        ("提醒", "warnings"),
        ("warning", "warnings"),
        ("错误", "errors"),
        ("提示", "notes"),
    ] {
        taken(&["check", "年报.toml", "--deny", word], &format!("--deny {word}”按“--deny {denied}”"));
    }
    for (word, format) in [("文本", "human"), ("纯文本", "human"), ("表格", "csv"), ("Excel", "csv")] {
        taken(&["check", "年报.toml", "--format", word], &format!("--format {word}”按“--format {format}”"));
    }
    const ALL: &str = "json,csv,md,html,xlsx,ofd,pdf,docx";
    for (word, to) in [("全部", ALL), ("所有", ALL), ("Word文档", "docx"), ("JSON", "json")] {
        if to.contains("pdf") && !crate::common::fonts::are_installed() {
            continue;
        }
        taken(&["render", "年报.toml", "--to", word], &format!("--to {word}”按“--to {to}”"));
    }
    taken(
        &["render", "年报.toml", "--md-tables", "网页", "--to", "md"],
        "--md-tables 网页”按“--md-tables html”",
    );
}

#[test]
fn files_in_one_argument_are_taken_apart_where_all_are_there() {
    let files =
        [("甲.toml", sound()), ("乙.toml", sound()), ("甲 和.toml", sound()), ("丙、丁.toml", sound())];
    let folder = folder(&files);
    for (typed, remarks, names) in [
        (
            &["甲.toml，乙.toml"][..],
            "“甲.toml，乙.toml”按“甲.toml 乙.toml”处理\n",
            &["甲.toml", "乙.toml"][..],
        ),
        (&["甲.toml、乙.toml"], "“甲.toml、乙.toml”按“甲.toml 乙.toml”处理\n", &["甲.toml", "乙.toml"]),
        (&["甲.toml;乙.toml"], "“甲.toml;乙.toml”按“甲.toml 乙.toml”处理\n", &["甲.toml", "乙.toml"]),
        (
            &["甲.toml、乙"],
            "“甲.toml、乙”按“甲.toml 乙”处理\n没有“乙”，按“乙.toml”处理\n",
            &["甲.toml", "乙.toml"],
        ),
        (&["甲.toml，", "乙.toml"], "“甲.toml，”按“甲.toml”处理\n", &["甲.toml", "乙.toml"]),
        (&["甲.toml", "、", "乙.toml"], "“、”不算在内\n", &["甲.toml", "乙.toml"]),
        (
            &["“甲.toml”、“乙.toml”"],
            "““甲.toml”、“乙.toml””按“甲.toml 乙.toml”处理\n",
            &["甲.toml", "乙.toml"],
        ),
        (&["甲.toml和乙.toml"], "“甲.toml和乙.toml”按“甲.toml 乙.toml”处理\n", &["甲.toml", "乙.toml"]),
        (
            &["甲 和.toml，乙.toml"],
            "“甲 和.toml，乙.toml”按“甲 和.toml 乙.toml”处理\n",
            &["甲 和.toml", "乙.toml"],
        ),
        // That is one name.
        (&["丙、丁.toml"], "", &["丙、丁.toml"]),
    ] {
        let outcome = nianbao(folder.path(), [&["check"], typed].concat());
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, remarks), "{typed:?}");
        let checked = outcome.stdout.lines().filter_map(|line| line.strip_suffix("：检查通过，没有发现问题"));
        assert_eq!(checked.collect::<Vec<_>>(), names, "{typed:?}");
    }
    // One that is not there is not left out.
    for typed in ["甲.toml，戊", "甲.toml、戊.toml"] {
        let outcome = nianbao(folder.path(), ["check", typed]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("无法读取“{typed}”：文件不存在")), "{}", outcome.stderr);
    }
}

#[test]
fn what_is_a_file_under_exactly_that_name_is_that_file() {
    let names = ["——fix", "-fix", "“年报”", "＂年报", "*.toml", "年　报", "word"];
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        fs::write(folder.path().join(name), sound()).unwrap();
        let outcome = nianbao(folder.path(), ["check", name]);
        let shown = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{name}");
        assert!(outcome.stdout.starts_with(&format!("{shown}：检查通过")), "{}", outcome.stdout);
    }
    // A list of kinds ends where a file begins.
    let outcome = nianbao(folder.path(), ["render", "--to", "md", "word"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, "已生成：word.md\n"));
}

#[test]
fn what_is_written_rightly_is_passed_on_without_a_word() {
    for arguments in [
        &["check", "年报.toml", "--format=human", "-o结果.txt"][..],
        &["check", "--", "年报.toml"],
        &["check", "--prev", "年报.toml", "年报.toml"],
        &["new", "--agency", "青禾县　林业局", "--year=2025", "-o", "新.toml"],
    ] {
        let outcome = run(arguments);
        assert!(!outcome.stderr.contains("处理") && outcome.status < 2, "{arguments:?} {}", outcome.stderr);
    }
}
