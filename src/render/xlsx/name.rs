//! Names of sheets.

use std::collections::BTreeSet;

use super::text::beginning;

/// Characters of a name, as Excel counts them.
const LONGEST: usize = 31;
/// What no name may hold.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The names that a workbook has, in small letters.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name of those words that no other sheet has.
    pub fn free(&mut self, words: &str) -> String {
        let plain: String = words.chars().filter(|c| !FORBIDDEN.contains(c) && !c.is_control()).collect();
        let plain = plain.trim().trim_matches('\'').trim();
        let plain = if plain.is_empty() { "表" } else { plain };
        let numbers = std::iter::once(String::new()).chain((2_u32..).map(|number| format!("（{number}）")));
        let mut named = numbers.map(|number| format!("{}{number}", cut(plain, LONGEST - width(&number))));
        let name = named.find(|name| !self.0.contains(&name.to_lowercase())).unwrap_or_default();
        self.0.insert(name.to_lowercase());
        name
    }
}

fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of a text.
fn cut(text: &str, most: usize) -> &str {
    // A name may not end with a quote either.
    beginning(text, most).0.trim_end_matches(['\'', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_excel_takes() {
        let mut names = Names::default();
        assert_eq!(names.free("二、主动公开/政府信息[情况]?"), "二、主动公开政府信息情况");
        assert_eq!(names.free("'A'"), "A");
        assert_eq!(names.free("a"), "a（2）");
        assert_eq!(names.free(""), "表");
        assert_eq!(names.free(":"), "表（2）");
        let long = "政".repeat(40);
        assert_eq!(names.free(&long), "政".repeat(31));
        assert_eq!(names.free(&long), format!("{}（2）", "政".repeat(28)));
        assert_eq!(width(&names.free(&"\u{20000}".repeat(31))), 30);
    }
}
