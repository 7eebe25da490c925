//! What must hold whatever the input: every place is in the text and not inside a character, every
//! output can be written.

use std::ops::Range;

use nianbao::diagnostic::human::{self, Look};
use nianbao::diagnostic::json::{self, About, File};
use nianbao::diagnostic::sarif;
use nianbao::document::{self, build};
use nianbao::prose::Prose;
use nianbao::prose::counts::counts;
use nianbao::prose::number::{Precision, figure_at};
use nianbao::prose::reading::Ledger;
use nianbao::published;
use nianbao::reference::scan;
use nianbao::render::{Options, RENDERERS};
use nianbao::report::{LastYear, Report, Text, read};
use nianbao::rules::{Checked, check_published};
use nianbao::source::{Source, Span};
use rust_decimal::Decimal;

use crate::FORMS;

fn is_in(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some()
}

/// The number reader, at every position.
pub fn figures_hold(text: &str) {
    for at in 0..=text.len() + 1 {
        let Some(figure) = figure_at(text, at) else { continue };
        assert!(text.is_char_boundary(at) && figure.range.start == at, "{figure:?}");
        assert!(figure.range.end > at && is_in(text, &figure.range), "{figure:?}");
        // A full-width sign counts as the half-width one.
        let written = text[figure.range.clone()].replace('％', "%");
        assert!(written.ends_with(figure.unit), "{figure:?}");
        assert!(figure.value >= Decimal::ZERO && figure.step > Decimal::ZERO, "{figure:?}");
        // “不足100件” is not 100.
        assert!(figure.precision == Precision::LessThan || figure.fits(figure.value), "{figure:?}");
        for other in [Decimal::ZERO, Decimal::ONE, Decimal::from(u64::MAX)] {
            figure.fits(other);
        }
    }
}

/// A published report: the data file that it makes reads, and has the figures that the account names.
pub fn readings_hold(reading: &published::Reading) {
    let text = reading.data_file("年报").expect("the template works");
    let source = Source::new("年报.toml", text);
    // A page may be longer than a data file can be.
    if source.problem().is_some() {
        return;
    }
    let checked = check_published(reading, read(&source, &FORMS), &source, &FORMS, LastYear::None);
    findings_hold(&source, &checked);
    let Some(report) = &checked.report else { return };
    for cell in report.form.cells() {
        let path = report.form.path(cell);
        let said = reading.account.cell(&path);
        let value = said.and_then(|cell| cell.value.as_deref()).unwrap_or_default();
        if let Some(figure) = report.cell(cell).and_then(|cell| cell.state.number()) {
            assert_eq!(Decimal::from_str_exact(value).ok(), Some(figure), "{path}");
        }
    }
}

/// The scanner of references.
pub fn references_hold(text: &str) {
    let mut last = 0;
    for found in scan(text) {
        assert!(found.start >= last && found.end >= found.start, "{found:?}");
        assert!(is_in(text, &(found.start..found.end)), "{found:?}");
        last = found.end;
    }
}

/// The prose reader: what it says of each narrative text.
pub fn statements_hold(report: &Report, source: &Source) {
    let ledger = Ledger::new(report);
    for narrative in counts(&ledger) {
        let (prose, text) = (&narrative.prose, narrative.text);
        let holds = |range: &Range<usize>| {
            assert!(is_in(&prose.text, range), "{range:?}");
            is_located(prose, text, source, range.clone());
        };
        let mut last = 0;
        for sentence in prose.sentences() {
            assert!(sentence.start >= last, "{sentence:?}");
            last = sentence.end;
            holds(&sentence);
        }
        for item in &narrative.items {
            holds(&item.range);
            holds(&item.words);
            for value in item.readings.iter().filter_map(|bound| bound.value) {
                item.figure.fits(value);
            }
        }
        for percent in &narrative.percents {
            holds(&percent.range);
            holds(&percent.words);
        }
        for breakdown in &narrative.breakdowns {
            let members = breakdown.wholes.iter().chain(&breakdown.parts);
            members.for_each(|&at| assert!(narrative.items.get(at).is_some(), "{breakdown:?}"));
        }
    }
}

fn is_located(prose: &Prose, text: &Text, source: &Source, range: Range<usize>) {
    let span = prose.locate(text, range);
    assert!(span.start >= text.span.start && span.end <= text.span.end, "{span:?}");
    is_place(source, span);
}

fn is_place(source: &Source, span: Span) {
    assert!(is_in(source.text(), &(span.start..span.end)), "{span:?}");
}

/// Findings, and their JSON.
pub fn findings_hold(source: &Source, checked: &Checked) {
    for finding in &checked.findings {
        is_place(source, finding.span);
        finding.labels.iter().for_each(|(span, _)| is_place(source, *span));
        finding.cells.iter().for_each(|cell| is_place(source, cell.span));
        assert!(!finding.message.is_empty(), "{finding:?}");
    }
    let file = File::new(source, About::default(), &checked.findings);
    json::text(&[file]).expect("JSON");
}

/// The drawing of findings, SARIF, the document and the outputs that are text. DOCX takes milliseconds
/// for each report and is left out.
pub fn outputs_hold(source: &Source, checked: &Checked) {
    for (number, finding) in checked.findings.iter().take(20).enumerate() {
        human::draw(
            source,
            finding,
            Look {
                colour: number % 2 == 0,
                unicode: number % 3 == 0,
                width: (number % 5 == 0).then_some(40 + number % 100),
            },
        );
    }
    sarif::log(sarif::results(source, &checked.findings, &[]), &[], &[]);
    let Some(report) = &checked.report else { return };
    let document = build(report, document::Options { draft: true });
    for renderer in RENDERERS.iter().filter(|renderer| renderer.id != "docx" && !renderer.needs_fonts) {
        (renderer.render)(&document, &Options::default()).expect(renderer.id);
    }
}
