//! The index of the lexicon as it is in the program: where each heading and each word of `lexicon.txt` stands.
//! To read the text anew would take longer than most reports, so a test packs it and compares.
//!
//! All numbers are little-endian. First the classes of headings: for each the place of its first section,
//! counted from 1. Then the number of sections and the sections, those of one class one after another, each
//! [`SECTION`] bytes: the class, the places in the text where its heading begins, its body begins and its body ends, and the place
//! of its dictionary. A dictionary is: a bit for the low bits of each first character ([`HINTS`] of them), the
//! number of its classes of openings, for each class the number of entries before it and one more for them
//! all, and the entries, each [`ENTRY`] bytes; within a class the longest word comes first.

pub(super) const LEXICON: &str = include_str!("../lexicon.txt");
const PACKED: &[u8] = include_bytes!("../lexicon.bin");

/// Bytes of a section.
pub(super) const SECTION: usize = 18;
/// Bytes of an entry.
pub(super) const ENTRY: usize = 12;
/// How many first characters the hints tell apart.
pub(super) const HINTS: usize = 1024;
/// How many classes of headings there are.
pub(super) const CLASSES: usize = 512;

/// Bytes before the sections.
pub(super) const HEAD: usize = CLASSES * 2 + 2;

/// Stands in the lexicon for the first digit of a number.
pub(super) const DIGIT: char = '#';

/// The first two characters of a word or text; the second is a zero where there is only one.
pub(super) type Opening = [char; 2];

/// The class of a heading that is a kind and a name.
pub(super) fn class_of_heading(kind: &str, name: &str) -> usize {
    let last = name.bytes().rev().chain(kind.bytes().rev()).take(5);
    last.fold(kind.len() + name.len(), |class, byte| 7 * class + usize::from(byte)) % CLASSES
}

/// The class of an opening, of so many less one.
pub(super) fn class_of_opening([first, second]: Opening, mask: usize) -> usize {
    (first as usize ^ (second as usize).wrapping_mul(37)) & mask
}

/// A few bits of an opening, by which an entry tells most others of its class apart.
pub(super) fn check_of([first, second]: Opening) -> u8 {
    (first as u32 ^ (second as u32 >> 3)).to_le_bytes()[0]
}

fn u16_at(bytes: &[u8], at: usize) -> usize {
    let two = bytes.get(at..at + 2).and_then(|two| two.try_into().ok());
    two.map_or(0, |two| usize::from(u16::from_le_bytes(two)))
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.and_then(|four| usize::try_from(u32::from_le_bytes(four)).ok()).unwrap_or_default()
}

/// A heading and the lines below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) body: &'static str,
    dictionary: usize,
}

impl Section {
    /// The section of a number, with the class of its heading.
    fn at(number: usize) -> Option<(usize, Self)> {
        if number >= u16_at(PACKED, CLASSES * 2) {
            return None;
        }
        let start = HEAD + number * SECTION;
        let bytes = PACKED.get(start..start + SECTION)?;
        let (heading, body, end) = (u32_at(bytes, 2), u32_at(bytes, 6), u32_at(bytes, 10));
        let heading = LEXICON.get(heading..body)?.trim_end_matches('\n');
        let section = Self { heading, body: LEXICON.get(body..end)?, dictionary: u32_at(bytes, 14) };
        Some((u16_at(bytes, 0), section))
    }

    /// Its words.
    pub(super) fn dictionary(self) -> Dictionary {
        Dictionary::at(self.dictionary)
    }
}

/// The section of a number.
pub(super) fn section(number: usize) -> Option<Section> {
    Section::at(number).map(|(_, section)| section)
}

/// Every section, in the order of their numbers.
pub(super) fn sections() -> impl Iterator<Item = Section> {
    (0..).map_while(section)
}

/// The number of the section whose heading is a kind and a name.
pub(super) fn number_of(kind: &str, name: &str) -> Option<usize> {
    let class = class_of_heading(kind, name);
    let first = u16_at(PACKED, class * 2).checked_sub(1)?;
    let alike =
        (first..).map_while(|number| Some((number, Section::at(number).filter(|(of, _)| *of == class)?.1)));
    alike
        .into_iter()
        .find(|(_, section)| section.heading.strip_prefix(kind) == Some(name))
        .map(|(number, _)| number)
}

/// The words that counts are read with, and the units.
pub(super) fn of_counts() -> [Dictionary; 2] {
    // The two come last, and the file ends with their places.
    let ends = PACKED.len().saturating_sub(8);
    [Dictionary::at(u32_at(PACKED, ends)), Dictionary::at(u32_at(PACKED, ends + 4))]
}

/// Words by their first characters: a text is looked up at one place in a few steps, however many there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dictionary {
    pub(super) hints: Hints,
    /// For each class of openings the number of entries before it, and one more for them all.
    starts: &'static [[u8; 2]],
    entries: &'static [[u8; ENTRY]],
    mask: usize,
}

/// Characters that can begin a word, by their low bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hints(&'static [u8; HINTS / 8]);

impl Hints {
    /// False for a character that no word begins with.
    pub(super) fn has(self, first: char) -> bool {
        let bits = first as usize % HINTS;
        self.0.get(bits / 8).is_some_and(|byte| byte >> (bits % 8) & 1 == 1)
    }
}

impl Default for Hints {
    fn default() -> Self {
        Self(&[0; HINTS / 8])
    }
}

/// A word that stands at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// How much of the word is read.
    pub(super) length: usize,
    /// The word as it stands in the lexicon.
    pub(super) word: &'static str,
    /// Number of its meaning among those of the lexicon.
    pub(super) meaning: usize,
}

impl Dictionary {
    fn at(place: usize) -> Self {
        let bytes = PACKED.get(place..).unwrap_or_default();
        let (hints, bytes) =
            bytes.split_first_chunk().map_or_else(Default::default, |(hints, bytes)| (Hints(hints), bytes));
        let classes = u16_at(bytes, 0).max(1);
        let (starts, entries) = bytes.split_at_checked(2 + (classes + 1) * 2).unwrap_or_default();
        let (starts, _) = starts.get(2..).unwrap_or_default().as_chunks();
        Self { hints, starts, entries: entries.as_chunks().0, mask: classes - 1 }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |all| u16::from_le_bytes(*all).into())
    }

    /// The longest word at the start of a text; of one word under two meanings the later.
    pub(super) fn longest(&self, text: &str) -> Option<Found> {
        let mut chars = text.chars();
        let first = chars.next().filter(|first| self.hints.has(*first))?;
        let second = chars.next().unwrap_or_default();
        self.opened([first, second], text).or_else(|| self.opened([first, '\0'], text))
    }

    fn opened(&self, opening: Opening, text: &str) -> Option<Found> {
        let class = class_of_opening(opening, self.mask);
        let [from, to] = *self.starts.get(class..class + 2)?.first_chunk()?;
        if from == to {
            return None;
        }
        let check = check_of(opening);
        let [from, to] = [from, to].map(|place| usize::from(u16::from_le_bytes(place)));
        self.entries.get(from..to)?.iter().find_map(|entry| found(entry, check, text))
    }
}

/// The word of an entry, if it stands at the start of a text.
fn found(
    &[a, b, c, d, whole, read, last, check, low, high, ..]: &[u8; ENTRY],
    of: u8,
    text: &str,
) -> Option<Found> {
    let length = usize::from(read);
    // The last byte tells most others apart.
    if check != of || text.as_bytes().get(length.checked_sub(1)?) != Some(&last) {
        return None;
    }
    let at = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
    if text.as_bytes().get(..length) != LEXICON.as_bytes().get(at..at + length) {
        return None;
    }
    let word = LEXICON.get(at..at + usize::from(whole))?;
    if whole != read && !goes_on(word, length, text) {
        return None;
    }
    Some(Found { length, word, meaning: u16::from_le_bytes([low, high]).into() })
}

/// True if what must follow a word does: of `a|b` b, of `a|#` a number.
fn goes_on(word: &str, length: usize, text: &str) -> bool {
    let next = word.get(length + 1..).unwrap_or_default();
    text.get(length..).is_some_and(|after| match next.strip_prefix(DIGIT) {
        Some(_) => after.starts_with(|c| matches!(c, '1'..='9')),
        None => after.starts_with(next),
    })
}
