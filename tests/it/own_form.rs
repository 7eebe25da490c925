//! A form that the program has never seen goes from its data file to all outputs without a line of
//! code: `tests/forms/own.toml` is everything that there is of it.

use std::collections::BTreeSet;

use nianbao::diagnostic::Diagnostic;
use nianbao::format::Forms;
use nianbao::render::{Options, html};
use nianbao::rules::check;
use nianbao::source::Source;
use rust_decimal::Decimal;
use toml::de::DeTable;

use crate::common::data::{Figures, put, row};
use crate::common::labels::listed;
use crate::common::outputs::{Outputs, Printed, document};
use crate::common::text_of;

/// Rows that 乙、全年受理 is the sum of.
const ACCEPTED: &[&str] = &["questions.policy", "questions.procedure", "demands.complaint", "demands.help"];
const CHANNELS: &[&str] = &["phone", "web", "app", "online", "all"];

fn forms() -> Forms {
    let mut forms = Forms::built_in();
    forms.add(&text_of("tests/forms/own.toml")).unwrap();
    forms
}

fn report() -> String {
    text_of("tests/forms/own-report.toml")
}

/// The figures of the report, worked out from the file with the sums that the form is meant to have.
fn figures(text: &str) -> Figures {
    let parsed = DeTable::parse(text).unwrap();
    let cells = |section: &str, key: &str| -> Vec<Decimal> {
        row(parsed.get_ref(), section, key).iter().map(|cell| cell.parse().unwrap()).collect()
    };
    let channels = |[phone, web, app]: [Decimal; 3]| [phone, web, app, web + app, phone + web + app];
    let stated = |key: &str| <[Decimal; 3]>::try_from(&cells("calls", key)[..3]).unwrap();
    let mut figures = Figures::new();
    let mut add = |path: &str, columns: &[&str], cells: &[Decimal]| {
        put(&mut figures, path, columns, &cells.iter().map(Decimal::to_string).collect::<Vec<_>>());
    };
    let mut accepted = [Decimal::ZERO; 3];
    for key in ACCEPTED {
        for (sum, cell) in accepted.iter_mut().zip(stated(key)) {
            *sum += cell;
        }
        add(&format!("calls.{key}"), CHANNELS, &channels(stated(key)));
    }
    add("calls.sum", CHANNELS, &channels(accepted));
    for key in ["open_before", "closed", "open_after"] {
        add(&format!("calls.{key}"), CHANNELS, &channels(stated(key)));
    }
    for key in ["wages", "running"] {
        let cells = cells("money", key);
        add(&format!("money.{key}"), &["budget", "added", "sum"], &[cells[0], cells[1], cells[0] + cells[1]]);
    }
    add("money.seats", &[""], &cells("money", "seats"));
    add("money.staff", &["now", "change"], &cells("money", "staff"));
    figures
}

/// Checks the report with the first place of `from` replaced by `to`.
fn edited(from: &str, to: &str) -> Vec<Diagnostic> {
    let text = report();
    assert!(text.contains(from), "{from}");
    check(&Source::new("热线.toml", text.replacen(from, to, 1)), &forms()).findings
}

#[test]
fn the_report_passes_and_every_figure_is_read_back_from_every_output() {
    assert_eq!(edited("2024", "2024"), []);
    let titles = [("calls", "一、受理办理情况"), ("money", "三、人员经费情况")];
    let printed = Printed { labels: listed("tests/forms/own-labels.tsv"), titles: &titles };
    let figures = figures(&report());
    assert_eq!(figures.len(), 8 * 5 + 2 * 3 + 1 + 2);
    assert_eq!(figures["money.running.sum"], "45.075");
    assert_eq!(Outputs::of(&report(), &forms()).differences(&figures, &printed), [""; 0]);
}

#[test]
fn title_sections_and_references_are_those_of_the_form() {
    let document = document(&report(), &forms());
    assert_eq!(document.title, "示例市政务服务热线中心2024年度政务服务便民热线运行报告");
    let titles: Vec<&str> = document.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["一、受理办理情况", "二、运行管理情况", "三、人员经费情况", "四、下一步打算"]);
    let page = html::render(&document, &Options::default()).unwrap();
    let words = page.replace("</span>", "");
    let words: String =
        words.split("<span data-ref=\"").map(|part| part.split_once("\">").map_or(part, |p| p.1)).collect();
    assert!(words.contains("热线全年受理1655件，其中咨询类1149件，诉求类506件"), "{words}");
    assert!(words.contains("话务员36人，坐席24个"), "{words}");
}

#[test]
fn a_wrong_figure_breaks_the_sums_that_the_form_declares() {
    for (from, to, code, cells) in [
        // Subtotal, total, sum of amounts: the row.
        ("179,  699", "178,  699", "T101", ["calls.questions.policy.online", "calls.questions.policy.app"]),
        ("179,  699", "179,  698", "T101", ["calls.questions.policy.all", "calls.questions.policy.phone"]),
        ("186.30", "186.31", "T104", ["money.wages.sum", "money.wages.added"]),
        // Sum of rows, and balance: the column.
        ("[1261,", "[1260,", "T102", ["calls.sum.phone", "calls.demands.help.phone"]),
        ("  42,    7,", "  42,    8,", "T103", ["calls.open_after.web", "calls.open_before.web"]),
    ] {
        let findings = edited(from, to);
        let named = |finding: &&Diagnostic| {
            let paths: BTreeSet<&str> = finding.cells.iter().map(|cell| cell.path.as_str()).collect();
            finding.code.0 == code && cells.iter().all(|cell| paths.contains(cell))
        };
        assert!(findings.iter().any(|finding| named(&finding)), "{to}: {findings:#?}");
    }
}

#[test]
fn the_data_file_is_judged_by_the_form() {
    for (from, to, code) in [
        ("staff   = [ 36, -3 ]", "staff   = [ 36.5, -3 ]", "D005"),
        ("staff   = [ 36, -3 ]", "staff   = [ 36 ]", "D004"),
        ("seats   = 24", "seat    = 24", "D002"),
        ("seats   = 24", "", "D003"),
        ("year   = 2024", "year   = 2031", "D007"),
        ("{{ calls.sum.all }}", "{{ calls.sum }}", "D011"),
    ] {
        let codes: Vec<&str> = edited(from, to).iter().map(|finding| finding.code.0).collect();
        assert!(codes.contains(&code), "{to}: {codes:?}");
    }
}

/// A table whose two sums have one cell in common.
const TWO_SUMS: &str = r#"
id           = "overlap"
name         = "两项小计格式"
source       = "《示例市热线管理办法》"
years        = { from = 2020, to = 2030 }
title_suffix = "年度热线报告"

[[sections]]
key   = "calls"
title = "一、受理情况"

[sections.table]
caption = "受理情况"
weights = [2, 1, 1, 1, 1, 1]
corner  = "事项"

[[sections.table.column_sets]]
key     = "channels"
columns = [
  { key = "phone",  label = "来电" },
  { key = "web",    label = "网站" },
  { key = "app",    label = "移动端" },
  { key = "early",  label = "来电和网站", code = "T101", sum_of = ["phone", "web"] },
  { key = "online", label = "网站和移动端", code = "T101", sum_of = ["web", "app"] },
]

[[sections.table.rows]]
key     = "received"
label   = "受理"
columns = "channels"

[[sections.table.layout]]
head  = true
cells = [{ text = "事项" }, { column = "channels.phone" }, { column = "channels.web" }, { column = "channels.app" }, { column = "channels.early" }, { column = "channels.online" }]
[[sections.table.layout]]
cells = [{ row = "received" }, { figures = "received" }]
"#;

#[test]
fn a_cell_is_the_cause_only_if_one_new_value_mends_all_its_sums() {
    let mut forms = Forms::built_in();
    forms.add(TWO_SUMS).unwrap();
    let told = |early: u8, online: u8| {
        let text = format!(
            "format = \"overlap\"\nyear = 2024\n[agency]\nname = \"示例市热线中心\"\nlevel = \"department\"\n\
             [publication]\ndate = 2025-01-15\n[calls]\nreceived = [20, 10, 50, {early}, {online}]\n"
        );
        let findings = check(&Source::new("热线.toml", text), &forms).findings;
        assert_eq!(findings.iter().map(|finding| finding.code.0).collect::<Vec<_>>(), ["T101", "T101"]);
        findings.iter().any(|finding| format!("{finding:?}").contains("10 改为"))
    };
    assert!(told(33, 63), "网站 is 3 short in both");
    assert!(!told(33, 65), "3 short in one, 5 in the other");
}
