//! What an address means in a report of a form.

use super::{Address, Refused};
use crate::format::{CellId, Form, quote};
use crate::report::keys::{self, Key};

/// What an address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// A cell of a table.
    Cell(CellId),
    /// A field or a text.
    Field(Field),
    /// One of several sections of a name: a note or an acceptance.
    Member(Member),
}

/// A field or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The section; empty for the top of the file.
    pub section: String,
    /// What is known of its key.
    pub key: Key,
}

impl Field {
    /// Its path.
    pub fn path(&self) -> Vec<&str> {
        let section = Some(self.section.as_str()).filter(|section| !section.is_empty());
        section.into_iter().chain([self.key.name]).collect()
    }

    /// True for what a section cannot do without that the file can do without: last year's file.
    pub fn is_whole_section(&self) -> bool {
        let section = keys::within("").find(|section| section.name == self.section);
        self.key.required && section.is_some_and(|section| !section.required)
    }
}

/// A note or an acceptance: the section that has these values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// What there may be several of.
    pub kind: &'static Repeated,
    /// What the keys say that it is known by.
    pub said: Vec<Option<String>>,
    /// Which of those that say the same, from 1 in the order of the file.
    pub number: usize,
}

/// Sections of which there may be several.
#[derive(Debug)]
pub(super) struct Repeated {
    /// Their name.
    pub section: &'static str,
    /// The keys that one of them is known by.
    pub known_by: &'static [&'static str],
    /// The key whose value is changed.
    pub key: &'static str,
    /// True for those that are nothing with that key blank.
    pub needs_text: bool,
    /// The address of one by what its keys say that it is known by and its number among those that say the same.
    pub address: fn(&[Option<String>], usize) -> Option<Address>,
}

impl PartialEq for Repeated {
    fn eq(&self, other: &Self) -> bool {
        self.section == other.section
    }
}

impl Eq for Repeated {}

const NOTE: Repeated = Repeated {
    section: "note",
    known_by: &["cell"],
    key: "text",
    needs_text: true,
    // A cell has one note.
    address: |said, number| match said {
        [cell] if number == 1 => cell.clone().map(Address::Note),
        _ => None,
    },
};

const ACCEPT: Repeated = Repeated {
    section: "accept",
    known_by: &["code", "cell", "words"],
    key: "reason",
    needs_text: false,
    address: |said, number| match said {
        [code, cell, words] => {
            Some(Address::Accept { code: code.clone(), cell: cell.clone(), words: words.clone(), number })
        }
        _ => None,
    },
};

/// All of them.
pub(super) const REPEATED: [&Repeated; 2] = [&NOTE, &ACCEPT];

impl Repeated {
    /// The kind of a section.
    pub fn of(section: &str) -> Option<&'static Self> {
        REPEATED.into_iter().find(|kind| kind.section == section)
    }
}

impl Member {
    fn of(kind: &'static Repeated, said: Vec<Option<String>>, number: usize) -> Self {
        Self { kind, said, number }
    }

    /// The keys that it is known by with what they say.
    pub fn known_by(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        self.kind.known_by.iter().copied().zip(self.said.iter().map(Option::as_deref))
    }
}

impl Slot {
    /// What an address means.
    pub fn of(address: &Address, form: Option<&Form>) -> Result<Self, Refused> {
        let found = match address {
            Address::Value(path) => {
                cell(path, form).map(Self::Cell).or_else(|| field(path, form).map(Self::Field))
            }
            Address::Note(path) => {
                cell(path, form).map(|_| Self::Member(Member::of(&NOTE, vec![Some(path.clone())], 1)))
            }
            Address::Accept { code, cell, words, number } => {
                let said = vec![code.clone(), cell.clone(), words.clone()];
                Some(Self::Member(Member::of(&ACCEPT, said, *number)))
            }
        };
        found.ok_or_else(|| Refused::Unknown(address.to_string()))
    }
}

fn cell(path: &str, form: Option<&Form>) -> Option<CellId> {
    let cells = form?.target(path).ok()?.cells;
    // A group has a path too, which names several cells, or one that has another path.
    let [cell] = cells.as_slice() else { return None };
    (form?.path(*cell) == path).then_some(*cell)
}

fn field(path: &str, form: Option<&Form>) -> Option<Field> {
    let (section, name) = path.split_once('.').unwrap_or(("", path));
    let fixed = || {
        let mut keys =
            keys::within(section).filter(|key| !key.is_section() && !keys::is_repeated(key.section));
        keys.find(|key| key.name == name)
    };
    let of_form = || {
        let declared = form?.sections.iter().find(|declared| declared.key == section)?;
        keys_of(declared.table.is_some()).iter().find(|key| key.name == name)
    };
    let key = *fixed().or_else(of_form)?;
    Some(Field { section: section.to_owned(), key })
}

/// The keys beside the rows of a section of a form, or those of its narrative.
pub(super) fn keys_of(has_table: bool) -> &'static [Key] {
    if has_table { keys::OF_TABLES } else { keys::OF_NARRATIVES }
}

/// What a field is called, in quotes.
pub(super) fn words(field: &Field, form: Option<&Form>) -> String {
    let declared = form.and_then(|form| form.sections.iter().find(|declared| declared.key == field.section));
    match declared {
        Some(declared) => format!("{}的{}", quote(&declared.title), field.key.label),
        None => quote(field.key.label),
    }
}

/// All addresses of a form and the fixed ones, in the order of the data file; notes and acceptances apart.
pub(super) fn all(form: Option<&Form>) -> Vec<Address> {
    let fields =
        keys::FIXED.iter().filter(|key| !key.is_section() && !keys::is_repeated(key.section)).map(Key::path);
    let mut paths: Vec<String> = fields.collect();
    for (index, section) in form.iter().flat_map(|form| form.sections.iter().enumerate()) {
        let keys = keys_of(section.table.is_some()).iter();
        paths.extend(keys.map(|key| format!("{}.{}", section.key, key.name)));
        let cells = form.iter().flat_map(|form| form.cells().map(|cell| (cell, form.path(cell))));
        paths.extend(cells.filter(|(cell, _)| cell.section == index).map(|(_, path)| path));
    }
    paths.into_iter().map(Address::Value).collect()
}
