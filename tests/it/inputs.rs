//! A data file is found under a name that is nearly its own, in a folder, by a pattern, and without a name where
//! there is only one.

use std::fs;

use crate::common::program::{Outcome, nianbao};
use crate::common::{folder, text_of};

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

fn run(names: &[&str], arguments: &[&str]) -> Outcome {
    let files: Vec<(&str, String)> = names.iter().map(|name| (*name, sound())).collect();
    nianbao(folder(&files).path(), arguments)
}

#[test]
fn the_one_file_that_can_be_meant_is_taken_and_named() {
    for (there, arguments, remark) in [
        (&["甲.toml.txt"][..], &["check", "甲.toml"][..], "没有“甲.toml”，按“甲.toml.txt”处理"),
        (&["甲.toml"], &["check", "甲"], "没有“甲”，按“甲.toml”处理"),
        (&["甲.toml"], &["check", "甲.tom"], "没有“甲.tom”，按“甲.toml”处理"),
        (&["甲.toml"], &["check"], "没有写文件名，按本文件夹里的“甲.toml”处理"),
        (&["甲.toml", "甲-备份.toml"], &["check"], "没有写文件名，按本文件夹里的“甲.toml”处理"),
        (&["甲.toml"], &["render", "--to", "md"], "没有写文件名，按本文件夹里的“甲.toml”处理"),
        (&["甲.toml"], &["new", "--from"], "没有写文件名，按本文件夹里的“甲.toml”处理"),
        (&["甲.toml"], &["new", "--from", "*"], "“*”按“甲.toml”处理"),
        (&["甲.toml", "乙.toml.txt"], &["diff", "甲", "乙"], "没有“乙”，按“乙.toml.txt”处理"),
        (&["甲.toml", "乙.toml"], &["check", "甲.toml", "--prev", "乙"], "没有“乙”，按“乙.toml”处理"),
    ] {
        let outcome = run(there, arguments);
        assert!(outcome.stderr.contains(&format!("{remark}\n")), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.status < 2, "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn where_several_can_be_meant_they_are_offered() {
    for (there, arguments, says) in [
        (&["2024年报.toml"][..], &["check", "2025年报.toml"][..], &["是不是要写“2024年报.toml”？"][..]),
        (&["甲.toml", "甲.toml.txt"], &["check", "甲"], &["“甲.toml”、“甲.toml.txt”"]),
        (&["甲.toml", "乙.toml"], &["check"], &["不止一个：乙.toml、甲.toml", "nianbao check 乙.toml"]),
        (&["甲.toml", "乙.toml"], &["render"], &["不止一个", "nianbao render"]),
        (&["甲.toml", "乙.toml"], &["preview"], &["不止一个", "nianbao preview"]),
        (&["甲.toml", "乙.toml"], &["new", "--from"], &["不止一个", "乙.toml、甲.toml"]),
        (&[], &["check"], &["没有数据文件", "nianbao check --help"]),
        (&["甲.toml"], &["check", "*.docx"], &["没有名称符合“*.docx”的数据文件"]),
        (&["甲.toml"], &["check", "文件夹/甲.toml"], &["文件夹“文件夹”不存在"]),
        (&["甲.toml"], &["diff", "甲.toml", "甲局"], &["文件不存在，是不是要写“甲.toml”？"]),
    ] {
        let outcome = run(there, arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        for words in says {
            assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_folder_and_a_pattern_are_the_data_files_in_them() {
    let folder = folder(&[("0.toml", sound())]);
    fs::create_dir(folder.path().join("各局")).unwrap();
    for name in ["乙.toml", "甲.toml.txt", "甲-原编码.toml", "甲.html", "说明.txt"] {
        fs::write(folder.path().join("各局").join(name), sound()).unwrap();
    }
    fs::write(folder.path().join("各局/版面.toml"), "[page]\nwidth = 210\n").unwrap();
    let checked = |arguments: &[&str]| {
        let outcome = nianbao(folder.path(), [&["check"], arguments].concat());
        assert_eq!(outcome.status, 0, "{arguments:?}");
        let others = if arguments.contains(&"各局") || arguments.contains(&"各局/*.toml") {
            "不是数据文件，不算在内：各局/版面.toml\n"
        } else {
            ""
        };
        assert_eq!(outcome.stderr, others);
        let names = outcome.stdout.lines().filter_map(|line| line.strip_suffix("：检查通过，没有发现问题"));
        names.map(|name| name.replace('\\', "/")).collect::<Vec<_>>()
    };
    assert_eq!(checked(&["各局"]), ["各局/乙.toml", "各局/甲.toml.txt"]);
    assert_eq!(checked(&["各局/*.toml", "0.toml"]), ["各局/乙.toml", "0.toml"]);
    assert_eq!(checked(&["各局/?.toml*"]), ["各局/乙.toml", "各局/甲.toml.txt"]);
    // What is named twice is checked once, under the name that it was given first.
    assert_eq!(checked(&["各局/甲.toml.txt", "各局"]), ["各局/甲.toml.txt", "各局/乙.toml"]);
    assert_eq!(checked(&["各局", "各局/./乙.toml"]), ["各局/乙.toml", "各局/甲.toml.txt"]);
    assert_eq!(checked(&[".", "./0.toml", "0.toml", "各局/../0.toml"]), ["0.toml"]);
    let rendered = nianbao(folder.path(), ["render", "各局", "--to", "md", "-o", "送审"]);
    assert_eq!(rendered.status, 0, "{}", rendered.stderr);
    assert!(folder.path().join("送审/甲.md").exists() && folder.path().join("送审/乙.md").exists());
}
