//! A sound data file for the tests of the rules, and edits of it.

use super::{Checked, check, check_reading};
use crate::diagnostic::Diagnostic;
use crate::format::Forms;
use crate::render;
use crate::report::{LastYear, read};
use crate::source::Source;

/// A sound report of form 2021 with all kinds of figures.
pub(super) const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// A sound report of form 2019.
pub(super) const SOUND_2019: &str = include_str!("../../examples/baoshan-2019.toml");

/// The report of the year before [`SOUND`].
pub(super) const LAST: &str = include_str!("../../examples/qinghe-2023.toml");

/// What makes a government's report of [`SOUND`]: on each line words and what stands for them.
const GOVERNMENT: &str = include_str!("../../tests/fixtures/government.tsv");

/// [`SOUND`] as the report of a government.
pub(super) fn government() -> String {
    let edits = GOVERNMENT.lines().filter_map(|line| line.split_once('\t'));
    edits.fold(SOUND.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Codes of the findings after an edit of [`government()`].
pub(super) fn found_in_government(edits: &[(&str, &str)]) -> Vec<&'static str> {
    let checked = check(&Source::new("年报.toml", edit(&government(), edits)), &Forms::built_in());
    checked.findings.iter().map(|finding| finding.code.0).collect()
}

/// Replaces the first place of each `from` by its `to`.
pub(super) fn edit(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// A text as last year's report.
pub(super) fn last_year(text: &str) -> LastYear {
    let source = Source::new("上年.toml", text);
    let report = read(&source, &Forms::built_in()).report.expect("last year's report reads");
    LastYear::Known(Box::new((report, source)))
}

/// Checks [`SOUND`] with the first place of each `from` replaced by its `to`.
pub(super) fn edited(edits: &[(&str, &str)]) -> Checked {
    check(&Source::new("年报.toml", edit(SOUND, edits)), &Forms::built_in())
}

/// All findings after an edit of [`SOUND`] with an edited [`LAST`] beside it.
pub(super) fn found_with(edits: &[(&str, &str)], last: &[(&str, &str)]) -> Vec<Diagnostic> {
    let (source, forms) = (Source::new("年报.toml", edit(SOUND, edits)), Forms::built_in());
    check_reading(read(&source, &forms), &source, &forms, last_year(&edit(LAST, last))).findings
}

/// Codes of the comparison of a report of form 2021 with one of form 2019 of the year before.
pub(super) fn last_year_2019_codes() -> Vec<&'static str> {
    let text = edit(
        SOUND,
        &[("year   = 2024", "year   = 2021"), ("\"青禾县住房和城乡建设局\"", "\"上海市宝山区行政服务中心\"")],
    );
    let (source, forms) = (Source::new("年报.toml", text), Forms::built_in());
    let last = last_year(&edit(SOUND_2019, &[("year   = 2019", "year   = 2020")]));
    let checked = check_reading(read(&source, &forms), &source, &forms, last);
    let codes = checked.findings.iter().map(|f| f.code.0);
    codes.filter(|code| ["Y202", "Y203", "Y204", "Y206"].contains(code)).collect()
}

/// [`SOUND`] as it is published, as Markdown with tables of pipes.
pub(super) fn published() -> String {
    let report = read(&Source::new("年报.toml", SOUND), &Forms::built_in()).report.expect("the sample reads");
    let document = crate::document::build(&report, crate::document::Options::default());
    let options = render::Options { tables: render::MarkdownTables::Pipe, ..render::Options::default() };
    render::markdown::render(&document, &options).expect("the sample is drawn")
}

/// What the rules find in a published report.
pub(super) fn in_published(text: &str) -> Vec<Diagnostic> {
    let forms = Forms::built_in();
    let page = crate::published::read(text.as_bytes()).expect("the text reads");
    let reading = crate::published::recognise(&page, &forms, None).expect("the text is a report");
    let source = Source::new("年报.toml", reading.data_file("年报.md").expect("the template works"));
    super::check_published(&reading, read(&source, &forms), &source, &forms, LastYear::None).findings
}

/// Codes of the findings after an edit of [`published()`].
pub(super) fn codes_of_published(edits: &[(&str, &str)]) -> Vec<&'static str> {
    in_published(&edit(&published(), edits)).iter().map(|finding| finding.code.0).collect()
}

/// Codes and messages of all findings after an edit.
pub(super) fn found(edits: &[(&str, &str)]) -> Vec<(String, String)> {
    edited(edits).findings.iter().map(|f| (f.code.0.to_owned(), f.message.clone())).collect()
}

/// The one finding after an edit.
pub(super) fn only(edits: &[(&str, &str)]) -> Diagnostic {
    let mut findings = edited(edits).findings;
    assert_eq!(
        findings.len(),
        1,
        "{:#?}",
        findings.iter().map(|finding| &finding.message).collect::<Vec<_>>()
    );
    findings.remove(0)
}

#[test]
fn the_sound_report_has_no_finding() {
    assert_eq!(found(&[]), []);
    assert_eq!(found_in_government(&[]), [""; 0]);
}
