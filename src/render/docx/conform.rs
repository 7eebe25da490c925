//! The conformance pass: what docx-rs builds becomes what the schema allows.
//!
//! docx-rs writes the children of its property elements out of order, declares namespaces that
//! nothing uses, numbers paragraphs from a counter, and knows neither repeated header rows nor
//! table captions. Each is mended here, over the tree of the part.

use super::schema::{DROPPED_ATTRIBUTES, DROPPED_WHEN_EMPTY, KEPT_NAMESPACES, SEQUENCES};
use super::xml::{Element, Node};

/// What docx-rs cannot say of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableNote {
    /// Number of leading rows that repeat on each page.
    pub repeated_rows: usize,
    /// What the table shows, for readers who cannot see it.
    pub caption: String,
}

/// Mends a part or a block of one; `notes` go to its tables in order.
pub(super) fn conform<'a>(root: &mut Element<'a>, notes: impl IntoIterator<Item = &'a TableNote>) {
    let mut notes = notes.into_iter();
    visit(root, &mut |element| {
        keep_attributes(element);
        if element.name == "w:tbl"
            && let Some(note) = notes.next()
        {
            annotate(element, note);
        }
    });
    visit(root, &mut |element| {
        drop_empty(element);
        sort(element);
    });
}

/// Calls `mend` for every element, the inner ones first, so that an element that becomes empty can
/// be dropped by its parent. Siblings come in the order of the part.
fn visit<'a>(element: &mut Element<'a>, mend: &mut impl FnMut(&mut Element<'a>)) {
    element.elements_mut().for_each(|child| visit(child, mend));
    mend(element);
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
        Node::Text(_) | Node::Written(_) => true,
    });
}

fn sort(element: &mut Element<'_>) {
    let sequence = SEQUENCES.iter().find(|(name, _)| *name == element.name);
    if let Some((_, sequence)) = sequence {
        // The sort is stable: what the schema does not name stays at the end, as it was.
        element.children.sort_by_key(|child| match child {
            Node::Element(child) => rank(sequence, &child.name),
            Node::Text(_) | Node::Written(_) => sequence.len(),
        });
    }
}

fn rank(sequence: &[&str], name: &str) -> usize {
    let found = sequence.iter().position(|listed| *listed == name);
    found.unwrap_or(sequence.len())
}

fn annotate<'a>(table: &mut Element<'a>, note: &'a TableNote) {
    if let Some(properties) = table.elements_mut().find(|child| child.name == "w:tblPr")
        && !note.caption.is_empty()
    {
        let caption = Element::new("w:tblCaption").attribute("w:val", note.caption.as_str());
        properties.children.push(Node::Element(caption));
    }
    let rows = table.elements_mut().filter(|child| child.name == "w:tr");
    for row in rows.take(note.repeated_rows) {
        if let Some(properties) = row.elements_mut().find(|child| child.name == "w:trPr") {
            let header = Node::Element(Element::new("w:tblHeader"));
            properties.children.push(header);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conformed(part: &str, notes: &[TableNote]) -> String {
        let mut root = Element::parse(part).unwrap();
        conform(&mut root, notes);
        root.to_part()
    }

    #[test]
    fn children_follow_the_schema() {
        let part = conformed(
            "<w:pPr><w:rPr><w:szCs/><w:b/><w:rFonts/></w:rPr><w:jc/><w:keepNext/><w:ind/>\
             <w:pStyle/></w:pPr>",
            &[],
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
            &[],
        );
        let expected = "<w:p xmlns:w=\"w\"><w:r><w:t xml:space=\"preserve\"> </w:t></w:r></w:p>";
        assert!(part.ends_with(expected), "{part}");
    }

    #[test]
    fn tables_get_their_caption_and_repeated_rows() {
        let row = "<w:tr><w:trPr><w:cantSplit/></w:trPr></w:tr>";
        let table = format!("<w:tbl><w:tblPr><w:tblW/></w:tblPr>{row}{row}</w:tbl>");
        let note = |repeated_rows, caption: &str| TableNote { repeated_rows, caption: caption.to_owned() };
        let part = conformed(&format!("<w:body>{table}{table}</w:body>"), &[note(1, "\"一\""), note(0, "")]);
        let head = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr></w:tr>";
        let expected = format!(
            "<w:body><w:tbl><w:tblPr><w:tblW/><w:tblCaption w:val=\"&quot;一&quot;\"/></w:tblPr>\
             {head}{row}</w:tbl>{table}</w:body>"
        );
        assert!(part.ends_with(&expected), "{part}");
    }
}
