//! Lists of words, each under a heading of the lexicon.

use std::ops::Deref;
use std::sync::{LazyLock, OnceLock};

use super::packed::{Dictionary, HINTS, Section, number_of, section, sections};

/// The words under a heading. A run needs few of the lists, so each is looked up when it is asked for.
#[derive(Debug)]
pub(crate) struct Words {
    heading: &'static str,
    section: OnceLock<Option<(Section, Dictionary)>>,
    /// All of them, in the order of the lexicon.
    all: OnceLock<Vec<&'static str>>,
}

/// To look for one word takes so many bytes' time before its first byte is looked at.
const SETUP: usize = 230;
/// To look for all words at each character takes the time of so many words one by one.
const WALK: usize = 13;

impl Words {
    pub(crate) const fn under(heading: &'static str) -> Self {
        Self { heading, section: OnceLock::new(), all: OnceLock::new() }
    }

    fn section(&self) -> Option<(Section, Dictionary)> {
        *self.section.get_or_init(|| {
            let section = number_of("", self.heading).and_then(section);
            section.map(|section| (section, section.dictionary()))
        })
    }

    fn dictionary(&self) -> Option<Dictionary> {
        self.section().map(|(_, dictionary)| dictionary)
    }

    /// True if one of them stands in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let Some(dictionary) = self.dictionary() else { return false };
        // A few words in a long text are found faster one by one.
        if dictionary.len() * (SETUP + text.len()) < WALK * text.len() {
            return self.iter().any(|word| text.contains(word));
        }
        let begins = |at: usize| text.get(at..).is_some_and(|rest| dictionary.longest(rest).is_some());
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(first) = bytes.get(at) {
            // The low bits of a character, without decoding all of it.
            let (bits, length) = match (first, bytes.get(at + 1), bytes.get(at + 2)) {
                (0xE0..=0xEF, Some(second), Some(third)) => {
                    ((usize::from(second & 0x0F) << 6) | usize::from(third & 0x3F), 3)
                }
                (..0x80, ..) => (usize::from(*first), 1),
                _ => {
                    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return false };
                    (c as usize % HINTS, c.len_utf8())
                }
            };
            if dictionary.may_begin(bits) && begins(at) {
                return true;
            }
            at += length;
        }
        false
    }

    /// What follows the longest of them at the start of the text.
    pub(crate) fn after_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.dictionary()?.longest(text)?;
        text.get(found.length..)
    }

    /// What stands before the longest of them at the end of the text.
    pub(crate) fn before_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().filter_map(|word| text.strip_suffix(word)).min_by_key(|before| before.len())
    }

    /// True if the text starts with one of them.
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.dictionary().is_some_and(|dictionary| dictionary.longest(text).is_some())
    }

    /// True if the text ends with one of them.
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// Where the last of them ends.
    pub(crate) fn last_end(&self, text: &str) -> Option<usize> {
        self.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max()
    }
}

impl Deref for Words {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.all.get_or_init(|| {
            let body = self.section().map_or("", |(section, _)| section.body);
            body.split_ascii_whitespace().collect()
        })
    }
}

impl<'w> IntoIterator for &'w Words {
    type Item = &'w &'static str;
    type IntoIter = std::slice::Iter<'w, &'static str>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The words under a heading `@rule …`, that a rule looks for itself.
pub(crate) fn words_for(heading: &str) -> &'static Words {
    static NONE: Words = Words::under("");
    static OF_RULES: LazyLock<Vec<Words>> =
        LazyLock::new(|| sections().map(|section| Words::under(section.heading)).collect());
    number_for(heading).and_then(|number| OF_RULES.get(number)).unwrap_or(&NONE)
}

/// The lines under such a heading as they stand, to look through all of their words at once.
pub(crate) fn text_for(heading: &str) -> &'static str {
    number_for(heading).and_then(section).map_or("", |section| section.body)
}

/// The number of such a heading. A rule whose heading is not there would find nothing, and say nothing of it.
fn number_for(heading: &str) -> Option<usize> {
    let number = number_of(RULE, heading);
    #[cfg(test)]
    assert!(number.is_some(), "no @rule {heading} in the lexicon as it is packed (cargo test --lib packed)");
    number
}

/// How the headings of the words begin that a rule looks for itself.
pub(super) const RULE: &str = "rule ";
