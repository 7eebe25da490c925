use super::*;
use crate::collect::Deadline;
use crate::collect::testing::{PENALTIES, Sample, entry, report, roster, stray};

const LINYE: &str = "青禾县林业局";
const CAIZHENG: &str = "青禾县财政局";

fn gathered(reports: Vec<Sample>, roster: Option<&Roster>) -> Gathered {
    gather(reports.into_iter().map(Sample::filed).collect(), Vec::new(), roster, None)
}

/// Name and standing of each unit, and what has to be looked at.
fn told(gathered: &Gathered) -> Vec<String> {
    let words = |unit: &Unit| {
        let late = if unit.is_late { "（逾期）" } else { "" };
        [&*unit.name, unit.standing.words(), late, &unit.remarks.join("|")].join(" ").trim().to_owned()
    };
    gathered.units.iter().map(words).collect()
}

#[test]
fn the_year_is_the_newest_that_most_units_have() {
    let year = |reports: &[(&str, u16)]| {
        let reports =
            reports.iter().map(|(agency, year)| report(&format!("{agency}{year}.toml"), agency, *year));
        gathered(reports.collect(), None).year
    };
    assert_eq!(year(&[("甲局", 2023), ("甲局", 2024), ("乙局", 2024), ("丙局", 2025)]), Some(2024));
    assert_eq!(year(&[("甲局", 2023), ("甲局", 2024), ("乙局", 2023), ("乙局", 2024)]), Some(2024));
    assert_eq!(year(&[("甲局", 2023), ("乙局", 2024)]), Some(2024), "the newer of equals");
    assert_eq!(year(&[("甲局", 2023), ("乙局", 2023), ("丙局", 2024), ("丁局", 2025)]), Some(2023));
    assert_eq!(year(&[]), None);
    let wanted = gather(vec![report("a.toml", "甲局", 2024).filed()], Vec::new(), None, Some(2022));
    assert_eq!(
        (wanted.year, told(&wanted)),
        (Some(2022), vec!["甲局 未报送  另有其他年度的报告，没有采用：“a.toml”（2024年度）".to_owned()])
    );
}

#[test]
fn the_report_of_the_year_before_serves_as_last_years() {
    let all = vec![
        report("新.toml", LINYE, 2024),
        report("旧.toml", LINYE, 2023),
        report("旧旧.toml", LINYE, 2022),
        report("财.toml", CAIZHENG, 2024),
        report("审.toml", "青禾县审计局", 2023),
    ];
    let gathered = gathered(all, None);
    assert_eq!(
        told(&gathered),
        [
            "青禾县审计局 未报送  只有上一年度的报告：“审.toml”",
            "青禾县林业局 已报送  另有其他年度的报告，没有采用：“旧旧.toml”（2022年度）",
            "青禾县财政局 已报送",
        ]
    );
    let last = |at: usize| gathered.units[at].last_year.as_ref().map(|last| last.path.as_str());
    assert_eq!((last(0), last(1), last(2)), (Some("审.toml"), Some("旧.toml"), None));
}

#[test]
fn files_with_the_same_figures_are_one_report() {
    let mut printed = report("甲.docx", LINYE, 2024).published().filed();
    let at = printed.figures.iter().position(|figure| figure.number().is_some()).unwrap();
    printed.figures[at] = crate::collect::Figure::Unread;
    let data = || report("丙.toml", LINYE, 2024).filed();
    let gathered = gather(
        vec![printed.clone(), report("乙.docx", LINYE, 2024).published().filed(), data()],
        Vec::new(),
        None,
        None,
    );
    assert_eq!(told(&gathered), ["青禾县林业局 已报送"]);
    let paths = |gathered: &Gathered| {
        gathered.units[0].filed.iter().map(|filed| filed.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&gathered), ["丙.toml", "乙.docx", "甲.docx"]);
    let twice = gather(vec![data(), report("乙.toml", LINYE, 2024).filed()], Vec::new(), None, None);
    assert_eq!(
        told(&twice),
        ["青禾县林业局 已报送  同一份数据文件有2份，数字一致，按一份计：“丙.toml”、“乙.toml”"]
    );
    assert_eq!(paths(&twice), ["丙.toml", "乙.toml"]);
}

#[test]
fn two_reports_that_differ_are_named_and_not_summed() {
    let other = report("乙.toml", LINYE, 2024).edit(PENALTIES.1, "penalties = 1038");
    let gathered = gathered(vec![report("甲.toml", LINYE, 2024), other], None);
    assert_eq!(
        told(&gathered),
        [
            "青禾县林业局 两份不一致  “乙.toml”与“甲.toml”的数字不一致，都没有计入汇总：“行政处罚”（本年处理决定数量）分别为1038和1037。请核对后只留正确的一份"
        ]
    );
    assert!(gathered.units[0].report().is_none() && !gathered.units[0].is_summed(false));
    // A blank beside a figure is a difference; of many no more than three are told.
    let mut blank = report("乙.toml", LINYE, 2024).filed();
    blank.figures.iter_mut().take(5).for_each(|figure| *figure = crate::collect::Figure::Blank);
    let gathered = gather(vec![report("甲.toml", LINYE, 2024).filed(), blank], Vec::new(), None, None);
    let remark = &gathered.units[0].remarks[0];
    assert!(
        remark.contains("和空白；") && remark.contains("等5处。") && remark.matches("分别为").count() == 3,
        "{remark}"
    );
}

#[test]
fn units_of_the_roster_are_told_from_others() {
    let roster = roster(&[LINYE, CAIZHENG, "青禾县文化和旅游局", "青禾县审计局"]);
    let all = vec![
        report("林.toml", "林业局", 2024),
        report("文.toml", "青禾县文旅局", 2024),
        report("云.toml", "云溪县财政局", 2024),
        report("旧.toml", "云溪县审计局", 2023),
    ];
    let files = all.into_iter().map(Sample::filed).collect();
    let strays = vec![stray("收件/青禾县审计局年报.doc"), stray("年报.doc"), stray("青禾县林业局.pdf")];
    let gathered = gather(files, strays, Some(&roster), None);
    assert_eq!(
        told(&gathered),
        [
            "青禾县财政局 未报送",
            "青禾县文化和旅游局 未报送  文件“文.toml”（青禾县文旅局）可能是本单位的报告，请核对",
            "青禾县审计局 读不出来",
            "青禾县林业局 已报送  另有文件“青禾县林业局.pdf”读不了，请核对是否需要：读不出来",
            "云溪县财政局 已报送  不在名单上",
            "青禾县文旅局 已报送  不在名单上；可能是名单上的“青禾县文化和旅游局”，是同一单位的，请在名单的“别名”一列写上“青禾县文旅局”",
            "云溪县审计局 没有本年度报告  不在名单上|只有上一年度的报告：“旧.toml”",
        ]
    );
    let summed: Vec<&str> =
        gathered.units.iter().filter(|unit| unit.is_summed(true)).map(|unit| unit.name.as_str()).collect();
    assert_eq!(summed, [LINYE]);
    assert_eq!(gathered.strays, [stray("年报.doc")]);
    assert_eq!(gathered.units[2].unread, [stray("收件/青禾县审计局年报.doc")]);
}

#[test]
fn a_unit_that_the_roster_leaves_out_of_the_sum_is_not_summed() {
    let mut roster = roster(&[LINYE]);
    roster.entries[0].counts = false;
    let unit = &gathered(vec![report("林.toml", LINYE, 2024)], Some(&roster)).units[0];
    assert!(unit.report().is_some() && !unit.is_summed(true));
}

#[test]
fn a_file_that_says_no_agency_or_year_is_told() {
    let no_name = report("林业局.toml", LINYE, 2024).edit("name     = \"青禾县林业局\"", "# ");
    let no_year = report("财.toml", CAIZHENG, 2024).edit("year   = 2024", "# ");
    let broken = report("青禾县审计局.toml", "青禾县审计局", 2024).edit("[agency]", "[agency");
    let roster = roster(&[LINYE, CAIZHENG, "青禾县审计局"]);
    let all = vec![no_name, no_year, broken, report("工.toml", "青禾县工商局", 2024)];
    let gathered = gathered(all, Some(&roster));
    assert_eq!(
        told(&gathered),
        [
            "青禾县林业局 未报送",
            "青禾县审计局 读不出来",
            "青禾县财政局 已报送  “财.toml”没有写明年度，暂作2024年度的报告列出，没有计入汇总；请补上年度",
            "林业局 已报送  报告没有写明编制机关，暂以文件名称呼；请补上编制机关全称|不在名单上",
            "青禾县工商局 已报送  不在名单上",
        ]
    );
    assert!(!gathered.units[2].is_summed(true));
    assert_eq!(gathered.units[1].filed[0].counts.errors, 1);
}

/// A report of the year that does not say whose it is.
fn nameless(path: &str) -> Sample {
    report(path, LINYE, 2024).edit("name     = \"青禾县林业局\"", "# ")
}

/// Its figures alone, as a CSV has them.
fn csv(path: &str, year: u16) -> Sample {
    let year_line = format!("year   = {year}");
    let figures = report(path, LINYE, year).edit("name     = \"青禾县林业局\"", "# ");
    figures.edit(&year_line, "# ").published()
}

/// The report of another unit, with figures of its own.
fn other(agency: &str) -> Sample {
    report(&format!("{agency}.toml"), agency, 2024).edit(PENALTIES.1, "penalties = 1038")
}

fn paths(unit: &Unit) -> Vec<&str> {
    unit.filed.iter().map(|filed| filed.path.as_str()).collect()
}

#[test]
fn what_does_not_say_whose_it_is_counts_once_with_the_same_figures() {
    let drafts = || nameless("甲-草稿.docx").published();
    let all = vec![drafts(), nameless("甲.toml"), nameless("甲-草稿.html").published(), other(CAIZHENG)];
    let gathered = gathered(all, None);
    let unit = gathered.units.iter().find(|unit| unit.name != CAIZHENG).unwrap();
    assert_eq!((gathered.units.len(), unit.name.as_str()), (2, "甲"));
    assert_eq!(paths(unit), ["甲.toml", "甲-草稿.docx", "甲-草稿.html"]);
    // Beside the report that names the unit they are its own.
    let all = [report("林.toml", LINYE, 2024), drafts(), other(CAIZHENG)];
    let gathered = gather(all.map(Sample::filed).into(), Vec::new(), None, None);
    assert_eq!(gathered.units.len(), 2, "{:?}", told(&gathered));
    // Where nothing but noughts is said, only the name of the file tells.
    let noughts = |path: &str| {
        let mut filed = nameless(path).filed();
        filed.figures.iter_mut().for_each(|figure| *figure = crate::collect::Figure::Number(0.into()));
        filed
    };
    let all = vec![noughts("甲.toml"), noughts("甲-草稿.docx"), noughts("乙.toml")];
    assert_eq!(gather(all, Vec::new(), None, None).units.len(), 2);
}

#[test]
fn the_name_of_a_file_tells_whose_it_is_if_nothing_contradicts() {
    let roster = roster(&[LINYE, CAIZHENG]);
    let file = "青禾县林业局2024年报.toml";
    let filed = |others: Vec<Sample>| {
        let all = others.into_iter().chain([nameless(file), other(CAIZHENG)]).collect();
        let mut told = told(&gathered(all, Some(&roster)));
        told.sort();
        told
    };
    assert_eq!(
        filed(Vec::new()),
        [
            "青禾县林业局 已报送  “青禾县林业局2024年报.toml”没有写明单位名称，按文件名归入",
            "青禾县财政局 已报送"
        ]
    );
    let told = filed(vec![report("林.toml", LINYE, 2024).edit(PENALTIES.1, "penalties = 1039")]);
    assert!(
        told[1].starts_with("青禾县林业局2024年报 已报送")
            && told[1].contains("可能是名单上的“青禾县林业局”"),
        "{told:?}"
    );
    assert_eq!(told[0], "青禾县林业局 已报送");
}

#[test]
fn a_csv_is_an_output_and_no_report_of_its_own() {
    let before = |path: &str| report(path, LINYE, 2023).edit(PENALTIES.1, "penalties = 5");
    let mut last = csv("旧.csv", 2023).filed();
    crate::collect::testing::set(&mut last, PENALTIES.0, crate::collect::Figure::Number(5.into()));
    let filed = vec![
        report("林.toml", LINYE, 2024).filed(),
        csv("林.csv", 2024).filed(),
        before("旧.toml").filed(),
        last.clone(),
        other(CAIZHENG).filed(),
    ];
    let unit = |gathered: &Gathered| gathered.units.iter().position(|unit| unit.name == LINYE).unwrap();
    let gathered = gather(filed, Vec::new(), None, None);
    assert_eq!((gathered.units.len(), gathered.strays.len()), (2, 0), "{:?}", told(&gathered));
    let own = &gathered.units[unit(&gathered)];
    assert_eq!((paths(own), own.remarks.len()), (vec!["林.toml", "林.csv"], 0), "{:?}", own.remarks);
    // Alone it is told why it does not count.
    let roster = roster(&[LINYE, CAIZHENG]);
    let alone = csv("青禾县林业局.csv", 2024).filed();
    let gathered = gather(vec![alone, last, other(CAIZHENG).filed()], Vec::new(), Some(&roster), None);
    let own = &gathered.units[unit(&gathered)];
    let why = "CSV 里没有编制机关和年度，请改报数据文件或者网页、Word、PDF、Excel";
    assert_eq!((own.standing, own.unread[0].problem.as_str()), (Standing::Unreadable, why));
    assert_eq!(
        gathered.strays,
        [Stray { path: "旧.csv".to_owned(), problem: why.to_owned(), is_other: false }]
    );
}

#[test]
fn without_a_roster_names_with_and_without_a_place_are_told() {
    let names = ["青禾县教育局", "江州市青禾县教育局", "县教育局"];
    let all = || names.map(|name| report(&format!("{name}.toml"), name, 2024));
    let gathered = gather(all().map(Sample::filed).into(), Vec::new(), None, None);
    let told_of = told(&gathered);
    assert_eq!(gathered.units.len(), 1, "{told_of:?}");
    let remark = "名称不同、数字相同，按同一个单位计一次：江州市青禾县教育局、青禾县教育局、县教育局。不是同一个单位的，请用 --roster 给出名单";
    assert!(gathered.units[0].remarks.contains(&remark.to_owned()), "{told_of:?}");
    let [first, second, _] = all();
    let files = vec![first.filed(), second.edit(PENALTIES.1, "penalties = 1").filed()];
    let gathered = gather(files, Vec::new(), None, None);
    assert_eq!(
        told(&gathered),
        [
            "江州市青禾县教育局 已报送  可能与“青禾县教育局”是同一个单位，请核对",
            "青禾县教育局 已报送  可能与“江州市青禾县教育局”是同一个单位，请核对",
        ]
    );
}

#[test]
fn a_roster_of_other_units_is_told() {
    let roster = roster(&["云溪县教育局", "云溪县审计局"]);
    let gathered = gathered(vec![report("林.toml", LINYE, 2024), other(CAIZHENG)], Some(&roster));
    let remark = "名单上的单位一个也没有报送，而有 2 个名单以外的单位报送了：请核对名单是不是这一批报告的";
    assert_eq!(gathered.remarks, [remark]);
}

#[test]
fn files_with_the_same_figures_and_other_words_are_named() {
    let file = |path: &str| report(path, LINYE, 2024).published();
    let said = |other: Sample| told(&gathered(vec![file("林.html"), other], None)).remove(0);
    assert_eq!(said(file("林.docx")), "青禾县林业局 已报送");
    let numbers = file("林.docx").edit("专职人员2名", "专职人员12名");
    assert_eq!(said(numbers), "青禾县林业局 已报送");
    assert_eq!(
        said(file("林.pdf").rewritten()),
        "青禾县林业局 已报送  “林.pdf”与“林.html”数字一致、文字不同，只检查了“林.html”；请只留定稿的一份，或者重新生成"
    );
    assert_eq!(
        said(file("林.pdf").edit("专职人员2名", "【待填写】人员2名")),
        "青禾县林业局 已报送  “林.pdf”与“林.html”数字一致，另有“林.html”没有的错误（N306）；请只留定稿的一份"
    );
}

#[test]
fn the_name_of_a_file_says_more_than_figures_that_another_unit_has_too() {
    let filed = [report("教.toml", CAIZHENG, 2024), nameless("青禾县林业局.toml")];
    let gathered = gathered(filed.into(), Some(&roster(&[LINYE, CAIZHENG])));
    assert_eq!(
        told(&gathered),
        ["青禾县林业局 已报送  “青禾县林业局.toml”没有写明单位名称，按文件名归入", "青禾县财政局 已报送"]
    );
}

#[test]
fn what_is_no_report_is_told_of_the_unit_that_has_filed_nothing_else() {
    let other = |path: &str| Stray { is_other: true, ..stray(path) };
    let filed = vec![report("林.toml", LINYE, 2024).filed()];
    let strays = vec![other("财/青禾县财政局.zip"), other("青禾县林业局.png"), other("说明.txt")];
    let gathered = gather(filed, strays, Some(&roster(&[LINYE, CAIZHENG])), None);
    assert_eq!(
        told(&gathered),
        ["青禾县财政局 未报送  “青禾县财政局.zip”没有当作报告：读不出来", "青禾县林业局 已报送"]
    );
    assert_eq!((gathered.others.len(), gathered.strays.len()), (3, 0));
}

#[test]
fn a_report_is_late_after_the_day_of_the_roster() {
    let until = |day: &str| Roster { entries: vec![entry(LINYE).until(day)], remarks: Vec::new() };
    let late = |report: Sample, roster: &Roster| told(&gathered(vec![report], Some(roster))).remove(0);
    let filed = || report("林.toml", LINYE, 2024);
    assert_eq!(late(filed(), &until("2025-01-16")), "青禾县林业局 已报送");
    assert_eq!(late(filed().dated("2025-01-16T09:00:00"), &until("2025-01-16")), "青禾县林业局 已报送");
    assert_eq!(
        late(filed(), &until("2025-01-15")),
        "青禾县林业局 已报送 （逾期） 落款日期2025年1月16日晚于期限2025年1月15日"
    );
    assert_eq!(
        late(filed().edit("date     =", "#"), &until("2025-01-15")),
        "青禾县林业局 已报送  报告没有落款日期，看不出是否晚于期限2025年1月15日"
    );
    assert_eq!(
        late(filed(), &until("2024-01-15")),
        "青禾县林业局 已报送  名单上的期限2024年1月15日不在2025年，没有按它判断是否逾期；请核对名单"
    );
    let mut yearless = until("2025-01-15");
    yearless.entries[0].deadline = Some(Deadline::NextYear(1, 15));
    assert!(late(filed(), &yearless).starts_with("青禾县林业局 已报送 （逾期）"));
    assert_eq!(gathered(vec![filed()], Some(&yearless)).units[0].deadline, Date::of(2025, 1, 15));
}

#[test]
fn the_worst_stands_first() {
    let names = ["甲县民政局", "甲县教育局", "甲县司法局", "甲县审计局", "甲县统计局"];
    let mut roster = roster(&names);
    roster.entries[2] = entry(names[2]).until("2025-01-15");
    let mut all: Vec<Filed> = names[..4].iter().map(|name| report(name, name, 2024).filed()).collect();
    all[3].counts.errors = 2;
    all[1].counts.warnings += 1;
    let gathered = gather(all, Vec::new(), Some(&roster), None);
    let order: Vec<&str> = gathered.units.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(order, [names[4], names[3], names[2], names[1], names[0]]);
}

#[test]
fn without_a_roster_a_name_in_full_makes_the_unit() {
    let names = ["青禾县人民政府办公室", "青禾县政府办公室", "青禾县林业局", "林业局", "云溪县林业局"];
    let all = names.iter().map(|name| report(&format!("{name}.toml"), name, 2024)).collect();
    let gathered = gathered(all, None);
    let mut files: Vec<usize> = gathered.units.iter().map(|unit| unit.filed.len()).collect();
    files.sort_unstable();
    assert_eq!(files, [1, 1, 1, 2]);
    assert!(gathered.units.iter().all(|unit| unit.entry.is_none() && unit.is_summed(false)));
}
