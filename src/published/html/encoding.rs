//! From bytes to text: byte order mark, then what the page says of itself, then what fits.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::HtmlError;

/// Where a page may say its encoding.
const HEAD: usize = 8192;
/// A sign that could not be read among so many bytes makes a text garbled.
const ONE_IN: usize = 600;
/// So few signs that could not be read are forgiven, as where a file was cut off.
const FORGIVEN: usize = 4;

/// The text of a file.
///
/// # Errors
/// Many of its signs cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, HtmlError> {
    decode_with(bytes, None)
}

/// The same, where a label outside of the file says its encoding, too.
pub(super) fn decode_with<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Cow<'a, str>, HtmlError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, len)) => {
            let rest = bytes.get(len..).unwrap_or_default();
            encoding.decode_without_bom_handling(rest).0
        }
        None => match simdutf8::basic::from_utf8(bytes) {
            // Text of another encoding that happens to be UTF-8 is never Chinese.
            Ok(text) if !text.contains('\0') => Cow::Borrowed(text),
            _ => best(bytes, label),
        },
    };
    if is_garbled(&text) { Err(HtmlError::Garbled) } else { Ok(text) }
}

/// The text by the encoding that leaves the fewest signs unread; what the page says of itself goes first.
fn best<'a>(bytes: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    let said = said(bytes).or_else(|| label.and_then(|label| Encoding::for_label(label.as_bytes())));
    let mut best: Option<(usize, Cow<'a, str>)> = None;
    for encoding in [utf_16(bytes), said, Some(UTF_8), Some(GB18030)].into_iter().flatten() {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if !has_errors {
            return text;
        }
        let unread = memmem::find_iter(text.as_bytes(), "\u{fffd}").count();
        if best.as_ref().is_none_or(|(least, _)| unread < *least) {
            best = Some((unread, text));
        }
    }
    best.map_or(Cow::Borrowed(""), |(_, text)| text)
}

/// UTF-16 without a mark: Latin letters and digits are every other byte a zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (first, second) if second > 2 && second > 4 * first => Some(UTF_16LE),
        (first, second) if first > 2 && first > 4 * second => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page's head says.
fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at + 1..)?;
        if !rest.starts_with(b"meta") && !rest.starts_with(b"?xml") {
            continue;
        }
        let tag = rest.get(..memchr::memchr(b'>', rest).unwrap_or(rest.len()))?;
        let found = [&b"charset"[..], b"encoding"].iter().find_map(|key| {
            let value = tag.get(memmem::find(tag, key)? + key.len()..)?.trim_ascii_start();
            let value = value.strip_prefix(b"=")?.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let end = value.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:".contains(b)));
            Encoding::for_label(value.get(..end.unwrap_or(value.len()))?)
        });
        // A page that can be read this far is not UTF-16, whatever it says.
        if let Some(encoding) = found {
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

/// True if many signs were lost, here or wherever the file came from.
fn is_garbled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let lost = memmem::find_iter(bytes, "\u{fffd}").count();
    // What lost signs become when they are taken for GBK.
    let lost_twice = memmem::find_iter(bytes, "锟斤拷").count();
    if lost + lost_twice > FORGIVEN && (lost + lost_twice) * ONE_IN > bytes.len() {
        return true;
    }
    // UTF-8 or GBK taken for Latin-1: accents in plenty and hardly any Chinese.
    let latin = memchr::memchr2_iter(0xc2, 0xc3, bytes).count();
    let chinese = || bytes.iter().filter(|byte| matches!(byte, 0xe3..=0xe9)).count();
    latin > 200 && latin * 12 > bytes.len() && latin > 4 * chinese()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_the_encoding() {
        assert_eq!(decode("\u{feff}公开".as_bytes()).unwrap(), "公开");
        assert_eq!(decode(b"\xff\xfe\x6c\x51\x00\x5f").unwrap(), "公开");
        assert_eq!(decode(b"\xfe\xff\x51\x6c\x5f\x00").unwrap(), "公开");
    }

    #[test]
    fn utf_16_is_seen_without_a_mark() {
        let bytes: Vec<u8> = "<p>公开</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).unwrap(), "<p>公开</p>");
    }

    #[test]
    fn gb2312_means_gb18030() {
        let page = "<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">䶮𠮷镕公开";
        assert_eq!(decode(&GB18030.encode(page).0).unwrap(), page);
        assert_eq!(decode(&GB18030.encode("没有标明").0).unwrap(), "没有标明");
    }

    #[test]
    fn utf_8_is_utf_8_whatever_the_page_says() {
        let page = "<meta charset=gbk>公开";
        assert_eq!(decode(page.as_bytes()).unwrap(), page);
    }

    #[test]
    fn another_encoding_is_read_where_the_page_says_it() {
        let page = "<meta charset='big5'>政府資訊";
        assert_eq!(decode(&encoding_rs::BIG5.encode(page).0).unwrap(), page);
    }

    #[test]
    fn a_file_that_was_cut_off_is_read() {
        let bytes = "政府信息公开".repeat(300);
        assert!(decode(&bytes.as_bytes()[..bytes.len() - 1]).unwrap().ends_with("信息公\u{fffd}"));
    }

    #[test]
    fn garbled_text_is_refused() {
        assert!(matches!(decode("政府\u{fffd}\u{fffd}信息".repeat(9).as_bytes()), Err(HtmlError::Garbled)));
        assert!(matches!(decode("锟斤拷锟斤拷公".repeat(9).as_bytes()), Err(HtmlError::Garbled)));
        let latin: String = "政府信息公开".repeat(50).bytes().map(char::from).collect();
        assert!(matches!(decode(latin.as_bytes()), Err(HtmlError::Garbled)));
    }
}
