//! What the asterisks of a line mean, settled before CommonMark reads it.

use std::ops::Range;

use super::inline::{BOLD_CLOSE, BOLD_OPEN, is_token};
use super::origins::Origins;

/// A line as CommonMark gets it, and the way back.
///
/// `**` opens and closes bold wherever it touches words on the inside; CommonMark would leave
/// `**重点工作。**下一步` as it is. A lone `*` between words (`张*三`) and three or more (`138****1234`)
/// are plain, since they stand for what is left out. Backticks are plain too.
pub(super) fn protect(text: &str, range: Range<usize>, origins: &Origins) -> (String, Origins) {
    let line = text.get(range.clone()).unwrap_or_default();
    if !line.contains(['*', '`', '\\']) {
        let mut as_it_is = Origins::default();
        for (part, from) in origins.parts(range.clone()) {
            as_it_is.push(part.start - range.start, part.len(), from);
        }
        return (line.to_owned(), as_it_is);
    }
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let at = |index: usize| chars.get(index).map(|(_, c)| *c);
    let place = |index: usize| range.start + chars.get(index).map_or(line.len(), |(at, _)| *at);
    let mut out = Protected { text: String::with_capacity(line.len() + 8), origins: Origins::default() };
    let mut open: Option<usize> = None;
    let mut index = 0;
    while let Some(c) = at(index) {
        // Only a run of asterisks is read as one; to count every run would be quadratic.
        let length =
            if c == '*' { chars.iter().skip(index).take_while(|(_, other)| *other == c).count() } else { 1 };
        let from = origins.find(place(index)..place(index + length));
        let before = index.checked_sub(1).and_then(at);
        let after = at(index + length);
        match c {
            // A backslash keeps what follows as it is.
            '\\' => {
                out.push("\\", from);
                if let Some(kept) = after {
                    out.push(kept.encode_utf8(&mut [0; 4]), origins.find(place(index + 1)..place(index + 2)));
                }
                index += 2;
                continue;
            }
            '`' => out.push("\\`", from),
            '*' if length == 2 => match open {
                Some(start) if before.is_some_and(|c| !c.is_whitespace()) && before != Some('*') => {
                    out.text.replace_range(
                        start..start + BOLD_OPEN.len_utf8(),
                        BOLD_OPEN.encode_utf8(&mut [0; 4]),
                    );
                    out.push(BOLD_CLOSE.encode_utf8(&mut [0; 4]), from);
                    open = None;
                }
                None if opens_bold(before, after) => {
                    open = Some(out.text.len());
                    out.push("\\*\\*", from);
                }
                _ => out.push("\\*\\*", from),
            },
            '*' if length > 2 || is_word(before) && is_word(after) => out.push(&"\\*".repeat(length), from),
            _ => out.push(c.encode_utf8(&mut [0; 4]), from),
        }
        index += length;
    }
    (out.text, out.origins)
}

struct Protected {
    text: String,
    origins: Origins,
}

impl Protected {
    fn push(&mut self, text: &str, from: Range<usize>) {
        self.origins.push(self.text.len(), text.len(), from);
        self.text.push_str(text);
    }
}

/// `**` opens bold if words follow, and punctuation after it is of the opening kind or does not
/// stand directly behind a word, as in `李**、王**`.
fn opens_bold(before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|c| !c.is_whitespace()) else { return false };
    is_word(Some(after)) || "“‘《〈（(【[「『".contains(after) || !is_word(before)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || is_token(c))
}
