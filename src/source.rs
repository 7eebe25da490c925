//! The text of a data file, places in it, and edits of it.

mod edit;
mod encoding;
mod kind;
pub(crate) mod spacing;

use std::ops::Range;
use std::sync::OnceLock;

pub use edit::{Edit, apply};
pub use encoding::decode;
pub(crate) use encoding::misread;
pub use kind::Kind;
use memchr::{memchr, memchr_iter};

/// A data file larger than this is refused unread; a real one is under 200 KB.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A stretch of a source text, in bytes, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; turned round if they are in the wrong order.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start.min(end), end: end.max(start) }
    }

    /// True if another lies within it.
    pub fn holds(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A place that a person can find: both count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// Why bytes are no text that the program can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Text in the GBK (ANSI) encoding.
    Gbk,
    /// Text in UTF-16.
    Utf16,
    /// UTF-8 but for a few bytes, which stand in the text as U+FFFD.
    Mixed,
    /// The same of GBK.
    MixedGbk,
    /// Text that was taken for GBK and saved so: another program has turned every Chinese character into wrong
    /// ones, some of which are lost.
    Misread,
    /// Text in another encoding, or damaged: it cannot be had whole.
    Unknown,
    /// A file of another kind, whatever its name says.
    Other(Kind),
    /// No text at all, or text in another encoding.
    NotText,
}

/// True for what no document can hold or show: control characters, marks that turn the direction of
/// writing round, and code points that are no characters.
pub(crate) fn is_unprintable(c: char) -> bool {
    // Nearly every character is one of these.
    if matches!(c, ' '..='~' | '\u{3000}'..='\u{D7FF}') {
        return false;
    }
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Signs that nobody sees: an editor shows nothing where they stand.
pub(crate) fn is_unseen(c: char) -> bool {
    unseen_name(c).is_some()
}

/// A sign that asks for another shape of the character before it: a font without that shape shows the usual one.
pub(crate) fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// What a sign that nobody sees is called.
pub(crate) fn unseen_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{200B}' => "零宽空格",
        '\u{200C}' => "零宽不连字",
        '\u{200D}' => "零宽连字",
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "书写方向标记",
        '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' => "不可见的格式标记",
        '\u{FEFF}' => "零宽不换行空格",
        '\u{00AD}' => "软连字符",
        _ => return None,
    })
}

/// A name on one line, with marks for what cannot be shown: the same as in the lines of a file beside a
/// finding.
pub(crate) fn visible(name: &str) -> String {
    const PICTURES: u32 = 0x2400;
    let picture = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(PICTURES + u32::from(c)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        c if is_unprintable(c) => '\u{FFFD}',
        c => c,
    };
    name.chars().map(picture).collect()
}

/// The part of a line that is shown or looked at, in bytes: all of it, or of one that is longer than
/// `longest` what is around its mark, with so much `before` that.
pub(crate) fn window(line: &str, mark: Option<usize>, before: usize, longest: usize) -> Range<usize> {
    if line.len() <= longest {
        return 0..line.len();
    }
    let boundary = |at: usize| (at..).find(|&at| line.is_char_boundary(at)).unwrap_or(line.len());
    let start = boundary(mark.map_or(0, |mark| mark.saturating_sub(before)).min(line.len()));
    start..boundary((start + longest).min(line.len()))
}

/// A source text with its name.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line starts; most files have no finding whose place is asked for.
    line_starts: OnceLock<Vec<usize>>,
    /// Characters before the start of each block of [`BLOCK`] bytes, so that the places of many findings
    /// on one long line do not each walk along all of it.
    characters: OnceLock<Vec<usize>>,
    problem: Option<Unreadable>,
}

/// See [`Source::characters`].
const BLOCK: usize = 4096;

/// The characters that begin in a stretch of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

impl Source {
    /// A source from text. A byte-order mark is dropped, and line ends that are only carriage returns
    /// (from an old Mac or an export) become line feeds, which takes no more bytes.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        let has = |byte: u8| memchr(byte, text.as_bytes()).is_some();
        if has(b'\r') && !has(b'\n') {
            text = text.replace('\r', "\n");
        }
        Self {
            name: name.into(),
            text,
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
            problem: None,
        }
    }

    /// A source from the bytes of a file. Bytes that are no UTF-8 text give a source that names its
    /// problem; it is empty unless only a few of them are wrong.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Self {
        if bytes.len() > MAX_BYTES {
            return Self::unreadable(name, Unreadable::TooLarge);
        }
        if let Some(kind) = kind::of(bytes) {
            return Self::unreadable(name, Unreadable::Other(kind));
        }
        match simdutf8::basic::from_utf8(bytes) {
            Ok(_) if memchr(b'\0', bytes).is_some() => Self::unreadable(name, recognise(bytes)),
            Ok(text) => Self { problem: misread(text).map(|_| Unreadable::Misread), ..Self::new(name, text) },
            Err(_) => match recognise(bytes) {
                Unreadable::Mixed => Self {
                    problem: Some(Unreadable::Mixed),
                    ..Self::new(name, String::from_utf8_lossy(bytes))
                },
                Unreadable::MixedGbk => Self {
                    problem: Some(Unreadable::MixedGbk),
                    ..Self::new(name, encoding::without_wrong_bytes(bytes))
                },
                problem => Self::unreadable(name, problem),
            },
        }
    }

    /// A source whose text cannot be had.
    pub fn unreadable(name: impl Into<String>, problem: Unreadable) -> Self {
        Self { problem: Some(problem), ..Self::new(name, "") }
    }

    /// Why the text cannot be had, if it cannot.
    pub fn problem(&self) -> Option<Unreadable> {
        self.problem
    }

    /// Name of the file as the user gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Name of the file with marks for what would steer a terminal.
    pub fn shown_name(&self) -> String {
        visible(&self.name)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty if the span is not in the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.line_starts().get(line - 1).copied().unwrap_or(0);
        let end = offset.min(self.text.len());
        let characters = match self.text.as_bytes().get(start..end) {
            Some(before) if before.len() < BLOCK => count(before),
            _ => self.characters_before(end).saturating_sub(self.characters_before(start)),
        };
        Position { line, column: characters + 1 }
    }

    fn line_starts(&self) -> &[usize] {
        let behind_breaks = || memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
        self.line_starts.get_or_init(|| std::iter::once(0).chain(behind_breaks()).collect())
    }

    fn characters(&self) -> &[usize] {
        self.characters.get_or_init(|| {
            let blocks = self.text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
                *before += count(block);
                Some(*before)
            });
            std::iter::once(0).chain(blocks).collect()
        })
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters().get(block).copied().unwrap_or_default() + count(rest)
    }

    /// Number of the line that holds a byte, without the walk along the line that its column takes.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).max(1)
    }

    /// The span of a line by its number, without its line break.
    pub fn span_of_line(&self, number: usize) -> Span {
        let start = |number: usize| self.line_starts().get(number.saturating_sub(1)).copied();
        start(number).map_or_else(Span::default, |start| self.line_span(start))
    }

    /// The span of the line that holds a byte, without its line break.
    pub fn line_span(&self, offset: usize) -> Span {
        let line = self.line(offset);
        let start = self.line_starts().get(line - 1).copied().unwrap_or(0);
        let end = self.line_starts().get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + text.trim_end_matches('\r').len())
    }
}

/// Names the encoding of bytes that are no UTF-8 text.
fn recognise(bytes: &[u8]) -> Unreadable {
    let whole = |encoding| if decode(bytes, encoding).is_some() { encoding } else { Unreadable::Unknown };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || has_utf16_zeros(bytes) {
        whole(Unreadable::Utf16)
    } else if is_mostly_utf8(bytes) {
        Unreadable::Mixed
    } else if is_gbk(bytes) {
        whole(Unreadable::Gbk)
    } else if encoding::is_mostly_gbk(bytes) {
        Unreadable::MixedGbk
    } else {
        Unreadable::NotText
    }
}

/// UTF-16 without a byte-order mark: line breaks and ASCII have a zero in every other byte.
fn has_utf16_zeros(bytes: &[u8]) -> bool {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (more, less) = (even.max(odd), even.min(odd));
    more * 10 >= bytes.len() && less * 20 <= more
}

/// UTF-8 with a few wrong bytes, such as a line that was pasted in another encoding. GBK read as UTF-8
/// makes hardly any whole character, so there the wrong bytes by far outnumber them.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        wrong += chunk.invalid().len();
    }
    let is_text = !bytes.iter().any(|b| matches!(b, 0..=0x08 | 0x0E..=0x1A));
    is_text && (whole > wrong || whole == 0 && !is_gbk(bytes) && wrong * 20 <= bytes.len())
}

fn is_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0x09 | 0x0A | 0x0D | 0x20..=0x7E, tail @ ..] => tail,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, tail @ ..] => tail,
            // GB18030 has four bytes for what GBK lacks.
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, tail @ ..] => tail,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let source = Source::new("a", "\u{FEFF}年报\r\nab");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("年".len()), Position { line: 1, column: 2 });
        assert_eq!(source.position("年报\r\na".len()), Position { line: 2, column: 2 });
        assert_eq!(source.slice(source.line_span(0)), "年报");
        assert_eq!(source.slice(source.line_span(8)), "ab");
        assert_eq!(source.position(999), Position { line: 2, column: 3 });
    }

    #[test]
    fn columns_of_a_long_line_are_counted_from_its_start() {
        let text = format!("首行\n{}", "年a".repeat(BLOCK));
        let source = Source::new("a", text.as_str());
        for (at, _) in text.char_indices().skip(3) {
            let column = text["首行\n".len()..at].chars().count() + 1;
            assert_eq!(source.position(at), Position { line: 2, column }, "{at}");
        }
        assert_eq!(source.position(text.len()).column, 2 * BLOCK + 1);
    }

    #[test]
    fn encodings_are_named() {
        let problem = |bytes: &[u8]| Source::from_bytes("a", bytes).problem();
        assert_eq!(problem("year = 2024 # 年度".as_bytes()), None);
        assert_eq!(problem(b"name = \"\xB1\xB1\xBE\xA9\"\n"), Some(Unreadable::Gbk));
        let utf16: Vec<u8> = "year = 2024 # 年度".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(problem(&utf16), Some(Unreadable::Utf16));
        assert_eq!(problem(&[&[0xFF, 0xFE][..], &utf16].concat()), Some(Unreadable::Utf16));
        assert_eq!(problem(b"\x03\x04\x00\x00\x08\xff\x00\x01"), Some(Unreadable::NotText));
        assert_eq!(problem(&vec![b'['; MAX_BYTES + 1]), Some(Unreadable::TooLarge));
    }

    #[test]
    fn what_cannot_be_converted_whole_is_told_apart() {
        let text =
            "name = \"青禾县住房和城乡建设局\"  # 㐀𠮷\nyear = 2024\nformat = \"2021\"  # 政府信息公开\n";
        let problem = |bytes: &[u8]| Source::from_bytes("a", bytes).problem();
        let gbk = encoding_rs::GB18030.encode(text).0;
        assert_eq!(problem(&gbk), Some(Unreadable::Gbk));
        assert_eq!(decode(&gbk, Unreadable::Gbk).as_deref(), Some(text));
        let broken: Vec<u8> =
            gbk.iter().flat_map(|&b| if b == b'y' { vec![b'y', 0xFF] } else { vec![b] }).collect();
        let source = Source::from_bytes("a", &broken);
        assert_eq!(source.problem(), Some(Unreadable::MixedGbk));
        assert_eq!(source.line(source.text().find('\u{FFFD}').unwrap()), 2);
        let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(problem(&[&[0xFF, 0xFE, 0, 0][..], &utf32].concat()), Some(Unreadable::Unknown));
        let mut odd: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        odd.push(0x41);
        assert_eq!(problem(&odd), Some(Unreadable::Unknown));
        assert_eq!(problem(b"# \xAA\xA1\xAA\xA1\n"), Some(Unreadable::Unknown), "private use");
    }

    #[test]
    fn files_of_other_kinds_are_known_by_their_beginning() {
        for (bytes, kind) in [
            (&b"PK\x03\x04\x00\x00word/document.xml"[..], Kind::Word),
            (b"PK\x03\x04\x00\x00xl/workbook.xml", Kind::Sheet),
            (b"PK\x03\x04\x00\x00OFD.xml", Kind::Ofd),
            (b"PK\x03\x04\x00\x00a.txt", Kind::Packed),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00", Kind::Old),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"{\\rtf1\\ansi year = 2024}", Kind::Rtf),
        ] {
            assert_eq!(Source::from_bytes("a", bytes).problem(), Some(Unreadable::Other(kind)));
        }
    }

    #[test]
    fn a_few_wrong_bytes_leave_the_text_readable() {
        let gbk = b"name = \"\xB1\xB1\xBE\xA9\"\n";
        let bytes = [gbk.as_slice(), "# 编制机关全称\n".as_bytes()].concat();
        let source = Source::from_bytes("a", &bytes);
        assert_eq!(source.problem(), Some(Unreadable::Mixed));
        assert!(source.text().contains('\u{FFFD}') && source.text().contains("编制机关全称"));
        let source = Source::from_bytes("a", b"name = \"abcdefghijk\" # \xFF\n");
        assert_eq!(source.problem(), Some(Unreadable::Mixed));
        let gbk: Vec<u8> = gbk.iter().copied().cycle().take(1_000).collect();
        assert_eq!(Source::from_bytes("a", &gbk).problem(), Some(Unreadable::Gbk));
    }

    #[test]
    fn carriage_returns_alone_end_lines() {
        let source = Source::new("a", "年报\rab\rc");
        assert_eq!(source.text(), "年报\nab\nc");
        assert_eq!(source.position("年报\rab\r".len()), Position { line: 3, column: 1 });
        assert_eq!(Source::new("a", "a\rb\nc").text(), "a\rb\nc");
    }
}
