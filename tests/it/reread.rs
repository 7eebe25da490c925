//! Every output of random reports is read back as a published file: the same cells, the same notes, no doubt.

use std::collections::BTreeMap;

use nianbao::format::Forms;
use nianbao::published::{read, recognise};
use nianbao::render::{Options, html};
use proptest::prelude::*;

use crate::common::data::Figures;
use crate::common::lists::NATIONAL;
use crate::common::outputs::{Outputs, document};
use crate::roundtrip::{sheet, words};

/// Differences between the cells of a file and those that were meant; with a note, `22（其中…）`.
fn differences(output: &str, bytes: &[u8], meant: &Figures) -> Vec<String> {
    let page = read(bytes).unwrap_or_else(|error| panic!("{output}: {error}"));
    let account = recognise(&page, &Forms::built_in(), None)
        .unwrap_or_else(|error| panic!("{output}: {error}"))
        .account;
    let mut found = Vec::new();
    let cells: BTreeMap<_, _> = account.cells.iter().map(|cell| (cell.path.clone(), cell)).collect();
    for (path, text) in meant {
        let cell = cells.get(path);
        let said = cell.and_then(|cell| {
            let note = cell.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
            Some(cell.value.clone()? + &note)
        });
        if said.as_ref() != Some(text) || cell.is_some_and(|cell| cell.doubtful) {
            let doubtful = cell.is_some_and(|cell| cell.doubtful);
            found.push(format!("{output}: {path}: {said:?}, not {text}, doubtful: {doubtful}"));
        }
    }
    if cells.len() != meant.len() {
        found.push(format!("{output}: {} cells", cells.len()));
    }
    found
}

/// The outputs of a data file.
fn outputs(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let outputs = Outputs::of(text, &Forms::built_in());
    let document = document(text, &Forms::built_in());
    let fragment = html::render(&document, &Options { fragment: true, ..Options::default() }).unwrap();
    vec![
        ("HTML", outputs.html.into_bytes()),
        ("Markdown", outputs.markdown.into_bytes()),
        ("pipe tables", outputs.pipe.into_bytes()),
        ("DOCX", outputs.docx),
        ("fragment", fragment.into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_output_is_read_back_to_the_same_cells(
        old in sheet(NATIONAL[0]),
        new in sheet(NATIONAL[1]),
        notes in prop::collection::vec((any::<prop::sample::Index>(), words()), 0..5),
    ) {
        for sheet in [old, new] {
            let mut figures = sheet.figures();
            let paths: Vec<String> = figures.keys().cloned().collect();
            let mut text = String::new();
            for (index, note) in &notes {
                let path = index.get(&paths);
                if !figures[path].contains('（') {
                    text += &format!("[[note]]\ncell = \"{path}\"\ntext = '{note}'\n\n");
                    figures.get_mut(path).unwrap().push_str(&format!("（{note}）"));
                }
            }
            let text = sheet.text().replacen("[disclosure]\n", &format!("{text}[disclosure]\n"), 1);
            for (output, bytes) in outputs(&text) {
                let differences = differences(output, &bytes, &figures);
                prop_assert!(differences.is_empty(), "{differences:#?}");
            }
        }
    }
}
