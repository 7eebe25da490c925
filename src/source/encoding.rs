//! The text of bytes in the encodings that old programs of Windows write.

use encoding_rs::{Encoding, GB18030, GBK, UTF_16BE, UTF_16LE};

use super::{Span, Unreadable};

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

/// A word of UTF-8 that a program has taken for GBK, and saved as what it saw: where it stands, and what it was.
/// `None` if that is not certain of the whole text.
pub(crate) fn misread(text: &str) -> Option<(Span, String)> {
    /// Characters of other scripts than ASCII that are looked at, and those that tell sound text.
    const ENOUGH: usize = 200;
    const FIRST: usize = 12;
    /// Characters that must come out whole. Of sound text hardly one does.
    const FEWEST: usize = 6;
    let (mut seen, mut whole, mut word) = (0, 0, None);
    if text.is_ascii() {
        return None;
    }
    for run in text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()) {
        let end = run.char_indices().nth(ENOUGH).map_or(run.len(), |(at, _)| at);
        let run = run.get(..end).unwrap_or_default();
        let was = as_utf8(run);
        seen += run.chars().count();
        whole += was.chars().count();
        if word.is_none() && was.chars().nth(1).is_some() {
            let start = run.as_ptr().addr() - text.as_ptr().addr();
            word = Some((Span::new(start, start + run.len()), was));
        }
        if seen >= ENOUGH || seen >= FIRST && whole == 0 {
            break;
        }
    }
    // Two characters of GBK are four bytes, which is more than one character of UTF-8.
    word.filter(|_| whole >= FEWEST && whole * 3 >= seen)
}

/// The characters of Chinese text that the bytes of a text in GBK are in UTF-8.
fn as_utf8(text: &str) -> String {
    let is_chinese =
        |c: &char| matches!(c, '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    String::from_utf8_lossy(&GBK.encode(text).0).chars().filter(is_chinese).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_taken_for_gbk_is_told_from_sound_text() {
        let sound = "format = \"2021\"  # 格式\nname = \"青禾县住房和城乡建设局\"  # 编制机关全称\n";
        let damaged = GBK.decode_without_bom_handling(sound.as_bytes()).0;
        let (span, was) = misread(&damaged).unwrap();
        assert_eq!(was, "格式");
        assert!(damaged[span.start..span.end].starts_with("鏍煎紡"), "{damaged}");
        // What was lost is no longer in the text.
        let lost = damaged.replace('\u{FFFD}', "?");
        assert_eq!(misread(&lost).unwrap().1, "格式");
        for text in [
            sound,
            "",
            "year = 2024",
            "# 锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷",
            "鏍煎紡",
            "# 骞村害鎶ュ憡鐨勬牸寮忔湁璇",
        ] {
            let is_short_of_proof = text.starts_with("# 骞");
            assert_eq!(misread(text).is_some(), is_short_of_proof, "{text}");
        }
    }

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
