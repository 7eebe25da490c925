//! The figures that last year's report leads on to, and those that have nowhere to go.

use std::collections::{BTreeMap, BTreeSet};

use super::LastFile;
use crate::format::{Carry, CellId, Form, Place, quote};
use crate::report::Report;

/// A row of last year's figures without a place in this year's form.
#[derive(Debug)]
pub(super) struct Homeless {
    label: String,
    figures: String,
}

impl Homeless {
    /// `政府集中采购：采购项目数量 12 项，采购总金额 11.640828 万元`
    pub fn words(&self) -> String {
        format!("{}：{}", self.label, self.figures)
    }
}

/// Why figures of last year's are not at hand.
#[derive(Debug, Default)]
struct Why {
    /// Some are blank, or no figures.
    is_wrong: bool,
    /// Some were not read for certain.
    is_unread: bool,
}

impl Why {
    fn add(&mut self, is_unread: bool) {
        self.is_unread |= is_unread;
        self.is_wrong |= !is_unread;
    }

    fn words(&self) -> &'static str {
        match self {
            Self { is_unread: false, .. } => "没有填对",
            Self { is_wrong: false, .. } => "没有读准",
            _ => "没有填对或者没有读准",
        }
    }

    /// The same behind what it is of.
    fn of_last(&self) -> String {
        let of = if self.is_unread { "在上年的报告中" } else { "上年" };
        format!("{of}{}", self.words())
    }

    fn in_full(&self) -> &'static str {
        match self {
            Self { is_unread: false, .. } => "没有填写或者填写不对",
            _ => self.words(),
        }
    }
}

/// What a new file takes over from last year's tables.
#[derive(Debug, Default)]
pub(super) struct Carried {
    figures: BTreeMap<CellId, String>,
    notes: BTreeMap<(usize, usize), String>,
    /// Figures that this year's form does not ask for, by its sections.
    homeless: Vec<(usize, Vec<Homeless>)>,
    /// Cells of last year's report that were not read for certain.
    unread: BTreeSet<String>,
    /// What the clerk must hear of.
    pub remarks: Vec<String>,
    /// Cells that are filled with what was carried forward.
    pub carried_in: usize,
    /// Cells that are filled with what there was.
    pub stocks: usize,
    /// What their columns are called in short.
    pub stock_names: Vec<String>,
}

impl Carried {
    /// What a form takes over.
    pub fn new(form: &Form, last: Option<&LastFile<'_>>) -> Self {
        let Some(last) = last else { return Self::default() };
        let mut carried = Self { unread: last.unread.clone(), ..Self::default() };
        let last = last.report;
        for (section, _, table) in form.tables() {
            if let Some(carry) = table.carry {
                carried.carry(form, last, section, carry);
            }
        }
        for id in form.cells() {
            carried.stock(form, last, id);
        }
        carried.find_homeless(form, last);
        carried
    }

    /// The same with figures that are known from elsewhere.
    pub fn with(mut self, figures: &BTreeMap<CellId, String>) -> Self {
        self.figures.extend(figures.iter().map(|(&cell, figure)| (cell, figure.clone())));
        self
    }

    /// The figure of a cell, where last year's report gives it; `""` where it should and does not.
    pub fn figure(&self, id: CellId) -> Option<&str> {
        self.figures.get(&id).map(String::as_str)
    }

    /// What the comment of a row says of its figures, with the mark that sets it off.
    pub fn note(&self, section: usize, row: usize) -> String {
        self.notes.get(&(section, row)).map(|note| format!("；{note}")).unwrap_or_default()
    }

    /// A comment on the figures of a section that this year's form does not ask for.
    pub fn homeless(&self, section: usize) -> Vec<String> {
        let rows = self.homeless.iter().filter(|(here, _)| *here == section).flat_map(|(_, rows)| rows);
        let lines: Vec<String> = rows.map(|row| format!("#   {}", row.words())).collect();
        if lines.is_empty() {
            return lines;
        }
        let head = "# 上年填有数字、本年度的格式没有对应项目的（不必填写，要说明的写进正文）：";
        std::iter::once(head.to_owned()).chain(lines).collect()
    }

    /// What was left open is what this year starts from, column by column.
    fn carry(&mut self, form: &Form, last: &Report, section: usize, carry: Carry) {
        let mut missing: Vec<&str> = Vec::new();
        let mut why = Why::default();
        let (mut from_row, mut matched) = (None, 0);
        let columns = form
            .cells()
            .filter(|id| id.section == section && id.row == carry.to)
            .filter_map(|id| form.place(id).map(|place| (id, place)));
        for (id, place) in columns.filter(|(_, place)| place.column.sum.is_none()) {
            let Some(from) = form.same_cell(CellId { row: carry.from, ..id }, &last.form) else { continue };
            // The other form must hand on the same rows.
            if last.form.table(from.section).is_none_or(|table| table.carry.is_none()) {
                continue;
            }
            matched += 1;
            from_row = last.form.place(from).map(|place| place.row);
            match last.value(from) {
                Some(value) => {
                    self.figures.insert(id, value.to_string());
                    self.carried_in += 1;
                }
                None => {
                    self.figures.insert(id, "\"\"".to_owned());
                    missing.push(&place.column.label);
                    why.add(self.is_unread(last, from));
                }
            }
        }
        let Some(row) = from_row else { return };
        let last_year = last.year();
        let filled = format!("已按{last_year}年度报告的{}填好", row.quoted());
        let note = match missing.len() {
            0 => filled,
            some if some < matched => {
                format!("{filled}；其中{}列{}，请查明后填写", missing.join("、"), why.of_last())
            }
            _ => format!("{last_year}年度报告的{}{}，请查明后填写", row.quoted(), why.words()),
        };
        self.notes.insert((section, carry.to), note);
        if !missing.is_empty() {
            let of_which = if missing.len() == matched {
                "整行".to_owned()
            } else {
                format!("{}列", missing.join("、"))
            };
            self.remarks.push(format!(
                "上年文件的{}一行中，{of_which}{}，本年度上年结转的相应各格留空，请核实后填写",
                row.quoted(),
                why.in_full()
            ));
        }
    }

    fn is_unread(&self, last: &Report, id: CellId) -> bool {
        self.unread.contains(&last.form.path(id))
    }

    /// What there was is what the clerk adds to and takes from.
    fn stock(&mut self, form: &Form, last: &Report, id: CellId) {
        let Some(place) = form.place(id) else { return };
        let Some(stock) = place.set.stock.filter(|stock| stock.total == id.column) else { return };
        let Some(last_id) = form.same_cell(id, &last.form) else {
            let note = format!("上年的格式没有{}这一项，请按台账填写", place.column.short);
            self.notes.insert((id.section, id.row), note);
            return;
        };
        let label = |column: usize| place.set.columns.get(column).map_or("", |c| c.short.as_str());
        let (total, row) = (&place.column.short, place.row.quoted());
        let Some(value) = last.value(last_id) else {
            let mut why = Why::default();
            why.add(self.is_unread(last, last_id));
            self.remarks.push(format!(
                "上年文件的{row}一行中，{}{}，本年度的这一格留空，请核实后填写",
                place.column.label,
                why.in_full()
            ));
            let note = format!("{total}{}，请查明后填写", why.of_last());
            self.notes.insert((id.section, id.row), note);
            return;
        };
        let note = format!(
            "上年{total} {value} {unit}，本年应为 {value} + {} − {}，请算好改写",
            label(stock.made),
            label(stock.ended),
            unit = place.column.unit,
        );
        self.notes.insert((id.section, id.row), note);
        self.figures.insert(id, value.to_string());
        self.stocks += 1;
        if !self.stock_names.contains(total) {
            self.stock_names.push(total.clone());
        }
    }

    /// Figures of last year, other than zero and totals, that this year's form does not ask for.
    fn find_homeless(&mut self, form: &Form, last: &Report) {
        let mut rows: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for id in last.form.cells() {
            let Some(place) = last.form.place(id) else { continue };
            let is_total = place.column.sum.is_some() || place.row.sum.is_some();
            let value = last.cell(id).and_then(|cell| cell.state.number()).filter(|v| !v.is_zero());
            let Some(value) = value.filter(|_| !is_total) else { continue };
            if last.form.same_cell(id, form).is_none() {
                rows.entry((id.section, id.row)).or_default().push(figure_words(&place, &value.to_string()));
            }
        }
        for ((section, row), figures) in rows {
            let key = last.form.sections.get(section).map(|section| section.key.as_str());
            let here = form.sections.iter().position(|s| Some(s.key.as_str()) == key && s.table.is_some());
            let label = last.form.place(CellId { section, row, column: 0 });
            let label = label.map(|place| place.row.full_label()).unwrap_or_default();
            let row = Homeless { label, figures: figures.join("，") };
            match here {
                // A section that is gone has no place for a comment.
                None => self.remarks.push(format!("本年度的格式没有对应项目的上年数字：{}", row.words())),
                Some(here) => match self.homeless.last_mut().filter(|(section, _)| *section == here) {
                    Some((_, rows)) => rows.push(row),
                    None => self.homeless.push((here, vec![row])),
                },
            }
        }
        let remarks = self.homeless.iter().map(|(section, rows)| {
            let title = form.sections.get(*section).map(|s| quote(&s.title)).unwrap_or_default();
            let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
            format!(
                "{title}部分，上年填有数字、本年度的格式没有对应项目的：{}；这些数字写在新文件该部分的说明里，不必填写",
                labels.join("、")
            )
        });
        self.remarks.extend(remarks.collect::<Vec<_>>());
    }
}

/// `本年新制作数量 3 件`
fn figure_words(place: &Place<'_>, value: &str) -> String {
    // The unit stands in brackets of its own: 本年收费金额（单位：万元）.
    let label = place.column.label.split('（').next().unwrap_or_default();
    format!("{label} {value} {}", place.column.unit)
}
