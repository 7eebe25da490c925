//! Puts what stands on the pages of `layout` on those of the PDF, each marked with what it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use krilla::Document as Pdf;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::Transform;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::Font;

use super::{PdfError, units};
use crate::document::{Block, Document};
use crate::layout::{self, Color, Layout, Node, Page, Run};

/// What is drawn for one node of the document, in the order in which it is read.
pub(super) type Marks = BTreeMap<Node, Vec<Mark>>;

/// A marked part of a page.
pub(super) enum Mark {
    /// Text.
    Text(Identifier),
    /// Text with a link over it: the text, and the link.
    Link(Identifier, Identifier),
}

/// Draws all pages.
pub(super) fn pages(
    layout: &Layout,
    document: &Document,
    faces: &[Option<Font>],
    pdf: &mut Pdf,
) -> Result<Marks, PdfError> {
    let mut marks = Marks::new();
    let size = units::size(layout.size).ok_or_else(|| PdfError::Write("page size".to_owned()))?;
    let mut empty = empty_cells(layout, document);
    for page in &layout.pages {
        let mut sheet = pdf.start_page_with(PageSettings::new(size));
        let mut surface = sheet.surface();
        draw_rules(page, &mut surface);
        let mut links = Vec::new();
        for stretch in page.runs.chunk_by(|a, b| a.node == b.node && a.link == b.link) {
            let Some(first) = stretch.first() else { continue };
            let id = surface.start_tagged(tag(first.node));
            stretch.iter().for_each(|run| draw_run(run, faces, &mut surface));
            surface.end_tagged();
            if first.node.is_artifact() {
                continue;
            }
            marks.entry(first.node).or_default().push(Mark::Text(id));
            if first.link.is_some() {
                links.push((id, stretch));
            }
            for node in block_of(first.node).and_then(|block| empty.remove(&block)).into_iter().flatten() {
                // A cell without a text is still a cell.
                let id = surface.start_tagged(tag(node));
                surface.end_tagged();
                marks.entry(node).or_default().push(Mark::Text(id));
            }
        }
        surface.finish();
        for (id, stretch) in links {
            let Some(link) = link(stretch) else { continue };
            let annotation = sheet.add_tagged_annotation(link);
            let node = stretch.first().map(|run| run.node);
            let place = node.and_then(|node| marks.get_mut(&node));
            let mark = place.and_then(|marks| marks.iter_mut().find(|mark| mark.is(id)));
            if let Some(mark) = mark {
                *mark = Mark::Link(id, annotation);
            }
        }
        sheet.finish();
    }
    Ok(marks)
}

impl Mark {
    fn is(&self, id: Identifier) -> bool {
        matches!(self, Self::Text(own) | Self::Link(own, _) if *own == id)
    }
}

/// How what belongs to a node is marked on the page.
fn tag(node: Node) -> ContentTag<'static> {
    let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    match node {
        Node::PageNumber => artifact(ArtifactType::Footer),
        Node::DraftMark => artifact(ArtifactType::Header),
        Node::Repeated => artifact(ArtifactType::PaginationOther),
        Node::Decoration => artifact(ArtifactType::Layout),
        _ => ContentTag::Span(SpanTag::empty()),
    }
}

fn draw_rules(page: &Page, surface: &mut Surface<'_>) {
    let rules = page.rules.iter().map(|rule| (rule.area, rule.color));
    let areas = page.fills.iter().map(|fill| (fill.area, fill.color)).chain(rules);
    let areas: Vec<_> = areas.filter_map(|(area, color)| Some((units::path(area)?, color))).collect();
    if areas.is_empty() {
        return;
    }
    surface.start_tagged(tag(Node::Decoration));
    for (path, color) in areas {
        surface.set_fill(Some(fill(color)));
        surface.draw_path(&path);
    }
    surface.end_tagged();
}

fn draw_run(run: &Run, faces: &[Option<Font>], surface: &mut Surface<'_>) {
    let (Some(Some(face)), Some(first)) = (faces.get(run.face.number()), run.glyphs.first()) else { return };
    surface.set_fill(Some(fill(run.color)));
    let stroke = || Stroke {
        paint: paint(run.color).into(),
        width: units::points(run.outline()),
        ..Stroke::default()
    };
    surface.set_stroke(run.bold.then(stroke));
    let glyphs = units::placed(run);
    let draw = |surface: &mut Surface<'_>, at| {
        surface.draw_glyphs(at, &glyphs, face.clone(), &run.text, units::points(run.size), false);
    };
    if run.stretch == 100 {
        draw(surface, units::point(first.x, run.baseline));
    } else {
        let place = units::point(first.x, run.baseline);
        let narrow = units::factor(run.stretch);
        let upright = units::factor(100);
        let none = units::points(0);
        surface.push_transform(&Transform::from_row(narrow, none, none, upright, place.x, place.y));
        draw(surface, units::point(0, 0));
        surface.pop();
    }
    surface.set_stroke(None);
}

fn paint(color: Color) -> rgb::Color {
    rgb::Color::new(color.0, color.1, color.2)
}

fn fill(color: Color) -> Fill {
    Fill { paint: paint(color).into(), ..Fill::default() }
}

/// The link over neighbouring runs of one line.
fn link(stretch: &[Run]) -> Option<Annotation> {
    let first = stretch.first()?;
    let target = first.link.as_ref()?;
    let areas = stretch.iter().map(Run::area);
    let area = areas.reduce(|a, b| layout::Rect {
        left: a.left.min(b.left),
        top: a.top.min(b.top),
        right: a.right.max(b.right),
        bottom: a.bottom.max(b.bottom),
    })?;
    let action = Target::Action(Action::Link(LinkAction::new(target.to_string())));
    let words: String = stretch.iter().map(|run| run.text.as_str()).collect();
    Some(Annotation::new_link(
        LinkAnnotation::new(units::rect(area)?, action),
        Some(format!("{words}（{target}）")),
    ))
}

/// The table that a cell belongs to.
fn block_of(node: Node) -> Option<layout::Block> {
    match node {
        Node::Cell(block, _, _) => Some(block),
        _ => None,
    }
}

/// The cells of each table in which no text stands. Their marks go to the page on which the table begins.
fn empty_cells(layout: &Layout, document: &Document) -> BTreeMap<layout::Block, Vec<Node>> {
    let written: BTreeSet<Node> =
        layout.pages.iter().flat_map(|page| &page.runs).map(|run| run.node).collect();
    let mut empty: BTreeMap<layout::Block, Vec<Node>> = BTreeMap::new();
    for (block, content) in blocks(document) {
        let rows: Vec<usize> = match content {
            Block::FormTable(table) => table.rows.iter().map(|row| row.cells.len()).collect(),
            Block::TextTable(table) => vec![table.head.len(); 1 + table.rows.len()],
            _ => continue,
        };
        let cells = rows.into_iter().zip(0..).flat_map(|(cells, row)| {
            (0..cells).map(move |cell| Node::Cell(block, row, u32::try_from(cell).unwrap_or(u32::MAX)))
        });
        let cells: Vec<Node> = cells.filter(|cell| !written.contains(cell)).collect();
        if !cells.is_empty() {
            empty.insert(block, cells);
        }
    }
    empty
}

/// All blocks of a document with their places.
pub(super) fn blocks(document: &Document) -> impl Iterator<Item = (layout::Block, &Block)> {
    let sections = document.sections.iter().zip(0..).map(|(section, number)| (Some(number), &section.blocks));
    let parts = std::iter::once((None, &document.preamble)).chain(sections);
    parts.flat_map(|(section, blocks)| {
        blocks.iter().zip(0..).map(move |(block, index)| (layout::Block { section, index }, block))
    })
}
