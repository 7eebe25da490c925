//! Changes for other programs (`--format json`).

use serde::Serialize;

use super::{CellChange, Difference};
use crate::edition::Edition;

/// The version of the output's structure.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Output<'d> {
    version: u8,
    old: Side<'d>,
    new: Side<'d>,
    /// True if the tables print other figures.
    figures_changed: bool,
    /// True if the narrative, or a note behind a figure, says something else.
    words_changed: bool,
    replaces: Replaced<'d>,
    #[serde(flatten)]
    difference: &'d Difference,
}

/// The report that the new edition takes the place of.
#[derive(Serialize)]
struct Replaced<'d> {
    title: Option<&'d str>,
    date: Option<&'d str>,
    digest: &'d str,
}

#[derive(Serialize)]
struct Side<'d> {
    path: &'d str,
    format: &'d str,
    year: Option<u16>,
    agency: Option<&'d str>,
}

/// What a detail is, with its name in official words.
#[derive(Serialize)]
pub(super) struct Detail {
    kind: &'static str,
    label: &'static str,
}

impl From<super::Detail> for Detail {
    fn from(detail: super::Detail) -> Self {
        Self { kind: detail.id(), label: detail.words() }
    }
}

/// The output; each edition comes with the name of its file, the old one with its digest.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub fn text(
    difference: &Difference,
    (old_path, old, digest): (&str, &Edition, &str),
    new: (&str, &Edition),
) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Output {
        version: VERSION,
        old: side((old_path, old)),
        new: side(new),
        figures_changed: difference.cells.iter().any(CellChange::is_of_figure),
        words_changed: !difference.narrative.is_empty()
            || difference.cells.iter().any(|cell| cell.old_note != cell.new_note),
        replaces: Replaced { title: old.title.as_deref(), date: old.date.as_deref(), digest },
        difference,
    })
}

fn side<'d>((path, edition): (&'d str, &'d Edition)) -> Side<'d> {
    Side { path, format: &edition.form, year: edition.year, agency: edition.agency.as_deref() }
}
