//! Each fault that the self-check must refuse, made in an otherwise sound form.

use crate::format::{Form, FormFault, GridFault, RowRole, TopicRole};

const SOUND: &str = r#"
id = "t"
name = "t"
source = "t"
years = { from = 2000 }
title_suffix = "报告"

[[sections]]
key = "things"
title = "一、事项"

[sections.table]
caption = "事项"
weights = [1, 1, 1, 1]
corner = "项目"
column_sets = [{ key = "c", columns = [
  { key = "a", label = "甲" },
  { key = "b", label = "乙" },
  { key = "t", label = "计", code = "T101", sum_of = ["a", "b"] },
] }]
groups = [{ key = "g", label = "组" }]
rows = [
  { key = "g.one", label = "1", columns = "c" },
  { key = "g.two", label = "2", columns = "c" },
  { key = "sum", label = "和", columns = "c", code = "T102", sum_of = ["g"] },
]
balances = [{ code = "T103", left = ["g.one", "g.two"], right = ["sum"] }]
layout = [
  { head = true, cells = [{ text = "项目" }, { column = "c.a" }, { column = "c.b" }, { column = "c.t" }] },
  { cells = [{ row = "g.one" }, { figures = "g.one" }] },
  { cells = [{ row = "g.two" }, { figures = "g.two" }] },
  { cells = [{ row = "sum" }, { figures = "sum" }] },
]
"#;

fn broken(from: &str, to: &str) -> FormFault {
    assert!(SOUND.contains(from), "{from}");
    Form::parse(&SOUND.replacen(from, to, 1)).expect_err(to).fault
}

#[test]
fn the_sound_form_is_accepted() {
    let form = Form::parse(SOUND).unwrap();
    let table = form.table(0).unwrap();
    assert_eq!(table.rows[2].sum.as_ref().unwrap().addends, [0, 1]);
    assert_eq!(table.column_sets[0].required(), 2);
    assert_eq!(form.cells().count(), 9);
}

#[test]
fn sums_over_missing_rows_are_refused() {
    for (from, to) in [
        (r#"sum_of = ["g"]"#, r#"sum_of = ["gone"]"#),
        (r#"left = ["g.one", "g.two"]"#, r#"left = ["g.one", "g.three"]"#),
        (r#"sum_of = ["a", "b"]"#, r#"sum_of = ["a", "z"]"#),
        (r#"{ row = "sum" }"#, r#"{ row = "summe" }"#),
        (r#"{ column = "c.t" }"#, r#"{ column = "c.u" }"#),
        (r#"label = "1", columns = "c""#, r#"label = "1", columns = "d""#),
    ] {
        assert!(matches!(broken(from, to), FormFault::Unknown { .. }), "{to}");
    }
}

#[test]
fn holes_and_overlaps_are_refused() {
    let fault = |from, to| match broken(from, to) {
        FormFault::Grid(fault) => fault,
        other => panic!("{other}"),
    };
    assert_eq!(fault(r#"{ column = "c.b" }, "#, ""), GridFault::Hole { row: 1, column: 4 });
    assert!(matches!(
        fault(r#"{ row = "g.one" }"#, r#"{ row = "g.one", cols = 2 }"#),
        GridFault::Outside { .. }
    ));
    assert!(matches!(fault(r#"{ row = "sum" }"#, r#"{ row = "sum", rows = 2 }"#), GridFault::Outside { .. }));
    assert!(matches!(
        fault(r#"{ row = "g.one" }"#, r#"{ row = "g.one", rows = 2 }"#),
        GridFault::Outside { .. }
    ));
}

#[test]
fn a_cell_that_reaches_out_of_the_head_is_refused() {
    let beyond = FormFault::BeyondHead { rows: 2 };
    assert_eq!(broken(r#"{ column = "c.b" }"#, r#"{ column = "c.b", rows = 2 }"#), beyond);
    // Of cells in the head of a form with two rows of it, once the second is called none.
    let two_rows = include_str!("../../../formats/2021.toml");
    assert!(Form::parse(two_rows).is_ok());
    let heads: Vec<(usize, &str)> = two_rows.match_indices("head  = true\n").collect();
    let refused = heads.iter().filter(|(at, line)| {
        let form = [&two_rows[..*at], &two_rows[at + line.len()..]].concat();
        matches!(Form::parse(&form), Err(error) if matches!(error.fault, FormFault::BeyondHead { .. }))
    });
    assert!(refused.count() >= 3, "the three rows of headings of the table of requests");
}

#[test]
fn duplicate_and_reserved_keys_are_refused() {
    assert!(matches!(
        broken(r#"key = "g.two", label"#, r#"key = "g.one", label"#),
        FormFault::DuplicateKey(_)
    ));
    assert!(matches!(broken(r#"key = "b", label"#, r#"key = "a", label"#), FormFault::DuplicateKey(_)));
    assert!(matches!(broken(r#"key = "things""#, r#"key = "agency""#), FormFault::BadKey(_)));
    assert!(matches!(broken(r#"key = "b", label"#, r#"key = "乙", label"#), FormFault::BadKey(_)));
}

#[test]
fn circular_and_nameless_sums_are_refused() {
    assert!(matches!(broken(r#"sum_of = ["g"]"#, r#"sum_of = ["g", "sum"]"#), FormFault::BadSum(_)));
    assert!(matches!(broken(r#"code = "T102", "#, ""), FormFault::BadSum(_)));
    assert!(matches!(broken(r#"code = "T102""#, r#"code = "T999""#), FormFault::BadSum(_)));
    assert!(matches!(broken(r#"code = "T103""#, r#"code = "T999""#), FormFault::BadSum(_)));
    assert!(matches!(broken(r#"sum_of = ["a", "b"]"#, r#"sum_of = ["a", "a"]"#), FormFault::BadSum(_)));
}

#[test]
fn a_row_printed_twice_or_never_is_refused() {
    let error = broken(r#"{ figures = "g.two" }"#, r#"{ figures = "g.one" }"#);
    assert!(matches!(error, FormFault::Printed { times: 2, .. }), "{error}");
}

#[test]
fn a_computed_column_before_a_stated_one_is_refused() {
    let error = broken(r#"  { key = "b", label = "乙" },"#, "");
    assert!(matches!(error, FormFault::Unknown { .. }));
    let error = broken(r#"sum_of = ["a", "b"] },"#, r#"sum_of = ["a", "b"] }, { key = "z", label = "末" },"#);
    assert!(matches!(error, FormFault::ComputedFirst(_)), "{error}");
}

#[test]
fn unknown_keys_and_double_layout_cells_are_refused() {
    assert!(matches!(broken("caption", "capton"), FormFault::Syntax(_)));
    assert!(matches!(
        broken(r#"{ text = "项目" }"#, r#"{ text = "项目", note = "注" }"#),
        FormFault::LayoutCell
    ));
    assert!(matches!(broken(r#"{ text = "项目" }"#, "{ }"), FormFault::LayoutCell));
}

#[test]
fn what_leads_from_year_to_year_must_be_there() {
    let carry = |from: &str, to: &str| {
        let declared = format!("carry = {{ from = \"{from}\", to = \"{to}\" }}\nbalances");
        Form::parse(&SOUND.replacen("balances", &declared, 1))
    };
    let form = carry("g.one", "g.two").unwrap();
    assert_eq!(form.table(0).unwrap().carry.map(|c| (c.from, c.to)), Some((0, 1)));
    assert!(matches!(carry("g.one", "gone").unwrap_err().fault, FormFault::Unknown { what: "行", .. }));
    assert!(matches!(carry("g.one", "g.one").unwrap_err().fault, FormFault::BadYears(_)));
    let stock = |total: &str| {
        let declared = format!(
            "{{ key = \"x\", label = \"丙\" }}],\n stock = {{ made = \"a\", ended = \"b\", total = \"{total}\" }} }}"
        );
        let total_column = "{ key = \"t\", label = \"计\", code = \"T101\", sum_of = [\"a\", \"b\"] },\n] }";
        assert!(SOUND.contains(total_column));
        Form::parse(&SOUND.replacen(total_column, &declared, 1).replacen(
            "{ column = \"c.t\" }",
            "{ text = \"丙\" }",
            1,
        ))
    };
    let form = stock("x").unwrap();
    assert_eq!(form.table(0).unwrap().column_sets[0].stock.map(|s| s.total), Some(2));
    assert!(matches!(stock("gone").unwrap_err().fault, FormFault::Unknown { what: "列", .. }));
    assert!(matches!(stock("a").unwrap_err().fault, FormFault::BadYears(_)));
}

#[test]
fn only_a_narrative_is_written_anew() {
    let error = broken("title = \"一、事项\"", "title = \"一、事项\"\nfresh = true");
    assert!(matches!(error, FormFault::BadYears(_)), "{error:?}");
}

#[test]
fn a_role_stands_once() {
    let with_roles = |first: &str, second: &str| {
        let text = SOUND
            .replace(r#"{ key = "g.one", "#, &format!(r#"{{ key = "g.one", role = "{first}", "#))
            .replace(r#"{ key = "g.two", "#, &format!(r#"{{ key = "g.two", role = "{second}", "#));
        Form::parse(&text)
    };
    let form = with_roles("received", "carried_in").unwrap();
    assert_eq!(form.rows_in(RowRole::CarriedIn), Some((0, vec![1])));
    assert_eq!(form.rows_in(RowRole::Granted), None);
    assert!(matches!(with_roles("received", "received").unwrap_err().fault, FormFault::DuplicateRole));
    assert!(matches!(with_roles("received", "no_such_role").unwrap_err().fault, FormFault::Syntax(_)));
}

#[test]
fn topics_may_have_roles_and_the_last_days_must_be_days() {
    let topics = |topics: &str| {
        let text = SOUND.replace("[sections.table]", "");
        let (head, _) = text.split_once("caption").unwrap();
        Form::parse(&format!("{head}topics = {topics}\n"))
    };
    let form = topics(r#"["甲", { role = "processing_fee", label = "乙" }]"#).unwrap();
    assert_eq!(form.sections[0].topics, ["甲", "乙"]);
    assert_eq!(form.topic_in(TopicRole::ProcessingFee), Some((0, "乙")));
    assert_eq!(form.topic_in(TopicRole::Supervision), None);
    let twice = r#"[{ role = "requests", label = "甲" }, { role = "requests", label = "乙" }]"#;
    assert!(matches!(topics(twice).unwrap_err().fault, FormFault::DuplicateRole));
    assert!(matches!(topics(r#"[{ role = "requests" }]"#).unwrap_err().fault, FormFault::Syntax(_)));
    let days = |department: &str| {
        let days = format!("deadlines = {{ department = {department}, government = [3, 31] }}\nyears");
        Form::parse(&SOUND.replacen("years", &days, 1))
    };
    assert_eq!(days("[1, 31]").unwrap().deadlines.map(|days| days.department), Some((1, 31)));
    assert!(matches!(days("[13, 31]").unwrap_err().fault, FormFault::BadYears(_)));
    assert!(matches!(days("[1, 0]").unwrap_err().fault, FormFault::BadYears(_)));
}

/// What a person is told: the line, what is wrong, how to mend it.
#[test]
fn a_fault_is_told_with_its_line_and_how_to_mend_it() {
    let deep = format!("layout = [{}", "{ cells = [{ text = \"项目\" }] },\n".repeat(1001));
    let wide = format!("weights = [{}1]", "1, ".repeat(63));
    for (from, to, words) in [
        ("caption", "capton", "第 13 行：没有“capton”这一项；可以写：caption、weights、"),
        ("corner = \"项目\"\n", "", "第 12 行：缺少“corner”这一项；请补上"),
        ("code = \"T101\", ", "role = \"totl\", ", "第 19 行：不能写“totl”；可以写："),
        ("[1, 1, 1, 1]", "[1, 1, 1, 1", "第 15 行：写法不对，请核对引号、括号、逗号"),
        ("id = \"t\"\n", "id = \"t\"\nid = \"u\"\n", "第 3 行：同一项写了两次；请去掉其中一个"),
        ("id = \"t\"", "id = \"../t\"", "第 2 行：id 不能写“../t”；请用小写英文字母"),
        ("from = 2000", "from = 2000, to = 1999", "第 5 行：years 的 to 不能早于 from"),
        ("key = \"b\", label", "key = \"a\", label", "第 18 行：名称“a”写了两次"),
        ("[\"a\", \"b\"]", "[\"a\", \"z\"]", "第 19 行：这个表里没有名称为“z”的列；请核对名称"),
        ("{ column = \"c.t\" }", "{ column = \"t\" }", "第 29 行：这个表里没有名称为“t”的列（列组.列）"),
        ("code = \"T102\"", "code = \"T101\"", "第 25 行：有 sum_of 的“sum”还要写 code，可以写：T102"),
        ("{ column = \"c.b\" }, ", "", "第 28 行：印出来的表第 1 行第 4 列没有格；请核对"),
        ("{ text = \"项目\" }", "{ }", "第 29 行：layout 里的一格要写而且只能写 text、"),
        ("layout = [", &deep, "第 28 行：layout 的行太多；最多 1000 个"),
        ("weights = [1, 1, 1, 1]", &wide, "第 14 行：表的列太多；最多 63 个"),
    ] {
        assert!(SOUND.contains(from), "{from}");
        let told = Form::parse(&SOUND.replacen(from, to, 1)).expect_err(to).to_string();
        assert!(told.starts_with(words), "{told}");
    }
}
