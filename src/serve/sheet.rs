//! What the form page is told besides what the preview is: every value, the totals, the steps of the session.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::layout::Layout;
use super::printed::runs;
use crate::document::{UNFILLED, figure};
use crate::edit::DataFile;
use crate::narrative::Run;
use crate::report::Report;

/// The file as a form to be filled in.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    #[serde(rename = "layout", serialize_with = "version")]
    pub(super) layout: Arc<Layout>,
    /// What stands under each address; `null` for nothing.
    values: BTreeMap<String, Option<String>>,
    /// What each total comes to; `null` where an addend is missing.
    computed: BTreeMap<String, Option<String>>,
    /// What each reference of the texts prints, as it is written between its braces; `null` for what is not there.
    references: BTreeMap<String, Option<String>>,
    #[serde(flatten)]
    steps: Steps,
    faulty: Option<Faulty>,
}

/// Where the session stands.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Steps {
    /// True if there is a step to take back.
    pub undo: bool,
    /// True if there is one to do again.
    pub redo: bool,
    /// The time of day at which the file was written last; `None` before that.
    pub saved: Option<String>,
}

/// The text of a file that does not read, and where.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Faulty {
    /// The whole text.
    pub text: String,
    /// The line of the fault, from 1.
    pub line: usize,
    /// The character of the fault, from 1.
    pub column: usize,
    /// What can be set right in it for certain.
    pub fixes: Vec<Certain>,
}

/// Something certain that can be set right.
#[derive(Debug, Clone, Serialize)]
pub struct Certain {
    /// Its name in a request.
    pub id: String,
    /// What it changes.
    pub words: String,
}

fn version<S: serde::Serializer>(layout: &Arc<Layout>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(layout.version())
}

impl Sheet {
    /// The form of a file that reads. `report` is `None` if it reads as TOML and is no report.
    pub fn new(layout: Arc<Layout>, file: &DataFile<'_>, report: Option<&Report>, steps: Steps) -> Self {
        let values = file.values().into_iter().map(|(address, value)| (address.to_string(), value));
        let totals = report.into_iter().flat_map(|report| {
            let totals = report.form.cells().filter_map(|id| Some((id, report.form.place(id)?)));
            totals
                .filter(|(_, place)| place.is_computed())
                .map(|(id, place)| (place.path(), report.computed(id).map(|total| total.to_string())))
        });
        let (values, computed) = (values.collect(), totals.collect());
        let references = report.map(references).unwrap_or_default();
        Self { layout, values, computed, references, steps, faulty: None }
    }

    /// The form of a file that does not read or cannot be had: what it said before stays, since it may be all that
    /// is left of it.
    pub fn unread(layout: Arc<Layout>, before: Option<&Self>, faulty: Option<Faulty>, steps: Steps) -> Self {
        let (values, computed, references) = before
            .map(|before| (before.values.clone(), before.computed.clone(), before.references.clone()))
            .unwrap_or_default();
        Self { layout, values, computed, references, steps, faulty }
    }
}

fn references(report: &Report) -> BTreeMap<String, Option<String>> {
    let blocks = report.narrative().flat_map(|(_, text)| &text.blocks);
    let one = |run: &Run| {
        let printed = figure(run.reference.as_ref()?, report);
        let written = run.text.trim_matches(['{', '}', ' ']).to_owned();
        Some((written, Some(printed).filter(|printed| printed != UNFILLED)))
    };
    blocks.flat_map(runs).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::rules::check;
    use crate::source::Source;

    #[test]
    fn the_page_gets_values_and_totals_and_keeps_them_when_the_file_breaks() {
        let text = include_str!("../../examples/qinghe-2024.toml");
        let text = text.replacen("2,   75 ]", "\"\"   ]", 1);
        let (source, forms) = (Source::new("年报.toml", text), Forms::built_in());
        let checked = check(&source, &forms);
        let file = DataFile::read(&source, &forms).unwrap();
        let layout = Arc::new(Layout::new(file.form(), &forms, &[]));
        let steps = Steps { undo: true, ..Steps::default() };
        let sheet = Sheet::new(Arc::clone(&layout), &file, checked.report.as_ref(), steps);
        let json = serde_json::to_value(&sheet).unwrap();
        assert_eq!((&json["undo"], &json["saved"]), (&true.into(), &serde_json::Value::Null));
        assert_eq!(json["layout"], layout.version());
        assert_eq!(json["values"]["agency.name"], "青禾县住房和城乡建设局");
        assert_eq!(json["values"]["requests.received.other"], "");
        assert_eq!(json["values"]["requests.received.total"], serde_json::Value::Null);
        assert_eq!(json["computed"]["requests.received.total"], serde_json::Value::Null);
        assert!(json["computed"]["requests.carried_in.total"].is_string());
        let references = &json["references"];
        assert_eq!(
            (&references["year"], &references["requests.received.total"]),
            (&"2024".into(), &serde_json::Value::Null)
        );
        assert!(references["requests.denied.total"].is_string());
        let faulty = Faulty { line: 3, ..Faulty::default() };
        let after = Sheet::unread(layout, Some(&sheet), Some(faulty), Steps::default());
        let after = serde_json::to_value(&after).unwrap();
        assert_eq!((&after["values"], &after["computed"]), (&json["values"], &json["computed"]));
        assert_eq!(after["faulty"]["line"], 3);
    }
}
