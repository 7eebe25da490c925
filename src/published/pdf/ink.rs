//! Receives what a page paints and keeps its characters, its rules and where its pictures are.

use super::actual::{self, Actual};
use super::font::{self, Fonts};
use super::limits::Budget;
use crate::published::paper::{FAR, Frame, Ink, Look, Mark, RULE, Rule, of_fill, of_stroke};
use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// The canvas of one page.
pub(super) struct Canvas<'a> {
    pub ink: Ink,
    page: Frame,
    /// What the clips that are in force let through; none if they let through all.
    clips: Vec<Frame>,
    actual: Actual,
    fonts: &'a Fonts,
    budget: &'a mut Budget,
}

impl<'a> Canvas<'a> {
    pub fn new(page: Rect, fonts: &'a Fonts, budget: &'a mut Budget) -> Self {
        let page = frame_of(page);
        let ink = Ink { width: page.right, height: page.bottom, ..Ink::default() };
        Self { ink, page, clips: Vec::new(), actual: Actual::default(), fonts, budget }
    }

    fn clip(&self) -> Frame {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn rule(&mut self, rule: Rule) {
        let clip = self.clip();
        let (low, high, near, far) = if rule.level {
            (clip.top, clip.bottom, clip.left, clip.right)
        } else {
            (clip.left, clip.right, clip.top, clip.bottom)
        };
        // A rule on the very edge of a clip is half seen, and seen all the same.
        let seen = (low - RULE..=high + RULE).contains(&rule.at);
        let (from, to) = (rule.from.max(near - RULE), rule.to.min(far + RULE));
        if seen && from < to {
            self.budget.path();
            self.ink.rules.push(Rule { from, to, ..rule });
        }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'_>, place: Affine, look: Look) {
        self.budget.glyph();
        let advance = match &**glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let Some(mut mark) =
            placed(place * glyph.transform(), Point::new(advance.unwrap_or_default().into(), 0.0), look)
        else {
            return;
        };
        if !shows(mark.frame, self.clip()) || !shows(mark.frame, self.page) {
            return;
        }
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => mark.c = c,
            // A ligature: its characters share its breadth.
            Some(BfString::String(text)) => {
                let text: Vec<char> = text.chars().take(font::LIGATURE).collect();
                self.ink.marks.extend(actual::shared(&[mark], &text));
                return;
            }
            None => mark.c = self.fonts.guess(glyph).unwrap_or(char::REPLACEMENT_CHARACTER),
        }
        self.ink.marks.push(mark);
    }

    fn push_clip(&mut self, frame: Frame) {
        let clip = self.clip().cut(frame);
        self.clips.push(clip);
    }
}

/// The frame of a character; none for one that leans or is without height, as a watermark across the page is.
fn placed(place: Affine, advance: Point, look: Look) -> Option<Mark> {
    let at = |x, y| whole(place * Point::new(x, y));
    let (x, y) = at(0.0, 0.0);
    let ((u, v), (up_x, up_y)) = (at(1000.0, 0.0), at(0.0, 1000.0));
    Mark::placed((x, y), whole(place * advance), (u - x, v - y), (up_x - x, up_y - y), look)
}

fn whole(point: Point) -> (i64, i64) {
    ((point.x.round() as i64).clamp(-FAR, FAR), (point.y.round() as i64).clamp(-FAR, FAR))
}

fn frame_of(rect: Rect) -> Frame {
    let ((left, top), (right, bottom)) = (whole(rect.origin()), whole(Point::new(rect.x1, rect.y1)));
    Frame { left: left.min(right), top: top.min(bottom), right: left.max(right), bottom: top.max(bottom) }
}

/// True if a character shows through a clip. What hangs over its side shows: a full-width point fills only half of
/// its frame.
fn shows(frame: Frame, clip: Frame) -> bool {
    let (_, middle) = frame.center();
    (clip.top..=clip.bottom).contains(&middle) && frame.left < clip.right && frame.right > clip.left
}

/// The parts of a path, each as its corners.
fn parts_of(path: &BezPath, place: Affine) -> Vec<Vec<(i64, i64)>> {
    let mut parts: Vec<Vec<(i64, i64)>> = Vec::new();
    for element in path.elements() {
        let ends: &[Point] = match element {
            PathEl::MoveTo(point) => {
                parts.push(vec![whole(place * *point)]);
                continue;
            }
            PathEl::LineTo(point) => &[*point],
            PathEl::QuadTo(a, b) => &[*a, *b],
            PathEl::CurveTo(a, b, c) => &[*a, *b, *c],
            PathEl::ClosePath => {
                if let Some(part) = parts.last_mut() {
                    part.extend(part.first().copied());
                }
                continue;
            }
        };
        if let Some(part) = parts.last_mut() {
            part.extend(ends.iter().map(|point| whole(place * *point)));
        }
    }
    parts
}

impl<'a> Device<'a> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.path();
        let parts = parts_of(path, props.transform);
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            of_fill(&parts).into_iter().for_each(|rule| self.rule(rule));
        }
        if matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..)) {
            of_stroke(&parts).for_each(|rule| self.rule(rule));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        // So each form begins too.
        self.budget.form();
        self.push_clip(frame_of(clip.path.bounding_box()));
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.budget.path();
        self.push_clip(frame_of(*rect));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let bold = match run.glyphs().first().map(|glyph| &**glyph) {
            Some(Glyph::Outline(glyph)) => font::is_bold(glyph),
            Some(Glyph::Type3(_)) | None => false,
        };
        // Bold that the font lacks is made by drawing the outline too.
        let bold = bold || matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        let look = Look { tall: run.writing_mode() == WritingMode::Vertical, bold };
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, look);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.budget.path();
        let (width, height) = (image.width(), image.height());
        let frame =
            frame_of(props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width.into(), height.into())));
        let frame = frame.cut(self.clip());
        if frame.width() > 0 && frame.height() > 0 {
            if frame.width().min(frame.height()) <= RULE {
                self.rule(Rule::along(frame));
            } else {
                self.ink.pictures.push(frame);
            }
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.budget.path();
        self.actual.begin(properties, self.ink.marks.len());
    }

    fn end_marked_content(&mut self) {
        self.actual.end(&mut self.ink.marks);
    }

    #[expect(clippy::disallowed_types, reason = "the trait gives the opacity so; nothing is done with it")]
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}
}
