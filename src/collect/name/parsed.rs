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
    ("委编办", "委机构编制委员会办公室"),
    ("委办", "委办公室"),
    ("人大办", "人大常委会办公室"),
    ("政协办", "政协办公室"),
    ("管委会", "管理委员会"),
    ("委", "委员会"),
];

/// What a body of the Party has before its place, or leaves out: `中共青禾县委办公室`.
const PARTY: &str = "中共";

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
    /// The name if it speaks of a place that it does not name.
    pub unnamed: Option<Unnamed>,
}

/// What stands behind the word for a place that is not named: `城关镇` and `政府` of `县城关镇人民政府`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unnamed {
    /// The rank of the place.
    rank: Rank,
    /// The places below it, the largest first.
    places: Vec<(Rank, String)>,
    /// The name without all of them, in its usual spelling.
    core: String,
}

/// One of the ways in which a name may be taken apart.
struct Way<'n> {
    /// The rank of a place that is not named, above the others.
    above: Option<Rank>,
    places: &'n [(Rank, String)],
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
        let plain = plain.strip_prefix(PARTY).unwrap_or(plain);
        // 青禾县人民政府城关街道办事处 is the office of that street.
        let streets = plain.ends_with("街道办事处") || plain.ends_with("街道办");
        let plain = if streets { plain.replace("人民政府", "") } else { plain.to_owned() };
        let (places, core) = apart(&plain);
        let unnamed = UNNAMED.iter().find_map(|(c, rank)| {
            let rest =
                plain.strip_prefix(*c).filter(|rest| places.is_empty() && rest.chars().nth(1).is_some())?;
            let (places, core) = apart(rest);
            Some(Unnamed { rank: *rank, places, core })
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
        [Some(self.core.as_str()), self.unnamed.as_ref().map(|name| name.core.as_str())].into_iter().flatten()
    }

    /// The smallest place.
    pub fn seat(&self) -> Option<&(Rank, String)> {
        self.places.last()
    }

    /// True if two names with that core are of one body as far as their places tell.
    pub fn fits(&self, other: &Self, core: &str) -> bool {
        let (own, others) = (self.way(core), other.way(core));
        let (short, long) =
            if own.places.len() <= others.places.len() { (own, others) } else { (others, own) };
        let Some(above) = long.places.strip_suffix(short.places) else { return false };
        // The place above those that both have, named or not.
        let of_long = above.last().map(|(rank, _)| *rank).or(long.above);
        !matches!((short.above, of_long), (Some(one), Some(other)) if one != other)
    }

    /// How the name is taken apart if that is its core.
    fn way(&self, core: &str) -> Way<'_> {
        match &self.unnamed {
            Some(unnamed) if unnamed.core == core && self.core != core => {
                Way { above: Some(unnamed.rank), places: &unnamed.places }
            }
            _ => Way { above: None, places: &self.places },
        }
    }

    /// Places of the two that contradict: the seats differ.
    pub fn contradicts(&self, other: &Self) -> bool {
        matches!((self.seat(), other.seat()), (Some(own), Some(of_other)) if own != of_other)
    }

    /// The place right above those of the other name with that core, which leaves it out.
    pub fn beyond(&self, other: &Self, core: &str) -> Option<&str> {
        let own = self.way(core).places;
        let at = own.len().checked_sub(other.way(core).places.len() + 1)?;
        own.get(at).map(|(_, place)| place.as_str())
    }

    /// The rank of its largest place, if that is its core.
    pub fn largest(&self, core: &str) -> Option<Rank> {
        self.way(core).places.first().map(|(rank, _)| *rank)
    }
}

/// A name by which reports of one body are told without a roster: all its places, in its usual spelling.
pub(in crate::collect) fn full_key(name: &str) -> String {
    Parsed::of(name).full()
}

/// The same for what the body may be called with fewer places: `青禾县林业局`, `县林业局` and `林业局` of
/// `江州市青禾县林业局`.
pub(in crate::collect) fn shorter_keys(name: &str) -> Vec<String> {
    let Parsed { places, core, .. } = Parsed::of(name);
    let mut keys = Vec::new();
    for at in 0..places.len() {
        let (left_out, kept) = places.split_at(at + 1);
        let rest: String = kept.iter().map(|(_, place)| place.as_str()).chain([core.as_str()]).collect();
        let word = left_out.last().and_then(|(_, place)| place.chars().next_back());
        keys.extend(word.map(|word| format!("{word}{rest}")));
        keys.push(rest);
    }
    keys
}

/// A name without blanks, and without a bracket that says that it is the body itself.
fn itself(name: &str) -> String {
    let bare = bare_name(name);
    let inner = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let is_itself = inner.is_some_and(|(_, words)| ITSELF.iter().any(|end| words.ends_with(end)));
    if is_itself { plain_name(name) } else { bare }
}

/// The places of a name, and the name without them in its usual spelling.
fn apart(name: &str) -> (Vec<(Rank, String)>, String) {
    let body = Body::of(name);
    let places: Vec<(Rank, String)> =
        body.places.iter().map(|(rank, place)| (*rank, (*place).to_owned())).collect();
    let is_street = places.last().is_some_and(|(_, place)| place.ends_with("街道"));
    let core = match body.core {
        _ if name.is_empty() => String::new(),
        "" | "办" if is_street => "办事处".to_owned(),
        "" => "政府".to_owned(),
        core => usual(core),
    };
    (places, core)
}

fn usual(core: &str) -> String {
    let same = SAME.iter().find_map(|(end, usual)| Some(core.strip_suffix(end)?.to_owned() + usual));
    same.unwrap_or_else(|| core.to_owned())
}
