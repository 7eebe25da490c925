//! Whatever is handed to the program, it ends by itself, in bounded memory and time, with the right
//! status and words that a clerk understands, and leaves nothing half-written behind.

use std::fs;
use std::path::Path;

use crate::common::program::{Outcome, nianbao, outputs_of, with_outputs};
use crate::common::{is_chinese, text_of};

/// Size that the contract names for a hostile file: just under the limit of 4 MB.
const NEARLY_4_MB: usize = 4 * 1024 * 1024 - 64;

/// A sound data file with its first place of `from` replaced by `to`.
fn edited(from: &str, to: &str) -> String {
    let text = text_of("examples/qinghe-2024.toml");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// A sound data file with words at the beginning of section one.
fn narrated(words: &str) -> String {
    edited("[overview]           # 一、总体情况\ntext = '''\n", &format!("[overview]\ntext = '''\n{words}\n"))
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Some words and no finding without an end: a clerk can read it.
fn is_clear(outcome: &Outcome, says: &str) {
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(is_chinese(&said) && said.contains(says), "{says}: {said}");
    assert!(said.len() < 100_000, "{} bytes", said.len());
}

/// The program finds an error in the file, says so, and renders nothing.
fn refused(bytes: &[u8], says: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), bytes).unwrap();
    let checked = nianbao(folder.path(), ["check", "年报.toml"]);
    assert_eq!((checked.status, checked.stderr.as_str()), (1, ""));
    is_clear(&checked, says);
    let rendered = nianbao(folder.path(), ["render", "年报.toml"]);
    assert_eq!((rendered.status, rendered.stdout.as_str()), (1, ""));
    is_clear(&rendered, says);
    assert!(rendered.stderr.contains("没有生成报告"), "{}", rendered.stderr);
    assert_eq!(names(folder.path()), ["年报.toml"]);
    // A draft is made of whatever reads; it must be whole, and all outputs or none.
    assert_eq!(nianbao(folder.path(), ["render", "--draft", "年报.toml"]).status, 1);
    let left = names(folder.path());
    assert!(left == ["年报.toml"] || left == with_outputs("年报-草稿", &["年报.toml"]), "{left:?}");
}

/// The program finds no error in the file and renders it.
fn rendered(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), bytes).unwrap();
    let checked = nianbao(folder.path(), ["check", "年报.toml"]);
    assert_eq!(checked.status, 0, "{}", checked.stdout);
    let outcome = nianbao(folder.path(), ["render", "年报.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_eq!(names(folder.path()), with_outputs("年报", &["年报.toml"]));
    folder
}

/// The program refuses the file or renders it, whichever it likes, within its bounds.
fn survived(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), bytes).unwrap();
    let checked = nianbao(folder.path(), ["check", "年报.toml"]);
    let outcome = nianbao(folder.path(), ["render", "年报.toml"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (checked.status, ""));
    let written = if checked.status == 0 { 1 + outputs_of("年报").len() } else { 1 };
    assert_eq!(names(folder.path()).len(), written);
}

#[test]
fn an_empty_file() {
    refused(b"", "没有任何内容");
}

#[test]
fn binary_noise() {
    // Every byte, in an order without sense.
    let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    refused(&noise, "不是文本文件");
}

#[test]
fn a_hundred_megabytes_of_brackets() {
    refused(&vec![b'['; 100 * 1024 * 1024], "超过 4 MB");
}

#[test]
fn brackets_up_to_the_limit() {
    refused(&vec![b'['; NEARLY_4_MB], "太深");
}

#[test]
fn deep_nesting_of_every_kind() {
    let deep = |open: &str, close: &str| format!("a = {}1{}", open.repeat(100_000), close.repeat(100_000));
    refused(deep("[", "]").as_bytes(), "太深");
    refused(deep("{a=", "}").as_bytes(), "太深");
    refused(format!("a{} = 1", ".a".repeat(1_000_000)).as_bytes(), "太深");
    refused(format!("[a{}]", ".a".repeat(1_000_000)).as_bytes(), "太深");
    // 32 levels are allowed; the key is unknown all the same.
    let allowed =
        format!("z = {}{}\n{}", "[".repeat(32), "]".repeat(32), text_of("examples/qinghe-2024.toml"));
    refused(allowed.as_bytes(), "格式中没有“z”这一项");
}

#[test]
fn a_row_of_a_million_cells() {
    let row = "[     58,        7,        1,            1,            6,    2,   75 ]";
    refused(edited(row, &format!("[{}]", ["1"; 1_000_000].join(","))).as_bytes(), "有 1000000 格，应为 6 格");
}

#[test]
fn a_list_of_a_million_cells_at_top_level() {
    let list = format!("z = [{}]\nformat = ", ["1"; 1_000_000].join(","));
    refused(edited("format = ", &list).as_bytes(), "格式中没有“z”这一项");
}

#[test]
fn four_megabytes_of_list() {
    refused(format!("z = [{}]\n", "1,".repeat(NEARLY_4_MB / 2 - 8)).as_bytes(), "数字多得异常");
}

#[test]
fn four_megabytes_of_nothing_in_brackets() {
    for nothing in ["{},", "{a=1},", "[],", "[1],", "\"\",", "1.5,"] {
        let list = nothing.repeat((NEARLY_4_MB - 20_000) / nothing.len());
        survived(edited("format = ", &format!("z = [{list}]\nformat = ")).as_bytes());
    }
}

#[test]
fn four_megabytes_of_equals_signs() {
    refused("=\n".repeat(NEARLY_4_MB / 2).as_bytes(), "");
}

#[test]
fn four_megabytes_of_line_breaks() {
    refused("\n".repeat(NEARLY_4_MB).as_bytes(), "超过 20000 行");
}

#[test]
fn four_megabytes_of_quotes() {
    refused("\"".repeat(NEARLY_4_MB).as_bytes(), "");
}

#[test]
fn four_megabytes_of_tiny_keys() {
    let mut keys = String::new();
    for number in 0.. {
        let line = format!("{number:x}=1\n");
        if keys.len() + line.len() > NEARLY_4_MB {
            break;
        }
        keys.push_str(&line);
    }
    refused(keys.as_bytes(), "超过 20000 行");
}

#[test]
fn four_megabytes_of_one_key_over_and_over() {
    refused("a=1\n".repeat(NEARLY_4_MB / 4).as_bytes(), "超过 20000 行");
    refused("a=1\n".repeat(10_000).as_bytes(), "“a”写了两次");
}

#[test]
fn four_megabytes_of_narrative_on_one_line() {
    rendered(narrated(&"政府信息公开工作，".repeat(150_000)).as_bytes());
}

#[test]
fn four_megabytes_of_short_lines() {
    // Each line is a paragraph, and each paragraph of a DOCX takes kilobytes: no report has so many.
    refused(narrated(&"一\n".repeat(900_000)).as_bytes(), "超过 20000 行");
    rendered(narrated(&"一\n".repeat(19_000)).as_bytes());
}

#[test]
fn narrative_of_one_mark_over_and_over() {
    for mark in ["1", "*", "[", "!", "`", "<", "&", "\\", "（一）"] {
        rendered(narrated(&mark.repeat(400_000 / mark.len())).as_bytes());
    }
    // A line of these is a place left to fill in.
    refused(narrated(&"_".repeat(400_000)).as_bytes(), "占位符");
    // Bars may be the cells of a table.
    refused(narrated(&"|".repeat(400_000)).as_bytes(), "表格、数字多得异常");
}

#[test]
fn four_megabytes_of_what_grows_in_an_output() {
    // Each of these is several characters in an output, and all outputs are prepared at once.
    for mark in ["<", "&", "\"", "*", "&#65;", "**甲**乙"] {
        survived(narrated(&mark.repeat((NEARLY_4_MB - 20_000) / mark.len())).as_bytes());
    }
}

#[test]
fn a_megabyte_of_marks_in_lines_that_are_read() {
    // Each mark begins a stretch of its own, and each stretch of a link has its whole target. A megabyte
    // would do for a gigabyte if all of them were taken for marks.
    let lines = |line: String| format!("{line}\n").repeat(1_000_000 / line.len());
    survived(narrated(&lines("*a*,".repeat(50))).as_bytes());
    survived(narrated(&lines("**甲**乙".repeat(19_000))).as_bytes());
    survived(
        narrated(&lines(format!("[{}](http://{})", "*a*,".repeat(9_000), "b".repeat(150_000)))).as_bytes(),
    );
    // All of it in one entry of a list.
    survived(narrated(&format!("- 甲\n{}", lines(format!("  {}", "*a*,".repeat(50))))).as_bytes());
}

#[test]
fn links_without_end_that_lead_elsewhere_each() {
    let link = |number: usize| {
        format!("[a](http://a{number}){}", if number.is_multiple_of(5_000) { "\n" } else { "" })
    };
    survived(narrated(&(0..60_000).map(link).collect::<String>()).as_bytes());
}

#[test]
fn references_without_number() {
    refused(
        narrated(&"{{ requests.recieved.total }}".repeat(100_000)).as_bytes(),
        "没有“requests.recieved.total”",
    );
    refused(narrated(&"{{".repeat(NEARLY_4_MB / 3)).as_bytes(), "");
    refused(narrated(&"{{ requests.received.total }}".repeat(100_000)).as_bytes(), "超过两万处");
    rendered(narrated(&"{{ requests.received.total }}".repeat(10_000)).as_bytes());
}

#[test]
fn lists_that_go_in_and_in() {
    let list: String = (0..2_000).map(|depth| format!("{}- 项\n", " ".repeat(depth))).collect();
    rendered(narrated(&list).as_bytes());
}

#[test]
fn a_narrative_table_that_is_wide_and_long() {
    let table = format!("{}\n{}|\n{}", "|".repeat(5_000), "|-".repeat(5_000), "|项\n".repeat(5_000));
    rendered(narrated(&table).as_bytes());
}

#[test]
fn numbers_beyond_64_bits() {
    for number in ["18446744073709551616", "-99999999999999999999", "340282366920938463463374607431768211456"]
    {
        refused(edited("[     58,", &format!("[ {number},")).as_bytes(), "数字太大");
    }
    refused(edited("= 328.6150", "= 1e400").as_bytes(), "写法不对");
    refused(edited("= 328.6150", &format!("= 1.{}", "3".repeat(100_000))).as_bytes(), "小数位数太多");
    refused(edited("year   = 2024", "year   = 99999999999999999999").as_bytes(), "报告年度");
}

#[test]
fn a_folder_a_missing_file_and_a_path_through_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("文件夹")).unwrap();
    fs::write(folder.path().join("文件"), "year = 2024\n").unwrap();
    for (path, says) in [
        ("文件夹", "里没有数据文件"),
        ("没有.toml", "文件不存在"),
        // The tests may run as root, who may read any file; but nobody can go through a file as if
        // it were a folder, so this stands for all that the system refuses.
        ("文件/年报.toml", "不是文件夹"),
    ] {
        for command in ["check", "render"] {
            let outcome = nianbao(folder.path(), [command, path]);
            assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{command} {path}");
            is_clear(&outcome, says);
            assert!(outcome.stderr.contains(path), "{}", outcome.stderr);
        }
    }
    assert_eq!(names(folder.path()), ["文件", "文件夹"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_opens_and_cannot_be_read() {
    // The first page of a process is never mapped: reading fails, for root too.
    let outcome = nianbao(Path::new("/"), ["check", "/proc/self/mem"]);
    assert_eq!(outcome.status, 2);
    is_clear(&outcome, "无法读取“/proc/self/mem”");
}

#[test]
fn one_unreadable_file_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("好.toml"), text_of("examples/qinghe-2024.toml")).unwrap();
    fs::write(folder.path().join("坏.toml"), edited("2,   75 ]", "2,   76 ]")).unwrap();
    let outcome = nianbao(folder.path(), ["check", "没有.toml", "坏.toml", "好.toml"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stdout.contains("T101") && outcome.stdout.contains("好.toml：检查通过"));
    let outcome = nianbao(folder.path(), ["render", "没有.toml", "坏.toml", "好.toml"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(names(folder.path()), with_outputs("好", &["坏.toml", "好.toml"]));
}

#[test]
fn an_output_folder_that_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), text_of("examples/qinghe-2024.toml")).unwrap();
    for (output, says) in [("年报.toml", "这是文件，不是文件夹"), ("年报.toml/报告", "不是文件夹")]
    {
        let outcome = nianbao(folder.path(), ["render", "年报.toml", "-o", output]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
        is_clear(&outcome, says);
    }
    let outcome = nianbao(folder.path(), ["check", "年报.toml", "-o", "没有/结果.txt"]);
    assert_eq!(outcome.status, 2);
    is_clear(&outcome, "无法写入");
    assert_eq!(names(folder.path()), ["年报.toml"]);
}

#[test]
fn an_output_that_cannot_be_replaced_keeps_all_others() {
    for blocked in ["年报.md", "年报.html", "年报.docx"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("年报.toml"), text_of("examples/qinghe-2024.toml")).unwrap();
        let all = ["年报.md", "年报.html", "年报.docx"];
        for name in all.iter().filter(|name| **name != blocked) {
            fs::write(folder.path().join(name), "旧").unwrap();
        }
        // A folder of that name, with something in it: nothing may replace it.
        fs::create_dir(folder.path().join(blocked)).unwrap();
        fs::write(folder.path().join(blocked).join("a"), "").unwrap();
        let outcome = nianbao(folder.path(), ["render", "年报.toml"]);
        assert_eq!(outcome.status, 2, "{blocked}");
        is_clear(&outcome, "同名的文件夹");
        assert!(outcome.stderr.contains(blocked), "{}", outcome.stderr);
        assert_eq!(names(folder.path()), ["年报.docx", "年报.html", "年报.md", "年报.toml"]);
        for name in all.iter().filter(|name| **name != blocked) {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "旧", "{blocked}: {name}");
        }
    }
}

/// Two characters of GBK for each that is not ASCII: 年报 over and over.
fn to_gbk(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for c in text.chars() {
        match u8::try_from(c).ok().filter(u8::is_ascii) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend([0xC4, 0xEA, 0xB1, 0xA8]),
        }
    }
    bytes
}

#[test]
fn other_encodings_are_named() {
    let text = text_of("examples/qinghe-2024.toml");
    refused(&to_gbk(&text), "GBK");
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(order).collect();
        refused(&utf16, "UTF-16");
        let mark = order(0xFEFF);
        refused(&[&mark, utf16.as_slice()].concat(), "UTF-16");
    }
}

#[test]
fn nul_bytes() {
    refused(edited("青禾县住房", "青禾县\0住房").as_bytes(), "不是文本文件");
    refused(&[0; 10_000], "");
}

#[test]
fn windows_line_breaks_and_a_byte_order_mark_change_nothing() {
    let text = text_of("examples/qinghe-2024.toml");
    let plain = rendered(text.as_bytes());
    let windows = rendered(format!("\u{FEFF}{}", text.replace('\n', "\r\n")).as_bytes());
    for name in ["年报.md", "年报.html", "年报.docx"] {
        let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name)).unwrap();
        assert!(read(&plain) == read(&windows), "{name} differs");
    }
    // One fault in the very first place, which an unseen mark would move, and one further down.
    let wrong = format!("z = 1\n{}", edited("2,   75 ]", "2,   76 ]"));
    let folder = tempfile::tempdir().unwrap();
    let checked = |text: String| {
        fs::write(folder.path().join("年报.toml"), text).unwrap();
        nianbao(folder.path(), ["check", "年报.toml"]).stdout
    };
    let report = checked(wrong.clone());
    assert!(report.contains("年报.toml:1:1\n") && report.contains("T101"), "{report}");
    assert_eq!(checked(format!("\u{FEFF}{}", wrong.replace('\n', "\r\n"))), report);
}
