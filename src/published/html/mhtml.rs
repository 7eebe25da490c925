//! The page within an MHTML file.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::memmem;

/// Most levels of parts within parts.
const MAX_BOUNDARIES: usize = 8;
/// Longest head of a part.
const MAX_HEAD: usize = 8192;

/// A page and what its part says of its encoding.
pub(super) struct Part<'a> {
    /// The page's bytes.
    pub(super) bytes: Cow<'a, [u8]>,
    /// Its encoding.
    pub(super) label: Option<String>,
}

/// True if the bytes begin like a mail that holds a page.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = head(bytes.trim_ascii_start()).0.to_ascii_lowercase();
    memmem::find(&head, b"mime-version:").is_some() && memmem::find(&head, b"content-type:").is_some()
}

/// The longest page of the file.
pub(super) fn page(bytes: &[u8]) -> Option<Part<'_>> {
    let bytes = bytes.trim_ascii_start();
    let mut boundaries: Vec<Vec<u8>> = Vec::new();
    let mut longest: Option<(Head, &[u8])> = None;
    let mut rest = Some(bytes);
    while let Some(part) = rest {
        let (head_bytes, after) = head(part);
        let head = Head::of(head_bytes);
        if let Some(boundary) = head.boundary.clone().filter(|_| boundaries.len() < MAX_BOUNDARIES) {
            boundaries.push(boundary);
        }
        let (body, next) = body(after, &boundaries);
        rest = next;
        if head.is_page && longest.as_ref().is_none_or(|(_, longest)| longest.len() < body.len()) {
            longest = Some((head, body));
        }
    }
    let (head, body) = longest?;
    Some(Part { bytes: head.decode(body), label: head.charset })
}

/// The head of a part and what comes after it.
fn head(part: &[u8]) -> (&[u8], &[u8]) {
    let limit = part.get(..MAX_HEAD).unwrap_or(part);
    let end = [&b"\r\n\r\n"[..], b"\n\n"]
        .iter()
        .filter_map(|blank| memmem::find(limit, blank).map(|at| (at, blank.len())))
        .min();
    let (at, blank) = end.unwrap_or((limit.len(), 0));
    (part.get(..at).unwrap_or_default(), part.get(at + blank..).unwrap_or_default())
}

/// The bytes up to the next line that parts the file, and those after that line.
fn body<'a>(bytes: &'a [u8], boundaries: &[Vec<u8>]) -> (&'a [u8], Option<&'a [u8]>) {
    for at in memmem::find_iter(bytes, b"--") {
        let begins_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        let after = bytes.get(at + 2..).unwrap_or_default();
        if begins_line && boundaries.iter().any(|boundary| after.starts_with(boundary)) {
            let next = memchr::memchr(b'\n', after).and_then(|end| after.get(end + 1..));
            return (bytes.get(..at).unwrap_or_default(), next);
        }
    }
    (bytes, None)
}

struct Head {
    is_page: bool,
    boundary: Option<Vec<u8>>,
    charset: Option<String>,
    encoding: String,
}

impl Head {
    fn of(bytes: &[u8]) -> Self {
        // Lines that begin with a blank go on with the line before.
        let text =
            String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
        let field = |wanted: &str| {
            let mut fields = text.lines().filter_map(|line| line.split_once(':'));
            fields.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let kind = field("content-type").unwrap_or_default();
        let parameter = |wanted: &str| {
            kind.split(';').skip(1).filter_map(|part| part.split_once('=')).find_map(|(name, value)| {
                let value = value.trim().trim_matches('"');
                (name.trim().eq_ignore_ascii_case(wanted) && !value.is_empty()).then(|| value.to_owned())
            })
        };
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Self {
            is_page: matches!(media.as_str(), "text/html" | "application/xhtml+xml"),
            boundary: parameter("boundary").map(String::into_bytes),
            charset: parameter("charset"),
            encoding: field("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase(),
        }
    }

    fn decode<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        match self.encoding.as_str() {
            "quoted-printable" => quoted_printable(body).into(),
            "base64" => base64(body).into(),
            _ => body.into(),
        }
    }
}

fn base64(body: &[u8]) -> Vec<u8> {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut signs: Vec<u8> = body.iter().copied().filter(is_sign).collect();
    // A single sign at the end was cut off from the others.
    if signs.len() % 4 == 1 {
        signs.pop();
    }
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&STANDARD, lenient).decode(&signs).unwrap_or_default()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        rest = after;
        match after {
            [_, b'\r', b'\n', after @ ..] | [_, b'\n', after @ ..] => rest = after,
            [_, high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok());
                if let (Some(high), Some(low)) = (digit(*high), digit(*low)) {
                    out.push(high << 4 | low);
                }
                rest = after;
            }
            [sign, after @ ..] => {
                out.push(*sign);
                rest = after;
            }
            [] => {}
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_page_is_taken() {
        let file = "From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b=1\"\r\n\r\n\
            --b=1\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>=B9=AB=\r\n=BF=AA</p> 1=3D1\r\n\
            --b=1\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n\
            --b=1\r\nContent-Type: image/png\r\n\r\n<p>a very long picture that is no page</p>\r\n--b=1--\r\n";
        assert!(looks_like(file.as_bytes()));
        let part = page(file.as_bytes()).unwrap();
        assert_eq!(part.label.as_deref(), Some("gb2312"));
        assert_eq!(&*part.bytes, b"<p>\xb9\xab\xbf\xaa</p> 1=1\r\n");
    }

    #[test]
    fn base64_is_read_over_its_lines_and_where_it_was_cut_off() {
        assert_eq!(base64(b"PHA+\r\nMTwv\r\ncD4=\r\n"), b"<p>1</p>");
        assert_eq!(base64(b"PHA+M"), b"<p>");
    }

    #[test]
    fn a_page_is_no_mail() {
        assert!(!looks_like("<p>mime-version</p>".as_bytes()));
        assert!(page(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx").is_none());
    }
}
