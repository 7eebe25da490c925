//! What a text that does not read states all the same: its form and year, which tell what belongs where.

use std::collections::HashSet;
use std::sync::Arc;

use super::date;
use crate::format::{ColumnSet, Form, Forms, Row, Section, section_meant};
use crate::report::statements::{QUOTES, Statement, is_heading, statements};
use crate::report::{keys, to_half_width};

/// What a text states.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// The form that it names, or that of its year.
    pub form: Option<Arc<Form>>,
    /// The report year.
    pub year: Option<u16>,
    /// Its keys, each behind that of its section.
    keys: HashSet<String>,
}

/// Where a statement stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'s> {
    /// What the text states.
    pub stated: Option<&'s Stated>,
    /// Key of the section; empty before the first.
    pub section: &'s str,
}

impl Stated {
    /// Reads the form and the year before the first heading, and all keys.
    pub(super) fn of(text: &str, forms: &Forms) -> Self {
        let words = |statement: &Statement| text.get(statement.span.start..statement.span.end);
        let all = || statements(text).flatten().filter_map(|statement| words(&statement));
        let (mut form, mut year) = (None, None);
        for (key, value) in all().take_while(|words| !is_heading(words)).filter_map(entry) {
            let value = value.split(['#', '＃']).next().unwrap_or_default();
            let value: String = value.chars().map(to_half_width).collect();
            let value = value.trim().trim_matches(QUOTES).trim();
            match keys::named("", key).map_or(key, |key| key.name) {
                "format" => form = forms.get(value).ok(),
                "year" => year = date::exact_year(value).and_then(|year| year.parse().ok()),
                _ => {}
            }
        }
        let form = form.or_else(|| year.and_then(|year| forms.for_year(year)));
        let mut stated = Self { form, year, keys: HashSet::new() };
        let mut heading = String::new();
        for words in all() {
            match entry(words) {
                _ if is_heading(words) => heading = stated.section(words),
                Some((key, _)) => drop(stated.keys.insert(format!("{heading}.{key}"))),
                None => {}
            }
        }
        stated
    }

    /// The key of the section that a heading opens, or that its title means.
    pub(super) fn section(&self, heading: &str) -> String {
        let line = heading.trim_start().split('\n').next().unwrap_or_default();
        let inner = line.trim_start_matches(['[', '［', '【']);
        let name = inner.split([']', '］', '】', '#']).next().unwrap_or_default();
        let place = Place { stated: Some(self), section: "" };
        match place.section_meant(name) {
            Some(key) => key.to_owned(),
            None => name.trim().chars().map(to_half_width).collect(),
        }
    }
}

/// The key and the value of a statement.
fn entry(statement: &str) -> Option<(&str, &str)> {
    let (key, value) = statement.split_once(['=', '＝'])?;
    Some((key.trim(), value))
}

impl<'s> Place<'s> {
    /// The section of the form.
    fn section(&self) -> Option<&'s Section> {
        let form = self.stated?.form.as_ref()?;
        form.sections.iter().find(|section| section.key == self.section)
    }

    /// The row with a key, and its columns.
    pub(super) fn row(&self, key: &str) -> Option<(&'s Row, &'s ColumnSet)> {
        let table = self.section()?.table.as_ref()?;
        let row = table.rows.iter().find(|row| row.key == key)?;
        Some((row, table.column_sets.get(row.set)?))
    }

    /// The key that a label in Chinese means, if the text does not have it already.
    pub(super) fn key_meant(&self, label: &str) -> Option<&'s str> {
        self.key_named(label).filter(|(_, beyond)| beyond.is_none()).map(|(key, _)| key)
    }

    /// The key that a label in Chinese names, if the text does not have it already, and what the label says beyond
    /// it.
    pub(super) fn key_named(&self, label: &str) -> Option<(&'s str, Option<String>)> {
        let table = self.section().and_then(|section| section.table.as_ref());
        let fixed = match table {
            Some(_) => keys::named_in_table(label),
            None => keys::named(self.section, label).filter(|key| !key.is_section()),
        };
        let row = || {
            let (index, beyond) = table?.row_named(label)?;
            Some((table?.rows.get(index)?.key.as_str(), beyond))
        };
        let named = fixed.map(|key| (key.name, None)).or_else(row);
        named.filter(|(key, _)| !self.has(self.section, key))
    }

    /// The key of another section that a label in Chinese names, if the text does not have it already.
    pub(super) fn key_elsewhere(&self, label: &str) -> Option<&'static keys::Key> {
        keys::named_elsewhere(label).filter(|key| !self.has(key.section, key.name))
    }

    /// True if the text has a key already. Sections that there may be many of have it each.
    fn has(&self, section: &str, key: &str) -> bool {
        !keys::is_repeated(section)
            && self.stated.is_some_and(|stated| stated.keys.contains(&format!("{section}.{key}")))
    }

    /// The key of the section that a title in Chinese means.
    pub(super) fn section_meant(&self, title: &str) -> Option<&'s str> {
        if let Some(fixed) = keys::named("", title).filter(|key| key.is_section()) {
            return Some(fixed.name);
        }
        let sections = &self.stated?.form.as_ref()?.sections;
        Some(sections.get(section_meant(sections, title)?)?.key.as_str())
    }

    /// A day on which the report may be out.
    pub(super) fn example_day(&self) -> String {
        date::example(self.stated.and_then(|stated| stated.year))
    }
}
