//! Where in a document a character stands, in words.

use std::fmt;

use super::Node;
use crate::document::Document;
use crate::source::visible;

/// So many characters before and behind one show where it is.
const BESIDE: usize = 8;

/// Where a character stands: the part of the document and the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    node: Node,
    /// The part, as a reader would call it.
    part: String,
    /// The words around the character.
    near: String,
}

impl Place {
    /// The place of a character in the text of a node, by the number of the bytes before it.
    pub(super) fn new(node: Node, text: &str, at: usize) -> Self {
        let (before, from) = text.split_at_checked(at).unwrap_or(("", text));
        let skipped = before.chars().count().saturating_sub(BESIDE);
        let before = before.chars().skip(skipped);
        let near: String = before.chain(from.chars().take(BESIDE + 1)).collect();
        Self { node, part: String::new(), near }
    }

    /// The same with the name of the part of the document.
    pub(super) fn within(mut self, document: &Document) -> Self {
        self.part = part(self.node, document);
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}的“{}”这一处", self.part, visible(&self.near))
    }
}

fn part(node: Node, document: &Document) -> String {
    let section = |number: Option<u32>| {
        let number = number.and_then(|number| usize::try_from(number).ok());
        let section = number.and_then(|number| document.sections.get(number));
        section.map_or_else(|| "正文开头".to_owned(), |section| format!("“{}”部分", section.title))
    };
    match node {
        Node::Title => "标题".to_owned(),
        Node::SectionTitle(number) => section(Some(number)),
        Node::Heading(block)
        | Node::Paragraph(block)
        | Node::ListItem(block, _)
        | Node::ListMarker(block, _) => section(block.section),
        Node::Cell(block, ..) => format!("{}表格", section(block.section)),
        Node::Issuer | Node::Date => "落款".to_owned(),
        Node::PageNumber | Node::DraftMark | Node::Repeated | Node::Decoration => "版面".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Block, LayoutError};
    use super::*;
    use crate::document::{Options, build};
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    #[test]
    fn a_character_is_named_with_the_part_and_the_words_around_it() {
        let source = Source::new("年报.toml", include_str!("../../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let document = build(&report, Options::default());
        let text = "今年以来本机关在古镇𠮷家村设点，方便群众查阅公报";
        let block = |section| Block { section, index: 0 };
        let at = text.find('𠮷').unwrap();
        let words = |node| Place::new(node, text, at).within(&document).to_string();
        assert_eq!(
            words(Node::Paragraph(block(Some(0)))),
            "“一、总体情况”部分的“以来本机关在古镇𠮷家村设点，方便群”这一处"
        );
        assert!(words(Node::Paragraph(block(None))).starts_with("正文开头的“"));
        assert!(words(Node::Cell(block(Some(1)), 0, 0)).contains("”部分表格的“"));
        assert!(Place::new(Node::Title, "𠮷", 0).within(&document).to_string().starts_with("标题的“𠮷”"));
        let error =
            LayoutError::Glyph {
                c: '𠮷', font: "仿宋".to_owned(), place: Place::new(Node::Date, text, at)
            };
        let said = error.within(&document).to_string();
        for part in ["落款的“", "“𠮷”（U+20BB7）", "“仿宋”", "--fonts", "nianbao fonts"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
