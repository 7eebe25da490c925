//! The index of the lexicon as it is in the program: where each heading and each word of `lexicon.txt` stands.
//! To read the text anew would take longer than most reports, so a test packs it and compares.
//!
//! All numbers are little-endian. The index is six tables, each behind the number of its entries: for each
//! class of headings the place of its first section, counted from 1; the sections, those of one class one
//! after another; the hints; the nodes; the words; and the dictionaries of tags and of units.
//!
//! The words of a dictionary are read byte by byte, from node to node. What a byte leads to stands in the table
//! at the base of the node plus the byte, if that place bears the byte; no two nodes have one base.

pub(super) const LEXICON: &str = include_str!("../lexicon.txt");
const PACKED: &[u8] = include_bytes!("../lexicon.bin");

/// A section: the places in the text where its heading begins, its body begins and its body ends, the class of
/// its heading, and its dictionary.
pub(super) const SECTION: usize = 14 + DICTIONARY;
/// A dictionary: its place among the hints, the base of its root, and how many words it has.
pub(super) const DICTIONARY: usize = 6;
/// Hints: a bit for the low bits of each first character.
pub(super) const HINTS: usize = 128;
/// A node: its base, the byte that leads to it, and its kind.
pub(super) const NODE: usize = 4;
/// A word: its place in the text, its length, how much of it is read, and the section that says its meaning.
pub(super) const WORD: usize = 8;
/// How many classes of headings there are.
pub(super) const CLASSES: usize = 512;

/// The kind of a node at which a word ends while others go on; that word is what the byte 0 leads to.
pub(super) const END: u8 = 1;
/// The kind of a node behind which one word only is left; its base is the number of that.
pub(super) const LEAF: u8 = 2;

/// The first table of the index, and what follows it.
const fn table<const N: usize>(index: &[u8]) -> (&[[u8; N]], &[u8]) {
    let Some((count, rest)) = index.split_first_chunk() else { return (&[], &[]) };
    match rest.split_at_checked(u32::from_le_bytes(*count) as usize * N) {
        Some((entries, rest)) => (entries.as_chunks().0, rest),
        None => (&[], &[]),
    }
}

static FIRSTS: (&[[u8; 2]], &[u8]) = table(PACKED);
static SECTIONS: (&[[u8; SECTION]], &[u8]) = table(FIRSTS.1);
static ALL_HINTS: (&[[u8; HINTS]], &[u8]) = table(SECTIONS.1);
static NODES: (&[[u8; NODE]], &[u8]) = table(ALL_HINTS.1);
static WORDS: (&[[u8; WORD]], &[u8]) = table(NODES.1);
static OF_COUNTS: (&[[u8; DICTIONARY]], &[u8]) = table(WORDS.1);

/// Stands in the lexicon for the first digit of a number.
pub(super) const DIGIT: char = '#';

/// The class of a heading that is a kind and a name.
pub(super) fn class_of_heading(kind: &str, name: &str) -> usize {
    let last = name.bytes().rev().chain(kind.bytes().rev()).take(5);
    last.fold(kind.len() + name.len(), |class, byte| 7 * class + usize::from(byte)) % CLASSES
}

fn of_two(bytes: [u8; 2]) -> usize {
    u16::from_le_bytes(bytes).into()
}

fn of_four(bytes: [u8; 4]) -> usize {
    u32::from_le_bytes(bytes) as usize
}

/// A heading and the lines below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) body: &'static str,
    /// Its words.
    pub(super) dictionary: Dictionary,
}

impl Section {
    /// The section of a number, with the class of its heading.
    fn at(at: usize) -> Option<(usize, Self)> {
        let (places, rest) = SECTIONS.0.get(at)?.split_first_chunk::<12>()?;
        let (class, dictionary) = rest.split_first_chunk()?;
        let [heading, body, end] = places.as_chunks().0.first_chunk()?.map(of_four);
        let heading = LEXICON.get(heading..body)?.trim_end_matches('\n');
        let dictionary = Dictionary::new(dictionary.first_chunk()?);
        Some((of_two(*class), Self { heading, body: LEXICON.get(body..end)?, dictionary }))
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
    let first = of_two(*FIRSTS.0.get(class)?).checked_sub(1)?;
    let alike =
        (first..).map_while(|number| Some((number, Section::at(number).filter(|(of, _)| *of == class)?.1)));
    alike
        .into_iter()
        .find(|(_, section)| section.heading.strip_prefix(kind) == Some(name))
        .map(|(number, _)| number)
}

/// The words that counts are read with, and the units.
pub(super) fn of_counts() -> [Dictionary; 2] {
    [0, 1].map(|at| Dictionary::new(OF_COUNTS.0.get(at).unwrap_or(&[0; DICTIONARY])))
}

/// Words that are looked up at one place of a text in a few steps, however many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dictionary {
    hints: &'static [u8; HINTS],
    /// The hints by the lowest bits alone.
    lows: u64,
    root: usize,
    /// How many words there are.
    pub(super) len: usize,
}

/// A word that stands at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    at: usize,
    /// How much of the word is read.
    pub(super) length: usize,
    /// Number of its meaning among those of the lexicon.
    pub(super) meaning: usize,
}

impl Found {
    /// What is read, as it stands in the lexicon.
    pub(super) fn word(self) -> &'static str {
        LEXICON.get(self.at..self.at + self.length).unwrap_or_default()
    }
}

impl Dictionary {
    fn new(&[a, b, c, d, e, f]: &[u8; DICTIONARY]) -> Self {
        let hints = ALL_HINTS.0.get(of_two([a, b])).unwrap_or(&[0; HINTS]);
        let lows = hints.as_chunks().0.iter().fold(0, |all, row| all | u64::from_le_bytes(*row));
        Self { hints, lows, root: of_two([c, d]), len: of_two([e, f]) }
    }

    /// False for the low bits of a character that no word begins with.
    fn may_begin(&self, bits: usize) -> bool {
        self.hints.get(bits / 8 % HINTS).is_some_and(|byte| byte >> (bits % 8) & 1 == 1)
    }

    /// The longest word at the start of a text; of one word under two meanings the later.
    pub(super) fn longest(&self, text: &str) -> Option<Found> {
        let (mut base, mut ended) = (self.root, None);
        for byte in text.bytes() {
            let Some(&[low, high, leads, kind]) = NODES.0.get(base + usize::from(byte)) else { break };
            if leads != byte {
                break;
            }
            base = of_two([low, high]);
            match kind {
                LEAF => match found(base, text) {
                    None => break,
                    found => return found,
                },
                END => ended = Some(base),
                _ => {}
            }
        }
        let &[low, high, ..] = NODES.0.get(ended?)?;
        found(of_two([low, high]), text)
    }

    /// The first place of a text, from some place on, where a word begins.
    pub(super) fn first_in(&self, text: &str, mut at: usize) -> Option<usize> {
        while let Some(rest) = text.as_bytes().get(at..) {
            let (bits, width) = match rest {
                // Most characters have three bytes, and the low bits of the last tell most of them apart.
                [0xE0..0xF0, second, third, ..] => {
                    if self.lows >> (third % 64) & 1 == 0 {
                        at += 3;
                        continue;
                    }
                    (usize::from(second % 16) << 6 | usize::from(third % 64), 3)
                }
                _ => {
                    let first = text.get(at..)?.chars().next()?;
                    (first as usize, first.len_utf8())
                }
            };
            if self.may_begin(bits) && self.longest(text.get(at..)?).is_some() {
                return Some(at);
            }
            at += width;
        }
        None
    }
}

/// The word of a number, if it stands at the start of a text.
fn found(word: usize, text: &str) -> Option<Found> {
    let &[a, b, c, d, whole, read, low, high] = WORDS.0.get(word)?;
    let (at, length) = (of_four([a, b, c, d]), usize::from(read));
    let is_there = text.as_bytes().get(..length)? == LEXICON.as_bytes().get(at..at + length)?;
    let whole = at..at + usize::from(whole);
    let is_found = is_there && (whole.len() == length || goes_on(LEXICON.get(whole)?, length, text));
    is_found.then_some(Found { at, length, meaning: of_two([low, high]) })
}

/// True if what must follow a word does: of `a|b` b, of `a|#` a number.
fn goes_on(word: &str, length: usize, text: &str) -> bool {
    let next = word.get(length + 1..).unwrap_or_default();
    text.get(length..).is_some_and(|after| match next.strip_prefix(DIGIT) {
        Some(_) => after.starts_with(|c| matches!(c, '1'..='9')),
        None => after.starts_with(next),
    })
}
