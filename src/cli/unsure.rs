//! Cells of a published report that were not read for certain, in words.

use crate::format::quote;
use crate::published::{Oddity, ReadCell, Reading};

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

/// What a cell is called; of a group that is printed as one row, by that row.
fn label(reading: &Reading, path: &str) -> String {
    let cells = reading.form.target(path).map(|target| target.cells).unwrap_or_default();
    if let [cell] = cells.as_slice()
        && let Some(place) = reading.form.place(*cell)
    {
        return place.words();
    }
    let of_row = reading.account.remarks.iter().find_map(|remark| match &remark.oddity {
        Oddity::MissingCells { label, paths, .. } | Oddity::Doubtful { label, paths, .. } => {
            paths.iter().any(|own| own == path).then(|| format!("{}行的一格", quote(label)))
        }
        _ => None,
    });
    of_row.unwrap_or_else(|| path.to_owned())
}
