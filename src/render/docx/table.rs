//! Tables: those of the form with their spans, and the plain ones of the narrative.

use docx_rs as docx;

use super::conform::TableNote;
use super::fit::{Fit, inwards, needs_margins, size_in_cell, stretch_in_cell};
use super::grid::{Content, Grid, Stretch};
use super::measure::halves;
use super::style::Style;
use super::styles::id;
use super::text::{self, Links};
use crate::document::{Alignment, Cell, CellKind, Run, Table, TextTable, UNFILLED};

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

    /// Text that keeps to one line of a cell, at most of this size, which is set where it is not
    /// that of the paragraph style.
    fn one_line(&self, grid: &Grid<'_>, at: &Stretch<'_>, text: &str, size: u32) -> docx::Run {
        let style = &self.style.table;
        let size = size_in_cell(grid, at, style, text, size);
        let mut run = text::plain(text);
        if size < self.fit.text {
            run = run.size(native(size / 10));
        }
        let stretch = stretch_in_cell(grid, at, style, text, size);
        match stretch.and_then(|percent| i32::try_from(percent).ok()) {
            Some(percent) => run.stretch(percent),
            None => run,
        }
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
    if matches!(cell.kind, CellKind::Figure { .. }) {
        return out.add_paragraph(figure(look, grid, at, cell, paragraph));
    }
    if !cell.text.is_empty() {
        paragraph = paragraph.add_run(text::plain(&cell.text));
    }
    out.add_paragraph(paragraph)
}

/// A figure in one line. Where it needs the margins of the cell the paragraph reaches into them.
fn figure(
    look: &Look<'_>,
    grid: &Grid<'_>,
    at: &Stretch<'_>,
    cell: &Cell,
    paragraph: docx::Paragraph,
) -> docx::Paragraph {
    let style = &look.style.table;
    let one_line = |text: &str| look.one_line(grid, at, text, look.fit.figures);
    let (runs, tight) = match &cell.kind {
        CellKind::Figure { computed: Some(computed), .. } if look.draft => {
            (marked_figure(look, grid, at, &cell.text, computed), true)
        }
        _ if cell.text.is_empty() && look.draft => (vec![one_line(UNFILLED).style(id::MARK)], true),
        _ if cell.text.is_empty() => (Vec::new(), false),
        _ => {
            let size = size_in_cell(grid, at, style, &cell.text, look.fit.figures);
            let tight = needs_margins(grid, at, style, &cell.text, size);
            (vec![one_line(&cell.text)], tight)
        }
    };
    let paragraph = if tight {
        let outwards = i32::try_from(style.cell_margin).map_or(0, |margin| -margin);
        paragraph.indent(Some(outwards), None, Some(outwards), None)
    } else {
        paragraph
    };
    runs.into_iter().fold(paragraph, docx::Paragraph::add_run)
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
    let one_line = |text: &str| look.one_line(grid, at, text, look.fit.figures).style(id::MARK);
    vec![one_line(stated).add_break(docx::BreakType::TextWrapping), one_line(&below)]
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
            // Four half characters are for the margins and for wider digits.
            (cells.map(|cell| width(cell)).max().unwrap_or(0) + 4).clamp(8, 40)
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
            let alignment = table.alignment.get(column).copied().unwrap_or_default();
            let paragraph = aligned(paragraph(style, head), alignment);
            let paragraph = text::add_runs(paragraph, runs, None, links);
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

/// Puts text on the side that the author chose.
fn aligned(paragraph: docx::Paragraph, alignment: Alignment) -> docx::Paragraph {
    match alignment {
        Alignment::Default => paragraph,
        Alignment::Left => paragraph.align(docx::AlignmentType::Left),
        Alignment::Center => paragraph.align(docx::AlignmentType::Center),
        Alignment::Right => paragraph.align(docx::AlignmentType::Right),
    }
}

/// True for figures such as `1,234`, `12.5%` or `—`, which stand centred as in the form's tables.
fn is_figure(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

fn width(runs: &[Run]) -> u32 {
    runs.iter().map(|run| halves(&run.text)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::TableRow;

    #[test]
    fn columns_stand_where_the_author_wants_them() {
        let cell = |text: &str| vec![Run { text: text.to_owned(), ..Run::default() }];
        let alignment = vec![Alignment::Right, Alignment::Default, Alignment::Left, Alignment::Center];
        let row: Vec<_> = ["甲", "乙", "丙", "丁"].into_iter().map(cell).collect();
        let table = TextTable { head: row.clone(), rows: vec![row], alignment };
        let drawn = text_table(&table, &Style::built_in().unwrap(), &mut Links::default());
        let shown = format!("{:?}", drawn.table);
        // The table itself is centred, too.
        for (side, count) in [("right", 2), ("left", 2), ("center", 3)] {
            assert_eq!(
                shown.matches(&format!("Justification {{ val: \"{side}\" }}")).count(),
                count,
                "{side}"
            );
        }
    }

    #[test]
    fn only_a_draft_marks_blank_figures() {
        let kind = CellKind::Figure { path: "a.b".to_owned(), headers: Vec::new(), computed: None };
        let cell =
            Cell { column: 0, column_span: 1, row_span: 1, id: String::new(), kind, text: String::new() };
        let table = Table {
            key: String::new(),
            caption: String::new(),
            column_weights: vec![1],
            repeated_rows: 0,
            rows: vec![TableRow { head: false, cells: vec![cell] }],
            flat: Vec::new(),
        };
        let style = Style::built_in().unwrap();
        let shown = |draft| format!("{:?}", form_table(&table, &style, draft).table);
        assert!(shown(true).contains(UNFILLED) && !shown(false).contains(UNFILLED));
    }
}
