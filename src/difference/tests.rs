use super::*;
use crate::document::{self, build};
use crate::format::Forms;
use crate::report::read;
use crate::source::Source;

const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

fn edition(text: &str) -> Edition {
    let report = read(&Source::new("a", text), &Forms::built_in()).report.unwrap();
    Edition::of(&build(&report, document::Options::default()))
}

fn edit(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(SOUND.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// What these edits of the sound report change.
fn changed(edits: &[(&str, &str)]) -> Difference {
    let forms = Forms::built_in();
    compare(&edition(SOUND), &edition(&edit(edits)), &forms.get("2021").unwrap())
}

/// The same with what the new file's prose says.
fn with_prose(edits: &[(&str, &str)]) -> Difference {
    let source = Source::new("a", edit(edits));
    let report = read(&source, &Forms::built_in()).report.unwrap();
    let mut difference = changed(edits);
    difference.add_prose(&edition(SOUND), &report, &source);
    difference
}

fn sentences(difference: &Difference) -> Vec<(Option<&str>, Option<&str>)> {
    difference.narrative.iter().map(|change| (change.old.as_deref(), change.new.as_deref())).collect()
}

#[test]
fn totals_that_move_are_told_from_what_was_corrected() {
    let difference = changed(&[
        ("21,        4,        1,", "22,        4,        1,"),
        ("59,        8,", "60,        8,"),
        (" 2,   76 ]", " 2,   77 ]"),
    ]);
    let paths = |cells: Vec<&CellChange>| cells.iter().map(|cell| cell.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(difference.corrected().collect()), ["requests.granted.natural_person"]);
    assert_eq!(
        paths(difference.derived().collect()),
        ["requests.granted.total", "requests.total.natural_person", "requests.total.total"]
    );
    // A stated total that was wrong by itself was corrected.
    let difference = changed(&[("1,    5 ]", "1,    6 ]")]);
    assert_eq!(paths(difference.corrected().collect()), ["proceedings.reconsideration.total"]);
    assert_eq!(difference.derived().count(), 0);
}

#[test]
fn a_changed_sentence_is_paired_and_others_are_left_alone() {
    let difference = changed(&[("组织业务培训4期；", "组织业务培训5期，覆盖各股室；")]);
    assert_eq!(sentences(&difference), [(Some("组织业务培训4期；"), Some("组织业务培训5期，覆盖各股室；"))]);
    let difference = changed(&[("全年没有发生因政府信息公开工作不力而被追究责任的情形。", "新增一句话。")]);
    assert_eq!(sentences(&difference)[0].1, Some("新增一句话。"), "what stands at the same place is paired");
    let difference =
        changed(&[("### （二）其他事项\n", "### （二）其他事项\n新的一段。又一句。\n\n还有一段。\n")]);
    assert_eq!(sentences(&difference), [(None, Some("新的一段。又一句。")), (None, Some("还有一段。"))]);
    let difference = changed(&[("| 网站专栏 | 742 |", "| 网站专栏 | 743 |")]);
    assert_eq!(
        sentences(&difference),
        [(
            Some("网站专栏｜742｜政策文件、规划计划、财政预决算"),
            Some("网站专栏｜743｜政策文件、规划计划、财政预决算")
        )]
    );
    assert!(changed(&[("组织业务培训4期；", "组织 业务培训4期；")]).is_empty(), "blanks are not compared");
}

#[test]
fn each_change_names_the_headings_above_it() {
    let nested = ("全年新收政府", "#### 1.办理情况\n全年新收政府");
    let last = ("（一）存在的主要问题。", "（一）存在的主要问题。新的一句。");
    let edits = [
        nested,
        ("上年结转{{ requests.carried_in.total }}件", "上年接转{{ requests.carried_in.total }}件"),
        ("（三）政府信息管理情况", "（三）政务信息管理情况"),
        ("组织业务培训4期", "组织业务培训5期"),
        last,
    ];
    let difference =
        compare(&edition(&edit(&[nested])), &edition(&edit(&edits)), &Forms::built_in().get("2021").unwrap());
    let headings: Vec<(Vec<&str>, Option<&str>)> = difference
        .narrative
        .iter()
        .map(|change| (change.above.iter().map(String::as_str).collect(), change.heading.as_deref()))
        .collect();
    assert_eq!(
        headings,
        [
            (vec!["（二）依申请公开情况"], Some("1.办理情况")),
            // The heading itself.
            (vec![], None),
            (vec![], Some("（五）监督保障情况")),
            // One that runs in.
            (vec![], Some("（一）存在的主要问题")),
        ]
    );
    // Whole sentences, where clauses alone could not be understood.
    let sentence = difference.sentences[2].new.as_deref().unwrap();
    assert!(sentence.starts_with("政务公开列入") && sentence.ends_with('。'), "{sentence}");
}

#[test]
fn a_sentence_that_was_changed_beside_a_new_one_keeps_its_counterpart() {
    let difference = changed(&[("组织业务培训4期；", "每季度通报公开情况；组织业务培训5期；")]);
    assert_eq!(
        sentences(&difference),
        [(None, Some("每季度通报公开情况；")), (Some("组织业务培训4期；"), Some("组织业务培训5期；"))]
    );
}

#[test]
fn what_only_moved_is_neither_gone_nor_new() {
    let items = ["- 甲项工作按期完成。\n", "- 乙项工作持续推进。\n", "- 丙项工作已经收尾。\n"];
    let with = |order: [usize; 3]| {
        let list: String = order.map(|at| items[at]).concat();
        edition(&edit(&[("### （二）依申请公开情况", &format!("{list}### （二）依申请公开情况"))]))
    };
    let form = Forms::built_in().get("2021").unwrap();
    let changes = |order| compare(&with([0, 1, 2]), &with(order), &form);
    let difference = changes([1, 2, 0]);
    assert_eq!(sentences(&difference), [(Some("•甲项工作按期完成。"), Some("•甲项工作按期完成。"))]);
    assert_eq!(difference.narrative[0].moved_behind.as_deref(), Some("•丙项工作已经收尾。"));
    let look = crate::diagnostic::human::Look { colour: false, unicode: true, width: None };
    let shown = human::draw(&difference, "旧", "新", look);
    assert!(
        shown.contains("= •甲项工作按期完成。（只是位置有变，移到了“•丙项工作已经收尾。”之后）"),
        "{shown}"
    );
    // One that was changed where it stands did not move.
    assert_eq!(changes([0, 1, 2]).narrative, []);
    assert!(changed(&[("组织业务培训4期", "组织业务培训5期")]).narrative[0].moved_behind.is_none());
}

/// What changed in a passage that a page and a data file carry.
fn of_passage(key: &str, old: &str, new: &str) -> Difference {
    let with = |words: &str| Edition {
        passages: vec![Passage {
            key: key.to_owned(),
            title: "一、总体情况".to_owned(),
            paragraphs: vec![words.to_owned()],
            headings: Vec::new(),
        }],
        ..edition(SOUND)
    };
    compare(&with(old), &with(new), &Forms::built_in().get("2021").unwrap())
}

#[test]
fn a_sentence_is_paired_with_the_one_that_resembles_it_most() {
    let finance = "县财政股组织培训4期，参加人员200人次。";
    let planning = "县规划股组织培训6期，参加人员300人次。";
    let corrected = "县规划股组织培训6期，参加人员310人次。";
    let difference = of_passage("overview", &format!("{finance}{planning}"), corrected);
    assert_eq!(sentences(&difference), [(Some(finance), None), (Some(planning), Some(corrected))]);
    // Each keeps its own where the first of them would take the best of another.
    let (raised, other) = ("县财政股组织培训5期，参加人员200人次。", "新增一条。");
    let difference =
        of_passage("overview", &format!("{finance}{planning}"), &format!("{other}{raised}{corrected}"));
    assert_eq!(
        sentences(&difference),
        [(None, Some(other)), (Some(finance), Some(raised)), (Some(planning), Some(corrected))]
    );
}

#[test]
fn what_only_a_page_has_before_the_text_is_no_deletion() {
    let mut difference = of_passage("preamble", "欢迎访问本站。按规定编制。", "按规定编制。");
    difference.doubt_preamble(true, false);
    assert!(difference.is_empty(), "{difference:?}");
    assert!(difference.remarks.last().unwrap().contains("“欢迎访问本站。”"), "{difference:?}");
    let mut difference = of_passage("preamble", "按规定编制。", "按上级规定编制。");
    difference.doubt_preamble(true, false);
    assert_eq!(difference.narrative.len(), 1);
}

#[test]
fn a_total_follows_only_by_as_much_as_its_addends() {
    let addend = ("21,        4,        1,", "22,        4,        1,");
    let row = edition(SOUND).figures["requests.granted.total"].parse::<u32>().unwrap();
    let total = |figure: u32| {
        let mut after = edition(&edit(&[addend]));
        after.figures.insert("requests.granted.total".to_owned(), figure.to_string());
        let difference = compare(&edition(SOUND), &after, &Forms::built_in().get("2021").unwrap());
        difference.cells.iter().find(|cell| cell.path == "requests.granted.total").unwrap().derived
    };
    assert!(total(row + 1));
    assert!(!total(row + 2), "a total that was wrong as well was corrected");
}

#[test]
fn paths_with_blanks_stand_in_quotes() {
    assert_eq!(
        (argument("a.toml"), argument("我的 报告.toml")),
        ("a.toml".into(), "\"我的 报告.toml\"".into())
    );
    let mut difference = changed(&[("组织业务培训4期；", "组织业务培训5期；")]);
    difference.add_outputs("我的 报告.toml", "");
    let message = &difference.touched.last().unwrap().message;
    assert!(message.contains("：nianbao render \"我的 报告.toml\"；"), "{message}");
}

#[test]
fn title_signature_and_date_are_compared() {
    let difference = changed(&[
        ("date     = 2025-01-16", "date     = 2025-01-20T09:00:00"),
        ("issuer   = \"青禾县住房和城乡建设局\"", "issuer   = \"青禾县住建局\""),
    ]);
    let details: Vec<_> =
        difference.details.iter().map(|one| (one.detail, one.new.as_deref().unwrap())).collect();
    assert_eq!(details, [(Detail::Issuer, "青禾县住建局"), (Detail::Date, "2025年1月20日")]);
    let difference = changed(&[("date     = 2025-01-16 ", "# ")]);
    assert_eq!((difference.details[0].detail, &difference.details[0].new), (Detail::Date, &None));
    assert!(difference.remarks.is_empty());
}

#[test]
fn other_years_agencies_and_forms_are_said() {
    let forms = Forms::built_in();
    let last = edition(include_str!("../../examples/qinghe-2023.toml"));
    let difference = compare(&last, &edition(SOUND), &forms.get("2021").unwrap());
    assert_eq!(difference.remarks.len(), 1, "{:?}", difference.remarks);
    assert!(difference.remarks[0].contains("不同年度的报告（2023年度、2024年度）"));
    let other = edition(include_str!("../../examples/baoshan-2019.toml"));
    let difference = compare(&other, &edition(SOUND), &forms.get("2021").unwrap());
    assert_eq!(difference.remarks.len(), 3, "{:?}", difference.remarks);
    assert!(difference.remarks[2].contains("格式不同") && difference.remarks[2].contains("格"));
}

#[test]
fn the_years_before_and_after_are_touched_as_the_form_declares() {
    let kinds = |edits: &[(&str, &str)]| {
        changed(edits).touched.iter().map(|touched| touched.kind).collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&[(
            "2,        0,        0,            0,            1,    0,    3 ]",
            "1,        0,        0,            0,            1,    0,    2 ]"
        )]),
        [TouchedKind::NextYear]
    );
    assert_eq!(
        kinds(&[(
            "3,        1,        0,            0,            0,    0,    4 ]",
            "4,        1,        0,            0,            0,    0,    5 ]"
        )]),
        [TouchedKind::LastYear]
    );
    assert_eq!(
        kinds(&[("2,            1,           14 ]", "2,            1,           15 ]")]),
        [TouchedKind::NextStock]
    );
    assert_eq!(kinds(&[("penalties           = 1037", "penalties           = 1038")]), []);
    let difference = changed(&[(
        "2,        0,        0,            0,            1,    0,    3 ]",
        "1,        0,        0,            0,            1,    0,    2 ]",
    )]);
    assert_eq!(
        difference.touched[0].message,
        "2025年度的报告如已编制，其中的“二、上年结转政府信息公开申请数量”也要改：自然人 2 改为 1；总计 3 改为 2"
    );
}

#[test]
fn numbers_typed_in_the_prose_are_touched_where_they_state_the_old_figure() {
    let typed = ("行政处罚决定{{ disclosure.penalties }}件", "行政处罚决定1037件");
    let touched = |edits: &[(&str, &str)]| with_prose(edits).touched;
    // A reference follows the table, a number that was typed does not.
    let cell = ("penalties           = 1037", "penalties           = 1038");
    assert!(touched(&[cell]).iter().all(|one| one.kind != TouchedKind::Prose));
    let found = touched(&[typed, cell]);
    let prose: Vec<_> = found.iter().filter(|one| one.kind == TouchedKind::Prose).collect();
    assert_eq!(prose.len(), 1, "{found:#?}");
    assert!(prose[0].message.contains("写的还是改动前的数字"), "{}", prose[0].message);
    assert!(prose[0].message.ends_with("现为 1038"), "{}", prose[0].message);
    assert_eq!(prose[0].path.as_deref(), Some("disclosure.penalties"));
    let text = edit(&[typed, cell]);
    let line = text.lines().nth(prose[0].line.unwrap() - 1).unwrap();
    let at: String = line.chars().skip(prose[0].column.unwrap() - 1).collect();
    assert!(at.starts_with("1037件"), "{at}");
    // Once it is corrected nothing is left to look at.
    let right = ("行政处罚决定{{ disclosure.penalties }}件", "行政处罚决定1038件");
    assert!(touched(&[right, cell]).is_empty());
}

#[test]
fn long_narratives_take_no_square_of_time() {
    let passage = |words: &str| Edition {
        passages: vec![Passage {
            key: "overview".to_owned(),
            title: "一、总体情况".to_owned(),
            paragraphs: vec![words.to_owned()],
            headings: Vec::new(),
        }],
        ..edition(SOUND)
    };
    let form = Forms::built_in().get("2021").unwrap();
    let numbered = |from: usize| (from..from + 200_000).map(|n| format!("{n}。")).collect::<String>();
    let difference = compare(&passage(&numbered(0)), &passage(&numbered(500_000)), &form);
    assert_eq!(difference.narrative.len(), 1);
    assert!(
        human::draw(
            &difference,
            "a",
            "b",
            crate::diagnostic::human::Look { colour: false, unicode: true, width: Some(80) }
        )
        .len()
            > 1_000_000
    );
    for (old, new) in [("甲。", "乙。"), ("。", "；"), ("”", "。”")] {
        compare(&passage(&old.repeat(400_000)), &passage(&new.repeat(300_000)), &form);
    }
}
