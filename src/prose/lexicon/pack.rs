//! Makes the index of the lexicon from its text: `NIANBAO_UPDATE=1 cargo test --lib packed` writes it.

use std::collections::BTreeMap;

use super::packed::{
    CLASSES, DICTIONARY, DIGIT, END, HINTS, LEAF, LEXICON, NODE, SECTION, WORD, class_of_heading,
};
use super::{Meaning, is_of_counts, meaning};

/// The text under a heading: where the heading, the body and the end are.
struct Written {
    heading: &'static str,
    places: [usize; 3],
}

impl Written {
    fn body(&self) -> &'static str {
        &LEXICON[self.places[1]..self.places[2]]
    }

    /// Its words, each with its place in the text.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let is_example = |line: &&str| is_of_counts(self.heading) && line.starts_with('>');
        self.body().lines().filter(move |line| !is_example(line)).flat_map(str::split_ascii_whitespace)
    }
}

/// The sections in the order of the text.
fn sections() -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut at = 0;
    for line in LEXICON.split('\n') {
        let behind = (at + line.len() + 1).min(LEXICON.len());
        if let Some(heading) = line.strip_prefix('@') {
            found.push(Written { heading, places: [at + 1, behind, behind] });
        } else if let Some(last) = found.last_mut() {
            last.places[2] = behind;
        }
        at += line.len() + 1;
    }
    found
}

/// A word: all bytes that must stand in the text, those that are read, and the section of its meaning.
struct Word {
    word: &'static str,
    key: Vec<u8>,
    read: usize,
    meaning: u16,
}

impl Word {
    fn new(word: &'static str, meaning: u16) -> Self {
        Self { word, key: word.into(), read: word.len(), meaning }
    }

    /// The same where a word can go on: `a|b` is read where b follows, `a|#` where a digit does.
    fn going_on(word: &'static str, meaning: u16) -> Vec<Self> {
        let Some((read, next)) = word.split_once('|') else { return vec![Self::new(word, meaning)] };
        let (first, last) = if next.starts_with(DIGIT) { (b'1', b'9') } else { (0, 0) };
        let key = |digit| match digit {
            0 => [read, next].concat().into_bytes(),
            digit => [read.as_bytes(), &[digit]].concat(),
        };
        (first..=last).map(|digit| Self { word, key: key(digit), read: read.len(), meaning }).collect()
    }
}

fn u16_of(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap().to_le_bytes()
}

fn u32_of(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

/// The kind of a node at which no word ends.
const BETWEEN: u8 = 0;
/// Stands where no byte leads: no text has it.
const NO_BYTE: u8 = 0xFF;

/// The nodes and words of all dictionaries.
#[derive(Default)]
struct Trees {
    hints: Vec<[u8; HINTS]>,
    nodes: Vec<[u8; NODE]>,
    words: Vec<u8>,
    /// The bases that nodes have.
    taken: Vec<bool>,
    /// For each least byte of a node the base before which there is room for none with it.
    full: BTreeMap<u8, usize>,
}

/// Words by what must stand in the text, each by its number.
type Numbered<'k> = BTreeMap<&'k [u8], u16>;

impl Trees {
    /// A dictionary as it is packed. Of one word under two meanings the later is found.
    fn dictionary(&mut self, words: &[Word]) -> Vec<u8> {
        let (mut numbered, mut hints) = (Numbered::new(), [0; HINTS]);
        for Word { word, key, read, meaning } in words {
            let number = u16::try_from(self.words.len() / WORD).unwrap();
            let at = word.as_ptr() as usize - LEXICON.as_ptr() as usize;
            self.words.extend(u32_of(at));
            self.words.extend([word.len(), *read].map(|length| u8::try_from(length).unwrap()));
            self.words.extend(meaning.to_le_bytes());
            numbered.insert(key, number);
            let bits = word.chars().next().unwrap() as usize;
            hints[bits / 8 % HINTS] |= 1 << (bits % 8);
        }
        let root = self.node(&numbered, 0);
        let place = self.hints.iter().position(|known| *known == hints).unwrap_or(self.hints.len());
        if place == self.hints.len() {
            self.hints.push(hints);
        }
        [place, root, words.len()].map(u16_of).concat()
    }

    /// Adds what follows the node that some words have in common, up to a depth; its base.
    fn node(&mut self, words: &Numbered<'_>, depth: usize) -> usize {
        let mut children: BTreeMap<u8, Numbered<'_>> = BTreeMap::new();
        for (key, number) in words {
            children.entry(key.get(depth).copied().unwrap_or_default()).or_default().insert(key, *number);
        }
        let base = self.base_for(children.keys().copied());
        for byte in children.keys() {
            self.nodes[base + usize::from(*byte)][2] = *byte;
        }
        for (byte, words) in &children {
            let alone = words.values().next().filter(|_| words.len() == 1);
            let (to, kind) = match alone {
                Some(number) => (usize::from(*number), LEAF),
                None if words.keys().any(|key| key.len() == depth + 1) => (self.node(words, depth + 1), END),
                None => (self.node(words, depth + 1), BETWEEN),
            };
            let [low, high] = u16_of(to);
            self.nodes[base + usize::from(*byte)] = [low, high, *byte, kind];
        }
        base
    }

    /// The first base that no node has and at which there is room for some bytes.
    fn base_for(&mut self, bytes: impl Iterator<Item = u8> + Clone) -> usize {
        let is_free = |at: usize| self.nodes.get(at).is_none_or(|node| node[2] == NO_BYTE);
        let has_room = |base: &usize| bytes.clone().all(|byte| is_free(base + usize::from(byte)));
        let is_untaken = |base: &usize| self.taken.get(*base) != Some(&true);
        let least = bytes.clone().next().unwrap_or_default();
        let full = self.full.entry(least).or_default();
        *full = (*full..).find(|base| is_untaken(base) && is_free(base + usize::from(least))).unwrap();
        let base = (*full..).find(|base| is_untaken(base) && has_room(base)).unwrap();
        self.taken.resize(self.taken.len().max(base + 1), false);
        self.taken[base] = true;
        let end = bytes.max().map_or(0, |last| base + usize::from(last) + 1);
        self.nodes.resize(self.nodes.len().max(end), [0, 0, NO_BYTE, 0]);
        base
    }
}

/// The index of the whole lexicon.
pub(super) fn packed() -> Vec<u8> {
    let mut sections = sections();
    // Meanings count in the order of the text.
    let written: Vec<&str> = sections.iter().map(|section| section.heading).collect();
    sections.sort_by_key(|section| class_of_heading("", section.heading));
    let place = |heading| sections.iter().position(|section| section.heading == heading).unwrap();
    let (mut tags, mut units) = (Vec::new(), Vec::new());
    for heading in written.iter().filter(|heading| is_of_counts(heading)) {
        let number = place(*heading);
        let words = match meaning(heading).unwrap() {
            Meaning::Tag(_) => &mut tags,
            Meaning::Unit(_) => &mut units,
        };
        let number = u16::try_from(number).unwrap();
        let section = &sections[usize::from(number)];
        words.extend(section.words().flat_map(|word| Word::going_on(word, number)));
    }
    let first_of = |class| {
        let first = sections.iter().position(|section| class_of_heading("", section.heading) == class);
        u16_of(first.map_or(0, |first| first + 1))
    };
    let firsts: Vec<u8> = (0..CLASSES).flat_map(first_of).collect();
    let mut trees = Trees::default();
    let of_counts = [tags, units].map(|words| trees.dictionary(&words)).concat();
    let mut packed = Vec::new();
    for section in &sections {
        section.places.into_iter().for_each(|place| packed.extend(u32_of(place)));
        packed.extend(u16_of(class_of_heading("", section.heading)));
        let words = section.words().filter(|_| !is_of_counts(section.heading)).map(|word| Word::new(word, 0));
        packed.extend(trees.dictionary(&words.collect::<Vec<_>>()));
    }
    let tables = [firsts, packed, trees.hints.concat(), trees.nodes.concat(), trees.words, of_counts];
    let sizes = [2, SECTION, HINTS, NODE, WORD, DICTIONARY];
    let tables =
        sizes.iter().zip(tables).flat_map(|(size, table)| [u32_of(table.len() / size).into(), table]);
    tables.flatten().collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test packs the lexicon in the repository anew")]
fn the_packed_lexicon_is_that_of_the_text() {
    let packed = packed();
    if std::env::var("NIANBAO_UPDATE").is_ok() {
        std::fs::write("src/prose/lexicon.bin", &packed).unwrap();
        return;
    }
    let is_same = packed == include_bytes!("../lexicon.bin");
    assert!(is_same, "run NIANBAO_UPDATE=1 cargo test --lib packed to pack the lexicon anew");
}
