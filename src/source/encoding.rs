//! The text of bytes in the encodings that old programs of Windows write.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::Unreadable;

/// The text of bytes in GBK or UTF-16; `None` for any other problem, and where a part of them is no text.
pub fn decode(bytes: &[u8], problem: Unreadable) -> Option<String> {
    let (encoding, bytes): (&Encoding, &[u8]) = match (problem, bytes) {
        (Unreadable::Gbk, _) => (GB18030, bytes),
        (Unreadable::Utf16, [0xFF, 0xFE, rest @ ..]) => (UTF_16LE, rest),
        (Unreadable::Utf16, [0xFE, 0xFF, rest @ ..]) => (UTF_16BE, rest),
        // ASCII has its zero in the second byte if the first is the lower one.
        (Unreadable::Utf16, _) => {
            let zeros =
                |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
            (if zeros(1) > zeros(0) { UTF_16LE } else { UTF_16BE }, bytes)
        }
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // What is of another encoding gives characters that no document has.
    let is_foreign = |c: char| matches!(c, '\0' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
    (!text.contains(is_foreign)).then(|| text.into_owned())
}

/// The text of bytes in GBK, with U+FFFD for those that are wrong.
pub(super) fn without_wrong_bytes(bytes: &[u8]) -> String {
    GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

/// GBK with a few wrong bytes.
pub(super) fn is_mostly_gbk(bytes: &[u8]) -> bool {
    if bytes.iter().any(|b| matches!(b, 0..=0x08 | 0x0E..=0x1F)) {
        return false;
    }
    let (mut common, mut other) = (0_usize, 0_usize);
    for c in without_wrong_bytes(bytes).chars().filter(|c| !c.is_ascii()) {
        let is_common = matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF5E}' | '\u{20000}'..='\u{3FFFF}');
        *(if is_common { &mut common } else { &mut other }) += 1;
    }
    common > 0 && other * 10 <= common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_windows_is_read_whole_or_not_at_all() {
        let text = "name = \"北京市\"  # 编制机关全称\r\n";
        let gbk = GB18030.encode(text).0;
        assert_eq!(decode(&gbk, Unreadable::Gbk).as_deref(), Some(text));
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [
            units(u16::to_le_bytes),
            units(u16::to_be_bytes),
            [&[0xFF, 0xFE][..], &units(u16::to_le_bytes)].concat(),
            [&[0xFE, 0xFF][..], &units(u16::to_be_bytes)].concat(),
        ] {
            assert_eq!(decode(&bytes, Unreadable::Utf16).as_deref(), Some(text));
        }
        assert_eq!(decode(&[&gbk, &[0x81][..]].concat(), Unreadable::Gbk), None);
        assert_eq!(decode(&[&[0xFF, 0xFE][..], &[0x00, 0xD8, 0x41, 0x00]].concat(), Unreadable::Utf16), None);
        assert_eq!(decode(text.as_bytes(), Unreadable::Mixed), None);
        assert_eq!(decode(b"\xAA\xA1\xAA\xA1", Unreadable::Gbk), None, "private use");
    }
}
