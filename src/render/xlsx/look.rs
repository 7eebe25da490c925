//! In which type and how each thing is written on a sheet.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "workbooks have their sizes and margins in floating point"
)]

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::layout::style::{Face, Style};

/// Size of the narrative, in twips: with it a row holds a long paragraph, whose height Excel limits.
const TEXT_SIZE: u32 = 240;
/// Twips of a point.
const POINT: f64 = 20.0;
/// Twips of an inch.
const INCH: f64 = 1440.0;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The title of the report.
    Title,
    /// The title of a section.
    Section,
    /// A heading within a section.
    Heading,
    /// A paragraph of the narrative.
    Text,
    /// Who signs, and when.
    Signature,
    /// A heading, a label or a note in a table.
    Label,
    /// A label that stands beside its row.
    RowLabel,
    /// A figure.
    Figure,
    /// A heading over the whole width of a table.
    Band,
}

/// The types of a workbook.
pub(super) struct Looks<'s> {
    style: &'s Style,
}

impl<'s> Looks<'s> {
    pub fn new(style: &'s Style) -> Self {
        Self { style }
    }

    /// How something is written.
    pub fn of(&self, kind: Kind) -> Format {
        let style = self.style;
        let plain = |font: &str, size: u32| {
            Format::new()
                .set_font_name(font)
                .set_font_size(points(size))
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
        };
        let text = |face: &Face| plain(&face.font, TEXT_SIZE);
        let cell = || plain(&style.table.font, style.table.size).set_border(FormatBorder::Thin);
        match kind {
            Kind::Title => plain(&style.title.font, style.body.size).set_align(FormatAlign::Center),
            Kind::Section => text(&style.heading1),
            Kind::Heading => text(&style.heading2),
            Kind::Text => text(&style.body),
            Kind::Signature => text(&style.body).set_align(FormatAlign::Right),
            Kind::Label => cell().set_align(FormatAlign::Center),
            Kind::RowLabel => cell().set_align(FormatAlign::Left),
            Kind::Figure => cell().set_align(FormatAlign::Center).unset_text_wrap().set_shrink(),
            Kind::Band => cell()
                .set_align(FormatAlign::Center)
                .set_background_color(format!("#{}", style.table.band).as_str()),
        }
    }

    /// Its size in twips.
    pub fn size(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Title => self.style.body.size,
            Kind::Section | Kind::Heading | Kind::Text | Kind::Signature => TEXT_SIZE,
            Kind::Label | Kind::RowLabel | Kind::Figure | Kind::Band => self.style.table.size,
        }
    }

    /// The margins of a page in inches: left, right, top, bottom, header and footer.
    pub fn margins(&self) -> [f64; 6] {
        let page = &self.style.page;
        [page.left, page.right, page.top, page.bottom, page.header, page.footer].map(inches)
    }

    /// What stands at the head of each page of a draft.
    pub fn draft(&self) -> &str {
        &self.style.draft.text
    }
}

/// A size of type.
fn points(twips: u32) -> f64 {
    f64::from(twips) / POINT
}

/// A margin.
fn inches(twips: u32) -> f64 {
    f64::from(twips) / INCH
}
