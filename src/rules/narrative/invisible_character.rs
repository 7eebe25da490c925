//! N316: characters in the narrative that nobody sees and that no output prints.
//!
//! They come from pasting out of other programs. Dropping them in silence would lose something that
//! the author may have meant.

use crate::diagnostic::{Code, Diagnostic};
use crate::narrative::outside_han;
use crate::prose::Prose;
use crate::report::{Text, is_unprintable};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N316"),
    title: "看不见的字符",
    what: "正文里的控制字符和改变文字方向的符号。这些字符看不见，生成报告时不印。每部分合并为一条，写明有几处。",
    why: "多是从别的软件粘贴带来的，可能使文字显示的顺序与实际写的不同，也可能顶替了原来的字。",
    source: "Unicode 双向算法（UAX #9）；XML 1.0 不允许的字符",
    fails: Example::new(
        "“申请75件”的“75”后面有一个看不见的符号（U+202E）",
        &[("组织业务培训4期", "组织业务培训\u{202E}4期")],
    ),
    passes: Example::new("申请75件", &[]),
    acceptance: Acceptance::Reason,
    look: Look::AnyText(check),
};

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    if !text.has_unprintable {
        return Vec::new();
    }
    let mut places = outside_han(&text.value).filter(|&(_, c)| is_unprintable(c));
    let Some((at, first)) = places.next() else { return Vec::new() };
    let message = format!(
        "{}有看不见的字符 {} 处，生成报告时不印，这是第一处（U+{:04X}）",
        passages::place(subject.report, prose.section),
        1 + places.count(),
        u32::from(first)
    );
    let finding = RULE.warning(text.locate(at, at + first.len_utf8()), message);
    vec![finding.help("请删去这个字符：把前后的文字连同它一起删去，重新输入")]
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn the_first_of_several_is_shown_with_their_number() {
        let finding = only(&[("组织业务培训4期", "组织\u{202E}业务\u{2067}培训4期")]);
        assert_eq!(finding.code.0, "N316");
        assert_eq!(
            finding.message,
            "“一、总体情况”有看不见的字符 2 处，生成报告时不印，这是第一处（U+202E）"
        );
    }

    #[test]
    fn blanks_and_line_breaks_are_seen() {
        assert_eq!(found(&[("组织业务培训4期；", "\u{3000}组织业务培训4期。\t\r\n")]), []);
    }
}
