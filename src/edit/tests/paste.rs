//! Blocks that are pasted, and zeros.

use super::{REPORT, change, report};
use crate::edit::{Address, DataFile, Pasted, Refused, cells_of_text};
use crate::format::Forms;
use crate::source::Source;

fn pasted(text: &str, start: &str, block: &str) -> Result<(Pasted, String), Refused> {
    let (source, forms) = (Source::new("a", text), Forms::built_in());
    let file = DataFile::read(&source, &forms)?;
    let pasted = file.paste(&start.parse().unwrap(), &cells_of_text(block))?;
    let plan = file.plan(&pasted.changes)?;
    let after = String::from_utf8(plan.apply(text.as_bytes())).unwrap();
    Ok((pasted, after))
}

fn changes(pasted: &Pasted) -> Vec<String> {
    let one = |c: &crate::edit::Change| format!("{} {}", c.address, c.to.as_deref().unwrap_or("-"));
    pasted.changes.iter().map(one).collect()
}

fn refused(start: &str, block: &str) -> String {
    match pasted(REPORT, start, block).unwrap_err() {
        Refused::NoFit(words) => words,
        other => panic!("{other}"),
    }
}

#[test]
fn a_block_fills_cells_to_the_right_and_down() {
    let (done, after) =
        pasted(REPORT, "requests.denied.internal_affairs.enterprise", "１\t 2\n1，234\t/\n").unwrap();
    assert_eq!(
        changes(&done),
        [
            "requests.denied.internal_affairs.enterprise 1",
            "requests.denied.internal_affairs.research 2",
            "requests.denied.deliberative.enterprise 1234",
            "requests.denied.deliberative.research "
        ]
    );
    assert!(after.contains("denied.deliberative          = [      2,     1234,       \"\","), "{after}");
    let (done, _) =
        pasted(REPORT, "disclosure.regulations.issued", "1\t2\t3\n4\t5\t6\n7\t\t\n8\n9\n1.5").unwrap();
    assert_eq!(changes(&done).last().unwrap(), "disclosure.fees 1.5");
    assert_eq!(done.changes.len(), 10);
}

#[test]
fn a_block_as_wide_as_the_table_leaves_its_totals_out() {
    let block = "一、本年新收政府信息公开申请数量\t\t\t58\t7\t1\t1\t6\t2\t75\n二、上年结转政府信息公开申请数量\t\t\t3\t1\t0\t0\t0\t0\t5\n";
    let (done, after) = pasted(REPORT, "requests.received.natural_person", block).unwrap();
    assert_eq!(after, REPORT);
    assert_eq!(
        done.remarks,
        ["“二、上年结转政府信息公开申请数量”行“总计”列：复制来的是 5，按各格相加是 4，没有采用"]
    );
    assert_eq!(refused("requests.received.total", "5"), "这里是总计，由程序计算，不必填写");
}

#[test]
fn a_whole_table_is_pasted_with_its_headings_and_labels() {
    let block = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t2\t3\n行政规范性文件\t22（其中修订16件）\t5\t6\n\
                 第二十条第（五）项\t\t\t\n信息内容\t本年处理决定数量\t\t\n行政许可\t7\t\t\n";
    let (done, after) = pasted(REPORT, "disclosure.regulations.issued", block).unwrap();
    assert_eq!(changes(&done)[3], "disclosure.normative_documents.issued 22");
    assert_eq!(changes(&done)[4], "note:disclosure.normative_documents.issued 其中修订16件");
    assert!(
        after.contains("licensing           = 7 ") && after.contains("text = \"其中修订16件\""),
        "{after}"
    );
}

#[test]
fn what_does_not_fit_is_said_and_nothing_is_pasted() {
    let start = "requests.denied.internal_affairs.other";
    assert_eq!(refused(start, "1\t2\t3"), "第 1 行的“3”在表里没有位置");
    assert_eq!(refused("requests.carried_forward.other", "1\n2"), "复制了 2 行数字，从这一格往下只有 1 行");
    assert!(refused(start, "1\n3件").contains("不能填“3件”"));
    assert!(refused(start, "").contains("没有数字"));
    assert_eq!(
        refused("requests.granted.natural_person", "（二）部分公开\t1\t2"),
        "第 1 行是“（二）部分公开”，要填到的却是“三、（一）予以公开”"
    );
    assert!(refused("requests.granted.natural_person", "甲\t2\n1\t3").contains("甲"));
    assert!(refused("requests.granted.natural_person", "予以公开\t2\n\t3").contains("没有行名"));
}

#[test]
fn blank_cells_become_zeros_and_no_others() {
    let text = report(
        "[      3,        1,        0,            0,            0,    0,    4 ]",
        "[ \"\", 1, \"\", 0, 0, 0, \"\" ]",
    );
    let text = text.replace("carried_forward              =", "# carried_forward =");
    let (source, forms) = (Source::new("a", text.as_str()), Forms::built_in());
    let file = DataFile::read(&source, &forms).unwrap();
    let row = file.zeros("requests.carried_in").unwrap();
    assert_eq!(
        row,
        [
            change(&file, "requests.carried_in.natural_person", Some("0")),
            change(&file, "requests.carried_in.research", Some("0"))
        ]
    );
    assert_eq!(file.zeros("requests").unwrap().len(), 8);
    assert_eq!(file.zeros("requests.denied").unwrap(), []);
    assert!(file.zeros("overview").is_err() && file.zeros("request").is_err());
    let plan = file.plan(&file.zeros("requests").unwrap()).unwrap();
    assert_eq!(plan.changes.len(), 8);
    assert_eq!(plan.changes[0].address, Address::Value("requests.carried_in.natural_person".to_owned()));
}
