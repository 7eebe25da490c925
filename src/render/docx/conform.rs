//! The conformance pass: what docx-rs builds becomes what the schema allows.
//!
//! docx-rs writes the children of its property elements out of order, declares namespaces that
//! nothing uses, and numbers paragraphs from a counter. Each is mended here, over the tree of the part.

use super::DocxError;
use super::xml::{Element, Node};

/// The order of elements that the schema of WordprocessingML asks for (ISO/IEC 29500-1 and -4): parents and
/// the sequence of their children. Only what docx-rs writes out of order and what this program uses is listed.
const SEQUENCES: &[(&str, &str)] = &[
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:widowControl w:autoSpaceDE w:autoSpaceDN w:adjustRightInd \
         w:snapToGrid w:spacing w:ind w:jc w:outlineLvl",
    ),
    ("w:rPr", "w:rStyle w:rFonts w:b w:bCs w:color w:spacing w:w w:sz w:szCs w:u w:lang"),
    ("w:tblPr", "w:tblW w:jc w:tblBorders w:tblLayout w:tblCellMar w:tblCaption"),
    ("w:tcPr", "w:tcW w:gridSpan w:vMerge w:shd w:vAlign"),
    ("w:sectPr", "w:headerReference w:footerReference w:pgSz w:pgMar w:cols w:docGrid"),
    ("w:tblBorders", "w:top w:left w:bottom w:right w:insideH w:insideV"),
    ("w:tblCellMar", "w:top w:left w:bottom w:right"),
];

/// Elements that say nothing when they have no children.
const DROPPED_WHEN_EMPTY: &[&str] = &["w:pPr", "w:rPr", "w:trPr", "w:tcPr"];
/// Attributes that docx-rs writes and the schema does not know.
const DROPPED_ATTRIBUTES: &[(&str, &str)] = &[("w:gridCol", "w:type")];
/// Namespaces that the parts use; docx-rs declares a dozen more.
const KEPT_NAMESPACES: &[&str] = &["xmlns:w", "xmlns:r"];

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
    let Some((_, sequence)) = SEQUENCES.iter().find(|(name, _)| *name == element.name) else { return };
    let rank = |name: &str| sequence.split(' ').position(|listed| listed == name).unwrap_or(usize::MAX);
    // The sort is stable: what the schema does not name stays at the end, as it was.
    element.children.sort_by_key(|child| match child {
        Node::Element(child) => rank(&child.name),
        Node::Text(_) => usize::MAX,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformed(part: &str) -> String {
        let mut out = String::new();
        mended("", part).unwrap().write(&mut out);
        out
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
