use std::fmt::Write;

use super::*;
use crate::collect::testing::{workbook, workbook_of};

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

fn remarks(text: &str) -> Vec<String> {
    Roster::read(text.as_bytes()).unwrap().remarks
}

/// The cells of a sheet.
fn sheet(lines: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
    let row = |(at, cells): (usize, &&[&str])| {
        format!("<row r='{}'>{}</row>", at + 1, cells.iter().map(cell).collect::<String>())
    };
    format!("<sheetData>{}</sheetData>", lines.iter().enumerate().map(row).collect::<String>())
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
    for head in [
        "单位",
        "机构名称",
        "部门",
        "名称",
        "机关名称",
        "单位名称（全称）*",
        "报送单位",
        "报送单位名称",
        "责任单位",
    ] {
        assert_eq!(names(&format!("{head},电话\n县财政局,1\n")), ["县财政局"], "{head}");
    }
    let text = "部门,单位名称,曾用名,简称,是否计入汇总\n农口,县林业局,绿化局,县林局,×\n";
    assert_eq!(units(text.as_bytes()), ["县林业局|绿化局+县林局|||×|"]);
    // A word for a body in the lines is no head.
    let text = "类别,报送单位名称,联系人电话,联系人及电话\n部门,青禾县教育局,12,张三 1\n";
    assert_eq!(units(text.as_bytes()), ["青禾县教育局||部门||√|张三 1"]);
    let text = "主办单位清册\n部门,青禾县教育局\n部门,青禾县林业局\n";
    assert_eq!(Roster::read(text.as_bytes()), Err(RosterError::NoHead));
}

#[test]
fn all_sheets_and_blocks_with_a_head_are_read() {
    let notes = sheet(&[&["本表由政务公开办填写"], &["请勿外传"]]);
    let bureaus =
        sheet(&[&["序号", "单位名称", "类别"], &["1", "青禾县教育局", "部门"], &["2", "青禾县林业局"]]);
    let towns = sheet(&[&["单位名称"], &["东山镇人民政府"], &["青禾县林业局"]]);
    let roster = Roster::read(&workbook_of(&[&notes, &bureaus, &towns])).unwrap();
    let names_of =
        |roster: &Roster| roster.entries.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
    assert_eq!(names_of(&roster), ["青禾县教育局", "青禾县林业局", "东山镇人民政府"]);
    assert_eq!(
        roster.remarks,
        [
            "名单第 3 张工作表第 3 行的“青禾县林业局”在前面的工作表里已有，按一个单位计",
            "名单第 1 张工作表没有“单位名称”一列，没有读；里面有单位的，请补上表头",
        ]
    );
    let wrong = sheet(&[&["单位名称", "期限"], &["东山镇人民政府", "尽快"]]);
    let fault = Roster::read(&workbook_of(&[&bureaus, &wrong])).unwrap_err().to_string();
    assert!(fault.starts_with("名单第 2 张工作表第 2 行的期限“尽快”"), "{fault}");

    let text = "序号,单位名称,期限,序号,单位名称,期限\n1,县教育局,1月1日,3,县水利局,1月3日\n2,县林业局,,4,县民政局,\n";
    assert_eq!(
        units(text.as_bytes()),
        ["县教育局|||1-1|√|", "县林业局||||√|", "县水利局|||1-3|√|", "县民政局||||√|"]
    );
    let text = "单位名称,类别\n县教育局,部门\n类别,单位名称\n镇,东山镇\n单位名称,类别\n西山镇,镇\n";
    assert_eq!(units(text.as_bytes()), ["县教育局||部门||√|", "东山镇||镇||√|", "西山镇||镇||√|"]);
}

#[test]
fn what_is_not_taken_for_a_unit_is_said() {
    let text = "单位名称,联系人\n一、县政府部门（2个）,\n县财政局,张三\n合计2家,\n";
    assert_eq!(
        remarks(text),
        [
            "名单里有 2 行没有当作单位：第 2 行“一、县政府部门（2个）”、第 4 行“合计2家”。里面有单位的，请把名称单独写在“单位名称”一列"
        ]
    );
    assert_eq!(remarks("单位名称\n县财政局\n"), Vec::<String>::new());
    let long = format!("单位名称\n{}\n县财政局\n", "县".repeat(81));
    assert_eq!(names(&long), ["县财政局"]);
    assert_eq!(remarks(&long), ["名单第 2 行的单位名称超过 80 个字，不像是单位名称，没有当作单位；请核对"]);
    let text = "单位名称,计入汇总\n县财政局,是\n县林业局,\n县审计局,否\n县水利局,\n";
    assert_eq!(
        remarks(text),
        [
            "名单的“计入汇总”一列有的单位写了，有 2 个单位空着，没有写“是”的不计入汇总：县林业局、县水利局。应当计入的，请写“是”"
        ]
    );
    assert_eq!(remarks(&text.replace('是', "")).len(), 0);
}

#[test]
fn a_numbered_name_is_a_unit_unless_it_stands_above_others() {
    let text = "单位名称\n一、青禾县教育局\n二、档案馆\n三、青禾县第一中学\n四、自来水公司\n五、东山镇\n";
    assert_eq!(names(text), ["青禾县教育局", "档案馆", "青禾县第一中学", "自来水公司", "东山镇"]);
    let text = "单位名称\n一、学校\n青禾县第一中学\n二、青禾县总工会\n三、乡镇\n东山镇\n";
    assert_eq!(names(text), ["青禾县第一中学", "青禾县总工会", "东山镇"]);
}

#[test]
fn the_number_before_a_name_is_none_of_it() {
    for number in ["1.", "1、", "1)", "（1）", "(1)", "01 ", "1\u{3000}", "①", "一、", "（一）"] {
        assert_eq!(names(&format!("单位名称\n{number}青禾县教育局\n")), ["青禾县教育局"], "{number}");
    }
    assert_eq!(names("单位名称\n101厂区管理局\n"), ["101厂区管理局"]);
}

#[test]
fn a_sum_is_no_unit() {
    for sum in [
        "合计,3",
        "合计,共17个单位",
        ",共17个单位",
        "4,共计3家",
        ",3",
        ",以上共4个单位",
        ",4家单位",
        ",（以下空白）",
        ",———",
        ",无",
    ] {
        assert_eq!(
            names(&format!("序号,单位名称\n1,县财政局\n{sum}\n2,共和县教育局\n")),
            ["县财政局", "共和县教育局"],
            "{sum}"
        );
    }
}

#[test]
fn notes_beside_a_name_are_none_of_it() {
    for noted in [
        "青禾县教育局（含教研室）",
        "青禾县教育局*",
        "【新】青禾县教育局",
        "青禾县教育局（2024年新设）",
        "青禾县教育局【新】",
    ] {
        assert_eq!(units(format!("单位名称\n{noted}\n").as_bytes()), ["青禾县教育局||||√|"], "{noted}");
    }
    // What the same body is called besides is another name of it.
    let text = "单位名称\n云溪县卫生健康局（县疾控局）\n青禾县公安局（交通警察大队）\n青禾县教育局（本级）\n青禾县林业局（原青禾县绿化局）\n青禾县林业局（原名）\n青禾县税务局（东山分局）\n";
    assert_eq!(
        units(text.as_bytes()),
        [
            "云溪县卫生健康局（县疾控局）|云溪县卫生健康局+县疾控局|||√|",
            "青禾县公安局（交通警察大队）||||√|",
            "青禾县教育局（本级）||||√|",
            "青禾县林业局（原青禾县绿化局）|青禾县林业局+青禾县绿化局|||√|",
            "青禾县林业局（原名）||||√|",
            "青禾县税务局（东山分局）||||√|",
        ]
    );
}

#[test]
fn other_names_are_told_apart() {
    let aliases = |text: &str| {
        let text = format!("单位名称\t别名\n县资规局\t\"{text}\"\n");
        Roster::read(text.as_bytes()).unwrap().entries.remove(0).aliases.join("+")
    };
    for between in [" ", "\u{3000}", "|", "｜", "\\", "＼", " / ", "和", "、", "；", "。", "+"] {
        let text = format!("青禾县国土资源局{between}青禾县规划局");
        assert_eq!(aliases(&text), "青禾县国土资源局+青禾县规划局", "{between}");
    }
    for (text, names) in [
        ("青禾县 国土资源局", "青禾县国土资源局"),
        ("青禾县住房和城乡建设局", "青禾县住房和城乡建设局"),
        ("青禾县人民政府和平街道办事处", "青禾县人民政府和平街道办事处"),
        ("县人民政府 办公室", "县人民政府办公室"),
        ("青禾县国土资源局（2019年前）", "青禾县国土资源局"),
        ("（原）青禾县工商局", "青禾县工商局"),
        ("原青禾县安监局", "原青禾县安监局+青禾县安监局"),
        ("原双拥办", "原双拥办+双拥办"),
        ("曾用名：县国土局", "县国土局"),
    ] {
        assert_eq!(aliases(text), names, "{text}");
    }
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
    assert_eq!(ticks(["计入汇总", "不计入汇总", "是"]), [true, false, true]);
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
        "20250131",
        "二〇二五年一月三十一日",
        "二零二五年元月三十一日（星期五）",
        "1月31日下班前",
        "截至1月31日",
        "截止到2025年1月31日",
        "元月31日",
        "45688.7",
        "2025-01-31T00:00:00",
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
        "20251331",
        "截至",
        "一月",
    ] {
        assert_eq!(value::deadline(text), None, "{text}");
    }
    for nothing in ["无", "/", "-"] {
        let text = format!("单位名称,期限\n县财政局,{nothing}\n");
        assert_eq!(Roster::read(text.as_bytes()).unwrap().entries[0].deadline, None, "{nothing}");
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
