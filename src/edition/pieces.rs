//! What a reader sees of a page, in order: headings, paragraphs, rows of tables, figures.

use std::collections::BTreeMap;

use super::html::{Tag, Token, tokens};
use super::{joined_row, plain};

/// What the page says, in order.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// Words, without the tables that hold figures.
    pub list: Vec<Piece>,
    /// Notes behind figures by cell path.
    pub notes: BTreeMap<String, String>,
    /// Figures by cell path, as they print.
    pub figures: BTreeMap<String, String>,
    /// Head tags with a name.
    pub meta: BTreeMap<String, String>,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What kind it is.
    pub kind: PieceKind,
    /// The words, with single blanks; of [`PieceKind::Figures`] none.
    pub text: String,
}

/// The kind of a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A heading with its level on the page.
    Heading(u8),
    /// A paragraph, an entry of a list, or a row of a table without figures.
    Paragraph,
    /// A part of the signature.
    Signature,
    /// A table of figures.
    Figures,
}

/// Reads a page.
pub(super) fn pieces(page: &str) -> Pieces {
    let mut reader = Reader::default();
    for token in tokens(page) {
        match token {
            Token::Text(text) => reader.text(&text),
            Token::Open(tag) => reader.open(&tag),
            Token::Close(name) => reader.close(&name),
        }
    }
    reader.close_figure();
    reader.flush();
    while !reader.tables.is_empty() {
        reader.close_table();
    }
    reader.out
}

/// Elements that stand in lines of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "colgroup"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "address"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "center"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "head"
            | "br"
            | "hr"
    )
}

/// The level of a heading.
fn level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&digit).then_some(digit)
}

/// An open element and how many of its name stand in it.
#[derive(Debug)]
struct Inside {
    name: String,
    depth: usize,
}

impl Inside {
    fn new(tag: &Tag<'_>) -> Self {
        Self { name: tag.name.clone(), depth: 1 }
    }

    fn open(&mut self, name: &str) {
        self.depth += usize::from(self.name == name);
    }

    /// True if that closes it.
    fn close(&mut self, name: &str) -> bool {
        self.depth -= usize::from(self.name == name);
        self.depth == 0
    }
}

#[derive(Debug, Default)]
struct Reader {
    out: Pieces,
    /// The words of the paragraph that is open.
    words: String,
    heading: Option<u8>,
    signature: Option<Inside>,
    figure: Option<(Inside, String, String)>,
    /// The tables that are open, the innermost last.
    tables: Vec<Table>,
    row: Option<Row>,
}

/// The innermost row that is open, as long as it may be one of a plain table.
#[derive(Debug, Default)]
struct Row {
    /// Where its words begin in the list.
    start: usize,
    /// Where each of its cells begins in the list.
    cells: Vec<usize>,
}

#[derive(Debug, Default)]
struct Table {
    /// Where its words begin in the list.
    start: usize,
    has_open_row: bool,
    has_figures: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        match &mut self.figure {
            Some((_, _, figure)) => figure.push_str(text),
            None => self.words.push_str(text),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if name == "meta" {
            self.meta(tag);
            return;
        }
        if let Some(signature) = &mut self.signature {
            signature.open(name);
        }
        if let Some((inside, ..)) = &mut self.figure {
            if !matches!(name, "td" | "th" | "tr" | "table") && tag.attribute("data-cell").is_none() {
                inside.open(name);
                return;
            }
            self.close_figure();
        }
        if is_block(name) && (self.heading.is_none() || !matches!(name, "div" | "br")) {
            self.flush();
        }
        if let Some(level) = level(name) {
            self.flush();
            self.heading = Some(level);
            // A row with a heading is no row of a plain table: the page is laid out by tables.
            self.row = None;
        }
        match name {
            "table" => {
                self.tables.push(Table { start: self.out.list.len(), ..Table::default() });
                self.row = None;
            }
            "tr" => self.open_row(),
            "td" | "th" => {
                if let Some(row) = &mut self.row {
                    row.cells.push(self.out.list.len());
                }
            }
            _ => {}
        }
        if let Some(path) = tag.attribute("data-cell") {
            self.flush();
            self.figure = Some((Inside::new(tag), path.trim().to_owned(), String::new()));
        }
        if self.signature.is_none() && tag.has_class("signature") {
            self.flush();
            self.signature = Some(Inside::new(tag));
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((inside, ..)) = &mut self.figure {
            if !inside.close(name) && !matches!(name, "tr" | "table") {
                return;
            }
            self.close_figure();
        }
        if level(name).is_some() || is_block(name) && (self.heading.is_none() || name != "div") {
            self.flush();
        }
        if self.signature.as_mut().is_some_and(|signature| signature.close(name)) {
            self.flush();
            self.signature = None;
        }
        match name {
            "tr" => self.close_row(),
            "table" => self.close_table(),
            _ => {}
        }
    }

    fn meta(&mut self, tag: &Tag<'_>) {
        if let (Some(name), Some(content)) = (tag.attribute("name"), tag.attribute("content")) {
            self.out.meta.entry(name.into_owned()).or_insert_with(|| plain(&content));
        }
    }

    fn open_row(&mut self) {
        self.close_row();
        if let Some(table) = self.tables.last_mut() {
            table.has_open_row = true;
            self.row = Some(Row { start: self.out.list.len(), ..Row::default() });
        }
    }

    /// Drops the words of a table that holds figures: they are those of the form.
    fn close_table(&mut self) {
        self.close_row();
        self.row = None;
        if let Some(table) = self.tables.pop().filter(|table| table.has_figures) {
            self.out.list.truncate(table.start);
            self.out.list.push(Piece { kind: PieceKind::Figures, text: String::new() });
        }
    }

    /// Joins the cells of a row.
    fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut().filter(|table| table.has_open_row) else { return };
        table.has_open_row = false;
        let Some(row) = self.row.take() else { return };
        let words = self.out.list.split_off(row.start.min(self.out.list.len()));
        // What an editor left before the first cell reads as one more.
        let mut cells = vec![String::new(); row.cells.len() + 1];
        for (place, piece) in words.iter().enumerate() {
            let cell = row.cells.partition_point(|&start| start <= row.start + place);
            if let Some(cell) = cells.get_mut(cell) {
                cell.push_str(&piece.text);
            }
        }
        if cells.first().is_some_and(String::is_empty) {
            cells.remove(0);
        }
        if let Some(text) = joined_row(cells) {
            self.out.list.push(Piece { kind: PieceKind::Paragraph, text });
        }
    }

    fn close_figure(&mut self) {
        let Some((_, path, text)) = self.figure.take() else { return };
        if !self.out.figures.contains_key(&path) {
            let note = super::note_of(&text);
            if !note.is_empty() {
                self.out.notes.insert(path.clone(), note);
            }
            self.out.figures.insert(path, super::figure(&text));
        }
        match self.tables.last_mut() {
            Some(table) => table.has_figures = true,
            None => self.out.list.push(Piece { kind: PieceKind::Figures, text: String::new() }),
        }
    }

    /// Ends the paragraph or heading that is open.
    fn flush(&mut self) {
        let heading = self.heading.take();
        let text = plain(&std::mem::take(&mut self.words));
        if text.is_empty() {
            return;
        }
        let kind = match (heading, &self.signature) {
            (Some(level), _) => PieceKind::Heading(level),
            (None, Some(_)) => PieceKind::Signature,
            (None, None) => PieceKind::Paragraph,
        };
        self.out.list.push(Piece { kind, text });
    }
}
