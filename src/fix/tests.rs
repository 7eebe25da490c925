mod written;

use super::{Options, Plan, plan};
use crate::format::Forms;
use crate::source::Source;

const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");
const RECEIVED: &str = "[     58,        7,        1,            1,            6,    2,   75 ]";
const GRANTED: &str = "[     21,        4,        1,            0,            2,    1 ]";
const HANDLED: &str = "[     59,        8,        1,            1,            5,    2,   76 ]";

fn edit(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(SOUND.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn planned(text: &str, blanks: bool) -> Plan {
    plan(&Source::new("a", text), &Forms::built_in(), Options { blanks })
}

/// The text as it is set right. Another run must find nothing to do.
fn fixed(text: &str, blanks: bool) -> String {
    let done = String::from_utf8(planned(text, blanks).apply(text.as_bytes())).unwrap();
    let again = planned(&done, blanks);
    assert_eq!((again.edits, again.changes), (Vec::new(), Vec::new()));
    done
}

/// The lines of a text that are not in another.
fn changed(before: &str, after: &str) -> Vec<String> {
    assert_eq!(before.lines().count(), after.lines().count());
    let pairs = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    pairs.map(|(_, after)| after.to_owned()).collect()
}

#[test]
fn a_sound_file_needs_nothing() {
    assert_eq!(planned(SOUND, true), Plan::default());
}

#[test]
fn a_wrong_total_is_the_only_thing_that_changes() {
    let wrong = edit(&[("6,    2,   75 ]", "6,    2,  750 ]")]);
    assert_eq!(fixed(&wrong, false), SOUND);
    let wrong = edit(&[("6,    2,   75 ]", "6,    2,    5 ]")]);
    assert_eq!(fixed(&wrong, false), SOUND);
    let change = &planned(&wrong, false).changes[0];
    assert_eq!(change.place, "“一、本年新收政府信息公开申请数量”行“总计”列");
    assert_eq!((change.old.as_str(), change.new.as_str()), ("5", "75"));
    assert_eq!(change.path.as_deref(), Some("requests.received.total"));
    assert_eq!(change.line, wrong[..wrong.find("2,    5 ]").unwrap()].matches('\n').count() + 1);
}

#[test]
fn a_comma_of_thousands_goes_only_where_nothing_else_can_be_meant() {
    let row = |cells: &str| edit(&[(RECEIVED, cells)]);
    // Eight cells that stand close: with one comma less they are seven, and the total holds.
    let done = fixed(&row("[1,258,7,1,1,6,2,1275]"), false);
    assert!(done.contains("= [1258,7,1,1,6,2,1275] "), "{done}");
    for doubtful in ["[1,258,7,1,1,6,2,1276]", "[1,258,7,1,1,6,2]", "[58,7,1,100,6,2,174]"] {
        assert_eq!(fixed(&row(doubtful), false), row(doubtful));
    }
    // Five cells, or four and a comma: the total is not touched.
    let cases = edit(&[("[        3,        1,        0,        1,    5 ]", "[3,1,100,1,104]")]);
    assert_eq!(fixed(&cases, false), cases);
    assert_eq!(fixed(&cases, true), cases);
}

#[test]
fn blank_totals_are_filled_and_keep_the_columns() {
    let blank =
        edit(&[("6,    2,   75 ]", "6,    2,   \"\" ]"), (HANDLED, "[ \"\", 8, \"\", 1, 5, 2, \"\" ]")]);
    let done = fixed(&blank, false);
    let lines = changed(&blank, &done);
    assert!(lines[0].contains(RECEIVED), "{lines:?}");
    assert!(lines[1].contains("= [ 59, 8,  1, 1, 5, 2, 76 ]  # 三（七）总计"), "{lines:?}");
    assert_eq!(planned(&blank, false).changes[0].old, "");
}

#[test]
fn a_blank_total_is_left_where_the_figures_do_not_balance() {
    let total = ("6,    2,   75 ]", "6,    2,   \"\" ]");
    let blank = edit(&[
        total,
        ("[      2,        0,        0,            0,            1,    0,    3 ]", "[3, 0, 0, 0, 1, 0]"),
    ]);
    let plan = planned(&blank, false);
    assert!(plan.edits.is_empty());
    assert_eq!(
        plan.left,
        ["“三、收到和处理政府信息公开申请情况”中的数字还不平衡，空白的 1 格总计没有填写，请先改正"]
    );
}

#[test]
fn where_there_is_no_room_the_next_blanks_and_the_comment_make_up_for_it() {
    for (row, expected) in [
        // No blank before the figure: the row grows, the comment stays.
        ("[58,7,1,1,6,2,5]      # 注", "[58,7,1,1,6,2,75]     # 注"),
        ("[58,7,1,1,6,2,5] # 注", "[58,7,1,1,6,2,75] # 注"),
        ("[58, 7, 1, 1, 6, 2, 5]  # 注", "[58, 7, 1, 1, 6, 2, 75] # 注"),
        ("[58, 7, 1, 1, 6, 2,  5]  # 注", "[58, 7, 1, 1, 6, 2, 75]  # 注"),
        ("[58, 7, 1, 1, 6, 2, 750]  # 注", "[58, 7, 1, 1, 6, 2,  75]  # 注"),
        ("[58,7,1,1,6,2,750]  # 注", "[58,7,1,1,6,2,75]   # 注"),
        ("[58, 7, 1, 1, 6, 2,\t5]  # 注", "[58, 7, 1, 1, 6, 2,\t75] # 注"),
        ("[58, 7, 1, 1, 6, 2, 5,]", "[58, 7, 1, 1, 6, 2, 75,]"),
        ("[58, 7, 1,  # 甲\n  1, 6, 2, 5]  # 注", "[58, 7, 1,  # 甲\n  1, 6, 2, 75] # 注"),
        // The figure may be written with signs of its own.
        ("[58, 7, 1, 1, 6, 2,   +1_0]  # 注", "[58, 7, 1, 1, 6, 2,     75]  # 注"),
    ] {
        let line_end = "  # 一、本年新收政府信息公开申请数量";
        let wrong = edit(&[(&format!("{RECEIVED}{line_end}"), row)]);
        assert_eq!(fixed(&wrong, false), wrong.replacen(row, expected, 1), "{row}");
    }
}

#[test]
fn the_last_figure_may_move_what_follows_only_as_far_as_blanks_go() {
    // The first figure has no blank before it; those before the next take up what it grows.
    let row = "[59,8,   1,   1,   5,   2,   76 ]  # 总";
    let wrong = edit(&[(&format!("{HANDLED}  # 三（七）总计"), &row.replace("59,8", "9,8"))]);
    let done = fixed(&wrong, false);
    assert!(done.contains("[59,8,  1,   1,   5,   2,   76 ]  # 总"), "{:?}", changed(&wrong, &done));
}

#[test]
fn blank_cells_become_zero_only_when_asked() {
    let blank = edit(&[
        (GRANTED, "[     21,        4,        1,           \"\",            2,    1 ]"),
        ("coercive_measures   = 6       ", "coercive_measures   = \"\"      "),
        ("fees                = 328.6150", "fees                = \"\"      "),
    ]);
    let plan = planned(&blank, false);
    assert_eq!((plan.edits, plan.blanks), (Vec::new(), 3));
    let done = fixed(&blank, true);
    let lines = changed(&blank, &done);
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("coercive_measures   = 0                                             # "));
    assert!(lines[1].starts_with("fees                = 0                                             # "));
    assert!(lines[2].contains(GRANTED), "{lines:?}");
}

#[test]
fn a_blank_cell_that_a_stated_total_shows_not_to_be_zero_is_left() {
    let blank = edit(&[(RECEIVED, "[ \"\", 7, 1, \"\", 6, 2, 75 ]"), (GRANTED, "[ 21, 4, 1, \"\", 2, 1 ]")]);
    let plan = planned(&blank, true);
    let paths: Vec<&str> = plan.changes.iter().filter_map(|change| change.path.as_deref()).collect();
    assert_eq!(paths, ["requests.granted.public_interest"]);
    assert_eq!(
        plan.left,
        [
            "“一、本年新收政府信息公开申请数量”行“总计”列填的是 75，已填的各数合计 16，所以空白的 2 格不能都按 0 填，\
          没有改动，请核对后填写"
        ]
    );
    fixed(&blank, true);
    // The same of a column: 59 cannot be without the 21.
    let blank = edit(&[(GRANTED, "[ \"\", 4, 1, \"\", 2, 1 ]")]);
    let plan = planned(&blank, true);
    assert_eq!(plan.changes.len(), 1, "{:?}", plan.changes);
    assert!(
        plan.left[0].starts_with("“三、（七）总计”行“自然人”列填的是 59，已填的各数合计 38"),
        "{:?}",
        plan.left
    );
    fixed(&blank, true);
}

#[test]
fn a_new_file_can_be_filled_with_zeros() {
    let forms = Forms::built_in();
    for (id, year) in [("2019", 2020), ("2021", 2024)] {
        let known = crate::skeleton::Known { agency: "甲局".into(), year, ..Default::default() };
        let text = crate::skeleton::write(&forms.get(id).unwrap(), &known).unwrap().text;
        let zeros = crate::skeleton::Known { zeros: true, ..known };
        let of_zeros = crate::skeleton::write(&forms.get(id).unwrap(), &zeros).unwrap().text;
        // The row of totals is offered in a comment, and stays there as it is.
        let bare = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with("# total"));
            lines.collect::<String>().replace([' ', '"'], "")
        };
        assert!(bare(&fixed(&text, true)) == bare(&of_zeros));
        // Every comment stays in its column.
        for (before, after) in text.lines().zip(fixed(&text, true).lines()) {
            assert_eq!(before.rfind('#'), after.rfind('#'), "{after}");
        }
    }
}

#[test]
fn every_other_byte_stays_whatever_the_line_ends() {
    let wrong = edit(&[("6,    2,   75 ]", "6,    2,   76 ]"), ("### （四）政府", "### （五）政府")]);
    for (from, to) in [("\n", "\r\n"), ("\n", "\r"), ("", "")] {
        for mark in ["", "\u{FEFF}"] {
            let convert = |text: &str| {
                let text = if from.is_empty() { text.to_owned() } else { text.replace(from, to) };
                format!("{mark}{text}").into_bytes()
            };
            let bytes = convert(&wrong);
            let source = Source::from_bytes("a", &bytes);
            let plan = plan(&source, &Forms::built_in(), Options::default());
            assert_eq!(plan.changes.len(), 2);
            assert!(plan.apply(&bytes) == convert(SOUND), "{to:?} {mark:?}");
        }
    }
}

#[test]
fn what_does_not_read_is_left() {
    for text in ["", "a = [", "format = \"2021\"", &edit(&[("[     58,", "[     58 / "), ("75 ]", "76 ]")])] {
        let plan = planned(text, true);
        assert!(plan.edits.is_empty() && plan.changes.is_empty() && plan.left.len() == 1, "{text}: {plan:?}");
    }
    let mut bytes = edit(&[("75 ]", "76 ]")]).into_bytes();
    bytes.push(0xFF);
    let plan = plan(&Source::from_bytes("a", &bytes), &Forms::built_in(), Options::default());
    assert_eq!(plan, Plan::default());
}

#[test]
fn what_the_agency_has_given_a_reason_for_stays() {
    let accept =
        |code: &str| format!("[[accept]]\ncode = \"{code}\"\nreason = \"系统导出如此\"\n\n[overview]");
    let wrong = [("6,    2,   75 ]", "6,    2,   76 ]"), ("### （四）政府", "### （五）政府")];
    let places = |code: &str| {
        let text = edit(&[wrong[0], wrong[1], ("[overview]", &accept(code))]);
        planned(&text, true).changes.into_iter().map(|change| change.new).collect::<Vec<_>>()
    };
    assert_eq!(places("N311"), ["75"]);
    assert_eq!(places("N312"), ["四", "75"]);
    // No reason makes a sum right.
    assert_eq!(places("T101"), ["四", "75"]);
}

#[test]
fn what_is_left_is_said_with_its_reason() {
    let left = |edits: &[(&str, &str)]| {
        let plan = planned(&edit(edits), false);
        assert!(plan.edits.is_empty(), "{:?}", plan.changes);
        plan.left
    };
    assert_eq!(
        left(&[("[     58,        7,", "[     85,        7,")]),
        [
            "“三、收到和处理政府信息公开申请情况”有 1 处总计与各数之和不符；可能是数据格有误：把“一、本年新收政府信息公开申请数量”行\
             “自然人”列的 85 改为 58 后，各项合计全部平衡（疑似数字颠倒）。总计没有改动，请核对"
        ]
    );
    assert_eq!(
        left(&[("1,    5 ]", "1,    6 ]")]),
        [
            "“四、政府信息公开行政复议、行政诉讼情况”有 1 处总计与各数之和不符；可能是数据格有误，不能断定是总计填错，\
             总计没有改动，请核对"
        ]
    );
    assert_eq!(
        left(&[(GRANTED, "[ 21, \"\", 1, 0, 2, 1 ]"), ("2,   75 ]", "2,   76 ]")]),
        [
            "“三、收到和处理政府信息公开申请情况”有 1 处总计与各数之和不符；表中还有空白或者读不出的格，总计没有改动"
        ]
    );
    let swapped = [("### （二）依", "### （三）依"), ("### （三）政", "### （二）政")];
    assert_eq!(
        left(&swapped),
        ["“一、总体情况”的小标题序号（第 44 行）不能断定应当怎样编，没有改动，请核对"]
    );
}

#[test]
fn a_reference_to_a_heading_is_not_touched() {
    let wrong =
        edit(&[("### （五）监督", "### （六）监督"), ("现场听取意见。", "现场听取意见，详见（六）。")]);
    let done = fixed(&wrong, false);
    assert_eq!(changed(&wrong, &done), ["### （五）监督保障情况"]);
}

#[test]
fn radicals_become_ordinary_characters_in_every_text_and_nowhere_else() {
    let wrong = edit(&[
        ("# 示例：青禾", "# 示例：⻘禾"),
        ("name     = \"青禾", "name     = \"⻘禾"),
        ("本报告根据《中华人民", "本报告根据《中华⼈⺠"),
        ("2024年，青禾", "2024年，⻘禾"),
        ("群众关心的事项", "群众关⼼的事项"),
    ]);
    let done = fixed(&wrong, false);
    assert_eq!(done, edit(&[("# 示例：青禾", "# 示例：⻘禾")]), "a comment stays");
    let changes = planned(&wrong, false).changes;
    let shown: Vec<_> = changes.iter().map(|c| (c.place.as_str(), c.old.as_str(), c.new.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("“编制机关全称”（agency.name）的部首字符 1 处", "⻘", "青"),
            ("引言的部首字符 2 处", "⼈⺠", "人民"),
            ("“一、总体情况”的部首字符 2 处", "⻘⼼", "青心"),
        ]
    );
    // What the agency has given a reason for stays.
    let accept = "[[accept]]\ncode = \"N317\"\nreason = \"引用原文的字形\"\n\n[overview]";
    let accepted = wrong.replacen("[overview]", accept, 1);
    assert!(planned(&accepted, false).edits.is_empty());
}
