//! Text that a PDF gives in place of the characters of some glyphs, where those do not tell it rightly: so a
//! browser says which of two characters one glyph stands for.

use crate::published::paper::Mark;
use hayro_interpret::hayro_syntax::object::{Dict, String as Bytes};

/// A stretch with more characters is whole lines of writing: there the glyphs are to be trusted, and their places.
const STRETCH: usize = 8;

/// The stretches that are open.
#[derive(Debug, Default)]
pub(super) struct Actual {
    open: Vec<Option<Stretch>>,
}

#[derive(Debug)]
struct Stretch {
    text: Vec<char>,
    /// How many characters stood before it.
    start: usize,
}

impl Actual {
    /// Opens a stretch of marked content after that many characters.
    pub fn begin(&mut self, properties: Option<&Dict<'_>>, start: usize) {
        let text = properties.and_then(|dict| dict.get::<Bytes<'_>>(b"ActualText".as_slice()));
        let text = text.and_then(|text| decoded(text.as_bytes()));
        self.open.push(text.map(|text| Stretch { text, start }));
    }

    /// Closes the last stretch, and gives its characters what it says.
    pub fn end(&mut self, marks: &mut Vec<Mark>) {
        let Some(Stretch { text, start }) = self.open.pop().flatten() else { return };
        let glyphs: Vec<Mark> = marks.get(start..).unwrap_or_default().to_vec();
        let Some(first) = glyphs.first().filter(|_| glyphs.len() <= STRETCH && text.len() <= STRETCH) else {
            return;
        };
        if glyphs.len() == text.len() {
            for (mark, c) in marks.iter_mut().skip(start).zip(text) {
                mark.c = c;
            }
        } else if glyphs.iter().all(|mark| mark.base == first.base) {
            marks.truncate(start);
            marks.extend(shared(&glyphs, &text));
        }
    }
}

/// Characters that share the breadth of some glyphs.
pub(super) fn shared(glyphs: &[Mark], text: &[char]) -> Vec<Mark> {
    let Some((first, frame)) =
        glyphs.first().zip(glyphs.iter().map(|mark| mark.frame).reduce(|a, b| a.union(b)))
    else {
        return Vec::new();
    };
    let count = i64::try_from(text.len()).unwrap_or(1).max(1);
    let place = |(at, c): (i64, &char)| {
        let mut part = frame;
        part.left = frame.left + frame.width() * at / count;
        part.right = frame.left + frame.width() * (at + 1) / count;
        Mark { c: *c, frame: part, ..*first }
    };
    (0..).zip(text).map(place).collect()
}

/// The characters of a text of the file; `None` for one in an encoding of old programs.
fn decoded(bytes: &[u8]) -> Option<Vec<char>> {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units =
                rest.chunks_exact(2).map(|pair| pair.iter().fold(0, |all, byte| all << 8 | u16::from(*byte)));
            char::decode_utf16(units).collect::<Result<Vec<char>, _>>().ok()?
        }
        ascii if ascii.is_ascii() => ascii.iter().map(|byte| char::from(*byte)).collect(),
        _ => return None,
    };
    // A line feed or the like says nothing of the glyphs.
    Some(text.into_iter().filter(|c| !c.is_control()).collect())
}
