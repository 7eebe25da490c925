//! The outputs. A renderer draws a [`Document`] and knows nothing of forms, rules or sums; adding
//! one is one file and one line in [`RENDERERS`].

pub mod docx;
pub mod html;
pub mod markdown;
mod seal;
mod shell;

pub use shell::Templates;

use crate::document::Document;

/// One kind of output.
#[derive(Debug, Clone, Copy)]
pub struct Renderer {
    /// Its name on the command line, which is also the extension of its files.
    pub id: &'static str,
    /// Draws a document.
    pub render: fn(&Document, &Options) -> Result<Vec<u8>, RenderError>,
    /// True for the bytes of an output that are still as this program made them.
    pub is_intact: fn(&[u8]) -> bool,
}

/// Every kind of output.
pub const RENDERERS: &[Renderer] = &[
    Renderer {
        id: "md",
        render: |document, options| {
            markdown::render(document, options).map(|text| seal::MARKDOWN.seal(text).into())
        },
        is_intact: |bytes| seal::MARKDOWN.is_intact(bytes),
    },
    Renderer {
        id: html::ID,
        render: |document, options| html::render(document, options).map(|text| seal::HTML.seal(text).into()),
        is_intact: |bytes| seal::HTML.is_intact(bytes),
    },
    Renderer {
        id: "docx",
        render: |document, options| match &options.style {
            Some(style) => Ok(docx::render(document, style)?),
            None => Ok(docx::render(document, &docx::Style::built_in()?)?),
        },
        is_intact: docx::is_intact,
    },
];

/// How outputs are drawn.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How Markdown shows the tables of the form.
    pub tables: MarkdownTables,
    /// HTML as a fragment with inline styles, for the editor of a web site.
    pub fragment: bool,
    /// The templates around what is drawn.
    pub templates: Templates,
    /// Fonts, sizes and distances of the DOCX; `None` for the built-in ones.
    pub style: Option<docx::Style>,
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
    #[error("模板“{file}”{place}有误：{message}")]
    Template {
        /// The file of the template.
        file: String,
        /// Line and column, in words; empty if they are not known.
        place: String,
        /// What is wrong, as the template engine says it.
        message: String,
    },
    /// The styles of the fragment cannot be written into its elements.
    #[error("模板“{file}”有误，无法把样式写进各元素：{message}")]
    Inline {
        /// The file of the styles.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// The DOCX could not be made.
    #[error("生成 DOCX 失败：{0}")]
    Docx(#[from] docx::DocxError),
    /// The style file of the DOCX does not read.
    #[error("{0}")]
    Style(#[from] docx::StyleError),
}
