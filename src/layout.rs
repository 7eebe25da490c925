//! The page model: a document laid out on pages, as glyphs, lines and fills with their places.
//!
//! [`lay_out`] takes a [`Document`], a [`Style`] and [`Fonts`], and gives a [`Layout`]. What draws it (PDF, OFD)
//! measures nothing and breaks nothing: every glyph has its place, and every piece of text names the [`Node`] of the
//! document that it belongs to, so that a file can say what is a heading and what a cell. Fonts come in as values;
//! this room touches no file.
//!
//! Lengths are whole numbers of [`Length`]: 36 000 to the millimetre, 12 700 to the point, 635 to the twip of the style
//! file, which are all whole; a line of 28 characters or a page of 22 lines is divided with an error below a ten
//! thousandth of a millimetre, and the errors do not add up, since each place is worked out from the edge.

mod borrowed;
mod breaks;
mod cells;
pub(crate) mod fit;
mod flow;
mod font;
pub(crate) mod grid;
mod limit;
pub(crate) mod link;
mod margin;
mod page;
mod place;
mod set;
pub(crate) mod signature;
mod story;
pub(crate) mod style;
mod table;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod title;
mod wanted;
pub(crate) mod width;

pub use borrowed::Borrowed;
pub use font::{Bytes, Face, FaceId, Fonts, LayoutError, Missing, Shapes};
pub use page::{Block, Color, Fill, Glyph, Layout, Node, Page, Rect, Rule, Run};
pub use place::Place;

pub use style::{Style, StyleError};
pub use wanted::{Wanted, wanted};

use crate::document::Document;

/// A length on a page: 36 000 to the millimetre, 12 700 to the point, 914 400 to the inch.
pub type Length = i64;

/// A millimetre.
pub const MILLIMETRE: Length = 36_000;
/// A point, 1/72 inch.
pub const POINT: Length = 12_700;
/// A twip, 1/20 point: the unit in which the style file is held.
const TWIP: Length = 635;

/// Lays a document out on pages. The same document, style and fonts give the same pages.
///
/// # Errors
/// A font or a character is missing, or the document is too long: which, how long, and the mend.
pub fn lay_out(document: &Document, style: &Style, fonts: &Fonts) -> Result<Layout, LayoutError> {
    pages(document, style, fonts).map_err(|error| error.within(document))
}

fn pages(document: &Document, style: &Style, fonts: &Fonts) -> Result<Layout, LayoutError> {
    limit::characters(document)?;
    let setter = set::Setter::new(style, fonts)?;
    let pieces = story::pieces(document, &setter)?;
    let mut pages = flow::pages(pieces, setter.area, style.page.lines);
    limit::pages(pages.len())?;
    margin::add(&mut pages, document.draft, &setter)?;
    let page = &style.page;
    let size = (twips(page.width), twips(page.height));
    let borrowed = setter.borrowed.take().into_iter();
    let borrowed = borrowed.map(|one| Borrowed { place: one.place.within(document), ..one }).collect();
    Ok(Layout { size, area: setter.area, pages, borrowed })
}

/// A length of the style file.
fn twips(twips: u32) -> Length {
    Length::from(twips) * TWIP
}
