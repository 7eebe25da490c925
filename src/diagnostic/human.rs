//! Findings for people: the message, the line of the file with carets, and the mend.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Source, Span};

/// A line of the file longer than this is shown in part, so that a narrative that is one line does
/// not fill the screen.
const MOST_SHOWN: usize = 400;

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// With colour.
    pub colour: bool,
    /// With frames of line-drawing characters; else ASCII.
    pub unicode: bool,
}

/// Draws one finding.
pub fn draw(source: &Source, finding: &Diagnostic, look: Look) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::INFO,
    };
    let name = finding.severity.words();
    let mut group =
        level.with_name(Some(name)).primary_title(finding.message()).id(finding.code.0).into_group();
    let has_place = finding.span != Span::default() && !source.text().is_empty();
    if has_place {
        group = group.element(snippet(source, finding));
    } else {
        group = group.element(annotate_snippets::Origin::path(source.name()));
    }
    for note in &finding.notes {
        let name = if note.contains(['=', '≠']) { "算式" } else { "对照" };
        group = group.element(Level::NOTE.with_name(Some(name)).message(note.clone()));
    }
    if let Some(help) = finding.help_text() {
        group = group.element(Level::HELP.with_name(Some("改法")).message(help));
    }
    if let Some(reason) = &finding.accepted {
        group = group.element(Level::NOTE.with_name(Some("已说明")).message(reason.clone()));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    renderer.decor_style(decor).render(&[group])
}

/// The lines of the file that take part, with carets.
fn snippet<'a>(
    source: &'a Source,
    finding: &'a Diagnostic,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let window = window(source, finding);
    let first_line = source.position(window.start).line;
    let text = source.slice(window);
    let within = |span: Span| {
        let clamp = |at: usize| at.clamp(window.start, window.end) - window.start;
        clamp(span.start)..clamp(span.end).max(clamp(span.start))
    };
    let mut primary = AnnotationKind::Primary.span(within(one_line(source, finding.span)));
    if !finding.label.is_empty() {
        primary = primary.label(finding.label.as_str());
    }
    let mut snippet = Snippet::source(text).line_start(first_line).path(source.name()).annotation(primary);
    for (span, label) in &finding.labels {
        let span = one_line(source, *span);
        if span.start >= window.start && span.end <= window.end {
            let mark = AnnotationKind::Context.span(within(span));
            snippet = snippet.annotation(if label.is_empty() { mark } else { mark.label(label.as_str()) });
        }
    }
    snippet
}

/// The part of the file that is handed to the drawing: whole lines, unless one is very long.
fn window(source: &Source, finding: &Diagnostic) -> Span {
    let spans = std::iter::once(finding.span).chain(finding.labels.iter().map(|(span, _)| *span));
    let (mut start, mut end) = (usize::MAX, 0);
    for span in spans {
        let line = source.line_span(span.start);
        start = start.min(line.start);
        end = end.max(line.end).max(span.start);
    }
    let line = source.line_span(finding.span.start);
    if line.end - line.start <= MOST_SHOWN {
        return Span::new(start.min(line.start), end);
    }
    let text = source.text();
    let near = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let from = near(finding.span.start.saturating_sub(MOST_SHOWN / 3)).max(line.start);
    Span::new(from, near(from + MOST_SHOWN).min(line.end).max(finding.span.start))
}

/// A span that ends with its first line: a caret under a whole narrative helps nobody.
fn one_line(source: &Source, span: Span) -> Span {
    let line = source.line_span(span.start);
    Span::new(span.start.min(line.end), span.end.min(line.end).max(span.start.min(line.end)))
}

trait IntoGroup<'a> {
    fn into_group(self) -> annotate_snippets::Group<'a>;
}

impl<'a> IntoGroup<'a> for annotate_snippets::Title<'a> {
    fn into_group(self) -> annotate_snippets::Group<'a> {
        annotate_snippets::Group::with_title(self)
    }
}
