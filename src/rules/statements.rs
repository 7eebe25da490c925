//! What the narrative states of the tables, for the rules that compare the two.

use rust_decimal::Decimal;

use super::Subject;
use super::words::cell_refs;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::figures::{Figures, cells, parts};
use crate::prose::number::Figure;
use crate::prose::reading::{Item, Narrative, Role, narratives};
use crate::report::Report;

/// Every narrative as it was read, and what became of each of its numbers.
#[derive(Debug)]
pub struct Statements<'a> {
    pub(super) report: &'a Report,
    pub(super) narratives: Vec<Narrative<'a>>,
    pub(super) figures: Figures<'a>,
    verdicts: Vec<Vec<Verdict>>,
}

/// What the tables say to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was bound to no cell, or a cell has no value.
    Open,
    /// A reading holds.
    Agrees,
    /// No reading holds.
    Differs,
    /// No reading holds, and one of the two sides is none.
    NoneAgainstSome,
    /// The value holds, but the reference that writes it leads to a cell of another meaning.
    OtherCell,
}

impl Verdict {
    pub(super) fn is_fault(self) -> bool {
        matches!(self, Verdict::Differs | Verdict::NoneAgainstSome | Verdict::OtherCell)
    }
}

impl<'a> Statements<'a> {
    /// Reads the narratives of a report.
    pub fn new(report: &'a Report) -> Self {
        let narratives = narratives(report);
        let figures = Figures::new(report);
        let verdicts = narratives.iter().map(|narrative| judge_all(narrative, report, &figures)).collect();
        Self { report, narratives, figures, verdicts }
    }

    /// What the tables say to an item of a narrative.
    pub(super) fn verdict(&self, narrative: usize, item: usize) -> Verdict {
        let verdicts = self.verdicts.get(narrative);
        verdicts.and_then(|all| all.get(item)).copied().unwrap_or(Verdict::Open)
    }

    /// The findings on the items with one of these verdicts.
    pub(super) fn findings(&self, code: Code, subject: &Subject<'_>, wanted: &[Verdict]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (place, narrative) in self.narratives.iter().enumerate() {
            for (at, item) in narrative.items.iter().enumerate() {
                let verdict = self.verdict(place, at);
                if wanted.contains(&verdict) {
                    found.push(self.finding(code, subject, narrative, item, verdict));
                }
            }
        }
        found
    }

    fn finding(
        &self,
        code: Code,
        subject: &Subject<'_>,
        narrative: &Narrative<'_>,
        item: &Item,
        verdict: Verdict,
    ) -> Diagnostic {
        let report = self.report;
        let severity = if item.certain { Severity::Error } else { Severity::Warning };
        let span = narrative.prose.locate(narrative.text, item.range.clone());
        let words = narrative.prose.text.get(item.words.clone()).unwrap_or_default();
        let said: Vec<String> = item.readings.iter().filter_map(|reading| self.said(item, reading)).collect();
        let template = match verdict {
            Verdict::OtherCell => {
                "正文“{words}”引用的是{referred}，不是所说的那一格：按文字应为{table}，眼下只是碰巧数字相同"
            }
            _ if said.len() > 1 => "正文“{words}”与表格不符，几种算法都对不上：表中{table}",
            _ => "正文“{words}”与表格不符：表中{table}",
        };
        let mut finding = Diagnostic::new(code, severity, span, template)
            .value("words", closed(words.trim()))
            .value("table", said.join("；或"));
        finding = match self.reference(item) {
            Some(reference) => finding
                .help("请核对原始台账，改正正文或者表格；正文中的数字可写成 {reference}，由程序从表中取数")
                .value("reference", reference),
            None => finding.help("请核对原始台账，改正正文或者表格"),
        };
        if verdict == Verdict::OtherCell {
            let referred = narrative.prose.reference_at(item.range.start);
            let referred = referred.map(|expression| label(report, &expression.path)).unwrap_or_default();
            finding = finding.value("referred", referred);
        }
        let nearest = item.readings.first();
        finding.cells =
            cell_refs(report, subject.source, nearest.map(|r| cells(report, r)).unwrap_or_default());
        finding.labels =
            finding.cells.iter().take(1).map(|cell| (cell.span, "表中的数字".to_owned())).collect();
        finding.expected = nearest.and_then(|reading| self.figures.value(reading)).map(|v| v.to_string());
        finding.actual = Some(item.figure.value.to_string());
        finding
    }

    /// What can be written in place of the number, where the nearest reading is one cell of this report.
    fn reference(&self, item: &Item) -> Option<String> {
        let reading = item.readings.first().filter(|_| item.role == Role::Count)?;
        is_one_cell(reading).then(|| format!("{{{{ {reading} }}}}"))
    }

    /// A reading with its value, in words.
    fn said(&self, item: &Item, reading: &str) -> Option<String> {
        let value = self.figures.value(reading)?;
        let Role::Change { up } = item.role else {
            return Some(format!("{}为{value}", label(self.report, reading)));
        };
        let (of_last, of_this): (Vec<_>, Vec<_>) =
            parts(reading).partition(|(_, path)| path.starts_with("last."));
        let sum = |parts: Vec<(bool, &str)>| -> Option<Decimal> {
            let start = parts.first()?.0;
            parts.iter().try_fold(Decimal::ZERO, |sum, (is_minus, path)| {
                let value = self.figures.value(path)?;
                Some(if *is_minus == start { sum + value } else { sum - value })
            })
        };
        let path: Vec<&str> = of_this.iter().map(|(_, path)| *path).collect();
        let (now, last) = (sum(of_this)?, sum(of_last)?);
        let word = if up == (value >= Decimal::ZERO) { "增加" } else { "减少" };
        let place = label(self.report, &path.join(" + "));
        Some(format!("{place}本年为{now}、上年为{last}，{word}{}", value.abs()))
    }
}

/// True if a reading is a path of this report, and no sum.
pub(super) fn is_one_cell(reading: &str) -> bool {
    !reading.contains(' ') && !reading.starts_with("last.")
}

/// Words that open a bracket, with its end: 不掌握（12件.
fn closed(words: &str) -> String {
    let is_open = |open: char, close: char| words.matches(open).count() > words.matches(close).count();
    match (is_open('（', '）'), is_open('(', ')')) {
        (true, _) => format!("{words}）"),
        (_, true) => format!("{words})"),
        _ => words.to_owned(),
    }
}

/// The verdicts on the items of a narrative.
///
/// Where 收到 was read one way this year, it is read so for last year too.
fn judge_all(narrative: &Narrative<'_>, report: &Report, figures: &Figures<'_>) -> Vec<Verdict> {
    let mut held: Option<(&Item, Vec<bool>)> = None;
    let mut found = Vec::new();
    for item in &narrative.items {
        let of_last = matches!(item.role, Role::Last | Role::Change { .. });
        let narrowed;
        let same = held.as_ref().filter(|(before, flags)| {
            of_last && before.sort == item.sort && flags.len() == item.readings.len()
        });
        let item = match same {
            Some((_, flags)) => {
                let readings = item.readings.iter().zip(flags).filter(|(_, held)| **held);
                let readings = readings.map(|(reading, _)| reading.clone()).collect();
                narrowed = item.with_readings(readings);
                &narrowed
            }
            None => item,
        };
        let verdict = judge(narrative, item, report, figures);
        if item.role == Role::Count {
            let holds = |reading: &String| {
                figures.value(reading).is_some_and(|value| holds(&item.figure, reading, value))
            };
            let flags: Vec<bool> = item.readings.iter().map(holds).collect();
            held = narrative
                .items
                .get(found.len())
                .filter(|_| verdict == Verdict::Agrees)
                .map(|item| (item, flags));
        }
        found.push(verdict);
    }
    found
}

fn judge(narrative: &Narrative<'_>, item: &Item, report: &Report, figures: &Figures<'_>) -> Verdict {
    let values: Option<Vec<Decimal>> = item.readings.iter().map(|reading| figures.value(reading)).collect();
    // A blank or unreadable cell is reported by other rules and proves nothing here.
    let Some(values) = values.filter(|values| !values.is_empty()) else { return Verdict::Open };
    let holds =
        item.readings.iter().zip(&values).any(|(reading, value)| holds(&item.figure, reading, *value));
    if holds {
        return if refers_elsewhere(narrative, item, report) { Verdict::OtherCell } else { Verdict::Agrees };
    }
    // Where a total is stated wrong, the rules on sums say so; a text with the right one is no second fault.
    let is_right = |reading: &String| {
        figures.should_be(reading).is_some_and(|value| self::holds(&item.figure, reading, value))
    };
    if item.readings.iter().any(is_right) {
        return Verdict::Open;
    }
    if item.role == Role::Last && is_of_wrong_year(narrative, item, report, figures) {
        return Verdict::Open;
    }
    let is_count = matches!(item.role, Role::Count | Role::None | Role::All);
    let is_none = item.figure.value.is_zero() || values.iter().all(Decimal::is_zero);
    if is_count && is_none { Verdict::NoneAgainstSome } else { Verdict::Differs }
}

/// True if a sentence that opens with the year before has this year's number: the year is wrong (N305).
fn is_of_wrong_year(narrative: &Narrative<'_>, item: &Item, report: &Report, figures: &Figures<'_>) -> bool {
    let before = narrative.prose.text.get(..item.range.start).unwrap_or_default();
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default().trim_start();
    let opens = sentence.starts_with(&format!("{}年", report.year().wrapping_sub(1)));
    opens
        && item.readings.iter().any(|reading| {
            let own = reading.replace("last.", "");
            figures.value(&own).is_some_and(|value| holds(&item.figure, &own, value))
        })
}

/// Whether a stated number can be the value of a reading; amounts are in 万元 in the tables.
fn holds(figure: &Figure, reading: &str, value: Decimal) -> bool {
    let is_amount = reading.ends_with("disclosure.fees") || reading.ends_with(".amount");
    let per_ten_thousand = match figure.unit {
        "元" if is_amount => Decimal::new(1, 4),
        "亿元" if is_amount => Decimal::from(10_000),
        _ => return figure.fits(value),
    };
    // The same number followed by 元 is D008: the table holds yuan.
    if figure.value == value {
        return true;
    }
    let scaled = |number: Decimal| number.checked_mul(per_ten_thousand).unwrap_or(number);
    Figure { value: scaled(figure.value), step: scaled(figure.step), unit: "万元", ..figure.clone() }
        .fits(value)
}

/// True if the number is a reference to a cell that no reading has, where its words are certain.
fn refers_elsewhere(narrative: &Narrative<'_>, item: &Item, report: &Report) -> bool {
    let is_plain = item.certain && item.role == Role::Count && !item.figure.value.is_zero();
    let Some(expression) = narrative.prose.reference_at(item.range.start).filter(|_| is_plain) else {
        return false;
    };
    let Ok(target) = report.form.target(&expression.path) else { return false };
    !item.readings.iter().any(|reading| {
        parts(reading).any(|(_, path)| path == expression.path) || {
            let own = cells(report, reading);
            own == target.cells
        }
    })
}

/// The official words of a reading: `“一、本年新收政府信息公开申请数量”总计`.
pub(super) fn label(report: &Report, reading: &str) -> String {
    let all: Vec<(bool, &str)> = parts(reading).collect();
    let rows: Vec<&str> = all.iter().filter_map(|(_, path)| Some(path.rsplit_once('.')?.0)).collect();
    let is_sum = all.len() > 1 && all.iter().all(|(is_minus, _)| !is_minus);
    // Columns of one row are named once with their row.
    if is_sum && rows.windows(2).all(|pair| matches!(pair, [a, b] if a == b)) {
        let columns: Vec<String> = all.iter().map(|(_, path)| column_label(report, path)).collect();
        return format!(
            "{}{}之和",
            row_words(report, all.first().map_or("", |(_, path)| path)),
            columns.join("、")
        );
    }
    let mut label = String::new();
    for (index, (is_minus, path)) in all.iter().enumerate() {
        if index > 0 {
            label.push_str(if *is_minus { "减去" } else { "与" });
        }
        label.push_str(&path_label(report, path));
    }
    if is_sum {
        label.push_str("之和");
    }
    label
}

fn path_label(report: &Report, path: &str) -> String {
    format!("{}{}", row_words(report, path), column_label(report, path))
}

/// The row of a path, with 上年 before it where the path leads there.
fn row_words(report: &Report, path: &str) -> String {
    if let Some(path) = path.strip_prefix("last.") {
        let Some(last) = report.last_year.report() else { return String::new() };
        return format!("上年{}", row_words(last, path));
    }
    let own = super::words::row_label(&report.form, path);
    let row = own.or_else(|| super::words::row_label(&report.form, path.rsplit_once('.')?.0));
    row.map_or_else(|| path.to_owned(), |row| format!("“{row}”"))
}

/// The column of a path; empty for a row of one cell.
fn column_label(report: &Report, path: &str) -> String {
    if let Some(path) = path.strip_prefix("last.") {
        return report.last_year.report().map(|last| column_label(last, path)).unwrap_or_default();
    }
    if super::words::row_label(&report.form, path).is_some() {
        return String::new();
    }
    let cell = report.form.target(path).ok().and_then(|target| target.cells.first().copied());
    cell.and_then(|cell| Some(report.form.place(cell)?.column.label.clone())).unwrap_or_default()
}
