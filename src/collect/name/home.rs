//! Where the units are whose names in the roster leave out a place.
//!
//! A county's roster says 林业局, and 青禾县林业局 files; so may 云溪县林业局, by mistake. What the roster says of its
//! other units tells the place, or else what most of the reports say.

use std::collections::{BTreeSet, HashMap};

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
    /// `None` if the name has no place more than that of the roster at the index.
    pub fn of(index: usize, at: usize, name: &Parsed<'_>, names: &[(usize, Parsed<'_>)]) -> Option<Self> {
        let (_, listed) = names.get(at)?;
        let place = name.beyond(listed)?.to_owned();
        Some(Self { index, place, below: listed.places.first().map(|(rank, _)| *rank) })
    }
}

/// The names whose place is not that of the roster.
pub(super) fn elsewhere(names: &[(usize, Parsed<'_>)], loose: &[Loose]) -> Vec<usize> {
    let stated = stated(names);
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
    let is_at_home = |one: &Loose| {
        // What the roster says of counties tells nothing of the city above them.
        let is_told = !stated.is_empty() && one.below.is_none_or(|rank| rank == Rank::Township);
        if is_told { stated.contains(one.place.as_str()) } else { is_of_most(one) }
    };
    loose.iter().filter(|one| !is_at_home(one)).map(|one| one.index).collect()
}

/// The places, townships apart, that all names have which have any.
fn stated<'n>(names: &'n [(usize, Parsed<'_>)]) -> BTreeSet<&'n str> {
    let places = names.iter().map(|(_, name)| {
        let large = name.places.iter().filter(|(rank, _)| *rank != Rank::Township);
        large.map(|(_, place)| place.as_str()).collect::<BTreeSet<_>>()
    });
    places.filter(|places| !places.is_empty()).reduce(|all, own| &all & &own).unwrap_or_default()
}
