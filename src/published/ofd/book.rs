//! Which pages a file has, how large they are, and which of its fonts are bold.

use std::collections::{BTreeMap, BTreeSet};

use super::OfdError;
use super::number::numbers;
use crate::published::office::package::Package;
use crate::published::office::xml::{Token, Tokens, attribute};

/// The part with which a reader begins.
pub(super) const ROOT: &str = "OFD.xml";

/// Most pages.
const PAGES: usize = 2_000;

/// Left, top, width and height of a page, in millionths of a millimetre.
pub(super) type Area = [i64; 4];

/// A4, for a file that does not say how large its pages are.
const A4: Area = [0, 0, 210_000_000, 297_000_000];

/// What stands around the pages of a file.
#[derive(Debug)]
pub(super) struct Book {
    /// The paths of the pages in their order.
    pub pages: Vec<String>,
    /// The paths of pages that others are laid over, by their numbers.
    pub templates: BTreeMap<String, String>,
    /// The numbers of the fonts that are bold.
    pub bold: BTreeSet<String>,
    /// How large its pages are, unless they say otherwise.
    pub area: Area,
}

impl Book {
    /// Reads what the first document of a file lists.
    pub fn read(package: &mut Package<'_>) -> Result<Self, OfdError> {
        let root = package.text(ROOT)?.ok_or(OfdError::Broken)?;
        let path = first(&root, b"DocRoot")?.map(|path| joined(ROOT, &path)).ok_or(OfdError::Broken)?;
        let text = package.text(&path)?.ok_or(OfdError::Broken)?;
        let mut book =
            Self { pages: Vec::new(), templates: BTreeMap::new(), bold: BTreeSet::new(), area: A4 };
        let mut resources = Vec::new();
        let mut tokens = Tokens::new(&text);
        let mut words = String::new();
        let mut open: Vec<Vec<u8>> = Vec::new();
        while let Some(token) = tokens.next()? {
            match token {
                Token::Start(start) => {
                    let location = attribute(&start, "BaseLoc").map(|location| joined(&path, &location));
                    match (start.local_name().as_ref(), location) {
                        (b"Page", Some(location)) => book.pages.push(location),
                        (b"TemplatePage", Some(location)) => {
                            let id = attribute(&start, "ID").unwrap_or_default();
                            book.templates.insert(id.into_owned(), location);
                        }
                        _ => {}
                    }
                    words.clear();
                    open.push(start.local_name().as_ref().to_vec());
                }
                Token::Text(text) => words.push_str(&text),
                Token::End => match open.pop().as_deref() {
                    Some(b"PublicRes" | b"DocumentRes") => resources.push(joined(&path, &words)),
                    Some(b"PhysicalBox") => book.area = numbers(&words).unwrap_or(book.area),
                    _ => {}
                },
            }
        }
        if book.pages.len() > PAGES {
            return Err(OfdError::TooLarge);
        }
        for path in resources {
            // Without its list of fonts a page can be read all the same.
            if let Some(text) = package.text(&path)? {
                book.fonts(&text)?;
            }
        }
        Ok(book)
    }

    fn fonts(&mut self, text: &str) -> Result<(), OfdError> {
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next()? {
            let Token::Start(start) = token else { continue };
            if start.local_name().as_ref() == b"Font"
                && attribute(&start, "Bold").is_some_and(|bold| bold == "true")
                && let Some(id) = attribute(&start, "ID")
            {
                self.bold.insert(id.into_owned());
            }
        }
        Ok(())
    }
}

/// What a page says of itself before its content.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// How large it is.
    pub area: Option<Area>,
    /// The numbers of the pages that it is laid over.
    pub templates: Vec<String>,
}

/// Reads what a page says of itself.
pub(super) fn frame(text: &str) -> Result<Frame, OfdError> {
    let mut frame = Frame::default();
    let mut tokens = Tokens::new(text);
    let mut is_box = false;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(start) => match start.local_name().as_ref() {
                b"Content" => break,
                b"Template" => {
                    frame.templates.extend(attribute(&start, "TemplateID").map(|id| id.into_owned()))
                }
                name => is_box = name == b"PhysicalBox",
            },
            Token::Text(words) if is_box => frame.area = numbers(&words).or(frame.area),
            Token::Text(_) | Token::End => is_box = false,
        }
    }
    Ok(frame)
}

/// The text of the first element of a name.
fn first(text: &str, name: &[u8]) -> Result<Option<String>, OfdError> {
    let mut tokens = Tokens::new(text);
    let mut is_in = false;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(start) => is_in = start.local_name().as_ref() == name,
            Token::Text(words) if is_in => return Ok(Some(words.trim().to_owned())),
            Token::Text(_) => {}
            Token::End => is_in = false,
        }
    }
    Ok(None)
}

/// A location that stands in a part, as a path in the archive.
fn joined(part: &str, location: &str) -> String {
    let location = location.trim();
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = if location.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(location.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_taken_from_its_part_or_from_the_root() {
        for (location, path) in [
            ("Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("/Doc_0/PublicRes.xml", "Doc_0/PublicRes.xml"),
            ("./../Doc_1/./a.xml", "Doc_1/a.xml"),
            ("../../../a.xml", "a.xml"),
        ] {
            assert_eq!(joined("Doc_0/Document.xml", location), path);
        }
    }
}
