//! Cells of a published report that were not read for certain, in words.

use crate::published::{ReadCell, Reading};

/// More cells than this are counted, not listed.
const MOST_CELLS: usize = 5;

/// Cells in words, each with its place; `None` if there are none.
pub(super) fn listed(reading: &Reading, wanted: &dyn Fn(&&ReadCell) -> bool) -> Option<String> {
    let cells: Vec<&ReadCell> = reading.account.cells.iter().filter(wanted).collect();
    let one = |cell: &&ReadCell| {
        let place = cell.place.as_ref().map(|place| format!("（{place}）")).unwrap_or_default();
        format!("{}{place}", label(reading, &cell.path))
    };
    let words = cells.iter().take(MOST_CELLS).map(one).collect::<Vec<_>>().join("、");
    match cells.len() {
        0 => None,
        count if count > MOST_CELLS => Some(format!("{words}等 {count} 格")),
        count => Some(format!("{words}共 {count} 格")),
    }
}

/// What a cell is called.
fn label(reading: &Reading, path: &str) -> String {
    let cells = reading.form.target(path).map(|target| target.cells).unwrap_or_default();
    let place = cells.first().and_then(|cell| reading.form.place(*cell));
    place.map_or_else(|| path.to_owned(), |place| place.words())
}
