//! Tables as clerks and sites print them, with rows, columns and headings that are not those of the form.

use super::*;
use crate::format::Forms;
use crate::published::account::Oddity;

const HEADS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
const LABELS: [&str; 7] = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
];
const PATHS: [&str; 7] = [
    "received",
    "carried_in",
    "granted",
    "partly_granted",
    "denied.state_secret",
    "denied.prohibited_by_law",
    "denied.security_stability",
];
const KEYS: [&str; 7] =
    ["natural_person", "enterprise", "research", "public_interest", "legal_service", "other", "total"];

/// Rows of words as a grid without spans.
fn grid(rows: &[Vec<String>]) -> Grid {
    let row = |row: &Vec<String>| {
        let cell = |(column, text): (usize, &String)| GridCell {
            column,
            cols: 1,
            rows: 1,
            text: text.clone(),
            place: Place::default(),
        };
        row.iter().enumerate().map(cell).collect()
    };
    Grid { rows: rows.iter().map(row).collect(), has_spans: false, place: Place::default() }
}

/// A figure that no other cell has.
fn number(row: usize, column: usize) -> usize {
    match column {
        6 => (0..6).map(|column| number(row, column)).sum(),
        _ => 100 * (row + 1) + 7 * column * (row + 1),
    }
}

/// The first rows of table three, its headings in the first row.
fn table() -> Vec<Vec<String>> {
    let head = std::iter::once("申请数量及办理结果").chain(HEADS).map(str::to_owned).collect();
    let row = |(row, label): (usize, &&str)| {
        let figures = (0..7).map(|column| number(row, column).to_string());
        std::iter::once((*label).to_owned()).chain(figures).collect()
    };
    std::iter::once(head).chain(LABELS.iter().enumerate().map(row)).collect()
}

fn read_grids(grids: &[Grid]) -> BTreeMap<String, Value> {
    let form = Forms::built_in().get("2021").unwrap();
    read(&Expected::new(std::sync::Arc::clone(&form)), &grids.iter().collect::<Vec<_>>()).values
}

/// Cells that are right and sure, doubtful, not read, and wrong.
fn judge(values: &BTreeMap<String, Value>) -> [usize; 4] {
    let mut counts = [0; 4];
    for (row, path) in PATHS.iter().enumerate() {
        for (column, key) in KEYS.iter().enumerate() {
            let value = values.get(&format!("requests.{path}.{key}"));
            let at = match value {
                None => 2,
                Some(value) if value.doubt.is_some() => 1,
                Some(value) if value.text == number(row, column).to_string() => 0,
                Some(_) => 3,
            };
            counts[at] += 1;
        }
    }
    counts
}

fn moved(from: usize, to: usize) -> Vec<Vec<String>> {
    let mut rows = table();
    for row in &mut rows {
        let cell = row.remove(from);
        row.insert(to, cell);
    }
    rows
}

fn with_column(at: usize, head: &str, text: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let mut rows = table();
    for (index, row) in rows.iter_mut().enumerate() {
        row.insert(at, if index == 0 { head.to_owned() } else { text(index) });
    }
    rows
}

fn counts(rows: &[Vec<String>]) -> [usize; 4] {
    judge(&read_grids(&[grid(rows)]))
}

const ALL_SURE: [usize; 4] = [49, 0, 0, 0];

#[test]
fn columns_stand_where_their_headings_say() {
    assert_eq!(counts(&table()), ALL_SURE);
    assert_eq!(counts(&moved(7, 1)), ALL_SURE, "总计 first");
    assert_eq!(counts(&moved(2, 5)), ALL_SURE, "another order");
    assert_eq!(counts(&with_column(0, "序号", |row| row.to_string())), ALL_SURE);
    assert_eq!(counts(&with_column(2, "其中：网络申请", |row| (row * 1000).to_string())), ALL_SURE);
    let more = with_column(8, "同比", |_| "5".to_owned());
    assert_eq!(counts(&more), ALL_SURE);
    let form = Forms::built_in().get("2021").unwrap();
    let remarks = read(&Expected::new(std::sync::Arc::clone(&form)), &[&grid(&more)]).remarks;
    assert_eq!(remarks.len(), 1);
    assert_eq!(remarks[0].oddity, Oddity::ExtraColumn { label: "同比".to_owned() });
    let mut fewer = table();
    fewer.iter_mut().for_each(|row| drop(row.drain(3..5)));
    assert_eq!(counts(&fewer), [35, 0, 14, 0], "two columns are not there");
}

#[test]
fn a_row_that_lacks_a_cell_is_doubtful() {
    let mut rows = table();
    rows[3].remove(4);
    let mut short = grid(&rows);
    short.has_spans = true;
    assert_eq!(judge(&read_grids(&[short])), [42, 6, 1, 0]);
}

#[test]
fn without_headings_only_the_order_of_the_form_is_confirmed() {
    let without_head = |rows: Vec<Vec<String>>| rows.into_iter().skip(1).collect::<Vec<_>>();
    assert_eq!(counts(&without_head(table())), ALL_SURE);
    assert_eq!(counts(&without_head(moved(7, 1))), [0, 49, 0, 0]);
}

#[test]
fn headings_have_other_names() {
    let mut rows = table();
    for (column, name) in [(2, "企业"), (5, "法律机构"), (7, "合计")] {
        rows[0][column] = name.to_owned();
    }
    assert_eq!(counts(&rows), ALL_SURE);
    // Two columns of one name: neither is that one for sure.
    let mut rows = table();
    rows[0][2] = "其他".to_owned();
    rows[1][7] = "1".to_owned();
    let values = read_grids(&[grid(&rows)]);
    assert!(values["requests.received.other"].doubt.is_some());
}

#[test]
fn a_table_twice_says_one_thing_or_is_doubtful() {
    assert_eq!(judge(&read_grids(&[grid(&table()), grid(&table())])), ALL_SURE);
    let mut other = table();
    other[3][2] = "9".to_owned();
    assert_eq!(judge(&read_grids(&[grid(&table()), grid(&other)])), [48, 1, 0, 0]);
}

#[test]
fn a_cell_that_has_lost_a_character_is_doubtful() {
    let mut rows = table();
    rows[2][3] = "2\u{FFFD}4".to_owned();
    assert_eq!(counts(&rows), [48, 1, 0, 0]);
}

#[test]
fn figures_have_thousands_commas() {
    let mut rows = table();
    for cell in
        rows.iter_mut().skip(1).flatten().filter(|cell| cell.parse::<u32>().is_ok() && cell.len() == 4)
    {
        cell.insert(1, ',');
    }
    assert_eq!(counts(&rows), ALL_SURE);
}

#[test]
fn a_group_is_one_row_only_where_its_rows_are_not_there() {
    let mut rows = table();
    rows[5][0] = "（三）不予公开".to_owned();
    let values = read_grids(&[grid(&rows)]);
    assert!(!values.contains_key("requests.denied.total"));
    assert_eq!(judge(&values), [42, 7, 0, 0], "the row has lost its own label");
    rows.truncate(6);
    let values = read_grids(&[grid(&rows)]);
    assert_eq!(values["requests.denied.total"].text, number(4, 6).to_string());
    assert_eq!(values["requests.denied.total"].doubt, None);
}

#[test]
fn a_label_that_is_torn_from_its_figures_is_joined() {
    for (first, second, figures_first) in [
        ("1.", "属于国家秘密", true),
        ("1.属于国家", "秘密", false),
        ("（二）部分公开（区分处理的，只计这一", "情形，不计其他情形）", false),
    ] {
        let mut rows = table();
        let at = LABELS.iter().position(|label| *label == format!("{first}{second}")).unwrap() + 1;
        let mut beside = vec![String::new(); 8];
        rows[at][0] = if figures_first { first } else { second }.to_owned();
        beside[0] = if figures_first { second } else { first }.to_owned();
        rows.insert(if figures_first { at + 1 } else { at }, beside);
        let [sure, doubtful, _, wrong] = counts(&rows);
        assert_eq!((sure, doubtful, wrong), (49, 0, 0), "{first}");
    }
}

#[test]
fn a_label_in_the_place_of_another_is_doubtful() {
    let mut rows = table();
    rows[6][0] = "3.其他".to_owned();
    let values = read_grids(&[grid(&rows)]);
    assert!(values["requests.other_handling.rest.total"].doubt.is_some());
    // Rows in another order say what they are.
    let mut rows = table();
    rows.swap(3, 4);
    assert_eq!(counts(&rows), ALL_SURE);
}

/// The remarks on labels of some grids.
fn labels_told(grids: &[Grid]) -> Vec<String> {
    let form = Forms::built_in().get("2021").unwrap();
    let remarks =
        read(&Expected::new(std::sync::Arc::clone(&form)), &grids.iter().collect::<Vec<_>>()).remarks;
    let told = remarks.into_iter().filter_map(|remark| match remark.oddity {
        Oddity::Label { published, .. } => Some(published),
        _ => None,
    });
    told.collect()
}

#[test]
fn rows_may_be_printed_as_columns() {
    let rows = table();
    let turned: Vec<Vec<String>> =
        (0..8).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect();
    assert_eq!(counts(&turned), ALL_SURE);
    let mut short = turned;
    short[2].remove(3);
    let [.., wrong] = counts(&short);
    assert_eq!(wrong, 0, "a cell is not there");
    let mut short = grid(&short);
    short.has_spans = true;
    assert_eq!(judge(&read_grids(&[short]))[3], 0, "a cell is not there, spans are known");
}

#[test]
fn a_table_may_be_split_by_applicants() {
    let columns = |range: std::ops::Range<usize>| {
        let row = |row: Vec<String>| -> Vec<String> {
            std::iter::once(row[0].clone()).chain(row[range.clone()].iter().cloned()).collect()
        };
        grid(&table().into_iter().map(row).collect::<Vec<_>>())
    };
    let each: Vec<Grid> = (1..8).map(|column| columns(column..column + 1)).collect();
    assert_eq!(judge(&read_grids(&each)), ALL_SURE, "one column each");
    assert_eq!(judge(&read_grids(&[columns(1..4), columns(4..8)])), ALL_SURE, "two tables");
    // Rows that have lost all figures but one are no such table.
    let mut rows = table();
    rows.iter_mut().skip(1).for_each(|row| row.truncate(2));
    assert_eq!(counts(&rows), [0, 0, 49, 0]);
}

#[test]
fn a_figure_may_stand_in_the_cell_of_its_label() {
    let mut rows = table();
    for row in rows.iter_mut().skip(1) {
        let figure = row.remove(1);
        row[0] = format!("{}：{figure}", row[0]);
    }
    assert_eq!(counts(&rows), ALL_SURE);
    // One figure alone may be the total.
    let rows: Vec<Vec<String>> =
        table().into_iter().skip(1).map(|row| vec![format!("{} {}件", row[0], row[7])]).collect();
    let values = read_grids(&[grid(&rows)]);
    assert_eq!(values.len(), 7);
    for (row, path) in PATHS.iter().enumerate() {
        let value = &values[&format!("requests.{path}.total")];
        assert_eq!((value.text.clone(), value.doubt), (format!("{}件", number(row, 6)), Some(Doubt::Alone)));
    }
}

#[test]
fn a_figure_is_no_slip_of_a_label() {
    let mut rows = table();
    rows[6][0].push_str("：8");
    let values = read_grids(&[grid(&rows)]);
    assert_eq!(values["requests.denied.prohibited_by_law.other"].text, number(5, 5).to_string());
    assert_ne!(judge(&values)[0], 49);
    assert_eq!(judge(&values)[3], 0);
}

/// The amount of table one under a heading and beside a label, above it a row that stands over the whole table.
fn fees(above: Option<&str>, heading: &str, label: &str, figure: &str) -> (String, Option<Doubt>) {
    let words = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let above = above.map(|above| words(&[above, ""]));
    let rows = [words(&["第二十条第（八）项", ""]), words(&["信息内容", heading]), words(&[label, figure])];
    let rows: Vec<Vec<String>> = above.into_iter().chain(rows).collect();
    let value = read_grids(&[grid(&rows)]).remove("disclosure.fees").unwrap();
    (value.text, value.doubt)
}

#[test]
fn an_amount_in_another_unit_is_not_certain() {
    let (official, label) = ("本年收费金额（单位：万元）", "行政事业性收费");
    for (above, heading, label, figure, doubt) in [
        (None, official, label, "328.6150", None),
        (None, "本年收费金额（单位：元）", label, "3286150", Some(Doubt::Unit)),
        (None, "收费金额（元）", label, "3286150", Some(Doubt::Unit)),
        (None, "本年收费金额", "行政事业性收费（元）", "3286150", Some(Doubt::Unit)),
        (Some("单位：元"), "本年收费金额", label, "3286150", Some(Doubt::Unit)),
        (Some("单位：万元"), "本年收费金额", label, "328.6150", None),
        // Nothing is nothing in any unit.
        (None, "本年收费金额（单位：元）", label, "0", None),
        (None, "本年收费金额（单位：元）", label, "0.00", None),
    ] {
        let found = fees(above, heading, label, figure);
        assert_eq!(found, (figure.to_owned(), doubt), "{above:?} {heading} {label}");
    }
}

#[test]
fn two_figures_in_a_cell_are_not_one() {
    let mut rows = table();
    rows[2][5] = format!("{} {}", rows[2][5], rows[2][6]);
    rows[2][6].clear();
    let values = read_grids(&[grid(&rows)]);
    assert_eq!(values["requests.carried_in.legal_service"].doubt, Some(Doubt::Pieces));
    // A figure that a narrow cell breaks is confirmed by its sum.
    let mut rows = table();
    rows[2][5].insert(2, '\n');
    assert_eq!(counts(&rows), ALL_SURE);
}

#[test]
fn a_piece_of_an_official_label_is_no_slip() {
    let mut rows = table();
    let mut below = vec![String::new(); 8];
    (rows[0][2], below[2]) = ("商业".to_owned(), "企业".to_owned());
    (rows[0][4], below[4]) = ("社会公益".to_owned(), "组织".to_owned());
    rows.insert(1, below);
    assert_eq!(counts(&rows), ALL_SURE);
    assert_eq!(labels_told(&[grid(&rows)]), [""; 0], "headings");
    // A label goes on behind the end of a page and its repeated headings.
    let (label, rest) = ("2.其他法律行政", "法规禁止公开");
    let mut rows = table();
    rows[6][0] = label.to_owned();
    let mut second = rows.split_off(7);
    let mut beside = vec![String::new(); 8];
    beside[0] = rest.to_owned();
    second.insert(0, beside);
    second.insert(0, rows[0].clone());
    assert_eq!(labels_told(&[grid(&rows), grid(&second)]), [""; 0], "over a page");
    let [sure, doubtful, _, wrong] = judge(&read_grids(&[grid(&rows), grid(&second)]));
    assert_eq!((sure + doubtful, wrong), (49, 0));
    // Where the rest stands nowhere, it is one.
    let mut rows = table();
    rows[0][4] = "社会公益".to_owned();
    assert_eq!(labels_told(&[grid(&rows)]), ["社会公益"]);
}
