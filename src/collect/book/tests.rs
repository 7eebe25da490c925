use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::collect::testing::{filed as filed_by, filed_in_2019, set};
use crate::collect::tests::sample::{LONG, county, hostile, of_units, unit};
use crate::collect::{Collection, Figure, Filed, Standing, table};
use crate::format::Forms;

type Opened = Xlsx<Cursor<Vec<u8>>>;

fn opened(collection: &Collection) -> Opened {
    Xlsx::new(Cursor::new(make(&Overview::of(collection)).unwrap().bytes)).unwrap()
}

/// What stands on a sheet, row by row.
fn rows(book: &mut Opened, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The formula of a cell, by its row and column from 0.
fn formula(book: &mut Opened, sheet: &str, at: (u32, u32)) -> Option<String> {
    let formulas = book.worksheet_formula(sheet).unwrap();
    formulas.get_value(at).filter(|formula| !formula.is_empty()).cloned()
}

/// A collection of reports that all count.
fn collection(reports: Vec<Filed>) -> Collection {
    let units = reports.into_iter().map(|report| unit(&report.agency.clone(), Standing::Filed, vec![report]));
    let mut collection = Collection { has_roster: false, ..of_units(units.collect()) };
    collection.add_up(&Forms::built_in());
    collection
}

/// The column of a cell on the sheet with the figures.
fn column(sheet: &[Vec<String>], path: &str) -> usize {
    sheet[2].iter().position(|own| own == path).unwrap_or_else(|| panic!("no column {path}"))
}

#[test]
fn the_units_stand_as_in_the_csv() {
    let county = county();
    let sheet = rows(&mut opened(&county), "情况");
    let csv = table::text(&Overview::of(&county)).unwrap();
    let mut lines = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let lines: Vec<Vec<String>> =
        lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(sheet, lines);
    let range = opened(&county).worksheet_range("情况").unwrap();
    // Counts are numbers.
    assert_eq!(range.get_value((4, 5)), Some(&Data::Float(sheet[4][5].parse().unwrap())));
}

#[test]
fn every_finding_and_every_file_that_does_not_read_is_listed() {
    let county = county();
    let sheet = rows(&mut opened(&county), "问题");
    let found: usize =
        county.units.iter().flat_map(|unit| unit.told()).map(|filed| filed.findings.len()).sum();
    let unread: usize = county.units.iter().map(|unit| unit.unread.len()).sum();
    assert_eq!(sheet.len(), 1 + found + unread + county.strays.len());
    for unit in &county.units {
        for finding in unit.told().iter().flat_map(|filed| &filed.findings) {
            let is_row = |row: &&Vec<String>| row[0] == unit.name && row[3] == finding.finding.code;
            let row = sheet.iter().find(is_row).unwrap();
            assert_eq!(row[2], finding.severity.words());
            assert!(sheet.iter().any(|row| row[5] == finding.finding.message), "{}", finding.finding.message);
            assert!(sheet.iter().any(|row| row[7] == finding.finding.help.clone().unwrap_or_default()));
        }
    }
    assert!(sheet.iter().any(|row| row[0] == "丁局" && row[2] == "读不了" && row[5].contains("文件已损坏")));
    assert!(sheet.iter().any(|row| row[0].is_empty() && row[1] == "报送/扫描件.pdf"));
}

#[test]
fn every_sum_is_a_formula_over_the_cells_of_the_units() {
    let mut reports = vec![filed_by("甲局"), filed_by("乙局"), filed_by("丙局")];
    for (report, amount) in reports.iter_mut().zip(["0.10", "0.2", "1000.123456"]) {
        set(report, "disclosure.fees", Figure::Number(amount.parse().unwrap()));
    }
    let collection = collection(reports);
    let mut book = opened(&collection);
    let sheet = rows(&mut book, "数据");
    let sum = collection.sum.as_ref().unwrap();
    for (at, cell) in sum.cells.iter().enumerate() {
        let column = 2 + at;
        let letters = rust_xlsxwriter::utility::column_number_to_name(column.try_into().unwrap());
        let expected = format!("SUM({letters}6:{letters}8)");
        let place = (3, column.try_into().unwrap());
        assert_eq!(formula(&mut book, "数据", place).unwrap(), expected, "{}", cell.path);
        assert_eq!(sheet[2][column], cell.path);
        let added: rust_decimal::Decimal =
            sheet[5..8].iter().map(|row| row[column].parse::<rust_decimal::Decimal>().unwrap()).sum();
        assert_eq!(added, cell.value.unwrap(), "{}", cell.path);
        assert_eq!(sheet[3][column].parse::<rust_decimal::Decimal>().unwrap(), added, "{}", cell.path);
    }
    let names: Vec<&str> = sheet[5..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["甲局", "乙局", "丙局"]);
    let fees = column(&sheet, "disclosure.fees");
    assert_eq!(sheet[0][fees], "行政事业性收费");
    assert_eq!(sheet[3][fees], "1000.423456");
}

#[test]
fn a_cell_that_a_unit_lacks_has_no_sum_and_the_unit_is_named() {
    let mut reports = vec![filed_by("甲局"), filed_by("乙局"), filed_in_2019("丙局")];
    set(&mut reports[0], "disclosure.penalties", Figure::Blank);
    set(&mut reports[1], "requests.received.natural_person", Figure::Unread);
    let mut book = opened(&collection(reports));
    let sheet = rows(&mut book, "数据");
    let mut is = |path: &str, unit: usize, shown: &str, why: &str| {
        let at = column(&sheet, path);
        assert_eq!((sheet[3][at].as_str(), sheet[5 + unit][at].as_str()), ("没有加总", shown), "{path}");
        assert!(sheet[4][at].contains(why), "{path}: {}", sheet[4][at]);
        assert_eq!(formula(&mut book, "数据", (3, at.try_into().unwrap())), None);
    };
    is("disclosure.penalties", 0, "", "甲局空白或者不是数字");
    is("requests.received.natural_person", 1, "没有读准", "乙局没有读准");
    let other = sheet[5 + 2].iter().position(|figure| figure == "所用的格式没有这一格").unwrap();
    let path = sheet[2][other].clone();
    is(&path, 2, "所用的格式没有这一格", "丙局所用的格式没有这一格");
}

#[test]
fn a_figure_of_more_digits_than_a_number_keeps_is_text_and_its_sum_no_formula() {
    let path = "disclosure.fees";
    let mut reports = vec![filed_by("甲局"), filed_by("乙局")];
    for (report, amount) in reports.iter_mut().zip(["123456.1234567890", "-123456.0000000000"]) {
        set(report, path, Figure::Number(amount.parse().unwrap()));
    }
    let mut book = opened(&collection(reports));
    let sheet = rows(&mut book, "数据");
    let fees = column(&sheet, path);
    assert_eq!((sheet[5][fees].as_str(), sheet[3][fees].as_str()), ("123456.1234567890", "0.123456789"));
    assert_eq!(formula(&mut book, "数据", (3, fees.try_into().unwrap())), None);
    assert!(sheet[4][fees].contains("超过 15 位"), "{}", sheet[4][fees]);
    // One whose sum alone has too many.
    let mut reports = vec![filed_by("甲局"), filed_by("乙局")];
    for (report, amount) in reports.iter_mut().zip(["900000.000000000", "100000.000000000"]) {
        set(report, path, Figure::Number(amount.parse().unwrap()));
    }
    let mut book = opened(&collection(reports));
    let sheet = rows(&mut book, "数据");
    assert_eq!(sheet[3][fees], "1000000.000000000");
    assert_eq!(formula(&mut book, "数据", (3, fees.try_into().unwrap())), None);
    assert!(sheet[4][fees].contains("超过 15 位"), "{}", sheet[4][fees]);
}

#[test]
fn what_a_report_of_the_sum_states_otherwise_leads_to_the_sums() {
    let county = county();
    let mut book = opened(&county);
    let (tie, figures) = (rows(&mut book, "核对"), rows(&mut book, "数据"));
    let against = county.against.as_ref().unwrap();
    assert_eq!(tie.len(), 1 + against.differences.len() + against.uncompared.len());
    for (row, cell) in (1..).zip(&against.differences) {
        let at = row as usize;
        let expected =
            [&cell.path, &cell.stated.to_string(), &cell.summed.to_string(), &cell.excess().to_string()];
        assert_eq!([&tie[at][1], &tie[at][2], &tie[at][3], &tie[at][4]], expected);
        let column = u16::try_from(column(&figures, &cell.path)).unwrap();
        let sum = rust_xlsxwriter::utility::row_col_to_cell(3, column);
        assert_eq!(formula(&mut book, "核对", (row, 3)).unwrap(), format!("数据!{sum}"));
        let number = row + 1;
        assert_eq!(formula(&mut book, "核对", (row, 4)).unwrap(), format!("C{number}-D{number}"));
    }
    assert!(tie.iter().any(|row| row[5] == "己局没有计入"), "{tie:?}");
    let last = tie.last().unwrap();
    assert_eq!((last[2].as_str(), last[5].as_str()), ("", "一方没有数字，没有核对"));
    let mut agreeing = collection(vec![filed_by("甲局"), filed_by("乙局")]);
    assert!(!opened(&agreeing).sheet_names().contains(&"核对".to_owned()));
    let mut stated = filed_by("县政府");
    let sum = agreeing.sum.as_ref().unwrap();
    stated.figures = sum.cells.iter().map(|cell| Figure::Number(cell.value.unwrap())).collect();
    agreeing.compare_with(&stated);
    assert_eq!(rows(&mut opened(&agreeing), "核对")[1][0], "县政府2024年度的汇总年报与各单位之和一致。");
}

#[test]
fn words_that_are_meant_to_do_harm_stay_words() {
    let mut hostile = hostile();
    // Two units of one name.
    let twin = hostile.units[1].filed[0].clone();
    hostile.units.push(unit("=1+1", Standing::Filed, vec![twin]));
    hostile.add_up(&Forms::built_in());
    let mut book = opened(&hostile);
    let (overview, findings, figures) =
        (rows(&mut book, "情况"), rows(&mut book, "问题"), rows(&mut book, "数据"));
    for (unit, row) in hostile.units.iter().zip(&overview[1..]) {
        assert!(row[0] == unit.name || unit.name.contains('\u{7}'), "{row:?}");
        assert!(unit.remarks.is_empty() || row[11].starts_with('='), "{row:?}");
    }
    let all = || [&overview, &findings, &figures].into_iter().flatten().flatten();
    assert!(all().all(|cell| !cell.contains(['\u{7}', '\u{202E}'])));
    assert_eq!(overview.iter().filter(|row| row[0] == "=1+1").count(), 2);
    assert_eq!(figures[5..].iter().filter(|row| row[0] == "=1+1").count(), 2);
    for sheet in ["情况", "问题"] {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
    }
    let long = findings.iter().find(|row| row[5].starts_with('长')).unwrap();
    assert!(long[5].ends_with("（太长，没有写完）") && long[5].chars().count() < LONG, "{}", long[5].len());
}

#[test]
fn what_there_is_no_room_for_is_said_in_the_file_and_to_the_user() {
    let county = county();
    let limits = Limits { units: 4, findings: 3, figures: 2 };
    let book = within(&Overview::of(&county), limits).unwrap();
    assert_eq!(book.left_out.len(), 3, "{:?}", book.left_out);
    let mut opened = Xlsx::new(Cursor::new(book.bytes)).unwrap();
    let (overview, findings, figures) =
        (rows(&mut opened, "情况"), rows(&mut opened, "问题"), rows(&mut opened, "数据"));
    assert_eq!((overview.len(), findings.len(), figures.len()), (1 + 4 + 1, 1 + 3 + 1, 5));
    assert_eq!(overview.last().unwrap()[0], book.left_out[0]);
    assert_eq!(findings.last().unwrap()[0], book.left_out[1]);
    assert_eq!(figures[4][1], book.left_out[2]);
    assert!(book.left_out[0].contains(&format!("还有 {} 个单位", county.units.len() - 4)));
    // The sums stand without the units.
    let licensing = column(&figures, "disclosure.licensing");
    let sum = county.sum.as_ref().unwrap();
    let cell = sum.cells.iter().find(|cell| cell.path == "disclosure.licensing").unwrap();
    assert_eq!(figures[3][licensing], cell.value.unwrap().to_string());
    assert_eq!(formula(&mut opened, "数据", (3, licensing.try_into().unwrap())), None);
    let whole = make(&Overview::of(&county)).unwrap();
    assert!(whole.left_out.is_empty());
    assert_eq!(whole.bytes, make(&Overview::of(&county)).unwrap().bytes);
}
