//! The lists: what Word shows before each of their entries.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::super::office::xml::{BadXml, Token, Tokens, attribute, number, on};
use super::numerals::Numeral;
use super::styles::Styles;

/// Levels of a list.
const LEVELS: usize = 9;

/// A number beyond which a list does not start: there is no such report.
const LARGEST_START: u32 = 1_000_000;

/// Characters of what is shown before an entry, its numbers not yet in their places. It stands before every entry.
const LONGEST_MARKER: usize = 40;

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    numeral: Numeral,
    /// What is shown, with `%1` for the number of the first level.
    text: String,
    /// The levels above which it does not begin anew, if that is not all.
    restart: Option<u8>,
    /// Whether all numbers in it are shown as 1, 2, 3.
    plain: bool,
    /// The paragraph style whose paragraphs are on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let numeral = Numeral::Decimal;
        Self { start: 1, numeral, text: String::new(), restart: None, plain: false, style: None }
    }
}

/// The levels of a list, by number.
type Levels = HashMap<u8, Level>;

/// What several lists have in common.
#[derive(Debug, Default)]
struct Abstract {
    levels: Levels,
    /// The style whose list this is.
    style: Option<String>,
    /// The style whose list is meant.
    link: Option<String>,
}

/// A list.
#[derive(Debug, Default)]
struct List {
    of: String,
    /// Levels of its own.
    levels: Levels,
    /// Where it begins to count, by level.
    starts: HashMap<u8, u32>,
}

/// What stands before an entry of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Marker {
    /// How deep the entry lies, 0 the outermost.
    pub depth: u8,
    /// What is shown.
    pub text: String,
    /// Whether it counts in Chinese characters.
    pub chinese: bool,
    /// Whether it does not count.
    pub bullet: bool,
}

/// All lists, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
    /// How far each group of lists has counted: lists of one group go on counting from each other.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have begun.
    begun: HashSet<String>,
}

/// What its reader is in.
enum At {
    Other,
    Abstract(String),
    List(String),
    Level(u8),
    Override(u8),
}

impl Numbering {
    /// Reads the numbering part.
    pub fn read(text: &str, styles: &Styles) -> Result<Self, BadXml> {
        let mut numbering = Self::default();
        let mut tokens = Tokens::new(text);
        let mut open = Vec::new();
        while let Some(token) = tokens.next()? {
            match token {
                Token::Start(start) => {
                    let at = numbering.start(&start, &open);
                    open.push(at);
                }
                Token::End => drop(open.pop()),
                Token::Text(_) => {}
            }
        }
        numbering.link(styles);
        Ok(numbering)
    }

    fn start(&mut self, start: &BytesStart<'_>, open: &[At]) -> At {
        let id = |name| attribute(start, name).unwrap_or_default().into_owned();
        let level = || attribute(start, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
        match start.local_name().as_ref() {
            b"abstractNum" => {
                let id = id("abstractNumId");
                self.abstracts.insert(id.clone(), Abstract::default());
                At::Abstract(id)
            }
            b"num" => {
                let id = id("numId");
                self.lists.insert(id.clone(), List::default());
                At::List(id)
            }
            b"lvl" => At::Level(level()),
            b"lvlOverride" => At::Override(level()),
            _ => {
                self.property(start, open);
                At::Other
            }
        }
    }

    fn property(&mut self, start: &BytesStart<'_>, open: &[At]) {
        let text = || attribute(start, "val").map(|text| text.into_owned());
        match open {
            [.., At::Abstract(id)] => {
                let Some(group) = self.abstracts.get_mut(id) else { return };
                match start.local_name().as_ref() {
                    b"styleLink" => group.style = text(),
                    b"numStyleLink" => group.link = text(),
                    _ => {}
                }
            }
            [.., At::Abstract(id), At::Level(level)] => {
                let Some(group) = self.abstracts.get_mut(id) else { return };
                group.levels.entry(*level).or_default().property(start);
            }
            [.., At::List(id)] if start.local_name().as_ref() == b"abstractNumId" => {
                let Some(list) = self.lists.get_mut(id) else { return };
                list.of = text().unwrap_or_default();
            }
            [.., At::List(id), At::Override(level)] if start.local_name().as_ref() == b"startOverride" => {
                let Some(list) = self.lists.get_mut(id) else { return };
                list.starts.extend(number(start).map(|from: u32| (*level, from.min(LARGEST_START))));
            }
            [.., At::List(id), At::Override(_), At::Level(level)] => {
                let Some(list) = self.lists.get_mut(id) else { return };
                list.levels.entry(*level).or_default().property(start);
            }
            _ => {}
        }
    }

    /// Has the lists that refer to the list of a style count as that.
    fn link(&mut self, styles: &Styles) {
        let of_style: HashMap<&String, &String> =
            self.abstracts.iter().filter_map(|(id, group)| Some((group.style.as_ref()?, id))).collect();
        let linked: Vec<_> =
            self.abstracts.iter().filter_map(|(id, group)| Some((id, group.link.as_ref()?))).collect();
        let target = |style: &String| {
            let by_style = styles.list(Some(style)).and_then(|(list, _, _)| self.lists.get(list));
            of_style.get(style).map(|id| (*id).clone()).or_else(|| by_style.map(|list| list.of.clone()))
        };
        let links: HashMap<String, String> =
            linked.into_iter().filter_map(|(id, style)| Some((id.clone(), target(style)?))).collect();
        for list in self.lists.values_mut() {
            if let Some(target) = links.get(&list.of) {
                list.of.clone_from(target);
            }
        }
    }

    /// The level of a list that belongs to a paragraph style.
    pub fn level_of(&self, list: &str, style: &str) -> Option<u8> {
        let levels = &self.abstracts.get(&self.lists.get(list)?.of)?.levels;
        let mut found = levels.iter().filter(|(_, level)| level.style.as_deref() == Some(style));
        found.next().map(|(level, _)| *level)
    }

    /// Counts an entry of a list, and gives what stands before it.
    pub fn count(&mut self, id: &str, depth: u8) -> Option<Marker> {
        let list = self.lists.get(id)?;
        let group = self.abstracts.get(&list.of)?;
        let level = |depth: u8| list.levels.get(&depth).or_else(|| group.levels.get(&depth));
        let this = level(depth)?;
        let counts = self.counts.entry(list.of.clone()).or_insert([None; LEVELS]);
        if self.begun.insert(id.to_owned()) {
            for (depth, start) in &list.starts {
                if let Some(count) = counts.get_mut(usize::from(*depth)) {
                    *count = start.checked_sub(1);
                }
            }
        }
        for (below, count) in (0..).zip(counts.iter_mut()).skip(usize::from(depth) + 1) {
            let restart = level(below).and_then(|level| level.restart);
            if restart.is_none_or(|restart| depth < restart) {
                *count = None;
            }
        }
        let start = list.starts.get(&depth).copied().unwrap_or(this.start);
        let count = counts.get_mut(usize::from(depth))?;
        *count = Some(count.map_or(start, |count| count.saturating_add(1)));
        let number = |depth: u8| {
            let level = level(depth)?;
            let count = counts.get(usize::from(depth)).copied().flatten().unwrap_or(level.start);
            let numeral = if this.plain { Numeral::Decimal } else { level.numeral };
            Some(numeral.write(count))
        };
        let bullet = this.numeral == Numeral::Bullet;
        let text = if bullet { bullet_sign(&this.text) } else { filled(&this.text, number) };
        Some(Marker { depth, text, chinese: this.numeral.is_chinese(), bullet })
    }
}

impl Level {
    fn property(&mut self, start: &BytesStart<'_>) {
        let text = || attribute(start, "val").map(|text| text.into_owned());
        match start.local_name().as_ref() {
            b"start" => self.start = number(start).unwrap_or(1).min(LARGEST_START),
            b"numFmt" => self.numeral = Numeral::named(&text().unwrap_or_default()),
            b"lvlText" => self.text = text().unwrap_or_default().chars().take(LONGEST_MARKER).collect(),
            b"lvlRestart" => self.restart = number(start),
            b"isLgl" => self.plain = on(start),
            b"pStyle" => self.style = text(),
            _ => {}
        }
    }
}

/// The text of a level with the numbers in their places.
fn filled(text: &str, number: impl Fn(u8) -> Option<String>) -> String {
    let mut parts = text.split('%');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digit = part.chars().next().and_then(|digit| digit.to_digit(10));
        match digit.and_then(|digit| u8::try_from(digit).ok()?.checked_sub(1)) {
            Some(depth) => {
                filled.push_str(&number(depth).unwrap_or_default());
                filled.push_str(part.get(1..).unwrap_or_default());
            }
            None => {
                filled.push('%');
                filled.push_str(part);
            }
        }
    }
    filled
}

/// A bullet. Word takes most of them from fonts of signs, where the characters mean something else.
fn bullet_sign(text: &str) -> String {
    let sign = text.trim();
    let strange = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | 'l' | 'n' | 'u' | 'o' | 'Ø' | 'ü' | '·');
    if !sign.is_empty() && sign.chars().all(strange) { "•".to_owned() } else { sign.to_owned() }
}
