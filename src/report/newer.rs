//! What only TOML 1.1 allows: other programs, and the editors that clerks use, read TOML 1.0.

use crate::source::{Edit, Span};

/// What TOML 1.0 does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newer {
    /// An inline table over several lines, or with a comma behind its last entry.
    InlineTable,
    /// `\e` or `\x1b` in a text.
    Escape,
    /// A time without seconds.
    Time,
}

/// A place with what TOML 1.0 does not know, and how it writes the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub span: Span,
    pub newer: Newer,
    /// None if a note stands in the way.
    pub edits: Vec<Edit>,
}

/// More of them are no help.
const MOST: usize = 20;

/// Looks through a text that reads.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut scanner = Scanner { text: text.as_bytes(), at: 0, open: Vec::new(), found: Vec::new() };
    while scanner.found.len() < MOST && scanner.step() {}
    scanner.found
}

/// A bracket that is open.
struct Bracket {
    at: usize,
    is_table: bool,
    edits: Vec<Edit>,
    has_note: bool,
    /// The last comma, if nothing but blanks stands behind it.
    comma: Option<usize>,
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    open: Vec<Bracket>,
    found: Vec<Found>,
}

impl Scanner<'_> {
    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn find(&mut self, span: Span, newer: Newer, edits: Vec<Edit>) {
        self.found.push(Found { span, newer, edits });
    }

    /// Reads one sign outside texts, or a whole text; false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.text.get(self.at) else { return false };
        match byte {
            b'"' | b'\'' => self.string(byte),
            b'#' => {
                if let Some(bracket) = self.open.last_mut() {
                    bracket.has_note = true;
                }
                self.at += memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
                return true;
            }
            b' ' | b'\t' | b'\r' => {}
            b'\n' => self.line_break(),
            b'{' | b'[' => {
                let is_table = byte == b'{';
                self.touch();
                self.open.push(Bracket {
                    at: self.at,
                    is_table,
                    edits: Vec::new(),
                    has_note: false,
                    comma: None,
                });
            }
            b'}' | b']' => self.close(),
            b',' => {
                let at = self.at;
                if let Some(bracket) = self.open.last_mut() {
                    bracket.comma = Some(at);
                }
            }
            b':' => self.colon(),
            _ => self.touch(),
        }
        self.at += 1;
        true
    }

    /// Something stands behind the last comma.
    fn touch(&mut self) {
        if let Some(bracket) = self.open.last_mut() {
            bracket.comma = None;
        }
    }

    /// A line break in an inline table, with the blanks around it, is one blank in TOML 1.0.
    fn line_break(&mut self) {
        let at = self.at;
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
        let before = self.text.get(..at).unwrap_or_default().iter().rev().take_while(is_blank).count();
        let after = self.text.get(at + 1..).unwrap_or_default().iter().take_while(is_blank).count();
        let Some(bracket) = self.open.last_mut().filter(|bracket| bracket.is_table) else { return };
        let start = bracket.edits.last().map_or(at - before, |edit| edit.span.end.max(at - before));
        bracket.edits.push(Edit { span: Span::new(start, at + 1 + after), text: " ".to_owned() });
    }

    fn close(&mut self) {
        let end = self.at + 1;
        let Some(mut bracket) = self.open.pop() else { return };
        self.touch();
        if !bracket.is_table {
            return;
        }
        if let Some(comma) = bracket.comma {
            bracket.edits.push(Edit { span: Span::new(comma, comma + 1), text: String::new() });
            bracket.edits.sort();
        }
        if !bracket.edits.is_empty() {
            let edits = if bracket.has_note { Vec::new() } else { bracket.edits };
            self.find(Span::new(bracket.at, end), Newer::InlineTable, edits);
        }
    }

    /// Passes over a text; the place is then its last quote.
    fn string(&mut self, quote: u8) {
        self.touch();
        let triple = [quote; 3];
        let length = if self.rest().starts_with(&triple) { 3 } else { 1 };
        let mut at = self.at + length;
        // Only texts in double quotes have escapes.
        let escape = if quote == b'"' { b'\\' } else { quote };
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(quote, escape, rest) else {
                at = self.text.len();
                break;
            };
            at += found;
            let rest = rest.get(found..).unwrap_or_default();
            if rest.first() != Some(&quote) {
                self.escape(at);
                at += 2;
            } else if length == 1 || rest.starts_with(&triple) {
                // Up to two quotes may stand directly before the closing ones.
                let more = rest.iter().skip(length).take(2).take_while(|&&byte| byte == quote).count();
                at += if length == 3 { 2 + more } else { 0 };
                break;
            } else {
                at += 1;
            }
        }
        self.at = at;
    }

    fn escape(&mut self, at: usize) {
        let sign = self.text.get(at + 1);
        let digits = self.text.get(at + 2..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        let (end, meant) = match (sign, digits) {
            (Some(b'e'), _) => (at + 2, "\\u001B".to_owned()),
            (Some(b'x'), Some(digits)) => (at + 4, format!("\\u00{digits}")),
            _ => return,
        };
        if self.found.len() < MOST {
            let span = Span::new(at, end);
            self.find(span, Newer::Escape, vec![Edit { span, text: meant }]);
        }
    }

    /// `09:00` that no seconds follow.
    fn colon(&mut self) {
        self.touch();
        let at = self.at;
        let digits = |from: usize| {
            self.text.get(from..from + 2).is_some_and(|pair| pair.iter().all(u8::is_ascii_digit))
        };
        let Some(start) = at.checked_sub(2).filter(|&start| digits(start) && digits(at + 1)) else { return };
        let before = start.checked_sub(1).and_then(|before| self.text.get(before));
        // Seconds, or hours and minutes from Greenwich.
        if matches!(before, Some(b':' | b'+' | b'-')) || self.text.get(at + 3) == Some(&b':') {
            return;
        }
        let span = Span::new(start, at + 3);
        self.find(span, Newer::Time, vec![Edit { span: Span::new(at + 3, at + 3), text: ":00".to_owned() }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::apply;

    /// The text as TOML 1.0 writes it; both must say the same, but that a time has seconds.
    fn older(text: &str) -> String {
        let edits: Vec<Edit> = find(text).into_iter().flat_map(|found| found.edits).collect();
        let done = String::from_utf8(apply(text.as_bytes(), &edits)).unwrap();
        let read = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert!(read(text) == read(&done) || done.contains(":00"), "{done}");
        done
    }

    #[test]
    fn what_only_the_newer_toml_knows_is_written_as_before() {
        for (text, expected) in [
            ("a = {\n  b = 1,\n  c = [1,\n 2],\n}\nd = 3", "a = { b = 1, c = [1,\n 2] }\nd = 3"),
            ("a = { b = 1, }", "a = { b = 1 }"),
            ("a = {\r\n\r\n}", "a = {  }"),
            ("a = { b = {\nc = 1 } }", "a = { b = { c = 1 } }"),
            ("a = \"\\e[1m\\x41\\\\e\"", "a = \"\\u001B[1m\\u0041\\\\e\""),
            ("a = 2026-01-20T09:00\nb = 09:30 # 10:00", "a = 2026-01-20T09:00:00\nb = 09:30:00 # 10:00"),
            ("a = 2026-01-20 09:00+08:00", "a = 2026-01-20 09:00:00+08:00"),
        ] {
            assert_eq!(older(text), expected);
        }
    }

    #[test]
    fn what_toml_knew_before_is_left() {
        for text in [
            "a = { b = 1 }\nc = [\n 1,\n]\n",
            "a = '''\n{\n,}09:00\\e'''\nb = \"{\\n\\u001B 09:00\"\n# {\n[[c]]\nd = 2026-01-20T09:00:00+08:00",
            "a = ''''x''''' # '",
            "a = \"\"\"\\\\e\"\"\"\"\"\nb = 'C:\\x'",
        ] {
            assert_eq!(find(text), [], "{text}");
            assert_eq!(older(text), text);
        }
        let noted = find("a = { # 注\nb = 1 }");
        assert!(noted.len() == 1 && noted[0].edits.is_empty());
    }
}
