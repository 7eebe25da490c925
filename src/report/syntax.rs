//! Faults of the text itself: what the TOML reader refuses, in the terms of a clerk's mistake.
//!
//! The text is cut into statements (a key with its value, a section heading); each statement that
//! does not read gives one fault. So one missing bracket is one message, and the statements after
//! it are still judged.

mod classify;
mod figure;
mod number;
mod scan;
mod text_value;
mod value;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;
use crate::source::{Source, Span, Unreadable};
use scan::Statement;

/// A data file nested deeper than this is refused unread.
pub const MAX_DEPTH: usize = 32;
/// A text larger than this is judged statement by statement only; a real one is far smaller.
const MAX_WHOLE: usize = 512 * 1024;
/// A data file with more lines, or more bars of narrative tables, is refused unread.
pub const MAX_LINES: usize = 20_000;
/// A data file with more commas is refused unread.
const MAX_VALUES: usize = 1_100_000;
/// Commas that a list or table in a list counts for.
const LIST_COST: usize = 10;
/// More faults than this are no help.
const MAX_FAULTS: usize = 20;

/// What a text is written in, if not in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GBK, also called ANSI.
    Gbk,
    /// UTF-16, also called Unicode.
    Utf16,
    /// UTF-8 but for some bytes.
    Mixed,
    /// No text that can be recognised.
    Unknown,
}

/// Why a statement does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// The file is larger than the limit.
    TooLarge,
    /// The file has more lines or values than the limit.
    TooMuch,
    /// The file is nested deeper than the limit.
    TooDeep,
    /// The file is not UTF-8 text.
    Encoding(Encoding),
    /// A Chinese or full-width character where an ASCII one belongs: what is written, what is meant.
    FullWidth(char, char),
    /// A character that nobody sees, such as a zero-width space.
    Invisible(char),
    /// A key that is not written in ASCII.
    KeyNotAscii(String),
    /// A number with a unit or words behind it, or words without quotes.
    Unquoted(String),
    /// Nothing stands behind the equals sign.
    NoValue,
    /// There is no equals sign.
    NoEquals,
    /// A single backslash in double quotes, as in a Windows path; the whole string.
    Backslash(String),
    /// A string that does not end; how it is opened.
    UnclosedString(&'static str),
    /// A list that does not end.
    UnclosedList,
    /// A section heading that does not end.
    UnclosedHeading,
    /// Two commas with nothing between them.
    EmptyCell,
    /// Two values without a comma between them.
    MissingComma,
    /// A number that begins with a zero.
    LeadingZero,
    /// A comma that sets thousands apart; the number as it is written.
    Thousands(String),
    /// A date that is not written with two digits for month and day, or that does not exist.
    BadDate(String),
    /// A key or section that stands twice; its name.
    Twice(String),
    /// A key that is used as a value and as a section; its name.
    Conflict(String),
    /// Something stands behind a complete value.
    Trailing,
    /// A year that is not four digits; what is written.
    BadYear(String),
    /// Nothing stands where words in quotes belong; the key.
    NoText(String),
    /// Words without quotes where words belong; the words.
    WordsWithoutQuotes(String),
    /// Words in Chinese quotes: the first quote, and the sound line.
    ChineseQuotes(char, String),
    /// Words that open with a quote and do not close it; the value as it should read.
    OpenQuote(String),
    /// Words in quotes that go on in the next line.
    BrokenLine,
    /// Quotes within quotes.
    InnerQuotes,
    /// Something behind the closing quote.
    AfterQuote {
        /// The sound line with it inside the quotes, if it is words.
        inside: Option<String>,
        /// The sound line with it as a note, or without it.
        noted: Option<String>,
    },
    /// A narrative without the quotes that open it.
    NoOpening,
    /// Something else than three ASCII quotes at an end of a narrative.
    TextQuotes {
        /// What stands there.
        written: String,
        /// True at the end, false at the beginning.
        closing: bool,
    },
    /// Something behind the quotes that close a narrative; the quotes.
    AfterText(String),
    /// A backslash in a narrative between `"""`.
    BackslashInText,
    /// A heading that is not in ASCII; its name.
    HeadingNotAscii(String),
    /// A row without its opening bracket, or without any; the sound row.
    UnopenedList(String),
    /// A semicolon between figures.
    Semicolon(char),
    /// A quote too many in a row.
    StrayQuote,
    /// A figure beside the `""` that it should have replaced; the figure.
    BesideBlank(String),
    /// Something that is no figure.
    NotNumber {
        /// As it is written.
        written: String,
        /// The figure that is meant.
        mended: Option<String>,
    },
    /// Two figures where one belongs.
    TwoNumbers,
    /// A punctuation mark behind a figure or a row: the mark, and the sound end of the line.
    ExtraMark(String, String),
    /// Words behind a figure or a row without a `#`: the words, and the sound end of the line.
    NoHash(String, String),
    /// Anything else.
    Other,
}

impl SyntaxProblem {
    /// How many characters of a line are Chinese or full-width ones where ASCII ones belong.
    pub(crate) fn count_full_width(line: &str) -> usize {
        classify::count_full_width(line)
    }

    /// The sound line that is meant by the one at a place of the text, where it is known.
    pub(crate) fn mended_line(&self, source: &Source, place: usize) -> Option<String> {
        value::mended(source.slice(source.line_span(place)), self)
    }

    /// Where the statement first stands that a place in the text repeats, if it is a key of the same
    /// section or a heading.
    pub(crate) fn first_of(source: &Source, place: usize) -> Option<Span> {
        let name = |text: &str| match scan::is_heading(text) {
            true => text.split(']').next().unwrap_or_default().trim().to_owned(),
            false => text.split('=').next().unwrap_or_default().trim().to_owned(),
        };
        let statements = || scan::statements(source.text()).flatten().map(|statement| statement.span);
        let repeated = statements().find(|span| span.start <= place && place < span.end)?;
        let wanted = name(source.slice(repeated));
        let is_heading = scan::is_heading(source.slice(repeated));
        let mut first = None;
        for span in statements().take_while(|span| span.start < repeated.start) {
            let text = source.slice(span);
            if scan::is_heading(text) && !is_heading {
                first = None;
            } else if name(text) == wanted && first.is_none() {
                first = Some(span);
            }
        }
        first
    }
}

/// Reads the text as TOML.
///
/// # Errors
/// Every fault of the text, in order.
pub(super) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Vec<Fault>> {
    if let Some(problem) = source.problem() {
        let problem = match problem {
            Unreadable::TooLarge => SyntaxProblem::TooLarge,
            Unreadable::Gbk => SyntaxProblem::Encoding(Encoding::Gbk),
            Unreadable::Utf16 => SyntaxProblem::Encoding(Encoding::Utf16),
            Unreadable::Mixed => return Err(wrong_bytes(source.text())),
            Unreadable::NotText => SyntaxProblem::Encoding(Encoding::Unknown),
        };
        return Err(vec![Fault::Syntax { span: Span::default(), problem }]);
    }
    if let Some(at) = beyond_limits(source.text()) {
        return Err(vec![Fault::Syntax { span: Span::new(at, at + 1), problem: SyntaxProblem::TooMuch }]);
    }
    // What is sound and not too deep need not be cut into statements.
    if source.text().lines().all(|line| most_depth(line) <= MAX_DEPTH)
        && let Ok(table) = DeTable::parse(source.text())
        && table.get_ref().values().all(|value| is_within(value.get_ref(), MAX_DEPTH))
    {
        return Ok(table);
    }
    let mut starts = Vec::new();
    for statement in scan::statements(source.text()) {
        match statement {
            Ok(statement) => starts.push(statement.span.start),
            Err(at) => {
                return Err(vec![Fault::Syntax {
                    span: Span::new(at, at + 1),
                    problem: SyntaxProblem::TooDeep,
                }]);
            }
        }
    }
    DeTable::parse(source.text()).map_err(|_| faults(source, &starts))
}

/// A line leads no deeper than so far.
fn most_depth(line: &str) -> usize {
    line.bytes().filter(|byte| matches!(byte, b'[' | b'{' | b'.')).count()
}

/// True if lists and tables are nested no deeper than this in each other.
fn is_within(value: &DeValue<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return !matches!(value, DeValue::Array(_) | DeValue::Table(_));
    };
    match value {
        DeValue::Array(values) => values.iter().all(|value| is_within(value.get_ref(), depth)),
        DeValue::Table(values) => values.values().all(|value| is_within(value.get_ref(), depth)),
        _ => true,
    }
}

/// Where a text has more lines, table cells or values than any report: each of them takes a
/// hundredfold of its bytes in memory or in an output, so the limit on bytes alone does not bound
/// what a file costs.
pub(crate) fn beyond_limits(text: &str) -> Option<usize> {
    let count = |wanted: u8| memchr::memchr_iter(wanted, text.as_bytes()).count();
    let values = count(b',') + LIST_COST * (count(b'[') + count(b'{'));
    if count(b'\n').max(count(b'|')) < MAX_LINES && values < MAX_VALUES {
        return None;
    }
    let (mut lines, mut bars, mut commas) = (MAX_LINES, MAX_LINES, MAX_VALUES);
    let mut is_after_comma = false;
    text.bytes().position(|byte| {
        let after_comma = is_after_comma;
        is_after_comma = byte == b',' || after_comma && matches!(byte, b' ' | b'\t');
        let (left, cost) = match byte {
            b'\n' => (&mut lines, 1),
            b'|' => (&mut bars, 1),
            b',' => (&mut commas, 1),
            // A list or table in a list takes many times the memory of a number.
            b'[' | b'{' if after_comma => (&mut commas, LIST_COST),
            _ => return false,
        };
        *left = left.saturating_sub(cost);
        *left == 0
    })
}

/// The first wrong byte of each line.
fn wrong_bytes(text: &str) -> Vec<Fault> {
    let problem = SyntaxProblem::Encoding(Encoding::Mixed);
    let mut start = 0;
    let mut faults = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find('\u{FFFD}') {
            let wrong =
                line.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\u{FFFD}').len());
            let span = Span::new(start + at, start + at + wrong);
            faults.push(Fault::Syntax { span, problem: problem.clone() });
        }
        start += line.len();
    }
    faults.truncate(MAX_FAULTS);
    faults
}

fn faults(source: &Source, starts: &[usize]) -> Vec<Fault> {
    let mut rest = source.text().to_owned().into_bytes();
    let mut faults = Vec::new();
    // The lines of prose behind a fault belong to it.
    let mut in_fault = false;
    let mut in_bad_section = false;
    let mut before: Option<Span> = None;
    let mut statements = scan::statements(source.text()).flatten().peekable();
    while let Some(statement) = statements.next() {
        let text = source.slice(statement.span);
        if scan::is_heading(text) {
            in_bad_section = false;
        }
        let junk = scan::is_junk(text);
        if junk && in_fault {
            blank(&mut rest, statement.span);
            continue;
        }
        let next = statements.peek().map(|next| source.slice(next.span));
        let Some(found) = judge(source, &statement, next) else {
            if !scan::is_blank(text) {
                (in_fault, before) = (false, Some(statement.span));
            }
            if in_bad_section {
                // Under which section it stands is not known, so it repeats nothing.
                blank(&mut rest, statement.span);
            }
            continue;
        };
        blank(&mut rest, statement.span);
        in_bad_section |= scan::is_heading(text);
        let opening = before.filter(|_| junk).and_then(|span| {
            let (place, problem) = value::empty_text(source.slice(span))?;
            Some((Span::new(span.start + place.start, span.start + place.end), problem))
        });
        let (span, problem) = opening.unwrap_or(found);
        (in_fault, before) = (true, None);
        faults.push(Fault::Syntax { span, problem });
        if faults.len() == MAX_FAULTS {
            return faults;
        }
    }
    faults.extend(faults_between_statements(&rest, starts, MAX_FAULTS - faults.len()));
    if faults.is_empty() {
        faults.push(Fault::Syntax { span: Span::default(), problem: SyntaxProblem::Other });
    }
    faults.sort_by_key(|fault| match fault {
        Fault::Syntax { span, .. } => *span,
        _ => Span::default(),
    });
    faults
}

/// Reads one statement alone; `next` is the one after it.
fn judge(source: &Source, statement: &Statement, next: Option<&str>) -> Option<(Span, SyntaxProblem)> {
    let base = statement.span.start;
    let text = source.slice(statement.span);
    if let Some((at, problem)) = &statement.problem {
        let closer = (*problem == SyntaxProblem::UnclosedList).then(|| classify::unclosed_list(text, base));
        return Some(closer.flatten().unwrap_or((*at, problem.clone())));
    }
    let error = DeTable::parse(text).err()?;
    let span = error.span().map_or(statement.span, |s| Span::new(base + s.start, base + s.end));
    let (span, problem) = classify::classify(text, base, span, error.message(), next);
    Some((widen(source, span), problem))
}

/// A caret needs a character to stand under.
fn widen(source: &Source, span: Span) -> Span {
    if span.end > span.start {
        return span;
    }
    let length =
        source.text().get(span.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(span.start, span.start + length)
}

/// Faults that only two statements together make, such as a key that stands twice.
fn faults_between_statements(rest: &[u8], starts: &[usize], most: usize) -> Vec<Fault> {
    let Ok(text) = std::str::from_utf8(rest) else { return Vec::new() };
    let errors = if text.len() <= MAX_WHOLE {
        DeTable::parse_recoverable(text).1
    } else {
        DeTable::parse(text).err().into_iter().collect()
    };
    let mut last = None;
    let mut section_end = 0;
    let mut faults = Vec::new();
    for error in errors {
        let span: Span = error.span().unwrap_or_default().into();
        let statement = starts.partition_point(|&start| start <= span.start);
        if last == Some(statement) || faults.len() >= most || span.start < section_end {
            continue;
        }
        last = Some(statement);
        // A section that stands twice repeats all its keys: that is one fault.
        let is_heading = |at: usize| text.get(at..).is_some_and(scan::is_heading);
        let start = starts.get(statement.saturating_sub(1)).copied().unwrap_or_default();
        if is_heading(start) {
            let later = starts.get(statement..).unwrap_or_default();
            section_end = later.iter().copied().find(|&at| is_heading(at)).unwrap_or(text.len());
        }
        let name = text.get(span.start..span.end).unwrap_or_default().to_owned();
        let problem = if error.message().starts_with("duplicate key") {
            SyntaxProblem::Twice(name)
        } else if error.message().starts_with("cannot extend") {
            SyntaxProblem::Conflict(name)
        } else if error.message().contains("recurs") {
            SyntaxProblem::TooDeep
        } else {
            SyntaxProblem::Other
        };
        faults.push(Fault::Syntax { span, problem });
    }
    faults
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
