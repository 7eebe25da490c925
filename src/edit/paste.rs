//! Blocks of cells that are pasted, and blank cells that become 0.

use super::slot::Slot;
use super::{Address, Change, DataFile, Refused, figure};
use crate::format::{Area, CellId, Form, Item, LayoutCell, Row, Table, bare};
use crate::published::{self, Pieces};
use crate::report::read;
use crate::source::Source;

/// What a pasted block changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The changes.
    pub changes: Vec<Change>,
    /// What the clerk should hear of, such as a total that is not the sum of what was pasted with it.
    pub remarks: Vec<String>,
}

/// The figures of one line of a printed table.
struct Line {
    figures: Vec<(Area, CellId)>,
}

/// A block without what surrounds its figures.
struct Block<'b> {
    /// Rows of it with their number in what was copied, from 1.
    rows: Vec<(usize, &'b [String])>,
    /// Columns of labels before the figures.
    labels: usize,
}

/// A cell that a text of the block comes to.
type Met<'b> = (CellId, &'b str);

impl DataFile<'_> {
    /// The changes by which a block of cells fills the table to the right of a cell and down from it, in the order of
    /// the printed table. Labels before the figures and headings above them are left out, and so are totals, which the
    /// program computes; what is in brackets behind a figure becomes the note of its cell.
    ///
    /// # Errors
    /// Anything of it does not fit: then nothing is pasted.
    pub fn paste(&self, start: &Address, block: &[Vec<String>]) -> Result<Pasted, Refused> {
        let unknown = || Refused::Unknown(start.to_string());
        let Slot::Cell(first) = Slot::of(start, self.form())? else { return Err(unknown()) };
        let form = self.form().ok_or_else(unknown)?;
        let table = form.table(first.section).ok_or_else(unknown)?;
        let lines = lines(first.section, table);
        let start = lines.iter().enumerate().find_map(|(at, line)| {
            let (area, _) = line.figures.iter().find(|(_, id)| *id == first)?;
            Some((at, area.column))
        });
        let (line, column) = start.ok_or_else(unknown)?;
        let block = Block::of(table, block, table.weights.len().saturating_sub(column))?;
        let met = placed(table, lines.get(line..).unwrap_or_default(), column, &block)?;
        let is_computed = |id: &CellId| {
            form.place(*id).is_some_and(|place| place.column.sum.is_some() || place.row.sum.is_some())
        };
        let (totals, figures): (Vec<Met<'_>>, Vec<Met<'_>>) =
            met.into_iter().partition(|(id, _)| is_computed(id));
        if figures.is_empty() {
            return Err(Refused::NoFit("这里是总计，由程序计算，不必填写".to_owned()));
        }
        let mut changes = Vec::new();
        for (id, text) in figures {
            changes.extend(self.filled(form, id, text)?);
        }
        let remarks = if totals.is_empty() { Vec::new() } else { self.wrong_totals(&changes, &totals)? };
        Ok(Pasted { changes, remarks })
    }

    /// The changes that one cell of a block makes: of its figure, and of its note if it has one.
    fn filled(&self, form: &Form, id: CellId, text: &str) -> Result<Vec<Change>, Refused> {
        let Some(place) = form.place(id) else { return Ok(Vec::new()) };
        let read = published::figure(text);
        let is_one = read.pieces != Pieces::Several;
        let typed = if read.note.is_some() && is_one { read.text.as_str() } else { text };
        let written = figure::read(typed, &place).map_err(Refused::NoFit)?;
        let note = read.note.map(|note| (Address::Note(place.path()), note));
        let all = std::iter::once((Address::Value(place.path()), written)).chain(note);
        let mut changes = Vec::new();
        for (address, text) in all {
            let from = self.value(&address)?;
            if from.as_deref() != Some(&text) {
                changes.push(Change { address, from, to: Some(text) });
            }
        }
        Ok(changes)
    }

    /// What is said of totals in a block that are not those of its figures.
    fn wrong_totals(&self, changes: &[Change], totals: &[Met<'_>]) -> Result<Vec<String>, Refused> {
        let text = String::from_utf8(self.plan(changes)?.apply(self.source.text().as_bytes()));
        let after = Source::new(self.source.name(), text.unwrap_or_default());
        let Some(report) = read(&after, self.forms).report else { return Ok(Vec::new()) };
        let said = totals.iter().filter_map(|(id, text)| {
            let place = report.form.place(*id)?;
            let pasted = figure::read(text, &place).ok().filter(|pasted| !pasted.is_empty())?;
            let computed = report.computed(*id)?.to_string();
            (pasted != computed)
                .then(|| format!("{}：复制来的是 {pasted}，按各格相加是 {computed}，没有采用", place.words()))
        });
        Ok(said.collect())
    }

    /// The changes by which the blank cells of a row, of a group of rows or of a table become 0. Totals stay as they are.
    ///
    /// # Errors
    /// The form has no row, group or table of that path.
    pub fn zeros(&self, path: &str) -> Result<Vec<Change>, Refused> {
        let unknown = || Refused::Unknown(path.chars().take(100).collect());
        let form = self.form().ok_or_else(unknown)?;
        let is_within = |id: &CellId| {
            let Some(place) = form.place(*id) else { return false };
            let row = format!("{}.{}", place.section.key, place.row.key);
            row.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let mut cells = form.cells().filter(is_within).peekable();
        cells.peek().ok_or_else(unknown)?;
        let blank = cells.filter_map(|id| {
            let place = form.place(id)?;
            let from = self.text_of(&Slot::Cell(id));
            let is_figure = place.column.sum.is_none() && place.row.sum.is_none();
            let is_blank = is_figure && from.as_deref().is_none_or(str::is_empty);
            let address = Address::Value(place.path());
            is_blank.then(|| Change { address, from, to: Some("0".to_owned()) })
        });
        Ok(blank.collect())
    }
}

/// The lines of a printed table that have figures.
fn lines(section: usize, table: &Table) -> Vec<Line> {
    let figures = |cells: &[LayoutCell]| -> Vec<(Area, CellId)> {
        let figure = |cell: &LayoutCell| match cell.item {
            Item::Figure(row, column) => Some((cell.area, CellId { section, row, column })),
            _ => None,
        };
        cells.iter().filter_map(figure).collect()
    };
    let lines = table.layout.iter().map(|row| Line { figures: figures(&row.cells) });
    lines.filter(|line| !line.figures.is_empty()).collect()
}

impl<'b> Block<'b> {
    /// `room` is how many columns the printed table has from the first cell on.
    fn of(table: &Table, block: &'b [Vec<String>], room: usize) -> Result<Self, Refused> {
        let is_blank = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
        let end = block.iter().rposition(|row| !is_blank(row)).map_or(0, |last| last + 1);
        let numbered = block.iter().enumerate().take(end).map(|(at, row)| (at + 1, row.as_slice()));
        let rows: Vec<(usize, &[String])> = numbered.filter(|(_, row)| !is_heading(table, row)).collect();
        if rows.iter().all(|(_, row)| is_blank(row)) {
            return Err(Refused::NoFit("复制的内容里没有数字".to_owned()));
        }
        let least = rows.iter().map(|(_, row)| labels_of(row)).max().unwrap_or(0);
        if least == 0 {
            return Ok(Self { rows, labels: 0 });
        }
        // Blanks behind the labels are of a label over several columns, or of a blank figure: the figures of all lines
        // reach to the end of the table, or to its total.
        let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
        let first = |row: &[String]| row.iter().skip(least).position(|cell| !cell.trim().is_empty());
        let most = rows.iter().filter_map(|(_, row)| first(row)).min().map_or(least, |blanks| least + blanks);
        let reaches = |end: usize| width.checked_sub(end).filter(|labels| (least..=most).contains(labels));
        let labels =
            if least == most { Some(least) } else { reaches(room).or_else(|| reaches(room.checked_sub(1)?)) };
        match labels {
            Some(labels) => Ok(Self { rows, labels }),
            None => Err(Refused::NoFit("分不清从哪一列起是数字，请只复制数字".to_owned())),
        }
    }
}

fn is_label(cell: &str) -> bool {
    !cell.trim().is_empty() && !figure::stands_for_nothing(cell) && !published::may_be_figure(cell)
}

/// True for a row of a block that has words and no figures, and is no row of the table.
fn is_heading(table: &Table, row: &[String]) -> bool {
    let stated: Vec<&String> = row.iter().filter(|cell| !cell.trim().is_empty()).collect();
    // Rows whose labels stand above them have none in a line of figures.
    let beside = table.layout.iter().filter(|line| !line.head).flat_map(|line| &line.cells);
    let beside = beside.filter_map(|cell| match cell.item {
        Item::Row(row) => table.rows.get(row),
        _ => None,
    });
    let labelled: Vec<&Row> = beside.collect();
    let names_row = |cell: &str| labelled.iter().any(|declared| is_named(declared, cell));
    let columns = || table.column_sets.iter().flat_map(|set| &set.columns);
    let names_column = |cell: &str| {
        let cell = bare(cell);
        columns()
            .any(|column| std::iter::once(&column.label).chain(&column.also).any(|own| bare(own) == cell))
    };
    let is_of_columns = || stated.iter().any(|cell| names_column(cell) && !names_row(cell));
    !stated.is_empty()
        && stated.iter().all(|cell| is_label(cell))
        && (is_of_columns() || !stated.iter().any(|cell| names_row(cell)))
}

/// How many cells before the first figure of a row are labels, blanks between them counted.
fn labels_of(row: &[String]) -> usize {
    let first = row.iter().position(|cell| !cell.trim().is_empty() && !is_label(cell)).unwrap_or(row.len());
    row.iter().take(first).rposition(|cell| is_label(cell)).map_or(0, |last| last + 1)
}

/// True if a label is that of a row, with or without its number.
fn is_named(row: &Row, label: &str) -> bool {
    let label = bare(label);
    !label.is_empty() && std::iter::once(&row.label).chain(&row.also).any(|own| bare(own) == label)
}

/// The cells of the table that the figures of a block come to, from a column on in these lines.
fn placed<'b>(
    table: &Table,
    lines: &[Line],
    column: usize,
    block: &Block<'b>,
) -> Result<Vec<Met<'b>>, Refused> {
    let no_fit = |words: String| Err(Refused::NoFit(words));
    let room = lines.len();
    if block.rows.len() > room {
        let count = block.rows.len();
        return no_fit(format!("复制了 {count} 行数字，从这一格往下只有 {room} 行"));
    }
    let mut met = Vec::new();
    for ((number, row), line) in block.rows.iter().zip(lines) {
        let (labels, figures) = row.split_at_checked(block.labels).unwrap_or((*row, &[]));
        matches_row(table, *number, labels, line)?;
        for (at, text) in figures.iter().enumerate() {
            let place = column + at;
            let figure = line.figures.iter().find(|(area, _)| area.column == place);
            match figure {
                Some((_, id)) => met.push((*id, text.as_str())),
                None if text.trim().is_empty() => {}
                None => {
                    let shown: String = text.trim().chars().take(20).collect();
                    return no_fit(format!("第 {number} 行的“{shown}”在表里没有位置"));
                }
            }
        }
    }
    Ok(met)
}

/// Makes sure that the labels before the figures of a row are those of the row that they come to.
fn matches_row(table: &Table, number: usize, labels: &[String], line: &Line) -> Result<(), Refused> {
    if labels.is_empty() {
        return Ok(());
    }
    let row = line.figures.first().and_then(|(_, id)| table.rows.get(id.row));
    let Some(row) = row else { return Ok(()) };
    let shown = |text: &str| text.trim().chars().take(20).collect::<String>();
    if let Some(figure) = labels.iter().find(|cell| !cell.trim().is_empty() && !is_label(cell)) {
        let figure = shown(figure);
        return Err(Refused::NoFit(format!(
            "第 {number} 行的“{figure}”在别的行是文字，分不清从哪一列起是数字"
        )));
    }
    match labels.iter().rev().find(|cell| !cell.trim().is_empty()) {
        Some(label) if is_named(row, label) => Ok(()),
        Some(label) => {
            let (label, own) = (shown(label), row.quoted());
            Err(Refused::NoFit(format!("第 {number} 行是“{label}”，要填到的却是{own}")))
        }
        None => Err(Refused::NoFit(format!("第 {number} 行没有行名，别的行都有"))),
    }
}
