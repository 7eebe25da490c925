//! The name of a public body in its usual spelling, taken apart.

use crate::report::bare_name;
use crate::report::body::{Body, Rank, plain_name};

/// Ends of names that mean the same, each with the one that stands for it; longer ends before the shorter ones that
/// they hold.
const SAME: &[(&str, &str)] = &[
    ("人民政府办公室", "政府办公室"),
    ("人民政府办公厅", "政府办公厅"),
    ("政府办", "政府办公室"),
    ("府办", "政府办公室"),
    ("人民政府", "政府"),
    ("街道办", "街道办事处"),
    ("管委会", "管理委员会"),
    ("委", "委员会"),
];

/// Words in a bracket that leave a body the same: 本级.
const ITSELF: &[&str] = &["本级", "机关", "本部"];

/// How a name speaks of the place that it is of without naming it: `县林业局`.
const UNNAMED: &[(char, Rank)] = &[
    ('省', Rank::Province),
    ('市', Rank::City),
    ('州', Rank::City),
    ('盟', Rank::City),
    ('县', Rank::County),
    ('旗', Rank::County),
    ('区', Rank::District),
    ('镇', Rank::Township),
    ('乡', Rank::Township),
];

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed<'n> {
    /// The name as it is written.
    pub written: std::borrow::Cow<'n, str>,
    /// Its places, the largest first.
    pub places: Vec<(Rank, String)>,
    /// The name without its places, in its usual spelling.
    pub core: String,
    /// The rank of a place that it does not name, and the name without it.
    pub unnamed: Option<(Rank, String)>,
}

impl<'n> Parsed<'n> {
    /// Takes a name apart.
    pub fn of(name: &'n str) -> Self {
        Self::new(name, &itself(name))
    }

    /// The same, without a bracket at its end whatever it says: for a likeness, not for a match.
    pub fn of_stem(name: &'n str) -> Self {
        Self::new(name, &plain_name(name))
    }

    fn new(written: &'n str, plain: &str) -> Self {
        // 青禾县人民政府城关街道办事处 is the office of that street.
        let streets = plain.ends_with("街道办事处") || plain.ends_with("街道办");
        let plain = if streets { plain.replace("人民政府", "") } else { plain.to_owned() };
        let body = Body::of(&plain);
        let places: Vec<(Rank, String)> =
            body.places.iter().map(|(rank, place)| (*rank, (*place).to_owned())).collect();
        let is_street = places.last().is_some_and(|(_, place)| place.ends_with("街道"));
        let core = match body.core {
            "" | "办" if is_street => "办事处".to_owned(),
            "" => "政府".to_owned(),
            core => usual(core),
        };
        let core = if plain.is_empty() { String::new() } else { core };
        let unnamed = UNNAMED.iter().find_map(|(c, rank)| {
            let rest =
                plain.strip_prefix(*c).filter(|rest| places.is_empty() && rest.chars().nth(1).is_some())?;
            Some((*rank, usual(rest)))
        });
        Self { written: written.into(), places, core, unnamed }
    }

    /// The whole name in its usual spelling.
    pub fn full(&self) -> String {
        let places: String = self.places.iter().map(|(_, place)| place.as_str()).collect();
        places + &self.core
    }

    /// The name without its places: as it is, and without the rank of one that it does not name.
    pub fn cores(&self) -> impl Iterator<Item = &str> {
        [Some(self.core.as_str()), self.unnamed.as_ref().map(|(_, core)| core.as_str())].into_iter().flatten()
    }

    /// The smallest place.
    pub fn seat(&self) -> Option<&(Rank, String)> {
        self.places.last()
    }

    /// True if two names with that core are of one body as far as their places tell.
    pub fn fits(&self, other: &Self, core: &str) -> bool {
        // The rank that a name speaks of, if without it the name is this.
        let rank = |name: &Self| {
            let unnamed = name.unnamed.as_ref().filter(|(_, own)| own == core && name.core != core);
            unnamed.map(|(rank, _)| *rank).or_else(|| name.seat().map(|(rank, _)| *rank))
        };
        match (self.seat(), other.seat()) {
            (Some(_), Some(_)) => self.is_within(other) || other.is_within(self),
            _ => match (rank(self), rank(other)) {
                (Some(own), Some(of_other)) => own == of_other,
                _ => true,
            },
        }
    }

    /// True if its places are the smallest ones of the other.
    fn is_within(&self, other: &Self) -> bool {
        other.places.ends_with(&self.places)
    }

    /// Places of the two that contradict: the seats differ.
    pub fn contradicts(&self, other: &Self) -> bool {
        matches!((self.seat(), other.seat()), (Some(own), Some(of_other)) if own != of_other)
    }

    /// The place right above those of the other name, which leaves it out.
    pub fn beyond(&self, other: &Self) -> Option<&str> {
        let at = self.places.len().checked_sub(other.places.len() + 1)?;
        self.places.get(at).map(|(_, place)| place.as_str())
    }
}

/// A name by which reports of one body are told without a roster: all its places, in its usual spelling.
pub(in crate::collect) fn full_key(name: &str) -> String {
    Parsed::of(name).full()
}

/// A name without blanks, and without a bracket that says that it is the body itself.
fn itself(name: &str) -> String {
    let bare = bare_name(name);
    let inner = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let is_itself = inner.is_some_and(|(_, words)| ITSELF.iter().any(|end| words.ends_with(end)));
    if is_itself { plain_name(name) } else { bare }
}

fn usual(core: &str) -> String {
    let same = SAME.iter().find_map(|(end, usual)| Some(core.strip_suffix(end)?.to_owned() + usual));
    same.unwrap_or_else(|| core.to_owned())
}
