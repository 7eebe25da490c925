//! The OFD renderer: GB/T 33190—2016 from the pages of `layout`.
//!
//! `page` writes the lines, fills and glyphs of a page as objects, and `place` turns lengths into millimetres;
//! `resources` names the fonts, and `embed` puts into the file what is used of them, if that is wanted. `frame` writes
//! what stands around the pages, `outline` the bookmarks, and `seal` the digest of all. Every reader must show the same:
//! so nothing is moved or turned by a matrix, each distance between two glyphs is written out, and what the standard
//! lets a reader guess (a colour, a fill) is said. Nothing depends on the day.

mod embed;
mod frame;
mod outline;
mod page;
mod place;
mod resources;
mod seal;

use std::collections::BTreeMap;

use super::{Renderer, archive};
use crate::document::Document;
use crate::layout::{self, FaceId, Fonts, Layout, LayoutError, Style};

/// The OFD as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "ofd",
    extension: "ofd",
    other_extensions: &[],
    name: "OFD",
    other_names: &["版式文件", "版式"],
    help: "OFD",
    media_type: "application/ofd",
    changed_in: "OFD 编辑软件",
    is_page: false,
    needs_fonts: true,
    is_data: false,
    has_digest: true,
    render: |document, options| {
        let (style, fonts) = options.style_and_fonts()?;
        let layout = layout::lay_out(document, &style, fonts).map_err(OfdError::from)?;
        options.fonts.tell(&layout);
        Ok(write(document, &layout, &style, fonts, options.embed_fonts)?)
    },
    is_sealed: seal::is_sealed,
    is_intact: seal::is_intact,
    title: seal::title,
};

/// Why no OFD could be made.
#[derive(Debug, thiserror::Error)]
pub enum OfdError {
    /// A font or a character is missing, or the document is too long.
    #[error("没有生成 OFD：{0}")]
    Layout(#[from] LayoutError),
    /// A font cannot be put into the file.
    #[error("没有生成 OFD：字体“{0}”不能放进文件，请装另一种字体，或者不用 --embed-fonts")]
    Embed(String),
    /// The licence of a font does not allow it to be put into a file.
    #[error(
        "没有生成 OFD：字体“{0}”不许放进文件（字体自己这样标明），请装另一种字体，或者不用 --embed-fonts"
    )]
    NotAllowed(String),
    /// The archive could not be packed.
    #[error("内部错误：OFD 打包失败：{0}")]
    Pack(#[from] zip::result::ZipError),
}

/// Draws a report as an OFD, with its fonts in the file if that is wanted. The same document, style and fonts give the
/// same bytes on any day and machine.
///
/// # Errors
/// A font or a character is missing, a font cannot be put into the file, or the document is too long.
pub fn render(document: &Document, style: &Style, fonts: &Fonts, embed: bool) -> Result<Vec<u8>, OfdError> {
    write(document, &layout::lay_out(document, style, fonts)?, style, fonts, embed)
}

/// Writes a document that is laid out.
fn write(
    document: &Document,
    layout: &Layout,
    style: &Style,
    fonts: &Fonts,
    embed: bool,
) -> Result<Vec<u8>, OfdError> {
    let mut ids = Ids(0);
    let used = used(layout);
    let faces: BTreeMap<FaceId, u32> = used.keys().map(|face| (*face, ids.next())).collect();
    let mut files = Vec::new();
    let mut pages = Vec::new();
    for (page, at) in layout.pages.iter().zip(0_usize..) {
        let id = ids.next();
        files.push((frame::page_path(at), page::content(page, &faces, &mut ids).into_bytes()));
        pages.push(id);
    }
    let outlines = outline::outlines(document, layout, &pages);
    let embedded = if embed { embed::files(&used, &faces, fonts)? } else { Vec::new() };
    let resources = resources::resources(&faces, fonts, style, &embedded);
    let mut parts = vec![
        (frame::DOCUMENT.to_owned(), frame::document(layout, &pages, ids.0, &outlines).into_bytes()),
        (frame::RESOURCES.to_owned(), resources.into_bytes()),
    ];
    parts.append(&mut files);
    parts.extend(embedded.into_iter().map(|font| (font.path(), font.data)));
    let root = seal::seal(document, &parts);
    let root = (frame::ROOT, root.as_bytes());
    let parts = parts.iter().map(|(path, content)| (path.as_str(), content.as_slice()));
    Ok(archive::pack([root].into_iter().chain(parts))?)
}

/// The numbers of the objects of a file: no two are the same.
struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// The faces in use, each with its characters and their glyphs.
type Used = BTreeMap<FaceId, BTreeMap<char, u16>>;

fn used(layout: &Layout) -> Used {
    let mut used = Used::new();
    for run in layout.pages.iter().flat_map(|page| &page.runs) {
        let characters = used.entry(run.face).or_default();
        characters.extend(run.text.chars().zip(&run.glyphs).map(|(c, glyph)| (page::written(c), glyph.id)));
    }
    used
}

#[cfg(test)]
mod tests;
