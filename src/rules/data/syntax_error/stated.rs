//! What a text that does not read states all the same: its form and year, which tell what belongs where.

use std::collections::HashSet;
use std::sync::Arc;

use super::date;
use crate::format::{ColumnSet, Form, Forms, Row, Section, section_meant};
use crate::report::statements::{QUOTES, is_heading, statements};
use crate::report::to_half_width;

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
        let (mut form, mut year, mut heading) = (None, None, String::new());
        let mut keys = HashSet::new();
        for statement in statements(text).flatten() {
            let words = text.get(statement.span.start..statement.span.end).unwrap_or_default();
            if is_heading(words) {
                heading = section(words);
                continue;
            }
            let Some((key, value)) = words.split_once(['=', '＝']) else { continue };
            let key = key.trim();
            if heading.is_empty() && matches!(key, "format" | "year") {
                let value = value.split(['#', '＃']).next().unwrap_or_default();
                let value: String = value.chars().map(to_half_width).collect();
                let value = value.trim().trim_matches(QUOTES).trim();
                match key {
                    "format" => form = forms.get(value).ok(),
                    _ => year = date::exact_year(value).and_then(|year| year.parse().ok()),
                }
            }
            keys.insert(format!("{heading}.{key}"));
        }
        let form = form.or_else(|| year.and_then(|year| forms.for_year(year)));
        Self { form, year, keys }
    }
}

/// The key of the section that a heading opens.
pub(super) fn section(heading: &str) -> String {
    let line = heading.trim_start().split('\n').next().unwrap_or_default();
    let inner = line.trim_start_matches(['[', '［', '【']);
    let name = inner.split([']', '］', '】', '#']).next().unwrap_or_default();
    name.trim().chars().map(to_half_width).collect()
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

    /// The row that a label in Chinese means, if the text does not have it already.
    pub(super) fn row_meant(&self, label: &str) -> Option<&'s Row> {
        self.row_named(label).filter(|(_, beyond)| beyond.is_none()).map(|(row, _)| row)
    }

    /// The row that a label in Chinese names, if the text does not have it already, and what the label says
    /// beyond it.
    pub(super) fn row_named(&self, label: &str) -> Option<(&'s Row, Option<String>)> {
        let table = self.section()?.table.as_ref()?;
        let (index, beyond) = table.row_named(label)?;
        let row = table.rows.get(index)?;
        let is_there = self.stated?.keys.contains(&format!("{}.{}", self.section, row.key));
        (!is_there).then_some((row, beyond))
    }

    /// The section that a title in Chinese means.
    pub(super) fn section_meant(&self, title: &str) -> Option<&'s Section> {
        let sections = &self.stated?.form.as_ref()?.sections;
        sections.get(section_meant(sections, title)?)
    }

    /// A day on which the report may be out.
    pub(super) fn example_day(&self) -> String {
        date::example(self.stated.and_then(|stated| stated.year))
    }
}
