//! Texts of which a workbook takes only so many characters, as Excel counts them.

/// Characters of a cell.
pub(super) const LONGEST_CELL: usize = 32_767;

/// The beginning of a text with so many characters at most, and the rest. No character is cut in two.
pub(super) fn beginning(text: &str, most: usize) -> (&str, &str) {
    let mut length = 0;
    let end = text.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length > most
    });
    text.split_at_checked(end.map_or(text.len(), |(at, _)| at)).unwrap_or((text, ""))
}

/// A text in pieces of which each fits into a cell.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (piece, after) = beginning(rest, LONGEST_CELL);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_goes_on_in_the_next_rows() {
        let text = format!("{}\u{20000}{}", "长".repeat(LONGEST_CELL - 1), "尾".repeat(3));
        let parts = pieces(&text);
        assert_eq!(parts.concat(), text);
        assert_eq!(parts.len(), 2);
        assert!(parts[1].starts_with('\u{20000}'), "a character was cut in two");
        assert!(pieces("").is_empty());
    }
}
