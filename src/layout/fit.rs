//! The size of a form's table: as large as one page allows.
//!
//! Section three has 28 rows and must stand on one page. What fits depends on the paper, the
//! fonts of the office, the widths of the columns and how many digits the figures have, so the size
//! is worked out: text of a fixed line pitch in columns of a fixed width can be measured.

use super::grid::{Content, Grid, Stretch};
use super::style::{Style, TableStyle};
use super::width::halves;
use crate::document::{Cell, CellKind, Run, TextTable};

/// Room above and below the text of a cell together, in twips.
pub(crate) const PADDING: u32 = 30;

/// Room in a cell of a table of the narrative, whose columns are as wide as one likes: half a millimetre and two.
pub(crate) const TEXT_MARGINS: (u32, u32) = (28, 113);

/// Space that a figure of many digits keeps from each border, in twips; it has no margins.
const GAP: u32 = 12;
/// Digits up to which a figure needs no such space.
const FEW_DIGITS: u32 = 5;

/// The least size of a figure, in twips: 6 pt. Figures that need still less room become narrower,
/// which can be read more easily than smaller ones.
const LEAST_FIGURE: u32 = 120;

/// The least width of a figure as a percentage of its usual width.
const LEAST_STRETCH: u32 = 50;

/// Width of a digit as a percentage of its size. It is 50 in 宋体, but where that font is missing a
/// wider one stands in for it; of the usual ones DejaVu Sans is the widest. More than a fifth of the
/// width stays free with 宋体.
const DIGIT: u32 = 64;

/// Sizes of one table, in twips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Size of labels and notes.
    pub text: u32,
    /// Size of figures: all shrink with the longest one, but not below the least size of the
    /// style; only figures that are longer still go below it, each by itself. A figure that broke
    /// in the middle would read as two and push the table over the page.
    pub figures: u32,
    /// Least height of each row.
    pub rows: Vec<u32>,
}

impl Fit {
    /// The usual size, for a table of so many rows that may go over several pages.
    pub fn usual(style: &TableStyle, rows: usize) -> Self {
        Self { text: style.size, figures: style.size, rows: vec![style.row; rows] }
    }

    /// The largest size at which a table stands on one page with so many lines of text, or the usual one if
    /// none does.
    pub fn on_one_page(grid: &Grid<'_>, style: &Style, draft: bool, lines: u32) -> Self {
        let table = &style.table;
        let room = room(style, grid.rows.len(), lines);
        let steps = (table.least_size..=table.size).rev().step_by(10);
        for text in steps {
            let heights = heights(grid, table, text, draft);
            let at_least = |row: u32| heights.iter().map(move |height| row.max(*height));
            let mut rows = (0..=table.row).rev().step_by(10);
            if let Some(row) = rows.find(|row| at_least(*row).sum::<u32>() <= room) {
                let figures = figure_size(grid, table, text);
                let rows = at_least(row).collect();
                return Self { text, figures, rows };
            }
        }
        Self { figures: figure_size(grid, table, table.size), ..Self::usual(table, grid.rows.len()) }
    }
}

/// How wide the columns of a table of the narrative are: as their longest texts ask for.
pub(crate) fn text_weights(table: &TextTable) -> Vec<u32> {
    let lines: Vec<_> = std::iter::once(&table.head).chain(&table.rows).collect();
    let width = |runs: &Vec<Run>| runs.iter().map(|run| halves(&run.text)).sum::<u32>();
    let weight = |column| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        // A column is neither squeezed nor does it squeeze the others.
        // Four half characters are for the margins and for wider digits.
        (cells.map(width).max().unwrap_or(0) + 4).clamp(8, 40)
    };
    (0..table.head.len().max(1)).map(weight).collect()
}

/// True for figures such as `1,234`, `12.5%` or `—`, which stand centred in the narrative as in the form's tables.
pub(crate) fn is_figure(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

/// The height of a page that a table may fill beside so many lines of text: one line is for its heading,
/// one is spare, because programs measure borders differently.
fn room(style: &Style, rows: usize, lines: u32) -> u32 {
    let lines = style.page.line_pitch() * style.page.lines.saturating_sub(lines.saturating_add(2));
    let borders = u32::try_from(rows).unwrap_or(u32::MAX);
    lines.saturating_sub(borders.saturating_mul(style.table.border))
}

/// The heights that rows need for their text, in twips.
fn heights(grid: &Grid<'_>, style: &TableStyle, size: u32, draft: bool) -> Vec<u32> {
    let mut heights = vec![0; grid.rows.len()];
    // A cell over several rows stretches the last of them where all together are too low; those
    // that end first come first.
    let mut cells: Vec<_> = starts(grid).collect();
    cells.sort_by_key(|(row, _, cell)| row.saturating_add(cell.row_span));
    for (row, stretch, cell) in cells {
        let end = row.saturating_add(cell.row_span).min(heights.len());
        let lines = Room::new(grid, stretch, style).lines(cell, size, draft);
        let needed = lines * style.line(size) + PADDING;
        if let Some(spanned) = heights.get_mut(row..end) {
            let total: u32 = spanned.iter().sum();
            if let Some(last) = spanned.last_mut() {
                *last += needed.saturating_sub(total);
            }
        }
    }
    heights
}

fn starts<'g, 't>(grid: &'g Grid<'t>) -> impl Iterator<Item = (usize, &'g Stretch<'t>, &'t Cell)> {
    let rows = grid.rows.iter().enumerate();
    let stretches = rows.flat_map(|(row, stretches)| stretches.iter().map(move |at| (row, at)));
    stretches.filter_map(|(row, stretch)| match stretch.content {
        Content::Start(cell) => Some((row, stretch, cell)),
        Content::Continued | Content::Nothing => None,
    })
}

/// The room of a cell for its text; widths and sizes are in twips.
#[derive(Clone, Copy)]
pub(crate) struct Room<'s> {
    style: &'s TableStyle,
    /// Width of the columns that the cell covers.
    width: u32,
}

impl<'s> Room<'s> {
    pub fn new(grid: &Grid<'_>, at: &Stretch<'_>, style: &'s TableStyle) -> Self {
        Self { style, width: grid.width(at.column, at.span) }
    }

    /// Width for a figure: it may use the margins, because the part of the width that [`fitting`] keeps
    /// free does their work.
    fn full(self, halves: u32) -> u32 {
        let gaps = if halves > FEW_DIGITS { 2 * GAP } else { 0 };
        self.width.saturating_sub(self.style.border + gaps)
    }

    /// Width for text.
    fn inner(self) -> u32 {
        self.width.saturating_sub(2 * self.style.cell_margin + self.style.border)
    }

    /// Number of lines that the text of a cell takes.
    fn lines(self, cell: &Cell, size: u32, draft: bool) -> u32 {
        let (text, width) = (halves(&cell.text), self.inner());
        let whole = width + 2 * self.style.cell_margin;
        match (&cell.kind, cell.printed_note()) {
            (CellKind::Figure { computed: Some(computed), .. }, _) if draft => {
                1 + u32::from(fitting(whole, text + halves(computed) + 8, size) < size)
            }
            (CellKind::Figure { .. }, Some(note)) if !self.holds_beside(&cell.text, &note, size) => {
                1 + wrapped(width, halves(&note), self.style.note_size(size))
            }
            (CellKind::Figure { .. }, _) => 1,
            (CellKind::ColumnHeading, _) => text.div_ceil(2 * heading_line(width, text, size)),
            _ => wrapped(width, text, size),
        }
    }

    /// How far a column heading moves in on both sides, so that it wraps as [`heading_line`] says.
    pub fn inwards(self, text: &str, size: u32) -> u32 {
        let width = self.inner();
        let line = heading_line(width, halves(text), size);
        if line == width / size.max(1) {
            return 0;
        }
        // A quarter of a character is left for fonts that are a little wider.
        width.saturating_sub(line * size + size / 4) / 2
    }

    /// The greatest size, up to `size`, at which a text keeps to one line.
    pub fn size(self, text: &str, size: u32) -> u32 {
        fitting(self.full(halves(text)), halves(text), size)
    }

    /// True if a figure and its note stand in one line of text of this size.
    pub fn holds_beside(self, figure: &str, note: &str, size: u32) -> bool {
        fitting(self.inner(), halves(figure) + halves(note), size) == size
    }

    /// The percentage of its usual width at which a text of this size keeps to one line, if it must be
    /// narrower.
    pub fn stretch(self, text: &str, size: u32) -> Option<u32> {
        let usual = halves(text) * DIGIT * size;
        let percent = (self.full(halves(text)) * 10_000).checked_div(usual)?;
        (percent < 100).then(|| percent.max(LEAST_STRETCH))
    }

    /// True if a text of this size has too little room between the margins.
    pub fn needs_margins(self, text: &str, size: u32) -> bool {
        fitting(self.inner(), halves(text), size) < size || size <= LEAST_FIGURE
    }
}

/// Number of lines that a text of this many half characters takes.
fn wrapped(width: u32, halves: u32, size: u32) -> u32 {
    let line = (width / size.max(1)).max(1) * 2;
    let lines = halves.div_ceil(line);
    // A comma must not begin a line: at each break a character may move down.
    (halves + 2 * lines.saturating_sub(1)).div_ceil(line)
}

/// Characters in a line of a column heading. One that wraps does so after an even number, because
/// Chinese words are mostly of two characters: 商业 over 企业, not 商业企 over 业.
fn heading_line(width: u32, halves: u32, size: u32) -> u32 {
    let characters = (width / size.max(1)).max(1);
    if halves > 2 * characters && characters > 2 { characters / 2 * 2 } else { characters }
}

/// The greatest size, up to `size`, at which a text of this many half characters keeps to one line;
/// the digits of another font than 宋体 have room, too.
fn fitting(width: u32, halves: u32, size: u32) -> u32 {
    let fitting = (width * 100).checked_div(halves * DIGIT);
    // Sizes are whole half points.
    fitting.map_or(size, |fitting| (fitting / 10 * 10).clamp(LEAST_FIGURE.min(size), size))
}

/// The size of the figures of a table with text of a size: all shrink with the longest.
pub(crate) fn figure_size(grid: &Grid<'_>, style: &TableStyle, size: u32) -> u32 {
    let sizes = grid.figures().map(|(stretch, text)| Room::new(grid, stretch, style).size(text, size));
    sizes.min().unwrap_or(size).max(style.least_size.min(size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Table, TableRow};

    /// A table of labels and one figure a row.
    fn table(rows: usize, label: &str, figure: &str) -> Table {
        let cell = |column, kind, text: &str| Cell {
            column,
            column_span: 1,
            row_span: 1,
            id: String::new(),
            kind,
            text: text.to_owned(),
        };
        let row = |_| TableRow {
            head: false,
            cells: vec![
                cell(0, CellKind::RowHeading, label),
                cell(
                    1,
                    CellKind::Figure { path: String::new(), headers: Vec::new(), computed: None, note: None },
                    figure,
                ),
            ],
        };
        Table {
            key: String::new(),
            caption: String::new(),
            column_weights: vec![13, 1],
            repeated_rows: 0,
            rows: (0..rows).map(row).collect(),
            flat: Vec::new(),
        }
    }

    fn fit(table: &Table) -> Fit {
        let style = Style::built_in().unwrap();
        let grid = Grid::new(table, style.page.text_width());
        Fit::on_one_page(&grid, &style, false, 0)
    }

    #[test]
    fn a_small_table_has_the_usual_size() {
        let style = Style::built_in().unwrap().table;
        assert_eq!(fit(&table(9, "规章", "12")), Fit::usual(&style, 9));
    }

    #[test]
    fn a_long_table_shrinks_until_it_stands_on_one_page() {
        let style = Style::built_in().unwrap();
        let lower = fit(&table(28, "规章", "12"));
        assert_eq!(lower.text, style.table.size);
        assert!(lower.rows.iter().all(|row| *row < style.table.row));
        let smaller = fit(&table(28, &"很长的栏目".repeat(14), "12"));
        assert!(smaller.text < style.table.size);
        for fit in [lower, smaller] {
            assert!(fit.rows.iter().sum::<u32>() <= room(&style, 28, 0));
        }
    }

    #[test]
    fn a_table_that_fits_on_no_page_keeps_its_size() {
        let style = Style::built_in().unwrap().table;
        assert_eq!(fit(&table(99, "规章", "12")), Fit::usual(&style, 99));
    }

    #[test]
    fn long_figures_shrink_all_figures_down_to_the_least_size() {
        let least = Style::built_in().unwrap().table.least_size;
        let smaller = fit(&table(3, "规章", "12345"));
        assert!(smaller.figures < smaller.text && smaller.figures > least, "{smaller:?}");
        assert_eq!(fit(&table(3, "规章", "123456789")).figures, least);
    }

    /// The narrowest columns of sections three and four, with room for the digits of DejaVu Sans.
    #[test]
    fn nine_digits_fit_in_the_columns_of_the_national_forms() {
        let style = Style::built_in().unwrap();
        for weights in [vec![12, 17, 50, 11, 11, 11, 11, 11, 11, 11], vec![1; 15]] {
            let mut table = table(1, "规章", "123456789");
            let last = weights.len() - 1;
            table.rows[0].cells[1].column = last;
            table.column_weights = weights;
            let grid = Grid::new(&table, style.page.text_width());
            for digits in 1..=9_u32 {
                let text = "8".repeat(usize::try_from(digits).unwrap());
                let (at, _) = grid.figures().next().unwrap();
                let cell = Room::new(&grid, at, &style.table);
                let size = cell.size(&text, style.table.size);
                let stretch = cell.stretch(&text, size).unwrap_or(100);
                let width = digits * size * 64 * stretch / 10_000;
                let seen = format!("{digits} digits at {size}, {stretch} %: {width}");
                assert!(width <= cell.full(digits), "{seen}");
                assert!(size >= LEAST_FIGURE && stretch >= 80, "{seen}");
                assert!(digits > 5 || size >= 180 && stretch == 100, "{seen}");
            }
        }
    }

    #[test]
    fn a_narrow_heading_wraps_after_an_even_number_of_characters() {
        assert_eq!(heading_line(600, 8, 180), 2);
        assert_eq!(heading_line(600, 6, 180), 3);
        assert_eq!(heading_line(400, 8, 180), 2);
    }
}
