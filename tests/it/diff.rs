//! `nianbao diff`: a correction changes what it should and nothing else, and reads as a clerk needs it.

use std::collections::BTreeSet;
use std::fs;

use nianbao::difference::{Difference, compare};
use nianbao::document::{Options, build};
use nianbao::edition::Edition;
use nianbao::format::Forms;
use nianbao::render::html;
use nianbao::report::read;
use nianbao::source::Source;
use proptest::prelude::*;
use serde_json::Value;

use crate::common::data::{self, Figures};
use crate::common::lists::{NATIONAL, National};
use crate::common::program::{Outcome, nianbao};
use crate::common::sheet::Sheet;
use crate::common::{edited, edition, folder, kinds, text_of, toml_files};

const EXAMPLE: &str = "examples/qinghe-2024.toml";

/// A correction with something of everything.
const EDITS: &[(&str, &str)] = &[
    ("1,            6,    2,   75 ]", "1,            7,    2,   76 ]"),
    ("1,    0,    3 ]", "2,    0,    4 ]"),
    ("2,            1,           14 ]", "2,            1,           15 ]"),
    ("组织业务培训4期", "组织业务培训5期"),
    ("除上述情况外，没有其他需要报告的事项。", "除上述情况外，没有其他需要报告的事项。\n特此报告。"),
    ("date     = 2025-01-16", "date     = 2025-01-20"),
];

/// A folder with the report before (`旧.toml` and the three outputs) and after the correction.
fn corrected(edits: &[(&str, &str)]) -> tempfile::TempDir {
    let text = text_of(EXAMPLE);
    let folder =
        folder(&[("旧.toml", text.as_str()), ("新.toml", edited(&text, edits.iter().copied()).as_str())]);
    assert_eq!(nianbao(folder.path(), ["render", "旧.toml"]).status, 0);
    folder
}

fn diff(folder: &tempfile::TempDir, arguments: &[&str]) -> Outcome {
    nianbao(folder.path(), [&["diff"], arguments].concat())
}

fn done(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let outcome = diff(folder, arguments);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn json(folder: &tempfile::TempDir, old: &str, new: &str) -> Value {
    serde_json::from_str(&done(folder, &[old, new, "--format", "json"])).unwrap()
}

#[test]
fn what_a_clerk_reads() {
    let folder = corrected(EDITS);
    insta::assert_snapshot!("human", done(&folder, &["旧.toml", "新.toml"]));
    insta::assert_snapshot!("notice", done(&folder, &["旧.html", "新.toml", "--format", "md"]));
    insta::assert_snapshot!("help", done(&folder, &["--help"]));
}

#[test]
fn the_page_of_the_old_report_tells_as_much_as_its_data_file() {
    let folder = corrected(EDITS);
    let from_file = json(&folder, "旧.toml", "新.toml");
    let mut from_page = json(&folder, "旧.html", "新.toml");
    assert_eq!(from_page["old"]["path"], "旧.html");
    from_page["old"]["path"] = "旧.toml".into();
    assert_ne!(from_file["replaces"]["digest"], from_page["replaces"]["digest"]);
    from_page["replaces"] = from_file["replaces"].clone();
    assert_eq!(from_file, from_page);
    let fragment = ["render", "旧.toml", "--to", "html", "--fragment", "-o", "片段"];
    assert_eq!(nianbao(folder.path(), fragment).status, 0);
    let mut from_fragment = json(&folder, "片段/旧.html", "新.toml");
    from_fragment["old"]["path"] = "旧.toml".into();
    from_fragment["replaces"] = from_file["replaces"].clone();
    assert_eq!(from_file, from_fragment);
    // A page under another name is recognised by what it holds.
    fs::copy(folder.path().join("旧.html"), folder.path().join("网页.txt")).unwrap();
    assert_eq!(json(&folder, "网页.txt", "新.toml")["cells"], from_file["cells"]);
}

/// The Word file and both kinds of Markdown tell as much; of two published files the older may be any of them.
#[test]
fn a_published_file_of_any_kind_tells_as_much_as_the_page() {
    let folder = corrected(EDITS);
    let pipes = ["render", "旧.toml", "--to", "md", "--md-tables", "pipe", "-o", "表格"];
    assert_eq!(nianbao(folder.path(), pipes).status, 0);
    assert_eq!(nianbao(folder.path(), ["render", "新.toml"]).status, 0);
    let told = |old: &str, new: &str| {
        let mut told = json(&folder, old, new);
        let outcome = diff(&folder, &[old, new]);
        assert!(!outcome.stderr.contains("没有比较"), "{old}: {}", outcome.stderr);
        told["touched"] = Value::Null;
        told["remarks"] = Value::Null;
        told["replaces"] = Value::Null;
        told["old"]["path"] = Value::Null;
        told["new"]["path"] = Value::Null;
        told
    };
    let meant = told("旧.html", "新.toml");
    assert_eq!(meant["cells"].as_array().unwrap().len(), 5, "{meant:#}");
    for name in ["旧", "新"] {
        let path = |extension: &str| folder.path().join(format!("{name}.{extension}"));
        let page = fs::read_to_string(path("html")).unwrap();
        fs::write(path("xlsx"), kinds::sheet(&page)).unwrap();
        fs::write(path("pdf"), kinds::pdf(&page)).unwrap();
        fs::write(path("js"), kinds::script(&page)).unwrap();
    }
    for old in ["旧.docx", "旧.md", "表格/旧.md", "旧.xlsx", "旧.pdf", "旧.js"] {
        assert_eq!(told(old, "新.toml"), meant, "{old}");
    }
    for (old, new) in [("旧.docx", "新.html"), ("旧.html", "新.docx"), ("旧.md", "新.md")] {
        assert_eq!(told(old, new), meant, "{old} {new}");
    }
    assert_eq!(done(&folder, &["新.docx", "新.html"]), "新.docx → 新.html：两份报告没有不同\n");
}

/// The page of the example with one of its rows twice, with other figures; and without a row.
fn page_with(folder: &tempfile::TempDir, edit: impl Fn(&str) -> String) {
    let page = fs::read_to_string(folder.path().join("旧.html")).unwrap();
    let start = page[..page.find(">行政强制").unwrap()].rfind("<tr").unwrap();
    let end = start + page[start..].find("</tr>").unwrap() + "</tr>".len();
    let page = format!("{}{}{}", &page[..start], edit(&page[start..end]), &page[end..]);
    fs::write(folder.path().join("网站.html"), page).unwrap();
}

#[test]
fn what_was_not_read_for_certain_is_told_and_never_published() {
    let folder = corrected(EDITS);
    page_with(&folder, |row| format!("{row}{}", row.replace(">6<", ">9<")));
    let outcome = diff(&folder, &["网站.html", "新.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("“网站.html”里“行政强制”"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("读得没有把握，没有比较；请对照原文核对"), "{}", outcome.stderr);
    assert!(!outcome.stdout.contains("行政强制"), "{}", outcome.stdout);
    for files in [["网站.html", "新.toml"], ["旧.toml", "网站.html"]] {
        let outcome = diff(&folder, &[&files[..], &["--format", "md"]].concat());
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{files:?}");
        assert!(outcome.stderr.contains("没有写更正说明：“网站.html”"), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("nianbao import 网站.html"), "{}", outcome.stderr);
    }
    page_with(&folder, |_| String::new());
    let outcome = diff(&folder, &["网站.html", "新.toml"]);
    assert!(outcome.stderr.contains("“网站.html”里没有读到“行政强制”"), "{}", outcome.stderr);
    assert!(!outcome.stdout.contains("行政强制"), "{}", outcome.stdout);
    assert_eq!(diff(&folder, &["网站.html", "新.toml", "--format", "md"]).status, 0);
}

#[test]
fn a_group_that_is_printed_as_one_row_counts_prints_and_is_compared() {
    let rows = [
        ("other_handling.not_corrected = [      1,", "other_handling = [      2,"),
        ("other_handling.fee_unpaid ", "# "),
        ("other_handling.rest ", "# "),
    ];
    let old = edited(&text_of(EXAMPLE), rows);
    let new = edited(&old, [("other_handling = [      2,", "other_handling = [      3,")]);
    let folder = folder(&[("旧.toml", old.as_str()), ("新.toml", new.as_str())]);
    assert_eq!(nianbao(folder.path(), ["render", "旧.toml", "--draft"]).status, 1);
    for side in ["旧.toml", "旧-草稿.html", "旧-草稿.docx"] {
        let told = done(&folder, &[side, "新.toml"]);
        assert!(told.contains("“三、（六）其他处理”行“自然人”列：2 → 3"), "{side}: {told}");
        assert!(told.contains("改动 1 格"), "{side}: {told}");
    }
}

#[test]
fn json_has_the_shape_of_the_contract() {
    let folder = corrected(EDITS);
    let output = json(&folder, "旧.toml", "新.toml");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    let top = ["version", "old", "new", "cells", "details", "narrative", "touched", "remarks"];
    let facts = ["figures_changed", "words_changed", "replaces"];
    assert_eq!(keys(&output), set(&[&top[..], &facts].concat()));
    assert_eq!(output["version"], 1);
    assert_eq!(keys(&output["old"]), set(&["path", "format", "year", "agency"]));
    assert_eq!((&output["new"]["path"], &output["new"]["year"]), (&"新.toml".into(), &2024.into()));
    let cell = ["path", "label", "section", "row", "column", "old", "new", "derived"];
    assert_eq!(keys(&output["cells"][0]), set(&cell));
    let cell = &output["cells"][1];
    assert_eq!(cell["path"], "requests.received.legal_service");
    assert_eq!((&cell["old"], &cell["new"], &cell["derived"]), (&"6".into(), &"7".into(), &false.into()));
    assert_eq!(output["cells"][2]["derived"], true);
    assert_eq!(keys(&output["details"][0]), set(&["kind", "label", "old", "new"]));
    assert_eq!(output["details"][0]["new"], "2025年1月20日");
    assert_eq!(keys(&output["narrative"][0]), set(&["section", "title", "heading", "old", "new"]));
    let headings: Vec<&Value> =
        output["narrative"].as_array().unwrap().iter().map(|one| &one["heading"]).collect();
    assert_eq!(headings[..2], ["（一）主动公开情况", "（二）依申请公开情况"]);
    let last = output["narrative"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["section"], &last["old"]), (&"other_matters".into(), &Value::Null));
    assert_eq!(keys(&output["touched"][0]), set(&["kind", "message", "path", "line", "column"]));
    let kinds: Vec<&str> =
        output["touched"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["next_year", "next_stock", "prose", "outputs"]);
    // A blank figure is null.
    let blank = edited(&text_of(EXAMPLE), [("coercive_measures   = 6 ", "coercive_measures   = \"\" ")]);
    fs::write(folder.path().join("空.toml"), blank).unwrap();
    assert_eq!(json(&folder, "旧.toml", "空.toml")["cells"][0]["new"], Value::Null);
}

/// Every example: its page against a data file in which one figure was corrected.
#[test]
fn one_corrected_figure_is_found_against_the_page_of_every_example() {
    for (name, text) in toml_files("examples") {
        let line = text.lines().find(|line| line.starts_with("not_processed.petition")).unwrap();
        let digits = line.find('[').unwrap() + 1;
        let first: String = line[digits..].split(',').next().unwrap().trim().to_owned();
        let raised = (first.parse::<u64>().unwrap() + 3).to_string();
        let changed = format!("{}{}", &line[..digits], line[digits..].replacen(&first, &raised, 1));
        let folder =
            folder(&[("a.toml", text.as_str()), ("b.toml", text.replacen(line, &changed, 1).as_str())]);
        assert_eq!(nianbao(folder.path(), ["render", "a.toml"]).status, 0, "{name}");
        let output = json(&folder, "a.html", "b.toml");
        let row = "requests.not_processed.petition";
        let mut meant = vec![format!("{row}.natural_person")];
        // A total that the file states stays as it is stated.
        if line.split(']').next().unwrap().matches(',').count() == 5 {
            meant.push(format!("{row}.total"));
        }
        if !text.lines().any(|line| line.starts_with("total ")) {
            meant.extend(["natural_person", "total"].map(|column| format!("requests.total.{column}")));
        }
        let cells = output["cells"].as_array().unwrap();
        let found: Vec<&str> = cells.iter().map(|cell| cell["path"].as_str().unwrap()).collect();
        assert_eq!(found, meant, "{name}");
        assert_eq!((&cells[0]["old"], &cells[0]["new"]), (&first.into(), &raised.into()), "{name}");
        assert!(cells[1..].iter().all(|cell| cell["derived"] == true) && cells[0]["derived"] == false);
        assert_eq!((&output["details"], &output["remarks"]), (&Value::Array(vec![]), &Value::Array(vec![])));
        let same = done(&folder, &["a.html", "a.toml"]);
        assert_eq!(same, "a.html → a.toml：两份报告没有不同\n", "{name}");
    }
}

/// What the library finds between two data files, the first of them as a page.
fn found(old: &str, new: &str) -> Difference {
    let forms = Forms::built_in();
    let document = |text: &str| {
        let report = read(&Source::new("a", text), &forms).report.unwrap();
        build(&report, Options::default())
    };
    let page = html::render(&document(old), &nianbao::render::Options::default()).unwrap();
    let new = Edition::of(&document(new));
    compare(&edition(page.as_bytes()), &new, &forms.get(&new.form).unwrap())
}

/// A report with random figures, and one of its figures as it is corrected.
fn correction(form: &'static National) -> impl Strategy<Value = (Sheet, usize, u64)> {
    let stated: usize = form.rows().iter().map(|(_, _, columns)| columns.len()).sum();
    let figures = prop::collection::vec(0..100_000u64, stated);
    (figures, any::<prop::sample::Index>(), 0..100_000u64).prop_map(move |(figures, place, new)| {
        let mut figures = figures.into_iter();
        let sheet = Sheet::new(form, |_| figures.next().unwrap().to_string());
        let cells = sheet.rows.iter().map(|(_, _, cells)| cells.len()).sum();
        let place = place.index(cells);
        (sheet, place, new)
    })
}

/// The figures that differ, as the tests add them up.
fn differing(old: &Figures, new: &Figures) -> Vec<(String, String, String)> {
    let pairs = old.iter().filter(|(path, old)| new[*path] != **old);
    pairs.map(|(path, old)| (path.clone(), old.clone(), new[path].clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_corrected_figure_is_found_with_its_totals_and_nothing_else(
        old in correction(NATIONAL[0]),
        new in correction(NATIONAL[1]),
    ) {
        for (sheet, place, figure) in [old, new] {
            let mut after = sheet.clone();
            let mut cells = after.rows.iter_mut().flat_map(|(_, _, cells)| cells);
            *cells.nth(place).unwrap() = figure.to_string();
            prop_assert_eq!(data::figures(&after.text()), after.figures());
            let difference = found(&sheet.text(), &after.text());
            let mut cells: Vec<_> = difference
                .cells
                .iter()
                .map(|cell| (cell.path.clone(), cell.old.clone().unwrap(), cell.new.clone().unwrap()))
                .collect();
            cells.sort();
            prop_assert_eq!(&cells, &differing(&sheet.figures(), &after.figures()));
            prop_assert_eq!(difference.corrected().count(), usize::from(!cells.is_empty()));
            prop_assert!(difference.narrative.is_empty() && difference.details.is_empty());
            let is_total = |path: &str| path.ends_with(".total") || path.starts_with("requests.total.");
            for cell in difference.derived() {
                prop_assert!(is_total(&cell.path), "{}", cell.path);
            }
        }
    }
}

#[test]
fn files_that_cannot_be_compared_are_refused_with_what_to_give_instead() {
    let folder = corrected(&[]);
    let open = text_of(EXAMPLE).replacen("year   = 2024", "year   = 2024年", 1);
    fs::write(folder.path().join("坏.toml"), open).unwrap();
    fs::write(folder.path().join("别的.html"), "<!DOCTYPE html><h1>年报</h1><td>7</td>").unwrap();
    fs::write(folder.path().join("旧.doc"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1WordDocument").unwrap();
    fs::write(folder.path().join("截图.png"), b"\x89PNG\r\n\x1A\n").unwrap();
    fs::write(folder.path().join("空.toml"), "").unwrap();
    for (old, new, words) in [
        ("截图.png", "新.toml", "“截图.png”：这是图片"),
        ("旧.toml", "坏.toml", "nianbao check 坏.toml"),
        ("空.toml", "新.toml", "nianbao check 空.toml"),
        ("别的.html", "新.toml", "“别的.html”：没有读到政府信息公开工作年度报告的表格"),
        ("旧.toml", "别的.html", "“别的.html”：没有读到"),
        ("旧.doc", "新.toml", "“旧.doc”："),
        ("没有.toml", "新.toml", "不存在"),
        ("旧.toml", "旧.toml", "同一个文件"),
        ("旧.toml", "./旧.toml", "同一个文件"),
        ("旧.toml", ".", "文件夹"),
    ] {
        let outcome = diff(&folder, &[old, new]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{old} {new}");
        assert!(outcome.stderr.contains(words), "{old} {new}: {}", outcome.stderr);
    }
    assert_eq!(diff(&folder, &["旧.toml"]).status, 2);
}

#[test]
fn the_result_goes_to_a_file_but_never_over_an_input() {
    let folder = corrected(EDITS);
    let outcome = diff(&folder, &["旧.html", "新.toml", "--format", "md", "-o", "更正说明.md"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("更正说明已写入：更正说明.md"), "{}", outcome.stderr);
    let notice = fs::read_to_string(folder.path().join("更正说明.md")).unwrap();
    assert_eq!(notice, done(&folder, &["旧.html", "新.toml", "--format", "md"]));
    for input in ["旧.html", "新.toml"] {
        let before = fs::read(folder.path().join(input)).unwrap();
        let outcome = diff(&folder, &["旧.html", "新.toml", "-o", input]);
        assert_eq!(outcome.status, 2);
        assert!(outcome.stderr.contains("不能把结果写进去"), "{}", outcome.stderr);
        assert_eq!(fs::read(folder.path().join(input)).unwrap(), before);
    }
}

#[test]
fn what_somebody_wrote_is_never_overwritten() {
    let folder = corrected(EDITS);
    let notice = ["旧.html", "新.toml", "--format", "md", "-o", "更正说明.md"];
    done(&folder, &notice);
    // The same again does no harm.
    done(&folder, &notice);
    let path = |name: &str| folder.path().join(name);
    let completed = fs::read_to_string(path("更正说明.md")).unwrap() + "更正的原因：录入有误。\n";
    for name in ["更正说明.md", "别的.txt"] {
        fs::write(path(name), &completed).unwrap();
        let outcome = diff(&folder, &["旧.html", "新.toml", "--format", "md", "-o", name]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{name}");
        assert!(
            outcome.stderr.contains("没有覆盖") && outcome.stderr.contains("别的文件名"),
            "{}",
            outcome.stderr
        );
        assert_eq!(fs::read_to_string(path(name)).unwrap(), completed, "{name}");
    }
    for style in ["human", "json"] {
        fs::write(path("别的.toml"), &completed).unwrap();
        for name in ["更正说明.md", "别的.toml", "旧.docx"] {
            let before = fs::read(path(name)).unwrap();
            let outcome = diff(&folder, &["旧.html", "新.toml", "--format", style, "-o", name]);
            assert_eq!(outcome.status, 2, "{style} {name}");
            assert!(outcome.stderr.contains("的扩展名"), "{}", outcome.stderr);
            assert_eq!(fs::read(path(name)).unwrap(), before, "{style} {name}");
        }
        // A list of changes is made anew as often as one likes.
        done(&folder, &["旧.html", "新.toml", "--format", style, "-o", "别的.txt"]);
    }
}

#[test]
fn what_is_no_correction_is_said_so() {
    let folder = corrected(&[]);
    assert_eq!(done(&folder, &["旧.toml", "新.toml"]), "旧.toml → 新.toml：两份报告没有不同\n");
    let outcome = diff(&folder, &["旧.toml", "新.toml", "--format", "md", "-o", "更正说明.md"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.stderr.contains("没有可写的更正说明") && !folder.path().join("更正说明.md").exists());
    fs::write(folder.path().join("上年.toml"), text_of("examples/qinghe-2023.toml")).unwrap();
    let outcome = diff(&folder, &["上年.toml", "新.toml"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.stderr.contains("不同年度的报告（2023年度、2024年度）"), "{}", outcome.stderr);
    // Nor is it written as one.
    let refused = |old: &str, new: &str| {
        let outcome = diff(&folder, &[old, new, "--format", "md", "-o", "更正说明.md"]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{old} {new}");
        assert!(!folder.path().join("更正说明.md").exists());
        outcome.stderr
    };
    assert!(refused("上年.toml", "新.toml").contains("不同年度的报告（2023年度、2024年度）"));
    let other = text_of(EXAMPLE).replace("青禾县住房和城乡建设局", "青禾县财政局");
    let other = other.replacen("penalties           = 1037", "penalties           = 1038", 1);
    fs::write(folder.path().join("别局.toml"), other).unwrap();
    assert!(refused("别局.toml", "新.toml").contains("编制机关不同"));
    // The arguments in the wrong order.
    let outcome = diff(&folder, &["新.toml", "旧.html"]);
    assert!(outcome.stderr.contains("对调"), "{}", outcome.stderr);
    // A correction that does not add up must not go out.
    let wrong =
        edited(&text_of(EXAMPLE), [("1,            6,    2,   75 ]", "1,            7,    2,   75 ]")]);
    fs::write(folder.path().join("错.toml"), wrong).unwrap();
    let outcome = diff(&folder, &["旧.html", "错.toml"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.stderr.contains("请先改正再发布：nianbao check 错.toml"), "{}", outcome.stderr);
    assert!(refused("旧.html", "错.toml").contains("nianbao check 错.toml"));
    let blank = edited(&text_of(EXAMPLE), [("coercive_measures   = 6 ", "coercive_measures   = \"\" ")]);
    fs::write(folder.path().join("空白.toml"), &blank).unwrap();
    refused("旧.html", "空白.toml");
    let notice = done(&folder, &["空白.toml", "新.toml", "--format", "md"]);
    assert!(notice.contains("| （未填写） | 6 |") && !notice.contains("空白"), "{notice}");
}

#[test]
fn what_is_not_seen_in_words_and_figures_is_said() {
    let folder = corrected(&[]);
    // The page was made anew after the correction.
    let outcome = diff(&folder, &["旧.html", "旧.toml"]);
    assert!(outcome.stderr.contains("备份（-备份）如有留存，请用它比较"), "{}", outcome.stderr);
    assert_eq!(diff(&folder, &["旧.toml", "新.toml"]).stderr, "");
    for edit in [
        ("组织业务培训4期；", "组织**业务培训**4期；"),
        ("组织业务培训4期；", "\n\n组织业务培训4期；"),
        ("组织业务培训4期；", "组织[业务培训](https://a.example.cn/)4期；"),
    ] {
        fs::write(folder.path().join("版式.toml"), edited(&text_of(EXAMPLE), [edit])).unwrap();
        let outcome = diff(&folder, &["旧.toml", "版式.toml"]);
        assert_eq!(outcome.stdout, "旧.toml → 版式.toml：两份报告没有不同\n");
        assert!(outcome.stderr.contains("版式（分段、加粗、链接）有改动"), "{edit:?}: {}", outcome.stderr);
    }
}

#[test]
fn a_heading_that_a_site_changed_deletes_nothing() {
    let folder = corrected(EDITS);
    let page = fs::read_to_string(folder.path().join("旧.html")).unwrap();
    let parts: Vec<&str> = page.split_inclusive("</h2>").collect();
    assert_eq!(parts.len(), 7);
    for dropped in 0..6 {
        let without = |(place, part): (usize, &&str)| match place == dropped {
            true => part.split("<h2").next().unwrap().to_owned(),
            false => (*part).to_owned(),
        };
        let text: String = parts.iter().enumerate().map(without).collect();
        fs::write(folder.path().join("网站.html"), text).unwrap();
        let changes = json(&folder, "网站.html", "旧.toml");
        assert_eq!(changes["narrative"], Value::Array(vec![]), "{dropped}");
        let outcome = diff(&folder, &["网站.html", "新.toml", "--format", "md"]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert!(!outcome.stdout.contains("删去"), "{dropped}: {}", outcome.stdout);
        // Neither neighbour of two headings of tables is narrative.
        assert_eq!(outcome.stderr.contains("没有找到"), !matches!(dropped, 2 | 3), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("更正原因还没有写") && outcome.stderr.contains("还要核对"));
    }
}

#[test]
fn a_notice_shows_hostile_words_as_they_are() {
    let folder = corrected(&[
        ("组织业务培训4期", "组织<b>业务</b>|培训|*5*期 [链](javascript:x)"),
        ("issuer   = \"青禾县住房和城乡建设局\"", "issuer   = \"青禾县<i>住建|局\""),
    ]);
    let notice = done(&folder, &["旧.toml", "新.toml", "--format", "md"]);
    for raw in ["<b>", "<i>", ">|培训", "；|培训", "*5*", "[链]("] {
        assert!(!notice.contains(raw), "{raw}: {notice}");
    }
    let plain = notice.replace("<strong>", "").replace("</strong>", "");
    assert!(plain.contains("&lt;b&gt;业务&lt;/b&gt;\\|培训\\|"), "{notice}");
}

#[test]
fn hostile_pages_are_read_or_refused() {
    let folder = corrected(&[]);
    let page = fs::read_to_string(folder.path().join("旧.html")).unwrap();
    for (part, count) in
        [("<div>", 800_000), ("<table><tr><td>", 250_000), ("<b><p>", 600_000), ("<p title='", 1)]
    {
        fs::write(folder.path().join("坏.html"), part.repeat(count)).unwrap();
        assert_eq!(diff(&folder, &["坏.html", "新.toml"]).status, 2, "{part}");
        let whole = page.replacen("<main>", &part.repeat(count.min(500_000)), 1);
        fs::write(folder.path().join("坏.html"), whole).unwrap();
        assert!(diff(&folder, &["坏.html", "新.toml"]).status != 1, "{part}");
    }
}
