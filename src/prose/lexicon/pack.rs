//! Makes the index of the lexicon from its text: `NIANBAO_UPDATE=1 cargo test --lib packed` writes it.

use super::packed::{
    CLASSES, DIGIT, ENTRY, HEAD, HINTS, LEXICON, Opening, SECTION, check_of, class_of_heading,
    class_of_opening,
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

struct Word {
    word: &'static str,
    read: usize,
    opening: Opening,
    meaning: u16,
}

impl Word {
    fn new(word: &'static str, may_go_on: bool, meaning: u16) -> Self {
        let next = word.find('|').filter(|_| may_go_on);
        let mut chars = word.chars().filter(|c| next.is_none() || !matches!(*c, '|' | DIGIT));
        let opening = [chars.next().unwrap(), chars.next().unwrap_or_default()];
        Self { word, read: next.unwrap_or(word.len()), opening, meaning }
    }
}

fn u16_of(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap().to_le_bytes()
}

fn u32_of(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

fn dictionary(words: &[Word]) -> Vec<u8> {
    let classes = (2 * words.len()).next_power_of_two();
    let mut hints = [0_u8; HINTS / 8];
    let mut by_class: Vec<Vec<&Word>> = (0..classes).map(|_| Vec::new()).collect();
    // Of one word under two meanings the later is found first.
    for word in words.iter().rev() {
        let bits = word.opening[0] as usize % HINTS;
        hints[bits / 8] |= 1 << (bits % 8);
        by_class[class_of_opening(word.opening, classes - 1)].push(word);
    }
    let mut packed = hints.to_vec();
    packed.extend(u16_of(classes));
    let mut before = 0;
    for class in &mut by_class {
        packed.extend(u16_of(before));
        before += class.len();
        class.sort_by_key(|word| std::cmp::Reverse(word.word.len()));
    }
    packed.extend(u16_of(before));
    for Word { word, read, opening, meaning } in by_class.into_iter().flatten() {
        let at = word.as_ptr() as usize - LEXICON.as_ptr() as usize;
        let start = packed.len();
        packed.extend(u32_of(at));
        packed.extend([word.len(), *read].map(|length| u8::try_from(length).unwrap()));
        packed.extend([word.as_bytes()[read - 1], check_of(*opening)]);
        packed.extend(meaning.to_le_bytes());
        packed.resize(start + ENTRY, 0);
    }
    packed
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
        words.extend(sections[usize::from(number)].words().map(|word| Word::new(word, true, number)));
    }
    let mut dictionaries = Vec::new();
    let start = HEAD + sections.len() * SECTION;
    let mut head: Vec<u8> = (0..CLASSES)
        .flat_map(|class| {
            let first = sections.iter().position(|section| class_of_heading("", section.heading) == class);
            u16_of(first.map_or(0, |first| first + 1))
        })
        .collect();
    head.extend(u16_of(sections.len()));
    for section in &sections {
        head.extend(u16_of(class_of_heading("", section.heading)));
        section.places.into_iter().for_each(|place| head.extend(u32_of(place)));
        head.extend(u32_of(start + dictionaries.len()));
        if !is_of_counts(section.heading) {
            let words: Vec<Word> = section.words().map(|word| Word::new(word, false, 0)).collect();
            dictionaries.extend(dictionary(&words));
        }
    }
    let mut ends = Vec::new();
    for words in [tags, units] {
        ends.extend(u32_of(start + dictionaries.len()));
        dictionaries.extend(dictionary(&words));
    }
    [head, dictionaries, ends].concat()
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
