//! Reports for tests.

use rust_decimal::Decimal;

use super::{Figure, Filed};
use crate::format::Forms;
use crate::rules::check;
use crate::source::Source;

/// The report of a unit for 2024, with the figures of an example.
pub(super) fn filed(agency: &str) -> Filed {
    let text = include_str!("../../examples/qinghe-2024.toml");
    named(agency, "青禾县住房和城乡建设局", text)
}

/// The report of a unit in the form of 2019.
pub(super) fn filed_in_2019(agency: &str) -> Filed {
    let text = include_str!("../../examples/pingan-2019.toml");
    named(agency, "海东市平安区政务服务中心", text)
}

fn named(agency: &str, own: &str, text: &str) -> Filed {
    let source = Source::new("年报.toml", text.replace(own, agency));
    let checked = check(&source, &Forms::built_in());
    Filed::new((0, format!("{agency}.toml")), &source, &checked, None)
}

/// Puts a figure into a cell.
pub(super) fn set(filed: &mut Filed, path: &str, figure: Figure) {
    let form = filed.form.clone().unwrap();
    let at = form.cells().position(|cell| form.path(cell) == path).unwrap();
    filed.figures[at] = figure;
}

/// The number in a cell.
pub(super) fn value(filed: &Filed, path: &str) -> Decimal {
    let form = filed.form.clone().unwrap();
    let cell = form.cells().find(|cell| form.path(*cell) == path).unwrap();
    filed.figure(cell).number().unwrap()
}
