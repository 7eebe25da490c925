//! The tables of a document with their cells set: those of the form as large as one page allows, the plain ones of the
//! narrative in their usual size.

mod figure;

pub(super) use figure::draft_color;

use super::fit::{Fit, PADDING, Room, TEXT_MARGINS, figure_size, is_figure, text_weights};
use super::grid::{Content, Grid, Stretch};
use super::set::{Align, Line, Look, Pair, Setter, Text};
use super::table::{SetCell, SetTable};
use super::{Block, Color, LayoutError, Length, Node, twips};
use crate::document::{Alignment, Cell, CellKind, Run, Table, TextTable};

/// One table of the form while it is set.
struct Form<'t, 's, 'f> {
    setter: &'s Setter<'f>,
    table: &'t Table,
    grid: Grid<'t>,
    block: Block,
    draft: bool,
    fit: Fit,
}

/// Sets a table of the form in the largest size at which it stands within a height, or the usual one if none does.
pub(super) fn form_table(
    table: &Table,
    block: Block,
    draft: bool,
    height: Length,
    setter: &Setter<'_>,
) -> Result<SetTable, LayoutError> {
    let style = setter.style;
    let grid = Grid::new(table, style.page.text_width());
    let rows = grid.rows.len();
    let usual = Fit::usual(&style.table, rows);
    let mut form = Form { setter, table, grid, block, draft, fit: usual.clone() };
    // A table of so many rows is on no page, however small its text.
    let least = twips(style.table.line(style.table.least_size) + PADDING);
    if Length::try_from(rows).unwrap_or(Length::MAX).saturating_mul(least) <= height {
        for size in (style.table.least_size..=style.table.size).rev().step_by(10) {
            form.fit =
                Fit { text: size, figures: figure_size(&form.grid, &style.table, size), rows: Vec::new() };
            let cells = form.cells()?;
            let heights = heights(&cells, rows, false);
            let at_least = |row: u32| heights.iter().map(move |height| twips(row).max(*height));
            let mut least = (0..=style.table.row).rev().step_by(10);
            if let Some(row) = least.find(|row| at_least(*row).sum::<Length>() <= height) {
                let rows = at_least(row).collect();
                return Ok(SetTable { is_whole: true, ..form.framed(cells, rows) });
            }
        }
    }
    form.fit = Fit { figures: figure_size(&form.grid, &style.table, style.table.size), ..usual };
    let cells = form.cells()?;
    let rows =
        heights(&cells, rows, true).into_iter().map(|height| height.max(twips(style.table.row))).collect();
    let mut out = form.framed(cells, rows);
    out.cut_high_rows(setter.area.height());
    Ok(out)
}

impl Form<'_, '_, '_> {
    fn framed(&self, cells: Vec<SetCell>, rows: Vec<Length>) -> SetTable {
        let style = &self.setter.style.table;
        let heads = self.table.repeated_rows;
        let heads = if heads < rows.len() { heads } else { 0 };
        SetTable { rows, heads, is_whole: false, cells, ..frame(&self.grid, style.border, &style.band) }
    }

    fn cells(&self) -> Result<Vec<SetCell>, LayoutError> {
        let mut cells = Vec::new();
        for (row, stretches) in self.grid.rows.iter().enumerate() {
            for at in stretches {
                let columns = at.column..at.column + at.span;
                let (rows, lines, is_band) = match at.content {
                    Content::Continued => continue,
                    Content::Nothing => (row..row + 1, Vec::new(), false),
                    Content::Start(cell) => {
                        let node = self.node(row, cell);
                        (
                            row..self.grid.end(row, at),
                            self.lines(at, cell, node)?,
                            cell.kind == CellKind::Band,
                        )
                    }
                };
                cells.push(SetCell { rows, columns, lines, is_band, goes_on: false });
            }
        }
        Ok(cells)
    }

    /// What a cell is: its row, and its number among the cells that begin there.
    fn node(&self, row: usize, cell: &Cell) -> Node {
        let cells = self.table.rows.get(row).map_or(&[][..], |row| &row.cells);
        let at = cells.iter().position(|one| std::ptr::eq(one, cell)).unwrap_or_default();
        Node::Cell(self.block, number(row), number(at))
    }

    fn lines(&self, at: &Stretch<'_>, cell: &Cell, node: Node) -> Result<Vec<Line>, LayoutError> {
        let room = Room::new(&self.grid, at, &self.setter.style.table);
        if let CellKind::Figure { .. } = cell.kind {
            return self.figure(room, at, cell, node);
        }
        if cell.text.is_empty() {
            return Ok(Vec::new());
        }
        let (left, right) = self.inner(at);
        let inwards = match cell.kind {
            CellKind::ColumnHeading => twips(room.inwards(&cell.text, self.fit.text)),
            _ => 0,
        };
        let align = if matches!(cell.kind, CellKind::RowHeading | CellKind::Note) {
            Align::Left
        } else {
            Align::Center
        };
        let text = Text::of(&cell.text, Look::new(self.pair(self.fit.text), node), self.setter)?;
        Ok(text.lines((left + inwards, right - inwards), 0, align, self.line(self.fit.text)))
    }

    /// The faces of the table in a size in twips.
    fn pair(&self, size: u32) -> Pair {
        let style = &self.setter.style.table;
        self.setter.sized(&style.font, &style.latin, twips(size))
    }

    fn line(&self, size: u32) -> Length {
        twips(self.setter.style.table.line(size))
    }

    /// The left and the right end of a cell's room for text.
    fn inner(&self, at: &Stretch<'_>) -> (Length, Length) {
        let (left, right) = self.whole(at);
        let margin = twips(self.setter.style.table.cell_margin);
        (left + margin, right - margin)
    }

    /// The same between its borders.
    fn whole(&self, at: &Stretch<'_>) -> (Length, Length) {
        let half = twips(self.setter.style.table.border) / 2;
        let left = twips(self.grid.width(0, at.column));
        (left + half, left + twips(self.grid.width(at.column, at.span)) - half)
    }
}

/// The number of a row or a cell; there are never so many.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A table without rows.
fn frame(grid: &Grid<'_>, border: u32, band: &str) -> SetTable {
    let edges = (0..=grid.columns()).map(|column| twips(grid.width(0, column))).collect();
    // The style file is checked: six digits.
    SetTable { edges, border: twips(border), band: color(band), ..SetTable::default() }
}

/// A colour of the style file, written as RRGGBB.
pub(super) fn color(text: &str) -> Color {
    let part = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    Color(part(0), part(2), part(4))
}

/// The heights that rows need for their text. What a cell over several rows lacks is added to its last row, or to its
/// first where the table may go over several pages: there the text must have room on one of them.
fn heights(cells: &[SetCell], rows: usize, may_break: bool) -> Vec<Length> {
    let padding = twips(PADDING);
    let mut heights = vec![padding; rows];
    let mut cells: Vec<&SetCell> = cells.iter().collect();
    // Those that end first come first.
    cells.sort_by_key(|cell| cell.rows.end);
    for cell in cells {
        let needed = cell.height() + padding;
        let Some(spanned) = heights.get_mut(cell.rows.clone()) else { continue };
        if may_break {
            if let Some(first) = spanned.first_mut() {
                *first = needed.max(*first);
            }
            continue;
        }
        let total: Length = spanned.iter().sum();
        if let Some(last) = spanned.last_mut() {
            *last += (needed - total).max(0);
        }
    }
    heights
}

/// Sets a table of the narrative, its columns as wide as their longest texts ask for.
pub(super) fn text_table(
    table: &TextTable,
    block: Block,
    setter: &Setter<'_>,
) -> Result<SetTable, LayoutError> {
    let style = &setter.style.table;
    let grid = Grid::of_columns(&text_weights(table), setter.style.page.text_width());
    let pair = setter.sized(&style.font, &style.latin, twips(style.size));
    let line = twips(style.line(style.size));
    let beside = twips(TEXT_MARGINS.1.max(style.cell_margin));
    let mut out = frame(&grid, style.border, &style.band);
    let all = std::iter::once(&table.head).chain(&table.rows);
    for (row, cells) in all.enumerate() {
        for column in 0..grid.columns() {
            let runs = cells.get(column).map_or(&[][..], Vec::as_slice);
            let node = Node::Cell(block, number(row), number(column));
            let left = twips(grid.width(0, column));
            let room = (left + beside, left + twips(grid.width(column, 1)) - beside);
            let is_centred = row == 0 || runs.iter().all(|run| is_figure(&run.text));
            let align = match table.alignment.get(column).copied().unwrap_or_default() {
                Alignment::Center => Align::Center,
                Alignment::Right => Align::Right,
                Alignment::Left => Align::Left,
                Alignment::Default if is_centred => Align::Center,
                Alignment::Default => Align::Left,
            };
            let mut text = Text::default();
            setter.push_runs(&mut text, runs, None, pair, node)?;
            let lines = if text.is_empty() { Vec::new() } else { text.lines(room, 0, align, line) };
            out.cells.push(SetCell {
                rows: row..row + 1,
                columns: column..column + 1,
                lines,
                is_band: false,
                goes_on: false,
            });
        }
    }
    let rows = 1 + table.rows.len();
    let padding = twips(2 * TEXT_MARGINS.0);
    let least = twips(style.row);
    let text = heights(&out.cells, rows, true).into_iter().map(|height| (height + padding).max(least));
    out.rows = text.collect();
    out.heads = usize::from(rows > 1);
    out.cut_high_rows(setter.area.height());
    Ok(out)
}

impl Setter<'_> {
    /// Adds runs of the narrative to a text, in the given faces where a run has none of its own.
    pub fn push_runs(
        &self,
        text: &mut Text,
        runs: &[Run],
        own: Option<Pair>,
        pair: Pair,
        node: Node,
    ) -> Result<(), LayoutError> {
        for run in runs {
            let link = run.link.as_deref().and_then(super::link::normalize);
            let emphasised = (run.emphasis && link.is_none()).then(|| self.emphasis(pair));
            let pair = own.or(emphasised).unwrap_or(pair);
            let look = Look { bold: run.strong, link: link.map(Into::into), ..Look::new(pair, node) };
            text.push(&run.text, look, self)?;
        }
        Ok(())
    }

    /// Chinese text is emphasised by 楷体, not by a slant; in a table in its size.
    fn emphasis(&self, pair: Pair) -> Pair {
        let face = &self.style.heading2;
        Pair { pitch: pair.pitch, ..self.sized(&face.font, &face.latin, pair.size) }
    }
}
