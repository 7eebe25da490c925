//! Labels and headings that are not as the form has them.

use super::Reader;
use crate::published::account::{Oddity, Remark};
use crate::published::expected::{Found, Part};
use crate::published::heads::is_filled;
use crate::published::page::{GridCell, Place};
use crate::published::solid;

/// A label is torn over no more rows.
const MOST_PIECES: usize = 4;
/// Rows to look at, headings that are repeated on a new page among them.
const FARTHEST_PIECE: usize = 6;

impl Reader<'_, '_> {
    pub(super) fn tell_differences(&mut self, cells: &[GridCell], found: &[Option<Found<'_>>]) {
        for (cell, found) in cells.iter().zip(found) {
            let Some(found) = found.as_ref().filter(|found| !found.is_note()) else { continue };
            let published = solid(&cell.text);
            if !found.differs {
                self.tell_unit(&published, found, &cell.place);
                continue;
            }
            if !self.is_piece(cell, found) && self.told.insert(published.clone()) {
                let oddity = Oddity::Label { published, official: found.printed.to_owned() };
                self.out.remarks.push(Remark { oddity, place: Some(cell.place.clone()) });
            }
        }
    }

    /// True for a piece of an official label whose rest stands in the cells above, below or beside it: torn by the
    /// end of a page, or over two lines.
    fn is_piece(&self, cell: &GridCell, found: &Found<'_>) -> bool {
        let is_over = |other: &&GridCell| {
            other.column < cell.column + cell.cols && cell.column < other.column + other.cols
        };
        // Headings repeated on a new page stand between the pieces.
        let is_heading = |cell: &GridCell| {
            let found = self.expected.find(&solid(&cell.text));
            found.is_some_and(|found| !found.differs && found.is_head() && found.line().is_none())
        };
        let of_row = |row: &&'_ [GridCell]| {
            if !found.is_head() && row.iter().any(is_heading) {
                return None;
            }
            let own = row.iter().find(is_over).filter(|other| is_filled(other));
            own.map(|other| solid(&other.text))
        };
        let from = self.at.saturating_sub(FARTHEST_PIECE);
        let above = self.all.get(from..self.at).unwrap_or_default().iter().filter_map(of_row);
        let below = self.all.iter().skip(self.at + 1).take(FARTHEST_PIECE).filter_map(of_row);
        let column: Vec<String> = above.chain([solid(&cell.text)]).chain(below).collect();
        let row = self.all.get(self.at).copied().unwrap_or_default();
        let row: Vec<String> =
            row.iter().filter(|cell| is_filled(cell)).map(|cell| solid(&cell.text)).collect();
        [column, row].iter().any(|pieces| self.make(pieces, &solid(&cell.text), found.name))
    }

    /// True if neighbours, a piece among them, are an official name.
    fn make(&self, pieces: &[String], own: &str, name: &str) -> bool {
        let runs = (2..=MOST_PIECES).flat_map(|length| pieces.windows(length));
        runs.into_iter().filter(|run| run.iter().any(|piece| piece == own)).any(|run| {
            let whole = self.expected.find(&run.concat());
            whole.is_some_and(|whole| !whole.differs && whole.name == name)
        })
    }

    /// Columns that the form does not have are not read.
    pub(super) fn tell_extra_columns(
        &mut self,
        cells: &[GridCell],
        behind: usize,
        assigned: &[Option<&GridCell>],
    ) {
        if !assigned.iter().any(Option::is_some) {
            return;
        }
        for (at, cell) in cells.iter().enumerate().skip(behind) {
            let is_read = assigned.iter().flatten().any(|own| std::ptr::eq(*own, cell));
            let heading = self.heads.strange_heading(cells, at).filter(|_| !is_read && is_filled(cell));
            if let Some(label) =
                heading.map(str::to_owned).filter(|heading| self.told.insert(heading.clone()))
            {
                let place = Some(cell.place.clone());
                self.out.remarks.push(Remark { oddity: Oddity::ExtraColumn { label }, place });
            }
        }
    }

    /// A heading of figures with other words in its brackets counts something else, or says so.
    fn tell_unit(&mut self, published: &str, found: &Found<'_>, place: &Place) {
        let is_column = found.parts.contains(&Part::Head) && found.line().is_none();
        if !is_column || !published.contains(['(', '（']) {
            return;
        }
        let bracket = |text: &str| {
            text.replace('(', "（")
                .split_once('（')
                .map(|(_, rest)| rest.replace(')', "）").replace(':', "："))
        };
        let (own, official) = (bracket(published), bracket(&solid(found.printed)));
        if own.is_some() && own != official && self.told.insert(published.to_owned()) {
            let oddity =
                Oddity::HeadingUnit { published: published.to_owned(), official: found.printed.to_owned() };
            self.out.remarks.push(Remark { oddity, place: Some(place.clone()) });
        }
    }
}
