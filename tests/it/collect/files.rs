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
    let render = ["render", "各局/甲.toml", "--to", "html,docx,md,xlsx,json,csv"];
    assert_eq!(nianbao(folder.path(), render).status, 0);
    let check = |files: usize| {
        let (status, result, said) = collected(folder.path(), &["各局"]);
        assert_eq!((status, result["units"].as_array().unwrap().len()), (0, 1), "{said}");
        let unit = &result["units"][0];
        assert_eq!(unit["files"].as_array().unwrap().len(), files, "{unit}");
        assert_eq!(unit["remarks"].as_array().unwrap().len(), 0, "{unit}");
        assert_eq!(result["sum"]["requests.received.total"]["value"], 75, "{result}");
    };
    check(7);
    // They are one report without the data file as well.
    fs::remove_file(folder.path().join("各局/甲.toml")).unwrap();
    check(6);
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
fn a_letter_that_was_kept_elsewhere_is_no_report() {
    let faulty = report("示例县林业局", 2024).replace("2,   75 ]", "2,   76 ]");
    let folder = folder(&[
        ("各局/甲.toml", faulty),
        ("名单.csv", "单位名称\n示例县林业局\n示例县水利局\n".to_owned()),
    ]);
    let arguments = ["各局", "--roster", "名单.csv"];
    assert_eq!(collected(folder.path(), &[&arguments[..], &["-o", "结果"]].concat()).0, 1);
    let result = folder.path().join("结果");
    let kept = folder.path().join("各局/示例县水利局退回意见.docx");
    fs::copy(result.join("退回意见/示例县林业局.docx"), &kept).unwrap();
    fs::copy(result.join("情况表.html"), folder.path().join("各局/旧情况.html")).unwrap();
    let (_, result, said) = collected(folder.path(), &arguments);
    assert_eq!(
        (&result["units"][0]["state"], &result["missing"][0]),
        (&"missing".into(), &"示例县水利局".into())
    );
    let counts = ["strays", "others"].map(|key| result[key].as_array().unwrap().len());
    assert_eq!(counts, [0, 2], "{said}");
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
    let (status, result, said) = collected(folder.path(), &["各局", "--against", "县.toml"]);
    assert_eq!(status, 1, "{said}");
    let differing = result["against"].as_array().unwrap();
    assert!(!differing.is_empty(), "{said}");
    assert_eq!(result["against_report"]["year"], 2024, "{said}");
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

#[test]
fn a_report_of_the_sum_that_cannot_be_compared_is_refused() {
    let broken = report("示例县人民政府", 2024).replace("[requests]", "[requests");
    let folder = folder(&[
        ("各局/甲.toml", report("示例县林业局", 2024)),
        ("错.toml", broken),
        ("上年.toml", report("示例县人民政府", 2023)),
        ("空.toml", "format = \"2021\"\nyear = 2024\n".to_owned()),
        ("格式.toml", report("示例县人民政府", 2024).replace("format = \"2021\"", "format = \"2019\"")),
    ]);
    let against = |file: &str| nianbao(folder.path(), ["collect", "各局", "--against", file]);
    for (file, words) in [
        ("错.toml", "“错.toml”读不出数字，没有核对：第"),
        ("上年.toml", "“上年.toml”是 2023 年度的报告，这里汇总的是 2024 年度，没有核对"),
    ] {
        let outcome = against(file);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{file}");
        assert!(outcome.stderr.contains(words), "{file}: {}", outcome.stderr);
    }
    // What agrees in no cell does not agree.
    let outcome = against("空.toml");
    assert_eq!(outcome.status, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("没有一格可以与各单位之和核对"), "{}", outcome.stdout);
    let outcome = against("格式.toml");
    assert_eq!(outcome.status, 0, "{}", outcome.stdout);
    let said = outcome.stdout.replace('\n', "");
    assert!(
        said.contains(
            "示例县人民政府2024年度的汇总年报与各单位之和一致。它自己有 1 处错误，请先改正；第一处："
        )
    );
}

#[test]
fn the_data_file_of_the_sum_goes_only_where_it_is_no_units_report() {
    let folder = folder(&[
        ("各局/甲.toml", report("示例县林业局", 2024)),
        ("名单.csv", "单位名称,计入汇总\n示例县林业局,否\n".to_owned()),
        ("空/乙.txt", String::new()),
    ]);
    for (arguments, words) in [
        (&["--sum", "县.docx"][..], "要以 .toml 结尾，请写：--sum 县.toml"),
        (&["--sum", "县"], "要以 .toml 结尾，请写：--sum 县.toml"),
        (&["--sum", "各局/县.toml"], "请放到各单位的文件夹以外"),
        (&["--sum", "空/../各局/县.toml"], "请放到各单位的文件夹以外"),
        (&["--sum", "县.toml", "--roster", "名单.csv", "-o", "结果"], "没有一个单位的报告计入汇总"),
        (&["--sum", "县.toml", "--year", "2010"], "2010 年度没有可用的格式，不能汇总"),
    ] {
        let outcome = nianbao(folder.path(), ["collect", "各局"].iter().chain(arguments));
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
    }
    for name in ["县.toml", "县.docx", "县", "各局/县.toml", "结果"] {
        assert!(!folder.path().join(name).exists(), "{name}");
    }
    let outcome = nianbao(folder.path(), ["collect", "各局", "--sum", "县.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    // The schema that it names is beside it.
    let text = fs::read_to_string(folder.path().join("县.toml")).unwrap();
    let schema = text.lines().next().unwrap().trim_start_matches("#:schema ./");
    assert!(folder.path().join(schema).is_file() && outcome.stderr.contains(schema), "{schema}");
    assert!(text.lines().all(|line| !line.ends_with('：')), "{text}");
}

#[test]
fn an_amount_that_was_published_in_yuan_is_no_part_of_the_sum() {
    let folder =
        folder(&[("各局/甲.toml", report("示例县林业局", 2024)), ("乙.toml", report("示例县水利局", 2024))]);
    assert_eq!(nianbao(folder.path(), ["render", "乙.toml", "--to", "html"]).status, 0);
    let page = fs::read_to_string(folder.path().join("乙.html")).unwrap();
    let official = "（单位：万元）";
    assert!(page.contains(official));
    let page = page.replace(official, "（单位：元）").replace("328.6150", "3286150");
    fs::write(folder.path().join("各局/乙.html"), page).unwrap();
    let (status, result, said) = collected(folder.path(), &["各局"]);
    assert_eq!((status, &result["sum"]["disclosure.fees"]["value"]), (1, &Value::Null), "{said}");
    assert_eq!(result["sum"]["disclosure.fees"]["blank"][0], "示例县水利局");
    let findings = result["units"][0]["findings"].as_array().unwrap().iter();
    let unread: Vec<&Value> = findings.filter(|finding| finding["code"] == "P505").collect();
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert!(unread[0]["message"].as_str().unwrap().contains("写的单位与规定的不同"), "{}", unread[0]);
}
