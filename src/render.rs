//! The outputs. A renderer draws a [`Document`] and knows nothing of forms, rules or sums; adding
//! one is one file and one line in [`RENDERERS`].

pub mod docx;
pub mod html;
pub mod markdown;
mod shell;

use crate::document::Document;

/// One kind of output.
#[derive(Debug, Clone, Copy)]
pub struct Renderer {
    /// Its name on the command line, which is also the extension of its files.
    pub id: &'static str,
    /// Draws a document.
    pub render: fn(&Document, Options) -> Result<Vec<u8>, RenderError>,
}

/// Every kind of output.
pub const RENDERERS: &[Renderer] = &[
    Renderer {
        id: "md",
        render: |document, options| markdown::render(document, options.tables).map(Into::into),
    },
    Renderer { id: "html", render: |document, _| html::render(document).map(Into::into) },
    Renderer { id: "docx", render: |document, _| Ok(docx::render(document, &docx::Style::built_in()?)?) },
];

/// How outputs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// How Markdown shows the tables of the form.
    pub tables: MarkdownTables,
}

/// How Markdown shows the tables of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarkdownTables {
    /// As HTML tables with merged cells.
    #[default]
    Html,
    /// As pipe tables with full row labels, without any HTML.
    Pipe,
}

/// Why a document could not be drawn. Each of these is a fault of the program or of a template, not
/// of the data file.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A page shell does not work.
    #[error("模板有误：{0}")]
    Template(String),
    /// The DOCX could not be made.
    #[error("生成 DOCX 失败：{0}")]
    Docx(#[from] docx::DocxError),
    /// The style file of the DOCX does not read.
    #[error("{0}")]
    Style(#[from] docx::StyleError),
}
