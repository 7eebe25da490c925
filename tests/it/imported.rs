//! What `import` makes of the words of published reports: title, sections, signature.

use std::fs;

use nianbao::format::Forms;
use nianbao::published;

use crate::common::program::nianbao;

/// The tables of a report in which nothing happened, each behind what comes before it.
fn tables() -> [String; 3] {
    let form = Forms::built_in().get("2021").unwrap();
    let table = |head: &[&[&str]], rows: &[(String, usize)]| {
        let head =
            head.iter().map(|row| row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>());
        let rows =
            rows.iter().map(|(label, count)| format!("<td>{label}</td>{}", "<td>0</td>".repeat(*count)));
        let rows: String = head.chain(rows).map(|row| format!("<tr>{row}</tr>")).collect();
        format!("<table>{rows}</table>")
    };
    let documents = [("规章".to_owned(), 3), ("行政规范性文件".to_owned(), 3)];
    let single = |label: &str| (label.to_owned(), 1);
    let decisions: &[&[&str]] = &[&["信息内容", "本年处理决定数量"]];
    let disclosure = [
        table(&[&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]], &documents),
        table(decisions, &[single("行政许可")]),
        table(decisions, &[single("行政处罚"), single("行政强制")]),
        table(&[&["信息内容", "本年收费金额（单位：万元）"]], &[single("行政事业性收费")]),
    ];
    let requests = form.tables().nth(1).unwrap().2;
    let rows: Vec<_> = requests.rows.iter().map(|row| (row.label.clone(), 7)).collect();
    let applicants =
        ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
    let results = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    let proceedings = format!(
        "<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>{}<td colspan=5>未经复议直接起诉</td>\
         <td colspan=5>复议后起诉</td></tr><tr>{}</tr><tr>{}</tr></table>",
        results.replace("<td>", "<td rowspan=2>"),
        results.repeat(2),
        "<td>0</td>".repeat(15)
    );
    [disclosure.concat(), table(&[&applicants], &rows), proceedings]
}

/// A page, its lines one paragraph each; `①`, `②` and `③` stand for the tables.
fn page(lines: &str) -> String {
    let tables = tables();
    let line = |line: &str| match line.trim() {
        "①" => tables[0].clone(),
        "②" => tables[1].clone(),
        "③" => tables[2].clone(),
        words => format!("<p>{words}</p>"),
    };
    format!(
        "<html><meta charset=utf-8><body>{}</body></html>",
        lines.trim().lines().map(line).collect::<String>()
    )
}

/// The data file and the account of a page.
fn import(lines: &str) -> (String, published::Account) {
    let read = published::read(page(lines).as_bytes()).unwrap();
    let reading = published::recognise(&read, &Forms::built_in(), None).unwrap();
    (reading.data_file("年报.html").unwrap(), reading.account)
}

const REST: &str = "二、主动公开政府信息情况\n①\n三、收到和处理政府信息公开申请情况\n②\n\
    四、政府信息公开行政复议、行政诉讼情况\n③\n五、存在的主要问题及改进情况\n力量不足，将加强培训。\n\
    六、其他需要报告的事项\n本年度未收取信息处理费。";

#[test]
fn titles_name_agency_and_year_however_they_are_set() {
    for (head, agency, year) in [
        ("青禾县林业局2024年政府信息公开工作年度报告", "青禾县林业局", 2024),
        ("2024年青禾县林业局政府信息公开年报", "青禾县林业局", 2024),
        ("青禾县人民政府办公室\n2023年政府信息公开工作年度报告", "青禾县人民政府办公室", 2023),
        (
            "青禾县农业\n农村局2023年政府信息公开工作年度报告\n现公布青禾县农业农村局的报告。",
            "青禾县农业农村局",
            2023,
        ),
        ("政务公开\n青禾县林业局2024年政府信息公开工作年度报告", "青禾县林业局", 2024),
        ("首页 > 年报\n2024年青禾县林业局信息公开年报\n发布时间：2025-01-12", "青禾县林业局", 2024),
        ("青禾县林业局政府信息公开工作年度报告\n（2024年度）", "青禾县林业局", 2024),
        ("根据规定，现公布青禾县林业局2024年政府信息公开工作年度报告。", "青禾县林业局", 2024),
    ] {
        let (_, account) = import(&format!("{head}\n一、总体情况\n工作平稳，有序推进。\n{REST}"));
        assert_eq!((account.agency.as_deref(), account.year), (Some(agency), Some(year)), "{head}");
    }
}

#[test]
fn what_stands_around_the_report_is_not_its_words() {
    let (file, account) = import(&format!(
        "首页\n青禾县林业局2024年政府信息公开工作年度报告\n时间：2025-01-12 10:30\n微信微博 QQ空间\n全文下载\n\
         本报告依据条例编制，数据截至年底。\n目录\n一、总体情况\n二、主动公开政府信息情况\n\
         一、总体情况\n工作平稳，有序推进。\n{REST}\n青禾县林业局\n二〇二五年一月十六日\n（此件公开发布）\n上一篇：通知"
    ));
    assert!(file.contains("preamble = '''\n本报告依据条例编制，数据截至年底。\n'''"), "{file}");
    assert!(file.contains("date     = 2025-01-16"), "{file}");
    assert!(file.contains("text = '''\n本年度未收取信息处理费。\n'''"), "{file}");
    for words in ["QQ", "下载", "目录", "此件", "上一篇", "10:30"] {
        assert!(!file.contains(words), "{words}\n{file}");
        assert!(account.unused.iter().any(|unused| unused.contains(words)), "{words}");
    }
}

#[test]
fn the_signature_ends_the_report() {
    for (lines, issuer) in [
        ("青禾县林业局\n2025年1月16日", None),
        ("青禾县林业局 2025.1.16", None),
        ("林业局办公室\n二O二五年一月十六日", Some("林业局办公室")),
        ("林业局办公室\n2025年1月16日印发\n附件1\n公开目录", Some("林业局办公室")),
    ] {
        let (file, _) = import(&format!(
            "青禾县林业局2024年政府信息公开工作年度报告\n一、总体情况\n平稳，有序。\n{REST}\n{lines}"
        ));
        assert!(file.contains("date     = 2025-01-16"), "{lines}\n{file}");
        assert!(file.contains("text = '''\n本年度未收取信息处理费。\n'''"), "{lines}\n{file}");
        let stated = file.lines().find(|line| line.starts_with("issuer"));
        assert_eq!(stated.is_some(), issuer.is_some(), "{lines}\n{file}");
        assert!(issuer.is_none_or(|issuer| stated.is_some_and(|line| line.contains(issuer))), "{file}");
    }
}

#[test]
fn sections_are_found_by_their_number_and_apart_from_the_text_behind_them() {
    let numbered = REST.replace("五、存在的主要问题及改进情况", "五、短板弱项及明年打算");
    let chapters =
        REST.replace("二、", "第二部分　").replace("三、", "第三部分　").replace("五、", "第五部分　");
    let run_in = REST.replace("六、其他需要报告的事项\n", "六、其他需要报告的事项。");
    for (rest, heading) in [
        (numbered.as_str(), "heading = \"五、短板弱项及明年打算\""),
        (chapters.as_str(), "heading = \"第五部分\u{3000}存在的主要问题及改进情况\""),
        (run_in.as_str(), "text = '''\n本年度未收取信息处理费。\n'''"),
    ] {
        let (file, account) =
            import(&format!("青禾县林业局2024年政府信息公开工作年度报告\n一、总体情况\n平稳有序。\n{rest}"));
        assert!(file.contains(heading), "{heading}\n{file}");
        for text in [
            "text = '''\n平稳有序。\n'''",
            "text = '''\n力量不足，将加强培训。\n'''",
            "text = '''\n本年度未收取信息处理费。\n'''",
        ] {
            assert!(file.contains(text), "{text}\n{file}");
        }
        let missing = account.remarks.iter().filter(|remark| {
            matches!(
                remark.oddity,
                published::Oddity::MissingSection { .. } | published::Oddity::ExtraSection { .. }
            )
        });
        assert_eq!(missing.count(), 0, "{heading}: {:?}", account.remarks);
    }
}

#[test]
fn a_table_in_loose_lines_is_refused_with_the_reason() {
    let lines = page(REST)
        .replace("<td", "<p")
        .replace("</td>", "</p>")
        .replace("<table>", "")
        .replace("</table>", "");
    let lines = lines.replace("<tr>", "").replace("</tr>", "");
    let read = published::read(lines.as_bytes()).unwrap();
    let problem = published::recognise(&read, &Forms::built_in(), None).unwrap_err();
    assert_eq!(problem, published::NoReport::Scattered);
}

#[test]
fn a_section_of_its_own_is_no_heading_that_is_numbered_wrongly() {
    let folder = tempfile::tempdir().unwrap();
    let rest = REST
        .replace("六、其他", "七、其他")
        .replace("五、存在", "五、考核和评议\n考核良好，评议满意。\n六、存在");
    let words = "（一）主动公开情况\n及时公开，应公开尽公开。\n（二）依申请公开情况\n未收到申请，没有结转。";
    let text = page(&format!("青禾县林业局2024年政府信息公开工作年度报告\n一、总体情况\n{words}\n{rest}"));
    fs::write(folder.path().join("年报.html"), text).unwrap();
    let found = nianbao(folder.path(), ["check", "年报.html"]);
    assert!(found.stdout.contains("[P503]") && found.stdout.contains("五、考核和评议"), "{}", found.stdout);
    for code in ["N311", "N321"] {
        assert!(!found.stdout.contains(code), "{code}\n{}", found.stdout);
    }
}
