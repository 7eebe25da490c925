//! The bookmarks: the sections, and the headings within them.

use std::collections::BTreeMap;

use super::place::Micrometres;
use crate::document::{self, Document};
use crate::layout::{Block, Layout, Node};
use crate::render::xml::plain;

/// The bookmarks, written; nothing if there are none.
pub(super) struct Outlines(pub String);

/// The bookmarks of a document whose pages have these numbers.
pub(super) fn outlines(document: &Document, layout: &Layout, pages: &[u32]) -> Outlines {
    let places = places(layout, pages);
    let entry = |words: &str, node: Node, within: &[String]| {
        let action = places.get(&node)?;
        let (words, inner) = (plain(words), within.concat());
        let count = if within.is_empty() { String::new() } else { format!(r#" Count="{}""#, within.len()) };
        Some(format!(r#"<ofd:OutlineElem Title="{words}"{count}>{action}{inner}</ofd:OutlineElem>"#))
    };
    let mut all = Vec::new();
    for (section, number) in document.sections.iter().zip(0..) {
        let headings = section.blocks.iter().zip(0..).filter_map(|(block, index)| {
            let document::Block::Heading { runs, .. } = block else { return None };
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            entry(&words, Node::Heading(Block { section: Some(number), index }), &[])
        });
        let headings: Vec<String> = headings.collect();
        all.extend(entry(&section.title, Node::SectionTitle(number), &headings));
    }
    Outlines(if all.is_empty() {
        String::new()
    } else {
        format!("<ofd:Outlines>{}</ofd:Outlines>", all.concat())
    })
}

/// For each heading, what leads to where it begins.
fn places(layout: &Layout, pages: &[u32]) -> BTreeMap<Node, String> {
    let mut places = BTreeMap::new();
    for (page, id) in layout.pages.iter().zip(pages) {
        for run in page.runs.iter().filter(|run| matches!(run.node, Node::SectionTitle(_) | Node::Heading(_)))
        {
            let area = run.area();
            let (left, top) = (Micrometres::of(area.left), Micrometres::of(area.top));
            places.entry(run.node).or_insert_with(|| {
                let target = format!(r#"<ofd:Dest Type="XYZ" PageID="{id}" Left="{left}" Top="{top}" Zoom="0"/>"#);
                format!(r#"<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>{target}</ofd:Goto></ofd:Action></ofd:Actions>"#)
            });
        }
    }
    places
}
