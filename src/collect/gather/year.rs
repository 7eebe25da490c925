//! Which year the reports are about.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Filed;
use super::once::counted_once;
use super::owner::Owned;

/// The newest year that more than half of the units with a report have; if none has, the one that most have, the
/// newer of equals.
pub(super) fn of_most(units: &[Owned]) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    let mut all = 0_usize;
    for unit in units {
        let years: BTreeSet<u16> = unit.files.iter().filter_map(|filed| filed.year).collect();
        all += usize::from(!years.is_empty());
        for year in years {
            *counts.entry(year).or_default() += 1;
        }
    }
    let of_half = counts.iter().rev().find(|(_, count)| **count * 2 > all);
    of_half.or_else(|| counts.iter().max_by_key(|(year, count)| (**count, **year))).map(|(year, _)| *year)
}

/// The reports of a unit by their years.
pub(super) struct Sorted {
    /// Those of the year.
    pub of_year: Vec<Filed>,
    /// That of the year before.
    pub last_year: Option<Filed>,
    /// Those that do not read so far.
    pub broken: Vec<Filed>,
}

/// Sorts the reports of a unit. Those of yet other years are told, and let go.
pub(super) fn sort(files: Vec<Filed>, year: Option<u16>, remarks: &mut Vec<String>) -> Sorted {
    let (broken, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|filed| filed.form.is_none());
    let (mut of_year, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|filed| year.is_some() && filed.year == year);
    let (yearless, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|filed| filed.year.is_none());
    let before = year.and_then(|year| year.checked_sub(1));
    let (last, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|filed| before.is_some() && filed.year == before);
    if of_year.is_empty() && !yearless.is_empty() {
        let paths = paths(&yearless);
        let taken = year.map_or(String::new(), |year| format!("，暂作{year}年度的报告列出"));
        remarks.push(format!("{paths}没有写明年度{taken}，没有计入汇总；请补上年度"));
        of_year = yearless;
    } else if !yearless.is_empty() {
        remarks.push(format!("另有{}没有写明年度，没有采用；请核对是否需要", paths(&yearless)));
    }
    if of_year.is_empty() && !last.is_empty() {
        remarks.push(format!("只有上一年度的报告：{}", paths(&last)));
    }
    if !others.is_empty() {
        let named =
            others.iter().filter_map(|filed| Some(format!("“{}”（{}年度）", filed.path, filed.year?)));
        remarks.push(format!("另有其他年度的报告，没有采用：{}", named.collect::<Vec<_>>().join("、")));
    }
    let (last, is_differing) = counted_once(last, &mut Vec::new());
    if is_differing {
        remarks.push(format!("上一年度有几份报告，数字不一致，没有拿来对照：{}", paths(&last)));
    }
    Sorted { of_year, last_year: last.into_iter().next().filter(|_| !is_differing), broken }
}

/// Paths in quotes.
fn paths(files: &[Filed]) -> String {
    files.iter().map(|filed| format!("“{}”", filed.path)).collect::<Vec<_>>().join("、")
}
