//! Puts characters together to lines of writing, by their places on the page.

use super::shape::{Frame, Mark, POINT, Turn};
use crate::published::figure::RAISED;
use std::collections::HashMap;

/// Edge of the squares in which characters painted twice are looked for.
const NEIGHBOUR: i64 = 4 * POINT;
/// More characters than these on one spot are not compared with each other.
const CROWD: usize = 64;

/// More characters than these are no figure with the mark of a note.
const LONGEST_FIGURE: usize = 64;

/// A line of writing.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its characters from left to right, without blanks at its ends.
    pub marks: Vec<Mark>,
    pub frame: Frame,
    /// Where its characters stand.
    pub base: i64,
    /// The size of most of its type.
    pub size: i64,
    /// True if a blank stands at its end.
    pub blank_end: bool,
}

/// Characters that are painted twice at the same place, as bold type is made, once; those are bold.
pub(super) fn once(marks: Vec<Mark>) -> Vec<Mark> {
    let mut kept: Vec<Mark> = Vec::with_capacity(marks.len());
    let mut spots: HashMap<(char, i64, i64), Vec<usize>> = HashMap::new();
    for mark in marks {
        let (x, y) = (mark.frame.left.div_euclid(NEIGHBOUR), mark.base.div_euclid(NEIGHBOUR));
        let near = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (mark.c, x, y)));
        let twin = near
            .filter_map(|spot| spots.get(&spot))
            .flatten()
            .copied()
            .find(|at| kept.get(*at).is_some_and(|other| is_twin(other, &mark)));
        match twin.and_then(|at| kept.get_mut(at)) {
            Some(twin) => twin.bold = true,
            None => {
                let spot = spots.entry((mark.c, x, y)).or_default();
                if spot.len() < CROWD {
                    spot.push(kept.len());
                }
                kept.push(mark);
            }
        }
    }
    kept
}

/// True for the same character less than a seventh of its size apart: narrower ones do not stand so close.
fn is_twin(one: &Mark, other: &Mark) -> bool {
    let apart = (one.frame.left - other.frame.left).abs().max((one.base - other.base).abs());
    apart * 7 <= one.size.min(other.size)
}

/// The lines of some characters, from top to bottom.
pub(super) fn lines(mut marks: Vec<Mark>) -> Vec<Line> {
    marks.sort_by_key(|mark| (mark.base, mark.frame.left));
    let mut lines = Vec::new();
    let mut here: Vec<Mark> = Vec::new();
    for mark in marks {
        // Raised and lowered characters stand less than half their neighbours' size off the line.
        let apart = here.last().is_some_and(|last| (mark.base - last.base) * 2 > mark.size.min(last.size))
            || here.first().is_some_and(|first| (mark.base - first.base) * 4 > mark.size.max(first.size) * 3);
        if apart {
            lines.extend(Line::of(std::mem::take(&mut here)));
        }
        here.push(mark);
    }
    lines.extend(Line::of(here));
    lines
}

impl Line {
    /// The line of some characters; none if they are all blanks.
    fn of(mut marks: Vec<Mark>) -> Option<Self> {
        marks.sort_by_key(|mark| mark.frame.left);
        let end = marks.iter().rposition(|mark| !mark.c.is_whitespace())? + 1;
        let blank_end = marks.drain(end..).count() > 0;
        let start = marks.iter().position(|mark| !mark.c.is_whitespace())?;
        marks.drain(..start);
        let frame = marks.iter().map(|mark| mark.frame).reduce(Frame::union)?;
        let mut sizes: Vec<i64> = marks.iter().map(|mark| mark.size).collect();
        let mut bases: Vec<i64> = marks.iter().map(|mark| mark.base).collect();
        let (size, base) = (median(&mut sizes), median(&mut bases));
        Some(Self { marks, frame, base, size, blank_end })
    }

    /// What it says.
    pub fn text(&self) -> String {
        self.pieces().map(|(text, _)| text).collect()
    }

    /// The gap between most of its characters, which is wide in a justified line.
    fn usual_gap(&self) -> i64 {
        let pairs = self.marks.iter().zip(self.marks.iter().skip(1));
        let mut gaps: Vec<i64> = pairs.map(|(before, mark)| mark.frame.left - before.frame.right).collect();
        median(&mut gaps).max(0)
    }

    /// What it says, character by character with the blank before it, and whether it is bold.
    pub fn pieces(&self) -> impl Iterator<Item = (String, bool)> + '_ {
        let usual = self.usual_gap();
        let before = std::iter::once(None).chain(self.marks.iter().map(Some));
        before.zip(&self.marks).map(move |(before, mark)| {
            let blank = before.is_some_and(|before| parted(before, mark, usual));
            let mut text = String::with_capacity(8);
            if blank {
                text.push(' ');
            }
            // Blanks side by side are those of justified writing, or painted twice.
            let again = mark.c.is_whitespace() && before.is_some_and(|before| before.c.is_whitespace());
            if !again {
                text.push(if mark.c == '\u{a0}' { ' ' } else { mark.c });
            }
            (text, mark.bold)
        })
    }
}

/// The middle one.
pub(super) fn median(numbers: &mut [i64]) -> i64 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

/// True if there is a gap between two characters that stands for a blank: between words of letters a fifth of
/// their size; elsewhere only one that no justified line has.
fn parted(before: &Mark, mark: &Mark, usual: i64) -> bool {
    if before.c.is_whitespace() || mark.c.is_whitespace() {
        return false;
    }
    let gap = mark.frame.left - before.frame.right;
    let size = before.size.max(mark.size);
    let words = before.c.is_ascii_alphanumeric() && mark.c.is_ascii_alphanumeric();
    if words { gap * 5 > size && gap > usual } else { gap > 2 * size.max(usual) }
}

/// The marks of notes in a cell, small digits above and behind others, as raised ones that stand in the line.
fn with_notes_told(marks: Vec<Mark>) -> Vec<Mark> {
    if marks.len() > LONGEST_FIGURE {
        return marks;
    }
    let told = |mark: &Mark| {
        let raised = RAISED.chars().nth(mark.c.to_digit(10)? as usize)?;
        let is_before = |other: &&Mark| {
            let gap = mark.frame.left - other.frame.right;
            let rise = other.base - mark.base;
            mark.size * 4 <= other.size * 3
                && gap.abs() * 2 <= other.size
                && rise * 10 > other.size
                && rise < other.size
        };
        let before = marks.iter().find(is_before)?;
        Some(Mark { c: raised, base: before.base, size: before.size, ..*mark })
    };
    marks.iter().map(|mark| told(mark).unwrap_or(*mark)).collect()
}

/// What stands in a cell: its lines, apart by line feeds; a label that runs down the cell is one line.
pub(super) fn cell_text(marks: Vec<Mark>) -> String {
    let count = |is: fn(&Mark) -> bool| marks.iter().filter(|mark| is(mark)).count() * 2 > marks.len();
    if count(|mark| mark.turn == Turn::Down || mark.tall) {
        return downward(marks);
    }
    if count(|mark| mark.turn == Turn::Up) {
        let turned = marks.iter().map(|mark| Mark { frame: mirrored(mark.frame), ..*mark }).collect();
        return downward(turned);
    }
    let lines: Vec<String> = lines(with_notes_told(marks)).iter().map(Line::text).collect();
    let one_each = lines.len() > 1 && lines.iter().all(|line| is_one_ideograph(line));
    lines.join(if one_each { "" } else { "\n" })
}

fn is_one_ideograph(line: &str) -> bool {
    let mut chars = line.chars();
    chars.next().is_some_and(|c| !c.is_ascii()) && chars.next().is_none()
}

/// Writing that runs upwards runs downwards seen from behind.
fn mirrored(frame: Frame) -> Frame {
    Frame { left: -frame.right, top: -frame.bottom, right: -frame.left, bottom: -frame.top }
}

/// Columns of writing that run down, the rightmost first.
fn downward(mut marks: Vec<Mark>) -> String {
    let column = |mark: &Mark| mark.frame.center().0;
    marks.sort_by_key(|mark| std::cmp::Reverse(column(mark)));
    let mut text = String::new();
    let mut rest = marks.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let count = rest.iter().take_while(|mark| (column(&first) - column(mark)) * 2 <= first.size).count();
        let (line, others) = rest.split_at_mut(count);
        rest = others;
        line.sort_by_key(|mark| mark.frame.top);
        text.extend(line.iter().map(|mark| mark.c).filter(|c| !c.is_whitespace()));
    }
    text
}
