//! Texts, fields, dates, notes and acceptances.

use super::{REPORT, changed, lines, report, value};
use crate::edit::Refused;
use crate::format::Forms;

fn words(text: &str, address: &str, to: &str) -> String {
    match changed(text, &[(address, Some(to))]).unwrap_err() {
        Refused::NotAllowed { words, .. } => words,
        other => panic!("{other}"),
    }
}

#[test]
fn fields_keep_their_comment_and_their_kind_of_string() {
    assert_eq!(
        lines(REPORT, "agency.name", Some("  青禾县水利局 ")).0,
        ["name     = \"青禾县水利局\"            # 编制机关全称"]
    );
    assert_eq!(
        lines(REPORT, "agency.level", Some("镇人民政府")).0,
        ["level    = \"government\"              # 部门"]
    );
    assert_eq!(lines(REPORT, "year", Some("２０２３年")).0, ["year   = 2023     # 报告年度"]);
    assert_eq!(
        lines(REPORT, "publication.date", Some("2025年3月5日")).0,
        ["date     = 2025-03-05                # 落款日期"]
    );
    let literal = report("phone    = \"0000-0000000\"", "phone    = '0000-0000000'");
    assert_eq!(lines(&literal, "agency.phone", Some("0001")).0, ["phone    = '0001'"]);
    assert_eq!(lines(REPORT, "agency.phone", Some("")).0, ["phone    = \"\""]);
}

#[test]
fn fields_that_are_not_there_are_put_in_where_they_belong() {
    assert_eq!(
        lines(REPORT, "publication.deadline", Some("2025.1.26")).0,
        ["deadline = 2025-01-26                # 本地发布期限"]
    );
    let after = changed(REPORT, &[("previous.file", Some("..\\2023\\年报.toml"))]).unwrap();
    assert!(after.contains("标识码\n\n[previous]"), "{after}");
    assert!(after.contains("\nfile = '..\\2023\\年报.toml'  # 上年数据文件\n\n[overview]"), "{after}");
    // The heading goes with all that it held.
    assert_eq!(changed(&after, &[("previous.file", Some(""))]).unwrap(), REPORT);
    let after = changed("", &[("agency.name", Some("甲"))]).unwrap();
    assert_eq!(after, "[agency]   # 编制机关\nname = \"甲\"  # 编制机关全称\n");
    let after =
        changed("# 说明\n[agency]\nname = \"甲\"", &[("year", Some("2024")), ("agency.phone", Some("1"))])
            .unwrap();
    assert_eq!(after, "# 说明\nyear = 2024  # 报告年度\n[agency]\nname = \"甲\"\nphone = \"1\"  # 电话");
}

#[test]
fn a_key_takes_the_place_of_the_comment_that_offers_it() {
    let text = "year = 2024\n[publication]  # 发布信息\n# title = \"\"\n# preamble = \"\"  # 引言\nissuer = \"甲\"\n\
                # date  = 2025-01-20   # 落款日期\n\n# [site]      # 网站\n# name     = \"\"      # 网站名称\n# domain = \"\"\n\n[agency]\n";
    let line = |address: &str, to: &str| lines(text, address, Some(to));
    for (address, to, new, gone) in [
        ("publication.title", "题", &["title = \"题\""][..], &["# title = \"\""][..]),
        (
            "publication.date",
            "2025-01-21",
            &["date  = 2025-01-21   # 落款日期"],
            &["# date  = 2025-01-20   # 落款日期"],
        ),
        (
            "publication.preamble",
            "一\n二",
            &["# 引言", "preamble = '''", "一", "二", "'''"],
            &["# preamble = \"\"  # 引言"],
        ),
        (
            "site.name",
            "网",
            &["[site]      # 网站", "name     = \"网\"    # 网站名称"],
            &["# [site]      # 网站", "# name     = \"\"      # 网站名称"],
        ),
        (
            "site.id_code",
            "1",
            &["[site]      # 网站", "id_code = \"1\"  # 网站标识码"],
            &["# [site]      # 网站"],
        ),
    ] {
        assert_eq!(
            line(address, to),
            (new.iter().map(|l| l.to_string()).collect(), gone.iter().map(|l| l.to_string()).collect()),
            "{address}"
        );
    }
    // A section is not opened above keys that would then be its own; nor is a sentence an offer.
    let text = "[publication]\n# [site]\n# date = 落款的日子\ntitle = \"题\"\n";
    let after =
        changed(text, &[("site.name", Some("网")), ("publication.date", Some("2025-01-21"))]).unwrap();
    assert!(
        after.starts_with("[publication]\n# [site]\n# date = 落款的日子\ntitle = \"题\"\ndate = 2025-01-21"),
        "{after}"
    );
}

#[test]
fn all_that_a_new_file_offers_is_taken_up_in_its_place() {
    let form = Forms::built_in().get("2021").unwrap();
    let known = crate::skeleton::Known { year: 2024, ..crate::skeleton::Known::default() };
    let text = crate::skeleton::write(&form, &known).unwrap().text;
    for address in [
        "agency.address",
        "agency.postcode",
        "agency.phone",
        "agency.email",
        "agency.website",
        "publication.title",
        "publication.issuer",
        "publication.date",
        "site.name",
        "site.domain",
        "site.id_code",
        "requests.total.enterprise",
    ] {
        let to = match address {
            "publication.date" => "2025-01-21",
            "requests.total.enterprise" => "5",
            _ => "甲",
        };
        let (new, gone) = lines(&text, address, Some(to));
        // The heading of the site goes with the first of its keys.
        assert_eq!(new.len(), if address.starts_with("site") { 2 } else { 1 }, "{new:?}");
        for (new, gone) in new.iter().zip(&gone) {
            let plain = gone.strip_prefix("# ").unwrap();
            let start = |line: &str| line.split(['=', ']']).next().unwrap().to_owned();
            assert!(
                start(new) == start(plain) && new.split('#').nth(1) == plain.split('#').nth(1),
                "{new} {gone}"
            );
        }
    }
}

#[test]
fn what_does_not_belong_in_a_field_is_said_in_words() {
    assert_eq!(words(REPORT, "agency.name", "甲\n乙"), "“编制机关全称”只能写一行，不能换行");
    assert_eq!(
        words(REPORT, "agency.name", "甲\u{7}"),
        "“编制机关全称”里有看不见的控制字符，请删去后重新填写"
    );
    assert_eq!(words(REPORT, "site.name", &"长".repeat(400)), "“网站名称”太长：最多 333 个汉字");
    assert_eq!(
        words(REPORT, "publication.date", "2025-02-30"),
        "“落款日期”不能填“2025-02-30”：应填一个日子，如 2025-01-20"
    );
    assert_eq!(words(REPORT, "year", "24"), "“报告年度”不能填“24”：应填四位年份，如 2024");
    assert_eq!(words(REPORT, "format", "2022"), "“格式”不能填“2022”：应是 2019、2021 中的一个");
    assert!(words(REPORT, "note:disclosure.fees", "甲\n乙").starts_with("“附注文字”只能写一行"));
    assert!(
        words(REPORT, "agency.level", "公司")
            .ends_with("应是部门（department）或者各级人民政府（government）")
    );
}

#[test]
fn texts_say_exactly_what_was_typed() {
    for text in [
        "",
        "甲",
        "甲\n\n### （一）乙\n",
        "'''",
        "a'''b\"\"\"c\\d",
        "行尾空格  \n\t制表\t",
        "\u{7}响铃",
        "# 不是说明\n[requests]\nx = 1",
        "\"",
        "''''''",
        "\n\n甲",
    ] {
        for address in ["overview.text", "publication.preamble", "requests.before", "proceedings.after"] {
            let after = changed(REPORT, &[(address, Some(text))]).unwrap();
            assert_eq!(value(&after, address), text, "{address}");
        }
        let inline = report("text = '''\n（一）存在的主要问题", "text = \"\"\"（一）存在的主要问题");
        let inline = inline.replace("整改到位。\n'''", "整改到位。\"\"\"");
        let after = changed(&inline, &[("problems.text", Some(text))]).unwrap();
        assert_eq!(value(&after, "problems.text"), text);
    }
    let after = changed(REPORT, &[("requests.before", Some("表前的话。"))]).unwrap();
    assert!(after.contains("申请情况\nbefore = '''\n表前的话。\n'''\n#  "), "{after}");
    let after = changed(REPORT, &[("problems.heading", Some("五、问题"))]).unwrap();
    assert!(after.contains("改进情况\nheading = \"五、问题\"  # 公布时的标题\ntext = '''"), "{after}");
}

#[test]
fn notes_are_put_in_changed_and_taken_out() {
    let address = "note:disclosure.normative_documents.issued";
    let one = changed(REPORT, &[(address, Some("其中修订1件"))]).unwrap();
    let added = "\n[[note]]\ncell = \"disclosure.normative_documents.issued\"\ntext = \"其中修订1件\"\n";
    assert_eq!(one, format!("{REPORT}{added}"));
    let two = changed(&one, &[("note:disclosure.fees", Some("甲"))]).unwrap();
    assert_eq!(value(&two, address), "其中修订1件");
    assert_eq!(
        changed(&two, &[(address, None)]).unwrap(),
        format!("{REPORT}\n[[note]]\ncell = \"disclosure.fees\"\ntext = \"甲\"\n")
    );
    assert_eq!(changed(&two, &[("note:disclosure.fees", Some(" "))]).unwrap(), one);
    assert_eq!(changed(&one, &[(address, Some("乙"))]).unwrap(), one.replace("其中修订1件", "乙"));
    let listed = format!("note = [{{ cell = \"disclosure.fees\", text = \"甲\" }}]\n{REPORT}");
    let after = changed(&listed, &[(address, Some("乙")), ("note:disclosure.fees", None)]).unwrap();
    assert!(
        after.starts_with("note = [{ cell = \"disclosure.normative_documents.issued\", text = \"乙\" }]\n"),
        "{after}"
    );
    let blank = format!("note = []\n{REPORT}");
    let after = changed(&blank, &[(address, Some("乙"))]).unwrap();
    assert!(after.starts_with("note = [{ cell = "), "{after}");
    let single = format!("{REPORT}[note]\ncell = \"disclosure.fees\"\n");
    let after = changed(&single, &[("note:disclosure.fees", Some("甲"))]).unwrap();
    assert!(after.ends_with("[note]\ncell = \"disclosure.fees\"\ntext = \"甲\"\n"), "{after}");
    assert!(matches!(changed(&single, &[(address, Some("乙"))]), Err(Refused::Odd(_))));
}

#[test]
fn of_equal_acceptances_each_has_an_address() {
    let address = |number: usize| match number {
        1 => "accept:[\"Y201\",null,\"134件\"]".to_owned(),
        _ => format!("accept:[\"Y201\",null,\"134件\",{number}]"),
    };
    let one = |reason: &str| {
        format!("\n[[accept]]\ncode   = \"Y201\"\nwords  = \"134件\"\nreason = \"{reason}\"\n")
    };
    let text = |reasons: &[&str]| {
        format!("{REPORT}{}", reasons.iter().map(|reason| one(reason)).collect::<String>())
    };
    let three = text(&["甲", "乙", "丙"]);
    for (number, reason) in [(1, "甲"), (2, "乙"), (3, "丙"), (4, "-")] {
        assert_eq!(value(&three, &address(number)), reason);
    }
    assert_eq!(changed(&three, &[(&address(2), Some("丁"))]).unwrap(), text(&["甲", "丁", "丙"]));
    for (number, left) in [(1, ["乙", "丙"]), (2, ["甲", "丙"]), (3, ["甲", "乙"])] {
        assert_eq!(changed(&three, &[(&address(number), None)]).unwrap(), text(&left));
    }
    let both = [(address(1), None), (address(3), Some("丁")), (address(2), None)];
    let both: Vec<(&str, Option<&str>)> = both.iter().map(|(address, to)| (address.as_str(), *to)).collect();
    assert_eq!(changed(&three, &both).unwrap(), text(&["丁"]));
    assert_eq!(changed(&three, &[(&address(4), Some("丁"))]).unwrap(), text(&["甲", "乙", "丙", "丁"]));
}

#[test]
fn acceptances_are_known_by_what_they_are_bound_to() {
    let of_cell = "accept:[\"Y201\",\"requests.carried_in.natural_person\",null]";
    let of_words = "accept:[\"Y201\",null,\"134件\"]";
    let text = changed(REPORT, &[(of_cell, Some("机构改革")), (of_words, Some("已核对"))]).unwrap();
    assert!(text.ends_with(
        "\n[[accept]]\ncode   = \"Y201\"\ncell   = \"requests.carried_in.natural_person\"\nreason = \"机构改革\"\n\
         \n[[accept]]\ncode   = \"Y201\"\nwords  = \"134件\"\nreason = \"已核对\"\n"
    ));
    assert_eq!(value(&text, of_words), "已核对");
    let after = changed(&text, &[(of_cell, None), (of_words, Some(""))]).unwrap();
    assert_eq!(
        after,
        format!("{REPORT}\n[[accept]]\ncode   = \"Y201\"\nwords  = \"134件\"\nreason = \"\"\n")
    );
    // A comment on a line of its own stays, one behind a value goes with it.
    let noted = text.replace("code   = \"Y201\"\ncell", "# 查过档案\ncode   = \"Y201\"  # 结转\ncell");
    let after = changed(&noted, &[(of_cell, None)]).unwrap();
    assert!(after.contains("# 查过档案") && !after.contains("# 结转"), "{after}");
}

#[test]
fn what_people_call_a_key_is_followed() {
    let text = report("date     = 2025-01-16", "落款日期 = 2025-01-16");
    let text = text.replace("落款日期 =", "\"落款日期\" =");
    assert_eq!(value(&text, "publication.date"), "2025-01-16");
    let after = changed(&text, &[("publication.date", Some("2025-01-17"))]).unwrap();
    assert_eq!(after, text.replace("2025-01-16", "2025-01-17"));
}
