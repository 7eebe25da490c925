//! The faces that a document is set in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::limit::{MOST_CHARACTERS, MOST_PAGES};
use super::{Length, Place};
use crate::document::Document;

/// Bytes of a file of fonts, shared.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Gives the bytes of a file with the shapes of some glyphs, or of more; `None` if they cannot be read.
pub type Shapes = Arc<dyn Fn(&BTreeSet<u16>) -> Option<Bytes> + Send + Sync>;

/// A face: what measures its text, what draws it, and what it is called.
#[derive(Clone)]
pub struct Face {
    name: String,
    facts: Bytes,
    /// `None` if the facts are the whole file.
    shapes: Option<Shapes>,
    index: u32,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("name", &self.name).field("index", &self.index).finish_non_exhaustive()
    }
}

impl Face {
    /// A face with the name under which it was found, the bytes of its file, and its number if that is a collection.
    /// `None` if it has no table of characters, or no widths.
    pub fn new(name: impl Into<String>, whole: Bytes, index: u32) -> Option<Self> {
        let face = Self { name: name.into(), facts: whole, shapes: None, index };
        face.measure()?;
        Some(face)
    }

    /// The same of a file that is not read whole: its bytes without the shapes of the glyphs, and what gives these.
    pub fn in_parts(name: impl Into<String>, facts: Bytes, shapes: Shapes, index: u32) -> Option<Self> {
        let face = Self::new(name, facts, index)?;
        Some(Self { shapes: Some(shapes), ..face })
    }

    /// The name under which it was found.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of its file, to measure and to be asked: the shapes of its glyphs may be missing.
    pub fn facts(&self) -> &[u8] {
        self.facts.as_ref().as_ref()
    }

    /// The bytes of its file with the shapes of some glyphs. Only these may be drawn from it: others may be missing.
    /// `None` if they cannot be read.
    pub fn drawing(&self, glyphs: &BTreeSet<u16>) -> Option<Bytes> {
        match &self.shapes {
            Some(shapes) => shapes(glyphs),
            None => Some(self.facts.clone()),
        }
    }

    /// Its number in the file; 0 unless that is a collection.
    pub fn index(&self) -> u32 {
        self.index
    }

    pub(super) fn measure(&self) -> Option<Measure<'_>> {
        let font = FontRef::from_index(self.facts(), self.index).ok()?;
        let em = font.head().ok()?.units_per_em();
        let widths = font.hmtx().ok()?;
        (em > 0 && font.charmap().has_map()).then(|| Measure {
            charmap: font.charmap(),
            widths,
            em: em.into(),
        })
    }
}

/// A face made ready to be asked for glyphs.
pub(super) struct Measure<'f> {
    charmap: skrifa::charmap::Charmap<'f>,
    widths: skrifa::raw::tables::hmtx::Hmtx<'f>,
    /// Units of the em square.
    pub em: Length,
}

impl Measure<'_> {
    /// The glyph of a character and its width in units of the face; `None` if there is none.
    pub fn glyph(&self, c: char) -> Option<(u16, Length)> {
        let id = self.charmap.map(c)?;
        let number = u16::try_from(id.to_u32()).ok().filter(|number| *number > 0)?;
        Some((number, self.widths.advance(id)?.into()))
    }
}

/// The number of a face in [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) usize);

impl FaceId {
    /// The number, from 0.
    pub fn number(self) -> usize {
        self.0
    }
}

/// The faces for a style: for each font that it names (see [`super::wanted()`]) the one that was found.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    faces: Vec<Face>,
    named: BTreeMap<String, FaceId>,
}

impl Fonts {
    /// Without any face.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a face for a font that the style names. The same face may stand for several: it is kept once.
    pub fn insert(&mut self, font: &str, face: Face) {
        let is_same = |one: &Face| Arc::ptr_eq(&one.facts, &face.facts) && one.index == face.index;
        let at = self.faces.iter().position(is_same).unwrap_or_else(|| {
            self.faces.push(face);
            self.faces.len() - 1
        });
        self.named.insert(font.to_owned(), FaceId(at));
    }

    /// A face by its number.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(id.0)
    }

    /// All faces in the order of their numbers, each once.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().enumerate().map(|(at, face)| (FaceId(at), face))
    }

    /// The face for a font that the style names.
    pub fn named(&self, font: &str) -> Option<FaceId> {
        self.named.get(font).copied()
    }
}

/// Why a document cannot be laid out. Nothing is drawn then: a file in which characters are missing or stand as boxes is
/// worse than none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// Fonts are not at hand.
    #[error("{}", words(.0))]
    Role(Vec<Missing>),
    /// No face has the character.
    #[error(
        "{place}，“{c}”（U+{:04X}）在“{font}”里没有，其他找到的字体里也没有：请改用别的字，或者换用字多的字体，用 --fonts 写明它所在的文件夹（找到的字体见 nianbao fonts）", *.c as u32
    )]
    Glyph {
        /// The character.
        c: char,
        /// The font in which it was sought first.
        font: String,
        /// Where it stands.
        place: Place,
    },
    /// There are more characters than any report has.
    #[error("正文和表格共 {0} 字，超过 {most} 万字，请检查正文是不是重复粘贴了", most = MOST_CHARACTERS / 10_000)]
    Characters(usize),
    /// There are more pages than any report has.
    #[error("共 {0} 页，超过 {MOST_PAGES} 页，请检查正文是不是重复粘贴了")]
    Pages(usize),
}

impl LayoutError {
    /// The same with the name of the part of the document in which the character stands.
    pub(super) fn within(self, document: &Document) -> Self {
        match self {
            Self::Glyph { c, font, place } => Self::Glyph { c, font, place: place.within(document) },
            other => other,
        }
    }
}

/// A font that is not at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What it is for, e.g. `仿宋`.
    pub role: String,
    /// The name in the style file.
    pub font: String,
    /// Where to get it.
    pub get: String,
}

fn words(missing: &[Missing]) -> String {
    let fonts: Vec<String> = missing
        .iter()
        .map(|one| match one.role == one.font {
            true => format!("“{}”（{}）", one.font, one.get),
            false => format!("{}“{}”（{}）", one.role, one.font, one.get),
        })
        .collect();
    format!(
        "这台电脑上没有找到要用的字体，也没有可以代替的：{}。装好字体再生成，或者用 --fonts 写明放字体的文件夹；找到了哪些字体见 nianbao fonts",
        fonts.join("；")
    )
}
