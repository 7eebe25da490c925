//! Which unit of a roster a report is of, by the name of its agency.
//!
//! A match is certain only if one unit alone fits and no place contradicts. What is alike no more than roughly is told,
//! and never taken for a match.

mod home;
mod parsed;
mod similar;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use super::Entry;
use crate::report::bare_name;
use home::Loose;
use parsed::Parsed;
pub(super) use parsed::full_key;
use similar::Similar;

/// Units that are named where none is certain.
const MOST_NAMED: usize = 3;

/// The shortest name that is looked for in the name of a file, in characters.
const SHORTEST_IN_FILE: usize = 3;

/// What a name says of the roster, by the index of its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// It is that unit.
    Certain(usize),
    /// It may be one of these, the likeliest first; a person has to say which.
    Doubtful(Vec<usize>),
    /// It is none of them.
    None,
}

/// The names of a roster, ready to be asked for.
pub(super) struct Names<'r> {
    /// Every name and alias, with its unit.
    names: Vec<(usize, Parsed<'r>)>,
    /// Names as they are written, without blanks.
    stated: HashMap<String, usize>,
    /// Aliases as they are written.
    aliases: HashMap<String, BTreeSet<usize>>,
    /// Names in their usual spelling, with all their places.
    full: HashMap<String, BTreeSet<usize>>,
    /// Names in their usual spelling, without places: indices of `names`.
    cores: HashMap<String, Vec<usize>>,
    similar: Similar,
    /// The longest name or alias, in characters.
    longest: usize,
}

impl<'r> Names<'r> {
    /// The names of these units.
    pub fn new(entries: &'r [Entry]) -> Self {
        let mut all = Self {
            names: Vec::new(),
            stated: HashMap::new(),
            aliases: HashMap::new(),
            full: HashMap::new(),
            cores: HashMap::new(),
            similar: Similar::default(),
            longest: 0,
        };
        for (unit, entry) in entries.iter().enumerate() {
            all.stated.entry(bare_name(&entry.name)).or_insert(unit);
            for alias in &entry.aliases {
                all.aliases.entry(bare_name(alias)).or_default().insert(unit);
            }
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let parsed = Parsed::of(name);
                all.full.entry(parsed.full()).or_default().insert(unit);
                for core in parsed.cores() {
                    all.cores.entry(core.to_owned()).or_default().push(all.names.len());
                }
                all.similar.add(all.names.len(), &parsed);
                all.longest = all.longest.max(name.chars().count());
                all.names.push((unit, parsed));
            }
        }
        all
    }

    /// What each of these names says. They are looked at together, since the others tell where a unit is whose name
    /// in the roster does not.
    pub fn find(&self, names: &[&str]) -> Vec<Match> {
        let (mut found, mut loose) = (Vec::new(), Vec::new());
        for (index, name) in names.iter().enumerate() {
            let parsed = Parsed::of(name);
            found.push(
                self.by_spelling(name, &parsed).unwrap_or_else(|| self.by_core(index, &parsed, &mut loose)),
            );
        }
        for index in home::elsewhere(&self.names, &loose) {
            if let Some(found) = found.get_mut(index)
                && let Match::Certain(unit) = *found
            {
                *found = Match::Doubtful(vec![unit]);
            }
        }
        for (name, found) in names.iter().zip(&mut found).filter(|(_, found)| **found == Match::None) {
            let units = self.similar.to(&Parsed::of_stem(name), &self.names);
            if !units.is_empty() {
                *found = Match::Doubtful(units);
            }
        }
        found
    }

    /// The unit of that name, of an alias, or of one with all the same places.
    fn by_spelling(&self, name: &str, parsed: &Parsed<'_>) -> Option<Match> {
        let bare = bare_name(name);
        if let Some(unit) = self.stated.get(&bare) {
            return Some(Match::Certain(*unit));
        }
        self.aliases.get(&bare).or_else(|| self.full.get(&parsed.full())).map(one)
    }

    /// The one unit whose name differs by nothing but its places.
    fn by_core(&self, index: usize, name: &Parsed<'_>, loose: &mut Vec<Loose>) -> Match {
        let listed = name.cores().filter_map(|core| Some((core, self.cores.get(core)?)));
        let fitting =
            listed.flat_map(|(core, at)| at.iter().map(move |at| (core, *at))).filter_map(|(core, at)| {
                let (unit, own) = self.names.get(at)?;
                own.fits(name, core).then_some((*unit, at))
            });
        let fitting: Vec<(usize, usize)> = fitting.collect();
        let found = one(&fitting.iter().map(|(unit, _)| *unit).collect());
        if matches!(found, Match::Certain(_)) {
            let all = fitting.iter().map(|(_, at)| Loose::of(index, *at, name, &self.names));
            // One alias with the place is enough.
            loose.extend(all.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().next()));
        }
        found
    }

    /// The unit whose name or alias the name of a file holds, if it is only one: of names within one another the
    /// longest counts.
    pub fn in_file_name(&self, path: &str) -> Match {
        let stem = bare_name(stem(path));
        let characters: Vec<char> = stem.chars().collect();
        let (mut units, mut start) = (BTreeSet::new(), 0);
        while start < characters.len() {
            let ends = (start + SHORTEST_IN_FILE..=characters.len().min(start + self.longest)).rev();
            let held = ends.filter_map(|end| {
                let words: String = characters.get(start..end)?.iter().collect();
                let stated = self.stated.get(&words).map(|unit| BTreeSet::from([*unit]));
                Some((end, stated.or_else(|| self.aliases.get(&words).cloned())?))
            });
            let longest = held.into_iter().next();
            start = longest.as_ref().map_or(start + 1, |(end, _)| *end);
            units.extend(longest.map(|(_, units)| units).unwrap_or_default());
        }
        one(&units)
    }
}

/// Certain if there is but one.
fn one(units: &BTreeSet<usize>) -> Match {
    match units.iter().collect::<Vec<_>>().as_slice() {
        [] => Match::None,
        [unit] => Match::Certain(**unit),
        _ => Match::Doubtful(units.iter().copied().take(MOST_NAMED).collect()),
    }
}

/// The name of a file without its folders and its ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
