//! Which sheets of a workbook are a roster.

use super::heads::{self, Heads};
use crate::published::List;
use crate::report::bare_name;
use crate::report::body::Body;

/// The head that a sheet has for certain if it is a roster.
const CERTAIN: &str = "单位名称";

/// A sheet with units.
#[derive(Debug)]
pub(super) struct Sheet<'l> {
    /// What its lines are told by: `名单`, or `名单第 2 张工作表` where there are several.
    pub called: String,
    pub list: &'l List,
}

/// The sheets that are read, each with its heads, and what is said of the others. A list without heads is one only if no
/// sheet has any.
pub(super) fn with_heads(lists: &[List]) -> (Vec<(Sheet<'_>, Vec<Heads>)>, Vec<String>) {
    let is_full = |list: &&List| list.values().any(|cells| !cells.is_empty());
    let called = |at: usize| match lists.len() {
        1 => "名单".to_owned(),
        _ => format!("名单第 {} 张工作表", at + 1),
    };
    let all: Vec<(Sheet<'_>, Vec<Heads>)> = lists
        .iter()
        .enumerate()
        .filter(|(_, list)| is_full(list))
        .map(|(at, list)| (Sheet { called: called(at), list }, heads::find(list)))
        .collect();
    let word = |sheet: &Sheet<'_>, heads: &[Heads]| {
        let heads = heads.first()?;
        Some(bare_name(&sheet.list.get(&heads.line)?.get(&heads.name)?.text))
    };
    let first = all.iter().find_map(|(sheet, heads)| word(sheet, heads));
    let is_roster = |(sheet, heads): &(Sheet<'_>, Vec<Heads>)| {
        word(sheet, heads).is_some_and(|word| word.contains(CERTAIN) || first.as_ref() == Some(&word))
    };
    let (rosters, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_roster);
    if !rosters.is_empty() {
        let said = others.iter().map(|(sheet, _)| {
            format!("{}没有“单位名称”一列，没有读；里面有单位的，请补上表头", sheet.called)
        });
        return (rosters, said.collect());
    }
    let mut rosters = Vec::new();
    let mut said = Vec::new();
    for (sheet, _) in others {
        match heads::only_column(sheet.list).filter(|heads| lists.len() == 1 || has_bodies(sheet.list, heads))
        {
            Some(heads) => rosters.push((sheet, vec![heads])),
            None => {
                said.push(format!("{}不是单位名单，没有读；里面有单位的，请补上“单位名称”表头", sheet.called))
            }
        }
    }
    (rosters, said)
}

/// True if most lines of a list without heads are names of bodies.
fn has_bodies(list: &List, heads: &Heads) -> bool {
    let names: Vec<&str> =
        list.values().filter_map(|cells| Some(cells.get(&heads.name)?.text.as_str())).collect();
    let bodies = names.iter().map(|name| Body::of(name));
    bodies.filter(|body| body.kind.is_some() || !body.places.is_empty()).count() * 2 > names.len()
}
