//! P505: a cell of a published report was not read, or may be another one.

use crate::diagnostic::{Code, Diagnostic};
use crate::published::{Doubt, Oddity, Remark};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("P505"),
    title: "有的格没有读到或者把握不大",
    what: "从已发布的报告读数字时，按行名和列名确定是哪一格。名称残缺、列数不对的，按位置和勾稽关系推断；推断不出的不读，推断没有把握的在这里指出。",
    why: "读错的数字比没有读到更有害。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::published("| （看不清） | 6 |", &[("| 行政强制 |", "| （看不清） |")]),
    passes: Example::published("| 行政强制 | 6 |", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Published(check),
};

fn check(remark: &Remark) -> Option<Diagnostic> {
    let message = match &remark.oddity {
        Oddity::MissingCells { label, paths, whole: false } => {
            format!("“{label}”一行有 {} 格没有读到", paths.len())
        }
        Oddity::Doubtful { label, paths, why } => {
            let why = match why {
                Doubt::Row => "这一行的项目名称读不出来，是按位置推断的，勾稽关系不能证实",
                Doubt::Order => "连着几行的项目名称读不出来，是按位置推断的，分不清先后",
                Doubt::Column => "各列的名称读不出来或者与数字对不齐，是按位置推断的",
                Doubt::Twice => "同一行出现了两次，数字不同",
                Doubt::Alone => "这一行只有一个数字，当作总计",
                Doubt::Pieces => "数字中间有空白或者换行，可能是两个数字",
                Doubt::Unit => "写的单位与规定的不同，数字不能当作规定的单位计入",
                Doubt::Garbled => "格子里有乱码，有的字符丢失了",
            };
            format!("“{label}”一行有 {} 格把握不大：{why}", paths.len())
        }
        Oddity::NoAgency => "没有读到编制机关的名称".to_owned(),
        Oddity::NoYear => "没有读到报告年度".to_owned(),
        _ => return None,
    };
    let help = match &remark.oddity {
        Oddity::Doubtful { why: Doubt::Unit, .. } => "请把数字换算成规定的单位，并用规定的列名、行名",
        _ => "请对照报告的原文，核对这里的内容",
    };
    Some(RULE.error(Default::default(), message).help(help))
}
