//! What is read of folders, and what is written into them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::program::nianbao;
use crate::common::{folder, text_of};

/// The report of another agency, and perhaps of another year.
fn report(agency: &str, year: u16) -> String {
    let text = text_of("examples/qinghe-2024.toml").replace("青禾县住房和城乡建设局", agency);
    text.replace("year   = 2024", &format!("year   = {year}"))
}

fn collected(folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let arguments = ["collect"].iter().chain(arguments).chain(&["--format", "json"]);
    let outcome = nianbao(folder, arguments);
    let value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    (outcome.status, value, outcome.stderr)
}

#[test]
fn a_report_and_what_was_made_of_it_count_once() {
    let folder = folder(&[("各局/甲.toml", report("示例县林业局", 2024))]);
    assert_eq!(nianbao(folder.path(), ["render", "各局/甲.toml"]).status, 0);
    let (status, result, said) = collected(folder.path(), &["各局"]);
    assert_eq!((status, result["units"].as_array().unwrap().len()), (0, 1), "{said}");
    let unit = &result["units"][0];
    assert_eq!(unit["files"].as_array().unwrap().len(), 4, "{unit}");
    assert_eq!(result["sum"]["requests.received.total"]["value"], 75, "{result}");
}

#[test]
fn what_is_no_report_is_passed_over_or_shown_as_a_row() {
    let folder = folder(&[
        ("各局/甲.toml", report("示例县林业局", 2024)),
        ("各局/说明.txt", "请于月底前报送。".to_owned()),
        ("各局/通知.html", "<html><body><p>关于报送年报的通知</p></body></html>".to_owned()),
    ]);
    let (status, result, said) = collected(folder.path(), &["各局"]);
    assert_eq!(status, 1);
    assert!(said.contains("不是年度报告，不算在内：各局/说明.txt"), "{said}");
    let strays = result["strays"].as_array().unwrap();
    assert_eq!(strays.len(), 1, "{result}");
    assert!(strays[0].to_string().contains("通知.html"), "{result}");
}

#[test]
fn what_the_office_has_written_itself_is_no_report() {
    let folder = folder(&[
        ("各局/甲.toml", report("示例县林业局", 2024).replace("2,   75 ]", "2,   76 ]")),
        ("各局/示例县水利局.zip", "PK".to_owned()),
        ("名单.csv", "单位名称\n示例县林业局\n示例县水利局\n".to_owned()),
    ]);
    // Into the folder itself, into one below it, and with the results of both lying there.
    for output in ["各局", "各局/结果", "别处"] {
        let (status, result, said) =
            collected(folder.path(), &["各局", "--roster", "名单.csv", "-o", output]);
        let (units, others) = (&result["units"], &result["others"]);
        assert_eq!((status, units.as_array().unwrap().len()), (1, 2), "{said}");
        assert_eq!(
            (&units[0]["state"], &units[1]["state"]),
            (&"missing".into(), &"faulty".into()),
            "{result}"
        );
        assert!(units[0]["remarks"][0].as_str().unwrap().contains("示例县水利局.zip"), "{}", units[0]);
        assert_eq!((result["strays"].as_array().unwrap().len(), others.as_array().unwrap().len()), (0, 1));
        assert!(folder.path().join(output).join("退回意见/示例县林业局.md").is_file(), "{said}");
    }
}

#[test]
fn last_year_is_found_among_the_files_and_compared_with() {
    let before = report("示例县林业局", 2023);
    let folder = folder(&[("甲/2024.toml", report("示例县林业局", 2024)), ("甲/2023.toml", before)]);
    let (_, result, said) = collected(folder.path(), &["甲"]);
    assert_eq!(result["year"], 2024, "{said}");
    let codes: Vec<&Value> =
        result["units"][0]["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert!(codes.contains(&&Value::from("Y204")), "{codes:?}");
    assert_eq!(result["copied"][0]["members"].as_array().unwrap().len(), 2, "{}", result["copied"]);
}

#[test]
fn a_report_of_the_sum_is_compared_and_the_unit_left_out_is_named() {
    let other = report("示例县水利局", 2024).replace("[     58,        7, ", "[     60,        5, ");
    let folder = folder(&[("各局/甲.toml", report("示例县林业局", 2024)), ("各局/乙.toml", other)]);
    let one = ["collect", "各局/甲.toml", "--sum", "县.toml"];
    assert_eq!(nianbao(folder.path(), one).status, 0);
    let (_, result, said) = collected(folder.path(), &["各局", "--against", "县.toml"]);
    let differing = result["against"].as_array().unwrap();
    assert!(!differing.is_empty(), "{said}");
    for cell in differing {
        let by = cell["explained_by"].as_array().unwrap();
        assert_eq!(by.len(), 1, "{cell}");
        assert_eq!((&by[0]["unit"], &by[0]["slip"]), (&"示例县水利局".into(), &"left_out".into()), "{cell}");
    }
}

#[test]
fn a_run_with_nothing_to_read_says_so() {
    let folder = folder(&[("空/说明.txt", "没有报告")]);
    for (arguments, words) in [
        (&["空"][..], "没有读到一份报告"),
        (&["没有"], "没有“没有”这个文件或者文件夹"),
        (&["空/说明.txt"], "空/说明.txt："),
        (&["空", "--roster", "名单.csv"], "无法读取“名单.csv”：文件或文件夹不存在"),
        (&["空", "-o", "空/说明.txt"], "“空/说明.txt”是文件，-o 后面请写放结果的文件夹"),
    ] {
        let outcome = nianbao(folder.path(), ["collect"].iter().chain(arguments));
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn an_existing_data_file_of_the_sum_is_not_overwritten() {
    let folder = folder(&[("甲.toml", report("示例县林业局", 2024)), ("县.toml", "year = 2024".to_owned())]);
    let outcome = nianbao(folder.path(), ["collect", "甲.toml", "--sum", "县.toml"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("“县.toml”已经存在，没有覆盖"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("县.toml")).unwrap(), "year = 2024");
}
