//! Headings, what is opened and never closed, and what stands twice.

use toml::de::DeTable;

use super::grammar::{self, Complaint};
use super::stated::Place;
use super::{Found, Words, character, narrative};
use crate::report::MAX_DEPTH;
use crate::report::keys;
use crate::report::statements::{Open, is_heading, statements};
use crate::rules::words::shorten;
use crate::source::{Source, Span};

/// A text larger than this is judged statement by statement only; a real one is far smaller.
const MAX_WHOLE: usize = 512 * 1024;

/// Words in quotes that do not end.
pub(super) fn open_quote(quote: char) -> Words {
    let help = format!("请在这一行文字的末尾补上 {quote}；多行正文用 ''' 开头和结尾");
    Words::new(format!("引号没有成对：缺少收尾的 {quote}"), help)
}

/// A row that does not end.
pub(super) fn open_row() -> Words {
    Words::new("方括号没有成对：缺少收尾的 ]", "请在这一行数字的末尾补上 ]").begins_here()
}

/// A heading that does not end.
pub(super) fn open_heading() -> Words {
    Words::new("部分名没有写完整：缺少收尾的 ]", "请照 [requests] 的样子写，前后各一个方括号").begins_here()
}

/// More brackets within each other than the limit.
pub(super) fn too_deep() -> Words {
    let message = format!("括号套得太深，超过 {MAX_DEPTH} 层，没有读取");
    Words::new(message, "请检查是否多写了左括号 [ 或 {，每行数据只用一对 [ ]")
}

/// A key or section that stands twice, with the line where it first stands, if that is a key of the same
/// section or a heading.
fn twice(name: &str, is_heading: bool, first: Option<usize>) -> Words {
    let shown = shorten(name);
    let message = match (first, is_heading) {
        (Some(line), true) => format!("[{shown}] 这一部分写了两次，第一次在第 {line} 行"),
        (Some(line), false) => format!("“{shown}”写了两次，第一次在第 {line} 行"),
        (None, _) => format!("“{shown}”写了两次"),
    };
    let help = match (is_heading, name) {
        (true, _) => "同一部分只能写一次，请把其中一处连同它下面的各行一起删去",
        (false, "text") => {
            "同一部分只能有一段正文，请删去多余的一处；若其中一段属于另一部分，请在它上面补上那一部分的名称，例如 [problems]"
        }
        (false, _) => "同一项只能写一次，请删去多余的一处",
    };
    Words::new(message, help)
}

/// The mistake of something that is opened and never closed; what stands at its place.
pub(super) fn unclosed(open: Open, written: &str) -> Words {
    match open {
        Open::List if written.starts_with(['{', '｛']) => {
            let help = "请在最后一项之后补上 }；也可以不用大括号，每项各写一行";
            Words::new("大括号没有成对：缺少收尾的 }", help).begins_here()
        }
        Open::List => open_row(),
        Open::Heading => open_heading(),
        Open::Narrative(quotes) => Words::new(
            format!("从这里开始的正文没有结束：缺少收尾的 {quotes}"),
            format!("请在这段正文之后另起一行，写上 {quotes}"),
        )
        .begins_here(),
        Open::Mistyped => narrative::closing(written),
    }
}

/// How the heading of a section is written.
pub(super) fn heading_of(key: &str) -> String {
    if keys::is_repeated(key) { format!("[[{key}]]") } else { format!("[{key}]") }
}

/// A heading such as `[存在问题]`.
pub(super) fn heading(text: &str, place: &Place<'_>) -> Option<Found> {
    let line = text.trim_end();
    let is_open = |c: char| matches!(c, '[' | '［' | '【');
    let inner = line.trim_start().trim_start_matches(is_open);
    let end = inner.find([']', '］', '】', '\n', '#']).unwrap_or(inner.len());
    let name = inner.get(..end)?.trim();
    let start = line.len() - inner.len();
    let is_word = name.chars().any(|c| c.is_alphanumeric() && !c.is_ascii() && character::ascii(c).is_none());
    (line.trim_start().starts_with(is_open) && is_word).then(|| {
        let help = match place.section_meant(name) {
            Some(key) => format!("请写作 {}；中文名称可写在后面的 # 之后", heading_of(key)),
            None => {
                "请照 nianbao new 生成的文件书写，例如 [problems]；中文名称可写在后面的 # 之后".to_owned()
            }
        };
        let words = Words::new(format!("部分名“{}”要用英文", shorten(name)), help);
        (Span::new(start, start + end), words)
    })
}

/// The mistakes that only two statements together make, such as a key that stands twice; `rest` is the
/// text with blanks for the statements that do not read alone.
pub(super) fn between_statements(source: &Source, rest: &[u8], most: usize) -> Vec<Found> {
    let Ok(text) = std::str::from_utf8(rest) else { return Vec::new() };
    let errors = if text.len() <= MAX_WHOLE {
        DeTable::parse_recoverable(text).1
    } else {
        DeTable::parse(text).err().into_iter().collect()
    };
    let starts: Vec<usize> = statements(source.text()).flatten().map(|one| one.span.start).collect();
    let mut last = None;
    let mut section_end = 0;
    let mut found = Vec::new();
    for error in errors {
        let span: Span = error.span().unwrap_or_default().into();
        let statement = starts.partition_point(|&start| start <= span.start);
        if last == Some(statement) || found.len() >= most || span.start < section_end {
            continue;
        }
        last = Some(statement);
        // A section that stands twice repeats all its keys: that is one mistake.
        let is_heading = |at: usize| text.get(at..).is_some_and(is_heading);
        let start = starts.get(statement.saturating_sub(1)).copied().unwrap_or_default();
        if is_heading(start) {
            let later = starts.get(statement..).unwrap_or_default();
            section_end = later.iter().copied().find(|&at| is_heading(at)).unwrap_or(text.len());
        }
        let name = text.get(span.start..span.end).unwrap_or_default();
        let words = match grammar::complaint(error.message()) {
            Complaint::Twice => repeated(source, span.start, name),
            Complaint::Conflict => Words::new(
                format!("“{}”已经填了内容，又当作分组使用", shorten(name)),
                "请只保留一种写法，项目名照 nianbao new 生成的文件填写",
            ),
            Complaint::Depth => too_deep(),
            // All else is seen in one statement.
            Complaint::Alone(_) | Complaint::Unknown => grammar::unknown(),
        };
        found.push((span, words));
    }
    found
}

fn repeated(source: &Source, place: usize, name: &str) -> Words {
    let is_heading = source.slice(source.line_span(place)).trim_start().starts_with('[');
    let first = first_of(source, place).map(|span| source.line(span.start));
    twice(name, is_heading, first)
}

/// Where the statement first stands that a place in the text repeats, if it is a key of the same section
/// or a heading.
fn first_of(source: &Source, place: usize) -> Option<Span> {
    let name = |text: &str| match is_heading(text) {
        true => text.split(']').next().unwrap_or_default().trim().to_owned(),
        false => text.split('=').next().unwrap_or_default().trim().to_owned(),
    };
    let spans = || statements(source.text()).flatten().map(|statement| statement.span);
    let repeated = spans().find(|span| span.start <= place && place < span.end)?;
    let (wanted, of_section) = (name(source.slice(repeated)), !is_heading(source.slice(repeated)));
    let mut first = None;
    for span in spans().take_while(|span| span.start < repeated.start) {
        let text = source.slice(span);
        if is_heading(text) && of_section {
            first = None;
        } else if name(text) == wanted && first.is_none() {
            first = Some(span);
        }
    }
    first
}
