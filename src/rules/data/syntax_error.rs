//! D001: the text itself does not read.
//!
//! Everything else needs a text that reads, so nothing else is judged until it does. The mistakes
//! that clerks make each get words of their own.

use crate::diagnostic::{Code, Diagnostic};
use crate::report::{Encoding, Fault, MAX_DEPTH, MAX_LINES, SyntaxProblem, meant};
use crate::rules::words::shorten;
use crate::rules::{Example, Rule, Subject};
use crate::source::{Source, Span};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D001"),
    title: "数据文件的书写格式有误，无法读取",
    what: "数据文件要能按 TOML 的写法读出来。引号、逗号、括号、等号要用英文（半角），成对出现；文件要用 UTF-8 编码，不超过 4 MB，括号不超过 32 层。一项内容只报第一处，改好后再检查其余。",
    why: "读不出来的文件无法检查，也无法生成报告。",
    source: "TOML 1.0 规范；本程序数据文件的约定",
    fails: Example::new("year ＝ 2024  # 报告年度", &[("year   = 2024", "year   ＝ 2024")]),
    passes: Example::new("year = 2024  # 报告年度", &[]),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let finding = |fault: &Fault| match fault {
        Fault::Syntax { span, problem } => Some(diagnostic(subject.source, *span, problem)),
        _ => None,
    };
    subject.faults.iter().filter_map(finding).collect()
}

fn error(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(RULE.code, span, message).help(help)
}

fn diagnostic(source: &Source, span: Span, problem: &SyntaxProblem) -> Diagnostic {
    use SyntaxProblem as P;
    match problem {
        P::TooLarge | P::TooMuch | P::TooDeep | P::Encoding(_) => whole_file(span, problem),
        P::FullWidth(..) | P::Invisible(_) | P::KeyNotAscii(_) => character(source, span, problem),
        P::UnclosedString(_) | P::UnclosedList | P::UnclosedHeading | P::Conflict(_) => {
            structure(span, problem)
        }
        P::NoOpening
        | P::TextQuotes { .. }
        | P::AfterText(_)
        | P::BackslashInText
        | P::HeadingNotAscii(_) => structure(span, problem),
        P::Twice(name) => twice(source, span, name),
        P::BadDate(_) | P::BadYear(_) => day_or_year(source, span, problem),
        P::NoText(_)
        | P::WordsWithoutQuotes(_)
        | P::ChineseQuotes(..)
        | P::OpenQuote(_)
        | P::BrokenLine
        | P::InnerQuotes
        | P::AfterQuote { .. } => words_in_quotes(source, span, problem),
        P::UnopenedList(_)
        | P::Semicolon(_)
        | P::StrayQuote
        | P::BesideBlank(_)
        | P::NotNumber { .. }
        | P::TwoNumbers
        | P::ExtraMark(..)
        | P::NoHash(..)
        | P::Unquoted(_)
        | P::Thousands(_) => figure(source, span, problem),
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
            format!("文件超过 {MAX_LINES} 行，或表格、数字多得异常，没有读取"),
            "请确认选对了文件；年度报告的数据文件一般只有几百行",
        ),
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
        SyntaxProblem::Encoding(Encoding::Mixed) => error(
            span,
            "这一行里有无法识别的文字（显示为 �），其余部分是 UTF-8 编码",
            "请在记事本里找到这一行，删去显示为乱码的文字，重新输入，再按 UTF-8 编码保存",
        ),
        SyntaxProblem::Encoding(Encoding::Unknown) => error(
            span,
            "这不是文本文件，或者文字编码无法识别",
            "请选择用 nianbao new 生成的数据文件（扩展名 .toml），不要选 Word、WPS 或 PDF 文件",
        ),
        _ => error(
            span,
            format!("括号套得太深，超过 {MAX_DEPTH} 层，没有读取"),
            "请检查是否多写了左括号 [ 或 {，每行数据只用一对 [ ]",
        ),
    }
}

fn character(source: &Source, span: Span, problem: &SyntaxProblem) -> Diagnostic {
    let count = SyntaxProblem::count_full_width(source.slice(source.line_span(span.start)));
    let more = if count > 1 { format!("；这一行共 {count} 处") } else { String::new() };
    match problem {
        SyntaxProblem::FullWidth('\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}', _) => {
            error(span, "这里有一个全角空格或特殊空格", format!("请删去，或换成普通的半角空格{more}"))
                .label("特殊空格")
        }
        SyntaxProblem::FullWidth(written @ ('０'..='９'), meant) => error(
            span,
            format!("数字“{written}”是全角的"),
            format!("请改用半角数字 {meant}（切换到英文输入法再输入）{more}"),
        ),
        SyntaxProblem::FullWidth(written, meant @ ('"' | '\'')) => error(
            span,
            format!("这里误用了中文引号 {written}"),
            format!("请改为英文（半角）引号 {meant} ，前后各一个；切换到英文输入法再输入{more}"),
        ),
        SyntaxProblem::FullWidth(written, meant) => error(
            span,
            format!("引号之外误用了中文（全角）符号“{written}”"),
            format!("请改为英文（半角）符号 {meant} ；切换到英文输入法再输入{more}"),
        ),
        SyntaxProblem::Invisible(c) => error(
            span,
            format!("这里有一个看不见的字符（U+{:04X}），多半是从网页或 Word 中带来的", u32::from(*c)),
            "请删去这一处，重新输入",
        ),
        SyntaxProblem::KeyNotAscii(word) => error(
            span,
            format!(
                "“{word}”不能放在这里：每行开头的项目名要用英文字母，文字内容要放在引号里",
                word = shorten(word)
            ),
            "若是项目名，请照 nianbao new 生成的文件填写；若是正文，请放进上方的 ''' 与 ''' 之间；若是注释，请在前面加 #",
        ),
        _ => other(span),
    }
}

fn structure(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::UnclosedString(quote @ ("'''" | "\"\"\"")) => error(
            span,
            format!("从这里开始的正文没有结束：缺少收尾的 {quote}"),
            format!("请在这段正文之后另起一行，写上 {quote}"),
        )
        .label("从这里开始"),
        SyntaxProblem::UnclosedString(quote) => error(
            span,
            format!("引号没有成对：缺少收尾的 {quote}"),
            format!("请在这一行文字的末尾补上 {quote}；多行正文用 ''' 开头和结尾"),
        ),
        SyntaxProblem::UnclosedList => {
            error(span, "方括号没有成对：缺少收尾的 ]", "请在这一行数字的末尾补上 ]").label("从这里开始")
        }
        SyntaxProblem::UnclosedHeading => {
            error(span, "部分名没有写完整：缺少收尾的 ]", "请照 [requests] 的样子写，前后各一个方括号")
                .label("从这里开始")
        }
        SyntaxProblem::NoOpening => error(
            span,
            "正文前面缺少 '''（三个英文单引号）",
            "请在等号后面写上 '''，正文从下一行开始；正文之后单独一行也要有 '''，已有的不必再加",
        ),
        SyntaxProblem::TextQuotes { written, closing: false } => error(
            span,
            format!("正文开头写的是 {written} ，应当是三个英文（半角）单引号 '''"),
            "请把它改为 '''；正文之后单独一行也写 '''，原来收尾的引号删去",
        ),
        SyntaxProblem::TextQuotes { written, .. } => error(
            span,
            format!("正文末尾写的是 {written} ，应当是三个英文（半角）单引号 '''"),
            "请把这一行改为 '''（切换到英文输入法再输入）",
        ),
        SyntaxProblem::AfterText(quotes) => error(
            span,
            format!("正文收尾的 {quotes} 后面多了内容"),
            format!("属于正文的，请移到 {quotes} 之前；若是说明，请放在 # 之后"),
        ),
        SyntaxProblem::BackslashInText => error(
            span,
            "用 \"\"\" 括起的正文里，反斜杠 \\ 有特殊含义，不能这样写",
            "请把正文前后的 \"\"\" 都改为 '''（三个英文单引号）",
        ),
        SyntaxProblem::HeadingNotAscii(name) => error(
            span,
            format!("部分名“{name}”要用英文", name = shorten(name)),
            "请照 nianbao new 生成的文件书写，例如 [problems]；中文名称可写在后面的 # 之后",
        ),
        SyntaxProblem::Conflict(name) => error(
            span,
            format!("“{name}”已经填了内容，又当作分组使用", name = shorten(name)),
            "请只保留一种写法，项目名照 nianbao new 生成的文件填写",
        ),
        _ => other(span),
    }
}

fn twice(source: &Source, span: Span, name: &str) -> Diagnostic {
    let is_heading = source.slice(source.line_span(span.start)).trim_start().starts_with('[');
    let first = SyntaxProblem::first_of(source, span.start);
    let line = first.map(|first| source.position(first.start).line);
    let written = shorten(name);
    let message = match (is_heading, line) {
        (true, Some(line)) => format!("[{written}] 这一部分写了两次，第一次在第 {line} 行"),
        (false, Some(line)) => format!("“{written}”写了两次，第一次在第 {line} 行"),
        (_, None) => format!("“{written}”写了两次"),
    };
    let help = match (is_heading, name) {
        (true, _) => "同一部分只能写一次，请把其中一处连同它下面的各行一起删去",
        (false, "text") => {
            "同一部分只能有一段正文，请删去多余的一处；若其中一段属于另一部分，请在它上面补上那一部分的名称，例如 [problems]"
        }
        _ => "同一项只能写一次，请删去多余的一处",
    };
    error(span, message, help)
}

fn day_or_year(source: &Source, span: Span, problem: &SyntaxProblem) -> Diagnostic {
    let mended = problem.mended_line(source, span.start);
    if let SyntaxProblem::BadYear(_) = problem {
        let help = match mended {
            Some(mended) => format!("请写作 {mended}"),
            None => "请照这样写：year = 2024；说明文字放在 # 之后".to_owned(),
        };
        return error(span, "年度只写四位数字，不加“年”字、空格和引号", help);
    }
    let line = source.slice(source.line_span(span.start));
    let key = line.split('=').next().unwrap_or_default().trim();
    let example = match key {
        "date" | "deadline" => format!("{key} = 2025-01-20"),
        _ => "2025-01-20".to_owned(),
    };
    let help = match mended {
        Some(mended) => format!("请写作 {mended}（照 {example} 的样子，不加引号）"),
        None => format!("请照这样写：{example}（不加引号）；说明文字放在 # 之后"),
    };
    error(span, "日期不对：年份要四位，月、日要两位，中间用 - 连接，且必须是真实的日子", help)
}

fn words_in_quotes(source: &Source, span: Span, problem: &SyntaxProblem) -> Diagnostic {
    let mended = problem.mended_line(source, span.start).unwrap_or_default();
    match problem {
        SyntaxProblem::NoText(key) => error(
            span,
            "等号后面没有内容",
            format!("请填上内容，放在英文双引号里；暂时空着的，写作 {key} = \"\"", key = shorten(key)),
        ),
        SyntaxProblem::WordsWithoutQuotes(words) => error(
            span,
            format!("“{words}”没有放在引号里：文字和号码要放在英文双引号里", words = shorten(words)),
            format!("请写作 {mended}"),
        ),
        SyntaxProblem::ChineseQuotes(written, mended) => error(
            span,
            format!("这里误用了中文引号 {written}"),
            format!("请改为英文（半角）引号 \" ，前后各一个，写作 {mended}"),
        ),
        SyntaxProblem::OpenQuote(_) => {
            error(span, "从这里开始的引号没有收尾", format!("请紧接文字之后、# 之前补上引号，写作 {mended}"))
                .label("从这里开始")
        }
        SyntaxProblem::BrokenLine => {
            error(span, "引号里的文字分成了几行", "请把这段文字连成一行，前后各一个引号").label("从这里开始")
        }
        SyntaxProblem::InnerQuotes => error(
            span,
            "引号里面又用了同样的英文引号",
            format!("里面的引号要用中文引号“”，多余的引号要删去，请写作 {mended}"),
        ),
        SyntaxProblem::AfterQuote { inside, noted } => {
            let help = match (inside, noted) {
                (Some(inside), Some(noted)) => {
                    format!("若属于内容，请移到引号里，写作 {inside}；若是说明，请放在 # 之后，写作 {noted}")
                }
                (Some(inside), None) => format!("请移到引号里，写作 {inside}"),
                (None, noted) => format!("请删去，写作 {}", noted.as_deref().unwrap_or_default()),
            };
            error(span, "引号后面多了内容", help)
        }
        _ => other(span),
    }
}

fn figure(source: &Source, span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
        SyntaxProblem::Unquoted(word) => not_plain(span, word),
        SyntaxProblem::NotNumber { written, mended } => not_number(span, written, mended.as_deref()),
        SyntaxProblem::UnopenedList(row) => {
            let row = shorten(row);
            let help = match source.slice(span).ends_with(']') {
                true => format!("请在开头补上 [ ，写作 {row}"),
                false => format!(
                    "一行有几格的，前后要有方括号，写作 {row}；只有一格的，只写一个数字，中间不加逗号"
                ),
            };
            error(span, "方括号没有成对：这一行数字缺少开头的 [", help)
        }
        SyntaxProblem::Semicolon(written) => error(
            span,
            format!("数字之间要用英文逗号，不用分号“{written}”"),
            "请把这一行数字之间的分号都改为英文逗号 ,",
        ),
        SyntaxProblem::StrayQuote => error(span, "这里多了一个引号", "请删去这个引号，数字不加引号"),
        SyntaxProblem::BesideBlank(number) => {
            error(span, "数字旁边留着引号", format!("请删去引号，只写 {number}"))
        }
        SyntaxProblem::TwoNumbers => {
            error(span, "这里只能写一个数字", "请只留一个数字；若是一个数字，中间不要有空格")
        }
        SyntaxProblem::ExtraMark(mark, mended) => error(
            span,
            format!("后面多了“{mark}”", mark = shorten(mark)),
            format!("请删去“{mark}”，只写到 {mended} 为止", mark = shorten(mark)),
        ),
        SyntaxProblem::NoHash(words, mended) => error(
            span,
            format!("“{words}”前面缺少 #：说明文字前面要有 #", words = shorten(words)),
            format!("请写作 {mended}；不需要的说明也可以删去"),
        ),
        SyntaxProblem::Thousands(written) => {
            let is_row = source.slice(source.line_span(span.start)).contains(['[', ']']);
            let message = match is_row && written.contains(',') {
                true => format!("数字“{written}”里有千位逗号，会被读成两格"),
                false => format!("数字“{written}”里有千位逗号或千位分隔符"),
            };
            let mended = written.replace([',', '，', '\'', '’', '‘', '＇', '′'], "");
            error(span, message, format!("数字中间不加逗号，请写作 {mended}"))
        }
        _ => other(span),
    }
}

/// A figure with a unit, or words where a figure belongs.
fn not_plain(span: Span, word: &str) -> Diagnostic {
    let word = word.trim();
    let shown = shorten(word);
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return error(
            span,
            format!("“{shown}”不是数字，也没有放在引号里"),
            format!("该填数字的，没有发生的填 0，只写阿拉伯数字；该填文字的，写作 \"{shown}\"（英文双引号）"),
        );
    }
    let help = match meant(word) {
        Some(number) => format!("只写数字，请写作 {number}"),
        None if word.ends_with('元') && !word.ends_with("万元") => {
            "只写数字；金额以万元为单位，请换算后填写".to_owned()
        }
        None => "只写数字，例如 12；文字内容要放在英文双引号里".to_owned(),
    };
    error(span, format!("“{shown}”不是数字：数字后面不要带单位、文字或空格"), help)
}

fn not_number(span: Span, written: &str, mended: Option<&str>) -> Diagnostic {
    let help = match mended {
        Some(number) if number.starts_with('-') => {
            format!("只写阿拉伯数字：减少的写作 {number}，增加的不写正负号；没有发生的填 0")
        }
        Some(number) => format!("只写阿拉伯数字，请写作 {number}；没有发生的填 0"),
        None => "没有发生的填 0，只写阿拉伯数字".to_owned(),
    };
    error(span, format!("“{}”不是数字", shorten(written)), help)
}

fn value(span: Span, problem: &SyntaxProblem) -> Diagnostic {
    match problem {
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
                format!("请把双引号换成单引号：{mended}"),
            )
        }
        SyntaxProblem::EmptyCell => {
            error(span, "两个逗号之间没有数字", "没有发生的填 0；暂时空着的，写一对英文双引号 \"\"")
        }
        SyntaxProblem::MissingComma => {
            error(span, "两个数字之间缺少逗号", "数字之间用英文逗号隔开，例如 [ 58, 7, 0, 0, 1, 0 ]")
        }
        SyntaxProblem::LeadingZero => error(span, "数字前面多了 0", "请去掉前面的 0，例如 007 写作 7"),
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
mod tests;
