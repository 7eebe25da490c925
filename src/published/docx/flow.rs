//! What is open while a story is read – paragraphs, tables, cells, in whatever order they lie in each other – and
//! the blocks that come of it.

use std::mem;

use super::super::{PageBlock, PageParagraph, PageRun, ParagraphRole, Place};
use super::DocxError;
use super::numbering::Numbering;
use super::paragraph::Paragraph;
use super::styles::Styles;
use super::table::{Cell, Row, Table};

/// Paragraphs, cells and runs in all: a report has two thousand.
const MOST_PIECES: usize = 200_000;

/// Tables within tables.
const DEEPEST_TABLE: usize = 20;

/// Something that has begun and not ended.
enum Open {
    /// A paragraph, and what floats beside it: text boxes.
    Paragraph(Box<Paragraph>, Vec<PageBlock>),
    Table(Box<Table>),
    Cell(Box<Cell>),
}

/// What is open, and what is done.
#[derive(Default)]
pub struct Flow {
    open: Vec<Open>,
    done: Vec<PageBlock>,
    /// Footnotes of the block that is read; they follow it.
    notes: Vec<PageBlock>,
    /// The runs of a paragraph whose end is deleted, and how much was open there.
    carried: Option<(usize, Vec<PageRun>)>,
    /// Tables that have begun, and those of them that are open.
    tables: usize,
    open_tables: usize,
    pieces: usize,
}

impl Flow {
    /// Counts a paragraph, a cell or a run.
    pub fn piece(&mut self) -> Result<(), DocxError> {
        self.pieces += 1;
        if self.pieces > MOST_PIECES { Err(DocxError::TooLarge) } else { Ok(()) }
    }

    /// Where it is reading: a cell, or nowhere that can be said.
    pub fn place(&self) -> Place {
        let cell = self.open.iter().rev().find_map(|open| match open {
            Open::Cell(cell) => Some(cell.place.clone()),
            _ => None,
        });
        cell.unwrap_or_default()
    }

    /// The paragraph that is read.
    pub fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self.open.last_mut()? {
            Open::Paragraph(paragraph, _) => Some(paragraph),
            _ => None,
        }
    }

    /// The cell whose properties are read.
    pub fn cell(&mut self) -> Option<&mut Cell> {
        match self.open.last_mut()? {
            Open::Cell(cell) => Some(cell),
            _ => None,
        }
    }

    /// The row whose properties are read.
    pub fn row(&mut self) -> Option<&mut Row> {
        self.table()?.row.as_mut()
    }

    fn table(&mut self) -> Option<&mut Table> {
        match self.open.last_mut()? {
            Open::Table(table) => Some(table),
            _ => None,
        }
    }

    /// A paragraph begins.
    pub fn start_paragraph(&mut self) -> Result<(), DocxError> {
        self.piece()?;
        let carried = self.carried.take_if(|(depth, _)| *depth == self.open.len());
        let paragraph = carried.map_or_else(Paragraph::default, |(_, runs)| Paragraph::after(runs));
        self.open.push(Open::Paragraph(Box::new(paragraph), Vec::new()));
        Ok(())
    }

    /// It ends.
    pub fn end_paragraph(&mut self, styles: &Styles, numbering: &mut Numbering) {
        let Some(Open::Paragraph(paragraph, floating)) =
            self.open.pop_if(|open| matches!(open, Open::Paragraph(..)))
        else {
            return;
        };
        if paragraph.goes_on {
            self.flush();
            self.carried = Some((self.open.len(), paragraph.into_runs()));
        } else if let Some(paragraph) = paragraph.finish(styles, numbering, self.place()) {
            self.emit(PageBlock::Paragraph(paragraph));
        }
        for block in floating {
            self.emit(block);
        }
    }

    /// A table begins.
    pub fn start_table(&mut self) -> Result<(), DocxError> {
        self.flush();
        self.tables += 1;
        self.open_tables += 1;
        if self.open_tables > DEEPEST_TABLE {
            return Err(DocxError::TooDeep);
        }
        self.open.push(Open::Table(Box::new(Table { number: self.tables, ..Table::default() })));
        Ok(())
    }

    /// It ends.
    pub fn end_table(&mut self) {
        self.flush();
        self.open_tables -= 1;
        if let Some(Open::Table(mut table)) = self.open.pop_if(|open| matches!(open, Open::Table(_))) {
            table.end_row();
            for block in table.finish() {
                self.emit(block);
            }
        }
    }

    /// A row begins, if a table is open; says whether.
    pub fn start_row(&mut self) -> Result<bool, DocxError> {
        self.piece()?;
        let Some(table) = self.table().filter(|table| table.row.is_none()) else { return Ok(false) };
        table.begun += 1;
        table.row = Some(Row::default());
        Ok(true)
    }

    /// It ends.
    pub fn end_row(&mut self) {
        if let Some(table) = self.table() {
            table.end_row();
        }
    }

    /// A cell begins, if a row is open; says whether.
    pub fn start_cell(&mut self) -> Result<bool, DocxError> {
        self.piece()?;
        let Some(table) = self.table() else { return Ok(false) };
        let (number, at) = (table.number, table.begun);
        let Some(row) = table.row.as_mut() else { return Ok(false) };
        row.begun += 1;
        let place = Place { table: Some(number), row: Some(at), column: Some(row.begun), ..Place::default() };
        self.open.push(Open::Cell(Box::new(Cell::new(place))));
        Ok(true)
    }

    /// It ends.
    pub fn end_cell(&mut self) {
        self.flush();
        if let Some(Open::Cell(cell)) = self.open.pop_if(|open| matches!(open, Open::Cell(_)))
            && let Some(row) = self.row()
        {
            row.cells.push(*cell);
        }
    }

    /// Footnotes that are referred to here.
    pub fn note(&mut self, mut blocks: Vec<PageBlock>) {
        self.notes.append(&mut blocks);
    }

    /// Everything that is done, at the end.
    pub fn finish(mut self) -> Vec<PageBlock> {
        self.flush();
        self.take()
    }

    /// What is done so far, out of it.
    pub fn take(&mut self) -> Vec<PageBlock> {
        self.done.append(&mut self.notes);
        mem::take(&mut self.done)
    }

    /// Gives what is carried from a deleted end of a paragraph a paragraph of its own: there is none to go on in.
    fn flush(&mut self) {
        let Some((_, runs)) = self.carried.take_if(|(depth, _)| *depth == self.open.len()) else { return };
        let paragraph =
            Paragraph::after(runs).finish(&Styles::default(), &mut Numbering::default(), self.place());
        if let Some(paragraph) = paragraph {
            self.emit(PageBlock::Paragraph(paragraph));
        }
    }

    /// Puts a finished block where it belongs.
    fn emit(&mut self, block: PageBlock) {
        match self.open.last_mut() {
            Some(Open::Paragraph(_, floating)) => floating.push(block),
            Some(Open::Table(table)) => table.loose.push(block),
            Some(Open::Cell(cell)) => cell.blocks.push(block),
            None => {
                self.done.push(block);
                self.done.append(&mut self.notes);
            }
        }
    }
}

/// The words of a paragraph in a cell, with the number or sign before them.
pub fn shown(paragraph: &PageParagraph) -> String {
    match &paragraph.role {
        ParagraphRole::Item { marker, .. } if !marker.is_empty() => format!("{marker} {}", paragraph.text()),
        _ => paragraph.text(),
    }
}
