//! The data file of the office's own report: every figure the sum of the units'.

use std::collections::BTreeMap;

use crate::format::CellId;
use crate::report::{LARGEST, Level};
use crate::skeleton::{self, Known};

use super::{Sum, SumCell};

/// Units that are named one by one; more are counted.
const MOST_NAMED: usize = 10;

/// What the head of the data file says, before and behind the number of units.
const SUM_OF: [&str; 2] = ["各格的数字由", "个单位的报告相加而来。"];

/// True for a data file whose head says that its figures are sums.
pub(super) fn is_stated_sum(text: &str) -> bool {
    let head = text.lines().map_while(|line| line.strip_prefix('#'));
    let [before, behind] = SUM_OF;
    head.into_iter().map(str::trim).any(|line| line.starts_with(before) && line.ends_with(behind))
}

/// Who is in a sum, in words.
#[derive(Debug, Clone)]
pub struct Parts<'p> {
    /// Report year.
    pub year: u16,
    /// The names of the units by their places in the sum.
    pub names: Vec<&'p str>,
    /// Units that should be in it and are not.
    pub missing: Vec<&'p str>,
}

impl Sum {
    /// The data file. Its texts are still to be written; what could not be added up is blank, and is named at its head.
    ///
    /// # Errors
    /// The template does not work, which a test shows that it does.
    pub fn data_file(&self, parts: &Parts<'_>) -> Result<String, tera::Error> {
        let known = Known {
            level: Some(Level::Government),
            year: parts.year,
            figures: self.figures_to_state(),
            about: self.about(parts),
            ..Known::default()
        };
        Ok(skeleton::write(&self.form, &known)?.text)
    }

    /// The cells that a data file states; it computes the totals.
    fn figures_to_state(&self) -> BTreeMap<CellId, String> {
        let stated = self.cells.iter().filter_map(|cell| Some((cell.id, cell.value?.to_string())));
        stated.collect()
    }

    /// What stands at its head.
    fn about(&self, parts: &Parts<'_>) -> Vec<String> {
        let [before, behind] = SUM_OF;
        let mut lines = vec![format!("{before} {} {behind}", self.summed.len())];
        if !parts.missing.is_empty() {
            let names = named(parts.missing.iter().copied());
            lines.push(format!("没有计入的单位：{names}"));
        }
        let totals = self.unlike_totals();
        if !totals.is_empty() {
            let names = named(totals.iter().map(String::as_str));
            lines.push(format!(
                "有的单位所写的总计与分项之和不一致，由程序计算的总计与各单位总计之和不同：{names}"
            ));
        }
        let blank: Vec<&SumCell> = self.blank().filter(|cell| !self.is_total(cell)).collect();
        if !blank.is_empty() {
            lines.push("下列各格没有加总，留作空白：".to_owned());
        }
        lines.extend(blank.into_iter().map(|cell| format!("  {}", self.why_blank(cell, parts))));
        lines
    }

    /// A cell that could not be added up, in words, with the units that have no figure for it.
    pub fn why_blank(&self, cell: &SumCell, parts: &Parts<'_>) -> String {
        format!("{}：{}", self.words_of(cell), cell.why_blank(parts))
    }

    /// A cell in official words.
    pub fn words_of(&self, cell: &SumCell) -> String {
        self.form.place(cell.id).map_or_else(String::new, |place| place.words())
    }

    fn is_total(&self, cell: &SumCell) -> bool {
        self.form.place(cell.id).is_some_and(|place| place.is_computed())
    }

    /// The totals for which the units state something else than their parts add up to, in official words.
    pub fn unlike_totals(&self) -> Vec<String> {
        self.unlike().map(|cell| self.words_of(cell)).collect()
    }

    /// The same as cells.
    fn unlike(&self) -> impl Iterator<Item = &SumCell> {
        let values: BTreeMap<CellId, Option<rust_decimal::Decimal>> =
            self.cells.iter().map(|cell| (cell.id, cell.value)).collect();
        let is_unlike = move |cell: &&SumCell| {
            let added = |cells: Vec<CellId>| {
                cells.into_iter().try_fold(rust_decimal::Decimal::ZERO, |sum, id| {
                    sum.checked_add(values.get(&id).copied().flatten()?)
                })
            };
            self.addends(cell.id).into_iter().filter_map(added).any(|sum| Some(sum) != cell.value)
        };
        self.cells.iter().filter(|cell| cell.value.is_some()).filter(is_unlike)
    }

    /// The cells that a cell is the sum of: across its row, and down its column; none for one that is stated.
    pub(super) fn addends(&self, cell: CellId) -> Vec<Vec<CellId>> {
        let Some(place) = self.form.place(cell) else { return Vec::new() };
        let across = place.column.sum.as_ref();
        let across =
            across.map(|sum| sum.addends.iter().map(|&column| CellId { column, ..cell }).collect::<Vec<_>>());
        let down = place.row.sum.as_ref();
        let down = down.map(|sum| sum.addends.iter().map(|&row| CellId { row, ..cell }).collect::<Vec<_>>());
        across.into_iter().chain(down).collect()
    }
}

impl SumCell {
    /// Why it could not be added up: the units that have no figure for it, each with why; or that they add up to more
    /// than a figure can be.
    pub fn why_blank(&self, parts: &Parts<'_>) -> String {
        if self.is_too_large {
            return format!("加起来超出了可以填写的范围（-{LARGEST} 至 {LARGEST}）");
        }
        let mut by_why: Vec<(&str, Vec<&str>)> = Vec::new();
        for without in &self.without {
            let name = parts.names.get(without.report).copied().unwrap_or_default();
            match by_why.iter_mut().find(|(why, _)| *why == without.why.words()) {
                Some((_, names)) => names.push(name),
                None => by_why.push((without.why.words(), vec![name])),
            }
        }
        let units = by_why.into_iter().map(|(why, names)| format!("{}{why}", named(names.into_iter())));
        let units: Vec<String> = units.collect();
        units.join("；")
    }
}

/// `甲局、乙局、丙局等 12 个单位`
pub(super) fn named<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let listed: Vec<&str> = names.take(MOST_NAMED).collect();
    let more = if count > MOST_NAMED { format!("等 {count} 个单位") } else { String::new() };
    format!("{}{more}", listed.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::testing::{filed, set};
    use crate::collect::{Figure, Filed};
    use crate::format::Forms;
    use crate::rules::check;
    use crate::source::Source;

    fn written(reports: &[Filed], missing: &[&str]) -> String {
        let sum = Sum::of(reports[0].form.as_ref().unwrap(), reports.iter().enumerate());
        let names = reports.iter().map(|report| report.agency.as_str()).collect();
        sum.data_file(&Parts { year: 2024, names, missing: missing.to_vec() }).unwrap()
    }

    /// The codes of its findings on data and totals, and what it states in a cell.
    fn read(text: &str, path: &str) -> (Vec<&'static str>, Option<String>) {
        let checked = check(&Source::new("汇总.toml", text.to_owned()), &Forms::built_in());
        let report = checked.report.unwrap();
        let codes = checked.findings.iter().map(|finding| finding.code.0);
        let target = report.form.target(path).unwrap();
        let value = report.target_value(&target).map(|value| value.to_string());
        (codes.filter(|code| code.starts_with(['D', 'T'])).collect(), value)
    }

    #[test]
    fn the_data_file_states_the_sums_and_has_no_fault_of_figures() {
        let text = written(&[filed("甲局"), filed("乙局")], &[]);
        let one = read(&text, "requests.received.total");
        let whole = crate::collect::testing::value(&filed("甲局"), "requests.received.total");
        assert_eq!(one.1.unwrap(), (whole * rust_decimal::Decimal::TWO).to_string());
        // The name of the agency is still to be filled in.
        assert_eq!(one.0, ["D003"]);
        assert!(text.contains("各格的数字由 2 个单位的报告相加而来。"));
    }

    #[test]
    fn what_has_no_sum_is_blank_and_is_named_with_the_units() {
        let mut reports = [filed("甲局"), filed("乙局")];
        set(&mut reports[1], "requests.received.natural_person", Figure::Blank);
        let text = written(&reports, &["丙局"]);
        let (codes, value) = read(&text, "requests.received.natural_person");
        assert!(value.is_none() && codes.contains(&"D006"), "{codes:?}");
        assert!(text.contains("没有计入的单位：丙局"), "{text}");
        assert!(
            text.contains("“一、本年新收政府信息公开申请数量”行“自然人”列：乙局空白或者不是数字"),
            "{text}"
        );
    }

    #[test]
    fn a_wrong_total_of_a_unit_is_named() {
        let mut reports = [filed("甲局"), filed("乙局")];
        set(&mut reports[1], "requests.received.total", Figure::Number(9_999.into()));
        let text = written(&reports, &[]);
        assert!(
            text.contains(
                "由程序计算的总计与各单位总计之和不同：“一、本年新收政府信息公开申请数量”行“总计”列"
            ),
            "{text}"
        );
    }

    #[test]
    fn many_units_are_counted() {
        let names: Vec<String> = (1..=12).map(|number| format!("{number}局")).collect();
        let words = named(names.iter().map(String::as_str));
        assert_eq!(words, "1局、2局、3局、4局、5局、6局、7局、8局、9局、10局等 12 个单位");
    }
}
