//! What else a correction touches: the years before and after, and numbers that were typed in the prose.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::Difference;
use crate::diagnostic::json::{Binding, BoundReading};
use crate::edition::Edition;
use crate::format::{CellId, Form, Place, Table};
use crate::render;
use crate::report::Report;
use crate::rules::bindings;
use crate::source::Source;

/// Something that a correction touches and that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// What kind of thing it is.
    pub kind: TouchedKind,
    /// What is to be looked at, in a whole sentence.
    pub message: String,
    /// Path of the cell or row.
    pub path: Option<String>,
    /// Line in the new data file, from 1.
    pub line: Option<usize>,
    /// Column in that line, from 1, in characters.
    pub column: Option<usize>,
}

/// The kinds of things that a correction touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchedKind {
    /// Next year's report starts from a row that changed.
    NextYear,
    /// Next year's report counts on from a stock that changed.
    NextStock,
    /// Last year's report ends with a row that changed here.
    LastYear,
    /// A number in the prose.
    Prose,
    /// The outputs that were made before.
    Outputs,
}

/// A path as it is typed behind a command: in quotes if it holds what a shell does not take for a name.
pub fn argument(path: &str) -> String {
    let needs_quotes = path.contains(|c: char| c.is_whitespace() || "()&;'".contains(c));
    if needs_quotes { format!("\"{path}\"") } else { path.to_owned() }
}

impl Difference {
    /// Adds the numbers typed in the prose of the new edition that can mean a changed cell and still state
    /// the old figure, or agree with none of the cells that they can mean.
    pub fn add_prose(&mut self, old: &Edition, report: &Report, source: &Source) {
        if self.cells.is_empty() {
            return;
        }
        let changed: BTreeMap<&str, &super::CellChange> = self
            .cells
            .iter()
            .filter(|cell| cell.is_of_figure())
            .map(|cell| (cell.path.as_str(), cell))
            .collect();
        let look = |binding: &Binding| prose(binding, old, report, &changed);
        let found: Vec<Touched> = bindings(report, source).iter().filter_map(look).collect();
        self.touched.extend(found);
    }

    /// Adds that the outputs of that data file are those of the old edition, with the command that makes them anew
    /// and the options that it takes.
    pub fn add_outputs(&mut self, file: &str, options: &str) {
        if !self.is_empty() {
            self.touched.push(Touched {
                kind: TouchedKind::Outputs,
                message: format!(
                    "以前生成的 {} 报告还是改动前的，请重新生成：nianbao render {}{options}；做过 {} 的，再加 --to {} 运行一次",
                    render::offered(|output| output.name),
                    argument(file),
                    render::to_be_named(|output| output.name, "、"),
                    render::to_be_named(|output| output.id, ",")
                ),
                path: None,
                line: None,
                column: None,
            });
        }
    }
}

/// What the changes touch in the years before and after.
pub(super) fn years(old: &Edition, new: &Edition, form: &Form, changed: &BTreeSet<CellId>) -> Vec<Touched> {
    let carried =
        form.tables().flat_map(|(section, _, table)| carried(old, new, form, section, table, changed));
    let stocks = changed.iter().filter_map(|&id| stock(old, new, form, id));
    carried.chain(stocks).collect()
}

fn carried(
    old: &Edition,
    new: &Edition,
    form: &Form,
    section: usize,
    table: &Table,
    changed: &BTreeSet<CellId>,
) -> Vec<Touched> {
    let Some(carry) = table.carry else { return Vec::new() };
    let row = |row: usize| form.place(CellId { section, row, column: 0 });
    let (Some(from), Some(to)) = (row(carry.from), row(carry.to)) else { return Vec::new() };
    let in_row = |row: usize| changed.iter().filter(move |id| id.section == section && id.row == row);
    let path = Some(format!("{}.{}", to.section.key, to.row.key));
    let touched = |kind, message| Touched { kind, message, path: path.clone(), line: None, column: None };
    let mut found = Vec::new();
    let columns: Vec<String> = in_row(carry.from).filter_map(|&id| moved(old, new, form, id)).collect();
    if !columns.is_empty() {
        let year = year(new, 1, "下一年度");
        let message =
            format!("{year}的报告如已编制，其中的{}也要改：{}", to.row.quoted(), columns.join("；"));
        found.push(touched(TouchedKind::NextYear, message));
    }
    if in_row(carry.to).next().is_some() {
        let message = format!(
            "{}有改动：各列应与{}报告的{}一致，请用 nianbao check --prev 与上年的报告核对",
            to.row.quoted(),
            year(new, -1, "上一年度"),
            from.row.quoted()
        );
        found.push(touched(TouchedKind::LastYear, message));
    }
    found
}

/// A year before or after that of the edition: `2025年度`, or in words where the edition names none.
fn year(edition: &Edition, step: i16, words: &str) -> String {
    let year = edition.year.and_then(|year| year.checked_add_signed(step));
    year.map_or_else(|| words.to_owned(), |year| format!("{year}年度"))
}

/// `自然人 2 改为 3`.
fn moved(old: &Edition, new: &Edition, form: &Form, id: CellId) -> Option<String> {
    let place = form.place(id)?;
    let (before, after) = figures(old, new, &place);
    Some(format!("{} {before} 改为 {after}", place.column.label))
}

/// A figure before and after, in words.
fn figures<'e>(old: &'e Edition, new: &'e Edition, place: &Place<'_>) -> (&'e str, &'e str) {
    let path = place.path();
    let figure = |edition: &'e Edition| edition.figures.get(&path).map_or("", String::as_str);
    (super::human::figure(Some(figure(old))), super::human::figure(Some(figure(new))))
}

fn stock(old: &Edition, new: &Edition, form: &Form, id: CellId) -> Option<Touched> {
    let place = form.place(id)?;
    place.set.stock.filter(|stock| stock.total == id.column)?;
    let (before, after) = figures(old, new, &place);
    let year = year(new, 1, "下一年度");
    Some(Touched {
        kind: TouchedKind::NextStock,
        message: format!("{year}的报告从{}接着计算：上年的数字由 {before} 改为 {after}", place.words()),
        path: Some(place.path()),
        line: None,
        column: None,
    })
}

/// The parts of a reading: cell paths with a sign.
fn parts(reading: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut minus = false;
    reading.split(' ').filter_map(move |part| match part {
        "+" | "-" => {
            minus = part == "-";
            None
        }
        path => Some((minus, path)),
    })
}

fn prose(
    binding: &Binding,
    old: &Edition,
    report: &Report,
    changed: &BTreeMap<&str, &super::CellChange>,
) -> Option<Touched> {
    let moved: Vec<&BoundReading> =
        binding.readings.iter().filter(|reading| is_moved(&reading.path, report, changed)).collect();
    let nearest = moved.first()?;
    let stale = moved.iter().find(|reading| {
        old_value(&reading.path, old, report).is_some_and(|value| states(&binding.text, value))
            && reading.value.as_deref() != Some(number(&binding.text).as_str())
    });
    let is_first =
        stale.is_some_and(|stale| binding.readings.first().is_some_and(|first| first.path == stale.path));
    if binding.agrees != Some(false) && !is_first {
        return None;
    }
    let reading = stale.unwrap_or(nearest);
    let value = reading.value.as_deref().unwrap_or("空白");
    let words = crate::format::quote(&binding.words);
    let message = match stale {
        Some(_) => {
            format!("正文第 {} 行{words}写的还是改动前的数字：{}现为 {value}", binding.line, reading.label)
        }
        None => format!("正文第 {} 行{words}与表格对不上：{}现为 {value}", binding.line, reading.label),
    };
    Some(Touched {
        kind: TouchedKind::Prose,
        message,
        path: Some(reading.path.clone()),
        line: Some(binding.line),
        column: Some(binding.column),
    })
}

/// True if one of the cells of a reading has changed.
fn is_moved(reading: &str, report: &Report, changed: &BTreeMap<&str, &super::CellChange>) -> bool {
    let cells = |path: &str| report.form.target(path).map(|target| target.cells).unwrap_or_default();
    let mut all = parts(reading).flat_map(|(_, path)| cells(path));
    all.any(|id| changed.contains_key(report.form.path(id).as_str()))
}

/// What a reading was before; `None` where a cell was blank or stands in last year's file.
fn old_value(reading: &str, old: &Edition, report: &Report) -> Option<Decimal> {
    parts(reading).try_fold(Decimal::ZERO, |sum, (minus, path)| {
        let target = report.form.target(path).ok()?;
        let value = target.cells.into_iter().try_fold(Decimal::ZERO, |sum, id| {
            let figure = old.figures.get(&report.form.path(id))?;
            sum.checked_add(Decimal::from_str_exact(figure).ok()?)
        })?;
        if minus { sum.checked_sub(value) } else { sum.checked_add(value) }
    })
}

/// The digits that a number in the prose begins with.
fn number(text: &str) -> String {
    let plain = text.chars().map(crate::report::to_half_width).filter(|c| *c != ',');
    plain.take_while(|c| c.is_ascii_digit() || *c == '.').collect()
}

fn states(text: &str, value: Decimal) -> bool {
    Decimal::from_str_exact(&number(text)).is_ok_and(|number| number == value)
}
