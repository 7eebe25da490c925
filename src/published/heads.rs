//! The headings over the figures of a table, and in which column each figure stands by them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::expected::{Expected, Line, Slot};
use super::figure::unit_in;
use super::page::GridCell;

/// Headings that stand over the rows that follow.
#[derive(Debug, Default)]
pub(super) struct Heads {
    names: Vec<Name>,
    /// True until a row of figures has followed.
    is_open: bool,
    /// True while the columns are those of the grid at hand.
    has_places: bool,
    has_spans: bool,
    /// Cells of each row of headings: without spans, places are known only if those of a row are as many.
    widths: Vec<usize>,
}

#[derive(Debug)]
struct Name {
    /// As the form has it, or as it is written.
    text: String,
    is_known: bool,
    /// The unit that it says, where it does.
    unit: Option<String>,
    /// The line of which it is the label, where it is one.
    line: Option<usize>,
    /// Which row of the headings it stands in.
    row: usize,
    columns: Range<usize>,
    /// Where it would reach if the blank cells behind it were its own.
    reach: usize,
}

impl Heads {
    /// Takes a row of headings.
    pub fn add(&mut self, expected: &Expected, cells: &[GridCell], has_spans: bool) {
        if !self.is_open {
            *self = Self::default();
        }
        self.is_open = true;
        self.has_places = true;
        self.has_spans = has_spans;
        self.widths.push(cells.len());
        let start = |at: usize, cell: &GridCell| if has_spans { cell.column } else { at };
        for (at, cell) in cells.iter().enumerate() {
            let text = super::solid(&cell.text);
            if text.is_empty() {
                continue;
            }
            let first = start(at, cell);
            let end = first + if has_spans { cell.cols } else { 1 };
            let next = cells.iter().enumerate().skip(at + 1).find(|(_, other)| is_filled(other));
            let last = cells
                .iter()
                .enumerate()
                .next_back()
                .map_or(end, |(at, cell)| start(at, cell) + cell.cols.max(1));
            let reach = next.map_or(last, |(at, cell)| start(at, cell));
            let found = expected.find(&text);
            let line = found.as_ref().and_then(super::expected::Found::line);
            let found = found.filter(super::expected::Found::is_head);
            let (text, is_known) =
                found.map_or((super::expected::key_of(&text), false), |found| (found.name.to_owned(), true));
            let row = self.widths.len();
            let unit = unit_in(&super::solid(&cell.text)).map(str::to_owned);
            self.names.push(Name { text, is_known, unit, line, row, columns: first..end, reach });
        }
    }

    /// The units that are said over a figure by its own headings.
    pub fn units<'h>(&'h self, slot: &'h Slot) -> impl Iterator<Item = &'h str> {
        let is_over = |name: &&Name| slot.heads.contains(&name.text);
        self.names.iter().filter(is_over).filter_map(|name| name.unit.as_deref())
    }

    /// True if no row of figures has followed the headings.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// A row of figures follows: the next headings are other ones.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// Another grid begins: what stands where in it is not known.
    pub fn leave_grid(&mut self, goes_on: bool) {
        self.has_places &= goes_on;
        self.is_open = false;
    }

    /// True if a heading of that name is there.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.is_known && own.text == name)
    }

    /// The lines whose labels stand among the headings.
    pub fn lines(&self) -> impl Iterator<Item = usize> {
        self.names.iter().filter_map(|name| name.line)
    }

    /// True if the headings are those of the form in its order, so that the figures of a full row stand in it, too.
    pub fn are_official(&self, line: &Line) -> bool {
        let mut wanted: Vec<&str> = Vec::new();
        let depth = line.slots.iter().map(|slot| slot.heads.len()).max().unwrap_or(0);
        // Row by row, as they are read: a heading over several columns once.
        for level in 0..depth {
            let mut last: Option<(&str, &[String])> = None;
            for slot in &line.slots {
                let Some(name) = slot.heads.get(level) else { continue };
                let above = slot.heads.get(..level).unwrap_or_default();
                if last != Some((name.as_str(), above)) {
                    wanted.push(name);
                }
                last = Some((name, above));
            }
        }
        let fits = |given: &Name, wanted: &str| {
            given.text == wanted
                || !given.is_known && given.text.chars().count() >= 2 && wanted.starts_with(&given.text)
        };
        let given = self.names.iter().filter(|name| wanted.iter().any(|wanted| fits(name, wanted)));
        let given: Vec<&Name> = given.collect();
        given.len() == wanted.len() && given.iter().zip(&wanted).all(|(given, wanted)| fits(given, wanted))
    }

    /// Which of the cells behind the label of a row stands under the headings of each figure; `None` if the
    /// headings do not say so for the whole row.
    pub fn assign<'c>(
        &self,
        line: &Line,
        cells: &'c [GridCell],
        behind: usize,
    ) -> Option<Vec<Option<&'c GridCell>>> {
        let is_placed = self.has_spans || self.widths.iter().all(|width| *width == cells.len());
        if !self.has_places || !is_placed || self.names.is_empty() {
            return None;
        }
        let mut used = vec![false; cells.len()];
        let mut found = Vec::new();
        let mut claimed = BTreeSet::new();
        for slot in &line.slots {
            let columns = self.columns(&slot.heads)?;
            let own: Vec<usize> = (behind..cells.len())
                .filter(|&at| {
                    let place = cells.get(at).map(|cell| if self.has_spans { cell.column } else { at });
                    place.is_some_and(|place| columns.contains(&place))
                })
                .collect();
            // Where a heading is lost, two figures may lay claim to one column.
            if own.iter().any(|&at| !claimed.insert(at)) {
                return None;
            }
            let filled: Vec<usize> =
                own.iter().copied().filter(|&at| cells.get(at).is_some_and(is_filled)).collect();
            let at = match (filled.as_slice(), own.as_slice()) {
                ([one], _) => Some(*one),
                ([], [first, ..]) => Some(*first),
                ([], []) => None,
                _ => return None,
            };
            for &at in &own {
                if let Some(used) = used.get_mut(at) {
                    *used = true;
                }
            }
            found.push(at.and_then(|at| cells.get(at)));
        }
        let known = found.iter().flatten().count();
        // A column of the site's own is left out, if all those of the form are there.
        let is_own = |at: usize| known == line.slots.len() && self.strange_heading(cells, at).is_some();
        let leaves_none = (behind..cells.len())
            .all(|at| used.get(at) == Some(&true) || !cells.get(at).is_some_and(is_filled) || is_own(at));
        // A table of some applicants has no more headings than figures.
        let is_of_some = used.iter().skip(behind).all(|used| *used)
            && line.slots.iter().zip(&found).all(|(slot, found)| {
                found.is_some() || slot.heads.last().is_some_and(|head| !self.has(head))
            })
            && self
                .names
                .iter()
                .all(|name| name.is_known || name.columns.end <= self.first_column(cells, behind));
        (leaves_none && (known * 2 >= line.slots.len() || known > 0 && is_of_some)).then_some(found)
    }

    fn first_column(&self, cells: &[GridCell], behind: usize) -> usize {
        cells.get(behind).map_or(behind, |cell| if self.has_spans { cell.column } else { behind })
    }

    /// True if a row ends before the last heading of the form: nobody knows which of its cells is not there.
    pub fn reach_beyond(&self, cells: &[GridCell]) -> bool {
        let end = cells.iter().map(|cell| cell.column + cell.cols).max().unwrap_or(0);
        self.has_spans && self.names.iter().any(|name| name.is_known && name.columns.start >= end)
    }

    /// The heading over a cell of a row that is none of the form.
    pub fn strange_heading(&self, cells: &[GridCell], at: usize) -> Option<&str> {
        let column = cells.get(at).map(|cell| if self.has_spans { cell.column } else { at })?;
        let over = self.names.iter().find(|name| !name.is_known && name.columns.contains(&column));
        over.map(|name| name.text.as_str())
    }

    /// True if no heading of the form stands over the rows of the grid at hand.
    pub fn are_strange(&self) -> bool {
        !self.has_places || !self.names.iter().any(|name| name.is_known)
    }

    /// True if the heading next over the first figure of a line is there.
    pub fn names_last(&self, line: &Line) -> bool {
        line.slots.first().and_then(|slot| slot.heads.last()).is_some_and(|head| self.has(head))
    }

    /// How many headings of the lowest row stand over the cells behind the label of a row.
    pub fn count_over(&self, cells: &[GridCell], behind: usize) -> usize {
        if cells.get(behind).is_none() {
            return 0;
        }
        let from = self.first_column(cells, behind);
        let lowest = self.names.iter().map(|name| name.row).max();
        let over = self.names.iter().filter(|name| Some(name.row) == lowest && name.columns.start >= from);
        // Where cells are not merged, one heading stands there several times.
        over.map(|name| &name.text).collect::<BTreeSet<_>>().len()
    }

    /// The columns that stand under all of some headings; `None` if two headings of that name are there.
    fn columns(&self, heads: &[String]) -> Option<Vec<usize>> {
        let Some(own) = heads.last() else { return Some(Vec::new()) };
        let over = |column: &usize| {
            heads.iter().rev().skip(1).all(|head| {
                let mut all = self.names.iter().filter(|name| name.text == *head).peekable();
                // A heading over several columns may be lost: the others still say which they are.
                all.peek().is_none()
                    || all.any(|name| {
                        name.columns.contains(column) || (name.columns.start..name.reach).contains(column)
                    })
            })
        };
        let leaves = self.names.iter().filter(|name| name.text == *own);
        let mut parts: Vec<Vec<usize>> =
            leaves.map(|name| name.columns.clone().filter(over).collect()).collect();
        parts.retain(|columns: &Vec<usize>| !columns.is_empty());
        parts.dedup();
        if parts.len() > 1 { None } else { Some(parts.pop().unwrap_or_default()) }
    }
}

pub(super) fn is_filled(cell: &GridCell) -> bool {
    cell.text.chars().any(super::shows)
}
