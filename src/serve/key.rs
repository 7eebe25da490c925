//! The secret of one run of the form: the address that the program opens has it, and no other page.

use std::io;

/// Bytes of it, each two signs in the address.
const BYTES: usize = 16;

/// A secret.
pub(super) struct Key(String);

impl Key {
    /// A new one, from the random numbers of the system.
    pub fn new() -> io::Result<Self> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// As the address has it.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// True if it is this one. How long that takes tells nothing of how much of it is right.
    pub fn is(&self, other: &str) -> bool {
        let differing = self.0.bytes().zip(other.bytes()).fold(0, |all, (own, other)| all | (own ^ other));
        self.0.len() == other.len() && std::hint::black_box(differing) == 0
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_secret_is_right() {
        let (one, other) = (Key::new().unwrap(), Key::new().unwrap());
        assert!(one.text().len() == 32 && one.text() != other.text());
        assert!(one.is(one.text()));
        for wrong in ["", &one.text()[..31], &format!("{}0", one.text()), other.text()] {
            assert!(!one.is(wrong), "{wrong}");
        }
        assert_eq!(format!("{one:?}"), "Key");
    }
}
