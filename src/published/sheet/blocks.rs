//! From a sheet to paragraphs and grids: it is cut where a row is blank, and what stands alone in a row above or
//! below a table is a paragraph.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Grid, GridCell, PageBlock, PageParagraph, PageRun, ParagraphRole, Place};
use super::{Budget, Merge, Position, Sheet, SheetError};

/// Characters of the longest label of a table that stands alone in its row; what is longer is narrative.
const LONGEST_LABEL: usize = 60;

/// Rows of a table within which one with nothing but its label is looked for.
const HIGHEST_PART: usize = 40;

/// Blank rows with a frame that end a table: figures that were left out.
const MOST_BLANK_ROWS: usize = 3;

/// Cells that merges cover in what is used of a sheet.
const MOST_COVERED: usize = 1_000_000;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// Several cells have words, or a frame.
    Table,
    /// One cell has words.
    Single,
    /// It has no words; a merge reaches into it.
    Covered,
}

/// A sheet with its merges worked out.
struct View<'s> {
    sheet: &'s Sheet,
    /// Where a merge begins, and what it covers.
    merges: BTreeMap<Position, Merge>,
    /// Cells that a merge covers, but for the first.
    covered: BTreeSet<Position>,
}

/// The blocks of a sheet.
pub fn of(sheet: &Sheet, budget: &mut Budget) -> Result<Vec<PageBlock>, SheetError> {
    let Some(view) = View::new(sheet)? else { return Ok(Vec::new()) };
    let mut blocks = Vec::new();
    let mut part: Vec<(u32, RowKind)> = Vec::new();
    for (row, kind) in view.rows() {
        if let Some((last, _)) = part.last()
            && !view.adjoin(*last, row)
        {
            view.part(&std::mem::take(&mut part), &mut blocks, budget)?;
        }
        part.push((row, kind));
    }
    view.part(&part, &mut blocks, budget)?;
    Ok(blocks)
}

impl<'s> View<'s> {
    /// `None` if the sheet shows nothing.
    fn new(sheet: &'s Sheet) -> Result<Option<Self>, SheetError> {
        let used = || sheet.cells.keys().chain(&sheet.layout.framed);
        let rows = used().map(|at| at.0).max();
        let columns = used().map(|at| at.1).max();
        let (Some(rows), Some(columns)) = (rows, columns) else { return Ok(None) };
        let mut view = Self { sheet, merges: BTreeMap::new(), covered: BTreeSet::new() };
        let mut left = MOST_COVERED;
        for merge in &sheet.layout.merges {
            let last = (merge.last.0.min(rows), merge.last.1.min(columns));
            if merge.first.0 > last.0 || merge.first.1 > last.1 {
                continue;
            }
            let wide = (last.1 - merge.first.1 + 1) as usize;
            let high = (last.0 - merge.first.0 + 1) as usize;
            left =
                wide.checked_mul(high).and_then(|area| left.checked_sub(area)).ok_or(SheetError::TooLarge)?;
            view.merges.insert(merge.first, Merge { first: merge.first, last });
            for row in merge.first.0..=last.0 {
                view.covered.extend((merge.first.1..=last.1).map(|column| (row, column)));
            }
            view.covered.remove(&merge.first);
        }
        Ok(Some(view))
    }

    fn is_visible(&self, at: Position) -> bool {
        let layout = &self.sheet.layout;
        !layout.hidden_rows.contains(&at.0) && !layout.hidden_columns.contains(&at.1)
    }

    /// Whether no visible row is between the two.
    fn adjoin(&self, above: u32, below: u32) -> bool {
        let hidden = self.sheet.layout.hidden_rows.range(above + 1..below).count();
        hidden as u32 == below - above - 1
    }

    /// Cells of a row, or all rows, that show words.
    fn texts(&self, rows: impl std::ops::RangeBounds<Position>) -> impl Iterator<Item = (Position, &'s str)> {
        let cells = self.sheet.cells.range(rows).map(|(at, text)| (*at, text.as_str()));
        cells.filter(|(at, _)| self.is_visible(*at) && !self.covered.contains(at))
    }

    /// The visible rows that show anything, and what each is.
    fn rows(&self) -> BTreeMap<u32, RowKind> {
        let mut texts: BTreeMap<u32, usize> = BTreeMap::new();
        for ((row, _), _) in self.texts(..) {
            *texts.entry(row).or_default() += 1;
        }
        let mut frames: BTreeMap<u32, usize> = BTreeMap::new();
        for (row, _) in self.sheet.layout.framed.iter().filter(|at| self.is_visible(**at)) {
            *frames.entry(*row).or_default() += 1;
        }
        let mut rows = BTreeMap::new();
        for merge in
            self.merges.values().filter(|merge| self.texts(merge.first..=merge.first).next().is_some())
        {
            let below =
                (merge.first.0 + 1..=merge.last.0).filter(|row| self.is_visible((*row, merge.first.1)));
            rows.extend(below.map(|row| (row, RowKind::Covered)));
        }
        rows.extend(
            texts
                .iter()
                .map(|(row, count)| (*row, if *count > 1 { RowKind::Table } else { RowKind::Single })),
        );
        rows.extend(frames.iter().filter(|(_, count)| **count > 1).map(|(row, _)| (*row, RowKind::Table)));
        rows
    }

    fn text(&self, row: u32) -> Option<(Position, &'s str)> {
        self.texts((row, 0)..=(row, u32::MAX)).next()
    }

    /// Whether a row with words in one cell is a paragraph, and not a row of a table.
    fn is_alone(&self, row: u32, after: &[(u32, RowKind)], first: bool) -> bool {
        let Some((_, text)) = self.text(row) else { return false };
        let before_table = after.first().is_some_and(|(_, kind)| *kind == RowKind::Table);
        if is_long(text) {
            return true;
        }
        let texts = after.iter().take(HIGHEST_PART).take_while(|(_, kind)| *kind == RowKind::Single);
        let before_narrative =
            || texts.clone().filter_map(|(row, _)| self.text(*row)).any(|(_, text)| is_long(text));
        if is_heading(text) && (before_table || after.is_empty() || before_narrative()) {
            return true;
        }
        // Among the rows of a table without frames, a row may have nothing but its label; a table in which some
        // do may begin with such a row.
        let label = |pair: &[(u32, RowKind)]| match pair {
            [(row, RowKind::Single), (_, RowKind::Table)] => {
                !self.text(*row).is_some_and(|(_, text)| is_heading(text))
            }
            _ => false,
        };
        first && !(before_table && after.windows(2).take(HIGHEST_PART).any(label))
    }

    /// Rows between two blank ones.
    fn part(
        &self,
        rows: &[(u32, RowKind)],
        blocks: &mut Vec<PageBlock>,
        budget: &mut Budget,
    ) -> Result<(), SheetError> {
        let mut table: Vec<u32> = Vec::new();
        for (at, (row, kind)) in rows.iter().copied().enumerate() {
            let after = rows.get(at + 1..).unwrap_or_default();
            if kind == RowKind::Single && self.is_alone(row, after, table.is_empty()) {
                self.grid(&std::mem::take(&mut table), blocks, budget)?;
                blocks.extend(self.text(row).map(|(at, text)| self.paragraph(at, text)));
            } else if kind != RowKind::Covered || !table.is_empty() {
                table.push(row);
            }
        }
        self.grid(&table, blocks, budget)
    }

    fn place(&self, (row, column): Position) -> Place {
        let (row, column) = (Some(row as usize + 1), Some(column as usize + 1));
        Place { sheet: Some(self.sheet.name.clone()), row, column, ..Place::default() }
    }

    fn paragraph(&self, at: Position, text: &str) -> PageBlock {
        let runs = vec![PageRun { text: text.to_owned(), bold: false }];
        PageBlock::Paragraph(PageParagraph { role: ParagraphRole::Plain, runs, place: self.place(at) })
    }

    /// The rows of a table: every cell of them, from the first column with words to the last.
    fn grid(&self, rows: &[u32], blocks: &mut Vec<PageBlock>, budget: &mut Budget) -> Result<(), SheetError> {
        let rows = self.without_rest(rows);
        let mut columns = BTreeSet::new();
        for row in rows {
            let ends = (*row, 0)..=(*row, u32::MAX);
            columns.extend(self.texts(ends.clone()).map(|((_, column), _)| column));
            columns.extend(self.sheet.layout.framed.range(ends).map(|at| at.1));
            let merges = self.merges.range((*row, 0)..=(*row, u32::MAX));
            let shown = merges.filter(|(first, _)| self.sheet.cells.contains_key(first));
            columns.extend(shown.map(|(_, merge)| merge.last.1));
        }
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Ok(()) };
        budget.spend((last - first + 1) as usize * rows.len(), 0)?;
        let columns: Vec<u32> =
            (*first..=*last).filter(|column| !self.sheet.layout.hidden_columns.contains(column)).collect();
        let mut grid = Grid { rows: Vec::new(), has_spans: true, place: Place::default() };
        for (at, row) in rows.iter().enumerate() {
            let shown =
                columns.iter().enumerate().filter(|(_, column)| !self.covered.contains(&(*row, **column)));
            let below = rows.get(at..).unwrap_or_default();
            let cells = shown.map(|(index, column)| {
                let right = columns.get(index..).unwrap_or_default();
                self.cell((*row, *column), index, below, right)
            });
            grid.rows.push(cells.collect());
        }
        if let Some(cell) = grid.rows.iter().flatten().next() {
            grid.place = cell.place.clone();
            blocks.push(PageBlock::Grid(grid));
        }
        Ok(())
    }

    /// The rows without the many blank ones that have a frame for what nobody wrote.
    fn without_rest<'r>(&self, rows: &'r [u32]) -> &'r [u32] {
        let ends = rows.iter().map(|row| {
            let ends = self
                .texts((*row, 0)..=(*row, u32::MAX))
                .map(|(at, _)| self.merges.get(&at).map_or(at, |merge| merge.last));
            ends.map(|end| end.0).max()
        });
        let Some(last) = ends.max().flatten() else { return &[] };
        let shown = rows.partition_point(|row| *row <= last);
        rows.get(..shown + MOST_BLANK_ROWS).unwrap_or(rows)
    }

    /// A cell, with the rows below it and the columns to its right in the same table, and itself first in both.
    fn cell(&self, at: Position, column: usize, below: &[u32], right: &[u32]) -> GridCell {
        let last = self.merges.get(&at).map_or(at, |merge| merge.last);
        let rows = below.iter().take_while(|row| **row <= last.0).count();
        let cols = right.iter().take_while(|column| **column <= last.1).count();
        let text = self.sheet.cells.get(&at).cloned().unwrap_or_default();
        GridCell { column, cols: cols.max(1), rows: rows.max(1), text, place: self.place(at) }
    }
}

/// Whether a text is too long for a label.
fn is_long(text: &str) -> bool {
    text.chars().count() > LONGEST_LABEL
}

/// Whether a text begins as the headings of sections do: `三、`.
fn is_heading(text: &str) -> bool {
    let rest = text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with('、')
}
