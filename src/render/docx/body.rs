//! The body of the document part. It is written as text, in one go: a paragraph of docx-rs takes
//! kilobytes, and a tree of XML many times what it says.

use std::collections::BTreeSet;
use std::ops::Range;

use docx_rs as docx;
use docx_rs::BuildXML;

use super::DocxError;
use super::conform::mended;
use super::link::Links;
use super::properties::{Cell, Drawn, Paragraph, ParagraphStyle, Properties, Row, Run};
use super::styles::id;
use super::xml::{Element, Node, push_text};
use crate::document;
use crate::layout::style::Style;
use crate::layout::width::has_shared_punctuation;

/// The body as far as it is written, and what other parts must know of it.
pub(super) struct Body<'s> {
    pub style: &'s Style,
    pub xml: String,
    pub links: Links,
    /// Sizes of text in the tables, in twips.
    pub table_sizes: BTreeSet<u32>,
    properties: Drawn<'s>,
    last: Option<Last>,
}

/// The block that was written last.
enum Last {
    Table,
    /// A paragraph, and where its properties stand.
    Paragraph(Paragraph, Range<usize>),
}

/// What becomes of something that is written; an error if docx-rs gives no XML.
pub(super) type Written = Result<(), DocxError>;

impl<'s> Body<'s> {
    /// An empty body.
    pub fn new(style: &'s Style) -> Self {
        Self {
            style,
            xml: String::new(),
            links: Links::default(),
            // The usual size comes along, so that a clerk who adds a table has its style.
            table_sizes: BTreeSet::from([style.table.size]),
            properties: Drawn::new(style),
            last: None,
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph, content: impl FnOnce(&mut Self) -> Written) -> Written {
        let after_table = matches!(self.last, Some(Last::Table));
        let paragraph = Paragraph { after_table, ..paragraph };
        let start = self.xml.len() + "<w:p>".len();
        let end = start + self.properties.get(Properties::Paragraph(paragraph))?.len();
        self.element("w:p", Properties::Paragraph(paragraph), content)?;
        self.last = Some(Last::Paragraph(paragraph, start..end));
        Ok(())
    }

    /// Keeps the paragraph that was written last with what follows.
    pub fn keep_last(&mut self) -> Written {
        if let Some(Last::Paragraph(paragraph, place)) = self.last.take() {
            let kept = Properties::Paragraph(Paragraph { keep_next: true, ..paragraph });
            self.xml.replace_range(place, self.properties.get(kept)?);
        }
        Ok(())
    }

    /// Text in one run. Quotation marks and dashes that Unicode shares between scripts are declared
    /// Chinese, or else Word sets them in the Latin font.
    pub fn text(&mut self, text: &str, run: Run) -> Written {
        self.run(text, run, |_| ())
    }

    /// Text in one run, with a line break after it.
    pub fn text_and_break(&mut self, text: &str, run: Run) -> Written {
        self.run(text, run, |xml| xml.push_str(LINE_BREAK))
    }

    /// Lines of one paragraph.
    pub fn lines(&mut self, lines: &[&str]) -> Written {
        lines.iter().enumerate().try_for_each(|(index, line)| {
            if index > 0 {
                self.line_break()?;
            }
            self.text(line, Run::default())
        })
    }

    /// A line break in a run of its own.
    fn line_break(&mut self) -> Written {
        self.element("w:r", Properties::Run(Run::default()), |body| {
            body.xml.push_str(LINE_BREAK);
            Ok(())
        })
    }

    fn run(&mut self, text: &str, run: Run, after: impl FnOnce(&mut String)) -> Written {
        let run = Run { is_chinese: has_shared_punctuation(text), ..run };
        self.element("w:r", Properties::Run(run), |body| {
            body.xml.push_str("<w:t xml:space=\"preserve\">");
            push_text(&mut body.xml, text);
            body.xml.push_str("</w:t>");
            after(&mut body.xml);
            Ok(())
        })
    }

    /// Runs of the narrative, in the given character style where a run has none of its own.
    pub fn runs(&mut self, runs: &[document::Run], style: Option<&'static str>) -> Written {
        for run in runs {
            let link = run.link.as_deref();
            let styled = |style| Run { style, bold: run.strong, ..Run::default() };
            match link.and_then(|link| self.links.relationship(link)) {
                Some(id) => {
                    self.xml.extend(["<w:hyperlink r:id=\"", &id, "\" w:history=\"1\">"]);
                    self.text(&run.text, styled(Some(id::LINK)))?;
                    self.xml.push_str("</w:hyperlink>");
                }
                None if run.emphasis => self.text(&run.text, styled(style.or(Some(id::EMPHASIS))))?,
                None => self.text(&run.text, styled(style))?,
            }
        }
        Ok(())
    }

    /// A table whose text has a size in twips; its frame is drawn without rows. The caption says what
    /// it shows, for readers who cannot see it.
    pub fn table(
        &mut self,
        frame: &docx::Table,
        caption: &str,
        size: u32,
        rows: impl FnOnce(&mut Self) -> Written,
    ) -> Written {
        // Without a paragraph between them two tables would run into one.
        if let Some(Last::Table) = self.last.take() {
            self.paragraph(Paragraph::new(ParagraphStyle::TableText(size)), |_| Ok(()))?;
        }
        self.last = None;
        self.table_sizes.insert(size);
        let bytes = frame.build();
        let text = String::from_utf8_lossy(&bytes);
        let mut frame = mended("document", &text)?;
        if let Some(properties) = frame.elements_mut().find(|child| child.name == "w:tblPr")
            && !caption.is_empty()
        {
            // docx-rs knows no captions.
            let caption = Element::new("w:tblCaption").attribute("w:val", caption);
            properties.children.push(Node::Element(caption));
        }
        self.xml.push_str("<w:tbl>");
        frame.elements_mut().for_each(|child| child.write(&mut self.xml));
        rows(self)?;
        self.xml.push_str("</w:tbl>");
        self.last = Some(Last::Table);
        Ok(())
    }

    /// A row of a table.
    pub fn row(&mut self, row: Row, cells: impl FnOnce(&mut Self) -> Written) -> Written {
        self.element("w:tr", Properties::Row(row), cells)
    }

    /// A cell of a row.
    pub fn cell(&mut self, cell: Cell, content: impl FnOnce(&mut Self) -> Written) -> Written {
        self.element("w:tc", Properties::Cell(cell), content)
    }

    fn element(
        &mut self,
        name: &str,
        properties: Properties,
        content: impl FnOnce(&mut Self) -> Written,
    ) -> Written {
        self.xml.extend(["<", name, ">", self.properties.get(properties)?]);
        content(self)?;
        self.xml.extend(["</", name, ">"]);
        Ok(())
    }
}

const LINE_BREAK: &str = "<w:br w:type=\"textWrapping\"/>";
