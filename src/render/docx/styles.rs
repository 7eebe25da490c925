//! The styles part: real Word styles, so that the navigation pane works and a clerk can change the
//! look of a whole report in one place.
//!
//! docx-rs has no `firstLineChars`, language, emphasis marks or default style, so this part is
//! written here, in the order of the schema.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::properties::ParagraphStyle;
use super::style::{Face, Style};
use super::xml::Element;

/// Identifiers of the styles that the body refers to.
pub(super) mod id {
    pub const TITLE: &str = "Title";
    pub const BODY: &str = "BodyText";
    pub const LIST: &str = "ListParagraph";
    pub const HEADINGS: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];
    pub const ISSUER: &str = "Signature";
    pub const DATE: &str = "Date";
    pub const HEADER: &str = "Header";
    pub const FOOTER_ODD: &str = "Footer";
    pub const FOOTER_EVEN: &str = "FooterEven";
    pub const LINK: &str = "Hyperlink";
    pub const EMPHASIS: &str = "Emphasis";
    pub const LEAD: &str = "RunInHeading";
    pub const MARK: &str = "DraftMark";
}

/// Namespace of WordprocessingML.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A paragraph style; what is `None` or 0 is inherited.
#[derive(Default)]
struct Paragraph<'a> {
    id: Cow<'static, str>,
    name: Cow<'static, str>,
    based_on: Cow<'static, str>,
    next: Option<&'static str>,
    /// Font of Chinese characters, font of Latin letters and digits, size in twips.
    face: Option<(&'a str, &'a str, u32)>,
    color: Option<&'a str>,
    align: Option<&'static str>,
    /// Fixed line pitch in twips.
    line: Option<u32>,
    /// Room above and below, in twips.
    spacing: Option<(u32, u32)>,
    /// Characters of indent: left, right, first line; counted in the style's own size.
    indent: Option<(u32, u32, u32)>,
    keep_next: bool,
    /// Off the lines and the character spacing of the page, which are made for the body size.
    off_grid: bool,
    outline: Option<usize>,
}

/// The styles part; `table_sizes` are the sizes of text in the tables, in twips.
pub(super) fn part<'a>(style: &'a Style, table_sizes: &BTreeSet<u32>) -> Element<'a> {
    let mut root =
        Element::new("w:styles").attribute("xmlns:w", NAMESPACE).child(defaults(style)).child(normal(style));
    let mut paragraphs = text_styles(style);
    paragraphs.extend(heading_styles(style));
    paragraphs.extend(table_styles(style, table_sizes));
    paragraphs.extend(margin_styles(style));
    root = root.children(paragraphs.iter().map(|paragraph| paragraph.build(style)));
    root.children(character_styles(style))
}

fn face(face: &Face) -> Option<(&str, &str, u32)> {
    Some((&face.font, &face.latin, face.size))
}

/// Language: Chinese, with English for Latin words.
fn defaults(style: &Style) -> Element<'_> {
    let run = body_face(style).into_iter().chain([Element::new("w:lang")
        .attribute("w:val", "en-US")
        .attribute("w:eastAsia", "zh-CN")
        .attribute("w:bidi", "ar-SA")]);
    Element::new("w:docDefaults")
        .child(Element::new("w:rPrDefault").child(Element::new("w:rPr").children(run)))
        .child(Element::new("w:pPrDefault"))
}

/// The base of all: fixed line pitch and justified. No room is added between Chinese and Latin
/// characters and no line is moved for widows, or else a page would not hold 22 lines of 28
/// characters and the signature could not be measured out.
fn normal(style: &Style) -> Element<'_> {
    // 28 characters of 16 pt are a little wider than the 156 mm of a line.
    let spacing = i64::from(style.page.character_pitch()) - i64::from(style.body.size);
    let mut condensed = body_face(style);
    condensed.insert(1, Element::value("w:spacing", spacing.to_string()));
    Element::new("w:style")
        .attribute("w:type", "paragraph")
        .attribute("w:default", "1")
        .attribute("w:styleId", "Normal")
        .child(Element::value("w:name", "Normal"))
        .child(Element::new("w:qFormat"))
        .child(Element::new("w:pPr").children([
            Element::value("w:widowControl", "0"),
            Element::value("w:autoSpaceDE", "0"),
            Element::value("w:autoSpaceDN", "0"),
            line_spacing(Some(style.page.line_pitch()), None),
            Element::value("w:jc", "both"),
        ]))
        .child(Element::new("w:rPr").children(condensed))
}

fn body_face(style: &Style) -> Vec<Element<'_>> {
    face_properties((&style.body.font, &style.body.latin, style.body.size))
}

fn text_styles(style: &Style) -> Vec<Paragraph<'_>> {
    let pitch = style.page.line_pitch();
    vec![
        Paragraph {
            id: id::TITLE.into(),
            name: "Title".into(),
            next: Some(id::BODY),
            face: face(&style.title),
            align: Some("center"),
            line: Some(pitch.max(style.title.size + 40)),
            // The empty line after the title.
            spacing: Some((0, pitch)),
            keep_next: true,
            // A line of the title would take two of the grid.
            off_grid: true,
            ..Paragraph::default()
        },
        Paragraph {
            id: id::BODY.into(),
            name: "Body Text".into(),
            indent: Some((0, 0, 2)),
            ..Paragraph::default()
        },
        Paragraph {
            id: id::LIST.into(),
            name: "List Paragraph".into(),
            based_on: id::BODY.into(),
            ..Paragraph::default()
        },
        Paragraph {
            id: id::ISSUER.into(),
            name: "Signature".into(),
            next: Some(id::DATE),
            align: Some("right"),
            // The empty line before the signature.
            spacing: Some((pitch, 0)),
            keep_next: true,
            ..Paragraph::default()
        },
        Paragraph { id: id::DATE.into(), name: "Date".into(), align: Some("right"), ..Paragraph::default() },
    ]
}

fn heading_styles(style: &Style) -> Vec<Paragraph<'_>> {
    let names = ["heading 1", "heading 2", "heading 3", "heading 4"];
    let faces = [&style.heading1, &style.heading2, &style.heading3, &style.heading4];
    (0..)
        .zip(id::HEADINGS)
        .zip(names.into_iter().zip(faces))
        .map(|((level, id), (name, heading))| Paragraph {
            id: id.into(),
            name: name.into(),
            next: Some(id::BODY),
            face: face(heading),
            indent: Some((0, 0, 2)),
            keep_next: true,
            outline: Some(level),
            ..Paragraph::default()
        })
        .collect()
}

/// Two styles for each size of table text, named after it.
fn table_styles<'a>(style: &'a Style, sizes: &BTreeSet<u32>) -> Vec<Paragraph<'a>> {
    let table = &style.table;
    let pair = |size: &u32| {
        let points = Decimal::new(i64::from(*size) / 10 * 5, 1).normalize();
        [
            Paragraph {
                id: ParagraphStyle::TableText(*size).id(),
                name: format!("表格文字 {points}磅").into(),
                face: Some((&table.font, &table.latin, *size)),
                align: Some("center"),
                line: Some(table.line(*size)),
                off_grid: true,
                ..Paragraph::default()
            },
            Paragraph {
                id: ParagraphStyle::TableLabel(*size).id(),
                name: format!("表格栏目 {points}磅").into(),
                based_on: ParagraphStyle::TableText(*size).id(),
                align: Some("left"),
                ..Paragraph::default()
            },
        ]
    };
    sizes.iter().flat_map(pair).collect()
}

/// Page numbers stand one character in, right on odd and left on even pages.
fn margin_styles(style: &Style) -> Vec<Paragraph<'_>> {
    let number = &style.page_number;
    let footer = |id: &'static str, name: &'static str, align, indent| Paragraph {
        id: id.into(),
        name: name.into(),
        face: face(number),
        align: Some(align),
        line: Some(number.size + 40),
        indent: Some(indent),
        off_grid: true,
        ..Paragraph::default()
    };
    vec![
        Paragraph {
            id: id::HEADER.into(),
            name: "header".into(),
            face: face(&style.draft.face),
            color: Some(&style.draft.color),
            align: Some("center"),
            line: Some(style.draft.face.size + 100),
            off_grid: true,
            ..Paragraph::default()
        },
        footer(id::FOOTER_ODD, "footer", "right", (0, 1, 0)),
        footer(id::FOOTER_EVEN, "双页页码", "left", (1, 0, 0)),
    ]
}

fn character_styles(style: &Style) -> Vec<Element<'_>> {
    let second = &style.heading2;
    let kai = || face_properties((&second.font, &second.latin, second.size));
    let character = |id: &'static str, name: &'static str, properties| {
        head("character", id.into(), name.into())
            .child(Element::new("w:qFormat"))
            .child(Element::new("w:rPr").children(properties))
    };
    vec![
        // Links show by a thin line; official documents are black.
        character(id::LINK, "Hyperlink", vec![Element::value("w:u", "single")]),
        // Chinese text is emphasised by 楷体, not by a slant; the dots under characters (着重号)
        // would do as well, but LibreOffice does not print them.
        character(id::EMPHASIS, "Emphasis", kai()),
        character(id::LEAD, "段首标题", kai()),
        character(
            id::MARK,
            "草稿标记",
            vec![Element::new("w:b"), Element::value("w:color", style.draft.color.as_str())],
        ),
    ]
}

/// The beginning of a style. Names of Word's own styles are English.
fn head(kind: &'static str, id: Cow<'static, str>, name: Cow<'static, str>) -> Element<'static> {
    let custom = (!name.is_ascii()).then_some(("w:customStyle", "1"));
    let style = Element::new("w:style").attribute("w:type", kind);
    let style = custom.into_iter().fold(style, |style, (key, value)| style.attribute(key, value));
    style.attribute("w:styleId", id).child(Element::value("w:name", name))
}

impl<'a> Paragraph<'a> {
    fn build(&self, style: &Style) -> Element<'a> {
        let based_on = match self.based_on.as_ref() {
            "" => "Normal".into(),
            _ => self.based_on.clone(),
        };
        let next = self.next.map(|next| Element::value("w:next", next));
        head("paragraph", self.id.clone(), self.name.clone())
            .child(Element::value("w:basedOn", based_on))
            .children(next)
            .child(Element::new("w:qFormat"))
            .children(non_empty("w:pPr", self.paragraph_properties(style)))
            .children(non_empty("w:rPr", self.run_properties()))
    }

    fn paragraph_properties(&self, style: &Style) -> Vec<Element<'a>> {
        let mut properties = Vec::new();
        if self.keep_next {
            properties.push(Element::new("w:keepNext"));
            properties.push(Element::new("w:keepLines"));
        }
        if self.off_grid {
            properties.push(Element::value("w:adjustRightInd", "0"));
            properties.push(Element::value("w:snapToGrid", "0"));
        }
        if self.line.is_some() || self.spacing.is_some() {
            properties.push(line_spacing(self.line, self.spacing));
        }
        if let Some(indent) = self.indent {
            let size = self.face.map_or(style.body.size, |(_, _, size)| size);
            properties.push(indentation(indent, size));
        }
        properties.extend(self.align.map(|align| Element::value("w:jc", align)));
        let outline = self.outline.map(|level| level.to_string());
        properties.extend(outline.map(|level| Element::value("w:outlineLvl", level)));
        properties
    }

    fn run_properties(&self) -> Vec<Element<'a>> {
        let Some((font, latin, size)) = self.face else {
            return Vec::new();
        };
        let mut properties = face_properties((font, latin, size));
        let color = self.color.map(|color| Element::value("w:color", color));
        let spacing = self.off_grid.then(|| Element::value("w:spacing", "0"));
        // Both stand between the fonts and the sizes.
        properties.splice(1..1, color.into_iter().chain(spacing));
        properties
    }
}

fn non_empty<'a>(name: &'a str, children: Vec<Element<'a>>) -> Option<Element<'a>> {
    (!children.is_empty()).then(|| Element::new(name).children(children))
}

/// Fonts and size; Word counts sizes in half points.
fn face_properties<'a>((font, latin, size): (&'a str, &'a str, u32)) -> Vec<Element<'a>> {
    let half_points = (size / 10).to_string();
    vec![
        Element::new("w:rFonts")
            .attribute("w:ascii", latin)
            .attribute("w:eastAsia", font)
            .attribute("w:hAnsi", latin)
            .attribute("w:cs", latin),
        Element::value("w:sz", half_points.clone()),
        Element::value("w:szCs", half_points),
    ]
}

fn line_spacing(line: Option<u32>, around: Option<(u32, u32)>) -> Element<'static> {
    let mut spacing = Element::new("w:spacing");
    if let Some((before, after)) = around {
        spacing = spacing.attribute("w:before", before.to_string()).attribute("w:after", after.to_string());
    }
    if let Some(line) = line {
        spacing = spacing.attribute("w:line", line.to_string()).attribute("w:lineRule", "exact");
    }
    spacing
}

/// Indents in characters, as Word and WPS count them, and in twips for programs that do not. A zero
/// is not written: zero characters would outweigh the twips of a paragraph.
fn indentation((left, right, first): (u32, u32, u32), size: u32) -> Element<'static> {
    let sides = [
        ("w:leftChars", "w:left", left),
        ("w:rightChars", "w:right", right),
        ("w:firstLineChars", "w:firstLine", first),
    ];
    let sides = sides.into_iter().filter(|(_, _, characters)| *characters > 0);
    sides.fold(Element::new("w:ind"), |indent, (characters, twips, count)| {
        indent.attribute(characters, (count * 100).to_string()).attribute(twips, (count * size).to_string())
    })
}
