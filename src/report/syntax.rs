//! Faults of the text itself: what the TOML reader refuses, in the terms of a clerk's mistake.
//!
//! The text is cut into statements (a key with its value, a section heading); each statement that
//! does not read gives one fault. So one missing bracket is one message, and the statements after
//! it are still judged.

mod by_key;
mod classify;
mod scan;

use toml::Spanned;
use toml::de::DeTable;

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
/// More faults than this are no help.
const MAX_FAULTS: usize = 20;

/// What a text is written in, if not in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GBK, also called ANSI.
    Gbk,
    /// UTF-16, also called Unicode.
    Utf16,
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
    /// A year that is not four digits; what is written.
    BadYear(String),
    /// Words that open with a quote and do not close it; the value as it should read.
    OpenQuote(String),
    /// Quotes within quotes.
    InnerQuotes,
    /// Words without quotes where words belong.
    WordsWithoutQuotes(String),
    /// A figure beside the `""` that it should have replaced; the figure.
    BesideBlank(String),
    /// A date that is not written with two digits for month and day, or that does not exist.
    BadDate(String),
    /// A key or section that stands twice; its name.
    Twice(String),
    /// A key that is used as a value and as a section; its name.
    Conflict(String),
    /// Something stands behind a complete value.
    Trailing,
    /// Anything else.
    Other,
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
            Unreadable::NotText => SyntaxProblem::Encoding(Encoding::Unknown),
        };
        return Err(vec![Fault::Syntax { span: Span::default(), problem }]);
    }
    if let Some(at) = beyond_limits(source.text()) {
        return Err(vec![Fault::Syntax { span: Span::new(at, at + 1), problem: SyntaxProblem::TooMuch }]);
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

/// Where a text has more lines, table cells or values than any report: each of them takes a
/// hundredfold of its bytes in memory or in an output, so the limit on bytes alone does not bound
/// what a file costs.
fn beyond_limits(text: &str) -> Option<usize> {
    let (mut lines, mut bars, mut commas) = (MAX_LINES, MAX_LINES, MAX_VALUES);
    text.bytes().position(|byte| {
        let left = match byte {
            b'\n' => &mut lines,
            b'|' => &mut bars,
            b',' => &mut commas,
            _ => return false,
        };
        *left = left.saturating_sub(1);
        *left == 0
    })
}

fn faults(source: &Source, starts: &[usize]) -> Vec<Fault> {
    let mut rest = source.text().to_owned().into_bytes();
    let mut faults = Vec::new();
    for statement in scan::statements(source.text()).flatten() {
        let Some((span, problem)) = judge(source, &statement) else { continue };
        blank(&mut rest, statement.span);
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

/// Reads one statement alone.
fn judge(source: &Source, statement: &Statement) -> Option<(Span, SyntaxProblem)> {
    let base = statement.span.start;
    let text = source.slice(statement.span);
    if let Some((at, problem)) = &statement.problem {
        return Some((*at, problem.clone()));
    }
    let error = DeTable::parse(text).err()?;
    if let Some(found) = by_key::by_key(text, base) {
        return Some(found);
    }
    let span = error.span().map_or(statement.span, |s| Span::new(base + s.start, base + s.end));
    let (span, problem) = classify::classify(text, base, span, error.message());
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
    let mut faults = Vec::new();
    // All of a section that stands twice is one fault, at its heading.
    let mut twice_until = 0;
    for error in errors {
        let span: Span = error.span().unwrap_or_default().into();
        if span.start < twice_until {
            continue;
        }
        let statement = starts.partition_point(|&start| start <= span.start);
        if last == Some(statement) || faults.len() >= most {
            continue;
        }
        last = Some(statement);
        let name = text.get(span.start..span.end).unwrap_or_default().to_owned();
        let problem = if error.message().starts_with("duplicate key") {
            let is_heading =
                |start: &usize| text.get(*start..).is_some_and(|rest| rest.trim_start().starts_with('['));
            if statement.checked_sub(1).and_then(|index| starts.get(index)).is_some_and(is_heading) {
                let rest = starts.get(statement..).unwrap_or_default();
                twice_until = rest.iter().copied().find(|start| is_heading(start)).unwrap_or(text.len());
            }
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
