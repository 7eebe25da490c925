//! Figures of a form's table: each in one line, as the DOCX has them.

use super::{Form, color};
use crate::document::{Cell, CellKind, UNFILLED};
use crate::layout::fit::Room;
use crate::layout::grid::Stretch;
use crate::layout::set::{Align, Line, Look, Setter, Text};
use crate::layout::{LayoutError, Length, Node};

/// How a figure is written.
#[derive(Clone, Copy)]
struct Ink {
    node: Node,
    /// True for the marks of a draft.
    is_marked: bool,
}

impl Form<'_, '_, '_> {
    /// The lines of a figure: the figure itself, and what stands below it.
    pub(super) fn figure(
        &self,
        room: Room<'_>,
        at: &Stretch<'_>,
        cell: &Cell,
        node: Node,
    ) -> Result<Vec<Line>, LayoutError> {
        let plain = Ink { node, is_marked: false };
        let marked = Ink { node, is_marked: true };
        match &cell.kind {
            CellKind::Figure { computed: Some(computed), .. } if self.draft => {
                self.marked_figure(room, at, [&cell.text, computed], marked)
            }
            _ if cell.text.is_empty() && self.draft => Ok(vec![self.one_line(room, at, UNFILLED, marked)?]),
            _ => match cell.printed_note() {
                Some(note) => self.noted_figure(room, at, [&cell.text, &note], plain),
                None if cell.text.is_empty() => Ok(Vec::new()),
                None => Ok(vec![self.one_line(room, at, &cell.text, plain)?]),
            },
        }
    }

    /// A figure that differs from its computed value: both, in the colour of the draft, side by side where the cell has
    /// the room, or else the computed value small below.
    fn marked_figure(
        &self,
        room: Room<'_>,
        at: &Stretch<'_>,
        [stated, computed]: [&str; 2],
        ink: Ink,
    ) -> Result<Vec<Line>, LayoutError> {
        let beside = format!("{stated}（应为{computed}）");
        if room.size(&beside, self.fit.text) == self.fit.text {
            return Ok(vec![self.in_one_line(at, &beside, self.fit.text, None, ink)?]);
        }
        let below = format!("应为{computed}");
        Ok(vec![self.one_line(room, at, stated, ink)?, self.one_line(room, at, &below, ink)?])
    }

    /// A figure with its note: side by side where the cell has the room, or else the note small below.
    fn noted_figure(
        &self,
        room: Room<'_>,
        at: &Stretch<'_>,
        [figure, note]: [&str; 2],
        ink: Ink,
    ) -> Result<Vec<Line>, LayoutError> {
        if room.holds_beside(figure, note, self.fit.text) {
            return Ok(vec![self.in_one_line(at, &format!("{figure}{note}"), self.fit.text, None, ink)?]);
        }
        let mut lines = Vec::new();
        if !figure.is_empty() {
            lines.push(self.one_line(room, at, figure, ink)?);
        }
        // Never larger than its figure.
        let style = &self.setter.style.table;
        let size = style.note_size(self.fit.text).min(room.size(figure, self.fit.figures));
        let text = Text::of(note, Look::new(self.pair(size), ink.node), self.setter)?;
        lines.extend(text.lines(self.inner(at), 0, Align::Center, self.line(size)));
        Ok(lines)
    }

    /// Text in one line, at most of the size of figures, and narrower where that is not small enough.
    fn one_line(&self, room: Room<'_>, at: &Stretch<'_>, text: &str, ink: Ink) -> Result<Line, LayoutError> {
        let size = room.size(text, self.fit.figures);
        self.in_one_line(at, text, size, room.stretch(text, size), ink)
    }

    /// Text in one line of a size in twips, narrower as far as the cell needs it.
    fn in_one_line(
        &self,
        at: &Stretch<'_>,
        text: &str,
        size: u32,
        stretch: Option<u32>,
        ink: Ink,
    ) -> Result<Line, LayoutError> {
        let whole = self.whole(at);
        let stretch = stretch.and_then(|percent| u16::try_from(percent).ok()).unwrap_or(100);
        let mut look = Look { stretch, ..self.look(size, ink) };
        let set = Text::of(text, look.clone(), self.setter)?;
        let room = whole.1 - whole.0;
        if set.width() <= room {
            return Ok(set.one_line(whole, Align::Center, self.line(self.fit.text)));
        }
        look.stretch = narrower(stretch, room, set.width());
        let set = Text::of(text, look, self.setter)?;
        Ok(set.one_line(whole, Align::Center, self.line(self.fit.text)))
    }

    fn look(&self, size: u32, ink: Ink) -> Look {
        let look = Look::new(self.pair(size), ink.node);
        match ink.is_marked {
            true => Look { bold: true, color: draft_color(self.setter), ..look },
            false => look,
        }
    }
}

/// The percentage at which a text of a width has room.
fn narrower(stretch: u16, room: Length, width: Length) -> u16 {
    let percent = Length::from(stretch) * room / width.max(1);
    u16::try_from(percent.max(1)).unwrap_or(stretch)
}

/// The colour of the marks of a draft.
pub(crate) fn draft_color(setter: &Setter<'_>) -> crate::layout::Color {
    color(&setter.style.draft.color)
}
