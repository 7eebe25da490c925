//! Whose a file is.

use std::collections::HashMap;

use super::super::name::{Match, Names, full_key, stem};
use super::super::{Entry, Filed, Roster, Stray};
use super::alike;
use super::same::{ByFigures, are_same};
use crate::report::body::Body;

/// Why the figures alone are no report.
const NO_REPORT: &str = "CSV 里没有编制机关和年度，请改报数据文件或者网页、Word、PDF、Excel";

/// A unit and all files of it.
#[derive(Debug, Default)]
pub(super) struct Owned {
    /// What it is called where no roster says it.
    pub name: String,
    /// Its line of the roster.
    pub entry: Option<Entry>,
    /// Its reports of any year.
    pub files: Vec<Filed>,
    /// Files of it that do not read.
    pub unread: Vec<Stray>,
    /// Files that may be its, in words; told if it has filed nothing else.
    pub doubts: Vec<String>,
    /// What a person has to look at.
    pub remarks: Vec<String>,
}

/// The units of the roster in its order and then the others, with their files; files that do not read and belong to no
/// unit. `others` are files that were not taken for reports.
pub(super) fn assign(
    filed: Vec<Filed>,
    strays: Vec<Stray>,
    others: &[Stray],
    roster: Option<&Roster>,
) -> (Vec<Owned>, Vec<Stray>) {
    let entries = roster.map_or(&[][..], |roster| &roster.entries);
    let names = roster.map(|roster| Names::new(&roster.entries));
    let units = entries.iter().map(|entry| Owned { entry: Some(entry.clone()), ..Owned::default() });
    let mut desk = Desk { units: units.collect(), others: HashMap::new(), entries, names };
    let (named, nameless) = filed.into_iter().partition(|report| !report.agency.is_empty());
    desk.reports(named);
    desk.units = alike::join(desk.units, roster.is_some());
    let figures_alone = desk.nameless(nameless);
    let strays = strays.into_iter().chain(figures_alone).filter_map(|stray| desk.stray(stray)).collect();
    others.iter().for_each(|other| desk.other(other));
    (desk.units, strays)
}

/// True for figures that do not say whose they are and of which year.
fn is_figures_alone(report: &Filed) -> bool {
    report.path.to_lowercase().ends_with(".csv") && report.form.is_some() && report.year.is_none()
}

struct Desk<'r> {
    /// The units of the roster, and then the others.
    units: Vec<Owned>,
    /// Units without a line of the roster, by their names.
    others: HashMap<String, usize>,
    entries: &'r [Entry],
    names: Option<Names<'r>>,
}

impl Desk<'_> {
    fn reports(&mut self, filed: Vec<Filed>) {
        let mut agencies: Vec<String> = filed.iter().map(|filed| filed.agency.clone()).collect();
        agencies.sort_unstable();
        agencies.dedup();
        let asked: Vec<&str> = agencies.iter().map(String::as_str).collect();
        let found = self.names.as_mut().map(|names| names.find(&asked)).unwrap_or_default();
        let found: HashMap<&str, Match> = asked.into_iter().zip(found).collect();
        for report in filed {
            match found.get(report.agency.as_str()) {
                Some(Match::Certain(unit)) => self.give(*unit, report),
                Some(Match::Doubtful(units)) => self.off_roster(report, units),
                Some(Match::None) | None => self.off_roster(report, &[]),
            }
        }
    }

    /// The unit of the roster that the name of a file names.
    fn named_by(&self, path: &str) -> Match {
        self.names.as_ref().map_or(Match::None, |names| names.in_file_name(path))
    }

    fn give(&mut self, unit: usize, report: Filed) {
        if let Some(unit) = self.units.get_mut(unit) {
            unit.files.push(report);
        }
    }

    /// The report of a unit that is not on the roster, or for which there is none; it may be one of these.
    fn off_roster(&mut self, report: Filed, candidates: &[usize]) {
        let key = full_key(&report.agency);
        let unit = self.others.get(&key).copied().unwrap_or_else(|| {
            let remarks = self.unlisted(candidates, &report.agency);
            self.units.push(Owned { name: report.agency.clone(), remarks, ..Owned::default() });
            self.others.insert(key, self.units.len() - 1);
            self.units.len() - 1
        });
        self.doubt(
            candidates,
            &format!("文件“{}”（{}）可能是本单位的报告，请核对", report.path, report.agency),
        );
        self.give(unit, report);
    }

    /// Reports that name no agency, and data files that do not read. What has the figures of another report is the
    /// same one. Figures without any word of whose they are come back.
    fn nameless(&mut self, mut reports: Vec<Filed>) -> Vec<Stray> {
        let mut figures_alone = Vec::new();
        if reports.is_empty() {
            return figures_alone;
        }
        reports.sort_by_cached_key(|report| (!report.is_data_file, report.path.clone()));
        let mut known = ByFigures::of(&self.units);
        for mut report in reports {
            let named = self.named_by(&report.path);
            // The name of a file says more than figures that another unit has, too.
            let is_anothers = |unit: usize| match named {
                Match::Certain(own) => own != unit && !self.contradicts(own, &report),
                _ => false,
            };
            let same = known.unit_of(&report, &self.units).filter(|(unit, _)| !is_anothers(*unit));
            let unit = match same {
                Some((unit, year)) => {
                    if !report.is_data_file {
                        report.year = report.year.or(year);
                    }
                    self.give(unit, report);
                    unit
                }
                None if is_figures_alone(&report) => {
                    figures_alone.push(Stray {
                        path: report.path,
                        problem: NO_REPORT.to_owned(),
                        is_other: false,
                    });
                    continue;
                }
                None => self.by_file_name(report, named),
            };
            let files = self.units.get(unit).map(|unit| unit.files.as_slice()).unwrap_or_default();
            if let Some((last, before)) = files.split_last() {
                known.add((unit, before.len()), last);
            }
        }
        figures_alone
    }

    /// Gives a report that has no name, or a data file that does not read, to the unit that the name of the file tells,
    /// or else to one of its own, and says which.
    fn by_file_name(&mut self, report: Filed, named: Match) -> usize {
        let is_broken = report.form.is_none();
        if let Match::Certain(unit) = named
            && (is_broken || !self.contradicts(unit, &report))
        {
            if let Some(unit) = self.units.get_mut(unit).filter(|_| !is_broken) {
                unit.remarks.push(format!("“{}”没有写明单位名称，按文件名归入", report.path));
            }
            self.give(unit, report);
            return unit;
        }
        let candidates = named.units();
        let name = stem(&report.path).to_owned();
        let mut remarks = Vec::new();
        if !is_broken {
            remarks.push("报告没有写明编制机关，暂以文件名称呼；请补上编制机关全称".to_owned());
        }
        remarks.extend(self.unlisted(&candidates, ""));
        self.doubt(&candidates, &format!("文件“{}”可能是本单位的报告，请核对", report.path));
        self.units.push(Owned { name, remarks, files: vec![report], ..Owned::default() });
        self.units.len() - 1
    }

    /// True if a report cannot be that of the unit, or the unit has filed another one.
    fn contradicts(&self, unit: usize, report: &Filed) -> bool {
        let Some(unit) = self.units.get(unit) else { return false };
        let level = unit.entry.as_ref().and_then(|entry| Body::of(&entry.name).level());
        let is_other = |own: &Filed| own.form.is_some() && own.year == report.year && !are_same(own, report);
        level.zip(report.level).is_some_and(|(one, other)| one != other) || unit.files.iter().any(is_other)
    }

    /// Gives a file that does not read to the unit that its name names; it comes back if that is none.
    fn stray(&mut self, stray: Stray) -> Option<Stray> {
        match self.named_by(&stray.path) {
            Match::Certain(unit) => self.units.get_mut(unit)?.unread.push(stray),
            Match::Doubtful(units) => {
                self.doubt(&units, &format!("文件“{}”读不出来，可能是本单位的报告，请核对", stray.path));
                return Some(stray);
            }
            Match::None => return Some(stray),
        }
        None
    }

    /// Says of a file that was not taken for a report whose it may be.
    fn other(&mut self, other: &Stray) {
        let units = self.named_by(&other.path).units();
        self.doubt(&units, &format!("“{}”没有当作报告：{}", other.name(), other.reason()));
    }

    /// What is said of a unit that is not on the roster and may be one of these; nothing without a roster.
    fn unlisted(&self, candidates: &[usize], agency: &str) -> Vec<String> {
        if self.names.is_none() {
            return Vec::new();
        }
        let names = candidates.iter().filter_map(|unit| self.entries.get(*unit));
        let names: Vec<String> = names.map(|entry| format!("“{}”", entry.name)).collect();
        let remark = match (names.is_empty(), agency) {
            (true, _) => "不在名单上".to_owned(),
            (false, "") => format!("不在名单上；可能是名单上的{}，请核对", names.join("、")),
            (false, agency) => format!(
                "不在名单上；可能是名单上的{}，是同一单位的，请在名单的“别名”一列写上“{agency}”",
                names.join("、")
            ),
        };
        vec![remark]
    }

    fn doubt(&mut self, candidates: &[usize], words: &str) {
        for unit in candidates {
            if let Some(unit) = self.units.get_mut(*unit) {
                unit.doubts.push(words.to_owned());
            }
        }
    }
}
