//! From files to units: whose each file is, which year it is about, and how each unit stands.

mod alike;
mod once;
mod owner;
mod same;
#[cfg(test)]
mod tests;
mod year;

use std::cmp::Reverse;

use super::name::stem;
use super::{Entry, Filed, Roster, Standing, Stray, Unit, file_name};
use crate::report::Date;
use owner::Owned;

/// The units, and what belongs to none.
#[derive(Debug)]
pub struct Gathered {
    /// The report year; `None` if it was not asked for and no report states one.
    pub year: Option<u16>,
    /// Every unit that has filed or had to, the worst first.
    pub units: Vec<Unit>,
    /// Files that do not read and belong to no known unit.
    pub strays: Vec<Stray>,
    /// Files that were not taken for reports.
    pub others: Vec<Stray>,
    /// What a person has to look at that is of no single unit, a sentence each.
    pub remarks: Vec<String>,
}

/// Gives each file to its unit. The year is the one wanted, or else the newest that most units have.
pub fn gather(
    filed: Vec<Filed>,
    strays: Vec<Stray>,
    roster: Option<&Roster>,
    wanted: Option<u16>,
) -> Gathered {
    let (others, strays): (Vec<_>, Vec<_>) = strays.into_iter().partition(|stray| stray.is_other);
    let (owned, strays) = owner::assign(filed, strays, &others, roster);
    let year = wanted.or_else(|| year::of_most(&owned));
    let mut units: Vec<(usize, Unit)> =
        owned.into_iter().enumerate().map(|(at, owned)| (at, unit(owned, year, roster.is_some()))).collect();
    units.sort_by_cached_key(|(at, unit)| {
        if unit.entry.is_some() { (*at, String::new()) } else { (usize::MAX, unit.name.clone()) }
    });
    let mut units: Vec<Unit> = units.into_iter().map(|(_, unit)| unit).collect();
    worst_first(&mut units);
    let remarks = roster.and_then(|_| of_others(&units)).into_iter().collect();
    Gathered { year, units, strays, others, remarks }
}

/// Puts the worst units first; those that stand alike keep their order.
pub(super) fn worst_first(units: &mut [Unit]) {
    units.sort_by_key(|unit| {
        let counts = unit.counts();
        (unit.standing, Reverse(counts.errors), !unit.is_late, Reverse(counts.warnings))
    });
}

/// Said of a roster of which no unit has filed, while others have.
fn of_others(units: &[Unit]) -> Option<String> {
    let is_missing = |unit: &Unit| unit.standing == Standing::Missing;
    let (listed, others): (Vec<&Unit>, Vec<&Unit>) = units.iter().partition(|unit| unit.entry.is_some());
    let filed = others.iter().filter(|unit| !unit.filed.is_empty()).count();
    (filed > 0 && !listed.is_empty() && listed.into_iter().all(is_missing)).then(|| {
        format!(
            "名单上的单位一个也没有报送，而有 {filed} 个名单以外的单位报送了：请核对名单是不是这一批报告的"
        )
    })
}

/// A unit with its files.
fn unit(owned: Owned, year: Option<u16>, has_roster: bool) -> Unit {
    let Owned { entry, files, unread, doubts, mut remarks, .. } = owned;
    let sorted = year::sort(files, year, &mut remarks);
    let (mut filed, is_differing) = once::counted_once(sorted.of_year, &mut remarks);
    let standing = match (filed.is_empty(), is_differing) {
        (false, true) => Standing::Differing,
        (false, false) => Standing::Filed,
        (true, _) if !unread.is_empty() || !sorted.broken.is_empty() => Standing::Unreadable,
        (true, _) if has_roster && entry.is_none() => Standing::NotDue,
        (true, _) => Standing::Missing,
    };
    if !filed.is_empty() {
        let of_broken = |filed: &Filed| {
            let why = filed.findings.first().map(|found| found.finding.message.clone()).unwrap_or_default();
            (file_name(&filed.path), why)
        };
        let unread = unread.iter().map(|stray| (stray.name(), stray.reason()));
        let unread = unread.chain(sorted.broken.iter().map(of_broken));
        remarks.extend(unread.map(|(name, why)| format!("另有文件“{name}”读不了，请核对是否需要：{why}")));
    }
    if standing == Standing::Missing {
        remarks.extend(doubts);
    }
    let name = entry.as_ref().map(|entry| entry.name.clone());
    let name =
        name.unwrap_or_else(|| name_of(&filed, &sorted.broken, sorted.last_year.as_ref(), &owned.name));
    let deadline = year.and_then(|year| deadline(entry.as_ref(), year, &mut remarks));
    let is_late = late(filed.first(), deadline, &mut remarks);
    filed.extend(sorted.broken);
    let last_year = sorted.last_year;
    Unit { name, entry, deadline, standing, is_late, filed, last_year, unread, remarks, sum_among: None }
}

/// The name of a unit that no roster names.
fn name_of(filed: &[Filed], broken: &[Filed], last_year: Option<&Filed>, known: &str) -> String {
    let stated =
        filed.iter().chain(last_year).map(|filed| filed.agency.as_str()).find(|name| !name.is_empty());
    let file = || filed.iter().chain(broken).next().map(|filed| stem(&filed.path));
    let known = Some(known).filter(|known| !known.is_empty());
    stated.or(known).or_else(file).unwrap_or_default().to_owned()
}

/// The last day for the report of a year, where the roster says one that can be.
fn deadline(entry: Option<&Entry>, year: u16, remarks: &mut Vec<String>) -> Option<Date> {
    let deadline = entry?.deadline?.of(year)?;
    if Some(deadline.year) == year.checked_add(1) {
        return Some(deadline);
    }
    remarks.push(format!(
        "名单上的期限{}不在{}年，没有按它判断是否逾期；请核对名单",
        deadline.chinese(),
        year.saturating_add(1)
    ));
    None
}

fn late(report: Option<&Filed>, deadline: Option<Date>, remarks: &mut Vec<String>) -> bool {
    let (Some(report), Some(deadline)) = (report, deadline) else { return false };
    let day = |date: Date| (date.year, date.month, date.day);
    let Some(date) = report.date else {
        remarks.push(format!("报告没有落款日期，看不出是否晚于期限{}", deadline.chinese()));
        return false;
    };
    let is_late = day(date) > day(deadline);
    if is_late {
        remarks.push(format!("落款日期{}晚于期限{}", date.chinese(), deadline.chinese()));
    }
    is_late
}
