//! Goes through the lines of a text and makes paragraphs and grids of them.

use super::inline::inline;
use super::lines::{Line, joint, lines, trim};
use super::list::{Lists, entry};
use super::shape::{Shape, heading, is_definition, is_line};
use super::{MAX_CELLS, MAX_TABLES, TextError, at_line, cells, markup, pipes, wrap};
use crate::published::page::trim_runs;
use crate::published::{Grid, GridCell, Page, PageBlock, PageParagraph, PageRun, ParagraphRole};

/// Reads all of a text.
pub(super) fn read(text: &str, page: Page) -> Result<Page, TextError> {
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut reader = Reader {
        text,
        page,
        shape: Shape::of(text, &all),
        lists: Lists::default(),
        open: None,
        rows: Vec::new(),
        is_by_tabs: false,
        cells: 0,
        tables: 0,
        tables_read: 0,
    };
    let mut at = 0;
    while let Some(line) = all.get(at) {
        at = match markup::find_table(line.raw) {
            Some(start) => reader.markup(&all, at, start)?,
            None => at + reader.line(line, all.get(at..).unwrap_or_default()),
        };
        if reader.cells > MAX_CELLS {
            return Err(TextError::TooManyCells { limit: MAX_CELLS });
        }
    }
    reader.close();
    Ok(reader.page)
}

struct Reader<'a> {
    text: &'a str,
    page: Page,
    shape: Shape,
    lists: Lists,
    /// The paragraph with which the next line may go on.
    open: Option<Open>,
    /// Rows of the grid that is open.
    rows: Vec<Vec<GridCell>>,
    /// Tabs part its cells.
    is_by_tabs: bool,
    cells: usize,
    /// Tables of HTML so far, and how many times HTML was read.
    tables: usize,
    tables_read: usize,
}

/// A paragraph that is open.
struct Open {
    role: ParagraphRole,
    /// Its words as written.
    words: String,
    /// Its first and last line.
    first: usize,
    last: usize,
    /// Where the last line begins in the words.
    last_start: usize,
}

impl Reader<'_> {
    /// Reads a line; gives how many lines that takes.
    fn line(&mut self, line: &Line<'_>, rest: &[Line<'_>]) -> usize {
        if line.words.is_empty() {
            self.close();
            return 1;
        }
        if self.shape.has_cell_lines
            && let Some((grid, taken)) = cells::table(rest)
        {
            self.close();
            self.add_grid(grid);
            return taken;
        }
        if pipes::is_rule(line.words) {
            self.close_paragraph();
            return 1;
        }
        if self.is_pipe_row(line, rest) {
            self.row(pipes::pipe_cells(line), false);
        } else if pipes::is_tab_row(line, !self.rows.is_empty() && self.is_by_tabs) {
            return self.tab_row(line, rest);
        } else {
            self.close_grid();
            self.prose(line);
        }
        1
    }

    /// A row whose cells are apart by tabs; gives how many lines it takes.
    fn tab_row(&mut self, line: &Line<'_>, rest: &[Line<'_>]) -> usize {
        let taken = pipes::quoted_lines(rest);
        let end = rest.get(taken - 1).filter(|_| taken > 1).map(|last| last.start + last.raw.len());
        let raw = end.and_then(|end| self.text.get(line.start..end)).unwrap_or(line.raw);
        self.row(pipes::tab_cells(&Line { raw, ..*line }), true);
        taken
    }

    fn is_pipe_row(&self, line: &Line<'_>, rest: &[Line<'_>]) -> bool {
        if pipes::is_pipe_row(line) {
            return true;
        }
        let is_in_table = !self.rows.is_empty() && !self.is_by_tabs;
        let is_head = rest.get(1).is_some_and(|next| pipes::is_rule(next.words) && next.words.contains('|'));
        // Pipes between the cells alone, and no line of rules.
        let goes_on = rest.get(1).is_some_and(|next| pipes::has_pipes(next.words));
        (is_in_table || is_head || goes_on) && pipes::has_pipes(line.words)
    }

    fn row(&mut self, cells: Vec<GridCell>, is_by_tabs: bool) {
        self.close_paragraph();
        if self.is_by_tabs != is_by_tabs {
            self.close_grid();
        }
        self.is_by_tabs = is_by_tabs;
        self.cells += cells.len();
        self.rows.push(cells);
    }

    /// A line that belongs to no table.
    fn prose(&mut self, line: &Line<'_>) {
        let is_markdown = self.shape.is_markdown;
        if is_line(line.words) {
            self.underline(line);
            return;
        }
        if is_markdown && (is_definition(line.words) || line.words.starts_with("```")) {
            self.close_paragraph();
            return;
        }
        let quoted = line.words.strip_prefix('>').filter(|_| is_markdown).map(trim);
        let words = quoted.unwrap_or(line.words);
        if let Some((level, words)) = heading(words).filter(|_| is_markdown) {
            self.begin(ParagraphRole::Heading(level), words, line.number);
            self.close();
        } else if let Some((marker, words)) = entry(line, is_markdown) {
            let depth = self.lists.depth(line.indent);
            self.begin(ParagraphRole::Item { depth, marker }, words, line.number);
        } else if !self.goes_on(words, line.number) {
            if line.indent == 0 {
                self.lists.end();
            }
            self.begin(ParagraphRole::Plain, words, line.number);
        }
    }

    /// Adds the line to the paragraph that is open, if it goes on with it.
    fn goes_on(&mut self, words: &str, line: usize) -> bool {
        let (Some(cut), Some(open)) = (self.shape.cut, self.open.as_mut()) else { return false };
        let last = open.words.get(open.last_start..).unwrap_or_default();
        if open.last + 1 != line || !wrap::goes_on(last, open.first == open.last, words, cut) {
            return false;
        }
        let joint = joint(last, words);
        open.words.push_str(joint);
        open.last_start = open.words.len();
        open.words.push_str(words);
        open.last = line;
        true
    }

    /// A line of dashes or such makes a heading of the line above it.
    fn underline(&mut self, line: &Line<'_>) {
        if let Some(open) = self.open.as_mut().filter(|open| open.last + 1 == line.number)
            && open.role == ParagraphRole::Plain
            && open.first == open.last
        {
            open.role = ParagraphRole::Heading(if line.words.starts_with('=') { 1 } else { 2 });
        }
        self.close();
    }

    fn begin(&mut self, role: ParagraphRole, words: &str, line: usize) {
        self.close_paragraph();
        self.open = Some(Open { role, words: words.to_owned(), first: line, last: line, last_start: 0 });
    }

    fn close(&mut self) {
        self.close_paragraph();
        self.close_grid();
    }

    fn close_paragraph(&mut self) {
        let Some(open) = self.open.take() else { return };
        let words = inline(&open.words, self.shape.is_markdown);
        self.page.pictures.extend((0..words.pictures).map(|_| at_line(open.first)));
        let mut role = open.role;
        for runs in split_at_breaks(words.runs) {
            let place = at_line(open.first);
            let paragraph = PageParagraph { role: role.clone(), runs, place };
            self.page.blocks.push(PageBlock::Paragraph(paragraph));
            // What comes after a break in an entry has no marker.
            if matches!(role, ParagraphRole::Item { .. }) {
                role = ParagraphRole::Plain;
            }
        }
    }

    fn close_grid(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let line = rows.iter().flatten().find_map(|cell| cell.place.line);
        let Some(line) = line else { return };
        self.add_grid(Grid { rows, has_spans: false, place: at_line(line) });
    }

    fn add_grid(&mut self, grid: Grid) {
        if self.shape.has_cell_lines {
            self.cells += grid.rows.iter().map(Vec::len).sum::<usize>();
        }
        if grid.rows.iter().flatten().any(|cell| !cell.text.is_empty()) {
            self.page.blocks.push(PageBlock::Grid(grid));
        }
    }

    /// Reads the tables of HTML that begin on a line; gives the line after them.
    fn markup(&mut self, all: &[Line<'_>], at: usize, start: usize) -> Result<usize, TextError> {
        let Some(line) = all.get(at) else { return Ok(at + 1) };
        self.part(line.raw.get(..start).unwrap_or_default(), line);
        let mut start = line.start + start;
        let mut first = at;
        loop {
            self.close();
            self.tables_read += 1;
            if self.tables_read > MAX_TABLES {
                return Err(TextError::TooManyTables { limit: MAX_TABLES });
            }
            let range = markup::table_range(self.text, start);
            let end = range.end;
            let html = self.text.get(range).unwrap_or_default();
            markup::add(html, first + 1, &mut self.tables, &mut self.page)?;
            let last = all.partition_point(|line| line.start <= end).saturating_sub(1);
            let Some(line) = all.get(last) else { return Ok(last + 1) };
            // What stands after the table on its last line.
            let rest = line.raw.get(end.saturating_sub(line.start)..).unwrap_or_default();
            let Some(next) = markup::find_table(rest) else {
                self.part(rest, line);
                return Ok((last + 1).max(at + 1));
            };
            self.part(rest.get(..next).unwrap_or_default(), line);
            start = end + next;
            first = last;
        }
    }

    /// Reads part of a line.
    fn part(&mut self, raw: &str, line: &Line<'_>) {
        let part = Line { raw, words: trim(raw), ..*line };
        if !part.words.is_empty() {
            self.line(&part, std::slice::from_ref(&part));
        }
    }
}

/// Each line of the runs for itself.
fn split_at_breaks(runs: Vec<PageRun>) -> Vec<Vec<PageRun>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        for (at, text) in run.text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(PageRun { text: text.to_owned(), bold: run.bold });
            }
        }
    }
    lines.iter_mut().for_each(trim_runs);
    lines.retain(|line| !line.is_empty());
    lines
}
