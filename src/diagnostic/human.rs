//! Findings for people: the message, the line of the file with carets, and the mend.

mod excerpt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Source, Span};
use excerpt::{Excerpt, columns, excerpt, shorten, wrap};

/// Columns where there is no terminal whose width would count.
const WIDE: usize = 140;
/// Columns that a label has in any case.
const LABEL: usize = 12;
/// A terminal narrower than this is treated as this wide.
const NARROWEST: usize = 60;
/// Columns that the frame takes beside the number of the line.
const FRAME: usize = 4;
/// Columns that the frame and the name of a remark (`算式: `) take.
const REMARK: usize = 14;

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// With colour.
    pub colour: bool,
    /// With frames of line-drawing characters; else ASCII.
    pub unicode: bool,
    /// Columns of the terminal, to which sentences are broken; `None` if they go somewhere else.
    pub width: Option<usize>,
}

impl Look {
    fn columns(self) -> usize {
        self.width.map_or(WIDE, |width| width.max(NARROWEST))
    }

    /// A sentence in lines that fit the terminal, with so many columns before each.
    pub fn sentence(self, text: &str, before: usize) -> String {
        match self.width {
            Some(_) => wrap(text, self.columns().saturating_sub(before)),
            None => text.to_owned(),
        }
    }
}

/// Draws one finding.
pub fn draw(source: &Source, finding: &Diagnostic, look: Look) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::INFO,
    };
    let name = finding.severity.words();
    let accepted = if finding.accepted.is_some() { "（已书面说明，不计入）" } else { "" };
    let message = look.sentence(&format!("{accepted}{}", finding.message), REMARK);
    let mut group = Group::with_title(level.with_name(Some(name)).primary_title(message).id(finding.code.0));
    let has_place = finding.place.is_none() && finding.span != Span::default() && !source.text().is_empty();
    let shown = if has_place { shown(source, finding, look) } else { Excerpt::default() };
    if has_place {
        group = group.element(snippet(source, finding, &shown, room(source, finding, look)));
    } else {
        let place = finding
            .place
            .as_ref()
            .filter(|place| !place.words.is_empty())
            .map(|place| format!(" {}", place.words));
        group = group.element(Origin::path(format!("{}{}", source.shown_name(), place.unwrap_or_default())));
    }
    let remark = |name, text: &str| Level::NOTE.with_name(Some(name)).message(look.sentence(text, REMARK));
    for note in &finding.notes {
        group = group.element(remark("算式", note));
    }
    for fact in &finding.facts {
        group = group.element(remark("对照", fact));
    }
    if let Some(help) = finding.advice() {
        let help = look.sentence(&help, REMARK);
        group = group.element(Level::HELP.with_name(Some("改法")).message(help));
    }
    if let Some(reason) = &finding.accepted {
        group = group.element(remark("已说明", reason));
    }
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    // The lines are cut already.
    let drawn = renderer.decor_style(decor).term_width(usize::MAX >> 1).render(&[group]);
    // These steer some terminals too, and the drawing lets them through.
    let drawn = drawn.replace(|c| matches!(c, '\u{80}'..='\u{9F}'), "\u{FFFD}");
    with_place(drawn, source, finding, &shown)
}

/// The lines of the file that take part.
fn shown(source: &Source, finding: &Diagnostic, look: Look) -> Excerpt {
    let own = one_line(source, finding.span);
    let spans = finding.labels.iter().map(|(span, _)| one_line(source, *span));
    let marks: Vec<Span> = std::iter::once(own).chain(spans).collect();
    excerpt(source, &marks, room(source, finding, look))
}

/// Columns that are left for the lines of the file.
fn room(source: &Source, finding: &Diagnostic, look: Look) -> usize {
    let spans = finding.labels.iter().map(|(span, _)| *span).chain([finding.span]);
    let last = spans.map(|span| source.line(span.start)).max().unwrap_or(1);
    look.columns().saturating_sub(last.to_string().len() + FRAME)
}

/// The lines that take part, with carets.
fn snippet<'a>(
    source: &'a Source,
    finding: &'a Diagnostic,
    shown: &'a Excerpt,
    room: usize,
) -> Snippet<'a, Annotation<'a>> {
    let words = std::iter::once(&finding.label).chain(finding.labels.iter().map(|(_, label)| label));
    let lines = Snippet::source(shown.text.as_str()).line_start(shown.first_line).path(source.shown_name());
    let marks = shown.marks.iter().zip(words).enumerate().filter_map(|(index, (place, label))| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let place = place.clone()?;
        let before =
            |end: usize| shown.text.get(..end).and_then(|text| text.rsplit('\n').next()).map_or(0, columns);
        // A mark under the whole line leaves no room for words: it ends earlier.
        let fits = |end: &usize| shown.text.is_char_boundary(*end) && before(*end) + 1 + LABEL <= room;
        let end = match label.is_empty() {
            true => place.end,
            false => (place.start + 1..=place.end).rev().find(fits).unwrap_or(place.end),
        };
        let label = shorten(label, room.saturating_sub(before(end) + 1).max(LABEL));
        let mark = kind.span(place.start..end);
        Some(if label.is_empty() { mark } else { mark.label(label) })
    });
    lines.annotations(marks)
}

/// Puts the true column into a drawing whose line was cut: it counts on the line as it is shown.
fn with_place(drawn: String, source: &Source, finding: &Diagnostic, shown: &Excerpt) -> String {
    let Some(Some(own)) = shown.marks.first() else { return drawn };
    let before = shown.text.get(..own.start).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let place = source.position(finding.span.start);
    if place.column == column {
        return drawn;
    }
    let head = format!("{}:{}:", source.shown_name(), place.line);
    drawn.replacen(&format!("{head}{column}"), &format!("{head}{}", place.column), 1)
}

/// A span that ends with its first line: a caret under a whole narrative helps nobody.
fn one_line(source: &Source, span: Span) -> Span {
    let line = source.line_span(span.start);
    Span::new(span.start.min(line.end), span.end.min(line.end).max(span.start.min(line.end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    const ROW: &str = "received     = [     58,        7,    75 ]  # 一、本年新收政府信息公开申请数量";

    fn finding(text: &str, mark: &str) -> Diagnostic {
        let at = text.find(mark).unwrap();
        let span = Span::new(at, at + mark.len());
        let mut finding =
            Diagnostic::error(Code("T101"), span, "“一、本年新收”行的总计填的是 75，各列相加应为 65")
                .label("填的是 75，应为 65")
                .help("请核对算式中的各数；总计也可以不填，由程序计算；这一句话比这个终端的宽度要长");
        finding
            .notes
            .push("自然人 58 + 商业企业 7 = 65，与所填的 75 相差 10，这一句也比终端要长一些".to_owned());
        finding
    }

    fn drawn(text: &str, mark: &str, width: Option<usize>) -> String {
        let source = Source::new("年报.toml", text);
        draw(&source, &finding(text, mark), Look { colour: false, unicode: true, width })
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let narrative = format!("{}新收申请75件{}", "前言".repeat(300), "，另有其他事项".repeat(300));
        for (text, mark) in [(ROW, "75"), (&narrative, "75"), (&narrative, &narrative)] {
            for width in [60, 72, 80, 100] {
                let drawn = drawn(text, mark, Some(width));
                let widest = drawn.lines().map(columns).max().unwrap();
                assert!(widest <= width, "{widest} of {width}\n{drawn}");
                assert!(drawn.contains("75"));
            }
        }
    }

    #[test]
    fn the_place_is_that_of_the_file_however_the_line_is_cut() {
        let narrative = format!("{}新收申请75件", "前言".repeat(300));
        assert!(drawn(&narrative, "75件", Some(80)).contains("年报.toml:1:605\n"));
        let column = ROW.find("75").unwrap() + 1;
        for width in [None, Some(200), Some(60)] {
            assert!(drawn(ROW, "75", width).contains(&format!("年报.toml:1:{column}\n")));
        }
    }

    #[test]
    fn without_a_terminal_a_sentence_is_one_line() {
        let drawn = drawn(ROW, "75", None);
        assert!(drawn.contains("由程序计算；这一句话比这个终端的宽度要长\n") || drawn.ends_with("宽度要长"));
        assert!(drawn.contains(ROW), "{drawn}");
    }
}
