//! From a tree to paragraphs and grids in reading order.

use std::collections::BTreeMap;

use super::HtmlError;
use super::grid::GridBuilder;
use super::list::List;
use super::look::{Look, Tag, TagKind};
use super::tables::{TableInfo, survey};
use super::tree::{Content, Id, Tree};
use super::walk::{Step, Walk};
use super::words::Words;
use crate::published::{Page, PageBlock, PageParagraph, ParagraphRole, Place, raised};

/// A caption says the heading again that stands no more blocks above it.
const FARTHEST_HEADING: usize = 20;
/// The number before the words of a heading is no longer.
const LONGEST_NUMBER: usize = 5;

/// Most cells of a page: a report has some four hundred.
const MAX_CELLS: usize = 200_000;

/// The blocks of a page, and the scripts in which more may be hidden.
pub(super) fn blocks(tree: &Tree, page: &mut Page) -> Result<Vec<Id>, HtmlError> {
    let mut reader = Reader {
        page,
        tables: survey(tree),
        words: Words::default(),
        role: ParagraphRole::Plain,
        bold: false,
        keeps_lines: false,
        raised: false,
        saved: Vec::new(),
        lists: Vec::new(),
        open: Vec::new(),
        grid: None,
        cell: None,
        cells: 0,
        scripts: Vec::new(),
    };
    let mut walk = Walk::new(tree);
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => match tree.content(id) {
                Content::Text(text) => reader.text(text),
                Content::Element(_, tag) => {
                    if !reader.enter(tree, id, tag) {
                        walk.leave_out(id);
                    }
                }
                Content::Bare => {}
            },
            Step::Leave(id) => {
                if let Some(tag) = tree.tag(id) {
                    reader.leave(tag)?;
                }
            }
        }
    }
    reader.flush();
    Ok(reader.scripts)
}

/// A table that is open.
struct OpenTable {
    use_: Use,
    number: usize,
    row: usize,
    column: usize,
}

/// What becomes of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A grid.
    Grid,
    /// What is in it stands for itself.
    Layout,
    /// Words of the cell around it.
    Words,
}

/// A cell of the grid that is open.
struct OpenCell {
    text: String,
    place: Place,
}

struct Reader<'a> {
    page: &'a mut Page,
    tables: BTreeMap<Id, TableInfo>,
    words: Words,
    /// What the next paragraph is.
    role: ParagraphRole,
    bold: bool,
    keeps_lines: bool,
    raised: bool,
    /// `bold`, `keeps_lines` and `raised` around each open element.
    saved: Vec<(bool, bool, bool)>,
    lists: Vec<List>,
    open: Vec<OpenTable>,
    grid: Option<GridBuilder>,
    cell: Option<OpenCell>,
    cells: usize,
    scripts: Vec<Id>,
}

impl Reader<'_> {
    fn text(&mut self, text: &str) {
        let raised = self.raised.then(|| raised(text));
        let text = raised.as_deref().unwrap_or(text);
        if !self.keeps_lines {
            self.words.add(text, self.bold);
            return;
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.flush();
            }
            self.words.add(line, self.bold);
        }
    }

    /// An element begins; false if nothing within it counts.
    fn enter(&mut self, tree: &Tree, id: Id, tag: &Tag) -> bool {
        // Rows and cells count even where they are hidden: somebody looks for the place in the source.
        self.count(tag.kind);
        if tag.look.hidden {
            return false;
        }
        match tag.kind {
            TagKind::Inline => self.inline_edge(&tag.look),
            TagKind::Marker => {}
            TagKind::Block | TagKind::Group(_) | TagKind::Caption => self.flush(),
            TagKind::Heading(level) => {
                self.flush();
                self.role = ParagraphRole::Heading(level);
            }
            TagKind::Break if matches!(self.role, ParagraphRole::Heading(_)) => self.words.line_end(),
            TagKind::Break => self.flush(),
            TagKind::List(is_numbered) => {
                self.flush();
                self.lists.push(List::new(is_numbered, &tag.look));
            }
            TagKind::Item => self.item(&tag.look),
            TagKind::Table => self.table(id),
            TagKind::Row => {
                self.flush();
                if let Some(grid) = self.grid.as_mut().filter(|_| is_grid(&self.open)) {
                    grid.row();
                }
            }
            TagKind::Cell => self.enter_cell(),
            TagKind::Picture => self.picture(&tag.look),
            TagKind::Title => {
                self.title(tree, id);
                return false;
            }
            TagKind::Script => {
                self.scripts.push(id);
                return false;
            }
            TagKind::Meta | TagKind::Template | TagKind::LeftOut => return false,
        }
        self.saved.push((self.bold, self.keeps_lines, self.raised));
        // A heading shows bold in any case.
        let is_heading = matches!(tag.kind, TagKind::Heading(_));
        self.bold = !is_heading && tag.look.bold.unwrap_or(self.bold);
        self.keeps_lines = tag.look.keeps_lines.unwrap_or(self.keeps_lines);
        self.raised |= tag.look.raised && tag.kind == TagKind::Inline;
        true
    }

    /// An element ends of which something counts.
    fn leave(&mut self, tag: &Tag) -> Result<(), HtmlError> {
        match tag.kind {
            TagKind::Inline => self.inline_edge(&tag.look),
            TagKind::Marker => self.marker(),
            TagKind::Caption => self.caption(),
            TagKind::Block => self.flush(),
            TagKind::Heading(_) | TagKind::Item => {
                self.flush();
                self.role = ParagraphRole::Plain;
            }
            TagKind::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagKind::Group(kind) => {
                if let Some(grid) = self.grid.as_mut().filter(|_| is_grid(&self.open)) {
                    grid.end_group(kind);
                }
            }
            TagKind::Cell => self.leave_cell(&tag.look)?,
            TagKind::Table => {
                self.flush();
                let table = self.open.pop();
                if table.is_some_and(|table| table.use_ == Use::Grid) {
                    let grid = self.grid.take().and_then(GridBuilder::finish);
                    self.page.blocks.extend(grid.map(PageBlock::Grid));
                }
            }
            _ => {}
        }
        if let Some(saved) = self.saved.pop() {
            (self.bold, self.keeps_lines, self.raised) = saved;
        }
        Ok(())
    }

    fn count(&mut self, kind: TagKind) {
        let Some(table) = self.open.last_mut() else { return };
        match kind {
            TagKind::Row => {
                table.row += 1;
                table.column = 0;
            }
            TagKind::Cell => table.column += 1,
            _ => {}
        }
    }

    /// Where the cell that is open stands; nowhere outside of tables.
    fn place(&self) -> Place {
        let Some(table) = self.open.iter().rev().find(|table| table.use_ != Use::Words) else {
            return Place::default();
        };
        let counted = |number: usize| Some(number).filter(|number| *number > 0);
        Place {
            table: Some(table.number),
            row: counted(table.row),
            column: counted(table.column),
            ..Place::default()
        }
    }

    /// Words that stand in lines of their own, as the lines of a title do.
    fn inline_edge(&mut self, look: &Look) {
        match self.role {
            _ if !look.is_block => {}
            ParagraphRole::Heading(_) => self.words.line_end(),
            _ => self.flush(),
        }
    }

    /// The words of a marker are no words of its entry.
    fn marker(&mut self) {
        let marker: String = self.words.take().into_iter().flatten().map(|run| run.text).collect();
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        if !marker.is_empty() {
            self.role = ParagraphRole::Item { depth, marker };
        }
    }

    /// A caption that only says the heading above it again is left out: it is there for those who cannot see.
    fn caption(&mut self) {
        let before = self.page.blocks.len();
        self.flush();
        let Some((PageBlock::Paragraph(caption), above)) = self.page.blocks.split_last() else { return };
        // An editor may have changed the punctuation of the heading.
        let letters = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let words = letters(caption.text());
        // There may be words between the heading and the table.
        let repeats = above.iter().rev().take(FARTHEST_HEADING).map_while(|block| match block {
            PageBlock::Paragraph(paragraph) => Some(letters(paragraph.text())),
            PageBlock::Grid(_) => None,
        });
        let is_repeated = |text: String| {
            text.strip_suffix(words.as_str()).is_some_and(|number| number.chars().count() <= LONGEST_NUMBER)
        };
        if above.len() == before && repeats.into_iter().any(is_repeated) {
            self.page.blocks.pop();
        }
    }

    fn item(&mut self, look: &Look) {
        self.flush();
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let marker = match self.lists.last_mut() {
            Some(list) => list.marker(look),
            None => Some("•".to_owned()),
        };
        self.role = match marker {
            Some(marker) => ParagraphRole::Item { depth, marker },
            None => ParagraphRole::Plain,
        };
    }

    fn table(&mut self, id: Id) {
        self.flush();
        let Some(info) = self.tables.get(&id) else { return };
        let use_ = match info {
            _ if self.grid.is_some() => Use::Words,
            TableInfo { is_layout: true, .. } => Use::Layout,
            TableInfo { .. } => Use::Grid,
        };
        self.open.push(OpenTable { use_, number: info.number, row: 0, column: 0 });
        if use_ == Use::Grid {
            self.grid = Some(GridBuilder::new(Place { table: Some(info.number), ..Place::default() }));
        }
    }

    fn enter_cell(&mut self) {
        self.flush();
        if is_grid(&self.open) {
            self.cell = Some(OpenCell { text: String::new(), place: self.place() });
        }
    }

    fn leave_cell(&mut self, look: &Look) -> Result<(), HtmlError> {
        self.flush();
        if !is_grid(&self.open) {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(HtmlError::TooManyCells { limit: MAX_CELLS });
        }
        let (Some(cell), Some(grid)) = (self.cell.take(), self.grid.as_mut()) else { return Ok(()) };
        let span = |said: Option<u32>| said.and_then(|said| usize::try_from(said).ok()).unwrap_or(1);
        grid.cell(span(look.cols), span(look.rows), cell.text, cell.place)
    }

    fn picture(&mut self, look: &Look) {
        if !look.small {
            let place = self.place();
            self.page.pictures.push(place);
        }
    }

    fn title(&mut self, tree: &Tree, id: Id) {
        let Some(Content::Text(text)) = tree.first_child(id).map(|child| tree.content(child)) else {
            return;
        };
        let mut words = Words::default();
        words.add(text, false);
        let title: String = words.take().into_iter().flatten().map(|run| run.text).collect();
        if !title.is_empty() {
            self.page.meta.entry("title".to_owned()).or_insert(title);
        }
    }

    /// The words since the last line end become a paragraph, or a line of the cell.
    fn flush(&mut self) {
        let Some(runs) = self.words.take() else { return };
        if let Some(cell) = &mut self.cell {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            if let ParagraphRole::Item { marker, .. } = &self.role
                && marker != "•"
            {
                cell.text.push_str(marker);
            }
            runs.iter().for_each(|run| cell.text.push_str(&run.text));
            self.role = ParagraphRole::Plain;
            return;
        }
        let role = match &self.role {
            ParagraphRole::Heading(level) => ParagraphRole::Heading(*level),
            // The other paragraphs of an entry have no marker.
            ParagraphRole::Item { .. } | ParagraphRole::Plain => {
                std::mem::replace(&mut self.role, ParagraphRole::Plain)
            }
        };
        let place = if self.grid.is_some() { Place::default() } else { self.place() };
        self.page.blocks.push(PageBlock::Paragraph(PageParagraph { role, runs, place }));
    }
}

/// Rows and cells that come are those of the grid.
fn is_grid(open: &[OpenTable]) -> bool {
    open.last().is_some_and(|table| table.use_ == Use::Grid)
}
