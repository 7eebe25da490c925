//! What stands on the pages.

use std::sync::Arc;

use super::{Borrowed, FaceId, Length};

/// A document laid out on pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Width and height of every page.
    pub size: (Length, Length),
    /// The area of the text on every page; page numbers and the mark of a draft stand outside.
    pub area: Rect,
    /// The pages in order; there is at least one.
    pub pages: Vec<Page>,
    /// The characters that the face of their text lacks, each once.
    pub borrowed: Vec<Borrowed>,
}

/// One page. Fills are drawn first, then rules, then text. Places are measured from the upper left corner of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Filled areas.
    pub fills: Vec<Fill>,
    /// Lines.
    pub rules: Vec<Rule>,
    /// Text in the order in which it is read; what no reader needs (`Node::is_artifact`) comes last.
    pub runs: Vec<Run>,
}

/// Glyphs of one face and size on one baseline, for one node of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What of the document it is.
    pub node: Node,
    /// The face of its glyphs.
    pub face: FaceId,
    /// Height of the em square.
    pub size: Length,
    /// Width of the glyphs as a percentage of their usual width.
    pub stretch: u16,
    /// True if the glyphs are made bold by drawing their outlines, [`Run::outline`] wide, as well.
    pub bold: bool,
    /// Colour of the glyphs.
    pub color: Color,
    /// The baseline, from the upper edge of the page.
    pub baseline: Length,
    /// The text; each character is one glyph.
    pub text: String,
    /// The glyphs from left to right, as many as the text has characters.
    pub glyphs: Vec<Glyph>,
    /// Right end of the last glyph.
    pub end: Length,
    /// Where a click leads: always `http:`, `https:` or `mailto:`, in ASCII.
    pub link: Option<Arc<str>>,
}

/// A glyph with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// Its origin, from the left edge of the page.
    pub x: Length,
}

/// A straight line of some thickness, level or upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What of the document it belongs to; always an artifact.
    pub node: Node,
    /// The area that it covers.
    pub area: Rect,
    /// Its colour.
    pub color: Color,
}

/// A filled area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// What of the document it belongs to; always an artifact.
    pub node: Node,
    /// The area.
    pub area: Rect,
    /// Its colour.
    pub color: Color,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rect {
    /// Left edge.
    pub left: Length,
    /// Upper edge.
    pub top: Length,
    /// Right edge.
    pub right: Length,
    /// Lower edge.
    pub bottom: Length,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Color(pub u8, pub u8, pub u8);

/// A block of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// The section, from 0; `None` for the preamble.
    pub section: Option<u32>,
    /// Its number among the blocks of the section or of the preamble, from 0.
    pub index: u32,
}

/// The part of the document that something on a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// The title.
    Title,
    /// The title of a section, from 0.
    SectionTitle(u32),
    /// A heading inside a section.
    Heading(Block),
    /// A paragraph.
    Paragraph(Block),
    /// An entry of a list, with its number from 0.
    ListItem(Block, u32),
    /// The marker of an entry of a list.
    ListMarker(Block, u32),
    /// A cell of a table, with its row and its number among the cells that begin in that row, from 0. Row 0 of a
    /// table of the narrative is its head.
    Cell(Block, u32, u32),
    /// The issuing agency under the report.
    Issuer,
    /// The date under the report.
    Date,
    /// The page number.
    PageNumber,
    /// The mark of a draft.
    DraftMark,
    /// A head or a label of a table that stands again on a further page.
    Repeated,
    /// Borders and fills of a table, lines under links.
    Decoration,
}

impl Node {
    /// True for what is no part of the text: page numbers, marks, repeated heads, borders.
    pub fn is_artifact(self) -> bool {
        matches!(self, Self::PageNumber | Self::DraftMark | Self::Repeated | Self::Decoration)
    }
}

impl Rect {
    /// Its width.
    pub fn width(self) -> Length {
        self.right - self.left
    }

    /// Its height.
    pub fn height(self) -> Length {
        self.bottom - self.top
    }

    /// True if another lies within.
    pub fn holds(self, other: Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

impl Run {
    /// Width of the outline that makes a glyph bold.
    pub fn outline(&self) -> Length {
        self.size / 48
    }

    /// The em squares of the glyphs together: what the run takes of the page.
    pub fn area(&self) -> Rect {
        let left = self.glyphs.first().map_or(self.end, |glyph| glyph.x);
        let top = self.baseline - above(self.size);
        Rect { left, top, right: self.end, bottom: top + self.size }
    }
}

/// How far the em square of Chinese faces reaches above the baseline: 88 of 100, as in nearly all of them.
pub(super) fn above(size: Length) -> Length {
    size * 88 / 100
}
