//! Cuts a text into statements, without judging them.

use super::MAX_DEPTH;
use crate::source::Span;

/// Quotes of every kind that are typed around a value.
pub(crate) const QUOTES: [char; 10] = ['"', '\'', '“', '”', '‘', '’', '„', '＂', '＇', '′'];

/// A key with its value, or a section heading, to the end of its last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Where it stands.
    pub span: Span,
    /// What it opens and never closes, and where.
    pub open: Option<(Span, Open)>,
}

/// What is opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// The bracket of a row.
    List,
    /// The bracket of a section's heading.
    Heading,
    /// The three quotes before a narrative, which are these.
    Narrative(&'static str),
    /// Those before a narrative whose closing quotes are mistyped; the place is that of the latter.
    Mistyped,
}

/// The statements of a text, one after the other; an error is the place where nesting exceeds
/// [`MAX_DEPTH`], and ends the walk.
pub(crate) struct Statements<'t> {
    text: &'t str,
    at: usize,
}

/// Cuts a text into statements.
pub(crate) fn statements(text: &str) -> Statements<'_> {
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
            Ok((end, open)) => {
                // A scanner that does not move would never end.
                self.at = end.max(start + 1);
                Ok(Statement { span: Span::new(start, self.at), open })
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

type Unclosed = Option<(Span, Open)>;

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads to the line break that ends the statement, or to the end of the text.
    fn statement(mut self) -> Result<(usize, Unclosed), usize> {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut dots = 0;
        let heading = self.rest().trim_start_matches([' ', '\t']).starts_with('[');
        // A stray line of prose ends with itself, whatever brackets and quotes it holds.
        let junk = is_junk(self.rest());
        while let Some(c) = self.rest().chars().next() {
            let here = self.at;
            match c {
                '\n' => {
                    self.at += 1;
                    if open.is_empty() || junk {
                        return Ok((self.at, None));
                    }
                    let line = first_line(self.rest());
                    // The members of an inline table may stand on lines of their own.
                    let in_braces = open.iter().any(|&(_, c)| c != '[');
                    if heading || is_section(line) || begins_key(line) && !in_braces {
                        let first = open.first().map_or(here, |&(at, _)| at);
                        return Ok((self.at, Some((Span::new(first, first + 1), unclosed(heading)))));
                    }
                    continue;
                }
                '#' => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                '[' | '{' | '｛' => {
                    open.push((here, c));
                    if open.len() > MAX_DEPTH {
                        return Err(here);
                    }
                }
                ']' | '}' | '｝' => {
                    open.pop();
                }
                '.' => {
                    dots += 1;
                    if dots > MAX_DEPTH && open.is_empty() {
                        return Err(here);
                    }
                }
                '=' => dots = 0,
                '"' | '\'' if !(junk && is_triple(self.rest())) => {
                    if let Some(unclosed) = self.string(c) {
                        return Ok((self.at, Some(unclosed)));
                    }
                    continue;
                }
                _ => {}
            }
            self.at += c.len_utf8();
        }
        let first = open.first().filter(|_| !junk);
        Ok((self.at, first.map(|&(first, c)| (Span::new(first, first + c.len_utf8()), unclosed(heading)))))
    }

    /// Passes over a string. A single-line one that does not end is left to the TOML reader; of one
    /// over several lines it is said where it opens.
    fn string(&mut self, quote: char) -> Unclosed {
        let start = self.at;
        let triple = if quote == '"' { "\"\"\"" } else { "'''" };
        if !self.rest().starts_with(triple) {
            self.at += 1;
            self.at += single_line_end(self.rest(), quote);
            return None;
        }
        self.at += 3;
        let unclosed = (Span::new(start, self.at), Open::Narrative(triple));
        let mut mistyped: Option<Span> = None;
        let mut first = true;
        while !self.rest().is_empty() {
            let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
            if !first && (is_section(line) || opens_text(line)) {
                return Some(self.unclosed_text(unclosed, mistyped));
            }
            if let Some(close) = closing(line, triple, quote == '"') {
                let most = close + 5;
                // Up to two quotes may stand directly before the closing ones.
                let quotes = line.get(close..most.min(line.len())).map_or(3, |tail| count(tail, quote));
                self.at += close + quotes;
                return None;
            }
            if !first && mistyped.is_none() && is_quotes_only(line) {
                let indent = line.len() - line.trim_start().len();
                mistyped = Some(Span::new(self.at + indent, self.at + line.trim_end().len()));
            }
            self.at += line.len();
            first = false;
        }
        Some(self.unclosed_text(unclosed, mistyped))
    }

    /// What is said of a text that does not end: where it begins, or where its end is mistyped. Then
    /// what stands behind that end is still judged.
    fn unclosed_text(&mut self, unclosed: (Span, Open), mistyped: Option<Span>) -> (Span, Open) {
        let Some(span) = mistyped else { return unclosed };
        self.at = span.end;
        self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
        (span, Open::Mistyped)
    }
}

fn unclosed(heading: bool) -> Open {
    if heading { Open::Heading } else { Open::List }
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

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default().trim()
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.-".contains(c)
}

fn begins_key(line: &str) -> bool {
    let key_end = line.find(|c| !is_key_char(c)).unwrap_or(line.len());
    let (key, after) = line.split_at(key_end);
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && after.trim_start().starts_with(['=', '＝'])
}

/// True for `[section]` alone on a line; `[note](https://…)` in a text is none.
fn is_section(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_start_matches('[');
    let Some((name, after)) = inner.split_once(']') else { return false };
    let after = after.trim_start_matches(']').trim_start();
    inner.len() < line.len()
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(is_key_char)
        && (after.is_empty() || after.starts_with('#'))
}

/// True for `key = '''`.
fn opens_text(line: &str) -> bool {
    let line = line.trim();
    begins_key(line) && line.split_once('=').is_some_and(|(_, value)| is_triple(value.trim_start()))
}

fn is_triple(text: &str) -> bool {
    text.starts_with("'''") || text.starts_with("\"\"\"")
}

fn count(text: &str, quote: char) -> usize {
    text.chars().take_while(|&c| c == quote).count()
}

/// True for a line that is only quotes, such as `’’’`: the end of a text, but not in ASCII.
pub(crate) fn is_quotes_only(line: &str) -> bool {
    let line = line.trim();
    (1..=4).contains(&line.chars().count()) && line.chars().all(|c| QUOTES.contains(&c) || c == '`')
}

/// True if a line of nothing but quotes ends a text before the next section or text begins.
pub(crate) fn closes_text(rest: &str) -> bool {
    closing_line(rest).is_some()
}

/// That line.
pub(crate) fn closing_line(rest: &str) -> Option<&str> {
    let mut lines = rest.lines().take_while(|line| !is_section(line) && !opens_text(line));
    lines.find(|line| is_quotes_only(line))
}

/// True if a statement is neither a key with an equals sign, nor a heading, nor blank, nor a note:
/// a line of prose that belongs to what stands before it.
pub(crate) fn is_junk(statement: &str) -> bool {
    let line = first_line(statement);
    let Some(first) = line.chars().next() else { return false };
    let heading = match first {
        '[' => !line.contains("]("),
        '【' | '［' => line.ends_with(['】', '］', ']']) || line.contains('#'),
        _ => false,
    };
    // A key in Chinese or in quotes is a key too, if it looks like one and not like a sentence.
    let key = line.split_once(['=', '＝']).map(|(key, _)| key.trim());
    let is_word = |c: char| c.is_alphanumeric() || is_key_char(c) || "\"'“”".contains(c);
    let has_key = key.is_some_and(|key| key.chars().count() <= 40 && key.chars().all(is_word));
    !heading && !has_key && first != '#' && !has_colon(line)
}

/// True for a key with a colon in the place of its equals sign, before a figure, a row or a quote.
fn has_colon(line: &str) -> bool {
    let Some((key, value)) = line.split_once([':', '：']) else { return false };
    let key = key.trim();
    let value = value.trim_start();
    let is_value = |c: char| c.is_numeric() || "[［【".contains(c) || QUOTES.contains(&c);
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(is_key_char)
        && value.starts_with(is_value)
}

/// True for a heading, sound or not.
pub(crate) fn is_heading(statement: &str) -> bool {
    statement.trim_start().starts_with(['[', '【', '［'])
}

/// True for blank lines and notes.
pub(crate) fn is_blank(statement: &str) -> bool {
    let line = first_line(statement);
    line.is_empty() || line.starts_with('#')
}
