//! A901: an accept that covers nothing.
//!
//! It is most often left over from last year, and would hide the next fault of its kind.

use crate::diagnostic::{Code, Diagnostic};
use crate::report::Accept;
use crate::rules::{Acceptance, Example, Look, Rule};
use crate::source::Spanned;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("A901"),
    title: "书面说明没有对应的检查结果",
    what: "书面说明（[[accept]]）所指的检查结果这次没有出现，或者所写的代码不能用书面说明代替改正：数据文件本身的差错（D001—D007、D011、D012），合计不平（T101—T104）。",
    why: "多半是上年留下的说明；留着它，下次真的出现同类问题时会被遮住。",
    source: "本程序数据文件的约定",
    fails: Example::new(
        "书面说明的代码 code = \"Y205\"，而检查结果里没有 Y205",
        &[("[overview]", "[[accept]]\ncode = \"Y205\"\nreason = \"系统导出如此\"\n\n[overview]")],
    ),
    passes: Example::new("没有多余的书面说明", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Reasons,
};

/// An accept that no finding matches.
pub(in crate::rules) fn unused(code: &Spanned<String>) -> Diagnostic {
    RULE.warning(code.span, format!("对 {} 的书面说明没有对应的检查结果", code.value))
        .help("请删去这一条说明，或核对其中的代码（code）、单元格（cell）和文字（words）")
}

/// An accept of a rule that does not exist, or whose findings must be mended.
pub(in crate::rules) fn not_acceptable(code: &Spanned<String>, acceptance: Option<Acceptance>) -> Diagnostic {
    let shown: String = code.value.chars().take(20).collect();
    let (message, help) = match acceptance {
        None => (format!("没有 {shown} 这条检查规则"), "请照检查结果中方括号里的代码填写，例如 N301"),
        Some(Acceptance::FaultOfTheFile) => (
            format!("{shown} 是数据文件本身的差错，不能用书面说明代替改正"),
            "请删去这一条说明，改正所指的差错",
        ),
        Some(Acceptance::Sum | Acceptance::Reason) => (
            format!("{shown} 是合计不平，任何理由都不能使它成立，不能用书面说明代替改正"),
            "请删去这一条说明，照检查结果核对各数，改正填错的一格",
        ),
    };
    RULE.warning(code.span, message).help(help)
}

/// The first accept that is not looked at any more.
pub(in crate::rules) fn too_many(accept: &Accept, most: usize) -> Diagnostic {
    RULE.warning(accept.span, format!("书面说明多于 {most} 条，从这一条起都没有采用"))
        .help("请删去不需要的说明；同一代码的可以合写为一条")
}
