//! Figures in rows, however a row is written.

use super::{REPORT, changed, lines, report, value};
use crate::edit::Refused;

const HEAD: &str = "format = \"2021\"\nyear = 2024\n";

/// The only new line of a report after a change.
fn line(text: &str, address: &str, to: Option<&str>) -> String {
    let (new, old) = lines(text, address, to);
    assert!(new.len() == 1 && old.len() <= 1, "{new:#?} {old:#?}");
    new[0].clone()
}

fn in_section(row: &str) -> String {
    format!("{HEAD}[requests]\n{row}\n[problems]\ntext = 'x'\n")
}

#[test]
fn a_figure_keeps_the_columns_and_the_comment() {
    assert_eq!(
        line(REPORT, "requests.granted.enterprise", Some("１，２３４")),
        "granted                      = [     21,     1234,        1,            0,            2,    1 ]        # 三（一）予以公开"
    );
    assert_eq!(
        line(REPORT, "disclosure.licensing", Some("7")),
        "licensing           = 7                                             # 行政许可"
    );
    assert_eq!(line(REPORT, "disclosure.fees", Some("")).find('#'), Some(68));
    let wide = "granted                      = [     21,        4,        1,            0,            2, 123456789 ]   # 三（一）予以公开";
    assert_eq!(line(REPORT, "requests.granted.other", Some("123456789")), wide);
}

#[test]
fn a_row_that_is_not_lined_up_is_not_spread() {
    let tight = in_section("received = [10,2,3,4,5,6] # 新收");
    assert_eq!(
        line(&tight, "requests.received.natural_person", Some("1")),
        "received = [1,2,3,4,5,6] # 新收"
    );
    let plain = in_section("received = [10, 2, 3, 4, 5, 6]\ncarried_in = [1, 22, 3, 4, 5, 6]");
    assert_eq!(line(&plain, "requests.received.natural_person", Some("1")), "received = [1, 2, 3, 4, 5, 6]");
    assert_eq!(line(&plain, "requests.received.other", Some("1234")), "received = [10, 2, 3, 4, 5, 1234]");
}

#[test]
fn a_total_is_stated_and_taken_away() {
    assert_eq!(
        line(REPORT, "requests.granted.total", Some("29")),
        "granted                      = [     21,        4,        1,            0,            2,    1,   29 ]  # 三（一）予以公开"
    );
    assert_eq!(
        line(REPORT, "requests.received.total", None),
        "received                     = [     58,        7,        1,            1,            6,    2 ]        # 一、本年新收政府信息公开申请数量"
    );
    // A total that is cleared is computed again.
    let cleared = changed(REPORT, &[("requests.received.total", Some(" "))]);
    assert_eq!(cleared, changed(REPORT, &[("requests.received.total", None)]));
}

#[test]
fn rows_of_every_shape_take_figures() {
    let of = |row: &str, cell: &str, to: &str| {
        line(&in_section(row), &format!("requests.received.{cell}"), Some(to))
    };
    // One figure where there should be six; too few; none.
    assert_eq!(of("received = 5", "enterprise", "7"), "received = [ 5, 7, \"\", \"\", \"\", \"\" ]");
    assert_eq!(of("received = [ 1, 2 ]", "research", "3"), "received = [ 1, 2, 3, \"\", \"\", \"\" ]");
    assert_eq!(of("received = []", "natural_person", "3"), "received = [ 3, \"\", \"\", \"\", \"\", \"\" ]");
    assert_eq!(
        of("received = [ 1, 2, 3, 4, 5, 6, ] # 新", "total", "21"),
        "received = [ 1, 2, 3, 4, 5, 6, 21, ] # 新"
    );
    assert_eq!(of("received = [\n  1, # 甲\n  2,\n  3,\n  4,\n  5,\n  6,\n]", "enterprise", "22"), "  22,");
    assert_eq!(
        of("received = [ 1, \"甲\", 3, 4, 5, 6 ]", "enterprise", "2"),
        "received = [ 1, 2, 3, 4, 5, 6 ]"
    );
}

#[test]
fn a_row_with_too_many_cells_is_written_only_as_a_whole() {
    let text = in_section("received = [ 1,234, 7, 0, 0, 1, 0, 3 ]  # 新收");
    let refused = changed(&text, &[("requests.received.natural_person", Some("2"))]).unwrap_err();
    assert!(matches!(refused, Refused::Odd(words) if words.contains("格数")), "{refused}");
    let cells = ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other"];
    let all: Vec<String> = cells.iter().map(|cell| format!("requests.received.{cell}")).collect();
    let all: Vec<(&str, Option<&str>)> = all.iter().map(|cell| (cell.as_str(), Some("9"))).collect();
    let after = changed(&text, &all).unwrap();
    assert!(after.contains("received = [ 9, 9, 9, 9, 9, 9 ]  # 新收"), "{after}");
}

#[test]
fn a_row_that_is_not_there_is_put_in_among_the_others() {
    let row = REPORT.lines().find(|line| line.starts_with("denied.state_secret")).unwrap();
    let without = REPORT.replace(&format!("{row}\n"), "");
    let (new, old) = lines(&without, "requests.denied.state_secret.other", Some("5"));
    assert_eq!(old, [""; 0]);
    assert_eq!(
        new,
        [
            "denied.state_secret          = [     \"\",       \"\",       \"\",           \"\",           \"\",    5 ]        # （三）不予公开：1.属于国家秘密"
        ]
    );
    let after = changed(&without, &[("requests.denied.state_secret.other", Some("5"))]).unwrap();
    let at = |key: &str| after.find(&format!("\n{key}")).unwrap();
    assert!(
        at("partly_granted") < at("denied.state_secret")
            && at("denied.state_secret") < at("denied.prohibited")
    );
    // The first row of a table stands under the names of the columns.
    let row = REPORT.lines().find(|line| line.starts_with("received ")).unwrap();
    let after =
        changed(&REPORT.replace(&format!("{row}\n"), ""), &[("requests.received.other", Some("5"))]).unwrap();
    assert!(after.contains("总计\nreceived                     = ["), "{after}");
}

#[test]
fn a_section_that_is_not_there_is_put_in_after_the_one_before() {
    let (start, rest) = REPORT.split_once("[proceedings]").unwrap();
    let (_, end) = rest.split_once("[problems]").unwrap();
    let without = format!("{start}[problems]{end}");
    let after = changed(&without, &[("proceedings.litigation.direct.upheld", Some("1"))]).unwrap();
    let expected = "\n\n[proceedings]        # 四、政府信息公开行政复议、行政诉讼情况\n\
        #                                    维持  纠正  其他  未审结\n\
        litigation.direct                = [    1,   \"\",   \"\",     \"\" ]  # 行政诉讼：未经复议直接起诉\n\n[problems]";
    assert!(after.contains(expected), "{after}");
}

#[test]
fn dotted_keys_subsections_and_braces_are_followed() {
    let dotted = format!("{HEAD}requests.received = [1, 2, 3, 4, 5, 6]\n[problems]\ntext = 'x'\n");
    let after =
        changed(&dotted, &[("requests.granted.other", Some("1")), ("requests.after", Some("注"))]).unwrap();
    assert!(
        after.contains("\nrequests.granted = [\"\", \"\", \"\", \"\", \"\", 1]  # （一）予以公开\n"),
        "{after}"
    );
    assert!(after.contains("\nrequests.after = '''\n注\n'''\n"), "{after}");
    let sub = format!(
        "{HEAD}[requests]\nreceived = [1, 2, 3, 4, 5, 6]\n[requests.denied]\nstate_secret = [1,2,3,4,5,6]\n"
    );
    let after = changed(
        &sub,
        &[("requests.denied.deliberative.other", Some("1")), ("requests.granted.other", Some("2"))],
    )
    .unwrap();
    assert!(after.contains("]\ndeliberative = [\"\",\"\",\"\",\"\",\"\",1]  # 6."), "{after}");
    assert!(
        after.contains("\ngranted = [\"\", \"\", \"\", \"\", \"\", 2]  # （一）予以公开\n[requests.denied]"),
        "{after}"
    );
    let braces = format!(
        "{HEAD}requests = {{ received = [1, 2, 3, 4, 5, 6], denied = {{ state_secret = [1,2,3,4,5,6] }} }}\n"
    );
    let after = changed(
        &braces,
        &[
            ("requests.denied.deliberative.other", Some("1")),
            ("requests.received.total", Some("21")),
            ("requests.granted.other", Some("2")),
        ],
    )
    .unwrap();
    assert!(
        after.contains("state_secret = [1,2,3,4,5,6], deliberative = [\"\",\"\",\"\",\"\",\"\",1] }"),
        "{after}"
    );
    assert!(
        after.contains("received = [1, 2, 3, 4, 5, 6, 21]")
            && after.contains(", granted = [\"\", \"\", \"\", \"\", \"\", 2] }"),
        "{after}"
    );
    let only_sub = format!("{HEAD}[requests.denied]\nstate_secret = [1,2,3,4,5,6]\n");
    let after = changed(&only_sub, &[("requests.granted.other", Some("2"))]).unwrap();
    assert!(after.contains("\n[requests]"), "{after}");
}

#[test]
fn a_row_is_taken_out_when_none_of_its_cells_is_stated() {
    let cells =
        ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total"];
    let all: Vec<String> = cells.iter().map(|cell| format!("requests.total.{cell}")).collect();
    let all: Vec<(&str, Option<&str>)> = all.iter().map(|cell| (cell.as_str(), None)).collect();
    let after = changed(REPORT, &all).unwrap();
    assert_eq!(value(&after, "requests.total.other"), "-");
    assert_eq!(after.lines().count(), REPORT.lines().count() - 1);
    // A cell of a row that stays is left blank.
    let after = changed(REPORT, &[("requests.granted.other", None)]).unwrap();
    assert_eq!(value(&after, "requests.granted.other"), "");
}

#[test]
fn a_group_in_one_row_keeps_its_cells() {
    let one = report("other_handling.rest         ", "xyz ");
    let lines: Vec<&str> =
        one.lines().filter(|line| !line.starts_with("other_handling.") && !line.starts_with("xyz")).collect();
    let text = lines
        .join("\n")
        .replace("carried_forward   ", "other_handling = [ 1, 0, 0, 0, 0, 0 ]\ncarried_forward   ");
    let after = changed(&text, &[("requests.other_handling.other", Some("4"))]).unwrap();
    assert!(after.contains("other_handling = [ 1, 0, 0, 0, 0, 4 ]"), "{after}");
}
