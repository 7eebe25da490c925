//! A file that goes on from last year's.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::document::{self, Block, Document, Run};
use crate::format::{CellId, Forms};
use crate::report::{LastYear, Level, Report, read};
use crate::rules::{Checked, check_reading};
use crate::skeleton::{Known, LastFile, Skeleton, write};
use crate::source::{MAX_BYTES, Source};

/// Of a data file every cell is read.
static NONE: BTreeSet<String> = BTreeSet::new();

const EXAMPLES: &[(&str, &str)] = &[
    ("baoshan-2019", include_str!("../../../examples/baoshan-2019.toml")),
    ("huarong-2020", include_str!("../../../examples/huarong-2020.toml")),
    ("pingan-2019", include_str!("../../../examples/pingan-2019.toml")),
    ("qinghe-2023", include_str!("../../../examples/qinghe-2023.toml")),
    ("qinghe-2024", include_str!("../../../examples/qinghe-2024.toml")),
    ("shunhe-2020", include_str!("../../../examples/shunhe-2020.toml")),
    ("zhifu-2019", include_str!("../../../examples/zhifu-2019.toml")),
];

const QINGHE: &str = EXAMPLES[3].1;

fn last(text: &str) -> Report {
    read(&Source::new("上年.toml", text), &Forms::built_in()).report.expect("last year's file reads")
}

fn from(report: &Report) -> Skeleton {
    let forms = Forms::built_in();
    let known = Known {
        agency: report.agency_name().to_owned(),
        level: report.agency.level,
        year: report.year() + 1,
        last: Some(LastFile { report, path: Some("../上年.toml".to_owned()), unread: &NONE }),
        ..Known::default()
    };
    write(&forms.for_year(known.year).unwrap(), &known).unwrap()
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(QINGHE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// Checks a new file with last year's beside it.
fn checked(new: &str, last: &str) -> Checked {
    let (forms, source) = (Forms::built_in(), Source::new("新.toml", new));
    let last_source = Source::new("上年.toml", last);
    let report = read(&last_source, &forms).report.unwrap();
    let last = LastYear::Known(Box::new((report, last_source)));
    check_reading(read(&source, &forms), &source, &forms, last)
}

/// The one line of a file that begins with a key.
fn row<'t>(text: &'t str, key: &str) -> &'t str {
    let mut lines = text.lines().filter(|line| line.split('=').next().is_some_and(|k| k.trim() == key));
    let line = lines.next().unwrap_or_else(|| panic!("no {key}\n{text}"));
    assert_eq!(lines.next(), None, "{key} twice");
    line
}

#[test]
fn of_every_example_nothing_is_left_but_what_is_to_be_filled_in() {
    for (name, text) in EXAMPLES {
        let new = from(&last(text)).text;
        let checked = checked(&new, text);
        let codes: Vec<&str> = checked.findings.iter().map(|finding| finding.code.0).collect();
        for code in &codes {
            // Blank cells, unwritten text and the date; what is too short is yet to be written.
            assert!(["D006", "N306", "S405", "N307", "N309", "N310"].contains(code), "{name}: {codes:?}");
        }
        // At least one place to write in each of the three sections.
        let unwritten = checked.findings.iter().filter(|finding| finding.code.0 == "N306");
        assert!(unwritten.clone().count() >= 3, "{name}: {codes:?}");
        // Every place in a section is one that the check reports.
        let places = new.matches("【待填写】").count() - new.matches("换掉“【待填写】”").count();
        assert_eq!(unwritten.map(|finding| 1 + finding.labels.len()).sum::<usize>(), places, "{name}");
    }
}

#[test]
fn what_was_carried_forward_is_carried_in_and_what_was_in_force_is_the_baseline() {
    for (name, text) in EXAMPLES {
        let last = last(text);
        let new = from(&last).text;
        let report = read(&Source::new("新.toml", new), &Forms::built_in()).report.unwrap();
        let mut compared = 0;
        for (section, _, table) in report.form.tables() {
            let Some(carry) = table.carry else { continue };
            for column in 0..6 {
                let from = last.form.target(&report.form.path(CellId { section, row: carry.from, column }));
                let value = last.target_value(&from.unwrap());
                assert!(value.is_some());
                assert_eq!(report.value(CellId { section, row: carry.to, column }), value, "{name}");
                compared += 1;
            }
        }
        assert_eq!(compared, 6);
        let in_force = report.form.target("disclosure.normative_documents.in_force").ok();
        let now = in_force.and_then(|target| report.target_value(&target));
        let then = last.form.target("disclosure.normative_documents.in_force").ok();
        assert_eq!(now, then.and_then(|target| last.target_value(&target)), "{name}");
    }
    let new = from(&last(QINGHE)).text;
    let line = row(&new, "normative_documents");
    assert!(line.contains("[   \"\",   \"\",       13 ]"), "{line}");
    assert!(line.contains("上年现行有效 13 件，本年应为 13 + 制发 − 废止"), "{line}");
    assert!(row(&new, "carried_in").contains("已按2023年度报告的“四、结转下年度继续办理”填好"));
}

#[test]
fn agency_contact_site_and_issuer_go_along_but_no_title_or_date() {
    let last = last(QINGHE);
    let skeleton = from(&last);
    let report = read(&Source::new("新.toml", skeleton.text.clone()), &Forms::built_in()).report.unwrap();
    let (new, old) = (&report.agency, &last.agency);
    assert_eq!(report.agency_name(), last.agency_name());
    assert_eq!(
        (new.level, &new.address, &new.postcode, &new.phone, &new.email, &new.website),
        (old.level, &old.address, &old.postcode, &old.phone, &old.email, &old.website)
    );
    let (new, old) = (&report.site, &last.site);
    assert_eq!((&new.name, &new.domain, &new.id_code), (&old.name, &old.domain, &old.id_code));
    // The issuer is the agency by its name: the program knows it.
    assert_eq!((&report.publication.issuer, last.publication.issuer.is_some()), (&None, true));
    let short = edited(&[("issuer   = \"青禾县住房和城乡建设局\"", "issuer   = \"青禾县住建局\"")]);
    let short = self::last(&short);
    assert!(from(&short).text.contains("\nissuer   = \"青禾县住建局\""));
    assert!(report.publication.title.is_none() && report.publication.date.is_none());
    assert!(report.publication.preamble.is_none() && report.publication.deadline.is_none());
    assert_eq!(report.previous.unwrap().value, "../上年.toml");
    assert_eq!(report.year.unwrap().value, 2024);
    assert!(skeleton.remarks.is_empty(), "{:?}", skeleton.remarks);
    // Members that are not stated are offered.
    let few =
        edited(&[("postcode = \"000000\"", ""), ("level    = \"department\"", "level = \"government\"")]);
    let text = from(&self::last(&few)).text;
    assert!(text.contains("\n# postcode = \"\"") && text.contains("\nphone    = \"0000-0000000\""));
    assert!(row(&text, "level").contains("\"government\""));
    assert_eq!(self::last(&few).agency.level, Some(Level::Government));
}

#[test]
fn an_agency_with_another_name_does_not_sign_with_the_old_one() {
    let forms = Forms::built_in();
    let renamed = |last: &Report| {
        let last_file = Some(LastFile { report: last, path: None, unread: &NONE });
        let known =
            Known {
                agency: "青禾县住建和交通局".into(), year: 2024, last: last_file, ..Known::default()
            };
        write(&forms.get("2021").unwrap(), &known).unwrap()
    };
    let skeleton = renamed(&last(QINGHE));
    assert!(skeleton.text.contains("\n# issuer   = \"\""), "{}", skeleton.text);
    assert!(!skeleton.taken_over.contains(&"落款机关".to_owned()));
    let short = edited(&[("issuer   = \"青禾县住房和城乡建设局\"", "issuer   = \"青禾县住建局\"")]);
    let skeleton = renamed(&last(&short));
    assert!(skeleton.text.contains("\n# issuer   = \"青禾县住建局\"   # 上年的落款"), "{}", skeleton.text);
    assert!(skeleton.remarks[0].contains("上年的落款 \"青禾县住建局\" 没有照搬"), "{:?}", skeleton.remarks);
}

#[test]
fn columns_that_last_year_leaves_open_stay_blank_and_are_named() {
    let row_then = "carried_forward              = [      3,        1,        0,            0,            0,    0,    4 ]";
    let blank = edited(&[(row_then, "carried_forward = [ 3, \"\", \"5件\", 0, 0, 0 ]")]);
    let skeleton = from(&last(&blank));
    assert!(row(&skeleton.text, "carried_in").contains("[      3,       \"\",       \"\",            0,"));
    assert!(skeleton.remarks[0].contains("商业企业、科研机构列没有填写"), "{:?}", skeleton.remarks);
    assert!(
        row(&skeleton.text, "carried_in")
            .ends_with("填好；其中商业企业、科研机构列上年没有填对，请查明后填写")
    );
    let zeros = Known {
        year: 2024,
        zeros: true,
        last: Some(LastFile { report: &last(&blank), path: None, unread: &NONE }),
        ..Known::default()
    };
    let zeros = write(&Forms::built_in().get("2021").unwrap(), &zeros).unwrap();
    assert!(row(&zeros.text, "carried_in").contains("[      3,       \"\",       \"\",            0,"));
    assert!(!zeros.names_last && !zeros.text.contains("[previous]"));
    let none = edited(&[(row_then, "")]);
    let skeleton = from(&last(&none));
    assert!(skeleton.remarks[0].contains("整行没有填写"), "{:?}", skeleton.remarks);
    assert!(row(&skeleton.text, "carried_in").ends_with("没有填对，请查明后填写"));
    let other_form = from(&last(EXAMPLES[1].1)).text;
    assert!(
        row(&other_form, "normative_documents").ends_with("上年的格式没有现行有效这一项，请按台账填写"),
        "{other_form}"
    );
    let stock = edited(&[("[            3,            0,           13 ]", "[ 3, 0, \"\" ]")]);
    let skeleton = from(&last(&stock));
    assert!(skeleton.remarks[0].contains("“行政规范性文件”一行中，现行有效件数没有填写"));
}

#[test]
fn what_the_newer_form_has_no_place_for_is_listed() {
    let text = EXAMPLES[1].1.replace(
        "other_handling               = [      0,        0,",
        "other_handling               = [      2,        0,",
    );
    let skeleton = from(&last(&text));
    assert!(skeleton.text.contains("format = \"2021\""));
    assert!(skeleton.text.contains("#   政府集中采购：采购项目数量 12 项，采购总金额 11.640828 万元\n"));
    assert!(skeleton.text.contains("#   三、（六）其他处理：自然人 2 件\n"), "{}", skeleton.text);
    assert_eq!(skeleton.remarks.len(), 2, "{:?}", skeleton.remarks);
    assert!(skeleton.remarks[0].contains("：政府集中采购；"));
    // Zeros without a place are nothing to speak of.
    assert!(!skeleton.text.contains("其他对外管理服务事项"));
}

#[test]
fn wide_figures_push_their_column_apart() {
    let wide = edited(&[(
        "[      3,        1,        0,            0,            0,    0,    4 ]",
        "[ 3, 1, 0, 0, 0, 123456789 ]",
    )]);
    let new = from(&last(&wide)).text;
    let end = |key: &str| row(&new, key).find(" ]").unwrap();
    assert!(row(&new, "carried_in").contains(", 123456789 ]"));
    assert_eq!(end("carried_in"), end("received"));
    assert_eq!(end("received"), end("carried_forward"));
}

#[test]
fn headings_are_the_skeleton() {
    let text = "甲。\n### （一）主动公开\n乙。\n#### 1.文件\n丙。\n（二）依申请公开\n（三）2023年工作小结。丁。\n\
        ### 2024年打算\n### 题目。又一句。\n### 空\n#### 内\n戊。\n";
    let new = from(&last(&with_text(text))).text;
    let start = new.find("text = '''\n").unwrap() + "text = '''\n".len();
    let body = &new[start..start + new[start..].find("'''").unwrap()];
    assert_eq!(
        body,
        "【待填写】\n（一）主动公开\n【待填写】\n#### 1.文件\n【待填写】\n（二）依申请公开\n【待填写】\n\
         （三）2024年工作小结。【待填写】\n### 2025年打算\n【待填写】\n### 题目。\n【待填写】\n### 空\n#### 内\n【待填写】\n"
    );
    assert!(new.contains("在行首加 ### 或 ####（不会印出来）"));
    // Without a `#` in last year's text there is none in the new one.
    let new = from(&last(&with_text("（一）主动公开\n乙。\n"))).text;
    assert!(new.contains("text = '''\n（一）主动公开\n【待填写】\n'''"), "{new}");
    assert!(from(&last(&with_text("甲。"))).text.contains("text = '''\n【待填写】\n'''"));
}

/// A report whose first section is a text, in a basic string that holds anything.
fn with_text(text: &str) -> String {
    let start = QINGHE.find("text = '''").unwrap();
    let end = start + 10 + QINGHE[start + 10..].find("'''").unwrap() + 3;
    let mut quoted = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    format!("{}text = \"{quoted}\"{}", &QINGHE[..start], &QINGHE[end..])
}

/// The headings of the first section, as they print.
fn headings(report: &Report) -> Vec<String> {
    let words = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let Document { sections, .. } = document::build(report, document::Options::default());
    let blocks = sections[0].blocks.iter();
    blocks
        .filter_map(|block| match block {
            Block::Heading { runs, .. } => Some(words(runs)),
            Block::Paragraph(paragraph) if !paragraph.lead.is_empty() => Some(words(&paragraph.lead)),
            _ => None,
        })
        .map(|words| words.trim().to_owned())
        .collect()
}

/// All that prints in the first section and is no heading; of a run-in heading, what no heading has.
fn printed(report: &Report) -> Vec<String> {
    let Document { sections, .. } = document::build(report, document::Options::default());
    let blocks = sections[0].blocks.iter();
    let text = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    blocks
        .filter_map(|block| match block {
            Block::Heading { .. } => None,
            Block::Paragraph(paragraph) => {
                let lead = text(&paragraph.lead);
                // （一） and up to twenty characters.
                let is_heading = !lead.contains('，') && lead.chars().count() <= 26;
                let lead = if is_heading { String::new() } else { lead };
                Some(format!("{lead}{}", text(&paragraph.runs)))
            }
            other => Some(format!("{other:?}")),
        })
        .collect()
}

#[test]
fn statements_and_figures_are_no_headings() {
    let text = "（一）全年主动公开政府信息1286条。其中甲。\n（二）主动公开。乙。\n（三）制度健全，群众满意。丙。\n\
        （四）受理{{ requests.received.total }}件。丁。\n### 2023年共办理申请86件\n戊。\n### （六）办理八十六件\n\
        ### ２０２３年工作\n### 2023年工作\n#### 1.**八**件\n";
    let skeleton = from(&last(&with_text(text)));
    let start = skeleton.text.find("text = '''\n").unwrap() + "text = '''\n".len();
    let body = &skeleton.text[start..start + skeleton.text[start..].find("'''").unwrap()];
    assert_eq!(
        body,
        "（一）【待填写】\n（二）主动公开。【待填写】\n（三）【待填写】\n（四）【待填写】\n### 【待填写】\n【待填写】\n\
         （六）【待填写】\n【待填写】\n### 【待填写】\n【待填写】\n### 2024年工作\n#### 1.【待填写】\n【待填写】\n"
    );
    assert!(skeleton.remarks.iter().any(|r| r.contains("有 7 个小标题写有数字")), "{:?}", skeleton.remarks);
}

#[test]
fn long_and_many_headings_are_no_headings() {
    let long = format!("### {}\n甲。\n", "很长的小标题".repeat(20));
    let new = from(&last(&with_text(&long))).text;
    assert!(new.contains("text = '''\n### 【待填写】\n【待填写】\n'''"));
    let skeleton = from(&last(&with_text(&"### 题\n".repeat(200))));
    assert!(skeleton.text.contains("text = '''\n【待填写】\n'''"));
    assert!(skeleton.remarks[0].contains("小标题太多"), "{:?}", skeleton.remarks);
}

#[test]
fn references_without_a_place_in_the_new_form_are_left_to_write() {
    let old = EXAMPLES[1].1.replacen(
        "### （一）机构和职能情况",
        "### （一）采购{{ disclosure.procurement.projects }}项\n### （二）受理{{ requests.received.total }}件\n### {{ agency.name }}\n### {{ agency.name }}1. ",
        1,
    );
    let new = from(&last(&old)).text;
    assert!(new.contains("\n### （一）采购【待填写】项\n"), "{new}");
    assert!(new.contains("\n### （二）受理{{ requests.received.total }}件\n"));
    assert!(new.contains("\n### {{ agency.name }}\n【待填写】\n### 【待填写】\n"), "{new}");
    assert!(!checked(&new, &old).findings.iter().any(|finding| finding.code.0 == "D011"));
}

#[test]
fn a_text_that_is_too_long_is_left_out() {
    for text in [
        "年报。".repeat(300_000),
        "甲\n".repeat(15_000),
        "甲|".repeat(15_000),
        "### 题\n甲。\n".repeat(9_000),
    ] {
        let skeleton = from(&last(&with_text(&text)));
        assert!(skeleton.text.len() < MAX_BYTES / 2);
        assert!(skeleton.remarks.iter().any(|r| r.contains("上年的文字太长")), "{:?}", skeleton.remarks);
        assert!(read(&Source::new("新.toml", skeleton.text), &Forms::built_in()).report.is_some());
    }
}

/// Pieces of which a hostile narrative is made.
const PIECES: &[&str] = &[
    "主动公开",
    "（一）",
    "(二)",
    "一句。",
    "又一句",
    "*",
    "**",
    "_",
    "[",
    "](",
    ")",
    "<b>",
    "&amp;",
    "`",
    "#",
    "### ",
    "~",
    "\\",
    "\\{{",
    "{{ agency.name }}",
    "{{ bad",
    "'",
    "''",
    "'''",
    "\"\"\"",
    "|",
    "|---|",
    " ",
    "\u{3000}",
    "\n",
    "\n### ",
    "\n#### ",
    "\r",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{1B}",
    "\u{85}",
    "\u{2028}",
    "\u{202E}",
    "\u{FEFF}",
    "\u{FDD0}",
    "[[accept]]",
    "year = 2020",
    "1286条",
    "2023年",
    "八十六件",
    "- ",
    "1. ",
    "“",
    "，",
];

fn pieces(from: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(from), 0..most).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_last_year_wrote_the_new_file_reads_and_prints_none_of_it(text in pieces(PIECES, 40)) {
        let last = last(&with_text(&text));
        let new = from(&last).text;
        let source = Source::new("新.toml", new.clone());
        let reading = read(&source, &Forms::built_in());
        prop_assert!(reading.faults.is_empty(), "{:?}\n{new}", reading.faults);
        let report = reading.report.unwrap();
        for words in printed(&report) {
            prop_assert_eq!(words, "【待填写】");
        }
        for words in headings(&report) {
            let words = words.replace("2024年", "").replace("2025年", "");
            let ordinals = ["1.", "1. "];
            let words = ordinals.iter().find_map(|o| words.strip_prefix(o)).unwrap_or(&words);
            prop_assert!(!words.contains(|c: char| c.is_ascii_digit() || c == '六'), "{words}\n{new}");
        }
    }

    #[test]
    fn headings_print_as_they_did(words in pieces(
        &["主动", "公开", "（一）", "*", "**", "_", "[", "](", ")", "<b>", "&amp;", "`", "#", "~", "\\", "\\{{",
          "{{ agency.phone }}", "'", "'''", "|", " ", "a", "、", "{{ bad"],
        10,
    )) {
        let last = last(&with_text(&format!("甲。\n### 题{words}\n乙。\n（一）题{words}\n丙。\n")));
        let new = read(&Source::new("新.toml", from(&last).text), &Forms::built_in()).report.unwrap();
        prop_assert_eq!(headings(&new), headings(&last));
    }
}

#[test]
fn words_around_a_table_and_notes_come_as_comments_that_can_be_put_in_force() {
    let text = edited(&[(
        "[requests]",
        "[[note]]\ncell = \"disclosure.licensing\"\ntext = \"其中网上办理\\\"一次不跑\\\"3件\"\n\n[requests]\n\
         before = '''\n申请办理情况见下表：\n'''\nafter = \"注：含上年结转。\"",
    )]);
    let new = from(&last(&text)).text;
    assert!(checked(&new, &text).report.unwrap().notes.is_empty());
    let begins = ["# before", "# after", "# [[note]]", "# cell", "# text", "# '''", "# 申请办理", "# 注："];
    let in_force = |line: &str| match line.strip_prefix("# ") {
        Some(rest) if begins.iter().any(|begin| line.starts_with(begin)) => rest.to_owned(),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = new.lines().map(in_force).collect();
    let report = checked(&lines.join("\n"), &text).report.unwrap();
    let around = report.around.iter().find(|around| around.before.is_some()).unwrap();
    assert_eq!(around.before.as_ref().unwrap().value, "申请办理情况见下表：\n");
    assert_eq!(around.after.as_ref().unwrap().value, "注：含上年结转。\n");
    assert_eq!(report.notes[0].text.value, "其中网上办理\"一次不跑\"3件");
}
