//! Tables: those of the form with their spans, and the plain ones of the narrative.

use docx_rs as docx;

use super::body::{Body, Written};
use super::page::signed;
use super::properties::{self, Merge, Paragraph, ParagraphStyle, Row, native};
use super::styles::id;
use crate::document::{Cell, CellKind, Table, TextTable, UNFILLED};
use crate::layout::fit::{Fit, Room, TEXT_MARGINS, is_figure, text_weights};
use crate::layout::grid::{Content, Grid, Stretch};
use crate::layout::style::TableStyle;

/// How one table looks.
struct Look<'s> {
    style: &'s TableStyle,
    fit: Fit,
    /// Empty room in a cell: above and below its text, and beside it.
    margins: (u32, u32),
    draft: bool,
}

impl Look<'_> {
    /// A paragraph in a cell: figures and column headings are centred, row labels and notes are not.
    fn paragraph(&self, is_centred: bool) -> Paragraph {
        let size = self.fit.text;
        Paragraph::new(match is_centred {
            true => ParagraphStyle::TableText(size),
            false => ParagraphStyle::TableLabel(size),
        })
    }

    fn row(&self, index: usize, heads: usize) -> Row {
        Row { height: self.fit.rows.get(index).copied().unwrap_or(0), is_head: index < heads }
    }

    /// Fixed layout with explicit widths, because WPS reads nothing else; single black borders.
    fn frame(&self, grid: &Grid<'_>) -> docx::Table {
        let columns = grid.columns();
        let widths = (0..columns).map(|column| native(grid.width(column, 1)));
        let (above, beside) = (native(self.margins.0), native(self.margins.1));
        docx::Table::new(Vec::new())
            .set_grid(widths.collect())
            .width(native(grid.width(0, columns)), docx::WidthType::Dxa)
            .layout(docx::TableLayoutType::Fixed)
            .align(docx::TableAlignmentType::Center)
            .margins(docx::TableCellMargins::new().margin(above, beside, above, beside))
            .set_borders(self.borders())
    }

    fn borders(&self) -> docx::TableBorders {
        use docx::TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
        // Word counts borders in eighths of a point.
        let size = native(self.style.border * 2 / 5);
        let sides = [Top, Left, Bottom, Right, InsideH, InsideV];
        sides.into_iter().fold(docx::TableBorders::with_empty(), |all, side| {
            all.set(docx::TableBorder::new(side).size(size).color("000000"))
        })
    }

    /// A run of text that keeps to one line of a cell, at most of the size of figures, which is set
    /// where it is not that of the paragraph style.
    fn one_line(&self, room: Room<'_>, text: &str) -> properties::Run {
        let size = room.size(text, self.fit.figures);
        properties::Run {
            size: (size < self.fit.text).then_some(size),
            stretch: room.stretch(text, size).map(signed),
            ..properties::Run::default()
        }
    }
}

/// What stands on the page of a table with it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Company {
    /// Lines of text before it and behind it together.
    pub lines: u32,
    /// True if the text behind it begins on its page.
    pub is_followed: bool,
}

/// Writes a table of the form. All its rows stay on one page if they fit on one, with the text that is to
/// stay with them.
pub(super) fn form_table(table: &Table, draft: bool, company: Company, body: &mut Body<'_>) -> Written {
    let style = body.style;
    let grid = Grid::new(table, style.page.text_width());
    let fit = Fit::on_one_page(&grid, style, draft, company.lines);
    let look = Look { style: &style.table, fit, margins: (0, style.table.cell_margin), draft };
    let rows = grid.rows.len();
    let last = if company.is_followed { rows } else { rows.saturating_sub(1) };
    body.table(&look.frame(&grid), &table.caption, look.fit.text, |body| {
        grid.rows.iter().enumerate().try_for_each(|(index, stretches)| {
            body.row(look.row(index, table.repeated_rows), |body| {
                stretches.iter().try_for_each(|at| form_cell(&look, &grid, at, index < last, body))
            })
        })
    })
}

/// A cell of the form; a paragraph that keeps with the next keeps its whole row with the next row.
fn form_cell(
    look: &Look<'_>,
    grid: &Grid<'_>,
    at: &Stretch<'_>,
    keep_next: bool,
    body: &mut Body<'_>,
) -> Written {
    let mut out = cell(grid, at.column, at.span);
    let Content::Start(cell) = at.content else {
        out.merge = (at.content == Content::Continued).then_some(Merge::GoesOn);
        let paragraph = Paragraph { keep_next, ..look.paragraph(true) };
        return body.cell(out, |body| body.paragraph(paragraph, |_| Ok(())));
    };
    out.merge = (cell.row_span > 1).then_some(Merge::Begins);
    out.is_band = cell.kind == CellKind::Band;
    let room = Room::new(grid, at, look.style);
    let is_centred = !matches!(cell.kind, CellKind::RowHeading | CellKind::Note);
    let mut paragraph = Paragraph { keep_next, ..look.paragraph(is_centred) };
    if cell.kind == CellKind::ColumnHeading {
        let inwards = signed(room.inwards(&cell.text, look.fit.text));
        paragraph.indents = (inwards > 0).then_some((inwards, inwards));
    }
    body.cell(out, |body| match cell.kind {
        CellKind::Figure { .. } => figure(look, room, cell, paragraph, body),
        _ if cell.text.is_empty() => body.paragraph(paragraph, |_| Ok(())),
        _ => body.paragraph(paragraph, |body| body.text(&cell.text, properties::Run::default())),
    })
}

/// A figure in one line. Where it needs the margins of the cell the paragraph reaches into them.
fn figure(
    look: &Look<'_>,
    room: Room<'_>,
    cell: &Cell,
    paragraph: Paragraph,
    body: &mut Body<'_>,
) -> Written {
    let margin = -signed(look.style.cell_margin);
    let tight = Paragraph { indents: Some((margin, margin)), ..paragraph };
    let note = cell.printed_note();
    match &cell.kind {
        CellKind::Figure { computed: Some(computed), .. } if look.draft => {
            body.paragraph(tight, |body| marked_figure(look, room, [&cell.text, computed], body))
        }
        _ if cell.text.is_empty() && look.draft => body.paragraph(tight, |body| {
            let run = look.one_line(room, UNFILLED);
            body.text(UNFILLED, properties::Run { style: Some(id::MARK), ..run })
        }),
        _ if cell.text.is_empty() && note.is_none() => body.paragraph(paragraph, |_| Ok(())),
        _ if let Some(note) = note => {
            let is_tight = room.needs_margins(&cell.text, room.size(&cell.text, look.fit.figures));
            body.paragraph(if is_tight { tight } else { paragraph }, |body| {
                noted_figure(look, room, [&cell.text, &note], body)
            })
        }
        _ => {
            let is_tight = room.needs_margins(&cell.text, room.size(&cell.text, look.fit.figures));
            let run = look.one_line(room, &cell.text);
            body.paragraph(if is_tight { tight } else { paragraph }, |body| body.text(&cell.text, run))
        }
    }
}

/// A figure that differs from its computed value: both, in the colour of the draft, side by side
/// where the cell has the room, or else the computed value small below.
fn marked_figure(
    look: &Look<'_>,
    room: Room<'_>,
    [stated, computed]: [&str; 2],
    body: &mut Body<'_>,
) -> Written {
    let marked = |run| properties::Run { style: Some(id::MARK), ..run };
    let beside = format!("{stated}（应为{computed}）");
    if room.size(&beside, look.fit.text) == look.fit.text {
        return body.text(&beside, marked(properties::Run::default()));
    }
    let below = format!("应为{computed}");
    // Bold digits are wider: there must be room for one more.
    let one_line = |text: &str| marked(look.one_line(room, &format!("{text}0")));
    body.text_and_break(stated, one_line(stated))?;
    body.text(&below, one_line(&below))
}

/// A figure with its note: side by side where the cell has the room, or else the note small below.
fn noted_figure(look: &Look<'_>, room: Room<'_>, [figure, note]: [&str; 2], body: &mut Body<'_>) -> Written {
    if room.holds_beside(figure, note, look.fit.text) {
        return body.text(&format!("{figure}{note}"), properties::Run::default());
    }
    body.text_and_break(figure, look.one_line(room, figure))?;
    // Never larger than its figure.
    let size = look.style.note_size(look.fit.text).min(room.size(figure, look.fit.figures));
    body.text(note, properties::Run { size: Some(size), ..properties::Run::default() })
}

/// Writes a table of the narrative, its columns as wide as their longest texts ask for. It may go
/// over to the next page; its head, which is repeated there, stays with the first row.
pub(super) fn text_table(table: &TextTable, body: &mut Body<'_>) -> Written {
    let style = body.style;
    let columns = table.head.len().max(1);
    let lines: Vec<_> = std::iter::once(&table.head).chain(&table.rows).collect();
    let grid = Grid::of_columns(&text_weights(table), style.page.text_width());
    let fit = Fit::usual(&style.table, lines.len());
    let beside = TEXT_MARGINS.1.max(style.table.cell_margin);
    let look = Look { style: &style.table, fit, margins: (TEXT_MARGINS.0, beside), draft: false };
    body.table(&look.frame(&grid), "", look.fit.text, |body| {
        lines.iter().enumerate().try_for_each(|(index, line)| {
            let is_head = index == 0;
            body.row(look.row(index, 1), |body| {
                (0..columns).try_for_each(|column| {
                    let runs = line.get(column).map_or(&[][..], Vec::as_slice);
                    let is_centred = is_head || runs.iter().all(|run| is_figure(&run.text));
                    let alignment = table.alignment.get(column).copied().unwrap_or_default();
                    let paragraph = Paragraph { keep_next: is_head, alignment, ..look.paragraph(is_centred) };
                    body.cell(cell(&grid, column, 1), |body| {
                        body.paragraph(paragraph, |body| body.runs(runs, None))
                    })
                })
            })
        })
    })
}

fn cell(grid: &Grid<'_>, column: usize, span: usize) -> properties::Cell {
    properties::Cell { width: grid.width(column, span), span, merge: None, is_band: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Alignment, Run, TableRow};
    use crate::layout::Style;

    #[test]
    fn columns_stand_where_the_author_wants_them() {
        let cell = |text: &str| vec![Run { text: text.to_owned(), ..Run::default() }];
        let alignment = vec![Alignment::Right, Alignment::Default, Alignment::Left, Alignment::Center];
        let row: Vec<_> = ["甲", "乙", "丙", "丁"].into_iter().map(cell).collect();
        let table = TextTable { head: row.clone(), rows: vec![row], alignment };
        let style = Style::built_in().unwrap();
        let mut body = Body::new(&style);
        text_table(&table, &mut body).unwrap();
        // The table itself is centred, too.
        for (side, count) in [("right", 2), ("left", 2), ("center", 3)] {
            assert_eq!(body.xml.matches(&format!("<w:jc w:val=\"{side}\"/>")).count(), count, "{side}");
        }
    }

    #[test]
    fn only_a_draft_marks_blank_figures() {
        let kind =
            CellKind::Figure { path: "a.b".to_owned(), headers: Vec::new(), computed: None, note: None };
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
        let shown = |draft| {
            let mut body = Body::new(&style);
            form_table(&table, draft, Company::default(), &mut body).unwrap();
            body.xml
        };
        assert!(shown(true).contains(UNFILLED) && !shown(false).contains(UNFILLED));
    }
}
