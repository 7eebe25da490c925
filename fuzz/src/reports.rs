//! Sound reports that a narrative is put into.

use std::sync::LazyLock;

use nianbao::narrative::Room;
use nianbao::report::{LastYear, Level, Reading, Report, Text, read};
use nianbao::rules::{Checked, check_reading};
use nianbao::source::{Source, Span};

use crate::FORMS;

/// What surrounds a narrative, as the bits of a byte say it.
#[derive(Debug, Clone, Copy)]
pub struct Kind(pub u8);

impl Kind {
    /// The text is made of words, not of bytes.
    pub fn in_words(self) -> bool {
        self.0 & 1 != 0
    }

    fn is_2019(self) -> bool {
        self.0 & 2 != 0
    }

    fn has_last_year(self) -> bool {
        self.0 & 4 != 0
    }

    fn is_government(self) -> bool {
        self.0 & 8 != 0
    }

    /// Which of the narrative texts it is.
    fn place(self) -> usize {
        usize::from(self.0 >> 4 & 3)
    }
}

/// A report whose narrative was taken out.
struct Base {
    text: &'static str,
    report: Report,
}

impl Base {
    fn new(text: &'static str) -> Self {
        let mut report = read(&Source::new("年报.toml", text), &FORMS).report.expect("a sound report");
        report.texts.iter_mut().for_each(|text| *text = None);
        report.publication.preamble = None;
        Self { text, report }
    }

    /// The report with one text, which stands behind all else in the file.
    fn with(&self, narrative: &str, kind: Kind) -> (Report, Source) {
        let mut report = self.report.clone();
        let head = self.text.len() + "\n\n".len();
        let source = Source::new("年报.toml", format!("{}\n\n'''\n{narrative}'''\n", self.text));
        let span = Span::new(head, source.text().len() - 1);
        let text = Text::new(narrative, span, &source, &mut Room::default());
        let sections = report.form.sections.iter().enumerate().filter(|(_, section)| section.table.is_none());
        let places: Vec<usize> = sections.map(|(index, _)| index).collect();
        match places.get(kind.place()) {
            Some(&place) => report.texts[place] = Some(text),
            None => report.publication.preamble = Some(text),
        }
        if kind.is_government() {
            report.agency.level = Some(Level::Government);
        }
        (report, source)
    }
}

static NOW: LazyLock<Base> = LazyLock::new(|| Base::new(include_str!("../../examples/qinghe-2024.toml")));
static NOW_2019: LazyLock<Base> =
    LazyLock::new(|| Base::new(include_str!("../../examples/baoshan-2019.toml")));
static LAST: LazyLock<Base> = LazyLock::new(|| Base::new(include_str!("../../examples/qinghe-2023.toml")));

/// A sound report with this narrative.
pub fn report_with(narrative: &str, kind: Kind) -> (Report, Source) {
    if kind.is_2019() { &NOW_2019 } else { &NOW }.with(narrative, kind)
}

/// Lets every rule look at a sound report with this narrative, perhaps with last year's beside it: then
/// the narrative before `⏎` is last year's.
pub fn check_narrative(narrative: &str, kind: Kind) -> (Checked, Source) {
    let (last, now) = match narrative.split_once('⏎') {
        Some((last, now)) => (last, now),
        None => (narrative, narrative),
    };
    let (report, source) = report_with(now, kind);
    let last_year = match kind.has_last_year() {
        true => LastYear::Known(Box::new(LAST.with(last, kind))),
        false => LastYear::None,
    };
    let reading = Reading { report: Some(report), faults: Vec::new() };
    (check_reading(reading, &source, &FORMS, last_year), source)
}
