//! D014: what only TOML 1.1 allows. This program reads it; editors and other programs do not.

use crate::diagnostic::{Change, Code, Diagnostic, Fix, Severity};
use crate::report::{Fault, Newer};
use crate::rules::{Acceptance, Example, FileRead, Look, Rule, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D014"),
    title: "TOML 1.1 才有的写法",
    what: "大括号 { } 里的内容分成几行或者末尾带逗号、双引号里的 \\e 和 \\x、没有秒的时间。本程序读得出，内容不变。",
    why: "只懂 TOML 1.0 的编辑器和其他程序读不出来，会把整个文件标成有错。",
    source: "TOML 1.0 规范、TOML 1.1 规范",
    fails: Example::new("date = 2025-01-16T09:00  # 落款日期", &[("2025-01-16", "2025-01-16T09:00")]),
    passes: Example::new("date = 2025-01-16T09:00:00  # 落款日期", &[("2025-01-16", "2025-01-16T09:00:00")]),
    acceptance: Acceptance::Reason,
    look: Look::Fault(check),
};

fn check(file: &FileRead<'_>, fault: &Fault) -> Vec<Diagnostic> {
    let Fault::Newer { span, newer, edits } = fault else { return Vec::new() };
    let (what, help) = match newer {
        Newer::InlineTable => {
            ("大括号里的内容分成了几行，或者末尾带逗号", "请写在同一行，最后一项后面不加逗号")
        }
        Newer::Escape => ("双引号里用了 \\e 或 \\x", "请改用 \\u 和四位编号，如 \\u001B"),
        Newer::Time => ("时间没有写秒", "请写上秒，如 09:00:00"),
    };
    let written: Vec<&str> = file.source.slice(*span).split_whitespace().collect();
    let written = words::shorten(&written.join(" "));
    let fix = (!edits.is_empty()).then(|| {
        let change = Change::in_text(
            file.source,
            *span,
            "TOML 1.1 的写法".to_owned(),
            written,
            "TOML 1.0 的写法".to_owned(),
        );
        Fix { edits: edits.clone(), changes: vec![change], also: Vec::new() }
    });
    let message = format!("{what}：这是 TOML 1.1 的写法，有的编辑器读不出来");
    let is_left = fix.is_none() && *newer == Newer::InlineTable;
    let mut finding = RULE.finding(Severity::Note, *span, message).help(help).fix(fix);
    if is_left {
        let line = file.source.line(span.start);
        let why = "大括号里有 # 说明，并成一行会丢掉说明，没有改";
        finding.left.push(format!("第 {line} 行起{why}；{help}"));
    }
    vec![finding]
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    #[test]
    fn each_of_them_is_a_note() {
        for (from, to, words) in [
            ("[site]\n", "[site]\nname = { a = 1,\n}\n#", "D012"),
            ("2025-01-16", "2025-01-16 09:00", "时间没有写秒"),
            ("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县住房和城乡建设\\x5c局\"", "\\x"),
        ] {
            let findings = crate::rules::testing::edited(&[(from, to)]).findings;
            assert!(
                findings.iter().any(|f| f.code.0 == words || f.message.contains(words)),
                "{to}: {findings:?}"
            );
            assert!(findings.iter().any(|f| f.code.0 == "D014"), "{to}: {findings:?}");
        }
        let finding = only(&[("2025-01-16", "2025-01-16 09:00")]);
        assert_eq!(finding.severity, crate::diagnostic::Severity::Note);
    }
}
