//! Changes for other programs (`--format json`).

use serde::Serialize;

use super::Difference;
use crate::edition::Edition;

/// The version of the output's structure.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Output<'d> {
    version: u8,
    old: Side<'d>,
    new: Side<'d>,
    cells: Vec<Cell<'d>>,
    details: Vec<Detail<'d>>,
    narrative: Vec<Narrative<'d>>,
    touched: Vec<Touched<'d>>,
    remarks: &'d [String],
}

#[derive(Serialize)]
struct Side<'d> {
    path: &'d str,
    format: &'d str,
    year: Option<u16>,
    agency: Option<&'d str>,
}

#[derive(Serialize)]
struct Cell<'d> {
    path: &'d str,
    label: &'d str,
    section: &'d str,
    row: &'d str,
    column: &'d str,
    old: Option<&'d str>,
    new: Option<&'d str>,
    derived: bool,
}

#[derive(Serialize)]
struct Detail<'d> {
    kind: &'static str,
    label: &'static str,
    old: Option<&'d str>,
    new: Option<&'d str>,
}

#[derive(Serialize)]
struct Narrative<'d> {
    section: &'d str,
    title: &'d str,
    old: Option<&'d str>,
    new: Option<&'d str>,
}

#[derive(Serialize)]
struct Touched<'d> {
    kind: &'static str,
    message: &'d str,
    path: Option<&'d str>,
    line: Option<usize>,
    column: Option<usize>,
}

/// The output; each edition comes with the name of its file.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub fn text(
    difference: &Difference,
    old: (&str, &Edition),
    new: (&str, &Edition),
) -> Result<String, serde_json::Error> {
    let output = Output {
        version: VERSION,
        old: side(old),
        new: side(new),
        cells: difference.cells.iter().map(cell).collect(),
        details: difference.details.iter().map(detail).collect(),
        narrative: difference.narrative.iter().map(narrative).collect(),
        touched: difference.touched.iter().map(touched).collect(),
        remarks: &difference.remarks,
    };
    serde_json::to_string_pretty(&output)
}

fn side<'d>((path, edition): (&'d str, &'d Edition)) -> Side<'d> {
    Side { path, format: &edition.form, year: edition.year, agency: edition.agency.as_deref() }
}

fn cell(change: &super::CellChange) -> Cell<'_> {
    Cell {
        path: &change.path,
        label: &change.label,
        section: &change.section,
        row: &change.row,
        column: &change.column,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        derived: change.derived,
    }
}

fn detail(change: &super::DetailChange) -> Detail<'_> {
    Detail {
        kind: change.detail.id(),
        label: change.detail.words(),
        old: change.old.as_deref(),
        new: change.new.as_deref(),
    }
}

fn narrative(change: &super::NarrativeChange) -> Narrative<'_> {
    Narrative {
        section: &change.section,
        title: &change.title,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
    }
}

fn touched(touched: &super::Touched) -> Touched<'_> {
    Touched {
        kind: touched.kind.id(),
        message: &touched.message,
        path: touched.path.as_deref(),
        line: touched.line,
        column: touched.column,
    }
}
