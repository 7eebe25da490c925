//! What the fuzz targets share: words to write with, sound reports to write into, and what must hold
//! of everything that the program says.

mod invariants;
mod reports;
mod words;

pub use invariants::{
    figures_hold, findings_hold, outputs_hold, readings_hold, references_hold, statements_hold,
};
pub use reports::{Kind, check_narrative, report_with};
pub use words::written;

use std::sync::LazyLock;

use nianbao::format::Forms;

/// The built-in forms.
pub static FORMS: LazyLock<Forms> = LazyLock::new(Forms::built_in);
