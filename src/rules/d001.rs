//! D001: the text itself does not read.
//!
//! Everything else needs a text that reads, so nothing else is judged until it does. The mistakes
//! that clerks make each get words of their own.

use super::words::shorten;
use super::{Example, Rule, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::{Encoding, Fault, MAX_DEPTH, MAX_LINES, SyntaxProblem};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: Code("D001"),
    title: "数据文件的书写格式有误，无法读取",
    what: "数据文件要能按 TOML 的写法读出来。引号、逗号、括号、等号要用英文（半角），成对出现；文件要用 UTF-8 编码，不超过 4 MB，括号不超过 32 层。一项内容只报第一处，改好后再检查其余。",
    why: "读不出来的文件无法检查，也无法生成报告。",
    source: "TOML 1.0 规范；本程序数据文件的约定",
    fails: Example::new("year ＝ 2024", &[("year   = 2024", "year   ＝ 2024")]),
    passes: Example::new("year = 2024", &[]),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let finding = |fault: &Fault| match fault {
        Fault::Syntax { span, problem } => Some(diagnostic(*span, problem)),
        _ => None,
    };
    subject.faults.iter().filter_map(finding).collect()
}

fn error(span: Span, message: &'static str, help: &'static str) -> Diagnostic {
    Diagnostic::error(RULE.code, span, message).help(help)
}

fn diagnostic(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    use SyntaxProblem as P;
    match problem {
        P::TooLarge | P::TooMuch | P::TooDeep | P::Encoding(_) => whole_file(span, problem),
        P::FullWidth(..) | P::Invisible(_) | P::KeyNotAscii(_) => character(span, problem),
        P::UnclosedString(_) | P::UnclosedList | P::UnclosedHeading | P::Twice(_) | P::Conflict(_) => {
            structure(span, problem)
        }
        _ => value(span, problem),
    }
}

fn whole_file(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::TooLarge => {
            error(span, "文件超过 4 MB，没有读取", "请确认选对了文件；年度报告的数据文件一般不到 200 KB")
        }
        SyntaxProblem::TooMuch => error(
            span,
            "文件超过 {most} 行，或表格、数字多得异常，没有读取",
            "请确认选对了文件；年度报告的数据文件一般只有几百行",
        )
        .value("most", MAX_LINES),
        SyntaxProblem::Encoding(Encoding::Gbk) => error(
            span,
            "文件的文字编码是 GBK（又称 ANSI），本程序只读 UTF-8 编码",
            "用记事本打开此文件，选“文件→另存为”，在“编码”处选“UTF-8”，再保存",
        ),
        SyntaxProblem::Encoding(Encoding::Utf16) => error(
            span,
            "文件的文字编码是 UTF-16（又称 Unicode），本程序只读 UTF-8 编码",
            "用记事本打开此文件，选“文件→另存为”，在“编码”处选“UTF-8”，再保存",
        ),
        SyntaxProblem::Encoding(Encoding::Unknown) => error(
            span,
            "这不是文本文件，或者文字编码无法识别",
            "请选择用 nianbao new 生成的数据文件（扩展名 .toml），不要选 Word、WPS 或 PDF 文件",
        ),
        _ => error(
            span,
            "括号套得太深，超过 {most} 层，没有读取",
            "请检查是否多写了左括号 [ 或 {，每行数据只用一对 [ ]",
        )
        .value("most", MAX_DEPTH),
    }
}

fn character(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::FullWidth('\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}', _) => {
            error(span, "这里有一个全角空格或特殊空格", "请删去，或换成普通的半角空格").label("特殊空格")
        }
        SyntaxProblem::FullWidth(written @ ('０'..='９'), meant) => {
            error(span, "数字“{written}”是全角的", "请改用半角数字 {meant}（切换到英文输入法再输入）")
                .value("written", written)
                .value("meant", meant)
        }
        SyntaxProblem::FullWidth(written, meant @ ('"' | '\'')) => {
            error(span, "这里误用了中文引号 {written}", "请改为英文（半角）引号 {meant} ，前后各一个；切换到英文输入法再输入")
                .value("written", written)
                .value("meant", meant)
        }
        SyntaxProblem::FullWidth(written, meant) => error(
            span,
            "引号之外误用了中文（全角）符号“{written}”",
            "请改为英文（半角）符号 {meant} ；切换到英文输入法再输入",
        )
        .value("written", written)
        .value("meant", meant),
        SyntaxProblem::Invisible(c) => {
            error(span, "这里有一个看不见的字符（U+{code}），多半是从网页或 Word 中带来的", "请删去这一处，重新输入")
                .value("code", format!("{:04X}", u32::from(*c)))
        }
        SyntaxProblem::KeyNotAscii(word) => error(
            span,
            "“{word}”不能放在这里：每行开头的项目名要用英文字母，文字内容要放在引号里",
            "若是项目名，请照 nianbao new 生成的文件填写；若是正文，请放进上方的 ''' 与 ''' 之间；若是注释，请在前面加 #",
        )
        .value("word", shorten(word)),
        _ => other(span),
    }
}

fn structure(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::UnclosedString(quote @ ("'''" | "\"\"\"")) => error(
            span,
            "从这里开始的正文没有结束：缺少收尾的 {quote}",
            "请在这段正文之后另起一行，写上 {quote}",
        )
        .value("quote", quote)
        .label("从这里开始"),
        SyntaxProblem::UnclosedString(quote) => error(
            span,
            "引号没有成对：缺少收尾的 {quote}",
            "请在这一行文字的末尾补上 {quote}；多行正文用 ''' 开头和结尾",
        )
        .value("quote", quote),
        SyntaxProblem::UnclosedList => {
            error(span, "方括号没有成对：缺少收尾的 ]", "请在这一行数字的末尾补上 ]").label("从这里开始")
        }
        SyntaxProblem::UnclosedHeading => {
            error(span, "部分名没有写完整：缺少收尾的 ]", "请照 [requests] 的样子写，前后各一个方括号")
                .label("从这里开始")
        }
        SyntaxProblem::Twice(name) => {
            error(
                span,
                "“{name}”写了两次",
                "同一项只能写一次，请删去多余的一处；如果其中一处属于另一部分，请在它上面补上那一部分的名称，例如 [problems]",
            ).value("name", shorten(name))
        }
        SyntaxProblem::Conflict(name) => error(
            span,
            "“{name}”已经填了内容，又当作分组使用",
            "请只保留一种写法，项目名照 nianbao new 生成的文件填写",
        )
        .value("name", shorten(name)),
        _ => other(span),
    }
}

fn value(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::BadYear(_) => {
            error(span, "年度不对：只写四位数字", "请照这样写：year = 2024（不加引号，不带“年”字）")
        }
        SyntaxProblem::OpenQuote(mended) => error(
            span,
            "从这里开始的引号没有收尾",
            "请在文字后面补上英文双引号，写作 {mended}；说明文字放在后面，用 # 隔开",
        )
        .value("mended", shorten(mended))
        .label("从这里开始"),
        SyntaxProblem::InnerQuotes => error(
            span,
            "英文双引号里面又用了英文双引号，或者引号后面多了内容",
            "里面的引号请改用中文引号“”；说明文字放在后面，用 # 隔开",
        ),
        SyntaxProblem::WordsWithoutQuotes(words) => {
            error(span, "“{words}”没有放在引号里", "请写作 \"{words}\"（英文双引号）")
                .value("words", shorten(words))
        }
        SyntaxProblem::BesideBlank(number) => {
            error(span, "数字 {number} 旁边还留着一对引号", "请删去引号，只写 {number}")
                .value("number", number)
        }
        SyntaxProblem::Unquoted(word) if word.starts_with(|c: char| c.is_ascii_digit()) => error(
            span,
            "“{word}”不是数字：数字后面不要带单位、文字或空格",
            "只写数字，例如 12；文字内容要放在英文双引号里",
        )
        .value("word", shorten(word)),
        SyntaxProblem::Unquoted(word) => {
            error(span, "文字“{word}”没有放在引号里", "请写作 \"{word}\"（英文双引号）")
                .value("word", shorten(word))
        }
        SyntaxProblem::NoValue => {
            error(span, "等号后面没有内容", "请填上内容；数字暂时空着的，写一对英文双引号 \"\"")
        }
        SyntaxProblem::NoEquals => {
            error(span, "这一行缺少等号 =", "请写作：项目名 = 内容；若是注释，请在前面加 #")
        }
        SyntaxProblem::Backslash(string) => {
            let mended = format!("'{}'", shorten(string.trim_matches('"')));
            error(
                span,
                "双引号里的反斜杠 \\ 有特殊含义，Windows 路径不能这样写",
                "请把双引号换成单引号：{mended}",
            )
            .value("mended", mended)
        }
        SyntaxProblem::EmptyCell => {
            error(span, "两个逗号之间没有数字", "没有发生的填 0；暂时空着的，写一对英文双引号 \"\"")
        }
        SyntaxProblem::MissingComma => {
            error(span, "两个数字之间缺少逗号", "数字之间用英文逗号隔开，例如 [ 58, 7, 0, 0, 1, 0 ]")
        }
        SyntaxProblem::LeadingZero => error(span, "数字前面多了 0", "请去掉前面的 0，例如 007 写作 7"),
        SyntaxProblem::Thousands(written) => {
            error(span, "数字“{written}”里有千位逗号，会被读成两格", "数字中间不加逗号，请写作 {mended}")
                .value("mended", written.replace(',', ""))
                .value("written", written)
        }
        SyntaxProblem::BadDate(_) => error(
            span,
            "日期不对：年份要四位，月、日要两位，且必须是真实的日子",
            "请照这样写：2025-01-20（不加引号）",
        ),
        SyntaxProblem::Trailing => {
            error(span, "这里多了内容，或少了逗号、引号", "一行只写一项；后面的说明请用 # 隔开")
        }
        _ => other(span),
    }
}

fn other(span: Span) -> Diagnostic {
    error(
        span,
        "这一处的写法不对，无法读取",
        "请对照 nianbao new 生成的文件，检查这一行的引号、逗号、括号和等号",
    )
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, only};

    #[test]
    fn each_mistake_has_words_of_its_own_and_shows_the_mend() {
        for (from, to, message, help) in [
            (
                "fees                = 328.6150",
                "fees                = 328.6150万元",
                "数字后面不要带单位",
                "只写数字",
            ),
            ("[     58,", "[     58，", "中文（全角）符号“，”", "半角）符号 ,"),
            ("= 15286", "＝ 15286", "中文（全角）符号“＝”", "符号 ="),
            ("[     58,", "[     1,058,", "千位逗号", "请写作 1058"),
            ("2025-01-16", "2025-1-16", "日期不对", "2025-01-20"),
            ("level    = \"department\"", "level    = “department”", "中文引号 “", "半角）引号 \""),
        ] {
            let finding = only(&[(from, to)]);
            assert_eq!(finding.code.0, "D001");
            assert!(finding.message().contains(message), "{}", finding.message());
            assert!(finding.help_text().unwrap().contains(help), "{:?}", finding.help_text());
        }
    }

    #[test]
    fn nothing_else_is_judged_until_the_text_reads() {
        let checked = edited(&[("[     58,", "[     58，"), ("year   = 2024", "year   = 2019")]);
        assert_eq!(checked.findings.len(), 1);
        assert!(checked.report.is_none());
    }
}
