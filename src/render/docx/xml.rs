//! A small XML tree: parts are read into it, put in order, and written from it.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::render::xml::push_allowed;
pub(super) use crate::render::xml::{DECLARATION, part, plain, push_text, unindented};

/// An element. Names, attribute values and text are held as they stand in the file, escaped: a part
/// that is only put in order is never unescaped and escaped again, and its text is never copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// Qualified name, e.g. `w:p`.
    pub name: Cow<'a, str>,
    /// Attributes in order, values escaped.
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Children in order.
    pub children: Vec<Node<'a>>,
}

/// A child of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Escaped text.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// An empty element.
    pub fn new(name: &'a str) -> Self {
        Self { name: Cow::Borrowed(name), attributes: Vec::new(), children: Vec::new() }
    }

    /// Adds an attribute; the value is plain text and gets escaped here.
    pub fn attribute(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.attributes.push((Cow::Borrowed(name), escape(value)));
        self
    }

    /// The children that are elements.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|child| match child {
            Node::Element(child) => Some(child),
            Node::Text(_) => None,
        })
    }

    /// Writes the element with all that it holds.
    pub fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            push_allowed(out, value);
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => push_allowed(out, text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

impl<'a> Element<'a> {
    /// Reads a part.
    ///
    /// # Errors
    ///
    /// If the part is not well-formed XML with one root element.
    pub fn parse(part: &'a str) -> Result<Self, quick_xml::Error> {
        let mut reader = Reader::from_str(part);
        // Where the text begins that is being read: words and entities in turn make one text, or else
        // a text of nothing but `&lt;` would take a hundred bytes for each.
        let mut text: Option<usize> = None;
        let mut open: Vec<Self> = Vec::new();
        let mut current = Self::new("");
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let event = reader.read_event()?;
            if matches!(event, Event::Text(_) | Event::GeneralRef(_)) {
                text.get_or_insert(at);
                continue;
            }
            if let Some(words) = text.take().and_then(|start| part.get(start..at)) {
                current.push(Node::Text(Cow::Borrowed(words)));
            }
            match event {
                Event::Start(start) => {
                    open.push(std::mem::replace(&mut current, Self::from_start(&start)?));
                }
                Event::Empty(start) => current.push(Node::Element(Self::from_start(&start)?)),
                Event::End(_) => {
                    let parent = open.pop().unwrap_or_else(|| Self::new(""));
                    let closed = std::mem::replace(&mut current, parent);
                    current.push(Node::Element(closed));
                }
                Event::CData(text) => current.push(Node::Text(owned(&text.escape()?))),
                Event::Eof => break,
                // Texts and entities have been taken above.
                Event::Text(_) | Event::GeneralRef(_) => {}
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
            }
        }
        // `current` is now the holder of the root; with an element still open it is that element.
        let mut roots = current.children.into_iter();
        match roots.find_map(Node::into_element) {
            Some(root) if open.is_empty() => Ok(root),
            _ => Err(IllFormedError::MissingEndTag(current.name.into_owned()).into()),
        }
    }

    fn from_start(start: &BytesStart<'_>) -> Result<Self, quick_xml::Error> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute?;
            attributes.push((owned(attribute.key.as_ref()), owned(&attribute.value)));
        }
        Ok(Self { name: owned(start.name().as_ref()), attributes, children: Vec::new() })
    }

    fn push(&mut self, node: Node<'a>) {
        self.children.push(node);
    }
}

impl<'a> Node<'a> {
    fn into_element(self) -> Option<Element<'a>> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

/// The bytes come from a `str`, so nothing is lost.
fn owned(bytes: &[u8]) -> Cow<'static, str> {
    Cow::Owned(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(element: &Element<'_>) -> String {
        let mut out = String::new();
        element.write(&mut out);
        out
    }

    #[test]
    fn a_part_goes_through_unchanged() {
        let part = "<a x=\"1 &amp; 2\"><b/>二&lt;三 <c>]]&gt;</c></a>";
        assert_eq!(written(&Element::parse(part).unwrap()), part);
        assert_eq!(written(&Element::parse(&format!("{DECLARATION}{part}")).unwrap()), part);
    }

    #[test]
    fn words_and_entities_in_turn_are_one_text() {
        for words in ["&lt;", " 一&lt;&#65;&gt;二 ", "&amp;&amp;"] {
            let part = format!("<a><b/>{words}<c/></a>");
            let read = Element::parse(&part).unwrap();
            assert_eq!(read.children[1], Node::Text(Cow::Borrowed(words)));
            assert_eq!(read.children.len(), 3);
        }
    }

    #[test]
    fn values_are_escaped_and_what_xml_forbids_is_replaced() {
        let element = Element::new("a").attribute("w:val", "<\"&'>");
        assert_eq!(written(&element), "<a w:val=\"&lt;&quot;&amp;&apos;&gt;\"/>");
        let element = Element::new("a").attribute("w:val", "\u{0}");
        assert_eq!(written(&element), "<a w:val=\"\u{FFFD}\"/>");
    }

    #[test]
    fn torn_parts_are_refused() {
        for part in ["", "<a>", "<a><b></a>", "<a x=1/>", "text"] {
            assert!(Element::parse(part).is_err(), "{part}");
        }
    }
}
