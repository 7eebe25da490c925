//! P504: a row, column or section of the form is missing in a published report.

use crate::diagnostic::{Code, Diagnostic};
use crate::published::{Oddity, Remark};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P504"),
    title: "公布的报告缺少部分、行或者列",
    what: "报告的六个部分和表格的各行、各列由国家规定，没有发生的也要列出并填 0，没有内容的部分写明没有。",
    why: "缺少的部分、行、列不知道是没有发生，还是漏了。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::published("（没有“行政强制”一行）", &[("| 行政强制 | 6 |\n", "")]),
    passes: Example::published("| 行政强制 | 6 |", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Published(check),
};

fn check(remark: &Remark) -> Option<Diagnostic> {
    if let Oddity::ShortAgency { published, full } = &remark.oddity {
        let message = format!("标题里的机关名称“{published}”不是全称，正文里写作“{full}”");
        let help = "请核对，标题要写编制机关的全称";
        return Some(RULE.warning(Default::default(), message).help(help));
    }
    let (message, help) = match &remark.oddity {
        Oddity::MissingSection { title } => {
            (format!("没有找到“{title}”的标题"), "请核对这一部分是不是漏了，或者标题是不是改动太大")
        }
        Oddity::NoTitle => (
            "没有找到报告的标题".to_owned(),
            "请核对标题是不是漏了；标题是：编制机关全称 + 年度 + “年政府信息公开工作年度报告”",
        ),
        Oddity::MissingCells { label, paths, whole: true } => (
            format!("没有找到“{label}”这一行，{} 格没有读到", paths.len()),
            "请核对这一行是不是漏了；没有发生的填 0",
        ),
        _ => return None,
    };
    Some(RULE.warning(Default::default(), message).help(help))
}
