//! Words by their first character: a text is looked up at one place in a few steps, however many there are.

use std::ops::Deref;
use std::sync::{LazyLock, OnceLock};

const LEXICON: &str = include_str!("../lexicon.txt");

/// The headings of the lexicon, each with the lines below it.
pub(super) static SECTIONS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    let (mut now, mut at) = (None, 0);
    for line in LEXICON.split('\n').chain(["@"]) {
        if let Some(next) = line.strip_prefix('@') {
            let section = |(heading, start)| Some((heading, LEXICON.get(start..at.min(LEXICON.len()))?));
            found.extend(now.and_then(section));
            now = Some((next, at + line.len() + 1));
        }
        at += line.len() + 1;
    }
    found
});

/// Words with what they mean.
pub(super) struct Dictionary<M> {
    entries: Vec<Entry<M>>,
    /// The last entry of each class of openings, counted from 1; 0 if there is none.
    last: Vec<u16>,
}

/// Stands in the lexicon for the first digit of a number.
const DIGIT: char = '#';

/// The first two characters of a word or text; the second is a zero where there is only one.
type Opening = [char; 2];

struct Entry<M> {
    word: &'static str,
    opening: Opening,
    /// How much of the word is read; what follows must only stand there.
    length: usize,
    /// The last byte of the word.
    last: u8,
    meaning: M,
    /// The entry before this one in its class.
    before: u16,
}

impl<M: Copy> Dictionary<M> {
    /// Room for about so many words.
    pub(super) fn new(words: usize) -> Self {
        Self { entries: Vec::with_capacity(words), last: vec![0; (2 * words).next_power_of_two()] }
    }

    fn class(&self, [first, second]: Opening) -> usize {
        (first as usize ^ (second as usize).wrapping_mul(37)) & (self.last.len() - 1)
    }

    /// Takes a word; of `a|b` only `a` is read, where `b` follows, and of `a|#` where a number begins.
    pub(super) fn add(&mut self, word: &'static str, has_next: bool, meaning: M) {
        let next = if has_next { word.find('|') } else { None };
        let length = next.unwrap_or(word.len());
        let mut chars = word.chars().filter(|c| next.is_none() || !matches!(*c, '|' | DIGIT));
        let opening = [chars.next().unwrap_or_default(), chars.next().unwrap_or_default()];
        let class = self.class(opening);
        let (Some(place), Some(&last)) = (self.last.get_mut(class), word.as_bytes().last()) else { return };
        self.entries.push(Entry { word, opening, length, last, meaning, before: *place });
        *place = u16::try_from(self.entries.len()).unwrap_or_default();
    }

    /// The longest known word at the start of a text; of one word under two meanings the later.
    pub(super) fn at(&self, rest: &str) -> Option<(usize, M)> {
        let mut chars = rest.chars();
        let (first, second) = (chars.next()?, chars.next().unwrap_or_default());
        let found = self.longest([first, second], rest).or_else(|| self.longest([first, '\0'], rest));
        found.map(|entry| (entry.length, entry.meaning))
    }

    fn longest(&self, opening: Opening, rest: &str) -> Option<&Entry<M>> {
        let mut place = self.last.get(self.class(opening)).copied().unwrap_or_default();
        let mut best: Option<&Entry<M>> = None;
        while let Some(entry) = usize::from(place).checked_sub(1).and_then(|place| self.entries.get(place)) {
            let may_be =
                entry.opening == opening && best.is_none_or(|best| entry.word.len() > best.word.len());
            if may_be && entry.begins(rest) {
                best = Some(entry);
            }
            place = entry.before;
        }
        best
    }
}

impl<M> Entry<M> {
    fn begins(&self, rest: &str) -> bool {
        if self.length == self.word.len() {
            // The last byte tells most others apart.
            return rest.as_bytes().get(self.length - 1) == Some(&self.last) && rest.starts_with(self.word);
        }
        let Some((read, next)) = self.word.split_once('|') else { return false };
        rest.strip_prefix(read).is_some_and(|after| match next.strip_prefix(DIGIT) {
            Some(_) => after.starts_with(|c| matches!(c, '1'..='9')),
            None => after.starts_with(next),
        })
    }
}

/// The words under some headings. A run needs few of the lists, so each is cut when it is asked for.
pub(crate) struct Words {
    headings: &'static [&'static str],
    cut: OnceLock<Cut>,
}

struct Cut {
    all: Vec<&'static str>,
    by_opening: Dictionary<()>,
    /// True for the low bits of a first character: most characters of a text are none.
    hints: [bool; HINTS],
}

const HINTS: usize = 1024;

/// To look for one word takes so many bytes' time before its first byte is looked at.
const SETUP: usize = 230;
/// To look for all words at each character takes the time of so many words one by one.
const WALK: usize = 13;

impl Cut {
    fn may_begin(&self, first: char) -> bool {
        self.hints.get(first as usize % HINTS) == Some(&true)
    }
}

impl Words {
    pub(crate) const fn under(headings: &'static [&'static str]) -> Self {
        Self { headings, cut: OnceLock::new() }
    }

    fn cut(&self) -> &Cut {
        self.cut.get_or_init(|| {
            let sections = SECTIONS.iter().filter(|(heading, _)| self.headings.contains(heading));
            let all: Vec<&str> = sections.flat_map(|(_, body)| body.split_ascii_whitespace()).collect();
            let (mut by_opening, mut hints) = (Dictionary::new(all.len()), [false; HINTS]);
            for word in &all {
                by_opening.add(word, false, ());
                let hint = word.chars().next().and_then(|first| hints.get_mut(first as usize % HINTS));
                hint.into_iter().for_each(|hint| *hint = true);
            }
            Cut { all, by_opening, hints }
        })
    }

    /// True if one of them stands in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let cut = self.cut();
        // A few words in a long text are found faster one by one.
        if cut.all.len() * (SETUP + text.len()) < WALK * text.len() {
            return cut.all.iter().any(|word| text.contains(word));
        }
        let begins = |at: usize| text.get(at..).is_some_and(|rest| cut.by_opening.at(rest).is_some());
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
            if cut.hints.get(bits) == Some(&true) && begins(at) {
                return true;
            }
            at += length;
        }
        false
    }

    /// What follows the longest of them at the start of the text.
    pub(crate) fn after_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let cut = self.cut();
        let first = text.chars().next().filter(|first| cut.may_begin(*first));
        first.and_then(|_| cut.by_opening.at(text)).and_then(|(length, ())| text.get(length..))
    }

    /// What stands before the longest of them at the end of the text.
    pub(crate) fn before_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().filter_map(|word| text.strip_suffix(word)).min_by_key(|before| before.len())
    }

    /// True if the text starts with one of them.
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.after_start(text).is_some()
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
        &self.cut().all
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
    static NONE: Words = Words::under(&[]);
    static OF_RULES: LazyLock<Vec<Vec<Words>>> = LazyLock::new(|| {
        let mut classes: Vec<_> = (0..CLASSES).map(|_| Vec::new()).collect();
        for (heading, _) in SECTIONS.iter() {
            let class = heading.strip_prefix(RULE).and_then(|name| classes.get_mut(class(name)));
            class.into_iter().for_each(|class| class.push(Words::under(std::slice::from_ref(heading))));
        }
        classes
    });
    let mut alike = OF_RULES.get(class(heading)).into_iter().flatten();
    let is_it = |of: &&str| of.strip_prefix(RULE) == Some(heading);
    alike.find(|words| words.headings.first().is_some_and(is_it)).unwrap_or(&NONE)
}

/// The lines under such a heading as they stand, to look through all of their words at once.
pub(crate) fn text_for(heading: &str) -> &'static str {
    let mut sections = SECTIONS.iter();
    let found = sections.find(|(known, _)| known.strip_prefix(RULE) == Some(heading));
    found.map_or("", |(_, body)| body)
}

const CLASSES: usize = 256;

/// Headings of one class are few: rules ask for their words sentence by sentence.
fn class(heading: &str) -> usize {
    let last = heading.bytes().rev().take(4);
    last.fold(heading.len(), |class, byte| 7 * class + usize::from(byte)) % CLASSES
}

/// How the headings of the words begin that a rule looks for itself.
pub(super) const RULE: &str = "rule ";
