//! The rules as a page of the documentation (`RULES.zh-CN.md`).

use std::fmt::Write;

use super::rules;

/// The page, from the same text that `nianbao explain` prints.
pub fn page() -> String {
    let mut out = String::from(
        "# 检查规则\n\n本页由程序中的规则说明生成，与 `nianbao explain 代码` 所示一致。\n\n| 代码 | 检查什么 |\n|---|---|\n",
    );
    for rule in rules() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| [{0}](#{1}) | {2} |", rule.code.0, rule.code.0.to_lowercase(), rule.title);
    }
    for rule in rules() {
        let _ = write!(
            out,
            "\n## {}\n\n**{}** {}\n\n- 为什么：{}\n- 不通过的例子：`{}`\n- 通过的例子：`{}`\n- 依据：{}\n",
            rule.code.0, rule.title, rule.what, rule.why, rule.fails.text, rule.passes.text, rule.source
        );
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test compares the page in the repository")]
    fn the_page_in_the_repository_is_not_stale() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.zh-CN.md");
        if std::env::var("NIANBAO_UPDATE").is_ok() {
            std::fs::write(path, super::page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == super::page(),
            "run NIANBAO_UPDATE=1 cargo test --lib rules::page to write RULES.zh-CN.md anew"
        );
    }
}
