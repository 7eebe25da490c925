//! Whose a file is.

use std::collections::HashMap;

use super::super::name::{Match, Names, full_key, stem};
use super::super::{Entry, Filed, Roster, Stray};

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
    desk.reports(filed);
    let strays = strays.into_iter().filter_map(|stray| desk.stray(stray)).collect();
    others.iter().for_each(|other| desk.other(other));
    (desk.units, strays)
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
        agencies.retain(|agency| !agency.is_empty());
        let asked: Vec<&str> = agencies.iter().map(String::as_str).collect();
        let found = self.names.as_ref().map(|names| names.find(&asked)).unwrap_or_default();
        let found: HashMap<&str, Match> = asked.into_iter().zip(found).collect();
        for report in filed {
            match found.get(report.agency.as_str()) {
                _ if report.agency.is_empty() => self.nameless(report),
                Some(Match::Certain(unit)) => self.give(*unit, report),
                Some(Match::Doubtful(units)) => self.off_roster(report, units),
                Some(Match::None) | None => self.off_roster(report, &[]),
            }
        }
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

    /// A report that names no agency, or a data file that does not read.
    fn nameless(&mut self, report: Filed) {
        let found = self.names.as_ref().map_or(Match::None, |names| names.in_file_name(&report.path));
        let is_broken = report.form.is_none();
        let candidates = match found {
            Match::Certain(unit) if is_broken => return self.give(unit, report),
            Match::Certain(unit) => vec![unit],
            Match::Doubtful(units) => units,
            Match::None => Vec::new(),
        };
        let name = stem(&report.path).to_owned();
        let mut remarks = Vec::new();
        if !is_broken {
            remarks.push("报告没有写明编制机关，暂以文件名称呼；请补上编制机关全称".to_owned());
        }
        remarks.extend(self.unlisted(&candidates, ""));
        self.doubt(&candidates, &format!("文件“{}”可能是本单位的报告，请核对", report.path));
        self.units.push(Owned { name, remarks, files: vec![report], ..Owned::default() });
    }

    /// Gives a file that does not read to the unit that its name names; it comes back if that is none.
    fn stray(&mut self, stray: Stray) -> Option<Stray> {
        let found = self.names.as_ref().map_or(Match::None, |names| names.in_file_name(&stray.path));
        match found {
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
        let found = self.names.as_ref().map_or(Match::None, |names| names.in_file_name(&other.path));
        let units = match found {
            Match::Certain(unit) => vec![unit],
            Match::Doubtful(units) => units,
            Match::None => return,
        };
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
