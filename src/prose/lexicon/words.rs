//! Lists of words, each under a heading of the lexicon.

use std::ops::Deref;
use std::sync::OnceLock;

use super::packed::{Dictionary, Section, number_of, section};

/// The words under a heading. A run needs few of the lists, so each is looked up when it is asked for.
#[derive(Debug)]
pub(crate) struct Words {
    heading: &'static str,
    section: OnceLock<Option<Section>>,
    /// All of them, in the order of the lexicon.
    all: OnceLock<Vec<&'static str>>,
    /// A bit for the low bits of the last byte of each.
    ends: OnceLock<u64>,
}

/// To look for one word takes so many bytes' time before its first byte is looked at.
const SETUP: usize = 230;
/// To look for all words at each character takes the time of so many words one by one.
const WALK: usize = 5;

impl Words {
    pub(crate) const fn under(heading: &'static str) -> Self {
        Self { heading, section: OnceLock::new(), all: OnceLock::new(), ends: OnceLock::new() }
    }

    fn section(&self) -> Option<&Section> {
        let section = self.section.get_or_init(|| number_of("", self.heading).and_then(section));
        // A rule whose heading is not there would find nothing, and say nothing of it.
        #[cfg(test)]
        assert!(
            section.is_some() || self.heading.is_empty(),
            "no @{} in the lexicon as it is packed (cargo test --lib packed)",
            self.heading
        );
        section.as_ref()
    }

    /// The lines under the heading as they stand, to look through all of the words at once.
    pub(crate) fn text(&self) -> &'static str {
        self.section().map_or("", |section| section.body)
    }

    fn dictionary(&self) -> Option<&Dictionary> {
        self.section().map(|section| &section.dictionary)
    }

    /// True if one of them stands in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let Some(dictionary) = self.dictionary() else { return false };
        // A few words in a long text are found faster one by one.
        if dictionary.len * (SETUP + text.len()) < WALK * text.len() {
            return self.iter().any(|word| text.contains(word));
        }
        dictionary.first_in(text, 0).is_some()
    }

    /// Where they begin in the text.
    pub(crate) fn places(&self, text: &str) -> impl Iterator<Item = usize> {
        let first = move |at| self.dictionary()?.first_in(text, at);
        std::iter::successors(first(0), move |at| first(at + text.get(*at..)?.chars().next()?.len_utf8()))
    }

    /// What follows the longest of them at the start of the text.
    pub(crate) fn after_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.dictionary()?.longest(text)?;
        text.get(found.length..)
    }

    /// What stands before the longest of them at the end of the text.
    pub(crate) fn before_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        if !self.may_end(text) {
            return None;
        }
        self.iter().filter_map(|word| text.strip_suffix(word)).min_by_key(|before| before.len())
    }

    /// False for most texts that end with none of them.
    fn may_end(&self, text: &str) -> bool {
        let bit = |last: &u8| 1_u64 << (last % 64);
        let ends = self.ends.get_or_init(|| {
            self.iter().filter_map(|word| word.as_bytes().last()).fold(0, |all, last| all | bit(last))
        });
        text.as_bytes().last().is_some_and(|last| ends & bit(last) != 0)
    }

    /// True if the text starts with one of them.
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.dictionary().is_some_and(|dictionary| dictionary.longest(text).is_some())
    }

    /// True if the text ends with one of them.
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.may_end(text) && self.iter().any(|word| text.ends_with(word))
    }

    /// Where the last of them ends.
    pub(crate) fn last_end(&self, text: &str) -> Option<usize> {
        self.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max()
    }
}

impl Deref for Words {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.all.get_or_init(|| self.text().split_ascii_whitespace().collect())
    }
}

impl<'w> IntoIterator for &'w Words {
    type Item = &'w &'static str;
    type IntoIter = std::slice::Iter<'w, &'static str>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
