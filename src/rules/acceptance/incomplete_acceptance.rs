//! A902: an accept without a reason, or with one that says nothing.
//!
//! Taking a finding off the exit status needs a reason that a superior can read.

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Words;
use crate::report::Accept;
use crate::rules::passages::is_han;
use crate::rules::{Acceptance, Example, Look, Rule, words};
use crate::source::Spanned;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("A902"),
    title: "书面说明不完整",
    what: "书面说明（[[accept]]）要写明检查规则的代码（code）和理由（reason）。只写“1”“无”“同意”“就这样”“已核实”之类的，等于没有写理由。",
    why: "没有理由的说明，事后无法查对，也无法向上级解释。",
    source: "本程序数据文件的约定",
    fails: Example::new(
        "书面说明只写了代码（code），没有写理由（reason）",
        &[("[overview]", "[[accept]]\ncode = \"Y205\"\n\n[overview]")],
    ),
    passes: Example::new("代码（code）和理由（reason）都写明，或者没有书面说明", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Reasons,
};

/// A reason has at least so many different Chinese characters besides [`EMPTY`] words.
const LEAST: usize = 3;

/// Words that assure and explain nothing, longer ones first.
static EMPTY: Words = Words::under("rule no-reason");

/// True for a reason that explains nothing: “1”, “就这样”, “已核实无误”.
pub(in crate::rules) fn says_nothing(reason: &str) -> bool {
    let bare: String = reason.chars().filter(|&c| is_han(c)).collect();
    let rest = EMPTY.iter().fold(bare, |rest, word| rest.replace(word, ""));
    let mut kinds: Vec<char> = rest.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() < LEAST
}

/// An accept that lacks its reason or its code.
pub(in crate::rules) fn incomplete(accept: &Accept) -> Diagnostic {
    let span = accept.code.as_ref().map_or(accept.span, |code| code.span);
    let what = if accept.code.is_none() { "检查规则的代码（code）" } else { "理由（reason）" };
    RULE.error(span, format!("书面说明缺少{what}"))
        .help("请照这样写：code = \"Y201\"，reason = \"说明理由\"；不需要说明的，请整条删去")
}

/// An accept whose reason says nothing.
pub(in crate::rules) fn empty(code: &Spanned<String>, reason: &str) -> Diagnostic {
    let message = format!("对 {} 的书面说明没有写出理由：“{}”", code.value, words::shorten(reason));
    RULE.error(code.span, message)
        .help("请写明为什么不改也对，例如“机构改革，划入原房产局结转件3件”；写不出理由的，请删去这一条，改正所指的内容")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::found;

    #[test]
    fn a_reason_must_explain_something() {
        for reason in [
            "1",
            "1111",
            "无",
            "无。",
            "同意",
            "就这样",
            "ok",
            "OK！",
            "……",
            "已核实",
            "经核实无误",
            "情况属实",
            "没问题",
            "好的好的",
            "哈哈哈哈",
            "n/a",
            "。",
            "同意发布",
            "不用改",
            "已经检查过了",
        ] {
            assert!(says_nothing(reason), "{reason}");
        }
        for reason in [
            "系统导出如此",
            "定稿时填写",
            "机构改革",
            "2024年起交通执法并入本局",
            "县政府办统一口径",
            "上年误报，已去函更正",
            "机关改名",
            "历史数据不计入",
        ] {
            assert!(!says_nothing(reason), "{reason}");
        }
    }

    #[test]
    fn an_empty_reason_accepts_nothing() {
        let accept = "[[accept]]\ncode = \"S405\"\nreason = \"就这样\"\n\n[overview]";
        let found =
            found(&[("date     = 2025-01-16                # 落款日期\n", ""), ("[overview]", accept)]);
        let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["A902", "S405"]);
        assert_eq!(found[0].1, "对 S405 的书面说明没有写出理由：“就这样”");
    }
}
