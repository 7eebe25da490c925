//! XML as Office writes it. Names are compared without their prefix: it may be any, and the strict and the
//! transitional edition of the format have different namespaces.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements within elements. Those of a report go thirty deep.
const DEEPEST: usize = 1000;

/// XML that is no XML, or too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadXml;

/// What an XML part says, one thing after another. An empty element starts and ends.
pub enum Token<'a> {
    /// An element starts.
    Start(BytesStart<'a>),
    /// An element ends.
    End,
    /// Text.
    Text(Cow<'a, str>),
}

/// Reads an XML part from front to end, without recursion and without entities of its own.
pub struct Tokens<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Tokens<'a> {
    /// Over that text.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next token, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<Token<'a>>, BadXml> {
        loop {
            let token = match self.reader.read_event().map_err(|_| BadXml)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(BadXml);
                    }
                    Token::Start(start)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::End
                }
                Event::Text(text) => Token::Text(utf8(text.into_inner())?),
                Event::CData(data) => Token::Text(utf8(data.into_inner())?),
                Event::GeneralRef(name) => Token::Text(entity(&name)?),
                // A part that breaks off says less than it should.
                Event::Eof if self.depth > 0 => return Err(BadXml),
                Event::Eof => return Ok(None),
                _ => continue,
            };
            return Ok(Some(token));
        }
    }
}

fn utf8(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, str>, BadXml> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| BadXml),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| BadXml),
    }
}

/// A character that is written as a number or as one of the five names of XML. Others do not occur in Office,
/// and what they stand for is not looked up: it may be endless.
fn entity(name: &BytesRef<'_>) -> Result<Cow<'static, str>, BadXml> {
    if let Some(character) = name.resolve_char_ref().map_err(|_| BadXml)? {
        return Ok(Cow::Owned(character.to_string()));
    }
    let name = std::str::from_utf8(name).map_err(|_| BadXml)?;
    resolve_predefined_entity(name).map(Cow::Borrowed).ok_or(BadXml)
}

/// The attribute of that name, whatever its prefix.
pub fn attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    let value = match found.value {
        Cow::Borrowed(value) => Cow::Borrowed(std::str::from_utf8(value).ok()?),
        Cow::Owned(value) => Cow::Owned(String::from_utf8(value).ok()?),
    };
    match unescape(&value).ok()? {
        Cow::Owned(unescaped) => Some(Cow::Owned(unescaped)),
        Cow::Borrowed(_) => Some(value),
    }
}

/// Its attribute `val` as a number.
pub fn number<T: std::str::FromStr>(start: &BytesStart<'_>) -> Option<T> {
    attribute(start, "val")?.trim().parse().ok()
}

/// Whether a property is switched on: it is, if it is there and does not say otherwise.
pub fn on(start: &BytesStart<'_>) -> bool {
    !attribute(start, "val").is_some_and(|val| matches!(&*val, "0" | "false" | "off" | "none"))
}

/// What a part refers to: identifier, last word of the type, and target.
pub struct Relationship {
    pub id: String,
    pub kind: String,
    pub target: String,
}

/// The relationships that are listed in that text.
pub fn relationships(text: &str) -> Result<Vec<Relationship>, BadXml> {
    let mut tokens = Tokens::new(text);
    let mut all = Vec::new();
    while let Some(token) = tokens.next()? {
        let Token::Start(start) = token else { continue };
        if start.local_name().as_ref() == b"Relationship" {
            let say = |name| attribute(&start, name).unwrap_or_default().into_owned();
            let kind = say("Type").rsplit('/').next().unwrap_or_default().to_owned();
            all.push(Relationship { id: say("Id"), kind, target: say("Target") });
        }
    }
    Ok(all)
}
