//! Whether an edited file says what it should: what was changed says the new, and all else is as it was.

use std::collections::{BTreeMap, HashMap, HashSet};

use toml::de::{DeTable, DeValue};

use super::slot::{Member, Repeated, Slot};
use super::written::canonical;
use super::{Change, DataFile, Refused};
use crate::source::{MAX_BYTES, Source};

/// A byte-order mark may stand before the text.
const MARK: usize = '\u{FEFF}'.len_utf8();

/// Makes sure of a file after changes, which say afterwards what it has come to. `removed` are the comments that went with what was taken away.
///
/// # Errors
/// It is too large, or says anything else than it should.
pub(super) fn prove(
    before: &DataFile<'_>,
    after: &Source,
    changes: &mut [(Slot, Change)],
    removed: Option<&[String]>,
) -> Result<(), Refused> {
    const UNSURE: Refused = Refused::Odd("这一处的写法特殊");
    if after.text().len() + MARK > MAX_BYTES || crate::report::beyond_limits(after.text()).is_some() {
        return Err(Refused::TooLarge);
    }
    let after = DataFile::read(after, before.forms).map_err(|_| UNSURE)?;
    let says = |(slot, change): &mut (Slot, Change)| {
        if matches!(slot, Slot::Member(_)) {
            return true;
        }
        let now = after.text_of(slot);
        // A cell in a row that stays cannot be left out, it is left blank.
        let is_blank = now.as_deref() == Some("") && matches!(slot, Slot::Cell(_));
        let is_right = now == change.to || change.to.is_none() && is_blank;
        change.to = now;
        is_right
    };
    let is_sound = changes.iter_mut().all(says)
        && removed.is_none_or(|removed| {
            members_say(before, &after, changes)
                && is_same_beside(before, &after, changes)
                && keeps_comments(before, &after, removed)
        });
    if is_sound { Ok(()) } else { Err(UNSURE) }
}

/// True if the notes and acceptances that are changed say the new, and those that are bound to the same what they did:
/// where one of them is taken out, the next gets its number.
fn members_say(before: &DataFile<'_>, after: &DataFile<'_>, changes: &[(Slot, Change)]) -> bool {
    let members = || {
        changes.iter().filter_map(|(slot, change)| match slot {
            Slot::Member(member) => Some((member, change.to.as_ref())),
            _ => None,
        })
    };
    members().all(|(member, _)| {
        let mut texts: Vec<Option<String>> = before.texts_like(member).into_iter().map(Some).collect();
        let own =
            |other: &Member| Member { number: 0, ..other.clone() } == Member { number: 0, ..member.clone() };
        let mut added = Vec::new();
        for (other, to) in members().filter(|(other, _)| own(other)) {
            match texts.get_mut(other.number.saturating_sub(1)) {
                Some(text) => *text = to.cloned(),
                None => added.push(to.cloned()),
            }
        }
        texts.into_iter().chain(added).flatten().eq(after.texts_like(member))
    })
}

/// True if every value that was not to be changed is what it was.
fn is_same_beside(before: &DataFile<'_>, after: &DataFile<'_>, changes: &[(Slot, Change)]) -> bool {
    let (old, new) = (Leaves::of(&before.table), Leaves::of(&after.table));
    let touched = Touched::of(before, changes, &old);
    let all: HashSet<&String> = old.values.keys().chain(new.values.keys()).collect();
    all.into_iter().all(|key| {
        let (was, is) = (old.values.get(key), new.values.get(key));
        was == is || touched.covers(key, was, is)
    })
}

/// True if every comment is still there, but for those that went with what was taken away.
fn keeps_comments(before: &DataFile<'_>, after: &DataFile<'_>, removed: &[String]) -> bool {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    let there = after.written.comments.iter().map(|comment| after.source.slice(*comment));
    for comment in there.chain(removed.iter().map(String::as_str)) {
        *counts.entry(comment).or_default() += 1;
    }
    let mut were = before.written.comments.iter().map(|comment| before.source.slice(*comment));
    were.all(|comment| {
        let left = counts.entry(comment).or_default();
        *left -= 1;
        *left >= 0
    })
}

/// Every single value of a file under a name that says where it belongs, whatever way it is written in.
#[derive(Default)]
struct Leaves<'t> {
    values: BTreeMap<String, Leaf<'t>>,
    /// How many notes and acceptances of a name there are.
    members: HashMap<String, usize>,
}

#[derive(Debug, PartialEq, Eq)]
enum Leaf<'t> {
    Text(&'t str),
    Other(String),
}

impl<'t> Leaves<'t> {
    fn of(file: &'t DeTable<'_>) -> Self {
        let mut leaves = Self::default();
        leaves.table(file, &[]);
        leaves
    }

    fn table(&mut self, table: &'t DeTable<'_>, above: &[String]) {
        for (name, value) in table {
            let name = name.get_ref();
            let mut path = above.to_vec();
            path.push(canonical(above, name).map_or_else(|| name.to_string(), str::to_owned));
            self.value(value.get_ref(), &path);
        }
    }

    fn value(&mut self, value: &'t DeValue<'_>, path: &[String]) {
        let name = path.join(".");
        match value {
            DeValue::Table(table) => match Repeated::of(&name) {
                Some(kind) => self.member(table, kind),
                None => self.table(table, path),
            },
            DeValue::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    match (value.get_ref(), Repeated::of(&name)) {
                        (DeValue::Table(table), Some(kind)) => self.member(table, kind),
                        (value, _) => self.value(value, &[cell_name(&name, at)]),
                    }
                }
            }
            DeValue::String(text) => {
                self.values.insert(name, Leaf::Text(text));
            }
            DeValue::Integer(number) => {
                self.values.insert(name, Leaf::Other(format!("{} {}", number.radix(), number.as_str())));
            }
            DeValue::Float(number) => {
                self.values.insert(name, Leaf::Other(number.as_str().to_owned()));
            }
            other => {
                self.values.insert(name, Leaf::Other(format!("{other:?}")));
            }
        }
    }

    fn member(&mut self, table: &'t DeTable<'_>, kind: &Repeated) {
        let said = kind.known_by.iter().map(|key| {
            let value = table.iter().find(|(name, _)| {
                canonical(&[kind.section.to_owned()], name.get_ref()).unwrap_or(name.get_ref()) == *key
            });
            value.and_then(|(_, value)| value.get_ref().as_str()).map(|text| text.trim().to_owned())
        });
        let name = member_name(kind, &said.collect::<Vec<_>>());
        let count = self.members.entry(name.clone()).or_default();
        *count += 1;
        let name = format!("{name}{count}");
        // Without a value of its own it would be as if it were not there.
        self.values.insert(name.clone(), Leaf::Other(String::new()));
        self.table(table, &[name]);
    }
}

/// A row may be one figure or a list of one.
fn cell_name(row: &str, at: usize) -> String {
    if at == 0 { row.to_owned() } else { format!("{row}[{at}]") }
}

fn member_name(kind: &Repeated, said: &[Option<String>]) -> String {
    format!("{}{said:?}#", kind.section)
}

/// What changes touch.
struct Touched {
    /// The names of values.
    names: HashSet<String>,
    /// The starts of the names of notes and acceptances.
    members: Vec<String>,
    /// Rows with the number of cells that they may have.
    rows: BTreeMap<String, usize>,
}

impl Touched {
    fn of(before: &DataFile<'_>, changes: &[(Slot, Change)], old: &Leaves<'_>) -> Self {
        let mut touched = Self { names: HashSet::new(), members: Vec::new(), rows: BTreeMap::new() };
        for (slot, _) in changes {
            match slot {
                Slot::Cell(id) => {
                    let Some(place) = before.form.as_ref().and_then(|form| form.place(*id)) else { continue };
                    let row = format!("{}.{}", place.section.key, place.row.key);
                    touched.names.insert(cell_name(&row, id.column));
                    let most = place.set.columns.len();
                    // A row with too many cells is written anew.
                    if old.values.contains_key(&cell_name(&row, most)) {
                        touched.names.extend((0..most).map(|at| cell_name(&row, at)));
                    }
                    touched.rows.insert(row, most);
                }
                Slot::Field(field) => {
                    touched.names.insert(field.path().join("."));
                }
                Slot::Member(member) => touched.members.push(member_name(member.kind, &member.said)),
            }
        }
        touched
    }

    /// True if a value may be another one after the changes.
    fn covers(&self, name: &str, was: Option<&Leaf<'_>>, is: Option<&Leaf<'_>>) -> bool {
        if self.names.contains(name) || self.members.iter().any(|member| name.starts_with(member)) {
            return true;
        }
        let (row, column) = match name.split_once('[') {
            Some((row, rest)) => (row, rest.trim_end_matches(']').parse().unwrap_or(0)),
            None => (name, 0),
        };
        let Some(&most) = self.rows.get(row) else { return false };
        // The other cells of a row that is put in or filled up are blank, and those of one that is taken out were.
        let is_blank = |leaf: &Leaf<'_>| matches!(leaf, Leaf::Text(text) if text.trim().is_empty());
        let is_filled_up = was.is_none() && is.is_some_and(is_blank);
        let is_taken_out = is.is_none() && (was.is_some_and(is_blank) || column >= most);
        is_filled_up || is_taken_out
    }
}
