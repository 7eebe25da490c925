//! The bookmarks: the sections, and the headings within them.

use std::collections::BTreeMap;

use krilla::destination::XyzDestination;
use krilla::outline::{Outline, OutlineNode};

use super::units;
use crate::document::{self, Document};
use crate::layout::{Block, Layout, Node};

/// The bookmarks of a document.
pub(super) fn outline(document: &Document, layout: &Layout) -> Outline {
    let places = places(layout);
    let entry = |words: &str, node: Node| {
        let place = places.get(&node)?;
        Some(OutlineNode::new(words.to_owned(), place.clone()))
    };
    let mut outline = Outline::new();
    for (section, number) in document.sections.iter().zip(0..) {
        let Some(mut node) = entry(&section.title, Node::SectionTitle(number)) else { continue };
        for (block, index) in section.blocks.iter().zip(0..) {
            let document::Block::Heading { runs, .. } = block else { continue };
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            let heading = Node::Heading(Block { section: Some(number), index });
            entry(&words, heading).into_iter().for_each(|heading| node.push_child(heading));
        }
        outline.push_child(node);
    }
    outline
}

/// Where each heading begins.
fn places(layout: &Layout) -> BTreeMap<Node, XyzDestination> {
    let mut places = BTreeMap::new();
    for (at, page) in layout.pages.iter().enumerate() {
        for run in page.runs.iter().filter(|run| matches!(run.node, Node::SectionTitle(_) | Node::Heading(_)))
        {
            let area = run.area();
            places
                .entry(run.node)
                .or_insert_with(|| XyzDestination::new(at, units::point(area.left, area.top)));
        }
    }
    places
}
