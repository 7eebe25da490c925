//! A902: an accept without a reason.
//!
//! Taking a finding off the exit status needs a reason that a superior can read.

use super::{Example, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::Accept;

pub(super) const RULE: Rule = Rule {
    code: Code("A902"),
    title: "书面说明不完整",
    what: "书面说明（[[accept]]）要写明检查规则的代码（code）和理由（reason）。",
    why: "没有理由的说明，事后无法查对，也无法向上级解释。",
    source: "本程序数据文件的约定",
    fails: Example::new(
        "书面说明只写了代码（code），没有写理由（reason）",
        &[("[overview]", "[[accept]]\ncode = \"T101\"\n\n[overview]")],
    ),
    passes: Example::new("代码（code）和理由（reason）都写明，或者没有书面说明", &[]),
    check: |_| Vec::new(),
};

/// An accept that lacks its reason or its code.
pub(super) fn incomplete(accept: &Accept) -> Diagnostic {
    let span = accept.code.as_ref().map_or(accept.span, |code| code.span);
    let what = if accept.code.is_none() { "检查规则的代码（code）" } else { "理由（reason）" };
    Diagnostic::error(RULE.code, span, "书面说明缺少{what}")
        .help("请照这样写：code = \"T103\"，reason = \"说明理由\"；不需要说明的，请整条删去")
        .value("what", what)
}
