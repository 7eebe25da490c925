//! What may be changed in a data file, under a name that a page can carry.

use std::fmt;
use std::str::FromStr;

use super::Refused;

const NOTE: &str = "note:";
const ACCEPT: &str = "accept:";

/// The name of one thing that may be changed. It says nothing of where that stands, so that it means the same when
/// the file was changed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// A cell, a text or a field by its path: `requests.received.total`, `overview.text`, `agency.name`, `year`.
    Value(String),
    /// The note in a cell.
    Note(String),
    /// The reason for which a finding is accepted, by what it is bound to.
    Accept {
        /// Code of the rule.
        code: Option<String>,
        /// Cell or row.
        cell: Option<String>,
        /// Words.
        words: Option<String>,
        /// Which of those that are bound to the same, from 1 in the order of the file.
        number: usize,
    },
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(path) => f.write_str(path),
            Self::Note(cell) => write!(f, "{NOTE}{cell}"),
            Self::Accept { code, cell, words, number: 1 } => {
                write!(f, "{ACCEPT}{}", serde_json::json!([code, cell, words]))
            }
            Self::Accept { code, cell, words, number } => {
                write!(f, "{ACCEPT}{}", serde_json::json!([code, cell, words, number]))
            }
        }
    }
}

impl FromStr for Address {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let unknown = || Refused::Unknown(text.chars().take(100).collect());
        if let Some(cell) = text.strip_prefix(NOTE) {
            return Ok(Self::Note(cell.to_owned()));
        }
        if let Some(parts) = text.strip_prefix(ACCEPT) {
            type Bound = (Option<String>, Option<String>, Option<String>);
            let first = serde_json::from_str(parts).ok().map(|bound: Bound| (bound, 1));
            // The first has one address only.
            let later = || {
                serde_json::from_str(parts).ok().filter(|(_, _, _, number): &(_, _, _, usize)| *number > 1)
            };
            let later = || later().map(|(code, cell, words, number)| ((code, cell, words), number));
            let ((code, cell, words), number) = first.or_else(later).ok_or_else(unknown)?;
            return Ok(Self::Accept { code, cell, words, number });
        }
        // A path has no other signs.
        let is_path = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if text.is_empty() || !is_path { Err(unknown()) } else { Ok(Self::Value(text.to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_from_its_text() {
        let words = Some("办结“134件”, [无]\n".to_owned());
        for address in [
            Address::Value("requests.received.total".to_owned()),
            Address::Note("disclosure.fees".to_owned()),
            Address::Accept { code: Some("Y201".to_owned()), cell: None, words: words.clone(), number: 1 },
            Address::Accept { code: Some("Y201".to_owned()), cell: None, words, number: 2 },
        ] {
            assert_eq!(address.to_string().parse(), Ok(address));
        }
        for text in
            ["", "编制机关", "accept:[1]", "accept:[null,null,null,1]", "accept:[null,null,null,-2]", "a b"]
        {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
