//! Units that no roster tells apart, and whose names differ by nothing but places: 青禾县教育局 and 江州市青禾县教育局.

use std::collections::{BTreeMap, BTreeSet};

use super::super::name::{full_key, shorter_keys};
use super::owner::Owned;
use super::same::{are_same, is_telling};

/// A short name that may be that of more units tells nothing.
const MOST_NAMED: usize = 3;

/// Joins those with the same figures, and tells of the others. Units of the roster are left alone.
pub(super) fn join(mut units: Vec<Owned>, has_roster: bool) -> Vec<Owned> {
    // For each unit one that it is the same as, itself in the end.
    let mut same_as: Vec<usize> = (0..units.len()).collect();
    let mut unsure: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (short, longer) in longer_names(&units) {
        let same: Vec<usize> =
            longer.iter().copied().filter(|long| have_same(&units, short, *long)).collect();
        let is_told = || are_of_one(&units, &longer) || is_unit_telling(&units, short);
        if !same.is_empty() && are_of_one(&units, &same) && is_told() {
            same.into_iter().for_each(|long| unite(&mut same_as, short, long));
        } else if longer.len() <= MOST_NAMED {
            unsure.extend(longer.into_iter().map(|long| (long, short)));
        }
    }
    for (one, other) in unsure {
        if first_of(&same_as, one) != first_of(&same_as, other) {
            tell_unsure(&mut units, one, other);
        }
    }
    let mut sets: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for at in 0..units.len() {
        sets.entry(first_of(&same_as, at)).or_default().insert(at);
    }
    for set in sets.values().filter(|set| set.len() > 1) {
        put_together(&mut units, set, has_roster);
    }
    let kept = units.into_iter().enumerate().filter(|(at, _)| sets.contains_key(at));
    kept.map(|(_, unit)| unit).collect()
}

/// The first of the units that are the same as that one.
fn first_of(same_as: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(next) = same_as.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

fn unite(same_as: &mut [usize], one: usize, other: usize) {
    let (one, other) = (first_of(same_as, one), first_of(same_as, other));
    if let Some(last) = same_as.get_mut(one.max(other)) {
        *last = one.min(other);
    }
}

/// Each unit of which the name may be short for those of others, with these.
fn longer_names(units: &[Owned]) -> BTreeMap<usize, Vec<usize>> {
    let others =
        || units.iter().enumerate().filter(|(_, unit)| unit.entry.is_none() && !unit.name.is_empty());
    let keys: BTreeMap<String, usize> = others().map(|(at, unit)| (full_key(&unit.name), at)).collect();
    let mut longer: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, unit) in others() {
        for short in shorter_keys(&unit.name).iter().filter_map(|key| keys.get(key)) {
            longer.entry(*short).or_default().push(at);
        }
    }
    longer
}

/// True if the units have reports of a year with the same figures.
fn have_same(units: &[Owned], one: usize, other: usize) -> bool {
    let files = |at: usize| units.get(at).map(|unit| unit.files.as_slice()).unwrap_or_default();
    files(one).iter().any(|own| files(other).iter().any(|theirs| are_same(own, theirs)))
}

fn is_unit_telling(units: &[Owned], at: usize) -> bool {
    units.get(at).is_some_and(|unit| unit.files.iter().any(is_telling))
}

/// True if the shorter of the names are all within the longer ones.
fn are_of_one(units: &[Owned], all: &[usize]) -> bool {
    let mut keys: Vec<String> =
        all.iter().filter_map(|at| units.get(*at)).map(|unit| full_key(&unit.name)).collect();
    keys.sort_unstable_by_key(String::len);
    keys.is_sorted_by(|short, long| long.ends_with(short.as_str()))
}

fn tell_unsure(units: &mut [Owned], one: usize, other: usize) {
    for (at, of) in [(one, other), (other, one)] {
        let name = units.get(of).map(|unit| unit.name.clone()).unwrap_or_default();
        if let Some(unit) = units.get_mut(at) {
            unit.remarks.push(format!("可能与“{name}”是同一个单位，请核对"));
        }
    }
}

/// Puts the files of all into the first.
fn put_together(units: &mut [Owned], set: &BTreeSet<usize>, has_roster: bool) {
    let mut names: Vec<String> =
        set.iter().filter_map(|at| units.get(*at)).map(|unit| unit.name.clone()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    let mut files = Vec::new();
    for at in set.iter().skip(1) {
        files.extend(units.get_mut(*at).map(|unit| std::mem::take(&mut unit.files)).unwrap_or_default());
    }
    if let Some(unit) = set.first().and_then(|first| units.get_mut(*first)) {
        let mend = if has_roster { "请分别写进名单" } else { "请用 --roster 给出名单" };
        let names = names.join("、");
        unit.files.extend(files);
        unit.remarks
            .push(format!("名称不同、数字相同，按同一个单位计一次：{names}。不是同一个单位的，{mend}"));
    }
}
