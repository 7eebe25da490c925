//! The objects of a page.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Ids;
use super::place::{Boundary, Micrometres};
use crate::layout::{Color, FaceId, Fill, Glyph, Length, Node, Page, Rect, Rule, Run};
use crate::render::xml::{part, plain, push_text};

/// The part of a page: the mark of a draft lies behind the text.
pub(super) fn content(page: &Page, faces: &BTreeMap<FaceId, u32>, ids: &mut Ids) -> String {
    let is_behind = |run: &&Run| run.node == Node::DraftMark;
    let behind: Vec<&Run> = page.runs.iter().filter(is_behind).collect();
    let mut layers = String::new();
    if !behind.is_empty() {
        layer("Background", ids, &mut layers, |out, ids| {
            behind.iter().for_each(|run| text(run, faces, ids, out));
        });
    }
    layer("Body", ids, &mut layers, |out, ids| {
        page.fills.iter().for_each(|one| fill(one, ids, out));
        page.rules.iter().for_each(|one| rule(one, ids, out));
        page.runs.iter().filter(|run| !is_behind(run)).for_each(|run| text(run, faces, ids, out));
    });
    part(&format!(include_str!("../../../templates/ofd/page.xml"), layers = layers))
}

fn layer(kind: &str, ids: &mut Ids, out: &mut String, fill: impl FnOnce(&mut String, &mut Ids)) {
    add(out, format_args!(r#"<ofd:Layer ID="{}" Type="{kind}">"#, ids.next()));
    fill(out, ids);
    out.push_str("</ofd:Layer>");
}

/// Adds what `format_args!` gives.
fn add(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(words);
}

fn color(Color(red, green, blue): Color) -> String {
    format!("{red} {green} {blue}")
}

/// A filled area.
fn fill(fill: &Fill, ids: &mut Ids, out: &mut String) {
    let boundary = Boundary::of(fill.area);
    let (id, width, height) = (ids.next(), boundary.width, boundary.height);
    add(out, format_args!(r#"<ofd:PathObject ID="{id}" Boundary="{boundary}" Stroke="false" Fill="true">"#));
    add(out, format_args!(r#"<ofd:FillColor Value="{}"/><ofd:AbbreviatedData>"#, color(fill.color)));
    add(out, format_args!("M 0 0 L {width} 0 L {width} {height} L 0 {height} C"));
    out.push_str("</ofd:AbbreviatedData></ofd:PathObject>");
}

/// A line: drawn along its middle, as wide as it is. Readers draw the thinnest line so that it can be seen, but not the
/// thinnest area.
fn rule(rule: &Rule, ids: &mut Ids, out: &mut String) {
    let boundary = Boundary::of(rule.area);
    let (id, width, height) = (ids.next(), boundary.width, boundary.height);
    let thick = width.min(height);
    add(
        out,
        format_args!(r#"<ofd:PathObject ID="{id}" Boundary="{boundary}" LineWidth="{thick}" Stroke="true">"#),
    );
    add(out, format_args!(r#"<ofd:StrokeColor Value="{}"/><ofd:AbbreviatedData>"#, color(rule.color)));
    match height.half() {
        middle if height <= width => add(out, format_args!("M 0 {middle} L {width} {middle}")),
        _ => add(out, format_args!("M {middle} 0 L {middle} {height}", middle = width.half())),
    }
    out.push_str("</ofd:AbbreviatedData></ofd:PathObject>");
}

/// The glyphs of a run. Blanks at its ends stand for themselves: some readers leave them out of a text, and would move
/// what stands behind. So do characters beyond the first plane, which other readers count as two.
fn text(run: &Run, faces: &BTreeMap<FaceId, u32>, ids: &mut Ids, out: &mut String) {
    let Some(font) = faces.get(&run.face) else { return };
    let ends = run.glyphs.iter().skip(1).map(|glyph| glyph.x).chain([run.end]);
    let marks = run.text.chars().zip(&run.glyphs).zip(ends);
    let marks: Vec<Mark> =
        marks.map(|((c, glyph), end)| Mark { c: written(c), glyph: *glyph, end }).collect();
    let count = |is: fn(&&Mark) -> bool, backwards: bool| match backwards {
        true => marks.iter().rev().take_while(is).count(),
        false => marks.iter().take_while(is).count(),
    };
    let is_blank: fn(&&Mark) -> bool = |mark| mark.c.is_whitespace();
    let before = count(is_blank, false);
    let behind = (marks.len() - count(is_blank, true)).max(before);
    let [before, ink, after] =
        [0..before, before..behind, behind..marks.len()].map(|range| marks.get(range).unwrap_or_default());
    let ink = ink.chunk_by(|a, b| a.c <= '\u{FFFF}' && b.c <= '\u{FFFF}');
    for piece in [before].into_iter().chain(ink).chain([after]).filter(|piece| !piece.is_empty()) {
        text_object(piece, run, *font, ids, out);
    }
}

/// A character with its glyph and the place where the next one begins.
struct Mark {
    c: char,
    glyph: Glyph,
    end: Length,
}

/// A character as it is written: every blank that XML would turn into a space is one.
pub(super) fn written(c: char) -> char {
    if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }
}

fn text_object(marks: &[Mark], run: &Run, font: u32, ids: &mut Ids, out: &mut String) {
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return };
    let boundary = Boundary::of(around(first.glyph.x, last.end, run));
    let (id, size) = (ids.next(), Micrometres::of(run.size));
    add(out, format_args!(r#"<ofd:TextObject ID="{id}" Boundary="{boundary}" Font="{font}" Size="{size}""#));
    if run.stretch != 100 {
        // A thousand micrometres are one.
        let scale = Micrometres::of(Length::from(run.stretch) * crate::layout::MILLIMETRE / 100);
        add(out, format_args!(r#" HScale="{scale}""#));
    }
    out.push_str(if run.bold { r#" Weight="700">"# } else { ">" });
    if let Some(link) = &run.link {
        let link = plain(link);
        add(
            out,
            format_args!(
                r#"<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="{link}"/></ofd:Action></ofd:Actions>"#
            ),
        );
    }
    add(out, format_args!(r#"<ofd:FillColor Value="{}"/>"#, color(run.color)));
    let places: Vec<Micrometres> = marks.iter().map(|mark| Micrometres::of(mark.glyph.x)).collect();
    let left = places.first().map_or(boundary.left, |first| *first).minus(boundary.left);
    let base = Micrometres::of(run.baseline).minus(boundary.top);
    add(out, format_args!(r#"<ofd:TextCode X="{left}" Y="{base}""#));
    if marks.len() > 1 {
        let steps =
            places.iter().zip(places.iter().skip(1)).map(|(place, next)| next.minus(*place).to_string());
        add(out, format_args!(r#" DeltaX="{}""#, steps.collect::<Vec<_>>().join(" ")));
    }
    out.push('>');
    push_text(out, &marks.iter().map(|mark| mark.c).collect::<String>());
    out.push_str("</ofd:TextCode></ofd:TextObject>");
}

/// The area of a text. Readers cut off what lies outside, and glyphs reach out of their squares: letters below, others
/// to the sides. Narrowed glyphs begin at its edge, since readers differ in whether their place is narrowed too.
fn around(left: Length, right: Length, run: &Run) -> Rect {
    let beside = if run.stretch == 100 { run.size / 8 } else { 0 };
    Rect {
        left: left - beside,
        top: run.baseline - run.size,
        right: right + run.size / 8,
        bottom: run.baseline + run.size * 3 / 10,
    }
}
