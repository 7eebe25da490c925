//! P506: a unit stands in a cell of a published table, or another one in a heading.

use crate::diagnostic::{Code, Diagnostic};
use crate::published::{Oddity, Remark};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P506"),
    title: "格里写了单位，或者列名的单位与规定的不同",
    what: "金额的单位由格式规定（万元），格里只填数字。",
    why: "写了“元”的金额，按万元汇总会差一万倍。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::published(
        "| 行政事业性收费 | 3286150元 |",
        &[("| 行政事业性收费 | 328.6150 |", "| 行政事业性收费 | 3286150元 |")],
    ),
    passes: Example::published("| 行政事业性收费 | 328.6150 |", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Published(check),
};

fn check(remark: &Remark) -> Option<Diagnostic> {
    let (message, help) = match &remark.oddity {
        Oddity::Unit { text, .. } => {
            (format!("格里写了单位：{text}"), "请只填数字，并换算成规定的单位（万元）")
        }
        Oddity::HeadingUnit { published, official } => (
            format!("列名写作“{published}”，规定的列名是“{official}”"),
            "请用规定的列名，并核对这一列的数字是不是按规定的单位填写的",
        ),
        _ => return None,
    };
    Some(RULE.warning(Default::default(), message).help(help))
}
