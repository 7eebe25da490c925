//! Which unit of a roster a report is of, by the name of its agency.
//!
//! A match is certain only if one unit alone fits and no place contradicts. What is alike no more than roughly is told,
//! and never taken for a match.

mod file;
mod home;
mod parsed;
mod similar;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use super::Entry;
use crate::report::bare_name;
use crate::report::body::Body;
pub(super) use file::stem;
use home::Loose;
use parsed::Parsed;
pub(super) use parsed::{full_key, shorter_keys};
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

impl Match {
    /// The units that it is or may be, the likeliest first.
    pub fn units(self) -> Vec<usize> {
        match self {
            Self::Certain(unit) => vec![unit],
            Self::Doubtful(units) => units,
            Self::None => Vec::new(),
        }
    }
}

/// The names of a roster, ready to be asked for.
pub(super) struct Names<'r> {
    /// Every name and alias, with its unit.
    names: Vec<(usize, Parsed<'r>)>,
    /// Names as they are written, without blanks.
    stated: HashMap<String, usize>,
    /// Aliases as they are written.
    aliases: HashMap<String, BTreeSet<usize>>,
    /// The names of the units, without aliases, in their usual spelling, with all their places.
    own: HashMap<String, BTreeSet<usize>>,
    /// The same with aliases.
    full: HashMap<String, BTreeSet<usize>>,
    /// Names in their usual spelling, without places: indices of `names`.
    cores: HashMap<String, Vec<usize>>,
    similar: Similar,
    /// The places that the units are of, as far as they are known.
    home: BTreeSet<String>,
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
            own: HashMap::new(),
            full: HashMap::new(),
            cores: HashMap::new(),
            similar: Similar::default(),
            home: BTreeSet::new(),
            longest: 0,
        };
        for (unit, entry) in entries.iter().enumerate() {
            all.stated.entry(bare_name(&entry.name)).or_insert(unit);
            all.own.entry(full_key(&entry.name)).or_default().insert(unit);
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
                // With a bracket that says what else it is, it is only like the name without it.
                let stem = Parsed::of_stem(name);
                let is_more = stem.core != parsed.core;
                all.names.push((unit, parsed));
                if is_more {
                    all.similar.add(all.names.len(), &stem);
                    all.names.push((unit, stem));
                }
            }
        }
        all
    }

    /// What each of these names says. They are looked at together, since the others tell where a unit is whose name
    /// in the roster does not.
    pub fn find(&mut self, names: &[&str]) -> Vec<Match> {
        let (mut found, mut loose) = (Vec::new(), Vec::new());
        for (index, name) in names.iter().enumerate() {
            let parsed = Parsed::of(name);
            found.push(
                self.by_spelling(name, &parsed).unwrap_or_else(|| self.by_core(index, &parsed, &mut loose)),
            );
        }
        let (elsewhere, home) = home::elsewhere(&self.names, &loose);
        self.home = home;
        for index in elsewhere {
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
        let full = parsed.full();
        // Its own name, be it with 本级 in a bracket, goes before what another is called besides.
        let own = self.own.get(&full).filter(|units| units.len() == 1);
        own.or_else(|| self.aliases.get(&bare)).or_else(|| self.full.get(&full)).map(one)
    }

    /// The one unit whose name differs by nothing but its places.
    fn by_core(&self, index: usize, name: &Parsed<'_>, loose: &mut Vec<Loose>) -> Match {
        let listed = name.cores().filter_map(|core| Some((core, self.cores.get(core)?)));
        let fitting =
            listed.flat_map(|(core, at)| at.iter().map(move |at| (core, *at))).filter_map(|(core, at)| {
                let (unit, own) = self.names.get(at)?;
                own.fits(name, core).then_some((*unit, own, core))
            });
        let fitting: Vec<(usize, &Parsed<'_>, &str)> = fitting.collect();
        let found = one(&fitting.iter().map(|(unit, ..)| *unit).collect());
        if matches!(found, Match::Certain(_)) {
            let all = fitting.iter().map(|(_, own, core)| Loose::of(index, name, own, core));
            // One alias with the place is enough.
            loose.extend(all.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().next()));
        }
        found
    }

    /// The unit whose name or alias the name of a file holds, if it is only one: of names within one another the
    /// longest counts. It is certain if the words around it say nothing else than that it is its report.
    pub fn in_file_name(&self, path: &str) -> Match {
        let stem = bare_name(stem(path));
        let characters: Vec<char> = stem.chars().collect();
        let (mut units, mut start, mut is_alone) = (BTreeSet::new(), 0, true);
        while start < characters.len() {
            let ends = (start + SHORTEST_IN_FILE..=characters.len().min(start + self.longest)).rev();
            let held = ends.filter_map(|end| {
                let words: String = characters.get(start..end)?.iter().collect();
                let stated = self.stated.get(&words).map(|unit| BTreeSet::from([*unit]));
                Some((end, words.clone(), stated.or_else(|| self.aliases.get(&words).cloned())?))
            });
            let Some((end, name, held)) = held.into_iter().next() else {
                start += 1;
                continue;
            };
            units.extend(held);
            let before: String = characters.iter().take(start).collect();
            let after: String = characters.iter().skip(end).collect();
            is_alone &= self.may_stand_before(&before, &name) && file::may_stand_behind(&after);
            start = end;
        }
        match one(&units) {
            Match::Certain(unit) if !is_alone => Match::Doubtful(vec![unit]),
            found => found,
        }
    }

    /// True for what may stand before the name of a unit in the name of a file: a place of it, but not another one.
    fn may_stand_before(&self, before: &str, name: &str) -> bool {
        let before = file::last_words(before);
        let whole = format!("{before}{name}");
        let (whole, own) = (Body::of(&whole), Body::of(name));
        let is_body = Body::of(before).kind.is_some();
        let is_at_home = |place: &str| self.home.is_empty() || self.home.contains(place);
        let beyond = whole.places.len().checked_sub(own.places.len() + 1);
        let beyond = beyond.and_then(|at| whole.places.get(at));
        !is_body && (!own.places.is_empty() || beyond.is_none_or(|(_, place)| is_at_home(place)))
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
