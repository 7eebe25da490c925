//! Properties of paragraphs, runs, rows and cells, as docx-rs draws them.
//!
//! A report has hundreds of cells, and a dozen kinds of them. docx-rs draws the properties of each kind
//! once and the conformance pass mends them once; the body repeats the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use docx_rs as docx;
use docx_rs::BuildXML;

use super::DocxError;
use super::conform::mended;
use super::xml::{Element, Node};
use crate::document::Alignment;
use crate::layout::style::Style;

/// A set of properties; what is `None` or false is inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Properties {
    Paragraph(Paragraph),
    Run(Run),
    Row(Row),
    Cell(Cell),
}

/// Space between a table and what stands under it, in twips: 6 pt.
const AFTER_TABLE: u32 = 120;

/// Properties of a paragraph. Lengths are in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Paragraph {
    pub style: ParagraphStyle,
    pub keep_next: bool,
    /// It stands under a table, with a little space between them.
    pub after_table: bool,
    pub alignment: Alignment,
    /// Distance from the left and from the right margin.
    pub indents: Option<(i32, i32)>,
}

/// A paragraph style that the styles part defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ParagraphStyle {
    /// One of `styles::id`.
    Named(&'static str),
    /// Figures and headings in tables of a size in twips.
    TableText(u32),
    /// Row labels and notes in tables of a size in twips.
    TableLabel(u32),
}

/// Properties of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Run {
    /// Character style.
    pub style: Option<&'static str>,
    pub bold: bool,
    /// Punctuation that Unicode shares between scripts is Chinese.
    pub is_chinese: bool,
    /// Size in twips.
    pub size: Option<u32>,
    /// Percentage of the usual width.
    pub stretch: Option<i32>,
}

/// Properties of a row, which never breaks across pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// Least height in twips.
    pub height: u32,
    /// Repeated at the head of each page.
    pub is_head: bool,
}

/// Properties of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// Width in twips.
    pub width: u32,
    /// Number of columns.
    pub span: usize,
    pub merge: Option<Merge>,
    /// With the fill of a band over the whole table.
    pub is_band: bool,
}

/// A cell over several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Merge {
    Begins,
    GoesOn,
}

impl Paragraph {
    /// A paragraph with nothing but its style.
    pub fn new(style: ParagraphStyle) -> Self {
        Self { style, keep_next: false, after_table: false, alignment: Alignment::Default, indents: None }
    }
}

impl ParagraphStyle {
    /// The identifier that the styles part gives it.
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Self::Named(id) => id.into(),
            Self::TableText(size) => format!("TableText{}", size / 10).into(),
            Self::TableLabel(size) => format!("TableLabel{}", size / 10).into(),
        }
    }
}

/// The properties that have been drawn for a document.
pub(super) struct Drawn<'s> {
    style: &'s Style,
    texts: BTreeMap<Properties, String>,
}

impl<'s> Drawn<'s> {
    pub fn new(style: &'s Style) -> Self {
        Self { style, texts: BTreeMap::new() }
    }

    /// The element of these properties; empty if there is nothing to say.
    ///
    /// # Errors
    ///
    /// If docx-rs writes something that is no XML.
    pub fn get(&mut self, properties: Properties) -> Result<&str, DocxError> {
        match self.texts.entry(properties) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(draw(properties, self.style)?)),
        }
    }
}

fn draw(properties: Properties, style: &Style) -> Result<String, DocxError> {
    let bytes = match properties {
        Properties::Paragraph(paragraph) => paragraph.drawn().build(),
        Properties::Run(run) => run.drawn().build(),
        Properties::Row(row) => row.drawn().build(),
        Properties::Cell(cell) => cell.drawn(style).build(),
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut element = mended("document", &text)?;
    if let Properties::Row(Row { is_head: true, .. }) = properties {
        // docx-rs knows no repeated rows.
        element.children.push(Node::Element(Element::new("w:tblHeader")));
    }
    let mut out = String::new();
    if !element.children.is_empty() {
        element.write(&mut out);
    }
    Ok(out)
}

impl Paragraph {
    fn drawn(self) -> docx::ParagraphProperty {
        let mut out = docx::ParagraphProperty::new().style(&self.style.id());
        if self.keep_next {
            out = out.keep_next(true);
        }
        if self.after_table {
            out = out.line_spacing(docx::LineSpacing::new().before(AFTER_TABLE));
        }
        if let Some((left, right)) = self.indents {
            out = out.indent(Some(left), None, Some(right), None);
        }
        match self.alignment {
            Alignment::Default => out,
            Alignment::Left => out.align(docx::AlignmentType::Left),
            Alignment::Center => out.align(docx::AlignmentType::Center),
            Alignment::Right => out.align(docx::AlignmentType::Right),
        }
    }
}

impl Run {
    fn drawn(self) -> docx::RunProperty {
        let mut out = docx::RunProperty::new();
        if let Some(style) = self.style {
            out = out.style(style);
        }
        if self.bold {
            out = out.bold();
        }
        if self.is_chinese {
            out = out.fonts(docx::RunFonts::new().hint("eastAsia"));
        }
        if let Some(size) = self.size {
            // Word counts in half points.
            out = out.size(native(size / 10));
        }
        self.stretch.into_iter().fold(out, docx::RunProperty::stretch)
    }
}

impl Row {
    fn drawn(self) -> docx::TableRowProperty {
        let height = u16::try_from(self.height).unwrap_or(u16::MAX);
        docx::TableRowProperty::new()
            .cant_split()
            .row_height(height.into())
            .height_rule(docx::HeightRule::AtLeast)
    }
}

impl Cell {
    fn drawn(self, style: &Style) -> docx::TableCellProperty {
        let mut out = docx::TableCellProperty::new()
            .width(native(self.width), docx::WidthType::Dxa)
            .vertical_align(docx::VAlignType::Center);
        if self.span > 1 {
            out = out.grid_span(self.span);
        }
        out = match self.merge {
            Some(Merge::Begins) => out.vertical_merge(docx::VMergeType::Restart),
            Some(Merge::GoesOn) => out.vertical_merge(docx::VMergeType::Continue),
            None => out,
        };
        if self.is_band { out.shading(docx::Shading::new().fill(style.table.band.as_str())) } else { out }
    }
}

/// docx-rs takes lengths as `usize`; those of a page fit in.
pub(super) fn native(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
