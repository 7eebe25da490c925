//! Cuts a text into statements, without judging them.

use super::{MAX_DEPTH, SyntaxProblem};
use crate::source::Span;

/// A key with its value, or a section heading, to the end of its last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Where it stands.
    pub span: Span,
    /// A fault that the cutting itself met: something opened and never closed.
    pub problem: Option<(Span, SyntaxProblem)>,
}

/// The statements of a text, one after the other; an error is the place where nesting exceeds
/// [`MAX_DEPTH`], and ends the walk.
pub(super) struct Statements<'t> {
    text: &'t str,
    at: usize,
}

/// Cuts a text into statements.
pub(super) fn statements(text: &str) -> Statements<'_> {
    Statements { text, at: 0 }
}

impl Iterator for Statements<'_> {
    type Item = Result<Statement, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let scanned = Scanner { text: self.text, at: start }.statement();
        Some(match scanned {
            Ok((end, problem)) => {
                // A scanner that does not move would never end.
                self.at = end.max(start + 1);
                Ok(Statement { span: Span::new(start, self.at), problem })
            }
            Err(at) => {
                self.at = self.text.len();
                Err(at)
            }
        })
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

type Problem = Option<(Span, SyntaxProblem)>;

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads to the line break that ends the statement, or to the end of the text.
    fn statement(mut self) -> Result<(usize, Problem), usize> {
        let mut open: Vec<usize> = Vec::new();
        let mut dots = 0;
        let heading = self.rest().trim_start_matches([' ', '\t']).starts_with('[');
        while let Some(c) = self.rest().chars().next() {
            let here = self.at;
            match c {
                '\n' => {
                    self.at += 1;
                    if open.is_empty() {
                        return Ok((self.at, None));
                    }
                    if heading || begins_statement(self.rest()) {
                        let first = open.first().copied().unwrap_or(here);
                        return Ok((self.at, Some((Span::new(first, first + 1), unclosed(heading)))));
                    }
                    continue;
                }
                '#' => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                '[' | '{' => {
                    open.push(here);
                    if open.len() > MAX_DEPTH {
                        return Err(here);
                    }
                }
                ']' | '}' => {
                    open.pop();
                }
                '.' => {
                    dots += 1;
                    if dots > MAX_DEPTH && open.is_empty() {
                        return Err(here);
                    }
                }
                '=' => dots = 0,
                '"' | '\'' => {
                    if let Some(problem) = self.string(c) {
                        return Ok((self.at, Some(problem)));
                    }
                    continue;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
        let problem = open.first().map(|&first| (Span::new(first, first + 1), unclosed(heading)));
        Ok((self.at, problem))
    }

    /// Passes over a string. A single-line one that does not end is left to the TOML reader; of one
    /// over several lines it is said where it opens.
    fn string(&mut self, quote: char) -> Problem {
        let start = self.at;
        let (triple, name) = if quote == '"' { ("\"\"\"", "\"\"\"") } else { ("'''", "'''") };
        if !self.rest().starts_with(triple) {
            self.at += 1;
            self.at += single_line_end(self.rest(), quote);
            return None;
        }
        self.at += 3;
        let body = self.at;
        let unclosed = Some((Span::new(start, body), SyntaxProblem::UnclosedString(name)));
        let Some(close) = closing(self.rest(), triple, quote == '"') else {
            self.at = self.text.len();
            return unclosed;
        };
        let line =
            self.text.get(body..body + close).and_then(|inside| inside.rfind('\n')).map(|at| body + at + 1);
        let before = line.and_then(|line| self.text.get(line..body + close)).unwrap_or_default();
        if let (Some(line), true) = (line, before.trim_end().ends_with('=') && begins_statement(before)) {
            // What seems to close this string opens the next one.
            self.at = line;
            return unclosed;
        }
        self.at = body + close + 3;
        // Up to two quotes may stand directly before the closing ones.
        while self.rest().starts_with(quote) && self.at < body + close + 5 {
            self.at += 1;
        }
        None
    }
}

fn unclosed(heading: bool) -> SyntaxProblem {
    if heading { SyntaxProblem::UnclosedHeading } else { SyntaxProblem::UnclosedList }
}

/// Length of a single-line string after its opening quote, the closing quote included.
fn single_line_end(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Where three quotes close a string, from its opening on.
fn closing(rest: &str, triple: &str, escapes: bool) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + rest.get(from..)?.find(triple)?;
        let backslashes = rest.get(..at)?.bytes().rev().take_while(|&b| b == b'\\').count();
        if !escapes || backslashes % 2 == 0 {
            return Some(at);
        }
        from = at + 1;
    }
}

/// True if a line opens a new statement: `key =` or `[section]` at its beginning.
fn begins_statement(line: &str) -> bool {
    let line = line.split('\n').next().unwrap_or_default().trim();
    let key_end =
        line.find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c))).unwrap_or(line.len());
    let (key, after) = line.split_at(key_end);
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic()) && after.trim_start().starts_with('=');
    let inner = line.trim_start_matches('[');
    let is_heading = inner.len() < line.len()
        && inner.starts_with(|c: char| c.is_ascii_alphabetic())
        && inner
            .split(']')
            .next()
            .is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)));
    is_key || is_heading
}
