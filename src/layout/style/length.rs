//! Lengths of the style file: millimetres or points in the file, twips in the program.
//!
//! One twip is 1/20 pt or 1/1440 inch, the unit of WordprocessingML. Every length is turned into
//! twips as it is read, so nothing behind this file knows of units. Decimals are exact.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// The largest sheet that Word knows has 22 inches, this many millimetres.
const LIMIT: u32 = 558;

/// Reads a length in millimetres as twips: 1440 of them are 25.4 mm.
pub(crate) fn millimetres<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let expected = "毫米数：整数或加引号的小数，如 37 或 \"25.5\"";
    deserializer.deserialize_any(Unit { expected, twips: (14_400, 254), sizes: &[] })
}

/// Reads a length in points, or the name of a size, as twips.
pub(crate) fn points<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let expected = "磅数或字号：整数、加引号的小数或字号的名称，如 16、\"10.5\"、\"三号\"";
    deserializer.deserialize_any(Unit { expected, twips: (20, 1), sizes: SIZES })
}

/// The sizes of Chinese type as word processors name them, in twips.
const SIZES: &[(&str, u32)] = &[
    ("初号", 840),
    ("小初", 720),
    ("一号", 520),
    ("小一", 480),
    ("二号", 440),
    ("小二", 360),
    ("三号", 320),
    ("小三", 300),
    ("四号", 280),
    ("小四", 240),
    ("五号", 210),
    ("小五", 180),
    ("六号", 150),
    ("小六", 130),
    ("七号", 110),
    ("八号", 100),
];

/// A unit of the style file.
struct Unit {
    /// What the file must hold, for the error message.
    expected: &'static str,
    /// So many twips are so many of the unit.
    twips: (u32, u32),
    /// Names of lengths, each with its twips.
    sizes: &'static [(&'static str, u32)],
}

impl Unit {
    fn twips(&self, value: Decimal) -> Option<u32> {
        let fits = !value.is_sign_negative() && value <= Decimal::from(LIMIT);
        let (twips, units) = self.twips;
        let length = || (value * Decimal::from(twips) / Decimal::from(units)).round().to_u32();
        fits.then(length).flatten()
    }
}

impl Visitor<'_> for Unit {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u32, E> {
        self.twips(value.into()).ok_or_else(|| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<u32, E> {
        let value = value.trim();
        let named =
            self.sizes.iter().find(|(name, _)| *name == value || value.strip_suffix('号') == Some(name));
        let decimal = || Decimal::from_str_exact(value).ok();
        let twips = named.map(|&(_, twips)| twips).or_else(|| self.twips(decimal()?));
        twips.ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        #[serde(deserialize_with = "millimetres")]
        a: u32,
        #[serde(deserialize_with = "points")]
        b: u32,
    }

    #[test]
    fn both_units_become_twips() {
        let sample: Sample = toml::from_str("a = 37\nb = \"10.5\"").unwrap();
        assert_eq!((sample.a, sample.b), (2098, 210));
        let sample: Sample = toml::from_str("a = \"25.4\"\nb = 0").unwrap();
        assert_eq!((sample.a, sample.b), (1440, 0));
    }

    #[test]
    fn a_size_may_be_named_as_word_processors_do() {
        for (name, twips) in [("三号", 320), ("小四", 240), ("小四号", 240), ("五号", 210)] {
            let sample: Sample = toml::from_str(&format!("a = 1\nb = \"{name}\"")).unwrap();
            assert_eq!(sample.b, twips, "{name}");
        }
        assert!(toml::from_str::<Sample>("a = \"三号\"\nb = 1").is_err());
        assert!(toml::from_str::<Sample>("a = 1\nb = \"九号\"").is_err());
    }

    #[test]
    fn what_is_no_length_is_refused_in_the_readers_language() {
        for value in ["-1", "\"abc\"", "\"1e3\"", "25.5", "99999", "true"] {
            let text = format!("a = {value}\nb = 1");
            let error = toml::from_str::<Sample>(&text).err().unwrap().to_string();
            assert!(error.contains("毫米数"), "{value}: {error}");
        }
    }
}
