//! D001: the text itself does not read.
//!
//! Everything else needs a text that reads, so nothing else is judged until it does. Each kind of mistake
//! that clerks make has a file: how it is recognised, and the words for it.

mod character;
pub(in crate::rules::data) mod date;
mod figure;
mod foreign;
mod grammar;
pub(in crate::rules::data) mod label;
mod mend;
mod narrative;
mod number;
mod quoted;
mod stated;
mod structure;
mod value;

use grammar::Complaint;
pub(in crate::rules) use number::is_unit;
use stated::{Place, Stated};
use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::format::Forms;
use crate::report::statements::{
    Open, Statement, closes_text, is_blank, is_heading, is_junk, is_quotes_only, statements,
};
use crate::report::{Fault, MAX_LINES, Unread};
use crate::rules::{Acceptance, Example, FileRead, Look, Rule};
use crate::source::{Source, Span, Unreadable};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D001"),
    title: "数据文件的书写格式有误，无法读取",
    what: "数据文件要能按 TOML 的写法读出来。引号、逗号、括号、等号要用英文（半角），成对出现；文件要用 UTF-8 编码，不超过 4 MB，括号不超过 32 层。一项内容只报第一处，改好后再检查其余。",
    why: "读不出来的文件无法检查，也无法生成报告。",
    source: "TOML 1.0 规范；本程序数据文件的约定",
    fails: Example::new("year ＝ 2024  # 报告年度", &[("year   = 2024", "year   ＝ 2024")]),
    passes: Example::new("year = 2024  # 报告年度", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Fault(check),
};

/// More findings than this are no help.
const MOST: usize = 20;

/// A mistake: where it stands, and what a clerk is told of it.
type Found = (Span, Words);

/// What a clerk is told of a mistake.
#[derive(Debug)]
struct Words {
    message: String,
    help: String,
    /// Words at the place itself.
    label: &'static str,
    /// How it is mended, where that is certain.
    fix: Option<Fix>,
}

impl Words {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), label: "", fix: None }
    }

    fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// For what begins at the place.
    fn begins_here(self) -> Self {
        self.label("从这里开始")
    }
}

fn no_text(problem: Unreadable) -> Words {
    const SAVE_AS: &str = "用记事本打开此文件，选“文件→另存为”，在“编码”处选“UTF-8”，再保存；或者用 nianbao check --fix 转换，原来的文件会另存一份";
    match problem {
        Unreadable::TooLarge => {
            Words::new("文件超过 4 MB，没有读取", "请确认选对了文件；年度报告的数据文件一般不到 200 KB")
        }
        Unreadable::Gbk => Words::new("文件的文字编码是 GBK（又称 ANSI），本程序只读 UTF-8 编码", SAVE_AS),
        Unreadable::Utf16 => {
            Words::new("文件的文字编码是 UTF-16（又称 Unicode），本程序只读 UTF-8 编码", SAVE_AS)
        }
        Unreadable::Mixed => Words::new(
            "这一行里有无法识别的文字（显示为 �），其余部分是 UTF-8 编码",
            "请在记事本里找到这一行，删去显示为乱码的文字，重新输入，再按 UTF-8 编码保存",
        ),
        Unreadable::MixedGbk => Words::new(
            "这一行里有无法识别的文字（显示为 �），其余部分是 GBK（又称 ANSI）编码",
            "请在记事本里找到这一行，删去显示为乱码的文字，重新输入，再按 UTF-8 编码保存",
        ),
        Unreadable::Misread => Words::new(
            "文件里的中文都成了乱码：UTF-8 编码的文字被别的程序当作 GBK 打开，又存了一次",
            "乱码里往往有字已经丢失，不能再转换回来：请找回乱码以前的文件（备份、发送过的附件）；没有留存的，请用 nianbao new 重新生成，再把数字和文字填进去",
        ),
        Unreadable::Unknown => Words::new(
            "文件的文字编码不是 UTF-8，也不能断定是哪一种（可能是 Big5、UTF-32，或者文件已损坏）",
            "请用原来的软件打开，核对文字没有乱码，再另存为 UTF-8 编码；打不开的，请用 nianbao new 重新生成",
        ),
        Unreadable::Other(kind) => foreign::words(kind),
        Unreadable::NotText => Words::new(
            "这不是文本文件，或者文字编码无法识别",
            "请选择用 nianbao new 生成的数据文件（扩展名 .toml），不要选 Word、WPS 或 PDF 文件",
        ),
    }
}

fn check(file: &FileRead<'_>, fault: &Fault) -> Vec<Diagnostic> {
    let Fault::Unread(unread) = fault else { return Vec::new() };
    let found = mistakes(file.source, file.forms, *unread);
    let finding = |(span, Words { message, help, label, fix })| {
        RULE.error(span, message).help(help).label(label).fix(fix)
    };
    found.into_iter().map(finding).collect()
}

/// The mistakes in a text that gives no values, in its order.
fn mistakes(source: &Source, forms: &Forms, unread: Unread) -> Vec<Found> {
    match unread {
        Unread::NoText(problem @ (Unreadable::Mixed | Unreadable::MixedGbk)) => {
            wrong_bytes(source.text(), problem)
        }
        Unread::NoText(Unreadable::Misread) => misread(source.text()),
        Unread::NoText(problem) => vec![(Span::default(), no_text(problem))],
        Unread::TooMuch(span) => {
            let message = format!("文件超过 {MAX_LINES} 行，或表格、数字多得异常，没有读取");
            vec![(span, Words::new(message, "请确认选对了文件；年度报告的数据文件一般只有几百行"))]
        }
        Unread::TooDeep(span) => vec![(span, structure::too_deep())],
        Unread::Syntax => {
            foreign::marks(source).map_or_else(|| of_statements(source, forms), |found| vec![found])
        }
    }
}

/// The first word that was taken for another encoding.
fn misread(text: &str) -> Vec<Found> {
    let (span, was) = crate::source::misread(text).unwrap_or_default();
    let Words { message, help, .. } = no_text(Unreadable::Misread);
    let written = text.get(span.start..span.end).unwrap_or_default();
    // Two characters of UTF-8 are as many bytes as three of GBK.
    let begin = |text: &str, most: usize| match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    };
    let example = format!("，例如“{}”本来是“{}”", begin(written, 9), begin(&was, 6));
    vec![(span, Words::new(format!("{message}{example}"), help))]
}

/// The first wrong byte of each line.
fn wrong_bytes(text: &str, problem: Unreadable) -> Vec<Found> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find('\u{FFFD}') {
            let rest = line.get(at..).unwrap_or_default();
            let wrong = rest.len() - rest.trim_start_matches('\u{FFFD}').len();
            let span = Span::new(start + at, start + at + wrong);
            found.push((span, no_text(problem)));
        }
        start += line.len();
    }
    found.truncate(MOST);
    found
}

/// Each statement that does not read gives one mistake. So one missing bracket is one message, and the
/// statements after it are still judged.
fn of_statements(source: &Source, forms: &Forms) -> Vec<Found> {
    let stated = Stated::of(source.text(), forms);
    let mut section = String::new();
    let mut rest = source.text().to_owned().into_bytes();
    let mut found = Vec::new();
    // The lines of prose behind a mistake belong to it.
    let mut in_mistake = false;
    let mut in_bad_section = false;
    // Behind the broken opening of a text, what looks like data is most often a part of the text.
    let mut in_text = false;
    let mut empty_text: Option<Span> = None;
    let mut before: Option<Span> = None;
    let mut statements = statements(source.text()).flatten().peekable();
    while let Some(statement) = statements.next() {
        let text = source.slice(statement.span);
        if is_heading(text) {
            (in_bad_section, in_text, empty_text) = (false, false, None);
            section = stated.section(text);
        }
        let place = Place { stated: Some(&stated), section: &section };
        let junk = is_junk(text);
        if junk && in_mistake || in_text {
            blank(&mut rest, statement.span);
            in_text &= !is_quotes_only(text);
            continue;
        }
        let next = statements.peek().map(|next| source.slice(next.span));
        let Some(mut mistake) = judge(source, &statement, next, &place) else {
            if !is_blank(text) {
                (in_mistake, before) = (false, Some(statement.span));
                let is_empty = narrative::is_broken_opening(text, &place);
                empty_text = Some(statement.span).filter(|_| is_empty).or(empty_text);
            }
            if in_bad_section {
                // Under which section it stands is not known, so it repeats nothing.
                blank(&mut rest, statement.span);
            }
            continue;
        };
        blank(&mut rest, statement.span);
        in_bad_section |= is_heading(text);
        let rest = source.text().get(statement.span.end..).unwrap_or_default();
        let empty = before.filter(|_| junk).or(empty_text.take().filter(|_| closes_text(rest)));
        let opening = empty.and_then(|span| seemingly_empty(source, span));
        (in_mistake, before) = (true, None);
        in_text = opening.is_some() || narrative::is_broken_opening(text, &place);
        // Lines of prose behind it may belong to it.
        if opening.is_none() {
            mistake.1.fix = mend::fix(source, &statement, next.filter(|next| is_junk(next)), &place);
        }
        found.push(opening.unwrap_or(mistake));
        if found.len() == MOST {
            return found;
        }
    }
    with_structure(source, &rest, found)
}

/// The mistakes of statements with those between statements, `rest` being what reads by itself; in the order of the
/// text, and never none.
fn with_structure(source: &Source, rest: &[u8], mut found: Vec<Found>) -> Vec<Found> {
    found.extend(structure::between_statements(source, rest, MOST - found.len()));
    if found.is_empty() {
        found.push((Span::default(), grammar::unknown()));
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// The mistake in a statement that reads as an empty text, given what stands behind it.
fn seemingly_empty(source: &Source, span: Span) -> Option<Found> {
    let (place, words) = narrative::seemingly_empty(source.slice(span))?;
    Some((behind(span.start, place), words))
}

/// Reads one statement alone; `next` is the one after it.
fn judge(source: &Source, statement: &Statement, next: Option<&str>, of: &Place<'_>) -> Option<Found> {
    let base = statement.span.start;
    let text = source.slice(statement.span);
    if let Some((at, open)) = statement.open {
        let other = if open == Open::List { behind_bracket(text, of) } else { None };
        let other = other.map(|(place, words)| (behind(base, place), words));
        return Some(other.unwrap_or_else(|| (at, structure::unclosed(open, source.slice(at)))));
    }
    let error = DeTable::parse(text).err()?;
    let place = error.span().map_or(Span::new(0, text.len()), Span::from);
    let (place, words) = recognise(text, place, error.message(), next, of);
    Some((widen(source, behind(base, place)), words))
}

/// The mistake in a statement, given where and what the TOML library complains of; places count from the
/// start of the statement. First what cannot be seen, then what follows from the key, then what any
/// statement may have wrong.
fn recognise(text: &str, place: Span, message: &str, next: Option<&str>, of: &Place<'_>) -> Found {
    let complaint = grammar::complaint(message);
    // These two hide what the key tells.
    let is_plain = complaint != Complaint::Alone(grammar::Kind::Escape) && !character::is_space_first(text);
    let of_key =
        || structure::heading(text, of).or_else(|| value::mistake(text, next, of)).filter(|_| is_plain);
    character::unseen(text)
        .or_else(of_key)
        .or_else(|| label::mistake(text, of))
        .or_else(|| character::first(text))
        .unwrap_or_else(|| grammar::mistake(text, place, complaint, of))
}

/// The mistake in a row whose bracket is never closed: perhaps it is, but behind a stray quote or in full
/// width.
fn behind_bracket(text: &str, of: &Place<'_>) -> Option<Found> {
    let value = value::Value::of(text).filter(|value| value.kind() == value::Kind::Figures)?;
    figure::mistake(&value, of.row(value.key).map(|(_, set)| set)).or_else(|| character::wide_bracket(text))
}

/// A place that was counted from the start of a statement.
fn behind(start: usize, place: Span) -> Span {
    Span::new(start + place.start, start + place.end)
}

/// A caret needs a character to stand under.
fn widen(source: &Source, span: Span) -> Span {
    if span.end > span.start {
        return span;
    }
    let rest = source.text().get(span.start..).unwrap_or_default();
    Span::new(span.start, span.start + rest.chars().next().map_or(0, char::len_utf8))
}

/// Overwrites a statement with blanks, so that every other one keeps its place.
fn blank(text: &mut [u8], span: Span) {
    for byte in text.iter_mut().take(span.end).skip(span.start) {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

#[cfg(test)]
mod tests;
