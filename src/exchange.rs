//! What other programs take and give: lines of fields (CSV), and a report as JSON. `render` writes both, and
//! `published` reads them back.

/// The property by which a workbook of this program is known, also after other programs have saved it.
pub(crate) const PROPERTY: &str = "nianbao";

pub(crate) mod json;
pub(crate) mod lines;
