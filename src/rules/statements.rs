//! What the narrative states of the tables, for the rules that compare the two.

use rust_decimal::Decimal;

use super::Subject;
use super::words::{cell_refs, list};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::reading::{Binding, bindings, reading_cells, reading_value};
use crate::prose::{Prose, all};
use crate::report::{Report, Text};

/// A statement that fits none of its readings.
pub(super) struct Contradiction<'a> {
    prose: Prose,
    text: &'a Text,
    binding: Binding,
    /// The readings with their values, the nearest first.
    readings: Vec<(String, Decimal)>,
    /// One of the two says none and the other some.
    pub(super) is_none_against_some: bool,
}

/// Every statement that the tables contradict.
pub(super) fn contradictions(report: &Report) -> Vec<Contradiction<'_>> {
    let mut found = Vec::new();
    for (prose, text) in all(report) {
        for binding in bindings(&prose, report) {
            let readings: Option<Vec<(String, Decimal)>> = binding
                .candidates
                .iter()
                .map(|reading| Some((reading.clone(), reading_value(report, reading)?)))
                .collect();
            // A blank or unreadable cell is reported by other rules and proves nothing here.
            let Some(readings) = readings.filter(|readings| !readings.is_empty()) else { continue };
            if readings.iter().any(|(_, value)| binding.figure.fits(*value)) {
                continue;
            }
            let is_none_against_some =
                binding.figure.value.is_zero() || readings.iter().all(|(_, value)| value.is_zero());
            found.push(Contradiction { prose: prose.clone(), text, binding, readings, is_none_against_some });
        }
    }
    found
}

impl Contradiction<'_> {
    /// The finding.
    pub(super) fn finding(&self, code: Code, subject: &Subject<'_>, report: &Report) -> Diagnostic {
        let severity = if self.binding.certain { Severity::Error } else { Severity::Warning };
        let span = self.prose.locate(self.text, self.binding.range.clone());
        let words = self.prose.text.get(self.binding.words.clone()).unwrap_or_default();
        let said: Vec<String> = self
            .readings
            .iter()
            .map(|(reading, value)| format!("{}为{value}", label(report, reading)))
            .collect();
        let cells = self.readings.first().and_then(|(reading, _)| reading_cells(report, reading));
        let mut finding = Diagnostic::new(code, severity, span, "正文“{words}”与表格不符：表中{table}")
            .help("请核对原始台账，改正正文或者表格；正文中的数字可以写成 {{ 格的路径 }}，由程序从表中取数")
            .value("words", words.trim())
            .value("table", list(said.iter().take(3).map(String::as_str)));
        finding.cells = cell_refs(report, subject.source, cells.unwrap_or_default());
        finding.labels =
            finding.cells.iter().take(1).map(|cell| (cell.span, "表中的数字".to_owned())).collect();
        finding.expected = self.readings.first().map(|(_, value)| value.to_string());
        finding.actual = Some(self.binding.figure.value.to_string());
        finding
    }
}

/// The official words of a reading: `“一、本年新收政府信息公开申请数量”总计`.
fn label(report: &Report, reading: &str) -> String {
    let mut label = String::new();
    for part in reading.split(' ') {
        match part {
            "+" => label.push('与'),
            "-" => label.push_str("减去"),
            path => label.push_str(&path_label(report, path)),
        }
    }
    if reading.contains(" + ") && !reading.contains(" - ") {
        label.push_str("之和");
    }
    label
}

fn path_label(report: &Report, path: &str) -> String {
    if let Some(row) = super::words::row_label(&report.form, path) {
        return format!("“{row}”");
    }
    let Some((row, _)) = path.rsplit_once('.') else { return path.to_owned() };
    let row = super::words::row_label(&report.form, row).unwrap_or_else(|| row.to_owned());
    let cell = report.form.target(path).ok().and_then(|target| target.cells.first().copied());
    let column =
        cell.and_then(|cell| Some(report.form.place(cell)?.column.label.clone())).unwrap_or_default();
    format!("“{row}”{column}")
}
