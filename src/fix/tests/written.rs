//! What was written wrongly becomes what was meant, or stays.

use super::{GRANTED, RECEIVED, SOUND, edit, fixed, planned};

/// Each must become the sound file again, but for blanks that keep columns lined up.
#[test]
fn what_can_mean_nothing_else_becomes_what_is_meant() {
    let sound = |text: &str| text.replace(' ', "");
    for (from, to) in [
        ("year   = 2024", "year   ＝ 2024"),
        ("year   = 2024", "year   = ２０２４"),
        ("year   = 2024", "year   = 2024年"),
        ("year   = 2024", "year   = 2024年度；"),
        ("year   = 2024", "year   = \"2024\""),
        ("year   = 2024", "year   = “2024”"),
        ("year   = 2024", "year   ： 2024"),
        ("format = \"2021\"", "format = “2021”"),
        ("format = \"2021\"", "format = 2021"),
        ("format = \"2021\"", "format = ２０２１"),
        ("[agency]", "【agency】"),
        ("[agency]", "［agency］"),
        ("[agency]", "[agency］"),
        ("[agency]", "\u{3000}[agency]"),
        ("[agency]", "[agency]；"),
        ("[problems]", "[存在的主要问题及改进情况]"),
        ("[overview]", "【总体情况】"),
        ("[agency]", "[编制机关]"),
        ("[publication]", "【发布信息】"),
        ("year   = 2024", "报告年度 = 2024年"),
        ("year   = 2024", "\"年度\" = 2024"),
        ("[agency]\nname     = ", "[编制机关]\n名称 = "),
        ("level    = \"department\"", "机关层级 = 部门"),
        ("date     = 2025-01-16", "落款日期 = 2025年1月16日"),
        ("text = '''\n###", "正文 = '''\n###"),
        ("level    = \"department\"", "level    = “department”"),
        ("level    = \"department\"", "level    = ‘department’"),
        ("level    = \"department\"", "level    = department"),
        ("level    = \"department\"", "level    = \"department”"),
        ("level    = \"department\"", "level    = \"department\"，"),
        ("level    = \"department\"", "level    =\u{3000}\"department\""),
        ("level    = \"department\"", "level\u{200B}    = \"department\""),
        ("phone    = \"0000-0000000\"", "phone    = 0000-0000000"),
        ("postcode = \"000000\"", "postcode = 000000"),
        ("2025-01-16", "2025年1月16日"),
        ("2025-01-16", "\"2025年1月16日\""),
        ("2025-01-16", "“2025.1.16”"),
        ("2025-01-16", "\"2025-01-16\""),
        ("2025-01-16", "2025.1.16"),
        ("2025-01-16", "2025/1/16。"),
        ("2025-01-16", "２０２５－０１－１６"),
        ("2025-01-16", "20250116"),
        ("2025-01-16", "二〇二五年一月十六日"),
        ("= 15286", "= \"15286\""),
        ("= 15286", "= “15286”"),
        ("= 15286", "= １５２８６"),
        ("= 15286", "= 15286.0"),
        ("= 15286", "= 15,286"),
        ("= 15286", "= 15，286"),
        ("= 15286", "= \"15,286\""),
        ("= 15286", "= [ 15,286 ]"),
        ("= 15286", "= 15286件"),
        ("= 15286", "= \"15286 件\""),
        ("= 15286", "= 015286"),
        ("= 15286", "= 15286；"),
        ("= 15286", "= 15286。"),
        ("= 15286", "= 15286\u{200B}"),
        ("= 15286", "= \"15286"),
        ("= 15286", "= 15286\"\""),
        ("= 328.6150", "= 328．6150"),
        ("= 328.6150", "= 328.6150万元"),
        ("= 328.6150", "= \"328.6150万元\""),
        ("licensing           =", "行政许可            ="),
        ("licensing           =", "\"行政许可\"        ="),
        ("granted                      =", "予以公开                     ="),
        ("granted                      =", "（一）予以公开               ＝"),
        (GRANTED, "［     21，        4，        1，            0，            2，    1 ］"),
        (GRANTED, "[     21、        4、        1、            0、            2、    1 ]"),
        (GRANTED, "[     21;        4；        1;            0；            2;    1 ]；"),
        (GRANTED, "[     “21”，        \"4\",        1,            ‘0’,            2,    1 ]"),
        (GRANTED, "[     21,        4,        1,            0,            2,    1 "),
        (GRANTED, "21,        4,        1,            0,            2,    1 ]"),
        (GRANTED, "21,        4,        1,            0,            2,    1"),
        (GRANTED, "[     21,\u{A0}       4,        1,            0,            2,    1 ]]"),
        (GRANTED, "[     21,        4,        1,            00,            2,    1 ]"),
        (GRANTED, "[     21,        \"4,        1,            0,            2,    1 ]"),
    ] {
        let wrong = edit(&[(from, to)]);
        let single = |text: &str| sound(text).replace("[15286]", "15286");
        let got = fixed(&wrong, false);
        let differ: Vec<_> = got.lines().zip(SOUND.lines()).filter(|(a, b)| a != b).collect();
        assert!(single(&got) == sound(SOUND), "{to}: {differ:?} {:?}", planned(&wrong, false).left);
    }
}

#[test]
fn the_ends_of_a_narrative_become_three_ascii_quotes() {
    let (from, to) = (SOUND.find("[problems]").unwrap(), SOUND.find("[other_matters]").unwrap());
    let section = &SOUND[from..to];
    for (open, close) in [
        ("’’’", "’’’"),
        ("'''", "‘’’"),
        ("‘‘‘", "'''"),
        ("'''", "'''；"),
        ("＇＇＇", "＇＇＇"),
        ("“", "”"),
        ("'''", "”"),
    ] {
        let written = section.replacen("'''", open, 1).replacen("\n'''\n", &format!("\n{close}\n"), 1);
        assert_eq!(fixed(&edit(&[(section, &written)]), false), SOUND, "{open} {close}");
    }
}

#[test]
fn thousands_are_joined_where_no_other_row_can_be_meant() {
    let wrong = edit(&[(RECEIVED, "[1,058, 7, 1, 1, 6, 2]")]);
    assert!(planned(&wrong, false).changes.is_empty(), "a group with a zero in front is left");
    let wrong = edit(&[(RECEIVED, "[1,158, 7, 1, 1, 6, 2, 1175]")]);
    assert!(fixed(&wrong, false).contains("[1158, 7, 1, 1, 6, 2, 1175]"));
    // As typed the row has as many cells as it may have, or the joined one ends with another total.
    for row in [
        "[58, 7, 1,100, 6, 2, 175]",
        "[58, 7, 1,100, 6, 2, 75]",
        "[58, 7, 1,100, 6, 2, 1173]",
        "[1,158, 7, 1, 1, 6, 2, 1174]",
        "[58， 7， 1,100， 6， 2， 175]",
        "[1, 003, 1, 0, 1, 2, 8]",
        "[1, \"003\", 1, 0, 1, 2, 8]",
        "[1， 003， 1， 0， 1， 2， 8]",
        "[1.000, 7, 1, 1, 6, 2]",
    ] {
        let wrong = edit(&[(RECEIVED, row)]);
        assert_eq!(fixed(&wrong, false), wrong, "{row}");
    }
    // Other figures stand as close to each other.
    for row in ["[1,234,7,1,1,6,2]", "[12,100,200,3,4,5,6,7]"] {
        let wrong = edit(&[(RECEIVED, row)]);
        assert_eq!(fixed(&wrong, false), wrong, "{row}");
    }
}

#[test]
fn a_cell_with_a_sign_that_nobody_sees_is_blank() {
    for cell in ["\"\u{200B}\"", "\u{200B}", "“\u{FEFF}”"] {
        let wrong = edit(&[(GRANTED, &format!("[ 21, 4, {cell}, 0, 2, 1 ]"))]);
        assert!(fixed(&wrong, false).contains("[ 21, 4, \"\", 0, 2, 1 ]"), "{cell}");
    }
}

#[test]
fn what_may_mean_two_things_stays() {
    for (from, to) in [
        ("= 15286", "= 15 286"),
        ("= 15286", "= 约15286"),
        ("= 15286", "= \"/\""),
        ("= 15286", "= 无"),
        ("= 15286", "= 15,28"),
        ("= 15286", "= 5万元"),
        ("= 15286", "= \"152.86\""),
        ("= 15286", "= 152。86"),
        ("= 328.6150", "= \"3286150元\""),
        ("= 328.6150", "= 328,615"),
        ("= 328.6150", "= 328，615"),
        ("= 328.6150", "= \"328，615\""),
        ("= 328.6150", "= [328,615]"),
        ("= 15286", "= 15.000"),
        ("= 15286", "= １５．０００"),
        ("2025-01-16", "2025年2月30日"),
        ("2025-01-16", "1月16日"),
        ("2025-01-16", "2025年1月16日 落款"),
        ("year   = 2024", "year   = 今年"),
        (GRANTED, "[ 21, 4, , 0, 2, 1 ]"),
        (GRANTED, "[ 21 4, 1, 0, 2, 1 ]"),
        (GRANTED, "[ 21, 4, 1, 0, 2"),
        (GRANTED, "21, 4, 1, 0, 2"),
        (GRANTED, "[ 21, 4/1, 0, 2, 1 ]"),
        ("granted                      =", "不予公开                     ="),
        ("received                     =", "申请                         ="),
        ("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县“住房和城乡建设局”"),
        ("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县\"住房和城乡建设局\"\""),
        ("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县\n住房和城乡建设局\""),
        ("[problems]", "[情况]"),
    ] {
        let wrong = edit(&[(from, to)]);
        let plan = planned(&wrong, false);
        assert!(plan.edits.is_empty(), "{to}: {:?}", plan.changes);
        assert_eq!(plan.left.len(), 1, "{to}: {:?}", plan.left);
    }
}

#[test]
fn what_hides_behind_a_text_that_does_not_read_is_mended_in_the_same_run() {
    let wrong = edit(&[
        ("year   = 2024", "year   ＝ 2024"),
        ("= 15286", "= \"15286\""),
        ("6,    2,   75 ]", "6,    2,   76 ]"),
        ("### （四）政府", "### （五）政府"),
        ("2025-01-16", "\"2025年1月16日\""),
    ]);
    let plan = planned(&wrong, false);
    let words: Vec<String> =
        plan.changes.iter().map(|change| format!("{} {}", change.line, change.words())).collect();
    assert_eq!(
        words,
        [
            "6 “year”的写法：＝ → =",
            "23 “落款日期”（publication.date）：\"2025年1月16日\" → 2025-01-16",
            "55 “一、总体情况”的小标题序号：五 → 四",
            "66 “行政许可”（本年处理决定数量）：\"15286\" → 15286",
            "75 “一、本年新收政府信息公开申请数量”行“总计”列：76 → 75",
        ]
    );
}

/// A text between quotes of the wrong kind, in the last section too; what looks like data in it stays.
#[test]
fn a_text_in_the_wrong_quotes_is_mended_at_its_ends_alone() {
    let (before, last) = SOUND.split_at(SOUND.find("[other_matters]").unwrap());
    let last = last.trim_end().replacen("'''\n", "'''\nfees = 38,\nreceived = [1，2]。\n", 1);
    let sound = format!("{before}{last}");
    for (open, close) in [("‘‘‘", "’’’"), ("’’’", "’’’"), ("“““", "”””"), ("＇＇＇", "＇＇＇")]
    {
        let wrong = last.replacen("'''", open, 1).replacen("'''", close, 1);
        assert_eq!(fixed(&format!("{before}{wrong}"), false), sound, "{open}");
    }
    for open in ["text = “", "text =", "text = ''"] {
        let wrong = format!("{before}{}", last.replacen("text = '''", open, 1));
        assert!(planned(&wrong, false).edits.is_empty(), "{open}");
    }
}

#[test]
fn commas_stay_between_the_members_of_a_table_over_several_lines() {
    let members = |end: &str| {
        let (start, rest) = SOUND.split_once("[agency]").unwrap();
        let (_, rest) = rest.split_once("[publication]").unwrap();
        let table = format!("agency = {{\n  name = \"青禾县\",\n  level = \"government\",\n{end}\n");
        format!("{start}{table}[publication]{rest}").replacen("= 15286", "＝ 15286", 1)
    };
    assert!(fixed(&members("}"), false).contains("{ name = \"青禾县\", level = \"government\" }"));
    assert!(fixed(&members(""), false).contains("  name = \"青禾县\",\n  level = \"government\",\n"));
    let noted = members("  # 说明\n}");
    assert!(planned(&noted, false).left.iter().any(|left| left.contains("大括号里有 # 说明")));
}

#[test]
fn chinese_brackets_around_a_whole_value_are_quotes() {
    for (open, close) in [('「', '」'), ('『', '』'), ('《', '》'), ('【', '】')] {
        let wrong = edit(&[("\"department\"", &format!("{open}department{close}"))]);
        assert_eq!(fixed(&wrong, false), SOUND, "{open}");
    }
    let two = edit(&[("\"青禾县规划路1号\"", "《甲》和《乙》")]);
    assert!(fixed(&two, false).contains("= \"《甲》和《乙》\""));
}

#[test]
fn a_change_shows_the_whole_stretch() {
    let wide = "［５８，７，１，１，６，２，７５］";
    let plan = planned(&edit(&[(RECEIVED, wide)]), false);
    let change = &plan.changes[0];
    assert_eq!((change.old.as_str(), change.new.as_str()), (wide, "[58,7,1,1,6,2,75]"));
}

/// Quotes of print around a text on one line, if they can only be its ends.
#[test]
fn a_text_on_one_line_between_quotes_of_print_is_mended() {
    let with = |text: &str| {
        let (before, _) = SOUND.split_once("[other_matters]").unwrap();
        format!("{before}[other_matters]\ntext = {text}\n")
    };
    let words = "本年度未收取信息处理费。没有其他需要报告的事项。";
    for (open, close) in [("“", "”"), ("‘", "’"), ("“", "“")] {
        assert_eq!(fixed(&with(&format!("{open}{words}{close}")), false), with(&format!("\"{words}\"")));
    }
    let inner = "本年度未收取“信息处理费”。没有其他事项。";
    assert_eq!(fixed(&with(&format!("“{inner}”")), false), with(&format!("\"{inner}\"")));
    for doubtful in [
        "“放管服”改革没有收取处理费，没有其他“事项”",
        "“没有其他事项。",
        "“未收取\"处理费\"。没有其他事项。”",
    ] {
        assert_eq!(fixed(&with(doubtful), false), with(doubtful));
    }
}
