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
        Kind::Ofd => ("这是 OFD 文件", FILL_IN),
        Kind::Packed => ("这是压缩包一类的文件（如 .zip）", FILL_IN),
    };
    Words::new(format!("{what}，只是名称像数据文件，读不出内容"), help)
}

/// The cause, where another program has left its marks all over the text.
pub(super) fn marks(source: &Source) -> Option<Found> {
    let text = source.text();
    let start = text.trim_start();
    let other = tagged(start).or_else(|| json(start)).or_else(|| yaml(text));
    let Some(what) = other else { return sheet(source) };
    let words = Words::new(format!("这是{what}，只是名称像数据文件，读不出内容"), FILL_IN);
    Some((first_line(source, text.len() - start.len()), words))
}

/// What is written in tags.
fn tagged(start: &str) -> Option<&'static str> {
    /// Where the first tag of a page stands.
    const HEAD: usize = 1_000;
    let rest = start.strip_prefix('<')?;
    let head: String = start.chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    let is_tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '?' | '!'));
    match head.starts_with("<!doctype html") || head.contains("<html") {
        true => Some("网页（HTML）"),
        false => (is_tag && start.contains("</")).then_some(" XML 文件"),
    }
}

fn json(start: &str) -> Option<&'static str> {
    let behind = |open: char| start.strip_prefix(open).map(str::trim_start);
    let is_object = behind('{').is_some_and(|rest| rest.starts_with(['"', '}']));
    let is_list = behind('[').is_some_and(|rest| rest.starts_with('{'));
    (is_object || is_list).then_some(" JSON 文件")
}

/// Keys with colons, and lines that belong to them or a line of dashes before them; nothing of a data file.
fn yaml(text: &str) -> Option<&'static str> {
    const FEWEST: usize = 3;
    let (mut keys, mut opens) = (0, false);
    for line in text.lines().map(str::trim) {
        let key_end =
            line.find(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c)).unwrap_or(line.len());
        let (key, rest) = line.split_at(key_end);
        let rest = rest.trim_start();
        if rest.starts_with('=') && !key.is_empty() || line.starts_with('[') {
            return None;
        }
        opens |= keys == 0 && line == "---";
        if let Some(value) = rest.strip_prefix(':').filter(|_| !key.is_empty()) {
            keys += usize::from(value.is_empty() || value.starts_with(' '));
            opens |= matches!(value.trim(), "" | "|" | ">" | "|-" | ">-");
        }
    }
    (opens && keys >= FEWEST).then_some(" YAML 文件")
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

#[cfg(test)]
mod tests {
    use crate::format::Forms;
    use crate::rules::testing::SOUND;
    use crate::source::Source;

    fn said(text: &str) -> Vec<String> {
        let checked =
            crate::rules::check(&Source::from_bytes("年报.toml", text.as_bytes()), &Forms::built_in());
        checked.findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn text_in_another_notation_is_named_once() {
        for (text, what) in [
            ("{\n  \"year\": 2024,\n  \"agency\": { \"name\": \"青禾县\" }\n}\n", " JSON 文件"),
            ("[\n  { \"year\": 2024 }\n]\n", " JSON 文件"),
            ("<?xml version=\"1.0\"?>\n<report><year>2024</year></report>\n", " XML 文件"),
            ("<w:document><w:body></w:body></w:document>\n", " XML 文件"),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html><body></body></html>\n", "网页（HTML）"),
            ("<HTML><body></body></HTML>\n", "网页（HTML）"),
            ("format: \"2021\"\nyear: 2024\nagency:\n  name: 青禾县\n", " YAML 文件"),
            ("# 年报\n---\nformat: \"2021\"\nyear: 2024\nname: 青禾县\n", " YAML 文件"),
        ] {
            assert_eq!(said(text), [format!("这是{what}，只是名称像数据文件，读不出内容")], "{text}");
        }
        // A data file with a few signs of another notation is still one.
        for (from, to) in [
            ("year   = 2024", "year: 2024"),
            ("name     = ", "name: "),
            ("format = \"2021\"", "<format>2021</format>"),
            ("[agency]", "{\"agency\"}"),
        ] {
            let messages = said(&SOUND.replace(from, to));
            assert!(
                !messages.is_empty() && !messages.iter().any(|one| one.contains("只是名称像")),
                "{messages:?}"
            );
        }
    }

    #[test]
    fn text_that_another_program_has_garbled_is_named_once() {
        let garbled = encoding_rs::GBK.decode_without_bom_handling(SOUND.as_bytes()).0;
        let [message] = <[_; 1]>::try_from(said(&garbled)).unwrap();
        assert!(message.starts_with("文件里的中文都成了乱码：") && message.contains("本来是“"), "{message}");
    }
}
