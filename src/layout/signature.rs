//! Where the signature stands.

use super::Length;
use super::title::balanced;
use super::width::halves;

/// Distance of the signature from the right margin, in half characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SignatureIndents {
    /// Of the agency.
    pub issuer: u32,
    /// Of the date.
    pub date: u32,
}

/// Two characters in half characters.
const TWO_CHARACTERS: u32 = 4;

/// The issuer in lines of so many half characters, broken between words.
pub(crate) fn signature_lines(issuer: &str, line: u32) -> Vec<&str> {
    balanced(issuer, line.saturating_sub(TWO_CHARACTERS))
}

/// Places the signature of a document without a seal (GB/T 9704—2012, 7.3.5.2): the agency ends two
/// characters before the margin; the date begins two characters right of where the agency begins. A
/// date longer than the agency ends two characters before the margin itself, and the agency moves
/// left until the date begins two characters right of it.
///
/// `line` is the number of half characters in a line; of an agency that fills more than one line
/// the full line counts.
pub(crate) fn signature_indents(issuer: &str, date: &str, line: u32) -> SignatureIndents {
    let issuer = halves(issuer).min(line.saturating_sub(TWO_CHARACTERS));
    let (issuer, date) = indents(issuer.into(), halves(date).into(), TWO_CHARACTERS.into());
    let number = |length: Length| u32::try_from(length).unwrap_or(0);
    SignatureIndents { issuer: number(issuer), date: number(date) }
}

/// The same for widths that are known, and the width of two characters.
pub(super) fn indents(issuer: Length, date: Length, two: Length) -> (Length, Length) {
    if date > issuer { (two + date + two - issuer, two) } else { (two, issuer - date) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_begins_two_characters_right_of_the_agency() {
        for issuer in ["某局", "某某县人民政府", "海东市平安区政务服务中心"] {
            let date = "2025年1月20日";
            let indents = signature_indents(issuer, date, 56);
            let start_of_issuer = indents.issuer + halves(issuer);
            assert_eq!(start_of_issuer, indents.date + halves(date) + 4, "{issuer}");
        }
        assert_eq!(signature_indents("某局", "2025年1月20日", 56).date, 4);
        assert_eq!(signature_indents(&"长".repeat(40), "", 56).issuer, 4);
    }
}
