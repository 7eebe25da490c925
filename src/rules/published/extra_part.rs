//! P503: a published report has a section, row or column that the form does not have.

use crate::diagnostic::{Code, Diagnostic};
use crate::published::{Oddity, Remark};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P503"),
    title: "公布的报告多出部分、行或者列",
    what: "报告的六个部分和表格的各行由国家规定，不应增加。多出的部分读入时放在第一部分末尾，多出的行和列不读入。",
    why: "自行增加的内容汇总时无处可放，容易漏掉。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::published(
        "| 其他主动公开文件 | 1 | 0 | 1 |",
        &[("| 行政规范性文件 |", "| 其他主动公开文件 | 1 | 0 | 1 |\n| 行政规范性文件 |")],
    ),
    passes: Example::published("| 行政规范性文件 | 2 | 1 | 14 |", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Published(check),
};

fn check(remark: &Remark) -> Option<Diagnostic> {
    let (message, help) = match &remark.oddity {
        Oddity::ExtraSection { title } => {
            (format!("规定的格式没有“{title}”这一部分，读入时放在第一部分的末尾"), "请并入相关的部分")
        }
        Oddity::ExtraRow { label, cells } if label.is_empty() => (
            format!("表格里有一行没有项目名称，分不清是哪一项，没有读入：{}", cells.join("、")),
            "请对照原始记录，补上项目名称",
        ),
        Oddity::ExtraRow { label, .. } => (
            format!("规定的表格没有“{label}”这一行，没有读入"),
            "请从发布的报告里去掉这一行；确有内容要说明的，写进文字",
        ),
        Oddity::ExtraColumn { label } => (
            format!("规定的表格没有“{label}”这一列，没有读入"),
            "请从发布的报告里去掉这一列；确有内容要说明的，写进文字",
        ),
        _ => return None,
    };
    Some(RULE.warning(Default::default(), message).help(help))
}
