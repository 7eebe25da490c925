//! Headings, what is opened and never closed, and what stands twice.

use toml::de::DeTable;

use super::grammar::{self, Complaint};
use super::{Found, Words, character, narrative};
use crate::report::statements::{Open, is_heading, statements};
use crate::rules::words::shorten;
use crate::source::{Source, Span};

/// A text larger than this is judged statement by statement only; a real one is far smaller.
const MAX_WHOLE: usize = 512 * 1024;

/// A mistake of the text's structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A narrative that does not end; the quotes that open it.
    Narrative(&'static str),
    /// Words in quotes that do not end; the quote.
    Quote(char),
    /// A row that does not end.
    Row,
    /// A heading that does not end.
    Heading,
    /// A heading that is not in ASCII; its name.
    HeadingNotAscii(String),
    /// A key or section that stands twice.
    Twice {
        /// Its name.
        name: String,
        /// True for a section.
        is_heading: bool,
        /// The line where it first stands, if that is a key of the same section or a heading.
        first: Option<usize>,
    },
    /// A key that is used as a value and as a section; its name.
    Conflict(String),
}

impl Mistake {
    pub(super) fn words(&self) -> Words {
        match self {
            Mistake::Narrative(quotes) => Words::new(
                format!("从这里开始的正文没有结束：缺少收尾的 {quotes}"),
                format!("请在这段正文之后另起一行，写上 {quotes}"),
            )
            .begins_here(),
            Mistake::Quote(quote) => Words::new(
                format!("引号没有成对：缺少收尾的 {quote}"),
                format!("请在这一行文字的末尾补上 {quote}；多行正文用 ''' 开头和结尾"),
            ),
            Mistake::Row => {
                Words::new("方括号没有成对：缺少收尾的 ]", "请在这一行数字的末尾补上 ]").begins_here()
            }
            Mistake::Heading => {
                Words::new("部分名没有写完整：缺少收尾的 ]", "请照 [requests] 的样子写，前后各一个方括号")
                    .begins_here()
            }
            Mistake::HeadingNotAscii(name) => Words::new(
                format!("部分名“{}”要用英文", shorten(name)),
                "请照 nianbao new 生成的文件书写，例如 [problems]；中文名称可写在后面的 # 之后",
            ),
            Mistake::Twice { name, is_heading, first } => twice(name, *is_heading, *first),
            Mistake::Conflict(name) => Words::new(
                format!("“{}”已经填了内容，又当作分组使用", shorten(name)),
                "请只保留一种写法，项目名照 nianbao new 生成的文件填写",
            ),
        }
    }
}

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
pub(super) fn unclosed(open: Open, written: &str) -> super::Mistake {
    match open {
        Open::List => super::Mistake::Structure(Mistake::Row),
        Open::Heading => super::Mistake::Structure(Mistake::Heading),
        Open::Narrative(quotes) => super::Mistake::Structure(Mistake::Narrative(quotes)),
        Open::Mistyped => super::Mistake::Narrative(narrative::Mistake::Closing(written.to_owned())),
    }
}

/// A heading such as `[存在问题]`.
pub(super) fn heading(text: &str) -> Option<Found> {
    let line = text.trim_end();
    let inner = line.trim_start().trim_start_matches('[');
    let end = inner.find([']', '］', '】', '\n', '#']).unwrap_or(inner.len());
    let name = inner.get(..end)?.trim();
    let start = line.len() - inner.len();
    let is_word = name.chars().any(|c| c.is_alphanumeric() && !c.is_ascii() && character::ascii(c).is_none());
    let mistake = super::Mistake::Structure(Mistake::HeadingNotAscii(name.to_owned()));
    (line.trim_start().starts_with('[') && is_word).then_some((Span::new(start, start + end), mistake))
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
        let mistake = match grammar::complaint(error.message()) {
            Complaint::Twice => super::Mistake::Structure(repeated(source, span.start, name)),
            Complaint::Conflict => super::Mistake::Structure(Mistake::Conflict(name.to_owned())),
            Complaint::Depth => super::Mistake::TooDeep,
            // All else is seen in one statement.
            Complaint::Alone(_) | Complaint::Unknown => super::Mistake::Grammar(grammar::Mistake::Unknown),
        };
        found.push((span, mistake));
    }
    found
}

fn repeated(source: &Source, place: usize, name: &str) -> Mistake {
    let is_heading = source.slice(source.line_span(place)).trim_start().starts_with('[');
    let first = first_of(source, place).map(|span| source.line(span.start));
    Mistake::Twice { name: name.to_owned(), is_heading, first }
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
