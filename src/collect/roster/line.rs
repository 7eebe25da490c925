//! From the lines of a list to the units of a roster.

use std::collections::BTreeMap;

use super::heads::{self, Column, Heads};
use super::{Entry, RosterError, value};
use crate::published::{List, ListCell};
use crate::report::body::{Body, is_bare_kind, plain_name};

/// Words with which a line begins that is no unit: notes below the list, and sums.
const NOTES: &[&str] = &[
    "注",
    "备注",
    "说明",
    "附注",
    "填表",
    "填报",
    "制表",
    "审核",
    "合计",
    "总计",
    "小计",
    "共计",
    "联系电话",
];

/// The longest name of a unit, in characters.
const LONGEST_NAME: usize = 80;

type Cells = BTreeMap<usize, ListCell>;

/// What a list says.
pub(super) struct Lines {
    /// Its units, each with its line.
    pub units: Vec<(usize, Entry)>,
    /// What is wrong with lines of it, a sentence each.
    pub faults: Vec<String>,
}

/// Reads a list line by line.
pub(super) fn read(list: &List) -> Result<Lines, RosterError> {
    let heads = heads::find(list).or_else(|| heads::only_column(list)).ok_or(RosterError::NoHead)?;
    let below = || list.iter().filter(|(line, _)| **line > heads.line);
    // Where somebody has ticked the units that count, a unit without a tick does not.
    let ticks = heads.first(Column::Counts).is_some_and(|at| {
        below().any(|(_, cells)| cells.get(&at).is_some_and(|cell| value::tick(&cell.text) == Some(true)))
    });
    let (mut units, mut faults) = (Vec::new(), Vec::new());
    for (number, cells) in below() {
        match unit(cells, &heads, !ticks) {
            Ok(entry) => units.extend(entry.map(|entry| (*number, entry))),
            Err(fault) => faults.push(format!("名单第 {number} 行{fault}")),
        }
    }
    Ok(Lines { units, faults })
}

/// The unit of a line; `None` for one that names none.
fn unit(cells: &Cells, heads: &Heads, counts_if_blank: bool) -> Result<Option<Entry>, String> {
    let own = |at: &usize| cells.get(at).filter(|cell| !cell.is_continued);
    let Some(name) = own(&heads.name).map(|cell| value::name(&cell.text)).filter(|name| !name.is_empty())
    else {
        return if lacks_name(cells, heads) {
            Err("没有单位名称，却有其他内容。请补上单位名称；不是单位的，请删去这一行".to_owned())
        } else {
            Ok(None)
        };
    };
    let is_alone = cells.iter().all(|(at, cell)| *at == heads.name || cell.is_continued);
    if is_note(&name) || is_alone && is_title(&name, heads) {
        return Ok(None);
    }
    let name = value::without_numeral(&name).to_owned();
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("的单位名称超过 {LONGEST_NAME} 个字，不像是单位名称。请核对"));
    }
    let text = |column| {
        let cell = heads.first(column).and_then(|at| cells.get(&at));
        cell.map(|cell| cell.text.trim()).filter(|text| !text.is_empty())
    };
    let deadline = match text(Column::Deadline) {
        None => None,
        Some(text) => Some(value::deadline(text).ok_or_else(|| {
            format!("的期限“{text}”读不出是哪一天。请写成“2025年1月31日”“2025-01-31”或者“1月31日”的样子")
        })?),
    };
    let counts = match text(Column::Counts) {
        None => counts_if_blank,
        Some(text) => value::tick(text)
            .ok_or_else(|| format!("的“计入汇总”写的是“{text}”，看不出是否计入。请写“是”或者“否”"))?,
    };
    let mut aliases: Vec<String> = heads
        .all(Column::Alias)
        .filter_map(|at| own(&at))
        .flat_map(|cell| value::names(&cell.text))
        .filter(|alias| *alias != name)
        .collect();
    aliases.dedup();
    let words = |column| text(column).unwrap_or_default().to_owned();
    let (category, contact) = (words(Column::Category), words(Column::Contact));
    Ok(Some(Entry { name, aliases, category, deadline, counts, contact }))
}

/// True for a line that has several things to say of a unit that it does not name.
fn lacks_name(cells: &Cells, heads: &Heads) -> bool {
    let said = heads.others.iter().filter_map(|(_, at)| cells.get(at)).filter(|cell| !cell.is_continued);
    let is_note = cells.values().any(|cell| cell.text.contains(['：', ':']) || is_note(&cell.text));
    !cells.contains_key(&heads.name) && said.count() > 1 && !is_note
}

/// True for a note below the list, or a sum: `注：…`, `合计`, `合计12家`.
fn is_note(text: &str) -> bool {
    let is_end = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(|c: char| {
                c.is_ascii_digit() || matches!(c, '：' | ':' | '人' | '单' | '时' | '共')
            })
    };
    NOTES.iter().any(|word| text.strip_prefix(word).is_some_and(is_end))
        || text.contains(['。', '；', '：'])
        || text.starts_with('共') && text.ends_with(['家', '个'])
}

/// True for what stands above some of the units: `一、政府部门（32个）`, and for the title of a list without heads.
fn is_title(text: &str, heads: &Heads) -> bool {
    let words = plain_name(value::without_numeral(text));
    // A unit that is numbered so is still a unit.
    let is_unit = Body::of(&words).kind.is_some() && !is_bare_kind(&words);
    value::without_numeral(text).len() < text.len() && !is_unit || heads.line == 0 && heads::is_title(text)
}
