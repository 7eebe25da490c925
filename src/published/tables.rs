//! The figures of a page: which row of the form each row of a grid is, and which figure each cell.

mod nameless;
mod names;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::account::{Doubt, How, Remark};
use super::columns::Placed;
use super::expected::{Expected, Found, Line, LineKind, Slot};
use super::figure::{Pieces, decimal, figure, is_other_unit, is_unit_alone, may_be_figure, unit_in};
use super::heads::{Heads, is_filled};
use super::page::{Grid, GridCell, Place};
use super::solid;
use crate::format::{Kind, without_numbers};

/// Stands where a character could not be read.
const LOST: char = '\u{FFFD}';

/// A cell that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub text: String,
    pub note: Option<String>,
    pub place: Place,
    pub how: How,
    pub doubt: Option<Doubt>,
}

impl Value {
    /// Takes what stands elsewhere for the same cell.
    fn meet(&mut self, other: Self) {
        match (self.doubt, other.doubt) {
            // A list on another sheet, or a figure of the words, is no second total.
            (_, Some(Doubt::Alone)) => {}
            (Some(Doubt::Alone), _) => *self = other,
            _ if self.text == other.text => {}
            _ => self.doubt = Some(Doubt::Twice),
        }
    }
}

/// What was read of the grids.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// By cell path.
    pub values: BTreeMap<String, Value>,
    pub remarks: Vec<Remark>,
    /// Headings and other words in the tables that the form does not have.
    pub strange: usize,
    /// Of each grid of the page: the section whose figures it holds.
    pub sections: Vec<Option<usize>>,
}

/// A row that holds figures and has no label of the form.
#[derive(Debug)]
struct Nameless<'p> {
    /// Its number among the rows that hold figures.
    at: usize,
    section: Option<usize>,
    label: String,
    cells: Vec<&'p GridCell>,
    place: Place,
}

/// A row that was found by its label.
#[derive(Debug)]
struct Known {
    at: usize,
    line: usize,
}

/// A row that has the label of a group of rows.
#[derive(Debug)]
struct GroupRow<'p> {
    row: Nameless<'p>,
    line: usize,
    assigned: Vec<Option<&'p GridCell>>,
    doubt: Option<Doubt>,
}

/// Reads the figures of all grids of a page in order.
pub(super) fn read(expected: &Expected, grids: &[&Grid]) -> Figures {
    let grids: Vec<Cow<'_, Grid>> = grids.iter().map(|grid| super::shapes::usual(expected, grid)).collect();
    let mut reader = Reader {
        expected,
        heads: Heads::default(),
        out: Figures::default(),
        known: Vec::new(),
        nameless: Vec::new(),
        groups: Vec::new(),
        whole_groups: Vec::new(),
        torn: None,
        section: None,
        told: BTreeSet::new(),
        all: grids.iter().flat_map(|grid| &grid.rows).map(Vec::as_slice).collect(),
        at: 0,
        rows: 0,
        width: 0,
        settled: 0,
        unit: None,
    };
    for grid in &grids {
        reader.grid(grid);
    }
    reader.settle_groups();
    reader.doubt_strays();
    reader.place_the_nameless();
    super::sums::confirm(expected, &mut reader.out.values);
    reader.out
}

struct Reader<'e, 'p> {
    expected: &'e Expected,
    heads: Heads,
    out: Figures,
    known: Vec<Known>,
    nameless: Vec<Nameless<'p>>,
    groups: Vec<GroupRow<'p>>,
    /// Paths of the groups that are printed as one row, each with a dot behind it.
    whole_groups: Vec<String>,
    /// The beginning of a label whose row is wholly blank.
    torn: Option<(String, usize)>,
    section: Option<usize>,
    /// Labels that a remark was made of.
    told: BTreeSet<String>,
    /// The rows of all grids, and which of them is read.
    all: Vec<&'p [GridCell]>,
    at: usize,
    rows: usize,
    /// Columns of the grid before.
    width: usize,
    /// Grids whose section is known.
    settled: usize,
    /// The unit that is said for the whole of the grid at hand.
    unit: Option<String>,
}

impl<'e, 'p> Reader<'e, 'p> {
    fn grid(&mut self, grid: &'p Grid) {
        if !self.is_of_the_form(grid) {
            self.out.sections.push(None);
            self.settled = self.out.sections.len();
            self.at += grid.rows.len();
            return;
        }
        let width = width(grid);
        self.heads.leave_grid(width == self.width);
        self.width = width;
        let before = self.rows;
        self.unit = None;
        for row in &grid.rows {
            self.row(row, grid.has_spans);
            self.at += 1;
        }
        // Headings alone belong to the figures that follow them.
        if self.rows > before {
            self.out
                .sections
                .iter_mut()
                .skip(self.settled)
                .filter(|section| section.is_none())
                .for_each(|section| *section = self.section);
        }
        self.out.sections.push(self.section.filter(|_| self.rows > before));
        if self.rows > before {
            self.settled = self.out.sections.len();
        }
    }

    /// True if the grid has labels of the form, or goes on with rows that are as long as those before.
    fn is_of_the_form(&self, grid: &Grid) -> bool {
        let rows = grid.rows.iter().filter(|row| row.iter().any(is_filled));
        let (mut labels, mut all, mut full) = (0, 0, 0);
        let is_as_wide = grid.has_spans && self.width > 0 && width(grid) == self.width;
        let wanted: BTreeSet<usize> =
            self.expected.lines.iter().map(|line| line.slots.len()).filter(|&n| n > 1).collect();
        for row in rows {
            all += 1;
            let found = row.iter().filter_map(|cell| self.expected.find_in(cell));
            labels += usize::from(found.count() > 0);
            let figures = row.iter().rev().take_while(|cell| may_be_figure(&cell.text)).count();
            full +=
                usize::from(wanted.contains(&figures) && (figures == row.len() || is_as_wide && figures > 1));
        }
        labels >= 3
            || labels > 0 && labels * 2 >= all
            || full > 0 && full == all && self.rows > 0
            || full > 0 && labels > 0
    }

    fn row(&mut self, cells: &'p [GridCell], has_spans: bool) {
        // A blank form has a blank row under its headings.
        if !cells.iter().any(is_filled) {
            self.without_label(cells, &[]);
            return;
        }
        let found: Vec<Option<Found<'_>>> = cells.iter().map(|cell| self.expected.find_in(cell)).collect();
        let label =
            found.iter().rposition(|found| found.as_ref().is_some_and(|found| found.line().is_some()));
        let heads = found.iter().flatten().filter(|found| found.is_head()).count();
        let names_only = cells.iter().all(|cell| !is_filled(cell) || !may_be_figure(&cell.text));
        if names_only {
            let alone = cells.iter().rfind(|cell| is_unit_alone(&solid(&cell.text)));
            let said = alone.and_then(|cell| unit_in(&solid(&cell.text)).map(str::to_owned));
            self.unit = said.or(self.unit.take());
            self.out.strange +=
                cells.iter().zip(&found).filter(|(cell, found)| is_filled(cell) && found.is_none()).count();
        }
        if names_only && (heads > 0 && (label.is_none() || heads > 1) || self.is_over_all(cells, &found)) {
            self.tell_differences(cells, &found);
            self.heads.add(self.expected, cells, has_spans);
            return;
        }
        match label.and_then(|at| Some((at, found.get(at)?.as_ref()?.line()?))) {
            Some((at, line)) if self.is_own_label(cells, at, line) => self.labelled(cells, at, line, &found),
            _ => self.without_label(cells, &found),
        }
    }

    /// True for a heading that the form has as the label of a row, too: last in its row as it stands over figures,
    /// `其他`, or alone over all columns of a table of its own, `行政复议`.
    fn is_over_all(&self, cells: &[GridCell], found: &[Option<Found<'_>>]) -> bool {
        let Some((cell, Some(found))) = cells.last().zip(found.last()) else { return false };
        let line = found.line().and_then(|line| self.expected.lines.get(line));
        let is_alone = line.is_some_and(|line| line.kind == LineKind::Alone);
        found.is_head() && solid(&cell.text) == found.name && !is_alone
            || matches!(cells, [only] if only.cols > 1) && (found.is_head() || is_alone)
    }

    /// A group's label is that of a row only where its figures stand beside it.
    fn is_own_label(&self, cells: &[GridCell], at: usize, line: usize) -> bool {
        let Some(line) = self.expected.lines.get(line) else { return false };
        let behind = cells.get(at + 1..).unwrap_or_default();
        let spans_rows = cells.get(at).is_some_and(|cell| cell.rows > 1);
        match line.kind {
            LineKind::Rows => true,
            LineKind::Alone => behind.len() >= line.slots.len() && behind.iter().any(is_filled),
            LineKind::Group(_) => {
                !spans_rows
                    && behind.iter().all(|cell| may_be_figure(&cell.text))
                    && behind.iter().any(is_filled)
            }
        }
    }

    fn labelled(&mut self, cells: &'p [GridCell], at: usize, index: usize, found: &[Option<Found<'_>>]) {
        let Some(line) = self.expected.lines.get(index) else { return };
        self.heads.close();
        self.rows += 1;
        self.section = Some(line.section);
        let behind = cells.get(at + 1..).unwrap_or_default();
        let written = cells.get(at).map(|cell| solid(&cell.text)).unwrap_or_default();
        let is_blank = behind.iter().all(|cell| !is_filled(cell));
        let differs = found.get(at).and_then(Option::as_ref).is_some_and(|found| found.differs);
        let above = self.nameless.last().filter(|above| is_blank && above.at + 1 == self.rows);
        let above = above.map(|above| self.is_whole(&above.label, &written, index));
        self.torn = is_blank.then_some((written, index));
        self.tell_differences(cells, found);
        if let LineKind::Group(_) = line.kind {
            let label = line.label.clone().unwrap_or_default();
            let place = cells.get(at).map(|cell| cell.place.clone()).unwrap_or_default();
            let (assigned, doubt) = self.heads.cells_of(line, cells, at + 1);
            let (section, cells) = (self.section, behind.iter().collect());
            let row = Nameless { at: self.rows, section, label, cells, place };
            self.groups.push(GroupRow { row, line: index, assigned, doubt });
            return;
        }
        self.known.push(Known { at: self.rows, line: index });
        // The label began beside its figures, in the row above.
        if above == Some(true)
            && let Some(row) = self.nameless.pop()
        {
            let assigned: Vec<Option<&GridCell>> =
                row.figures(line).unwrap_or_default().iter().map(|cell| Some(*cell)).collect();
            self.keep(line, &assigned, How::Label, None);
            return;
        }
        let (assigned, doubt) = self.heads.cells_of(line, cells, at + 1);
        self.tell_extra_columns(cells, at + 1, &assigned);
        let may_be_torn = above.is_some() && differs;
        self.keep(line, &assigned, How::Label, doubt.or(may_be_torn.then_some(Doubt::Order)));
    }

    /// True if two pieces are the label of a line and nothing more.
    fn is_whole(&self, start: &str, end: &str, line: usize) -> bool {
        let joined = format!("{start}{end}");
        let label = self.expected.lines.get(line).and_then(|line| line.label.as_deref()).unwrap_or_default();
        let found = self.expected.find(&joined).filter(|found| !found.differs);
        let cuts = joined.contains(['(', '（']);
        !end.is_empty()
            && !start.is_empty()
            && found.is_some_and(|found| found.line() == Some(line))
            && (!cuts || without_numbers(&joined) == without_numbers(label))
    }

    /// A row without a label of the form: a piece of a torn row, one of the table without labels, one whose label
    /// is lost, or one that the form does not have.
    fn without_label(&mut self, cells: &'p [GridCell], found: &[Option<Found<'_>>]) {
        let figures: Vec<&GridCell> = {
            let count = cells.iter().rev().take_while(|cell| may_be_figure(&cell.text)).count();
            cells.iter().skip(cells.len() - count).collect()
        };
        let words: String =
            cells.iter().take(cells.len() - figures.len()).map(|cell| solid(&cell.text)).collect();
        let is_blank = !figures.iter().any(|cell| is_filled(cell));
        if is_blank && !(words.is_empty() && self.heads.is_open()) {
            // `理的，只计这一情形）`: the end of a label above.
            return;
        }
        if let Some((line, (assigned, doubt))) = self.by_headings_alone(cells, &figures) {
            self.heads.close();
            self.rows += 1;
            self.section = Some(line.section);
            self.keep(line, &assigned, if doubt.is_some() { How::Position } else { How::Label }, doubt);
            return;
        }
        if is_blank {
            return;
        }
        self.heads.close();
        self.rows += 1;
        if let Some((label, index)) = self.torn.take() {
            let own = cells.iter().rev().find(|cell| is_filled(cell) && !may_be_figure(&cell.text));
            let rest = own.map(|cell| solid(&cell.text)).unwrap_or_default();
            let goes_on = self.is_whole(&label, &rest, index);
            if goes_on && let Some(line) = self.expected.lines.get(index) {
                let (assigned, doubt) = self.heads.cells_of(line, cells, cells.len() - figures.len());
                self.forget(line);
                self.keep(line, &assigned, How::Label, doubt);
                return;
            }
        }
        let place = cells.first().map(|cell| cell.place.clone()).unwrap_or_default();
        let beside =
            |found: &Found<'_>| found.parts.iter().any(|part| matches!(part, super::expected::Part::Beside));
        let label = if found.iter().flatten().any(beside) {
            let own = cells.iter().rev().find(|cell| is_filled(cell) && !may_be_figure(&cell.text));
            own.filter(|cell| self.expected.find_in(cell).is_none())
                .map(|cell| solid(&cell.text))
                .unwrap_or_default()
        } else {
            words
        };
        self.nameless.push(Nameless { at: self.rows, section: self.section, label, cells: figures, place });
    }

    /// A line that has no label in the form, found by the headings over it or by its length.
    fn by_headings_alone<'c>(
        &self,
        cells: &'c [GridCell],
        figures: &[&'c GridCell],
    ) -> Option<(&'e Line, Placed<'c>)> {
        let expected: &'e Expected = self.expected;
        // A table of one of several rows that the form prints side by side.
        let lines = self.heads.lines().filter_map(|index| expected.lines.get(index));
        let alone: Vec<&Line> = lines.filter(|line| line.kind == LineKind::Alone).collect();
        if let [line] = alone.as_slice()
            && figures.len() == line.slots.len()
            && line.slots.iter().flat_map(|slot| slot.heads.last()).all(|head| self.heads.has(head))
        {
            let (assigned, doubt) = self.heads.cells_of(line, cells, cells.len() - figures.len());
            return assigned.iter().any(Option::is_some).then_some((line, (assigned, doubt)));
        }
        expected.lines.iter().filter(|line| line.label.is_none()).find_map(|line| {
            let own = line.slots.iter().flat_map(|slot| slot.heads.iter()).collect::<BTreeSet<_>>();
            let there = own.iter().filter(|head| self.heads.has(head)).count();
            let is_under_heads = there * 2 >= own.len();
            let behind = cells.len() - figures.len();
            if is_under_heads {
                let (assigned, doubt) = self.heads.cells_of(line, cells, behind);
                return assigned.iter().any(Option::is_some).then_some((line, (assigned, doubt)));
            }
            let filled = figures.iter().filter(|cell| is_filled(cell)).count();
            let others = self.expected.lines.iter().map(|other| other.slots.len());
            let is_alone = others.filter(|&length| length == line.slots.len()).count() == 1;
            let fits = is_alone && figures.len() == line.slots.len() && filled * 2 > figures.len();
            fits.then(|| (line, (figures.iter().map(|cell| Some(*cell)).collect(), Some(Doubt::Column))))
        })
    }

    fn forget(&mut self, line: &Line) {
        for slot in &line.slots {
            self.out.values.remove(&slot.path);
        }
    }

    fn keep(&mut self, line: &Line, assigned: &[Option<&GridCell>], how: How, doubt: Option<Doubt>) {
        for (slot, cell) in line.slots.iter().zip(assigned) {
            let Some(cell) = cell else { continue };
            let read = figure(&cell.text);
            let doubt = match doubt {
                _ if cell.text.contains(LOST) => Some(Doubt::Garbled),
                _ if self.is_in_other_unit(slot, &read.text) => Some(Doubt::Unit),
                None if read.pieces != Pieces::One => Some(Doubt::Pieces),
                doubt => doubt,
            };
            let value = Value { text: read.text, note: read.note, place: cell.place.clone(), how, doubt };
            match self.out.values.entry(slot.path.clone()) {
                Entry::Vacant(free) => _ = free.insert(value),
                Entry::Occupied(mut earlier) => earlier.get_mut().meet(value),
            }
        }
    }
}

impl Reader<'_, '_> {
    /// True if a figure stands under a heading, or beside a label, that says another unit than the form's. Of nothing
    /// there is nothing in any unit.
    fn is_in_other_unit(&self, slot: &Slot, figure: &str) -> bool {
        if slot.kind != Kind::Amount || decimal(figure).is_none_or(|figure| figure.is_zero()) {
            return false;
        }
        let form = &self.expected.form;
        let cell = form.target(&slot.path).ok().and_then(|target| target.cells.first().copied());
        let place = cell.and_then(|cell| form.place(cell));
        let row = self.all.get(self.at).copied().unwrap_or_default();
        let labels: Vec<String> =
            row.iter().filter(|cell| !may_be_figure(&cell.text)).map(|cell| solid(&cell.text)).collect();
        let of_row = labels.iter().filter_map(|label| unit_in(label));
        place.is_some_and(|place| {
            self.heads
                .units(slot)
                .chain(self.unit.as_deref())
                .chain(of_row)
                .any(|said| is_other_unit(said, &place.column.unit))
        })
    }
}

/// Columns of a grid.
fn width(grid: &Grid) -> usize {
    grid.rows.iter().flatten().map(|cell| cell.column + cell.cols).max().unwrap_or(0)
}
