//! Text → glyphs with their widths → lines.

use std::cell::RefCell;
use std::sync::Arc;

use super::breaks::{self, Broken, Unit};
use super::font::Measure;
use super::page::above;
use super::style::{self, Style};
use super::width::is_wide;
use super::{
    Borrowed, Color, FaceId, Fonts, Glyph, LayoutError, Length, Node, Place, Rect, Rule, Run, twips,
};
use crate::source::{is_unseen, is_variation_selector};

/// Sets text in the faces of a style.
pub(super) struct Setter<'f> {
    pub style: &'f Style,
    /// The area of the text on a page.
    pub area: Rect,
    fonts: &'f Fonts,
    measures: Vec<(FaceId, Measure<'f>)>,
    /// The characters that their face lacks.
    pub borrowed: RefCell<Vec<Borrowed>>,
}

/// A face for Chinese characters, one for letters and digits, and their size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub chinese: FaceId,
    pub latin: FaceId,
    pub size: Length,
    /// How far apart the left edges of two Chinese characters stand.
    pub pitch: Length,
}

/// How a stretch of text looks, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    pub pair: Pair,
    pub bold: bool,
    pub color: Color,
    /// Width as a percentage of the usual one.
    pub stretch: u16,
    pub link: Option<Arc<str>>,
    pub node: Node,
}

impl Look {
    /// Plain black text.
    pub fn new(pair: Pair, node: Node) -> Self {
        Self { pair, bold: false, color: Color::default(), stretch: 100, link: None, node }
    }
}

/// Where a line of less than the full width stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
    /// Both edges, but for the last line.
    Justified,
}

/// Text with its glyphs, before it is broken into lines.
#[derive(Default)]
pub(super) struct Text {
    looks: Vec<Look>,
    items: Vec<Item>,
    units: Vec<Unit>,
}

#[derive(Clone, Copy)]
struct Item {
    look: usize,
    face: FaceId,
    glyph: u16,
}

/// A line of glyphs, from the left edge of its room; the baseline is to be set when it is placed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    pub runs: Vec<Run>,
    /// The largest size in it.
    pub size: Length,
    /// Height of the line.
    pub height: Length,
}

impl<'f> Setter<'f> {
    /// # Errors
    /// A font of the style is missing.
    pub fn new(style: &'f Style, fonts: &'f Fonts) -> Result<Self, LayoutError> {
        fonts.check(style)?;
        let page = &style.page;
        let (left, top) = (twips(page.left), twips(page.top));
        let (right, bottom) =
            (twips(page.width) - twips(page.right), twips(page.height) - twips(page.bottom));
        let measures = fonts.faces().filter_map(|(id, face)| Some((id, face.measure()?))).collect();
        let area = Rect { left, top, right, bottom };
        Ok(Self { style, area, fonts, measures, borrowed: RefCell::default() })
    }

    /// The fixed line pitch that puts exactly so many lines on a page.
    pub fn line(&self) -> Length {
        self.area.height() / Length::from(self.style.page.lines.max(1))
    }

    /// Width of so many characters of a line.
    pub fn characters(&self, count: Length) -> Length {
        self.area.width() * count / Length::from(self.style.page.characters.max(1))
    }

    /// The faces of a part of the style, its characters as wide as they are.
    pub fn pair(&self, face: &style::Face) -> Pair {
        self.sized(&face.font, &face.latin, twips(face.size))
    }

    /// The faces of running text: the characters stand as far apart as puts exactly so many in a line.
    pub fn running(&self, face: &style::Face) -> Pair {
        let closer = self.characters(1) - twips(self.style.body.size);
        let pair = self.pair(face);
        Pair { pitch: (pair.size + closer).max(1), ..pair }
    }

    /// The faces of two fonts in a size.
    pub fn sized(&self, font: &str, latin: &str, size: Length) -> Pair {
        // That every font is there has been checked.
        let chinese = self.fonts.named(font).unwrap_or(FaceId(0));
        Pair { chinese, latin: self.fonts.named(latin).unwrap_or(chinese), size, pitch: size }
    }

    /// The glyph of a character: in the face for letters if it is one, in that for Chinese, or in any other that the
    /// style names, as word processors do it.
    fn glyph(&self, c: char, pair: &Pair) -> Option<(FaceId, u16, Length, Length)> {
        let first = if is_wide(c) { pair.chinese } else { pair.latin };
        let others = self.measures.iter().map(|(id, _)| *id);
        [first, pair.chinese].into_iter().chain(others).find_map(|id| {
            let (_, measure) = self.measures.iter().find(|(known, _)| *known == id)?;
            let (glyph, width) = measure.glyph(c)?;
            Some((id, glyph, width, measure.em))
        })
    }
}

impl Text {
    /// One stretch of text.
    pub fn of(text: &str, look: Look, setter: &Setter<'_>) -> Result<Self, LayoutError> {
        let mut out = Self::default();
        out.push(text, look, setter)?;
        Ok(out)
    }

    /// Adds a stretch of text.
    ///
    /// # Errors
    /// No face has one of its characters. One that does not show may be missing, a blank may be a plain space.
    pub fn push(&mut self, text: &str, look: Look, setter: &Setter<'_>) -> Result<(), LayoutError> {
        let (pair, node) = (look.pair, look.node);
        let stretch = Length::from(look.stretch);
        self.looks.push(look);
        let index = self.looks.len() - 1;
        self.items.reserve(text.len() / 3);
        self.units.reserve(text.len() / 3);
        for (at, c) in text.char_indices() {
            let found = setter.glyph(c, &pair);
            let found = found.or_else(|| if c.is_whitespace() { setter.glyph(' ', &pair) } else { None });
            let Some((face, glyph, units, em)) = found else {
                if is_unseen(c) || c.is_control() || is_variation_selector(c) {
                    continue;
                }
                let font = setter.fonts.face(pair.chinese).map_or("", |face| face.name()).to_owned();
                return Err(LayoutError::Glyph { c, font, place: Place::new(node, text, at) });
            };
            if face != pair.chinese && face != pair.latin && !is_unseen(c) {
                setter.borrow(c, (pair.chinese, face), (node, text, at));
            }
            let width = units * pair.pitch * stretch / (em * 100);
            let is_wide = is_wide(c) || c >= '\u{2000}' && units * 10 >= em * 9;
            self.items.push(Item { look: index, face, glyph });
            self.units.push(Unit { c, width, em: pair.pitch * stretch / 100, is_wide });
        }
        Ok(())
    }

    /// True if there is nothing to be seen.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Its width in one line.
    pub fn width(&self) -> Length {
        self.units.iter().map(|unit| unit.width).sum()
    }

    /// Breaks it into lines in a room from `left` to `right`, the first of which begins `indent` further in. Each line
    /// has the given height.
    pub fn lines(
        &self,
        (left, right): (Length, Length),
        indent: Length,
        align: Align,
        height: Length,
    ) -> Vec<Line> {
        let width = right - left;
        let broken = breaks::lines(&self.units, width - indent, width);
        let last = broken.len().saturating_sub(1);
        let line = |(at, broken): (usize, &Broken)| {
            let left = if at == 0 { left + indent } else { left };
            let align = if align == Align::Justified && at == last { Align::Left } else { align };
            Line { height, ..self.line(broken, left, align) }
        };
        broken.iter().enumerate().map(line).collect()
    }

    /// All of it in one line that stands in the middle of a room, whatever its width.
    pub fn one_line(&self, (left, right): (Length, Length), align: Align, height: Length) -> Line {
        let broken = Broken { range: 0..self.units.len(), left_over: right - left - self.width() };
        Line { height, ..self.line(&broken, left, align) }
    }

    fn line(&self, broken: &Broken, left: Length, align: Align) -> Line {
        let items = self.items.get(broken.range.clone()).unwrap_or_default();
        let units = self.units.get(broken.range.clone()).unwrap_or_default();
        let spread = Spread::new(units, broken.left_over, align);
        let mut out = Line::default();
        let mut x = left + spread.before;
        let mut before: Option<&Item> = None;
        for (at, (item, unit)) in items.iter().zip(units).enumerate() {
            let Some(look) = self.looks.get(item.look) else { continue };
            let given = spread.given(at, *unit);
            let origin = if unit.is_empty_before() { x - given } else { x };
            if before.is_none_or(|before| before.look != item.look || before.face != item.face) {
                out.size = out.size.max(look.pair.size);
                out.runs.push(run(look, item.face));
            }
            let is_hanging = at >= spread.ink;
            x += if is_hanging { 0 } else { unit.width - given };
            if let Some(run) = out.runs.last_mut() {
                run.text.push(unit.c);
                run.glyphs.push(Glyph { id: item.glyph, x: origin });
                run.end = x;
            }
            x += spread.added(at, units);
            before = Some(item);
        }
        out
    }
}

/// How the room that a line leaves over, or lacks, is spread over it.
struct Spread {
    /// Room before the first character.
    before: Length,
    /// Number of characters without the spaces at the end.
    ink: usize,
    /// What is left over or lacking within the line.
    room: Length,
    /// Number of places at which room may be added, or all that marks can give up.
    shares: Length,
}

impl Spread {
    fn new(units: &[Unit], left_over: Length, align: Align) -> Self {
        let spaces = units.iter().rev().take_while(|unit| unit.c == ' ').count();
        let ink = units.len() - spaces;
        let before = match align {
            Align::Left | Align::Justified => 0,
            Align::Center => left_over.max(0) / 2,
            Align::Right => left_over.max(0),
        };
        let mut spread = Self { before, ink, room: 0, shares: 0 };
        if left_over < 0 {
            let gives = units.iter().enumerate().map(|(at, unit)| gives(at, *unit));
            (spread.room, spread.shares) = (left_over, gives.sum());
        } else if align == Align::Justified {
            let shares = units.iter().zip(units.iter().skip(1)).take(ink.saturating_sub(1));
            let shares = Length::try_from(shares.filter(|(unit, next)| unit.may_part(**next)).count());
            let most = units.first().map_or(0, |unit| unit.em) / 2;
            // A line that a long word has left nearly empty is not pulled apart.
            let shares = shares.ok().filter(|shares| left_over <= shares * most);
            (spread.room, spread.shares) = (left_over, shares.unwrap_or(0));
        }
        spread
    }

    /// What the mark at a place gives up.
    fn given(&self, at: usize, unit: Unit) -> Length {
        let give = gives(at, unit);
        if self.room >= 0 || self.shares == 0 {
            return 0;
        }
        // Rounded up, so that nothing stands out.
        ((-self.room * give + self.shares - 1) / self.shares).min(give)
    }

    /// What is added behind the character at a place.
    fn added(&self, at: usize, units: &[Unit]) -> Length {
        if self.room <= 0 || self.shares == 0 || at + 1 >= self.ink {
            return 0;
        }
        let may_part = |at: usize| units.get(at).zip(units.get(at + 1)).is_some_and(|(a, b)| a.may_part(*b));
        if may_part(at) { self.room / self.shares } else { 0 }
    }
}

/// What the mark at a place in its line can give up: at the beginning its ink keeps the distance from the edge.
fn gives(at: usize, unit: Unit) -> Length {
    if at == 0 && unit.is_empty_before() { 0 } else { unit.give() }
}

fn run(look: &Look, face: FaceId) -> Run {
    Run {
        node: look.node,
        face,
        size: look.pair.size,
        stretch: look.stretch,
        bold: look.bold,
        color: look.color,
        baseline: 0,
        text: String::new(),
        glyphs: Vec::new(),
        end: 0,
        link: look.link.clone(),
    }
}

impl Line {
    /// Puts it on a page, its upper left corner at a place; its links are underlined.
    pub fn place(self, left: Length, top: Length, runs: &mut Vec<Run>, rules: &mut Vec<Rule>) {
        let baseline = top + (self.height - self.size) / 2 + above(self.size);
        for mut run in self.runs {
            run.baseline = baseline;
            run.end += left;
            run.glyphs.iter_mut().for_each(|glyph| glyph.x += left);
            if run.link.is_some() {
                rules.push(underline(&run));
            }
            runs.push(run);
        }
    }
}

/// The line under a link: links show by it, because official documents are black.
fn underline(run: &Run) -> Rule {
    let area = run.area();
    let thick = run.size / 24;
    Rule { node: Node::Decoration, area: Rect { top: area.bottom - thick, ..area }, color: run.color }
}
