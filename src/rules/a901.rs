//! A901: an accept that covers nothing.
//!
//! It is most often left over from last year, and would hide the next fault of its kind.

use super::{Example, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    code: Code("A901"),
    title: "书面说明没有对应的检查结果",
    what: "书面说明（[[accept]]）所指的检查结果这次没有出现，或者所写的代码不能用书面说明代替改正。",
    why: "多半是上年留下的说明；留着它，下次真的出现同类问题时会被遮住。",
    source: "本程序数据文件的约定",
    fails: Example::new(
        "书面说明的代码 code = \"T101\"，而检查结果里没有 T101",
        &[("[overview]", "[[accept]]\ncode = \"T101\"\nreason = \"系统导出如此\"\n\n[overview]")],
    ),
    passes: Example::new("没有多余的书面说明", &[]),
    check: |_| Vec::new(),
};

/// An accept that no finding matches.
pub(super) fn unused(code: &Spanned<String>) -> Diagnostic {
    Diagnostic::warning(RULE.code, code.span, "对 {code} 的书面说明没有对应的检查结果")
        .help("请删去这一条说明，或核对其中的代码（code）、单元格（cell）和文字（words）")
        .value("code", &code.value)
}

/// An accept of a rule that does not exist or whose findings must be mended.
pub(super) fn not_acceptable(code: &Spanned<String>, known: bool) -> Diagnostic {
    let finding = if known {
        Diagnostic::warning(RULE.code, code.span, "{code} 是数据文件本身的差错，不能用书面说明代替改正")
            .help("请删去这一条说明，改正所指的差错")
    } else {
        Diagnostic::warning(RULE.code, code.span, "没有 {code} 这条检查规则")
            .help("请照检查结果中方括号里的代码填写，例如 T103")
    };
    finding.value("code", code.value.chars().take(20).collect::<String>())
}
