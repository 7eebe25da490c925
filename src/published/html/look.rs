//! What an element is to a reader, and what its attributes say about how it looks.

use html5ever::{Attribute, QualName, ns};

/// Most columns that a cell may say to cover, as in browsers.
pub(super) const MAX_SPAN: u32 = 1000;
/// Most rows that a cell may say to cover, as in browsers.
const MAX_ROW_SPAN: u32 = 65_534;
/// A picture not wider or not higher than this many pixels is an icon or a line.
const ICON: u32 = 48;

/// What an element is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// Words within a line.
    Inline,
    /// Stands in lines of its own.
    Block,
    /// A heading of that level.
    Heading(u8),
    /// A line break.
    Break,
    /// A list; true if its entries are numbered.
    List(bool),
    /// An entry of a list.
    Item,
    /// What shows before an entry, where the page writes it itself.
    Marker,
    /// A table.
    Table,
    /// What a table is called.
    Caption,
    /// A group of rows.
    Group(GroupKind),
    /// A row.
    Row,
    /// A cell.
    Cell,
    /// A picture.
    Picture,
    /// The title of the page.
    Title,
    /// A tag of the head.
    Meta,
    /// A script.
    Script,
    /// A template.
    Template,
    /// Is never shown, or is no text.
    LeftOut,
}

/// Which group of rows: those of the foot show last wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// Head or body.
    Body,
    /// Foot.
    Foot,
}

/// An element as a reader sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag {
    /// What it is.
    pub(super) kind: TagKind,
    /// How it looks.
    pub(super) look: Look,
}

/// How an element looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// It is not shown.
    pub(super) hidden: bool,
    /// It is an icon.
    pub(super) small: bool,
    /// It stands in lines of its own, whatever its name.
    pub(super) is_block: bool,
    /// Bold or not, where it says so.
    pub(super) bold: Option<bool>,
    /// Its words are raised, as the mark of a note is.
    pub(super) raised: bool,
    /// Line ends of the source show.
    pub(super) keeps_lines: Option<bool>,
    /// Columns that it covers, if it says so.
    pub(super) cols: Option<u32>,
    /// Rows that it covers, if it says so; 0 means all that are left in the group.
    pub(super) rows: Option<u32>,
    /// First number of a list, or number of an entry.
    pub(super) number: Option<i32>,
    /// How the numbers of a list are written.
    pub(super) numerals: Option<char>,
    /// It holds the marker of an entry.
    pub(super) is_marker: bool,
    /// Entries show no marker.
    pub(super) unmarked: bool,
}

impl Tag {
    /// The tag of that name with these attributes.
    pub(super) fn of(name: &QualName, attributes: &[Attribute]) -> Self {
        let kind = if name.ns == ns!(html) { kind(&name.local) } else { TagKind::LeftOut };
        let mut look = Look::of(attributes);
        match &*name.local {
            "b" | "strong" => look.bold = look.bold.or(Some(true)),
            "sup" => look.raised = true,
            "pre" | "listing" | "xmp" | "plaintext" => look.keeps_lines = look.keeps_lines.or(Some(true)),
            _ => {}
        }
        let kind = if kind == TagKind::Inline && look.is_marker { TagKind::Marker } else { kind };
        Self { kind, look }
    }
}

fn kind(name: &str) -> TagKind {
    match name {
        "span" | "font" | "a" | "b" | "strong" | "em" | "i" | "u" => TagKind::Inline,
        "p" | "div" | "address" | "article" | "aside" | "blockquote" | "body" | "center" | "dd"
        | "details" | "dialog" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form"
        | "header" | "hgroup" | "hr" | "html" | "legend" | "listing" | "main" | "nav" | "plaintext"
        | "pre" | "search" | "section" | "summary" | "xmp" => TagKind::Block,
        "caption" => TagKind::Caption,
        "h1" => TagKind::Heading(1),
        "h2" => TagKind::Heading(2),
        "h3" => TagKind::Heading(3),
        "h4" => TagKind::Heading(4),
        "h5" => TagKind::Heading(5),
        "h6" => TagKind::Heading(6),
        "br" => TagKind::Break,
        "ol" => TagKind::List(true),
        "ul" | "menu" | "dir" => TagKind::List(false),
        "li" => TagKind::Item,
        "table" => TagKind::Table,
        "thead" | "tbody" => TagKind::Group(GroupKind::Body),
        "tfoot" => TagKind::Group(GroupKind::Foot),
        "tr" => TagKind::Row,
        "td" | "th" => TagKind::Cell,
        "img" => TagKind::Picture,
        "title" => TagKind::Title,
        "meta" => TagKind::Meta,
        "script" => TagKind::Script,
        "template" => TagKind::Template,
        "style" | "noscript" | "iframe" | "frameset" | "noframes" | "noembed" | "object" | "embed"
        | "applet" | "audio" | "video" | "canvas" | "map" | "select" | "option" | "optgroup" | "datalist"
        | "button" | "textarea" | "input" | "progress" | "meter" | "rp" | "del" | "colgroup" | "col"
        | "xml" | "link" | "base" | "basefont" | "bgsound" | "param" | "source" | "track" => TagKind::LeftOut,
        _ => TagKind::Inline,
    }
}

impl Look {
    /// What the attributes say.
    pub(super) fn of(attributes: &[Attribute]) -> Self {
        let mut look = Self::default();
        for attribute in attributes {
            let value: &str = &attribute.value;
            match &*attribute.name.local {
                "style" => look.style(value),
                // The pages of this program write their markers themselves.
                "class" => look.is_marker = value.split_ascii_whitespace().any(|class| class == "marker"),
                "hidden" => look.hidden |= !value.eq_ignore_ascii_case("until-found"),
                "colspan" => look.cols = number(value).map(|cols| cols.clamp(1, MAX_SPAN)),
                "rowspan" => look.rows = number(value).map(|rows| rows.min(MAX_ROW_SPAN)),
                "start" | "value" => look.number = value.trim().parse().ok(),
                "type" => look.numerals = value.trim().chars().next(),
                "width" | "height" => look.small |= number(value).is_some_and(|size| size <= ICON),
                _ => {}
            }
        }
        look
    }

    /// What a `style` attribute says.
    fn style(&mut self, style: &str) {
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let name = name.trim();
            // Most of them are of no interest.
            if !matches!(name.as_bytes().first(), Some(b'd' | b'f' | b'h' | b'l' | b'm' | b'v' | b'w'))
                && !name.starts_with(|c: char| c.is_ascii_uppercase())
            {
                continue;
            }
            let value = value.split('!').next().unwrap_or_default().trim();
            self.declaration(name, value);
        }
    }

    fn declaration(&mut self, name: &str, value: &str) {
        let is = |wanted: &str| value.eq_ignore_ascii_case(wanted);
        let starts =
            |wanted: &str| value.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
        if name.eq_ignore_ascii_case("font-weight") {
            self.bold = match number(value) {
                Some(weight) => Some(weight >= 600),
                None if is("bold") || is("bolder") => Some(true),
                None if is("normal") || is("lighter") => Some(false),
                None => self.bold,
            };
        } else if name.eq_ignore_ascii_case("display") {
            self.hidden |= is("none");
            self.is_block |= is("block") || is("flex") || is("list-item") || is("table");
        } else if name.eq_ignore_ascii_case("visibility") {
            self.hidden |= is("hidden") || is("collapse");
        } else if name.eq_ignore_ascii_case("vertical-align") {
            self.raised |= is("super");
        } else if name.eq_ignore_ascii_case("mso-hide") {
            self.hidden |= is("all");
        } else if name.eq_ignore_ascii_case("white-space") {
            self.keeps_lines = Some(starts("pre") || is("break-spaces"));
        } else if name.eq_ignore_ascii_case("list-style-type") || name.eq_ignore_ascii_case("list-style") {
            self.unmarked |= value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("none"));
        } else if name.eq_ignore_ascii_case("width") || name.eq_ignore_ascii_case("height") {
            self.small |= value.ends_with("px") && number(value).is_some_and(|size| size <= ICON);
        }
    }
}

/// The whole number at the beginning of a value.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    // More digits than fit are a large number all the same.
    value.get(..digits.min(9)).and_then(|digits| digits.parse().ok())
}

/// Name and content of a tag of the head.
pub(super) fn meta(attributes: &[Attribute]) -> Option<(String, String)> {
    let value = |wanted: &[&str]| {
        attributes.iter().find(|a| wanted.contains(&&*a.name.local)).map(|a| a.value.trim().to_owned())
    };
    let name = value(&["name", "property"]).filter(|name| !name.is_empty())?;
    Some((name, value(&["content"])?))
}
