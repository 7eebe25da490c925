//! The conformance pass: what docx-rs builds becomes what the schema allows.
//!
//! docx-rs writes the children of its property elements out of order, declares namespaces that
//! nothing uses, and numbers paragraphs from a counter. Each is mended here, over the tree of the part.

use super::DocxError;
use super::schema::{DROPPED_ATTRIBUTES, DROPPED_WHEN_EMPTY, KEPT_NAMESPACES, SEQUENCES};
use super::xml::{Element, Node};

/// Reads what docx-rs wrote of a part, and mends it.
///
/// # Errors
///
/// If it is no XML.
pub(super) fn mended<'a>(part: &'static str, text: &'a str) -> Result<Element<'a>, DocxError> {
    let mut root = Element::parse(text).map_err(|source| DocxError::Part { part, source })?;
    conform(&mut root);
    Ok(root)
}

/// Mends an element with all that it holds.
pub(super) fn conform(element: &mut Element<'_>) {
    // The inner ones first: an element that becomes empty is dropped by its parent.
    element.elements_mut().for_each(conform);
    keep_attributes(element);
    drop_empty(element);
    sort(element);
}

/// Drops `w14:paraId`, which depends on what was rendered before, unused namespaces and attributes
/// that the schema does not know.
fn keep_attributes(element: &mut Element<'_>) {
    let Element { name, attributes, .. } = element;
    attributes.retain(|(attribute, _)| {
        let known = match attribute.split_once(':') {
            Some(("w" | "r" | "xml", _)) => true,
            _ => KEPT_NAMESPACES.contains(&attribute.as_ref()),
        };
        known && !DROPPED_ATTRIBUTES.contains(&(name.as_ref(), attribute.as_ref()))
    });
}

fn drop_empty(element: &mut Element<'_>) {
    element.children.retain(|child| match child {
        Node::Element(child) => {
            !child.children.is_empty() || !DROPPED_WHEN_EMPTY.contains(&child.name.as_ref())
        }
        Node::Text(_) => true,
    });
}

fn sort(element: &mut Element<'_>) {
    let sequence = SEQUENCES.iter().find(|(name, _)| *name == element.name);
    if let Some((_, sequence)) = sequence {
        // The sort is stable: what the schema does not name stays at the end, as it was.
        element.children.sort_by_key(|child| match child {
            Node::Element(child) => rank(sequence, &child.name),
            Node::Text(_) => sequence.len(),
        });
    }
}

fn rank(sequence: &[&str], name: &str) -> usize {
    let found = sequence.iter().position(|listed| *listed == name);
    found.unwrap_or(sequence.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformed(part: &str) -> String {
        mended("", part).unwrap().to_part()
    }

    #[test]
    fn children_follow_the_schema() {
        let part = conformed(
            "<w:pPr><w:rPr><w:szCs/><w:b/><w:rFonts/></w:rPr><w:jc/><w:keepNext/><w:ind/>\
             <w:pStyle/></w:pPr>",
        );
        let expected = "<w:pPr><w:pStyle/><w:keepNext/><w:ind/><w:jc/><w:rPr><w:rFonts/><w:b/>\
             <w:szCs/></w:rPr></w:pPr>";
        assert!(part.ends_with(expected), "{part}");
    }

    #[test]
    fn what_says_nothing_is_dropped() {
        let part = conformed(
            "<w:p xmlns:w=\"w\" xmlns:wp=\"p\" mc:Ignorable=\"wp\" w14:paraId=\"00000001\">\
             <w:pPr><w:rPr/></w:pPr><w:r><w:rPr/><w:t xml:space=\"preserve\"> </w:t></w:r></w:p>",
        );
        let expected = "<w:p xmlns:w=\"w\"><w:r><w:t xml:space=\"preserve\"> </w:t></w:r></w:p>";
        assert!(part.ends_with(expected), "{part}");
    }
}
