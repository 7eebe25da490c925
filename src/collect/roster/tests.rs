use std::fmt::Write;

use super::*;
use crate::collect::testing::workbook;

/// Units of a roster: name, aliases, category, deadline, tick and contact, apart by `|`.
fn units(bytes: &[u8]) -> Vec<String> {
    let roster = Roster::read(bytes).unwrap();
    let deadline = |deadline: Option<Deadline>| match deadline {
        Some(Deadline::Day(date)) => date.to_string(),
        Some(Deadline::NextYear(month, day)) => format!("{month}-{day}"),
        None => String::new(),
    };
    let words = |entry: &Entry| {
        let tick = if entry.counts { "√" } else { "×" };
        let aliases = entry.aliases.join("+");
        let deadline = deadline(entry.deadline);
        [&*entry.name, &aliases, &entry.category, &deadline, tick, &entry.contact].join("|")
    };
    roster.entries.iter().map(words).collect()
}

fn names(text: &str) -> Vec<String> {
    Roster::read(text.as_bytes()).unwrap().entries.into_iter().map(|entry| entry.name).collect()
}

fn fault(text: &str) -> String {
    Roster::read(text.as_bytes()).unwrap_err().to_string()
}

const WHOLE: &str = "青禾县年报报送名单,,,,,,\n\n序号,联系人,单位名称,别名,期限,计入汇总,类别\n\
    1,张三,青禾县林业局,\"县林业局、林业中心；县绿化办\n青禾县森林公安局\",2025年1月31日,是,部门\n\
    2,李四,青禾县东山镇人民政府,,3月31日,否,乡镇\n,,,,,,\n注：如有变动请来电。,,,,,,\n";

const UNITS: [&str; 2] = [
    "青禾县林业局|县林业局+林业中心+县绿化办+青禾县森林公安局|部门|2025-01-31|√|张三",
    "青禾县东山镇人民政府||乡镇|3-31|×|李四",
];

#[test]
fn a_roster_is_read_whatever_separates_and_encodes_it() {
    for separator in [",", "\t", ";", "，"] {
        let text = WHOLE.replace(',', separator);
        assert_eq!(units(text.as_bytes()), UNITS, "{separator}");
        assert_eq!(units(text.replace('\n', "\r\n").as_bytes()), UNITS, "{separator}");
        assert_eq!(units(format!("\u{FEFF}{text}").as_bytes()), UNITS);
        assert_eq!(units(&encoding_rs::GB18030.encode(&text).0), UNITS);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(units(&[&[0xFF, 0xFE][..], &wide].concat()), UNITS);
    }
}

#[test]
fn heads_are_known_by_their_usual_words() {
    for head in ["单位", "机构名称", "部门", "名称", "机关名称", "单位名称（全称）*", "报送单位"]
    {
        assert_eq!(names(&format!("{head},电话\n县财政局,1\n")), ["县财政局"], "{head}");
    }
    let text = "部门,单位名称,曾用名,简称,是否计入汇总\n农口,县林业局,绿化局,县林局,×\n";
    assert_eq!(units(text.as_bytes()), ["县林业局|绿化局+县林局|||×|"]);
}

#[test]
fn what_is_no_unit_is_passed_over() {
    let text = "单位名称,联系人\n一、县政府部门（2个）,\n县财政局,张三\n二、街道办事处,\n1.县林业局,\n,\n合计2家,\n说明：逾期不候,\n填表人：李四,审核人：王五\n";
    assert_eq!(names(text), ["县财政局", "县林业局"]);
    // A list of names needs no head.
    assert_eq!(names("青禾县年报单位名单\n1,县财政局\n2,县林业局\n"), ["县财政局", "县林业局"]);
    assert_eq!(names("一、县财政局\n二、县林业局\n"), ["县财政局", "县林业局"]);
}

#[test]
fn a_unit_without_a_tick_counts_only_if_none_is_ticked() {
    let ticks = |ticks: [&str; 3]| {
        let lines = ticks.iter().enumerate().map(|(at, tick)| format!("单位{at},{tick}\n"));
        let text = format!("单位名称,计入汇总\n{}", lines.collect::<String>());
        Roster::read(text.as_bytes()).unwrap().entries.iter().map(|entry| entry.counts).collect::<Vec<_>>()
    };
    assert_eq!(ticks(["", "", ""]), [true, true, true]);
    assert_eq!(ticks(["√", "", "Ｎ"]), [true, false, false]);
    assert_eq!(ticks(["", "否", "0"]), [true, false, false]);
    assert_eq!(ticks(["1", "Yes", "X"]), [true, true, false]);
}

#[test]
fn days_are_read_as_people_write_them() {
    let deadline = |text: &str| value::deadline(text).map(|deadline| deadline.of(2024).unwrap().to_string());
    for text in [
        "2025-01-31",
        "2025年1月31日",
        "2025.1.31",
        "2025/1/31 0:00",
        "1月31日",
        "1月31日前",
        "1-31",
        "1.31",
        "1/31",
        "次年1月31日",
        "2025年1月底前",
        "1月底",
        "45688",
        "2025年1月31日（星期五）17:00前",
        "２０２５年１月３１号",
        "2025年1月31日下午5点以前",
    ] {
        assert_eq!(deadline(text).as_deref(), Some("2025-01-31"), "{text}");
    }
    assert_eq!(deadline("2月底").as_deref(), Some("2025-02-28"));
    assert_eq!(deadline("45716").as_deref(), Some("2025-02-28"));
    assert_eq!(value::deadline("2月底").unwrap().of(2023).unwrap().to_string(), "2024-02-29");
    for text in [
        "尽快",
        "1.3",
        "2025年2月30日",
        "13月1日",
        "1月",
        "2025",
        "12345",
        "1月31日或2月1日",
        "次年",
        "次年2025年1月31日",
    ] {
        assert_eq!(value::deadline(text), None, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    assert_eq!(
        fault("名单\n\n单位名称,期限,计入汇总\n县财政局,尽快,是\n\n县林业局,,也许\n,1月31日,是\n"),
        "名单第 4 行的期限“尽快”读不出是哪一天。请写成“2025年1月31日”“2025-01-31”或者“1月31日”的样子\n\
         名单第 6 行的“计入汇总”写的是“也许”，看不出是否计入。请写“是”或者“否”\n\
         名单第 7 行没有单位名称，却有其他内容。请补上单位名称；不是单位的，请删去这一行"
    );
    assert_eq!(
        fault("单位名称\n县财政局\n县林业局\n 县财政局 \n"),
        "名单第 2 行和第 4 行是同一个单位“县财政局”，请核对后只留一行；确实是两个单位的，请写明各自的全称"
    );
    let mut many = "单位名称,期限\n".to_owned();
    (0..12).for_each(|at| writeln!(many, "单位{at},不详").unwrap());
    assert!(fault(&many).ends_with("\n另有 2 处同类问题没有列出"), "{}", fault(&many));
    assert_eq!(
        fault("单位名称,联系人\n县财政局,\"张三\n县林业局,李四\n"),
        "名单第 2 行的英文双引号（\"）没有成对，后面的内容分不清是哪一格的。请补上或者删去这个引号后再试"
    );
}

#[test]
fn what_is_no_roster_is_refused() {
    let no_head = RosterError::NoHead;
    assert_eq!(Roster::read("姓名,电话\n张三,1\n".as_bytes()), Err(no_head.clone()));
    assert_eq!(Roster::read(b""), Err(no_head.clone()));
    assert_eq!(Roster::read("agency = \"县林业局\"\nname = \"县\"\n".as_bytes()), Err(no_head));
    assert_eq!(Roster::read("单位名称,期限\n,\n".as_bytes()), Err(RosterError::NoUnit));
    assert_eq!(Roster::read(b"%PDF-1.7"), Err(RosterError::OtherKind));
    assert_eq!(Roster::read(b"PK\x03\x04"), Err(RosterError::Sheet(SheetError::Broken)));
    assert_eq!(Roster::read(&[0x81, 0x20, 0xFF, 0xFE, 0x81]), Err(RosterError::Garbled));
    let long = "县\n".repeat(MOST_LINES + 1);
    assert_eq!(Roster::read(long.as_bytes()), Err(RosterError::TooLarge));
}

#[test]
fn a_workbook_is_a_roster() {
    let row = |number: usize, cells: &[&str]| {
        let cell = |text: &&str| match text.parse::<u32>() {
            Ok(number) => format!("<c><v>{number}</v></c>"),
            Err(_) => format!("<c t='inlineStr'><is><t>{text}</t></is></c>"),
        };
        let hidden = if number == 4 { " hidden='1'" } else { "" };
        format!("<row r='{number}'{hidden}>{}</row>", cells.iter().map(cell).collect::<String>())
    };
    let rows = [
        row(1, &["青禾县名单"]),
        row(2, &["类别", "单位名称", "期限"]),
        row(3, &["部门", "青禾县林业局", "45688"]),
        row(4, &["", "青禾县财政局"]),
        row(5, &["镇", "东山镇人民政府", "1月31日"]),
        row(6, &["注"]),
    ];
    let merges =
        "<mergeCells><mergeCell ref='A1:C1'/><mergeCell ref='A3:A4'/><mergeCell ref='B5:B6'/></mergeCells>";
    let sheet = format!("<sheetData>{}</sheetData>{merges}", rows.concat());
    assert_eq!(
        units(&workbook(&sheet)),
        [
            "青禾县林业局||部门|2025-01-31|√|",
            // A filter may hide a unit; it has to file all the same.
            "青禾县财政局||部门||√|",
            "东山镇人民政府||镇|1-31|√|",
        ]
    );
    let wrong = sheet.replace("45688", "456880");
    assert!(
        Roster::read(&workbook(&wrong)).unwrap_err().to_string().starts_with("名单第 3 行的期限“456880”")
    );
}
