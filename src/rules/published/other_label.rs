//! P502: a label or heading of a published table is not the official one, or rows of two forms are mixed.

use crate::diagnostic::{Code, Diagnostic};
use crate::published::{Oddity, Remark};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P502"),
    title: "公布的表格项目名称与规定的不同",
    what: "表格的行名、列名由国家规定，应当一字不差，空格和序号不计。2021年格式的“其他处理”分三行填写，公布时只印一行的也在这里指出。",
    why: "名称改动以后，读者和汇总部门难以对照各家的数字，程序也可能读错。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::published("| 规范性文件 | 2 | 1 | 14 |", &[("| 行政规范性文件 |", "| 规范性文件 |")]),
    passes: Example::published("| 行政规范性文件 | 2 | 1 | 14 |", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Published(check),
};

fn check(remark: &Remark) -> Option<Diagnostic> {
    let (message, help) = match &remark.oddity {
        Oddity::Label { published, official } => (
            format!("表格里的“{published}”，规定的名称是“{official}”"),
            "请在发布的报告里改用规定的名称".to_owned(),
        ),
        Oddity::GroupAsRow { label } => (
            format!("“{label}”只印了一行，规定的格式要分小项逐行填写"),
            "请按规定的小项分行填写；各小项的数字报告里没有，请查原始记录".to_owned(),
        ),
        _ => return None,
    };
    Some(RULE.warning(Default::default(), message).help(help))
}
