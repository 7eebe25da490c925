//! The outputs. A renderer draws a [`Document`] and knows nothing of forms, rules or sums; adding
//! one is one file and its name in `outputs!`.

/// The outputs: each is a file of the folder with a constant `RENDERER`.
macro_rules! outputs {
    ($($output:ident),* $(,)?) => {
        $(pub mod $output;)*

        /// Every kind of output, from the plainest to the one that is passed round; people are offered them the
        /// other way round.
        pub const RENDERERS: &[Renderer] = &[$($output::RENDERER),*];
    };
}

outputs! { json, csv, markdown, html, xlsx, ofd, pdf, docx }

mod archive;
mod fonts;
mod seal;
mod shell;
mod xml;

pub use fonts::FontSource;
pub use seal::digest;
pub use shell::Templates;

use crate::document::Document;
use crate::layout::{Style, StyleError};

/// One kind of output: all that the program knows of it.
#[derive(Debug, Clone, Copy)]
pub struct Renderer {
    /// Its name on the command line and in the addresses of the preview.
    pub id: &'static str,
    /// The extension of its files.
    pub extension: &'static str,
    /// Extensions of what people make of it: saved by a browser or by another program.
    pub other_extensions: &'static [&'static str],
    /// What people call it, e.g. `网页`.
    pub name: &'static str,
    /// What else it may be called on the command line, in small letters.
    pub other_names: &'static [&'static str],
    /// The same with its technical name, for the help: `网页（HTML）`.
    pub help: &'static str,
    /// Its media type, as a server states it.
    pub media_type: &'static str,
    /// The program in which people change it.
    pub changed_in: &'static str,
    /// True for a page on which each figure carries its cell path: the preview shows it, and it can be
    /// compared with a later one.
    pub is_page: bool,
    /// True if it takes fonts into its files: where they are missing it cannot be made, so it is made only when it is
    /// asked for.
    pub needs_fonts: bool,
    /// True if it holds the figures of a report for spreadsheet and other programs: it is made only when it is asked
    /// for, and a notice is never one.
    pub is_data: bool,
    /// True if its files carry a digest of themselves. Of others nothing tells whether somebody has changed them, but
    /// that they differ from what would be written.
    pub has_digest: bool,
    /// Draws a document.
    pub render: fn(&Document, &Options) -> Result<Vec<u8>, RenderError>,
    /// True for the bytes of an output that this program made, whatever became of them since.
    pub is_sealed: fn(&[u8]) -> bool,
    /// True for the bytes of an output that are still as this program made them.
    pub is_intact: fn(&[u8]) -> bool,
    /// The title that an output bears, as it is written there.
    pub title: fn(&[u8]) -> Option<String>,
}

impl Renderer {
    /// True if its files have that extension (in small letters), or are made into such files.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.extension == extension || self.other_extensions.contains(&extension)
    }

    /// True if it is made where no kind is named.
    pub fn is_usual(&self) -> bool {
        !self.needs_fonts && !self.is_data
    }
}

/// The kind of output whose files have an extension (in small letters), or are made into such files.
pub fn with_extension(extension: &str) -> Option<&'static Renderer> {
    RENDERERS.iter().find(|one| one.has_extension(extension))
}

/// Something of every kind of output in the order in which people are offered them: `Word、网页、Markdown`.
pub(crate) fn offered(part: impl Fn(&Renderer) -> &'static str) -> String {
    RENDERERS.iter().rev().map(part).collect::<Vec<_>>().join("、")
}

/// Something of every kind of output that is made only where it is named.
pub(crate) fn to_be_named(part: impl Fn(&Renderer) -> &'static str, between: &str) -> String {
    RENDERERS.iter().filter(|one| !one.is_usual()).map(part).collect::<Vec<_>>().join(between)
}

/// How outputs are drawn.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How Markdown shows the tables of the form.
    pub tables: MarkdownTables,
    /// HTML as a fragment with inline styles, for the editor of a web site.
    pub fragment: bool,
    /// The templates around what is drawn.
    pub templates: Templates,
    /// Fonts, sizes and distances of the DOCX, the PDF and the OFD; `None` for the built-in ones.
    pub style: Option<Style>,
    /// The fonts for outputs that take them into their files.
    pub fonts: FontSource,
    /// True if an OFD has its fonts in it.
    pub embed_fonts: bool,
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
    /// The PDF could not be made.
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
    /// The OFD could not be made.
    #[error("{0}")]
    Ofd(#[from] ofd::OfdError),
    /// The workbook could not be made.
    #[error("{0}")]
    Workbook(#[from] xlsx::WorkbookError),
    /// The CSV could not be made.
    #[error("内部错误：生成 CSV 失败：{0}")]
    Csv(#[from] ::csv::Error),
    /// The JSON could not be made.
    #[error("内部错误：生成 JSON 失败：{0}")]
    Json(#[from] serde_json::Error),
    /// Fonts could not be looked for.
    #[error("{0}")]
    NoFonts(String),
    /// The style file does not read.
    #[error("{0}")]
    Style(#[from] StyleError),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::document::{self, build};
    use crate::format::Forms;
    use crate::layout;
    use crate::report::read;
    use crate::source::Source;

    fn fonts() -> FontSource {
        let data = Arc::new(layout::testing::font());
        let mut fonts = layout::Fonts::new();
        for one in layout::wanted(&Style::built_in().unwrap()) {
            fonts.insert(&one.font, layout::Face::new("试", data.clone(), 0).unwrap());
        }
        fonts.into()
    }

    #[test]
    fn only_outputs_that_need_fonts_fail_without_any() {
        let source = Source::new("年报.toml", include_str!("../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let document = build(&report, document::Options::default());
        for renderer in RENDERERS {
            let drawn = (renderer.render)(&document, &Options::default());
            assert_eq!(drawn.is_err(), renderer.needs_fonts, "{}", renderer.id);
            let words = drawn.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(
                words.is_empty() || words.contains("仿宋_GB2312") && words.contains("装好字体"),
                "{words}"
            );
        }
    }

    #[test]
    fn each_output_is_known_by_its_name_its_files_and_its_seal() {
        let source = Source::new("年报.toml", include_str!("../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let document = build(&report, document::Options::default());
        let options = Options { fonts: fonts(), ..Options::default() };
        for renderer in RENDERERS {
            let bytes = (renderer.render)(&document, &options).unwrap();
            assert_eq!((renderer.is_intact)(&bytes), renderer.has_digest, "{}", renderer.id);
            let title = (renderer.title)(&bytes);
            assert!(title.as_ref() == Some(&document.title) || renderer.is_data, "{} {title:?}", renderer.id);
            for other in RENDERERS {
                assert_eq!(
                    (other.is_sealed)(&bytes),
                    other.id == renderer.id,
                    "{} {}",
                    renderer.id,
                    other.id
                );
            }
            let changed = [&bytes[..], b"."].concat();
            assert!(
                (renderer.is_sealed)(&changed) && !(renderer.is_intact)(&changed[1..]),
                "{}",
                renderer.id
            );
            assert!(!(renderer.is_sealed)(source.text().as_bytes()));
            let endings = [renderer.extension].into_iter().chain(renderer.other_extensions.iter().copied());
            assert!(endings.into_iter().all(|ending| with_extension(ending).unwrap().id == renderer.id));
        }
        let ids: BTreeSet<&str> = RENDERERS.iter().map(|renderer| renderer.id).collect();
        assert_eq!(ids.len(), RENDERERS.len());
        assert!(
            offered(|renderer| renderer.name).contains("Word、PDF、OFD、Excel、网页、Markdown、CSV、JSON")
        );
        assert!(with_extension("toml").is_none());
    }
}
