//! Where the units are whose names in the roster leave out a place.
//!
//! A county's roster says 林业局, and 青禾县林业局 files; so may 云溪县林业局, by mistake. What the roster says of its
//! other units tells the place, or else what most of the reports say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::parsed::Parsed;
use crate::report::body::Rank;

/// A name that fits one of the roster with a place more.
#[derive(Debug)]
pub(super) struct Loose {
    /// Index among the names that were asked for.
    index: usize,
    /// The smallest place of it that the roster leaves out.
    place: String,
    /// The rank of the largest place that the roster has.
    below: Option<Rank>,
}

impl Loose {
    /// `None` if the name has no place more than that of the roster, where the core of both is that.
    pub fn of(index: usize, name: &Parsed<'_>, listed: &Parsed<'_>, core: &str) -> Option<Self> {
        let place = name.beyond(listed, core)?.to_owned();
        Some(Self { index, place, below: listed.largest(core) })
    }

    /// True if a place that the roster states would be this one: what it says of counties tells nothing of the city
    /// above them.
    fn is_told(&self) -> bool {
        self.below.is_none_or(|rank| rank == Rank::Township)
    }
}

/// The names whose place is not that of the roster, and the places that are.
pub(super) fn elsewhere(names: &[(usize, Parsed<'_>)], loose: &[Loose]) -> (Vec<usize>, BTreeSet<String>) {
    let stated = stated(names, loose);
    let mut counts: HashMap<(Option<Rank>, &str), usize> = HashMap::new();
    let mut all: HashMap<Option<Rank>, usize> = HashMap::new();
    for one in loose {
        *counts.entry((one.below, one.place.as_str())).or_default() += 1;
        *all.entry(one.below).or_default() += 1;
    }
    let is_of_most = |one: &Loose| {
        let own = counts.get(&(one.below, one.place.as_str())).copied().unwrap_or_default();
        own * 2 > all.get(&one.below).copied().unwrap_or_default()
    };
    let is_at_home = |one: &&Loose| {
        if !stated.is_empty() && one.is_told() {
            stated.contains(one.place.as_str())
        } else {
            is_of_most(one)
        }
    };
    let (home, elsewhere): (Vec<&Loose>, Vec<&Loose>) = loose.iter().partition(is_at_home);
    let places = home.into_iter().map(|one| one.place.as_str()).chain(stated.iter().copied());
    (elsewhere.into_iter().map(|one| one.index).collect(), places.map(str::to_owned).collect())
}

/// The places, townships apart, that the units agree on which name any: more than two of three.
fn stated<'n>(names: &'n [(usize, Parsed<'_>)], loose: &[Loose]) -> BTreeSet<&'n str> {
    let mut units: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for (unit, name) in names {
        let large = name.places.iter().filter(|(rank, _)| *rank != Rank::Township);
        let large: Vec<&str> = large.map(|(_, place)| place.as_str()).collect();
        if !large.is_empty() {
            units.entry(*unit).or_default().extend(large);
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in units.values().flatten() {
        *counts.entry(place).or_default() += 1;
    }
    counts.retain(|_, count| *count * 3 > units.len() * 2);
    let stated: BTreeSet<&str> = counts.into_keys().collect();
    // A single unit may name what is no place, or another one: the reports show it.
    let is_seen = || loose.iter().any(|one| stated.contains(one.place.as_str()));
    if units.len() == 1 && agreed(loose) && !is_seen() { BTreeSet::new() } else { stated }
}

/// True if most reports, and more than one, are of the same place.
fn agreed(loose: &[Loose]) -> bool {
    let told: Vec<&str> = loose.iter().filter(|one| one.is_told()).map(|one| one.place.as_str()).collect();
    let count = |place: &str| told.iter().filter(|other| **other == place).count();
    let most = told.iter().collect::<BTreeSet<_>>().into_iter().map(|place| count(place)).max();
    most.is_some_and(|most| most > 1 && most * 2 > told.len())
}
