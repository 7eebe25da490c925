//! Damages a page as files are damaged on their way through other programs.

use nianbao::published::{Grid, GridCell, Page, PageBlock, PageParagraph, PageRun, ParagraphRole};

use super::judge::{is_label, solid};
use crate::common::labels::national;

/// Characters that stand where others were.
const STRANGERS: [char; 8] = ['口', '的', '未', '巳', '一', '入', '政', '数'];

/// A source of damages; the same for the same name and number.
pub struct Damager {
    state: u64,
}

type Damaged = Option<(Page, String)>;

impl Damager {
    pub fn new(name: &str, seed: u64) -> Self {
        let start = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { state: start ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) }
    }

    /// Splitmix: good enough to choose places, and the same everywhere.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len());
        all.get(at).cloned()
    }

    /// One damage, and what it is.
    pub fn damage(&mut self, page: &Page) -> (Page, String) {
        for _ in 0..50 {
            let damaged = match self.below(9) {
                0 => self.row_lost(page),
                1 => self.rows_swapped(page),
                2 | 3 => self.label_changed(page),
                4 => self.label_cut(page),
                5 => self.column_dropped(page),
                6 => self.heading_lost(page),
                7 => self.page_break(page),
                _ => self.label_torn(page),
            };
            if let Some((damaged, what)) = damaged.filter(|(damaged, _)| damaged.blocks != page.blocks) {
                return (damaged, what);
            }
        }
        panic!("nothing to damage");
    }

    /// A row of a grid, each as likely as the others.
    fn row(&mut self, page: &Page) -> Option<(usize, usize)> {
        let grids = page.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, grid_of(block)?)));
        let rows: Vec<(usize, usize)> =
            grids.flat_map(|(at, grid)| (0..grid.rows.len()).map(move |row| (at, row))).collect();
        self.one_of(&rows)
    }

    /// A label or a heading in a grid.
    fn label(&mut self, page: &Page) -> Option<(usize, usize, usize)> {
        let mut labels = Vec::new();
        for (at, block) in page.blocks.iter().enumerate() {
            for (row, cells) in grid_of(block).map_or(&[][..], |grid| &grid.rows).iter().enumerate() {
                let own = cells.iter().enumerate().filter(|(_, cell)| is_label(&solid(&cell.text)));
                labels.extend(own.map(|(cell, _)| (at, row, cell)));
            }
        }
        self.one_of(&labels)
    }

    fn row_lost(&mut self, page: &Page) -> Damaged {
        let (at, row) = self.row(page)?;
        let as_edited = self.flip();
        let mut page = page.clone();
        let grid = grid_mut(&mut page, at)?;
        let lost = grid.rows.remove(row);
        let what = format!("row {row} of block {at} lost: {}", words(&lost));
        if as_edited && grid.has_spans {
            for (above, cells) in grid.rows.iter_mut().enumerate().take(row) {
                for cell in cells.iter_mut().filter(|cell| above + cell.rows > row) {
                    cell.rows -= 1;
                }
            }
            // What reaches below goes on there.
            if let Some(next) = grid.rows.get_mut(row) {
                let over = lost.into_iter().filter(|cell| cell.rows > 1);
                next.extend(over.map(|cell| GridCell { rows: cell.rows - 1, ..cell }));
                next.sort_by_key(|cell| cell.column);
            }
        }
        Some((page, what))
    }

    fn rows_swapped(&mut self, page: &Page) -> Damaged {
        let (at, row) = self.row(page)?;
        let mut page = page.clone();
        let near = self.flip();
        let count = grid_mut(&mut page, at)?.rows.len();
        let other = if near { row + 1 } else { self.below(count) };
        let grid = grid_mut(&mut page, at).filter(|_| other < count)?;
        grid.rows.swap(row, other);
        Some((page, format!("rows {row} and {other} of block {at} swapped")))
    }

    fn label_changed(&mut self, page: &Page) -> Damaged {
        let (at, row, cell) = self.label(page)?;
        let other = self.label(page)?;
        let form = self.one_of(&["2019", "2021"])?;
        let official = self.one_of(&national(form))?;
        let mut damaged = page.clone();
        let text = &mut grid_mut(&mut damaged, at)?.rows.get_mut(row)?.get_mut(cell)?.text;
        let old = text.clone();
        let mut chars: Vec<char> = text.chars().collect();
        match self.below(6) {
            0 => text.clear(),
            1 => *text = text_at(page, other)?,
            2 => *text = self.one_of(&official.rows.split(" / ").collect::<Vec<_>>())?.to_owned(),
            3 => *text = self.one_of(&official.columns.split(" / ").collect::<Vec<_>>())?.to_owned(),
            slips => {
                for _ in 3..slips {
                    let place = self.below(chars.len());
                    *chars.get_mut(place)? = self.one_of(&STRANGERS)?;
                }
                *text = chars.into_iter().collect();
            }
        }
        let what = format!("label {old:?} in row {row} of block {at} is {text:?}");
        Some((damaged, what))
    }

    fn label_cut(&mut self, page: &Page) -> Damaged {
        let (at, row, cell) = self.label(page)?;
        let mut damaged = page.clone();
        let text = &mut grid_mut(&mut damaged, at)?.rows.get_mut(row)?.get_mut(cell)?.text;
        let old = text.clone();
        let chars: Vec<char> = old.chars().collect();
        let cut = 1 + self.below(chars.len() - 1);
        let (start, end) = chars.split_at_checked(cut)?;
        *text = if self.below(3) == 0 { end } else { start }.iter().collect();
        let what = format!("label {old:?} in row {row} of block {at} is cut to {text:?}");
        Some((damaged, what))
    }

    /// A label goes on in a row of its own, before or behind its figures.
    fn label_torn(&mut self, page: &Page) -> Damaged {
        let (at, row, cell) = self.label(page)?;
        let mut damaged = page.clone();
        let (keeps_cells, breaks, figures_first) = (self.flip(), self.flip(), self.flip());
        let grid = grid_mut(&mut damaged, at)?;
        let own = grid.rows.get(row)?.clone();
        let old = own.get(cell)?.text.clone();
        let chars: Vec<char> = old.chars().collect();
        let (start, end) = chars.split_at_checked(1 + self.below(chars.len() - 1))?;
        let mut first = own.clone();
        first.get_mut(cell)?.text = start.iter().collect();
        let mut second = own;
        for (other, own) in second.iter_mut().enumerate() {
            own.text = if other == cell { end.iter().collect() } else { String::new() };
        }
        if !figures_first {
            for (other, (first, second)) in first.iter_mut().zip(&mut second).enumerate().skip(cell) {
                if other != cell {
                    std::mem::swap(&mut first.text, &mut second.text);
                }
            }
        }
        let has_spans = grid.has_spans;
        for own in [&mut first, &mut second] {
            own.retain(|cell| keeps_cells || has_spans || !cell.text.is_empty());
        }
        *grid.rows.get_mut(row)? = first;
        grid.rows.insert(row + 1, second);
        let what =
            format!("label {old:?} in row {row} of block {at} is torn, figures first: {figures_first}");
        if breaks {
            split(&mut damaged, at, row + 1);
        }
        Some((damaged, what))
    }

    fn column_dropped(&mut self, page: &Page) -> Damaged {
        let (at, _) = self.row(page)?;
        let mut damaged = page.clone();
        let (closes_up, from_right) = (self.below(4) > 0, self.flip());
        let grid = grid_mut(&mut damaged, at)?;
        let end = |cell: &GridCell| cell.column + cell.cols;
        let width = if grid.has_spans {
            grid.rows.iter().flatten().map(end).max()?
        } else {
            grid.rows.iter().map(Vec::len).max()?
        };
        let column = self.below(width);
        for row in &mut grid.rows {
            if grid.has_spans {
                row.retain(|cell| !(cell.column == column && cell.cols == 1));
                for cell in row.iter_mut() {
                    if cell.column <= column && end(cell) > column {
                        cell.cols -= 1;
                    } else if cell.column > column && closes_up {
                        cell.column -= 1;
                    }
                }
            } else {
                let from_left = if from_right { row.len().checked_sub(column + 1) } else { Some(column) };
                if let Some(at) = from_left.filter(|&at| at < row.len()) {
                    row.remove(at);
                    for (column, cell) in row.iter_mut().enumerate() {
                        cell.column = column;
                    }
                }
            }
        }
        Some((
            damaged,
            format!(
                "column {column} of block {at} dropped, closed up: {closes_up}, from right: {from_right}"
            ),
        ))
    }

    /// A row of headings, one heading, or a title.
    fn heading_lost(&mut self, page: &Page) -> Damaged {
        let mut damaged = page.clone();
        match self.below(3) {
            0 => {
                let titles = page.blocks.iter().enumerate().filter(|(_, block)| grid_of(block).is_none());
                let at = self.one_of(&titles.map(|(at, _)| at).collect::<Vec<_>>())?;
                damaged.blocks.remove(at);
                Some((damaged, format!("paragraph {at} lost")))
            }
            kind => {
                let mut rows = Vec::new();
                for (at, block) in page.blocks.iter().enumerate() {
                    for (row, cells) in grid_of(block).map_or(&[][..], |grid| &grid.rows).iter().enumerate() {
                        let has_figure = cells.iter().any(|cell| {
                            let text = solid(&cell.text);
                            !text.is_empty() && !is_label(&text)
                        });
                        if !has_figure && cells.iter().any(|cell| is_label(&cell.text)) {
                            rows.push((at, row));
                        }
                    }
                }
                let (at, row) = self.one_of(&rows)?;
                let rows = &mut grid_mut(&mut damaged, at)?.rows;
                if kind == 1 {
                    let lost = rows.remove(row);
                    return Some((damaged, format!("headings {row} of block {at} lost: {}", words(&lost))));
                }
                let cells = rows.get_mut(row)?;
                let cell = self.below(cells.len());
                let lost = if self.flip() {
                    cells.remove(cell).text
                } else {
                    std::mem::take(&mut cells.get_mut(cell)?.text)
                };
                Some((damaged, format!("heading {lost:?} of row {row} of block {at} lost")))
            }
        }
    }

    fn page_break(&mut self, page: &Page) -> Damaged {
        let (at, row) = self.row(page).filter(|(_, row)| *row > 0)?;
        let mut damaged = page.clone();
        let (has_number, closes_up, repeats) = (self.flip(), self.flip(), self.below(4) == 0);
        split(&mut damaged, at, row);
        let head: Vec<Vec<GridCell>> = grid_of(page.blocks.get(at)?)?.rows.iter().take(3).cloned().collect();
        let grid = grid_mut(&mut damaged, at + 1)?;
        if closes_up && grid.has_spans {
            // The new part has only the columns that it shows.
            let first = grid.rows.iter().flatten().map(|cell| cell.column).min()?;
            grid.rows.iter_mut().flatten().for_each(|cell| cell.column -= first);
        }
        if repeats && row > 3 {
            grid.rows.splice(0..0, head);
        }
        if has_number {
            let place = grid.place.clone();
            let runs = vec![PageRun { text: "— 3 —".to_owned(), bold: false }];
            let number = PageParagraph { role: ParagraphRole::Plain, runs, place };
            damaged.blocks.insert(at + 1, PageBlock::Paragraph(number));
        }
        Some((
            damaged,
            format!(
                "page break before row {row} of block {at}, closes up: {closes_up}, head again: {repeats}"
            ),
        ))
    }
}

fn grid_of(block: &PageBlock) -> Option<&Grid> {
    match block {
        PageBlock::Grid(grid) => Some(grid),
        PageBlock::Paragraph(_) => None,
    }
}

fn grid_mut(page: &mut Page, at: usize) -> Option<&mut Grid> {
    match page.blocks.get_mut(at)? {
        PageBlock::Grid(grid) => Some(grid),
        PageBlock::Paragraph(_) => None,
    }
}

fn text_at(page: &Page, (at, row, cell): (usize, usize, usize)) -> Option<String> {
    Some(grid_of(page.blocks.get(at)?)?.rows.get(row)?.get(cell)?.text.clone())
}

/// A grid becomes two.
fn split(page: &mut Page, at: usize, row: usize) {
    if let Some(grid) = grid_mut(page, at) {
        let rows = grid.rows.split_off(row.min(grid.rows.len()));
        let rest = Grid { rows, has_spans: grid.has_spans, place: grid.place.clone() };
        page.blocks.insert(at + 1, PageBlock::Grid(rest));
    }
}

fn words(cells: &[GridCell]) -> String {
    cells.iter().map(|cell| solid(&cell.text)).collect::<Vec<_>>().join(" ")
}
