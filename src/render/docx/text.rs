//! Runs of text: bold, emphasis, links.

use docx_rs as docx;

pub(super) use super::link::Links;
use super::measure::has_shared_punctuation;
use super::styles::id;
use crate::document::Run;

/// Adds runs to a paragraph, in the given character style where the run has none of its own.
pub(super) fn add_runs(
    mut paragraph: docx::Paragraph,
    runs: &[Run],
    style: Option<&str>,
    links: &mut Links,
) -> docx::Paragraph {
    for run in runs {
        let link = run.link.as_deref();
        paragraph = match link.and_then(|link| links.relationship(link)) {
            Some(rid) => paragraph.add_hyperlink(docx::Hyperlink {
                link: docx::HyperlinkData::External {
                    rid,
                    // The relationship is written by the package, with its target.
                    path: String::new(),
                },
                history: None,
                children: vec![docx::ParagraphChild::Run(Box::new(styled(run, Some(id::LINK))))],
            }),
            None if run.emphasis => paragraph.add_run(styled(run, style.or(Some(id::EMPHASIS)))),
            None => paragraph.add_run(styled(run, style)),
        };
    }
    paragraph
}

fn styled(run: &Run, style: Option<&str>) -> docx::Run {
    let mut out = plain(&run.text);
    if let Some(style) = style {
        out = out.style(style);
    }
    if run.strong {
        out = out.bold();
    }
    out
}

/// A run without properties. Quotation marks and dashes that Unicode shares between scripts are
/// declared Chinese, or else Word sets them in the Latin font.
pub(super) fn plain(text: &str) -> docx::Run {
    let run = docx::Run::new().add_text(text);
    if has_shared_punctuation(text) { run.fonts(docx::RunFonts::new().hint("eastAsia")) } else { run }
}
