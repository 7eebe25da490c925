//! The letters of a text by which it is compared: without marks, with each number and each name of the own body as one.

use std::ops::Range;

use crate::prose::Words;
use crate::report::Report;
use crate::report::body::{Body, PLACE_ENDS, is_bare_kind, plain_name};

/// Letters of a text that are compared.
const MOST: usize = 100_000;
/// Stands for a number.
const NUMBER: char = '0';
/// Stands for a name of the own body. It is no letter, so that no text has it, and neither the next.
const NAME: char = '\u{E000}';
/// Stands for the title of a document.
const TITLE: char = '\u{E001}';
/// A longer title is none: its end was forgotten.
const LONGEST_TITLE: usize = 100;

/// What a body calls itself.
static SELF: Words = Words::under("rule self");
/// What it is called behind 我 or 本, and what begins like that and is another word.
static CALLED: Words = Words::under("rule called-own");
static GOES_ON: Words = Words::under("rule called-goes-on");

/// The letters that are compared, each with its bytes in the text.
#[derive(Debug, Default)]
pub(super) struct Masked {
    pub letters: Vec<char>,
    places: Vec<Range<usize>>,
}

impl Masked {
    /// A text with each number as one mark.
    pub fn of(text: &str) -> Self {
        let mut masked = Self::default();
        masked.add(text, 0..text.len(), None);
        masked
    }

    /// Adds a stretch of the text, with one mark for each of the names and for each title of a document, too.
    pub fn add(&mut self, text: &str, range: Range<usize>, names: Option<&Names>) {
        let mut rest = text.get(range.clone()).unwrap_or_default();
        // Most letters take three bytes.
        let letters = (rest.len() / 3).min(MOST);
        self.letters.reserve(letters);
        self.places.reserve(letters);
        let mut at = range.start;
        while let Some(c) = rest.chars().next().filter(|_| self.letters.len() < MOST) {
            let masked = names.and_then(|names| names.at_start(rest, c));
            let (letter, length) =
                masked.map_or((letter(c), c.len_utf8()), |(mark, length)| (Some(mark), length));
            if let Some(letter) = letter {
                self.push(letter, at..at + length);
            }
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    fn push(&mut self, letter: char, place: Range<usize>) {
        if let (Some(&last), Some(before)) = (self.letters.last(), self.places.last_mut()) {
            // Signs within a number, such as `1,234.5`, go with it; 青禾县 and 林业局 are one name.
            let goes_on = letter == NUMBER || letter == NAME && before.end == place.start;
            if last == letter && goes_on {
                before.end = place.end;
                return;
            }
        }
        self.letters.push(letter);
        self.places.push(place);
    }

    /// The bytes of a stretch of letters.
    pub fn bytes(&self, letters: Range<usize>) -> Range<usize> {
        let places = self.places.get(letters).unwrap_or_default();
        match (places.first(), places.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// What a character is compared as; `None` for a mark.
fn letter(c: char) -> Option<char> {
    match c {
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
        | '万' | '亿' => Some(NUMBER),
        // Most letters are of this block, and none of it is a mark.
        '\u{4E00}'..='\u{9FFF}' => Some(c),
        _ if crate::report::to_half_width(c).is_ascii_digit() => Some(NUMBER),
        _ => Some(c).filter(|c| c.is_alphanumeric()),
    }
}

/// The names of the body that reports: those which a copier changes.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The longest first.
    words: Vec<String>,
    /// What they begin with: most letters of a text open no name.
    openings: Vec<char>,
}

impl Names {
    /// Its full name, that without its places and with the kind of place alone (县林业局), its places, and these
    /// without their kind.
    pub fn of(report: &Report) -> Self {
        let name = plain_name(report.agency_name());
        let body = Body::of(&name);
        let mut words = vec![name.clone()];
        if !body.core.is_empty() && !is_bare_kind(body.core) {
            words.push(body.core.to_owned());
            let kind = body.seat().and_then(|(_, place)| place.chars().next_back());
            words.extend(kind.map(|kind| format!("{kind}{}", body.core)));
        }
        for (_, place) in &body.places {
            words.push((*place).to_owned());
            words.extend(place.strip_suffix(PLACE_ENDS).map(str::to_owned));
        }
        words.retain(|word| word.chars().nth(1).is_some());
        words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        let openings = words.iter().filter_map(|word| word.chars().next()).collect();
        Self { words, openings }
    }

    /// The mark for what a text begins with, and its bytes.
    fn at_start(&self, text: &str, first: char) -> Option<(char, usize)> {
        if first == '《' {
            return title(text).map(|length| (TITLE, length));
        }
        let may_open = self.openings.contains(&first);
        let words = self.words.get(..).filter(|_| may_open).unwrap_or_default();
        let name = words.iter().find(|word| text.starts_with(word.as_str())).map(String::len);
        let own = || matches!(first, '我' | '本').then(|| own(text, first)).flatten();
        name.or_else(own).map(|length| (NAME, length))
    }
}

/// Bytes of the word by which a body calls itself: 我局, 本县.
fn own(text: &str, first: char) -> Option<usize> {
    let rest = text.strip_prefix(['我', '本'])?;
    if GOES_ON.opens(rest) {
        return None;
    }
    let called = CALLED.iter().find(|word| rest.starts_with(**word));
    let own = SELF.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    called.map(|called| first.len_utf8() + called.len()).or(own)
}

/// Bytes of the title in 《》 that a text begins with: it is not the writer's own words.
fn title(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST_TITLE) {
        match c {
            '《' => depth += 1,
            '》' if depth == 1 => return Some(at + c.len_utf8()),
            '》' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    /// The letters of a text in the report of an agency, names as 甲 and titles as 乙.
    fn masked(agency: &str, text: &str) -> String {
        let file = format!(
            "format = \"2021\"\nyear = 2024\n[agency]\nname = \"{agency}\"\nlevel = \"department\"\n"
        );
        let report = read(&Source::new("a", file), &Forms::built_in()).report.unwrap();
        let mut masked = Masked::default();
        masked.add(text, 0..text.len(), Some(&Names::of(&report)));
        masked.letters.iter().collect::<String>().replace(NAME, "甲").replace(TITLE, "乙")
    }

    #[test]
    fn names_of_the_own_body_read_alike() {
        for (agency, text) in [
            ("南川市青禾县林业局", "2024年，南川市青禾县林业局、县林业局和我局在青禾县落实《条例》12件"),
            (
                "云溪区卫生健康委员会",
                "2023年云溪区卫生健康委员会、区卫生健康委员会和我委在云溪落实《办法》7件",
            ),
            ("青禾县东山镇人民政府", "二〇二四年，青禾县东山镇人民政府、东山镇和我镇在青禾落实《通知》3件"),
        ] {
            assert_eq!(masked(agency, text), "0年甲甲和甲在甲落实乙0件", "{agency}");
        }
        // Without the places above it, it is still one name.
        assert_eq!(masked("南川市青禾县林业局", "青禾县林业局公开"), "甲公开");
        // Of a government nothing stands for 县人民政府; what begins like a name and is none stays.
        assert_eq!(
            masked("青禾县林业局", "县人民政府不得自我局限，基本市政，《无尾"),
            "县人民政府不得自我局限基本市政无尾"
        );
    }
}
