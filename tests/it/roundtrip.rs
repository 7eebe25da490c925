//! Every figure of the data file is in every output, at its place and under its labels.

use std::collections::BTreeMap;

use nianbao::edition::Edition;
use nianbao::format::Forms;
use proptest::prelude::*;

use crate::common::docx::Block;
use crate::common::labels::national;
use crate::common::lists::{NATIONAL, National, TITLES};
use crate::common::outputs::{Outputs, Printed, document};
use crate::common::program::nianbao;
use crate::common::sheet::Sheet;
use crate::common::{data, docx, edition, text_of, toml_files};

/// Examples that the repository has at least for each form.
const FEWEST_EXAMPLES: usize = 1;

fn printed(form: &str) -> Printed<'static> {
    Printed { labels: national(form), titles: TITLES }
}

/// What the program itself writes for a data file.
fn outputs_of_program(name: &str, text: &str) -> Outputs {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{name}.toml");
    std::fs::write(folder.path().join(&file), text).unwrap();
    let checked = nianbao(folder.path(), ["check", &file]);
    assert_eq!(checked.status, 0, "{name}: {}", checked.stdout);
    let rendered = nianbao(folder.path(), ["render", &file, "-o", "报告"]);
    assert_eq!(rendered.status, 0, "{name}: {}", rendered.stderr);
    let arguments = ["render", &file, "-o", "pipe", "--to", "md", "--md-tables", "pipe"];
    assert_eq!(nianbao(folder.path(), arguments).status, 0);
    let read = |path: String| std::fs::read(folder.path().join(path)).unwrap();
    let text = |path| String::from_utf8(read(path)).unwrap();
    Outputs {
        html: text(format!("报告/{name}.html")),
        markdown: text(format!("报告/{name}.md")),
        pipe: text(format!("pipe/{name}.md")),
        docx: read(format!("报告/{name}.docx")),
    }
}

#[test]
fn every_figure_of_the_examples_is_read_back_from_every_output() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (name, text) in toml_files("examples") {
        let form = if text.contains("\nformat = \"2019\"") { "2019" } else { "2021" };
        *seen.entry(form.to_owned()).or_default() += 1;
        let differences = outputs_of_program(&name, &text).differences(&data::figures(&text), &printed(form));
        assert!(differences.is_empty(), "{name}: {differences:#?}");
    }
    for form in NATIONAL {
        let count = seen.get(form.id).copied().unwrap_or(0);
        assert!(count >= FEWEST_EXAMPLES, "{count} examples of form {}", form.id);
    }
}

#[test]
fn the_comparison_sees_a_figure_that_is_wrong_missing_or_new() {
    let sheet = Sheet::new(NATIONAL[1], |_| "7".to_owned());
    let outputs = Outputs::of(&sheet.text(), &Forms::built_in());
    let (figures, printed) = (sheet.figures(), printed("2021"));
    assert_eq!(outputs.differences(&figures, &printed), [""; 0]);
    let path = "requests.denied.deliberative.research";
    let mut wrong = figures.clone();
    wrong.insert(path.to_owned(), "8".to_owned());
    let differences = outputs.differences(&wrong, &printed);
    for output in ["HTML by cell path", "HTML by labels", "Markdown by labels", "pipe tables", "DOCX"] {
        assert!(differences.iter().any(|difference| difference.contains(output)), "{differences:#?}");
    }
    let lone = |html: String| Outputs { html, ..Outputs::of(&sheet.text(), &Forms::built_in()) };
    let missing = outputs.html.replacen(&format!("data-cell=\"{path}\""), "", 1);
    let differences = lone(missing).differences(&figures, &printed);
    assert_eq!(differences[0], format!("HTML by cell path: {path}: missing"));
    let twice =
        outputs.html.replacen("data-cell=\"requests.denied.deliberative.other\"", "data-cell=\"x\"", 1);
    let differences = lone(twice).differences(&figures, &printed);
    assert!(differences.contains(&"HTML by cell path: x: not expected".to_owned()), "{differences:#?}");
}

/// A figure of 1 to 9 digits.
fn figure() -> impl Strategy<Value = u64> {
    (1..=9u32)
        .prop_flat_map(|digits| (if digits == 1 { 0 } else { 10u64.pow(digits - 1) })..10u64.pow(digits))
}

/// A data file with random figures: signed where the form allows it, with decimals where it asks for
/// money, and with some totals stated.
pub fn sheet(form: &'static National) -> impl Strategy<Value = Sheet> {
    let stated: usize = form.rows().iter().map(|(_, _, columns)| columns.len()).sum();
    let figures = prop::collection::vec((figure(), 0..1000u32, any::<bool>()), stated);
    let totals = prop::collection::vec(any::<bool>(), form.rows().len());
    (figures, totals, any::<bool>()).prop_map(move |(figures, totals, total_row)| {
        let (mut figures, mut totals) = (figures.into_iter(), totals.into_iter());
        let mut sheet = Sheet::new(form, |path| {
            let (figure, decimals, flag) = figures.next().unwrap();
            match path {
                "disclosure.fees." | "disclosure.procurement.amount" if flag => {
                    format!("{}.{decimals:03}", figure % 999_999_999)
                }
                _ if path.ends_with(".change") && flag && figure > 0 => format!("-{figure}"),
                _ => figure.to_string(),
            }
        });
        if total_row {
            sheet.state_total_row();
        }
        sheet.state_row_totals(|| totals.next().unwrap());
        sheet
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_random_reports_is_read_back_from_every_output(
        old in sheet(NATIONAL[0]),
        new in sheet(NATIONAL[1]),
    ) {
        for sheet in [old, new] {
            let outputs = Outputs::of(&sheet.text(), &Forms::built_in());
            let differences = outputs.differences(&sheet.figures(), &printed(sheet.form.id));
            prop_assert!(differences.is_empty(), "{differences:#?}");
        }
    }
}

/// Words as a clerk writes them in a note or around a table.
pub fn words() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "其中修订",
        "含上年结转",
        "说明：",
        "<b>",
        "“网办”",
        "3",
        "16件",
        "，",
        "、",
        "#",
    ]);
    prop::collection::vec(parts, 1..7).prop_map(|parts| format!("注{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn notes_and_words_around_tables_say_the_same_in_every_output(
        sheet in sheet(NATIONAL[1]),
        notes in prop::collection::vec((any::<prop::sample::Index>(), words()), 1..6),
        before in words(),
        after in words(),
    ) {
        let mut figures = sheet.figures();
        let paths: Vec<String> = figures.keys().cloned().collect();
        let mut text = String::new();
        for (index, note) in notes {
            let path = index.get(&paths);
            // One a cell.
            if !figures[path].contains('（') {
                text += &format!("[[note]]\ncell = \"{path}\"\ntext = '{note}'\n\n");
                figures.get_mut(path).unwrap().push_str(&format!("（{}）", note));
            }
        }
        let around = format!("[disclosure]\nbefore = '''\n{before}\n'''\nafter = '{after}'\n");
        let text = sheet.text().replacen("[disclosure]\n", &(text + &around), 1);
        let outputs = Outputs::of(&text, &Forms::built_in());
        let differences = outputs.differences(&figures, &printed("2021"));
        prop_assert!(differences.is_empty(), "{differences:#?}");
        let meant = Edition::of(&document(&text, &Forms::built_in()));
        let read = edition(outputs.html.as_bytes());
        prop_assert_eq!((&read.notes, &read.passages), (&meant.notes, &meant.passages));
        prop_assert_eq!(&read, &meant);
        let passage = &meant.passage("disclosure").unwrap().paragraphs;
        prop_assert_eq!(passage, &[before.clone(), after.clone()]);
        let blocks = docx::blocks(&outputs.docx).unwrap();
        let says = |block: &Block, words: &str| matches!(block, Block::Paragraph { text, .. } if text == words);
        // The words before and after may be the same.
        let first = blocks.iter().position(|block| says(block, &before)).unwrap();
        prop_assert!(matches!(blocks[first + 1], Block::Table(_)));
        prop_assert!(says(&blocks[first + 2], &after), "{:?}", blocks[first + 2]);
        for markdown in [&outputs.markdown, &outputs.pipe] {
            let plain = markdown.replace('\\', "").replace("&lt;", "<").replace("&gt;", ">");
            prop_assert!(plain.contains(&format!("\n\n{before}\n\n")), "{markdown}");
            prop_assert!(plain.contains(&format!("\n\n{after}\n\n")), "{markdown}");
        }
    }
}

/// Lines of a text that another one has not, in order.
fn new_lines<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    text.lines().filter(|line| !other.lines().any(|before| before == *line)).collect()
}

#[test]
fn one_changed_figure_changes_only_its_places() {
    let text = text_of("examples/qinghe-2024.toml");
    let changed = text.replacen("penalties           = 1037 ", "penalties           = 1038 ", 1);
    assert_ne!(text, changed);
    let (before, after) = (outputs_of_program("年报", &text), outputs_of_program("年报", &changed));
    for (before, after) in
        [(&before.html, &after.html), (&before.markdown, &after.markdown), (&before.pipe, &after.pipe)]
    {
        let (mut old, mut new) = (new_lines(before, after), new_lines(after, before));
        // The cell of the table and the sentence that refers to it; and, last, the digest of them all.
        assert!([old.pop(), new.pop()].iter().flatten().all(|line| line.contains("nianbao sha256:")));
        assert_eq!((old.len(), new.len()), (2, 2), "{old:#?} {new:#?}");
        for (old, new) in old.iter().zip(new) {
            assert_eq!(old.replacen("1037", "1038", 1), new);
        }
    }
    assert_eq!(docx::parts(&before.docx), docx::parts(&after.docx));
    for part in docx::parts(&before.docx) {
        let (old, new) = (docx::part(&before.docx, &part), docx::part(&after.docx, &part));
        if part == "word/document.xml" {
            assert_eq!(old.replace("1037", "1038"), new);
        } else if part == "docProps/custom.xml" {
            assert!(old != new, "the digest must change");
        } else {
            assert!(old == new, "{part} has changed");
        }
    }
}
