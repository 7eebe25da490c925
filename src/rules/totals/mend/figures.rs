//! Which cells of the tables get which figures. The totals of a table hang together: whether one may be
//! written depends on all that is stated there.

use rust_decimal::Decimal;

use super::{Doubt, Verdict, is_total, judge, missing_total, not_zero, wrong_totals};
use crate::format::{CellId, quote};
use crate::report::{Report, State};

/// The figures to be written.
pub(super) struct Figures {
    /// Cells with their new figures.
    pub figures: Vec<(CellId, Decimal)>,
    /// What stays although it is wrong: the table, and why.
    pub left: Vec<(usize, String)>,
    /// The report with those figures.
    planned: Report,
}

impl Figures {
    fn write(&mut self, id: CellId, figure: Decimal) {
        set(&mut self.planned, id, State::Number(figure));
        self.figures.push((id, figure));
    }
}

/// Works out the figures; with `zeros`, what is blank is 0.
pub(super) fn figures(report: &Report, zeros: bool) -> Figures {
    let mut cells = Figures { figures: Vec::new(), left: Vec::new(), planned: report.clone() };
    if zeros {
        fill_blanks(&mut cells, report, &blanks(report));
    }
    let is_blank = |report: &Report, id| report.cell(id).is_some_and(|cell| cell.state == State::Blank);
    for (section, declared, _) in report.form.tables() {
        // A total that is still blank stands for what it adds up.
        let mut judged = cells.planned.clone();
        let open: Vec<CellId> = blanks_of(report, section, true);
        open.iter().for_each(|&id| set(&mut judged, id, State::Absent));
        let said = cells.left.len();
        match judge(&judged, section) {
            Verdict::Sound => {}
            Verdict::Mend(totals) => {
                for (id, figure) in totals {
                    set(&mut judged, id, State::Number(figure));
                    cells.write(id, figure);
                }
            }
            Verdict::Leave(doubt) => {
                let count = wrong_totals(&judged, section).len();
                cells.left.push((section, words(&declared.title, count, &doubt)));
            }
        }
        for &id in &open {
            if let Some(total) = missing_total(&judged, id) {
                cells.write(id, total);
            }
        }
        let is_known = |&id: &CellId| is_blank(&cells.planned, id) && judged.computed(id).is_some();
        let unfilled = open.iter().filter(|id| is_known(id)).count();
        if unfilled > 0 && cells.left.len() == said {
            let title = quote(&declared.title);
            let words = format!("{title}中的数字还不平衡，空白的 {unfilled} 格总计没有填写，请先改正");
            cells.left.push((section, words));
        }
    }
    cells
}

/// Writes 0 where nothing speaks against it: a stated total may show that a blank cell is not 0.
fn fill_blanks(cells: &mut Figures, report: &Report, blanks: &[CellId]) {
    let mut with_zeros = report.clone();
    blanks.iter().for_each(|&id| set(&mut with_zeros, id, State::Number(Decimal::ZERO)));
    let contradicted = not_zero(blanks, &with_zeros);
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
        let words = format!(
            "{}填的是 {stated}，已填的各数合计 {filled}，所以空白的 {count} 格不能都按 0 填，没有改动，请核对后填写",
            place.words()
        );
        cells.left.push((total.section, words));
    }
}

/// Blank cells that are no totals.
pub(crate) fn blanks(report: &Report) -> Vec<CellId> {
    report.form.tables().flat_map(|(section, ..)| blanks_of(report, section, false)).collect()
}

/// Blank cells of a table: the totals, or all but the totals.
fn blanks_of(report: &Report, section: usize, totals: bool) -> Vec<CellId> {
    let is_blank = |&id: &CellId| {
        id.section == section
            && report.cell(id).is_some_and(|cell| cell.state == State::Blank)
            && is_total(report, id) == totals
    };
    report.form.cells().filter(is_blank).collect()
}

/// Puts a figure into a cell.
pub(crate) fn set(report: &mut Report, id: CellId, state: State) {
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
