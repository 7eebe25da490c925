//! Whole numbers of `layout` as the floating-point points of a PDF: the only place where they meet.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "krilla takes places as floating point"
)]

use krilla::geom::{Path, PathBuilder, Point, Size};
use krilla::text::{Glyph, GlyphId};

use crate::layout::{Length, POINT, Rect, Run};

/// A length in points.
pub(super) fn points(length: Length) -> f32 {
    // A page has some ten million units: exact in 64 bits, and rounded once.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a page is small")]
    let points = (length as f64 / POINT as f64) as f32;
    points
}

/// A place on the page.
pub(super) fn point(x: Length, y: Length) -> Point {
    Point::from_xy(points(x), points(y))
}

/// The size of a page.
pub(super) fn size((width, height): (Length, Length)) -> Option<Size> {
    Size::from_wh(points(width), points(height))
}

/// An area of a page.
pub(super) fn rect(area: Rect) -> Option<krilla::geom::Rect> {
    krilla::geom::Rect::from_ltrb(
        points(area.left),
        points(area.top),
        points(area.right),
        points(area.bottom),
    )
}

/// An area as a path.
pub(super) fn path(area: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect(area)?);
    path.finish()
}

/// A percentage as a factor.
pub(super) fn factor(percent: u16) -> f32 {
    f32::from(percent) / 100.0
}

/// A glyph with its distance to the next.
pub(super) struct Placed {
    id: u16,
    text: std::ops::Range<usize>,
    advance: Length,
    /// The size of the em square.
    size: Length,
}

/// The glyphs of a run, as far apart as they stand there; in a run whose glyphs are narrower, as far apart as they
/// would stand at their usual width.
pub(super) fn placed(run: &Run) -> Vec<Placed> {
    let ends = run.glyphs.iter().skip(1).map(|glyph| glyph.x).chain([run.end]);
    let characters = run.text.char_indices().zip(run.glyphs.iter().zip(ends));
    let placed = characters.map(|((at, c), (glyph, end))| Placed {
        id: glyph.id,
        text: at..at + c.len_utf8(),
        advance: (end - glyph.x) * 100 / Length::from(run.stretch.max(1)),
        size: run.size,
    });
    placed.collect()
}

impl Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id.into())
    }

    fn text_range(&self) -> std::ops::Range<usize> {
        self.text.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        points(self.advance) / points(self.size) * size
    }

    fn x_offset(&self, _: f32) -> f32 {
        0.0
    }

    fn y_offset(&self, _: f32) -> f32 {
        0.0
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}
