//! The sheet with the units, as in 情况表.csv.

use super::{OVERVIEW, Sheet, list, words};
use crate::collect::table::{HEAD, fields};
use crate::collect::{Overview, Row, State};
use crate::render::xlsx::long::{self, Cell, Look};

/// Widths of its columns in pixels.
const WIDTHS: [u32; HEAD.len()] = [200, 80, 110, 110, 90, 56, 56, 62, 360, 130, 200, 300];
/// The column that says what has become of a report.
const STATE: usize = 3;
/// The columns with counts.
const COUNTS: std::ops::RangeInclusive<usize> = 5..=7;

pub(super) fn sheet<'o>(overview: &'o Overview<'_>, most: usize) -> Sheet<'o> {
    let rows = &overview.rows;
    let columns: Vec<(&str, u32)> = HEAD.into_iter().zip(WIDTHS).collect();
    list(OVERVIEW, &columns, (rows.len(), most), rows.iter().map(row), |more| {
        format!("工作表“{OVERVIEW}”放不下全部单位，还有 {more} 个单位没有列出，见 情况表.csv。")
    })
}

fn row(row: &Row) -> long::Row {
    let state = look(row.state);
    let cell = |(column, field): (usize, String)| match column {
        STATE => Cell::text(&field, state),
        column if COUNTS.contains(&column) => Cell::figure(field, Look::Plain),
        _ => words(&field),
    };
    long::Row::of(fields(row).into_iter().enumerate().map(cell).collect())
}

/// The colour of a state; the words beside it say the same.
fn look(state: State) -> Look {
    match state {
        State::Missing | State::Unreadable | State::Differing | State::Faulty => Look::Grave,
        State::Late => Look::Slight,
        State::Filed => Look::Good,
        State::NotDue => Look::Plain,
    }
}
