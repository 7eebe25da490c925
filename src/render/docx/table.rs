//! Tables: those of the form with their spans, and the plain ones of the narrative.

use docx_rs as docx;

use super::conform::TableNote;
use super::fit::{Fit, inwards, size_in_cell};
use super::grid::{Content, Grid, Stretch};
use super::measure::halves;
use super::style::Style;
use super::styles::id;
use super::text::{self, Links};
use crate::document::{CellKind, Run, Table, TextTable};

/// A table and what goes beside it.
pub(super) struct Drawn {
    pub table: docx::Table,
    /// What docx-rs cannot say of it.
    pub note: TableNote,
    /// Size of its text in twips, which its paragraph styles are named after.
    pub size: u32,
}

/// How one table looks.
struct Look<'s> {
    style: &'s Style,
    fit: Fit,
    draft: bool,
    /// Paragraph style of figures and column headings.
    centred: String,
    /// Paragraph style of row labels and notes.
    left: String,
}

impl<'s> Look<'s> {
    fn new(style: &'s Style, fit: Fit, draft: bool) -> Self {
        Self { style, draft, centred: id::table_text(fit.text), left: id::table_label(fit.text), fit }
    }

    /// No row breaks across pages.
    fn row(&self, index: usize, cells: Vec<docx::TableCell>) -> docx::TableRow {
        let height = self.fit.rows.get(index).copied().unwrap_or(0);
        let height = u16::try_from(height).unwrap_or(u16::MAX);
        docx::TableRow::new(cells)
            .cant_split()
            .row_height(height.into())
            .height_rule(docx::HeightRule::AtLeast)
    }

    /// Fixed layout with explicit widths, because WPS reads nothing else; single black borders.
    fn table(&self, grid: &Grid<'_>, rows: Vec<docx::TableRow>) -> docx::Table {
        let columns = grid.columns();
        let widths = (0..columns).map(|column| native(grid.width(column, 1)));
        let margin = native(self.style.table.cell_margin);
        docx::Table::new(rows)
            .set_grid(widths.collect())
            .width(native(grid.width(0, columns)), docx::WidthType::Dxa)
            .layout(docx::TableLayoutType::Fixed)
            .align(docx::TableAlignmentType::Center)
            .margins(docx::TableCellMargins::new().margin(0, margin, 0, margin))
            .set_borders(self.borders())
    }

    fn borders(&self) -> docx::TableBorders {
        use docx::TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
        // Word counts borders in eighths of a point.
        let size = native(self.style.table.border * 2 / 5);
        let sides = [Top, Left, Bottom, Right, InsideH, InsideV];
        sides.into_iter().fold(docx::TableBorders::with_empty(), |all, side| {
            all.set(docx::TableBorder::new(side).size(size).color("000000"))
        })
    }

    /// Sets a size where it is not that of the paragraph style.
    fn sized(&self, size: u32, run: docx::Run) -> docx::Run {
        if size < self.fit.text { run.size(native(size / 10)) } else { run }
    }
}

/// docx-rs takes lengths as `usize`; those of a page fit in.
fn native(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

fn cell(width: u32, span: usize) -> docx::TableCell {
    let cell = docx::TableCell::new()
        .width(native(width), docx::WidthType::Dxa)
        .vertical_align(docx::VAlignType::Center);
    if span > 1 { cell.grid_span(span) } else { cell }
}

/// A paragraph in a cell; one that keeps with the next keeps its whole row with the next row.
fn paragraph(style: &str, keep: bool) -> docx::Paragraph {
    let paragraph = docx::Paragraph::new().style(style);
    if keep { paragraph.keep_next(true) } else { paragraph }
}

/// Draws a table of the form. All its rows stay on one page if they fit on one.
pub(super) fn form_table(table: &Table, style: &Style, draft: bool) -> Drawn {
    let grid = Grid::new(table, style.page.text_width());
    let look = Look::new(style, Fit::on_one_page(&grid, style, draft), draft);
    let last = grid.rows.len().saturating_sub(1);
    let rows = grid.rows.iter().enumerate().map(|(index, stretches)| {
        let cells = stretches.iter().map(|stretch| form_cell(&look, &grid, stretch, index < last));
        look.row(index, cells.collect())
    });
    Drawn {
        table: look.table(&grid, rows.collect()),
        note: TableNote { repeated_rows: table.repeated_rows, caption: table.caption.clone() },
        size: look.fit.text,
    }
}

fn form_cell(look: &Look<'_>, grid: &Grid<'_>, at: &Stretch<'_>, keep: bool) -> docx::TableCell {
    let mut out = cell(grid.width(at.column, at.span), at.span);
    let Content::Start(cell) = at.content else {
        if at.content == Content::Continued {
            out = out.vertical_merge(docx::VMergeType::Continue);
        }
        return out.add_paragraph(paragraph(&look.centred, keep));
    };
    if cell.row_span > 1 {
        out = out.vertical_merge(docx::VMergeType::Restart);
    }
    if cell.kind == CellKind::Band {
        out = out.shading(docx::Shading::new().fill(look.style.table.band.as_str()));
    }
    let style = match cell.kind {
        CellKind::RowHeading | CellKind::Note => &look.left,
        CellKind::Band | CellKind::ColumnHeading | CellKind::Figure { .. } => &look.centred,
    };
    let mut paragraph = paragraph(style, keep);
    if cell.kind == CellKind::ColumnHeading {
        let inwards = inwards(grid, at, &look.style.table, &cell.text, look.fit.text);
        let inwards = i32::try_from(inwards).unwrap_or(0);
        if inwards > 0 {
            paragraph = paragraph.indent(Some(inwards), None, Some(inwards), None);
        }
    }
    let runs = match &cell.kind {
        _ if cell.text.is_empty() => Vec::new(),
        CellKind::Figure { computed: Some(computed), .. } if look.draft => {
            marked_figure(look, grid, at, &cell.text, computed)
        }
        CellKind::Figure { .. } => vec![look.sized(look.fit.figures, text::plain(&cell.text))],
        _ => vec![text::plain(&cell.text)],
    };
    out.add_paragraph(runs.into_iter().fold(paragraph, docx::Paragraph::add_run))
}

/// A figure that differs from its computed value: both, in the colour of the draft, side by side
/// where the cell has the room, or else the computed value small below.
fn marked_figure(
    look: &Look<'_>,
    grid: &Grid<'_>,
    at: &Stretch<'_>,
    stated: &str,
    computed: &str,
) -> Vec<docx::Run> {
    let size = |text: &str| size_in_cell(grid, at, &look.style.table, text, look.fit.text);
    let beside = format!("{stated}（应为{computed}）");
    if size(&beside) == look.fit.text {
        return vec![text::plain(&beside).style(id::MARK)];
    }
    let below = format!("应为{computed}");
    let small = size(&below).min(look.fit.figures);
    let stated = text::plain(stated).add_break(docx::BreakType::TextWrapping);
    vec![
        look.sized(look.fit.figures, stated.style(id::MARK)),
        look.sized(small, text::plain(&below).style(id::MARK)),
    ]
}

/// Draws a table of the narrative, its columns as wide as their longest texts ask for. It may go
/// over to the next page; its head, which is repeated there, stays with the first row.
pub(super) fn text_table(table: &TextTable, style: &Style, links: &mut Links) -> Drawn {
    let columns = table.head.len().max(1);
    let lines: Vec<_> = std::iter::once(&table.head).chain(&table.rows).collect();
    let weights: Vec<u32> = (0..columns)
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            // A column is neither squeezed nor does it squeeze the others.
            cells.map(|cell| width(cell)).max().unwrap_or(0).clamp(8, 40)
        })
        .collect();
    let grid = Grid::of_columns(&weights, style.page.text_width());
    let look = Look::new(style, Fit::usual(&style.table, lines.len()), false);
    let mut rows = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let head = index == 0;
        let cells = (0..columns).map(|column| {
            let runs = line.get(column).map_or(&[][..], Vec::as_slice);
            let centred = head || runs.iter().all(|run| is_figure(&run.text));
            let style = if centred { &look.centred } else { &look.left };
            let paragraph = text::add_runs(paragraph(style, head), runs, None, links);
            cell(grid.width(column, 1), 1).add_paragraph(paragraph)
        });
        rows.push(look.row(index, cells.collect()));
    }
    Drawn {
        table: look.table(&grid, rows),
        note: TableNote { repeated_rows: 1, caption: String::new() },
        size: look.fit.text,
    }
}

/// True for figures such as `1,234`, `12.5%` or `—`, which stand centred as in the form's tables.
fn is_figure(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

fn width(runs: &[Run]) -> u32 {
    runs.iter().map(|run| halves(&run.text)).sum()
}
