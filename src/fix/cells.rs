//! Which cells get which figures.

use rust_decimal::Decimal;

use super::{Change, Options};
use crate::format::{CellId, quote};
use crate::report::{Report, State};
use crate::rules::totals::mend::{self, Doubt, Verdict};
use crate::source::Source;

/// The figures to be written.
pub(super) struct Cells {
    /// Cells with their new figures, in the order of the form.
    pub figures: Vec<(CellId, Decimal)>,
    /// The report with those figures.
    pub planned: Report,
    /// What was left, and why.
    pub left: Vec<String>,
    /// Blank cells, totals apart, that nobody asked to fill.
    pub blanks: usize,
}

impl Cells {
    /// The changes as a person sees them.
    pub fn changes(&self, report: &Report, source: &Source) -> Vec<Change> {
        let change = |&(id, new): &(CellId, Decimal)| {
            let cell = report.cell(id)?;
            let old = cell.state.number().map_or_else(String::new, |_| source.slice(cell.span).to_owned());
            let (place, path) = (report.form.place(id)?.words(), Some(report.form.path(id)));
            let line = source.position(cell.span.start).line;
            Some(Change { span: cell.span, line, place, path, old, new: new.to_string() })
        };
        self.figures.iter().filter_map(change).collect()
    }

    fn write(&mut self, id: CellId, figure: Decimal) {
        set(&mut self.planned, id, State::Number(figure));
        self.figures.push((id, figure));
    }
}

/// Works out the figures.
pub(super) fn plan(report: &Report, options: Options) -> Cells {
    let mut cells = Cells { figures: Vec::new(), planned: report.clone(), left: Vec::new(), blanks: 0 };
    let blanks = blanks(report, false);
    if options.blanks {
        fill_blanks(&mut cells, report, &blanks);
    } else {
        cells.blanks = blanks.len();
    }
    let is_blank = |report: &Report, id| report.cell(id).is_some_and(|cell| cell.state == State::Blank);
    for (section, declared, _) in report.form.tables() {
        // A total that is still blank stands for what it adds up.
        let mut judged = cells.planned.clone();
        let open: Vec<CellId> = blanks_of(report, section, true);
        open.iter().for_each(|&id| set(&mut judged, id, State::Absent));
        let said = cells.left.len();
        match mend::judge(&judged, section) {
            Verdict::Sound => {}
            Verdict::Mend(totals) => {
                for (id, figure) in totals {
                    set(&mut judged, id, State::Number(figure));
                    cells.write(id, figure);
                }
            }
            Verdict::Leave(doubt) => {
                let count = mend::wrong_totals(&judged, section).len();
                cells.left.push(words(&declared.title, count, &doubt));
            }
        }
        for &id in &open {
            if let Some(total) = mend::missing_total(&judged, id) {
                cells.write(id, total);
            }
        }
        let is_known = |&id: &CellId| is_blank(&cells.planned, id) && judged.computed(id).is_some();
        let unfilled = open.iter().filter(|id| is_known(id)).count();
        if unfilled > 0 && cells.left.len() == said {
            let title = quote(&declared.title);
            cells.left.push(format!("{title}中的数字还不平衡，空白的 {unfilled} 格总计没有填写，请先改正"));
        }
    }
    cells
}

/// Writes 0 where nothing speaks against it: a stated total may show that a blank cell is not 0.
fn fill_blanks(cells: &mut Cells, report: &Report, blanks: &[CellId]) {
    let mut with_zeros = report.clone();
    blanks.iter().for_each(|&id| set(&mut with_zeros, id, State::Number(Decimal::ZERO)));
    let contradicted = mend::not_zero(blanks, &with_zeros);
    for &id in blanks {
        if !contradicted.iter().any(|&(blank, _)| blank == id) {
            cells.write(id, Decimal::ZERO);
        }
    }
    let mut totals: Vec<CellId> = contradicted.iter().map(|&(_, total)| total).collect();
    totals.sort();
    totals.dedup();
    for total in totals {
        let count = contradicted.iter().filter(|&&(_, of)| of == total).count();
        let (Some(place), Some(stated)) = (report.form.place(total), report.value(total)) else { continue };
        let filled = with_zeros.computed(total).unwrap_or_default();
        cells.left.push(format!(
            "{}填的是 {stated}，已填的各数合计 {filled}，所以空白的 {count} 格不能都按 0 填，没有改动，请核对后填写",
            place.words()
        ));
    }
}

/// Blank cells: the totals, or all but the totals.
fn blanks(report: &Report, totals: bool) -> Vec<CellId> {
    report.form.tables().flat_map(|(section, ..)| blanks_of(report, section, totals)).collect()
}

fn blanks_of(report: &Report, section: usize, totals: bool) -> Vec<CellId> {
    let is_blank = |&id: &CellId| {
        id.section == section
            && report.cell(id).is_some_and(|cell| cell.state == State::Blank)
            && mend::is_total(report, id) == totals
    };
    report.form.cells().filter(is_blank).collect()
}

fn set(report: &mut Report, id: CellId, state: State) {
    let row = report.tables.get_mut(id.section).and_then(Option::as_mut).and_then(|t| t.rows.get_mut(id.row));
    if let Some(cell) = row.and_then(Option::as_mut).and_then(|row| row.cells.get_mut(id.column)) {
        cell.state = state;
    }
}

/// Why stated totals of a table stay as they are.
fn words(title: &str, count: usize, doubt: &Doubt) -> String {
    let title = quote(title);
    match doubt {
        Doubt::Unreadable => {
            format!("{title}有 {count} 处总计与各数之和不符；表中还有空白或者读不出的格，总计没有改动")
        }
        Doubt::Figure(cause) => {
            format!("{title}有 {count} 处总计与各数之和不符；可能是数据格有误：{cause}。总计没有改动，请核对")
        }
        Doubt::Unclear => format!(
            "{title}有 {count} 处总计与各数之和不符；可能是数据格有误，不能断定是总计填错，总计没有改动，请核对"
        ),
    }
}
