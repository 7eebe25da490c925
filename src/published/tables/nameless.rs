//! Rows whose label is lost, or that the form does not have: what stands around them says what they are.

use super::{GroupRow, Known, Nameless, Reader};
use crate::published::account::{Doubt, How, Oddity, Remark};
use crate::published::expected::{Line, LineKind};
use crate::published::figure::figure;
use crate::published::heads::is_filled;
use crate::published::page::GridCell;
use crate::published::solid;

impl<'p> Reader<'_, 'p> {
    /// A group is printed as one row where none of its own rows is there; else that row has lost its label.
    pub(super) fn settle_groups(&mut self) {
        for GroupRow { row, line: index, assigned, doubt } in std::mem::take(&mut self.groups) {
            let Some(line) = self.expected.lines.get(index) else { continue };
            let own = prefix(line);
            let is_own = |path: &String| line.slots.iter().any(|slot| slot.path == *path);
            let mut of_group = self.out.values.keys().filter(|path| path.starts_with(own));
            let lines = self.known.iter().filter_map(|known| self.expected.lines.get(known.line));
            if of_group.any(|path| !is_own(path)) || lines.map(prefix).any(|other| other.starts_with(own)) {
                self.nameless.push(row);
                continue;
            }
            let oddity = Oddity::GroupAsRow { label: row.label.clone() };
            self.out.remarks.push(Remark { oddity, place: Some(row.place.clone()) });
            // The rows of the group may follow without their labels.
            let goes_on = self.nameless.iter().any(|next| next.at == row.at + 1);
            self.keep(line, &assigned, How::Label, doubt.or(goes_on.then_some(Doubt::Order)));
            self.whole_groups.push(own.to_owned());
        }
        self.nameless.sort_by_key(|row| row.at);
    }

    /// A label far from where the form has it, in the place of one that is missing: both may be slips.
    pub(super) fn doubt_strays(&mut self) {
        let mut strays = Vec::new();
        for (at, known) in self.known.iter().enumerate() {
            let section = |known: &&Known| self.expected.lines.get(known.line).map(|line| line.section);
            let beside = |other: &&Known| section(other) == section(&known);
            let before = at.checked_sub(1).and_then(|before| self.known.get(before)).filter(beside);
            let after = self.known.get(at + 1).filter(beside);
            let is_between = before.is_none_or(|before| before.line < known.line)
                && after.is_none_or(|after| known.line < after.line);
            let is_place = before.is_none_or(|before| before.at + 1 == known.at)
                && after.is_none_or(|after| known.at + 1 == after.at)
                && before.zip(after).is_none_or(|(before, after)| before.line < after.line);
            let (before, after) = (before.map(|known| known.line), after.map(|known| known.line));
            let is_alone = before.is_none() && after.is_none();
            if is_place && !is_between && !is_alone && !self.missing_between(before, after).is_empty() {
                strays.push(known.line);
            }
        }
        let lines = strays.into_iter().filter_map(|line| self.expected.lines.get(line));
        for slot in lines.flat_map(|line| &line.slots) {
            if let Some(value) = self.out.values.get_mut(&slot.path) {
                value.doubt = Some(Doubt::Order);
            }
        }
    }

    /// Rows without labels between two that have theirs are the lines of the form between them, if they are as many.
    pub(super) fn place_the_nameless(&mut self) {
        let nameless = std::mem::take(&mut self.nameless);
        let mut rest = nameless.into_iter().peekable();
        while let Some(first) = rest.next() {
            let before = self.known.iter().rev().find(|known| known.at < first.at);
            let after = self.known.iter().find(|known| known.at > first.at);
            let end = after.map_or(usize::MAX, |known| known.at);
            let (before, after) = (before.map(|known| known.line), after.map(|known| known.line));
            let mut run = vec![first];
            while let Some(next) = rest.next_if(|next| next.at < end) {
                run.push(next);
            }
            let missing = self.missing_between(before, after);
            self.give(&run, &missing);
        }
    }

    /// Lines of the form that were not found, between two that were.
    fn missing_between(&self, before: Option<usize>, after: Option<usize>) -> Vec<usize> {
        let line = |index: usize| self.expected.lines.get(index);
        let section = before.or(after).and_then(line).map(|line| line.section);
        // A run at the end of a table belongs to it, whatever table comes next.
        let after = after.filter(|&after| line(after).map(|line| line.section) == section);
        let all = self.expected.lines.iter().enumerate();
        all.filter(|(index, line)| {
            let is_between =
                before.is_none_or(|before| *index > before) && after.is_none_or(|after| *index < after);
            let is_read = line.slots.iter().any(|slot| self.out.values.contains_key(&slot.path));
            Some(line.section) == section
                && is_between
                && !is_read
                && !self.whole_groups.iter().any(|group| prefix(line).starts_with(group.as_str()))
                && line.kind == LineKind::Rows
                && line.label.is_some()
        })
        .map(|(index, _)| index)
        .collect()
    }

    fn give(&mut self, run: &[Nameless<'p>], missing: &[usize]) {
        let lines: Vec<&Line> = missing.iter().filter_map(|&index| self.expected.lines.get(index)).collect();
        let fits =
            lines.len() == run.len() && lines.iter().zip(run).all(|(line, row)| row.figures(line).is_some());
        let alike = run.iter().all(|row| run.first().is_some_and(|first| same_figures(first, row)));
        let doubt = if alike { Doubt::Row } else { Doubt::Order };
        for (at, row) in run.iter().enumerate() {
            let place = Some(row.place.clone());
            match lines.get(at).filter(|_| fits) {
                Some(line) => {
                    let cells = row.figures(line).unwrap_or_default();
                    let assigned: Vec<Option<&GridCell>> = cells.iter().map(|cell| Some(*cell)).collect();
                    self.keep(line, &assigned, How::Position, Some(doubt));
                }
                None if row.section.is_some() => {
                    let cells = row.cells.iter().map(|cell| figure(&cell.text).text).collect();
                    let oddity = Oddity::ExtraRow { label: row.label.clone(), cells };
                    self.out.remarks.push(Remark { oddity, place });
                }
                None => {}
            }
        }
    }
}

impl<'p> Nameless<'p> {
    /// Its cells if they are as many as the figures of a line, but for blank ones in the place of labels.
    pub(super) fn figures(&self, line: &Line) -> Option<&[&'p GridCell]> {
        let more = self.cells.len().checked_sub(line.slots.len())?;
        let (blank, figures) = self.cells.split_at_checked(more)?;
        blank.iter().all(|cell| !is_filled(cell)).then_some(figures)
    }
}

/// The path of a row, with the dot behind it.
fn prefix(line: &Line) -> &str {
    let path = line.slots.first().map_or("", |slot| slot.path.as_str());
    path.rfind('.').and_then(|dot| path.get(..=dot)).unwrap_or(path)
}

fn same_figures(one: &Nameless<'_>, other: &Nameless<'_>) -> bool {
    let words = |row: &Nameless<'_>| row.cells.iter().map(|cell| solid(&cell.text)).collect::<Vec<_>>();
    words(one) == words(other)
}
