//! Finds figure references in a text.

use super::filter::{DIGITS, Digits, MOST_DIGITS};
use super::{FILTERS, Filter};
use crate::report::to_half_width;

/// A stretch of a narrative text that is not plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// First byte in the text.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What it is.
    pub part: Part,
}

/// What a stretch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `\{{`, which stands for the braces themselves.
    Braces,
    /// A reference.
    Reference(Expression),
    /// Something that looks like a reference and is none.
    Malformed(Malformed),
}

/// A cell path, perhaps with a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The path, e.g. `requests.received.total`.
    pub path: String,
    /// What is made of the figure.
    pub filter: Option<Applied>,
}

/// A filter with its argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The filter.
    pub filter: &'static Filter,
    /// The path of the other figure, where the filter takes one.
    pub argument: Option<String>,
    /// How many decimals are asked for.
    pub digits: Digits,
}

/// Why something that looks like a reference is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// `{{` without `}}` on the same line.
    Unclosed,
    /// A cell path in braces that are not two half-width ones on each side.
    Braces(String),
    /// A full-width sign between the braces: what is written, what is meant.
    FullWidth(char, char),
    /// `{%` or `{#`.
    Statement,
    /// More references than any report has; the rest is plain text.
    TooMany,
    /// Nothing between the braces.
    Empty,
    /// The path is no path.
    Path,
    /// A filter that does not exist; its name.
    UnknownFilter(String),
    /// The filter's arguments are not as they must be; its name.
    Arguments(String),
}

/// Finds every reference, in order, and what was meant as one.
pub fn scan(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(brace) = next_brace(text, at) {
        let rest = text.get(brace..).unwrap_or_default();
        let escaped = text.get(..brace).is_some_and(|before| before.ends_with('\\'));
        let (start, end, part) = if rest.starts_with("{{") && escaped {
            (brace - 1, brace + 2, Part::Braces)
        } else if rest.starts_with("{{") {
            let (length, part) = reference(rest);
            (brace, brace + length, part)
        } else if rest.starts_with("{%") || rest.starts_with("{#") {
            (brace, brace + 2, Part::Malformed(Malformed::Statement))
        } else if let Some((start, end, path)) = wrong_braces(text, at, brace) {
            (start, end, Part::Malformed(Malformed::Braces(path)))
        } else {
            at = brace + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        found.push(Found { start, end, part });
        at = end;
        if found.len() == MOST {
            found.push(Found { start: end, end, part: Part::Malformed(Malformed::TooMany) });
            break;
        }
    }
    found
}

/// A text has no more references than this; a real one has some dozens.
const MOST: usize = 20_000;

/// Where the next brace stands.
fn next_brace(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    // The second byte of a full-width brace is one that few characters have.
    let mut places = memchr::memchr3_iter(b'{', b'}', SECOND, bytes).map(|offset| from + offset);
    places.find_map(|at| {
        let at = at - usize::from(text.as_bytes().get(at) == Some(&SECOND));
        text.get(at..).is_some_and(|rest| rest.starts_with(BRACES)).then_some(at)
    })
}

const BRACES: [char; 4] = ['{', '}', '｛', '｝'];
const SECOND: u8 = 0xBD;

/// A cell path in braces of the wrong kind or number, with its place. A path has a dot; other words
/// in braces are plain text.
fn wrong_braces(text: &str, from: usize, brace: usize) -> Option<(usize, usize, String)> {
    let rest = text.get(brace..)?;
    let is_cell = |path: &str| {
        is_path(path) && path.contains('.') && path.starts_with(|c: char| c.is_ascii_lowercase())
    };
    let closed_length = |rest: &str| rest.len() - rest.trim_start_matches(['}', '｝']).len();
    if rest.starts_with(['{', '｛']) {
        let inner = rest.trim_start_matches(['{', '｛']);
        let path_end =
            inner.bytes().take(LONGEST).position(|b| !(b.is_ascii_alphanumeric() || b" ._".contains(&b)))?;
        let (path, tail) = inner.split_at_checked(path_end)?;
        let end = text.len() - tail.len() + closed_length(tail);
        return (tail.starts_with(['}', '｝']) && is_cell(path.trim()))
            .then(|| (brace, end, path.trim().to_owned()));
    }
    // `a.b }}` without the opening braces; the braces of an escaped pair stand behind other words.
    let before = text.get(from..brace)?.trim_end_matches(' ');
    let length =
        before.bytes().rev().take_while(|&b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_').count();
    let path = before.get(before.len().checked_sub(length)?..)?;
    let opened = text.get(..from).is_some_and(|done| done.ends_with("{{"));
    let start = from + before.len() - length;
    (rest.starts_with("}}") && is_cell(path) && !opened)
        .then(|| (start, brace + closed_length(rest), path.to_owned()))
}

/// A reference longer than this is none: its closing braces are missing.
const LONGEST: usize = 300;

/// Reads a text that begins with `{{`: its length, and what it is.
fn reference(text: &str) -> (usize, Part) {
    // The search is bounded, since a text of nothing but opening braces would be searched to its end
    // for each of them.
    let bytes = text.as_bytes();
    let near = bytes.get(2..bytes.len().min(LONGEST)).unwrap_or_default();
    let border = near.windows(2).position(|pair| matches!(pair, [b'\n', _] | b"}}" | b"{{"));
    match border.map(|offset| offset + 2) {
        Some(close) if bytes.get(close) == Some(&b'}') => {
            let inner = text.get(2..close).unwrap_or_default();
            let part = expression(inner).map_or_else(Part::Malformed, Part::Reference);
            (close + 2, part)
        }
        _ => (2, Part::Malformed(Malformed::Unclosed)),
    }
}

fn expression(inner: &str) -> Result<Expression, Malformed> {
    if let Some(written) = inner.chars().find(|c| matches!(c, '\u{FF01}'..='\u{FF5E}' | '。' | '\u{3000}')) {
        let meant = if written == '。' { '.' } else { to_half_width(written) };
        return Err(Malformed::FullWidth(written, meant));
    }
    let (path, filter) = match inner.split_once('|') {
        Some((path, filter)) => (path.trim(), Some(filter.trim())),
        None => (inner.trim(), None),
    };
    if path.is_empty() {
        return Err(Malformed::Empty);
    }
    if !is_path(path) {
        return Err(Malformed::Path);
    }
    Ok(Expression { path: path.to_owned(), filter: filter.map(filter_of).transpose()? })
}

fn filter_of(text: &str) -> Result<Applied, Malformed> {
    let (name, arguments) = match text.split_once('(') {
        Some((name, rest)) => (name.trim(), Some(rest)),
        None => (text, None),
    };
    let filter = FILTERS.iter().find(|filter| filter.name == name);
    let filter = filter.ok_or_else(|| Malformed::UnknownFilter(name.to_owned()))?;
    let wrong = || Malformed::Arguments(name.to_owned());
    let inner = match arguments {
        Some(rest) => rest.trim_end().strip_suffix(')').ok_or_else(wrong)?.trim(),
        None => "",
    };
    let mut applied = Applied { filter, argument: None, digits: None };
    for written in inner.split(',').map(str::trim).filter(|_| !inner.is_empty()) {
        let (key, value) = written.split_once('=').ok_or_else(wrong)?;
        let (key, value) = (key.trim(), value.trim());
        if Some(key) == filter.argument && applied.argument.is_none() && is_path(value) {
            applied.argument = Some(value.to_owned());
        } else if key == DIGITS && applied.digits.is_none() {
            let digits = value.parse().ok().filter(|digits| *digits <= MOST_DIGITS);
            applied.digits = Some(digits.ok_or_else(wrong)?);
        } else {
            return Err(wrong());
        }
    }
    if applied.argument.is_some() == filter.argument.is_some() { Ok(applied) } else { Err(wrong()) }
}

fn is_path(text: &str) -> bool {
    let is_name =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    text.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, Part)> {
        scan(text).into_iter().map(|found| (&text[found.start..found.end], found.part)).collect()
    }

    fn plain(path: &str) -> Part {
        Part::Reference(Expression { path: path.into(), filter: None })
    }

    #[test]
    fn references_are_found_with_their_filters() {
        let filtered = |path: &str, filter: usize, argument: Option<&str>| {
            let applied =
                Applied { filter: &FILTERS[filter], argument: argument.map(str::to_owned), digits: None };
            Part::Reference(Expression { path: path.into(), filter: Some(applied) })
        };
        assert_eq!(
            parts("共{{ a.b }}件，{{year}}年"),
            [("{{ a.b }}", plain("a.b")), ("{{year}}", plain("year"))]
        );
        assert_eq!(
            parts("{{ a | percent( of = b.c ) }}{{ a|wan }}{{ a | change(from=last.a) }}")
                .into_iter()
                .map(|p| p.1)
                .collect::<Vec<_>>(),
            [filtered("a", 0, Some("b.c")), filtered("a", 1, None), filtered("a", 2, Some("last.a")),]
        );
    }

    #[test]
    fn decimals_are_asked_for_by_number() {
        let digits = |text: &str| match parts(text).remove(0).1 {
            Part::Reference(Expression { filter: Some(applied), .. }) => Ok(applied.digits),
            other => Err(other),
        };
        assert_eq!(digits("{{ a | percent(of=b, digits=2) }}"), Ok(Some(2)));
        assert_eq!(digits("{{ a | change(digits = 0,from=b) }}"), Ok(Some(0)));
        assert_eq!(digits("{{ a | wan(digits=4) }}"), Ok(Some(4)));
        assert_eq!(digits("{{ a | wan() }}"), Ok(None));
        for text in ["digits=5", "digits=-1", "digits=", "digits=二", "digits=1,digits=2", "digits=2,", "2"]
        {
            assert!(digits(&format!("{{{{ a | wan({text}) }}}}")).is_err(), "{text}");
        }
    }

    #[test]
    fn braces_can_be_written_and_single_ones_are_plain() {
        assert_eq!(parts(r"\{{ a }} { b } }}"), [(r"\{{", Part::Braces)]);
    }

    #[test]
    fn what_is_no_reference_is_told_apart() {
        let malformed = |text: &str| match parts(text).remove(0).1 {
            Part::Malformed(malformed) => malformed,
            other => panic!("{other:?}"),
        };
        assert_eq!(malformed("{{ a"), Malformed::Unclosed);
        assert_eq!(malformed("{{ a\n}}"), Malformed::Unclosed);
        assert_eq!(malformed("{{ a {{ b }}"), Malformed::Unclosed);
        assert_eq!(malformed("{% for x in y %}"), Malformed::Statement);
        assert_eq!(malformed("{# x #}"), Malformed::Statement);
        assert_eq!(malformed("{{ }}"), Malformed::Empty);
        assert_eq!(malformed("{{ a + 1 }}"), Malformed::Path);
        assert_eq!(malformed("{{ a. }}"), Malformed::Path);
        assert_eq!(malformed("{{ a | upper }}"), Malformed::UnknownFilter("upper".into()));
        assert_eq!(malformed("{{ a | wan | wan }}"), Malformed::UnknownFilter("wan | wan".into()));
        for text in
            ["{{ a | percent }}", "{{ a | percent(b) }}", "{{ a | change(of=b) }}", "{{ a | wan(1) }}"]
        {
            assert!(matches!(malformed(text), Malformed::Arguments(_)), "{text}");
        }
    }

    #[test]
    fn all_faults_are_found_in_one_run() {
        assert_eq!(parts("{{ a {{ b }} {% {{ }} {{ c").len(), 5);
    }
}
