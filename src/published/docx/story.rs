//! The pass over a part with text: the document, or its notes.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::office::xml::{Token, Tokens, attribute, number, on};
use super::super::{PageBlock, Place};
use super::DocxError;
use super::flow::Flow;
use super::numbering::Numbering;
use super::styles::Styles;
use super::table::Merge;

/// Columns of a table; Word makes no more than 63.
const MOST_COLUMNS: usize = 1000;

/// Characters of an instruction that are kept: its name comes first.
const LONGEST_NAME: usize = 40;

/// Fields within fields that are kept in mind.
const DEEPEST_FIELD: usize = 50;

/// What has started, as far as it matters for what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Other,
    Paragraph,
    ParagraphProperties,
    ListProperties,
    /// Properties of the end of a paragraph.
    EndProperties,
    Run,
    RunProperties,
    Text {
        preserved: bool,
    },
    Code,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    /// A choice of renderings of one thing, and whether the first has been read.
    Alternatives {
        chosen: bool,
    },
    Note,
}

/// A field whose end has not come.
struct Field {
    /// True as long as its instruction is read and not what it comes to.
    in_code: bool,
    code: String,
}

impl Field {
    /// Whether it is a table of contents.
    fn lists_contents(&self) -> bool {
        lists_contents(&self.code)
    }
}

fn lists_contents(code: &str) -> bool {
    code.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("TOC"))
}

/// Reads parts with text.
pub struct Story<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    /// The notes at the foot of pages and at the end, by kind and identifier.
    notes: HashMap<(bool, String), Vec<PageBlock>>,
    flow: Flow,
    open: Vec<Element>,
    /// Elements that are open within one that does not show.
    skipped: usize,
    fields: Vec<Field>,
    /// Text of the element that is read.
    text: String,
    note: Option<(bool, String)>,
    pictures: Vec<Place>,
}

impl<'s> Story<'s> {
    /// With those styles and lists.
    pub fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            notes: HashMap::new(),
            flow: Flow::default(),
            open: Vec::new(),
            skipped: 0,
            fields: Vec::new(),
            text: String::new(),
            note: None,
            pictures: Vec::new(),
        }
    }

    /// Reads a part with notes.
    pub fn notes(&mut self, text: &str) -> Result<(), DocxError> {
        self.run(text)?;
        self.flow = Flow::default();
        self.pictures.clear();
        Ok(())
    }

    /// Reads the document: its blocks, and where it has pictures.
    pub fn read(mut self, text: &str) -> Result<(Vec<PageBlock>, Vec<Place>), DocxError> {
        self.run(text)?;
        Ok((self.flow.finish(), self.pictures))
    }

    fn run(&mut self, text: &str) -> Result<(), DocxError> {
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next()? {
            match token {
                Token::Start(_) if self.skipped > 0 => self.skipped += 1,
                Token::Start(start) => match self.start(&start)? {
                    Some(element) => self.open.push(element),
                    None => self.skipped = 1,
                },
                Token::End if self.skipped > 0 => self.skipped -= 1,
                Token::End => self.end()?,
                Token::Text(text) if self.skipped == 0 => {
                    if matches!(self.open.last(), Some(Element::Text { .. } | Element::Code)) {
                        self.text.push_str(&text);
                    }
                }
                Token::Text(_) => {}
            }
        }
        Ok(())
    }

    /// What an element is; `None` if what is in it does not show.
    fn start(&mut self, start: &BytesStart<'_>) -> Result<Option<Element>, DocxError> {
        let name = start.local_name();
        let parent = self.open.last().copied().unwrap_or(Element::Other);
        let element = match (parent, name.as_ref()) {
            (
                _,
                b"rPrChange" | b"pPrChange" | b"tblPrChange" | b"trPrChange" | b"tcPrChange" | b"sectPr"
                | b"sdtPr",
            ) => None,
            (
                Element::ParagraphProperties
                | Element::ListProperties
                | Element::EndProperties
                | Element::RunProperties
                | Element::RowProperties
                | Element::CellProperties,
                name,
            ) => Some(self.property(parent, name, start)?),
            (_, b"del" | b"moveFrom" | b"delText" | b"delInstrText" | b"rt" | b"fldData") => None,
            (_, b"AlternateContent") => Some(Element::Alternatives { chosen: false }),
            (Element::Alternatives { chosen }, b"Choice" | b"Fallback") => {
                if let Some(parent) = self.open.last_mut() {
                    *parent = Element::Alternatives { chosen: true };
                }
                (!chosen).then_some(Element::Other)
            }
            (_, b"altChunk" | b"subDoc") => return Err(DocxError::Unmerged),
            (_, b"p" | b"tbl" | b"tr" | b"tc") => Some(self.structure(name.as_ref())?),
            (Element::Paragraph, b"pPr") => Some(Element::ParagraphProperties),
            (Element::Row, b"trPr") => Some(Element::RowProperties),
            (Element::Cell, b"tcPr") => Some(Element::CellProperties),
            (Element::Run, b"rPr") => Some(Element::RunProperties),
            (_, b"fldSimple") => {
                let contents = attribute(start, "instr").is_some_and(|code| lists_contents(&code));
                (!contents).then_some(Element::Other)
            }
            (_, b"footnote" | b"endnote") => self.start_note(start),
            (_, name) => Some(self.content(name, start)?),
        };
        Ok(element)
    }

    fn structure(&mut self, name: &[u8]) -> Result<Element, DocxError> {
        let (started, element) = match name {
            b"p" => (self.flow.start_paragraph().map(|()| true)?, Element::Paragraph),
            b"tbl" => {
                // A table of contents that does not end must not take the report with it.
                self.fields.clear();
                (self.flow.start_table().map(|()| true)?, Element::Table)
            }
            b"tr" => (self.flow.start_row()?, Element::Row),
            _ => (self.flow.start_cell()?, Element::Cell),
        };
        Ok(if started { element } else { Element::Other })
    }

    /// Notes that only draw a line have a type.
    fn start_note(&mut self, start: &BytesStart<'_>) -> Option<Element> {
        if attribute(start, "type").is_some_and(|kind| kind != "normal") {
            return None;
        }
        let at_end = start.local_name().as_ref() == b"endnote";
        self.note = Some((at_end, attribute(start, "id").unwrap_or_default().into_owned()));
        Some(Element::Note)
    }

    fn content(&mut self, name: &[u8], start: &BytesStart<'_>) -> Result<Element, DocxError> {
        match name {
            b"r" => {
                self.flow.piece()?;
                if let Some(paragraph) = self.flow.paragraph() {
                    paragraph.run = Default::default();
                }
                return Ok(Element::Run);
            }
            b"t" => {
                let preserved = attribute(start, "space").is_some_and(|space| space == "preserve");
                return Ok(Element::Text { preserved });
            }
            b"instrText" => return Ok(Element::Code),
            b"br" | b"cr" => self.push("\n"),
            b"tab" | b"ptab" => self.push("\t"),
            b"noBreakHyphen" => self.push("-"),
            b"sym" => self.symbol(start),
            b"fldChar" => self.field(start),
            b"footnoteReference" | b"endnoteReference" => {
                let key =
                    (name == b"endnoteReference", attribute(start, "id").unwrap_or_default().into_owned());
                if let Some(blocks) = self.notes.remove(&key) {
                    self.flow.note(blocks);
                }
            }
            b"blip" | b"imagedata" => {
                self.flow.piece()?;
                self.pictures.push(self.flow.place());
            }
            _ => {}
        }
        Ok(Element::Other)
    }

    fn property(&mut self, of: Element, name: &[u8], start: &BytesStart<'_>) -> Result<Element, DocxError> {
        let text = || attribute(start, "val").map(|text| text.into_owned());
        match of {
            Element::RowProperties | Element::CellProperties => self.table_property(of, name, start)?,
            _ => {
                let Some(paragraph) = self.flow.paragraph() else { return Ok(Element::Other) };
                match (of, name) {
                    (Element::ParagraphProperties, b"pStyle") => paragraph.style = text(),
                    (Element::ParagraphProperties, b"outlineLvl") => paragraph.outline = number(start),
                    (Element::ParagraphProperties, b"numPr") => return Ok(Element::ListProperties),
                    (Element::ParagraphProperties, b"rPr") => return Ok(Element::EndProperties),
                    (Element::ListProperties, b"numId") => paragraph.list = text(),
                    (Element::ListProperties, b"ilvl") => paragraph.level = number(start),
                    (Element::EndProperties, b"del" | b"moveFrom") => paragraph.goes_on = true,
                    (Element::RunProperties, b"rStyle") => paragraph.run.style = text(),
                    (Element::RunProperties, b"b") => paragraph.run.bold = Some(on(start)),
                    (Element::RunProperties, b"vanish") => paragraph.run.hidden = Some(on(start)),
                    (Element::RunProperties, b"vertAlign") => {
                        paragraph.run.raised = text().as_deref() == Some("superscript");
                    }
                    _ => {}
                }
            }
        }
        Ok(Element::Other)
    }

    fn table_property(&mut self, of: Element, name: &[u8], start: &BytesStart<'_>) -> Result<(), DocxError> {
        let columns = || match number(start) {
            Some(columns) if columns > MOST_COLUMNS => Err(DocxError::TooLarge),
            columns => Ok(columns.unwrap_or(1)),
        };
        let merge = || match attribute(start, "val").as_deref() {
            Some("restart") => Merge::First,
            _ => Merge::GoesOn,
        };
        if of == Element::RowProperties {
            let Some(row) = self.flow.row() else { return Ok(()) };
            match name {
                b"gridBefore" => row.before = columns()?,
                b"del" => row.gone = true,
                b"hidden" => row.gone = on(start),
                _ => {}
            }
            return Ok(());
        }
        let Some(cell) = self.flow.cell() else { return Ok(()) };
        match name {
            b"gridSpan" => cell.cols = columns()?.max(1),
            b"vMerge" => cell.down = merge(),
            b"hMerge" => cell.right = merge(),
            b"cellDel" => cell.deleted = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), DocxError> {
        match self.open.pop() {
            Some(Element::Paragraph) => {
                // An instruction does not go beyond its paragraph; one that does has lost its end.
                self.fields.retain(|field| !field.in_code);
                self.flow.end_paragraph(self.styles, &mut self.numbering);
            }
            Some(Element::Text { preserved }) => {
                let text = std::mem::take(&mut self.text);
                self.push(if preserved { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) });
            }
            Some(Element::Code) => {
                let code = std::mem::take(&mut self.text);
                let field = self.fields.last_mut().filter(|field| field.in_code);
                if let Some(field) = field.filter(|field| field.code.len() < LONGEST_NAME) {
                    field.code.extend(code.chars().take(LONGEST_NAME));
                }
            }
            Some(Element::Table) => self.flow.end_table(),
            Some(Element::Row) => self.flow.end_row(),
            Some(Element::Cell) => self.flow.end_cell(),
            Some(Element::Note) => {
                let blocks = self.flow.take();
                self.notes.extend(self.note.take().map(|note| (note, blocks)));
            }
            _ => {}
        }
        Ok(())
    }

    /// A mark of a complex field: where it begins, where its result begins, where it ends.
    fn field(&mut self, start: &BytesStart<'_>) {
        match attribute(start, "fldCharType").as_deref() {
            Some("begin") => {
                if self.fields.len() == DEEPEST_FIELD {
                    self.fields.remove(0);
                }
                self.fields.push(Field { in_code: true, code: String::new() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_code = false;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// A character of a named font. Those of fonts of signs have no meaning without the font.
    fn symbol(&mut self, start: &BytesStart<'_>) {
        let code = attribute(start, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        if let Some(sign) =
            code.and_then(char::from_u32).filter(|sign| !('\u{E000}'..='\u{F8FF}').contains(sign))
        {
            self.push(sign.encode_utf8(&mut [0; 4]));
        }
    }

    /// Text that shows, unless it belongs to the instruction of a field or to a table of contents.
    fn push(&mut self, text: &str) {
        let Some(paragraph) = self.flow.paragraph() else { return };
        if self.fields.iter().any(|field| field.in_code) {
            return;
        }
        if self.fields.iter().any(Field::lists_contents) {
            if paragraph.heading(self.styles).is_none() {
                return;
            }
            // A table of contents has no headings in it: this one has lost its end.
            self.fields.clear();
        }
        paragraph.push(text, self.styles);
    }
}
