//! What the sheets of a roster come to, and what has to be said of them.

use std::collections::HashMap;

use super::line::{LONGEST_NAME, Lines};
use super::sheets::Sheet;
use super::{Entry, MOST_NAMED};
use crate::report::bare_name;

/// Characters that are shown of a line.
const MOST_SHOWN: usize = 20;

/// The units of all sheets.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub entries: Vec<Entry>,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
    /// What a person has to look at, a sentence each.
    pub remarks: Vec<String>,
    /// Where each unit stands: the sheet and the line.
    places: HashMap<String, (String, usize)>,
    passed_over: Vec<String>,
    without_tick: Vec<String>,
}

impl Account {
    /// Adds a sheet.
    pub fn add(&mut self, sheet: &Sheet<'_>, lines: Lines) {
        let called = &sheet.called;
        self.faults
            .extend(lines.faults.into_iter().map(|(line, fault)| format!("{called}第 {line} 行{fault}")));
        for (line, entry) in lines.units {
            self.unit(called, line, entry);
        }
        let where_told = called.strip_prefix("名单").unwrap_or_default();
        self.passed_over.extend(lines.passed_over.into_iter().map(|(line, words)| {
            let more = if words.chars().count() > MOST_SHOWN { "…" } else { "" };
            let words: String = words.chars().take(MOST_SHOWN).collect();
            format!("{where_told}第 {line} 行“{words}{more}”")
        }));
        self.remarks.extend(lines.too_long.into_iter().map(|line| {
            format!(
                "{called}第 {line} 行的单位名称超过 {LONGEST_NAME} 个字，不像是单位名称，没有当作单位；请核对"
            )
        }));
        self.without_tick.extend(lines.without_tick);
    }

    fn unit(&mut self, called: &str, line: usize, entry: Entry) {
        let key = bare_name(&entry.name);
        match self.places.get(&key) {
            Some((sheet, first)) if sheet == called => self.faults.push(format!(
                "{called}第 {first} 行和第 {line} 行是同一个单位“{}”，请核对后只留一行；确实是两个单位的，请写明各自的全称",
                entry.name
            )),
            Some(_) => self.remarks.push(format!(
                "{called}第 {line} 行的“{}”在前面的工作表里已有，按一个单位计",
                entry.name
            )),
            None => {
                self.places.insert(key, (called.to_owned(), line));
                self.entries.push(entry);
            }
        }
    }

    /// All of it, with what is said of several lines at a time.
    pub fn closed(mut self) -> Self {
        if !self.without_tick.is_empty() {
            self.remarks.push(format!(
                "名单的“计入汇总”一列有的单位写了，有 {} 个单位空着，没有写“是”的不计入汇总：{}。应当计入的，请写“是”",
                self.without_tick.len(),
                some(&self.without_tick)
            ));
        }
        if !self.passed_over.is_empty() {
            self.remarks.push(format!(
                "名单里有 {} 行没有当作单位：{}。里面有单位的，请把名称单独写在“单位名称”一列",
                self.passed_over.len(),
                some(&self.passed_over)
            ));
        }
        self
    }
}

/// The first of a list.
fn some(items: &[String]) -> String {
    let more = if items.len() > MOST_NAMED { "等" } else { "" };
    let shown: Vec<&str> = items.iter().take(MOST_NAMED).map(String::as_str).collect();
    shown.join("、") + more
}
