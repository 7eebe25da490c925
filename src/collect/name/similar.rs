//! Names that are alike: short forms, and slips of a character.

use std::collections::{BTreeSet, HashMap};

use super::MOST_NAMED;
use super::parsed::Parsed;
use crate::report::body::is_short_for;

/// Names of one place, and names with the same characters, that one name is compared with.
const MOST_COMPARED: usize = 400;

/// The shortest name without its places in which another character is taken for a slip: 教育局 and 体育局 are two
/// bodies.
const SHORTEST: usize = 5;

/// The shortest name that another may end with: 国家税务总局青禾县税务局.
const SHORTEST_END: usize = 5;

/// The names of a roster by their characters and by their places.
#[derive(Debug, Default)]
pub(super) struct Similar {
    by_character: HashMap<char, Vec<usize>>,
    /// By the smallest place; those without one under an empty name.
    by_place: HashMap<String, Vec<usize>>,
}

impl Similar {
    /// Takes in a name by its index.
    pub fn add(&mut self, at: usize, name: &Parsed<'_>) {
        for c in name.core.chars().collect::<BTreeSet<_>>() {
            self.by_character.entry(c).or_default().push(at);
        }
        self.by_place.entry(place(name).to_owned()).or_default().push(at);
    }

    /// Units with a name like that one.
    pub fn to(&self, name: &Parsed<'_>, names: &[(usize, Parsed<'_>)]) -> Vec<usize> {
        let characters: BTreeSet<char> = name.core.chars().collect();
        let mut lists: Vec<&Vec<usize>> =
            characters.iter().filter_map(|c| self.by_character.get(c)).collect();
        // What few names have tells most.
        lists.sort_by_key(|list| list.len());
        let places = BTreeSet::from([place(name), ""]).into_iter().rev();
        let near = places.filter_map(|place| self.by_place.get(place));
        let near = near.flat_map(|list| list.iter().take(MOST_COMPARED));
        let alike = lists.into_iter().flatten().take(MOST_COMPARED);
        let (mut seen, mut units) = (BTreeSet::new(), Vec::new());
        for at in near.chain(alike) {
            if units.len() == MOST_NAMED {
                break;
            }
            let Some((unit, own)) = names.get(*at).filter(|_| seen.insert(*at)) else { continue };
            if self.is_like(name, own) && !units.contains(unit) {
                units.push(*unit);
            }
        }
        units
    }

    fn is_like(&self, name: &Parsed<'_>, own: &Parsed<'_>) -> bool {
        if name.contradicts(own) {
            // A slip in a place; another place of the roster is none.
            let is_known = self.by_place.contains_key(place(name));
            return !is_known && is_slip(&name.full(), &own.full());
        }
        let ends = |long: &Parsed<'_>, short: &Parsed<'_>| {
            long.written.ends_with(&*short.written) && short.written.chars().count() >= SHORTEST_END
        };
        ends(name, own)
            || ends(own, name)
            || name.cores().any(|core| own.cores().any(|of_own| are_like(core, of_own)))
    }
}

/// Two names without their places.
fn are_like(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let is_short =
        || short.chars().nth(2).is_some() && ends(short) == ends(long) && is_short_for(short, long);
    short == long || is_short() || short.chars().count() >= SHORTEST && is_slip(short, long)
}

/// True for names that differ in one character.
fn is_slip(one: &str, other: &str) -> bool {
    one.chars().count().abs_diff(other.chars().count()) <= 1 && strsim::damerau_levenshtein(one, other) == 1
}

/// The smallest place of a name; empty for one without.
fn place<'n>(name: &'n Parsed<'_>) -> &'n str {
    name.seat().map_or("", |(_, place)| place.as_str())
}
