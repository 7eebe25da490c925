//! The objects of a page: characters, lines and pictures with their places.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;
use unicode_width::UnicodeWidthChar;

use super::OfdError;
use super::book::Area;
use super::number::{Matrix, ONE, distances, hundredths, number, numbers};
use crate::published::office::xml::{Token, Tokens, attribute};
use crate::published::paper::{Frame, Ink, Look, Mark, RULE, Rule, of_fill, of_stroke};

/// Most characters of all pages: 2,000 full pages.
const CHARACTERS: usize = 2_000_000;
/// Most lines and shapes of all pages.
const SHAPES: usize = 2_000_000;

/// From this weight on text is bold.
const BOLD: i64 = 600 * ONE;

/// What stands in a text for a glyph whose character is not said.
const PLACEHOLDER: char = '¤';

/// What is left of the limits while pages are read.
#[derive(Debug)]
pub(super) struct Budget {
    characters: usize,
    shapes: usize,
}

impl Budget {
    pub fn new() -> Self {
        Self { characters: CHARACTERS, shapes: SHAPES }
    }
}

fn spend(left: &mut usize, count: usize) -> Result<(), OfdError> {
    *left = left.checked_sub(count).ok_or(OfdError::TooLarge)?;
    Ok(())
}

/// The canvas of one page.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    pub ink: Ink,
    bold: &'a BTreeSet<String>,
    budget: &'a mut Budget,
}

/// An element that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Text,
    Path,
    Other,
}

/// An object with what its text or its path needs.
#[derive(Debug, Clone, Copy)]
struct Object {
    /// The left upper corner of its area.
    corner: (i64, i64),
    matrix: Matrix,
    size: i64,
    /// The breadth of its characters, in millionths of the usual one.
    scale: i64,
    is_bold: bool,
    /// True for text that runs from top to bottom.
    runs_down: bool,
    /// How its characters are turned, in degrees.
    turn: i64,
    is_stroked: bool,
    is_filled: bool,
    /// Where its text begins.
    start: (i64, i64),
}

impl<'a> Canvas<'a> {
    pub fn new([_, _, width, height]: Area, bold: &'a BTreeSet<String>, budget: &'a mut Budget) -> Self {
        let ink = Ink { width: hundredths(width), height: hundredths(height), ..Ink::default() };
        Self { ink, bold, budget }
    }

    /// Adds what a part with objects shows.
    pub fn draw(&mut self, text: &str) -> Result<(), OfdError> {
        let mut tokens = Tokens::new(text);
        let mut object = None;
        let mut steps = (String::new(), String::new());
        let mut words = String::new();
        let (mut open, mut skipped) = (Vec::new(), 0_usize);
        while let Some(token) = tokens.next()? {
            match token {
                Token::Start(_) if skipped > 0 => skipped += 1,
                Token::Start(start) if is_unseen(&start) => skipped = 1,
                Token::Start(start) => {
                    words.clear();
                    open.push(match start.local_name().as_ref() {
                        b"TextCode" => {
                            let object = object.get_or_insert_with(|| self.object(&start));
                            let at = |name| attribute(&start, name).and_then(|place| number(&place));
                            object.start =
                                (at("X").unwrap_or(object.start.0), at("Y").unwrap_or(object.start.1));
                            let say = |name| attribute(&start, name).unwrap_or_default().into_owned();
                            steps = (say("DeltaX"), say("DeltaY"));
                            Open::Text
                        }
                        b"AbbreviatedData" => Open::Path,
                        name => {
                            if name.ends_with(b"Object") {
                                object = Some(self.object(&start));
                            }
                            if name == b"ImageObject" {
                                self.picture(&start)?;
                            }
                            Open::Other
                        }
                    });
                }
                Token::Text(text) if skipped == 0 && open.last().is_some_and(|open| *open != Open::Other) => {
                    words.push_str(&text);
                }
                Token::Text(_) => {}
                Token::End if skipped > 0 => skipped -= 1,
                Token::End => match (open.pop(), &object) {
                    (Some(Open::Text), Some(object)) => self.write(object, &words, &steps)?,
                    (Some(Open::Path), Some(object)) => self.path(object, &words)?,
                    _ => {}
                },
            }
        }
        Ok(())
    }

    fn object(&self, start: &BytesStart<'_>) -> Object {
        let say = |name| attribute(start, name);
        let numeric = |name, usual| say(name).and_then(|text| number(&text)).unwrap_or(usual);
        let is = |name, usual: bool| say(name).map_or(usual, |text| text == "true" || text == "1");
        let [left, top, ..] = boundary(start).unwrap_or_default();
        let direction = numeric("ReadDirection", 0) / ONE;
        Object {
            corner: (left, top),
            matrix: say("CTM").and_then(|text| Matrix::read(&text)).unwrap_or(Matrix::NONE),
            size: numeric("Size", 0).abs(),
            scale: numeric("HScale", ONE),
            is_bold: numeric("Weight", 0) >= BOLD
                || say("Font").is_some_and(|font| self.bold.contains(&*font)),
            runs_down: direction % 180 == 90,
            turn: (numeric("CharDirection", 0) / ONE).rem_euclid(360),
            is_stroked: is("Stroke", true),
            is_filled: is("Fill", false),
            start: (0, 0),
        }
    }

    /// The characters of a text.
    fn write(&mut self, object: &Object, words: &str, steps: &(String, String)) -> Result<(), OfdError> {
        let count = words.chars().count();
        spend(&mut self.budget.characters, count)?;
        let (across, down) = (distances(&steps.0, count), distances(&steps.1, count));
        let (mut x, mut y) = object.start;
        let look = Look { tall: object.runs_down && object.turn == 0, bold: object.is_bold };
        for (at, c) in words.chars().enumerate() {
            // The last distance stands for those that are missing.
            let step = |all: &[i64]| all.get(at).or(all.last()).copied();
            let usual = object.breadth(c);
            let (right, below) = match (step(&across), step(&down)) {
                (None, None) => (usual, 0),
                (right, below) => (right.unwrap_or(0), below.unwrap_or(0)),
            };
            // What a character leaves free of the distance to the next is less than its size.
            let is_last = at + 1 == count;
            let breadth = if is_last || right <= 0 { usual } else { right.min(object.size) };
            if let Some(mark) = object.mark((x, y), breadth, look) {
                let c = if c == PLACEHOLDER { char::REPLACEMENT_CHARACTER } else { c };
                self.ink.marks.push(Mark { c, ..mark });
            }
            (x, y) = (x.saturating_add(right), y.saturating_add(below));
        }
        Ok(())
    }

    /// The rules of a path.
    fn path(&mut self, object: &Object, words: &str) -> Result<(), OfdError> {
        let parts = parts(words, object);
        let mut rules: Vec<Rule> = Vec::new();
        if object.is_filled {
            rules.extend(of_fill(&parts));
        }
        if object.is_stroked {
            rules.extend(of_stroke(&parts));
        }
        spend(&mut self.budget.shapes, 1 + rules.len())?;
        self.ink.rules.extend(rules);
        Ok(())
    }

    fn picture(&mut self, start: &BytesStart<'_>) -> Result<(), OfdError> {
        spend(&mut self.budget.shapes, 1)?;
        let Some([left, top, width, height]) = boundary(start) else { return Ok(()) };
        let (right, bottom) = (hundredths(left + width), hundredths(top + height));
        let frame = Frame { left: hundredths(left), top: hundredths(top), right, bottom };
        if frame.width().min(frame.height()) <= RULE {
            self.ink.rules.push(Rule::along(frame));
        } else {
            self.ink.pictures.push(frame);
        }
        Ok(())
    }
}

/// True for an element that shows nothing of itself: colours and clips have paths and texts in them, too.
fn is_unseen(start: &BytesStart<'_>) -> bool {
    matches!(start.local_name().as_ref(), b"Clips" | b"FillColor" | b"StrokeColor" | b"Actions" | b"Border")
        || attribute(start, "Visible").is_some_and(|visible| visible == "false")
}

fn boundary(start: &BytesStart<'_>) -> Option<Area> {
    numbers(&attribute(start, "Boundary")?)
}

impl Object {
    /// A place of the object on the page.
    fn place(&self, place: (i64, i64)) -> (i64, i64) {
        let (x, y) = self.matrix.apply(place);
        (hundredths(x.saturating_add(self.corner.0)), hundredths(y.saturating_add(self.corner.1)))
    }

    /// How broad a character usually is: as high as it is if it is Chinese, else half as much.
    fn breadth(&self, c: char) -> i64 {
        let is_wide = c.width_cjk().is_some_and(|width| width > 1);
        let breadth =
            i128::from(self.size) * i128::from(self.scale) / i128::from(if is_wide { ONE } else { 2 * ONE });
        i64::try_from(breadth).unwrap_or(self.size)
    }

    /// A character of some breadth at a place.
    fn mark(&self, (x, y): (i64, i64), breadth: i64, look: Look) -> Option<Mark> {
        // Its line runs to the right, or is turned clockwise with it.
        let turned = |along: i64, up: i64| match self.turn {
            90 => (x.saturating_add(up), y.saturating_add(along)),
            180 => (x.saturating_sub(along), y.saturating_add(up)),
            270 => (x.saturating_sub(up), y.saturating_sub(along)),
            _ => (x.saturating_add(along), y.saturating_sub(up)),
        };
        let origin = self.place((x, y));
        let from = |(u, v): (i64, i64)| (u - origin.0, v - origin.1);
        let (right, up) = (self.place(turned(self.size, 0)), self.place(turned(0, self.size)));
        Mark::placed(origin, self.place(turned(breadth, 0)), from(right), from(up), look)
    }
}

/// The parts of a path, each as its corners on the page.
fn parts(words: &str, object: &Object) -> Vec<Vec<(i64, i64)>> {
    let mut parts: Vec<Vec<(i64, i64)>> = Vec::new();
    let mut words = words.split_ascii_whitespace();
    while let Some(command) = words.next() {
        // Pairs of numbers before the place to which a command leads, and which of these are places on the way.
        let (before, is_start) = match command {
            "S" | "M" => (0, true),
            "L" => (0, false),
            "Q" => (1, false),
            "B" => (2, false),
            "A" => (2, false),
            "C" => {
                if let Some(part) = parts.last_mut() {
                    part.extend(part.first().copied());
                }
                continue;
            }
            _ => continue,
        };
        let mut next = || words.next().and_then(number).unwrap_or(0);
        // Two radii, an angle, and two choices.
        let numbers = if command == "A" { 5 } else { before * 2 };
        let on_the_way: Vec<i64> = (0..numbers).map(|_| next()).collect();
        let end = (next(), next());
        if is_start || parts.is_empty() {
            parts.push(Vec::new());
        }
        let Some(part) = parts.last_mut() else { continue };
        if command != "A" {
            part.extend(on_the_way.chunks_exact(2).filter_map(|pair| {
                let [x, y] = pair else { return None };
                Some(object.place((*x, *y)))
            }));
        }
        part.push(object.place(end));
    }
    parts
}
