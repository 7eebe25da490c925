//! The style file: every font, size and distance of the DOCX.

mod layers;
mod length;

use std::collections::BTreeMap;

use serde::Deserialize;

use length::{millimetres, points};

/// The text of the built-in style file.
const BUILT_IN: &str = include_str!("../../templates/docx.toml");

/// Fonts, sizes and distances of the DOCX, read from a style file.
///
/// The built-in file follows GB/T 9704—2012. All lengths are held in twips (1/20 pt).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    pub(crate) page: Page,
    pub(crate) title: Face,
    pub(crate) body: Face,
    pub(crate) heading1: Face,
    pub(crate) heading2: Face,
    pub(crate) heading3: Face,
    pub(crate) heading4: Face,
    pub(crate) page_number: Face,
    pub(crate) table: TableStyle,
    pub(crate) draft: Draft,
    /// For each font the fonts that may stand in for it, separated by commas.
    pub(crate) substitutes: BTreeMap<String, String>,
}

/// The sheet and the text area.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    #[serde(deserialize_with = "millimetres")]
    pub width: u32,
    #[serde(deserialize_with = "millimetres")]
    pub height: u32,
    #[serde(deserialize_with = "millimetres")]
    pub top: u32,
    #[serde(deserialize_with = "millimetres")]
    pub bottom: u32,
    #[serde(deserialize_with = "millimetres")]
    pub left: u32,
    #[serde(deserialize_with = "millimetres")]
    pub right: u32,
    /// From the upper edge of the sheet to the header.
    #[serde(deserialize_with = "millimetres")]
    pub header: u32,
    /// From the lower edge of the sheet to the footer.
    #[serde(deserialize_with = "millimetres")]
    pub footer: u32,
    /// Lines a page.
    pub lines: u32,
    /// Characters a line.
    pub characters: u32,
}

/// A font in a size.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Face {
    /// Font of Chinese characters.
    pub font: String,
    /// Font of Latin letters and digits.
    pub latin: String,
    #[serde(deserialize_with = "points")]
    pub size: u32,
}

/// The mandated tables and those of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableStyle {
    pub font: String,
    pub latin: String,
    #[serde(deserialize_with = "points")]
    pub size: u32,
    /// How far the text may shrink so that a table of the form stands on one page.
    #[serde(deserialize_with = "points")]
    pub least_size: u32,
    /// Line pitch as a percentage of the size.
    pub line_percent: u32,
    /// Least height of a row where there is room.
    #[serde(deserialize_with = "millimetres")]
    pub row: u32,
    /// Room to the left and right of the text in a cell.
    #[serde(deserialize_with = "millimetres")]
    pub cell_margin: u32,
    /// Thickness of the borders.
    #[serde(deserialize_with = "points")]
    pub border: u32,
    /// Fill of the bands over the whole width, as RRGGBB.
    pub band: String,
}

/// The marks of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    /// The words at the head of each page.
    pub text: String,
    /// Their font and size.
    pub face: Face,
    /// Colour of all marks, as RRGGBB.
    pub color: String,
}

/// Why a style file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// Not TOML, or a key that there is not.
    #[error("版面文件“{file}”第 {line} 行第 {column} 列有误：{message}")]
    Place {
        /// The style file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A value of the wrong kind, or one that no page can have; the text says which.
    #[error("版面文件“{file}”有误：{message}")]
    Value {
        /// The style file.
        file: String,
        /// What is wrong.
        message: String,
    },
}

impl Style {
    /// The style of GB/T 9704—2012 that is built into the program.
    ///
    /// # Errors
    ///
    /// Never in a released program: a test reads the built-in file.
    pub fn built_in() -> Result<Self, StyleError> {
        Self::layered([])
    }

    fn validate(&self) -> Result<(), String> {
        let page = &self.page;
        require(
            page.left + page.right < page.width && page.top + page.bottom < page.height,
            "page 的边距大于纸张，没有版心",
        )?;
        require(
            page.header < page.top && page.footer < page.bottom,
            "page.header、page.footer 应当小于上、下边距",
        )?;
        require(
            (1..=100).contains(&page.lines) && (10..=100).contains(&page.characters),
            "page.lines 应为 1 至 100，page.characters 应为 10 至 100",
        )?;
        let faces = self.faces();
        let sizes = faces.iter().map(|(_, _, size)| *size);
        require(
            sizes.chain([self.table.least_size]).all(|size| (80..=1440).contains(&size) && size % 10 == 0),
            "字号应为 4 至 72 磅，以半磅为单位",
        )?;
        require(
            self.table.least_size <= self.table.size && (100..=300).contains(&self.table.line_percent),
            "table.least_size 不得大于 table.size，table.line_percent 应为 100 至 300",
        )?;
        require(
            faces.iter().all(|(font, latin, _)| is_font(font) && is_font(latin)),
            "字体名称应为 1 至 31 个字符",
        )?;
        require(
            [&self.table.band, &self.draft.color].into_iter().all(|color| is_color(color)),
            "颜色应为六位十六进制数，如 C6D9F1",
        )?;
        require((5..=120).contains(&self.table.border), "table.border 应为 0.25 至 6 磅")
    }

    /// Every font for Chinese, font for Latin letters and size in use.
    pub(crate) fn faces(&self) -> Vec<(&str, &str, u32)> {
        let table = &self.table;
        let mut faces: Vec<_> = [
            &self.title,
            &self.body,
            &self.heading1,
            &self.heading2,
            &self.heading3,
            &self.heading4,
            &self.page_number,
            &self.draft.face,
        ]
        .into_iter()
        .map(|face| (face.font.as_str(), face.latin.as_str(), face.size))
        .collect();
        faces.push((&table.font, &table.latin, table.size));
        faces
    }
}

impl Page {
    /// Width of the text area in twips.
    pub fn text_width(&self) -> u32 {
        self.width.saturating_sub(self.left + self.right)
    }

    /// Width of a body character in twips that puts exactly `characters` characters in a line.
    pub(crate) fn character_pitch(&self) -> u32 {
        let width = self.text_width();
        width.checked_div(self.characters).unwrap_or(width)
    }

    /// The fixed line pitch in twips that puts exactly `lines` lines on a page.
    pub(crate) fn line_pitch(&self) -> u32 {
        let height = self.height.saturating_sub(self.top + self.bottom);
        height.checked_div(self.lines).unwrap_or(height)
    }
}

impl TableStyle {
    /// The fixed line pitch of text of a size, both in twips, as a whole half point.
    pub fn line(&self, size: u32) -> u32 {
        size * self.line_percent / 1000 * 10
    }

    /// The size of a note below its figure, in a table with text of a size.
    pub fn note_size(&self, size: u32) -> u32 {
        self.least_size.min(size)
    }
}

fn require(holds: bool, message: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message.to_owned()) }
}

/// Word keeps font names of up to 31 characters.
fn is_font(name: &str) -> bool {
    (1..=31).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}

fn is_color(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_style_is_that_of_the_standard() {
        let style = Style::built_in().unwrap();
        assert_eq!(style.page.text_width(), 8845); // 156 mm
        assert_eq!(style.page.line_pitch(), 579); // 225 mm in 22 lines
        assert_eq!(style.page.character_pitch(), 315); // 156 mm in 28 characters
        assert_eq!((style.title.size, style.body.size), (440, 320));
    }
}
