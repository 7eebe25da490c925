//! Widths of text, in half characters: 2 for a Chinese character, 1 for a Latin letter or digit, which are half as
//! wide in the fonts of official documents.

/// Punctuation that Unicode shares between scripts: full width in Chinese text.
const SHARED: &[char] = &['—', '…', '“', '”', '‘', '’', '·', '×', '±', '°', '÷', '※'];

/// Width of a text in half characters.
pub(crate) fn halves(text: &str) -> u32 {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// True if Word would set part of the text in the Latin font unless told otherwise.
pub(crate) fn has_shared_punctuation(text: &str) -> bool {
    text.contains(SHARED)
}

/// True for a character of the width of a Chinese one.
pub(crate) fn is_wide(c: char) -> bool {
    // From the CJK radicals on nearly all characters of a report are wide.
    c >= '\u{2E80}' || SHARED.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_half_characters() {
        assert_eq!(halves("2025年1月20日"), 4 + 2 + 1 + 2 + 2 + 2);
        assert_eq!(halves("“三安全一稳定”"), 16);
    }
}
