//! The sheet with all findings of all units, and with all files that do not read.

use super::{FINDINGS, Sheet, list, words};
use crate::collect::{Collection, Filed, Found, Stray, Unit};
use crate::diagnostic::Severity;
use crate::render::xlsx::long::{Cell, Look, Row};

/// Its columns, with their widths in pixels.
const COLUMNS: [(&str, u32); 9] = [
    ("单位", 180),
    ("文件", 180),
    ("轻重", 64),
    ("代码", 56),
    ("位置", 150),
    ("问题", 360),
    ("依据", 300),
    ("修改建议", 300),
    ("已作说明", 180),
];
/// What is said of a file that does not read.
const UNREADABLE: &str = "读不了";

pub(super) fn sheet(collection: &Collection, most: usize) -> Sheet<'_> {
    let of_unit = |unit: &Unit| {
        let found: usize = unit.told().iter().map(|filed| filed.findings.len()).sum();
        found + unit.unread.len()
    };
    let count = collection.units.iter().map(of_unit).sum::<usize>() + collection.strays.len();
    let rows = collection.units.iter().flat_map(unit_rows);
    let rows = rows.chain(collection.strays.iter().map(|stray| unreadable("", stray)));
    list(FINDINGS, &COLUMNS, (count, most), rows, |more| {
        format!("工作表“{FINDINGS}”放不下全部问题，还有 {more} 处没有列出，见 汇总.json。")
    })
}

fn unit_rows(unit: &Unit) -> impl Iterator<Item = Row> {
    let of_report = |filed| reports_rows(&unit.name, filed);
    let found = unit.told().iter().flat_map(of_report);
    unit.unread.iter().map(|stray| unreadable(&unit.name, stray)).chain(found)
}

fn reports_rows<'c>(unit: &'c str, filed: &'c Filed) -> impl Iterator<Item = Row> {
    filed.findings.iter().map(move |found| row(unit, &filed.path, found))
}

fn row(unit: &str, path: &str, found: &Found) -> Row {
    let finding = &found.finding;
    let look = match found.severity {
        // Explained in writing, it does not count.
        _ if found.is_accepted() => Look::Plain,
        Severity::Error => Look::Grave,
        Severity::Warning => Look::Slight,
        Severity::Note => Look::Plain,
    };
    Row::of(vec![
        words(unit),
        words(path),
        Cell::text(found.severity.words(), look),
        words(finding.code),
        words(&found.place),
        words(&finding.message),
        words(&found.facts.join("\n")),
        words(finding.help.as_deref().unwrap_or_default()),
        words(finding.accepted.as_deref().unwrap_or_default()),
    ])
}

fn unreadable(unit: &str, stray: &Stray) -> Row {
    let nothing = || words("");
    Row::of(vec![
        words(unit),
        words(&stray.path),
        Cell::text(UNREADABLE, Look::Grave),
        nothing(),
        nothing(),
        words(&stray.problem),
        nothing(),
        nothing(),
        nothing(),
    ])
}
