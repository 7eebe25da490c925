//! The seal: a digest that each output carries of itself, so that the program can tell later whether
//! it is still as it was made.
//!
//! It guards the work of a clerk who went on in Word against being overwritten; it is no protection
//! against anybody who means to deceive.

use std::fmt::Write;

use memchr::memmem;
use sha2::{Digest, Sha256};

/// How a seal is written on the last line of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// What stands before the digest.
    pub before: &'static str,
    /// What stands behind it.
    pub after: &'static str,
}

impl Mark {
    /// The text with its seal as the last line.
    pub fn seal(self, mut text: String) -> String {
        // A template may have been saved with other line ends; they are not looked at later either.
        if text.contains('\r') {
            text.retain(|c| c != '\r');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        let digest = of_text(&text);
        text.extend([self.before, &digest, self.after, "\n"]);
        text
    }

    /// True if a text has a seal somewhere.
    pub fn is_in(self, bytes: &[u8]) -> bool {
        memmem::find(bytes, self.before.as_bytes()).is_some()
    }

    /// True if a text has a seal and is still as it was sealed. Line ends that a transfer has changed,
    /// and a byte-order mark that an upload has put in front, are no change.
    pub fn is_intact(self, bytes: &[u8]) -> bool {
        let Ok(text) = str::from_utf8(bytes) else { return false };
        let text = text.trim_start_matches('\u{FEFF}').replace('\r', "");
        let sealed = text.trim_end().strip_suffix(self.after).and_then(|text| text.rsplit_once(self.before));
        sealed.is_some_and(|(text, digest)| of_text(text) == digest)
    }
}

/// The SHA-256 digest of a file, as other programs compute it.
pub fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", in_hex(&Sha256::digest(bytes)))
}

/// What stands between two marks.
pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

fn of_text(text: &str) -> String {
    of_parts([("", text.as_bytes())])
}

/// The digest over the parts of a package in the order in which they stand.
pub(super) fn of_parts<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> String {
    let mut digest = Sha256::new();
    for (name, content) in parts {
        // The lengths keep what ends one part from passing for the beginning of the next.
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name);
        digest.update((content.len() as u64).to_le_bytes());
        digest.update(content);
    }
    in_hex(&digest.finalize())
}

fn in_hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_has_changed_is_intact() {
        let marks = [("<!-- sha256:", " -->"), ("\n[sha256:", "]")];
        for mark in marks.map(|(before, after)| Mark { before, after }) {
            let sealed = mark.seal("甲\n乙".to_owned());
            let intact = |text: String| mark.is_intact(text.as_bytes());
            assert!(intact(sealed.clone()));
            assert!(intact(sealed.replace('\n', "\r\n")));
            assert!(intact(format!("\u{FEFF}{sealed}")) && intact(sealed.trim_end().to_owned()));
            assert!(!intact(sealed.replace('乙', "丙")));
            assert!(!intact(sealed.replace("甲\n", "甲\n\n")));
            assert!(!intact(format!("{sealed}丙")));
            assert!(!intact("甲\n乙\n".to_owned()) && !intact(String::new()));
            assert!(!mark.is_intact(&[0xFF, 0xFE]));
            assert!(intact(mark.seal("甲\r\n乙\r\n".to_owned())));
        }
    }

    #[test]
    fn a_digest_is_the_one_that_other_programs_compute() {
        let known = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), known);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let digest = |parts: &[(&str, &str)]| of_parts(parts.iter().map(|(n, c)| (*n, c.as_bytes())));
        assert_ne!(digest(&[("a", "bc"), ("d", "")]), digest(&[("a", "b"), ("cd", "")]));
        assert_ne!(digest(&[("a", "b")]), digest(&[("a", "b"), ("", "")]));
    }
}
