//! Files of another kind, and text that another program has put its marks into: the cause is said once.

use toml::de::DeTable;

use super::{Found, Words};
use crate::diagnostic::{Change, Fix};
use crate::source::{Edit, Kind, Source, Span};

const AS_TEXT: &str = "若本来是数据文件、被另存成了这种格式，请打开后另存为“纯文本（.txt）”，编码选 UTF-8，再把扩展名改回 .toml；若是报告，请用 nianbao new 生成数据文件，再把数字和文字填进去";
const FILL_IN: &str = "请用 nianbao new 生成数据文件（扩展名 .toml），再把其中的数字和文字填进去";

/// What is said of a file of another kind.
pub(super) fn words(kind: Kind) -> Words {
    let (what, help) = match kind {
        Kind::Word => ("这是 Word 或 WPS 文档（.docx）", AS_TEXT),
        Kind::Old => ("这是旧版 Word、Excel 或 WPS 的文件（.doc、.xls、.wps）", AS_TEXT),
        Kind::Rtf => ("这是写字板或 Word 存成的 RTF 文件", AS_TEXT),
        Kind::Sheet => ("这是 Excel 或 WPS 表格（.xlsx）", FILL_IN),
        Kind::Pdf => ("这是 PDF 文件", FILL_IN),
        Kind::Packed => ("这是压缩包一类的文件（如 .zip、.ofd）", FILL_IN),
    };
    Words::new(format!("{what}，只是名称像数据文件，读不出内容"), help)
}

/// The cause, where another program has left its marks all over the text.
pub(super) fn marks(source: &Source) -> Option<Found> {
    let text = source.text();
    let start = text.trim_start();
    if start.starts_with("<!DOCTYPE") || start.starts_with("<!doctype") || start.starts_with("<html") {
        let words = Words::new("这是网页（HTML），只是名称像数据文件，读不出内容", FILL_IN);
        return Some((first_line(source, text.len() - start.len()), words));
    }
    sheet(source)
}

fn first_line(source: &Source, at: usize) -> Span {
    let line = source.line_span(at);
    Span::new(at, line.end)
}

/// Lines that a sheet has put into quotes, or padded with commas: `"received = [31, 4]"`, `[requests],,,,`.
fn sheet(source: &Source) -> Option<Found> {
    /// A person writes fewer such lines.
    const FEWEST: usize = 3;
    let (mut at, mut edits, mut first) = (0, Vec::new(), None);
    for line in source.text().split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        if let Some(plain) = without_marks(written) {
            let span = Span::new(at, at + written.len());
            first.get_or_insert(span);
            edits.push(Edit { span, text: plain });
        }
        at += line.len();
    }
    let first = first.filter(|_| edits.len() >= FEWEST)?;
    let count = edits.len();
    let after = String::from_utf8(crate::source::apply(source.text().as_bytes(), &edits)).ok()?;
    let change = Change::in_text(
        source,
        first,
        "各行的写法".to_owned(),
        "表格软件加的引号、逗号".to_owned(),
        "去掉".to_owned(),
    );
    let fix = Fix { edits, changes: vec![change], also: Vec::new() };
    let mut words = Words::new(
        format!("这个文件用 Excel、WPS 等表格软件存过：有 {count} 行加上了引号或者逗号，这是第一行"),
        "请不要用表格软件打开数据文件；用记事本打开原来的文件填写，没有留存的，可以用 nianbao check --fix 去掉这些引号和逗号",
    );
    words.fix = Some(fix).filter(|_| DeTable::parse(&after).is_ok());
    Some((first, words))
}

/// A line without the marks of a sheet, if it has them.
fn without_marks(line: &str) -> Option<String> {
    let bare = line.trim_end_matches([',', '\t', ' ']);
    let is_padded = line.trim_end().ends_with(",,");
    let inside = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_statement = |inside: &&str| {
        let is_line = inside.contains('=') || inside.starts_with(['[', '#']);
        is_line && !inside.replace("\"\"", "").contains('"')
    };
    match inside.filter(is_statement) {
        Some(inside) => Some(inside.replace("\"\"", "\"")),
        None => is_padded.then(|| bare.to_owned()),
    }
}
