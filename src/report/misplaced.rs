//! Keys that stand in the wrong section: most often because the heading above them was deleted.

use std::collections::{BTreeMap, HashSet};

use toml::de::DeTable;

use super::fault::{Fault, Missing};
use super::keys;
use crate::format::Form;
use crate::source::Span;

/// Says of unknown keys that belong to another section where they belong. A section whose heading
/// is gone is one fault, however many of its keys are left; what is missing only because it stands
/// elsewhere is no fault of its own.
pub(super) fn relocate(mut faults: Vec<Fault>, form: &Form, file: &DeTable<'_>) -> Vec<Fault> {
    let missing_rows: HashSet<(usize, usize)> = faults
        .iter()
        .filter_map(|fault| match fault {
            Fault::Missing { what: Missing::Row(section, row), .. } => Some((*section, *row)),
            _ => None,
        })
        .collect();
    let mut headings: BTreeMap<String, Span> = BTreeMap::new();
    let mut moved: HashSet<(usize, usize)> = HashSet::new();
    faults.retain_mut(|fault| {
        let Fault::UnknownKey { path, span, nearest, belongs, .. } = fault else { return true };
        let (here, key) = path.split_once('.').unwrap_or(("", path));
        let owners = owners(form, key);
        let elsewhere = || owners.iter().filter(|owner| owner.section != here);
        if let Some(owner) = elsewhere().find(|owner| !file.contains_key(owner.section)) {
            let first = headings.entry(owner.section.to_owned()).or_insert(*span);
            *first = (*first).min(*span);
            return false;
        }
        let gone = |owner: &&Owner<'_>| owner.rows.iter().any(|row| missing_rows.contains(row));
        if let Some(owner) = elsewhere().find(gone) {
            *belongs = Some(owner.section.to_owned());
            nearest.clear();
            moved.extend(owner.rows.iter().copied());
        }
        true
    });
    faults.retain(|fault| match fault {
        Fault::Missing { what: Missing::Section(index), .. } => {
            form.sections.get(*index).is_none_or(|section| !headings.contains_key(&section.key))
        }
        Fault::Missing { what: Missing::Key(key), .. } => !headings.contains_key(key),
        Fault::Missing { what: Missing::Row(section, row), .. } => !moved.contains(&(*section, *row)),
        _ => true,
    });
    faults.extend(headings.into_iter().map(|(section, span)| Fault::NoHeading { section, span }));
    faults
}

/// A section that has a key.
struct Owner<'f> {
    section: &'f str,
    /// The rows that the key names: one, or those of a group.
    rows: Vec<(usize, usize)>,
}

/// The sections that have a key; required ones first.
fn owners<'f>(form: &'f Form, key: &str) -> Vec<Owner<'f>> {
    let of_form = form.sections.iter().enumerate().filter_map(|(index, section)| {
        let Some(table) = &section.table else {
            return (key == "text").then(|| Owner { section: &section.key, rows: Vec::new() });
        };
        let named =
            |row: &str| row.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let rows: Vec<_> = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| named(&row.key))
            .map(|(row, _)| (index, row))
            .collect();
        (!rows.is_empty()).then_some(Owner { section: &section.key, rows })
    });
    let fixed = keys::FIXED.iter().filter(|fixed| !fixed.section.is_empty() && fixed.name == key);
    of_form.chain(fixed.map(|fixed| Owner { section: fixed.section, rows: Vec::new() })).collect()
}
