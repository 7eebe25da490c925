//! The styles: which of them are headings, bold, hidden or numbered.

use std::collections::HashMap;

use super::super::office::xml::{BadXml, Token, Tokens, attribute, number, on};

/// Styles based on styles; Word itself allows eleven.
const LONGEST_CHAIN: usize = 20;

/// What a style says of its own.
#[derive(Debug, Clone, Default)]
pub struct Style {
    based_on: Option<String>,
    /// Level of the outline, 0 the highest, 9 for text.
    outline: Option<u8>,
    bold: Option<bool>,
    hidden: Option<bool>,
    /// Its list, and the level in it.
    pub list: Option<String>,
    pub level: Option<u8>,
}

/// All styles, by their identifiers.
#[derive(Debug, Default)]
pub struct Styles {
    all: HashMap<String, Style>,
    /// The paragraph style of paragraphs that name none.
    default: Option<String>,
    /// What all text is, unless it says otherwise.
    defaults: Style,
}

/// Where in a style its reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Outside,
    Defaults,
    Style,
    /// Within the properties of a part of a table: not of the style as a whole.
    Condition,
}

impl Styles {
    /// Reads the styles part.
    pub fn read(text: &str) -> Result<Self, BadXml> {
        let mut styles = Self::default();
        let mut tokens = Tokens::new(text);
        let mut open = vec![At::Outside];
        let (mut id, mut style) = (String::new(), Style::default());
        while let Some(token) = tokens.next()? {
            match token {
                Token::Start(start) => {
                    let at = open.last().copied().unwrap_or(At::Outside);
                    let within = match start.local_name().as_ref() {
                        b"docDefaults" => At::Defaults,
                        b"style" => {
                            id = attribute(&start, "styleId").unwrap_or_default().into_owned();
                            style = Style::default();
                            let says = |name, what| attribute(&start, name).is_some_and(|val| val == what);
                            if says("type", "paragraph") && (says("default", "1") || says("default", "true"))
                            {
                                styles.default = Some(id.clone());
                            }
                            At::Style
                        }
                        b"tblStylePr" => At::Condition,
                        _ => {
                            match at {
                                At::Defaults => styles.defaults.property(&start),
                                At::Style => style.property(&start),
                                At::Outside | At::Condition => {}
                            }
                            at
                        }
                    };
                    open.push(within);
                }
                Token::End => {
                    let ended = open.pop();
                    if ended == Some(At::Style) && open.last() == Some(&At::Outside) {
                        styles.all.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                    }
                }
                Token::Text(_) => {}
            }
        }
        Ok(styles)
    }

    /// The style of a paragraph that names that style, or none.
    pub fn paragraph<'a>(&'a self, id: Option<&'a str>) -> Option<&'a str> {
        id.or(self.default.as_deref())
    }

    /// The level of a heading, 1 the highest, that a style makes.
    pub fn heading(&self, id: Option<&str>) -> Option<u8> {
        heading(self.first(id, |style| style.outline)?)
    }

    /// Whether a style makes bold, if it says so.
    pub fn bold(&self, id: Option<&str>) -> Option<bool> {
        self.first(id, |style| style.bold)
    }

    /// Whether a style hides, if it says so.
    pub fn hidden(&self, id: Option<&str>) -> Option<bool> {
        self.first(id, |style| style.hidden)
    }

    /// Whether text is bold and hidden if no style says otherwise.
    pub fn defaults(&self) -> (bool, bool) {
        (self.defaults.bold.unwrap_or(false), self.defaults.hidden.unwrap_or(false))
    }

    /// The list of a style, which style says so, and the level in it.
    pub fn list<'a>(&'a self, id: Option<&'a str>) -> Option<(&'a str, &'a str, Option<u8>)> {
        let (id, style) = self.chain(id).find(|(_, style)| style.list.is_some())?;
        Some((style.list.as_deref()?, id, style.level))
    }

    fn first<T>(&self, id: Option<&str>, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        self.chain(id).find_map(|(_, style)| what(style))
    }

    /// A style and those that it is based on.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let named = |id: &'a str| self.all.get(id).map(|style| (id, style));
        let next = move |(_, style): &(&'a str, &'a Style)| style.based_on.as_deref().and_then(named);
        std::iter::successors(id.and_then(named), next).take(LONGEST_CHAIN)
    }
}

/// The heading of a level of the outline: nine are headings, the tenth is text.
pub fn heading(outline: u8) -> Option<u8> {
    (outline < 9).then_some(outline + 1)
}

impl Style {
    fn property(&mut self, start: &quick_xml::events::BytesStart<'_>) {
        let text = || attribute(start, "val").map(|text| text.into_owned());
        match start.local_name().as_ref() {
            b"basedOn" => self.based_on = text(),
            // A style that is called a heading is one, unless it says which level it has (which comes later).
            b"name" => self.outline = text().and_then(|name| named_heading(&name)),
            b"outlineLvl" => self.outline = number(start),
            b"b" => self.bold = Some(on(start)),
            b"vanish" => self.hidden = Some(on(start)),
            b"numId" => self.list = text(),
            b"ilvl" => self.level = number(start),
            _ => {}
        }
    }
}

/// The level of the outline of a style that is called `heading 1` or `标题 1`.
fn named_heading(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    let level = ["heading", "标题", "標題"].iter().find_map(|word| name.strip_prefix(word))?;
    level.trim().parse::<u8>().ok()?.checked_sub(1).filter(|level| *level < 9)
}
